//! An answer as text in the language of a file, and back. Back is exact, or it is not understood: nothing is guessed.

use std::borrow::Cow;

use super::docx::Odd;
use crate::domain::questionnaire::{ACKNOWLEDGED, FaultCode, Form, Kind, Node, Text, Visibility, check_value};
use crate::domain::seal;

/// The fixed words of a file that stand for something given. They are the interface's to word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// That a statement is acknowledged.
    pub acknowledged: String,
    /// That the State is not in a position to answer.
    pub declined: String,
    /// Who may read an answer.
    pub court: String,
    pub states_parties: String,
}

/// Why a text is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotUnderstood {
    /// No choice of the question has this label.
    Choice { text: String },
    /// The lines of an order are numbered in part, or not from one to the last.
    Places,
    /// It is no such answer: no number, no date, too long.
    Answer(Vec<FaultCode>),
    /// Something else than the one word of this column.
    Word { text: String, wanted: String },
    /// The cell is computed from others.
    Formula,
    /// The cell holds an error of the office program.
    CellError,
    /// The cell holds more than a cell can.
    CellTooLong,
    /// Several are chosen where one is asked for.
    Several,
    /// Something that is not text stands in it.
    Beside(Odd),
}

/// The language of a file: the form's own words in it, and the fixed ones.
#[derive(Clone, Copy)]
pub struct Tongue<'a> {
    pub form: &'a Form,
    /// The tag of the language.
    pub language: &'a str,
    pub terms: &'a Terms,
}

