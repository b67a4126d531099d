//! Reads the tables of a document, cell by cell: the text as a person sees it, and what of it is not text. Nothing is guessed: what a cell
//! holds beside text is named, so that who calls can say that it was not understood.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde::{Deserialize, Serialize};

use crate::domain::error::Refusal;

/// Most bytes of the document's text once inflated. Its structure was looked at before.
const MOST_TEXT: u64 = 40 * 1024 * 1024;
/// Most cells, and most bytes of all of them.
const MOST_CELLS: usize = 50_000;
const MOST_READ: usize = 16 * 1024 * 1024;
/// Most elements, and how deep they lie: what an element is depends on those around it, each of which is looked at.
const MOST_ELEMENTS: usize = 1_000_000;
const MOST_DEEP: usize = 200;

/// A row of a table, with where it stands, counted from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadRow {
    pub table: usize,
    pub row: usize,
    pub cells: Vec<ReadCell>,
    /// What became of the row as a whole.
    pub odd: Vec<Odd>,
}

/// A cell as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadCell {
    /// Its paragraphs and lines, one under the other.
    pub text: String,
    /// What it holds beside text.
    pub odd: Vec<Odd>,
}

/// What stands in a cell and is not plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Odd {
    /// Somebody's change that nobody has accepted or refused.
    TrackedChange,
    Picture,
    Formula,
    Footnote,
    Table,
    /// A letter of a font of symbols.
    Symbol,
    /// Text that is not shown.
    Hidden,
}

/// The rows of all tables of a document, in their order.
///
/// # Errors
/// A refusal where it is damaged or larger than any questionnaire.
pub fn read(bytes: &[u8]) -> Result<Vec<ReadRow>, Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::FileDamaged)?;
    let part = archive.by_name(super::DOCUMENT).map_err(|_| Refusal::FileDamaged)?;
    let mut reader = Reader::from_reader(BufReader::new(part.take(MOST_TEXT)));
    let (mut piece, mut tables) = (Vec::new(), Tables::default());
    loop {
        piece.clear();
        match reader.read_event_into(&mut piece).map_err(|_| Refusal::FileDamaged)? {
            Event::Start(tag) => tables.start(&tag),
            Event::Empty(tag) => {
                tables.start(&tag);
                tables.end(tag.local_name().as_ref());
            }
            Event::End(tag) => tables.end(tag.local_name().as_ref()),
            Event::Text(text) => tables.text(&text.xml10_content()),
            Event::CData(text) => tables.text(&text.xml10_content()),
            Event::GeneralRef(of) => tables.text(&meant(&of)?),
            Event::DocType(_) => return Err(Refusal::FileStrange),
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
        if tables.is_too_much() {
            return Err(Refusal::FileDamaged);
        }
    }
    if !tables.deep.is_empty() {
        return Err(Refusal::FileDamaged);
    }
    for cell in tables.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.text = unescaped(std::mem::take(&mut cell.text));
    }
    Ok(tables.rows)
}

/// LibreOffice writes a text that looks like an escaped character, `_x000D_`, as `_x005F_x000D_`, and so it comes back.
fn unescaped(text: String) -> String {
    const ESCAPED: &str = "_x005F_x";
    let is_character = |rest: &str| {
        let bytes = rest.as_bytes();
        bytes.len() > 4 && bytes.iter().take(4).all(u8::is_ascii_hexdigit) && bytes.get(4) == Some(&b'_')
    };
    if !text.contains(ESCAPED) {
        return text;
    }
    let mut pieces = text.split(ESCAPED);
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str(if is_character(piece) { "_x" } else { ESCAPED });
        plain.push_str(piece);
    }
    plain
}

/// The letter that an entity stands for.
fn meant(of: &BytesRef<'_>) -> Result<String, Refusal> {
    if let Some(letter) = of.resolve_char_ref().map_err(|_| Refusal::FileDamaged)? {
        return Ok(letter.to_string());
    }
    let name = of.xml10_content();
    quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned).ok_or(Refusal::FileStrange)
}

/// What an element is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Table,
    Row,
    Cell,
    Paragraph,
    Run,
    Text,
    /// How something looks: only tracked changes and hidden text matter in it.
    Properties,
    /// The properties of a control, and its content while it shows what to do instead of an answer.
    Control,
    /// Nothing in it is the cell's text.
    Skipped,
    Other,
}

/// The tables as far as they were read.
#[derive(Default)]
struct Tables {
    rows: Vec<ReadRow>,
    /// The elements around what comes next.
    deep: Vec<Part>,
    table: usize,
    row: usize,
    elements: usize,
    cells: usize,
    bytes: usize,
    /// How many elements are skipped around what comes next; how many controls show what to do.
    skipped: usize,
    prompts: Vec<bool>,
    hidden: bool,
    /// The cell has a paragraph by now, which the next is put under.
    has_paragraph: bool,
}

