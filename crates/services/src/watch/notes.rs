//! 交接班: what one shift leaves to the next, with how things stood when it left.

use baogong_domain::{
    Level,
    access::{self, Action, Actor, Reach},
    watch::Attention,
};
use baogong_storage::watch::{alerts, declared, notes};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::handle::text_of;
use crate::{ServiceError, Services, audit::Act};

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

impl Services {
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
