//! Whom to telephone at a party.

use leptos::{form::ActionForm, prelude::*};

use super::form::{Form, Kind};
use crate::{
    model::registry::{ContactForm, ContactView},
    server_functions::registry::{RemoveContact, SaveContact},
    text::{registry as words, use_lang},
};

/// The contacts, and for the office the forms that change them. `changed` hears that something was done.
pub(super) fn contacts(
    party: &str,
    contacts: &[ContactView],
    may_change: bool,
    changed: impl Fn() + Clone + 'static,
) -> AnyView {
    let lang = use_lang();
    let none = contacts.is_empty().then(|| view! { <p class="hint">{words::NO_CONTACTS.get(lang)}</p> });
    let entry = |contact: &ContactView| {
        let forms = may_change.then(|| change(party, contact, changed.clone()));
        view! { <li class="contact">{card(&contact.form)} {forms}</li> }
    };
    let add = may_change.then(|| {
        let form = form(party, "contact-new", 0, 0, ContactForm::default(), changed.clone());
        view! {
            <details class="act">
                <summary>{words::ADD_CONTACT.get(lang)}</summary>
                {form}
            </details>
        }
    });
    view! {
        <section class="panel contacts" aria-labelledby="contacts">
            <h2 id="contacts">{words::CONTACTS.get(lang)}</h2>
            {none}
            <ul>{contacts.iter().map(entry).collect_view()}</ul>
            {add}
        </section>
    }
    .into_any()
}

fn card(contact: &ContactForm) -> AnyView {
    let ContactForm { name, duty, phone, email, note } = contact.clone();
    let given = |text: &str| !text.is_empty();
    // What a telephone dials: an extension is for a person.
    let dialled: String =
        phone.split('转').next().unwrap_or_default().chars().filter(|c| "+0123456789".contains(*c)).collect();
    let phone_line = given(&phone).then(|| view! { <a href=format!("tel:{dialled}")>{phone}</a> });
    let email_line = given(&email).then(|| view! { <a href=format!("mailto:{email}")>{email.clone()}</a> });
    view! {
        <p>
            <strong>{name}</strong>
            " "
            <small>{duty}</small>
        </p>
        <p class="reach">{phone_line} {email_line}</p>
        {given(&note).then(|| view! { <p class="hint">{note}</p> })}
    }
    .into_any()
}

fn change(party: &str, contact: &ContactView, changed: impl Fn() + Clone + 'static) -> AnyView {
    let lang = use_lang();
    let (id, revision) = (contact.id, contact.revision);
    let form = form(party, &format!("contact-{id}"), id, revision, contact.form.clone(), changed.clone());
    let name = contact.form.name.clone();
    view! {
        <details class="act">
            <summary>{words::edit_contact(lang, &name)}</summary>
            {form}
            {removal(id, revision, &name, changed)}
        </details>
    }
    .into_any()
}

fn form(
    party: &str,
    prefix: &str,
    id: i64,
    revision: i64,
    began: ContactForm,
    changed: impl Fn() + 'static,
) -> AnyView {
    let lang = use_lang();
    let save = ServerAction::<SaveContact>::new();
    let form = Form::new(prefix, move || save.value().get());
    form.when_done(move |_| changed());
    let base = form.base(revision);
    let ContactForm { name, duty, phone, email, note } = began;
    let of = |kind: &'static str| Kind { kind, ..Kind::TEXT };
    let fields = [
        form.line(words::PERSON, "name", name, |theirs: &ContactForm| theirs.name.clone(), Kind::TEXT.required()),
        form.line(words::DUTY, "duty", duty, |theirs| theirs.duty.clone(), Kind::TEXT),
        form.line(words::PHONE, "phone", phone, |theirs| theirs.phone.clone(), of("tel")),
        form.line(words::EMAIL, "email", email, |theirs| theirs.email.clone(), of("email")),
        form.line(words::NOTE, "note", note, |theirs| theirs.note.clone(), Kind::TEXT),
    ];
    let (outcome, party) = (form.outcome(None), party.to_owned());
    view! {
        <ActionForm action=save attr:class="column-form" attr:novalidate=true>
            {outcome} <input type="hidden" name="party" value=party />
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="base" value=move || base.get().to_string() />
            <div class="two">{fields.collect_view()}</div>
            <button class="button primary" type="submit" disabled=move || save.pending().get()>
                {words::SAVE.get(lang)}
            </button>
        </ActionForm>
    }
    .into_any()
}

fn removal(id: i64, revision: i64, name: &str, changed: impl Fn() + 'static) -> AnyView {
    let lang = use_lang();
    let remove = ServerAction::<RemoveContact>::new();
    let form = Form::new(format!("remove-{id}"), move || remove.value().get());
    form.when_done(move |_| changed());
    let (outcome, confirm) = (form.outcome(None), words::confirm_remove(lang, name));
    view! {
        <ActionForm action=remove attr:class="removal">
            {outcome} <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="base" value=revision.to_string() />
            <label class="check">
                <input type="checkbox" required />
                {confirm}
            </label>
            <button class="button small" type="submit">
                {words::REMOVE.get(lang)}
            </button>
        </ActionForm>
    }
    .into_any()
}
