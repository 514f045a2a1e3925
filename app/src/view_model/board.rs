//! The board, one party's duties, the working calendar.

use std::{cmp::Reverse, collections::BTreeMap};

use baogong_domain::{
    Item, Party, PartyCode, PartyKind,
    access::{Actor, Role},
    duty::{Gate, OwedState, Tally},
    period::plus_days,
};
use baogong_services::{
    calendar::CalendarSettings,
    completeness::{self, Completeness, OwedCell, PartyCompleteness, PartyDuties},
    openings::OpeningInForce,
};
use chrono::NaiveDateTime;

use super::{Names, item_name, pair};
use crate::{
    model::{
        Name, SeasonView, Taken,
        board::{
            self, BoardFilter, BoardRow, BoardView, CalendarView, DutiesView, ExceptionView, Group, Mark, OpeningView,
            OwedView, Rate,
        },
        desk::{self, PartyRef, Subject},
    },
    text::board::{city_wide, kind_name},
};

/// Parties listed before one asks for all.
const ROWS_SHOWN: usize = 40;
/// Figures listed of one party.
const CELLS_SHOWN: usize = 300;
/// The hour at which an opening ends by default.
const OFFICE_CLOSES: u32 = 18;

/// Whether the page shows the actor what its own party owes, instead of a board.
pub(crate) fn is_reporter(actor: &Actor) -> bool {
    matches!(actor.role(), Some(Role::SupplierClerk | Role::EnterpriseClerk))
}

/// The board.
pub(crate) fn board(board: Completeness, filter: BoardFilter, openings: Option<Vec<OpeningInForce>>) -> BoardView {
    let names = Names::new(&board.districts);
    let mut parties = board.parties;
    sort(&mut parties, &filter.sort);
    let with_missing = parties.iter().filter(|p| p.tally.missing() > 0).count();
    let shown = if filter.rows == "all" { parties.len() } else { ROWS_SHOWN };
    let row = |p: &PartyCompleteness| BoardRow {
        party: party_ref(&p.party),
        kind: kind_name(p.party.kind),
        division: p.party.division.as_ref().map(|code| names.division(code)),
        rate: rate(p.tally),
        strip: p.strip.iter().map(|mark| mark.map(mark_view)).collect(),
        reminded_at: p.reminded_at,
    };
    let group = |code: String, name: Name, tally: Tally| Group { code, name, rate: rate(tally) };
    let division = |code: &Option<baogong_domain::DivisionCode>| match code {
        Some(code) => (code.to_string(), names.division(code)),
        None => (String::new(), city_wide()),
    };
    let mut divisions: Vec<(String, Name)> =
        board.districts.iter().filter_map(|p| p.division.as_ref()).map(|d| division(&Some(d.clone()))).collect();
    divisions.sort_by(|a, b| a.0.cmp(&b.0));
    let reporting = [PartyKind::Supplier, PartyKind::Enterprise, PartyKind::ConsumerGroup];
    BoardView {
        taken: Taken { at: board.taken_at, today: board.taken_at.date(), synthetic: board.synthetic },
        season: SeasonView { name: pair(board.season.names()), days_left: board.season_days_left },
        first: board.range.first,
        last: board.range.last,
        kinds: reporting.map(|k| (k.code().to_owned(), kind_name(k))).into(),
        divisions,
        items: board.all_items.iter().map(item_choice).collect(),
        columns: board.columns.iter().map(ToString::to_string).collect(),
        past: !filter.as_of.trim().is_empty(),
        total: rate(board.total),
        with_missing,
        by_kind: board.kinds.iter().map(|(k, tally)| group(k.code().to_owned(), kind_name(*k), *tally)).collect(),
        by_item: board
            .items
            .iter()
            .map(|(item, tally)| group(item.code.to_string(), pair((&item.name, &item.name_en)), *tally))
            .collect(),
        by_division: board
            .divisions
            .iter()
            .map(|(code, tally)| {
                let (code, name) = division(code);
                group(code, name, *tally)
            })
            .collect(),
        by_bureau: board
            .bureaus
            .iter()
            .map(|(bureau, tally)| group(String::new(), party_ref(bureau).name, *tally))
            .collect(),
        parties: parties.len(),
        rows: parties.iter().take(shown).map(row).collect(),
        openings: openings.map(|all| all.iter().map(opening).collect()),
        filter,
    }
}

/// The worst first, unless the address says otherwise; of equal ones by code.
fn sort(parties: &mut [PartyCompleteness], by: &str) {
    // On-time rates as fractions; nothing due is the best.
    let rate = |t: Tally| (t.on_time * 1_000_000).checked_div(t.due).unwrap_or(u64::MAX);
    match by {
        "late" => parties.sort_by_key(|p| (Reverse(p.tally.late()), Reverse(p.tally.missing()), p.party.code.clone())),
        "rate" => parties.sort_by_key(|p| (rate(p.tally), Reverse(p.tally.due), p.party.code.clone())),
        "name" => parties.sort_by_key(|p| p.party.code.clone()),
        _ => parties.sort_by_key(|p| (Reverse(p.tally.missing()), Reverse(p.tally.late()), p.party.code.clone())),
    }
}

