//! Opens a workbook without trusting it. Every part is unpacked once, under bounds that are enforced while unpacking; what has
//! been measured is packed again for the reader, which therefore never sees a byte that was not counted.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::problem::{At, ProblemCode, Problems};

/// Largest file, in bytes.
pub const MAX_FILE: usize = 5 << 20;
const MAX_PARTS: usize = 200;
/// Most bytes that all parts together may unpack to.
const MAX_UNPACKED: usize = 40 << 20;
/// Most bytes of one part. A reader keeps a string for every few bytes of the shared strings.
const MAX_PART: usize = 10 << 20;
/// Most elements of the part that holds the formats, of which a reader keeps a hundred and more bytes for each.
const MAX_FORMATS: usize = 200_000;
const MAX_SHEETS: usize = 100;
/// Most characters of a sheet's name (spreadsheets allow 31) and of a header where a problem names it.
const MAX_NAME: usize = 100;
/// The sheets of a questionnaire that are read; of others only the name counts.
pub(super) const SHEETS: [&str; 6] = ["survey", "choices", "settings", "external_choices", "entities", "osm"];
/// Last row that may hold anything.
pub const MAX_ROWS: u32 = 5_000;
/// Most columns that may hold a header.
pub const MAX_COLUMNS: u32 = 200;
const MAX_CELL: usize = 32_767;
const MAX_CELLS: usize = 200_000;
const MEGABYTE: usize = 1 << 20;

/// One sheet: its filled cells by row and column, both counted from 1.
#[derive(Debug, Default)]
pub struct Sheet {
    pub name: String,
    pub rows: BTreeMap<u32, BTreeMap<u32, String>>,
    /// Cells, by row and column, that hold a formula; looked for where all sheets are read.
    pub formulas: BTreeSet<(u32, u32)>,
    /// Cells that hold a spreadsheet program's word for a failed computation.
    pub errors: BTreeSet<(u32, u32)>,
}

/// Which sheets of a workbook are read.
#[derive(Clone, Copy)]
pub enum Which<'a> {
    /// Those of these names, in lower case, or the only one.
    Named(&'a [&'a str]),
    /// All of them, and where there are formulas.
    All,
}

impl Sheet {
    /// A place in this sheet.
    pub fn at(&self, row: u32, column: u32) -> At {
        let header = self.rows.get(&1).and_then(|headers| headers.get(&column));
        let header = header.map(|header| header.trim().chars().take(MAX_NAME).collect()).unwrap_or_default();
        At { sheet: self.name.clone(), row, column: letters(column), header }
    }

    /// The sheet itself as a place.
    pub fn whole(&self) -> At {
        At { sheet: self.name.clone(), ..At::default() }
    }
}

/// The letters of a column counted from 1; nothing for 0.
pub fn letters(column: u32) -> String {
    let mut rest = column;
    let mut letters = String::new();
    while rest > 0 {
        rest -= 1;
        let letter = u8::try_from(rest % 26).map_or('?', |at| char::from(b'A' + at));
        letters.insert(0, letter);
        rest /= 26;
    }
    letters
}

/// The sheets of a workbook, or the one reason why it cannot be opened. Cells past the bounds are reported and left out.
pub fn open(bytes: &[u8], which: Which<'_>, problems: &mut Problems) -> Vec<Sheet> {
    // Last resort: calamine is fuzzed less than what is before it, and a panic in it is a damaged workbook to us.
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let mut found = Problems::default();
        let sheets = repacked(bytes).and_then(|safe| read(safe, which, &mut found));
        (sheets, found)
    }));
    match opened {
        Ok((Ok(sheets), found)) => {
            problems.0.extend(found.0);
            sheets
        }
        Ok((Err(code), _)) => {
            problems.error(At::default(), code);
            Vec::new()
        }
        Err(_) => {
            problems.error(At::default(), damaged("reader"));
            Vec::new()
        }
    }
}

/// The library's reason is in English and of no help to who chose the file; it goes to the log.
fn damaged(detail: impl ToString) -> ProblemCode {
    let detail: String = detail.to_string().chars().filter(|c| !c.is_control()).take(120).collect();
    tracing::info!(detail, "a workbook could not be read");
    ProblemCode::Damaged
}

fn megabytes(bytes: usize) -> String {
    (bytes / MEGABYTE).to_string()
}

fn too_large(limit: usize) -> ProblemCode {
    ProblemCode::UnpacksTooLarge { limit: megabytes(limit) }
}

