//! One question across all States, a page at a time. What a page holds is decided here and not where it is worded, because the
//! reading of Court-only answers is recorded, and what is recorded has to be what was shown.
//!
//! The first page counts what every State chooses. What States say in words stands in excerpts, some States to a page, so that the
//! page of a question that 125 States answer at length stays light on a slow line.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::read::View;
use super::readings;
use super::whole_cycle::{Documents, documents_of_cycle, view_of};
use crate::domain::access::{Permit, Read, Scope};
use crate::domain::cycle::CycleOfYear;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::StateId;
use crate::domain::questionnaire::{self, Form, Kind, Node, Visibility};
use crate::domain::response::{self, Document, DocumentAnswer};

/// Most States whose words stand on one page.
const PAGE_STATES: usize = 25;

/// About how many bytes of HTML the States' words make on one page.
const PAGE_BYTES: usize = 32_000;

/// About how many bytes one State's entries make; what does not fit is on the page of its response.
const STATE_BYTES: usize = 6_000;

/// Characters of a text that are shown before "read in full".
const EXCERPT: usize = 400;

/// Bytes of markup around one answer.
const MARKUP: usize = 180;

/// What is asked for.
pub struct Asked<'a> {
    pub code: &'a str,
    /// From 1; what is behind the last page is the last page.
    pub page: usize,
    /// Puts States in the order in which the reader finds them.
    pub order: &'a dyn Fn(&mut Vec<StateId>),
}

/// One page of one question across all States.
pub struct ByQuestion {
    pub form: Arc<Form>,
    /// The question's place in the form.
    pub node: usize,
    /// What each State chooses, in order; on the first page of a question with choices.
    pub choosing: Vec<Choosing>,
    /// What the States of this page say in words, in order.
    pub given: Vec<GivenBy>,
    /// States that answer, whether on this page or another.
    pub answering: usize,
    /// From 1.
    pub number: usize,
    /// The States whose words stand on each page: the first, the last and how many.
    pub pages: Vec<Span>,
    /// Whether Court-only answers are among them.
    pub marks_court_only: bool,
}

/// The States of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub first: StateId,
    pub last: StateId,
    pub count: usize,
}

/// What one State chooses, in each entry that the question stands in.
pub struct Choosing {
    pub state: StateId,
    pub answers: Vec<DocumentAnswer>,
}

/// What one State says in words.
pub struct GivenBy {
    pub state: StateId,
    /// The answers in excerpts.
    pub view: View,
    /// More is said than stands in the excerpts.
    pub cut: bool,
    /// Entries of a repeat are left out, so that their number is not that of the view.
    pub entries_cut: bool,
}

/// Reads a page of one question, or of a group or repeat of questions, across all States that answer it. The reading of Court-only
/// answers that stand on this page is recorded, so for the Court and the Secretariat this runs in a unit of work that may write.
///
/// # Errors
/// [`Error::NotFound`] where the cycle's form has no such question, or the actor reads no responses.
pub fn by_question(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>, asked: &Asked<'_>) -> Result<ByQuestion> {
    let cycle = &cycle.row().0;
    let form = questionnaire::compiled(ctx, &cycle.form_hash)?;
    let (node, _) = form.node(asked.code).ok_or(Error::NotFound)?;
    let submitted = ctx.scope() == Scope::Submitted;
    let documents = documents_of_cycle(ctx, &cycle.id)?;
    let sheet = Sheet::of(&form, node, &documents, asked)?;
    if submitted {
        readings::record_each(ctx, &cycle.id, sheet.court_only())?;
    }
    let given = sheet.given.into_iter().map(|part| GivenBy {
        state: part.state,
        view: view_of(ctx, &form, Arc::new(part.document)),
        cut: part.cut,
        entries_cut: part.entries_cut,
    });
    Ok(ByQuestion {
        given: given.collect(),
        choosing: sheet.choosing,
        answering: sheet.answering,
        number: sheet.number,
        pages: sheet.pages,
        marks_court_only: submitted,
        form: form.clone(),
        node,
    })
}

/// What stands on the page, before it is made into views.
struct Sheet {
    choosing: Vec<Choosing>,
    given: Vec<Part>,
    answering: usize,
    number: usize,
    pages: Vec<Span>,
}

/// What stands on the page of one State.
struct Part {
    state: StateId,
    document: Document,
    cut: bool,
    entries_cut: bool,
}

