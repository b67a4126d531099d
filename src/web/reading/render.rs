//! A view as lines for templates: sections, and in them questions with their answers in words, groups and entries of repeats.
//!
//! The lines are flat, so that one loop prints them. What a view does not hold is not there: an answer that is for the Court only, that
//! was declined or never given leaves the same nothing for other States. `answers.html` prints what is made here.

use std::collections::{HashMap, HashSet};

use super::super::i18n::Words;
use super::super::response::{FileItem, Said, key_of};
use super::words_of;
use crate::domain::questionnaire::{Evaluation, Form, Kind, Node, Place};
use crate::domain::response::{Document, DocumentAnswer, DocumentEntry, Reading};

/// A section with what is answered in it.
#[derive(Debug, Clone)]
pub struct ReadSection {
    pub code: String,
    pub title: Said,
    /// Nothing where no answer is available.
    pub lines: Vec<ReadLine>,
}

/// What stands in a section, in the order of the form.
#[derive(Debug, Clone)]
pub enum ReadLine {
    Row(Box<ReadRow>),
    /// A group or a repeat; the row has its label, and the comment on it as a whole.
    GroupBegin(Box<ReadRow>),
    GroupEnd,
    /// One of the entries of the repeat around it.
    EntryBegin {
        number: usize,
        count: usize,
    },
    EntryEnd,
}

/// A question and what a State answers.
#[derive(Debug, Clone, Default)]
pub struct ReadRow {
    /// The code, and behind `@` the entry it stands in.
    pub key: String,
    pub code: String,
    pub label: Said,
    pub value: ReadValue,
    pub comment: String,
    pub declined: bool,
    pub reason: String,
    pub court_only: bool,
    /// The files beside the answer.
    pub attached: Vec<FileItem>,
    /// The year in which it was last given or confirmed, where that was not in the year of the response.
    pub carried: Option<i32>,
    /// It is asked and not answered.
    pub missing: bool,
    /// Nothing is answered, and the reader's clarification is about it.
    pub unanswered: bool,
    /// It stands in a group or an entry, whose code is enough.
    pub inner: bool,
    /// Where the Court asks for a clarification of it; empty where the reader asks for none.
    pub ask: String,
    /// The clarifications of it that the reader sees: the address of each and where it stands.
    pub asked: Vec<(String, String)>,
}

impl ReadLine {
    /// The row, where it is a question, a group or a repeat.
    pub fn row_mut(&mut self) -> Option<&mut ReadRow> {
        match self {
            ReadLine::Row(row) | ReadLine::GroupBegin(row) => Some(row.as_mut()),
            ReadLine::GroupEnd | ReadLine::EntryBegin { .. } | ReadLine::EntryEnd => None,
        }
    }
}

/// An answer in words.
#[derive(Debug, Clone, Default)]
pub enum ReadValue {
    #[default]
    Nothing,
    /// The State's own text, in a language that is not known.
    Text(String),
    /// A number, a day or a time, in the reader's language.
    Words(String),
    /// What is chosen, in the words of the form.
    Choices(Vec<Said>),
    /// All choices in the order that the State gives them.
    Ranked(Vec<Said>),
    File(FileItem),
}

impl ReadRow {
    /// True where the answer is an order of choices.
    pub fn is_ranked(&self) -> bool {
        matches!(self.value, ReadValue::Ranked(_))
    }

    fn is_empty(&self) -> bool {
        let says = !matches!(self.value, ReadValue::Nothing) || !self.comment.is_empty() || self.declined;
        !says && self.attached.is_empty() && !self.missing && !self.unanswered
    }
}

/// Every section of a view with what is answered in it.
pub fn sections(words: Words, view: &dyn Reading) -> Vec<ReadSection> {
    Renderer::of(words, view).sections()
}

