//! The survey sheet, row by row: types, codes, groups and what each row says of itself. Rules are read afterwards, when every
//! code is known.

use std::collections::{HashMap, HashSet};

use super::choices::{Lists, or_other_text};
use super::columns::Columns;
use super::problem::{At, ProblemCode, Problems};
use super::rows::{self, Cell, Row, yes_no};
use super::types::{self, ChoiceKind, Container, Question, RowType};
use super::workbook::Sheet;
use super::{concord, parameters};
use crate::domain::questionnaire::expr::{Expr, is_name};
use crate::domain::questionnaire::model::{Kind, Node, Text, Tier, Visibility};

/// Deepest nesting of groups and repeats.
const MAX_DEPTH: usize = 10;
/// Longest code; it is a key in the database and in documents.
const MAX_CODE: usize = 100;
/// Names that ODK keeps for itself.
const RESERVED: [&str; 1] = ["meta"];
const LINE: u32 = 500;
const LINES: u32 = 8_000;

/// Which rule of a node a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Relevant,
    Required,
    Constraint,
    Calculation,
    ChoiceFilter,
    RepeatCount,
    Default,
}

/// A node with the cells that are still to be read as expressions.
#[derive(Debug)]
pub struct Draft {
    pub node: Node,
    pub rules: Vec<(Slot, Cell)>,
    pub visibility: Option<Cell>,
    /// Made by us for "or other": no cell of the workbook may refer to it, as with pyxform.
    pub generated: bool,
    /// What the author called the type.
    pub kind: String,
    /// Where the type stands.
    pub type_at: At,
}

/// The whole sheet.
#[derive(Debug, Default)]
pub struct Survey {
    pub drafts: Vec<Draft>,
    /// Cells in which a question may be referred to.
    pub texts: Vec<Cell>,
}

