//! An organ of the Court asks a State for a clarification of one answer: which question, then what is asked.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{Line, Part, entry_words, short_label};
use crate::domain::access::Read;
use crate::domain::cycle::{self, CycleOfYear};
use crate::domain::db::Ctx;
use crate::domain::ids::{ClarificationId, StateId};
use crate::domain::publication::{self, Askable, ToAsk};
use crate::domain::questionnaire::Place;
use crate::domain::response::RevisionRow;
use crate::domain::review::clarifications::{self, Listed, New};
use crate::domain::states::StateParty;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::reading::{page_of_cycle, reading, state_of, year_of};
use crate::web::response::items::place_of;
use crate::web::response::{Said, key_of};
use crate::web::secretariat::{Faults, date_words};
use crate::web::visit::Visit;

/// A question that can be asked about.
struct Question {
    href: String,
    code: String,
    label: Said,
    entry: String,
}

#[derive(Template)]
#[template(path = "review/of_state.html")]
struct OfStatePage {
    page: Page,
    lines: Vec<Line>,
    questions: Vec<Question>,
    revision: i32,
    /// What was typed about a question that the response asks no more.
    typed: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "review/ask.html")]
struct AskPage {
    page: Page,
    action: String,
    state: String,
    label: Said,
    entry: String,
    parts: Vec<Part>,
    marks: bool,
    edit: Option<String>,
    within: String,
    next: ClarificationId,
    revision: i32,
    most: usize,
    typed: Typed,
    faults: Faults,
}

/// What was typed.
#[derive(Default, Clone)]
struct Typed {
    text: String,
    hoped_for: String,
    copied: bool,
}

impl Typed {
    fn of(posted: &Posted) -> Self {
        Typed {
            text: posted.get("text").to_owned(),
            hoped_for: posted.get("hoped_for").trim().to_owned(),
            copied: posted.get("copied") == "yes",
        }
    }
}

fn response_of(visit: &Visit, year: &str, state: &str) -> Result<(i32, StateId), Fault> {
    let fail = |error| visit.fault(error);
    Ok((year_of(year).map_err(fail)?, state_of(state).map_err(fail)?))
}

fn address(year: i32, state: &StateId) -> String {
    format!("/cycles/{year}/responses/{state}/clarifications")
}

