//! One section of a draft: its questions, saved as a whole or one by one as they are typed.

use std::collections::{HashMap, HashSet};

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::items::{Control, Item, Said, Sheet, Typed, fault_words, key_of, place_of};
use super::response_id;
use crate::domain::access::{Edit, Read, Resource};
use crate::domain::actor::Actor;
use crate::domain::db::Ctx;
use crate::domain::ids::ResponseId;
use crate::domain::questionnaire::{Form, Place, Visibility};
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::{self, Body, Change, Moved, Response, SaveFault, Saved, Section};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, Problem, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A line of the error summary.
#[derive(Debug, Clone)]
pub struct ErrorLine {
    pub key: String,
    pub words: String,
}

/// Another section, beside the page.
#[derive(Debug, Clone)]
pub struct Neighbour {
    pub code: String,
    pub title: String,
    pub here: bool,
    pub missing: usize,
    /// Nothing in it is required and nothing is answered: neither complete nor missing.
    asks_nothing: bool,
}

#[derive(Template)]
#[template(path = "response/section.html")]
struct SectionPage {
    page: Page,
    id: String,
    code: String,
    title: Said,
    hint: Said,
    items: Vec<Item>,
    neighbours: Vec<Neighbour>,
    errors: Vec<ErrorLine>,
    rivals: Vec<ErrorLine>,
    refusal: Option<String>,
    editable: bool,
    assigned_elsewhere: bool,
    saved: bool,
    year: i32,
    expected_by: String,
    preview: bool,
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// Name what is missing: after checking.
    check: Option<String>,
    /// Say that everything is saved.
    saved: Option<String>,
}

/// What a section's page needs, read in one unit of work.
struct Opened {
    draft: std::sync::Arc<Draft>,
    response: Response,
    editable: bool,
    open: bool,
}

fn open(ctx: &mut Ctx<'_>, id: &ResponseId, code: &str) -> crate::domain::Result<Opened> {
    let section = ctx.permit::<Read, Section>(&(id.clone(), code.to_owned()))?;
    let draft = draft::around(ctx, &section)?;
    let section = section.into_row();
    let editable = ctx.allow::<Edit>(&section.facts()).is_ok();
    Ok(Opened { draft, open: section.response.open, response: section.response, editable })
}

/// The page.
pub async fn page(
    visit: Visit,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let (id, code) = path.into_inner();
    show(&visit, &id, &code, &asked, HashMap::new(), None).await
}

/// Shows the section, with what was typed and could not be kept.
async fn show(
    visit: &Visit,
    id: &str,
    code: &str,
    asked: &Asked,
    typed: HashMap<String, Typed>,
    refusal: Option<String>,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let response = response_id(id).map_err(fail)?;
    let (key, of) = (response.clone(), code.to_owned());
    let opened = visit.app.db.look_up(visit.actor(), move |ctx| open(ctx, &key, &of)).await.map_err(fail)?;
    let status = if typed.is_empty() && refusal.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = section_page(visit, code, asked, typed, refusal, &opened).ok_or(Error::NotFound).map_err(fail)?;
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn section_page(
    visit: &Visit,
    code: &str,
    asked: &Asked,
    typed: HashMap<String, Typed>,
    refusal: Option<String>,
    opened: &Opened,
) -> Option<SectionPage> {
    let words = visit.words();
    let form = &opened.draft.form;
    let evaluation = opened.draft.evaluation(visit.now);
    let names_missing = asked.check.is_some();
    let sheet = Sheet {
        words,
        form,
        evaluation: &evaluation,
        draft: Some(&opened.draft),
        typed,
        names_missing,
        now: visit.now,
    };
    let (index, node) = form.node(code)?;
    let items = sheet.items(index);
    let errors = error_lines(&items);
    let rivals = rival_lines(&items);
    let title = Said::of(&node.label, words, form);
    let mut page = Page::new(visit, &format!("{code}. {}", title.text))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{}", opened.response.id), response_title(words, opened.response.cycle.year));
    page.errors = errors.len();
    Some(SectionPage {
        page,
        id: opened.response.id.to_string(),
        code: code.to_owned(),
        title,
        hint: Said::of(&node.hint, words, form),
        neighbours: neighbours(words, opened, index, visit),
        items,
        errors,
        rivals,
        refusal,
        editable: opened.editable,
        assigned_elsewhere: opened.open && !opened.editable,
        saved: asked.saved.is_some(),
        year: opened.response.cycle.year,
        expected_by: words.moment(opened.response.cycle.expected_by),
        preview: false,
    })
}

/// "Response 2027" in the reader's language.
pub fn response_title(words: Words, year: i32) -> String {
    words.plain("response-title", &[("year", year.to_string())])
}

fn neighbours(words: Words, opened: &Opened, here: usize, visit: &Visit) -> Vec<Neighbour> {
    let form = &opened.draft.form;
    let evaluation = opened.draft.evaluation(visit.now);
    let mut missing: HashMap<usize, usize> = HashMap::new();
    let mut concerned: HashSet<usize> = HashSet::new();
    for row in evaluation.rows().filter(|row| row.shown) {
        let Some(node) = form.nodes.get(row.node) else { continue };
        *missing.entry(node.section).or_default() += row.faults.len();
        let answer = opened.draft.answers.get(&Place { code: node.code.clone(), instance: row.instance.clone() });
        if row.required || answer.is_some_and(|answer| !answer.body.value.is_empty() || answer.body.declined) {
            concerned.insert(node.section);
        }
    }
    form.sections()
        .map(|(index, node)| Neighbour {
            code: node.code.clone(),
            title: Said::of(&node.label, words, form).text,
            here: index == here,
            missing: missing.get(&index).copied().unwrap_or_default(),
            asks_nothing: !concerned.contains(&index),
        })
        .collect()
}

fn error_lines(items: &[Item]) -> Vec<ErrorLine> {
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
                words: fault_line(&question.code, &question.label, words),
            }));
        }
    }
    lines
}

