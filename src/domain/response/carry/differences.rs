//! This year's draft against what was submitted last: every answer that is new, that says something else, or that is gone, and every question
//! that is asked otherwise. Two documents are compared, entry by entry, because entries keep their ids from year to year.

use std::sync::Arc;

use super::{Before, LastYear, before};
use crate::domain::access::{Permit, Read};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::questionnaire::{Evaluation, Form, Kind, Place, Reworded, reworded};
use crate::domain::response::description::Description;
use crate::domain::response::document::{Document, DocumentAnswer, DocumentEntry};
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::model::Response;
use crate::domain::response::sight::Sight;

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    New,
    Changed,
    Gone,
    /// It is asked, and nobody has answered it this year yet.
    NotYet,
    /// It says what it said; its question has changed.
    Same,
}

/// One answer that differs, or whose question does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub place: Place,
    pub became: Became,
    /// What of the question has changed; nothing where only one of the forms asks it.
    pub reworded: Option<Reworded>,
    /// The entry that it stands in, counted from 1 in its repeat: in this year's response, else in last year's.
    pub entry: Option<usize>,
}

/// A section with what differs in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDifferences {
    pub code: String,
    pub differences: Vec<Difference>,
}

/// Everything that differs between a draft and last year's response.
pub struct Differences {
    pub last: LastYear,
    pub form: Arc<Form>,
    /// The draft as it stands.
    pub document: Document,
    /// In the order of this year's form; without those that the reader may not see.
    pub sections: Vec<SectionDifferences>,
    /// What this year's form asks no more.
    pub not_asked: Vec<Difference>,
}

/// What came of comparing.
pub enum Compared {
    /// There is nothing to compare with.
    Nothing,
    /// The response of this year does not open.
    Shut {
        year: i32,
    },
    With(Box<Differences>),
}

/// What differs in what the actor sees of the draft.
///
/// # Errors
/// When the database fails or a sealed value of the draft does not open.
pub fn differences(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>) -> Result<Compared> {
    let last = match before(ctx, response.row())? {
        Before::Nothing => return Ok(Compared::Nothing),
        Before::Shut { year } => return Ok(Compared::Shut { year }),
        Before::There(last) => last,
    };
    let draft = draft::of(ctx, response.row())?;
    let document = Document::of_draft(response.row(), &draft, ctx.now());
    let sight = Sight::of(ctx, response)?;
    let evaluation = draft.evaluation(ctx.now());
    let compared =
        Comparing { last: &last, form: &draft.form, document: &document, draft: &draft, evaluation: &evaluation };
    let mut sections = compared.sections();
    for section in &mut sections {
        section.differences.retain(|difference| sight.sees(&draft.form, &difference.place.code));
    }
    sections.retain(|section| !section.differences.is_empty());
    let mut not_asked = compared.not_asked();
    // A question whose section is gone too was nobody's but the whole State's.
    not_asked.retain(|gone| sight.is_whole() || sight.sees(&last.form, &gone.place.code));
    let form = draft.form.clone();
    Ok(Compared::With(Box::new(Differences { form, last, document, sections, not_asked })))
}

struct Comparing<'a> {
    last: &'a LastYear,
    form: &'a Form,
    document: &'a Document,
    draft: &'a Draft,
    evaluation: &'a Evaluation,
}

