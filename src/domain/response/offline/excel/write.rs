//! Writes a workbook. Every cell is a text: nothing that somebody typed is ever a formula where the file is opened.

use std::collections::HashMap;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::{Column, LISTS, MOST};
use crate::domain::error::{Error, Result};
use crate::domain::questionnaire::Kind;
use crate::domain::response::offline::paper::{Line, Paper, PaperRepeat, Piece};
use crate::domain::response::offline::words::{Phrases, mark_of};

type Written<T = ()> = std::result::Result<T, XlsxError>;

/// Most characters of a sheet's name.
const MOST_NAME: usize = 31;
/// Widths of the columns, in characters.
const WIDTHS: [u16; 8] = [15, 8, 52, 58, 16, 28, 36, 24];
/// Points of a line, and of the highest row that there can be.
const LINE: u32 = 15;
const HIGHEST: u32 = 409;
/// Lines that a question for a long text has room for.
const ROOM: usize = 6;

/// Writes a paper as a workbook.
///
/// # Errors
/// When the workbook cannot be written.
pub fn write(paper: &Paper, phrases: &Phrases) -> Result<Vec<u8>> {
    made(paper, phrases).map_err(Error::internal)
}

fn made(paper: &Paper, phrases: &Phrases) -> Written<Vec<u8>> {
    let mut book = Workbook::new();
    let day = paper.made_at.in_utc();
    let created = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(2000),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )?;
    book.set_properties(&DocProperties::new().set_title(&paper.title).set_creation_datetime(&created));
    let mut writer = Writer {
        phrases,
        styles: Styles::of(phrases),
        lists: Lists::default(),
        names: vec![phrases.read_me.to_lowercase(), LISTS.to_owned()],
        sheets: Vec::new(),
    };
    for section in &paper.sections {
        let name = writer.name(&section.code, &section.label);
        let mut repeats = Vec::new();
        let mut sheet = writer.sheet(&name, &format!("{}. {}", section.code, section.label))?;
        if !section.hint.is_empty() {
            sheet.note(&writer.styles, Column::Question, &section.hint)?;
        }
        for piece in &section.pieces {
            writer.piece(&mut sheet, piece, &mut repeats)?;
        }
        writer.sheets.push(sheet.finish());
        while let Some((name, repeat)) = repeats.pop() {
            writer.repeat(&name, repeat, &mut repeats)?;
        }
    }
    book.push_worksheet(read_me(paper, phrases, &writer.styles)?);
    for sheet in writer.sheets {
        book.push_worksheet(sheet);
    }
    book.push_worksheet(writer.lists.sheet()?);
    book.save_to_buffer()
}

/// The first sheet: what the file is, how it is filled in, and the reference by which it is known when it comes back.
fn read_me(paper: &Paper, phrases: &Phrases, styles: &Styles) -> Written<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(&phrases.read_me)?;
    sheet.set_right_to_left(phrases.right_to_left);
    sheet.set_column_width(0, 30)?.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, &phrases.heading, &styles.title)?;
    sheet.write_string_with_format(1, 0, &paper.title, &styles.text)?;
    let mut row = 3;
    let reference = (phrases.reference.clone(), paper.reference.to_string());
    for (label, text) in phrases.facts.iter().chain([&reference]) {
        sheet.write_string_with_format(row, 0, label, &styles.head)?;
        sheet.write_string_with_format(row, 1, text, &styles.text)?;
        row += 1;
    }
    row += 1;
    for paragraph in &phrases.how {
        sheet.merge_range(row, 0, row, 1, paragraph, &styles.text)?;
        let lines = u32::try_from(paragraph.chars().count() / 110).unwrap_or_default() + 1;
        sheet.set_row_height(row, 16 * lines)?;
        row += 1;
    }
    page(&mut sheet);
    sheet.protect_with_options(&protection());
    Ok(sheet)
}

/// A page that prints: across, one page wide.
fn page(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
}

/// No password: it is there so that nobody overwrites a key by accident.
fn protection() -> ProtectionOptions {
    ProtectionOptions { format_cells: true, format_columns: true, format_rows: true, ..ProtectionOptions::default() }
}

struct Styles {
    title: Format,
    head: Format,
    text: Format,
    key: Format,
    group: Format,
    shown: Format,
    fill: Format,
    /// What would be a formula, or a date, if it were typed.
    fill_text: Format,
    date: Format,
    time: Format,
    date_time: Format,
}