/// A fault in an error summary: which question it is of, and what to do.
pub fn fault_line(code: &str, label: &Said, fault: &str) -> String {
    format!("{code} {} – {fault}", label.text)
}

fn rival_lines(items: &[Item]) -> Vec<ErrorLine> {
    let mut lines = Vec::new();
    for item in items {
        let question = match item {
            Item::Question(question) | Item::GroupBegin(question) => question.as_ref(),
            Item::RepeatBegin(repeat) => &repeat.question,
            _ => continue,
        };
        lines.extend(
            question.rivals.iter().map(|rival| ErrorLine { key: rival.id.clone(), words: question.code.clone() }),
        );
    }
    lines
}

/// The changes that a form proposes: one for each question that carries its stamp.
fn changes(posted: &Posted) -> Result<Vec<Change>, Problem> {
    let mut changes = Vec::new();
    for (name, stamp) in posted.fields() {
        let Some(key) = name.strip_prefix("stamp:") else { continue };
        let field = |what: &str| format!("{what}:{key}");
        let visibility = match posted.get(&field("visibility")) {
            "" => None,
            word => Some(Visibility::parse(word).ok_or(Problem::Malformed)?),
        };
        let name = field("value");
        let value = posted.all(&name).filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" ");
        changes.push(Change {
            place: place_of(key),
            stamp: stamp.parse().map_err(|_| Problem::Malformed)?,
            body: Body {
                value: tidy(&value),
                comment: tidy(posted.get(&field("comment"))),
                declined: posted.get(&field("declined")) == "yes",
                reason: tidy(posted.get(&field("reason"))),
            },
            visibility,
        });
    }
    Ok(changes)
}

/// Browsers end lines with two characters; what is kept has one, so that a digest does not change by being shown.
fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// What was to be saved, and what became of it.
struct Outcome {
    changes: Vec<Change>,
    done: response::Outcome,
}

async fn save_changes(
    visit: &Visit,
    actor: Actor,
    id: &ResponseId,
    code: &str,
    changes: Vec<Change>,
) -> Result<Outcome, Error> {
    let (id, code) = (id.clone(), code.to_owned());
    visit
        .app
        .db
        .write(actor, move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(id.clone(), code.clone()))?;
            let done = response::save(ctx, &section, &changes)?;
            Ok(Outcome { changes: changes.clone(), done })
        })
        .await
        .inspect(|outcome| draft::keep(&outcome.done.response, &outcome.done.draft))
}