impl Sheet {
    fn of(form: &Form, node: usize, documents: &Documents, asked: &Asked<'_>) -> Result<Self> {
        let question = form.nodes.get(node).ok_or(Error::NotFound)?;
        let inside = readable(form, node);
        let here = |document: &Arc<Document>| -> Vec<DocumentAnswerRef> {
            let answers = document.answers.iter().enumerate();
            answers.filter(|(_, answer)| inside.contains(answer.code.as_str())).map(|(at, _)| at).collect()
        };
        let found: HashMap<&StateId, Vec<DocumentAnswerRef>> = documents
            .iter()
            .map(|(state, document)| (state, here(document)))
            .filter(|(_, at)| !at.is_empty())
            .collect();
        let mut states: Vec<StateId> = found.keys().map(|state| (*state).clone()).collect();
        (asked.order)(&mut states);
        let held: Vec<Held<'_>> = states
            .iter()
            .filter_map(|state| {
                let document = documents.get(state)?;
                let answers = found.get(state)?.iter().filter_map(|at| document.answers.get(*at)).collect();
                Some(Held { state, document, answers })
            })
            .collect();
        let counted = !form.choices(question).is_empty();
        let in_words: Vec<&Held<'_>> = held.iter().filter(|held| !counted || held.adds_words(question)).collect();
        let ranges = pages_of(&in_words.iter().map(|held| held.weight(form)).collect::<Vec<_>>());
        // The page behind the last one is the last one: an address lives longer than what it was of.
        let number = asked.page.clamp(1, ranges.len().max(1));
        let range = ranges.get(number - 1).cloned().unwrap_or_default();
        let span = |range: &Range<usize>| {
            let states = in_words.get(range.clone())?;
            let (first, last) = (states.first()?.state.clone(), states.last()?.state.clone());
            Some(Span { first, last, count: states.len() })
        };
        let on_page = in_words.get(range).unwrap_or_default();
        Ok(Sheet {
            number,
            choosing: if counted && number == 1 {
                held.iter().filter_map(Held::choosing).collect()
            } else {
                Vec::new()
            },
            given: on_page.iter().map(|held| held.part(form)).collect(),
            answering: held.iter().filter(|held| held.answers.iter().any(|answer| !answer.value.is_empty())).count(),
            pages: ranges.iter().filter_map(span).collect(),
        })
    }

    /// The Court-only answers on the page, State by State.
    fn court_only(&self) -> BTreeMap<StateId, HashSet<String>> {
        let mut by_state: BTreeMap<StateId, HashSet<String>> = BTreeMap::new();
        // Of what is counted only the choice and the name are on the page.
        let counted = self.choosing.iter().flat_map(|choosing| {
            let of_court = choosing.answers.iter().filter(|answer| answer.visibility == Visibility::Court);
            of_court.map(|answer| (&choosing.state, &answer.code))
        });
        let worded = self.given.iter().flat_map(|part| {
            let of_court = part.document.answers.iter().filter(|answer| part.document.is_for_the_court(answer));
            of_court.map(|answer| (&part.state, &answer.code))
        });
        for (state, code) in counted.chain(worded) {
            by_state.entry(state.clone()).or_default().insert(code.clone());
        }
        by_state
    }
}

/// The place of an answer in its document.
type DocumentAnswerRef = usize;

/// What one State answers at the question and inside it.
struct Held<'d> {
    state: &'d StateId,
    document: &'d Document,
    answers: Vec<&'d DocumentAnswer>,
}

impl Held<'_> {
    /// Whether there is something beside the choice, which the table holds: a comment, a reason, files, the rest of an order.
    fn adds_words(&self, question: &Node) -> bool {
        let ranked = matches!(question.kind, Kind::Rank { .. });
        let adds = |answer: &&DocumentAnswer| !answer.comment.is_empty() || !answer.reason.is_empty();
        let has_files = |answer: &DocumentAnswer| self.document.attached(&answer.code, &answer.entry).next().is_some();
        self.answers.iter().any(|answer| adds(answer) || has_files(answer) || (ranked && !answer.value.is_empty()))
    }

    fn choosing(&self) -> Option<Choosing> {
        let chosen = self.answers.iter().filter(|answer| !answer.value.is_empty() || answer.declined);
        let bare = |answer: &&DocumentAnswer| DocumentAnswer {
            comment: String::new(),
            reason: String::new(),
            ..DocumentAnswer::clone(answer)
        };
        let answers: Vec<DocumentAnswer> = chosen.map(bare).collect();
        (!answers.is_empty()).then(|| Choosing { state: self.state.clone(), answers })
    }

    fn weight(&self, form: &Form) -> usize {
        self.answers.iter().map(|answer| self.weight_of(form, answer)).sum::<usize>().min(STATE_BYTES)
    }

    /// About how many bytes an answer makes on the page with the files beside it.
    fn weight_of(&self, form: &Form, answer: &DocumentAnswer) -> usize {
        let files = self.document.attached(&answer.code, &answer.entry);
        let named = files.map(|file| MARKUP + escaped(&file.name) + escaped(&file.description.title));
        weight(form, answer) + named.sum::<usize>()
    }

    /// The answers in excerpts, as many as a page has room for, with the entries and files that they name.
    fn part(&self, form: &Form) -> Part {
        let mut room = STATE_BYTES;
        let mut answers = Vec::new();
        let mut cut = false;
        for answer in &self.answers {
            let weight = self.weight_of(form, answer);
            if weight > room && !answers.is_empty() {
                break;
            }
            room = room.saturating_sub(weight);
            let mut answer = DocumentAnswer::clone(answer);
            if form.node(&answer.code).is_some_and(|(_, node)| is_text(node)) {
                cut |= excerpt(&mut answer.value);
            }
            cut |= excerpt(&mut answer.comment) | excerpt(&mut answer.reason);
            answers.push(answer);
        }
        let left_out = answers.len() < self.answers.len();
        let entries = self.entries_around(&answers);
        let document = Document {
            entries,
            files: self.document.files.iter().filter(|f| answers.iter().any(|a| a.has(f))).cloned().collect(),
            answers,
            format: self.document.format.clone(),
            state: self.document.state.clone(),
            form: self.document.form.clone(),
            form_id: String::new(),
            form_version: String::new(),
            submitted_at: String::new(),
            reason: String::new(),
            sections: None,
            ..*self.document
        };
        Part { state: self.state.clone(), document, cut: cut || left_out, entries_cut: left_out }
    }

    /// The entries that these answers stand in, and those around them.
    fn entries_around(&self, answers: &[DocumentAnswer]) -> Vec<response::DocumentEntry> {
        let mut ids: HashSet<&str> = answers.iter().map(|answer| answer.entry.as_str()).collect();
        // An entry stands behind the one around it.
        for entry in self.document.entries.iter().rev() {
            if ids.contains(entry.id.as_str()) {
                ids.insert(entry.parent.as_str());
            }
        }
        self.document.entries.iter().filter(|entry| ids.contains(entry.id.as_str())).cloned().collect()
    }
}