/// The workbook's own parts in a new archive without compression.
fn repacked(bytes: &[u8]) -> Result<Vec<u8>, ProblemCode> {
    const COMPOUND_FILE: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
    if bytes.len() > MAX_FILE {
        return Err(ProblemCode::FileTooLarge { limit: megabytes(MAX_FILE) });
    }
    if bytes.starts_with(&COMPOUND_FILE) {
        return Err(if contains_wide(bytes, "EncryptedPackage") {
            ProblemCode::EncryptedWorkbook
        } else {
            ProblemCode::OldWorkbook
        });
    }
    if !bytes.starts_with(b"PK") {
        return Err(ProblemCode::NotAWorkbook);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(ProblemCode::TooManyParts { limit: MAX_PARTS.to_string() });
    }
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    let mut total = 0;
    let mut seen = std::collections::HashSet::new();
    for index in 0..archive.len() {
        let Some((name, content)) = part(&mut archive, index, &mut total)? else { continue };
        // The reader folds case, so that two such parts would leave it to chance which one counts.
        if !seen.insert(name.to_lowercase()) {
            return Err(damaged("duplicate part"));
        }
        inspect(&name, &content)?;
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        copy.start_file(&name, options).map_err(damaged)?;
        copy.write_all(&content).map_err(damaged)?;
    }
    if !seen.contains("xl/workbook.xml") {
        return Err(ProblemCode::NotAWorkbook);
    }
    Ok(copy.finish().map_err(damaged)?.into_inner())
}

fn contains_wide(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}

/// One part, unpacked; `None` for what no sheet needs, such as pictures.
fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    total: &mut usize,
) -> Result<Option<(String, Vec<u8>)>, ProblemCode> {
    let mut file = archive.by_index(index).map_err(|error| match error {
        zip::result::ZipError::UnsupportedArchive(text) if text == zip::result::ZipError::PASSWORD_REQUIRED => {
            ProblemCode::EncryptedWorkbook
        }
        other => damaged(other),
    })?;
    let name = file.name().map_err(damaged)?.replace('\\', "/");
    let name = name.trim_start_matches('/').to_owned();
    let lower = name.to_lowercase();
    if lower.ends_with("vbaproject.bin") || lower.contains("/macrosheets/") {
        return Err(ProblemCode::Macros);
    }
    if file.is_dir() {
        return Ok(None);
    }
    if !needed(&lower) {
        // It is not unpacked; what it says of its size counts, because all parts together are bounded.
        let says = usize::try_from(file.size()).unwrap_or(usize::MAX);
        *total = total.saturating_add(says);
        return if *total > MAX_UNPACKED { Err(too_large(MAX_UNPACKED)) } else { Ok(None) };
    }
    let limit = MAX_PART.min(MAX_UNPACKED - *total);
    let mut content = Vec::new();
    let bound = u64::try_from(limit + 1).unwrap_or(u64::MAX);
    let read = file.by_ref().take(bound).read_to_end(&mut content).map_err(damaged)?;
    if read > limit {
        return Err(too_large(if limit < MAX_PART { MAX_UNPACKED } else { MAX_PART }));
    }
    *total += read;
    Ok(Some((name, content)))
}

/// The parts that cells are read from.
fn needed(lower: &str) -> bool {
    let xml = lower.ends_with(".xml") || lower.ends_with(".rels");
    let elsewhere =
        ["/theme/", "/drawings/", "/charts/", "/media/", "/pivottables/", "/pivotcache/", "/comments", "docprops/"];
    xml && !elsewhere.iter().any(|folder| lower.contains(folder))
}

fn inspect(name: &str, content: &[u8]) -> Result<(), ProblemCode> {
    // UTF-16 would hide a document type from the search below; spreadsheet programs write UTF-8.
    let content = std::str::from_utf8(content).ok().filter(|content| !content.contains('\0'));
    let Some(content) = content else { return Err(damaged(format!("{name} is not UTF-8"))) };
    if ["<!DOCTYPE", "<!ENTITY", "<!doctype"].iter().any(|wanted| content.contains(wanted)) {
        return Err(ProblemCode::DocumentType { part: name.into() });
    }
    if holds_formats(content) && content.matches('<').count() > MAX_FORMATS {
        return Err(too_large(MAX_PART));
    }
    let types = name.eq_ignore_ascii_case("[Content_Types].xml");
    if types && (content.contains("macroEnabled") || content.contains("vbaProject")) {
        return Err(ProblemCode::Macros);
    }
    Ok(())
}

/// True for a part that the reader could take formats from: it goes by the names of elements, not by that of the part.
fn holds_formats(content: &str) -> bool {
    let lists = ["cellXfs", "cellStyleXfs", "fonts", "fills", "borders", "numFmts"];
    let is_tag = |at: usize| content.get(..at).is_some_and(|before| before.ends_with(['<', ':']));
    lists.iter().any(|list| content.match_indices(list).any(|(at, _)| is_tag(at)))
}

