//! The survey sheet, row by row: types, codes, groups and what each row says of itself. Rules are read afterwards, when every
//! code is known.

use std::collections::HashMap;

use super::choices::Lists;
use super::columns::Columns;
use super::draft::{self, Draft, Slot};
use super::problem::{At, ProblemCode, Problems};
use super::rows::{self, Cell, Row, yes_no};
use super::types::{self, Container, Question, RowType};
use super::workbook::Sheet;
use super::{concord, parameters};
use crate::domain::questionnaire::expr::is_name;
use crate::domain::questionnaire::model::Kind;

/// Deepest nesting of groups and repeats.
const MAX_DEPTH: usize = 10;
/// Longest code; it is a key in the database and in documents.
const MAX_CODE: usize = 100;
/// Names that ODK keeps for itself.
const RESERVED: [&str; 1] = ["meta"];
/// The whole sheet.
#[derive(Debug, Default)]
pub struct Survey {
    pub drafts: Vec<Draft>,
    /// Cells in which a question may be referred to.
    pub texts: Vec<Cell>,
}

/// The state of reading, which `select.rs` shares for choice questions.
pub(super) struct Reader<'a> {
    pub lists: &'a mut Lists,
    pub problems: &'a mut Problems,
    language: &'a str,
    root: &'a str,
    pub survey: Survey,
    /// Open groups and repeats: index and kind.
    open: Vec<(usize, Container)>,
    /// Groups past the depth bound that are still to be closed.
    too_deep: usize,
    /// The row of each code.
    pub codes: HashMap<String, u32>,
    /// Codes in lower case by the group around them.
    lower: HashMap<(Option<usize>, String), String>,
}

/// Reads the sheet into drafts, in its order.
pub fn read(
    sheet: &Sheet,
    columns: &Columns,
    lists: &mut Lists,
    language: &str,
    root: &str,
    problems: &mut Problems,
) -> Survey {
    // Without names a sheet of notes is still a form.
    if !columns.has("type") {
        problems.error(sheet.whole(), ProblemCode::MissingHeader { expected: "type".into() });
        return Survey::default();
    }
    let mut reader = Reader {
        lists,
        problems,
        language,
        root,
        survey: Survey::default(),
        open: Vec::new(),
        too_deep: 0,
        codes: HashMap::new(),
        lower: HashMap::new(),
    };
    for row in rows::rows(sheet, columns) {
        reader.row(&row);
    }
    reader.finish(sheet);
    reader.survey
}

