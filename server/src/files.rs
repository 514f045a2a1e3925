//! The file doors: uploads that are previewed and then imported, refused rows, templates and exports.
//!
//! Uploads are read here and nowhere else, within limits of size, number and time; what they hold is judged by the use
//! cases. A browser with JavaScript asks for JSON and stays on its page; without it the same address answers with a page.

use std::{pin::Pin, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Query, Request, State, multipart::Field},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use baogong_app::{
    files::{self, Uploaded},
    model::files::{MappingForm, UploadAnswer},
    session::Signed,
};
use baogong_domain::{
    Grain, Period,
    access::{Actor, Role},
};
use baogong_services::{
    ServiceError, Services,
    export::Ask,
    import::{ImportOptions, MadeFile, Previewed, mapping::Mapping},
    sheet::{MAX_FILE_BYTES, SheetError},
    table::TableFormat,
    template::TemplateQuery,
};
use leptos::prelude::{LeptosOptions, provide_context};
use serde_json::json;
use tokio::sync::Semaphore;

/// Uploads that are received at a time: they lie in memory.
static RECEIVED: Semaphore = Semaphore::const_new(8);

/// Files that are read at a time: as many as there are cores to spare.
static READ: Semaphore = Semaphore::const_new(2);

/// How long a file may take to arrive.
const PATIENCE: Duration = Duration::from_mins(15);

/// What a form holds beside its file.
const MAX_FORM_BYTES: usize = 256 * 1024;

type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// What the doors need.
#[derive(Clone)]
struct Doors {
    services: Services,
    page: Arc<dyn Fn(Parts, UploadAnswer) -> Answering + Send + Sync>,
}

/// The file doors.
pub(crate) fn routes(services: Services, options: LeptosOptions) -> Router {
    let page_services = services.clone();
    let page = move |parts: Parts, answer: UploadAnswer| -> Answering {
        let (services, options) = (page_services.clone(), options.clone());
        let context = move || {
            provide_context(services.clone());
            provide_context(Uploaded(answer.clone()));
            baogong_app::prepare_response();
        };
        let render = leptos_axum::render_app_async_with_context(context, move || baogong_app::shell(options.clone()));
        render(Request::from_parts(parts, Body::empty()))
    };
    let limit = usize::try_from(MAX_FILE_BYTES).unwrap_or(usize::MAX) + MAX_FORM_BYTES;
    Router::new()
        .route("/files/preview", post(preview))
        .route("/files/import", post(import))
        .route("/files/refused", post(refused))
        .route("/files/sample", post(sample))
        .layer(DefaultBodyLimit::max(limit))
        .route("/files/template.xlsx", get(template))
        .route("/export/{file}", get(export))
        .with_state(Doors { services, page: Arc::new(page) })
}

/// A request as its handlers need it.
struct Caller {
    actor: Actor,
    parts: Parts,
    /// Whether a program asks, such as the page's own script.
    json: bool,
}

impl Caller {
    fn of(mut parts: Parts) -> Result<Self, Response> {
        let actor = parts.extensions.get::<Signed>().and_then(Signed::actor);
        let actor = actor.ok_or_else(|| StatusCode::UNAUTHORIZED.into_response())?;
        let accept = parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
        let json = accept.is_some_and(|accept| accept.contains("application/json"));
        // A page that answers a form is rendered like the page of that address.
        parts.method = Method::GET;
        Ok(Self { actor, parts, json })
    }
}

