//! Sets a document as a tagged PDF: a [`Document`] in, bytes out.
//!
//! It knows nothing of States or questionnaires. What is to be said arrives in words, in the reader's language, and every text is set as
//! it was typed: it reaches the template as data and is never read as markup. The compiler is typst; its world holds the template, the
//! data and the fonts beside this file, and neither a network nor a file system.

mod clean;
mod document;
mod press;

pub use document::{Block, Document, Fact, Part, Section, Text};
pub use press::{Error, Pdf, Press};
