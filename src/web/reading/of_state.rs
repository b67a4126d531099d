//! The response of one State, as the reader may read it: what is submitted for the Court and the Secretariat, what is published for
//! the others.

use std::collections::HashSet;

use actix_web::{HttpResponse, web};
use askama::Template;

use super::render::{self, ReadLine, ReadSection};
use super::{CycleFacts, around, page_of_cycle, reading, state_of, year_of};
use crate::domain::access::Read;
use crate::domain::cycle::{Cycle, CycleOfYear};
use crate::domain::db::Ctx;
use crate::domain::ids::StateId;
use crate::domain::publication::{self, StateReading};
use crate::domain::questionnaire::Place;
use crate::domain::report::{self, Responded};
use crate::domain::response::{Reading, RevisionRow};
use crate::domain::review::clarifications::{self, Listed, Standing as Stands};
use crate::domain::states::StateParty;
use crate::domain::time::Instant;
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Crumb, Page};
use crate::web::names;
use crate::web::response::covering::reason_words;
use crate::web::response::key_of;
use crate::web::response::submit::partial_words;
use crate::web::review;
use crate::web::visit::Visit;

/// What the page says above the answers.
enum Standing {
    /// A submitted revision, for the Court and the Secretariat.
    Submitted(Box<Submission>),
    /// What is published to States Parties.
    Published {
        when: Instant,
    },
    /// The State has responded; the response is not published yet.
    Awaited {
        when: Instant,
    },
    Nothing,
}

/// A revision and where it stands among the others.
struct Submission {
    number: i32,
    latest: i32,
    published: i32,
    when: Instant,
    late: bool,
    after_freeze: bool,
    /// Why the response was amended.
    reason: String,
    /// Which sections it holds, where some are still to come.
    partial: Option<String>,
    /// The numbers of the other revisions, the latest first.
    others: Vec<i32>,
}

impl Submission {
    fn of(words: Words, revision: &RevisionRow, view: &dyn Reading, latest: i32, published: i32) -> Self {
        Submission {
            number: revision.number,
            latest,
            published,
            when: revision.submitted_at,
            late: revision.late,
            after_freeze: revision.after_freeze,
            reason: reason_words(words, &view.document().reason),
            partial: partial_words(words, view),
            others: (1..=latest).rev().filter(|number| *number != revision.number).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "reading/of_state.html")]
struct OfStatePage {
    page: Page,
    cycle: CycleFacts,
    state: String,
    former: bool,
    standing: Standing,
    sections: Vec<ReadSection>,
    marks: bool,
    edit: Option<String>,
    /// It is the reader's own State.
    own: bool,
    /// The page lists who has read Court-only answers for this reader.
    sees_readings: bool,
    /// What the reader's organ has asked of this response, in words; nothing for other readers.
    clarifications: Option<String>,
    before: Option<Crumb>,
    after: Option<Crumb>,
}

/// What one unit of work reads for the page.
struct Opened {
    cycle: Cycle,
    state: StateParty,
    reading: StateReading,
    /// The clarifications that the reader sees, and whether they ask for others.
    asked: Vec<Listed>,
    may_ask: bool,
    /// All States of the list, between which the page leads on; empty on the page of an earlier revision.
    list: Vec<Responded>,
}

/// The page: the latest that the reader may read.
pub async fn page(visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse, Fault> {
    let (year, state) = path.into_inner();
    let year = year_of(&year).map_err(|error| visit.fault(error))?;
    let state = state_of(&state).map_err(|error| visit.fault(error))?;
    let work = move |ctx: &mut Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let party = ctx.permit::<Read, StateParty>(&state)?;
        let reading = publication::of_state(ctx, &cycle, &state)?.reading;
        let list = report::responded(ctx, &cycle)?;
        let (asked, may_ask) = asked(ctx, &state, &reading)?;
        Ok(Opened { cycle: cycle.into_row().0, state: party.into_row(), reading, asked, may_ask, list })
    };
    let opened = reading(&visit, work).await?;
    show(&visit, opened)
}

/// An earlier revision, or the latest by its number, for the Court and the Secretariat.
pub async fn revision(visit: Visit, path: web::Path<(String, String, String)>) -> Result<HttpResponse, Fault> {
    let (year, state, number) = path.into_inner();
    let year = year_of(&year).map_err(|error| visit.fault(error))?;
    let state = state_of(&state).map_err(|error| visit.fault(error))?;
    // Numbers are small whole numbers, as years are.
    let number = year_of(&number).map_err(|error| visit.fault(error))?;
    let work = move |ctx: &mut Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let party = ctx.permit::<Read, StateParty>(&state)?;
        let reading = publication::open_revision(ctx, &cycle, &state, number)?;
        let (asked, may_ask) = asked(ctx, &state, &reading)?;
        Ok(Opened { cycle: cycle.into_row().0, state: party.into_row(), reading, asked, may_ask, list: Vec::new() })
    };
    let opened = reading(&visit, work).await?;
    show(&visit, opened)
}