impl Tongue<'_> {
    /// A text of the form, in the file's language or else in the form's own.
    pub fn text(&self, text: &Text) -> String {
        text.get(self.language, &self.form.default_language).map(|(text, _)| one_line(text)).unwrap_or_default()
    }

    /// The labels of a question's choices, in the order of the form, each different from the others.
    pub fn choices(&self, node: &Node) -> Vec<String> {
        let choices = self.form.choices(node);
        let labels: Vec<String> = choices.iter().map(|choice| self.text(&choice.label)).collect();
        let alike = |label: &str| labels.iter().filter(|other| folded(other) == folded(label)).count() > 1;
        let named = choices.iter().zip(&labels).map(|(choice, label)| match (label.is_empty(), alike(label)) {
            (true, _) => choice.name.clone(),
            (false, true) => format!("{label} [{}]", choice.name),
            (false, false) => label.clone(),
        });
        named.collect()
    }

    /// A stored answer as text. A file's is its id: whoever shows it knows its name.
    pub fn answer(&self, node: &Node, value: &str) -> String {
        if value.is_empty() {
            return String::new();
        }
        match &node.kind {
            Kind::SelectOne { .. } | Kind::SelectMultiple { .. } => self.labels(node, value).join("\n"),
            Kind::Rank { .. } => {
                let labels = self.labels(node, value);
                let places = labels.iter().enumerate().map(|(at, label)| format!("{}. {label}", at + 1));
                places.collect::<Vec<_>>().join("\n")
            }
            Kind::Decimal | Kind::Range { .. } if self.has_comma() => value.replace('.', ","),
            Kind::DateTime => value.replacen('T', " ", 1),
            Kind::Time => value.strip_suffix(":00").filter(|rest| rest.len() == 5).unwrap_or(value).to_owned(),
            Kind::Acknowledge if value == ACKNOWLEDGED => self.terms.acknowledged.clone(),
            Kind::Acknowledge
            | Kind::Text { .. }
            | Kind::Integer
            | Kind::Decimal
            | Kind::Range { .. }
            | Kind::Date
            | Kind::Calculate
            | Kind::Hidden
            | Kind::File
            | Kind::Group
            | Kind::Repeat
            | Kind::Note => value.to_owned(),
        }
    }

    /// A text as the answer that is stored; empty where it is blank.
    ///
    /// # Errors
    /// Why it is not understood.
    pub fn understood(&self, node: &Node, text: &str) -> Result<String, NotUnderstood> {
        let text = settled(text);
        if text.is_empty() {
            return Ok(String::new());
        }
        let value: Cow<'_, str> = match &node.kind {
            Kind::SelectOne { .. } if text.contains('\n') => return Err(NotUnderstood::Several),
            Kind::SelectOne { .. } => self.named(node).find(&text)?.into(),
            Kind::SelectMultiple { .. } => {
                let named = self.named(node);
                let lines = text.lines().filter(|line| !line.trim().is_empty());
                lines.map(|line| named.find(line)).collect::<Result<Vec<_>, _>>()?.join(" ").into()
            }
            Kind::Rank { .. } => self.named(node).order(&text)?.into(),
            Kind::Decimal | Kind::Range { .. } if self.has_comma() => text.replace(',', ".").into(),
            // A cell that holds a day says midnight as well.
            Kind::Date => text.strip_suffix(" 00:00:00").map(str::to_owned).unwrap_or(text).into(),
            Kind::Acknowledge if folded(&text) == folded(&self.terms.acknowledged) => ACKNOWLEDGED.into(),
            Kind::Acknowledge => {
                return Err(NotUnderstood::Word { text: shown(&text), wanted: self.terms.acknowledged.clone() });
            }
            Kind::Text { .. }
            | Kind::Integer
            | Kind::Decimal
            | Kind::Range { .. }
            | Kind::DateTime
            | Kind::Time
            | Kind::Calculate
            | Kind::Hidden
            | Kind::File
            | Kind::Group
            | Kind::Repeat
            | Kind::Note => text.into(),
        };
        match check_value(self.form, node, &value) {
            // An order is made place by place, here as on the page.
            Err(codes) if codes.iter().all(|code| matches!(code, FaultCode::RankIncomplete { .. })) => {
                Ok(value.into_owned())
            }
            checked => checked.map_err(NotUnderstood::Answer),
        }
    }

    /// That the State is not in a position to answer, as text.
    pub fn declined(&self, declined: bool) -> String {
        if declined { self.terms.declined.clone() } else { String::new() }
    }

    /// The reverse of [`Tongue::declined`].
    ///
    /// # Errors
    /// Where it is neither the word nor blank.
    pub fn is_declined(&self, text: &str) -> Result<bool, NotUnderstood> {
        let text = settled(text);
        match text.is_empty() {
            true => Ok(false),
            false if folded(&text) == folded(&self.terms.declined) => Ok(true),
            false => Err(NotUnderstood::Word { text: shown(&text), wanted: self.terms.declined.clone() }),
        }
    }

    /// Who may read an answer, as text.
    pub fn readers(&self, visibility: Visibility) -> String {
        match visibility {
            Visibility::Court => self.terms.court.clone(),
            Visibility::StatesParties => self.terms.states_parties.clone(),
        }
    }

    /// The reverse of [`Tongue::readers`]; nothing where it is blank.
    ///
    /// # Errors
    /// Where it is none of the two.
    pub fn visibility(&self, text: &str) -> Result<Option<Visibility>, NotUnderstood> {
        let text = settled(text);
        let known = [Visibility::Court, Visibility::StatesParties];
        match known.into_iter().find(|one| folded(&self.readers(*one)) == folded(&text)) {
            Some(found) => Ok(Some(found)),
            None if text.is_empty() => Ok(None),
            None if text.contains('\n') => Err(NotUnderstood::Several),
            None => {
                let wanted = format!("{} / {}", self.terms.court, self.terms.states_parties);
                Err(NotUnderstood::Word { text: shown(&text), wanted })
            }
        }
    }

    /// What the boxes of a question can be.
    pub fn boxes(&self, node: &Node) -> Vec<String> {
        if node.kind == Kind::Acknowledge { vec![self.terms.acknowledged.clone()] } else { self.choices(node) }
    }

    fn labels(&self, node: &Node, value: &str) -> Vec<String> {
        let (choices, labels) = (self.form.choices(node), self.choices(node));
        let label = |name: &str| {
            let at = choices.iter().position(|choice| choice.name == name);
            at.and_then(|at| labels.get(at)).cloned().unwrap_or_else(|| name.to_owned())
        };
        value.split_whitespace().map(label).collect()
    }

    fn named(&self, node: &Node) -> Named {
        let names = self.form.choices(node).iter().map(|choice| choice.name.clone());
        Named(self.choices(node).iter().map(|label| folded(label)).zip(names).collect())
    }

    /// Whether decimals are written with a comma.
    fn has_comma(&self) -> bool {
        matches!(self.language.split('-').next(), Some("fr" | "es" | "ru"))
    }
}

/// The choices of a question: labels as they are compared, each with its name.
struct Named(Vec<(String, String)>);

impl Named {
    /// The name of the choice of this label.
    fn find(&self, label: &str) -> Result<String, NotUnderstood> {
        let wanted = folded(label);
        let found = self.0.iter().find(|(label, _)| *label == wanted);
        found.map(|(_, name)| name.clone()).ok_or_else(|| NotUnderstood::Choice { text: shown(label) })
    }

