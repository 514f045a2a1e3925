//! 交接班: what one shift leaves to the next, with how things stood when it left.

use baogong_domain::{
    Item, Level, Party, Scope, SeasonKind,
    access::{self, Action, Actor, Reach},
    watch::Attention,
};
use baogong_storage::{
    accounts,
    watch::{alerts, declared, notes},
};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    handle::text_of,
    sight::{People, named_parties},
};
use crate::{ServiceError, Services, audit::Act, city::City, demo_site::is_synthetic};

/// So many notes are read at once.
const PAGE_SIZE: i64 = 50;

/// A note to be left.
#[derive(Clone, Debug)]
pub struct NewShiftNote {
    /// Who takes over.
    pub taken_by: String,
    /// What is to be known.
    pub text: String,
}

/// How things stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Open alerts that have fired, by level: red, orange, yellow, blue.
    pub levels: [u64; 4],
    /// How many of them nobody has taken.
    pub unclaimed: u64,
    /// How many cannot be judged.
    pub unknown: u64,
    /// How many are silent.
    pub silenced: u64,
    /// The declared levels in force: item, scope, level, document.
    pub declared: Vec<(String, String, Level, String)>,
}

/// A note that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftNoteEntry {
    /// Its key.
    pub id: i64,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who left.
    pub by: String,
    /// Who took over.
    pub taken_by: String,
    /// What is to be known.
    pub text: String,
    /// How things stood.
    pub standing: Standing,
}

/// The hand-over of a shift: how things stand, and what earlier ones left.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// How things stand.
    pub standing: Standing,
    /// Earlier notes, the newest first.
    pub notes: Vec<ShiftNoteEntry>,
    /// Ask for those before this one to go on; `None` where there are no more.
    pub next: Option<i64>,
    /// All items, for their names.
    pub items: Vec<Item>,
    /// The parties that declared levels name, and the district offices.
    pub parties: Vec<Party>,
    /// Names of the people who act; see [`People`].
    pub people: People,
    /// Names of the office's people, who may take over.
    pub office: Vec<String>,
    /// Whether the reader may hand over.
    pub may_handle: bool,
}

impl Services {
    /// The hand-over with the notes before one (the newest where none is named). For the office and the auditor.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn shift(&self, actor: &Actor, before: Option<i64>) -> Result<HandOver, ServiceError> {
        let notes = self.shift_notes(actor, before).await?;
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let standing = standing(&mut transaction).await?;
        let lines = notes.iter().flat_map(|note| &note.standing.declared).chain(&standing.declared);
        let scopes: Vec<Scope> = lines.filter_map(|(_, scope, ..)| scope.parse().ok()).collect();
        let on_duty =
            |account: &accounts::Account| account.active && access::reach(account.role, Action::HandleAlerts).is_some();
        let taken_at = self.clock.office_now();
        let full = i64::try_from(notes.len()).unwrap_or(i64::MAX) >= PAGE_SIZE;
        Ok(HandOver {
            taken_at,
            season: city.rules.calendar.season_on(taken_at.date()),
            synthetic: is_synthetic(&mut transaction).await?,
            standing,
            next: notes.last().map(|last| last.id).filter(|_| full),
            notes,
            parties: named_parties(&city, scopes.iter()),
            people: People::load(&mut transaction, actor, Reach::All).await?,
            office: accounts::all(&mut transaction).await?.into_iter().filter(on_duty).map(|a| a.name).collect(),
            may_handle: access::check(actor, Action::HandleAlerts).is_ok(),
            items: city.items,
        })
    }

    /// The shift notes before one (all where none is named), the newest first. For the office and the auditor.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn shift_notes(&self, actor: &Actor, before: Option<i64>) -> Result<Vec<ShiftNoteEntry>, ServiceError> {
        if access::check(actor, Action::ReadSituation)? != Reach::All {
            return Err(access::Denied.into());
        }
        let mut transaction = self.store.begin_read().await?;
        let found = notes::before(&mut transaction, before.unwrap_or(i64::MAX), PAGE_SIZE).await?;
        let entry = |note: notes::ShiftNote| ShiftNoteEntry {
            id: note.id,
            recorded_at: note.recorded_at,
            by: note.actor,
            taken_by: note.taken_by,
            text: note.text,
            // An older program's standing may not read any more; the words do.
            standing: serde_json::from_str(&note.standing).unwrap_or_default(),
        };
        Ok(found.into_iter().map(entry).collect())
    }

    /// How things stand, as a hand-over would note it.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn standing(&self, actor: &Actor) -> Result<Standing, ServiceError> {
        if access::check(actor, Action::ReadSituation)? != Reach::All {
            return Err(access::Denied.into());
        }
        let mut transaction = self.store.begin_read().await?;
        standing(&mut transaction).await
    }

    /// Leaves a note to the next shift.
    ///
    /// # Errors
    /// Not allowed, nobody named who takes over, or nothing said.
    pub async fn hand_over(&self, actor: &Actor, new: &NewShiftNote) -> Result<i64, ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        let taken_by = text_of(&new.taken_by, "taken_by_missing", "请填写接班人 / name who takes over")?;
        let text = text_of(&new.text, "note_empty", "请填写交接内容 / write what the next shift has to know")?;
        let mut transaction = self.begin_handling().await?;
        let standing = standing(&mut transaction).await?;
        let document = serde_json::to_string(&standing)
            .map_err(|e| ServiceError::invalid("standing_unwritable", e.to_string()))?;
        let now = self.instant();
        let id = notes::add(&mut transaction, now, actor.name(), taken_by, text, &document).await?;
        let detail = json!({ "note": id, "taken_by": taken_by });
        self.remember(&mut transaction, Act { actor, action: "shift.hand_over", subject: taken_by, detail: &detail })
            .await?;
        transaction.commit().await?;
        Ok(id)
    }
}

async fn standing(transaction: &mut baogong_storage::Transaction) -> Result<Standing, ServiceError> {
    let mut standing = Standing::default();
    for stored in alerts::open(transaction).await? {
        let alert = stored.alert;
        if alert.phase.code() != "pending" {
            let place = Level::WORST_FIRST.iter().position(|level| *level == alert.level).unwrap_or(0);
            standing.levels[place] += 1;
        }
        let waits = matches!(alert.attention, Attention::Unclaimed { .. } | Attention::Escalated { .. });
        standing.unclaimed += u64::from(waits);
        standing.unknown += u64::from(alert.unknown_since.is_some());
        standing.silenced += u64::from(alert.silence.is_some());
    }
    for stored in declared::in_force(transaction).await? {
        let said = stored.declared;
        standing.declared.push((said.item.to_string(), said.scope.to_string(), said.level, said.document));
    }
    Ok(standing)
}
