//! Two texts for one answer, side by side, one to be chosen.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::items::{Said, key_of};
use super::sheet::value_words;
use super::{page_under, response_id};
use crate::domain::Error;
use crate::domain::access::Edit;
use crate::domain::response::{self, Body, Choice, Section, draft};
use crate::web::errors::Fault;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// One of the two texts.
struct Version {
    by: String,
    when: String,
    value: String,
    comment: String,
    declined: bool,
    reason: String,
}

#[derive(Template)]
#[template(path = "response/rival.html")]
struct RivalPage {
    page: Page,
    code: String,
    label: Said,
    standing: Version,
    rival: Version,
    version: i32,
    moved: bool,
    back: String,
}

/// The page.
pub async fn page(visit: Visit, path: web::Path<(String, String, String)>) -> Result<HttpResponse, Fault> {
    show(&visit, &path.into_inner(), false).await
}

async fn show(visit: &Visit, path: &(String, String, String), moved: bool) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (id, code, rival) = path;
    let key = (response_id(id).map_err(fail)?, code.clone());
    let which = rival.parse().map_err(|_| fail(Error::NotFound))?;
    let (found, draft, year) = visit
        .app
        .db
        .read(visit.actor(), move |ctx| {
            let section = ctx.permit::<Edit, Section>(&key)?;
            let found = response::waiting(ctx, &section, &which)?;
            Ok((found, draft::around(ctx, &section)?, section.row().response.cycle.year))
        })
        .await
        .map_err(fail)?;
    let (_, node) = draft.form.node(&found.place.code).ok_or(Error::NotFound).map_err(fail)?;
    let words = visit.words();
    let stands = draft.answers.get(&found.place);
    let name = |id| draft.names.get(id).cloned().unwrap_or_default();
    let version = |body: &Body, by: String, when: String| Version {
        by,
        when,
        value: value_words(words, &draft.form, node, &body.value).join("\n"),
        comment: body.comment.clone(),
        declined: body.declined,
        reason: body.reason.clone(),
    };
    let empty = Body::default();
    let back = format!("/responses/{id}/sections/{code}");
    let page = RivalPage {
        page: page_under(visit, "rival-title", id, code, year, &format!("#q-{}", key_of(&found.place))),
        code: node.code.clone(),
        label: Said::label_alone(node, words, &draft.form),
        standing: version(
            stands.map_or(&empty, |answer| &answer.body),
            stands.map(|answer| name(&answer.changed_by)).unwrap_or_default(),
            stands.map(|answer| words.recently(answer.changed_at, visit.now)).unwrap_or_default(),
        ),
        rival: version(&found.body, name(&found.written_by), words.recently(found.written_at, visit.now)),
        version: stands.map_or(0, |answer| answer.stamp.version),
        moved,
        back,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// Keeps one of the two. Where somebody has saved again meanwhile, the page is shown anew with what stands now.
pub async fn settle(
    visit: Visit,
    path: web::Path<(String, String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let path = path.into_inner();
    let (id, code, rival) = &path;
    let choice = match posted.get("keep") {
        "rival" => Choice::Rival,
        "standing" => Choice::Standing,
        _ => return show(&visit, &path, false).await,
    };
    let version: i32 = posted.read(&visit, "version")?;
    let key = (response_id(id).map_err(fail)?, code.clone());
    let rival = rival.parse().map_err(|_| fail(Error::NotFound))?;
    let settled = visit
        .app
        .db
        .write(visit.actor(), move |ctx| {
            let section = ctx.permit::<Edit, Section>(&key)?;
            match response::settle(ctx, &section, &rival, choice, version) {
                // A second click, or a colleague's: it was chosen between the two already.
                Err(Error::NotFound) => Ok(true),
                settled => settled,
            }
        })
        .await
        .map_err(fail)?;
    if settled {
        Ok(layout::see(format!("/responses/{id}/sections/{code}?saved=1")))
    } else {
        show(&visit, &path, true).await
    }
}
