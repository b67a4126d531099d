//! Makes the items of a section from its form, its draft and what was typed, and words values and faults as they stand on a page.

use std::cell::RefCell;
use std::collections::HashMap;

use super::compare::Deadline;
use super::items::{
    ChoiceItem, Control, FileItem, Item, Links, Question, Readers, Repeat, RivalItem, Said, Typed, key_of,
};
use super::last;
use crate::domain::questionnaire::{Evaluation, Form, Kind, Node, Place, Row, Text, Tier};
use crate::domain::response::carry::LastYear;
use crate::domain::response::draft::Draft;
use crate::domain::response::{Carried, Sight, Stamp};
use crate::domain::time::Instant;
use crate::web::i18n::Words;

/// Everything that a section's page is made from.
pub struct Sheet<'a> {
    pub words: Words,
    pub form: &'a Form,
    pub evaluation: &'a Evaluation,
    /// Nothing in a preview of the form.
    pub draft: Option<&'a Draft>,
    pub typed: HashMap<String, Typed>,
    /// Whether unanswered required questions are named as faults: after checking, not on first sight.
    pub names_missing: bool,
    pub now: Instant,
    /// What of the draft its reader sees; nothing where that is all of it.
    pub sight: Option<&'a Sight>,
    /// What stands beside the questions of a draft that is worked on; nothing where a form is only read.
    pub beside: Option<&'a Beside>,
}

/// What stands beside the questions of a section that is worked on.
pub struct Beside {
    /// The section's address.
    pub section: String,
    /// How many internal comments are open at each question.
    pub open: HashMap<Place, usize>,
    /// What the Court asked about each answer: as [`Links::asked`].
    pub asked: HashMap<Place, Vec<(String, String)>>,
    /// What the State answered before.
    pub last: Option<LastYear>,
    /// Until when the page compares.
    pub until: Deadline,
    /// What was said of the answer before: answers that were confirmed together say the same.
    pub confirmed: RefCell<Option<(Carried, String)>>,
}

