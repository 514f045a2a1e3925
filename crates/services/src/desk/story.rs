//! A cell's story: who wrote what, when, through which door and why; and what people say about it.

use baogong_domain::{
    Period, Quantity,
    access::{self, Action, Actor},
};
use baogong_storage::{Transaction, comments, desk, figures};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    cell_text,
    reading::{Named, Subject, not_found, period},
};
use crate::{ServiceError, Services, audit::Act, city::City};

/// The longest comment, in characters.
const LONGEST_COMMENT: usize = 1000;

/// One revision of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRevision {
    /// What it states; none where it withdrew the figure.
    pub quantity: Option<Quantity>,
    /// The reporter's remark.
    pub note: String,
    /// Who.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Through which door or from which file.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellComment {
    /// Who.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub text: String,
}

/// A cell's story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellStory {
    /// Revisions, newest first.
    pub revisions: Vec<CellRevision>,
    /// Comments, oldest first.
    pub comments: Vec<CellComment>,
}

impl Services {
    /// A cell's history and comments.
    ///
    /// # Errors
    /// Not allowed, or no cell that the actor may see.
    pub async fn cell_story(
        &self,
        actor: &Actor,
        subject: &Subject,
        period_text: &str,
    ) -> Result<CellStory, ServiceError> {
        access::check(actor, Action::ReadFigures)?;
        let period = period(period_text)?;
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let named = visible(&mut transaction, &city, actor, subject).await?;
        story(&mut transaction, &named, period).await
    }

    /// Adds a comment to a cell, whether or not there is a figure in it; the cell's story with it.
    ///
    /// # Errors
    /// Not allowed, no cell that the actor may see, or a comment that is empty or too long.
    pub async fn comment(
        &self,
        actor: &Actor,
        subject: &Subject,
        period_text: &str,
        text: &str,
    ) -> Result<CellStory, ServiceError> {
        access::check(actor, Action::WriteFigures)?;
        let period = period(period_text)?;
        let text = text.trim();
        if text.is_empty() {
            return Err(ServiceError::invalid("comment_empty", "批注为空 / the comment is empty"));
        }
        if text.chars().count() > LONGEST_COMMENT {
            let message = format!("批注超过 {LONGEST_COMMENT} 字 / a comment has at most {LONGEST_COMMENT} characters");
            return Err(ServiceError::invalid("comment_too_long", message));
        }
        let mut transaction = self.store.begin_write().await?;
        let city = City::load(&mut transaction).await?;
        let named = visible(&mut transaction, &city, actor, subject).await?;
        let comment = comments::Comment {
            recorded_at: self.clock().now(),
            actor: actor.name().to_owned(),
            text: text.to_owned(),
        };
        comments::add(&mut transaction, named.subject, period, &comment).await?;
        let (cell, detail) = (cell_text(&named.key, period), json!({ "text": text }));
        let act = Act { actor, action: "figures.comment", subject: &cell, detail: &detail };
        self.remember(&mut transaction, act).await?;
        let story = story(&mut transaction, &named, period).await?;
        transaction.commit().await?;
        Ok(story)
    }
}

/// The cell, where the actor may see it.
async fn visible<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    subject: &Subject,
) -> Result<Named<'c>, ServiceError> {
    let named = Named::find(city, subject)?;
    if named.may_be_read(transaction, city, actor).await? { Ok(named) } else { Err(not_found()) }
}

async fn story(transaction: &mut Transaction, named: &Named<'_>, period: Period) -> Result<CellStory, ServiceError> {
    let revisions = match desk::series_of_subject(transaction, named.subject).await? {
        Some(series) => figures::revisions(transaction, &[(series, period)], None).await?.remove(&(series, period)),
        None => None,
    };
    let comments = comments::of_cell(transaction, named.subject, period).await?;
    let revision = |r: figures::Revision| CellRevision {
        quantity: r.quantity,
        note: r.note,
        who: r.actor,
        at: r.recorded_at,
        source: r.source,
        reason: r.reason,
    };
    let comment = |c: comments::Comment| CellComment { who: c.actor, at: c.recorded_at, text: c.text };
    Ok(CellStory {
        revisions: revisions.unwrap_or_default().into_iter().map(revision).collect(),
        comments: comments.into_iter().map(comment).collect(),
    })
}
