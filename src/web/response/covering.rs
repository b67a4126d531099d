//! The covering note after the response: what stands, what is given, and the act that submits it and nothing else. A file is given on the page
//! of its question first, so that what is submitted was seen.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::items::{FileItem, Said, place_of};
use super::response_id;
use super::section::response_title;
use crate::domain::access::Submit;
use crate::domain::questionnaire::{Kind, Place, Visibility};
use crate::domain::response::covering::{self, CoveringNote};
use crate::domain::response::{Body, Change, Response, Stamp};
use crate::domain::{Error, publication};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A question that asks for the note.
struct Asked {
    code: String,
    label: Said,
    stamp: String,
    /// What was submitted, in words; empty for nothing.
    submitted: String,
    /// Where a file is given; nothing for a text.
    file: Option<String>,
    /// Where its earlier versions are.
    history: String,
    /// The draft has another file or text than was submitted.
    waits: bool,
    /// The name of the file, or the text, as it will be submitted.
    present: String,
    /// What was typed where a colleague gave another text meanwhile, which stands in the field.
    typed_over: Option<String>,
    /// The files beside it, which are submitted with it.
    attached: Vec<FileItem>,
    multiline: bool,
    most: u32,
    court: bool,
}

#[derive(Template)]
#[template(path = "response/covering.html")]
struct CoveringPage {
    page: Page,
    id: String,
    state: String,
    revision: i32,
    missing: bool,
    asked: Vec<Asked>,
    after_freeze: bool,
    error: Option<String>,
}

impl CoveringPage {
    /// Whether there is something that can be submitted: of files it shows before.
    fn is_given(&self) -> bool {
        self.asked.iter().any(|asked| asked.file.is_none() || !asked.present.is_empty())
    }
}

/// What stands for the reason of a revision: in words where it is the fixed one of a covering note.
pub fn reason_words(words: Words, reason: &str) -> String {
    if reason == covering::REASON { words.t("covering-reason") } else { reason.to_owned() }
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    show(&visit, &id, &[], None).await
}

/// The page, with what was typed on it. Who typed over what a colleague gave meanwhile sees that in the field; what they typed stands below, and is
/// not put over it.
async fn show(visit: &Visit, id: &str, typed: &[Change], error: Option<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(id).map_err(fail)?;
    let read = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Submit, Response>(&key)?;
        let note = covering::of_response(ctx, &permit)?.ok_or(Error::NotFound)?;
        Ok((permit.into_row(), note))
    });
    let (response, note) = read.await.map_err(fail)?;
    let words = visit.words();
    let title = if note.is_missing() { "covering-add" } else { "covering-replace" };
    let mut page = Page::new(visit, &words.t(title))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{id}"), response_title(words, response.cycle.year));
    page.errors = usize::from(error.is_some());
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = CoveringPage {
        page,
        id: id.to_owned(),
        state: visit.app.names.of(&response.state_id, visit.language),
        revision: response.revision,
        missing: note.is_missing(),
        asked: note.questions.iter().filter_map(|index| asked(words, id, &note, *index, typed)).collect(),
        after_freeze: response.cycle.stage == crate::domain::access::Stage::Frozen,
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn asked(words: Words, id: &str, note: &CoveringNote, index: usize, typed: &[Change]) -> Option<Asked> {
    let form = &note.draft.form;
    let node = form.nodes.get(index)?;
    let section = &form.nodes.get(node.section)?.code;
    let place = Place { code: node.code.clone(), instance: String::new() };
    let value = value_at(note, &place);
    let is_file = node.kind == Kind::File;
    let name = |value: &str| {
        let found = note.draft.files.iter().find(|(file, _)| file.as_str() == value);
        found.map(|(_, facts)| facts.name.clone()).unwrap_or_default()
    };
    let given = note.submitted(&node.code).map(|answer| answer.value.as_str()).unwrap_or_default();
    let typed = typed.iter().find(|change| change.place == place && !is_file);
    let stamp = note.draft.stamp(&place);
    let (still, over) = (typed.filter(|typed| typed.stamp == stamp), typed.filter(|typed| typed.stamp != stamp));
    let text = still.map_or(value, |typed| typed.body.value.as_str());
    Some(Asked {
        code: node.code.clone(),
        label: Said::label_alone(node, words, form),
        stamp: stamp.to_string(),
        attached: note.draft.attached(&place).map(|(id, facts)| FileItem::of_facts(words, id, facts)).collect(),
        submitted: if is_file { name(given) } else { given.to_owned() },
        file: is_file.then(|| format!("/responses/{id}/sections/{section}/files/{}?then=note", node.code)),
        history: format!("/responses/{id}/sections/{section}/history/{}", node.code),
        waits: !value.is_empty() && value != given,
        present: if is_file { name(value) } else { text.to_owned() },
        typed_over: over.and_then(|typed| typed_over(note, typed)),
        multiline: node.kind == Kind::Text { multiline: true },
        most: node.max_length,
        court: note.evaluation.row(index, "").is_some_and(|row| row.effective_visibility == Visibility::Court),
    })
}

fn value_at<'a>(note: &'a CoveringNote, place: &Place) -> &'a str {
    note.draft.answers.get(place).map(|answer| answer.body.value.as_str()).unwrap_or_default()
}

