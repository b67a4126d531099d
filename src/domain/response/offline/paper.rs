//! What goes into a file, before it has a format: the questions of a draft in the order of the form, each with its key, the version that its
//! answer had, and what is given as text. It holds what its reader sees of the draft, and nothing else.

use std::collections::HashMap;

use serde_json::json;

use super::reference::{self, Reference};
use super::words::{Terms, Tongue};
use crate::domain::access::{Permit, Read, Share};
use crate::domain::actor::words;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::{AttachmentId, PaperId};
use crate::domain::questionnaire::{
    Evaluation, Form, Instance, InstanceId, Kind, Node, Place, Row, Text, Values, Visibility, filled,
};
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::model::{Answer, FileFacts, Response};
use crate::domain::response::sight::Sight;
use crate::domain::time::Instant;

/// New entries that a repeat has room for in a file, where the form allows as many.
const NEW_ENTRIES: u16 = 3;
/// New entries of a repeat inside each entry of another.
const NEW_INSIDE: u16 = 1;

words!(
    /// What stands in a file.
    Content {
        /// The draft, for clearance.
        Draft = "draft",
        /// The questions alone.
        Blank = "blank",
    }
);

/// A draft as it goes into a file.
#[derive(Debug, Clone)]
pub struct Paper {
    pub reference: Reference,
    pub content: Content,
    pub made_at: Instant,
    /// The title of the questionnaire.
    pub title: String,
    pub sections: Vec<PaperSection>,
}

/// A section, in the order of the form.
#[derive(Debug, Clone)]
pub struct PaperSection {
    pub code: String,
    pub label: String,
    pub hint: String,
    pub pieces: Vec<Piece>,
}

/// What stands in a section or in an entry.
#[derive(Debug, Clone)]
pub enum Piece {
    Note(String),
    Line(Box<Line>),
    /// The head of a group; its questions follow up to the end. It may be commented on and declined as a whole.
    Group(Box<Line>),
    GroupEnd,
    Repeat(Box<PaperRepeat>),
}

/// A repeat with its entries: those of the draft, then some that are new and empty.
#[derive(Debug, Clone)]
pub struct PaperRepeat {
    /// The repeat as a whole, which may be commented on and declined.
    pub line: Line,
    pub min: u32,
    pub max: u32,
    pub entries: Vec<PaperEntry>,
}

/// An entry of a repeat.
#[derive(Debug, Clone)]
pub struct PaperEntry {
    /// From 1; of an entry inside an entry, the outer number first.
    pub number: Vec<usize>,
    /// The draft does not have it yet.
    pub new: bool,
    pub pieces: Vec<Piece>,
}

/// A question with what is given.
#[derive(Debug, Clone)]
pub struct Line {
    /// The visible key: the code, and behind `@` the token of the entry.
    pub key: String,
    pub place: Place,
    /// The version of the answer; 0 where nobody has answered.
    pub base: i32,
    /// The code of the question, which is its number too.
    pub code: String,
    pub label: String,
    pub hint: String,
    pub kind: Kind,
    /// The labels of the choices.
    pub choices: Vec<String>,
    pub required: bool,
    /// The form's rules ask it, for the answers given so far.
    pub applies: bool,
    pub given: Texts,
    /// The files that are the answer or stand beside it, a line each: to be read on paper.
    pub attached: Vec<String>,
    pub fill: Fill,
}

/// The texts of an answer, as they stand in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    pub answer: String,
    pub comment: String,
    pub declined: String,
    pub reason: String,
    pub readers: String,
}

/// What can be filled in at a question; everything else is shown only and is never taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fill {
    pub answer: bool,
    pub comment: bool,
    /// That the State is not in a position to answer, and why.
    pub decline: bool,
    /// Who may read it: the words to choose from; none where the State has no choice.
    pub readers: Vec<String>,
}

/// Makes a file of a response that may be read. `described` says in words what a file is that was given as an answer or stands beside one.
///
/// # Errors
/// When the database fails or a sealed value does not open.
pub fn make(
    ctx: &mut Ctx<'_>,
    response: &Permit<Read, Response>,
    content: Content,
    language: &str,
    terms: &Terms,
    described: &dyn Fn(&AttachmentId, &FileFacts) -> String,
) -> Result<Paper> {
    let draft = draft::open(ctx, response)?;
    let sight = Sight::of(ctx, response)?;
    let paper: PaperId = ctx.new_id();
    let row = response.row();
    let reference = Reference {
        language: language.to_owned(),
        state: row.state_id.clone(),
        year: row.cycle.year,
        paper: paper.clone(),
        response: row.id.clone(),
        form: row.form_hash.clone(),
        version: row.version,
    };
    let evaluation = draft.evaluation(ctx.now());
    let ids = draft.entries.iter().map(|entry| entry.id.as_str());
    let tokens = ids.clone().map(|id| (id.to_owned(), reference::token(id, ids.clone()))).collect();
    let (form, tongue) = (&*draft.form, Tongue { form: &draft.form, language, terms });
    let (draft, evaluation, sight) = (&*draft, &evaluation, &sight);
    let maker = Maker { form, tongue, draft, evaluation, sight, paper, tokens, content, described };
    Ok(Paper { reference, content, made_at: ctx.now(), title: tongue.text(&form.title), sections: maker.sections() })
}

