//! One question across all States: choices as counts with the names behind them, everything else as a readable column.
//!
//! Names come first and numbers stand beside them; nothing is ranked, and the order of choices is the form's. The page is made of
//! one pass over what the States give, because it is the one that grows with their number.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use askama::Template;

use super::questions::{has_page, listed};
use super::render::{self, ReadLine, ReadRow, ReadValue};
use super::{CycleFacts, around, page_of_cycle, reading, year_of};
use crate::domain::access::Read;
use crate::domain::cycle::CycleOfYear;
use crate::domain::error::Error;
use crate::domain::ids::StateId;
use crate::domain::publication::{self, ByQuestion, GivenBy};
use crate::domain::questionnaire::{Form, Kind, Node, Visibility};
use crate::domain::report;
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Crumb, Page};
use crate::web::names;
use crate::web::response::Said;
use crate::web::visit::Visit;

/// Characters of a text that are shown before "read in full".
const EXCERPT: usize = 600;

/// A State behind a count.
#[derive(Debug, Clone)]
struct Named {
    id: String,
    name: String,
    court_only: bool,
}

/// A choice, with the States that make it.
struct Tally {
    label: Said,
    states: Vec<Named>,
    /// Of a hundred, for the bar.
    share: usize,
}

/// What one State says in words.
struct Given {
    id: String,
    name: String,
    /// Where its answer stands on the page of its response.
    anchor: String,
    /// The answer to a single question, in each entry that it stands in.
    rows: Vec<ReadRow>,
    /// What stands in a group or a repeat.
    lines: Vec<ReadLine>,
    /// A text goes on on the page of the response.
    cut: bool,
}

/// The counts of a choice question, and what they are counts of.
struct Counts {
    tallies: Vec<Tally>,
    /// States that choose something.
    answering: usize,
    declined: Vec<Named>,
    /// Of an order of choices, what stands first in it is counted.
    ranked: bool,
    /// What is said most often, where one choice is: its label and how many States say it.
    finding: Option<(String, usize)>,
}

#[derive(Template)]
#[template(path = "reading/by_question.html")]
struct ByQuestionPage {
    page: Page,
    cycle: CycleFacts,
    code: String,
    label: Said,
    legal_basis: String,
    counts: Option<Counts>,
    given: Vec<Given>,
    /// States that answer, and those whose responses can be read.
    saying: usize,
    readable: usize,
    marks: bool,
    edit: Option<String>,
    within: String,
    before: Option<Crumb>,
    after: Option<Crumb>,
}

/// The page.
pub async fn page(visit: Visit, path: web::Path<(String, String)>) -> Result<HttpResponse, Fault> {
    let (year, code) = path.into_inner();
    let year = year_of(&year).map_err(|error| visit.fault(error))?;
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let form = publication::form_of(ctx, &cycle)?;
        // Asked before anything is opened: what has no page is not read, and so not recorded as read.
        let (index, node) = form.node(&code).ok_or(Error::NotFound)?;
        if !has_page(&form, index, node) {
            return Err(Error::NotFound);
        }
        let question = publication::by_question(ctx, &cycle, &code)?;
        let readable = report::responded(ctx, &cycle)?.iter().filter(|row| row.readable).count();
        Ok((cycle.into_row().0, question, readable))
    };
    let (cycle, mut question, readable) = reading(&visit, work).await?;
    names::sort_by_state(&visit.app, visit.language, &mut question.given, |given| &given.state);
    let page = by_question_page(&visit, CycleFacts::of(&visit, &cycle), &question, readable);
    let page = page.ok_or(Error::NotFound).map_err(|error| visit.fault(error))?;
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn by_question_page(
    visit: &Visit,
    cycle: CycleFacts,
    question: &ByQuestion,
    readable: usize,
) -> Option<ByQuestionPage> {
    let words = visit.words();
    let form = question.form.as_ref();
    let node = form.nodes.get(question.node)?;
    let label = Said::of(&node.label, words, form);
    let year = cycle.year;
    let all = words.plain("reading-questions-title", &[("year", year.to_string())]);
    let page = page_of_cycle(visit, year, &format!("{}. {}", node.code, label.text))
        .under(format!("/cycles/{year}/questions"), all);
    let (before, after) = around(ways(words, form, year), &address(year, &node.code));
    let counts = form.choices(node).first().map(|_| counts(visit, question, node));
    Some(ByQuestionPage {
        page,
        cycle,
        code: node.code.clone(),
        label,
        legal_basis: node.legal_basis.clone().unwrap_or_default(),
        given: given(visit, question, node, counts.is_some()),
        saying: question.given.iter().filter(|given| answers(given)).count(),
        counts,
        readable,
        marks: question.marks_court_only,
        edit: None,
        within: String::new(),
        before,
        after,
    })
}

/// True where a State gives an answer, and not only a reason for none or a comment.
fn answers(given: &GivenBy) -> bool {
    given.view.document().answers.iter().any(|answer| !answer.value.is_empty())
}

fn address(year: i32, code: &str) -> String {
    let code = percent_encoding::utf8_percent_encode(code, percent_encoding::NON_ALPHANUMERIC);
    format!("/cycles/{year}/questions/{code}")
}

fn ways(words: Words, form: &Form, year: i32) -> Vec<Crumb> {
    let link = |(_, node): (usize, &Node)| Crumb {
        href: address(year, &node.code),
        words: format!("{}. {}", node.code, Said::of(&node.label, words, form).text),
    };
    listed(form).into_iter().map(link).collect()
}

fn named(visit: &Visit, state: &StateId, court_only: bool) -> Named {
    Named { id: state.to_string(), name: visit.app.names.of(state, visit.language), court_only }
}

