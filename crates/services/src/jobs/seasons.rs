//! Seasons open and close by their days: the trail says when and by which decision, and the watch judges everything anew.

use baogong_domain::{
    Calendar, DayRange, SeasonKind,
    access::{self, Action, Actor},
    period::{minus_days, plus_days},
};
use baogong_storage::{Transaction, audit::take_head, seasons, settings, watch};
use chrono::NaiveDate;
use serde_json::json;

use super::{Outcome, work::SeasonChange};
use crate::{ServiceError, Services, audit::Act};

/// Days are looked at one by one back to the last run, but no further than this.
const MOST_DAYS_BACK: u32 = 400;

impl Services {
    /// Looks at the days since the last one looked at, up to this one: where the season is another than on the day before,
    /// one closes or opens. The first day ever is only noted. A day before the last one changes nothing.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub(super) async fn turn_seasons(&self, actor: &Actor, day: NaiveDate) -> Result<Outcome, ServiceError> {
        access::check(actor, Action::RunJobs)?;
        let mut transaction = self.store.begin_write().await?;
        take_head(&mut transaction).await?;
        let calendar = settings::rule_book(&mut transaction).await?.calendar;
        let last = seasons::last(&mut transaction).await?;
        let days = match last {
            Some((last, _)) if last >= day => return Ok(Outcome::Seasons { days: 0, changes: Vec::new() }),
            Some((last, _)) => DayRange { first: plus_days(last, 1).max(minus_days(day, MOST_DAYS_BACK)), last: day },
            None => DayRange { first: day, last: day },
        };
        let mut before = last.map_or_else(|| calendar.season_on(day), |(_, season)| season);
        let mut changes = Vec::new();
        for day in days.iter() {
            let season = calendar.season_on(day);
            if season == before {
                continue;
            }
            for (kind, opened) in [(before, false), (season, true)].into_iter().filter(|(kind, _)| kind.is_peak()) {
                self.note_change(&mut transaction, actor, &calendar, (kind, day, opened)).await?;
                changes.push(SeasonChange { season: kind.code().to_owned(), day, opened });
            }
            before = season;
        }
        if !changes.is_empty() {
            watch::mark_stale(&mut transaction).await?;
        }
        seasons::set(&mut transaction, day, before).await?;
        transaction.commit().await?;
        if !changes.is_empty() {
            self.bell.ring();
        }
        Ok(Outcome::Seasons { days: days.len(), changes })
    }

    async fn note_change(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        calendar: &Calendar,
        (kind, day, opened): (SeasonKind, NaiveDate, bool),
    ) -> Result<(), ServiceError> {
        let last_day = if opened { day } else { minus_days(day, 1) };
        let days = days_of(calendar, kind, last_day);
        let source = calendar.seasons.iter().find(|season| season.kind == kind).map(|season| season.source.as_str());
        let detail = json!({ "day": day, "first": days.first, "last": days.last, "source": source });
        let action = if opened { "season.opened" } else { "season.closed" };
        self.remember(transaction, Act { actor, action, subject: kind.code(), detail: &detail }).await
    }
}

/// The days of a season around one of them, by the calendar in force.
fn days_of(calendar: &Calendar, kind: SeasonKind, day: NaiveDate) -> DayRange {
    let holds = |day: NaiveDate| calendar.season_on(day) == kind;
    let mut days = DayRange { first: day, last: day };
    for _ in 0..366 {
        let (before, after) = (minus_days(days.first, 1), plus_days(days.last, 1));
        days.first = if holds(before) { before } else { days.first };
        days.last = if holds(after) { after } else { days.last };
    }
    days
}