impl Sheet<'_> {
    /// The items of a section: the core questions, then the extended ones behind "add more detail".
    pub fn items(&self, section: usize) -> Vec<Item> {
        let mut core = Vec::new();
        let mut more = Vec::new();
        let mut count = 0;
        for (index, node) in self.form.children(section) {
            let extended = node.tier == Tier::Extended;
            self.add(index, node, "", if extended { &mut more } else { &mut core });
            count += usize::from(
                extended && self.sees(&node.code) && self.evaluation.row(index, "").is_some_and(|row| row.shown),
            );
        }
        if !more.is_empty() {
            let open = more.iter().any(|item| match item {
                Item::Question(q) => {
                    !q.body.is_empty() || !q.attached.is_empty() || !q.faults.is_empty() || !q.rivals.is_empty()
                }
                Item::RepeatBegin(repeat) => repeat.count > 0 || !repeat.question.faults.is_empty(),
                _ => false,
            });
            core.push(Item::MoreBegin { count, open });
            core.append(&mut more);
            core.push(Item::MoreEnd);
        }
        core
    }

    fn add(&self, index: usize, node: &Node, entry: &str, items: &mut Vec<Item>) {
        let Some(row) = self.evaluation.row(index, entry) else { return };
        if !self.sees(&node.code) {
            return self.add_seen_inside(index, node, row, entry, items);
        }
        match &node.kind {
            Kind::Group => {
                items.push(Item::GroupBegin(Box::new(self.question(node, row, entry))));
                for (child, inner) in self.form.children(index) {
                    self.add(child, inner, entry, items);
                }
                items.push(Item::GroupEnd);
            }
            Kind::Repeat => self.add_repeat(index, node, row, entry, items),
            Kind::Note if row.shown => items.push(Item::Note(self.said(&node.label))),
            Kind::Note | Kind::Hidden | Kind::Calculate => {}
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
            | Kind::File => items.push(Item::Question(Box::new(self.question(node, row, entry)))),
        }
    }

    /// Of a group that is not the reader's only its label, around the questions in it that are.
    fn add_seen_inside(&self, index: usize, node: &Node, row: &Row, entry: &str, items: &mut Vec<Item>) {
        let inside = self.form.nodes.get(index + 1..node.end).unwrap_or_default();
        if node.kind != Kind::Group || !inside.iter().any(|inner| self.sees(&inner.code)) {
            return;
        }
        let (code, label, shown) = (node.code.clone(), self.label(node, row), row.shown);
        items.push(Item::HeadBegin { code, label, shown });
        for (child, inner) in self.form.children(index) {
            self.add(child, inner, entry, items);
        }
        items.push(Item::GroupEnd);
    }

    /// Whether the reader sees a question.
    pub fn sees(&self, code: &str) -> bool {
        self.sight.is_none_or(|sight| sight.sees(self.form, code))
    }

    /// Whether a question is the reader's to write: not where the rest of a section is open to be read.
    fn writes(&self, code: &str) -> bool {
        self.sight.is_none_or(|sight| sight.writes(self.form, code))
    }

    fn add_repeat(&self, index: usize, node: &Node, row: &Row, parent: &str, items: &mut Vec<Item>) {
        let values = self.draft.map(Draft::values);
        let entries: Vec<_> = values.map(|v| v.entries(&node.code, parent).collect()).unwrap_or_default();
        let label = self.said(&node.label);
        let count = entries.len();
        let question = self.question(node, row, parent);
        let (min, max, yours) = (node.repeat_min, node.repeat_max, question.yours);
        items.push(Item::RepeatBegin(Box::new(Repeat { question, min, max, count })));
        for (n, entry) in entries.iter().enumerate() {
            items.push(Item::EntryBegin {
                key: format!("{}@{}", node.code, entry.id),
                id: entry.id.clone(),
                number: n + 1,
                first: n == 0,
                last: n + 1 == count,
                label: label.clone(),
                yours,
            });
            for (child, inner) in self.form.children(index) {
                self.add(child, inner, &entry.id, items);
            }
            items.push(Item::EntryEnd);
        }
        // A form that is looked at without answers shows one entry, so that its questions can be read.
        if self.draft.is_none() {
            for (_, inner) in self.form.children(index).filter(|(_, inner)| inner.kind.takes_answer()) {
                items.push(Item::Question(Box::new(self.question(inner, row, parent))));
            }
        }
        let full = u32::try_from(count).is_ok_and(|count| count >= node.repeat_max);
        items.push(Item::RepeatEnd { code: node.code.clone(), parent: parent.to_owned(), full, label, yours });
    }

    /// Which entry of a repeat a question stands in, as it is headed on the page, the outermost first: "Entry 2". Empty for a question
    /// in none.
    pub fn entry_name(&self, entry: &str) -> String {
        self.draft.map(|draft| entry_name(self.words, draft, entry)).unwrap_or_default()
    }

    fn said(&self, text: &Text) -> Said {
        Said::of(text, self.words, self.form)
    }

    /// The label of a question as its row sees it.
    pub fn label(&self, node: &Node, row: &Row) -> Said {
        Said::label(node, self.words, self.form, |code| {
            let (_, other) = self.form.node(code).filter(|_| self.sees(code))?;
            let row = self.evaluation.referred(self.form, row, code)?;
            Some(value_words(self.words, self.form, other, &row.value).join(", "))
        })
    }

    fn question(&self, node: &Node, row: &Row, entry: &str) -> Question {
        let place = Place { code: node.code.clone(), instance: entry.to_owned() };
        let key = key_of(&place);
        let answer = self.draft.and_then(|draft| draft.answers.get(&place));
        let typed = self.typed.get(&key);
        let mut body = answer.map(|answer| answer.body.clone()).unwrap_or_default();
        let mut chosen = answer.and_then(|answer| answer.visibility);
        if let Some(typed) = typed {
            body = typed.body.clone();
            chosen = typed.visibility;
        } else if answer.is_none() && row.defaulted {
            body.value.clone_from(&row.value);
        }
        let faults = match typed {
            Some(typed) => typed.faults.clone(),
            None => self.faults(node, row),
        };
        Question {
            choices: self.choices(node, row, &body.value),
            file: self.file(node, &body.value),
            attached: self.attached(&place),
            code: node.code.clone(),
            label: self.label(node, row),
            hint: self.said(&node.hint),
            guidance: self.said(&node.guidance),
            legal_basis: node.legal_basis.clone().unwrap_or_default(),
            control: control(node),
            read_only: row.read_only,
            yours: self.writes(&node.code),
            required: node.required.is_some() || (node.kind == Kind::Repeat && node.repeat_min > 0),
            // What was refused is shown wherever it stands, or nobody would find it.
            shown: row.shown || typed.is_some_and(|typed| !typed.faults.is_empty()),
            may_decline: node.may_decline,
            max_length: node.max_length,
            readers: Readers {
                effective: row.effective_visibility,
                default: node.visibility,
                chosen,
                locked: node.visibility_locked,
                narrowed_by: row.parent_narrowed_by.clone(),
            },
            faults,
            stamp: match typed {
                Some(typed) => typed.stamp.to_string(),
                None => self.draft.map_or_else(Stamp::of_nothing, |draft| draft.stamp(&place)).to_string(),
            },
            saved: answer.map(|answer| self.saved(answer)).unwrap_or_default(),
            rivals: self.rivals(&place),
            entry: self.entry_name(entry),
            links: self.beside.map(|beside| Links {
                history: match answer.is_some()
                    || self.draft.is_some_and(|draft| draft.attached(&place).next().is_some())
                {
                    true => format!("{}/history/{key}", beside.section),
                    false => String::new(),
                },
                comments: format!("{}/comments/{key}", beside.section),
                open: beside.open.get(&place).copied().unwrap_or_default(),
                attach: match node.kind.takes_answer() && !row.read_only {
                    true => format!("{}/attachments/{key}", beside.section),
                    false => String::new(),
                },
                asked: beside.asked.get(&place).cloned().unwrap_or_default(),
            }),
            last: last::line(self, node, row, &place),
            key,
            body,
        }
    }

    fn saved(&self, answer: &crate::domain::response::Answer) -> String {
        let by = self.draft.and_then(|draft| draft.names.get(&answer.changed_by)).cloned().unwrap_or_default();
        let when = self.words.recently(answer.changed_at, self.now);
        self.words.with("answer-saved", &[("when", when), ("by", by)])
    }

    /// The faults of an answer in words: the form's own message where it has one.
    pub fn faults(&self, node: &Node, row: &Row) -> Vec<String> {
        use crate::domain::questionnaire::FaultCode;
        row.faults
            .iter()
            .filter(|fault| {
                let missing = matches!(
                    fault.code,
                    FaultCode::Required | FaultCode::TooFewEntries { .. } | FaultCode::RankIncomplete { .. }
                );
                self.names_missing || !missing
            })
            .map(|fault| {
                let own = match fault.code {
                    FaultCode::Required => &node.required_message,
                    FaultCode::ConstraintFailed => &node.constraint_message,
                    _ => return fault_words(self.words, self.form, node, &fault.code),
                };
                let own = self.said(own);
                if own.is_empty() { fault_words(self.words, self.form, node, &fault.code) } else { own.text }
            })
            .collect()
    }

    fn choices(&self, node: &Node, row: &Row, value: &str) -> Vec<ChoiceItem> {
        if node.kind.list().is_none() {
            return Vec::new();
        }
        let chosen: Vec<&str> = value.split_whitespace().collect();
        self.evaluation
            .offered(self.form, row)
            .into_iter()
            .map(|choice| ChoiceItem {
                name: choice.name.clone(),
                label: self.said(&choice.label),
                chosen: chosen.contains(&choice.name.as_str()),
            })
            .collect()
    }

    fn file(&self, node: &Node, value: &str) -> Option<FileItem> {
        if node.kind != Kind::File || value.is_empty() {
            return None;
        }
        let files = &self.draft?.files;
        let (id, facts) = files.iter().find(|(id, _)| id.as_str() == value)?;
        Some(FileItem::of_facts(self.words, id, facts))
    }

    fn attached(&self, place: &Place) -> Vec<FileItem> {
        let Some(draft) = self.draft else { return Vec::new() };
        draft.attached(place).map(|(id, facts)| FileItem::of_facts(self.words, id, facts)).collect()
    }

    fn rivals(&self, place: &Place) -> Vec<RivalItem> {
        let Some(draft) = self.draft else { return Vec::new() };
        let here = draft.rivals.iter().filter(|rival| &rival.place == place);
        here.map(|rival| RivalItem {
            id: rival.id.to_string(),
            by: draft.names.get(&rival.written_by).cloned().unwrap_or_default(),
        })
        .collect()
    }
}