/// Why a door stays shut.
enum Refusal {
    Service(ServiceError),
    TooLarge,
    Form(&'static str),
    Slow,
}

impl From<ServiceError> for Refusal {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl Refusal {
    /// Status, stable code and words.
    fn told(self) -> (StatusCode, String, String) {
        let (status, code, message) = match self {
            Self::TooLarge => {
                let error = SheetError::TooLarge;
                (StatusCode::PAYLOAD_TOO_LARGE, error.code(), error.to_string())
            }
            Self::Form(what) => {
                let message = format!("表单不完整 / the form is incomplete: {what}");
                (StatusCode::BAD_REQUEST, "form_invalid", message)
            }
            Self::Slow => {
                let message = "文件迟迟未传完 / the file took too long to arrive";
                (StatusCode::REQUEST_TIMEOUT, "upload_slow", message.to_owned())
            }
            Self::Service(error) => {
                let status = match &error {
                    ServiceError::NotFound(_) => StatusCode::NOT_FOUND,
                    ServiceError::Denied(_) => StatusCode::FORBIDDEN,
                    ServiceError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                    ServiceError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
                };
                let message = match &error {
                    // The driver's words are for the log.
                    ServiceError::Store(error) => {
                        tracing::error!(%error, "a file door failed");
                        "现在处理不了，请稍后重试 / it cannot be done now: try again in a moment".to_owned()
                    }
                    error => error.to_string(),
                };
                (status, error.code(), message)
            }
        };
        (status, code.to_owned(), message)
    }
}

impl Doors {
    /// Hands an answer to a form back: as JSON, or as the page.
    async fn answer(&self, caller: Caller, answer: UploadAnswer, status: StatusCode) -> Response {
        if caller.json {
            return (status, Json(answer)).into_response();
        }
        let mut response = (self.page)(caller.parts, answer).await;
        if response.status() == StatusCode::OK {
            *response.status_mut() = status;
        }
        response
    }

    async fn refuse(&self, caller: Caller, refusal: Refusal, what: &str) -> Response {
        if let Refusal::Service(error) = &refusal {
            self.services.remember_refusal(&caller.actor, what, error).await;
        }
        let (status, code, message) = refusal.told();
        self.answer(caller, UploadAnswer::Problem { code, message }, status).await
    }

    /// The mapping that a form names.
    async fn mapping(&self, actor: &Actor, form: &mut Form) -> Result<Option<Mapping>, ServiceError> {
        match (form.mapping, form.draft.take()) {
            (_, Some(draft)) => files::mapping_file(draft).check().map(Some),
            (Some(id), None) => self.services.mapping(actor, id).await.map(Some),
            (None, None) => Ok(None),
        }
    }
}

/// A form with a file.
#[derive(Default)]
struct Form {
    name: String,
    bytes: Vec<u8>,
    mapping: Option<i64>,
    /// A mapping that is being made.
    draft: Option<MappingForm>,
    digest: String,
    seen: i64,
    reason: String,
    partial: bool,
}

impl Form {
    async fn read(request: Request) -> Result<Self, Refusal> {
        let declared =
            request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if declared.is_some_and(|length: u64| length > MAX_FILE_BYTES + MAX_FORM_BYTES as u64) {
            return Err(Refusal::TooLarge);
        }
        let _permit = RECEIVED.acquire().await.map_err(|_| Refusal::Slow)?;
        tokio::time::timeout(PATIENCE, Self::receive(request)).await.map_err(|_| Refusal::Slow)?
    }