/// The same, with a line of its own for each of these places at which nothing is answered, where it stands in the form.
pub fn sections_with_places(words: Words, view: &dyn Reading, places: &HashSet<Place>) -> Vec<ReadSection> {
    Renderer { places: Some(places), ..Renderer::of(words, view) }.sections()
}

/// Every section of a view that the State itself looks at, with the questions that are asked and not answered yet. Which are asked
/// is what the form's rules decide, so it takes the evaluation of the draft.
pub fn sections_with_gaps(words: Words, view: &dyn Reading, evaluation: &Evaluation) -> Vec<ReadSection> {
    Renderer { gaps: Some(evaluation), ..Renderer::of(words, view) }.sections()
}

/// What a view holds at one question, or inside one group or repeat; in an entry, where it stands in one.
pub fn lines_at(words: Words, view: &dyn Reading, node: usize, entry: &str) -> Vec<ReadLine> {
    let renderer = Renderer::of(words, view);
    let mut lines = Vec::new();
    if let Some(it) = renderer.form.nodes.get(node) {
        renderer.add(node, it, At { entry, inner: false }, &mut lines);
    }
    lines
}

/// What a view holds for one question, in every entry that it stands in.
pub fn rows_of(words: Words, view: &dyn Reading, node: &Node) -> Vec<ReadRow> {
    let document = view.document();
    let worded = document.answers.iter().filter(|answer| answer.code == node.code).map(|answer| {
        let value = value_of(words, view.form(), document, node, &answer.value);
        ReadRow { attached: attached(words, document, answer), ..answered(document, node, answer, value) }
    });
    worded.filter(|row| !row.is_empty()).collect()
}

/// The files beside an answer.
fn attached(words: Words, document: &Document, answer: &DocumentAnswer) -> Vec<FileItem> {
    document.attached(&answer.code, &answer.entry).map(|file| FileItem::of_document(words, file)).collect()
}

fn answered(document: &Document, node: &Node, answer: &DocumentAnswer, value: ReadValue) -> ReadRow {
    ReadRow {
        key: key_of(&Place { code: node.code.clone(), instance: answer.entry.clone() }),
        code: node.code.clone(),
        value,
        comment: answer.comment.clone(),
        declined: answer.declined,
        reason: answer.reason.clone(),
        court_only: document.is_for_the_court(answer),
        carried: answer.carried.as_ref().map(|from| from.year),
        ..ReadRow::default()
    }
}

/// Where a question stands while its section is gone through.
#[derive(Clone, Copy)]
struct At<'e> {
    entry: &'e str,
    inner: bool,
}

type Key<'a> = (&'a str, &'a str);

struct Renderer<'a> {
    words: Words,
    form: &'a Form,
    document: &'a Document,
    answers: HashMap<Key<'a>, &'a DocumentAnswer>,
    /// By repeat and the entry around it.
    entries: HashMap<Key<'a>, Vec<&'a DocumentEntry>>,
    gaps: Option<&'a Evaluation>,
    /// Where a line stands whether or not something is answered.
    places: Option<&'a HashSet<Place>>,
}

impl<'a> Renderer<'a> {
    fn of(words: Words, view: &'a dyn Reading) -> Self {
        let document = view.document();
        let answers = document.answers.iter().map(|a| ((a.code.as_str(), a.entry.as_str()), a)).collect();
        let mut entries: HashMap<Key<'a>, Vec<&'a DocumentEntry>> = HashMap::new();
        for entry in &document.entries {
            entries.entry((entry.repeat.as_str(), entry.parent.as_str())).or_default().push(entry);
        }
        Renderer { words, form: view.form(), document, answers, entries, gaps: None, places: None }
    }

    fn sections(&self) -> Vec<ReadSection> {
        let with_questions = self.form.top_level().filter(|(index, _)| has_questions(self.form, *index));
        with_questions
            .map(|(index, node)| {
                let mut lines = Vec::new();
                let at = At { entry: "", inner: false };
                if node.kind == Kind::Group {
                    for (child, inner) in self.form.children(index) {
                        self.add(child, inner, at, &mut lines);
                    }
                } else {
                    self.add(index, node, at, &mut lines);
                }
                ReadSection { code: node.code.clone(), title: Said::of(&node.label, self.words, self.form), lines }
            })
            .collect()
    }

