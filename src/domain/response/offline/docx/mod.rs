//! Word documents (ECMA-376, .docx) as far as a questionnaire needs them: headings, paragraphs and tables are written, and the tables of
//! what comes back are read, cell by cell. Knows nothing of questions: that is for who calls.

mod read;
mod write;

pub use self::read::{Odd, ReadCell, ReadRow, read};
pub use self::write::write;

/// A document to be written.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub title: String,
    /// The tag of its language.
    pub language: String,
    pub right_to_left: bool,
    /// What stands at the head of every page.
    pub running: String,
    /// What stands around the page's number and the number of pages: "Page ", " of ", "".
    pub numbering: [String; 3],
    pub blocks: Vec<Block>,
}

/// What a document consists of, one under the other.
#[derive(Debug, Clone)]
pub enum Block {
    Title(String),
    /// A heading of the first or a deeper level.
    Heading(u8, String),
    Text(String),
    Table(Table),
}

/// A table with a head that is repeated on every page.
#[derive(Debug, Clone)]
pub struct Table {
    /// How wide its columns are, in twentieths of a point.
    pub widths: Vec<u32>,
    pub head: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub lines: Vec<Line>,
    /// Somebody writes here: it is white, and what is printed around it is not.
    pub to_fill: bool,
}

/// A paragraph of a cell.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub text: String,
    pub look: Look,
    /// A box before it, ticked or not.
    pub tick: Option<bool>,
}

/// How a paragraph of a cell looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    Strong,
    Small,
}

/// The part that holds the text.
pub const DOCUMENT: &str = "word/document.xml";

/// The boxes of choices, as Word's own: empty and ticked.
pub const BOXES: [char; 2] = ['\u{2610}', '\u{2612}'];

#[cfg(test)]
mod tests;
