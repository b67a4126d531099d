//! A section as a flat list of what stands on the page, in order: questions, groups, repeats with their entries. Flat, so that the
//! template is one loop and needs no recursion.

use super::last::LastLine;
use crate::domain::questionnaire::{Form, Node, Place, Text, Visibility, filled};
use crate::domain::response::{Body, Stamp};
use crate::web::i18n::Words;

/// A text of the questionnaire with the language it is in, where that is not the reader's.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub text: String,
    /// The tag for `lang`; empty where the text is in the reader's language.
    pub lang: String,
}

impl Said {
    /// The text in the reader's language, or in another and marked with it.
    pub fn of(text: &Text, words: Words, form: &Form) -> Self {
        match text.get(words.0.tag(), &form.default_language) {
            None => Said::default(),
            Some((text, tag)) if tag == words.0.tag() => Said { text: text.to_owned(), lang: String::new() },
            Some((text, tag)) => Said { text: text.to_owned(), lang: tag.to_owned() },
        }
    }

    /// The label of a question, with what it refers to (`${code}`) as the reader knows it; three dots stand for the rest.
    pub fn label(node: &Node, words: Words, form: &Form, mut known: impl FnMut(&str) -> Option<String>) -> Self {
        let said = Said::of(&node.label, words, form);
        let value = |code: &str| known(code).filter(|value| !value.is_empty()).unwrap_or_else(|| "…".to_owned());
        Said { text: filled(&said.text, value), lang: said.lang }
    }

    /// The label of a question where nobody's answers are at hand.
    pub fn label_alone(node: &Node, words: Words, form: &Form) -> Self {
        Said::label(node, words, form, |_| None)
    }

    /// True where no language has it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// One choice of a question.
#[derive(Debug, Clone)]
pub struct ChoiceItem {
    pub name: String,
    pub label: Said,
    pub chosen: bool,
}

/// Who will read an answer, and whether the State can change it.
#[derive(Debug, Clone)]
pub struct Readers {
    /// Who will read it as things stand.
    pub effective: Visibility,
    pub default: Visibility,
    pub chosen: Option<Visibility>,
    /// The State cannot widen it.
    pub locked: bool,
    /// The code of the question that holds it back.
    pub narrowed_by: Option<String>,
}

impl Readers {
    /// True where there is nothing to choose.
    pub fn is_fixed(&self) -> bool {
        self.locked && self.default == Visibility::Court
    }

    /// True where this is what the State chose.
    pub fn chose(&self, word: &str) -> bool {
        self.chosen.map_or("", Visibility::as_str) == word
    }

    /// The word of who reads it now.
    pub fn word(&self) -> &'static str {
        self.effective.as_str()
    }

    /// The word of who reads it unless the State chooses.
    pub fn default_word(&self) -> &'static str {
        self.default.as_str()
    }
}

/// A file given as an answer, or one that stands beside an answer.
#[derive(Debug, Clone)]
pub struct FileItem {
    pub id: String,
    /// Its title, or its name where it has none.
    pub shown: String,
    /// Its name beside the title; empty where that is shown.
    pub name: String,
    pub size: String,
    /// Empty where nothing is said.
    pub language: String,
    /// Whether it is an original or a translation; empty where nothing is said.
    pub translation: String,
    pub sha256: String,
    /// The State has encrypted it, so that nobody on the platform can look into it.
    pub encrypted: bool,
}

/// A text that waits to be chosen.
#[derive(Debug, Clone)]
pub struct RivalItem {
    pub id: String,
    pub by: String,
}

/// What kind of control a question has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    Line,
    Lines,
    Number,
    Date,
    Time,
    DateTime,
    One,
    Many,
    Rank,
    Range,
    Tick,
    File,
    Nothing,
}

/// A question on the page.
#[derive(Debug, Clone)]
pub struct Question {
    /// The code, and behind `@` the entry it stands in.
    pub key: String,
    pub code: String,
    pub label: Said,
    pub hint: Said,
    pub guidance: Said,
    pub legal_basis: String,
    pub control: Control,
    pub choices: Vec<ChoiceItem>,
    pub body: Body,
    pub read_only: bool,
    /// It is the reader's to write, while the response takes changes.
    pub yours: bool,
    pub required: bool,
    pub shown: bool,
    pub may_decline: bool,
    pub max_length: u32,
    pub readers: Readers,
    pub faults: Vec<String>,
    pub stamp: String,
    /// "saved at 14:32 by N. Diop"; empty where nobody has answered.
    pub saved: String,
    pub rivals: Vec<RivalItem>,
    pub file: Option<FileItem>,
    /// What stands beside the answer.
    pub attached: Vec<FileItem>,
    /// Which entry it stands in, as that is headed; empty for a question in none.
    pub entry: String,
    pub links: Option<Links>,
    /// What became of last year's answer.
    pub last: Option<LastLine>,
}

impl Question {
    /// Whether it stands in an entry of a repeat.
    pub fn in_entry(&self) -> bool {
        !self.entry.is_empty()
    }

    /// The places of an order, from 1, each with the name of the choice that stands there; empty where none does yet.
    pub fn places(&self) -> Vec<(usize, &str)> {
        let given = self.body.value.split_whitespace().chain(std::iter::repeat(""));
        (1..=self.choices.len()).zip(given).collect()
    }
}

/// What stands on the page, in order.
#[derive(Debug, Clone)]
pub enum Item {
    Question(Box<Question>),
    Note(Said),
    /// A group. Its own question is who reads it as a whole.
    GroupBegin(Box<Question>),
    /// The label of a group of which the reader sees single questions.
    HeadBegin {
        code: String,
        label: Said,
        shown: bool,
    },
    GroupEnd,
    RepeatBegin(Box<Repeat>),
    EntryBegin {
        key: String,
        id: String,
        number: usize,
        first: bool,
        last: bool,
        label: Said,
        /// As [`Question::yours`], of the repeat.
        yours: bool,
    },
    EntryEnd,
    RepeatEnd {
        code: String,
        parent: String,
        full: bool,
        label: Said,
        yours: bool,
    },
    MoreBegin {
        count: usize,
        open: bool,
    },
    MoreEnd,
}

/// A repeat's heading. Its own question is whether the State declines it as a whole.
#[derive(Debug, Clone)]
pub struct Repeat {
    pub question: Question,
    pub min: u32,
    pub max: u32,
    pub count: usize,
}

/// What was typed and could not be kept, to be shown again where it was typed.
#[derive(Debug, Clone)]
pub struct Typed {
    pub body: Body,
    pub visibility: Option<Visibility>,
    pub faults: Vec<String>,
    /// What stood when it was typed: what a colleague saved since is not overwritten by sending it again.
    pub stamp: Stamp,
}

/// Where a question's history, its internal comments and the files beside its answer are.
#[derive(Debug, Clone)]
pub struct Links {
    /// Empty where nothing was ever saved.
    pub history: String,
    pub comments: String,
    /// How many of them are open.
    pub open: usize,
    /// Empty where no file can be attached.
    pub attach: String,
    /// What the Court asked about its answer: the address of each clarification, and when which organ asked.
    pub asked: Vec<(String, String)>,
}

/// The key of a question in field names: its code, and the entry it stands in.
pub fn key_of(place: &Place) -> String {
    if place.instance.is_empty() { place.code.clone() } else { format!("{}@{}", place.code, place.instance) }
}

/// The reverse of [`key_of`].
pub fn place_of(key: &str) -> Place {
    let (code, instance) = key.split_once('@').unwrap_or((key, ""));
    Place { code: code.to_owned(), instance: instance.to_owned() }
}