/// What the organ has asked of a response, and the questions that it can ask about.
pub async fn of_state(visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse, Fault> {
    let (year, state) = response_of(&visit, &path.0, &path.1)?;
    show_state(&visit, year, &state, String::new(), None).await
}

/// What one unit of work reads for that page.
struct Asked {
    listed: Vec<Listed>,
    askable: Option<Askable>,
}

fn asked(ctx: &mut Ctx<'_>, year: i32, state: &StateId) -> crate::domain::Result<Asked> {
    let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
    ctx.permit::<Read, StateParty>(state)?;
    let revision = publication::latest(ctx, &cycle, state)?;
    let listed = clarifications::of_response_by_id(ctx, &revision.response_id)?;
    let may_ask = clarifications::may_ask(ctx, state).is_ok();
    let askable = if may_ask { Some(publication::askable(ctx, &cycle, state)?) } else { None };
    Ok(Asked { listed, askable })
}

async fn show_state(
    visit: &Visit,
    year: i32,
    state: &StateId,
    typed: String,
    error: Option<String>,
) -> Result<HttpResponse, Fault> {
    let of = state.clone();
    let Asked { listed, askable } = reading(visit, move |ctx| asked(ctx, year, &of)).await?;
    let words = visit.words();
    let name = visit.app.names.of(state, visit.language);
    let title = words.plain("clarifications-of", &[("state", name.clone()), ("year", year.to_string())]);
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = OfStatePage {
        page: page_of_cycle(visit, year, &title).under(format!("/cycles/{year}/responses/{state}"), name),
        lines: listed.iter().map(|listed| Line::of(visit, listed)).collect(),
        revision: askable.as_ref().map_or(0, |askable| askable.revision.number),
        questions: askable.map(|askable| questions(visit, &address(year, state), &askable)).unwrap_or_default(),
        typed,
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn questions(visit: &Visit, address: &str, askable: &Askable) -> Vec<Question> {
    let words = visit.words();
    let question = |(place, numbers): &(Place, Vec<usize>)| Question {
        href: format!("{address}/{}", key_of(place)),
        code: place.code.clone(),
        label: short_label(words, &askable.form, &place.code),
        entry: entry_words(words, numbers),
    };
    askable.places.iter().map(question).collect()
}

/// The form by which a clarification of one answer is asked for.
pub async fn page(visit: Visit, path: web::Path<(String, String, String)>) -> Result<HttpResponse, Fault> {
    let (year, state) = response_of(&visit, &path.0, &path.1)?;
    match to_ask(&visit, year, &state, &path.2).await {
        Ok(asked) => show(&visit, (year, &state, &path.2), asked, Typed::default(), Faults::default()),
        Err(error) => Err(visit.fault(error)),
    }
}

async fn to_ask(visit: &Visit, year: i32, state: &StateId, question: &str) -> Result<ToAsk, Error> {
    let (of, place) = (state.clone(), place_of(question));
    let work = move |ctx: &mut Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        publication::to_ask(ctx, &cycle, &of, &place)
    };
    // That the answer is read is recorded.
    visit.app.db.write(visit.actor(), work).await
}

fn show(
    visit: &Visit,
    (year, state, question): (i32, &StateId, &str),
    asked: ToAsk,
    typed: Typed,
    faults: Faults,
) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let (place, view) = (place_of(question), asked.answer.view.as_ref());
    let form = view.form();
    let label = form.node(&place.code).map(|(_, node)| Said::label_alone(node, words, form)).unwrap_or_default();
    let name = visit.app.names.of(state, visit.language);
    let revision = &asked.answer.revision;
    let when = date_words(words, revision.submitted_at);
    let answer = words.t2("clarification-answer-then", "number", revision.number, "when", when);
    let title = words.plain("clarification-ask-title", &[("code", place.code.clone())]);
    let mut page = page_of_cycle(visit, year, &title).under(format!("/cycles/{year}/responses/{state}"), name.clone());
    page.errors = faults.len();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = AskPage {
        page,
        action: format!("{}/{question}", address(year, state)),
        state: name,
        label,
        entry: entry_words(words, &asked.entry),
        parts: vec![Part::of(words, answer, view, &place.code, &place.instance)],
        marks: true,
        edit: None,
        within: String::new(),
        next: asked.next,
        revision: revision.number,
        most: clarifications::MOST,
        typed,
        faults,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Asks.
pub async fn ask(
    visit: Visit,
    path: web::Path<(String, String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fault> {
    let (year, state) = response_of(&visit, &path.0, &path.1)?;
    let typed = Typed::of(&posted);
    let sent =
        posted.get("clarification").parse::<ClarificationId>().ok().zip(posted.get("revision").parse::<i32>().ok());
    // Without what our page filled in nothing is asked; it is shown again, to whom it may be shown.
    let Some((id, number)) = sent else {
        let asked = to_ask(&visit, year, &state, &path.2).await.map_err(|error| visit.fault(error))?;
        return show(&visit, (year, &state, &path.2), asked, typed, Faults::default());
    };
    let (new, place, given, of) = (id.clone(), place_of(&path.2), typed.clone(), state.clone());
    let done = visit.app.db.write(visit.actor(), move |ctx| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let latest = publication::latest(ctx, &cycle, &of)?;
        let revision = ctx.permit::<Read, RevisionRow>(&(latest.response_id, number))?;
        let hoped_for = if given.hoped_for.is_empty() { None } else { Some(cycle::day(&given.hoped_for)?) };
        let (text, copied) = (given.text.clone(), given.copied);
        clarifications::ask(ctx, &revision, &New { id: new.clone(), place: place.clone(), text, hoped_for, copied })
    });
    let refusal = match done.await {
        Ok(()) => return Ok(layout::see(format!("/clarifications/{id}"))),
        Err(Error::Refused(refusal)) => refusal,
        Err(error) => return Err(visit.fault(error)),
    };
    let field = if matches!(refusal, Refusal::DateBad | Refusal::DuePast) { "hoped_for" } else { "text" };
    let words = refusal_words(visit.words(), &refusal);
    match to_ask(&visit, year, &state, &path.2).await {
        Ok(asked) => show(&visit, (year, &state, &path.2), asked, typed, Faults::one(field, words)),
        // The response was amended, and asks this no more; or the State has left, and is asked nothing.
        Err(Error::NotFound | Error::Refused(_)) => show_state(&visit, year, &state, typed.text, Some(words)).await,
        Err(error) => Err(visit.fault(error)),
    }
}
