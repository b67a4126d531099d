//! The rules of a form: cells into expressions, and every reference in them and in the texts followed to its question.

use std::cell;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::choices::Lists;
use super::draft::{Draft, Slot};
use super::problem::{ProblemCode, Problems};
use super::rows::{Cell, yes_no};

use crate::domain::questionnaire::check;
use crate::domain::questionnaire::expr::{Ast, Expr, Function, Path, Start, Step, is_name};
use crate::domain::questionnaire::form::resolve;
use crate::domain::questionnaire::model::{Form, Kind, Node};

/// Longest text that a default may be.
const MAX_DEFAULT: usize = 8_000;
/// Most patterns of a whole form.
pub const MAX_PATTERNS: usize = 100;
/// The longest text that a constraint may allow.
const MAX_LENGTH: u32 = 100_000;

/// What is known when rules are read: all nodes and the codes that cells may name.
pub struct Known<'a> {
    pub form: &'a Form,
    pub lists: &'a Lists,
    /// The index of each code that the workbook itself names.
    pub written: HashMap<String, usize>,
    /// How many patterns may still be compiled, here because only the form as a whole can bound them.
    pub patterns: cell::Cell<usize>,
}

impl Known<'_> {
    /// Sets aside what the patterns of an expression may cost; false where nothing is left.
    fn affords(&self, source: &str) -> bool {
        let left = self.patterns.get().checked_sub(source.matches("regex").count());
        left.map(|left| self.patterns.set(left)).is_some()
    }
}

/// The rules of one node, in the order of its cells.
pub fn read(index: usize, draft: &Draft, known: &Known<'_>, problems: &mut Problems) -> Vec<(Slot, Expr)> {
    let mut rules = Vec::new();
    for (slot, cell) in &draft.rules {
        let rule = match slot {
            Slot::Default if !is_dynamic(&cell.text, &draft.node.kind) => literal_default(draft, cell, known, problems),
            _ => expression(index, *slot, cell, known, problems),
        };
        rules.extend(rule.map(|rule| (*slot, rule)));
    }
    rules
}

/// Puts the rules into their node.
pub fn place(node: &mut Node, rules: Vec<(Slot, Expr)>) {
    for (slot, rule) in rules {
        match slot {
            Slot::Relevant => node.relevant = Some(rule),
            // "no" is the absence of the rule.
            Slot::Required => node.required = Some(rule).filter(|rule| !rule.is_never()),
            Slot::Constraint => {
                if let (Kind::Text { .. }, Some(bound)) = (&node.kind, rule.length_bound()) {
                    node.max_length = bound.min(MAX_LENGTH);
                }
                node.constraint = Some(rule);
            }
            Slot::ReadOnly => node.read_only = Some(rule).filter(|rule| !rule.is_never()),
            Slot::Calculation => node.calculation = Some(rule),
            Slot::ChoiceFilter => node.choice_filter = Some(rule),
            Slot::RepeatCount => node.repeat_count = Some(rule),
            Slot::Default => node.default = Some(rule),
        }
    }
}

fn expression(index: usize, slot: Slot, cell: &Cell, known: &Known<'_>, problems: &mut Problems) -> Option<Expr> {
    let converts =
        matches!(slot, Slot::Relevant | Slot::Required | Slot::Constraint | Slot::ReadOnly | Slot::Calculation);
    let source = match yes_no(&cell.text) {
        Some(true) if converts => "true()",
        Some(false) if converts => "false()",
        _ => &cell.text,
    };
    if !known.affords(source) {
        problems.error(cell.at.clone(), ProblemCode::TooManyPatterns { limit: MAX_PATTERNS.to_string() });
        return None;
    }
    match Expr::parse(source) {
        Err(error) => {
            problems.error(cell.at.clone(), error.into());
            None
        }
        Ok(expression) => {
            let resolved = Resolver { index, slot, cell, known, problems }.check(&expression);
            resolved.then_some(expression)
        }
    }
}

struct Resolver<'a, 'b> {
    index: usize,
    slot: Slot,
    cell: &'a Cell,
    known: &'a Known<'b>,
    problems: &'a mut Problems,
}

