//! Questions and acts: the reporting desk.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::desk::{CellEdit, CellOutcome, CellStory, CounterpartView, DeskView, Subject};

/// A party's sheet.
#[server(prefix = "/ui", endpoint = "desk", input = GetUrl, output = Json)]
pub async fn get_desk(
    /// Code of the party; none: the user's own.
    party: Option<String>,
    /// `day` or `month`.
    grain: String,
    /// The first period, ISO; none: the server chooses.
    first: Option<String>,
) -> Result<DeskView, PageError> {
    let _ = (party, grain, first);
    Err(PageError::Failed)
}

/// The counterpart plan of a month.
#[server(prefix = "/ui", endpoint = "counterpart", input = GetUrl, output = Json)]
pub async fn get_counterpart(
    /// Code of the item; none: the first that the user may plan.
    item: Option<String>,
    /// The month, `2026-12`; none: the server chooses.
    month: Option<String>,
) -> Result<CounterpartView, PageError> {
    let _ = (item, month);
    Err(PageError::Failed)
}

/// Writes cells; an outcome for each edit, in their order.
#[server(prefix = "/ui", endpoint = "save_cells", input = Json, output = Json)]
pub async fn save_cells(
    /// The changes, 500 at most.
    edits: Vec<CellEdit>,
) -> Result<Vec<CellOutcome>, PageError> {
    let _ = edits;
    Err(PageError::Failed)
}

/// A cell's history and comments.
#[server(prefix = "/ui", endpoint = "cell_story", input = Json, output = Json)]
pub async fn get_cell_story(
    /// What it is about.
    subject: Subject,
    /// ISO.
    period: String,
) -> Result<CellStory, PageError> {
    let _ = (subject, period);
    Err(PageError::Failed)
}

/// Adds a comment to a cell; answers its story.
#[server(prefix = "/ui", endpoint = "add_comment", input = Json, output = Json)]
pub async fn add_comment(
    /// What it is about.
    subject: Subject,
    /// ISO.
    period: String,
    /// What is said.
    text: String,
) -> Result<CellStory, PageError> {
    let _ = (subject, period, text);
    Err(PageError::Failed)
}
