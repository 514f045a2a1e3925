//! Questions and acts: the reporting desk.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::desk::{CellEdit, CellOutcome, CellStory, CounterpartView, DeskView, Subject};

/// A party's sheet of fourteen days or twelve months.
#[server(prefix = "/ui", endpoint = "desk", input = GetUrl, output = Json)]
pub async fn get_desk(
    /// Whose; the reader's own, or the first that the reader may open, where none is named.
    party: Option<String>,
    /// `day` or `month`.
    grain: String,
    /// The first period, ISO; so that today is well inside where none is named.
    first: Option<String>,
) -> Result<DeskView, PageError> {
    let query = server::query(party.as_deref(), &grain, first.as_deref())?;
    let desk = super::server::ask("desk", async |services, actor| services.desk(actor, &query).await).await?;
    Ok(crate::view_model::desk::sheet(&desk))
}

/// A month's counterpart plan of a direct item.
#[server(prefix = "/ui", endpoint = "counterpart", input = GetUrl, output = Json)]
pub async fn get_counterpart(
    /// Code of the item; the first that the reader may see planned where none is named.
    item: Option<String>,
    /// ISO month; next month where none is named.
    month: Option<String>,
) -> Result<CounterpartView, PageError> {
    let item = server::item(item.as_deref())?;
    let month = server::period(month.as_deref())?;
    let ask = async |services: &baogong_services::Services, actor: &baogong_domain::access::Actor| {
        services.counterpart(actor, item.as_ref(), month).await
    };
    let plan = super::server::ask("counterpart", ask).await?;
    Ok(crate::view_model::desk::counterpart(&plan))
}

/// Saves edits of cells, at most 500 at once; what became of each, in their order.
#[server(prefix = "/ui", endpoint = "save_cells", input = Json, output = Json)]
pub async fn save_cells(
    /// The edits; no cell twice.
    edits: Vec<CellEdit>,
) -> Result<Vec<CellOutcome>, PageError> {
    use crate::view_model::desk::{edit, outcome};
    let edits: Vec<_> = edits.into_iter().map(edit).collect();
    let outcomes =
        super::server::ask("save_cells", async |services, actor| services.save_cells(actor, &edits).await).await?;
    Ok(outcomes.into_iter().map(outcome).collect())
}

/// A cell's history and comments.
#[server(prefix = "/ui", endpoint = "cell_story", input = Json, output = Json)]
pub async fn get_cell_story(
    /// What the cell is about.
    subject: Subject,
    /// ISO day or month.
    period: String,
) -> Result<CellStory, PageError> {
    use crate::view_model::desk::{asked, story};
    let subject = asked(subject);
    let ask = async |services: &baogong_services::Services, actor: &baogong_domain::access::Actor| {
        services.cell_story(actor, &subject, &period).await
    };
    super::server::ask("cell_story", ask).await.map(story)
}

/// Adds a comment to a cell; its story with it.
#[server(prefix = "/ui", endpoint = "add_comment", input = Json, output = Json)]
pub async fn add_comment(
    /// What the cell is about.
    subject: Subject,
    /// ISO day or month.
    period: String,
    /// The comment.
    text: String,
) -> Result<CellStory, PageError> {
    use crate::view_model::desk::{asked, story};
    let subject = asked(subject);
    let ask = async |services: &baogong_services::Services, actor: &baogong_domain::access::Actor| {
        services.comment(actor, &subject, &period, &text).await
    };
    super::server::ask("add_comment", ask).await.map(story)
}

#[cfg(feature = "ssr")]
mod server {
    use baogong_domain::{Grain, ItemCode, PartyCode, Period};
    use baogong_services::{ServiceError, desk::DeskQuery};

    use super::{super::server::refused, PageError};

    /// Reads what an address names. What names nothing is not there.
    pub(super) fn query(party: Option<&str>, grain: &str, first: Option<&str>) -> Result<DeskQuery, PageError> {
        let missing = || refused(ServiceError::NotFound("填报表 / sheet".to_owned()));
        let grain = Grain::parse(grain).filter(|grain| *grain != Grain::Year).ok_or_else(missing)?;
        let party = named(party).map(PartyCode::parse).transpose().map_err(|_| missing())?;
        Ok(DeskQuery { party, grain, first: period(first)? })
    }

    pub(super) fn item(code: Option<&str>) -> Result<Option<ItemCode>, PageError> {
        let Some(code) = named(code) else { return Ok(None) };
        let item = ItemCode::parse(code);
        item.map(Some).ok_or_else(|| refused(ServiceError::NotFound(format!("品种 / item {code}"))))
    }

    pub(super) fn period(text: Option<&str>) -> Result<Option<Period>, PageError> {
        let period = named(text).map(Period::parse).transpose();
        period.map_err(|error| refused(ServiceError::invalid(error.code(), error.to_string())))
    }

    /// An empty value of an address names nothing.
    fn named(text: Option<&str>) -> Option<&str> {
        text.map(str::trim).filter(|text| !text.is_empty())
    }
}
