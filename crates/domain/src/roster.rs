//! The roster of key enterprises (双百企业): who stands in which tier of which year. It is what was entered and not left
//! again: entry and exit are events with a day, a reason and an actor, and nothing is ever struck out of their history.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    duty::Tally,
    party::{PartyCode, PartyError, PartyKind},
};

/// Tier of a key enterprise, selected anew every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyTier {
    /// 规模优势
    Scale,
    /// 高成长
    Growth,
    /// 行业强
    Industry,
}

/// Years that a roster can be of.
const YEARS: std::ops::Range<i32> = 1900..2200;

impl KeyTier {
    /// All tiers with the word in files and the Chinese name.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Scale, "scale", "规模优势"),
        (Self::Growth, "growth", "高成长"),
        (Self::Industry, "industry", "行业强"),
    ];

    /// The word in files, database and API.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|t| t.0 == self).map_or("", |t| t.1)
    }

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Scale => ("规模优势", "Largest"),
            Self::Growth => ("高成长", "Fastest growing"),
            Self::Industry => ("行业强", "Strongest in their trade"),
        }
    }

    /// Reads [`KeyTier::code`] or the Chinese name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|t| t.1 == text.trim() || t.2 == text.trim()).map(|t| t.0)
    }

    /// Reads `2026:scale;2025:高成长`, in whatever order, into the order of [`in_order`].
    ///
    /// # Errors
    /// [`PartyError::Tier`].
    pub fn parse_roster(text: &str) -> Result<Vec<(i32, Self)>, PartyError> {
        let entries = text.split([';', '；', '|']).map(str::trim).filter(|e| !e.is_empty());
        let entry = |entry: &str| {
            let (year, tier) = entry.split_once([':', '：']).ok_or(PartyError::Tier)?;
            let year = year.trim().parse().ok().filter(|y| YEARS.contains(y)).ok_or(PartyError::Tier)?;
            Ok((year, Self::parse(tier).ok_or(PartyError::Tier)?))
        };
        Ok(in_order(entries.map(entry).collect::<Result<_, _>>()?))
    }

    /// Writes what [`KeyTier::parse_roster`] reads.
    pub fn write_roster(roster: &[(i32, Self)]) -> String {
        let entries: Vec<String> = roster.iter().map(|(year, tier)| format!("{year}:{}", tier.code())).collect();
        entries.join(";")
    }
}

/// The newest year first, each place once.
pub fn in_order(mut places: Vec<(i32, KeyTier)>) -> Vec<(i32, KeyTier)> {
    places.sort_by_key(|(year, tier)| (std::cmp::Reverse(*year), *tier));
    places.dedup();
    places
}

/// Entering or leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterStep {
    /// 入选
    Entry,
    /// 退出
    Exit,
}

impl RosterStep {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Exit => "exit",
        }
    }

    /// Reads [`RosterStep::code`].
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Entry, Self::Exit].into_iter().find(|step| step.code() == code)
    }
}

/// One entry or exit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterEvent {
    /// Who.
    pub party: PartyCode,
    /// Of the roster of which year.
    pub year: i32,
    /// Which tier.
    pub tier: KeyTier,
    /// In or out.
    pub step: RosterStep,
    /// The day from which it holds.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who entered it here.
    pub actor: String,
}

/// Why somebody cannot enter or leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// It stands there already.
    #[error("已在该年度该类名单中 / it stands in that tier of that year already")]
    AlreadyIn,
    /// It does not stand there.
    #[error("不在该年度该类名单中 / it does not stand in that tier of that year")]
    NotIn,
    /// Only enterprises are key enterprises.
    #[error("只有企业或供应单位可列入重点企业名单 / only an enterprise or a supplier stands on the roster")]
    Kind,
    /// Every step has a reason.
    #[error("请写明原因（500 字以内）/ say why (at most 500 characters)")]
    Reason,
    /// Neither this year's roster nor an earlier or the next one.
    #[error("年度不对，最多到明年 / no such roster: at most next year's")]
    Year,
    /// A day that has not come, or an exit before the entry.
    #[error(
        "日期不对：不能晚于今天，退出不能早于入选 / the day cannot lie ahead, and nobody leaves before having entered"
    )]
    Day,
}

