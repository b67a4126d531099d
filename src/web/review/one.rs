//! One clarification: the question of the form, the answer as it was read and as it is now, what the organ and the State have written, and
//! the form of whoever writes next.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{Part, asked_words, entry_words, standing_icon, standing_words};
use crate::domain::access::{Edit, Read};
use crate::domain::actor::Role;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal};
use crate::domain::ids::ClarificationId;
use crate::domain::publication::{self, Clarified};
use crate::domain::response::Section;
use crate::domain::review::clarifications::{self, Clarification, End, Entry, Side, Standing};
use crate::web::errors::{Fault, Problem, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::reading::reading;
use crate::web::response::{Said, key_of};
use crate::web::secretariat::{date_words, day_words};
use crate::web::visit::Visit;

/// What one side wrote.
struct Item {
    number: i32,
    by: String,
    when: String,
    text: String,
}

#[derive(Template)]
#[template(path = "review/one.html")]
struct OnePage {
    page: Page,
    id: ClarificationId,
    state: String,
    /// Where the Court and the Secretariat read the whole response.
    response: Option<String>,
    label: Said,
    entry: String,
    asked: String,
    standing: String,
    icon: &'static str,
    is_open: bool,
    since: String,
    hoped: String,
    copied: bool,
    parts: Vec<Part>,
    gone: bool,
    marks: bool,
    edit: Option<String>,
    within: String,
    items: Vec<Item>,
    may_write: bool,
    /// The writer is of the State.
    replies: bool,
    next: i32,
    most: usize,
    may_end: bool,
    /// It waits for the reader's State, and the reader does not reply.
    for_coordinators: bool,
    of_a_state: bool,
    /// Until when the State can amend, for who is of a Party.
    amends: Option<&'static str>,
    /// Where the State changes the answer itself, as long as it can.
    amend: Option<String>,
    typed: String,
    error: Option<String>,
    /// The same, where it is about the text that stands on the page.
    fault: Option<String>,
}

/// What was typed and not kept.
#[derive(Default)]
struct Typed {
    text: String,
    error: Option<String>,
    /// What was refused is the text, and not the end.
    writes: bool,
}

struct Opened {
    clarification: Clarification,
    answer: Clarified,
    entries: Vec<Entry>,
    may_write: bool,
    may_end: bool,
    amend: Option<String>,
}

fn open(ctx: &mut Ctx<'_>, id: &ClarificationId) -> crate::domain::Result<Opened> {
    let permit = ctx.permit::<Read, Clarification>(id)?;
    let entries = clarifications::entries(ctx, &permit)?;
    let answer = publication::clarified(ctx, &permit)?;
    let (may_write, may_end) = (clarifications::may_write(ctx, &permit)?, clarifications::may_end(ctx, &permit));
    let amend = amend(ctx, permit.row(), &answer);
    Ok(Opened { clarification: permit.into_row(), answer, entries, may_write, may_end, amend })
}

/// Where the reader changes the answer itself; nothing for who does not, or while the response takes no changes.
fn amend(ctx: &mut Ctx<'_>, clarification: &Clarification, answer: &Clarified) -> Option<String> {
    let (form, place) = (answer.asked.view.form(), clarification.row.place());
    let (_, node) = form.node(&place.code)?;
    let (section, id) = (form.nodes.get(node.section)?.code.clone(), clarification.response.id.clone());
    let address = format!("/responses/{id}/sections/{section}?all=1#q-{}", key_of(&place));
    ctx.permit::<Edit, Section>(&(id, section)).ok().map(|_| address)
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    show(&visit, &id, Typed::default()).await
}

fn id_of(visit: &Visit, text: &str) -> Result<ClarificationId, Fault> {
    text.parse().map_err(|_| visit.fault(Error::NotFound))
}

async fn show(visit: &Visit, id: &str, typed: Typed) -> Result<HttpResponse, Fault> {
    let key = id_of(visit, id)?;
    let opened = reading(visit, move |ctx| open(ctx, &key)).await?;
    let status = if typed.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    layout::html(status, &one(visit, opened, typed)).map_err(|problem| visit.fault(problem))
}

fn one(visit: &Visit, opened: Opened, typed: Typed) -> OnePage {
    let words = visit.words();
    let Opened { clarification, answer, entries, may_write, may_end, amend } = opened;
    let (row, year) = (&clarification.row, clarification.response.cycle.year);
    let form = answer.asked.view.form();
    let label = form.node(&row.code).map(|(_, node)| Said::label_alone(node, words, form)).unwrap_or_default();
    let title = words.plain("clarification-title", &[("code", row.code.clone())]);
    let mut page = Page::new(visit, &title)
        .under("/", words.t("home-title"))
        .under("/clarifications", words.t("clarifications-title"));
    page.errors = usize::from(typed.error.is_some());
    let person = visit.person();
    let of_a_state = person.is_some_and(|person| person.state.is_some());
    let state = visit.app.names.of(&row.state_id, visit.language);
    OnePage {
        page,
        id: row.id.clone(),
        response: (!of_a_state).then(|| format!("/cycles/{year}/responses/{}", row.state_id)),
        label,
        entry: entry_words(words, &answer.entry),
        asked: asked_words(words, row),
        standing: standing_words(words, row.standing),
        icon: standing_icon(row.standing),
        is_open: row.standing.is_open(),
        since: date_words(words, row.turned_at),
        hoped: row.hoped_for.as_ref().map(|day| day_words(words, day)).unwrap_or_default(),
        copied: row.copied,
        parts: parts(visit, &clarification, &answer),
        gone: answer.gone,
        marks: true,
        edit: None,
        within: String::new(),
        items: entries.into_iter().map(|entry| item(visit, &clarification, &state, entry)).collect(),
        may_write,
        replies: of_a_state,
        next: row.next(),
        most: clarifications::MOST,
        may_end,
        for_coordinators: row.standing == Standing::State
            && person.is_some_and(|person| of_a_state && person.party && person.role != Role::Coordinator),
        of_a_state,
        amends: person.filter(|person| person.party).map(|_| match clarification.response.open {
            true => "clarification-amend-until",
            false => "clarification-amend-closed",
        }),
        amend,
        state,
        fault: typed.error.clone().filter(|_| typed.writes && (may_write || !typed.text.is_empty())),
        typed: typed.text,
        error: typed.error,
    }
}

/// The answer as it was read, and as it is now where it was amended since.
fn parts(visit: &Visit, clarification: &Clarification, answer: &Clarified) -> Vec<Part> {
    let (words, row) = (visit.words(), &clarification.row);
    let part = |key: &str, answer: &publication::AnswerIn| {
        let when = date_words(words, answer.revision.submitted_at);
        let title = words.t2(key, "number", answer.revision.number, "when", when);
        Part::of(words, title, answer.view.as_ref(), &row.code, &row.entry_id)
    };
    let then = part("clarification-answer-then", &answer.asked);
    std::iter::once(then).chain(answer.now.as_ref().map(|now| part("clarification-answer-now", now))).collect()
}

fn item(visit: &Visit, clarification: &Clarification, state: &str, entry: Entry) -> Item {
    let words = visit.words();
    let side = match entry.side {
        Side::Court => words.t(&format!("organ-{}", clarification.row.organ.as_str())),
        Side::State => state.to_owned(),
    };
    Item {
        number: entry.number,
        by: entry.by.map_or_else(|| side.clone(), |name| format!("{side}, {name}")),
        when: words.moment(entry.at),
        text: entry.text,
    }
}

/// What came of a deed: the page again, with what was typed where it was refused or came too late. `text`: nothing for the end.
async fn settled(
    visit: &Visit,
    id: &str,
    done: Result<(), Error>,
    text: Option<&str>,
    to: &str,
) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let typed = Typed { text: text.unwrap_or_default().to_owned(), error: None, writes: text.is_some() };
    let error = match done {
        Ok(()) => return Ok(layout::see(format!("/clarifications/{id}{to}"))),
        // The words for who typed something say that it stands below.
        Err(Error::Refused(Refusal::ClarificationStale)) if typed.text.trim().is_empty() => {
            words.t("clarification-written-meanwhile")
        }
        Err(Error::Closed) if typed.text.trim().is_empty() => words.t("clarification-ended-meanwhile"),
        Err(Error::Refused(refusal)) => refusal_words(words, &refusal),
        // It was ended while somebody wrote.
        Err(Error::Closed) => words.t("clarification-late"),
        Err(error) => return Err(visit.fault(error)),
    };
    show(visit, id, Typed { error: Some(error), ..typed }).await
}