    fn add(&self, index: usize, node: &Node, at: At<'_>, lines: &mut Vec<ReadLine>) {
        match &node.kind {
            Kind::Note | Kind::Hidden => {}
            Kind::Calculate if node.label.is_empty() => {}
            Kind::Group | Kind::Repeat => self.add_container(index, node, at, lines),
            Kind::Text { .. }
            | Kind::Integer
            | Kind::Decimal
            | Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::SelectOne { .. }
            | Kind::SelectMultiple { .. }
            | Kind::Rank { .. }
            | Kind::Range { .. }
            | Kind::Acknowledge
            | Kind::Calculate
            | Kind::File => {
                let row = self.row(index, node, at);
                if !row.is_empty() {
                    lines.push(ReadLine::Row(Box::new(row)));
                }
            }
        }
    }

    /// A group with its questions, or a repeat with its entries. One in which nothing stands is a question like others: it can be
    /// declined or missing as a whole.
    fn add_container(&self, index: usize, node: &Node, at: At<'_>, lines: &mut Vec<ReadLine>) {
        let mut head = self.row(index, node, at);
        let mut inner = Vec::new();
        if node.kind == Kind::Repeat {
            self.add_entries(index, node, at.entry, &mut inner);
        } else {
            self.add_children(index, at.entry, &mut inner);
        }
        if inner.is_empty() {
            if !head.is_empty() {
                lines.push(ReadLine::Row(Box::new(head)));
            }
            return;
        }
        (head.missing, head.unanswered) = (false, false);
        lift_mark(&mut head, &mut inner);
        lines.push(ReadLine::GroupBegin(Box::new(head)));
        lines.append(&mut inner);
        lines.push(ReadLine::GroupEnd);
    }

    fn add_entries(&self, index: usize, node: &Node, parent: &str, lines: &mut Vec<ReadLine>) {
        let Some(entries) = self.entries.get(&(node.code.as_str(), parent)) else { return };
        for (n, entry) in entries.iter().enumerate() {
            lines.push(ReadLine::EntryBegin { number: n + 1, count: entries.len() });
            self.add_children(index, &entry.id, lines);
            lines.push(ReadLine::EntryEnd);
        }
    }

    fn add_children(&self, index: usize, entry: &str, lines: &mut Vec<ReadLine>) {
        for (child, inner) in self.form.children(index) {
            self.add(child, inner, At { entry, inner: true }, lines);
        }
    }

    fn row(&self, index: usize, node: &Node, at: At<'_>) -> ReadRow {
        let answer = self.answers.get(&(node.code.as_str(), at.entry)).copied();
        let row = match answer {
            Some(answer) => ReadRow {
                attached: attached(self.words, self.document, answer),
                missing: answer.is_bare() && self.is_asked(index, node, at.entry),
                ..answered(
                    self.document,
                    node,
                    answer,
                    value_of(self.words, self.form, self.document, node, &answer.value),
                )
            },
            None => {
                let place = Place { code: node.code.clone(), instance: at.entry.to_owned() };
                ReadRow {
                    key: key_of(&place),
                    code: node.code.clone(),
                    missing: self.is_asked(index, node, at.entry),
                    unanswered: self.places.is_some_and(|places| places.contains(&place)),
                    ..ReadRow::default()
                }
            }
        };
        let label = Said::label(node, self.words, self.form, |code| self.value_in_label(code, at.entry));
        ReadRow { label, inner: at.inner, ..row }
    }

