//! A draft as a Word document, and back. Each answer stands in a table row of its own with its key in the first column, because an office
//! program may drop whatever is not seen: under the key stands the version that the answer had, with a box where it is given by ticking. What
//! may be given beside the answer stands in rows below it, whose keys say what they are of.

use super::docx::{self, BOXES, Block, Document, Look, ReadCell, ReadRow, Table};
use super::paper::{Line, Paper, PaperRepeat, Piece};
use super::read::{At, Cell, FileRead, LineRead, NotRead};
use super::words::Phrases;
use super::{Format, Reference};
use crate::domain::error::{Refusal, Result};
use crate::domain::questionnaire::Kind;
use crate::domain::response::kinds::kind_of;

/// Twentieths of a point: the key, the question, the answer.
const WIDTHS: [u32; 3] = [1640, 3800, 4198];
/// The labels of what is said at the head.
const HEAD: u32 = 2240;
/// What stands behind the key of a row below an answer.
const COMMENT: &str = "/comment";
const DECLINED: &str = "/declined";
const READERS: &str = "/readers";
/// Longer lists are written out instead of ticked.
const MOST_BOXES: usize = 40;

/// The bytes of the document.
///
/// # Errors
/// When the archive cannot be made.
pub fn write(paper: &Paper, phrases: &Phrases) -> Result<Vec<u8>> {
    let mut writer = Writer { phrases, blocks: Vec::new(), rows: Vec::new() };
    writer.head(paper);
    for section in &paper.sections {
        writer.flush();
        writer.blocks.push(Block::Heading(1, format!("{}. {}", section.code, section.label)));
        writer.text(&section.hint);
        writer.pieces(&section.pieces);
    }
    writer.flush();
    let facts: Vec<&str> = phrases.facts.iter().map(|(_, fact)| fact.as_str()).collect();
    docx::write(&Document {
        title: format!("{} – {}", paper.title, phrases.heading),
        language: paper.reference.language.clone(),
        right_to_left: phrases.right_to_left,
        running: format!("{} · {}", phrases.heading, facts.join(" · ")),
        numbering: phrases.page.clone(),
        blocks: writer.blocks,
    })
}

struct Writer<'a> {
    phrases: &'a Phrases,
    blocks: Vec<Block>,
    /// The rows of the table that is being filled.
    rows: Vec<Vec<docx::Cell>>,
}