/// Counts every choice in one pass. A State counts once for a choice, however many entries of a repeat make it.
fn counts(visit: &Visit, question: &ByQuestion, node: &Node) -> Counts {
    let (words, form) = (visit.words(), question.form.as_ref());
    let choices = form.choices(node);
    let places: HashMap<&str, usize> =
        choices.iter().enumerate().map(|(n, choice)| (choice.name.as_str(), n)).collect();
    let mut behind: Vec<Vec<Named>> = vec![Vec::new(); choices.len()];
    let mut declined = Vec::new();
    let mut answering = 0;
    for given in &question.given {
        let chosen = chosen(given, node, &places);
        answering += usize::from(!chosen.is_empty());
        for (place, court_only) in chosen {
            if let Some(states) = behind.get_mut(place) {
                states.push(named(visit, &given.state, court_only));
            }
        }
        let mut answers = given.view.document().answers.iter().filter(|answer| answer.code == node.code);
        if let Some(answer) = answers.find(|answer| answer.declined) {
            declined.push(named(visit, &given.state, answer.visibility == Visibility::Court));
        }
    }
    let tally = |(choice, states): (&crate::domain::questionnaire::Choice, Vec<Named>)| Tally {
        label: render::choice_words(words, form, node, &choice.name),
        share: (states.len() * 100).checked_div(answering).unwrap_or_default(),
        states,
    };
    let tallies: Vec<Tally> = choices.iter().zip(behind).map(tally).collect();
    let ranked = matches!(node.kind, Kind::Rank { .. });
    Counts { finding: finding(&tallies), tallies, answering, declined, ranked }
}

/// The places of what a State chooses, each once, and whether it does so for the Court only. Of a rank, what it puts first.
fn chosen(given: &GivenBy, node: &Node, places: &HashMap<&str, usize>) -> Vec<(usize, bool)> {
    let most = if matches!(node.kind, Kind::Rank { .. }) { 1 } else { usize::MAX };
    let mut chosen: Vec<(usize, bool)> = Vec::new();
    for answer in given.view.document().answers.iter().filter(|answer| answer.code == node.code) {
        let court_only = answer.visibility == Visibility::Court;
        for place in answer.value.split_whitespace().take(most).filter_map(|name| places.get(name)) {
            match chosen.iter_mut().find(|(known, _)| known == place) {
                // What one entry says to everybody is said to everybody.
                Some((_, known)) => *known &= court_only,
                None => chosen.push((*place, court_only)),
            }
        }
    }
    chosen
}

/// What is said most often, unless several things are.
fn finding(tallies: &[Tally]) -> Option<(String, usize)> {
    let most = tallies.iter().map(|tally| tally.states.len()).max().filter(|most| *most > 0)?;
    let mut first = tallies.iter().filter(|tally| tally.states.len() == most);
    let only = first.next()?;
    first.next().is_none().then(|| (only.label.text.clone(), most))
}

/// What each State says in words. Beside counts that is what it adds to its choice.
fn given(visit: &Visit, question: &ByQuestion, node: &Node, counted: bool) -> Vec<Given> {
    let words = visit.words();
    let each = question.given.iter().map(|given| {
        let (mut rows, mut lines) = (Vec::new(), Vec::new());
        if node.kind.is_container() {
            lines = render::lines_at(words, given.view.as_ref(), question.node);
            rows.extend(whole(&mut lines));
        } else {
            rows = render::rows_of(words, given.view.as_ref(), node);
        }
        if counted {
            // The table holds the rest.
            rows.iter_mut().filter(|row| !row.is_ranked()).for_each(|row| row.value = ReadValue::Nothing);
            rows.retain(|row| row.is_ranked() || !row.comment.is_empty() || !row.reason.is_empty());
        }
        let anchor = rows.first().map_or_else(|| node.code.clone(), |row| row.key.clone());
        let cut = shorten(&mut rows, &mut lines);
        Given {
            id: given.state.to_string(),
            name: visit.app.names.of(&given.state, visit.language),
            anchor,
            rows,
            lines,
            cut,
        }
    });
    each.filter(|given| !given.rows.is_empty() || !given.lines.is_empty()).collect()
}

/// Takes what is said of a group or repeat as a whole out of its lines: its label is the heading of the page.
fn whole(lines: &mut Vec<ReadLine>) -> Option<ReadRow> {
    match lines.first() {
        Some(ReadLine::GroupBegin(head)) => {
            let head = head.as_ref().clone();
            lines.remove(0);
            lines.pop();
            Some(head)
        }
        Some(ReadLine::Row(row)) => {
            let row = row.as_ref().clone();
            lines.clear();
            Some(row)
        }
        Some(ReadLine::GroupEnd | ReadLine::EntryBegin { .. } | ReadLine::EntryEnd) | None => None,
    }
}

/// Shortens what is long, and takes off the keys, which would stand on the page once for each State.
fn shorten(rows: &mut [ReadRow], lines: &mut [ReadLine]) -> bool {
    let inside = lines.iter_mut().filter_map(|line| match line {
        ReadLine::Row(row) | ReadLine::GroupBegin(row) => Some(row.as_mut()),
        ReadLine::GroupEnd | ReadLine::EntryBegin { .. } | ReadLine::EntryEnd => None,
    });
    let mut cut = false;
    for row in rows.iter_mut().chain(inside) {
        row.key.clear();
        if let ReadValue::Text(text) = &mut row.value {
            cut |= excerpt(text);
        }
        cut |= excerpt(&mut row.comment);
    }
    cut
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
}