impl Resolver<'_, '_> {
    fn check(&mut self, expression: &Expr) -> bool {
        let mut sound = true;
        for path in expression.paths() {
            sound &= self.path(path);
        }
        for code in expression.choice_name_codes() {
            sound &= self.choice_question(code);
        }
        if sound {
            sound = self.indexed(expression.ast());
        }
        sound
    }

    fn fail(&mut self, code: ProblemCode) -> bool {
        self.problems.error(self.cell.at.clone(), code);
        false
    }

    fn column(&self) -> String {
        self.cell.at.header.clone()
    }

    fn path(&mut self, path: &Path) -> bool {
        if self.slot == Slot::ChoiceFilter && path.start == Start::Here {
            return self.choice_column(path);
        }
        if let Start::Code(code) = &path.start
            && !self.known.written.contains_key(code)
        {
            return self.fail(ProblemCode::UnknownQuestion { question: code.clone(), column: self.column() });
        }
        if resolve(&self.known.form.nodes, &self.known.form.by_code, self.index, path).is_some() || climbs_out(path) {
            return true;
        }
        self.fail(ProblemCode::UnknownPath { path: path.shown(), column: self.column() })
    }

    /// Inside a choice filter a bare name is a column of the choices sheet.
    fn choice_column(&mut self, path: &Path) -> bool {
        let [Step::Child(name)] = path.steps.as_slice() else {
            return self.fail(ProblemCode::UnknownPath { path: path.shown(), column: self.column() });
        };
        if name == "name" || name == "label" || self.known.lists.columns.contains(name) {
            return true;
        }
        let list = self.known.form.nodes.get(self.index).and_then(|node| node.kind.list());
        let list = list.and_then(|list| self.known.lists.lists.get(list)).map(|list| list.name.clone());
        // pyxform lets this pass: the column is then empty for every choice, which is seldom what was meant.
        let code = ProblemCode::UnknownChoiceColumn { name: name.clone(), list: list.unwrap_or_default() };
        self.problems.warn(self.cell.at.clone(), code);
        true
    }

    fn choice_question(&mut self, code: &str) -> bool {
        let Some(index) = self.known.written.get(code) else {
            return self.fail(ProblemCode::UnknownQuestion { question: code.into(), column: self.column() });
        };
        if self.known.form.nodes.get(*index).is_some_and(|node| node.kind.list().is_some()) {
            return true;
        }
        self.fail(ProblemCode::NotAChoiceQuestion { question: code.into() })
    }

    /// `indexed-repeat(${x}, ${repeat}, n)`: the question must be inside the repeat.
    fn indexed(&mut self, ast: &Ast) -> bool {
        let children: Vec<&Ast> = match ast {
            Ast::Number(_) | Ast::Text(_) | Ast::Path(_) => Vec::new(),
            Ast::Negate(inner) | Ast::Matches(inner, _) | Ast::ChoiceName(inner, _) => vec![inner],
            Ast::Chain(first, rest) => std::iter::once(&**first).chain(rest.iter().map(|(_, ast)| ast)).collect(),
            Ast::Call(Function::IndexedRepeat, arguments) => {
                if !self.inside(arguments) {
                    return false;
                }
                arguments.iter().collect()
            }
            Ast::Call(_, arguments) => arguments.iter().collect(),
        };
        children.into_iter().all(|child| self.indexed(child))
    }

    fn inside(&mut self, arguments: &[Ast]) -> bool {
        let form = self.known.form;
        let node = |ast: &Ast| match ast {
            Ast::Path(path) => resolve(&form.nodes, &form.by_code, self.index, path),
            _ => None,
        };
        let name = |index: usize| form.nodes.get(index).map(|node| node.code.clone()).unwrap_or_default();
        let Some(question) = arguments.first().and_then(node) else { return true };
        let repeats: Vec<usize> = arguments.iter().skip(1).step_by(2).filter_map(node).collect();
        for repeat in repeats {
            let holds = form
                .nodes
                .get(repeat)
                .is_some_and(|node| node.kind == Kind::Repeat && repeat < question && question < node.end);
            if !holds {
                return self.fail(ProblemCode::NotInRepeat { question: name(question), repeat: name(repeat) });
            }
        }
        true
    }
}

