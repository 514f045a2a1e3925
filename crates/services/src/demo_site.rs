//! The demo city in the database: seeded once into an empty site and marked, so that nobody takes it for real.

use std::collections::HashMap;

use baogong_domain::{
    Party, PartyCode,
    access::{self, Action, Actor},
};
use baogong_storage::{
    NewFigure, Transaction,
    figures::{self, BatchHeader, Subject},
    parties, settings,
};

use crate::{ServiceError, Services, audit::Act, demo};

/// The fact that marks a site as the demo city; its value is the day it was made for.
const MARK: &str = "demo";

/// Every demo city is the same one.
const SEED: u64 = 410_100;

/// Figures recorded in one batch, so that progress can be told.
const STEP: usize = 20_000;

/// Whether the site is the demo city.
pub(crate) async fn is_synthetic(transaction: &mut Transaction) -> Result<bool, ServiceError> {
    Ok(settings::site_fact(transaction, MARK).await?.is_some())
}

/// How large a demo city is made; the demo itself is `Size { copies: 1, months: 14 }`.
#[derive(Clone, Copy, Debug)]
pub struct DemoSize {
    /// How many times the enterprises and plants.
    pub copies: u32,
    /// Months of history.
    pub months: u32,
}

impl Default for DemoSize {
    fn default() -> Self {
        Self { copies: 1, months: 14 }
    }
}

impl Services {
    /// Seeds the synthetic city up to today, in one transaction; `progress` hears figures written and figures in all.
    ///
    /// # Errors
    /// Not allowed, or the site has parties already.
    pub async fn seed_demo(
        &self,
        actor: &Actor,
        size: DemoSize,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<usize, ServiceError> {
        access::check(actor, Action::Operate)?;
        let today = self.clock.today();
        let mut transaction = self.store.begin_write().await?;
        if !parties::all(&mut transaction).await?.is_empty() {
            let message = "数据库里已有单位，演示城市只能装入空库 / the database has parties already: the demo city is only seeded into an empty one";
            return Err(ServiceError::invalid("not_empty", message));
        }
        let items = settings::items(&mut transaction).await?;
        let calendar = settings::rule_book(&mut transaction).await?.calendar;
        let city = demo::generate_scaled(today, SEED, &items, &calendar, size.copies, size.months);
        let mut ids: HashMap<&PartyCode, i64> = HashMap::new();
        // Whoever reports for others goes first.
        let (led, leading): (Vec<&Party>, Vec<&Party>) = city.parties.iter().partition(|p| p.reporter.is_some());
        for party in leading.into_iter().chain(led) {
            ids.insert(&party.code, parties::put(&mut transaction, party).await?);
        }
        let id = |code: &Option<PartyCode>| code.as_ref().and_then(|code| ids.get(code).copied());
        let mut written = 0;
        for step in city.figures.chunks(STEP) {
            let figures: Vec<NewFigure<'_>> = step
                .iter()
                .map(|figure| NewFigure {
                    subject: Subject {
                        item: &figure.item,
                        measure: figure.measure,
                        supplier: id(&figure.supplier),
                        consumer: id(&figure.consumer),
                    },
                    period: figure.period,
                    quantity: figure.quantity,
                    note: "",
                })
                .collect();
            let header = BatchHeader {
                recorded_at: self.clock.now(),
                actor: actor.name(),
                source: "demo",
                reason: "模拟数据 / synthetic",
            };
            figures::record(&mut transaction, header, &figures).await?;
            written += step.len();
            progress(written, city.figures.len());
        }
        self.seed_people(&mut transaction).await?;
        settings::set_site_fact(&mut transaction, MARK, &today.to_string()).await?;
        let detail = serde_json::json!({ "parties": city.parties.len(), "figures": written });
        let act = Act { actor, action: "demo.seed", subject: "demo", detail: &detail };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        Ok(written)
    }

    /// The day that the demo city was made for; `None` where the site is not the demo city.
    ///
    /// # Errors
    /// The database fails.
    pub async fn demo_day(&self) -> Result<Option<String>, ServiceError> {
        let mut transaction = self.store.begin_read().await?;
        Ok(settings::site_fact(&mut transaction, MARK).await?)
    }
}