/// The codes at a question and inside it that pages show.
fn readable(form: &Form, node: usize) -> HashSet<&str> {
    let end = form.nodes.get(node).map_or(node, |node| node.end);
    let nodes = form.nodes.get(node..end).unwrap_or_default().iter();
    let shown = |node: &&Node| match node.kind {
        Kind::Note | Kind::Hidden => false,
        Kind::Calculate => !node.label.is_empty(),
        _ => true,
    };
    nodes.filter(shown).map(|node| node.code.as_str()).collect()
}

fn is_text(node: &Node) -> bool {
    matches!(node.kind, Kind::Text { .. } | Kind::Calculate)
}

/// About how many bytes an answer makes on the page.
fn weight(form: &Form, answer: &DocumentAnswer) -> usize {
    let Some((_, node)) = form.node(&answer.code) else { return 0 };
    let label = node.label.0.values().map(|text| escaped(text)).max().unwrap_or_default();
    let value = match node.kind.list() {
        // Labels of choices are a line long.
        Some(_) => answer.value.split_whitespace().count() * 120,
        None => escaped(&answer.value),
    };
    MARKUP + label + value + escaped(&answer.comment) + escaped(&answer.reason)
}

/// Bytes of the excerpt of a text in HTML.
fn escaped(text: &str) -> usize {
    let bytes = |c: char| if matches!(c, '<' | '>' | '&' | '"' | '\'') { 5 } else { c.len_utf8() };
    text.chars().take(EXCERPT).map(bytes).sum()
}

/// Which States stand on which page: as many as the bounds let.
fn pages_of(weights: &[usize]) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut start, mut filled) = (0, 0);
    for (at, weight) in weights.iter().enumerate() {
        if at > start && (at - start == PAGE_STATES || filled + weight > PAGE_BYTES) {
            pages.push(start..at);
            (start, filled) = (at, 0);
        }
        filled += weight;
    }
    if start < weights.len() {
        pages.push(start..weights.len());
    }
    pages
}

/// Cuts a text at the end of a word; true where something is left out.
fn excerpt(text: &mut String) -> bool {
    let Some((end, _)) = text.char_indices().nth(EXCERPT) else { return false };
    let kept = text.get(..end).unwrap_or_default();
    let word = kept.rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end);
    text.truncate(word);
    text.push_str(" …");
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_the_end_of_a_word() {
        let mut text = "détail ".repeat(200);
        assert!(excerpt(&mut text));
        assert!(text.ends_with("détail …"));
        assert!(text.chars().count() <= EXCERPT + 2);
    }

    #[test]
    fn a_short_text_and_one_without_spaces_are_no_danger() {
        let mut short = "Oui.".to_owned();
        assert!(!excerpt(&mut short));
        assert_eq!(short, "Oui.");
        let mut long = "é".repeat(EXCERPT * 2);
        assert!(excerpt(&mut long));
        assert_eq!(long.chars().count(), EXCERPT + 2);
    }

    #[test]
    fn every_state_stands_on_one_page() {
        assert!(pages_of(&[]).is_empty());
        assert_eq!(pages_of(&[10; 60]), vec![0..25, 25..50, 50..60]);
        // Long answers: fewer States to a page, and one alone where it fills a page.
        assert_eq!(pages_of(&[PAGE_BYTES / 2; 5]), vec![0..2, 2..4, 4..5]);
        assert_eq!(pages_of(&[PAGE_BYTES * 2; 2]), vec![0..1, 1..2]);
    }
}
