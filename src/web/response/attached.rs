//! The files beside an answer: what is attached, with what is said of it and who attached it; to attach another, to say otherwise what one is, to
//! take one away and to bring it back.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::described::Fields;
use super::file::{received, take_upload};
use super::items::{FileItem, Said, place_of};
use super::uploads::Sending;
use super::{page_under, response_id};
use crate::domain::access::{Edit, Permit};
use crate::domain::db::Ctx;
use crate::domain::ids::AttachmentId;
use crate::domain::questionnaire::{Place, Visibility};
use crate::domain::response::attached::{self, Attached, Beside};
use crate::domain::response::description::Description;
use crate::domain::response::draft::Draft;
use crate::domain::response::files::{self, As, Kept};
use crate::domain::response::uploads::{self, Upload};
use crate::domain::response::{FileFacts, Section};
use crate::domain::{Error, Refusal, Result as Done};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A file as the page shows it.
struct Line {
    file: FileItem,
    /// "Attached by N. Diop, 19 April 2027, 14:32".
    by: String,
    /// "Taken away by …"; empty where it stands.
    removed: String,
    /// It is the one that is being described.
    describing: bool,
}

#[derive(Template)]
#[template(path = "response/attached.html")]
struct AttachedPage {
    page: Page,
    code: String,
    label: Said,
    /// Which entry of a repeat it is; empty outside.
    entry: String,
    /// The file that is the answer, where it is described here.
    answer: Option<Line>,
    there: Vec<Line>,
    removed: Vec<Line>,
    /// What is said of the file that is described, or of the one to be attached.
    fields: Fields,
    /// The mark of what the page showed first of the file that is described.
    seen: String,
    /// A file is described; none is attached meanwhile.
    describing: bool,
    full: bool,
    court: bool,
    /// The answer is declined, so that other States see nothing of it.
    declined: bool,
    done: Option<String>,
    error: Option<String>,
    sending: Sending,
    most: usize,
    megabytes: usize,
    here: String,
    back: String,
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// The file that is to be described.
    #[serde(default)]
    file: String,
    /// What was done: a word of [`DONE`].
    #[serde(default)]
    done: String,
}

/// What can have been done, each with its message `attached-done-WORD`.
const DONE: &[&str] = &["attached", "there", "described", "removed", "back"];

type Way = (String, String, String);

/// What was typed and not taken.
struct Refused {
    fields: Fields,
    error: String,
    /// The mark that the form carried. What is put right is still a change of what was shown first; nothing where all was shown again.
    seen: Option<String>,
}

/// The page.
pub async fn page(visit: Visit, path: web::Path<Way>, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    show(&visit, &path.into_inner(), &asked, None).await
}

/// What the page is made of.
struct Opened {
    beside: Beside,
    /// The file that is the answer, where it is asked for.
    answer: Option<(AttachmentId, FileFacts)>,
    /// What this person has on the way there.
    waiting: Vec<Upload>,
    year: i32,
}

fn open(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, file: &str) -> Done<Opened> {
    let beside = attached::at(ctx, section, place)?;
    let is_answer = |draft: &Draft| draft.answers.get(place).is_some_and(|answer| answer.body.value == file);
    let answer = beside.draft.files.iter().find(|(id, _)| id.as_str() == file && is_answer(&beside.draft));
    let answer = answer.map(|(id, facts)| (id.clone(), facts.clone()));
    let waiting = uploads::at(ctx, section, place, true)?;
    Ok(Opened { answer, beside, waiting, year: section.row().response.cycle.year })
}