struct Reader<'a> {
    lists: &'a mut Lists,
    problems: &'a mut Problems,
    language: &'a str,
    root: &'a str,
    survey: Survey,
    /// Open groups and repeats: index and kind.
    open: Vec<(usize, Container)>,
    /// Groups past the depth bound that are still to be closed.
    too_deep: usize,
    codes: HashMap<String, u32>,
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
    for expected in ["type", "name"] {
        if !columns.has(expected) {
            problems.error(sheet.whole(), ProblemCode::MissingHeader { expected: expected.into() });
            return Survey::default();
        }
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
            bring_own_rules(draft, question, row);
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

    fn choice(&mut self, row: &Row<'_>, choice: ChoiceKind, list: &str, or_other: bool, kind: &Cell) {
        let Some(code) = self.code(row) else { return };
        let (given, cell) = parameters::read(row, self.problems);
        if given.get("randomize").is_some_and(|value| value != "false") || given.contains_key("seed") {
            parameters::check(&given, cell.as_ref(), &[], &["randomize", "seed"], self.problems);
        } else {
            parameters::check(&given, cell.as_ref(), &["randomize"], &[], self.problems);
        }
        if list.contains("${") {
            self.problems.error(kind.at.clone(), ProblemCode::UnsupportedType { kind: kind.text.clone() });
        }
        let at = self.lists.index(list);
        if at.is_none() && !list.contains("${") {
            self.problems.error(kind.at.clone(), ProblemCode::UnknownList { list: list.to_owned() });
        }
        if or_other && row.expression("choice_filter").is_some() {
            self.problems.error(kind.at.clone(), ProblemCode::OrOtherWithFilter);
        }
        let own = match (choice, at) {
            (_, None) => Kind::Text { multiline: false },
            (ChoiceKind::One, Some(list)) => Kind::SelectOne { list },
            (ChoiceKind::Several, Some(list)) => Kind::SelectMultiple { list },
            (ChoiceKind::Rank, Some(list)) => Kind::Rank { list },
        };
        if let Some(at) = at {
            if or_other {
                self.lists.add_other(at);
            }
            if choice != ChoiceKind::One {
                self.check_spaces(at, &code, kind);
            }
        }
        let index = self.survey.drafts.len();
        self.add(row, code, own, kind);
        self.check_label(row, index);
        if or_other {
            self.add_specify(index);
        }
    }

    /// Several chosen names are stored with a space between them.
    fn check_spaces(&mut self, at: usize, code: &str, kind: &Cell) {
        let Some(list) = self.lists.lists.get(at) else { return };
        if let Some(choice) = list.choices.iter().find(|choice| choice.name.contains(char::is_whitespace)) {
            let (list, choice) = (list.name.clone(), choice.name.clone());
            self.problems.error(kind.at.clone(), ProblemCode::ChoiceWithSpace { list, choice, code: code.to_owned() });
        }
    }

    /// The text question that "or other" adds, shown where "other" is chosen.
    fn add_specify(&mut self, index: usize) {
        let Some(question) = self.survey.drafts.get(index) else { return };
        let mut node = question.node.clone();
        let (asked, row) = (node.code.clone(), node.row);
        node.code = format!("{asked}_other");
        node.kind = Kind::Text { multiline: false };
        node.label = or_other_text(std::iter::once(&question.node.label), |tag| match tag {
            "fr" => "Veuillez préciser.",
            "es" => "Sírvase especificar.",
            "ar" => "يرجى التحديد.",
            "ru" => "Просьба уточнить.",
            "zh" => "请具体说明。",
            _ => "Please specify.",
        });
        (node.hint, node.guidance, node.constraint_message) = (Text::default(), Text::default(), Text::default());
        node.required_message = Text::default();
        node.appearance = String::new();
        node.relevant = Expr::parse(&format!("selected(${{{asked}}}, 'other')")).ok();
        node.end = index + 2;
        let (kind, generated, type_at) = (String::from("text"), true, question.type_at.clone());
        if let Some(first) = self.codes.insert(node.code.clone(), row) {
            let code = ProblemCode::DuplicateCode { code: node.code.clone(), first: first.to_string() };
            self.problems.error(type_at.clone(), code);
        }
        self.survey.drafts.push(Draft { node, rules: Vec::new(), visibility: None, generated, kind, type_at });
    }

    /// The row's code, once it has been found good; everything wrong with it is reported.
    fn code(&mut self, row: &Row<'_>) -> Option<String> {
        let Some(cell) = row.word("name") else {
            if matches!(types::read(&row.word("type")?.text), RowType::Question(Question::Note)) {
                // As pyxform: a note needs no name.
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

    fn check_label(&mut self, row: &Row<'_>, index: usize) {
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

    fn add(&mut self, row: &Row<'_>, code: String, kind: Kind, type_cell: &Cell) {
        let index = self.survey.drafts.len();
        let parent = self.open.last().map(|(index, _)| *index);
        let nearest = self.open.iter().rev().find(|(_, container)| *container == Container::Repeat);
        let section = self.open.first().map_or(index, |(index, _)| *index);
        let mut node = blank(code, kind, row.number);
        (node.parent, node.repeat, node.section) = (parent, nearest.map(|(index, _)| *index), section);
        node.end = index + 1;
        node.label = row.text("label", self.language);
        node.hint = row.text("hint", self.language);
        node.guidance = row.text("guidance_hint", self.language);
        node.required_message = row.text("required_message", self.language);
        node.constraint_message = row.text("constraint_message", self.language);
        node.appearance = row.word("appearance").map(|cell| cell.text).unwrap_or_default();
        node.read_only = self.read_only(row);
        if node.appearance.starts_with("search(") {
            let what = "search()".into();
            self.problems.error(row.at("appearance"), ProblemCode::UnsupportedExpression { what });
        }
        let group = parent.and_then(|parent| self.survey.drafts.get(parent)).map(|draft| &draft.node);
        concord::read(row, &mut node, group, self.problems);
        let rules = self.rules(row, &node, type_cell);
        let required = rules.iter().any(|(slot, cell)| *slot == Slot::Required && yes_no(&cell.text) != Some(false));
        let required = if node.kind == Kind::Repeat { node.repeat_min > 0 } else { required };
        node.may_decline = concord::may_decline(row, required, self.problems);
        let visibility = row.concord("visibility");
        let (kind, type_at) = (type_cell.text.clone(), type_cell.at.clone());
        self.survey.drafts.push(Draft { node, rules, visibility, generated: false, kind, type_at });
    }

    fn read_only(&mut self, row: &Row<'_>) -> bool {
        let Some(cell) = row.expression("read_only") else { return false };
        yes_no(&cell.text).unwrap_or_else(|| {
            self.problems.error(cell.at, ProblemCode::BadValue { value: cell.text, accepted: "yes, no".into() });
            false
        })
    }

    fn rules(&mut self, row: &Row<'_>, node: &Node, type_cell: &Cell) -> Vec<(Slot, Cell)> {
        const SLOTS: [(&str, Slot); 7] = [
            ("relevant", Slot::Relevant),
            ("required", Slot::Required),
            ("constraint", Slot::Constraint),
            ("calculation", Slot::Calculation),
            ("choice_filter", Slot::ChoiceFilter),
            ("repeat_count", Slot::RepeatCount),
            ("default", Slot::Default),
        ];
        let mut rules = Vec::new();
        for (name, slot) in SLOTS {
            let Some(cell) = row.expression(name) else { continue };
            let applies = match slot {
                Slot::ChoiceFilter => node.kind.list().is_some() || types::is_choice(&type_cell.text),
                Slot::RepeatCount => node.kind == Kind::Repeat,
                Slot::Calculation | Slot::Default => !node.kind.is_container(),
                Slot::Relevant | Slot::Required | Slot::Constraint => true,
            };
            if applies {
                rules.push((slot, cell));
            } else {
                self.problems.warn(cell.at, ProblemCode::NoEffect { kind: type_cell.text.clone() });
            }
        }
        rules
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

/// The constraint and hint that a few old types of pyxform bring along, where the row has none of its own.
fn bring_own_rules(draft: &mut Draft, question: Question, row: &Row<'_>) {
    let (constraint, hint) = match question {
        Question::PhoneNumber => ("regex(., '^\\d*$')".to_owned(), "Enter numbers only.".to_owned()),
        Question::UpTo(100) => ("0 <= . and . <= 100".to_owned(), String::new()),
        Question::UpTo(most) => (format!("0 <= . and . <= {most}"), format!("Enter a number 0-{most}.")),
        _ => return,
    };
    if !draft.rules.iter().any(|(slot, _)| *slot == Slot::Constraint) {
        draft.rules.push((Slot::Constraint, Cell { text: constraint, at: row.at("type") }));
    }
    let tags: HashSet<String> = draft.node.label.0.keys().cloned().collect();
    if draft.node.hint.is_empty() && !hint.is_empty() {
        draft.node.hint = Text(tags.into_iter().filter(|tag| tag == "en").map(|tag| (tag, hint.clone())).collect());
    }
}

/// A node of which nothing is known but what it is called.
fn blank(code: String, kind: Kind, row: u32) -> Node {
    let max_length = if matches!(kind, Kind::Text { multiline: true }) { LINES } else { LINE };
    Node {
        code,
        kind,
        parent: None,
        repeat: None,
        section: 0,
        end: 0,
        label: Text::default(),
        hint: Text::default(),
        guidance: Text::default(),
        relevant: None,
        required: None,
        required_message: Text::default(),
        constraint: None,
        constraint_message: Text::default(),
        calculation: None,
        default: None,
        read_only: false,
        appearance: String::new(),
        choice_filter: None,
        repeat_count: None,
        visibility: Visibility::Court,
        visibility_locked: false,
        carry_forward: true,
        tier: Tier::Core,
        legal_basis: None,
        may_decline: false,
        purpose: None,
        repeat_min: 0,
        repeat_max: concord::DEFAULT_ENTRIES,
        max_length,
        row,
        depends_on: Vec::new(),
    }
}
