//! Questions and acts: what the page of files shows, saved mappings. Files themselves go to plain addresses, which the web
//! server answers: only it reads uploads.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::files::{FilesView, MappingForm, SavedMapping};

/// What the page shows.
#[server(prefix = "/ui", endpoint = "files", input = GetUrl, output = Json)]
pub async fn get_files() -> Result<FilesView, PageError> {
    use baogong_domain::{Grain, Period, access::Role, period::plus_days};

    use crate::{files, model::desk::PartyRef, view_model};
    let answer = use_context::<files::Uploaded>().map(|uploaded| uploaded.0);
    super::server::ask("files", async |services, actor| {
        let mappings = services.mappings(actor).await?;
        let parties = services.parties(actor).await?;
        let today = services.clock().today();
        let listed = parties.iter().filter(|party| party.kind.can_supply() || party.kind.can_consume());
        let refer = |party: &baogong_domain::Party| PartyRef {
            code: party.code.to_string(),
            name: view_model::pair((&party.name, &party.name_en)),
        };
        let own = actor.user().and_then(|user| user.party.as_ref());
        Ok(FilesView {
            first_day: plus_days(today, 1).to_string(),
            month: Period::containing(today, Grain::Month).to_string(),
            reason_always: actor.role().is_some_and(Role::is_office),
            own: parties.iter().find(|party| Some(&party.code) == own).map(refer),
            mappings: mappings.into_iter().map(files::saved).collect(),
            items: services.items(actor).await?.iter().map(view_model::item_name).collect(),
            parties: listed.map(refer).collect(),
            answer,
        })
    })
    .await
}

/// Keeps a mapping under a name; the party's mappings afterwards.
#[server(prefix = "/ui", endpoint = "save_mapping", input = Json, output = Json)]
pub async fn save_mapping(
    /// Its name.
    name: String,
    /// What it says.
    form: MappingForm,
) -> Result<Vec<SavedMapping>, PageError> {
    super::server::ask("save_mapping", async |services, actor| {
        services.save_mapping(actor, &name, crate::files::mapping_file(form)).await?;
        Ok(services.mappings(actor).await?.into_iter().map(crate::files::saved).collect())
    })
    .await
}

/// Removes a mapping; the party's mappings afterwards.
#[server(prefix = "/ui", endpoint = "remove_mapping", input = Json, output = Json)]
pub async fn remove_mapping(
    /// Its key.
    id: i64,
) -> Result<Vec<SavedMapping>, PageError> {
    super::server::ask("remove_mapping", async |services, actor| {
        services.remove_mapping(actor, id).await?;
        Ok(services.mappings(actor).await?.into_iter().map(crate::files::saved).collect())
    })
    .await
}