impl RosterError {
    /// Stable code for machines.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyIn => "roster_already_in",
            Self::NotIn => "roster_not_in",
            Self::Kind => "roster_kind",
            Self::Reason => "roster_reason_missing",
            Self::Year => "roster_year",
            Self::Day => "roster_day",
        }
    }

    /// The field of a form that it is about.
    pub const fn field(self) -> &'static str {
        match self {
            Self::AlreadyIn | Self::NotIn | Self::Kind => "party",
            Self::Reason => "reason",
            Self::Year => "year",
            Self::Day => "on",
        }
    }
}

/// Those who entered and have not left again, with their entry; `events` in the order in which they were recorded.
pub fn members(events: &[RosterEvent]) -> Vec<&RosterEvent> {
    let mut standing: BTreeMap<(i32, KeyTier, &PartyCode), &RosterEvent> = BTreeMap::new();
    for event in events {
        let place = (event.year, event.tier, &event.party);
        match event.step {
            RosterStep::Entry => standing.insert(place, event),
            RosterStep::Exit => standing.remove(&place),
        };
    }
    standing.into_values().collect()
}

/// The places that a party has by its own events.
pub fn places(events: &[RosterEvent]) -> Vec<(i32, KeyTier)> {
    in_order(members(events).into_iter().map(|event| (event.year, event.tier)).collect())
}

/// Whether the step may be taken after the party's own `events`.
///
/// # Errors
/// See [`RosterError`].
pub fn check_step(
    kind: PartyKind,
    events: &[RosterEvent],
    step: &RosterEvent,
    today: NaiveDate,
) -> Result<(), RosterError> {
    let standing = members(events).into_iter().find(|e| (e.year, e.tier) == (step.year, step.tier));
    if !YEARS.contains(&step.year) || step.year > today.year() + 1 {
        return Err(RosterError::Year);
    }
    if step.reason.trim().is_empty() || step.reason.chars().count() > 500 {
        return Err(RosterError::Reason);
    }
    match (step.step, standing) {
        (_, _) if step.on > today => Err(RosterError::Day),
        (RosterStep::Entry, _) if !kind.can_be_key() => Err(RosterError::Kind),
        (RosterStep::Entry, Some(_)) => Err(RosterError::AlreadyIn),
        (RosterStep::Exit, None) => Err(RosterError::NotIn),
        (RosterStep::Exit, Some(entry)) if step.on < entry.on => Err(RosterError::Day),
        _ => Ok(()),
    }
}

/// The steps that lead from some places to others: exits first.
pub fn steps(before: &[(i32, KeyTier)], after: &[(i32, KeyTier)]) -> Vec<(RosterStep, i32, KeyTier)> {
    let of = |step, from: &[(i32, KeyTier)], without: &[(i32, KeyTier)]| {
        let missing = from.iter().filter(|place| !without.contains(place));
        missing.map(|(year, tier)| (step, *year, *tier)).collect::<Vec<_>>()
    };
    [of(RosterStep::Exit, before, after), of(RosterStep::Entry, after, before)].concat()
}

/// What the office has set about the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterSettings {
    /// How many a tier is to have.
    pub target: u32,
    /// Whoever reports on time less often than this, in ten-thousandths, is proposed for removal at the yearly review.
    pub on_time_line: u32,
    /// The document or decision behind the values.
    pub source: String,
}

