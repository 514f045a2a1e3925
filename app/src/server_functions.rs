//! The questions that a page asks the server: called directly while the server makes a page, by HTTP from the browser.

pub mod accounts;
pub mod audit;
pub mod board;
pub mod desk;
pub mod files;
pub mod registry;

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json, JsonEncoding},
};
use serde::{Deserialize, Serialize};

use crate::model::{ItemView, SituationView};

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageError {
    /// There is no such thing, or the reader may not know of it.
    NotFound,
    /// The reader may not.
    Denied,
    /// The server or the way to it failed; the reason is in the server's log.
    Failed,
}

impl FromServerFnError for PageError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        leptos::logging::error!("{error}");
        Self::Failed
    }
}

/// The overview's data.
#[server(prefix = "/ui", endpoint = "situation", input = GetUrl, output = Json)]
pub async fn get_situation() -> Result<SituationView, PageError> {
    let situation = server::services()?.situation(server::ACTOR).await.map_err(|e| server::refused(&e))?;
    Ok(crate::view_model::situation(&situation))
}

/// One item's data.
#[server(prefix = "/ui", endpoint = "item", input = GetUrl, output = Json)]
pub async fn get_item(
    /// Its code, such as `coal.thermal`.
    code: String,
) -> Result<ItemView, PageError> {
    let Some(code) = baogong_domain::ItemCode::parse(&code) else { return Err(PageError::NotFound) };
    let situation = server::services()?.item_situation(server::ACTOR, &code).await.map_err(|e| server::refused(&e))?;
    Ok(crate::view_model::item(&situation))
}

#[cfg(feature = "ssr")]
mod server {
    use baogong_domain::access::Actor;
    use baogong_services::{ServiceError, Services};
    use leptos::prelude::use_context;

    use super::PageError;

    /// While there are no accounts, pages are read on the server itself.
    pub(super) const ACTOR: Actor = Actor::LocalReader;

    pub(super) fn services() -> Result<Services, PageError> {
        use_context().ok_or_else(|| {
            leptos::logging::error!("no services in the context of a server function");
            PageError::Failed
        })
    }

    pub(super) fn refused(error: &ServiceError) -> PageError {
        match error {
            ServiceError::NotFound(_) => PageError::NotFound,
            ServiceError::Denied(_) => PageError::Denied,
            error => {
                leptos::logging::error!("{error}");
                PageError::Failed
            }
        }
    }
}