impl Writer<'_> {
    fn head(&mut self, paper: &Paper) {
        self.blocks.push(Block::Title(paper.title.clone()));
        self.blocks.push(Block::Heading(2, self.phrases.heading.clone()));
        let cell = |text: &String, look| docx::Cell { lines: vec![line(text.clone(), look)], to_fill: false };
        let fact = |(label, fact): &(String, String)| vec![cell(label, Look::Plain), cell(fact, Look::Strong)];
        let mut rows: Vec<_> = self.phrases.facts.iter().map(fact).collect();
        rows.push(vec![cell(&self.phrases.reference, Look::Small), cell(&paper.reference.to_string(), Look::Small)]);
        let widths = vec![HEAD, WIDTHS.iter().sum::<u32>() - HEAD];
        self.blocks.push(Block::Table(Table { widths, head: Vec::new(), rows }));
        for how in &self.phrases.how {
            self.text(how);
        }
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.blocks.push(Block::Text(text.to_owned()));
        }
    }

    /// Ends the table that is being filled.
    fn flush(&mut self) {
        if !self.rows.is_empty() {
            let head = [&self.phrases.key, &self.phrases.question, &self.phrases.answer].map(String::clone).to_vec();
            let rows = std::mem::take(&mut self.rows);
            self.blocks.push(Block::Table(Table { widths: WIDTHS.to_vec(), head, rows }));
        }
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Note(text) => {
                    self.flush();
                    self.text(text);
                }
                Piece::Line(line) => self.line(line),
                Piece::Group(group) => {
                    self.flush();
                    self.blocks.push(Block::Heading(2, format!("{}. {}", group.code, group.label)));
                    self.text(&group.hint);
                    self.beside(group);
                }
                Piece::GroupEnd => {}
                Piece::Repeat(repeat) => self.repeat(repeat),
            }
        }
    }

    fn repeat(&mut self, repeat: &PaperRepeat) {
        self.flush();
        self.blocks.push(Block::Heading(2, format!("{}. {}", repeat.line.code, repeat.line.label)));
        self.text(&repeat.line.hint);
        self.beside(&repeat.line);
        for entry in &repeat.entries {
            self.flush();
            let head = self.phrases.entry(&entry.number, entry.new);
            self.blocks.push(Block::Heading(2, format!("{}. {head}", repeat.line.code)));
            self.pieces(&entry.pieces);
        }
        self.flush();
    }

    fn line(&mut self, of: &Line) {
        let boxes = boxes(of, self.phrases);
        let version = if boxes.is_some() { format!("v{} {}", of.base, BOXES[0]) } else { format!("v{}", of.base) };
        let key = vec![line(of.key.clone(), Look::Strong), line(version, Look::Small)];
        let mut question = vec![line(of.label.clone(), Look::Plain)];
        let quiet = std::iter::once(of.hint.clone()).chain(self.asks(of));
        question.extend(quiet.filter(|text| !text.is_empty()).map(|text| line(text, Look::Small)));
        let answer = match boxes {
            Some(boxes) => boxes.into_iter().map(|(ticked, text)| boxed(ticked, text)).collect(),
            None => written(&of.given.answer),
        };
        self.rows.push(vec![
            docx::Cell { lines: key, to_fill: false },
            docx::Cell { lines: question, to_fill: false },
            docx::Cell { lines: answer, to_fill: of.fill.answer },
        ]);
        self.beside(of);
    }

    /// What is said of how a question is answered.
    fn asks(&self, of: &Line) -> Vec<String> {
        let words = self.phrases;
        let mut said = Vec::new();
        let listed = |how: &String| [how.clone(), of.choices.join(" · ")];
        match &of.kind {
            Kind::SelectOne { .. } if of.choices.len() <= MOST_BOXES => said.push(words.tick_one.clone()),
            Kind::SelectMultiple { .. } if of.choices.len() <= MOST_BOXES => said.push(words.tick_several.clone()),
            Kind::SelectOne { .. } => said.extend(listed(&words.choose_one)),
            Kind::SelectMultiple { .. } => said.extend(listed(&words.choose_several)),
            Kind::Rank { .. } => said.extend(listed(&words.put_in_order)),
            Kind::Date | Kind::DateTime => said.push(words.as_a_date.clone()),
            Kind::Time => said.push(words.as_a_time.clone()),
            Kind::File => said.push(words.file_on_the_platform.clone()),
            Kind::Calculate => said.push(words.computed.clone()),
            Kind::Group
            | Kind::Repeat
            | Kind::Text { .. }
            | Kind::Integer
            | Kind::Decimal
            | Kind::Range { .. }
            | Kind::Note
            | Kind::Acknowledge
            | Kind::Hidden => {}
        }
        said.extend(of.required.then(|| words.required.clone()));
        said.extend((!of.applies).then(|| words.does_not_apply.clone()));
        said
    }

    /// The rows below an answer.
    fn beside(&mut self, of: &Line) {
        let words = self.phrases;
        if of.fill.comment || !of.given.comment.is_empty() {
            self.row(of, COMMENT, &words.comment, written(&of.given.comment), of.fill.comment);
        }
        if of.fill.decline || !of.given.declined.is_empty() {
            let mut lines = vec![boxed(!of.given.declined.is_empty(), words.terms.declined.clone())];
            lines.extend(written(&of.given.reason));
            self.row(of, DECLINED, &format!("{} – {}", words.declined, words.reason), lines, of.fill.decline);
        }
        if !of.fill.readers.is_empty() {
            let boxes = of.fill.readers.iter().map(|one| boxed(*one == of.given.readers, one.clone()));
            self.row(of, READERS, &words.readers, boxes.collect(), true);
        }
    }

    fn row(&mut self, of: &Line, what: &str, said: &str, lines: Vec<docx::Line>, to_fill: bool) {
        let key = vec![line(format!("{} {what}", of.key), Look::Small), line(format!("v{}", of.base), Look::Small)];
        self.rows.push(vec![
            docx::Cell { lines: key, to_fill: false },
            docx::Cell { lines: vec![line(said.to_owned(), Look::Small)], to_fill: false },
            docx::Cell { lines, to_fill },
        ]);
    }
}

