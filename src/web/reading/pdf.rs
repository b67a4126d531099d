//! The response of one State as PDF, as the page of it shows it: what is submitted for the Court and the Secretariat, what is published
//! for the others.

use actix_web::{HttpResponse, web};
use typeset::{Document, Text};

use super::render;
use super::{reading, state_of, year_of};
use crate::domain::access::Read;
use crate::domain::cycle::{Cycle, CycleOfYear};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::publication::{self, StateReading};
use crate::domain::response::{Reading, RevisionRow};
use crate::domain::states::StateParty;
use crate::domain::time::Instant;
use crate::web::errors::Fault;
use crate::web::pdf::{self, fact, form_version, questionnaire};
use crate::web::visit::Visit;

/// What one unit of work reads.
struct Opened {
    cycle: Cycle,
    state: StateParty,
    reading: StateReading,
}

fn open(ctx: &mut Ctx<'_>, year: i32, state: &crate::domain::ids::StateId, number: Option<i32>) -> Result<Opened> {
    let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
    let party = ctx.permit::<Read, StateParty>(state)?;
    let reading = match number {
        Some(number) => publication::open_revision(ctx, &cycle, state, number)?,
        None => publication::of_state(ctx, &cycle, state)?.reading,
    };
    Ok(Opened { cycle: cycle.into_row().0, state: party.into_row(), reading })
}

/// The latest that the reader may read. Where nothing can be read there is no file.
pub async fn latest(visit: Visit, path: web::Path<(String, String)>) -> std::result::Result<HttpResponse, Fault> {
    let (year, state) = path.into_inner();
    of(visit, &year, &state, None).await
}

/// One revision, for the Court and the Secretariat.
pub async fn revision(
    visit: Visit,
    path: web::Path<(String, String, String)>,
) -> std::result::Result<HttpResponse, Fault> {
    let (year, state, number) = path.into_inner();
    let number = year_of(&number).map_err(|error| visit.fault(error))?;
    of(visit, &year, &state, Some(number)).await
}

async fn of(visit: Visit, year: &str, state: &str, number: Option<i32>) -> std::result::Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let year = year_of(year).map_err(fail)?;
    let state = state_of(state).map_err(fail)?;
    let turn = pdf::turn(&visit).await?;
    let opened = reading(&visit, move |ctx| open(ctx, year, &state, number)).await?;
    let (document, name) = match &opened.reading {
        StateReading::Submitted { view, revision, latest, published } => {
            let document = submitted(&visit, &opened, view.as_ref(), revision, *latest, *published);
            (document, format!("response-{}.pdf", revision.receipt))
        }
        StateReading::Published { view, number: _, at } => {
            let name = format!("response-{}-{}.pdf", opened.cycle.year, opened.state.id);
            (published(&visit, &opened, view.as_ref(), *at), name)
        }
        StateReading::Awaited { .. } | StateReading::Nothing => return Err(visit.fault(Error::NotFound)),
    };
    pdf::hand_out(&visit, turn, document, name).await
}

/// What both have: whose response it is, and that it is invented or of a former Party.
fn begun(visit: &Visit, opened: &Opened, view: &dyn Reading, mark: String) -> Document {
    let words = visit.words();
    let name = opened.state.name_in(visit.language.tag()).to_owned();
    let year = opened.cycle.year.to_string();
    let title = words.plain("reading-state-title", &[("state", name), ("year", year.clone())]);
    let mut document = pdf::document(words, title, questionnaire(words, view), mark);
    if opened.cycle.invented {
        document.banner.push(words.plain("reading-invented", &[("year", year)]));
    }
    if !opened.state.is_party_on(&visit.now.day_in_the_hague()) {
        document.notes.push(Text::of(words.t("reading-former-text")));
    }
    document.sections = pdf::sections(words, render::sections(words, view), view.marks_court_only());
    document
}

fn submitted(
    visit: &Visit,
    opened: &Opened,
    view: &dyn Reading,
    row: &RevisionRow,
    latest: i32,
    published: i32,
) -> Document {
    let words = visit.words();
    let number = row.number.to_string();
    let moment = words.moment(row.submitted_at);
    let mark = words.plain("pdf-revision-mark", &[("number", number.clone()), ("moment", moment.clone())]);
    let mut document = begun(visit, opened, view, mark);
    let of = words.plain("reading-revision-of", &[("number", number), ("latest", latest.to_string())]);
    let readers = if published == 0 {
        words.t("reading-published-none")
    } else if published == row.number {
        words.t("reading-published-this")
    } else {
        words.plain("reading-published-other", &[("number", published.to_string())])
    };
    document.facts = vec![
        fact(words, "reading-submitted", moment),
        fact(words, "reading-version", of),
        fact(words, "reading-readers", readers),
    ];
    document.facts.extend(pdf::of_revision(words, view, row));
    document.notes.push(Text::of(words.t("pdf-court-marks")));
    document.notes.push(Text::of(words.t("help-about-effect")));
    document
}

/// As other States read it: nothing of numbers, times and reasons of submissions, and no word of answers that are not there.
fn published(visit: &Visit, opened: &Opened, view: &dyn Reading, at: Instant) -> Document {
    let words = visit.words();
    let moment = words.moment(at);
    let on = words.plain("reading-published-on", &[("moment", moment)]);
    let mut document = begun(visit, opened, view, on);
    document.facts = vec![fact(words, "pdf-published", words.moment(at)), form_version(words, view)];
    document.notes.push(Text::of(words.t("help-about-effect")));
    document
}
