//! The compiled form: what a workbook means once every cell of it has been checked.
//!
//! A [`Form`] is immutable and named by its hash. It is a tree of [`Node`]s kept in one vector, in the order of the sheet, so that
//! a node's place is a plain number and its children follow it. Nothing here does I/O.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::expr::Expr;

/// A text in one or more languages, by language tag (`en`, `fr`). An absent tag is a missing translation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text(pub BTreeMap<String, String>);

impl Text {
    /// The text in `language`, else in `fallback`, else in any language; with the tag it was found under.
    pub fn get<'a>(&'a self, language: &str, fallback: &str) -> Option<(&'a str, &'a str)> {
        self.0
            .get_key_value(language)
            .or_else(|| self.0.get_key_value(fallback))
            .or_else(|| self.0.iter().next())
            .map(|(tag, text)| (text.as_str(), tag.as_str()))
    }

    /// True where no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Who may read an answer once it is submitted and published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// The State itself, the Secretariat and the organs of the Court. Narrower, so it sorts first.
    Court,
    /// These and all States Parties.
    StatesParties,
}

impl Visibility {
    /// The word of the workbook, the database and the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Visibility::Court => "court",
            Visibility::StatesParties => "states_parties",
        }
    }

    /// The reverse of [`Visibility::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "court" => Some(Visibility::Court),
            "states_parties" => Some(Visibility::StatesParties),
            _ => None,
        }
    }
}

/// Whether a question belongs to the short path or stands behind "add more detail".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Core,
    Extended,
}

/// What the program does with an answer. Behaviour is tied to this, never to a question's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    ResponseKind,
    AggregateConsent,
    FocalPoints,
    AssetFocalPoints,
    GoodPractice,
    Challenges,
    CoveringNote,
    Clearance,
}

/// The kind of a node, with what only that kind has. `list` is an index into [`Form::lists`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Kind {
    Group,
    Repeat,
    Text { multiline: bool },
    Integer,
    Decimal,
    Date,
    DateTime,
    Time,
    SelectOne { list: usize },
    SelectMultiple { list: usize },
    Rank { list: usize },
    Range { start: String, end: String, step: String },
    Note,
    Acknowledge,
    Calculate,
    Hidden,
    File,
}

impl Kind {
    /// True for a group or a repeat, which hold other nodes and have no answer of their own.
    pub fn is_container(&self) -> bool {
        matches!(self, Kind::Group | Kind::Repeat)
    }

    /// True where a person gives an answer: not a container, a note, a calculation or a hidden value.
    pub fn takes_answer(&self) -> bool {
        !matches!(self, Kind::Group | Kind::Repeat | Kind::Note | Kind::Calculate | Kind::Hidden)
    }

    /// The choice list of a choice question.
    pub fn list(&self) -> Option<usize> {
        match self {
            Kind::SelectOne { list } | Kind::SelectMultiple { list } | Kind::Rank { list } => Some(*list),
            Kind::Group
            | Kind::Repeat
            | Kind::Text { .. }
            | Kind::Integer
            | Kind::Decimal
            | Kind::Date
            | Kind::DateTime
            | Kind::Time
            | Kind::Range { .. }
            | Kind::Note
            | Kind::Acknowledge
            | Kind::Calculate
            | Kind::Hidden
            | Kind::File => None,
        }
    }
}