impl Tables {
    /// More than any questionnaire has.
    fn is_too_much(&self) -> bool {
        let large = self.elements > MOST_ELEMENTS || self.deep.len() > MOST_DEEP;
        large || self.cells > MOST_CELLS || self.bytes > MOST_READ
    }

    fn is_in_cell(&self) -> bool {
        self.deep.contains(&Part::Cell)
    }

    fn cell(&mut self) -> Option<&mut ReadCell> {
        if self.is_in_cell() { self.rows.last_mut()?.cells.last_mut() } else { None }
    }

    fn odd(&mut self, odd: Odd) {
        let found = match self.is_in_cell() {
            true => self.cell().map(|cell| &mut cell.odd),
            false => self.rows.last_mut().filter(|_| self.deep.contains(&Part::Row)).map(|row| &mut row.odd),
        };
        if let Some(found) = found
            && !found.contains(&odd)
        {
            found.push(odd);
        }
    }

    fn put(&mut self, text: &str) {
        self.bytes += text.len();
        if let Some(cell) = self.cell() {
            cell.text.push_str(text);
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let part = if self.skipped > 0 { Part::Skipped } else { self.part(tag) };
        self.skipped += usize::from(part == Part::Skipped);
        self.elements += 1;
        self.deep.push(part);
    }

    fn part(&mut self, tag: &BytesStart<'_>) -> Part {
        let name = tag.local_name();
        if self.deep.contains(&Part::Properties) {
            match name.as_ref() {
                "ins" | "del" | "moveFrom" | "moveTo" => self.odd(Odd::TrackedChange),
                "vanish" if !is_off(tag) && self.deep.contains(&Part::Run) => self.hidden = true,
                _ => {}
            }
            return Part::Other;
        }
        match name.as_ref() {
            "tbl" if self.is_in_cell() => {
                self.odd(Odd::Table);
                Part::Skipped
            }
            "tbl" => {
                (self.table, self.row) = (self.table + 1, 0);
                Part::Table
            }
            "tr" => {
                self.row += 1;
                self.rows.push(ReadRow { table: self.table, row: self.row, ..ReadRow::default() });
                Part::Row
            }
            "tc" => {
                self.cells += 1;
                self.has_paragraph = false;
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(ReadCell::default());
                }
                Part::Cell
            }
            "pPr" | "rPr" | "tcPr" | "trPr" => Part::Properties,
            _ if !self.is_in_cell() => Part::Other,
            name => self.part_of_cell(name),
        }
    }

    fn part_of_cell(&mut self, name: &str) -> Part {
        match name {
            "p" => {
                if std::mem::replace(&mut self.has_paragraph, true) {
                    self.put("\n");
                }
                Part::Paragraph
            }
            "r" => {
                self.hidden = false;
                Part::Run
            }
            "t" => Part::Text,
            "sdt" => {
                self.prompts.push(false);
                Part::Control
            }
            "showingPlcHdr" => {
                if let Some(prompt) = self.prompts.last_mut() {
                    *prompt = true;
                }
                Part::Other
            }
            "sdtContent" if self.prompts.last() == Some(&true) => Part::Skipped,
            "tab" | "ptab" => self.letter("\t"),
            "br" | "cr" => self.letter("\n"),
            "noBreakHyphen" => self.letter("\u{2011}"),
            "softHyphen" => self.letter("\u{AD}"),
            "ins" | "moveTo" => {
                self.odd(Odd::TrackedChange);
                Part::Other
            }
            "del" | "moveFrom" => self.skip(Odd::TrackedChange),
            "drawing" | "pict" | "object" | "AlternateContent" => self.skip(Odd::Picture),
            "oMath" | "oMathPara" => self.skip(Odd::Formula),
            "footnoteReference" | "endnoteReference" => self.skip(Odd::Footnote),
            "sym" => self.skip(Odd::Symbol),
            "instrText" | "delText" | "delInstrText" => Part::Skipped,
            _ => Part::Other,
        }
    }

    fn letter(&mut self, letter: &str) -> Part {
        if self.deep.contains(&Part::Run) {
            self.shown(letter);
        }
        Part::Other
    }

    fn skip(&mut self, odd: Odd) -> Part {
        self.odd(odd);
        Part::Skipped
    }

    fn end(&mut self, name: &str) {
        match self.deep.pop() {
            Some(Part::Skipped) => self.skipped = self.skipped.saturating_sub(1),
            Some(Part::Control) if name == "sdt" => {
                self.prompts.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.deep.last() == Some(&Part::Text) {
            self.shown(text);
        }
    }

    fn shown(&mut self, text: &str) {
        if self.hidden {
            self.odd(Odd::Hidden);
        } else {
            self.put(text);
        }
    }
}

/// Whether a property is there to be switched off.
fn is_off(tag: &BytesStart<'_>) -> bool {
    let value = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == "val");
    value.is_some_and(|attribute| matches!(attribute.value.as_ref(), "0" | "false" | "off"))
}