fn line(text: String, look: Look) -> docx::Line {
    docx::Line { text, look, tick: None }
}

fn boxed(ticked: bool, text: String) -> docx::Line {
    docx::Line { text, look: Look::Plain, tick: Some(ticked) }
}

fn written(text: &str) -> Vec<docx::Line> {
    text.split('\n').map(|text| line(text.to_owned(), Look::Plain)).collect()
}

/// What is ticked at a question, where its answer is given so.
fn boxes(of: &Line, words: &Phrases) -> Option<Vec<(bool, String)>> {
    let given = |text: &String| of.given.answer.lines().any(|given| given == text);
    let all = match &of.kind {
        Kind::SelectOne { .. } | Kind::SelectMultiple { .. } if of.choices.len() <= MOST_BOXES => of.choices.clone(),
        Kind::Acknowledge => vec![words.terms.acknowledged.clone()],
        _ => return None,
    };
    of.fill.answer.then(|| all.into_iter().map(|text| (given(&text), text)).collect())
}

/// Whether a file is a document and no workbook, by the name of the one part that each document has: whatever else it is, [`read`] says.
pub fn is_one(bytes: &[u8]) -> bool {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
    archive.is_ok_and(|archive| archive.index_for_name(docx::DOCUMENT).is_some())
}

/// What a document says.
///
/// # Errors
/// The one reason why it is not read.
pub fn read(bytes: &[u8]) -> Result<FileRead, NotRead> {
    match kind_of(bytes) {
        Ok((_, "docx")) => {}
        Ok(_) => return Err(NotRead::Document(Refusal::FileKind)),
        Err(refusal) => return Err(NotRead::Document(refusal)),
    }
    let rows = docx::read(bytes).map_err(NotRead::Document)?;
    let is_reference = |row: &&ReadRow| row.cells.iter().any(|cell| cell.text.trim().starts_with("concord/"));
    let head = rows.iter().find(is_reference).ok_or(NotRead::NoReference)?;
    let found = head.cells.iter().find_map(|cell| cell.text.replace('\n', "").parse::<Reference>().ok());
    let mut read = Reading::default();
    for row in rows.iter().filter(|row| row.table != head.table) {
        read.add(row);
    }
    let reference = found.ok_or(NotRead::NoReference)?;
    Ok(FileRead { reference, format: Format::Word, lines: read.lines, stray: read.stray })
}

#[derive(Default)]
struct Reading {
    lines: Vec<LineRead>,
    stray: Vec<At>,
}

impl Reading {
    fn add(&mut self, row: &ReadRow) {
        let at =
            At { part: row.table.to_string(), row: u32::try_from(row.row).unwrap_or(u32::MAX), column: String::new() };
        let is_blank = row.cells.iter().all(|cell| cell.text.trim().is_empty() && cell.odd.is_empty());
        let [key, _, answer] = row.cells.as_slice() else {
            self.stray.extend((!is_blank).then_some(at));
            return;
        };
        let Some(key) = Key::of(&key.text) else {
            // The head of a table is repeated on its pages; it holds no key.
            self.stray.extend((!is_blank && row.row > 1).then_some(at));
            return;
        };
        let odd = row.odd.first().or(answer.odd.first()).copied();
        let cell = |text: Cell| Some(odd.map_or(text, Cell::Beside));
        let Key { key, base, what, ticks } = key;
        match what {
            What::Answer => {
                let answer = cell(if ticks { Cell::Boxes(lines_of(answer)) } else { text(answer) });
                self.lines.push(LineRead { key, base, at, answer, ..LineRead::default() });
            }
            what => {
                let known = self.lines.iter_mut().rev().find(|line| line.key == key && !what.is_in(line));
                if let Some(line) = known {
                    what.put(line, answer, cell);
                } else {
                    // A group and a repeat have no answer of their own. A row that stands there twice is told as such.
                    let mut line = LineRead { key, base, at, ..LineRead::default() };
                    what.put(&mut line, answer, cell);
                    self.lines.push(line);
                }
            }
        }
    }
}

