//! Clearance inside a State: whom a coordinator has asked to look at the draft, what they said, and the forms to ask and to say it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::response_id;
use super::section::response_title;
use crate::domain::Error;
use crate::domain::access::{Edit, Manage, Read};
use crate::domain::ids::{AccountId, ClearanceId, ResponseId};
use crate::domain::response::clearance::{self, ClearanceRow, Request, Verdict};
use crate::domain::response::{Response, comments};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// A request as the page shows it.
struct Item {
    id: ClearanceId,
    of: String,
    /// "Asked by N. Diop, 4 May 2027".
    asked: String,
    note: String,
    /// "Cleared, 6 May 2027"; empty where nobody has answered.
    answered: String,
    icon: &'static str,
    remarks: String,
    changed_since: bool,
    withdrawn: bool,
    to_me: bool,
    may_withdraw: bool,
    /// What was typed for this request and could not be kept.
    typed: Typed,
}

/// A colleague who can be asked.
struct Askable {
    id: AccountId,
    name: String,
    role: String,
    chosen: bool,
}

/// What was typed and could not be kept.
#[derive(Default, Clone)]
struct Typed {
    /// Which request it answers; none where it makes one.
    request: Option<ClearanceId>,
    text: String,
    to: String,
    verdict: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "response/clearance.html")]
struct ClearancePage {
    page: Page,
    id: String,
    items: Vec<Item>,
    askable: Vec<Askable>,
    next: ClearanceId,
    version: i32,
    open: bool,
    may_ask: bool,
    typed: Typed,
    most: usize,
    /// Where the error stands, and its words.
    error: Option<(String, String)>,
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    show(&visit, &id, Typed::default()).await
}

async fn show(visit: &Visit, id: &str, typed: Typed) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(id).map_err(fail)?;
    let opened = visit.app.db.read(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&key)?;
        let clearance = clearance::of_response(ctx, &permit)?;
        Ok((clearance, permit.into_row()))
    });
    let (clearance, response) = opened.await.map_err(fail)?;
    let words = visit.words();
    let status = if typed.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let error = typed.error.clone().map(|words| {
        let at = typed.request.as_ref().map_or_else(|| "note".to_owned(), |request| format!("remarks-{request}"));
        (at, words)
    });
    let mut page = Page::new(visit, &words.t("clearance-title"))
        .under("/", words.t("home-title"))
        .under(format!("/responses/{id}"), response_title(words, response.cycle.year));
    page.errors = usize::from(error.is_some());
    let askable = clearance.colleagues.into_iter().map(|who| Askable {
        chosen: who.id.as_str() == typed.to,
        role: words.t(&format!("role-{}", who.role.as_str())),
        id: who.id,
        name: who.name,
    });
    let page = ClearancePage {
        page,
        id: id.to_owned(),
        askable: askable.collect(),
        items: clearance.requests.into_iter().map(|request| item(visit, request, &typed)).collect(),
        next: clearance.next,
        version: clearance.version,
        open: response.open,
        may_ask: clearance.may_ask,
        most: comments::MOST,
        // Where nothing can be written any more there is one place for what was typed.
        typed: if typed.request.is_none() || !response.open { typed } else { Typed::default() },
        error,
    };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

fn item(visit: &Visit, request: Request, typed: &Typed) -> Item {
    let words = visit.words();
    let asked = words.with("clearance-asked-by", &[("who", request.by), ("when", words.moment(request.at))]);
    let verdict = request.answer.as_ref().map(|answer| answer.verdict);
    let answered = request.answer.as_ref().map(|answer| {
        let key = match answer.verdict {
            Verdict::Cleared => "clearance-said-cleared",
            Verdict::Remarks => "clearance-said-remarks",
        };
        words.with(key, &[("when", words.moment(answer.at))])
    });
    Item {
        of: request.of,
        asked,
        note: request.note,
        answered: answered.unwrap_or_default(),
        icon: match verdict {
            Some(Verdict::Cleared) => "check",
            Some(Verdict::Remarks) => "comment",
            None => "clock",
        },
        changed_since: request.answer.as_ref().is_some_and(|answer| answer.changed_since),
        remarks: request.answer.map(|answer| answer.remarks).unwrap_or_default(),
        withdrawn: request.withdrawn,
        to_me: request.to_me,
        may_withdraw: request.may_withdraw,
        typed: if typed.request.as_ref() == Some(&request.id) { typed.clone() } else { Typed::default() },
        id: request.id,
    }
}

