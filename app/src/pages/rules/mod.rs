//! Seasons and rules: what holds, what is proposed, and for one setting its form, its replay and its history.
//!
//! What is looked at stands in the address: `?setting=KEY`, `?proposal=ID`, and with `replay=1` the values that a form
//! would change. So a replay can be reloaded and shown to somebody, and works without JavaScript.

mod decide;
mod list;
mod one;
mod replayed;
mod words;

use baogong_domain::settings::{SettingKey, Values};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use crate::{
    components::empty_state::{Failure, loading},
    model::rules::{ReplayAsk, ReplayView},
    server_functions::{
        PageError,
        rules::{ApproveSetting, ProposeSetting, RefuseSetting, SaveSetting, get_replay, get_rules, get_setting},
    },
};

/// What the page can have done.
#[derive(Clone, Copy)]
struct Acts {
    propose: ServerAction<ProposeSetting>,
    save: ServerAction<SaveSetting>,
    approve: ServerAction<ApproveSetting>,
    refuse: ServerAction<RefuseSetting>,
}

impl Acts {
    fn new() -> Self {
        Self {
            propose: ServerAction::new(),
            save: ServerAction::new(),
            approve: ServerAction::new(),
            refuse: ServerAction::new(),
        }
    }

    /// Counts what was done, so that the page is asked for anew.
    fn done(self) -> usize {
        let versions = [self.propose.version(), self.save.version(), self.approve.version(), self.refuse.version()];
        versions.iter().map(Get::get).sum()
    }
}

/// A replay on its way: nothing where none is asked for.
type Replaying = Resource<Option<Result<ReplayView, PageError>>>;

/// What was tried out.
#[derive(Clone, Copy)]
struct Tried {
    /// What the address asks for.
    asked: Memo<Option<ReplayAsk>>,
    /// What was proposed or saved already: it is not offered again.
    sent: RwSignal<Option<ReplayAsk>>,
    replay: Replaying,
}

/// `/settings/rules`
#[component]
pub(crate) fn RulesPage() -> impl IntoView {
    let query = use_query_map();
    let acts = Acts::new();
    let wanted = Memo::new(move |_| query.read().get("setting").filter(|key| !key.is_empty()));
    let proposal = Memo::new(move |_| query.read().get("proposal").and_then(|id| id.parse::<i64>().ok()));
    let rules = Resource::new_blocking(move || acts.done(), |_| get_rules());
    let story = Resource::new_blocking(
        move || (wanted.get(), acts.done()),
        async |(wanted, _)| match wanted {
            Some(key) => Some(get_setting(key).await),
            None => None,
        },
    );
    let asked = Memo::new(move |_| query.with(asked));
    let replay: Replaying = Resource::new(
        move || asked.get(),
        async |asked| match asked {
            Some(ask) => Some(get_replay(ask).await),
            None => None,
        },
    );
    let sent = RwSignal::new(None);
    // Only in the browser; without JavaScript the address that comes back is without the change.
    Effect::new(move || {
        if [acts.propose.value().get(), acts.save.value().get()].contains(&Some(Ok(()))) {
            sent.set(asked.get_untracked());
        }
    });
    view! {
        <Transition fallback=loading>
            {move || {
                let proposal = proposal.get();
                Suspend::new(async move {
                    match (rules.await, story.await) {
                        (Ok(rules), None) => {
                            match proposal {
                                Some(id) => decide::page(rules, id, acts, replay),
                                None => list::page(rules, acts),
                            }
                        }
                        (Ok(rules), Some(Ok(story))) => one::page(rules, story, acts, Tried { asked, sent, replay }),
                        (Err(error), _) | (_, Some(Err(error))) => view! { <Failure error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// The replay that the address asks for.
fn asked(query: &ParamsMap) -> Option<ReplayAsk> {
    if let Some(proposal) = query.get("proposal").and_then(|id| id.parse().ok()) {
        return Some(ReplayAsk { proposal, ..ReplayAsk::default() });
    }
    let key = query.get("setting")?;
    query.get("replay")?;
    let fields = key.parse::<SettingKey>().ok()?.fields();
    let value = |code: &str| (code.to_owned(), query.get(code).unwrap_or_default());
    let values: Values = fields.iter().map(|field| value(field.code)).collect();
    Some(ReplayAsk { key, proposal: 0, values })
}
