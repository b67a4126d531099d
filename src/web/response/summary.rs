//! What stands above a section's questions: a line for each fault and for each pair of rival texts, and what was typed where there is no
//! field for it any more.

use std::collections::{HashMap, HashSet};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::items::{Item, Question, Said, Typed, place_of};
use super::section::response_title;
use super::sheet::{Sheet, value_words};
use crate::domain::Error;
use crate::domain::access::Read;
use crate::domain::ids::ResponseId;
use crate::domain::questionnaire::{Form, Node};
use crate::domain::response::draft;
use crate::domain::response::{Body, Change, Response};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::visit::Visit;

/// A line of the error summary.
#[derive(Debug, Clone)]
pub struct ErrorLine {
    pub key: String,
    pub words: String,
}

/// What was typed in an entry that a colleague has removed: there is no field for it any more.
#[derive(Debug, Clone)]
pub struct Lost {
    pub label: String,
    pub texts: Vec<String>,
}

#[derive(Template)]
#[template(path = "response/kept.html")]
struct KeptPage {
    page: Page,
    id: String,
    words: String,
    lost: Vec<Lost>,
}

fn question_of(item: &mut Item) -> Option<&mut Question> {
    match item {
        Item::Question(question) | Item::GroupBegin(question) => Some(question),
        Item::RepeatBegin(repeat) => Some(&mut repeat.question),
        _ => None,
    }
}

/// Shows the groups around what was refused, where a rule hides them.
pub(super) fn open_around_faults(items: &mut [Item], typed: &HashMap<String, Typed>) {
    let mut around = Vec::new();
    let mut to_open = Vec::new();
    for (at, item) in items.iter_mut().enumerate() {
        if let Some(question) = question_of(item)
            && typed.get(&question.key).is_some_and(|typed| !typed.faults.is_empty())
        {
            to_open.extend(around.iter().copied());
        }
        match item {
            Item::GroupBegin(_) | Item::HeadBegin { .. } | Item::RepeatBegin(_) => around.push(at),
            Item::GroupEnd | Item::RepeatEnd { .. } => {
                around.pop();
            }
            _ => {}
        }
    }
    for at in to_open {
        if let Some(question) = items.get_mut(at).and_then(question_of) {
            question.shown = true;
        }
    }
}

/// What was typed for questions that do not stand on the page any more, in the order of the form.
pub(super) fn lost(sheet: &Sheet<'_>, items: &[Item]) -> Vec<Lost> {
    let here: HashSet<&str> = items
        .iter()
        .filter_map(|item| match item {
            Item::Question(question) | Item::GroupBegin(question) => Some(question.key.as_str()),
            Item::RepeatBegin(repeat) => Some(repeat.question.key.as_str()),
            _ => None,
        })
        .collect();
    let mut gone: Vec<_> = sheet
        .typed
        .iter()
        .filter(|(key, _)| !here.contains(key.as_str()))
        .filter_map(|(key, typed)| Some((sheet.form.node(&place_of(key).code)?, typed)))
        .collect();
    gone.sort_by_key(|((index, _), _)| *index);
    gone.into_iter()
        .map(|((_, node), typed)| Lost {
            label: format!("{} {}", node.code, Said::label_alone(node, sheet.words, sheet.form).text),
            texts: texts(sheet.words, sheet.form, node, &typed.body),
        })
        .collect()
}

/// The texts of what was typed for a question.
fn texts(words: Words, form: &Form, node: &Node, body: &Body) -> Vec<String> {
    let beside = [body.comment.clone(), body.reason.clone()];
    value_words(words, form, node, &body.value).into_iter().chain(beside).filter(|text| !text.is_empty()).collect()
}

/// Every fault that stands on the page, in its order.
pub(super) fn error_lines(items: &[Item]) -> Vec<ErrorLine> {
    let mut lines = Vec::new();
    for item in items {
        let question = match item {
            Item::Question(question) => question.as_ref(),
            Item::GroupBegin(question) => question.as_ref(),
            Item::RepeatBegin(repeat) => &repeat.question,
            _ => continue,
        };
        if question.shown {
            lines.extend(question.faults.iter().map(|words| ErrorLine {
                key: question.key.clone(),
                words: fault_line(&question.code, &question.label, &question.entry, words),
            }));
        }
    }
    lines
}

/// A fault in an error summary: which question it is of, in which entry, and what to do.
pub fn fault_line(code: &str, label: &Said, entry: &str, fault: &str) -> String {
    let of = if entry.is_empty() { String::new() } else { format!(" ({entry})") };
    format!("{code} {}{of} – {fault}", label.text)
}

/// Where two texts wait to be chosen between.
pub(super) fn rival_lines(items: &[Item]) -> Vec<ErrorLine> {
    let mut lines = Vec::new();
    for item in items {
        let question = match item {
            Item::Question(question) | Item::GroupBegin(question) => question.as_ref(),
            Item::RepeatBegin(repeat) => &repeat.question,
            _ => continue,
        };
        // Who only reads it does not choose.
        let rivals = question.rivals.iter().filter(|_| question.yours);
        lines.extend(rivals.map(|rival| ErrorLine { key: rival.id.clone(), words: question.code.clone() }));
    }
    lines
}

/// What was typed in a section that is not the person's any more, so that it can be copied. Of the section it shows nothing else.
pub(super) async fn kept(
    visit: &Visit,
    id: &ResponseId,
    code: &str,
    changes: &[&Change],
    words: String,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = id.clone();
    let opened = visit.app.db.look_up(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&key)?;
        Ok((draft::open(ctx, &permit)?.form.clone(), permit.into_row()))
    });
    let (form, response) = opened.await.map_err(fail)?;
    form.sections().find(|(_, node)| node.code == code).ok_or(Error::NotFound).map_err(fail)?;
    let lost = changes.iter().filter_map(|change| {
        let (_, node) = form.node(&change.place.code)?;
        Some(Lost {
            label: format!("{} {}", node.code, Said::label_alone(node, visit.words(), &form).text),
            texts: texts(visit.words(), &form, node, &change.body),
        })
    });
    kept_page(visit, &response, lost.collect(), words)
}

/// One text that was typed in a form of a response which takes no changes any more, so that it can be copied.
pub(super) async fn kept_text(
    visit: &Visit,
    id: &ResponseId,
    (label, text): (String, String),
    words: String,
) -> Result<HttpResponse, Fault> {
    let key = id.clone();
    let opened = visit.app.db.look_up(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&key)?;
        Ok(permit.into_row())
    });
    let response = opened.await.map_err(|error| visit.fault(error))?;
    kept_page(visit, &response, vec![Lost { label, texts: vec![text] }], words)
}

fn kept_page(visit: &Visit, response: &Response, lost: Vec<Lost>, words: String) -> Result<HttpResponse, Fault> {
    let title = visit.words().t("save-kept-title");
    let page = KeptPage {
        page: Page::new(visit, &title)
            .under("/", visit.words().t("home-title"))
            .under(format!("/responses/{}", response.id), response_title(visit.words(), response.cycle.year)),
        id: response.id.to_string(),
        words,
        lost,
    };
    layout::html(StatusCode::FORBIDDEN, &page).map_err(|problem| visit.fault(problem))
}