impl Reader<'_> {
    fn row(&mut self, row: &Row<'_>) {
        if let Some(cell) = row.word("disabled")
            && yes_no(&cell.text) == Some(true)
        {
            self.problems.warn(cell.at, ProblemCode::RowDisabled);
            return;
        }
        self.survey.texts.extend(row.translated_cells());
        let Some(kind) = row.word("type") else {
            let labelled = !row.text("label", self.language).is_empty();
            if row.word("name").is_some() || labelled {
                self.problems.error(row.at("type"), ProblemCode::NoType);
            } else {
                self.problems.warn(row.whole(), ProblemCode::RowSkipped);
            }
            return;
        };
        let name = || kind.text.clone();
        match types::read(&kind.text) {
            RowType::End(container) => self.end(container, &kind),
            RowType::Begin(container) => self.begin(row, container, &kind),
            RowType::Loop => {
                // Read as a repeat, so that what follows is not reported again for the want of a group.
                if kind.text.starts_with("end") {
                    self.end(Container::Repeat, &kind);
                } else {
                    self.problems.error(kind.at.clone(), ProblemCode::Loop);
                    self.begin(row, Container::Repeat, &kind);
                }
            }
            RowType::Question(question) => self.question(row, question, &kind),
            RowType::Choice { kind: choice, list, or_other } => self.choice(row, choice, &list, or_other, &kind),
            RowType::NoList => self.refused(row, &kind, ProblemCode::TypeWithoutList { kind: name() }),
            RowType::Unsupported => self.refused(row, &kind, ProblemCode::UnsupportedType { kind: name() }),
            RowType::Unknown => self.refused(row, &kind, ProblemCode::UnknownType { kind: name() }),
        }
    }

    /// A row whose type cannot be read. Its code is kept, so that rules which refer to it are not reported as well.
    fn refused(&mut self, row: &Row<'_>, kind: &Cell, code: ProblemCode) {
        self.problems.error(kind.at.clone(), code);
        if let Some(cell) = row.word("name")
            && is_name(&cell.text)
            && !self.codes.contains_key(&cell.text)
        {
            self.add(row, cell.text, Kind::Text { multiline: false }, kind);
        }
    }

    fn end(&mut self, container: Container, kind: &Cell) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let word = container.word().to_owned();
        let Some((index, open)) = self.open.pop() else {
            self.problems.error(kind.at.clone(), ProblemCode::EndWithoutBegin { kind: word });
            return;
        };
        let end = self.survey.drafts.len();
        let Some(draft) = self.survey.drafts.get_mut(index) else { return };
        draft.node.end = end;
        if open != container {
            let code = ProblemCode::EndOfAnother {
                kind: word,
                open: open.word().into(),
                code: draft.node.code.clone(),
                begun: draft.node.row.to_string(),
            };
            self.problems.error(kind.at.clone(), code);
        }
    }

    fn begin(&mut self, row: &Row<'_>, container: Container, kind: &Cell) {
        if self.too_deep > 0 || self.open.len() == MAX_DEPTH {
            if self.too_deep == 0 {
                self.problems.error(kind.at.clone(), ProblemCode::TooDeep { limit: MAX_DEPTH.to_string() });
            }
            self.too_deep += 1;
            return;
        }
        // Without a usable code the group is still opened, under a name that no rule can refer to.
        let code = self.code(row).unwrap_or_else(|| format!("row:{}", row.number));
        if container == Container::Repeat {
            if code == self.root {
                self.problems.error(row.at("name"), ProblemCode::ReservedCode { code: code.clone() });
            }
            if row.text("label", self.language).is_empty() {
                self.problems.warn(row.whole(), ProblemCode::RepeatWithoutLabel { code: code.clone() });
            }
        }
        let index = self.survey.drafts.len();
        let own = match container {
            Container::Group => Kind::Group,
            Container::Repeat => Kind::Repeat,
        };
        self.add(row, code, own, kind);
        self.open.push((index, container));
    }

    fn question(&mut self, row: &Row<'_>, question: Question, kind: &Cell) {
        let Some(code) = self.code(row) else { return };
        let (given, cell) = parameters::read(row, self.problems);
        let own = match question {
            Question::Text | Question::PhoneNumber => {
                Kind::Text { multiline: self.multiline(row, question, &given, cell.as_ref()) }
            }
            Question::Integer | Question::UpTo(_) => Kind::Integer,
            Question::Decimal => Kind::Decimal,
            Question::Date => Kind::Date,
            Question::DateTime => Kind::DateTime,
            Question::Time => Kind::Time,
            Question::Range => parameters::range(&given, cell.as_ref(), row, self.problems),
            Question::Note => Kind::Note,
            Question::Acknowledge => Kind::Acknowledge,
            Question::Calculate => Kind::Calculate,
            Question::Hidden => Kind::Hidden,
            Question::File => Kind::File,
        };
        let index = self.survey.drafts.len();
        self.add(row, code, own, kind);
        if let Some(draft) = self.survey.drafts.get_mut(index) {
            draft::bring_own_rules(draft, question, row);
        }
        self.check_label(row, index);
    }

    fn multiline(
        &mut self,
        row: &Row<'_>,
        question: Question,
        given: &std::collections::BTreeMap<String, String>,
        cell: Option<&Cell>,
    ) -> bool {
        let appearance = row.word("appearance").map(|cell| cell.text).unwrap_or_default();
        let mut multiline = appearance.split(' ').any(|word| word == "multiline");
        if question == Question::Text {
            parameters::check(given, cell, &["rows"], &[], self.problems);
        }
        if let (Some(rows), Some(cell)) = (given.get("rows"), cell) {
            multiline |= parameters::several_rows(rows, cell, self.problems);
        }
        // The old column of that name is not checked by pyxform, so a strange value in it only has no effect.
        let rows = row.word("rows").and_then(|cell| cell.text.parse::<f64>().ok());
        multiline || rows.is_some_and(|rows| rows > 1.0)
    }

    /// The row's code, once it has been found good; everything wrong with it is reported.
    pub fn code(&mut self, row: &Row<'_>) -> Option<String> {
        let Some(cell) = row.word("name") else {
            if row.word("type")?.text == "note" {
                // As pyxform: a note needs no name, but under its first name only.
                let code = format!("generated_note_name_{}", row.number);
                self.codes.insert(code.clone(), row.number);
                return Some(code);
            }
            self.problems.error(row.at("name"), ProblemCode::NoCode);
            return None;
        };
        let code = || cell.text.clone();
        let at = || cell.at.clone();
        if !is_name(&cell.text) {
            self.problems.error(at(), ProblemCode::BadCode { code: code() });
            return None;
        }
        if cell.text.chars().count() > MAX_CODE {
            self.problems.error(at(), ProblemCode::CodeTooLong { limit: MAX_CODE.to_string() });
            return None;
        }
        if RESERVED.contains(&cell.text.as_str()) {
            self.problems.error(at(), ProblemCode::ReservedCode { code: code() });
            return None;
        }
        if let Some(first) = self.codes.get(&cell.text) {
            let first = first.to_string();
            self.problems.error(at(), ProblemCode::DuplicateCode { code: code(), first });
            return None;
        }
        self.codes.insert(code(), row.number);
        let parent = self.open.last().map(|(index, _)| *index);
        let lower = (parent, cell.text.to_lowercase());
        if let Some(other) = self.lower.get(&lower) {
            self.problems.warn(at(), ProblemCode::CodeCaseClash { code: code(), other: other.clone() });
        } else {
            self.lower.insert(lower, code());
        }
        Some(cell.text)
    }

    pub fn check_label(&mut self, row: &Row<'_>, index: usize) {
        let Some(draft) = self.survey.drafts.get_mut(index) else { return };
        let node = &mut draft.node;
        if !node.label.is_empty() || !node.hint.is_empty() || matches!(node.kind, Kind::Calculate | Kind::Hidden) {
            return;
        }
        if draft.rules.iter().any(|(slot, _)| *slot == Slot::Calculation) {
            // A question without words but with a calculation is never shown: it is a calculation.
            node.kind = Kind::Calculate;
        } else if node.appearance != "label" {
            self.problems.error(row.whole(), ProblemCode::NoLabel { code: node.code.clone() });
        }
    }

    pub fn add(&mut self, row: &Row<'_>, code: String, kind: Kind, type_cell: &Cell) {
        let index = self.survey.drafts.len();
        let parent = self.open.last().map(|(index, _)| *index);
        let nearest = self.open.iter().rev().find(|(_, container)| *container == Container::Repeat);
        let section = self.open.first().map_or(index, |(index, _)| *index);
        let mut node = draft::blank(code, kind, row.number);
        (node.parent, node.repeat, node.section) = (parent, nearest.map(|(index, _)| *index), section);
        node.end = index + 1;
        node.label = row.text("label", self.language);
        node.hint = row.text("hint", self.language);
        node.guidance = row.text("guidance_hint", self.language);
        node.required_message = row.text("required_message", self.language);
        node.constraint_message = row.text("constraint_message", self.language);
        node.appearance = row.word("appearance").map(|cell| cell.text).unwrap_or_default();
        if node.appearance.starts_with("search(") {
            let what = "search()".into();
            self.problems.error(row.at("appearance"), ProblemCode::UnsupportedExpression { what });
        }
        let group = parent.and_then(|parent| self.survey.drafts.get(parent)).map(|draft| &draft.node);
        concord::read(row, &mut node, group, self.problems);
        let rules = draft::rules(row, &node, type_cell, self.problems);
        let required = rules.iter().any(|(slot, cell)| *slot == Slot::Required && yes_no(&cell.text) != Some(false));
        let required = if node.kind == Kind::Repeat { node.repeat_min > 0 } else { required };
        node.may_decline = concord::may_decline(row, required, self.problems);
        let visibility = row.concord("visibility");
        let (kind, type_at) = (type_cell.text.clone(), type_cell.at.clone());
        self.survey.drafts.push(Draft { node, rules, visibility, generated: false, kind, type_at });
    }

    fn finish(&mut self, sheet: &Sheet) {
        let end = self.survey.drafts.len();
        while let Some((index, container)) = self.open.pop() {
            let Some(draft) = self.survey.drafts.get_mut(index) else { continue };
            draft.node.end = end;
            let code = ProblemCode::NotClosed { code: draft.node.code.clone(), kind: container.word().into() };
            self.problems.error(At { row: draft.node.row, ..sheet.whole() }, code);
        }
    }
}
