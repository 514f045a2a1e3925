//! Signing in, the second factor, an invitation, and the own account. All are plain forms, which work without JavaScript: the web
//! server answers them, for only it sets cookies.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    components::empty_state::Failure,
    model::{
        Name,
        accounts::{OwnAccountView, SecondFactorView, role_name},
    },
    server_functions::{
        PageError,
        accounts::{get_invitation, get_own_account, get_second_factor, get_sign_in},
    },
    text::{self, Lang, Text, accounts as words, use_lang},
};

/// What the address says went wrong last time.
fn complaint(lang: Lang) -> Option<String> {
    let query = use_query_map().read_untracked();
    let text = match query.get("error")?.as_str() {
        "code" => words::WRONG_CODE,
        "differ" => words::NOT_THE_SAME,
        "weak" => words::PASSWORD_WEAK,
        "old" => words::PASSWORD_WRONG,
        "ended" => words::SIGNED_OUT_NOTE,
        "locked" => return Some(words::locked(lang, &query.get("until").unwrap_or_default())),
        _ => words::WRONG,
    };
    Some(text.get(lang).to_owned())
}

fn next() -> String {
    use_query_map().read_untracked().get("next").unwrap_or_default()
}

/// A narrow page with one form.
fn small_page(title: Text, content: AnyView) -> AnyView {
    let lang = use_lang();
    let complaint = complaint(lang).map(|words| view! { <p class="complaint" role="alert">{words}</p> });
    view! {
        <Title text=text::page_title(lang, title.get(lang)) />
        <main id="main" class="page entry">
            <section class="panel">
                <h1>{title.get(lang)}</h1>
                {complaint}
                {content}
            </section>
        </main>
    }
    .into_any()
}

/// A labelled field.
fn field(label: Text, name: &'static str, kind: &'static str, autocomplete: &'static str) -> AnyView {
    let lang = use_lang();
    view! {
        <label class="field">
            <span>{label.get(lang)}</span>
            <input name=name type=kind autocomplete=autocomplete required />
        </label>
    }
    .into_any()
}

fn button(label: Text) -> AnyView {
    let lang = use_lang();
    view! { <button class="button primary" type="submit">{label.get(lang)}</button> }.into_any()
}

/// Name and password; in the demo a button for each role.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let lang = use_lang();
    let view = Resource::new_blocking(|| (), |()| get_sign_in());
    let form = view! {
        <form method="post" action="/session/sign-in" class="stack">
            <input type="hidden" name="next" value=next() />
            {field(words::LOGIN, "login", "text", "username")}
            {field(words::PASSWORD, "password", "password", "current-password")}
            {button(words::SIGN_IN)}
            <p class="hint">{words::NO_ACCOUNT.get(lang)}</p>
        </form>
        <Suspense>
            {move || Suspend::new(async move {
                let roles = view.await.map(|view| view.demo_roles).unwrap_or_default();
                (!roles.is_empty()).then(|| demo(&roles))
            })}
        </Suspense>
    };
    small_page(words::SIGN_IN, form.into_any())
}

fn demo(roles: &[String]) -> AnyView {
    let lang = use_lang();
    let button = |code: &String| {
        let role = baogong_domain::access::Role::parse(code)?;
        let name = role_name(role).get(lang).to_owned();
        Some(view! { <button class="button" name="role" value=code.clone()>{name}</button> })
    };
    view! {
        <form method="post" action="/session/demo" class="demo-roles">
            <h2>{words::DEMO_HEAD.get(lang)}</h2>
            <p class="hint">{words::DEMO_NOTE.get(lang)}</p>
            <input type="hidden" name="next" value=next() />
            <div>{roles.iter().filter_map(button).collect_view()}</div>
        </form>
    }
    .into_any()
}

