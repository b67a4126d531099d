//! Who has a section, until when and with which note: given, changed and taken away by a coordinator.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::items::Said;
use super::{page_under, response_id};
use crate::domain::Error;
use crate::domain::access::Assign;
use crate::domain::db::Ctx;
use crate::domain::identity::{Account, accounts};
use crate::domain::ids::AccountId;
use crate::domain::questionnaire::Form;
use crate::domain::response::assign::{self, Assigned, Assignment, Extent, Given};
use crate::domain::response::{Response, Section, draft};
use crate::domain::time::Day;
use crate::domain::{Refusal, Result};
use crate::web::errors::{Fault, Problem, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::people::Choice;
use crate::web::posted::Posted;
use crate::web::secretariat::{Faults, day_words};
use crate::web::visit::Visit;

/// Somebody who has something of the section.
struct Holder {
    id: AccountId,
    name: String,
    extent: String,
    due: Option<String>,
    /// "given by N. Diop, 4 May 2027"; empty where that is not known.
    given: String,
    note: String,
}

/// What is typed in the form.
#[derive(Default, Clone)]
struct Typed {
    account: String,
    extent: String,
    questions: Vec<String>,
    due: String,
    note: String,
}

#[derive(Template)]
#[template(path = "response/assign.html")]
struct AssignPage {
    page: Page,
    title: Said,
    code: String,
    here: String,
    holders: Vec<Holder>,
    /// Whose assignment is changed; nothing where it is given anew.
    changing: Option<String>,
    people: Vec<Choice>,
    questions: Vec<(String, Said)>,
    typed: Typed,
    faults: Faults,
    most: usize,
    back: String,
}

impl AssignPage {
    fn is_extent(&self, word: &str) -> bool {
        if self.typed.extent.is_empty() { word == Extent::Section.as_str() } else { self.typed.extent == word }
    }

    fn is_ticked(&self, code: &String) -> bool {
        self.typed.questions.contains(code)
    }

    fn has_form(&self) -> bool {
        self.changing.is_some() || !self.people.is_empty()
    }
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// Whose assignment is to be changed.
    of: Option<String>,
}

/// "N. Diop (by 4 May 2027)".
pub(in crate::web) fn has_words(words: Words, name: String, has: &Assigned) -> String {
    let more = more_words(words, has);
    if more.is_empty() { name } else { words.t2("assign-with", "name", name, "more", more) }
}

/// How much of a section somebody has and until when; empty for all of it, without a day.
pub(in crate::web) fn more_words(words: Words, has: &Assigned) -> String {
    let due = has.due.as_ref().map(|day| words.t1("assign-by", "day", day_words(words, day)));
    extent_words(words, has).into_iter().chain(due).collect::<Vec<_>>().join(", ")
}

/// How much of a section somebody has, in words; nothing for all of it.
fn extent_words(words: Words, has: &Assigned) -> Option<String> {
    match has.extent {
        Extent::Section => None,
        Extent::Questions => Some(words.t1("assign-has-questions", "codes", has.questions.join(", "))),
        Extent::Reading => Some(words.t("assign-has-reading")),
    }
}

/// What the page needs, read in one unit of work.
struct Opened {
    response: Response,
    form: std::sync::Arc<Form>,
    assignments: Vec<Assignment>,
    contributors: Vec<Account>,
}

fn open(ctx: &mut Ctx<'_>, key: &(crate::domain::ids::ResponseId, String)) -> Result<Opened> {
    let section = ctx.permit::<Assign, Section>(key)?;
    let form = draft::around(ctx, &section)?.form.clone();
    let assignments = assign::of_section(ctx, &section)?;
    let response = section.into_row().response;
    let contributors = accounts::contributors_of(ctx, &response.state_id)?;
    Ok(Opened { response, form, assignments, contributors })
}

/// The page.
pub async fn page(
    visit: Visit,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    show(&visit, &path.into_inner(), asked.of.as_deref().unwrap_or_default(), None, Faults::default()).await
}

async fn show(
    visit: &Visit,
    (id, code): &(String, String),
    of: &str,
    typed: Option<Typed>,
    faults: Faults,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = (response_id(id).map_err(fail)?, code.clone());
    let opened = visit.app.db.read(visit.actor(), move |ctx| open(ctx, &key)).await.map_err(fail)?;
    let words = visit.words();
    let (at, node) = opened.form.node(code).ok_or(Error::NotFound).map_err(fail)?;
    let back = format!("/responses/{id}/sections/{code}");
    let mut page = page_under(visit, "assign-title", id, code, opened.response.cycle.year, "");
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.errors = faults.len();
    let chosen = opened.assignments.iter().find(|one| one.of.account.as_str() == of);
    let has = |who: &Account| opened.assignments.iter().any(|one| one.of.account == who.id);
    let page = AssignPage {
        page,
        title: Said::of(&node.label, words, &opened.form),
        code: code.clone(),
        here: format!("{back}/assignments"),
        holders: opened.assignments.iter().map(|one| holder(words, one)).collect(),
        people: opened
            .contributors
            .iter()
            .filter(|who| !has(who))
            .map(|who| Choice::worded(who.id.as_str(), who.name.clone()))
            .collect(),
        questions: assign::assignable(&opened.form, at)
            .map(|(_, node)| (node.code.clone(), Said::label_alone(node, words, &opened.form)))
            .collect(),
        typed: typed.unwrap_or_else(|| chosen.map(typed_of).unwrap_or_default()),
        changing: chosen.map(|one| one.name.clone()),
        faults,
        most: assign::MOST,
        back,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn holder(words: Words, one: &Assignment) -> Holder {
    let given = one.given.as_ref();
    Holder {
        id: one.of.account.clone(),
        name: one.name.clone(),
        extent: extent_words(words, &one.of).unwrap_or_else(|| words.t("assign-has-section")),
        due: one.of.due.as_ref().map(|day| words.t1("assign-by", "day", day_words(words, day))),
        given: given.map(|(by, at)| words.t2("assign-given", "by", by, "when", words.moment(*at))).unwrap_or_default(),
        note: one.note.clone(),
    }
}

fn typed_of(one: &Assignment) -> Typed {
    Typed {
        account: one.of.account.to_string(),
        extent: one.of.extent.as_str().to_owned(),
        questions: one.of.questions.clone(),
        due: one.of.due.as_ref().map(ToString::to_string).unwrap_or_default(),
        note: one.note.clone(),
    }
}

/// Gives the section, changes what is said of it, or takes it away.
pub async fn set(visit: Visit, path: web::Path<(String, String)>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let path = path.into_inner();
    let key = (response_id(&path.0).map_err(fail)?, path.1.clone());
    let here = format!("/responses/{}/sections/{}/assignments", path.0, path.1);
    if posted.get("then") == "take" {
        let from: AccountId = posted.read(&visit, "account")?;
        let taken = visit.app.db.write(visit.actor(), move |ctx| {
            let section = ctx.permit::<Assign, Section>(&key)?;
            assign::take(ctx, &section, &from)
        });
        taken.await.map_err(fail)?;
        return Ok(layout::see(here));
    }
    let typed = Typed {
        account: posted.get("account").to_owned(),
        extent: posted.get("extent").to_owned(),
        questions: posted.all("question").map(str::to_owned).collect(),
        due: posted.get("due").to_owned(),
        note: posted.get("note").to_owned(),
    };
    let mut faults = Faults::default();
    let refused = |refusal: &Refusal| refusal_words(visit.words(), refusal);
    if typed.account.is_empty() {
        faults.add("account", visit.words().t("assign-whom"));
    }
    let due = match typed.due.trim() {
        "" => Some(None),
        day => faults.keep("due", day.parse::<Day>().map(Some).map_err(|_| refused(&Refusal::DateBad))),
    };
    let Some(due) = due.filter(|_| faults.is_empty()) else {
        return show(&visit, &path, posted.get("account"), Some(typed), faults).await;
    };
    let to: AccountId = posted.read(&visit, "account")?;
    let extent = match typed.extent.as_str() {
        "" => Extent::Section,
        word => Extent::parse(word).ok_or_else(|| visit.fault(Problem::Malformed))?,
    };
    let given = Given { extent, questions: typed.questions.clone(), due, note: typed.note.clone() };
    let written = visit.app.db.write(visit.actor(), move |ctx| {
        let section = ctx.permit::<Assign, Section>(&key)?;
        assign::give(ctx, &section, &to, &given)
    });
    match written.await {
        Ok(()) => Ok(layout::see(here)),
        Err(Error::Refused(refusal)) => {
            let faults = Faults::one(field_of(&refusal), refused(&refusal));
            show(&visit, &path, posted.get("account"), Some(typed), faults).await
        }
        Err(error) => Err(fail(error)),
    }
}

/// The field that a refusal is about.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::QuestionsMissing => "questions",
        Refusal::DuePast => "due",
        Refusal::AssignmentNoteLong { .. } | Refusal::AssignmentNoteCharacters => "note",
        _ => "account",
    }
}
