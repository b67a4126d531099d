//! The canonical document of a response: what a revision consists of, byte for byte (RFC 8785), and what a receipt's digest is of.

use serde::{Deserialize, Serialize};

use super::description::Description;
use super::draft::Draft;
use super::model::{FileFacts, Response};
use super::sight::Sight;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AttachmentId, FormHash, StateId};
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

/// One answer with its effective visibility. One that says nothing stands where files are beside an answer that was not given.
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

impl DocumentAnswer {
    /// True where it says nothing: what stands there are files.
    pub fn is_bare(&self) -> bool {
        self.value.is_empty() && self.comment.is_empty() && !self.declined
    }

    /// Whether a file is this answer, or stands beside it.
    pub fn has(&self, file: &DocumentFile) -> bool {
        if file.is_attached() { file.code == self.code && file.entry == self.entry } else { file.id == self.value }
    }
}

/// A file that an answer names, or that stands beside one. Who reads the answer reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFile {
    pub id: String,
    /// The question beside whose answer it stands; empty where it is the answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The entry of a repeat that this answer stands in; empty outside, and where the file is the answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub entry: String,
    pub name: String,
    pub media_type: String,
    /// Bytes, as text: RFC 8785 rounds integers above 2^53.
    pub size: String,
    pub sha256: String,
    pub visibility: Visibility,
    #[serde(flatten)]
    pub description: Description,
}

impl DocumentFile {
    fn of(id: &AttachmentId, facts: &FileFacts, visibility: Visibility) -> Self {
        DocumentFile {
            id: id.to_string(),
            code: String::new(),
            entry: String::new(),
            name: facts.name.clone(),
            media_type: facts.media_type.clone(),
            size: facts.size.to_string(),
            sha256: facts.sha256.clone(),
            visibility,
            description: facts.description.clone(),
        }
    }

    /// True where it stands beside an answer.
    pub fn is_attached(&self) -> bool {
        !self.code.is_empty()
    }
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
            |answer: &DocumentAnswer| form.node(&answer.code).is_some_and(|(_, node)| node.kind == Kind::File);
        let of_answer = |answer: &DocumentAnswer| -> Vec<DocumentFile> {
            let here = known.iter().filter(|file| (file.is_attached() || is_file(answer)) && answer.has(file));
            here.map(|file| DocumentFile { visibility: answer.visibility, ..file.clone() }).collect()
        };
        self.files = self.answers.iter().flat_map(of_answer).collect();
    }

    /// The files beside the answer at a place, in the order in which they came.
    pub fn attached<'a>(&'a self, code: &'a str, entry: &'a str) -> impl Iterator<Item = &'a DocumentFile> {
        self.files.iter().filter(move |file| file.is_attached() && file.code == code && file.entry == entry)
    }

    /// Files go with their answers: what has none any more is left out, and who reads the answer reads them. An answer that was there for its
    /// files alone goes with them.
    pub(in crate::domain) fn settle_files(&mut self) {
        let answers = &self.answers;
        self.files.retain_mut(|file| match answers.iter().find(|answer| answer.has(file)) {
            Some(answer) => {
                file.visibility = answer.visibility;
                true
            }
            None => false,
        });
        let files = &self.files;
        self.answers.retain(|answer| !answer.is_bare() || files.iter().any(|file| answer.has(file)));
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
        self.files.retain(|file| answers.iter().any(|answer| answer.has(file)));
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
        let at = Place { code: answer.code.clone(), instance: answer.entry.clone() };
        let beside = draft.attached(&at).map(|(id, facts)| DocumentFile {
            code: answer.code.clone(),
            entry: answer.entry.clone(),
            ..DocumentFile::of(id, facts, visibility)
        });
        let beside: Vec<DocumentFile> = beside.collect();
        if answer.is_bare() && beside.is_empty() {
            return;
        }
        if node.kind == Kind::File
            && let Some((id, facts)) = draft.files.iter().find(|(id, _)| id.as_str() == answer.value)
        {
            self.files.push(DocumentFile::of(id, facts, visibility));
        }
        self.files.extend(beside);
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

    /// Whether something of an answer is read by the Court and not by other States: all of it, or what stands beside a question that was declined
    /// (reason, comment, files), which [`super::projection::for_states_parties`] leaves out.
    pub fn is_for_the_court(&self, answer: &DocumentAnswer) -> bool {
        let said = || !answer.reason.is_empty() || !answer.comment.is_empty();
        let beside = || said() || self.attached(&answer.code, &answer.entry).next().is_some();
        answer.visibility == Visibility::Court || (answer.declined && beside())
    }

    /// The codes of answers of which only the Court may read something, each once, in the order of the form.
    pub fn court_only_codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for answer in self.answers.iter().filter(|answer| self.is_for_the_court(answer)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// As a revision was written before files could stand beside answers.
    const BEFORE: &str = r#"{"after_freeze":false,"answers":[{"code":"L.3","value":"f-1","visibility":"court"},{"code":"A.1","value":"no","visibility":"states_parties"}],"entries":[],"files":[{"id":"f-1","media_type":"application/pdf","name":"note.pdf","sha256":"00","size":"7","visibility":"court"}],"form":"0000000000000000000000000000000000000000000000000000000000000000","form_id":"f","form_version":"1","format":"concord-response/1","late":false,"reason":"","revision":1,"state":"SEN","submitted_at":"2027-04-01T00:00:00Z","year":2027}"#;

    fn beside(code: &str, entry: &str) -> DocumentFile {
        let document = Document::parse(BEFORE.as_bytes()).unwrap();
        let file = document.files.into_iter().next().unwrap();
        DocumentFile { id: "f-2".into(), code: code.into(), entry: entry.into(), ..file }
    }

    #[test]
    fn a_document_from_before_is_the_same_byte_for_byte() {
        let mut document = Document::parse(BEFORE.as_bytes()).unwrap();
        assert_eq!(document.canonical().unwrap(), BEFORE.as_bytes());
        document.settle_files();
        assert_eq!(document.canonical().unwrap(), BEFORE.as_bytes());
    }

    #[test]
    fn a_file_is_read_by_whoever_reads_its_answer_and_goes_with_it() {
        let mut document = Document::parse(BEFORE.as_bytes()).unwrap();
        document.files.push(beside("A.1", ""));
        document.settle_files();
        assert_eq!(document.files.last().map(|file| file.visibility), Some(Visibility::StatesParties));
        document.keep(|code| code != "A.1");
        assert_eq!(document.files.iter().map(|file| file.id.as_str()).collect::<Vec<_>>(), ["f-1"]);
        // In another entry, or at no answer: it is nobody's.
        document.files.push(beside("L.3", "e-1"));
        document.settle_files();
        assert_eq!(document.files.len(), 1);
    }

    #[test]
    fn an_answer_that_says_nothing_goes_when_its_files_are_gone() {
        let mut document = Document::parse(BEFORE.as_bytes()).unwrap();
        document.answers.iter_mut().for_each(|answer| answer.value.clear());
        document.files = vec![beside("A.1", "")];
        document.settle_files();
        assert_eq!(document.answers.iter().map(|answer| answer.code.as_str()).collect::<Vec<_>>(), ["A.1"]);
        document.files.clear();
        document.settle_files();
        assert!(document.answers.is_empty());
    }
}
