//! The history of an answer: every saved version, what differs from the one before, and the way back to each.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::compare::Deadline;
use super::differ::{Comparing, Part, Side};
use super::items::{FileItem, Said, place_of};
use super::save::save_fault_words;
use super::{page_under, response_id};
use crate::domain::Error;
use crate::domain::access::{Edit, Read};
use crate::domain::questionnaire::{Node, Place, Visibility};
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::history::{self, Deed, Done, History, Version};
use crate::domain::response::{Saved, Section, Stamp, writes};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A version as the page shows it.
struct Item {
    number: i32,
    by: String,
    when: String,
    /// It is what stands in the draft.
    stands: bool,
    first: bool,
    parts: Vec<Part>,
    /// What else changed, in words.
    notes: Vec<String>,
    /// What was done beside since this version, before the next.
    since: Vec<Beside>,
}

/// Something that was done beside the versions.
struct Beside {
    by: String,
    when: String,
    said: String,
}

#[derive(Template)]
#[template(path = "response/history.html")]
struct HistoryPage {
    page: Page,
    code: String,
    label: Said,
    items: Vec<Item>,
    /// What was done before the first version.
    earlier: Vec<Beside>,
    /// The one version that is looked at whole.
    whole: Option<i32>,
    /// The last version of the next page, for who reads on.
    older: Option<i32>,
    is_later: bool,
    may_restore: bool,
    removed: bool,
    errors: Vec<String>,
    stamp: String,
    here: String,
    back: String,
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// One version, whole, against what stands now.
    version: Option<i32>,
    /// Versions that are not after this one.
    last: Option<i32>,
}

/// What the page needs, read in one unit of work.
struct Opened {
    draft: std::sync::Arc<Draft>,
    history: History,
    year: i32,
    editable: bool,
}

/// The page.
pub async fn page(
    visit: Visit,
    path: web::Path<(String, String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    show(&visit, &path.into_inner(), &asked, Vec::new()).await
}

async fn show(
    visit: &Visit,
    (id, code, question): &(String, String, String),
    asked: &Asked,
    errors: Vec<String>,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = (response_id(id).map_err(fail)?, code.clone());
    let place = place_of(question);
    let (at, last) = (place.clone(), asked.version.or(asked.last));
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let section = ctx.permit::<Read, Section>(&key)?;
        let draft = draft::around(ctx, &section)?;
        let history = history::history(ctx, &section, &at, last)?;
        let editable = writes(ctx, &section, &draft.form, &at.code);
        Ok(Opened { draft, history, year: section.row().response.cycle.year, editable })
    });
    let opened = opened.await.map_err(fail)?;
    let known = |wanted: i32| opened.history.versions.first().is_some_and(|version| version.number == wanted);
    if asked.version.is_some_and(|wanted| !known(wanted)) {
        return Err(fail(Error::NotFound));
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (visiting, whole) = (visit.clone(), asked.version);
    let (id, code, question) = (id.clone(), code.clone(), question.clone());
    // To compare fifty pairs of long texts may take some tenths of a second: not on the thread that serves others.
    let made = web::block(move || history_page(&visiting, &opened, whole, (&id, &code, &question, &place), errors));
    let page = made.await.map_err(|error| fail(Error::internal(error)))?.ok_or(Error::NotFound).map_err(fail)?;
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn history_page(
    visit: &Visit,
    opened: &Opened,
    whole: Option<i32>,
    (id, code, question, place): (&str, &str, &str, &Place),
    errors: Vec<String>,
) -> Option<HistoryPage> {
    let words = visit.words();
    let draft = &opened.draft;
    let (_, node) = draft.form.node(&place.code)?;
    let back = format!("/responses/{id}/sections/{code}");
    let here = format!("{back}/history/{question}");
    let stands = draft.stamp(place).version;
    let mut items = items(words, opened, node, place, whole, stands);
    let versions = &opened.history.versions;
    let mut earlier = Vec::new();
    for deed in opened.history.deeds.iter().filter(|_| whole.is_none()) {
        let since = versions.iter().position(|version| version.at <= deed.at);
        let stands_in = since.and_then(|at| items.get_mut(at)).map_or(&mut earlier, |item| &mut item.since);
        stands_in.push(beside(words, deed));
    }
    let older = opened.history.before.as_ref().filter(|_| whole.is_none()).map(|version| version.number);
    let mut page = page_under(visit, "history-title", id, code, opened.year, &format!("#q-{question}"));
    page.errors = errors.len();
    Some(HistoryPage {
        page,
        code: node.code.clone(),
        label: Said::label_alone(node, words, &draft.form),
        whole,
        older,
        is_later: whole.is_none() && versions.first().is_some_and(|version| version.number < stands),
        may_restore: opened.editable && !opened.history.removed,
        removed: opened.history.removed,
        errors,
        stamp: draft.stamp(place).to_string(),
        here,
        back,
        items,
        earlier,
    })
}

fn beside(words: Words, deed: &Deed) -> Beside {
    let file = deed.file.as_ref().map(|(id, facts)| FileItem::of_facts(words, id, facts).described());
    let said = match (deed.done, file) {
        (Done::Confirmed { year }, _) => words.t1("history-confirmed", "year", year),
        (Done::Attached, file) => words.t1("history-file-attached", "file", file.unwrap_or_default()),
        (Done::Described, Some(file)) => words.t1("history-file-described", "file", file),
        (Done::TakenAway, Some(file)) => words.t1("history-file-removed", "file", file),
        (Done::BroughtBack, Some(file)) => words.t1("history-file-back", "file", file),
        (Done::Described, None) => words.t("history-file-described-some"),
        (Done::TakenAway, None) => words.t("history-file-removed-some"),
        (Done::BroughtBack, None) => words.t("history-file-back-some"),
    };
    Beside { by: deed.by.clone(), when: words.moment(deed.at), said }
}

fn items(words: Words, opened: &Opened, node: &Node, place: &Place, whole: Option<i32>, stands: i32) -> Vec<Item> {
    let until = Deadline::for_a_page();
    let versions = &opened.history.versions;
    let standing = opened.draft.answers.get(place);
    let against = |at: usize| -> Option<Version> {
        if whole.is_none() {
            return versions.get(at + 1).or(opened.history.before.as_ref()).cloned();
        }
        standing.map(|answer| Version {
            number: answer.stamp.version,
            body: answer.body.clone(),
            visibility: answer.visibility,
            by: String::new(),
            at: answer.changed_at,
        })
    };
    let shown = versions.iter().enumerate().take(if whole.is_some() { 1 } else { versions.len() });
    shown
        .map(|(at, version)| {
            let before = against(at);
            let how = Comparing { words, until, whole: whole.is_some() };
            let compared = Compared { draft: &opened.draft, node, how };
            Item {
                number: version.number,
                by: version.by.clone(),
                when: words.moment(version.at),
                stands: version.number == stands && !opened.history.removed,
                first: before.is_none(),
                parts: compared.parts(before.as_ref(), version),
                notes: compared.notes(before.as_ref(), version),
                since: Vec::new(),
            }
        })
        .collect()
}

/// How two versions of one question are compared.
struct Compared<'a> {
    draft: &'a Draft,
    node: &'a Node,
    how: Comparing,
}

