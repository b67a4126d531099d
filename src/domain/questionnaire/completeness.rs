//! Which texts of a form lack which language. XLSForm has no fallback of its own: a blank cell is a missing text.

use std::collections::BTreeMap;

use super::model::{Form, Text};
use super::xlsform::{Problem, ProblemCode, Severity, is_undetermined, lacks};

/// The languages without which no cycle is opened.
pub const WORKING_LANGUAGES: [&str; 2] = ["en", "fr"];

/// A text that has no words in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingText {
    /// The question's code; for a choice `list/choice`; empty for the title.
    pub code: String,
    /// The column: `label`, `hint`, `guidance_hint`, `constraint_message`, `required_message`, `form_title`.
    pub what: &'static str,
    /// The row of the survey sheet; 0 for choices and the title.
    pub row: u32,
}

/// Every text that a form has in some language, with where it stands.
fn texts(form: &Form) -> impl Iterator<Item = (&Text, MissingText)> {
    let title = (&form.title, MissingText { code: String::new(), what: "form_title", row: 0 });
    let questions = form.nodes.iter().flat_map(|node| {
        let texts = [
            (&node.label, "label"),
            (&node.hint, "hint"),
            (&node.guidance, "guidance_hint"),
            (&node.required_message, "required_message"),
            (&node.constraint_message, "constraint_message"),
        ];
        texts.map(|(text, what)| (text, MissingText { code: node.code.clone(), what, row: node.row }))
    });
    let choices = form.lists.iter().flat_map(|list| {
        list.choices.iter().map(|choice| {
            let code = format!("{}/{}", list.name, choice.name);
            (&choice.label, MissingText { code, what: "label", row: 0 })
        })
    });
    std::iter::once(title).chain(questions).chain(choices).filter(|(text, _)| !text.is_empty())
}

/// What is missing in each language of the form. A text that no language has is not missing.
pub fn completeness(form: &Form) -> BTreeMap<String, Vec<MissingText>> {
    let mut missing: BTreeMap<String, Vec<MissingText>> =
        form.languages.keys().map(|tag| (tag.clone(), Vec::new())).collect();
    for (text, place) in texts(form) {
        for (tag, list) in missing.iter_mut().filter(|(tag, _)| lacks(text, tag)) {
            // The default column of a form with languages is filled by nobody and is not a language.
            if !is_undetermined(tag) {
                list.push(place.clone());
            }
        }
    }
    missing
}

/// The texts of questions and choices that lack a working language of the Assembly, which keep a cycle from being opened.
pub fn missing_working_languages(form: &Form) -> BTreeMap<String, Vec<MissingText>> {
    let mut missing: BTreeMap<String, Vec<MissingText>> = BTreeMap::new();
    for (text, place) in texts(form).filter(|(_, place)| place.what != "form_title") {
        for tag in WORKING_LANGUAGES.iter().filter(|tag| lacks(text, tag)) {
            missing.entry((*tag).to_owned()).or_default().push(place.clone());
        }
    }
    missing
}

/// One warning a language in which something is missing, for the import.
pub(super) fn missing_translations(form: &Form, sheet: &str) -> Vec<Problem> {
    let incomplete = completeness(form).into_iter().filter(|(_, missing)| !missing.is_empty());
    let problem = |(tag, missing): (String, Vec<MissingText>)| {
        let first = missing.iter().take(5).map(|text| match text.code.as_str() {
            "" => text.what.to_owned(),
            code => format!("{code} ({})", text.what),
        });
        let code = ProblemCode::MissingTranslations {
            language: form.languages.get(&tag).cloned().unwrap_or(tag),
            count: missing.len().to_string(),
            texts: first.collect::<Vec<_>>().join(", "),
        };
        let row = missing.iter().map(|text| text.row).find(|row| *row > 0).unwrap_or(0);
        let (column, header) = (String::new(), String::new());
        Problem { severity: Severity::Warning, sheet: sheet.to_owned(), row, column, header, code }
    };
    incomplete.map(problem).collect()
}
