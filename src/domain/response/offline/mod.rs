//! A draft that is filled in away from the platform: as a file for clearance, in one of the languages of its form, and back again.
//!
//! What goes into a file (`paper`), an answer as text and back (`words`), what was read from one (`read`) and the comparison with the draft
//! (`compare`) know nothing of the format; `excel` and `word` write and read one each, the latter over `docx`. Nothing that a file says is taken
//! over before somebody has confirmed it (`proposal`, `apply`).

mod apply;
pub mod compare;
pub mod docx;
pub mod excel;
pub mod paper;
mod proposal;
pub mod read;
mod reference;
mod store;
#[cfg(test)]
mod tests;
pub mod word;
pub mod words;

pub use apply::{Applied, Chosen, apply};
pub use compare::{Comparison, compare};
pub use paper::{Content, Paper, make, record_taken};
pub use proposal::{Import, Looked, Progress, Waiting, choose, discard, forget_old, look, may_bring, propose, waiting};
pub use read::{At, Cell, FileRead, LineRead, NotRead};
pub use reference::{NotAReference, Reference};
pub use words::{NotUnderstood, Phrases, Terms, Tongue};

pub(super) use store::about;

use crate::domain::actor::words;

words!(
    /// The format of a file.
    Format {
        Excel = "xlsx",
        Word = "docx",
    }
);
