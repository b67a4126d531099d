//! A draft as a workbook: a sheet that says how it is filled in, a sheet for each section, and one for each repeat. One row is one answer.

mod read;
mod write;

pub use read::read;
pub use write::write;

/// The columns, from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Key,
    Version,
    Question,
    Answer,
    Declined,
    Reason,
    Comment,
    Readers,
}

impl Column {
    const ALL: [Column; 8] = [
        Column::Key,
        Column::Version,
        Column::Question,
        Column::Answer,
        Column::Declined,
        Column::Reason,
        Column::Comment,
        Column::Readers,
    ];

    /// Its head in the file's language.
    fn head(self, phrases: &super::Phrases) -> &str {
        match self {
            Column::Key => &phrases.key,
            Column::Version => &phrases.version,
            Column::Question => &phrases.question,
            Column::Answer => &phrases.answer,
            Column::Declined => &phrases.declined,
            Column::Reason => &phrases.reason,
            Column::Comment => &phrases.comment,
            Column::Readers => &phrases.readers,
        }
    }
}

/// The hidden sheet from which drop-down lists take their words.
const LISTS: &str = "_lists";
/// Most characters of a cell, as spreadsheet programs count them.
const MOST: usize = 32_767;