/// `..` of a top-level question is the form itself: nothing to read, but nothing wrong either.
fn climbs_out(path: &Path) -> bool {
    path.start != Start::Root && path.steps.last() == Some(&Step::Parent)
}

/// Checks what the texts of the workbook refer to (`${name}` in a label), by pyxform's rules.
pub fn check_texts(texts: &[Cell], known: &Known<'_>, problems: &mut Problems) {
    for cell in texts {
        let mut rest = cell.text.as_str();
        while let Some((_, after)) = rest.split_once("${") {
            let (inner, next) = after.split_once('}').map_or((None, ""), |(inner, next)| (Some(inner), next));
            rest = next;
            let problem = match inner {
                Some("") => continue,
                Some(code) if known.written.contains_key(code) => continue,
                Some(code) if is_name(code) => {
                    ProblemCode::UnknownQuestion { question: code.into(), column: cell.at.header.clone() }
                }
                Some(code) if code.starts_with("last-saved#") => {
                    ProblemCode::UnsupportedExpression { what: format!("${{{code}}}") }
                }
                inner => {
                    let inner: String = inner.unwrap_or(after).chars().take(60).collect();
                    ProblemCode::BadReference { reference: format!("${{{inner}") }
                }
            };
            problems.error(cell.at.clone(), problem);
        }
    }
}

/// True where pyxform takes a default for an expression: something in it is an operator, a reference or a call.
pub fn is_dynamic(text: &str, kind: &Kind) -> bool {
    const NAME: &str = r"[A-Za-z_\u{c0}-\u{ffff}][-.0-9A-Za-z_\u{b7}-\u{ffff}]*";
    // The order of pyxform's lexer: what stands further to the left wins.
    static TOKENS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let date = r"-?\d{4}-\d{2}-\d{2}";
        let time = r"\d{2}:\d{2}:\d{2}(?:\.\s+)?(?:(?:\+|-)\d{2}:\d{2}|Z)?";
        let pattern = format!(
            "(?P<still>{date}T{time}|{date}|{time}|-?\\d+\\.\\d*|-?\\.\\d+|-?\\d+)|(?P<math>[*+-]| mod | div )|\
             (?P<other>!=|[=<>]| and | or )|(?P<union>\\|)|(?P<quoted>\"[^\"]*\"|'[^']*')|\
             (?P<reference>\\$\\{{(?:last-saved#)?{NAME}\\}})|(?P<call>{NAME}(?::{NAME})?\\()|(?P<name>{NAME}(?::{NAME})?)"
        );
        Regex::new(&pattern).ok()
    });
    let dated = matches!(kind, Kind::Date | Kind::DateTime);
    let Some(tokens) = &*TOKENS else { return false };
    for token in tokens.captures_iter(text) {
        if let Some(math) = token.name("math") {
            return !(dated && math.as_str() == "-");
        }
        if ["union", "reference", "call"].iter().any(|group| token.name(group).is_some()) {
            return true;
        }
    }
    false
}

fn literal_default(draft: &Draft, cell: &Cell, known: &Known<'_>, problems: &mut Problems) -> Option<Expr> {
    // A spreadsheet's date arrives with its midnight.
    let text = match draft.node.kind {
        Kind::Date => cell.text.strip_suffix(" 00:00:00").unwrap_or(&cell.text),
        _ => &cell.text,
    };
    let normal = match draft.node.kind {
        Kind::Hidden | Kind::Calculate | Kind::Note => Some(text.to_owned()),
        _ => check::check_value(known.form, &draft.node, text).ok(),
    };
    match normal {
        Some(text) if text.chars().count() <= MAX_DEFAULT => Some(Expr::literal(&text)),
        _ => {
            let value = cell.text.chars().take(60).collect();
            problems.warn(cell.at.clone(), ProblemCode::BadDefault { value, kind: draft.kind.clone() });
            None
        }
    }
}
