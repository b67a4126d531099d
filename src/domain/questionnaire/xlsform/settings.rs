//! The settings sheet: what the form is called, its version and its default language.

use super::columns::Columns;
use super::languages::Languages;
use super::problem::{ProblemCode, Problems};
use super::rows::{self, Cell};
use super::workbook::Sheet;
use crate::domain::questionnaire::expr::is_name;
use crate::domain::questionnaire::model::Text;

/// pyxform's name for a form that has none.
const UNNAMED: &str = "data";

/// What the settings sheet says.
#[derive(Debug)]
pub struct Settings {
    pub form_id: String,
    pub version: String,
    /// The name of the form's root element, which a repeat must not have.
    pub root: String,
    pub duplicate_choices: bool,
    pub default_language: Option<Cell>,
    /// Cells in which a question may be referred to.
    pub texts: Vec<Cell>,
}

impl Settings {
    /// Reads the first row below the headers; the rest of the sheet is not read by pyxform either.
    pub fn read(sheet: Option<&Sheet>, columns: &Columns, problems: &mut Problems) -> Self {
        let row = sheet.and_then(|sheet| rows::rows(sheet, columns).next().filter(|row| row.number == 2));
        let word = |name| row.and_then(|row| row.word(name)).map(|cell| cell.text);
        let root = row.and_then(|row| row.word("name"));
        if let Some(cell) = &root
            && !is_name(&cell.text)
        {
            problems.error(cell.at.clone(), ProblemCode::BadCode { code: cell.text.clone() });
        }
        Settings {
            form_id: word("form_id").unwrap_or_else(|| UNNAMED.to_owned()),
            version: word("version").unwrap_or_default(),
            root: root.map_or_else(|| UNNAMED.to_owned(), |cell| cell.text),
            duplicate_choices: word("allow_choice_duplicates").and_then(|text| rows::yes_no(&text)).unwrap_or(false),
            default_language: row.and_then(|row| row.word("default_language")),
            texts: row.map(|row| row.translated_cells()).unwrap_or_default(),
        }
    }

    /// The title; a form without one is called by its id, which is the same in every language.
    pub fn title(
        &self,
        sheet: Option<&Sheet>,
        columns: &Columns,
        languages: &Languages,
        default_language: &str,
    ) -> Text {
        let row = sheet.and_then(|sheet| rows::rows(sheet, columns).next().filter(|row| row.number == 2));
        let title = row.map(|row| row.text("form_title", default_language)).unwrap_or_default();
        if !title.is_empty() {
            return title;
        }
        Text(languages.names.keys().map(|tag| (tag.clone(), self.form_id.clone())).collect())
    }
}
