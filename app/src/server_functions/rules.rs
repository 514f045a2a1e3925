//! Questions and acts: seasons and rules.

use baogong_domain::settings::Values;
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::rules::{ReplayAsk, ReplayView, RulesView, StoryView};

/// Seasons and rules, with what is proposed.
#[server(prefix = "/ui", endpoint = "rules", input = GetUrl, output = Json)]
pub async fn get_rules() -> Result<RulesView, PageError> {
    super::server::ask("rules", async |services, actor| {
        Ok(crate::view_model::rules::rules(&services.rules(actor).await?))
    })
    .await
}

/// One setting with its history.
#[server(prefix = "/ui", endpoint = "setting", input = GetUrl, output = Json)]
pub async fn get_setting(
    /// Its key, such as `rule:coal.thermal:winter`.
    key: String,
) -> Result<StoryView, PageError> {
    let key = read::key(&key)?;
    super::server::ask("setting", async |services, actor| {
        let story = services.setting(actor, &key).await?;
        Ok(crate::view_model::rules::story(&story, &services.rules(actor).await?.items))
    })
    .await
}

/// What a change would have raised.
#[server(prefix = "/ui", endpoint = "replay", input = GetUrl, output = Json)]
pub async fn get_replay(
    /// The change.
    ask: ReplayAsk,
) -> Result<ReplayView, PageError> {
    use baogong_services::rules::ReplayOf;
    let of = if ask.proposal == 0 {
        ReplayOf::Values(read::key(&ask.key)?, ask.values)
    } else {
        ReplayOf::Proposal(ask.proposal)
    };
    super::server::ask("replay", async |services, actor| {
        let done = services.replay_setting(actor, &of).await?;
        Ok(crate::view_model::rules::replay(&done, &services.rules(actor).await?.items))
    })
    .await
}

/// Proposes a change.
#[server(prefix = "/ui", endpoint = "propose_setting")]
pub async fn propose_setting(
    /// Key of the setting.
    key: String,
    /// The version that it is made on.
    base: i64,
    /// Document number; may be empty.
    document: String,
    /// Why.
    reason: String,
    /// The values by field.
    #[server(default)]
    values: Values,
) -> Result<(), PageError> {
    let change = baogong_services::rules::NewChange { key: read::key(&key)?, values, base, document, reason };
    super::server::ask("propose_setting", async |services, actor| {
        services.propose_setting(actor, &change).await.map(drop)
    })
    .await
}

/// Proposes a change and approves it in one step.
#[server(prefix = "/ui", endpoint = "save_setting")]
pub async fn save_setting(
    /// Key of the setting.
    key: String,
    /// The version that it is made on.
    base: i64,
    /// Document number; may be empty.
    document: String,
    /// Why.
    reason: String,
    /// The values by field.
    #[server(default)]
    values: Values,
) -> Result<(), PageError> {
    let change = baogong_services::rules::NewChange { key: read::key(&key)?, values, base, document, reason };
    super::server::ask("save_setting", async |services, actor| services.save_setting(actor, &change).await.map(drop))
        .await
}

/// Approves a proposal.
#[server(prefix = "/ui", endpoint = "approve_setting")]
pub async fn approve_setting(
    /// The proposal.
    id: i64,
) -> Result<(), PageError> {
    super::server::ask("approve_setting", async |services, actor| services.approve_setting(actor, id).await).await
}

/// Refuses a proposal.
#[server(prefix = "/ui", endpoint = "refuse_setting")]
pub async fn refuse_setting(
    /// The proposal.
    id: i64,
    /// Why.
    note: String,
) -> Result<(), PageError> {
    super::server::ask("refuse_setting", async |services, actor| services.refuse_setting(actor, id, &note).await).await
}

/// What forms and addresses say, read.
#[cfg(feature = "ssr")]
mod read {
    use baogong_domain::settings::SettingKey;
    use baogong_services::ServiceError;

    use super::super::{PageError, server::refused};

    pub(super) fn key(text: &str) -> Result<SettingKey, PageError> {
        text.parse().map_err(|_| refused(ServiceError::NotFound(format!("设置 / setting {text}"))))
    }
}
