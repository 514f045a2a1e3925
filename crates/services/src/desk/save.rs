//! Saving edits of cells: all that are good in one transaction, the others answered one by one.
//!
//! Writers queue before the current revisions are read, so of two people on one cell the second always sees the first.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use baogong_domain::{
    Item, PartyCode, Period, Quantity,
    access::{self, Action, Actor},
    duty::Gate,
    plausible::Warning,
};
use baogong_storage::{
    NewFigure, Transaction,
    audit::take_head,
    desk::{self, CellNow},
    figures::{self, BatchHeader, BatchId},
    openings,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::{
    cell_text,
    cells::{Stage, gate},
    judge::{Stated, judge},
    reading::{Named, Subject, period},
    reason_always,
};
use crate::{
    ServiceError, Services,
    audit::{self, Act},
    city::City,
};

/// The most edits of one call.
pub const MOST_EDITS: usize = 500;

/// The longest note and reason, in characters.
const LONGEST_TEXT: usize = 500;

/// The door, in the history of each figure.
const SOURCE: &str = "desk";

/// A change of one cell, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEdit {
    /// What it is about.
    pub subject: Subject,
    /// A day or month.
    pub period: String,
    /// The quantity; empty withdraws what was reported.
    pub value: String,
    /// The revision on which it was typed; 0 for none.
    pub base: i64,
    /// A remark; the cell's whole remark from now on.
    pub note: String,
    /// Why it is changed late, or by the office.
    pub reason: String,
    /// The warnings were read; with a note they are passed over.
    pub confirmed: bool,
}

/// What became of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellOutcome {
    /// It is on disk, or said what was known already.
    Saved {
        /// What the cell states now.
        quantity: Option<Quantity>,
        /// Its revision.
        revision: i64,
    },
    /// Somebody changed the cell since; nothing was written.
    Conflict {
        /// What it states now.
        quantity: Option<Quantity>,
        /// Its revision.
        revision: i64,
        /// Who wrote that; nobody where the cell was never written.
        who: String,
        /// When.
        at: Option<DateTime<Utc>>,
    },
    /// Unusual; nothing was written.
    Confirm {
        /// The item, whose unit the warnings are in.
        item: Item,
        /// What is unusual.
        warnings: Vec<Warning>,
    },
    /// A reason is needed; nothing was written.
    ReasonNeeded,
    /// It cannot be written.
    Refused {
        /// Stable code.
        code: &'static str,
        /// Why and what helps.
        message: String,
    },
}

impl CellOutcome {
    fn refused(error: &ServiceError) -> Self {
        Self::Refused { code: error.code(), message: error.to_string() }
    }

    /// Whether it was refused for want of permission.
    fn is_denied(&self) -> bool {
        matches!(self, Self::Refused { code: "denied" | "not_found", .. })
    }
}

/// An edit that reads well and that the actor may make.
pub(super) struct Draft<'c> {
    /// Its place among the edits.
    place: usize,
    edit: &'c CellEdit,
    pub(super) named: Named<'c>,
    pub(super) period: Period,
    /// `None` withdraws.
    quantity: Option<Quantity>,
}

