//! What has changed in a year's questionnaire since the one before, by section, with both wordings: for the people of a State.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::year_of;
use crate::domain::access::Read;
use crate::domain::cycle::CycleOfYear;
use crate::domain::db::Ctx;
use crate::domain::questionnaire::{Form, Node, Reworded, Turned};
use crate::domain::report::{self, FormNews};
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::response::Said;
use crate::web::visit::Visit;

/// A question as one of the forms asks it.
struct Wording {
    label: Said,
    hint: Said,
    choices: Vec<Said>,
}

struct Line {
    code: String,
    /// What has changed, in words.
    what: String,
    then: Option<Wording>,
    now: Option<Wording>,
}

struct Section {
    code: String,
    title: Said,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "reading/changes.html")]
struct ChangesPage {
    page: Page,
    year: i32,
    /// The year before; nothing where there is none to compare with.
    before: Option<i32>,
    summary: String,
    sections: Vec<Section>,
}

/// The page.
pub async fn page(visit: Visit, path: web::Path<String>) -> Result<HttpResponse, Fault> {
    let year = year_of(&path).map_err(|error| visit.fault(error))?;
    let work = move |ctx: &mut Ctx<'_>| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        report::form_news(ctx, &cycle)
    };
    let news = visit.app.db.read(visit.actor(), work).await.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let title = words.plain("news-form-title", &[("year", year.to_string())]);
    let page = ChangesPage {
        page: Page::new(&visit, &title).under("/", words.t("home-title")),
        year,
        before: news.as_ref().map(|news| news.before),
        summary: news.as_ref().and_then(|news| summary(words, news)).unwrap_or_default(),
        sections: news.as_ref().map(|news| sections(words, news)).unwrap_or_default(),
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// "2 new, 1 changed, 1 taken away."; nothing where nothing has changed.
pub fn summary(words: Words, news: &FormNews) -> Option<String> {
    let all = || news.sections.iter().flat_map(|section| &section.questions).map(|(_, turned)| turned);
    let line = |key: &str, count: usize| (count > 0).then(|| words.t1(key, "count", count));
    let parts: Vec<String> = [
        line("news-form-new", all().filter(|turned| matches!(turned, Turned::New)).count()),
        line("news-form-changed", all().filter(|turned| matches!(turned, Turned::Changed(_))).count()),
        line("news-form-gone", all().filter(|turned| matches!(turned, Turned::Gone)).count()),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn sections(words: Words, news: &FormNews) -> Vec<Section> {
    let (old, new) = (&*news.old, &*news.new);
    let title = |code: &str| {
        let found = new.node(code).map(|(_, node)| (new, node)).or_else(|| old.node(code).map(|(_, node)| (old, node)));
        found.map(|(form, node)| Said::of(&node.label, words, form)).unwrap_or_default()
    };
    let line = |(code, turned): &(String, Turned)| {
        let (then, now) = (old.node(code).map(|(_, node)| node), new.node(code).map(|(_, node)| node));
        let (what, changed) = match turned {
            Turned::New => (words.t("news-is-new"), Reworded::default()),
            Turned::Gone => (words.t("news-is-gone"), Reworded::default()),
            Turned::Changed(changed) => (changed_words(words, *changed), *changed),
        };
        Line {
            code: code.clone(),
            what,
            then: then.map(|node| wording(words, old, node, changed)),
            now: now.map(|node| wording(words, new, node, changed)),
        }
    };
    let section = |section: &crate::domain::questionnaire::SectionTurned| Section {
        code: section.code.clone(),
        title: title(&section.code),
        lines: section.questions.iter().map(line).collect(),
    };
    news.sections.iter().map(section).collect()
}

fn changed_words(words: Words, changed: Reworded) -> String {
    let parts = [
        (changed.label, "news-other-label"),
        (changed.hint, "news-other-hint"),
        (changed.choices, "news-other-choices"),
        (changed.kind, "news-other-kind"),
    ];
    parts.iter().filter(|(is, _)| *is).map(|(_, key)| words.t(key)).collect::<Vec<_>>().join(", ")
}

/// The question, with its hint and its choices where these have changed.
fn wording(words: Words, form: &Form, node: &Node, changed: Reworded) -> Wording {
    let choices = if changed.choices { form.choices(node) } else { &[] };
    Wording {
        label: Said::label_alone(node, words, form),
        hint: if changed.hint { Said::of(&node.hint, words, form) } else { Said::default() },
        choices: choices.iter().map(|choice| Said::of(&choice.label, words, form)).collect(),
    }
}
