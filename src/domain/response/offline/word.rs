//! A draft as a Word document, and back. Each answer stands in a table row of its own with its key in the first column, because an office
//! program may drop whatever is not seen: under the key stands the version that the answer had, with a box where it is given by ticking. Below
//! the question a box says that only the Court may read the answer, below the answer another one that the State is not in a position to give
//! it, with the reason under it; the comment stands beside.

use super::docx::{self, BOXES, Block, Document, Look, ReadCell, ReadRow, Table};
use super::paper::{Line, Paper, PaperRepeat, Piece, Texts};
use super::read::{At, Cell, FileRead, LineRead, NotRead};
use super::words::{Phrases, is_alike, mark_of};
use super::{Format, Reference};
use crate::domain::error::{Refusal, Result};
use crate::domain::questionnaire::Kind;
use crate::domain::response::kinds::kind_of;

/// Twentieths of a point: the key, the question, the answer, the comment.
const WIDTHS: [u32; 4] = [1700, 2900, 3300, 1738];
/// The labels of what is said at the head.
const HEAD: u32 = 2240;
/// A longer key is written small, so that it breaks less.
const LONG_KEY: usize = 9;
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
            let words = self.phrases;
            let head = [&words.key, &words.question, &words.answer, &words.comment].map(String::clone).to_vec();
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
                    self.whole(group);
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
        self.whole(&repeat.line);
        for entry in &repeat.entries {
            self.flush();
            let head = self.phrases.entry(&entry.number, entry.new);
            self.blocks.push(Block::Heading(2, format!("{}. {head}", repeat.line.code)));
            self.pieces(&entry.pieces);
        }
        self.flush();
    }

    /// The row of a group or a repeat as a whole, where something can be said of it.
    fn whole(&mut self, of: &Line) {
        let fill = &of.fill;
        if fill.comment || fill.decline || !fill.readers.is_empty() || of.given != Texts::default() {
            // The question is the heading above.
            self.row(of, Vec::new());
        }
    }

    fn line(&mut self, of: &Line) {
        let mut question = vec![line(of.label.clone(), Look::Plain)];
        let quiet = std::iter::once(of.hint.clone()).chain(self.asks(of));
        question.extend(quiet.filter(|text| !text.is_empty()).map(|text| line(text, Look::Small)));
        self.row(of, question);
        if !of.attached.is_empty() {
            let files: Vec<String> = self.phrases.files(&of.attached).collect();
            let mark = vec![line(mark_of(&files.join("\n")), Look::Small)];
            let files = files.into_iter().map(|text| line(text, Look::Small)).collect();
            let cell = |lines| docx::Cell { lines, to_fill: false };
            self.rows.push(vec![cell(mark), cell(Vec::new()), cell(files), cell(Vec::new())]);
        }
    }

    fn row(&mut self, of: &Line, mut question: Vec<docx::Line>) {
        let words = self.phrases;
        let boxes = boxes(of, words);
        let version = if boxes.is_some() { format!("v{} {}", of.base, BOXES[0]) } else { format!("v{}", of.base) };
        let look = if of.key.chars().count() > LONG_KEY { Look::Small } else { Look::Strong };
        let key = vec![line(of.key.clone(), look), line(version, Look::Small)];
        if !of.fill.readers.is_empty() {
            let ticked = of.given.readers == words.terms.court;
            question.push(docx::Line { look: Look::Small, ..boxed(ticked, words.court_box.clone()) });
        }
        let mut answer = match boxes {
            Some(boxes) => boxes.into_iter().map(|(ticked, text)| boxed(ticked, text)).collect(),
            None => written(&of.given.answer),
        };
        let declined = !of.given.declined.is_empty();
        if of.fill.decline || declined {
            answer.push(docx::Line { look: Look::Small, ..boxed(declined, words.decline_box.clone()) });
            answer.extend(written(&of.given.reason));
        }
        let to_fill = of.fill.answer || of.fill.decline;
        self.rows.push(vec![
            docx::Cell { lines: key, to_fill: false },
            docx::Cell { lines: question, to_fill: false },
            docx::Cell { lines: answer, to_fill },
            docx::Cell { lines: written(&of.given.comment), to_fill: of.fill.comment },
        ]);
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

/// What a document says. `phrases` gives the fixed words of a language, by its tag.
///
/// # Errors
/// The one reason why it is not read.
pub fn read(bytes: &[u8], phrases: impl Fn(&str) -> Option<Phrases>) -> Result<FileRead, NotRead> {
    match kind_of(bytes) {
        Ok((_, "docx")) => {}
        Ok(_) => return Err(NotRead::Document(Refusal::FileKind)),
        Err(refusal) => return Err(NotRead::Document(refusal)),
    }
    let rows = docx::read(bytes).map_err(NotRead::Document)?;
    let reference =
        |row: &ReadRow| row.cells.iter().find_map(|cell| cell.text.replace('\n', "").parse::<Reference>().ok());
    let (head, reference) =
        rows.iter().find_map(|row| Some((row.table, reference(row)?))).ok_or(NotRead::NoReference)?;
    let phrases = phrases(&reference.language).ok_or(NotRead::NoReference)?;
    let mut read = Reading { phrases: &phrases, lines: Vec::new(), stray: Vec::new() };
    for row in rows.iter().filter(|row| row.table != head) {
        read.add(row);
    }
    Ok(FileRead { reference, format: Format::Word, lines: read.lines, stray: read.stray })
}

struct Reading<'a> {
    phrases: &'a Phrases,
    lines: Vec<LineRead>,
    stray: Vec<At>,
}