/// One party's duties.
pub(crate) fn duties(duties: PartyDuties, past: bool) -> DutiesView {
    let mut items: BTreeMap<String, Name> = BTreeMap::new();
    for cell in &duties.cells {
        let (code, name) = item_choice(&cell.item);
        items.insert(code, name);
    }
    let code = duties.party.code.clone();
    let until = plus_days(duties.taken_at.date(), 1).and_hms_opt(OFFICE_CLOSES, 0, 0).unwrap_or(duties.taken_at);
    DutiesView {
        taken: Taken { at: duties.taken_at, today: duties.taken_at.date(), synthetic: duties.synthetic },
        past,
        season: SeasonView { name: pair(duties.season.names()), days_left: None },
        party: party_ref(&duties.party),
        first: duties.range.first,
        last: duties.range.last,
        rate: rate(duties.tally),
        more: duties.cells.len().saturating_sub(CELLS_SHOWN),
        cells: duties.cells.iter().take(CELLS_SHOWN).filter_map(|cell| owed(cell, &code)).collect(),
        openings: duties.openings.iter().map(opening).collect(),
        may_open: duties.may_open,
        items: items.into_iter().collect(),
        suggested_until: until.format("%Y-%m-%dT%H:%M").to_string(),
    }
}

/// The working calendar.
pub(crate) fn calendar(calendar: &CalendarSettings) -> CalendarView {
    let exceptions = calendar.calendar.exceptions().iter().map(|e| ExceptionView {
        date: e.date,
        working: e.working,
        source: e.source.clone(),
    });
    CalendarView {
        taken: Taken { at: calendar.taken_at, today: calendar.taken_at.date(), synthetic: calendar.synthetic },
        season: SeasonView { name: pair(calendar.season.names()), days_left: None },
        exceptions: exceptions.collect(),
        lock_days_daily: calendar.settings.lock_days_daily,
        lock_days_monthly: calendar.settings.lock_days_monthly,
        roll_monthly: calendar.settings.roll_monthly,
        source: calendar.settings.source.clone(),
        may_change: calendar.may_change,
    }
}

fn owed(cell: &OwedCell, answerable: &PartyCode) -> Option<OwedView> {
    let state = match cell.state {
        OwedState::Missing => board::OwedState::Missing,
        OwedState::Late(at) => board::OwedState::Late(at),
        OwedState::NotYetDue => board::OwedState::NotYetDue,
        OwedState::OnTime => return None,
    };
    let code = |party: &Option<Party>| party.as_ref().map(|p| p.code.to_string());
    let counterpart = cell.consumer.as_ref().filter(|consumer| consumer.code != *answerable);
    Some(OwedView {
        item: item_name(&cell.item),
        measure: pair(cell.measure.names()),
        subject: Subject {
            item: cell.item.code.to_string(),
            measure: cell.measure.code().to_owned(),
            supplier: code(&cell.supplier),
            consumer: code(&cell.consumer),
        },
        counterpart: counterpart.map(|p| party_ref(p).name),
        period: cell.period.to_string(),
        due: cell.due,
        state,
        gate: gate(cell.gate),
        reminded_at: cell.reminded_at,
    })
}

fn gate(gate: Gate) -> desk::Gate {
    match gate {
        Gate::Open => desk::Gate::Open,
        Gate::Reason => desk::Gate::Reason,
        Gate::OpenedUntil(until) => desk::Gate::OpenedUntil(instant(until)),
        Gate::Locked => desk::Gate::Locked,
    }
}

fn instant(office: NaiveDateTime) -> String {
    office.format("%Y-%m-%d %H:%M").to_string()
}

fn opening(opening: &OpeningInForce) -> OpeningView {
    OpeningView {
        id: opening.id,
        party: party_ref(&opening.party),
        item: opening.item.as_ref().map(|item| pair((&item.name, &item.name_en))),
        first: opening.days.first,
        last: opening.days.last,
        until: opening.until,
        reason: opening.reason.clone(),
        opened_by: opening.opened_by.clone(),
    }
}

fn party_ref(party: &Party) -> PartyRef {
    PartyRef { code: party.code.to_string(), name: pair((&party.name, &party.name_en)) }
}

fn item_choice(item: &Item) -> (String, Name) {
    (item.code.to_string(), pair((&item.name, &item.name_en)))
}

const fn rate(tally: Tally) -> Rate {
    Rate { due: tally.due, reported: tally.reported, on_time: tally.on_time }
}

const fn mark_view(mark: completeness::Mark) -> Mark {
    match mark {
        completeness::Mark::NotYetDue => Mark::NotYetDue,
        completeness::Mark::OnTime => Mark::OnTime,
        completeness::Mark::Late => Mark::Late,
        completeness::Mark::Missing => Mark::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(code: &str, due: u64, reported: u64, on_time: u64) -> PartyCompleteness {
        let code = PartyCode::parse(code).unwrap();
        let party = Party::new(code, "x", PartyKind::Enterprise);
        PartyCompleteness { party, tally: Tally { due, reported, on_time }, strip: Vec::new(), reminded_at: None }
    }

    #[test]
    fn the_worst_come_first_by_what_the_address_asks_for() {
        let check = |by: &str, expect: [&str; 4]| {
            let mut parties =
                vec![party("A", 10, 10, 10), party("B", 10, 9, 9), party("C", 4, 4, 1), party("D", 0, 0, 0)];
            sort(&mut parties, by);
            let order: Vec<&str> = parties.iter().map(|p| p.party.code.as_str()).collect();
            assert_eq!(order, expect, "{by}");
        };
        check("", ["B", "C", "A", "D"]);
        check("missing", ["B", "C", "A", "D"]);
        check("late", ["C", "B", "A", "D"]);
        check("rate", ["C", "B", "A", "D"]);
        check("name", ["A", "B", "C", "D"]);
        check("anything", ["B", "C", "A", "D"]);
    }
}
