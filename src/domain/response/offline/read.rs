//! What was read from a file, whatever its format: its reference, and the texts beside each key with where they stand. Nothing of it is understood
//! yet.

use serde::{Deserialize, Serialize};

use super::Reference;
use super::docx::Odd;
use crate::domain::error::Refusal;
use crate::domain::questionnaire::xlsform::ProblemCode;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRead {
    /// It is no workbook, or one that is not opened.
    Workbook(ProblemCode),
    /// It is no document, or one that is not opened.
    Document(Refusal),
    /// It is not one of these: it has no reference that can be read.
    NoReference,
}

/// Where something stands in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct At {
    /// The sheet of a workbook by its name, the table of a document by its number.
    pub part: String,
    /// Counted from 1.
    pub row: u32,
    /// The letters of a workbook's column; empty for the row as a whole, and in a document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub column: String,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    Text(String),
    /// It is computed from other cells.
    Formula,
    /// The office program's own word for a failed computation.
    Error,
    /// More than a cell can hold.
    TooLong,
    /// Choices with a box each, and whether it is ticked.
    Boxes(Vec<(bool, String)>),
    /// Something that is not text stands in it.
    Beside(Odd),
}

impl Cell {
    /// Nothing is in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Boxes(boxes) => boxes.iter().all(|(ticked, _)| !ticked),
            Cell::Formula | Cell::Error | Cell::TooLong | Cell::Beside(_) => false,
        }
    }
}

/// One answer of a file. What is `None` has no cell in the file: nothing follows from it. A cell that is there and blank is `Some` of an empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRead {
    pub key: String,
    /// The version that the answer had when the file was made; `None` where that is not readable.
    pub base: Option<i32>,
    pub at: At,
    /// For messages: the letters of the columns of answer, comment, declining and readers; empty in a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Cell>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Cell>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<Cell>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cell>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readers: Option<Cell>,
}

impl LineRead {
    /// Whether nobody has filled anything in.
    pub fn is_blank(&self) -> bool {
        self.answer.iter().all(Cell::is_blank) && self.is_blank_beside()
    }

    /// Whether nobody has filled anything in beside the answer.
    pub fn is_blank_beside(&self) -> bool {
        [&self.comment, &self.declined, &self.reason].into_iter().flatten().all(Cell::is_blank)
    }
}

/// A file, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    pub reference: Reference,
    pub format: super::Format,
    pub lines: Vec<LineRead>,
    /// Where something was written that stands beside no key.
    pub stray: Vec<At>,
}