/// What was typed over a text that has changed since; nothing where the field was left as the page showed it.
fn typed_over(note: &CoveringNote, typed: &Change) -> Option<String> {
    let answer = note.draft.answers.get(&typed.place);
    let value = typed.body.value.replace("\r\n", "\n");
    let body = Body { value, ..answer.map(|answer| answer.body.clone()).unwrap_or_default() };
    let typed = Change { body, visibility: answer.and_then(|answer| answer.visibility), ..typed.clone() };
    let value = &typed.body.value;
    let is_lost = !value.is_empty() && value != value_at(note, &typed.place) && typed.is_touched();
    is_lost.then(|| value.clone())
}

/// Takes a file or a text away that was given and not submitted, and shows the page again. It is shown at once and not by a redirect, so that what
/// was typed in its other fields stays; loading it anew takes nothing away twice.
async fn take_away(visit: &Visit, id: &str, posted: &Posted, code: &str, seen: i32) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (key, taken) = (response_id(id).map_err(fail)?, code.to_owned());
    let stamp: Stamp = posted.read(visit, &format!("stamp:{code}"))?;
    let unit = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let permit = ctx.permit::<Submit, Response>(&key)?;
        covering::take_away(ctx, &permit, &taken, seen, &stamp)
    };
    let mut typed = changes(posted);
    match visit.app.db.write(visit.actor(), unit).await {
        Ok(written) => {
            written.settle();
            typed.retain(|change| change.place != place_of(code));
            show(visit, id, &typed, None).await
        }
        Err(Error::Refused(refusal)) => show(visit, id, &typed, Some(refusal_words(visit.words(), &refusal))).await,
        Err(error) => Err(fail(error)),
    }
}

/// Submits the note, and shows the receipt. A second click shows the same receipt. The other button takes away what was given.
pub async fn submit(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(&id).map_err(fail)?;
    let seen: i32 = posted.read(&visit, "revision")?;
    let code = posted.get("take_away");
    if !code.is_empty() {
        return take_away(&visit, &id, &posted, code, seen).await;
    }
    let given = changes(&posted);
    let (changes, arrived) = (given.clone(), visit.now);
    let unit = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let permit = ctx.permit::<Submit, Response>(&key)?;
        publication::submit_covering_note(ctx, &permit, seen, &changes, arrived).map(|submitted| submitted.revision)
    };
    match visit.app.db.write(visit.actor(), unit).await {
        Ok(number) => Ok(layout::see(format!("/responses/{id}/revisions/{number}/receipt"))),
        Err(Error::Refused(refusal)) => show(&visit, &id, &given, Some(refusal_words(visit.words(), &refusal))).await,
        Err(error) => Err(visit.fault(error)),
    }
}

/// What the form holds of each question: the stamp that was shown, and of a text what was typed.
fn changes(posted: &Posted) -> Vec<Change> {
    let change = |(name, stamp): &(String, String)| {
        let key = name.strip_prefix("stamp:")?;
        let value = posted.get(&format!("value:{key}")).to_owned();
        let body = Body { value, ..Body::default() };
        Some(Change { place: place_of(key), stamp: stamp.parse().ok()?, body, visibility: None })
    };
    posted.fields().iter().filter_map(change).collect()
}
