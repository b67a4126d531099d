//! Which States have responded in a cycle, and when: what every role may know. Sorted by name, never by how fast or how well.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{CycleFacts, reads_what_is_submitted, year_of};
use crate::domain::access::Read;
use crate::domain::cycle::{self, CycleOfYear};
use crate::domain::db::Ctx;
use crate::domain::report::{self, Responded};
use crate::domain::time::Day;
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::names;
use crate::web::visit::Visit;

/// Which States are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    #[default]
    All,
    Responded,
    Waiting,
}

impl Show {
    const ALL: [Show; 3] = [Show::All, Show::Responded, Show::Waiting];

    /// The word in the address and in the keys of messages.
    fn word(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Responded => "responded",
            Show::Waiting => "waiting",
        }
    }

    fn takes(self, state: &Responded) -> bool {
        match self {
            Show::All => true,
            Show::Responded => state.submitted_at.is_some(),
            Show::Waiting => state.submitted_at.is_none(),
        }
    }
}

/// The filter as it stands in the address; a word that is none lists all.
#[derive(Deserialize, Default)]
pub struct Filter {
    #[serde(default)]
    show: String,
}

impl Filter {
    fn show(&self) -> Show {
        Show::ALL.into_iter().find(|show| show.word() == self.show).unwrap_or_default()
    }
}

struct Line {
    id: String,
    name: String,
    former: bool,
    /// The day, in words; empty where the State has not responded.
    responded: String,
    readable: bool,
    late: bool,
    revision: i32,
    partial: bool,
}

#[derive(Template)]
#[template(path = "reading/responses.html")]
struct ResponsesPage {
    page: Page,
    cycle: CycleFacts,
    /// The years of the other cycles, the latest first.
    years: Vec<i32>,
    show: Show,
    responded: usize,
    states: usize,
    lines: Vec<Line>,
    /// The reader's State is a Party no more: it sees that others have responded and not what.
    lost_sight: bool,
}

impl ResponsesPage {
    fn choices(&self) -> [(&'static str, String, bool); 3] {
        Show::ALL.map(|show| (show.word(), self.page.t(&format!("reading-show-{}", show.word())), show == self.show))
    }
}

/// The page.
pub async fn page(visit: Visit, path: web::Path<String>, filter: web::Query<Filter>) -> Result<HttpResponse, Fault> {
    let year = year_of(&path).map_err(|error| visit.fault(error))?;
    let work = move |ctx: &mut Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let states = report::responded(ctx, &cycle)?;
        let years = cycle::list(ctx)?.into_iter().map(|other| other.year).filter(|other| *other != year).collect();
        Ok((cycle.into_row().0, states, years))
    };
    let (cycle, mut states, years): (_, Vec<Responded>, Vec<i32>) =
        visit.app.db.read(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    names::sort_by_state(&visit.app, visit.language, &mut states, |row| &row.state.id);
    let words = visit.words();
    let title = words.plain("reading-responses-title", &[("year", year.to_string())]);
    let show = filter.show();
    let page = ResponsesPage {
        page: Page::new(&visit, &title).under("/", words.t("home-title")),
        cycle: CycleFacts::of(&visit, &cycle),
        years,
        show,
        responded: states.iter().filter(|state| state.submitted_at.is_some()).count(),
        states: states.len(),
        lines: states.iter().filter(|state| show.takes(state)).map(|state| line(&visit, state)).collect(),
        lost_sight: visit.person().is_some_and(|person| person.state.is_some() && !person.party),
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn line(visit: &Visit, state: &Responded) -> Line {
    let today: Day = visit.now.day_in_the_hague();
    let day = state.submitted_at.map(|at| visit.words().day(at.in_the_hague().date()));
    Line {
        id: state.state.id.to_string(),
        name: state.state.name_in(visit.language.tag()).to_owned(),
        former: !state.state.is_party_on(&today),
        responded: day.unwrap_or_default(),
        readable: state.readable,
        // A date says when; that it was after the date asked for is for those who asked.
        late: state.late && reads_what_is_submitted(visit),
        revision: state.revision,
        partial: state.partial,
    }
}
