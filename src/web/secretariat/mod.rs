//! The Secretariat's desk: States and their addresses, forms, cycles with what each State has done, publication, accounts, mail.
//!
//! Pages show what the domain's lists say and post what a person decided; an act that States notice is confirmed on a page that
//! says what will happen. Codes of invitations are shown on the answer to the form that issued them, and nowhere else: no address,
//! no redirect and no list ever holds one.

pub mod accounts;
pub mod cycle;
mod cycle_acts;
pub mod cycles;
pub mod forms;
pub mod mail;
pub mod preview;
pub mod publish;
pub mod states;

use crate::domain::Error;
use crate::domain::access::{Manage, Permit, Read};
use crate::domain::cycle::{Cycle, CycleOfYear};
use crate::domain::db::Ctx;
use crate::domain::time::{Day, Instant};
use crate::web::i18n::Words;
use crate::web::layout::Page;
use crate::web::visit::Visit;

/// What is wrong with a control of a form, in words that say what would be right.
#[derive(Debug, Clone)]
pub(super) struct Wrong {
    /// The control's id and name; empty where the form as a whole is meant.
    pub(super) field: &'static str,
    pub(super) words: String,
}

/// Everything that is wrong with a form: the summary on top, and the words at each control.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults(pub(super) Vec<Wrong>);

impl Faults {
    pub(super) fn one(field: &'static str, words: String) -> Self {
        Faults(vec![Wrong { field, words }])
    }

    pub(super) fn add(&mut self, field: &'static str, words: String) {
        self.0.push(Wrong { field, words });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What is wrong with this control.
    pub(super) fn at(&self, field: impl AsRef<str>) -> Option<&str> {
        self.0.iter().find(|wrong| wrong.field == field.as_ref()).map(|wrong| wrong.words.as_str())
    }

    /// Keeps the value where it could be read, and what is wrong with it where not.
    pub(super) fn keep<T>(&mut self, field: &'static str, read: Result<T, String>) -> Option<T> {
        read.map_err(|words| self.add(field, words)).ok()
    }
}

/// A page of the desk, with the way to it.
pub(super) fn desk(visit: &Visit, title: &str) -> Page {
    Page::new(visit, title).under("/", visit.words().t("home-title"))
}

/// A day in words.
pub(super) fn day_words(words: Words, day: &Day) -> String {
    day.date().map_or_else(|| day.to_string(), |date| words.day(date))
}

/// The day of a moment in words, for tables; in The Hague.
pub(super) fn date_words(words: Words, at: Instant) -> String {
    words.day(at.in_the_hague().date())
}

/// The year in an address; what is no year does not exist.
fn year_of(text: &str) -> Result<i32, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The cycle of a year, to be managed.
fn managed(ctx: &mut Ctx<'_>, year: i32) -> Result<Permit<Manage, Cycle>, Error> {
    let cycle = ctx.permit::<Read, CycleOfYear>(&year)?.into_row().0;
    ctx.permit::<Manage, Cycle>(&cycle.id)
}
