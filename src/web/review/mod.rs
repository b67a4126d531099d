//! Clarifications on pages: what an organ of the Court asks a State about one answer, for both and for the Secretariat where it is copied.

pub mod ask;
pub mod list;
pub mod one;

use crate::domain::questionnaire::Form;
use crate::domain::response::Reading;
use crate::domain::review::clarifications::{ClarificationRow, Listed, Standing};
use crate::web::i18n::Words;
use crate::web::reading::by_question::{whole, without_keys};
use crate::web::reading::render::{self, ReadLine, ReadRow};
use crate::web::response::Said;
use crate::web::secretariat::{date_words, day_words};
use crate::web::visit::Visit;

/// Characters of a question's label in a list.
const SHORT: usize = 90;

/// A clarification in a list.
#[derive(Debug, Clone)]
pub struct Line {
    pub href: String,
    pub state: String,
    pub year: i32,
    pub organ: String,
    pub code: String,
    pub label: Said,
    pub standing: String,
    pub icon: &'static str,
    /// "The Registry asked for a clarification on 3 June 2027."
    pub asked: String,
    /// Since when it stands so.
    pub since: String,
    /// The day by which a reply is hoped for; empty where none is named or none is to come.
    pub hoped: String,
}

impl Line {
    fn of(visit: &Visit, listed: &Listed) -> Self {
        let (words, row) = (visit.words(), &listed.row);
        let hoped = row.hoped_for.as_ref().filter(|_| row.standing == Standing::State);
        Line {
            href: address(listed),
            state: visit.app.names.of(&row.state_id, visit.language),
            year: listed.year,
            organ: words.t(&format!("organ-{}", row.organ.as_str())),
            code: row.code.clone(),
            label: short_label(words, &listed.form, &row.code),
            standing: standing_words(words, row.standing),
            icon: standing_icon(row.standing),
            asked: asked_words(words, row),
            since: date_words(words, row.turned_at),
            hoped: hoped.map(|day| day_words(words, day)).unwrap_or_default(),
        }
    }
}

fn address(listed: &Listed) -> String {
    format!("/clarifications/{}", listed.row.id)
}

/// Those of a list that have not ended, what waits for the State first.
pub(super) fn open_lines(visit: &Visit, asked: &[Listed]) -> Vec<Line> {
    let mut open: Vec<&Listed> = asked.iter().filter(|listed| listed.row.standing.is_open()).collect();
    open.sort_by_key(|listed| listed.row.standing != Standing::State);
    open.into_iter().map(|listed| Line::of(visit, listed)).collect()
}

/// What stands at an answer that the Court reads: the address, and where it stands.
pub(super) fn at_answer(visit: &Visit, listed: &Listed) -> (String, String) {
    let words = visit.words();
    let standing = standing_words(words, listed.row.standing);
    (address(listed), words.t1("clarification-at-answer", "standing", standing))
}

/// What stands at a question of a draft: the address, and which organ asked when.
pub(super) fn at_question(words: Words, listed: &Listed) -> (String, String) {
    (address(listed), asked_words(words, &listed.row))
}

fn asked_words(words: Words, row: &ClarificationRow) -> String {
    words.t2("clarification-asked", "organ", row.organ.as_str(), "when", date_words(words, row.asked_at))
}

fn standing_words(words: Words, standing: Standing) -> String {
    words.t(match standing {
        Standing::State => "clarification-is-state",
        Standing::Court => "clarification-is-court",
        Standing::Settled => "clarification-is-settled",
        Standing::Withdrawn => "clarification-is-withdrawn",
    })
}

fn standing_icon(standing: Standing) -> &'static str {
    match standing {
        Standing::State | Standing::Court => "clock",
        Standing::Settled => "check",
        Standing::Withdrawn => "remove",
    }
}

/// A question's label, cut at the end of a word.
fn short_label(words: Words, form: &Form, code: &str) -> Said {
    let Some((_, node)) = form.node(code) else { return Said::default() };
    let said = Said::label_alone(node, words, form);
    let Some((end, _)) = said.text.char_indices().nth(SHORT) else { return said };
    let kept = said.text.get(..end).unwrap_or_default();
    let kept = kept.rfind(char::is_whitespace).and_then(|space| kept.get(..space)).unwrap_or(kept);
    Said { text: format!("{kept} …"), lang: said.lang }
}

/// An answer on a page, under words that say of which revision it is.
struct Part {
    title: String,
    /// What is said of the question itself.
    row: Option<ReadRow>,
    /// What stands inside a group or a repeat.
    lines: Vec<ReadLine>,
}

impl Part {
    fn of(words: Words, title: String, view: &dyn Reading, code: &str, entry: &str) -> Self {
        let node = view.form().node(code).map(|(index, _)| index);
        let mut lines = node.map(|node| render::lines_at(words, view, node, entry)).unwrap_or_default();
        let mut rows: Vec<ReadRow> = whole(&mut lines).into_iter().collect();
        // The page may hold the answer twice.
        without_keys(&mut rows, &mut lines);
        Part { title, row: rows.pop(), lines }
    }

    fn is_empty(&self) -> bool {
        self.row.is_none() && self.lines.is_empty()
    }
}

/// Which entry of a repeat something stands in: "Entry 2"; empty for none.
fn entry_words(words: Words, numbers: &[usize]) -> String {
    let entries: Vec<String> = numbers.iter().map(|number| words.t1("entry", "number", number)).collect();
    entries.join(", ")
}