impl Styles {
    fn of(phrases: &Phrases) -> Self {
        let direction = if phrases.right_to_left { 2 } else { 0 };
        let base = || Format::new().set_text_wrap().set_align(FormatAlign::Top).set_reading_direction(direction);
        let line = || base().set_border(FormatBorder::Hair).set_border_color(Color::RGB(0x0080_8080));
        let fill = || line().set_unlocked().set_background_color(Color::RGB(0x00FF_FBEA));
        Styles {
            title: base().set_bold().set_font_size(16).set_quote_prefix(),
            head: base().set_bold().set_quote_prefix(),
            text: base().set_quote_prefix(),
            key: line().set_font_color(Color::RGB(0x0060_6060)).set_font_size(9).set_quote_prefix(),
            group: line().set_bold().set_background_color(Color::RGB(0x00EE_EEEE)).set_quote_prefix(),
            shown: line().set_background_color(Color::RGB(0x00F4_F4F4)).set_quote_prefix(),
            fill: fill().set_num_format("@"),
            fill_text: fill().set_num_format("@").set_quote_prefix(),
            date: fill().set_num_format("yyyy\\-mm\\-dd"),
            time: fill().set_num_format("hh:mm"),
            date_time: fill().set_num_format("yyyy\\-mm\\-dd hh:mm"),
        }
    }

    /// How the answer of a question is filled in: a day that is typed becomes a day, everything else stays as it was typed.
    fn answer(&self, kind: &Kind, text: &str) -> &Format {
        match kind {
            Kind::Date => &self.date,
            Kind::Time => &self.time,
            Kind::DateTime => &self.date_time,
            _ => self.text(text),
        }
    }

    fn text(&self, text: &str) -> &Format {
        if text.is_empty() { &self.fill } else { &self.fill_text }
    }
}

/// The words of drop-down lists, each list a column of the hidden sheet.
#[derive(Default)]
struct Lists {
    columns: Vec<Vec<String>>,
    known: HashMap<Vec<String>, usize>,
}

impl Lists {
    /// The drop-down list of these words.
    fn validation(&mut self, words: &[String]) -> DataValidation {
        let column = *self.known.entry(words.to_vec()).or_insert_with(|| {
            self.columns.push(words.to_vec());
            self.columns.len() - 1
        });
        let letters = crate::domain::questionnaire::xlsform::workbook::letters(u32::try_from(column + 1).unwrap_or(1));
        let range = format!("={LISTS}!${letters}$1:${letters}${}", words.len());
        DataValidation::new().allow_list_formula(Formula::new(range)).set_error_style(DataValidationErrorStyle::Stop)
    }

    fn sheet(self) -> Written<Worksheet> {
        let mut sheet = Worksheet::new();
        sheet.set_name(LISTS)?.set_hidden(true);
        let text = Format::new().set_num_format("@").set_quote_prefix();
        for (column, words) in self.columns.iter().enumerate() {
            for (row, word) in words.iter().enumerate() {
                let (row, column) = (u32::try_from(row).unwrap_or(0), u16::try_from(column).unwrap_or(0));
                sheet.write_string_with_format(row, column, word, &text)?;
            }
        }
        sheet.protect_with_options(&protection());
        Ok(sheet)
    }
}

struct Writer<'a> {
    phrases: &'a Phrases,
    styles: Styles,
    lists: Lists,
    /// Names of sheets, in lower case.
    names: Vec<String>,
    sheets: Vec<Worksheet>,
}

/// About how many lines a text takes in a column.
fn lines_of(text: &str, column: Column) -> usize {
    let width = WIDTHS.get(usize::from(place(column))).copied().unwrap_or(50);
    text.lines().map(|line| (line.chars().count() * 11 / 10).div_ceil(usize::from(width)).max(1)).sum::<usize>().max(1)
}

/// A sheet under way.
struct Sheet {
    sheet: Worksheet,
    row: u32,
}

