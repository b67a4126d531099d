//! A node of the form while its workbook is read: what the row says, with the cells of its rules still unread.

use super::concord;
use super::problem::{At, ProblemCode, Problems};
use super::rows::{Cell, Row};
use super::types::{self, Question};
use crate::domain::questionnaire::model::{Kind, Node, Text, Tier, Visibility};

/// Most characters of a text of one line, and of several.
const LINE: u32 = 500;
const LINES: u32 = 8_000;

/// Which rule of a node a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Relevant,
    Required,
    Constraint,
    ReadOnly,
    Calculation,
    ChoiceFilter,
    RepeatCount,
    Default,
}

/// A node with the cells that are still to be read as expressions.
#[derive(Debug)]
pub struct Draft {
    pub node: Node,
    pub rules: Vec<(Slot, Cell)>,
    pub visibility: Option<Cell>,
    /// Made by us for "or other": no cell of the workbook may refer to it, as with pyxform.
    pub generated: bool,
    /// What the author called the type.
    pub kind: String,
    /// Where the type stands.
    pub type_at: At,
}

/// The cells that hold rules of this node; what a row of this type has no use for is reported.
pub fn rules(row: &Row<'_>, node: &Node, type_cell: &Cell, problems: &mut Problems) -> Vec<(Slot, Cell)> {
    const SLOTS: [(&str, Slot); 8] = [
        ("relevant", Slot::Relevant),
        ("required", Slot::Required),
        ("constraint", Slot::Constraint),
        ("read_only", Slot::ReadOnly),
        ("calculation", Slot::Calculation),
        ("choice_filter", Slot::ChoiceFilter),
        ("repeat_count", Slot::RepeatCount),
        ("default", Slot::Default),
    ];
    let mut rules = Vec::new();
    for (name, slot) in SLOTS {
        let Some(cell) = row.expression(name) else { continue };
        let applies = match slot {
            Slot::ChoiceFilter => node.kind.list().is_some() || types::is_choice(&type_cell.text),
            Slot::RepeatCount => node.kind == Kind::Repeat,
            Slot::Calculation | Slot::Default => !node.kind.is_container(),
            Slot::Relevant | Slot::Required | Slot::Constraint | Slot::ReadOnly => true,
        };
        if applies {
            rules.push((slot, cell));
        } else {
            problems.warn(cell.at, ProblemCode::NoEffect { kind: type_cell.text.clone() });
        }
    }
    rules
}

/// The constraint and hint that a few old types of pyxform bring along, where the row has none of its own.
pub fn bring_own_rules(draft: &mut Draft, question: Question, row: &Row<'_>) {
    let (constraint, english, french) = match question {
        Question::PhoneNumber => {
            ("regex(., '^\\d*$')".into(), "Enter numbers only.".into(), "Chiffres uniquement.".into())
        }
        Question::UpTo(100) => (String::from("0 <= . and . <= 100"), String::new(), String::new()),
        Question::UpTo(most) => {
            let english = format!("Enter a number 0-{most}.");
            (format!("0 <= . and . <= {most}"), english, format!("Saisissez un nombre de 0 à {most}."))
        }
        _ => return,
    };
    if !draft.rules.iter().any(|(slot, _)| *slot == Slot::Constraint) {
        draft.rules.push((Slot::Constraint, Cell { text: constraint, at: row.at("type") }));
    }
    if draft.node.hint.is_empty() && !english.is_empty() {
        let words = |tag: &String| match tag.as_str() {
            "en" => Some(english.clone()),
            "fr" => Some(french.clone()),
            _ => None,
        };
        let tags = draft.node.label.0.keys();
        draft.node.hint = Text(tags.filter_map(|tag| Some((tag.clone(), words(tag)?))).collect());
    }
}

/// A node of which nothing is known but what it is called.
pub fn blank(code: String, kind: Kind, row: u32) -> Node {
    let max_length = if matches!(kind, Kind::Text { multiline: true }) { LINES } else { LINE };
    Node {
        code,
        kind,
        parent: None,
        repeat: None,
        section: 0,
        end: 0,
        label: Text::default(),
        hint: Text::default(),
        guidance: Text::default(),
        relevant: None,
        required: None,
        required_message: Text::default(),
        constraint: None,
        constraint_message: Text::default(),
        calculation: None,
        default: None,
        read_only: None,
        appearance: String::new(),
        choice_filter: None,
        repeat_count: None,
        visibility: Visibility::Court,
        visibility_locked: false,
        carry_forward: true,
        tier: Tier::Core,
        legal_basis: None,
        may_decline: false,
        purpose: None,
        repeat_min: 0,
        repeat_max: concord::DEFAULT_ENTRIES,
        max_length,
        row,
        gathered: false,
        depends_on: Vec::new(),
    }
}
