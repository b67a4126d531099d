//! One question across all States: choices as counts with the names behind them, everything else as a readable column of excerpts, some
//! States to a page.
//!
//! Names come first and numbers stand beside them; nothing is ranked, and the order of choices is the form's. The page is made of
//! one pass over what the States give, because it is the one that grows with their number.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::questions::{has_page, listed};
use super::render::{self, ReadLine, ReadRow, ReadValue};
use super::{CycleFacts, around, page_of_cycle, reading, year_of};
use crate::domain::access::Read;
use crate::domain::cycle::CycleOfYear;
use crate::domain::error::Error;
use crate::domain::ids::StateId;
use crate::domain::publication::{self, Asked, ByQuestion, Choosing, GivenBy, Span};
use crate::domain::questionnaire::{Form, Kind, Node, Visibility};
use crate::domain::report;
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Crumb, Page};
use crate::web::names;
use crate::web::response::Said;
use crate::web::visit::Visit;

/// Most names behind the counts that lead to their State's response; more than these stand as names only, so that the page stays
/// light where many States choose many things.
const LINKED: usize = 400;

/// A State behind a count.
#[derive(Debug, Clone)]
struct Named {
    id: String,
    name: String,
}

/// The States behind a count, in order.
#[derive(Debug, Default)]
struct Names {
    open: Vec<Named>,
    /// Those that say so to the Court only.
    court_only: Vec<Named>,
}

impl Names {
    fn add(&mut self, name: Named, court_only: bool) {
        if court_only { &mut self.court_only } else { &mut self.open }.push(name);
    }

