//! What a submitted document asks, answered or not, and what it says at one place: for who puts a question about an answer, and for who
//! reads one.

use std::collections::{HashMap, HashSet};

use super::document::Document;
use super::draft;
use crate::domain::questionnaire::{self, Evaluation, Form, Given, Instance, Kind, Node, Place, Values};
use crate::domain::time::Instant;

impl Document {
    /// What it gives, as the form's rules see it. Who reads an answer was decided when it was submitted.
    pub(super) fn given(&self) -> HashMap<Place, Given> {
        let given = self.answers.iter().map(|answer| {
            let given = Given { value: answer.value.clone(), declined: answer.declined, visibility: None };
            (Place { code: answer.code.clone(), instance: answer.entry.clone() }, given)
        });
        given.collect()
    }

    /// Its entries, in order.
    pub(super) fn instances(&self) -> Vec<Instance> {
        let instance = |(position, entry): (i32, &super::DocumentEntry)| Instance {
            id: entry.id.clone(),
            repeat_code: entry.repeat.clone(),
            parent: entry.parent.clone(),
            position,
        };
        (0..).zip(&self.entries).map(instance).collect()
    }

    /// The places of all that it asks, in the order of the form: questions, groups and repeats that are shown with its answers, answered or
    /// not, in the sections that it holds. `at`: when it was submitted.
    pub(in crate::domain) fn places(&self, form: &Form, at: Instant) -> Vec<Place> {
        let evaluation = self.evaluation(form, at);
        let asked = evaluation.rows().filter(|row| row.shown && !row.entry);
        let place = |row: &questionnaire::Row| {
            let node = form.nodes.get(row.node).filter(|node| self.can_be_asked(form, node))?;
            Some(Place { code: node.code.clone(), instance: row.instance.clone() })
        };
        asked.filter_map(place).collect()
    }

    /// Whether it asks this: a question that nobody sees is none.
    pub(in crate::domain) fn asks(&self, form: &Form, place: &Place, at: Instant) -> bool {
        let Some((index, _)) = form.node(&place.code).filter(|(_, node)| self.can_be_asked(form, node)) else {
            return false;
        };
        self.evaluation(form, at).row(index, &place.instance).is_some_and(|row| row.shown && !row.entry)
    }

    fn evaluation(&self, form: &Form, at: Instant) -> Evaluation {
        questionnaire::evaluate(form, &Values::new(self.given(), self.instances()), &draft::clock(at))
    }

    fn can_be_asked(&self, form: &Form, node: &Node) -> bool {
        let is_said = match node.kind {
            Kind::Note | Kind::Hidden => false,
            Kind::Calculate => !node.label.is_empty(),
            // A section is no question.
            Kind::Group => node.parent.is_some(),
            _ => true,
        };
        let section = form.nodes.get(node.section).map(|section| section.code.as_str()).unwrap_or_default();
        is_said && self.sections.as_ref().is_none_or(|held| held.iter().any(|code| code == section))
    }

    /// What it says at a place and inside it, and nothing else: of a group or a repeat what stands in it, of a question in an entry what is
    /// said in that entry.
    pub(in crate::domain) fn at(&self, form: &Form, place: &Place) -> Document {
        let inside = form.node(&place.code).and_then(|(index, node)| form.nodes.get(index..node.end));
        let codes: HashSet<&str> = inside.unwrap_or_default().iter().map(|node| node.code.as_str()).collect();
        let within = |entry: &str| place.instance.is_empty() || self.around(entry).any(|id| id == place.instance);
        let mut part = self.clone();
        part.answers.retain(|answer| codes.contains(answer.code.as_str()) && within(&answer.entry));
        part.entries.retain(|entry| codes.contains(entry.repeat.as_str()) && within(&entry.id));
        part.files.retain(|file| part.answers.iter().any(|answer| answer.has(file)));
        part
    }

    /// An entry and those around it, from the inside.
    fn around<'a>(&'a self, entry: &'a str) -> impl Iterator<Item = &'a str> {
        let parent = |id: &&'a str| {
            let found = self.entries.iter().find(|entry| entry.id == *id)?;
            Some(found.parent.as_str())
        };
        std::iter::successors(Some(entry), parent)
    }

    /// Which entry a place stands in, as a reader counts them, the outermost first; empty for a place in none.
    pub(in crate::domain) fn numbers(&self, place: &Place) -> Vec<usize> {
        let number = |id: &str| {
            let own = self.entries.iter().find(|entry| entry.id == id)?;
            let mut siblings =
                self.entries.iter().filter(|entry| entry.repeat == own.repeat && entry.parent == own.parent);
            siblings.position(|entry| entry.id == id).map(|at| at + 1)
        };
        let mut numbers: Vec<usize> = self.around(&place.instance).filter_map(number).collect();
        numbers.reverse();
        numbers
    }

    /// Whether both say the same to whoever reads them, whenever it was confirmed.
    pub(in crate::domain) fn reads_as(&self, other: &Document) -> bool {
        let said = |document: &Document| -> Vec<super::DocumentAnswer> {
            let bare = |answer: &super::DocumentAnswer| super::DocumentAnswer { carried: None, ..answer.clone() };
            document.answers.iter().map(bare).collect()
        };
        said(self) == said(other) && self.entries == other.entries && self.files == other.files
    }
}
