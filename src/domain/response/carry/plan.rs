//! Which of last year's answers fit into this year's form. Pure: documents and forms in, what is to be written out.

use std::collections::{HashMap, HashSet};

use crate::domain::ids::FormHash;
use crate::domain::questionnaire::{
    self, Clock, Evaluation, Form, Given, Instance, Kind, Node, Place, Values, Visibility, check_value, same_kind,
};
use crate::domain::response::document::{Document, DocumentAnswer};
use crate::domain::response::model::Body;

/// What is carried over into a draft.
pub(super) struct Plan {
    pub(super) entries: Vec<Instance>,
    pub(super) answers: Vec<Planned>,
    /// What the State chose of who reads groups and repeats that have no answer of their own.
    pub(super) choices: Vec<(Place, Visibility)>,
}

/// An answer that is carried over.
pub(super) struct Planned {
    pub(super) place: Place,
    pub(super) body: Body,
    pub(super) visibility: Option<Visibility>,
    /// The year in which it was last given or confirmed, and the form that it was given or confirmed on.
    pub(super) year: i32,
    pub(super) form: FormHash,
    /// Who read it last year.
    read_by: Visibility,
}

/// From what to what is carried.
pub(super) struct Forms<'a> {
    pub(super) old: &'a Form,
    pub(super) new: &'a Form,
    /// What was submitted on the old one.
    pub(super) document: &'a Document,
    /// What the State chose of who reads each answer.
    pub(super) chosen: &'a HashMap<Place, Visibility>,
}

impl Forms<'_> {
    /// Everything that fits. What the form calculates or keeps as it is, is not carried; nor is a file, whose key is that of its year, nor what
    /// stands there for its files alone. No
    /// answer is read by more than last year, whatever the new form offers: to widen is for a person to do.
    pub(super) fn plan(&self, clock: &Clock) -> Plan {
        let entries = self.entries();
        let there: HashSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        let mut answers: Vec<Planned> =
            self.document.answers.iter().filter_map(|answer| self.answer(answer, &there)).collect();
        let taken: HashSet<&Place> = answers.iter().map(|answer| &answer.place).collect();
        let choices: Vec<(Place, Visibility)> = self
            .chosen
            .iter()
            .filter(|(place, _)| !taken.contains(place))
            .filter_map(|(place, chosen)| Some((place.clone(), self.choice_of_container(place, *chosen, &there)?)))
            .collect();
        let mut plan = Plan { entries, choices, answers: Vec::new() };
        let evaluation = self.evaluate(&plan, &answers, clock);
        answers.retain(|answer| self.row(&evaluation, &answer.place).is_some_and(|row| !row.read_only));
        let evaluation = self.evaluate(&plan, &answers, clock);
        for answer in &mut answers {
            let wider =
                self.row(&evaluation, &answer.place).is_some_and(|row| row.effective_visibility > answer.read_by);
            if wider {
                answer.visibility = Some(answer.read_by);
            }
        }
        plan.answers = answers;
        plan
    }

    /// The node of a code in both forms, where it asks for the same kind of answer in the same repeat and is carried.
    fn both(&self, code: &str) -> Option<&Node> {
        let (old, new) = (self.old.node(code)?.1, self.new.node(code)?.1);
        let repeat = |form: &Form, node: &Node| Some(form.nodes.get(node.repeat?)?.code.clone());
        let fits = same_kind(&old.kind, &new.kind) && repeat(self.old, old) == repeat(self.new, new);
        (fits && new.carry_forward).then_some(new)
    }

    /// The entries of repeats, with the ids that they had, so that years can be compared entry by entry.
    fn entries(&self) -> Vec<Instance> {
        let mut entries: Vec<Instance> = Vec::new();
        let mut counted: HashMap<(String, String), i32> = HashMap::new();
        for entry in &self.document.entries {
            let around = entry.parent.is_empty() || entries.iter().any(|other| other.id == entry.parent);
            if !around || self.both(&entry.repeat).is_none_or(|node| node.kind != Kind::Repeat) {
                continue;
            }
            let position = counted.entry((entry.repeat.clone(), entry.parent.clone())).or_default();
            *position += 1;
            entries.push(Instance {
                id: entry.id.clone(),
                repeat_code: entry.repeat.clone(),
                parent: entry.parent.clone(),
                position: *position,
            });
        }
        entries
    }

    fn answer(&self, answer: &DocumentAnswer, there: &HashSet<&str>) -> Option<Planned> {
        let node = self.both(&answer.code)?;
        let asks = (node.kind.takes_answer() && node.kind != Kind::File) || node.kind.is_container();
        let in_its_entry = answer.entry.is_empty() || there.contains(answer.entry.as_str());
        if answer.is_bare()
            || !asks
            || !in_its_entry
            || node.calculation.is_some()
            || (answer.declined && !node.may_decline)
        {
            return None;
        }
        let place = Place { code: answer.code.clone(), instance: answer.entry.clone() };
        let chosen = self.chosen.get(&place).copied();
        let (year, form) = match &answer.carried {
            Some(from) => (from.year, from.form.clone()),
            None => (self.document.year, self.document.form.clone()),
        };
        Some(Planned {
            body: Body {
                value: check_value(self.new, node, &answer.value).ok()?,
                comment: answer.comment.clone(),
                declined: answer.declined,
                reason: answer.reason.clone(),
            },
            visibility: chosen.filter(|chosen| may_be_chosen(node, *chosen)),
            year,
            form,
            read_by: answer.visibility,
            place,
        })
    }

    fn choice_of_container(&self, place: &Place, chosen: Visibility, there: &HashSet<&str>) -> Option<Visibility> {
        let node = self.both(&place.code).filter(|node| node.kind.is_container())?;
        let here = place.instance.is_empty() || there.contains(place.instance.as_str());
        (here && may_be_chosen(node, chosen)).then_some(chosen)
    }

    fn evaluate(&self, plan: &Plan, answers: &[Planned], clock: &Clock) -> Evaluation {
        let of_container = |(place, chosen): &(Place, Visibility)| {
            (place.clone(), Given { value: String::new(), declined: false, visibility: Some(*chosen) })
        };
        let given = |answer: &Planned| {
            let body = &answer.body;
            let given = Given { value: body.value.clone(), declined: body.declined, visibility: answer.visibility };
            (answer.place.clone(), given)
        };
        let given = answers.iter().map(given).chain(plan.choices.iter().map(of_container)).collect();
        questionnaire::evaluate(self.new, &Values::new(given, plan.entries.clone()), clock)
    }

    fn row<'e>(&self, evaluation: &'e Evaluation, place: &Place) -> Option<&'e questionnaire::Row> {
        evaluation.row(self.new.node(&place.code)?.0, &place.instance)
    }
}

/// A question that the form has locked takes no wider choice than its own.
fn may_be_chosen(node: &Node, chosen: Visibility) -> bool {
    !(node.visibility_locked && chosen > node.visibility)
}
