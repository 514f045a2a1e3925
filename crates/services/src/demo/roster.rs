//! How the demo's key enterprises came onto the roster and left it, and whom to telephone.

use baogong_domain::{
    Party, PartyKind,
    contact::Contact,
    party::KeyTier,
    roster::{RosterEvent, RosterStep},
};
use chrono::{Datelike as _, NaiveDate};

/// The yearly selection is announced on this day: month, day.
const SELECTED: (u32, u32) = (1, 20);
/// In the middle of the year one of each tier left, and another took its place.
const REPLACED: (u32, u32) = (7, 10);

/// Each party with its steps; together they lead to the tiers that the parties have.
pub(crate) fn roster_events(parties: &[Party], today: NaiveDate) -> Vec<(&Party, RosterEvent)> {
    let day = |year: i32, (month, day): (u32, u32)| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
    let event = |party: &Party, year, tier, step, on: NaiveDate, reason: &str| RosterEvent {
        party: party.code.clone(),
        year,
        tier,
        step,
        // Early in the year the selection has just been made.
        on: on.min(today),
        reason: reason.to_owned(),
        actor: "demo".to_owned(),
    };
    let year = today.year();
    let replaced = day(year, REPLACED);
    // Those who stood there last year and stand nowhere now left in the middle of the year, one of each tier.
    let gone = |party: &&Party| {
        party.kind == PartyKind::Enterprise
            && !party.tiers.is_empty()
            && party.tiers.iter().all(|(of, _)| *of == year - 1)
    };
    let mut gone = parties.iter().filter(gone);
    let mut events = Vec::new();
    for (tier, _, name) in KeyTier::ALL {
        let mut members = parties.iter().filter(|party| party.tiers.contains(&(year, tier)));
        let newcomer = members.next_back().filter(|_| replaced <= today).zip(gone.next());
        if let Some((_, old)) = newcomer {
            let entered = event(old, year, tier, RosterStep::Entry, day(year, SELECTED), "年度评选入选");
            let left = event(old, year, tier, RosterStep::Exit, replaced, "停产搬迁，已不符合条件");
            events.extend([(old, entered), (old, left)]);
        }
        for party in parties {
            for (of, _) in party.tiers.iter().filter(|(_, t)| *t == tier) {
                let (on, reason) = match newcomer {
                    Some((new, _)) if new.code == party.code && *of == year => (replaced, format!("递补{name}空缺")),
                    _ => (day(*of, SELECTED), "年度评选入选".to_owned()),
                };
                events.push((party, event(party, *of, tier, RosterStep::Entry, on, &reason)));
            }
        }
    }
    events.sort_by_key(|(_, event)| event.on);
    events
}

/// People of those who report most; their numbers lead nowhere.
pub(crate) fn contacts(parties: &[Party]) -> Vec<(&Party, Contact)> {
    const PEOPLE: [&str; 8] = ["赵建设", "钱长河", "孙向阳", "李秋实", "周志远", "吴明", "郑卫东", "王海"];
    let reports = |party: &&Party| {
        let code = party.code.as_str();
        party.kind == PartyKind::Supplier || party.kind == PartyKind::Bureau || code.starts_with("ZZ-PLANT-")
    };
    let mut all = Vec::new();
    for (number, party) in parties.iter().filter(reports).enumerate() {
        let (name, other) = (PEOPLE[number % 8], PEOPLE[(number + 3) % 8]);
        let phone = format!("0371-0000{:04}", 100 + number);
        let mobile = format!("1000000{:04}", 100 + number);
        let duty = Contact::parse(name, "值班调度", &phone, "", "24 小时").ok();
        let report = Contact::parse(other, "数据填报", &mobile, &format!("report{number}@example.com"), "").ok();
        all.extend([duty, report].into_iter().flatten().map(|contact| (party, contact)));
    }
    all
}

#[cfg(test)]
mod tests {
    use baogong_domain::{defaults, roster::places};

    use super::*;

    #[test]
    fn the_steps_lead_to_the_tiers_that_parties_have() {
        for today in ["2026-11-23", "2026-01-05", "2026-07-10"] {
            let today = today.parse().unwrap();
            let city = super::super::generate_scaled(today, 1, &defaults::items(), &defaults::calendar(), 1, 1);
            let events = roster_events(&city.parties, today);
            for party in &city.parties {
                let own: Vec<RosterEvent> =
                    events.iter().filter(|(p, _)| p.code == party.code).map(|(_, event)| event.clone()).collect();
                assert_eq!(places(&own), party.tiers, "{} on {today}", party.code);
                assert!(own.iter().all(|event| event.on <= today));
            }
            let exits = events.iter().filter(|(_, event)| event.step == RosterStep::Exit).count();
            assert_eq!(exits, if today.month() >= 7 { 3 } else { 0 }, "{today}");
        }
    }

    #[test]
    fn contacts_are_well_formed() {
        let today = "2026-11-23".parse().unwrap();
        let city = super::super::generate_scaled(today, 1, &defaults::items(), &defaults::calendar(), 1, 1);
        let contacts = contacts(&city.parties);
        assert!(contacts.len() > 40 && contacts.len().is_multiple_of(2), "{}", contacts.len());
    }
}
