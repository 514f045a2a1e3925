//! Alerts: the list that a shift watches, one alert with everything around it, the hand-over of a shift.

mod declared;
mod facts;
mod filter;
mod forms;
mod head;
mod list;
mod page;
mod row;
mod rule;
mod shift;
mod timeline;
mod words;

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

use super::keep_fresh;
use crate::{
    components::empty_state::{Failure, loading},
    model::alerts::AlertAsk,
    server_functions::alerts::{
        AcknowledgeAlerts, CommentAlert, ConfirmMeasure, DeclareLevel, EndDeclared, HandOver, SilenceAlert,
        UnsilenceAlert, get_alert, get_alerts, get_shift,
    },
};

/// What the pages can have done.
#[derive(Clone, Copy)]
struct Acts {
    take: ServerAction<AcknowledgeAlerts>,
    silence: ServerAction<SilenceAlert>,
    unsilence: ServerAction<UnsilenceAlert>,
    comment: ServerAction<CommentAlert>,
    declare: ServerAction<DeclareLevel>,
    end: ServerAction<EndDeclared>,
    confirm: ServerAction<ConfirmMeasure>,
    hand_over: ServerAction<HandOver>,
    /// How often something was done, so that the page is asked for anew; what was refused stays as it was typed.
    done: RwSignal<usize>,
}

macro_rules! count_done {
    ($done:ident: $($action:expr),+) => {
        $({
            let action = $action;
            Effect::new(move |_| {
                if matches!(action.value().get(), Some(Ok(_))) {
                    $done.update(|count| *count += 1);
                }
            });
        })+
    };
}

impl Acts {
    fn new() -> Self {
        let done = RwSignal::new(0);
        let acts = Self {
            take: ServerAction::new(),
            silence: ServerAction::new(),
            unsilence: ServerAction::new(),
            comment: ServerAction::new(),
            declare: ServerAction::new(),
            end: ServerAction::new(),
            confirm: ServerAction::new(),
            hand_over: ServerAction::new(),
            done,
        };
        count_done!(done: acts.take, acts.silence, acts.unsilence, acts.comment, acts.declare, acts.end, acts.confirm,
            acts.hand_over);
        acts
    }
}

/// `/alerts`
#[component]
pub(crate) fn AlertsPage() -> impl IntoView {
    let query = use_query_map();
    let acts = Acts::new();
    let asked = Memo::new(move |_| query.with(asked));
    let view = Resource::new_blocking(move || (asked.get(), acts.done.get()), |(ask, _)| get_alerts(ask));
    // A choice that somebody is making is not taken from under the hand.
    let chosen = RwSignal::new(0_usize);
    keep_fresh(move || {
        if chosen.get_untracked() == 0 {
            view.refetch();
        }
    });
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => {
                        chosen.set(0);
                        list::page(view, acts, chosen)
                    }
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// `/alerts/:id`
#[component]
pub(crate) fn AlertPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let acts = Acts::new();
    let asked = Memo::new(move |_| {
        let id = params.read().get("id").unwrap_or_default();
        (id, query.read().get("as_of").unwrap_or_default())
    });
    let view = Resource::new_blocking(move || (asked.get(), acts.done.get()), |((id, as_of), _)| get_alert(id, as_of));
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => page::page(view, acts),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// `/alerts/shift`
#[component]
pub(crate) fn ShiftPage() -> impl IntoView {
    let query = use_query_map();
    let acts = Acts::new();
    let before = Memo::new(move |_| query.read().get("before").unwrap_or_default());
    let view = Resource::new_blocking(move || (before.get(), acts.done.get()), |(before, _)| get_shift(before));
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => shift::page(view, acts),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn asked(query: &ParamsMap) -> AlertAsk {
    let of = |name: &str| query.get(name).unwrap_or_default();
    AlertAsk {
        state: of("state"),
        kind: of("kind"),
        level: of("level"),
        item: of("item"),
        division: of("division"),
        party: of("party"),
        unclaimed: of("unclaimed"),
        mine: of("mine"),
        silenced: of("silenced"),
        before: of("before"),
        rows: of("rows"),
        as_of: of("as_of"),
    }
}

/// The address that asks for it: the same text on the server and in the browser.
fn address(ask: &AlertAsk) -> String {
    crate::links::with("/alerts", &parameters(ask))
}

/// What is asked for, as the parameters of an address.
fn parameters(ask: &AlertAsk) -> [(&'static str, &str); 12] {
    [
        ("state", &ask.state),
        ("kind", &ask.kind),
        ("level", &ask.level),
        ("item", &ask.item),
        ("division", &ask.division),
        ("party", &ask.party),
        ("unclaimed", &ask.unclaimed),
        ("mine", &ask.mine),
        ("silenced", &ask.silenced),
        ("before", &ask.before),
        ("rows", &ask.rows),
        ("as_of", &ask.as_of),
    ]
}

/// The address of one alert, at the same instant.
fn alert_address(id: i64, as_of: Option<chrono::NaiveDateTime>) -> String {
    match as_of {
        Some(at) => format!("/alerts/{id}?as_of={}", at.format("%Y-%m-%dT%H:%M")),
        None => format!("/alerts/{id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_only_what_is_chosen() {
        assert_eq!(address(&AlertAsk::default()), "/alerts");
        let ask = AlertAsk {
            level: "red".to_owned(),
            item: "coal.thermal".to_owned(),
            as_of: "2026-11-03T09:00".to_owned(),
            ..AlertAsk::default()
        };
        assert_eq!(address(&ask), "/alerts?level=red&item=coal.thermal&as_of=2026-11-03T09%3A00");
        assert_eq!(alert_address(7, None), "/alerts/7");
        let at = "2026-11-03T09:00:00".parse().unwrap();
        assert_eq!(alert_address(7, Some(at)), "/alerts/7?as_of=2026-11-03T09:00");
    }
}