/// Saves what was posted. With `Accept: application/json` the answer says what became of each question; else it is a page.
pub async fn save(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (id, code) = path.into_inner();
    let response = response_id(&id).map_err(fail)?;
    let changes = changes(&posted).map_err(|problem| visit.fault(problem))?;
    let outcome = save_changes(&visit, visit.actor(), &response, &code, changes).await.map_err(fail)?;
    if wants_json(&request) {
        return Ok(HttpResponse::Ok().json(as_json(&visit, &outcome, &code)));
    }
    let typed = typed(visit.words(), &outcome);
    if !typed.is_empty() {
        return show(&visit, &id, &code, &Asked::default(), typed, None).await;
    }
    act(&visit, &response, &code, posted.get("then"), &outcome.done.draft).await
}

/// Saves the form that was posted when the session had expired, now that the same person has signed in again. What cannot be kept is
/// shown as it was typed, as after any other save.
///
/// # Errors
/// A page that says what went wrong.
pub async fn save_carried(visit: &Visit, id: ResponseId, code: String, fields: &Posted) -> Result<HttpResponse, Fault> {
    let here = format!("/responses/{id}/sections/{code}");
    let visit = &Visit { path: here.clone(), ..visit.clone() };
    let changes = changes(fields).map_err(|problem| visit.fault(problem))?;
    let outcome = save_changes(visit, visit.actor(), &id, &code, changes).await.map_err(|error| visit.fault(error))?;
    let typed = typed(visit.words(), &outcome);
    if !typed.is_empty() {
        return show(visit, id.as_str(), &code, &Asked::default(), typed, None).await;
    }
    Ok(match fields.get("then").strip_prefix("file:") {
        Some(question) => layout::see(format!("{here}/files/{question}")),
        None => layout::see(format!("{here}?saved=1")),
    })
}

/// The response and section of a section's address.
pub fn address_of(path: &str) -> Option<(ResponseId, String)> {
    let path = path.split('?').next()?;
    let (id, section) = path.strip_prefix("/responses/")?.split_once("/sections/")?;
    let section = percent_encoding::percent_decode_str(section).decode_utf8().ok()?;
    (!section.contains('/')).then_some((id.parse().ok()?, section.into_owned()))
}

fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

fn typed(words: Words, outcome: &Outcome) -> HashMap<String, Typed> {
    let pairs = outcome.changes.iter().zip(&outcome.done.saved);
    pairs
        .filter_map(|(change, saved)| match saved {
            Saved::Faulty(faults) => {
                let worded = |fault| save_fault_words(words, &outcome.done.draft.form, &change.place.code, fault);
                let faults = faults.iter().map(worded).collect();
                let typed = Typed { body: change.body.clone(), visibility: change.visibility, faults };
                Some((key_of(&change.place), typed))
            }
            Saved::Unchanged | Saved::Written | Saved::Rival(_) => None,
        })
        .collect()
}

fn save_fault_words(words: Words, form: &Form, code: &str, fault: &SaveFault) -> String {
    match fault {
        SaveFault::Answer(fault) => {
            form.node(code).map(|(_, node)| fault_words(words, form, node, fault)).unwrap_or_default()
        }
        SaveFault::CommentTooLong { max } => words.with("save-comment-too-long", &[("max", max.to_string())]),
        SaveFault::ReasonTooLong { max } => words.with("save-reason-too-long", &[("max", max.to_string())]),
        SaveFault::ControlCharacters => words.t("fault-control-character"),
        SaveFault::CannotDecline => words.t("fault-not-declinable"),
        SaveFault::VisibilityLocked => words.t("save-visibility-locked"),
    }
}

/// Does what the pressed button says, after everything is saved.
async fn act(visit: &Visit, id: &ResponseId, code: &str, then: &str, draft: &Draft) -> Result<HttpResponse, Fault> {
    let here = format!("/responses/{id}/sections/{code}");
    let (verb, what) = then.split_once(':').unwrap_or((then, ""));
    match verb {
        "add" | "up" | "down" => change_entries(visit, id, code, verb, what).await,
        "remove" => Ok(layout::see(format!("{here}/entries/{what}/remove"))),
        "file" => Ok(layout::see(format!("{here}/files/{what}"))),
        "stay" => Ok(layout::see(format!("{here}?saved=1"))),
        _ => {
            let sections: Vec<&str> = draft.form.sections().map(|(_, node)| node.code.as_str()).collect();
            let next = sections.iter().position(|section| *section == code).and_then(|at| sections.get(at + 1));
            Ok(layout::see(match next {
                Some(next) if draft.rivals.is_empty() => format!("/responses/{id}/sections/{next}"),
                Some(_) => format!("{here}?saved=1"),
                None => format!("/responses/{id}/check"),
            }))
        }
    }
}

