//! Sending a form with a file from the browser, with its progress: `fetch` tells none, so it is an `XMLHttpRequest`.

use leptos::{
    wasm_bindgen::{JsCast as _, JsValue, closure::Closure},
    web_sys::{FormData, HtmlFormElement, HtmlInputElement, ProgressEvent, XmlHttpRequest},
};

use crate::{
    model::files::{MAX_FILE_BYTES, UploadAnswer},
    text::{Lang, accounts, files as words},
};

/// How far an upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// So many percent have been sent.
    Sending(u32),
    /// All is sent, the server works.
    Checking,
}

fn problem(code: &str, message: &str) -> UploadAnswer {
    UploadAnswer::Problem { code: code.to_owned(), message: message.to_owned() }
}

/// Sends a form to an address of ours. `progress` is told how far it is, `done` what the server answers.
pub(crate) fn send(
    form: &HtmlFormElement,
    address: &str,
    lang: Lang,
    progress: impl Fn(Progress) + Clone + 'static,
    done: impl FnOnce(UploadAnswer) + 'static,
) {
    let file = form.query_selector("input[type=file]").ok().flatten();
    let file = file.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()?.files()?.get(0));
    // The server would hang up in the middle of a file that is too large.
    #[expect(clippy::cast_precision_loss, reason = "50 MiB are exact")]
    if file.is_some_and(|file| file.size() > MAX_FILE_BYTES as f64) {
        return done(problem("file_too_large", words::TOO_LARGE.get(lang)));
    }
    if try_send(form, address, lang, progress, done).is_err() {
        leptos::logging::error!("the browser could not send the form");
    }
}

fn try_send(
    form: &HtmlFormElement,
    address: &str,
    lang: Lang,
    progress: impl Fn(Progress) + Clone + 'static,
    done: impl FnOnce(UploadAnswer) + 'static,
) -> Result<(), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("POST", address, true)?;
    request.set_request_header("Accept", "application/json")?;
    let told = progress.clone();
    let sending = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
            told(Progress::Sending((event.loaded() / event.total() * 100.0) as u32));
        }
    });
    let upload = request.upload()?;
    upload.set_onprogress(Some(sending.into_js_value().unchecked_ref()));
    let checking = Closure::<dyn Fn()>::new(move || progress(Progress::Checking));
    upload.set_onload(Some(checking.into_js_value().unchecked_ref()));
    let answered = request.clone();
    let ended = Closure::once_into_js(move || {
        let status = answered.status().unwrap_or_default();
        let text = answered.response_text().ok().flatten().unwrap_or_default();
        done(match serde_json::from_str(&text) {
            Ok(answer) => answer,
            Err(_) if status == 401 => problem("signed_out", accounts::SIGNED_OUT_NOTE.get(lang)),
            Err(_) if status == 413 => problem("file_too_large", words::TOO_LARGE.get(lang)),
            Err(_) => problem("lost", words::LOST.get(lang)),
        });
    });
    request.set_onloadend(Some(ended.unchecked_ref()));
    request.send_with_opt_form_data(Some(&FormData::new_with_form(form)?))
}