impl Reading<'_> {
    fn add(&mut self, row: &ReadRow) {
        let part = row.table.to_string();
        let at = At { part, row: u32::try_from(row.row).unwrap_or(u32::MAX), column: String::new() };
        let is_blank = row.cells.iter().all(|cell| cell.text.trim().is_empty() && cell.odd.is_empty());
        let [key, question, answer, comment] = row.cells.as_slice() else {
            self.stray.extend((!is_blank).then_some(at));
            return;
        };
        let others = [question, comment].iter().all(|cell| cell.text.trim().is_empty());
        if others && key.text.trim() == mark_of(&answer.text) {
            return;
        }
        let Some(Key { key, base, ticks }) = Key::of(&key.text) else {
            // The head of a table is repeated on its pages; it holds no key.
            self.stray.extend((!is_blank && row.row > 1).then_some(at));
            return;
        };
        let cell =
            |of: &ReadCell, text: Cell| Some(row.odd.first().or(of.odd.first()).map_or(text, |odd| Cell::Beside(*odd)));
        let (words, terms) = (self.phrases, &self.phrases.terms);
        let (given, declined) = divided(&answer.text, &words.decline_box);
        let given = if ticks { Cell::Boxes(boxes_of(given)) } else { Cell::Text(given.to_owned()) };
        let (declined, reason) = declined.map_or((None, None), |(ticked, reason)| {
            let declined = Cell::Boxes(vec![(ticked, terms.declined.clone())]);
            (cell(answer, declined), cell(answer, Cell::Text(reason.to_owned())))
        });
        let readers = divided(&question.text, &words.court_box).1.and_then(|(ticked, _)| {
            let boxes = vec![(ticked, terms.court.clone()), (!ticked, terms.states_parties.clone())];
            cell(question, Cell::Boxes(boxes))
        });
        self.lines.push(LineRead {
            key,
            base: Some(base),
            at,
            columns: Vec::new(),
            answer: cell(answer, given),
            comment: cell(comment, Cell::Text(comment.text.clone())),
            declined,
            reason,
            readers,
        });
    }
}

/// What stands before the line with this box, and whether it is ticked, with what stands after it.
fn divided<'a>(text: &'a str, label: &str) -> (&'a str, Option<(bool, &'a str)>) {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let to = from + line.len();
        if let Some((ticked, said)) = box_of(line)
            && is_alike(&said, label)
        {
            let (before, after) = (text.get(..from).unwrap_or(text), text.get(to..).unwrap_or_default());
            return (before.strip_suffix('\n').unwrap_or(before), Some((ticked, after)));
        }
        from = to;
    }
    (text, None)
}

struct Key {
    key: String,
    base: i32,
    /// The answer is given by ticking boxes.
    ticks: bool,
}

impl Key {
    /// What stands in the first column: the key, and the version below it. What has no version is the head of a column, or was written by
    /// hand.
    fn of(text: &str) -> Option<Key> {
        let mut parts = text.split_whitespace();
        let key = parts.next()?.to_owned();
        let (mut base, mut ticks) = (None, false);
        for part in parts {
            match part.strip_prefix('v').map(str::parse) {
                Some(Ok(version)) => base = Some(version),
                _ if part.starts_with(BOXES) => ticks = true,
                _ => return None,
            }
        }
        base.map(|base| Key { key, base, ticks })
    }
}

/// The lines with boxes. A line without one was written by hand, and counts as ticked: whether it is a choice, its question knows.
fn boxes_of(text: &str) -> Vec<(bool, String)> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
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
