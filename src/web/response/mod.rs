//! The desk of a State: begin, fill sections, check, submit, amend, and read back what was submitted.

pub mod assign;
pub mod attached;
pub mod begin;
pub mod check;
pub mod clearance;
pub mod comments;
mod compare;
mod confirm;
mod confirmation;
pub mod covering;
mod described;
mod differ;
pub mod differences;
pub mod entry;
pub mod file;
pub mod form;
pub mod history;
pub(super) mod items;
mod last;
pub mod offline;
pub mod overview;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod presence;
pub mod removed;
pub mod revision;
pub mod rival;
pub mod save;
pub mod section;
mod sheet;
pub(super) mod standing;
pub mod submit;
mod summary;
pub mod uploads;

pub use items::{Control, FileItem, Item, Said, key_of};
pub use sheet::Sheet;

use crate::domain::Error;
use crate::domain::ids::ResponseId;
use crate::web::layout::Page;
use crate::web::visit::Visit;

/// A page that stands under a section of a response. `anchor`: where on the section's page it was come from; empty for its head.
fn page_under(visit: &Visit, title: &str, response: &str, section: &str, year: i32, anchor: &str) -> Page {
    let words = visit.words();
    // The question stands there also where the response confirms last year's and not every one is shown.
    let all = if anchor.is_empty() { "" } else { "?all=1" };
    Page::new(visit, &words.t(title))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{response}"), section::response_title(words, year))
        .under(format!("/responses/{response}/sections/{section}{all}{anchor}"), section.to_owned())
}

/// The id in an address; what is no id does not exist.
pub(super) fn response_id(text: &str) -> Result<ResponseId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}
