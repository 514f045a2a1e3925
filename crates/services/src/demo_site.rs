//! The demo city in the database: seeded once into an empty site and marked, so that nobody takes it for real.

use std::collections::HashMap;

use baogong_domain::{
    Party, PartyCode,
    access::{self, Action, Actor},
};
use baogong_storage::{
    NewFigure, Transaction, capacities, contacts,
    figures::{self, BatchHeader, PastFigure, Subject},
    parties, roster, settings,
};
use chrono::{DateTime, Utc};

use crate::{
    ServiceError, Services,
    audit::Act,
    clock::office_zone,
    demo::{self, DemoFigure},
};

/// The fact that marks a site as the demo city; its value is the day it was made for.
const MARK: &str = "demo";

/// Every demo city is the same one.
const SEED: u64 = 410_100;

/// Progress is told every so many figures.
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
        let (headers, places) = self.batches(actor, &city.figures);
        let figures: Vec<PastFigure<'_>> = city
            .figures
            .iter()
            .zip(places)
            .map(|(figure, batch)| PastFigure {
                batch,
                figure: NewFigure {
                    subject: Subject {
                        item: &figure.item,
                        measure: figure.measure,
                        supplier: id(&figure.supplier),
                        consumer: id(&figure.consumer),
                    },
                    period: figure.period,
                    quantity: figure.quantity,
                    note: "",
                },
            })
            .collect();
        let written = figures.len();
        let mut told = 0;
        figures::record_past(&mut transaction, &headers, &figures, |so_far| {
            if so_far >= told + STEP || so_far == written {
                told = so_far;
                progress(so_far, written);
            }
        })
        .await?;
        for ((supplier, item), per_day) in demo::capacities(&city, &items) {
            capacities::put(&mut transaction, ids[supplier], item, Some(per_day)).await?;
        }
        self.seed_registry(&mut transaction, &city.parties, &ids).await?;
        self.seed_people(&mut transaction).await?;
        settings::set_site_fact(&mut transaction, MARK, &today.to_string()).await?;
        let detail = serde_json::json!({ "parties": city.parties.len(), "figures": written });
        let act = Act { actor, action: "demo.seed", subject: "demo", detail: &detail };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        Ok(written)
    }

    /// The roster's history and whom to telephone.
    async fn seed_registry(
        &self,
        transaction: &mut Transaction,
        parties: &[Party],
        ids: &HashMap<&PartyCode, i64>,
    ) -> Result<(), ServiceError> {
        for (party, event) in demo::roster_events(parties, self.clock.today()) {
            let office = event.on.and_hms_opt(9, 30, 0).and_then(|at| at.and_local_timezone(office_zone()).single());
            let at = office.map_or(self.clock.now(), |office| office.to_utc());
            roster::record(transaction, ids[&party.code], &[event], at).await?;
        }
        for (party, contact) in demo::contacts(parties) {
            contacts::add(transaction, ids[&party.code], &contact, "demo", self.clock.now()).await?;
        }
        Ok(())
    }

    /// One batch for each instant at which something was handed in, in order of time, and which each figure belongs to.
    /// The demo's last day is as young as the clock says: nothing was handed in later than now.
    fn batches<'a>(&self, actor: &'a Actor, figures: &[DemoFigure]) -> (Vec<BatchHeader<'a>>, Vec<usize>) {
        let now = self.clock.now();
        let instant = |figure: &DemoFigure| {
            let office = figure.recorded_at.and_local_timezone(office_zone()).single();
            office.map_or(now, |office| office.to_utc().min(now))
        };
        let mut instants: Vec<DateTime<Utc>> = figures.iter().map(instant).collect();
        let each = instants.clone();
        instants.sort_unstable();
        instants.dedup();
        let places = each.iter().map(|at| instants.binary_search(at).unwrap_or(0)).collect();
        let header = |recorded_at| BatchHeader {
            recorded_at,
            actor: actor.name(),
            source: "demo",
            reason: "模拟数据 / synthetic",
        };
        (instants.into_iter().map(header).collect(), places)
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