/// What a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Answer,
    Comment,
    Declined,
    Readers,
}

impl What {
    fn is_in(self, line: &LineRead) -> bool {
        match self {
            What::Answer => line.answer.is_some(),
            What::Comment => line.comment.is_some(),
            What::Declined => line.declined.is_some(),
            What::Readers => line.readers.is_some(),
        }
    }

    /// Puts what stands in a row below an answer beside it.
    fn put(self, line: &mut LineRead, read: &ReadCell, cell: impl Fn(Cell) -> Option<Cell>) {
        match self {
            What::Answer => {}
            What::Comment => line.comment = cell(text(read)),
            What::Readers => line.readers = cell(Cell::Boxes(lines_of(read))),
            What::Declined => {
                let (boxes, rest): (Vec<_>, Vec<_>) = read.text.lines().partition(|line| box_of(line).is_some());
                let boxes = boxes.into_iter().filter_map(box_of).collect();
                line.declined = cell(Cell::Boxes(boxes));
                line.reason = cell(Cell::Text(rest.join("\n")));
            }
        }
    }
}

struct Key {
    key: String,
    base: Option<i32>,
    what: What,
    ticks: bool,
}

impl Key {
    /// What stands in the first column: the key, what the row is of, and the version below it.
    fn of(text: &str) -> Option<Key> {
        let mut parts = text.split_whitespace();
        let key = parts.next()?.to_owned();
        let (mut base, mut what, mut ticks) = (None, What::Answer, false);
        for part in parts {
            match (part, part.strip_prefix('v').map(str::parse)) {
                (COMMENT, _) => what = What::Comment,
                (DECLINED, _) => what = What::Declined,
                (READERS, _) => what = What::Readers,
                (_, Some(Ok(version))) => base = Some(version),
                (part, _) if part.starts_with(BOXES) => ticks = true,
                _ => return None,
            }
        }
        // The head of a column, or what somebody has written beside the questions: no key comes without its version but by hand.
        base.map(|base| Key { key, base: Some(base), what, ticks })
    }
}

fn text(cell: &ReadCell) -> Cell {
    Cell::Text(cell.text.clone())
}

/// The lines of a cell with boxes. A line without one was written by hand, and counts as ticked: whether it is a choice, its question knows.
fn lines_of(cell: &ReadCell) -> Vec<(bool, String)> {
    let lines = cell.text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| box_of(line).unwrap_or_else(|| (true, line.trim().to_owned()))).collect()
}

/// The box before a text, as Word draws it or as one types it.
fn box_of(line: &str) -> Option<(bool, String)> {
    const EMPTY: [&str; 4] = ["\u{2610}", "\u{25A1}", "[ ]", "[]"];
    const TICKED: [&str; 7] = ["\u{2612}", "\u{2611}", "\u{2713}", "\u{2714}", "\u{25A0}", "[x]", "[X]"];
    let line = line.trim();
    let after = |boxes: &[&str]| boxes.iter().find_map(|one| line.strip_prefix(one)).map(|text| text.trim().to_owned());
    after(&TICKED).map(|text| (true, text)).or_else(|| after(&EMPTY).map(|text| (false, text)))
}

#[cfg(test)]
mod tests;
