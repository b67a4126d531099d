//! The desk of a State: begin, fill sections, check, submit, amend, and read back what was submitted.

pub mod begin;
pub mod check;
pub mod comments;
mod compare;
pub mod entry;
pub mod file;
pub mod form;
pub mod history;
pub(super) mod items;
pub mod overview;
pub mod removed;
pub mod revision;
pub mod rival;
pub mod save;
pub mod section;
pub mod submit;

pub use items::{Control, FileItem, Item, Said, Sheet, key_of, size_words};

use crate::domain::Error;
use crate::domain::ids::ResponseId;

/// The id in an address; what is no id does not exist.
pub(super) fn response_id(text: &str) -> Result<ResponseId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}