/// Writes a reply, or a further question.
pub async fn write(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let key = id_of(&visit, &id)?;
    let text = posted.get("text").to_owned();
    // Without what our page filled in nothing is written; it is shown again, to whom it may be shown.
    let Ok(number) = posted.get("number").parse::<i32>() else {
        return show(&visit, &id, Typed { text, ..Typed::default() }).await;
    };
    let typed = text.clone();
    let written = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Clarification>(&key)?;
        clarifications::write(ctx, &permit, number, &typed)
    });
    settled(&visit, &id, written.await, Some(&text), &format!("#e-{number}")).await
}

/// Settles a clarification or takes it back.
pub async fn end(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let key = id_of(&visit, &id)?;
    let then = match posted.get("then") {
        "settled" => Some(End::Settled),
        "withdrawn" => Some(End::Withdrawn),
        _ => None,
    };
    // Both are on our page.
    let sent = then.zip(posted.get("number").parse::<i32>().ok());
    let ended = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Clarification>(&key)?;
        sent.map_or(Ok(()), |(then, number)| clarifications::end(ctx, &permit, number, then))
    });
    let ended = ended.await;
    if sent.is_none() && ended.is_ok() {
        return Err(visit.fault(Problem::Malformed));
    }
    settled(&visit, &id, ended, None, "").await
}
