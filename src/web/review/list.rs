//! The clarifications that the reader sees, open or all of them: for a State what the Court asked, for an organ what it asked, for the
//! Secretariat what is copied to it.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::Line;
use crate::domain::review::clarifications::{self, List};
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::names;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "review/list.html")]
struct ListPage {
    page: Page,
    lead: &'static str,
    lines: Vec<Line>,
    all: bool,
    /// Which State it is, where it is not the reader's; which organ, where that is not.
    names_states: bool,
    names_organs: bool,
    cut: bool,
}

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// `all`: those too that were settled or withdrawn.
    #[serde(default)]
    show: String,
}

/// The page.
pub async fn page(visit: Visit, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    let all = asked.show == "all";
    let listed = visit.app.db.read(visit.actor(), move |ctx| clarifications::list(ctx, !all)).await;
    let List { mut listed, cut } = listed.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let of_a_state = visit.person().is_some_and(|person| person.state.is_some());
    let of_the_court = visit.person().is_some_and(|person| person.organ.is_some());
    if !of_a_state {
        names::sort_by_state(&visit.app, visit.language, &mut listed, |listed| &listed.row.state_id);
    }
    let page = ListPage {
        page: Page::new(&visit, &words.t("clarifications-title")).under("/", words.t("home-title")),
        lead: match (of_a_state, of_the_court) {
            (true, _) => "clarifications-lead-state",
            (false, true) => "clarifications-lead-court",
            (false, false) => "clarifications-lead-secretariat",
        },
        cut,
        lines: listed.iter().map(|listed| Line::of(&visit, listed)).collect(),
        all,
        names_states: !of_a_state,
        names_organs: !of_the_court,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}
