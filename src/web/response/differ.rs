//! What differs between two answers to a question, part by part: the answer itself, the comment, the reason, whether it was declined, and the
//! files beside it.

use super::compare::{self, Deadline, Piece};
use super::items::FileItem;
use super::sheet::value_words;
use crate::domain::questionnaire::{Form, Kind, Node};
use crate::domain::response::Body;
use crate::web::i18n::Words;

/// One part of an answer, compared.
#[derive(Debug, Clone)]
pub struct Part {
    /// Empty for the answer itself.
    pub label: String,
    /// Each piece is an entry of a list, such as a choice.
    pub list: bool,
    pub pieces: Vec<Piece>,
}

/// An answer with what words it: the form on which it was given, and the names of its files.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub form: &'a Form,
    pub node: &'a Node,
    pub body: &'a Body,
    pub files: &'a dyn Fn(&str) -> Option<String>,
}

impl Side<'_> {
    fn list(&self, words: Words) -> Vec<String> {
        let value = self.body.value.as_str();
        match &self.node.kind {
            _ if value.is_empty() => Vec::new(),
            Kind::File => vec![(self.files)(value).unwrap_or_else(|| words.t("no-file"))],
            Kind::Acknowledge => vec![words.t("acknowledge")],
            Kind::Rank { .. } => {
                let places = value_words(words, self.form, self.node, value);
                places.iter().enumerate().map(|(at, label)| format!("{}. {label}", at + 1)).collect()
            }
            _ => value_words(words, self.form, self.node, value),
        }
    }

    fn is_text(&self) -> bool {
        matches!(self.node.kind, Kind::Text { .. })
    }
}

/// How answers are compared on a page.
#[derive(Clone, Copy)]
pub struct Comparing {
    pub words: Words,
    pub until: Deadline,
    /// Long texts that stayed are not shortened.
    pub whole: bool,
}

impl Comparing {
    /// The parts of `after`, with what differs from `before`.
    pub fn parts(self, before: &Side<'_>, after: &Side<'_>) -> Vec<Part> {
        let mut parts = Vec::new();
        let value = if before.is_text() && after.is_text() {
            compare::texts(&before.body.value, &after.body.value, self.until)
        } else {
            compare::lists(&before.list(self.words), &after.list(self.words), self.until)
        };
        if !value.is_empty() {
            let list = matches!(after.node.kind, Kind::SelectMultiple { .. } | Kind::Rank { .. });
            parts.push(Part { label: String::new(), list, pieces: self.fitting(value) });
        }
        let beside = [
            ("comment", &before.body.comment, &after.body.comment),
            ("history-reason", &before.body.reason, &after.body.reason),
        ];
        for (label, old, new) in beside.into_iter().filter(|(_, old, new)| !(old.is_empty() && new.is_empty())) {
            let pieces = self.fitting(compare::texts(old, new, self.until));
            parts.push(Part { label: self.words.t(label), list: false, pieces });
        }
        parts
    }

    /// What differs between the files beside two answers; nothing where there are none.
    pub fn files(self, before: &[FileItem], after: &[FileItem]) -> Option<Part> {
        let said = |files: &[FileItem]| -> Vec<String> {
            files.iter().map(|file| format!("{} ({})", file.shown, file.facts())).collect()
        };
        let pieces = compare::lists(&said(before), &said(after), self.until);
        (!pieces.is_empty()).then(|| Part { label: self.words.t("attached-there"), list: true, pieces })
    }

    /// The parts of an answer that is compared with nothing.
    pub fn alone(self, side: &Side<'_>) -> Vec<Part> {
        let nothing = Body::default();
        let mut parts = self.parts(&Side { body: &nothing, ..*side }, side);
        for part in &mut parts {
            part.pieces = compare::as_it_stands(std::mem::take(&mut part.pieces));
        }
        parts
    }

    fn fitting(self, pieces: Vec<Piece>) -> Vec<Piece> {
        if self.whole { pieces } else { compare::shortened(pieces) }
    }

    /// What became of declining, in words.
    pub fn declining(self, before: bool, after: bool) -> Option<String> {
        let key = match (before, after) {
            (false, true) => "history-declined",
            (true, false) => "history-answered-again",
            (true, true) => "history-declined-still",
            (false, false) => return None,
        };
        Some(self.words.t(key))
    }
}
