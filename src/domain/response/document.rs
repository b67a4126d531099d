//! The canonical document of a response: what a revision consists of, byte for byte (RFC 8785), and what a receipt's digest is of.

use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::model::Response;
use super::sight::Sight;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{FormHash, StateId};
use crate::domain::questionnaire::{Evaluation, Form, Kind, Place, Row, Visibility};
use crate::domain::time::Instant;

/// Names the layout of the document, for who reads it in ten years.
const FORMAT: &str = "concord-response/1";

/// A response as submitted. Only what is shown by the form's rules is in it; hidden answers stay in the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub format: String,
    pub state: StateId,
    pub year: i32,
    pub form: FormHash,
    pub form_id: String,
    pub form_version: String,
    /// 0 in a preview of a draft.
    pub revision: i32,
    /// RFC 3339 in UTC; empty in a preview of a draft.
    pub submitted_at: String,
    pub late: bool,
    pub after_freeze: bool,
    /// Why the response was amended; empty in the first revision.
    pub reason: String,
    /// The codes of the sections that it holds, in the order of the form, where it does not hold all; nothing in every document for other
    /// States.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<String>>,
    pub answers: Vec<DocumentAnswer>,
    pub entries: Vec<DocumentEntry>,
    pub files: Vec<DocumentFile>,
}

/// An answer that was carried over and that nobody has looked at since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedFrom {
    /// The year in which it was last given or confirmed, and the form that it was given or confirmed on.
    pub year: i32,
    pub form: FormHash,
}

/// One answer with its effective visibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentAnswer {
    pub code: String,
    /// The entry of a repeat that it stands in; empty outside.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub entry: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub declined: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    pub visibility: Visibility,
    /// Nothing where the answer was given or confirmed this year, and in every document for other States.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<CarriedFrom>,
}

/// One entry of a repeat, in the order of the State.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentEntry {
    pub id: String,
    pub repeat: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parent: String,
    pub visibility: Visibility,
}

/// A file that an answer names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFile {
    pub id: String,
    pub name: String,
    pub media_type: String,
    /// Bytes, as text: RFC 8785 rounds integers above 2^53.
    pub size: String,
    pub sha256: String,
    pub visibility: Visibility,
}

impl Document {
    /// The document of a draft as it stands, without number and time.
    pub(super) fn of_draft(response: &Response, draft: &Draft, now: Instant) -> Document {
        let evaluation = draft.evaluation(now);
        let mut document = Document {
            format: FORMAT.to_owned(),
            state: response.state_id.clone(),
            year: response.cycle.year,
            form: response.form_hash.clone(),
            form_id: draft.form.form_id.clone(),
            form_version: draft.form.version.clone(),
            revision: 0,
            submitted_at: String::new(),
            late: false,
            after_freeze: false,
            reason: String::new(),
            sections: None,
            answers: Vec::new(),
            entries: Vec::new(),
            files: Vec::new(),
        };
        for row in evaluation.rows().filter(|row| row.shown) {
            document.add(draft, row, &evaluation);
        }
        document
    }

    /// A document of the same response that holds nothing yet.
    pub(super) fn emptied(&self) -> Document {
        Document { answers: Vec::new(), entries: Vec::new(), files: Vec::new(), ..self.clone() }
    }

    /// Takes up answers and entries of another document at places that this one has not, in the order of the form.
    pub(super) fn take_up(&mut self, form: &Form, other: Document) {
        let known: Vec<DocumentFile> = self.files.drain(..).chain(other.files).collect();
        self.answers.extend(other.answers);
        self.entries.extend(other.entries);
        // Entry by entry, what stands in a repeat keeps its order.
        self.answers.sort_by_key(|answer| position(form, &answer.code));
        self.entries.sort_by_key(|entry| position(form, &entry.repeat));
        let is_file =
            |answer: &&DocumentAnswer| form.node(&answer.code).is_some_and(|(_, node)| node.kind == Kind::File);
        let named = self.answers.iter().filter(is_file);
        let file = |answer: &DocumentAnswer| {
            let file = known.iter().find(|file| file.id == answer.value)?;
            Some(DocumentFile { visibility: answer.visibility, ..file.clone() })
        };
        self.files = named.filter_map(file).collect();
    }

