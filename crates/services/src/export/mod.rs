//! Tables that people take away: what a page shows, as a file.
//!
//! Each `what` is one line in [`Services::export_table`] and one function from an answer to a [`Table`]: the use case
//! behind it authorises. Every export leaves an entry in the audit trail.

mod tables;

use std::{collections::BTreeMap, fmt::Display};

use baogong_domain::{
    DivisionCode, Grain, ItemCode, Measure, PartyCode, PartyKind, Period, Scope, access::Actor, period::plus_days,
};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{
    ServiceError, Services,
    audit::{Act, AuditEntry, Search, office_midnight},
    balances::BalanceQuery,
    completeness::BoardQuery,
    figures::FigureQuery,
    import::MadeFile,
    table::{Language, Table, TableFormat},
    trail::TrailQuery,
};

/// The most entries of the audit trail in one file.
const MOST_ENTRIES: usize = 20_000;

/// What is asked of a table: the parameters of its address.
#[derive(Clone, Debug, Default)]
pub struct Ask(BTreeMap<String, String>);

impl FromIterator<(String, String)> for Ask {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        Self(pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect())
    }
}

impl Ask {
    /// A parameter; none where it is not given or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A parameter in its own form.
    ///
    /// # Errors
    /// It does not read.
    pub fn read<T, E: Display>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ServiceError> {
        let refuse = |error: E| ServiceError::invalid("parameter_invalid", format!("{name}: {error}"));
        self.get(name).map(read).transpose().map_err(refuse)
    }

    /// The earlier instant that is asked for; see [`crate::as_of::read`].
    fn as_of(&self) -> Result<Option<DateTime<Utc>>, ServiceError> {
        crate::as_of::read(self.get("as_of").unwrap_or_default())
    }

    fn item(&self) -> Result<ItemCode, ServiceError> {
        let read = |text: &str| ItemCode::parse(text).ok_or("不是品种代码 / not an item code, such as coal.thermal");
        let missing =
            || ServiceError::invalid("parameter_missing", "缺少品种 / the item is missing: item=coal.thermal");
        self.read("item", read)?.ok_or_else(missing)
    }

    fn period(&self, name: &str) -> Result<Option<Period>, ServiceError> {
        self.read(name, Period::parse)
    }
}

impl Services {
    /// A table as a file.
    ///
    /// # Errors
    /// Not allowed, no such table, a parameter that does not read, or the database fails.
    pub async fn export(
        &self,
        actor: &Actor,
        what: &str,
        ask: &Ask,
        format: TableFormat,
        language: Language,
    ) -> Result<(String, MadeFile), ServiceError> {
        let table = self.export_table(actor, what, ask, language).await?;
        let mut transaction = self.store.begin_write().await?;
        let detail = json!({ "rows": table.rows.len(), "format": format.ending(), "asked": ask.0 });
        self.remember(&mut transaction, Act { actor, action: "export", subject: what, detail: &detail }).await?;
        transaction.commit().await?;
        let name = format!("{}-{}.{}", table.title, self.clock.today(), format.ending());
        let bytes = crate::import::off_thread(move || table.write(format)).await??;
        Ok((name, MadeFile { format, bytes }))
    }