impl Services {
    /// Saves edits of cells. Good ones are written together, each other one is answered by what became of it.
    ///
    /// # Errors
    /// Not allowed: as such, or by every one of the edits. Too many edits, or the database fails; then nothing was
    /// written.
    pub async fn save_cells(&self, actor: &Actor, edits: &[CellEdit]) -> Result<Vec<CellOutcome>, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        if edits.len() > MOST_EDITS {
            let message = format!("一次最多 {MOST_EDITS} 格 / at most {MOST_EDITS} cells at once");
            return Err(ServiceError::invalid("too_many_edits", message));
        }
        let mut transaction = self.store.begin_write().await?;
        let city = City::load(&mut transaction).await?;
        let mut outcomes: Vec<Option<CellOutcome>> = vec![None; edits.len()];
        let mut drafts = read(&mut transaction, &city, actor, edits, &mut outcomes).await?;
        if !edits.is_empty() && outcomes.iter().all(|outcome| outcome.as_ref().is_some_and(CellOutcome::is_denied)) {
            return Err(refusal(&outcomes));
        }
        // From here on nobody else changes a figure before the commit.
        take_head(&mut transaction).await?;
        let now = self.clock().now();
        let stage = Stage { city: &city, actor, now, periods: &[] };
        let current = current(&mut transaction, &mut drafts).await?;
        let open = openings::running(&mut transaction, None, now).await?;
        drafts.retain(|draft| {
            let before = draft.named.series.and_then(|series| current.get(&(series, draft.period)));
            let outcome = stand(&stage, &open, draft, before);
            let stands = outcome.is_none();
            outcomes[draft.place] = outcome;
            stands
        });
        let stated: Stated<'_> = drafts.iter().map(|d| ((d.named.subject, d.period), d.quantity)).collect();
        let today: NaiveDate = self.clock().today();
        let mut good: BTreeMap<&str, Vec<Draft<'_>>> = BTreeMap::new();
        for draft in drafts {
            let warnings = match draft.quantity.filter(|_| !draft.edit.is_confirmed()) {
                Some(quantity) => judge(&mut transaction, &draft, quantity, &stated, today).await?,
                None => Vec::new(),
            };
            if warnings.is_empty() {
                good.entry(draft.edit.reason.trim()).or_default().push(draft);
            } else {
                outcomes[draft.place] = Some(CellOutcome::Confirm { item: draft.named.item.clone(), warnings });
            }
        }
        for (reason, drafts) in good {
            let revision = self.write(&mut transaction, actor, now, reason, &drafts).await?;
            for draft in drafts {
                outcomes[draft.place] = Some(CellOutcome::Saved { quantity: draft.quantity, revision });
            }
        }
        transaction.commit().await?;
        self.bell.ring();
        if outcomes.iter().flatten().any(CellOutcome::is_denied) {
            self.remember_refusal(actor, "save_cells", &access::Denied.into()).await;
        }
        let lost = || ServiceError::invalid("edit_unanswered", "有一格没有结果 / an edit has no outcome");
        outcomes.into_iter().map(|outcome| outcome.ok_or_else(lost)).collect()
    }

    /// Writes one batch, with its entry in the audit trail.
    async fn write(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        now: DateTime<Utc>,
        reason: &str,
        drafts: &[Draft<'_>],
    ) -> Result<BatchId, ServiceError> {
        let header = BatchHeader { recorded_at: now, actor: actor.name(), source: SOURCE, reason };
        let batch = figures::begin_batch(transaction, header).await?;
        let stated = drafts.iter().filter_map(|draft| {
            Some(NewFigure {
                subject: draft.named.subject,
                period: draft.period,
                quantity: draft.quantity?,
                note: draft.edit.note.trim(),
            })
        });
        let stated: Vec<NewFigure<'_>> = stated.collect();
        let accepted = figures::record_in(transaction, batch, &stated).await?.accepted();
        let mut withdrawn = 0;
        for draft in drafts.iter().filter(|draft| draft.quantity.is_none()) {
            if let Some(series) = draft.named.series {
                let note = draft.edit.note.trim();
                withdrawn += u64::from(figures::withdraw(transaction, batch, series, draft.period, note).await?);
            }
        }
        let line = |draft: &Draft<'_>| {
            let quantity = draft.quantity.map_or_else(|| "withdrawn".to_owned(), |q| q.to_string());
            format!("{},{quantity}", cell_text(&draft.named.key, draft.period))
        };
        let detail = json!({
            "accepted": accepted,
            "withdrawn": withdrawn,
            "reason": reason,
            "digest": audit::digest(drafts.iter().map(line).collect()),
        });
        let parties = drafts.iter().filter_map(|d| d.named.key.supplier().or(d.named.key.consumer()));
        let parties: BTreeSet<&str> = parties.map(PartyCode::as_str).collect();
        let subject = parties.into_iter().collect::<Vec<_>>().join(",");
        self.remember(transaction, Act { actor, action: "figures.desk", subject: &subject, detail: &detail }).await?;
        Ok(batch)
    }
}

impl CellEdit {
    fn is_confirmed(&self) -> bool {
        self.confirmed && !self.note.trim().is_empty()
    }
}

/// The error of a call of which every edit was refused for want of permission.
fn refusal(outcomes: &[Option<CellOutcome>]) -> ServiceError {
    let hidden = |outcome: &CellOutcome| matches!(outcome, CellOutcome::Refused { code: "not_found", .. });
    if outcomes.iter().flatten().all(hidden) { super::reading::not_found() } else { access::Denied.into() }
}

/// The edits that read well and that the actor may make; the others are answered.
async fn read<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    edits: &'c [CellEdit],
    outcomes: &mut [Option<CellOutcome>],
) -> Result<Vec<Draft<'c>>, ServiceError> {
    let mut drafts: Vec<Draft<'c>> = Vec::with_capacity(edits.len());
    let mut seen = HashSet::new();
    for (place, edit) in edits.iter().enumerate() {
        let outcome = match draft(transaction, city, actor, place, edit).await {
            Ok(draft) if seen.insert((draft.named.subject, draft.period)) => {
                drafts.push(draft);
                None
            }
            Ok(_) => {
                let message =
                    "同一格一次只能改一处 / the same cell is edited twice in one call: send the later edit again";
                Some(CellOutcome::Refused { code: "cell_repeated", message: message.to_owned() })
            }
            Err(error @ ServiceError::Store(_)) => return Err(error),
            Err(error) => Some(CellOutcome::refused(&error)),
        };
        outcomes[place] = outcome;
    }
    Ok(drafts)
}

