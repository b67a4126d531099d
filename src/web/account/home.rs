//! Where each role begins: the one thing to do now, and the cycles to read.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::access::{Read, Stage};
use crate::domain::actor::Role;
use crate::domain::cycle::{self, Cycle, CycleOfYear};
use crate::domain::identity::lost;
use crate::domain::response;
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::visit::Visit;

/// A cycle with what the State has done in it.
struct Year {
    year: i32,
    expected_by: String,
    stage: Stage,
    invented: bool,
    response: Option<String>,
    revision: i32,
    note: String,
}

impl Year {
    fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    fn is_prepared(&self) -> bool {
        self.stage == Stage::Prepared
    }
}

#[derive(Template)]
#[template(path = "account/home.html")]
struct HomePage {
    page: Page,
    years: Vec<Year>,
    state: Option<String>,
    former: bool,
    may_begin: bool,
    /// How many requests of who has lost every second factor wait for this person; nothing for who decides on none.
    lost: Option<usize>,
    /// A request of the person's own is open.
    lost_own: bool,
}

/// The page.
pub async fn page(visit: Visit) -> Result<HttpResponse, Fault> {
    let state = visit.person().and_then(|person| person.state.clone());
    let own = state.clone();
    let decides = visit
        .person()
        .is_some_and(|person| matches!(person.role, Role::Coordinator | Role::CourtCoordinator | Role::Secretariat));
    let (years, lost, lost_own) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let mut years = Vec::new();
            for cycle in cycle::list(ctx)? {
                let permit = ctx.permit::<Read, CycleOfYear>(&cycle.year)?;
                let response = match &own {
                    Some(state) => response::of_state(ctx, &permit, state)?,
                    None => None,
                };
                years.push((cycle, response.map(|response| (response.id.to_string(), response.revision))));
            }
            let lost = if decides { Some(lost::waiting(ctx)?) } else { None };
            Ok((years, lost, lost::own(ctx)?.is_some()))
        })
        .await
        .map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let person = visit.person();
    let page = HomePage {
        page: Page::new(&visit, &words.t("home-title")),
        years: years.into_iter().map(|(cycle, response)| year(&visit, cycle, response)).collect(),
        state: state.map(|state| visit.app.names.of(&state, visit.language)),
        former: person.is_some_and(|person| person.state.is_some() && !person.party),
        may_begin: person.is_some_and(|p| p.party && p.role != Role::Reader),
        lost,
        lost_own,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn year(visit: &Visit, cycle: Cycle, response: Option<(String, i32)>) -> Year {
    let words = visit.words();
    let date = cycle.note_date.date().map(|date| words.day(date)).unwrap_or_default();
    Year {
        year: cycle.year,
        expected_by: words.moment(cycle.expected_by),
        stage: cycle.stage,
        invented: cycle.invented,
        revision: response.as_ref().map_or(0, |(_, revision)| *revision),
        response: response.map(|(id, _)| id),
        note: words.with("home-note", &[("reference", cycle.note_reference), ("date", date)]),
    }
}
