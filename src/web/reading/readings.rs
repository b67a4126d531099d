//! Who has read a State's Court-only answers: by which organ and when, and which questions. Not who in the organ.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::{CycleFacts, page_of_cycle, state_of, year_of};
use crate::domain::access::Read;
use crate::domain::actor::{Organ, Role};
use crate::domain::cycle::CycleOfYear;
use crate::domain::publication::{self, ReadingRecord};
use crate::domain::states::StateParty;
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::visit::Visit;

/// As many as the domain gives: a page of more would be read by nobody.
const MOST: usize = 500;

struct Line {
    when: String,
    reader: String,
    codes: String,
}

#[derive(Template)]
#[template(path = "reading/readings.html")]
struct ReadingsPage {
    page: Page,
    cycle: CycleFacts,
    state: String,
    lines: Vec<Line>,
    /// Earlier readings are not on the page.
    cut: bool,
}

/// The page, for the State itself and for the Secretariat.
pub async fn page(visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse, Fault> {
    let (year, state) = path.into_inner();
    let year = year_of(&year).map_err(|error| visit.fault(error))?;
    let state = state_of(&state).map_err(|error| visit.fault(error))?;
    let of = state.clone();
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        ctx.permit::<Read, StateParty>(&of)?;
        let records = publication::readings_of(ctx, &cycle, &of)?;
        Ok((cycle.into_row().0, records))
    };
    let (cycle, records) = visit.app.db.read(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let title = words.t("reading-readings-title");
    let name = visit.app.names.of(&state, visit.language);
    let page = ReadingsPage {
        page: page_of_cycle(&visit, year, &title).under(format!("/cycles/{year}/responses/{state}"), name.clone()),
        cycle: CycleFacts::of(&visit, &cycle),
        state: name,
        cut: records.len() >= MOST,
        lines: records.into_iter().map(|record| line(words, record)).collect(),
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn line(words: Words, record: ReadingRecord) -> Line {
    let reader = match (Organ::parse(&record.reader), Role::parse(&record.reader)) {
        (Some(organ), _) => words.t(&format!("organ-{}", organ.as_str())),
        (None, Some(role)) => words.t(&format!("role-{}", role.as_str())),
        (None, None) => record.reader,
    };
    Line { when: words.moment(record.at), reader, codes: record.codes.join(", ") }
}