async fn change_entries(
    visit: &Visit,
    id: &ResponseId,
    code: &str,
    verb: &str,
    what: &str,
) -> Result<HttpResponse, Fault> {
    let (key, of, verb, what) = (id.clone(), code.to_owned(), verb.to_owned(), what.to_owned());
    let done = visit
        .app
        .db
        .write(visit.actor(), move |ctx| {
            let section = ctx.permit::<Edit, Section>(&(key.clone(), of.clone()))?;
            let Place { code: repeat, instance: parent } = place_of(&what);
            match verb.as_str() {
                "add" => response::add_entry(ctx, &section, &repeat, &parent).map(|entry| format!("{repeat}@{entry}")),
                "up" => response::move_entry(ctx, &section, &what, Moved::Up).map(|()| what.clone()),
                _ => response::move_entry(ctx, &section, &what, Moved::Down).map(|()| what.clone()),
            }
        })
        .await;
    match done {
        Ok(anchor) => Ok(layout::see(format!("/responses/{id}/sections/{code}#e-{anchor}"))),
        Err(Error::Refused(refusal @ Refusal::EntriesFull { .. })) => {
            let words = refusal_words(visit.words(), &refusal);
            show(visit, id.as_str(), code, &Asked::default(), HashMap::new(), Some(words)).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

#[derive(Serialize)]
struct JsonOutcome {
    saved: Vec<JsonSaved>,
    faults: Vec<JsonLine>,
    rivals: Vec<JsonLine>,
    shown: Vec<String>,
    hidden: Vec<String>,
}

#[derive(Serialize)]
struct JsonSaved {
    key: String,
    stamp: String,
    words: String,
}

#[derive(Serialize)]
struct JsonLine {
    key: String,
    words: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    href: String,
}

fn as_json(visit: &Visit, outcome: &Outcome, code: &str) -> JsonOutcome {
    let words = visit.words();
    let draft = &outcome.done.draft;
    let evaluation = draft.evaluation(visit.now);
    let sheet = Sheet {
        words,
        form: &draft.form,
        evaluation: &evaluation,
        draft: Some(draft),
        typed: HashMap::new(),
        names_missing: false,
        now: visit.now,
    };
    let mut json = JsonOutcome {
        saved: Vec::new(),
        faults: Vec::new(),
        rivals: Vec::new(),
        shown: Vec::new(),
        hidden: Vec::new(),
    };
    for (change, saved) in outcome.changes.iter().zip(&outcome.done.saved) {
        let key = key_of(&change.place);
        match saved {
            Saved::Unchanged | Saved::Written => {
                let stamp = draft.stamp(&change.place).to_string();
                json.saved.push(JsonSaved { key: key.clone(), stamp, words: words.t("answer-saved-now") });
                if let Some((index, node)) = draft.form.node(&change.place.code)
                    && let Some(row) = evaluation.row(index, &change.place.instance)
                {
                    let lines = sheet.faults(node, row).into_iter();
                    json.faults.extend(lines.map(|words| JsonLine { key: key.clone(), words, href: String::new() }));
                }
            }
            Saved::Rival(id) => json.rivals.push(JsonLine {
                href: format!("/responses/{}/sections/{code}/rivals/{id}", outcome.done.response.id),
                words: words.t("answer-rival"),
                key,
            }),
            Saved::Faulty(faults) => json.faults.extend(faults.iter().map(|fault| JsonLine {
                key: key.clone(),
                words: save_fault_words(words, &draft.form, &change.place.code, fault),
                href: String::new(),
            })),
        }
    }
    let section = draft.form.by_code.get(code).copied();
    for row in evaluation.rows() {
        let Some(node) = draft.form.nodes.get(row.node) else { continue };
        if Some(node.section) == section && node.parent.is_some() && !row.entry {
            let key = key_of(&Place { code: node.code.clone(), instance: row.instance.clone() });
            if row.shown { json.shown.push(key) } else { json.hidden.push(key) }
        }
    }
    json
}