    fn is_asked(&self, index: usize, node: &Node, entry: &str) -> bool {
        let asks = node.kind.takes_answer() || node.kind == Kind::Repeat;
        asks && node.calculation.is_none()
            && self.gaps.and_then(|gaps| gaps.row(index, entry)).is_some_and(|row| row.shown)
    }

    /// An answer that a label refers to, as far as the reader has it.
    fn value_in_label(&self, code: &str, entry: &str) -> Option<String> {
        let here = self.answers.get(&(code, entry)).or_else(|| self.answers.get(&(code, "")));
        let (answer, (_, node)) = here.zip(self.form.node(code))?;
        match value_of(self.words, self.form, self.document, node, &answer.value) {
            ReadValue::Text(text) | ReadValue::Words(text) => Some(text),
            ReadValue::Choices(chosen) | ReadValue::Ranked(chosen) => {
                Some(chosen.into_iter().map(|choice| choice.text).collect::<Vec<_>>().join(", "))
            }
            ReadValue::File(file) => Some(file.shown),
            ReadValue::Nothing => None,
        }
    }
}

/// True where a section holds anything that can be answered.
fn has_questions(form: &Form, section: usize) -> bool {
    let end = form.nodes.get(section).map_or(section, |node| node.end);
    form.nodes.get(section..end).is_some_and(|nodes| nodes.iter().any(|node| node.kind.takes_answer()))
}

/// Where everything inside is for the Court only, that is said once, of the whole.
fn lift_mark(head: &mut ReadRow, inner: &mut [ReadLine]) {
    let mut marks = inner.iter().filter_map(|line| match line {
        ReadLine::Row(row) | ReadLine::GroupBegin(row) => Some(row.court_only),
        ReadLine::GroupEnd | ReadLine::EntryBegin { .. } | ReadLine::EntryEnd => None,
    });
    let inside = marks.next().is_some_and(|first| first && marks.all(|mark| mark));
    if !inside || !(head.court_only || head.comment.is_empty()) {
        return;
    }
    head.court_only = true;
    for line in inner {
        if let ReadLine::Row(row) | ReadLine::GroupBegin(row) = line {
            row.court_only = false;
        }
    }
}

/// A stored value in words.
pub fn value_of(words: Words, form: &Form, document: &Document, node: &Node, value: &str) -> ReadValue {
    if value.is_empty() {
        return ReadValue::Nothing;
    }
    let choice = |name: &str| choice_words(words, form, node, name);
    match &node.kind {
        Kind::SelectOne { .. } => ReadValue::Choices(vec![choice(value)]),
        Kind::SelectMultiple { .. } => ReadValue::Choices(value.split_whitespace().map(choice).collect()),
        Kind::Rank { .. } => ReadValue::Ranked(value.split_whitespace().map(choice).collect()),
        Kind::Integer | Kind::Decimal | Kind::Range { .. } => ReadValue::Words(words_of::number(words.0, value)),
        Kind::Date => ReadValue::Words(words_of::day(words, value)),
        Kind::DateTime => ReadValue::Words(words_of::moment(words, value)),
        Kind::Time => ReadValue::Words(words_of::time(value)),
        Kind::Acknowledge => ReadValue::Words(words.t("reading-acknowledged")),
        Kind::File => match document.files.iter().find(|file| file.id == value) {
            Some(file) => ReadValue::File(FileItem::of_document(words, file)),
            None => ReadValue::Nothing,
        },
        Kind::Text { .. } | Kind::Calculate | Kind::Hidden => ReadValue::Text(value.to_owned()),
        Kind::Group | Kind::Repeat | Kind::Note => ReadValue::Nothing,
    }
}

/// The label of a choice; its name where the form has it no more.
pub fn choice_words(words: Words, form: &Form, node: &Node, name: &str) -> Said {
    match form.choices(node).iter().find(|choice| choice.name == name) {
        Some(choice) if !choice.label.is_empty() => Said::of(&choice.label, words, form),
        Some(_) | None => Said { text: name.to_owned(), lang: String::new() },
    }
}
