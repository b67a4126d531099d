//! The rows of a sheet, read by the meaning of their columns.

use std::collections::BTreeMap;

use super::columns::{Column, Columns};
use super::problem::At;
use super::workbook::Sheet;
use crate::domain::questionnaire::model::Text;

/// One filled cell with its place.
#[derive(Debug, Clone)]
pub struct Cell {
    pub text: String,
    pub at: At,
}

/// One row of a sheet.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub sheet: &'a Sheet,
    pub columns: &'a Columns,
    pub number: u32,
    cells: &'a BTreeMap<u32, String>,
}

/// The rows below the headers that hold anything under a header.
pub fn rows<'a>(sheet: &'a Sheet, columns: &'a Columns) -> impl Iterator<Item = Row<'a>> {
    sheet
        .rows
        .range(2..)
        .filter(|(_, cells)| cells.keys().any(|number| columns.by_number.contains_key(number)))
        .map(move |(number, cells)| Row { sheet, columns, number: *number, cells })
}

impl Row<'_> {
    fn cell(&self, column: &Column, clean: fn(&str) -> String) -> Option<Cell> {
        let number = self.columns.number(column)?;
        let text = clean(self.cells.get(&number)?);
        if text.is_empty() { None } else { Some(Cell { text, at: self.sheet.at(self.number, number) }) }
    }

    /// A cell whose text is a word or a name: runs of white space become one space.
    pub fn word(&self, name: &'static str) -> Option<Cell> {
        self.cell(&Column::Plain(name), |text| straight(text).split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// A cell whose text is an expression: quotation marks that a word processor has curled are straight again.
    pub fn expression(&self, name: &'static str) -> Option<Cell> {
        self.cell(&Column::Plain(name), straight)
    }

    /// A cell of one of our own columns.
    pub fn concord(&self, name: &'static str) -> Option<Cell> {
        self.cell(&Column::Concord(name), |text| text.trim().to_owned())
    }

    /// A cell of a free column.
    pub fn free(&self, column: &Column) -> Option<Cell> {
        self.cell(column, straight)
    }

    /// Where the cell of a plain column is, filled or not.
    pub fn at(&self, name: &'static str) -> At {
        self.sheet.at(self.number, self.columns.number(&Column::Plain(name)).unwrap_or(0))
    }

    /// The row as a place.
    pub fn whole(&self) -> At {
        At { row: self.number, ..self.sheet.whole() }
    }

    /// A text with its languages. Words for readers keep the author's quotation marks and unbreakable spaces.
    pub fn text(&self, name: &'static str, default_language: &str) -> Text {
        let mut text = Text::default();
        for cell in self.translations(name) {
            let (number, tag) = cell;
            let Some(words) = self.cells.get(&number).map(|words| words.trim()).filter(|words| !words.is_empty())
            else {
                continue;
            };
            match tag {
                Some(tag) => drop(text.0.insert(tag.to_owned(), words.to_owned())),
                // A column that names the language wins over the one that only means it.
                None => drop(text.0.entry(default_language.to_owned()).or_insert_with(|| words.to_owned())),
            }
        }
        text
    }

    fn translations(&self, name: &'static str) -> Vec<(u32, Option<&str>)> {
        let mut found: Vec<_> = self.columns.translations(name).collect();
        found.sort_by_key(|(_, tag)| tag.is_none());
        found
    }

    /// Every filled cell of the translatable columns, for the check of what they refer to.
    pub fn translated_cells(&self) -> Vec<Cell> {
        let translated = self.columns.by_number.iter().filter(|(_, column)| matches!(column, Column::Translated(..)));
        translated
            .filter_map(|(number, _)| {
                Some(Cell { text: self.cells.get(number)?.clone(), at: self.sheet.at(self.number, *number) })
            })
            .collect()
    }
}

fn straight(text: &str) -> String {
    let straightened = text.trim().chars().map(|c| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{a0}' => ' ',
        other => other,
    });
    straightened.collect()
}

/// What a cell says in the yes-or-no columns of XLSForm.
pub fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()" => Some(false),
        _ => None,
    }
}