impl Compared<'_> {
    fn parts(&self, before: Option<&Version>, after: &Version) -> Vec<Part> {
        let files = |id: &str| {
            let known = self.draft.files.iter().find(|(known, _)| known.as_str() == id);
            known.map(|(_, facts)| facts.name.clone())
        };
        let after = Side { form: &self.draft.form, node: self.node, body: &after.body, files: &files };
        match before {
            Some(before) => self.how.parts(&Side { body: &before.body, ..after }, &after),
            None => self.how.alone(&after),
        }
    }

    /// What changed besides texts: declining, and who reads it.
    fn notes(&self, before: Option<&Version>, after: &Version) -> Vec<String> {
        let words = self.how.words;
        let declined = before.is_some_and(|before| before.body.declined);
        let mut notes: Vec<String> = self.how.declining(declined, after.body.declined).into_iter().collect();
        let readers = |chosen: Option<Visibility>| {
            let read = chosen.unwrap_or(self.node.visibility);
            words.t(if read == Visibility::Court { "readers-court" } else { "readers-states" })
        };
        let (old, new) = (readers(before.and_then(|before| before.visibility)), readers(after.visibility));
        if old != new {
            notes.push(words.with("history-readers", &[("before", old), ("after", new)]));
        }
        notes
    }
}

/// Saves an earlier version anew, as any other save.
pub async fn restore(
    visit: Visit,
    path: web::Path<(String, String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let path = path.into_inner();
    let (id, code, question) = &path;
    let (Ok(version), Ok(stamp)) = (posted.get("version").parse::<i32>(), posted.get("stamp").parse::<Stamp>()) else {
        return show(&visit, &path, &Asked::default(), Vec::new()).await;
    };
    let key = (response_id(id).map_err(fail)?, code.clone());
    let place = place_of(question);
    let written = visit.app.db.write(visit.actor(), move |ctx| {
        let section = ctx.permit::<Edit, Section>(&key)?;
        history::restore(ctx, &section, &place, version, &stamp)
    });
    let outcome = written.await.map_err(fail)?.settle();
    let here = format!("/responses/{id}/sections/{code}");
    match outcome.saved.first() {
        Some(Saved::Rival(rival)) => Ok(layout::see(format!("{here}/rivals/{rival}"))),
        Some(Saved::Faulty(faults)) => {
            let place = place_of(question);
            let worded = |fault| save_fault_words(visit.words(), &outcome.draft.form, &place.code, fault);
            let errors = faults.iter().map(worded).collect();
            show(&visit, &path, &Asked { version: Some(version), last: None }, errors).await
        }
        Some(Saved::Unchanged | Saved::Written) | None => Ok(layout::see(format!("{here}?saved=1#q-{question}"))),
    }
}
