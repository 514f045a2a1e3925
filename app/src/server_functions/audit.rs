//! Questions: the audit trail.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::audit::{AuditAsk, AuditCheck, AuditView};

/// Entries that fit.
#[server(prefix = "/ui", endpoint = "audit", input = GetUrl, output = Json)]
pub async fn get_audit(
    /// What is searched for.
    ask: AuditAsk,
) -> Result<AuditView, PageError> {
    super::server::ask("audit", async |services, actor| {
        let search = crate::view_model::audit::search(&ask)?;
        let entries = services.search_audit(actor, &search).await?;
        Ok(crate::view_model::audit::view(entries, services.clock(), services.demo_day().await?.is_some()))
    })
    .await
}

/// Checks the whole trail.
#[server(prefix = "/ui", endpoint = "audit_check", input = GetUrl, output = Json)]
pub async fn check_audit() -> Result<AuditCheck, PageError> {
    use baogong_services::audit::TrailState;
    super::server::ask("audit_check", async |services, actor| {
        Ok(match services.verify_audit(actor, &[]).await? {
            TrailState::Whole { head, secret, from } => AuditCheck::Whole { head: head.to_string(), secret, from },
            TrailState::Broken { seq, reason } => AuditCheck::Broken { seq, reason: reason.to_owned() },
        })
    })
    .await
}
