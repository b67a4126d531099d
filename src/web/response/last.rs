//! What a question says of last year's answer: carried over, confirmed, changed, or not carried; how the question was asked then.

use super::compare::{self, Deadline};
use super::differ::{Comparing, Part, Side};
use super::items::{FileItem, Said};
use super::sheet::Sheet;
use crate::domain::questionnaire::{Form, Kind, Node, Place, Reworded, Row, reworded};
use crate::domain::response::carry::{self, LastYear, body_of};
use crate::domain::response::draft::Draft;
use crate::domain::response::{Answer, Body, Carried, Document, DocumentAnswer, DocumentFile, Standing};
use crate::web::i18n::Words;

/// What stands at a question of last year's answer.
#[derive(Debug, Clone, Default)]
pub struct LastLine {
    /// Carried, confirmed or changed, in words; empty where there is nothing to say.
    pub words: String,
    /// It waits for somebody to confirm it or change it.
    pub waits: bool,
    /// It is one of those that are confirmed together.
    pub confirmable: bool,
    /// It says what it said, and its question is what it was: where the response confirms last year's, it is not shown first.
    pub rests: bool,
    /// What is folded: the difference, or the answer that was not carried. Empty where there is nothing.
    pub see: String,
    pub parts: Vec<Part>,
    pub notes: Vec<String>,
    /// The files beside last year's answer that are not beside this one, in words; empty where there are none.
    pub left: String,
    /// The question as it was asked, where it has changed.
    pub asked: Option<Asked>,
}

/// A question as it was asked before.
#[derive(Debug, Clone)]
pub struct Asked {
    pub words: String,
    pub see: String,
    pub label: Said,
    pub hint: Said,
    pub choices: Vec<Said>,
}

/// The question as it was asked in a year, where something of it has changed.
pub fn asked(words: Words, (form, node): (&Form, &Node), changed: Reworded, year: i32, waits: bool) -> Option<Asked> {
    let choices = if changed.choices { form.choices(node) } else { &[] };
    (!changed.is_nothing()).then(|| Asked {
        words: words
            .plain(if waits { "carried-reworded" } else { "carried-reworded-since" }, &[("year", year.to_string())]),
        see: words.plain("carried-reworded-see", &[("year", year.to_string())]),
        label: Said::label_alone(node, words, form),
        hint: Said::of(&node.hint, words, form),
        choices: choices.iter().map(|choice| Said::of(&choice.label, words, form)).collect(),
    })
}

/// How many bytes of a section's texts are compared with last year's.
pub fn compared(draft: &Draft, last: Option<&LastYear>, section: &str) -> usize {
    let size = |value: &str, comment: &str, reason: &str| value.len() + comment.len() + reason.len();
    let is_here = |place: &Place| {
        let of = draft.form.node(&place.code).and_then(|(_, node)| draft.form.nodes.get(node.section));
        of.is_some_and(|of| of.code == section)
    };
    let changed = draft.answers.iter().filter(|(_, answer)| answer.is_changed());
    changed
        .filter(|(place, _)| is_here(place))
        .map(|(place, Answer { body, .. })| {
            let before = last.and_then(|last| last.answer(place));
            size(&body.value, &body.comment, &body.reason)
                + before.map_or(0, |before| size(&before.value, &before.comment, &before.reason))
        })
        .sum()
}

/// The name of a file of a document.
pub fn file_of(last: &LastYear) -> impl Fn(&str) -> Option<String> + '_ {
    |id| last.document.files.iter().find(|file| file.id == id).map(|file| file.name.clone())
}

/// The files of a document beside the answer at a place.
pub fn attached_of(words: Words, document: &Document, code: &str, entry: &str) -> Vec<FileItem> {
    document.attached(code, entry).map(|file| FileItem::of_document(words, file)).collect()
}

/// What is said of last year's answer at a place.
pub fn line(sheet: &Sheet<'_>, node: &Node, row: &Row, place: &Place) -> Option<LastLine> {
    let (beside, draft) = (sheet.beside?, sheet.draft?);
    let line = Line { sheet, draft, node, last: beside.last.as_ref(), until: beside.until };
    let answer = draft.answers.get(place);
    if let Some((answer, carried)) = answer.and_then(|answer| Some((answer, answer.carried.as_ref()?))) {
        return Some(line.of_carried(answer, carried, place, row));
    }
    let last = beside.last.as_ref()?;
    match last.answer(place) {
        Some(before) => line.of_left(last, before, place),
        None => line.of_blank(last, row, place),
    }
}

struct Line<'a> {
    sheet: &'a Sheet<'a>,
    draft: &'a Draft,
    node: &'a Node,
    last: Option<&'a LastYear>,
    until: Deadline,
}

