//! Which texts of a form lack which language. XLSForm has no fallback of its own: a blank cell is a missing text.

use std::collections::BTreeMap;

use super::model::{Form, Text};
use super::xlsform::{At, Problem, ProblemCode, Problems, is_undetermined, lacks};

/// The languages without which no cycle is opened.
pub const WORKING_LANGUAGES: [&str; 2] = ["en", "fr"];

/// The same as a workbook names them in its columns.
const NAMED: [(&str, &str); 2] = [("en", "English (en)"), ("fr", "French (fr)")];

/// How many missing texts of a language an import names one by one: a language that is begun has hundreds.
const MOST_NAMED: usize = 50;

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

/// Where a text stands in its workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Title,
    /// The row of the survey sheet.
    Survey(u32),
    /// A choice of a list.
    Choice(usize, usize),
}

/// Every text that a form has in some language, with where it stands.
fn texts(form: &Form) -> impl Iterator<Item = (&Text, MissingText, Spot)> {
    let title = (&form.title, MissingText { code: String::new(), what: "form_title", row: 0 }, Spot::Title);
    // A section that is ours is called as the form is.
    let questions = form.nodes.iter().filter(|node| !node.gathered).flat_map(|node| {
        let texts = [
            (&node.label, "label"),
            (&node.hint, "hint"),
            (&node.guidance, "guidance_hint"),
            (&node.required_message, "required_message"),
            (&node.constraint_message, "constraint_message"),
        ];
        texts.map(|(text, what)| {
            (text, MissingText { code: node.code.clone(), what, row: node.row }, Spot::Survey(node.row))
        })
    });
    let choices = form.lists.iter().enumerate().flat_map(|(at, list)| {
        list.choices.iter().enumerate().map(move |(place, choice)| {
            let code = format!("{}/{}", list.name, choice.name);
            (&choice.label, MissingText { code, what: "label", row: 0 }, Spot::Choice(at, place))
        })
    });
    std::iter::once(title).chain(questions).chain(choices).filter(|(text, ..)| !text.is_empty())
}

/// What is missing in each language of the form. A text that no language has is not missing.
pub fn completeness(form: &Form) -> BTreeMap<String, Vec<MissingText>> {
    let mut missing: BTreeMap<String, Vec<MissingText>> =
        form.languages.keys().map(|tag| (tag.clone(), Vec::new())).collect();
    for (text, place, _) in texts(form) {
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
    for (text, place, _) in texts(form).filter(|(_, place, _)| place.what != "form_title") {
        for tag in WORKING_LANGUAGES.iter().filter(|tag| lacks(text, tag)) {
            missing.entry((*tag).to_owned()).or_default().push(place.clone());
        }
    }
    missing
}

/// What an import says of missing texts: of each its cell, up to so many in a language; of a language that is missing altogether, or of
/// more, that they are missing. A working language is missing also where a workbook names others and not it; one whose columns name no
/// language has none that could be missing. `cell` finds where a text would stand, where there is a column for it; `sheet` is the survey.
pub(super) fn missing_translations(
    form: &Form,
    sheet: &At,
    cell: impl Fn(Spot, &'static str, &str) -> Option<At>,
) -> Vec<Problem> {
    let mut problems = Problems::default();
    let named = form.languages.iter().map(|(tag, language)| (tag.as_str(), language.as_str()));
    let mut languages: Vec<(&str, &str)> = named.filter(|(tag, _)| !is_undetermined(tag)).collect();
    if !languages.is_empty() {
        languages.extend(NAMED.into_iter().filter(|(tag, _)| !form.languages.contains_key(*tag)));
    }
    for (tag, language) in languages {
        let missing: Vec<(MissingText, Option<At>)> = texts(form)
            .filter(|(text, ..)| lacks(text, tag))
            .map(|(_, place, spot)| {
                let at = cell(spot, place.what, tag);
                (place, at)
            })
            .collect();
        let (named, others): (Vec<_>, Vec<_>) = missing.into_iter().partition(|(_, at)| at.is_some());
        let (named, others) =
            if named.len() > MOST_NAMED { (Vec::new(), [named, others].concat()) } else { (named, others) };
        for (text, at) in named {
            let (language, code) = (language.to_owned(), words_of(&text));
            problems.warn(at.unwrap_or_default(), ProblemCode::MissingTranslation { language, text: code });
        }
        if !others.is_empty() {
            let first = others.iter().take(5).map(|(text, _)| words_of(text));
            let at = others.iter().find_map(|(_, at)| at.clone()).unwrap_or_else(|| sheet.clone());
            let code = ProblemCode::MissingTranslations {
                language: language.to_owned(),
                count: others.len().to_string(),
                texts: first.collect::<Vec<_>>().join(", "),
            };
            problems.warn(at, code);
        }
    }
    problems.0
}

/// The question or choice with the column, or the column alone for the title.
fn words_of(text: &MissingText) -> String {
    match text.code.as_str() {
        "" => text.what.to_owned(),
        code => format!("{code} ({})", text.what),
    }
}
