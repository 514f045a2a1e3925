//! Questions: the figures behind a number.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::figures::{FiguresAsk, FiguresView};

/// The figures behind a number.
#[server(prefix = "/ui", endpoint = "figures", input = GetUrl, output = Json)]
pub async fn get_figures(
    /// Which number.
    ask: FiguresAsk,
) -> Result<FiguresView, PageError> {
    super::server::ask("figures", async |services, actor| {
        let trail = services.trail(actor, &crate::view_model::figures::query(&ask)?).await?;
        Ok(crate::view_model::figures::view(&trail, ask))
    })
    .await
}
