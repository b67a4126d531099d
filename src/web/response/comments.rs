//! Internal comments: those on one question, with a form to write another, and the open ones of the whole response.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::items::{Said, key_of, place_of};
use super::section::response_title;
use super::{page_under, response_id};
use crate::domain::Error;
use crate::domain::access::{Edit, Read};
use crate::domain::ids::{AccountId, CommentId};
use crate::domain::response::comments::{self, Comment, CommentRow, Which};
use crate::domain::response::draft;
use crate::domain::response::{Response, Section};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A comment as a page shows it.
struct Item {
    id: CommentId,
    text: String,
    by: String,
    when: String,
    to: Option<String>,
    to_me: bool,
    resolved: bool,
    /// "Resolved by N. Diop, 4 May 2027"; empty where nobody has turned it.
    turned: String,
    may_turn: bool,
    /// The question's code, and where its comments are.
    code: String,
    href: String,
}

/// A colleague in the list of addressees.
struct Addressee {
    id: AccountId,
    name: String,
    role: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "response/comments.html")]
struct ThreadPage {
    page: Page,
    id: String,
    code: String,
    label: Said,
    items: Vec<Item>,
    writes: bool,
    closed: bool,
    removed: bool,
    addressees: Vec<Addressee>,
    next: CommentId,
    typed: String,
    most: usize,
    error: Option<String>,
    here: String,
    back: String,
}

#[derive(Template)]
#[template(path = "response/comments-open.html")]
struct OpenPage {
    page: Page,
    id: String,
    items: Vec<Item>,
    only_mine: bool,
    to_me: i64,
    all: i64,
    left_out: bool,
}

impl OpenPage {
    /// Where one comes back to after a comment was turned.
    fn back(&self) -> &'static str {
        if self.only_mine { "mine" } else { "all" }
    }
}

/// What was typed and could not be kept.
#[derive(Default)]
struct Typed {
    text: String,
    to: String,
    error: Option<String>,
}

/// The comments on a question.
pub async fn page(visit: Visit, path: web::Path<(String, String, String)>) -> Result<HttpResponse, Fault> {
    show(&visit, &path.into_inner(), Typed::default()).await
}

