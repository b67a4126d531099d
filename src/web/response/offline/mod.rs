//! Filling in away from the platform: the page that hands a draft out as a file and takes such a file back.

pub mod import;
mod parts;
mod phrases;
mod troubles;

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::items::FileItem;
use super::response_id;
use super::section::response_title;
use crate::domain::access::Read;
use crate::domain::ids::AttachmentId;
use crate::domain::questionnaire::xlsform::MAX_FILE;
use crate::domain::questionnaire::{Problem as Trouble, ProblemCode, Severity};
use crate::domain::response::offline::{self, Content, FileRead, Format, NotRead, Paper, Waiting, excel, word};
use crate::domain::response::{FileFacts, Response};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::{Language, Words};
use crate::web::layout::{self, Page};
use crate::web::visit::Visit;
use crate::web::{problem_words, upload};

/// The formats that a file is offered in, the first as the default.
const FORMATS: [Format; 2] = [Format::Word, Format::Excel];

/// A file that waits, as the page lists it.
struct Item {
    id: String,
    said: String,
}

/// A language that a file is offered in.
struct Offered {
    tag: &'static str,
    name: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "response/offline/offline.html")]
struct OfflinePage {
    page: Page,
    id: String,
    /// The formats that are offered, each with the words of its button.
    formats: Vec<(&'static str, String)>,
    languages: Vec<Offered>,
    may_bring: bool,
    megabytes: usize,
    waiting: Vec<Item>,
    discarded: bool,
    error: Option<String>,
}

/// What an address of the page says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    discarded: String,
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, &id, !asked.discarded.is_empty(), None).await
}

async fn show(visit: &Visit, id: &str, discarded: bool, error: Option<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(id).map_err(fail)?;
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&key)?;
        let may_bring = offline::may_bring(ctx, &permit).is_ok();
        let waiting = offline::waiting(ctx, &permit)?;
        Ok((permit.into_row(), may_bring, waiting))
    });
    let (response, may_bring, waiting) = opened.await.map_err(fail)?;
    let words = visit.words();
    let mut page = Page::new(visit, &words.t("offline-title"))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{id}"), response_title(words, response.cycle.year));
    page.errors = usize::from(error.is_some());
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let item = |file: Waiting| Item {
        said: words.with("offline-waiting-one", &[("by", file.by), ("when", words.moment(file.at))]),
        id: file.id.to_string(),
    };
    let language = |one: Language| Offered { tag: one.tag(), name: one.own_name(), chosen: one == visit.language };
    let page = OfflinePage {
        page,
        id: id.to_owned(),
        formats: FORMATS.iter().map(|format| (format.as_str(), words.t(button_of(*format)))).collect(),
        languages: Language::ALL.into_iter().map(language).collect(),
        may_bring,
        megabytes: MAX_FILE / 1024 / 1024,
        waiting: waiting.into_iter().map(item).collect(),
        discarded,
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn button_of(format: Format) -> &'static str {
    match format {
        Format::Excel => "offline-download-xlsx",
        Format::Word => "offline-download-docx",
    }
}

/// Which file is asked for; what is not said is the draft, in the first format, in the reader's language.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    format: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    content: String,
}

/// Hands a draft out as a file. What the reader does not see of the draft is not in it.
pub async fn download(visit: Visit, id: web::Path<String>, wanted: web::Query<Wanted>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(&id).map_err(fail)?;
    let absent = || fail(Error::NotFound);
    let format = match wanted.format.as_str() {
        "" => FORMATS[0],
        word => Format::parse(word).ok_or_else(absent)?,
    };
    let content = match wanted.content.as_str() {
        "" => Content::Draft,
        word => Content::parse(word).ok_or_else(absent)?,
    };
    let known = |language: &Language| language.tag() == wanted.language;
    let language = match wanted.language.as_str() {
        "" => visit.language,
        _ => Language::ALL.into_iter().find(known).ok_or_else(absent)?,
    };
    let of = key.clone();
    let made = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&of)?;
        let words = Words(language);
        let described = |id: &AttachmentId, facts: &FileFacts| FileItem::of_facts(words, id, facts).described();
        offline::make(ctx, &permit, content, language.tag(), &phrases::terms(words), &described)
    });
    let paper = made.await.map_err(fail)?;
    // Everybody who saves waits for a unit of work that writes: it holds the record alone.
    let reference = paper.reference.clone();
    let recorded = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&key)?;
        offline::record_taken(ctx, &permit, &reference, content, format)
    });
    recorded.await.map_err(fail)?;
    let state = visit.app.names.of(&paper.reference.state, language);
    let name = file_name(&paper, format);
    // Writing a file takes some tenths of a second: not on the thread that serves others.
    let written = web::block(move || written(&paper, format, Words(language), &state)).await;
    let bytes = written.map_err(|error| fail(Error::internal(error)))?.map_err(fail)?;
    Ok(layout::file(name, media_type(format), bytes))
}