fn read(safe: Vec<u8>, which: Which<'_>, problems: &mut Problems) -> Result<Vec<Sheet>, ProblemCode> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(safe)).map_err(damaged)?;
    let names = workbook.sheet_names();
    if names.len() > MAX_SHEETS {
        return Err(ProblemCode::TooManySheets { limit: MAX_SHEETS.to_string() });
    }
    if names.iter().any(|name| name.len() > MAX_NAME) {
        return Err(damaged("sheet name"));
    }
    let only = names.len() == 1;
    let mut size = Size::default();
    let mut sheets: Vec<Sheet> = Vec::new();
    for name in names {
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        let lower = name.to_lowercase();
        // Of two sheets whose names differ in case the later counts, as with pyxform; one part may stand behind many sheets.
        sheets.retain(|other| other.name.to_lowercase() != lower);
        let wanted = match which {
            Which::Named(names) => only || names.contains(&lower.as_str()),
            Which::All => true,
        };
        if wanted && !size.full {
            read_sheet(&mut workbook, &mut sheet, &mut size, problems)?;
        }
        if matches!(which, Which::All) && !size.full {
            find_formulas(&mut workbook, &mut sheet, &mut size)?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &mut Sheet,
    size: &mut Size,
    problems: &mut Problems,
) -> Result<(), ProblemCode> {
    // A chart sheet has no cells.
    let Ok(mut reader) = workbook.worksheet_cells_reader(&sheet.name) else { return Ok(()) };
    let mut bounds = Bounds::default();
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let Some(text) = text_of(cell.get_value()) else { continue };
        if !size.has_room_for(&text) {
            problems.error(sheet.whole(), ProblemCode::TooManyCells { limit: MAX_CELLS.to_string() });
            return Ok(());
        }
        let (row, column) = (row.saturating_add(1), column.saturating_add(1));
        if matches!(cell.get_value(), DataRef::Error(_)) {
            sheet.errors.insert((row, column));
        }
        bounds.keep(sheet, row, column, text, problems);
    }
    Ok(())
}

/// Notes which cells are computed: what they show is not what somebody wrote there.
fn find_formulas(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &mut Sheet, size: &mut Size) -> Result<(), ProblemCode> {
    let Ok(mut reader) = workbook.worksheet_cells_reader(&sheet.name) else { return Ok(()) };
    while let Some(cell) = reader.next_formula().map_err(damaged)? {
        let formula = cell.get_value();
        if formula.is_empty() {
            continue;
        }
        // One formula may be shared by many cells, each of which is handed out whole.
        if !size.has_room_for(formula) {
            return Err(too_large(MAX_UNPACKED));
        }
        let (row, column) = cell.get_position();
        sheet.formulas.insert((row.saturating_add(1), column.saturating_add(1)));
    }
    Ok(())
}

/// What has been read from all sheets. One shared string may stand in many cells, so that small parts can hold much text.
#[derive(Default)]
struct Size {
    cells: usize,
    text: usize,
    full: bool,
}

impl Size {
    fn has_room_for(&mut self, text: &str) -> bool {
        self.cells += 1;
        self.text += text.len().min(MAX_CELL);
        self.full = self.cells > MAX_CELLS || self.text > MAX_UNPACKED;
        !self.full
    }
}

/// Which bounds of a sheet have been reported already, each of them once.
#[derive(Default)]
struct Bounds {
    rows: bool,
    columns: bool,
}

impl Bounds {
    fn keep(&mut self, sheet: &mut Sheet, row: u32, column: u32, text: Cow<'_, str>, problems: &mut Problems) {
        if row > MAX_ROWS {
            if !self.rows {
                problems.error(sheet.at(row, column), ProblemCode::TooManyRows { limit: MAX_ROWS.to_string() });
            }
            self.rows = true;
        } else if column > MAX_COLUMNS {
            if !self.columns {
                problems.error(sheet.at(row, column), ProblemCode::TooManyColumns { limit: MAX_COLUMNS.to_string() });
            }
            self.columns = true;
        } else if text.len() > MAX_CELL && text.chars().count() > MAX_CELL {
            problems.error(sheet.at(row, column), ProblemCode::CellTooLong { limit: MAX_CELL.to_string() });
        } else {
            sheet.rows.entry(row).or_default().insert(column, text.into_owned());
        }
    }
}

/// The text of a cell as pyxform reads it; `None` where it is blank.
fn text_of<'a>(value: &'a DataRef<'_>) -> Option<Cow<'a, str>> {
    let text: Cow<'a, str> = match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) => number.to_string().into(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.as_str().into(),
        DataRef::SharedString(text) => (*text).into(),
        DataRef::Bool(true) => "TRUE".into(),
        DataRef::Bool(false) => "FALSE".into(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            if moment.as_f64() < 1.0 { time.into() } else { format!("{year:04}-{month:02}-{day:02} {time}").into() }
        }
        DataRef::Error(error) => error.to_string().into(),
    };
    if text.chars().all(char::is_whitespace) { None } else { Some(text) }
}