    async fn receive(request: Request) -> Result<Self, Refusal> {
        let mut parts =
            Multipart::from_request(request, &()).await.map_err(|_| Refusal::Form("multipart/form-data"))?;
        let mut form = Self::default();
        let mut has_file = false;
        let broken = |error: axum::extract::multipart::MultipartError| {
            if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Refusal::TooLarge
            } else {
                Refusal::Form("multipart/form-data")
            }
        };
        while let Some(field) = parts.next_field().await.map_err(broken)? {
            let most = usize::try_from(MAX_FILE_BYTES).unwrap_or(usize::MAX);
            match field.name().unwrap_or_default() {
                "file" => {
                    has_file = true;
                    form.name = file_name(field.file_name().unwrap_or_default());
                    form.bytes = bytes(field, most).await?;
                }
                "mapping" => {
                    form.mapping = Some(text(field).await?)
                        .filter(|id| !id.is_empty())
                        .map(|id| id.parse())
                        .transpose()
                        .map_err(|_| Refusal::Form("mapping"))?;
                }
                "draft" => {
                    let draft = Some(text(field).await?).filter(|draft| !draft.is_empty());
                    let draft = draft.map(|draft| serde_json::from_str(&draft)).transpose();
                    form.draft = draft.map_err(|_| Refusal::Form("draft"))?;
                }
                "digest" => form.digest = text(field).await?,
                "seen" => form.seen = text(field).await?.parse().map_err(|_| Refusal::Form("seen"))?,
                "reason" => form.reason = text(field).await?.trim().chars().take(500).collect(),
                "partial" => form.partial = !text(field).await?.is_empty(),
                _ => {}
            }
        }
        if has_file && !form.name.is_empty() { Ok(form) } else { Err(Refusal::Form("请选择文件 / choose a file")) }
    }

    fn options<'f>(&'f self, mapping: Option<&'f Mapping>, previewed: Option<&'f Previewed>) -> ImportOptions<'f> {
        ImportOptions {
            mapping,
            dry_run: false,
            partial: self.partial,
            skip_untouched: true,
            reason: &self.reason,
            previewed,
        }
    }
}

/// A file's own name, for the history of its figures.
fn file_name(given: &str) -> String {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(200).collect()
}

async fn bytes(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > most => return Err(Refusal::TooLarge),
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(bytes),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => return Err(Refusal::TooLarge),
            Err(_) => return Err(Refusal::Form("multipart/form-data")),
        }
    }
}

async fn text(field: Field<'_>) -> Result<String, Refusal> {
    String::from_utf8(bytes(field, MAX_FORM_BYTES).await?).map_err(|_| Refusal::Form("UTF-8"))
}

/// Reads a form as whoever sends it.
async fn received(request: Request) -> Result<(Caller, Result<Form, Refusal>), Response> {
    let (parts, body) = request.into_parts();
    let caller = Caller::of(parts.clone())?;
    let form = Form::read(Request::from_parts(parts, body)).await;
    Ok((caller, form))
}

async fn preview(State(doors): State<Doors>, request: Request) -> Result<Response, Response> {
    let (caller, form) = received(request).await?;
    let answer = async {
        let mut form = form?;
        let mapping = doors.mapping(&caller.actor, &mut form).await?;
        let _permit = READ.acquire().await;
        let bytes = std::mem::take(&mut form.bytes);
        let preview = doors.services.preview(&caller.actor, bytes, form.options(mapping.as_ref(), None)).await?;
        let reason_always = caller.actor.role().is_some_and(Role::is_office);
        Ok::<_, Refusal>(files::preview(&preview, form.name, form.mapping, reason_always))
    };
    Ok(match answer.await {
        Ok(answer) => doors.answer(caller, answer, StatusCode::OK).await,
        Err(refusal) => doors.refuse(caller, refusal, "files.preview").await,
    })
}

async fn import(State(doors): State<Doors>, request: Request) -> Result<Response, Response> {
    let (caller, form) = received(request).await?;
    let answer = async {
        let mut form = form?;
        if form.digest.is_empty() {
            return Err(Refusal::Form("请先预览 / preview the file first"));
        }
        let mapping = doors.mapping(&caller.actor, &mut form).await?;
        let _permit = READ.acquire().await;
        let bytes = std::mem::take(&mut form.bytes);
        let previewed = Previewed { digest: form.digest.clone(), seen: form.seen };
        let options = form.options(mapping.as_ref(), Some(&previewed));
        let report = doors.services.import(&caller.actor, &form.name, bytes, options).await?;
        Ok::<_, Refusal>(files::report(&report, form.name, form.mapping))
    };
    Ok(match answer.await {
        Ok(answer) => doors.answer(caller, answer, StatusCode::OK).await,
        Err(refusal) => doors.refuse(caller, refusal, "files.import").await,
    })
}

