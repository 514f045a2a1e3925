//! The yearly review (动态管理): who stands on the roster and reports on time too seldom is proposed for removal. It only
//! proposes; leaving is an act of the office, with a reason.

use std::collections::HashMap;

use baogong_domain::{
    DayRange, Party,
    access::{self, Action, Actor, Reach},
    duty::Tally,
    roster::{RosterEvent, RosterSettings, is_below, members},
};
use baogong_storage::roster;
use chrono::{Datelike as _, NaiveDate};

use super::{roster::roster_settings, seen_parties};
use crate::{ServiceError, Services, completeness};

/// A member of the roster whose reporting was looked at.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Who.
    pub party: Party,
    /// Its entry.
    pub entry: RosterEvent,
    /// How much of what was due came in time.
    pub tally: Tally,
    /// Whether that is below the line.
    pub proposed: bool,
}

/// What the review of a year found.
#[derive(Clone, Debug)]
pub struct Review {
    /// Of which year's roster.
    pub year: i32,
    /// The days looked at: the year up to today; `None` where it has not begun.
    pub range: Option<DayRange>,
    /// The line.
    pub settings: RosterSettings,
    /// Who was judged, the lowest rate first.
    pub judged: Vec<Judged>,
    /// Who had nothing to report.
    pub nothing_due: Vec<Party>,
}

impl Services {
    /// Reviews the roster of a year; of this year where none is named.
    ///
    /// # Errors
    /// Not allowed (it is for those who see everybody's reporting), or the database fails.
    pub async fn review_roster(&self, actor: &Actor, year: Option<i32>) -> Result<Review, ServiceError> {
        if access::check(actor, Action::ReadCompleteness)? != Reach::All {
            return Err(access::Denied.into());
        }
        let reach = access::check(actor, Action::ReadParties)?;
        let today = self.clock().today();
        let year = year.unwrap_or_else(|| today.year());
        let mut transaction = self.store.begin_read().await?;
        let settings = roster_settings(&mut transaction).await?;
        let seen = seen_parties(&mut transaction, actor, reach).await?;
        let events = roster::of_year(&mut transaction, year).await?;
        let standing = members(&events);
        let range = days_of(year, today);
        let rates = match range {
            Some(range) => completeness::by_party(&mut transaction, actor, range, self.clock().office_now()).await?,
            None => HashMap::new(),
        };
        let (mut judged, mut nothing_due) = (Vec::new(), Vec::new());
        for entry in standing {
            let Ok(place) = seen.binary_search_by(|party| party.code.cmp(&entry.party)) else { continue };
            let (party, tally) = (seen[place].clone(), rates.get(&entry.party).copied().unwrap_or_default());
            match is_below(tally, settings.on_time_line) {
                Some(proposed) => judged.push(Judged { party, entry: entry.clone(), tally, proposed }),
                None => nothing_due.push(party),
            }
        }
        // Exact: a/b < c/d as a·d < c·b.
        judged.sort_by(|one, other| {
            let (a, b) = (one.tally, other.tally);
            let by_rate = (u128::from(a.on_time) * u128::from(b.due)).cmp(&(u128::from(b.on_time) * u128::from(a.due)));
            by_rate.then_with(|| one.party.code.cmp(&other.party.code))
        });
        Ok(Review { year, range, settings, judged, nothing_due })
    }
}

/// The days of the year up to today.
fn days_of(year: i32, today: NaiveDate) -> Option<DayRange> {
    let (first, last) = (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
    (first <= today).then(|| DayRange { first, last: last.min(today) })
}