/// What a deed came to: the page again, with what was typed where it was refused or came too late.
async fn settled(
    visit: &Visit,
    id: &str,
    done: Result<(), Error>,
    typed: impl FnOnce(String) -> Typed,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(()) => Ok(layout::see(format!("/responses/{id}/clearance"))),
        Err(Error::Refused(refusal)) => show(visit, id, typed(refusal_words(visit.words(), &refusal))).await,
        Err(Error::Closed) => show(visit, id, typed(visit.words().t("clearance-late"))).await,
        Err(error) => Err(visit.fault(error)),
    }
}

/// Asks somebody to look.
pub async fn ask(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let key = response_id(&id).map_err(fail)?;
    let (text, to) = (posted.get("note").to_owned(), posted.get("to").to_owned());
    let typed = |error| Typed { text: text.clone(), to: to.clone(), error: Some(error), ..Typed::default() };
    // Without what our page filled in nobody is asked; it is shown again, to whom it may be shown.
    let Ok(new) = posted.get("request").parse::<ClearanceId>() else {
        return show(&visit, &id, Typed { error: None, ..typed(String::new()) }).await;
    };
    let Ok(of) = to.parse::<AccountId>() else {
        let words = visit.words().t("clearance-whom");
        return show(&visit, &id, typed(words)).await;
    };
    let note = text.clone();
    let asked = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Read, Response>(&key)?;
        clearance::ask(ctx, &permit, &new, &of, &note)
    });
    settled(&visit, &id, asked.await, typed).await
}

/// The request of an address.
fn address(visit: &Visit, path: &(String, String)) -> Result<(ResponseId, ClearanceId), Fault> {
    let fail = |error| visit.fault(error);
    let request = path.1.parse().map_err(|_| fail(Error::NotFound))?;
    Ok((response_id(&path.0).map_err(fail)?, request))
}

/// Says what one thinks of the draft.
pub async fn answer(visit: Visit, path: web::Path<(String, String)>, posted: Posted) -> Result<HttpResponse, Fault> {
    let key = address(&visit, &path)?;
    let seen: i32 = posted.read(&visit, "version")?;
    let (text, verdict) = (posted.get("remarks").to_owned(), posted.get("verdict").to_owned());
    let request = Some(key.1.clone());
    let typed =
        |error| Typed { request, text: text.clone(), to: String::new(), verdict: verdict.clone(), error: Some(error) };
    let (said, chosen) = (text.clone(), Verdict::parse(&verdict));
    let answered = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Edit, ClearanceRow>(&key)?;
        let verdict = chosen.ok_or(crate::domain::Refusal::VerdictMissing)?;
        clearance::answer(ctx, &permit, verdict, &said, seen)
    });
    settled(&visit, &path.0, answered.await, typed).await
}

/// Takes a request back.
pub async fn withdraw(visit: Visit, path: web::Path<(String, String)>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let key = address(&visit, &path)?;
    let request = Some(key.1.clone());
    let withdrawn = visit.app.db.write(visit.actor(), move |ctx| {
        let permit = ctx.permit::<Manage, ClearanceRow>(&key)?;
        clearance::withdraw(ctx, &permit)
    });
    let typed = |error| Typed { request, error: Some(error), ..Typed::default() };
    settled(&visit, &path.0, withdrawn.await, typed).await
}