async fn refused(State(doors): State<Doors>, request: Request) -> Result<Response, Response> {
    let (caller, form) = received(request).await?;
    let answer = async {
        let mut form = form?;
        let mapping = doors.mapping(&caller.actor, &mut form).await?;
        let _permit = READ.acquire().await;
        let bytes = std::mem::take(&mut form.bytes);
        let file = doors.services.refused_rows(&caller.actor, bytes, form.options(mapping.as_ref(), None)).await?;
        let stem = form.name.rsplit_once('.').map_or(form.name.as_str(), |(stem, _)| stem);
        Ok::<_, Refusal>(download(&format!("{stem}-退回.{}", file.format.ending()), file))
    };
    Ok(match answer.await {
        Ok(response) => response,
        Err(refusal) => doors.refuse(caller, refusal, "files.refused").await,
    })
}

async fn sample(State(doors): State<Doors>, request: Request) -> Result<Response, Response> {
    let (caller, form) = received(request).await?;
    let answer = async {
        let form = form?;
        let _permit = READ.acquire().await;
        Ok::<_, Refusal>(files::sample(doors.services.sample(&caller.actor, form.bytes).await?))
    };
    Ok(match answer.await {
        Ok(answer) => doors.answer(caller, answer, StatusCode::OK).await,
        Err(refusal) => doors.refuse(caller, refusal, "files.sample").await,
    })
}

type Asked = Query<Vec<(String, String)>>;

async fn template(State(doors): State<Doors>, asked: Asked, request: Request) -> Result<Response, Response> {
    let caller = Caller::of(request.into_parts().0)?;
    let ask: Ask = asked.0.into_iter().collect();
    let made = async {
        let grain = |text: &str| Grain::parse(text).filter(|grain| *grain != Grain::Year).ok_or("day, month");
        let query = TemplateQuery {
            grain: ask.read("grain", grain)?.unwrap_or(Grain::Day),
            first: ask.read("first", Period::parse)?.map(Period::first_day),
        };
        doors.services.template(&caller.actor, query).await
    };
    Ok(match made.await {
        Ok(bytes) => {
            let name = format!("填报模板-{}.xlsx", doors.services.clock().today());
            download(&name, MadeFile { format: TableFormat::Xlsx, bytes })
        }
        Err(error) => doors.problem(&caller, error, "files.template").await,
    })
}

async fn export(
    State(doors): State<Doors>,
    Path(file): Path<String>,
    asked: Asked,
    request: Request,
) -> Result<Response, Response> {
    let caller = Caller::of(request.into_parts().0)?;
    let ask: Ask = asked.0.into_iter().collect();
    let named = file.rsplit_once('.').and_then(|(what, ending)| Some((what, TableFormat::parse(ending)?)));
    let Some((what, format)) = named else { return Err(StatusCode::NOT_FOUND.into_response()) };
    let language = files::language(&caller.parts);
    Ok(match doors.services.export(&caller.actor, what, &ask, format, language).await {
        Ok((name, file)) => download(&name, file),
        Err(error) => doors.problem(&caller, error, "export").await,
    })
}

impl Doors {
    /// A refusal as RFC 9457 has it.
    async fn problem(&self, caller: &Caller, error: ServiceError, what: &str) -> Response {
        self.services.remember_refusal(&caller.actor, what, &error).await;
        let (status, code, message) = Refusal::Service(error).told();
        let body = json!({ "type": "about:blank", "status": status.as_u16(), "code": code, "title": message });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, body.to_string()).into_response()
    }
}

/// A file to be kept, not shown.
fn download(name: &str, file: MadeFile) -> Response {
    let plain = format!("baogong.{}", file.format.ending());
    let coded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    // RFC 8187 knows no `+` for a blank.
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", coded.replace('+', "%20"));
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static(file.format.media_type());
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], file.bytes).into_response()
}
