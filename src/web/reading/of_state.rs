//! The response of one State, as the reader may read it: what is submitted for the Court and the Secretariat, what is published for
//! the others.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::render::{self, ReadSection};
use super::{CycleFacts, around, page_of_cycle, reading, state_of, year_of};
use crate::domain::access::Read;
use crate::domain::cycle::{Cycle, CycleOfYear};
use crate::domain::ids::StateId;
use crate::domain::publication::{self, StateReading};
use crate::domain::report::{self, Responded};
use crate::domain::response::{Reading, RevisionRow};
use crate::domain::states::StateParty;
use crate::domain::time::Instant;
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Crumb, Page};
use crate::web::names;
use crate::web::response::covering::reason_words;
use crate::web::response::submit::partial_words;
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
    before: Option<Crumb>,
    after: Option<Crumb>,
}

/// What one unit of work reads for the page.
struct Opened {
    cycle: Cycle,
    state: StateParty,
    reading: StateReading,
    /// All States of the list, between which the page leads on; empty on the page of an earlier revision.
    list: Vec<Responded>,
}

/// The page: the latest that the reader may read.
pub async fn page(visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse, Fault> {
    let (year, state) = path.into_inner();
    let year = year_of(&year).map_err(|error| visit.fault(error))?;
    let state = state_of(&state).map_err(|error| visit.fault(error))?;
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let party = ctx.permit::<Read, StateParty>(&state)?;
        let reading = publication::of_state(ctx, &cycle, &state)?.reading;
        let list = report::responded(ctx, &cycle)?;
        Ok(Opened { cycle: cycle.into_row().0, state: party.into_row(), reading, list })
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
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let party = ctx.permit::<Read, StateParty>(&state)?;
        let reading = publication::open_revision(ctx, &cycle, &state, number)?;
        Ok(Opened { cycle: cycle.into_row().0, state: party.into_row(), reading, list: Vec::new() })
    };
    let opened = reading(&visit, work).await?;
    show(&visit, opened)
}

fn show(visit: &Visit, opened: Opened) -> Result<HttpResponse, Fault> {
    let words = visit.words();
    let Opened { cycle, state, reading, list } = opened;
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
    let page = OfStatePage {
        sees_readings: own || page.is_secretariat(),
        page,
        cycle: CycleFacts::of(visit, &cycle),
        former: !state.is_party_on(&visit.now.day_in_the_hague()),
        state: state.id.to_string(),
        standing,
        marks: view.as_ref().is_some_and(|view| view.marks_court_only()),
        sections: view.as_ref().map(|view| render::sections(words, view.as_ref())).unwrap_or_default(),
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
