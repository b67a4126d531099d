//! Workbooks and answers made in a few lines.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use jiff::tz::Offset;

use crate::domain::questionnaire::*;

/// A file of the crate.
pub fn file(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The folder of pyxform's own workbooks.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/xlsforms")
}

/// A workbook of sheets, each a table whose cells are divided by `|` and whose first line is the header; `¦` is a
/// `|` inside a cell.
pub fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, table) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in table.trim().lines().enumerate() {
            for (column, cell) in line.trim().split('|').map(str::trim).enumerate() {
                if !cell.is_empty() {
                    let cell = cell.replace('¦', "|");
                    sheet.write(row.try_into().unwrap(), column.try_into().unwrap(), cell).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// What comes of a workbook with a survey sheet alone.
pub fn survey(table: &str) -> Imported {
    import(&workbook(&[("survey", table)]))
}

/// What comes of a workbook with survey and choices.
pub fn survey_with_choices(survey: &str, choices: &str) -> Imported {
    import(&workbook(&[("survey", survey), ("choices", choices)]))
}

impl Imported {
    /// The form, which must have been accepted.
    pub fn accepted(self) -> Form {
        let problems: Vec<String> = self.problems.iter().map(ToString::to_string).collect();
        self.form.unwrap_or_else(|| panic!("refused: {problems:#?}"))
    }

    /// `cell key` of each problem of a severity.
    pub fn told(&self, severity: Severity) -> Vec<String> {
        let problems = self.problems.iter().filter(|problem| problem.severity == severity);
        problems.map(|problem| format!("{} {}", problem.cell(), problem.key()).trim().to_owned()).collect()
    }

    pub fn errors(&self) -> Vec<String> {
        self.told(Severity::Error)
    }

    pub fn warnings(&self) -> Vec<String> {
        self.told(Severity::Warning)
    }
}

/// 19 April 2027, 14:30 in The Hague.
pub fn clock() -> Clock {
    Clock {
        now: date(2027, 4, 19).at(14, 30, 0, 0),
        offset: Offset::from_seconds(7200).unwrap(),
        language: "en".into(),
    }
}

/// Answers under construction.
#[derive(Default, Clone)]
pub struct Answers {
    pub answers: HashMap<Place, Given>,
    pub instances: Vec<Instance>,
}

impl Answers {
    fn entry_at(&mut self, code: &str, instance: &str) -> &mut Given {
        self.answers.entry(Place { code: code.into(), instance: instance.into() }).or_default()
    }

    pub fn give(mut self, code: &str, value: &str) -> Self {
        self.entry_at(code, "").value = value.into();
        self
    }

    pub fn give_in(mut self, instance: &str, code: &str, value: &str) -> Self {
        self.entry_at(code, instance).value = value.into();
        self
    }

    pub fn decline(mut self, code: &str) -> Self {
        self.entry_at(code, "").declined = true;
        self
    }

    pub fn see(mut self, code: &str, visibility: Visibility) -> Self {
        self.entry_at(code, "").visibility = Some(visibility);
        self
    }

    pub fn entry(self, repeat: &str, id: &str) -> Self {
        self.entry_in("", repeat, id)
    }

    pub fn entry_in(mut self, parent: &str, repeat: &str, id: &str) -> Self {
        let position = self.instances.len().try_into().unwrap();
        let (id, repeat_code, parent) = (id.into(), repeat.into(), parent.into());
        self.instances.push(Instance { id, repeat_code, parent, position });
        self
    }

    pub fn on<'a>(self, form: &'a Form) -> On<'a> {
        On { form, evaluation: evaluate(form, &Values::new(self.answers, self.instances), &clock()) }
    }
}

/// Shorthand for answers with nothing in them.
pub fn nothing() -> Answers {
    Answers::default()
}

/// An evaluation with its form.
pub struct On<'a> {
    pub form: &'a Form,
    pub evaluation: Evaluation,
}

impl On<'_> {
    pub fn row(&self, code: &str) -> &Row {
        self.row_in("", code)
    }

    pub fn row_in(&self, instance: &str, code: &str) -> &Row {
        let (index, _) = self.form.node(code).unwrap_or_else(|| panic!("no {code}"));
        self.evaluation.row(index, instance).unwrap_or_else(|| panic!("no row of {code}"))
    }

    pub fn shown(&self, code: &str) -> bool {
        self.row(code).shown
    }

    pub fn value(&self, code: &str) -> &str {
        &self.row(code).value
    }

    pub fn faults(&self, code: &str) -> Vec<&'static str> {
        self.row(code).faults.iter().map(Fault::key).collect()
    }

    /// `code key` of all faults.
    pub fn all_faults(&self) -> Vec<String> {
        let faults = self.evaluation.faults();
        faults.map(|(row, fault)| format!("{} {}", self.form.nodes[row.node].code, fault.key())).collect()
    }
}