/// The code of the authenticator, and setting one up.
#[component]
pub(crate) fn SecondFactorPage() -> impl IntoView {
    let view = Resource::new_blocking(|| (), |()| get_second_factor());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => second_factor(view),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn second_factor(view: SecondFactorView) -> AnyView {
    let lang = use_lang();
    let note = if view.enrolment.is_some() { words::ENROL_NOTE } else { words::CODE_NOTE };
    let enrolment = view.enrolment.map(|enrolment| {
        view! {
            <div class="qr" role="img" aria-label="QR" inner_html=enrolment.qr_svg></div>
            <p class="hint">{words::ENROL_SECRET.get(lang)} <br /> <code class="secret">{enrolment.secret}</code></p>
        }
    });
    let form = view! {
        <p>{note.get(lang)}</p>
        {enrolment}
        <form method="post" action="/session/second-factor" class="stack">
            <input type="hidden" name="next" value=next() />
            <label class="field">
                <span>{words::CODE.get(lang)}</span>
                <input
                    name="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    pattern="[0-9 ]{6,7}"
                    maxlength="7"
                    required
                />
            </label>
            {button(words::CONFIRM)}
        </form>
    };
    small_page(words::SECOND_FACTOR, form.into_any())
}

/// An invitation: the first password.
#[component]
pub(crate) fn InvitationPage() -> impl IntoView {
    let lang = use_lang();
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let asked = token.clone();
    let view = Resource::new_blocking(move || asked.clone(), get_invitation);
    view! {
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match view.await {
                        Err(PageError::NotFound) => {
                            let note = view! { <p>{words::INVITATION_GONE_NOTE.get(lang)}</p> };
                            small_page(words::INVITATION_GONE, note.into_any())
                        }
                        Err(error) => view! { <Failure error /> }.into_any(),
                        Ok(login) => {
                            let form = view! {
                                <p>{words::invitation_for(lang, &login)}</p>
                                <form method="post" action="/session/invitation" class="stack">
                                    <input type="hidden" name="token" value=token />
                                    // For the browser's store of passwords.
                                    <input type="text" name="login" value=login autocomplete="username" readonly hidden />
                                    {field(words::NEW_PASSWORD, "new", "password", "new-password")}
                                    {field(words::AGAIN, "again", "password", "new-password")}
                                    <p class="hint">{words::PASSWORD_NOTE.get(lang)}</p>
                                    {button(words::CONFIRM)}
                                </form>
                            };
                            small_page(words::INVITATION, form.into_any())
                        }
                    }
                })
            }}
        </Suspense>
    }
}

/// The own account: password, second factor, sessions.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    let view = Resource::new_blocking(|| (), |()| get_own_account());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => own_account(view),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn own_account(view: OwnAccountView) -> AnyView {
    let lang = use_lang();
    let role = baogong_domain::access::Role::parse(&view.role).map(role_name);
    let role = role.as_ref().map_or("", |name: &Name| name.get(lang)).to_owned();
    let changed = use_query_map().read_untracked().get("done").is_some();
    let changed = changed.then(|| view! { <p class="done" role="status">{words::PASSWORD_CHANGED.get(lang)}</p> });
    let complaint = complaint(lang).map(|words| view! { <p class="complaint" role="alert">{words}</p> });
    let head = |text: Text| view! { <th scope="col">{text.get(lang)}</th> };
    let rows = view.sessions.into_iter().map(|session| {
        let this = session.current.then(|| view! { " " <span class="mark">{words::THIS_ONE.get(lang)}</span> });
        view! {
            <tr>
                <th scope="row">{session.since} {this}</th>
                <td>{session.last_seen}</td>
                <td>{session.origin}</td>
                <td class="device">{session.device}</td>
            </tr>
        }
    });
    view! {
        <Title text=text::page_title(lang, words::MY_ACCOUNT.get(lang)) />
        <main id="main" class="page account">
            <h1>{view.name} " " <small>{view.login} " · " {role}</small></h1>
            {changed}
            {complaint}
            <section class="panel">
                <h2>{words::CHANGE_PASSWORD.get(lang)}</h2>
                <form method="post" action="/session/password" class="stack">
                    {field(words::OLD_PASSWORD, "old", "password", "current-password")}
                    {field(words::NEW_PASSWORD, "new", "password", "new-password")}
                    {field(words::AGAIN, "again", "password", "new-password")}
                    <p class="hint">{words::PASSWORD_NOTE.get(lang)}</p>
                    <p class="actions">
                        {button(words::CHANGE_PASSWORD)} " "
                        <a class="button" href="/second-factor" rel="external">
                            {words::SET_UP_SECOND_FACTOR.get(lang)}
                        </a>
                    </p>
                </form>
            </section>
            <section class="panel">
                <h2>{words::SESSIONS.get(lang)}</h2>
                <div class="scroll" role="region" tabindex="0" aria-label=words::SESSIONS.get(lang)>
                    <table class="plain">
                        <thead>
                            <tr>{head(words::SINCE)} {head(words::LAST_SEEN)} {head(words::FROM)} {head(words::DEVICE)}</tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
                <form method="post" action="/session/sign-out-everywhere">
                    <button class="button" type="submit">
                        {words::SIGN_OUT_EVERYWHERE.get(lang)}
                    </button>
                </form>
            </section>
        </main>
    }
    .into_any()
}
