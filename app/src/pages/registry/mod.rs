//! The registry: finding parties, one party with its contacts and its way through the rosters, the form of a party.

mod contacts;
pub(crate) mod facts;
pub(crate) mod form;
mod list;
mod party;

pub(crate) use list::PartiesPage;
pub(crate) use party::{NewPartyPage, PartyPage};

use leptos::prelude::*;

use crate::text::{Lang, Text, registry as words, use_lang};

/// While the server is asked.
/// The head of a column.
pub(crate) fn head(text: Text, class: &'static str) -> AnyView {
    view! {
        <th scope="col" class=class>
            {text.get(use_lang())}
        </th>
    }
    .into_any()
}

/// Where a party's page is.
pub(crate) fn party_address(code: &str) -> String {
    format!("/parties/{code}")
}

/// Places on rosters as marks, each leading there.
pub(super) fn places(tiers: &[(i32, String)], lang: Lang) -> AnyView {
    let mark = |(year, tier): &(i32, String)| {
        view! {
            <a class="place" href=format!("/roster?year={year}&tier={tier}")>
                {format!("{year} {}", words::tier_name(tier, lang))}
            </a>
        }
    };
    tiers.iter().map(mark).collect_view().into_any()
}