/// Writes down that a draft was taken away as a file.
///
/// # Errors
/// When the database fails.
pub fn record_taken(
    ctx: &mut Ctx<'_>,
    response: &Permit<Read, Response>,
    reference: &Reference,
    content: Content,
    format: super::Format,
) -> Result<()> {
    let response = response.row();
    let Reference { language, paper, .. } = reference;
    let detail = json!({ "paper": paper, "format": format, "language": language, "content": content });
    audit::record(ctx, Action::DraftTaken, &response.id, Some(&response.state_id), &detail)
}

struct Maker<'a> {
    form: &'a Form,
    tongue: Tongue<'a>,
    draft: &'a Draft,
    evaluation: &'a Evaluation,
    sight: &'a Sight,
    paper: PaperId,
    /// By the ids of the entries of the draft.
    tokens: HashMap<InstanceId, String>,
    content: Content,
    described: &'a dyn Fn(&AttachmentId, &FileFacts) -> String,
}

/// The entry that something stands in.
#[derive(Clone, Default)]
struct Around {
    id: InstanceId,
    token: String,
    number: Vec<usize>,
    new: bool,
}

impl Maker<'_> {
    fn sections(&self) -> Vec<PaperSection> {
        let seen = self.form.sections().filter(|(_, node)| self.sight.sees_section(&node.code));
        let made = seen.map(|(index, node)| {
            let mut pieces = Vec::new();
            if node.kind == Kind::Group {
                for (child, inner) in self.form.children(index) {
                    self.add(child, inner, &Around::default(), &mut pieces);
                }
            } else {
                self.add(index, node, &Around::default(), &mut pieces);
            }
            PaperSection {
                code: node.code.clone(),
                label: self.tongue.text(&node.label),
                hint: self.tongue.text(&node.hint),
                pieces,
            }
        });
        made.filter(|section| !section.pieces.is_empty()).collect()
    }

    fn add(&self, index: usize, node: &Node, around: &Around, pieces: &mut Vec<Piece>) {
        let seen = self.sight.sees(self.form, &node.code);
        match &node.kind {
            Kind::Hidden => {}
            Kind::Calculate if node.label.is_empty() => {}
            Kind::Group => {
                let mut inside = Vec::new();
                for (child, inner) in self.form.children(index) {
                    self.add(child, inner, around, &mut inside);
                }
                if !inside.is_empty() {
                    pieces.push(Piece::Group(Box::new(self.line(index, node, around))));
                    pieces.append(&mut inside);
                    pieces.push(Piece::GroupEnd);
                }
            }
            _ if !seen => {}
            Kind::Note => pieces.extend(Some(self.tongue.text(&node.label)).filter(|t| !t.is_empty()).map(Piece::Note)),
            Kind::Repeat => pieces.push(Piece::Repeat(Box::new(self.repeat(index, node, around)))),
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
            | Kind::File => pieces.push(Piece::Line(Box::new(self.line(index, node, around)))),
        }
    }

    fn repeat(&self, index: usize, node: &Node, around: &Around) -> PaperRepeat {
        let values: &Values = self.draft.values();
        let standing: Vec<&Instance> = values.entries(&node.code, &around.id).collect();
        let mut entries = Vec::new();
        let shown = if self.content == Content::Draft { standing.as_slice() } else { &[] };
        for entry in shown {
            let token = self.tokens.get(&entry.id).cloned().unwrap_or_default();
            entries.push(self.entry(index, around, entry.id.clone(), token, entries.len() + 1, false));
        }
        let room = usize::try_from(node.repeat_max).unwrap_or(usize::MAX).saturating_sub(standing.len());
        let most = if around.id.is_empty() { NEW_ENTRIES } else { NEW_INSIDE };
        let adds = self.writes(&node.code) && node.repeat_count.is_none();
        for n in (1..=most).take(if adds { room } else { 0 }) {
            let id = reference::new_entry(&self.paper, &node.code, &around.id, n);
            let token = reference::new_token(&around.token, n);
            entries.push(self.entry(index, around, id, token, entries.len() + 1, true));
        }
        PaperRepeat { line: self.line(index, node, around), min: node.repeat_min, max: node.repeat_max, entries }
    }

    fn entry(&self, repeat: usize, around: &Around, id: String, token: String, number: usize, new: bool) -> PaperEntry {
        let mut numbers = around.number.clone();
        numbers.push(number);
        let inside = Around { id, token, number: numbers, new };
        let mut pieces = Vec::new();
        for (child, node) in self.form.children(repeat) {
            self.add(child, node, &inside, &mut pieces);
        }
        PaperEntry { number: inside.number, new, pieces }
    }

    fn line(&self, index: usize, node: &Node, around: &Around) -> Line {
        let place = Place { code: node.code.clone(), instance: around.id.clone() };
        // A new entry has no row yet: its questions are asked unless the form says otherwise.
        let row = self.evaluation.row(index, &around.id).filter(|_| !around.new);
        let answer = self.draft.answers.get(&place);
        let seen = self.sight.sees(self.form, &node.code);
        Line {
            key: reference::key(&node.code, &around.token),
            base: answer.filter(|_| self.content == Content::Draft && seen).map_or(0, |answer| answer.stamp.version),
            code: node.code.clone(),
            label: self.label(&node.label, row),
            hint: self.tongue.text(&node.hint),
            kind: node.kind.clone(),
            choices: self.tongue.choices(node),
            required: node.required.is_some() || (node.kind == Kind::Repeat && node.repeat_min > 0),
            applies: self.content == Content::Blank || row.is_none_or(|row| row.shown),
            given: self.texts(node, row, answer.filter(|_| seen)),
            attached: if seen && self.content == Content::Draft { self.attached(node, &place) } else { Vec::new() },
            fill: self.fill(node, row),
            place,
        }
    }

    /// What is said of the file that is the answer, and of those beside it.
    fn attached(&self, node: &Node, place: &Place) -> Vec<String> {
        let value = self.draft.answers.get(place).map(|answer| answer.body.value.as_str()).unwrap_or_default();
        let own = file_of(self.draft, value).filter(|_| node.kind == Kind::File);
        own.into_iter().chain(self.draft.attached(place)).map(|(id, facts)| (self.described)(id, facts)).collect()
    }

    fn label(&self, text: &Text, row: Option<&Row>) -> String {
        let text = self.tongue.text(text);
        let known = |code: &str| {
            let (_, other) = self.form.node(code).filter(|_| self.sight.sees(self.form, code))?;
            let row = self.evaluation.referred(self.form, row?, code)?;
            let value = self.tongue.answer(other, &row.value).replace('\n', ", ");
            (self.content == Content::Draft && !value.is_empty()).then_some(value)
        };
        filled(&text, |code| known(code).unwrap_or_else(|| "…".to_owned()))
    }

    fn texts(&self, node: &Node, row: Option<&Row>, answer: Option<&Answer>) -> Texts {
        let answer = answer.filter(|_| self.content == Content::Draft);
        let chosen = answer.and_then(|answer| answer.visibility).unwrap_or(node.visibility);
        let readers = self.tongue.readers(chosen);
        let value = match (&node.kind, answer) {
            (Kind::Calculate, _) if self.content == Content::Draft => row.map(|row| row.value.as_str()),
            (_, answer) => answer.map(|answer| answer.body.value.as_str()),
        };
        let value = value.unwrap_or_default();
        let text = match node.kind {
            // A file itself goes its own way.
            Kind::File => file_of(self.draft, value).map(|(_, facts)| facts.name.clone()).unwrap_or_default(),
            _ => self.tongue.answer(node, value),
        };
        let Some(answer) = answer else { return Texts { answer: text, readers, ..Texts::default() } };
        Texts {
            answer: text,
            comment: answer.body.comment.clone(),
            declined: self.tongue.declined(answer.body.declined),
            reason: answer.body.reason.clone(),
            readers,
        }
    }

    fn fill(&self, node: &Node, row: Option<&Row>) -> Fill {
        if !self.writes(&node.code) || node.kind == Kind::Calculate {
            return Fill::default();
        }
        Fill {
            answer: takes_text(&node.kind) && !row.is_some_and(|row| row.read_only),
            comment: takes_comment(&node.kind),
            decline: node.may_decline,
            readers: self.readers(node),
        }
    }

    /// The words to choose from, where the State has a choice.
    fn readers(&self, node: &Node) -> Vec<String> {
        let offered = match (node.visibility_locked, node.visibility) {
            (true, Visibility::Court) => Vec::new(),
            (true, Visibility::StatesParties) | (false, _) => vec![Visibility::Court, Visibility::StatesParties],
        };
        offered.into_iter().map(|visibility| self.tongue.readers(visibility)).collect()
    }

    /// Whether a file for this reader offers a question to be filled in. Who sees all of a draft takes it to those who write it.
    fn writes(&self, code: &str) -> bool {
        self.sight.is_whole() || self.sight.share(self.form, code) == Share::Whole
    }
}

/// A file that was given as an answer, by its id as text.
fn file_of<'a>(draft: &'a Draft, id: &str) -> Option<(&'a AttachmentId, &'a FileFacts)> {
    draft.files.iter().find(|(known, _)| known.as_str() == id)
}

/// Whether an answer of this kind can be given as text.
pub(super) fn takes_text(kind: &Kind) -> bool {
    kind.takes_answer() && *kind != Kind::File
}

/// Whether there is room for a comment, as on the page: a group or a repeat has none of its own.
fn takes_comment(kind: &Kind) -> bool {
    !kind.is_container()
}