impl Writer<'_> {
    /// A name for a sheet that no other has: the code, and as much of the label as there is room for.
    fn name(&mut self, code: &str, label: &str) -> String {
        let plain = |text: &str| -> String {
            text.chars()
                .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control())
                .collect()
        };
        let wanted = plain(&format!("{code} {label}"));
        for n in 0_u32.. {
            let ending = if n == 0 { String::new() } else { format!("~{n}") };
            let mut name = String::new();
            // Spreadsheet programs count in UTF-16.
            for c in wanted.chars() {
                if name.encode_utf16().count() + c.len_utf16() + ending.len() > MOST_NAME {
                    break;
                }
                name.push(c);
            }
            let name = format!("{}{ending}", name.trim());
            if !self.names.contains(&name.to_lowercase()) {
                self.names.push(name.to_lowercase());
                return name;
            }
        }
        String::new()
    }

    fn sheet(&self, name: &str, title: &str) -> Written<Sheet> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_right_to_left(self.phrases.right_to_left);
        for (column, width) in (0_u16..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        sheet.merge_range(0, 0, 0, 7, title, &self.styles.title)?;
        for (column, of) in (0_u16..).zip(Column::ALL) {
            sheet.write_string_with_format(1, column, of.head(self.phrases), &self.styles.group)?;
        }
        sheet.set_row_height(1, 2 * LINE)?;
        sheet.set_freeze_panes(2, 0)?;
        sheet.set_repeat_rows(1, 1)?;
        Ok(Sheet { sheet, row: 2 })
    }

    fn repeat<'p>(
        &mut self,
        name: &str,
        repeat: &'p PaperRepeat,
        repeats: &mut Vec<(String, &'p PaperRepeat)>,
    ) -> Written {
        let mut sheet = self.sheet(name, &format!("{} {}", repeat.line.code, repeat.line.label))?;
        for entry in &repeat.entries {
            sheet.head(&self.styles, &self.phrases.entry(&entry.number, entry.new))?;
            for piece in &entry.pieces {
                self.piece(&mut sheet, piece, repeats)?;
            }
        }
        self.sheets.push(sheet.finish());
        Ok(())
    }

    fn piece<'p>(
        &mut self,
        sheet: &mut Sheet,
        piece: &'p Piece,
        repeats: &mut Vec<(String, &'p PaperRepeat)>,
    ) -> Written {
        match piece {
            Piece::Note(text) => sheet.note(&self.styles, Column::Question, text),
            Piece::Line(line) | Piece::Group(line) => self.line(sheet, line, None),
            Piece::GroupEnd => Ok(()),
            Piece::Repeat(repeat) => {
                let name = self.name(&repeat.line.code, &repeat.line.label);
                let where_it_is = self.phrases.on_sheet.replace("{sheet}", &name);
                self.line(sheet, &repeat.line, Some(&where_it_is))?;
                repeats.insert(0, (name, repeat));
                Ok(())
            }
        }
    }

    /// A row: the key and what can be filled in. `instead` stands where the answer would.
    fn line(&mut self, sheet: &mut Sheet, line: &Line, instead: Option<&str>) -> Written {
        let row = sheet.row;
        sheet.row += 1;
        let styles = &self.styles;
        let head = if line.kind.is_container() { &styles.group } else { &styles.shown };
        sheet.text(row, Column::Key, &line.key, &styles.key)?;
        sheet.text(row, Column::Version, &line.base.to_string(), &styles.key)?;
        sheet.text(row, Column::Question, &question(line, self.phrases), head)?;
        let too_long = line.given.answer.encode_utf16().count() > MOST;
        let answer = match instead {
            Some(instead) => instead,
            None if too_long => &self.phrases.too_long,
            None => &line.given.answer,
        };
        let fill = &line.fill;
        let takes_answer = fill.answer && !too_long;
        let style = if takes_answer { styles.answer(&line.kind, answer) } else { &styles.shown };
        sheet.text(row, Column::Answer, answer, style)?;
        let beside = |fill: bool, text: &str| if fill { styles.text(text) } else { &styles.shown };
        sheet.text(row, Column::Declined, &line.given.declined, beside(fill.decline, &line.given.declined))?;
        sheet.text(row, Column::Reason, &line.given.reason, beside(fill.decline, &line.given.reason))?;
        sheet.text(row, Column::Comment, &line.given.comment, beside(fill.comment, &line.given.comment))?;
        sheet.text(row, Column::Readers, &line.given.readers, beside(!fill.readers.is_empty(), &line.given.readers))?;
        let many_lines = matches!(line.kind, Kind::Text { multiline: true }) && takes_answer;
        let texts = [
            (Column::Question, question(line, self.phrases)),
            (Column::Answer, answer.to_owned()),
            (Column::Reason, line.given.reason.clone()),
            (Column::Comment, line.given.comment.clone()),
            (Column::Readers, line.given.readers.clone()),
        ];
        sheet.fits(row, &texts, if many_lines { ROOM } else { 1 })?;
        let one_of = match &line.kind {
            Kind::SelectOne { .. } => line.choices.clone(),
            Kind::Acknowledge => vec![self.phrases.terms.acknowledged.clone()],
            _ => Vec::new(),
        };
        if takes_answer && !one_of.is_empty() {
            sheet.offers(row, Column::Answer, &self.lists.validation(&one_of))?;
        }
        if fill.decline {
            let word = [self.phrases.terms.declined.clone()];
            sheet.offers(row, Column::Declined, &self.lists.validation(&word))?;
        }
        if !fill.readers.is_empty() {
            sheet.offers(row, Column::Readers, &self.lists.validation(&fill.readers))?;
        }
        if line.attached.is_empty() {
            return Ok(());
        }
        let files: Vec<String> = self.phrases.files(&line.attached).collect();
        let text: String = files.join("\n").chars().take(MOST / 2).collect();
        sheet.text(sheet.row, Column::Key, &mark_of(&text), &self.styles.key)?;
        sheet.note(&self.styles, Column::Answer, &text)
    }
}