    /// The names of an order, in which each choice stands on a line of its own: in the order of the lines, or of the numbers before them.
    fn order(&self, text: &str) -> Result<String, NotUnderstood> {
        let mut places = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            // A label may begin with a number itself.
            if let Ok(name) = self.find(line) {
                places.push((None, name));
                continue;
            }
            let numbered =
                line.trim().split_once('.').and_then(|(n, rest)| Some((n.trim().parse::<usize>().ok()?, rest)));
            let Some((number, label)) = numbered else { return Err(NotUnderstood::Choice { text: shown(line) }) };
            places.push((Some(number), self.find(label)?));
        }
        if places.iter().any(|(number, _)| number.is_some()) {
            places.sort_by_key(|(number, _)| *number);
            if !places.iter().enumerate().all(|(at, (number, _))| *number == Some(at + 1)) {
                return Err(NotUnderstood::Places);
            }
        }
        Ok(places.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" "))
    }
}

/// What is ticked, a line each. A box that stands at something else than one of these labels is not understood, ticked or not: somebody has
/// written there.
///
/// # Errors
/// Where it is none of the labels.
pub fn ticked(boxes: &[(bool, String)], labels: &[String]) -> Result<String, NotUnderstood> {
    let is_known = |text: &str| labels.iter().any(|label| folded(label) == folded(text));
    match boxes.iter().find(|(_, text)| !is_known(text)) {
        Some((_, text)) => Err(NotUnderstood::Choice { text: shown(text) }),
        None => {
            let ticked = boxes.iter().filter(|(ticked, _)| *ticked).map(|(_, text)| text.as_str());
            Ok(ticked.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// A text without what office programs add and take away by themselves: line ends of one kind, no blanks at the ends of lines, no blank lines
/// at either end.
pub fn settled(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{2028}', '\u{2029}'], "\n");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').trim().to_owned()
}

/// What stands in the column of keys beside a text that is there to be read, and from which nothing follows: by it a file that comes back tells whether
/// somebody has written into it.
pub(super) fn mark_of(text: &str) -> String {
    format!("#{:.8}", seal::mark(&folded(text)))
}

/// A label as it is compared: blanks drawn together, and the apostrophes, quotation marks and kinds of blanks alike that office programs
/// exchange while one types.
fn folded(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '\u{2019}' | '\u{2018}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2013}' | '\u{2014}' | '\u{2011}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let plain: String = plain.collect();
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether two labels are the same but for what office programs do to them.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What of a text stands in a message about it.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// The fixed words around what a file holds, in its language. They are the interface's to word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrases {
    /// The file is written from right to left.
    pub right_to_left: bool,
    pub terms: Terms,
    /// What it is: the draft for clearance, or the questions alone.
    pub heading: String,
    /// What is said at its head, each with its label: State, year, date, version.
    pub facts: Vec<(String, String)>,
    /// The label of the reference.
    pub reference: String,
    /// How it is filled in, a paragraph each.
    pub how: Vec<String>,
    /// The name of the first sheet.
    pub read_me: String,
    /// Heads of columns.
    pub key: String,
    pub version: String,
    pub question: String,
    pub answer: String,
    pub comment: String,
    pub declined: String,
    pub reason: String,
    pub readers: String,
    /// Heads of entries, with `{n}` where the number stands.
    pub entry: String,
    pub new_entry: String,
    /// Beside a question.
    pub required: String,
    pub does_not_apply: String,
    pub choose_one: String,
    pub choose_several: String,
    /// The same where choices have boxes.
    pub tick_one: String,
    pub tick_several: String,
    /// Beside a box in a document: that only the Court may read the answer; that the State is not in a position to give it, with the reason
    /// below.
    pub court_box: String,
    pub decline_box: String,
    pub put_in_order: String,
    pub as_a_date: String,
    pub as_a_time: String,
    pub file_on_the_platform: String,
    /// Before what is said of a file that is an answer or stands beside one.
    pub attached: String,
    pub computed: String,
    /// What stands around the number of a page and of all pages.
    pub page: [String; 3],
    /// In place of an answer that is longer than a cell of a workbook can be.
    pub too_long: String,
    /// Where the entries of a repeat are, with `{sheet}` where the name of the sheet stands.
    pub on_sheet: String,
}

impl Phrases {
    /// What is said of files below an answer, a line each.
    pub(super) fn files<'a>(&'a self, said: &'a [String]) -> impl Iterator<Item = String> + 'a {
        said.iter().map(|said| format!("{} {said}", self.attached))
    }

    /// The head of an entry.
    pub fn entry(&self, number: &[usize], new: bool) -> String {
        let number: Vec<String> = number.iter().map(usize::to_string).collect();
        (if new { &self.new_entry } else { &self.entry }).replace("{n}", &number.join("."))
    }
}
