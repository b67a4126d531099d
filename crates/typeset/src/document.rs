//! What can be set: a title, facts, and sections of blocks. Blocks are flat; how deep one stands in others is a number.

/// A piece of text with the language it is in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    /// The tag of its language; empty where that is the document's, or not known.
    pub lang: String,
}

impl Text {
    /// A text in the language of the document, or in one that is not known.
    pub fn of(text: impl Into<String>) -> Self {
        Text { text: text.into(), lang: String::new() }
    }

    /// A text in the language of this tag.
    pub fn in_language(text: impl Into<String>, lang: impl Into<String>) -> Self {
        Text { text: text.into(), lang: lang.into() }
    }
}

/// A fact at the beginning: what it is called, and what it is.
#[derive(Debug, Clone, Default)]
pub struct Fact {
    pub name: String,
    pub value: Text,
    /// A digest or the like: set in small figures, and never broken.
    pub exact: bool,
}

/// Something to be set.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// What the document is called, in its metadata too.
    pub title: String,
    /// Stands above the title: whose document it is.
    pub whose: String,
    /// The tag of the document's language.
    pub lang: String,
    /// Stands at the head of every page, on the left and on the right.
    pub head: (String, String),
    /// What has to be known before anything is read, such as that this is a draft.
    pub banner: Vec<String>,
    pub facts: Vec<Fact>,
    /// Paragraphs below the facts.
    pub notes: Vec<Text>,
    /// The heading of the table of contents.
    pub contents: String,
    pub sections: Vec<Section>,
    /// Is said at the beginning where characters occur that no font at hand has.
    pub missing: String,
}

/// A section, which the table of contents lists.
#[derive(Debug, Clone, Default)]
pub struct Section {
    pub code: String,
    pub title: Text,
    pub blocks: Vec<Block>,
}

/// A part of a section, and how deep it stands in others: 0 for what stands in the section itself.
#[derive(Debug, Clone)]
pub struct Block {
    pub depth: u8,
    pub part: Part,
}

/// What can stand in a section.
#[derive(Debug, Clone)]
pub enum Part {
    /// The heading of what follows it. The code is empty where the heading is enough.
    Heading {
        code: String,
        text: Text,
    },
    /// The heading of one of several of the same kind.
    Entry(Text),
    /// A text, line by line.
    Text(Text),
    List {
        items: Vec<Text>,
        ordered: bool,
    },
    /// A text that somebody added, under what it is called.
    Quote {
        name: String,
        text: Text,
    },
    /// Something said about what stands above, quietly.
    Note(String),
    /// Something said about what stands above that must not be overlooked.
    Mark(String),
    /// Rows under headings.
    Table {
        head: Vec<String>,
        rows: Vec<Vec<Text>>,
    },
}