    async fn export_table(
        &self,
        actor: &Actor,
        what: &str,
        ask: &Ask,
        language: Language,
    ) -> Result<Table, ServiceError> {
        Ok(match what {
            "figures" => {
                let query = FigureQuery {
                    item: ask.item()?,
                    measure: ask.read("measure", |text| Measure::parse(text).ok_or("不是指标 / not a measure"))?,
                    party: ask.read("party", PartyCode::parse)?,
                    from: ask.period("from")?,
                    to: ask.period("to")?,
                    as_of: ask.as_of()?,
                };
                let figures = self.figures(actor, &query).await?;
                tables::figures(&figures, &self.export_words(language).await?)
            }
            "balances" => {
                let query = self.balance_query(ask)?;
                let rows = self.balances(actor, &query).await?;
                tables::balances(&query, &rows, &self.export_words(language).await?)
            }
            "situation" => {
                let situation = self.situation(actor, ask.as_of()?).await?;
                tables::situation(&situation, &self.export_words(language).await?)
            }
            "alerts" => {
                let situation = self.situation(actor, ask.as_of()?).await?;
                tables::alerts(&situation, &self.export_words(language).await?)
            }
            "trail" => {
                let trail = self.trail(actor, &TrailQuery::read(ask)?).await?;
                tables::trail(&trail, &self.export_words(language).await?)
            }
            "completeness" => {
                let query = BoardQuery {
                    from: ask.period("from")?.map(Period::first_day),
                    to: ask.period("to")?.map(Period::last_day),
                    kind: ask.read("kind", PartyKind::parse)?,
                    division: ask.read("division", DivisionCode::parse)?,
                    item: ask.get("item").map(|_| ask.item()).transpose()?,
                    as_of: ask.as_of()?,
                };
                tables::completeness(&self.completeness(actor, &query).await?, &self.export_words(language).await?)
            }
            "audit" => {
                let search = Search {
                    before: 0,
                    actor: ask.get("actor").unwrap_or_default().to_owned(),
                    action: ask.get("action").unwrap_or_default().to_owned(),
                    subject: ask.get("subject").unwrap_or_default().to_owned(),
                    origin: ask.get("origin").unwrap_or_default().to_owned(),
                    from: ask.period("from")?.map(|p| office_midnight(p.first_day())),
                    to: ask.period("to")?.map(|p| office_midnight(plus_days(p.last_day(), 1))),
                };
                tables::audit(&self.export_audit(actor, search).await?, language)
            }
            "parties" => tables::parties(&self.parties(actor).await?, language),
            _ => return Err(ServiceError::NotFound(format!("表 / table {what}"))),
        })
    }

    /// All entries that fit, up to [`MOST_ENTRIES`], newest first.
    async fn export_audit(&self, actor: &Actor, mut search: Search) -> Result<Vec<AuditEntry>, ServiceError> {
        let mut entries = Vec::new();
        while entries.len() < MOST_ENTRIES {
            let page = self.search_audit(actor, &search).await?;
            let Some(last) = page.last() else { break };
            search.before = last.seq;
            entries.extend(page);
            if search.before <= 1 {
                break;
            }
        }
        Ok(entries)
    }

    /// The balance of an item; without a range from thirty days ago to fourteen ahead, as its page shows it.
    fn balance_query(&self, ask: &Ask) -> Result<BalanceQuery, ServiceError> {
        let as_of = ask.as_of()?;
        let today = crate::as_of::day_of(as_of, self.clock.today());
        let first = Period::day(baogong_domain::period::minus_days(today, 30));
        let last = Period::day(plus_days(today, 14));
        let granularity = |text: &str| Grain::parse(text).ok_or("day, month, year");
        Ok(BalanceQuery {
            item: ask.item()?,
            scope: ask.read("scope", str::parse)?.unwrap_or(Scope::City),
            from: ask.period("from")?.unwrap_or(first),
            to: ask.period("to")?.unwrap_or(last),
            granularity: ask.read("granularity", granularity)?.unwrap_or(Grain::Day),
            as_of,
        })
    }

    /// The names that tables use. Whoever asks has been let through by the use case that gave the rows.
    async fn export_words(&self, language: Language) -> Result<tables::Words, ServiceError> {
        let mut transaction = self.store.begin_read().await?;
        let city = crate::city::City::load(&mut transaction).await?;
        Ok(tables::Words::new(city, language))
    }
}

impl TrailQuery {
    /// All of what the address asks for, in one page.
    fn read(ask: &Ask) -> Result<Self, ServiceError> {
        let missing = |name: &str| {
            ServiceError::invalid("parameter_missing", format!("缺少参数 / a parameter is missing: {name}"))
        };
        let from = ask.period("from")?.ok_or_else(|| missing("from=2026-11-23"))?;
        Ok(Self {
            item: ask.item()?,
            scope: ask.read("scope", str::parse)?.unwrap_or(Scope::City),
            from,
            to: ask.period("to")?.unwrap_or(from),
            measure: ask.read("measure", |text| Measure::parse(text).ok_or("不是指标 / not a measure"))?,
            as_of: ask.as_of()?,
            page: None,
        })
    }
}