/// A fault of the engine in words; a choice is named by its label, as it stands on the page.
pub fn fault_words(words: Words, form: &Form, node: &Node, code: &crate::domain::questionnaire::FaultCode) -> String {
    let mut args = code.args();
    for (_, value) in args.iter_mut().filter(|(name, _)| *name == "choice") {
        if let Some(choice) = form.choices(node).iter().find(|choice| &choice.name == value) {
            let label = Said::of(&choice.label, words, form);
            *value = if label.is_empty() { choice.name.clone() } else { label.text };
        }
    }
    words.with(&format!("fault-{}", code.key()), &args)
}

/// Which entry of a repeat something stands in, as [`Sheet::entry_name`] says it; empty for none.
pub fn entry_name(words: Words, draft: &Draft, entry: &str) -> String {
    let Some(found) = draft.entries.iter().find(|known| known.id == entry) else { return String::new() };
    let siblings = draft.values().entries(&found.repeat_code, &found.parent);
    let number = siblings.take_while(|other| other.id != found.id).count() + 1;
    let name = words.with("entry", &[("number", number.to_string())]);
    let around = entry_name(words, draft, &found.parent);
    if around.is_empty() { name } else { format!("{around}, {name}") }
}

/// A value as a person reads it: choices by their labels.
pub fn value_words(words: Words, form: &Form, node: &Node, value: &str) -> Vec<String> {
    if node.kind.list().is_none() {
        return vec![value.to_owned()];
    }
    let label = |name: &str| {
        let choice = form.choices(node).iter().find(|choice| choice.name == name);
        choice.map_or_else(|| name.to_owned(), |choice| Said::of(&choice.label, words, form).text)
    };
    value.split_whitespace().map(label).collect()
}

/// A file's size in words: "340 kB", "1.2 MB".
pub fn size_words(words: Words, bytes: u64) -> String {
    if bytes < 1_000_000 {
        words.with("size-kb", &[("n", bytes.div_ceil(1000).to_string())])
    } else {
        words.with("size-mb", &[("n", format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10))])
    }
}

fn control(node: &Node) -> Control {
    match &node.kind {
        Kind::Text { multiline: false } => Control::Line,
        Kind::Text { multiline: true } => Control::Lines,
        Kind::Integer | Kind::Decimal => Control::Number,
        Kind::Date => Control::Date,
        Kind::DateTime => Control::DateTime,
        Kind::Time => Control::Time,
        Kind::SelectOne { .. } => Control::One,
        Kind::SelectMultiple { .. } => Control::Many,
        Kind::Rank { .. } => Control::Rank,
        Kind::Range { .. } => Control::Range,
        Kind::Acknowledge => Control::Tick,
        Kind::File => Control::File,
        Kind::Group | Kind::Repeat | Kind::Note | Kind::Calculate | Kind::Hidden => Control::Nothing,
    }
}
