//! Who is at the page: what the web server found out from the session's cookie travels with the request. On the server only.

use axum::http::request::Parts;
use baogong_domain::access::Actor;
use baogong_services::accounts::Visitor;
use leptos::prelude::use_context;

use crate::model::accounts::Me;

/// A session that is good, as the web server puts it among the request's extensions.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who comes.
    pub visitor: Visitor,
    /// The session's token.
    pub token: String,
}

impl Signed {
    /// Who acts, once fully signed in.
    pub fn actor(&self) -> Option<Actor> {
        match &self.visitor {
            Visitor::User(user) => Some(Actor::User(user.clone())),
            Visitor::SecondFactor { .. } => None,
        }
    }
}

/// Roles for one-click sign-in are offered: the program serves the demo.
#[derive(Clone, Copy, Debug)]
pub struct Demo;

/// The session of the request that a page is made for.
pub(crate) fn signed() -> Option<Signed> {
    use_context::<Parts>()?.extensions.get::<Signed>().cloned()
}

/// Who acts.
pub(crate) fn actor() -> Option<Actor> {
    signed()?.actor()
}

/// Whether the demo is served.
pub(crate) fn is_demo() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.extensions.get::<Demo>().is_some())
}

/// Who is signed in, for the page.
pub(crate) fn me() -> Option<Me> {
    let actor = actor()?;
    let user = actor.user()?;
    Some(Me { id: user.id, name: user.name.clone(), role: user.role.code().to_owned() })
}
