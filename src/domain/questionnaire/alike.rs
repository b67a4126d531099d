//! Whether a question of one form is still asked by another: what was answered on the earlier one can be confirmed without looking only where
//! nothing has changed that a person answers to.
//!
//! The hint is part of the question, because it stands under it on every page. The guidance is not: it explains, and is folded away. Nor are
//! rules, bounds and the order of choices; a value that they no longer let stand is a fault like any other. What has changed of a whole form is
//! said by the same rule.

use std::collections::BTreeMap;

use super::model::{Form, Kind, Node, Text};

/// What of a question has changed between two forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reworded {
    /// Another kind of answer is asked for, or a range with other bounds.
    pub kind: bool,
    pub label: bool,
    pub hint: bool,
    /// A choice is gone, new, or called otherwise.
    pub choices: bool,
}

impl Reworded {
    /// True where the question is what it was.
    pub fn is_nothing(self) -> bool {
        self == Reworded::default()
    }
}

/// True where both ask for the same kind of answer: a line and several lines are both text.
pub fn same_kind(before: &Kind, after: &Kind) -> bool {
    std::mem::discriminant(before) == std::mem::discriminant(after)
}

/// What has changed of a question from the form `before` to the form `after`, in the languages that both have.
pub fn reworded(before: (&Form, &Node), after: (&Form, &Node)) -> Reworded {
    let (old, new) = (before.1, after.1);
    // Mostly the form is that of the year before, and a section's page asks at every question.
    if before.0.hash == after.0.hash && old.code == new.code {
        return Reworded::default();
    }
    let ranges = |kind: &Kind| match kind {
        Kind::Range { start, end, step } => Some((start.clone(), end.clone(), step.clone())),
        _ => None,
    };
    Reworded {
        kind: !same_kind(&old.kind, &new.kind) || ranges(&old.kind) != ranges(&new.kind),
        label: !says_the_same(&old.label, &new.label),
        hint: !says_the_same(&old.hint, &new.hint),
        choices: !same_choices(before, after),
    }
}

/// True where two texts say the same in every language that both have. Without a common language nobody can tell, so they do not. How
/// words are spaced says nothing.
fn says_the_same(before: &Text, after: &Text) -> bool {
    let mut common = before.0.iter().filter_map(|(tag, text)| Some((text, after.0.get(tag)?))).peekable();
    if common.peek().is_none() {
        return before.is_empty() && after.is_empty();
    }
    common.all(|(old, new)| old.split_whitespace().eq(new.split_whitespace()))
}

fn same_choices((old_form, old): (&Form, &Node), (new_form, new): (&Form, &Node)) -> bool {
    let (before, after) = (labels(old_form, old), labels(new_form, new));
    before.len() == after.len()
        && before.iter().all(|(name, label)| after.get(name).is_some_and(|other| says_the_same(label, other)))
}

fn labels<'a>(form: &'a Form, node: &Node) -> BTreeMap<&'a str, &'a Text> {
    form.choices(node).iter().map(|choice| (choice.name.as_str(), &choice.label)).collect()
}

/// What became of a question from one form to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turned {
    New,
    Changed(Reworded),
    Gone,
}

/// What has changed in a section, question by question, in the order of the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionTurned {
    pub code: String,
    pub questions: Vec<(String, Turned)>,
}

/// What has changed from the form `before` to the form `after`, by the sections of the latter; behind them, those that are gone. What is gone
/// stands in the section that has its code, and sections of which nothing has changed are left out.
pub fn turned(before: &Form, after: &Form) -> Vec<SectionTurned> {
    let mut all: Vec<SectionTurned> = Vec::new();
    for (index, section) in after.sections() {
        let end = section.end;
        let here = after.nodes.iter().take(end).skip(index);
        let questions = here.filter_map(|node| Some((node.code.clone(), turn(before, after, node)?))).collect();
        all.push(SectionTurned { code: section.code.clone(), questions });
    }
    for node in before.nodes.iter().filter(|node| is_asked(node) && after.node(&node.code).is_none()) {
        let section = before.nodes.get(node.section).map(|section| section.code.as_str()).unwrap_or_default();
        let gone = (node.code.clone(), Turned::Gone);
        match all.iter_mut().find(|known| known.code == section) {
            Some(known) => known.questions.push(gone),
            None => all.push(SectionTurned { code: section.to_owned(), questions: vec![gone] }),
        }
    }
    all.retain(|section| !section.questions.is_empty());
    all
}

fn turn(before: &Form, after: &Form, node: &Node) -> Option<Turned> {
    match before.node(&node.code) {
        Some((_, old)) if is_asked(node) || node.kind.is_container() => {
            let changed = reworded((before, old), (after, node));
            (!changed.is_nothing()).then_some(Turned::Changed(changed))
        }
        None if is_asked(node) => Some(Turned::New),
        Some(_) | None => None,
    }
}

/// A group is no question by itself; a repeat is a list to be filled.
fn is_asked(node: &Node) -> bool {
    node.kind.takes_answer() || node.kind == Kind::Repeat
}