async fn draft<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    place: usize,
    edit: &'c CellEdit,
) -> Result<Draft<'c>, ServiceError> {
    let named = Named::find(city, &edit.subject)?;
    if !named.is_writable(actor) {
        // What the actor may not even see is not there.
        let seen = named.may_be_read(transaction, city, actor).await?;
        return Err(if seen { access::Denied.into() } else { super::reading::not_found() });
    }
    let period = period(&edit.period)?;
    let quantity = match edit.value.trim() {
        "" => None,
        text => Some(Quantity::parse(text).map_err(|e| ServiceError::invalid(e.code(), format!("“{text}”：{e}")))?),
    };
    for (text, code, what) in
        [(&edit.note, "note_too_long", "备注 / note"), (&edit.reason, "reason_too_long", "原因 / reason")]
    {
        if text.trim().chars().count() > LONGEST_TEXT {
            let message = format!("超过 {LONGEST_TEXT} 字：{what} / more than {LONGEST_TEXT} characters");
            return Err(ServiceError::invalid(code, message));
        }
    }
    Ok(Draft { place, edit, named, period, quantity })
}

/// Finds the drafts' series, and the newest revisions of their cells.
async fn current(
    transaction: &mut Transaction,
    drafts: &mut [Draft<'_>],
) -> Result<HashMap<(figures::SeriesId, Period), CellNow>, ServiceError> {
    let mut found: HashMap<figures::Subject<'_>, Option<figures::SeriesId>> = HashMap::new();
    for draft in drafts.iter_mut() {
        let subject = draft.named.subject;
        let series = match found.get(&subject) {
            Some(series) => *series,
            None => desk::series_of_subject(transaction, subject).await?,
        };
        found.insert(subject, series);
        draft.named.series = series;
    }
    let mut current = HashMap::new();
    for grain in [baogong_domain::Grain::Day, baogong_domain::Grain::Month] {
        let of_grain = drafts.iter().filter(|draft| draft.period.grain() == grain);
        let days: BTreeSet<NaiveDate> = of_grain.clone().map(|draft| draft.period.first_day()).collect();
        let series: BTreeSet<_> = of_grain.filter_map(|draft| draft.named.series).collect();
        let (days, series): (Vec<_>, Vec<_>) = (days.into_iter().collect(), series.into_iter().collect());
        for cell in desk::cells(transaction, &series, grain, &days).await? {
            current.insert((cell.series, cell.period), cell);
        }
    }
    Ok(current)
}

/// What stops an edit, or makes it needless; `None` where it stands.
fn stand(
    stage: &Stage<'_>,
    open: &[openings::Opening],
    draft: &Draft<'_>,
    before: Option<&CellNow>,
) -> Option<CellOutcome> {
    let (edit, quantity) = (draft.edit, draft.quantity);
    let revision = before.map_or(0, |cell| cell.revision);
    let known = before.and_then(|cell| cell.quantity);
    let note = edit.note.trim();
    // First: an edit whose answer was lost is sent again, perhaps when the cell has been locked.
    let same_note =
        quantity.is_none() || before.is_some_and(|cell| cell.note == note) || edit.base != revision && note.is_empty();
    if known == quantity && same_note {
        return Some(CellOutcome::Saved { quantity: known, revision });
    }
    let needs_reason = match gate(stage, open, &draft.named, draft.period) {
        Gate::Open => reason_always(stage.actor),
        Gate::Reason | Gate::OpenedUntil(_) => !matches!(stage.actor, Actor::System),
        Gate::Locked => {
            let message = "已锁定，只有协调办可以改或开放 / locked: only the office writes it, or opens it for you";
            return Some(CellOutcome::Refused { code: "locked", message: message.to_owned() });
        }
    };
    if needs_reason && edit.reason.trim().is_empty() {
        return Some(CellOutcome::ReasonNeeded);
    }
    // Who saw an empty cell, and one that was emptied since, saw the same.
    let is_seen = edit.base == revision || edit.base == 0 && known.is_none();
    (!is_seen).then(|| CellOutcome::Conflict {
        quantity: known,
        revision,
        who: before.map(|cell| cell.actor.clone()).unwrap_or_default(),
        at: before.map(|cell| cell.recorded_at),
    })
}