impl Comparing<'_> {
    fn sections(&self) -> Vec<SectionDifferences> {
        let section = |(index, node): (usize, &crate::domain::questionnaire::Node)| {
            let mut differences = Vec::new();
            self.add(index, "", None, &mut differences);
            SectionDifferences { code: node.code.clone(), differences }
        };
        let all = self.form.sections().map(section);
        all.filter(|section| !section.differences.is_empty()).collect()
    }

    /// A question with those inside it, in one entry.
    fn add(&self, index: usize, entry: &str, number: Option<usize>, differences: &mut Vec<Difference>) {
        let Some(node) = self.form.nodes.get(index) else { return };
        differences.extend(self.at(Place { code: node.code.clone(), instance: entry.to_owned() }, number));
        let entries = if node.kind == Kind::Repeat { self.entries(&node.code, entry) } else { Vec::new() };
        for (child, _) in self.form.children(index) {
            if node.kind == Kind::Group {
                self.add(child, entry, number, differences);
            }
        }
        for (id, number) in entries {
            for (child, _) in self.form.children(index) {
                self.add(child, &id, Some(number), differences);
            }
        }
    }

    /// The entries of a repeat, those that are gone behind the others, each with its number.
    fn entries(&self, repeat: &str, parent: &str) -> Vec<(String, usize)> {
        let of = |entries: &[DocumentEntry]| -> Vec<(String, usize)> {
            let here = entries.iter().filter(|entry| entry.repeat == repeat && entry.parent == parent);
            here.enumerate().map(|(at, entry)| (entry.id.clone(), at + 1)).collect()
        };
        let mut entries = of(&self.document.entries);
        let gone = of(&self.last.document.entries).into_iter().filter(|(id, _)| !entries.iter().any(|(e, _)| e == id));
        let gone: Vec<(String, usize)> = gone.collect();
        entries.extend(gone);
        entries
    }

    fn at(&self, place: Place, entry: Option<usize>) -> Option<Difference> {
        let find = |document: &'_ Document| {
            document.answers.iter().find(|a| a.code == place.code && a.entry == place.instance).cloned()
        };
        let (old, new) = (find(&self.last.document), find(self.document));
        let asked = self.last.form.node(&place.code).zip(self.form.node(&place.code));
        let reworded = asked.map(|((_, old), (_, new))| reworded((&self.last.form, old), (self.form, new)));
        let became = match (&old, &new) {
            (None, None) => return None,
            (None, Some(_)) => Became::New,
            (Some(_), None) if self.is_open(&place) => Became::NotYet,
            (Some(_), None) => Became::Gone,
            (Some(old), Some(new)) if self.say_the_same(old, new) => Became::Same,
            (Some(_), Some(_)) => Became::Changed,
        };
        let tells = became != Became::Same || reworded.is_some_and(|changed| !changed.is_nothing());
        tells.then_some(Difference { place, became, reworded, entry })
    }

    /// True where a question is asked and was never answered this year: nothing was carried over, and nobody has taken anything away.
    fn is_open(&self, place: &Place) -> bool {
        let index = self.form.by_code.get(&place.code).copied();
        let row = index.and_then(|index| self.evaluation.row(index, &place.instance));
        row.is_some_and(|row| row.shown) && !self.draft.answers.contains_key(place)
    }

    /// True where two answers say the same, to the same readers, and the same files stand beside them. A file is the same where its content, its
    /// name and what is said of it are.
    fn say_the_same(&self, old: &DocumentAnswer, new: &DocumentAnswer) -> bool {
        let file = |document: &'_ Document, id: &str| {
            let file = document.files.iter().find(|file| file.id == id)?;
            Some((file.sha256.clone(), file.name.clone(), file.description.clone()))
        };
        let files = file(&self.last.document, &old.value).zip(file(self.document, &new.value));
        let value = files.map_or(old.value == new.value, |(old, new)| old == new);
        let beside = |document: &'_ Document, answer: &DocumentAnswer| -> Vec<(String, String, Description)> {
            let here = document.attached(&answer.code, &answer.entry);
            let mut files: Vec<_> =
                here.map(|file| (file.sha256.clone(), file.name.clone(), file.description.clone())).collect();
            // In which order they stand says nothing.
            files.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
            files
        };
        value
            && beside(&self.last.document, old) == beside(self.document, new)
            && old.comment == new.comment
            && old.declined == new.declined
            && old.reason == new.reason
            && old.visibility == new.visibility
    }

    /// What was answered to questions that are not asked any more, in the order of last year's form.
    fn not_asked(&self) -> Vec<Difference> {
        let gone = self.last.document.answers.iter().filter(|answer| self.form.node(&answer.code).is_none());
        gone.map(|answer| Difference {
            place: Place { code: answer.code.clone(), instance: answer.entry.clone() },
            became: Became::Gone,
            reworded: None,
            entry: self.number_then(&answer.entry),
        })
        .collect()
    }

    fn number_then(&self, id: &str) -> Option<usize> {
        let entries = &self.last.document.entries;
        let this = entries.iter().find(|entry| entry.id == id)?;
        let siblings = entries.iter().filter(|entry| entry.repeat == this.repeat && entry.parent == this.parent);
        siblings.enumerate().find(|(_, entry)| entry.id == id).map(|(at, _)| at + 1)
    }
}
