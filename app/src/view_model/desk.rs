//! From the services' sheets and outcomes to what the desk's pages show, and from what the browser sends to edits.

use std::collections::HashMap;

use baogong_domain::{FigureKey, Item, ItemCode, Party, PartyCode, Period, Quantity, duty};
use baogong_services::{clock::office_zone, desk};
use chrono::{DateTime, NaiveDateTime, Utc};

use super::{amount, item_name, pair};
use crate::model::{
    Amount, Name, Taken,
    desk::{
        CellComment, CellEdit, CellOutcome, CellRevision, CellStory, CounterpartRow, CounterpartView, DeskCell,
        DeskPeriod, DeskRow, DeskView, Gate, PartyRef, Subject, SubjectName,
    },
};

/// A party's sheet.
pub(crate) fn sheet(desk: &desk::Desk) -> DeskView {
    let today = desk.taken_at.date();
    let names = Names {
        of: &desk.party.code,
        items: desk.items.iter().map(|item| (&item.code, item)).collect(),
        parties: desk.named.iter().map(|party| (&party.code, party)).collect(),
    };
    let row = |row: &desk::Row| {
        Some(DeskRow {
            of: names.subject(&row.key)?,
            writable: row.writable,
            cells: row.cells.iter().map(cell).collect(),
        })
    };
    let column = |period: &Period| DeskPeriod { period: period.to_string(), current: period.days().contains(today) };
    DeskView {
        taken: Taken { at: desk.taken_at, today, synthetic: desk.synthetic },
        user: desk.user,
        party: party_ref(&desk.party),
        others: desk.others.iter().map(party_ref).collect(),
        periods: desk.periods.iter().map(column).collect(),
        rows: desk.rows.iter().filter_map(row).collect(),
        more: desk.more.iter().filter_map(|key| names.subject(key)).collect(),
        reason_always: desk.reason_always,
    }
}

/// A month's counterpart plan.
pub(crate) fn counterpart(plan: &desk::Counterpart) -> CounterpartView {
    let row = |row: &desk::CounterpartRow| CounterpartRow {
        supplier: party_ref(&row.supplier),
        writable: row.writable,
        cells: row.cells.iter().map(cell).collect(),
    };
    CounterpartView {
        taken: Taken { at: plan.taken_at, today: plan.taken_at.date(), synthetic: plan.synthetic },
        user: plan.user,
        item: item_name(&plan.item),
        items: plan.items.iter().map(item_name).collect(),
        month: plan.month.to_string(),
        consumers: plan.consumers.iter().map(party_ref).collect(),
        demand: plan.demand.iter().map(|demand| amount(demand.as_ref())).collect(),
        suppliers: plan.suppliers.iter().map(row).collect(),
        reason_always: plan.reason_always,
    }
}

/// What became of an edit.
pub(crate) fn outcome(outcome: desk::CellOutcome) -> CellOutcome {
    match outcome {
        desk::CellOutcome::Saved { quantity, revision } => CellOutcome::Saved { value: value(quantity), revision },
        desk::CellOutcome::Conflict { quantity, revision, who, at } => {
            CellOutcome::Conflict { value: value(quantity), revision, who, when: at.map(minute).unwrap_or_default() }
        }
        desk::CellOutcome::Confirm { item, warnings } => CellOutcome::Confirm {
            warnings: warnings.iter().map(|warning| warning.words(&item)).map(|(zh, en)| Name { zh, en }).collect(),
        },
        desk::CellOutcome::ReasonNeeded => CellOutcome::ReasonNeeded,
        desk::CellOutcome::Refused { code, message } => {
            CellOutcome::Refused { code: code.to_owned(), message: both(&message) }
        }
    }
}

/// A cell's story.
pub(crate) fn story(story: desk::CellStory) -> CellStory {
    let revision = |r: desk::CellRevision| CellRevision {
        value: value(r.quantity),
        note: r.note,
        who: r.who,
        when: minute(r.at),
        source: r.source,
        reason: r.reason,
    };
    let comment = |c: desk::CellComment| CellComment { who: c.who, when: minute(c.at), text: c.text };
    CellStory {
        revisions: story.revisions.into_iter().map(revision).collect(),
        comments: story.comments.into_iter().map(comment).collect(),
    }
}

/// An edit as the browser sends it.
pub(crate) fn edit(edit: CellEdit) -> desk::CellEdit {
    let CellEdit { subject, period, value, base, note, reason, confirmed } = edit;
    desk::CellEdit { subject: asked(subject), period, value, base, note, reason, confirmed }
}

/// A subject as the browser names it.
pub(crate) fn asked(subject: Subject) -> desk::Subject {
    let Subject { item, measure, supplier, consumer } = subject;
    desk::Subject { item, measure, supplier, consumer }
}

