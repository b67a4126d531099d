//! What the Court, the Secretariat, the co-facilitators and other States read: who has responded, a State's response, a question
//! across all States, and who has read Court-only answers.
//!
//! What may be read is decided in [`publication`](crate::domain::publication); pages here word a view and add nothing to it.
//! [`render`] turns any view into lines for templates, also for the State's own pages.

pub mod by_question;
pub mod changes;
pub mod export;
pub mod of_state;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod questions;
pub mod readings;
pub mod render;
pub mod responses;
mod words_of;

use super::errors::Fault;
use super::layout::{Crumb, Page};
use super::visit::Visit;
use crate::domain::actor::Role;
use crate::domain::cycle::Cycle;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::StateId;

/// The year in an address; what is no year does not exist.
pub(in crate::web) fn year_of(text: &str) -> Result<i32> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The State in an address; what is no State's code does not exist.
pub(in crate::web) fn state_of(text: &str) -> Result<StateId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// Runs what reads responses. The Court and the Secretariat read Court-only answers, and that is recorded in the same unit of work,
/// so theirs may write; the others' only reads.
pub(in crate::web) async fn reading<T, F>(visit: &Visit, work: F) -> std::result::Result<T, Fault>
where
    T: Send + 'static,
    F: Fn(&mut Ctx<'_>) -> Result<T> + Send + 'static,
{
    let db = &visit.app.db;
    let done = if reads_what_is_submitted(visit) {
        db.write(visit.actor(), work).await
    } else {
        db.read(visit.actor(), work).await
    };
    done.map_err(|error| visit.fault(error))
}

/// True for the roles that read every submitted response, Court-only answers included.
fn reads_what_is_submitted(visit: &Visit) -> bool {
    visit.person().is_some_and(|person| person.role.of_the_court() || person.role == Role::Secretariat)
}

/// What the pages of a cycle say about it.
struct CycleFacts {
    year: i32,
    /// Its responses are invented; every page says so.
    invented: bool,
    expected_by: String,
}

impl CycleFacts {
    fn of(visit: &Visit, cycle: &Cycle) -> Self {
        let expected_by = visit.words().moment(cycle.expected_by);
        CycleFacts { year: cycle.year, invented: cycle.invented, expected_by }
    }
}

/// A page below the list of a cycle's responses.
pub(in crate::web) fn page_of_cycle(visit: &Visit, year: i32, title: &str) -> Page {
    let responses = visit.words().plain("reading-responses-title", &[("year", year.to_string())]);
    Page::new(visit, title)
        .under("/", visit.words().t("home-title"))
        .under(format!("/cycles/{year}/responses"), responses)
}

/// The way to the page before and the page after this one in a list; nothing at its ends.
fn around(links: Vec<Crumb>, here: &str) -> (Option<Crumb>, Option<Crumb>) {
    let Some(at) = links.iter().position(|link| link.href == here) else { return (None, None) };
    let before = at.checked_sub(1).and_then(|at| links.get(at).cloned());
    (before, links.get(at + 1).cloned())
}