fn written(paper: &Paper, format: Format, words: Words, state: &str) -> Result<Vec<u8>, Error> {
    let phrases = phrases::of_paper(words, paper, format, state);
    match format {
        Format::Excel => excel::write(paper, &phrases),
        Format::Word => word::write(paper, &phrases),
    }
}

/// `concord-SEN-2027-draft-v41-en.xlsx`: what it is, in letters that every system keeps.
fn file_name(paper: &Paper, format: Format) -> String {
    let offline::Reference { state, year, version, language, .. } = &paper.reference;
    let content = paper.content.as_str();
    format!("concord-{state}-{year}-{content}-v{version}-{language}.{}", format.as_str())
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
}

/// Takes a file back: reads it and keeps what it says, to be compared. Nothing of it is in the draft yet.
pub async fn upload(
    visit: Visit,
    request: HttpRequest,
    id: web::Path<String>,
    payload: Multipart,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let upload = upload::read(&visit, &request, payload, MAX_FILE).await?;
    let words = visit.words();
    let key = response_id(&id).map_err(fail)?;
    // Who may not bring a file is told before it is looked at.
    let asked = key.clone();
    let allowed = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&asked)?;
        offline::may_bring(ctx, &permit)
    });
    allowed.await.map_err(fail)?;
    if upload.too_large {
        let refusal = refusal_words(words, &Refusal::FileTooLarge { megabytes: MAX_FILE / 1024 / 1024 });
        return show(&visit, &id, false, Some(refusal)).await;
    }
    let Some((name, bytes)) = upload.file else {
        return show(&visit, &id, false, Some(words.t("offline-nothing"))).await;
    };
    let read = web::block(move || read(&bytes)).await.map_err(|error| fail(Error::internal(error)))?;
    let file = match read {
        Ok(file) => file,
        Err(why) => return show(&visit, &id, false, Some(not_read_words(words, why))).await,
    };
    let kept = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&key)?;
        offline::propose(ctx, &permit, &name, &file)
    });
    match kept.await {
        Ok(import) => Ok(layout::see(format!("/responses/{id}/imports/{import}"))),
        Err(Error::Refused(refusal)) => show(&visit, &id, false, Some(refusal_words(words, &refusal))).await,
        Err(error) => Err(fail(error)),
    }
}

fn read(bytes: &[u8]) -> Result<FileRead, NotRead> {
    let words = |tag: &str| Language::ALL.into_iter().find(|one| one.tag() == tag).map(|one| phrases::of(Words(one)));
    if word::is_one(bytes) { word::read(bytes, words) } else { excel::read(bytes, words) }
}

fn not_read_words(words: Words, why: NotRead) -> String {
    match why {
        NotRead::Document(refusal) => refusal_words(words, &refusal),
        NotRead::NoReference => refusal_words(words, &Refusal::PaperUnknown),
        // Whether it was to be the one or the other is not to be seen any more.
        NotRead::Workbook(ProblemCode::NotAWorkbook | ProblemCode::Damaged) => words.t("offline-neither"),
        NotRead::Workbook(code) => {
            let (severity, sheet, header) = (Severity::Error, String::new(), String::new());
            let why = problem_words(words, &Trouble { severity, sheet, row: 0, column: String::new(), header, code });
            words.t1("offline-not-read", "why", why)
        }
    }
}