/// Whether so much was reported on time that it is below a line in ten-thousandths; `None` where nothing was due.
/// Exact: nothing is rounded first.
pub fn is_below(tally: Tally, line: u32) -> Option<bool> {
    (tally.due > 0).then(|| u128::from(tally.on_time) * 10_000 < u128::from(tally.due) * u128::from(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(party: &str, tier: KeyTier, step: RosterStep, on: &str) -> RosterEvent {
        RosterEvent {
            party: PartyCode::parse(party).unwrap(),
            year: 2026,
            tier,
            step,
            on: on.parse().unwrap(),
            reason: "年度评选".to_owned(),
            actor: "li".to_owned(),
        }
    }

    #[test]
    fn tiers_are_by_year() {
        let roster = KeyTier::parse_roster("2025:高成长；2026:scale; 2026:scale").unwrap();
        assert_eq!(KeyTier::write_roster(&roster), "2026:scale;2025:growth");
        assert_eq!(KeyTier::parse_roster(&KeyTier::write_roster(&roster)).unwrap(), roster);
        assert!(KeyTier::parse_roster("").unwrap().is_empty());
        assert!(KeyTier::parse_roster("2026:best").is_err());
        assert!(KeyTier::parse_roster("scale").is_err());
    }

    #[test]
    fn the_roster_is_what_entered_and_did_not_leave() {
        use KeyTier::{Growth, Scale};
        use RosterStep::{Entry, Exit};
        let events = [
            event("A", Scale, Entry, "2026-01-20"),
            event("B", Scale, Entry, "2026-01-20"),
            event("A", Growth, Entry, "2026-01-20"),
            event("A", Scale, Exit, "2026-07-01"),
            event("B", Scale, Exit, "2026-07-01"),
            event("B", Scale, Entry, "2026-08-01"),
        ];
        let standing: Vec<(&str, KeyTier, String)> =
            members(&events).iter().map(|e| (e.party.as_str(), e.tier, e.on.to_string())).collect();
        assert_eq!(standing, [("B", Scale, "2026-08-01".to_owned()), ("A", Growth, "2026-01-20".to_owned())]);
    }

    #[test]
    fn a_step_must_follow_from_those_before() {
        use KeyTier::Scale;
        use RosterStep::{Entry, Exit};
        let today = "2026-11-23".parse().unwrap();
        let entered = [event("A", Scale, Entry, "2026-03-01")];
        let check = |events: &[RosterEvent], step: &RosterEvent, expect| {
            assert_eq!(check_step(PartyKind::Enterprise, events, step, today), expect, "{step:?}");
        };
        check(&[], &event("A", Scale, Entry, "2026-11-23"), Ok(()));
        check(&[], &event("A", Scale, Entry, "2026-11-24"), Err(RosterError::Day));
        check(&[], &event("A", Scale, Exit, "2026-11-23"), Err(RosterError::NotIn));
        check(&entered, &event("A", Scale, Entry, "2026-11-23"), Err(RosterError::AlreadyIn));
        check(&entered, &event("A", Scale, Exit, "2026-02-28"), Err(RosterError::Day));
        check(&entered, &event("A", Scale, Exit, "2026-03-01"), Ok(()));
        let entry = event("A", Scale, Entry, "2026-11-23");
        check(&[], &RosterEvent { reason: " ".into(), ..entry.clone() }, Err(RosterError::Reason));
        check(&[], &RosterEvent { year: 2028, ..entry.clone() }, Err(RosterError::Year));
        check(&[], &RosterEvent { year: 2027, ..entry.clone() }, Ok(()));
        assert_eq!(check_step(PartyKind::Police, &[], &entry, today), Err(RosterError::Kind));
    }

    #[test]
    fn steps_lead_from_before_to_after() {
        use KeyTier::{Growth, Scale};
        let (before, after) = ([(2026, Scale), (2025, Scale)], [(2026, Growth), (2025, Scale)]);
        assert_eq!(steps(&before, &after), [(RosterStep::Exit, 2026, Scale), (RosterStep::Entry, 2026, Growth)]);
        assert!(steps(&after, &after).is_empty());
    }

    #[test]
    fn a_rate_is_compared_exactly() {
        for (on_time, due, expect) in
            [(4, 5, Some(false)), (79, 99, Some(true)), (7_999, 10_000, Some(true)), (0, 0, None), (0, 1, Some(true))]
        {
            assert_eq!(is_below(Tally { on_time, due, reported: due }, 8_000), expect, "{on_time}/{due}");
        }
    }
}