/// The clarifications on a response that the reader sees, and whether they can ask for one: of its latest revision.
fn asked(ctx: &mut Ctx<'_>, state: &StateId, reading: &StateReading) -> crate::domain::Result<(Vec<Listed>, bool)> {
    let StateReading::Submitted { revision, latest, .. } = reading else { return Ok((Vec::new(), false)) };
    let asked = clarifications::of_response_by_id(ctx, &revision.response_id)?;
    Ok((asked, revision.number == *latest && clarifications::may_ask(ctx, state).is_ok()))
}

/// Puts at each answer which clarifications of it there are, and the way to ask for one.
fn mark(visit: &Visit, sections: &mut [ReadSection], asked: &[Listed], ask: Option<&str>) {
    let lines = sections.iter_mut().flat_map(|section| &mut section.lines);
    for row in lines.filter_map(ReadLine::row_mut).filter(|row| !row.key.is_empty()) {
        let here = asked.iter().filter(|listed| key_of(&listed.row.place()) == row.key);
        row.asked = here.map(|listed| review::at_answer(visit, listed)).collect();
        row.ask = ask.map(|ask| format!("{ask}/{}", row.key)).unwrap_or_default();
    }
}

fn show(visit: &Visit, opened: Opened) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let Opened { cycle, state, reading, asked, may_ask, list } = opened;
    let (standing, view) = match reading {
        StateReading::Submitted { view, revision, latest, published } => {
            let submission = Submission::of(words, &revision, view.as_ref(), latest, published);
            (Standing::Submitted(Box::new(submission)), Some(view))
        }
        StateReading::Published { view, number: _, at } => (Standing::Published { when: at }, Some(view)),
        StateReading::Awaited { submitted_at } => (Standing::Awaited { when: submitted_at }, None),
        StateReading::Nothing => (Standing::Nothing, None),
    };
    let name = state.name_in(visit.language.tag()).to_owned();
    let title = words.plain("reading-state-title", &[("state", name), ("year", cycle.year.to_string())]);
    let own = visit.person().is_some_and(|person| person.state.as_ref() == Some(&state.id));
    let (before, after) = around(ways(visit, cycle.year, list, &state.id), &address(cycle.year, &state.id));
    let page = page_of_cycle(visit, cycle.year, &title);
    // A clarification of what the State did not answer has a line at its place too.
    let places: HashSet<Place> = asked.iter().map(|listed| listed.row.place()).collect();
    let sections = view.as_ref().map(|view| render::sections_with_places(words, view.as_ref(), &places));
    let mut sections = sections.unwrap_or_default();
    let clarifications = format!("{}/clarifications", address(cycle.year, &state.id));
    mark(visit, &mut sections, &asked, may_ask.then_some(clarifications.as_str()));
    let of_the_court = visit.person().is_some_and(|person| person.role.of_the_court());
    let page = OfStatePage {
        clarifications: of_the_court.then(|| {
            let waiting = |stands: Stands| asked.iter().filter(|listed| listed.row.standing == stands).count();
            let counts = [("court", waiting(Stands::Court).to_string()), ("state", waiting(Stands::State).to_string())];
            words.with("clarifications-here", &counts)
        }),
        sees_readings: own || page.is_secretariat(),
        page,
        cycle: CycleFacts::of(visit, &cycle),
        former: !state.is_party_on(&visit.now.day_in_the_hague()),
        state: state.id.to_string(),
        standing,
        marks: view.as_ref().is_some_and(|view| view.marks_court_only()),
        sections,
        edit: None,
        own,
        before,
        after,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn address(year: i32, state: &StateId) -> String {
    format!("/cycles/{year}/responses/{state}")
}

/// The pages of the States that can be read, and this one, by name.
fn ways(visit: &Visit, year: i32, mut list: Vec<Responded>, here: &StateId) -> Vec<Crumb> {
    list.retain(|row| row.readable || &row.state.id == here);
    names::sort_by_state(&visit.app, visit.language, &mut list, |row| &row.state.id);
    let link = |row: Responded| Crumb {
        href: address(year, &row.state.id),
        words: row.state.name_in(visit.language.tag()).to_owned(),
    };
    list.into_iter().map(link).collect()
}