/// One row of the survey sheet: a question, a note, a calculation, a group or a repeat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The stable question code (`D.3`), unique in the form.
    pub code: String,
    pub kind: Kind,
    /// Index of the group or repeat that holds this node.
    pub parent: Option<usize>,
    /// Index of the nearest repeat around this node (not itself).
    pub repeat: Option<usize>,
    /// Index of the top-level node (a section, or the node itself) that this node belongs to.
    pub section: usize,
    /// One past the last descendant: the node's children lie in `index + 1 .. end`.
    pub end: usize,
    pub label: Text,
    pub hint: Text,
    pub guidance: Text,
    pub relevant: Option<Expr>,
    pub required: Option<Expr>,
    pub required_message: Text,
    pub constraint: Option<Expr>,
    pub constraint_message: Text,
    pub calculation: Option<Expr>,
    /// A literal default, or an expression where the cell held one.
    pub default: Option<Expr>,
    /// While it holds, the answer cannot be changed by hand.
    pub read_only: Option<Expr>,
    pub appearance: String,
    pub choice_filter: Option<Expr>,
    pub repeat_count: Option<Expr>,
    /// The default visibility, inherited from the group where the cell is blank.
    pub visibility: Visibility,
    /// The State cannot widen it; it can always narrow.
    pub visibility_locked: bool,
    pub carry_forward: bool,
    pub tier: Tier,
    pub legal_basis: Option<String>,
    pub may_decline: bool,
    pub purpose: Option<Purpose>,
    pub repeat_min: u32,
    pub repeat_max: u32,
    /// Most characters of a text answer.
    pub max_length: u32,
    /// The sheet row, for messages about the form.
    pub row: u32,
    /// A section that stands in no workbook: it holds questions that the author put in no group. Paths lead through it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gathered: bool,
    /// Indices of every node whose value this node's relevant, calculation, repeat count, choice filter or computed default reads,
    /// its ancestors' rules included, followed through to the end (transitively). Effective visibility is the narrowest over these (domain rule).
    pub depends_on: Vec<usize>,
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub name: String,
    pub label: Text,
    /// The free columns of the choices sheet, for `choice_filter`.
    pub columns: BTreeMap<String, String>,
}

/// A named list of choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceList {
    pub name: String,
    pub choices: Vec<Choice>,
}

/// A compiled questionnaire form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// The questionnaire (family) this form is a version of.
    pub form_id: String,
    pub version: String,
    pub title: Text,
    /// Tag of the default language.
    pub default_language: String,
    /// Tags of all languages of the workbook with their names as written there.
    pub languages: BTreeMap<String, String>,
    pub nodes: Vec<Node>,
    pub lists: Vec<ChoiceList>,
    #[serde(skip)]
    pub by_code: HashMap<String, usize>,
    /// All nodes in an order in which what a rule reads, and what holds a node, comes before the node itself.
    #[serde(skip)]
    pub order: Vec<usize>,
    /// For each node, whether a rule of another one reads it.
    #[serde(skip)]
    pub is_read: Vec<bool>,
    /// Lower-case hex SHA-256 of the canonical JSON of this form.
    #[serde(skip)]
    pub hash: String,
}

impl Node {
    /// Every rule of this node.
    pub fn rules(&self) -> impl Iterator<Item = &Expr> {
        let deciding = [&self.relevant, &self.calculation, &self.repeat_count, &self.default];
        let judging = [&self.required, &self.constraint, &self.read_only, &self.choice_filter];
        deciding.into_iter().chain(judging).flatten()
    }
}

impl Form {
    /// The node with this code.
    pub fn node(&self, code: &str) -> Option<(usize, &Node)> {
        let index = *self.by_code.get(code)?;
        Some((index, self.nodes.get(index)?))
    }

    /// Top-level nodes.
    pub fn top_level(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes.iter().enumerate().filter(|(_, node)| node.parent.is_none())
    }

    /// The sections of the form: its top-level nodes, except calculations and hidden values, which have nothing to show to who answers.
    pub fn sections(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.top_level().filter(|(_, node)| !matches!(node.kind, Kind::Calculate | Kind::Hidden))
    }

    /// The direct children of a node, in the order of the sheet.
    pub fn children(&self, index: usize) -> impl Iterator<Item = (usize, &Node)> {
        let end = self.nodes.get(index).map_or(0, |node| node.end);
        self.nodes.iter().enumerate().take(end).skip(index + 1).filter(move |(_, node)| node.parent == Some(index))
    }

    /// The choices of a choice question, in the order of the sheet.
    pub fn choices(&self, node: &Node) -> &[Choice] {
        node.kind.list().and_then(|list| self.lists.get(list)).map_or(&[], |list| &list.choices)
    }
}
