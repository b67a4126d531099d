//! Reads a workbook that was filled in, under the bounds of `questionnaire/xlsform/workbook.rs`. It understands where things stand, and nothing of what
//! they say.

use std::collections::{BTreeMap, HashMap};

use super::Column;
use crate::domain::questionnaire::xlsform::workbook::{self, Sheet, Which, letters};
use crate::domain::questionnaire::xlsform::{Problem, ProblemCode, Problems, Severity};
use crate::domain::response::offline::Format;
use crate::domain::response::offline::read::{At, Cell, FileRead, LineRead, NotRead};
use crate::domain::response::offline::reference::Reference;
use crate::domain::response::offline::words::{Phrases, mark_of};

/// Most answers of a file: many times what a questionnaire has.
const MOST_LINES: usize = 20_000;

/// Reads a workbook. `phrases` gives the fixed words of a language, by its tag.
///
/// # Errors
/// The one reason why it is not read.
pub fn read(bytes: &[u8], phrases: impl Fn(&str) -> Option<Phrases>) -> Result<FileRead, NotRead> {
    let mut problems = Problems::default();
    let sheets = workbook::open(bytes, Which::All, &mut problems);
    let too_long = too_long(problems.0)?;
    let all = || sheets.iter().flat_map(|sheet| sheet.rows.values().flat_map(BTreeMap::values));
    let reference: Reference = all().find_map(|text| text.parse().ok()).ok_or(NotRead::NoReference)?;
    let phrases = phrases(&reference.language).ok_or(NotRead::NoReference)?;
    let mut read = FileRead { reference, format: Format::Excel, lines: Vec::new(), stray: Vec::new() };
    for sheet in sheets.iter().filter(|sheet| sheet.name != super::LISTS && sheet.name != phrases.read_me) {
        match Head::of(sheet, &phrases) {
            Some(head) => Reading { sheet, head, phrases: &phrases, too_long: &too_long }.add(&mut read),
            None if sheet.rows.is_empty() => {}
            // A sheet that somebody added: it is said, so that nothing in it is lost without a word.
            None => read.stray.push(At { part: sheet.name.clone(), row: 1, column: String::new() }),
        }
        if read.lines.len() + read.stray.len() > MOST_LINES {
            return Err(NotRead::Workbook(ProblemCode::TooManyRows { limit: MOST_LINES.to_string() }));
        }
    }
    Ok(read)
}

/// The cells that are too long; any other problem is the reason why a file is not read.
fn too_long(problems: Vec<Problem>) -> Result<Vec<(String, u32, String)>, NotRead> {
    let mut cells = Vec::new();
    for problem in problems.into_iter().filter(|problem| problem.severity == Severity::Error) {
        match problem.code {
            ProblemCode::CellTooLong { .. } => cells.push((problem.sheet, problem.row, problem.column)),
            code => return Err(NotRead::Workbook(code)),
        }
    }
    Ok(cells)
}

/// Where the columns of a sheet are.
struct Head {
    row: u32,
    columns: HashMap<&'static str, u32>,
    key: u32,
}

impl Head {
    /// The row of a sheet that names the columns: somebody may have put others between them.
    fn of(sheet: &Sheet, phrases: &Phrases) -> Option<Head> {
        let found = |cells: &BTreeMap<u32, String>, wanted: &str| {
            cells.iter().find(|(_, text)| text.trim() == wanted).map(|(column, _)| *column)
        };
        sheet.rows.iter().take(20).find_map(|(row, cells)| {
            let key = found(cells, &phrases.key)?;
            let columns = Column::ALL.into_iter();
            let columns = columns.filter_map(|column| Some((column.word(), found(cells, column.head(phrases))?)));
            let columns: HashMap<&'static str, u32> = columns.collect();
            columns.contains_key(Column::Answer.word()).then_some(Head { row: *row, columns, key })
        })
    }

    fn column(&self, column: Column) -> Option<u32> {
        self.columns.get(column.word()).copied()
    }
}

impl Column {
    fn word(self) -> &'static str {
        match self {
            Column::Key => "key",
            Column::Version => "version",
            Column::Question => "question",
            Column::Answer => "answer",
            Column::Declined => "declined",
            Column::Reason => "reason",
            Column::Comment => "comment",
            Column::Readers => "readers",
        }
    }
}

struct Reading<'a> {
    sheet: &'a Sheet,
    head: Head,
    phrases: &'a Phrases,
    too_long: &'a [(String, u32, String)],
}

impl Reading<'_> {
    fn add(&self, read: &mut FileRead) {
        let rows = self.sheet.rows.keys().copied();
        let long = self.too_long.iter().filter(|(sheet, ..)| *sheet == self.sheet.name).map(|(_, row, _)| *row);
        let mut rows: Vec<u32> = rows.chain(long).filter(|row| *row > self.head.row).collect();
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            let key = self.text(row, self.head.key).unwrap_or_default().trim().to_owned();
            if key.starts_with('#') && self.is_only_read(row, &key) {
                continue;
            }
            if key.is_empty() || key.starts_with('#') {
                let written = [Column::Answer, Column::Reason, Column::Comment, Column::Declined];
                let found = written.into_iter().filter_map(|column| self.head.column(column));
                if let Some(column) = found.into_iter().find(|column| !self.cell(row, *column).is_blank()) {
                    read.stray.push(At { part: self.sheet.name.clone(), row, column: letters(column) });
                }
                continue;
            }
            let version = self.head.column(Column::Version).and_then(|column| self.text(row, column));
            let at = |column| self.head.column(column).map(letters).unwrap_or_default();
            let answer = self.given(row, Column::Answer);
            read.lines.push(LineRead {
                key,
                base: version.and_then(|version| version.trim().parse().ok()),
                at: At { part: self.sheet.name.clone(), row, column: String::new() },
                columns: [Column::Answer, Column::Comment, Column::Declined, Column::Readers].map(at).to_vec(),
                answer: answer.filter(|cell| *cell != Cell::Text(self.phrases.too_long.clone())),
                comment: self.given(row, Column::Comment),
                declined: self.given(row, Column::Declined),
                reason: self.given(row, Column::Reason),
                readers: self.given(row, Column::Readers),
            });
        }
    }

    /// Whether a row is as it was made, to be read and for nothing else.
    fn is_only_read(&self, row: u32, mark: &str) -> bool {
        let column = |column| self.head.column(column);
        let others = [Column::Comment, Column::Declined, Column::Reason].into_iter().filter_map(column);
        let said = column(Column::Answer).and_then(|answer| self.text(row, answer)).unwrap_or_default();
        mark == mark_of(said) && others.into_iter().all(|column| self.cell(row, column).is_blank())
    }

    fn given(&self, row: u32, column: Column) -> Option<Cell> {
        self.head.column(column).map(|column| self.cell(row, column))
    }

    fn cell(&self, row: u32, column: u32) -> Cell {
        if self.sheet.formulas.contains(&(row, column)) {
            return Cell::Formula;
        }
        if self.sheet.errors.contains(&(row, column)) {
            return Cell::Error;
        }
        let is_it = |(sheet, at, letter): &(String, u32, String)| {
            *sheet == self.sheet.name && *at == row && *letter == letters(column)
        };
        if self.too_long.iter().any(is_it) {
            return Cell::TooLong;
        }
        Cell::Text(self.text(row, column).unwrap_or_default().to_owned())
    }

    fn text(&self, row: u32, column: u32) -> Option<&str> {
        self.sheet.rows.get(&row)?.get(&column).map(String::as_str)
    }
}
