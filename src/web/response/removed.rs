//! The entries of a section that were removed, each with what it last said and a button to bring it back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::items::{FileItem, Said, key_of};
use super::sheet::value_words;
use super::{page_under, response_id};
use crate::domain::Error;
use crate::domain::access::{Edit, Read};
use crate::domain::questionnaire::{Kind, Place};
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::history::{self, RemovedEntry};
use crate::domain::response::{Body, Section, writes};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// Characters of an answer that are shown.
const EXCERPT: usize = 160;

/// An answer that went with its entry.
struct Line {
    code: String,
    said: String,
    history: String,
}

/// A removed entry.
struct Gone {
    id: String,
    repeat: Said,
    by: String,
    when: String,
    lines: Vec<Line>,
    /// It is the reader's to bring back.
    editable: bool,
}

#[derive(Template)]
#[template(path = "response/removed.html")]
struct RemovedPage {
    page: Page,
    code: String,
    entries: Vec<Gone>,
    refusal: Option<String>,
    back: String,
}

/// The page.
pub async fn page(visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse, Fault> {
    show(&visit, &path.into_inner(), None).await
}

async fn show(visit: &Visit, (id, code): &(String, String), refusal: Option<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = (response_id(id).map_err(fail)?, code.clone());
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let section = ctx.permit::<Read, Section>(&key)?;
        let draft = draft::around(ctx, &section)?;
        let entries = history::removed_entries(ctx, &section)?;
        let entries: Vec<(RemovedEntry, bool)> = entries
            .into_iter()
            .map(|entry| {
                let editable = writes(ctx, &section, &draft.form, &entry.repeat_code);
                (entry, editable)
            })
            .collect();
        Ok((draft, entries, section.row().response.cycle.year))
    });
    let (draft, entries, year) = opened.await.map_err(fail)?;
    let words = visit.words();
    let back = format!("/responses/{id}/sections/{code}");
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = page_under(visit, "removed-title", id, code, year, "");
    page.errors = usize::from(refusal.is_some());
    let entries = entries.into_iter();
    let entries = entries.map(|(entry, editable)| Gone { editable, ..gone(words, &draft, &back, entry) }).collect();
    let page = RemovedPage { page, code: code.clone(), entries, refusal, back };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn gone(words: Words, draft: &Draft, back: &str, entry: RemovedEntry) -> Gone {
    let repeat = draft.form.node(&entry.repeat_code).map(|(_, node)| Said::of(&node.label, words, &draft.form));
    let line = |place: &Place, said: String| Line {
        code: place.code.clone(),
        said,
        history: format!("{back}/history/{}", key_of(place)),
    };
    let answers =
        entry.answers.iter().map(|(place, body)| line(place, excerpt(&said(words, draft, &place.code, body))));
    let files = entry.files.iter().map(|(place, id, facts)| {
        let file = FileItem::of_facts(words, id, facts).described();
        line(place, words.t1("history-file-attached", "file", file))
    });
    let mut lines: Vec<Line> = answers.collect();
    for file in files {
        // Below the answer that it stood beside.
        let at = lines.iter().rposition(|line| line.history == file.history).map_or(lines.len(), |at| at + 1);
        lines.insert(at, file);
    }
    let (repeat, when) = (repeat.unwrap_or_default(), words.moment(entry.at));
    Gone { lines, id: entry.id, repeat, by: entry.by, when, editable: false }
}

/// What an answer says, in words: the answer, or else what stands beside it.
fn said(words: Words, draft: &Draft, code: &str, body: &Body) -> String {
    let Some((_, node)) = draft.form.node(code) else { return String::new() };
    if body.declined {
        return words.t("declined");
    }
    if body.value.is_empty() {
        return body.comment.clone();
    }
    match node.kind {
        Kind::File => {
            let known = draft.files.iter().find(|(id, _)| id.as_str() == body.value);
            known.map(|(_, facts)| facts.name.clone()).unwrap_or_default()
        }
        Kind::Acknowledge => words.t("acknowledge"),
        _ => value_words(words, &draft.form, node, &body.value).join(", "),
    }
}

fn excerpt(text: &str) -> String {
    let short: String = text.chars().take(EXCERPT).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// Brings an entry back.
pub async fn bring_back(
    visit: Visit,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let path = path.into_inner();
    let (id, code) = &path;
    let key = (response_id(id).map_err(fail)?, code.clone());
    let entry = posted.get("entry").to_owned();
    let back = visit.app.db.write(visit.actor(), move |ctx| {
        let section = ctx.permit::<Edit, Section>(&key)?;
        match history::bring_back(ctx, &section, &entry) {
            // A second click, or a colleague's: it is back.
            Err(Error::NotFound) if draft::around(ctx, &section)?.entries.iter().any(|known| known.id == entry) => {
                Ok(())
            }
            done => done,
        }
    });
    match back.await {
        Ok(()) => Ok(layout::see(format!("/responses/{id}/sections/{code}?saved=1"))),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, &path, Some(words)).await
        }
        Err(error) => Err(fail(error)),
    }
}
