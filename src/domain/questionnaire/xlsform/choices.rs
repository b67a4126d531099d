//! The choices sheet: named lists, with the free columns that choice filters look at.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::columns::{Column, Columns};
use super::problem::{ProblemCode, Problems};
use super::rows::{self, Cell, Row};
use super::workbook::Sheet;
use crate::domain::questionnaire::model::{Choice, ChoiceList, Text};

/// A list longer than this is a register, not a list of choices on a page.
const MAX_CHOICES: usize = 2_000;
/// The choice that "or other" adds.
const OTHER: &str = "other";

/// The lists of a workbook while it is read.
#[derive(Debug, Default)]
pub struct Lists {
    pub lists: Vec<ChoiceList>,
    by_name: HashMap<String, usize>,
    /// The free columns of the sheet: every choice may be filtered by any of them.
    pub columns: HashSet<String>,
    /// Cells in which a question may be referred to.
    pub texts: Vec<Cell>,
    /// The row of each label, by list and choice, for the report on missing translations.
    pub rows: HashMap<(usize, usize), u32>,
}

impl Lists {
    /// Reads the whole sheet.
    pub fn read(sheet: &Sheet, columns: &Columns, language: &str, duplicates: bool, problems: &mut Problems) -> Self {
        let mut lists = Lists::default();
        for column in columns.by_number.values() {
            if let Column::Free(name) = column {
                lists.columns.insert(name.clone());
            }
        }
        let mut first_rows: HashMap<(usize, String), u32> = HashMap::new();
        let mut any = false;
        for row in rows::rows(sheet, columns) {
            any = true;
            lists.texts.extend(row.translated_cells());
            let Some(list) = row.word("list_name") else {
                problems.warn(row.whole(), ProblemCode::ChoiceWithoutList);
                continue;
            };
            if columns.has("name") {
                lists.add(&row, &list.text, language, duplicates, &mut first_rows, problems);
            }
        }
        if any && !columns.has("name") {
            problems.error(sheet.whole(), ProblemCode::MissingHeader { expected: "name".into() });
        }
        lists
    }

    fn add(
        &mut self,
        row: &Row<'_>,
        list_name: &str,
        language: &str,
        duplicates: bool,
        first_rows: &mut HashMap<(usize, String), u32>,
        problems: &mut Problems,
    ) {
        let at = self.index_or_new(list_name);
        let list = || list_name.to_owned();
        let Some(name) = row.word("name") else {
            problems.error(row.at("name"), ProblemCode::ChoiceWithoutName { list: list() });
            return;
        };
        let choice =
            Choice { name: name.text.clone(), label: row.text("label", language), columns: self.free_columns(row) };
        if choice.label.is_empty() {
            let code = ProblemCode::ChoiceWithoutLabel { list: list(), choice: name.text.clone() };
            problems.warn(row.whole(), code);
        }
        if let Some(first) = first_rows.get(&(at, name.text.clone())) {
            if !duplicates {
                let code = ProblemCode::DuplicateChoice { list: list(), choice: name.text, first: first.to_string() };
                problems.error(name.at, code);
            }
        } else {
            first_rows.insert((at, name.text), row.number);
        }
        let Some(target) = self.lists.get_mut(at) else { return };
        if target.choices.len() == MAX_CHOICES {
            problems.error(row.whole(), ProblemCode::TooManyChoices { list: list(), limit: MAX_CHOICES.to_string() });
        }
        if target.choices.len() <= MAX_CHOICES {
            self.rows.insert((at, target.choices.len()), row.number);
            target.choices.push(choice);
        }
    }

    fn free_columns(&self, row: &Row<'_>) -> BTreeMap<String, String> {
        let free = self.columns.iter().filter_map(|name| {
            let cell = row.free(&Column::Free(name.clone()))?;
            Some((name.clone(), cell.text))
        });
        free.collect()
    }

    fn index_or_new(&mut self, name: &str) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        let at = self.lists.len();
        self.lists.push(ChoiceList { name: name.to_owned(), choices: Vec::new() });
        self.by_name.insert(name.to_owned(), at);
        at
    }

    /// The place of a list that has choices.
    pub fn index(&self, name: &str) -> Option<usize> {
        let at = *self.by_name.get(name)?;
        self.lists.get(at).filter(|list| !list.choices.is_empty()).map(|_| at)
    }

    /// Adds "other" to a list that has no such choice, in every language of its labels.
    pub fn add_other(&mut self, at: usize) {
        let Some(list) = self.lists.get_mut(at) else { return };
        if list.choices.iter().any(|choice| choice.name == OTHER) {
            return;
        }
        let label = or_other_text(list.choices.iter().map(|choice| &choice.label), |tag| match tag {
            "fr" => "Autre",
            "es" => "Otro",
            "ar" => "أخرى",
            "ru" => "Другое",
            "zh" => "其他",
            _ => "Other",
        });
        list.choices.push(Choice { name: OTHER.to_owned(), label, columns: BTreeMap::new() });
    }
}

/// A text of ours in every language of the given ones.
pub fn or_other_text<'a>(given: impl Iterator<Item = &'a Text>, words: fn(&str) -> &'static str) -> Text {
    let tags: HashSet<&String> = given.flat_map(|text| text.0.keys()).collect();
    Text(tags.into_iter().map(|tag| (tag.clone(), words(tag).to_owned())).collect())
}
