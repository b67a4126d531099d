//! The whole form on one page, with what is answered so far: to read before one begins, to print for clearance on paper.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::items::{Control, Item, Said};
use super::response_id;
use super::section::response_title;
use super::sheet::Sheet;
use crate::domain::access::Read;
use crate::domain::response::draft::{self, Draft};
use crate::domain::response::{Response, Sight};
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::visit::Visit;

/// A section of the form.
struct Section {
    code: String,
    title: Said,
    hint: Said,
    items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "response/form.html")]
struct FormPage {
    page: Page,
    id: String,
    state: String,
    year: i32,
    expected_by: String,
    sections: Vec<Section>,
    /// Answers are changed in their sections.
    editable: bool,
    preview: bool,
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let id = response_id(&id).map_err(fail)?;
    let opened = visit.app.db.look_up(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&id)?;
        Ok((draft::open(ctx, &permit)?, Sight::of(ctx, &permit)?, permit.into_row()))
    });
    let (draft, sight, response) = opened.await.map_err(fail)?;
    let words = visit.words();
    let page = FormPage {
        page: Page::new(&visit, &words.t("form-title"))
            .under("/", words.t("home-title"))
            .under(format!("/responses/{}", response.id), response_title(words, response.cycle.year)),
        id: response.id.to_string(),
        state: visit.app.names.of(&response.state_id, visit.language),
        year: response.cycle.year,
        expected_by: words.moment(response.cycle.expected_by),
        sections: sections(&visit, &draft, &sight),
        editable: false,
        preview: false,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

fn sections(visit: &Visit, draft: &Draft, sight: &Sight) -> Vec<Section> {
    let (words, form) = (visit.words(), &draft.form);
    let evaluation = draft.evaluation(visit.now);
    let sheet = Sheet {
        words,
        form,
        evaluation: &evaluation,
        draft: Some(draft),
        typed: Default::default(),
        names_missing: false,
        now: visit.now,
        sight: Some(sight),
        beside: None,
    };
    let section = |(index, node): (usize, &crate::domain::questionnaire::Node)| Section {
        code: node.code.clone(),
        title: Said::of(&node.label, words, form),
        hint: Said::of(&node.hint, words, form),
        items: sheet.items(index),
    };
    form.sections().filter(|(_, node)| sight.sees_section(&node.code)).map(section).collect()
}
