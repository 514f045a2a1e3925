//! The administrator's page: who has an account, in which role, for which party.

use baogong_domain::{access::Role, party::PartyKind};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

use crate::{
    components::empty_state::Failure,
    model::{
        accounts::{AccountRow, AccountsView, InvitationView, role_name},
        desk::PartyRef,
    },
    server_functions::{
        PageError,
        accounts::{AddAccount, ChangeAccount, InviteAgain, ResetSecondFactor, get_accounts},
    },
    text::{self, Text, accounts as words, use_lang},
};

/// What the page can have done.
#[derive(Clone, Copy)]
struct Acts {
    add: ServerAction<AddAccount>,
    invite: ServerAction<InviteAgain>,
    change: ServerAction<ChangeAccount>,
    reset: ServerAction<ResetSecondFactor>,
}

impl Acts {
    /// Counts what was done, so that the list is asked for anew.
    fn done(self) -> usize {
        self.add.version().get()
            + self.invite.version().get()
            + self.change.version().get()
            + self.reset.version().get()
    }
}

/// The page.
#[component]
pub(crate) fn AccountsPage() -> impl IntoView {
    let lang = use_lang();
    let acts = Acts {
        add: ServerAction::new(),
        invite: ServerAction::new(),
        change: ServerAction::new(),
        reset: ServerAction::new(),
    };
    let view = Resource::new_blocking(move || acts.done(), |_| get_accounts());
    view! {
        <Title text=text::page_title(lang, words::ACCOUNTS.get(lang)) />
        <Transition>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => page(view, acts),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn page(view: AccountsView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let head = |text: Text| view! { <th scope="col">{text.get(lang)}</th> };
    let parties = StoredValue::new(view.parties);
    let rows = view.accounts.into_iter().map(|account| row(account, parties, acts)).collect_view();
    view! {
        <main id="main" class="page accounts">
            <header>
                <h1>{words::ACCOUNTS.get(lang)}</h1>
                <p class="hint">{words::ACCOUNTS_NOTE.get(lang)}</p>
            </header>
            <Outcome acts />
            <section class="panel">
                <h2>{words::ADD_ACCOUNT.get(lang)}</h2>
                <ActionForm action=acts.add attr:class="row-form">
                    <label class="field">
                        <span>{words::LOGIN.get(lang)}</span>
                        <input name="login" required minlength="2" maxlength="64" autocomplete="off" />
                    </label>
                    <label class="field">
                        <span>{words::PERSON.get(lang)}</span>
                        <input name="name" required maxlength="100" autocomplete="off" />
                    </label>
                    <RoleAndParty role=Role::EnterpriseClerk party=None parties />
                    <button class="button primary" type="submit">
                        {words::INVITE.get(lang)}
                    </button>
                </ActionForm>
            </section>
            <section class="panel">
                <div class="scroll" role="region" tabindex="0" aria-label=words::ACCOUNTS.get(lang)>
                    <table class="plain">
                        <thead>
                            <tr>
                                {head(words::LOGIN)} {head(words::PERSON)} {head(words::ROLE)} {head(words::ACTS_FOR)}
                                {head(words::STATE)} {head(words::ACTIONS)}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        </main>
    }
    .into_any()
}

/// A role, and only the parties that fit it.
#[component]
fn RoleAndParty(role: Role, party: Option<String>, parties: StoredValue<Vec<(PartyRef, String)>>) -> impl IntoView {
    let lang = use_lang();
    let chosen = RwSignal::new(role);
    let roles = Role::ALL.map(|r| {
        view! {
            <option value=r.code() selected=r == role>
                {role_name(r).get(lang).to_owned()}
            </option>
        }
    });
    let fitting = move || {
        let kind = chosen.get().party_kind().map(PartyKind::code);
        let none = kind.is_none().then(|| view! { <option value="">{words::NO_PARTY.get(lang)}</option> });
        let fit = parties.get_value().into_iter().filter(|(_, of)| kind == Some(of.as_str()));
        let options = fit.map(|(PartyRef { code, name }, _)| {
            let selected = party.as_ref() == Some(&code);
            view! { <option value=code.clone() selected=selected>{format!("{} {code}", name.get(lang))}</option> }
        });
        view! { {none} {options.collect_view()} }
    };
    view! {
        <label class="field">
            <span>{words::ROLE.get(lang)}</span>
            <select
                name="role"
                on:change:target=move |event| {
                    if let Some(role) = Role::parse(&event.target().value()) {
                        chosen.set(role);
                    }
                }
            >
                {roles}
            </select>
        </label>
        <label class="field">
            <span>{words::ACTS_FOR.get(lang)}</span>
            <select name="party">{fitting}</select>
        </label>
    }
}

/// What became of the last act: a link to be handed on, or why not.
#[component]
fn Outcome(acts: Acts) -> impl IntoView {
    let lang = use_lang();
    let link = move |invitation: InvitationView| {
        let address = format!("{}{}", origin(), invitation.path);
        view! {
            <div class="panel done" role="status">
                <p>{words::invited(lang, &invitation.login, &invitation.until)}</p>
                <p><code class="secret">{address}</code></p>
            </div>
        }
        .into_any()
    };
    let refused = move |error: PageError| {
        let words = match error {
            PageError::Invalid { message, .. } => message,
            PageError::Denied | PageError::NotFound => text::DENIED.get(lang).to_owned(),
            PageError::SignedOut => words::SIGNED_OUT.get(lang).to_owned(),
            PageError::Failed => text::FAILED.get(lang).to_owned(),
        };
        view! { <p class="complaint" role="alert">{words}</p> }.into_any()
    };
    let of_link = move |value: Option<Result<InvitationView, PageError>>| match value? {
        Ok(invitation) => Some(link(invitation)),
        Err(error) => Some(refused(error)),
    };
    let of_change = move |value: Option<Result<(), PageError>>| value?.err().map(refused);
    view! {
        {move || of_link(acts.add.value().get())}
        {move || of_link(acts.invite.value().get())}
        {move || of_change(acts.change.value().get())}
        {move || of_change(acts.reset.value().get())}
    }
}

fn origin() -> String {
    #[cfg(feature = "hydrate")]
    return window().location().origin().unwrap_or_default();
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// Stops a form unless the person is sure.
fn unless_sure(event: &leptos::ev::SubmitEvent, question: &str) {
    if !window().confirm_with_message(question).unwrap_or(false) {
        event.prevent_default();
        event.stop_propagation();
    }
}

fn row(account: AccountRow, parties: StoredValue<Vec<(PartyRef, String)>>, acts: Acts) -> AnyView {
    let lang = use_lang();
    let role = Role::parse(&account.role).unwrap_or(Role::Auditor);
    let state = match (&account.invited_until, account.active, account.has_password) {
        (_, false, _) => words::OFF.get(lang).to_owned(),
        (Some(until), ..) => words::invited_until(lang, until),
        (None, true, true) => words::ACTIVE.get(lang).to_owned(),
        (None, true, false) => words::NEVER_OPENED.get(lang).to_owned(),
    };
    let factor =
        account.has_second_factor.then(|| view! { " " <span class="mark">{words::HAS_SECOND_FACTOR.get(lang)}</span> });
    let id = account.id;
    let party = account.party.as_ref().map(|p| p.code.clone());
    let reset = account.has_second_factor.then(|| {
        view! {
            <ActionForm action=acts.reset on:submit:capture=move |event| unless_sure(&event, words::SURE_FACTOR.get(lang))>
                <input type="hidden" name="id" value=id />
                <button class="button small" type="submit">
                    {words::RESET_FACTOR.get(lang)}
                </button>
            </ActionForm>
        }
    });
    let switch = if account.active { words::SWITCH_OFF } else { words::SWITCH_ON };
    let active = account.active;
    let kept = party.clone().unwrap_or_default();
    view! {
        <tr class:off=!account.active>
            <th scope="row">{account.login}</th>
            <td>{account.name}</td>
            <td>{role_name(role).get(lang).to_owned()}</td>
            <td>{account.party.map(|p| p.name.get(lang).to_owned())}</td>
            <td>{state} {factor}</td>
            <td>
                <div class="row-actions">
                <ActionForm action=acts.invite>
                    <input type="hidden" name="id" value=id />
                    <button class="button small" type="submit">
                        {words::INVITE_AGAIN.get(lang)}
                    </button>
                </ActionForm>
                {reset}
                <ActionForm
                    action=acts.change
                    on:submit:capture=move |event| {
                        if active {
                            unless_sure(&event, words::SURE_OFF.get(lang));
                        }
                    }
                >
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="role" value=role.code() />
                    <input type="hidden" name="party" value=kept />
                    <input type="hidden" name="active" value=(!active).to_string() />
                    <button class="button small" type="submit">
                        {switch.get(lang)}
                    </button>
                </ActionForm>
                <details>
                    <summary>{words::CHANGE.get(lang)}</summary>
                    <ActionForm action=acts.change attr:class="row-form">
                        <input type="hidden" name="id" value=id />
                        <input type="hidden" name="active" value=active.to_string() />
                        <RoleAndParty role party parties />
                        <button class="button small" type="submit">
                            {words::SAVE.get(lang)}
                        </button>
                    </ActionForm>
                </details>
                </div>
            </td>
        </tr>
    }
    .into_any()
}