struct Names<'a> {
    of: &'a PartyCode,
    items: HashMap<&'a ItemCode, &'a Item>,
    parties: HashMap<&'a PartyCode, &'a Party>,
}

impl Names<'_> {
    fn subject(&self, key: &FigureKey) -> Option<SubjectName> {
        // On a consumer's own sheet it is not its own counterpart.
        let other = key.consumer().filter(|consumer| *consumer != self.of);
        let name = |code: &PartyCode| {
            self.parties.get(code).map_or_else(|| pair((code.as_str(), "")), |p| pair((&p.name, &p.name_en)))
        };
        Some(SubjectName {
            subject: Subject {
                item: key.item().to_string(),
                measure: key.measure().code().to_owned(),
                supplier: key.supplier().map(ToString::to_string),
                consumer: key.consumer().map(ToString::to_string),
            },
            item: item_name(self.items.get(key.item())?),
            measure: pair(key.measure().names()),
            counterpart: other.map(name),
        })
    }
}

fn party_ref(party: &Party) -> PartyRef {
    PartyRef { code: party.code.to_string(), name: pair((&party.name, &party.name_en)) }
}

fn cell(cell: &desk::Cell) -> DeskCell {
    DeskCell {
        value: value(cell.quantity),
        revision: cell.revision,
        note: cell.note.clone(),
        gate: match cell.gate {
            duty::Gate::Open => Gate::Open,
            duty::Gate::Reason => Gate::Reason,
            duty::Gate::OpenedUntil(until) => Gate::OpenedUntil(clock_time(until)),
            duty::Gate::Locked => Gate::Locked,
        },
        comments: cell.comments,
        late: cell.late,
    }
}

fn value(quantity: Option<Quantity>) -> Amount {
    quantity.map(|quantity| quantity.to_string())
}

fn minute(instant: DateTime<Utc>) -> String {
    clock_time(instant.with_timezone(&office_zone()).naive_local())
}

fn clock_time(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%d %H:%M").to_string()
}

/// A message of the services, `中文 / English`.
fn both(message: &str) -> Name {
    let (zh, en) = message.split_once(" / ").unwrap_or((message, ""));
    pair((zh, en))
}

#[cfg(test)]
mod tests {
    use baogong_domain::{Measure, PartyKind, defaults, plausible::Warning};

    use super::*;

    #[test]
    fn a_row_names_its_counterpart_and_never_its_own_party() {
        let party = |code: &str, name: &str, kind| Party::new(PartyCode::parse(code).unwrap(), name, kind);
        let mine = party("MINE", "一矿", PartyKind::Supplier);
        let plant = party("PLANT", "一电厂", PartyKind::Enterprise);
        let items = defaults::items();
        let coal = items.iter().find(|item| item.code.as_str() == "coal.thermal").unwrap();
        let plan = FigureKey::new(coal, Measure::Plan, Some(&mine), Some(&plant)).unwrap();
        let stock = FigureKey::new(coal, Measure::Stock, None, Some(&plant)).unwrap();
        let counterpart = |of: &Party, key: &FigureKey| {
            let names = Names {
                of: &of.code,
                items: items.iter().map(|item| (&item.code, item)).collect(),
                parties: HashMap::from([(&plant.code, &plant)]),
            };
            names.subject(key).unwrap().counterpart.map(|name| name.zh)
        };
        assert_eq!(counterpart(&mine, &plan).as_deref(), Some("一电厂"));
        assert_eq!(counterpart(&plant, &stock), None);
        // One who reports for the plant sees whose stock it is.
        assert_eq!(counterpart(&mine, &stock).as_deref(), Some("一电厂"));
    }

    #[test]
    fn outcomes_speak_both_languages_and_the_offices_time() {
        let refused =
            desk::CellOutcome::Refused { code: "locked", message: "已锁定 / locked: ask / wait".to_owned() };
        let CellOutcome::Refused { message, .. } = outcome(refused) else { panic!("refused") };
        assert_eq!((message.zh.as_str(), message.en.as_str()), ("已锁定", "locked: ask / wait"));
        let at = "2026-11-23T01:15:59Z".parse().ok();
        let quantity = Quantity::parse("5").ok();
        let conflict = desk::CellOutcome::Conflict { quantity, revision: 7, who: "li".to_owned(), at };
        let CellOutcome::Conflict { value, when, .. } = outcome(conflict) else { panic!("conflict") };
        assert_eq!((value.as_deref(), when.as_str()), (Some("5.000"), "2026-11-23 09:15"));
        let item = defaults::items().remove(0);
        let warnings = vec![Warning::Ahead { measure: Measure::Used, period: Period::parse("2026-12-01").unwrap() }];
        let CellOutcome::Confirm { warnings } = outcome(desk::CellOutcome::Confirm { item, warnings }) else {
            panic!("to be confirmed")
        };
        assert!(!warnings[0].zh.is_empty() && !warnings[0].en.is_empty());
    }
}