/// The wording of a question with what helps to answer it.
fn question(line: &Line, phrases: &Phrases) -> String {
    let mut text = vec![format!("{} {}", line.code, line.label)];
    text.extend(Some(line.hint.clone()).filter(|hint| !hint.is_empty()));
    let how = match &line.kind {
        Kind::SelectOne { .. } => Some(&phrases.choose_one),
        Kind::SelectMultiple { .. } => Some(&phrases.choose_several),
        Kind::Rank { .. } => Some(&phrases.put_in_order),
        Kind::Date | Kind::DateTime => Some(&phrases.as_a_date),
        Kind::Time => Some(&phrases.as_a_time),
        Kind::File => Some(&phrases.file_on_the_platform),
        Kind::Calculate => Some(&phrases.computed),
        _ => None,
    };
    text.extend(how.cloned());
    if matches!(line.kind, Kind::SelectMultiple { .. } | Kind::Rank { .. }) {
        text.extend(line.choices.iter().cloned());
    }
    text.extend(Some(phrases.required.clone()).filter(|_| line.required));
    text.extend(Some(phrases.does_not_apply.clone()).filter(|_| !line.applies));
    text.join("\n").chars().take(MOST / 2).collect()
}

impl Sheet {
    fn text(&mut self, row: u32, column: Column, text: &str, format: &Format) -> Written {
        let column = place(column);
        if text.is_empty() {
            self.sheet.write_blank(row, column, format)?;
        } else {
            self.sheet.write_string_with_format(row, column, text, format)?;
        }
        Ok(())
    }

    fn offers(&mut self, row: u32, column: Column, list: &DataValidation) -> Written {
        let column = place(column);
        self.sheet.add_data_validation(row, column, row, column, list)?;
        Ok(())
    }

    /// Makes a row as high as its texts take, and at least so many lines: LibreOffice does not do it by itself.
    fn fits(&mut self, row: u32, texts: &[(Column, String)], least: usize) -> Written {
        let lines = texts.iter().map(|(column, text)| lines_of(text, *column)).max().unwrap_or(1);
        let lines = u32::try_from(lines.max(least)).unwrap_or(1);
        self.sheet.set_row_height(row, (lines * LINE).min(HIGHEST))?;
        Ok(())
    }

    /// A row of its own without a key, which is there to be read.
    fn note(&mut self, styles: &Styles, column: Column, text: &str) -> Written {
        let text: String = text.chars().take(MOST / 2).collect();
        self.text(self.row, column, &text, &styles.shown)?;
        self.fits(self.row, &[(column, text)], 1)?;
        self.row += 1;
        Ok(())
    }

    fn head(&mut self, styles: &Styles, text: &str) -> Written {
        for column in Column::ALL {
            let text = if column == Column::Question { text } else { "" };
            self.text(self.row, column, text, &styles.group)?;
        }
        self.row += 1;
        Ok(())
    }

    fn finish(mut self) -> Worksheet {
        page(&mut self.sheet);
        self.sheet.protect_with_options(&protection());
        self.sheet
    }
}

fn place(column: Column) -> u16 {
    u16::try_from(Column::ALL.into_iter().take_while(|other| *other != column).count()).unwrap_or_default()
}
