//! The questions that a page asks the server: called directly while the server makes a page, by HTTP from the browser.

pub mod accounts;
pub mod alerts;
pub mod audit;
pub mod board;
pub mod desk;
pub mod figures;
pub mod files;
pub mod jobs;
pub mod registry;
pub mod rules;

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json, JsonEncoding},
};
use serde::{Deserialize, Serialize};

use crate::model::{ItemView, SituationView};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageError {
    /// The session has ended: sign in again.
    SignedOut,
    /// It cannot be done as asked.
    Invalid {
        /// Stable code.
        code: String,
        /// Why and what helps, in both languages.
        message: String,
    },
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
pub async fn get_situation(
    /// As of this instant, office time; empty for now.
    #[server(default)]
    as_of: String,
) -> Result<SituationView, PageError> {
    server::ask("situation", async |services, actor| {
        let as_of = baogong_services::as_of::read(&as_of)?;
        Ok(crate::view_model::situation(&services.situation(actor, as_of).await?, as_of.is_some()))
    })
    .await
}

/// One item's data.
#[server(prefix = "/ui", endpoint = "item", input = GetUrl, output = Json)]
pub async fn get_item(
    /// Its code, such as `coal.thermal`.
    code: String,
    /// As of this instant, office time; empty for now.
    #[server(default)]
    as_of: String,
) -> Result<ItemView, PageError> {
    let Some(code) = baogong_domain::ItemCode::parse(&code) else { return Err(PageError::NotFound) };
    server::ask("item", async |services, actor| {
        let as_of = baogong_services::as_of::read(&as_of)?;
        Ok(crate::view_model::item(&services.item_situation(actor, &code, as_of).await?, as_of.is_some()))
    })
    .await
}

#[cfg(feature = "ssr")]
mod server {
    use axum::http::StatusCode;
    use baogong_domain::access::Actor;
    use baogong_services::{ServiceError, Services};
    use leptos::prelude::use_context;

    use super::PageError;
    use crate::{request::set_status, session};

    pub(super) fn services() -> Result<Services, PageError> {
        use_context().ok_or_else(|| {
            leptos::logging::error!("no services in the context of a server function");
            PageError::Failed
        })
    }

    /// Asks a use case as the person who has signed in. What is refused to them is written into the audit trail.
    pub(super) async fn ask<T>(
        what: &'static str,
        act: impl AsyncFnOnce(&Services, &Actor) -> Result<T, ServiceError>,
    ) -> Result<T, PageError> {
        let services = services()?;
        let Some(actor) = session::actor() else {
            set_status(StatusCode::UNAUTHORIZED);
            return Err(PageError::SignedOut);
        };
        match act(&services, &actor).await {
            Ok(answer) => Ok(answer),
            Err(error) => {
                services.remember_refusal(&actor, what, &error).await;
                Err(refused(error))
            }
        }
    }

    /// The error as a page knows it; sets the status of the response.
    pub(super) fn refused(error: ServiceError) -> PageError {
        let code = error.code();
        let (status, error) = match error {
            ServiceError::NotFound(_) => (StatusCode::NOT_FOUND, PageError::NotFound),
            ServiceError::Denied(_) => (StatusCode::FORBIDDEN, PageError::Denied),
            ServiceError::Invalid { message, .. } => {
                (StatusCode::UNPROCESSABLE_ENTITY, PageError::Invalid { code: code.to_owned(), message })
            }
            ServiceError::Store(error) => {
                leptos::logging::error!("{error}");
                (StatusCode::SERVICE_UNAVAILABLE, PageError::Failed)
            }
        };
        set_status(status);
        error
    }
}
