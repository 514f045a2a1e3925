//! Forms whose answer says what is wrong beside each field, and what somebody faster has written there. What was typed
//! stays as it is until it is saved.

use leptos::prelude::*;

use crate::{
    model::registry::{ConflictView, FormOutcome},
    server_functions::PageError,
    text::{self, Lang, Text, registry as words, use_lang},
};

/// What an action answered last.
pub(crate) type Answer<F> = Option<Result<FormOutcome<F>, PageError>>;

/// A form with what its action answered last.
pub(crate) struct Form<F: Send + Sync + 'static> {
    /// Tells the fields of several forms on a page apart.
    prefix: String,
    answer: Signal<Answer<F>>,
}

/// What a control must carry, so that its field is named and its faults are told.
pub(crate) struct Control {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) told: String,
    pub(crate) invalid: Signal<Option<&'static str>>,
}

impl<F: Clone + Send + Sync + 'static> Form<F> {
    pub(crate) fn new(prefix: impl Into<String>, answer: impl Fn() -> Answer<F> + Send + Sync + 'static) -> Self {
        Self { prefix: prefix.into(), answer: Signal::derive(answer) }
    }

    /// Does something once it is done; hears the code or key of what was written.
    pub(crate) fn when_done(&self, then: impl Fn(String) + 'static) {
        let answer = self.answer;
        Effect::new(move || {
            if let Some(Ok(FormOutcome::Done(what))) = answer.get() {
                then(what);
            }
        });
    }

    /// The revision to send: the one that was shown, or the one that is current by now.
    pub(crate) fn base(&self, shown: i64) -> Signal<i64> {
        let answer = self.answer;
        Signal::derive(move || conflict(answer.get()).map_or(shown, |conflict| conflict.revision))
    }

    /// A field with its label; `was` is the value that the form began with, `theirs` finds what somebody faster wrote.
    pub(crate) fn field(
        &self,
        label: Text,
        name: &'static str,
        was: String,
        theirs: impl Fn(&F) -> String + Send + Sync + 'static,
        control: impl FnOnce(Control) -> AnyView,
    ) -> AnyView {
        let (lang, answer) = (use_lang(), self.answer);
        let (id, told) = (format!("{}-{name}", self.prefix), format!("{}-{name}-told", self.prefix));
        let wrong = Signal::derive(move || fault(answer.get(), name, lang));
        let other = Signal::derive(move || {
            let now = conflict(answer.get()).map(|conflict| theirs(&conflict.theirs));
            now.filter(|now| *now != was)
                .map(|now| words::theirs(lang, if now.is_empty() { words::EMPTY_VALUE.get(lang) } else { &now }))
        });
        let control = control(Control {
            id: id.clone(),
            name: format!("form[{name}]"),
            told: told.clone(),
            invalid: Signal::derive(move || wrong.get().map(|_| "true")),
        });
        view! {
            <div class="field">
                <label for=id>{label.get(lang)}</label>
                {control}
                <div id=told class="field-told">
                    {move || wrong.get().map(|words| view! { <p class="field-error">{words}</p> })}
                    {move || other.get().map(|words| view! { <p class="field-theirs">{words}</p> })}
                </div>
            </div>
        }
        .into_any()
    }

    /// A field of one line.
    pub(crate) fn line(
        &self,
        label: Text,
        name: &'static str,
        value: String,
        theirs: impl Fn(&F) -> String + Send + Sync + 'static,
        kind: Kind,
    ) -> AnyView {
        self.field(label, name, value.clone(), theirs, |control| {
            let Control { id, name, told, invalid } = control;
            view! {
                <input
                    id=id
                    name=name
                    type=kind.kind
                    value=value
                    required=kind.required
                    list=kind.list
                    placeholder=kind.hint
                    maxlength="500"
                    autocomplete="off"
                    aria-describedby=told
                    aria-invalid=move || invalid.get()
                />
            }
            .into_any()
        })
    }

    /// What became of the form as a whole, before its first field.
    pub(crate) fn outcome(&self, done: Option<Text>) -> AnyView {
        let (lang, answer) = (use_lang(), self.answer);
        let words = move || match answer.get()? {
            Ok(FormOutcome::Done(_)) => {
                done.map(|done| view! { <p class="done" role="status">{done.get(lang)}</p> }.into_any())
            }
            Ok(FormOutcome::Refused(_)) => Some(complaint(words::REFUSED.get(lang).to_owned())),
            Ok(FormOutcome::Conflict(conflict)) => Some(complaint(match conflict.by.as_str() {
                "" => words::FASTER_UNKNOWN.get(lang).to_owned(),
                who => words::faster(lang, who, &conflict.at),
            })),
            Err(error) => Some(complaint(failure(error, lang))),
        };
        words.into_any()
    }
}

/// What an input of one line is.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_field_names, reason = "an input has a kind, too: that is HTML's word for it")]
pub(crate) struct Kind {
    /// `text`, `date`…
    pub(crate) kind: &'static str,
    pub(crate) required: bool,
    /// A list of suggestions.
    pub(crate) list: Option<&'static str>,
    pub(crate) hint: Option<&'static str>,
}

impl Kind {
    /// Plain text.
    pub(crate) const TEXT: Self = Self { kind: "text", required: false, list: None, hint: None };

    /// The same, required.
    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

fn complaint(words: String) -> AnyView {
    view! { <p class="complaint" role="alert">{words}</p> }.into_any()
}

fn conflict<F>(answer: Answer<F>) -> Option<ConflictView<F>> {
    match answer? {
        Ok(FormOutcome::Conflict(conflict)) => Some(*conflict),
        _ => None,
    }
}

fn fault<F>(answer: Answer<F>, field: &str, lang: Lang) -> Option<String> {
    match answer? {
        Ok(FormOutcome::Refused(wrong)) => {
            let of_field: Vec<&str> =
                wrong.iter().filter(|fault| fault.field == field).map(|fault| fault.message.get(lang)).collect();
            (!of_field.is_empty()).then(|| of_field.join(" "))
        }
        _ => None,
    }
}

fn failure(error: PageError, lang: Lang) -> String {
    match error {
        PageError::Invalid { message, .. } => {
            let (zh, en) = message.split_once(" / ").unwrap_or((&message, &message));
            if lang == Lang::Zh { zh } else { en }.to_owned()
        }
        PageError::Denied => text::DENIED.get(lang).to_owned(),
        PageError::NotFound => text::NOT_FOUND.get(lang).to_owned(),
        PageError::SignedOut => text::accounts::SIGNED_OUT.get(lang).to_owned(),
        PageError::Failed => text::FAILED.get(lang).to_owned(),
    }
}