async fn show(
    visit: &Visit,
    (id, code, question): &(String, String, String),
    typed: Typed,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = (response_id(id).map_err(fail)?, code.clone());
    let place = place_of(question);
    let at = place.clone();
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let section = ctx.permit::<Read, Section>(&key)?;
        let draft = draft::around(ctx, &section)?;
        let thread = comments::on_question(ctx, &section, &at)?;
        let response = &section.row().response;
        Ok((draft, thread, response.cycle.year, response.open))
    });
    let (draft, thread, year, open) = opened.await.map_err(fail)?;
    let words = visit.words();
    let (_, node) = draft.form.node(&place.code).ok_or(Error::NotFound).map_err(fail)?;
    let back = format!("/responses/{id}/sections/{code}");
    let addressees = thread.colleagues.into_iter().map(|colleague| Addressee {
        chosen: colleague.id.as_str() == typed.to,
        role: words.t(&format!("role-{}", colleague.role.as_str())),
        id: colleague.id,
        name: colleague.name,
    });
    let status = if typed.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = page_under(visit, "comments-title", id, code, year, &format!("#q-{question}"));
    page.errors = usize::from(typed.error.is_some());
    let page = ThreadPage {
        page,
        id: id.clone(),
        code: node.code.clone(),
        label: Said::label_alone(node, words, &draft.form),
        items: thread.comments.into_iter().map(|comment| item(visit, id, comment)).collect(),
        writes: thread.writes,
        closed: !open,
        removed: thread.removed,
        addressees: addressees.collect(),
        next: thread.next,
        typed: typed.text,
        most: comments::MOST,
        error: typed.error,
        here: format!("{back}/comments/{question}"),
        back: format!("{back}?all=1#q-{question}"),
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn item(visit: &Visit, response: &str, comment: Comment) -> Item {
    let words = visit.words();
    let turned = comment.turned.as_ref().map(|(who, at)| turned(words, comment.resolved, who, words.moment(*at)));
    let key = key_of(&comment.place);
    Item {
        href: format!("/responses/{response}/sections/{}/comments/{key}", comment.section),
        id: comment.id,
        text: comment.text,
        by: comment.by,
        when: words.moment(comment.at),
        to: comment.to,
        to_me: comment.to_me,
        resolved: comment.resolved,
        turned: turned.unwrap_or_default(),
        may_turn: comment.may_turn,
        code: comment.place.code,
    }
}

fn turned(words: Words, resolved: bool, who: &str, when: String) -> String {
    let arguments = [("who", who.to_owned()), ("when", when)];
    if resolved { words.with("comment-resolved-by", &arguments) } else { words.with("comment-opened-by", &arguments) }
}

/// Writes a comment.
pub async fn write(
    visit: Visit,
    path: web::Path<(String, String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let path = path.into_inner();
    let (id, code, question) = &path;
    let text = posted.get("text").to_owned();
    let typed = |error| Typed { text: text.clone(), to: posted.get("to").to_owned(), error };
    // Without what our page filled in there is nothing to be written; it is shown again, to whom it may be shown.
    let Ok(comment) = posted.get("comment").parse::<CommentId>() else { return show(&visit, &path, typed(None)).await };
    let to = match posted.get("to") {
        "" => None,
        to => Some(to.parse::<AccountId>().map_err(|_| fail(Error::NotFound))?),
    };
    let (key, place) = ((response_id(id).map_err(fail)?, code.clone()), place_of(question));
    let body = Arc::new(text.clone());
    let written = visit.app.db.write(visit.actor(), move |ctx| {
        let section = ctx.permit::<Read, Section>(&key)?;
        comments::write(ctx, &section, &comment, &place, &body, to.as_ref())
    });
    match written.await {
        Ok(written) => Ok(layout::see(format!("/responses/{id}/sections/{code}/comments/{question}#c-{written}"))),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, &path, typed(Some(words))).await
        }
        // It closed while somebody wrote: what was typed is shown, to be copied.
        Err(Error::Closed) => show(&visit, &path, typed(Some(visit.words().t("comments-late")))).await,
        Err(error) => Err(fail(error)),
    }
}

/// Resolves a comment, or opens it again.
pub async fn turn(visit: Visit, path: web::Path<(String, String)>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let (id, comment) = path.into_inner();
    let comment: CommentId = comment.parse().map_err(|_| fail(Error::NotFound))?;
    let key = (response_id(&id).map_err(fail)?, comment.clone());
    let resolved = posted.get("turn") != "open";
    let turned = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Edit, CommentRow>(&key)?;
        comments::turn(ctx, &permit, resolved)?;
        Ok(permit.into_row())
    });
    let row = turned.await.map_err(fail)?;
    Ok(layout::see(match posted.get("back") {
        "mine" => format!("/responses/{id}/comments?to=me"),
        "all" => format!("/responses/{id}/comments"),
        _ => format!("/responses/{id}/sections/{}/comments/{}#c-{comment}", row.section, key_of(&row.place)),
    }))
}

/// How the list is asked for.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// `me`: only those addressed to who reads it.
    to: Option<String>,
}

/// The open comments of a response.
pub async fn open(visit: Visit, id: web::Path<String>, asked: web::Query<Asked>) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let response = response_id(&id).map_err(fail)?;
    let only_mine = asked.to.as_deref() == Some("me");
    let which = if only_mine { Which::ToMe } else { Which::All };
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&response)?;
        let listed = comments::of_response(ctx, &permit, which)?;
        Ok((listed, permit.into_row()))
    });
    let (listed, response) = opened.await.map_err(fail)?;
    let words = visit.words();
    let wanted = if only_mine { listed.to_me } else { listed.all };
    let page = OpenPage {
        page: Page::new(&visit, &words.t("comments-open-title"))
            .under("/", words.t("home-title"))
            .under(format!("/responses/{}", response.id), response_title(words, response.cycle.year)),
        id: response.id.to_string(),
        only_mine,
        to_me: listed.to_me,
        all: listed.all,
        left_out: wanted > comments::PER_PAGE,
        items: listed.comments.into_iter().map(|comment| item(&visit, response.id.as_str(), comment)).collect(),
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}