    fn len(&self) -> usize {
        self.open.len() + self.court_only.len()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A choice, with the States that make it.
struct Tally {
    label: Said,
    states: Names,
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
    declined: Names,
    /// The names lead to the responses.
    linked: bool,
    /// Of an order of choices, what stands first in it is counted.
    ranked: bool,
    /// What is said most often, where one choice is: its label and how many States say it.
    finding: Option<(String, usize)>,
}

/// A page of States, with the names of the first and the last.
struct PartLink {
    number: usize,
    first: String,
    last: String,
    count: usize,
    here: bool,
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
    parts: Vec<PartLink>,
    /// The place of the first and the last State of this page among those that say something in words.
    shown: (usize, usize, usize),
    before: Option<Crumb>,
    after: Option<Crumb>,
}

impl ByQuestionPage {
    /// The page of States behind this one.
    fn next(&self) -> Option<&PartLink> {
        let here = self.parts.iter().position(|part| part.here)?;
        self.parts.get(here + 1)
    }

    fn is_first(&self) -> bool {
        self.parts.first().is_none_or(|part| part.here)
    }
}

/// The page of States as it stands in the address; what is no number is the first.
#[derive(Deserialize, Default)]
pub struct Part {
    #[serde(default)]
    page: String,
}

/// The page.
pub async fn page(
    visit: Visit,
    path: web::Path<(String, String)>,
    part: web::Query<Part>,
) -> Result<HttpResponse, Fault> {
    let (year, code) = path.into_inner();
    let year = year_of(&year).map_err(|error| visit.fault(error))?;
    let number = part.page.parse().unwrap_or(1);
    let (app, language) = (visit.app.clone(), visit.language);
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let form = publication::form_of(ctx, &cycle)?;
        // Asked before anything is opened: what has no page is not read, and so not recorded as read.
        let (index, node) = form.node(&code).ok_or(Error::NotFound)?;
        if !has_page(&form, index, node) {
            return Err(Error::NotFound);
        }
        let order = |states: &mut Vec<StateId>| names::sort_by_state(&app, language, states, |state| state);
        let question = publication::by_question(ctx, &cycle, &Asked { code: &code, page: number, order: &order })?;
        let readable = report::responded(ctx, &cycle)?.iter().filter(|row| row.readable).count();
        Ok((cycle.into_row().0, question, readable))
    };
    let (cycle, question, readable) = reading(&visit, work).await?;
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
    let label = Said::label_alone(node, words, form);
    let year = cycle.year;
    let all = words.plain("reading-questions-title", &[("year", year.to_string())]);
    let mut title = format!("{}. {}", node.code, label.text);
    if question.number > 1 {
        let of = [("number", question.number.to_string()), ("of", question.pages.len().to_string())];
        title = format!("{title} ({})", words.plain("reading-part-title", &of));
    }
    let page = page_of_cycle(visit, year, &title).under(format!("/cycles/{year}/questions"), all);
    let (before, after) = around(ways(words, form, year), &address(year, &node.code));
    let counted = !form.choices(node).is_empty();
    let before_these: usize = question.pages.iter().take(question.number.saturating_sub(1)).map(|p| p.count).sum();
    let in_words = question.pages.iter().map(|page| page.count).sum();
    Some(ByQuestionPage {
        page,
        cycle,
        code: node.code.clone(),
        label,
        legal_basis: node.legal_basis.clone().unwrap_or_default(),
        counts: (counted && question.number == 1).then(|| counts(visit, question, node)),
        given: given(visit, question, node, counted),
        saying: question.answering,
        readable,
        marks: question.marks_court_only,
        edit: None,
        within: String::new(),
        parts: parts(visit, question),
        shown: (before_these + 1, before_these + question.given.len(), in_words),
        before,
        after,
    })
}

/// The pages of States, where there are several.
fn parts(visit: &Visit, question: &ByQuestion) -> Vec<PartLink> {
    let name = |state: &StateId| visit.app.names.of(state, visit.language);
    let link = |(number, span): (usize, &Span)| PartLink {
        number,
        first: name(&span.first),
        last: name(&span.last),
        count: span.count,
        here: number == question.number,
    };
    if question.pages.len() < 2 { Vec::new() } else { (1..).zip(&question.pages).map(link).collect() }
}

fn address(year: i32, code: &str) -> String {
    let code = percent_encoding::utf8_percent_encode(code, percent_encoding::NON_ALPHANUMERIC);
    format!("/cycles/{year}/questions/{code}")
}

fn ways(words: Words, form: &Form, year: i32) -> Vec<Crumb> {
    let link = |(_, node): (usize, &Node)| Crumb {
        href: address(year, &node.code),
        words: format!("{}. {}", node.code, Said::label_alone(node, words, form).text),
    };
    listed(form).into_iter().map(link).collect()
}

/// Counts every choice in one pass. A State counts once for a choice, however many entries of a repeat make it.
fn counts(visit: &Visit, question: &ByQuestion, node: &Node) -> Counts {
    let (words, form) = (visit.words(), question.form.as_ref());
    let choices = form.choices(node);
    let places: HashMap<&str, usize> =
        choices.iter().enumerate().map(|(n, choice)| (choice.name.as_str(), n)).collect();
    let mut behind: Vec<Names> = choices.iter().map(|_| Names::default()).collect();
    let mut declined = Names::default();
    let mut answering = 0;
    for state in &question.choosing {
        let named = Named { id: state.state.to_string(), name: visit.app.names.of(&state.state, visit.language) };
        let chosen = chosen(state, node, &places);
        answering += usize::from(!chosen.is_empty());
        for (place, court_only) in chosen {
            if let Some(states) = behind.get_mut(place) {
                states.add(named.clone(), court_only);
            }
        }
        if let Some(answer) = state.answers.iter().find(|answer| answer.declined) {
            declined.add(named, answer.visibility == Visibility::Court);
        }
    }
    let tally = |(choice, states): (&crate::domain::questionnaire::Choice, Names)| Tally {
        label: render::choice_words(words, form, node, &choice.name),
        share: (states.len() * 100).checked_div(answering).unwrap_or_default(),
        states,
    };
    let tallies: Vec<Tally> = choices.iter().zip(behind).map(tally).collect();
    let ranked = matches!(node.kind, Kind::Rank { .. });
    let linked = tallies.iter().map(|tally| tally.states.len()).sum::<usize>() + declined.len() <= LINKED;
    Counts { finding: finding(&tallies), tallies, answering, declined, linked, ranked }
}

/// The places of what a State chooses, each once, and whether it does so for the Court only. Of a rank, what it puts first.
fn chosen(state: &Choosing, node: &Node, places: &HashMap<&str, usize>) -> Vec<(usize, bool)> {
    let most = if matches!(node.kind, Kind::Rank { .. }) { 1 } else { usize::MAX };
    let mut chosen: Vec<(usize, bool)> = Vec::new();
    for answer in &state.answers {
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

/// What each State of this page says in words. Beside counts that is what it adds to its choice.
fn given(visit: &Visit, question: &ByQuestion, node: &Node, counted: bool) -> Vec<Given> {
    let words = visit.words();
    let each = |given: &GivenBy| {
        let (mut rows, mut lines) = (Vec::new(), Vec::new());
        if node.kind.is_container() {
            lines = render::lines_at(words, given.view.as_ref(), question.node, "");
            rows.extend(whole(&mut lines));
        } else {
            rows = render::rows_of(words, given.view.as_ref(), node);
        }
        if counted {
            // The table holds the rest.
            rows.iter_mut().filter(|row| !row.is_ranked()).for_each(|row| row.value = ReadValue::Nothing);
            let adds = |row: &ReadRow| !(row.comment.is_empty() && row.reason.is_empty() && row.attached.is_empty());
            rows.retain(|row| row.is_ranked() || adds(row));
        }
        let anchor = rows.first().map_or_else(|| node.code.clone(), |row| row.key.clone());
        without_keys(&mut rows, &mut lines);
        if given.entries_cut {
            without_counts(&mut lines);
        }
        Given {
            id: given.state.to_string(),
            name: visit.app.names.of(&given.state, visit.language),
            anchor,
            rows,
            lines,
            cut: given.cut,
        }
    };
    question.given.iter().map(each).collect()
}

/// Takes what is said of a group or repeat as a whole out of its lines: its label is the heading of the page.
pub(in crate::web) fn whole(lines: &mut Vec<ReadLine>) -> Option<ReadRow> {
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

/// Takes off the keys, which would stand on the page once for each State.
pub(in crate::web) fn without_keys(rows: &mut [ReadRow], lines: &mut [ReadLine]) {
    let inside = lines.iter_mut().filter_map(ReadLine::row_mut);
    rows.iter_mut().chain(inside).for_each(|row| row.key.clear());
}

/// Takes off how many entries there are, where not all of them are on the page.
fn without_counts(lines: &mut [ReadLine]) {
    for line in lines {
        if let ReadLine::EntryBegin { count, .. } = line {
            *count = 0;
        }
    }
}
