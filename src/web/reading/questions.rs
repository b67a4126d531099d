//! The questions of a cycle's form, section by section, each leading to its answers across all States.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::{CycleFacts, page_of_cycle, year_of};
use crate::domain::access::Read;
use crate::domain::cycle::CycleOfYear;
use crate::domain::publication;
use crate::domain::questionnaire::{Form, Kind, Node};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::response::Said;
use crate::web::visit::Visit;

struct QuestionLine {
    code: String,
    label: Said,
}

struct SectionLines {
    code: String,
    title: Said,
    questions: Vec<QuestionLine>,
}

#[derive(Template)]
#[template(path = "reading/questions.html")]
struct QuestionsPage {
    page: Page,
    cycle: CycleFacts,
    sections: Vec<SectionLines>,
}

/// The page.
pub async fn page(visit: Visit, path: web::Path<String>) -> Result<HttpResponse, Fault> {
    let year = year_of(&path).map_err(|error| visit.fault(error))?;
    let work = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let form = publication::form_of(ctx, &cycle)?;
        Ok((cycle.into_row().0, form))
    };
    let (cycle, form) = visit.app.db.read(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let title = words.plain("reading-questions-title", &[("year", year.to_string())]);
    let page = QuestionsPage {
        page: page_of_cycle(&visit, year, &title),
        cycle: CycleFacts::of(&visit, &cycle),
        sections: sections(words, &form),
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn sections(words: Words, form: &Form) -> Vec<SectionLines> {
    let line = |(_, node): (usize, &Node)| QuestionLine {
        code: node.code.clone(),
        label: Said::label_alone(node, words, form),
    };
    let of = |(index, node): (usize, &Node)| SectionLines {
        code: node.code.clone(),
        title: Said::of(&node.label, words, form),
        questions: listed_in(form, index).into_iter().map(line).collect(),
    };
    form.top_level().map(of).filter(|section| !section.questions.is_empty()).collect()
}

/// The questions of a section that have a page, in the order of the form. A group has one and so has each of its questions, which
/// stand for themselves; a repeat has one for all that its entries say.
fn listed_in(form: &Form, section: usize) -> Vec<(usize, &Node)> {
    let Some(node) = form.nodes.get(section) else { return Vec::new() };
    let nodes = form.nodes.iter().enumerate().take(node.end).skip(section);
    nodes.filter(|(index, node)| node.repeat.is_none() && has_page(form, *index, node)).collect()
}

/// Every question that has a page, in the order of the form.
pub(super) fn listed(form: &Form) -> Vec<(usize, &Node)> {
    form.top_level().flat_map(|(section, _)| listed_in(form, section)).collect()
}

/// Whether answers to this can be looked at across States: to a question, a group or a repeat, but not to a whole section.
pub(super) fn has_page(form: &Form, index: usize, node: &Node) -> bool {
    match node.kind {
        Kind::Group => {
            let inside = form.nodes.get(index..node.end).unwrap_or_default();
            node.parent.is_some() && inside.iter().any(|node| node.kind.takes_answer())
        }
        Kind::Repeat => true,
        Kind::Calculate => !node.label.is_empty(),
        Kind::Note | Kind::Hidden => false,
        Kind::Text { .. }
        | Kind::Integer
        | Kind::Decimal
        | Kind::Date
        | Kind::DateTime
        | Kind::Time
        | Kind::SelectOne { .. }
        | Kind::SelectMultiple { .. }
        | Kind::Rank { .. }
        | Kind::Range { .. }
        | Kind::Acknowledge
        | Kind::File => true,
    }
}