    /// Leaves out what somebody does not see of a draft.
    pub(super) fn keep_seen(&mut self, form: &Form, sight: &Sight) {
        if sight.is_whole() {
            return;
        }
        self.keep(|code| sight.sees(form, code));
    }

    /// What it says of the questions that are wanted.
    pub(super) fn emptied_but(&self, wanted: impl Fn(&str) -> bool) -> Document {
        let mut part = self.clone();
        part.keep(wanted);
        part
    }

    /// Leaves out answers, entries and files of questions that are not wanted.
    pub(super) fn keep(&mut self, wanted: impl Fn(&str) -> bool) {
        self.answers.retain(|answer| wanted(&answer.code));
        self.entries.retain(|entry| wanted(&entry.repeat));
        let answers = &self.answers;
        self.files.retain(|file| answers.iter().any(|answer| answer.value == file.id));
    }

    /// Adds what stands in a row of a draft, as `evaluation` decides it.
    pub(super) fn add(&mut self, draft: &Draft, row: &Row, evaluation: &Evaluation) {
        let Some(node) = draft.form.nodes.get(row.node) else { return };
        let visibility = row.effective_visibility;
        if row.entry {
            let entry = draft.entries.iter().find(|entry| entry.id == row.instance);
            self.entries.extend(entry.map(|entry| DocumentEntry {
                id: entry.id.clone(),
                repeat: entry.repeat_code.clone(),
                parent: entry.parent.clone(),
                visibility,
            }));
            return;
        }
        let place = Place { code: node.code.clone(), instance: row.instance.clone() };
        let body = draft.answers.get(&place).map(|answer| answer.body.clone()).unwrap_or_default();
        let carried = draft.waits_for_a_look(&place, evaluation);
        let carried = carried.map(|from| CarriedFrom { year: from.year, form: from.form.clone() });
        let value = if body.declined { String::new() } else { row.value.clone() };
        let answer = DocumentAnswer {
            code: place.code,
            entry: place.instance,
            value,
            comment: body.comment,
            declined: body.declined,
            reason: if body.declined { body.reason } else { String::new() },
            visibility,
            carried,
        };
        if answer.value.is_empty() && answer.comment.is_empty() && !answer.declined {
            return;
        }
        if node.kind == Kind::File
            && let Some((id, facts)) = draft.files.iter().find(|(id, _)| id.as_str() == answer.value)
        {
            self.files.push(DocumentFile {
                id: id.to_string(),
                name: facts.name.clone(),
                media_type: facts.media_type.clone(),
                size: facts.size.to_string(),
                sha256: facts.sha256.clone(),
                visibility,
            });
        }
        self.answers.push(answer);
    }

    /// The bytes that are hashed, sealed and handed out (RFC 8785).
    ///
    /// # Errors
    /// Never for a document of this kind.
    pub fn canonical(&self) -> Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self).map_err(Error::internal)
    }

    /// Reads canonical bytes back.
    ///
    /// # Errors
    /// When they are not of this layout.
    pub(in crate::domain) fn parse(bytes: &[u8]) -> Result<Document> {
        serde_json::from_slice(bytes).map_err(Error::internal)
    }

    /// True where both say the same: number, times and reason apart.
    pub(super) fn says_the_same(&self, other: &Document) -> bool {
        self.form == other.form
            && self.sections == other.sections
            && self.answers == other.answers
            && self.entries == other.entries
            && self.files == other.files
    }

    /// The codes of answers that only the Court may read, each once, in the order of the form.
    pub fn court_only_codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for answer in self.answers.iter().filter(|answer| answer.visibility == Visibility::Court) {
            if codes.last() != Some(&answer.code) && !codes.contains(&answer.code) {
                codes.push(answer.code.clone());
            }
        }
        codes
    }
}

/// Where a question stands in the form; what stands in a repeat stands where the outermost one does.
fn position(form: &Form, code: &str) -> usize {
    let Some((mut at, node)) = form.node(code) else { return usize::MAX };
    let (mut index, mut here) = (at, Some(node));
    while let Some(node) = here {
        if node.kind == Kind::Repeat {
            at = index;
        }
        index = node.parent.unwrap_or(index);
        here = node.parent.and_then(|parent| form.nodes.get(parent));
    }
    at
}
