//! Headers: which column of which sheet means what, under all the names that pyxform knows for it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::languages::{Languages, Met};
use super::problem::{At, ProblemCode, Problems};
use super::workbook::Sheet;

/// Longest header. Free columns of the choices sheet carry theirs into every choice.
const MAX_HEADER: usize = 200;
/// The prefix of our own columns.
pub const CONCORD: &str = "bind::concord:";
/// Our own columns.
pub const CONCORD_COLUMNS: [&str; 9] = [
    "visibility",
    "visibility_locked",
    "carry_forward",
    "tier",
    "legal_basis",
    "may_decline",
    "purpose",
    "repeat_min",
    "repeat_max",
];

/// What a column is to us, by the canonical name of XLSForm.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Column {
    /// A column of this canonical name.
    Plain(&'static str),
    /// A translatable column and the tag of its language; no tag stands for the default language.
    Translated(&'static str, Option<String>),
    /// One of our own.
    Concord(&'static str),
    /// A free column of the choices sheet.
    Free(String),
    /// A feature of XLSForm that we leave out: an error as soon as a cell of it is filled.
    Unsupported,
    /// Of XLSForm, but without meaning here.
    Unused,
    /// Nothing to us.
    Ignored,
}

/// Which sheet a header belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Survey,
    Choices,
    Settings,
}

/// The columns of one sheet by their number.
#[derive(Debug, Default)]
pub struct Columns {
    pub by_number: BTreeMap<u32, Column>,
    numbers: HashMap<Column, u32>,
}

impl Columns {
    /// The number of a column.
    pub fn number(&self, column: &Column) -> Option<u32> {
        self.numbers.get(column).copied()
    }

    /// True where the sheet has the plain column `name`.
    pub fn has(&self, name: &'static str) -> bool {
        self.numbers.contains_key(&Column::Plain(name))
    }

    /// The numbers of the columns of a translatable text, with the tags of their languages.
    pub fn translations(&self, name: &'static str) -> impl Iterator<Item = (u32, Option<&str>)> {
        self.by_number.iter().filter_map(move |(number, column)| match column {
            Column::Translated(found, tag) if *found == name => Some((*number, tag.as_deref())),
            _ => None,
        })
    }

    /// True where a translatable column names no language.
    pub fn any_without_language(&self) -> bool {
        self.by_number.values().any(|column| matches!(column, Column::Translated(_, None)))
    }
}

/// Reads the first row of a sheet.
pub fn read(sheet: &Sheet, kind: Kind, languages: &mut Languages, problems: &mut Problems) -> Columns {
    let mut columns = Columns::default();
    let Some(headers) = sheet.rows.get(&1) else { return columns };
    warn_of_cells_without_header(sheet, headers, problems);
    let clean = |header: &str| header.split_whitespace().collect::<Vec<_>>().join(" ");
    let double = headers.values().any(|header| header.contains("::"));
    let mut seen: HashMap<Column, String> = HashMap::new();
    let mut raw: HashSet<String> = HashSet::new();
    for (number, header) in headers {
        let header = clean(header);
        let at = sheet.at(1, *number);
        if header.len() > MAX_HEADER {
            problems.error(at, ProblemCode::CellTooLong { limit: MAX_HEADER.to_string() });
            continue;
        }
        if !raw.insert(header.clone()) {
            problems.error(at, ProblemCode::DuplicateHeader { other: header });
            continue;
        }
        let (mut column, language) = classify(&header, kind, double);
        if let (Column::Translated(name, _), Some(written)) = (&column, language) {
            column = Column::Translated(name, Some(language_tag(written, &at, languages, problems)));
        }
        if kind == Kind::Settings && header == "id_string" && headers.values().any(|other| clean(other) == "form_id") {
            // The old name gives way to the new one, as with pyxform.
            column = Column::Unused;
        }
        report(sheet, *number, &header, &column, problems);
        if !matches!(column, Column::Unsupported | Column::Unused | Column::Ignored) {
            if let Some(other) = seen.get(&column) {
                problems.error(at, ProblemCode::DuplicateHeader { other: other.clone() });
                continue;
            }
            seen.insert(column.clone(), header);
            columns.numbers.insert(column.clone(), *number);
        }
        columns.by_number.insert(*number, column);
    }
    columns
}

/// The tag of a language as written in a header, with what is to be said of it.
fn language_tag(written: String, at: &At, languages: &mut Languages, problems: &mut Problems) -> String {
    let (tag, met) = languages.meet(&written);
    let code = match met {
        Met::Known | Met::New => return tag,
        Met::WithoutTag => ProblemCode::LanguageWithoutTag { language: written, tag: tag.clone() },
        Met::Clash(other) => ProblemCode::LanguageTwice { language: written, other, tag: tag.clone() },
    };
    problems.warn(at.clone(), code);
    tag
}

/// What stands below an empty header is read by nobody, which its author may not know. Told once a column.
fn warn_of_cells_without_header(sheet: &Sheet, headers: &BTreeMap<u32, String>, problems: &mut Problems) {
    let mut told: HashSet<u32> = HashSet::new();
    for (row, cells) in sheet.rows.range(2..) {
        for column in cells.keys().filter(|column| !headers.contains_key(column)) {
            if told.insert(*column) {
                problems.warn(sheet.at(*row, *column), ProblemCode::CellWithoutHeader);
            }
        }
    }
}

fn report(sheet: &Sheet, number: u32, header: &str, column: &Column, problems: &mut Problems) {
    let at = sheet.at(1, number);
    match column {
        Column::Ignored if is_concord(header) => problems.error(at, ProblemCode::UnknownConcordColumn),
        Column::Ignored => problems.warn(at, ProblemCode::IgnoredColumn),
        Column::Unsupported => {
            let filled = sheet.rows.range(2..).find(|(_, cells)| cells.contains_key(&number));
            if let Some((row, _)) = filled {
                problems.error(sheet.at(*row, number), ProblemCode::UnsupportedColumn { header: header.to_owned() });
            }
        }
        Column::Plain(_) | Column::Translated(..) | Column::Concord(_) | Column::Free(_) | Column::Unused => {}
    }
}

fn is_concord(header: &str) -> bool {
    let header = header.to_lowercase();
    header.replace(' ', "").contains("concord:") || header.starts_with("concord_")
}

/// The column that a header names, and the language written in it. As pyxform does, names are compared in snake case, and a
/// single colon divides only where no header of the sheet has two.
fn classify(header: &str, kind: Kind, double: bool) -> (Column, Option<String>) {
    let whole = snake(header);
    if let Some(name) = whole.strip_prefix(CONCORD).filter(|_| kind == Kind::Survey) {
        let known = CONCORD_COLUMNS.iter().find(|known| **known == name);
        return (known.map_or(Column::Ignored, |known| Column::Concord(known)), None);
    }
    let tokens: Vec<String> = if double || header.contains("::") {
        header.split("::").map(|token| token.trim().to_owned()).collect()
    } else {
        single_colons(header)
    };
    let first = tokens.first().map(|token| snake(token)).unwrap_or_default();
    let rest: Vec<&str> = tokens.iter().skip(1).map(String::as_str).collect();
    match kind {
        Kind::Survey => survey_column(&first, &rest),
        Kind::Choices => choices_column(&first, &rest, header),
        Kind::Settings => settings_column(&first, &rest),
    }
}

fn snake(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

/// Divides at single colons, but for those of the `jr:` prefix.
fn single_colons(header: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut jr = false;
    for token in header.split(':').map(str::trim) {
        if jr {
            tokens.push(format!("jr:{token}"));
            jr = false;
        } else if token == "jr" {
            jr = true;
        } else {
            tokens.push(token.to_owned());
        }
    }
    tokens
}

fn translated(name: &'static str, rest: &[&str]) -> (Column, Option<String>) {
    match rest {
        [] => (Column::Translated(name, None), None),
        [language] if !language.is_empty() => (Column::Translated(name, None), Some((*language).to_owned())),
        _ => (Column::Ignored, None),
    }
}

fn plain(name: &'static str, rest: &[&str]) -> (Column, Option<String>) {
    (if rest.is_empty() { Column::Plain(name) } else { Column::Ignored }, None)
}

fn survey_column(first: &str, rest: &[&str]) -> (Column, Option<String>) {
    match first {
        "type" | "command" => plain("type", rest),
        "name" | "tag" | "value" => plain("name", rest),
        "label" | "caption" => translated("label", rest),
        "hint" => translated("hint", rest),
        "guidance_hint" => translated("guidance_hint", rest),
        "relevant" | "relevance" => plain("relevant", rest),
        "required" => plain("required", rest),
        "constraint" => plain("constraint", rest),
        "calculation" | "calculate" => plain("calculation", rest),
        "read_only" | "readonly" => plain("read_only", rest),
        "constraint_message" | "constraining_message" => translated("constraint_message", rest),
        "required_message" | "requiredmsg" => translated("required_message", rest),
        "appearance" => plain("appearance", rest),
        "default" => plain("default", rest),
        "choice_filter" => plain("choice_filter", rest),
        "parameters" => plain("parameters", rest),
        "rows" => plain("rows", rest),
        "repeat_count" | "count" | "jr:count" => plain("repeat_count", rest),
        "disabled" => plain("disabled", rest),
        "bind" => bind_column(rest),
        "body" | "control" => match rest {
            ["appearance"] => (Column::Plain("appearance"), None),
            ["jr:count"] => (Column::Plain("repeat_count"), None),
            ["rows"] => (Column::Plain("rows"), None),
            _ => (Column::Ignored, None),
        },
        "trigger"
        | "image"
        | "big-image"
        | "audio"
        | "video"
        | "media"
        | "autoplay"
        | "intent"
        | "save_to"
        | "instance"
        | "noapperrorstring"
        | "no_app_error_string"
        | "query"
        | "itemset"
        | "actions" => (Column::Unsupported, None),
        _ => (Column::Ignored, None),
    }
}

fn bind_column(rest: &[&str]) -> (Column, Option<String>) {
    match rest {
        ["relevant"] => (Column::Plain("relevant"), None),
        ["required"] => (Column::Plain("required"), None),
        ["constraint"] => (Column::Plain("constraint"), None),
        ["calculate"] => (Column::Plain("calculation"), None),
        ["readonly"] => (Column::Plain("read_only"), None),
        ["jr:constraintMsg", language @ ..] => translated("constraint_message", language),
        ["jr:requiredMsg", language @ ..] => translated("required_message", language),
        // What is of our own name space but unknown is reported as such by the caller.
        [other, ..] if other.to_lowercase().starts_with("concord") => (Column::Ignored, None),
        _ => (Column::Unsupported, None),
    }
}

fn choices_column(first: &str, rest: &[&str], header: &str) -> (Column, Option<String>) {
    match first {
        "list_name" => plain("list_name", rest),
        "name" | "value" => plain("name", rest),
        "label" | "caption" => translated("label", rest),
        "image" | "big-image" | "audio" | "video" | "media" => (Column::Unsupported, None),
        // As pyxform, which has to make an element of the name.
        _ if !crate::domain::questionnaire::expr::is_name(header) => (Column::Ignored, None),
        _ => (Column::Free(header.to_owned()), None),
    }
}

fn settings_column(first: &str, rest: &[&str]) -> (Column, Option<String>) {
    match first {
        "form_title" | "set_form_title" | "title" => translated("form_title", rest),
        "form_id" | "set_form_id" | "id_string" => plain("form_id", rest),
        "version" => plain("version", rest),
        "default_language" => plain("default_language", rest),
        "namespaces" => plain("namespaces", rest),
        "allow_choice_duplicates" => plain("allow_choice_duplicates", rest),
        "name" => plain("name", rest),
        // Neither changes what a form asks.
        "style" | "instance_name" | "clean_text_values" | "xml_root" | "client_editable" | "auto_send"
        | "auto_delete" => (Column::Unused, None),
        "public_key" | "submission_url" | "flat" | "omit_instanceid" | "add_none_option" => (Column::Unsupported, None),
        _ => (Column::Ignored, None),
    }
}
