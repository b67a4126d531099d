//! Choice questions of the survey sheet, and the text question that "or other" adds to them.

use super::choices::or_other_text;
use super::draft::Draft;
use super::parameters;
use super::problem::ProblemCode;
use super::rows::{Cell, Row};
use super::survey::Reader;
use super::types::ChoiceKind;
use crate::domain::questionnaire::expr::Expr;
use crate::domain::questionnaire::model::{Kind, Text};

impl Reader<'_> {
    /// A choice question with its list.
    pub fn choice(&mut self, row: &Row<'_>, choice: ChoiceKind, list: &str, or_other: bool, kind: &Cell) {
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
}