async fn show(visit: &Visit, way: &Way, asked: &Asked, refused: Option<Refused>) -> Result<HttpResponse, Fault> {
    let (id, code, key) = way;
    let fail = |error| visit.fault(error);
    let of = (response_id(id).map_err(fail)?, code.clone());
    let (place, file) = (place_of(key), asked.file.clone());
    let at = place.clone();
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let section = ctx.permit::<Edit, Section>(&of)?;
        open(ctx, &section, &at, &file)
    });
    let opened = opened.await.map_err(fail)?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = attached_page(visit, way, &place, asked, refused, &opened);
    let page = page.ok_or(Error::NotFound).map_err(fail)?;
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn attached_page(
    visit: &Visit,
    (id, code, key): &Way,
    place: &Place,
    asked: &Asked,
    refused: Option<Refused>,
    opened: &Opened,
) -> Option<AttachedPage> {
    let words = visit.words();
    let Opened { beside, answer, waiting, year } = opened;
    let draft = &beside.draft;
    let node = draft.form.nodes.get(beside.question)?;
    let described = beside.there.iter().find(|file| file.id.as_str() == asked.file).map(|file| &file.facts);
    let described = described.or(answer.as_ref().map(|(_, facts)| facts));
    let back = format!("/responses/{id}/sections/{code}");
    let mut page = page_under(visit, "attached-title", id, code, *year, &format!("#q-{key}"));
    page.errors = usize::from(refused.is_some());
    let stands = described.map(|facts| &facts.description);
    let mark = || stands.map(Description::mark).unwrap_or_default();
    let (fields, error, seen) = match refused {
        // Of a file that is not there any more nothing is said, and nothing of it is for another.
        Some(Refused { error, .. }) if stands.is_none() && !asked.file.is_empty() => {
            (Fields::default(), Some(error), String::new())
        }
        Some(Refused { fields, error, seen }) => (fields, Some(error), seen.unwrap_or_else(mark)),
        None => (stands.map(Fields::of).unwrap_or_default(), None, mark()),
    };
    let line = |file: &Attached| line(words, file, &asked.file);
    let row = draft.evaluation(visit.now);
    let row = row.row(beside.question, &place.instance);
    Some(AttachedPage {
        code: node.code.clone(),
        label: Said::label_alone(node, words, &draft.form),
        entry: super::sheet::entry_name(words, draft, &place.instance),
        answer: answer.as_ref().map(|(id, facts)| Line {
            file: FileItem::of_facts(words, id, facts),
            by: String::new(),
            removed: String::new(),
            describing: true,
        }),
        there: beside.there.iter().map(line).collect(),
        removed: beside.removed.iter().map(line).collect(),
        describing: described.is_some(),
        fields,
        seen,
        full: beside.there.len() >= attached::MOST_AT_ANSWER,
        court: row.is_some_and(|row| row.effective_visibility == Visibility::Court),
        declined: draft.answers.get(place).is_some_and(|answer| answer.body.declined),
        done: DONE.contains(&asked.done.as_str()).then(|| words.t(&format!("attached-done-{}", asked.done))),
        error,
        sending: Sending::of(&back, key, true, waiting.clone()),
        most: attached::MOST_AT_ANSWER,
        megabytes: files::MOST_BYTES / 1024 / 1024,
        here: format!("{back}/attachments/{key}"),
        back: format!("{back}?all=1#q-{key}"),
        page,
    })
}

fn line(words: Words, file: &Attached, described: &str) -> Line {
    let who = |key: &str, by: &str, at| words.t2(key, "who", by, "when", words.moment(at));
    Line {
        file: FileItem::of_facts(words, &file.id, &file.facts),
        by: who("attached-by", &file.by, file.at),
        removed: file.removed.as_ref().map(|(by, at)| who("attached-removed-by", by, *at)).unwrap_or_default(),
        describing: file.id.as_str() == described,
    }
}

/// Attaches a file: looks at it, seals it, writes it, and notes it beside the answer. What fails leaves nothing behind.
pub async fn attach(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<Way>,
    payload: Multipart,
) -> Result<HttpResponse, Fault> {
    let way = path.into_inner();
    let (upload, fields) = received(&visit, &request, payload, &[]).await?;
    let (id, code, key) = &way;
    match take_upload(&visit, (id, code, key), As::Attached, &fields, upload).await {
        Ok(Kept::There) => Ok(done(&way, "there")),
        Ok(Kept::Attached | Kept::Answer(_)) => Ok(done(&way, "attached")),
        Err(Error::Refused(refusal)) => {
            let refused = Refused { fields, error: refusal_words(visit.words(), &refusal), seen: None };
            show(&visit, &way, &Asked::default(), Some(refused)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

fn done((id, code, key): &Way, what: &str) -> HttpResponse {
    layout::see(format!("/responses/{id}/sections/{code}/attachments/{key}?done={what}"))
}

/// Says otherwise what a file is, takes one away, or brings one back.
pub async fn change(
    visit: Visit,
    path: web::Path<(String, String, String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (id, code, key, file) = path.into_inner();
    let of = (response_id(&id).map_err(fail)?, code.clone());
    let (place, way) = (place_of(&key), (id, code, key));
    let file: AttachmentId = file.parse().map_err(|_| fail(Error::NotFound))?;
    let fields = Fields::posted(posted.fields());
    let (what, seen) = (posted.get("do").to_owned(), posted.get("seen").to_owned());
    let (changing, typed) = (file.clone(), fields.clone());
    let changed = visit.app.db.write(visit.actor(), move |ctx| {
        let section = ctx.permit::<Edit, Section>(&of)?;
        match what.as_str() {
            "remove" => attached::remove(ctx, &section, &place, &changing).map(|()| "removed"),
            "back" => attached::bring_back(ctx, &section, &place, &changing).map(|()| "back"),
            "describe" => {
                let description = typed.description()?;
                attached::describe(ctx, &section, &place, &changing, (&seen, &description)).map(|()| "described")
            }
            // Our page has no other button.
            _ => Err(Error::NotFound),
        }
    });
    match changed.await {
        Ok(what) => Ok(done(&way, what)),
        Err(Error::Refused(refusal)) => {
            let describes = posted.get("do") == "describe";
            let file = if describes { file.to_string() } else { String::new() };
            let asked = Asked { file, done: String::new() };
            let seen = Some(posted.get("seen").to_owned()).filter(|_| refusal != Refusal::FileDescribed);
            let refused = Refused { fields, error: refusal_words(visit.words(), &refusal), seen };
            show(&visit, &way, &asked, Some(refused)).await
        }
        Err(error) => Err(fail(error)),
    }
}