impl Line<'_> {
    fn of_carried(&self, answer: &Answer, carried: &Carried, place: &Place, row: &Row) -> LastLine {
        let words = self.sheet.words;
        let year = carried.year.to_string();
        let changed = self.draft.reworded(place).unwrap_or_default();
        let waits = carried.standing == Standing::Carried;
        let confirmable = waits && carry::is_offered(self.draft, place, self.sheet.evaluation);
        let earlier = self.draft.earlier_form(carried).and_then(|form| Some((form, form.node(&place.code)?.1)));
        let mut line = LastLine {
            waits: waits && row.shown,
            confirmable,
            rests: carried.standing != Standing::Changed && changed.is_nothing(),
            asked: earlier.and_then(|asked_then| asked(words, asked_then, changed, carried.year, waits)),
            ..LastLine::default()
        };
        line.words = match carried.standing {
            Standing::Carried if self.draft.waits_for_a_look(place, self.sheet.evaluation).is_none() => {
                words.plain("carried-by-submitting", &[("year", year)])
            }
            Standing::Carried => words.plain("carried-from", &[("year", year)]),
            Standing::Confirmed => self.confirmed(carried),
            Standing::Changed => {
                self.compare(&mut line, answer, place);
                words.plain("carried-changed", &[("year", year)])
            }
        };
        // Where it was changed the difference names them.
        if carried.standing != Standing::Changed {
            line.left = self.left(place);
        }
        line
    }

    /// Which files of last year's are not beside the answer: they could not be copied, or somebody took them away.
    fn left(&self, place: &Place) -> String {
        let Some(last) = self.last else { return String::new() };
        let is_here = |file: &DocumentFile| {
            self.draft.attached(place).any(|(_, facts)| facts.sha256 == file.sha256 && facts.name == file.name)
        };
        let then = last.document.attached(&place.code, &place.instance).filter(|file| !is_here(file));
        let names: Vec<&str> = then.map(|file| file.name.as_str()).collect();
        if names.is_empty() {
            return String::new();
        }
        self.sheet.words.with("carried-files-left", &[("year", last.year.to_string()), ("names", names.join(", "))])
    }

    /// Who confirmed an answer, and when. Whole sections are confirmed at once, so that what was said last is mostly said again.
    fn confirmed(&self, carried: &Carried) -> String {
        let words = self.sheet.words;
        let said = self.sheet.beside.map(|beside| &beside.confirmed);
        if let Some((before, words)) = said.and_then(|said| said.borrow().clone())
            && before == *carried
        {
            return words;
        }
        let by = carried.settled_by.as_ref().and_then(|who| self.draft.names.get(who)).cloned().unwrap_or_default();
        let when = carried.settled_at.map(|at| words.recently(at, self.sheet.now)).unwrap_or_default();
        let arguments = [("year", carried.year.to_string()), ("by", by), ("when", when)];
        let words = words.with("carried-confirmed", &arguments);
        if let Some(said) = said {
            said.replace(Some((carried.clone(), words.clone())));
        }
        words
    }

    /// The difference between what was carried and what stands.
    fn compare(&self, line: &mut LastLine, answer: &Answer, place: &Place) {
        let Some((last, before)) = self.last.and_then(|last| Some((last, last.answer(place)?))) else { return };
        let Some((_, node)) = last.form.node(&place.code) else { return };
        let how = self.how();
        let (body, files) = (body_of(before), file_of(last));
        let before = Side { form: &last.form, node, body: &body, files: &files };
        let after = Side { form: self.sheet.form, node: self.node, body: &answer.body, files: &|_| None };
        line.see = how.words.t("carried-changed-see");
        line.parts = how.parts(&before, &after);
        let then = attached_of(how.words, &last.document, &place.code, &place.instance);
        let now: Vec<FileItem> =
            self.draft.attached(place).map(|(id, facts)| FileItem::of_facts(how.words, id, facts)).collect();
        line.parts.extend(how.files(&then, &now));
        line.notes.extend(how.declining(body.declined, answer.body.declined));
    }

    /// What was answered last year and not carried over.
    fn of_left(&self, last: &LastYear, before: &DocumentAnswer, place: &Place) -> Option<LastLine> {
        let words = self.sheet.words;
        let (_, node) = last.form.node(&place.code)?;
        let year = last.year.to_string();
        let files = file_of(last);
        let changed = reworded((&last.form, node), (self.sheet.form, self.node));
        if before.is_bare() && self.node.carry_forward {
            let words = self.left(place);
            let rests = words.is_empty() && changed.is_nothing();
            return Some(LastLine { words, rests, ..LastLine::default() });
        }
        if node.kind == Kind::File && !before.value.is_empty() {
            let name = files(&before.value)?;
            let words = words.with("carried-file", &[("year", year), ("name", name)]);
            return Some(LastLine { words, ..LastLine::default() });
        }
        let how = self.how();
        let body: Body = body_of(before);
        let mut parts = how.alone(&Side { form: &last.form, node, body: &body, files: &files });
        if let Some(mut part) = how.files(&[], &attached_of(words, &last.document, &place.code, &place.instance)) {
            part.pieces = compare::as_it_stands(part.pieces);
            parts.push(part);
        }
        Some(LastLine {
            words: words.plain("carried-not", &[("year", year.clone())]),
            see: words.plain("carried-not-see", &[("year", year)]),
            parts,
            notes: how.declining(false, body.declined).into_iter().collect(),
            asked: asked(words, (&last.form, node), changed, last.year, false),
            ..LastLine::default()
        })
    }

    /// A question that was left open last year, in an entry that was there: it brings the entry up no more than an answer that is as it was.
    fn of_blank(&self, last: &LastYear, row: &Row, place: &Place) -> Option<LastLine> {
        let there = last.document.entries.iter().any(|entry| entry.id == place.instance);
        let (_, node) = last.form.node(&place.code)?;
        let same = reworded((&last.form, node), (self.sheet.form, self.node)).is_nothing();
        let open = row.required || !self.node.carry_forward || self.draft.answers.contains_key(place);
        (there && same && !open).then(|| LastLine { rests: true, ..LastLine::default() })
    }

    fn how(&self) -> Comparing {
        Comparing { words: self.sheet.words, until: self.until, whole: false }
    }
}
