//! Ends an account for good: what it holds of the open response, to whom each section goes, and what happens then. Of who has left
//! already, by the last day of the account, only the sections are given. The Secretariat sees how many there are, and leaves them to the
//! State's coordinators.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{Choice, account_id, base, loss_words, under_person, with_others};
use crate::domain::db::Ctx;
use crate::domain::identity::{Account, Standing, accounts};
use crate::domain::ids::AccountId;
use crate::domain::people::{self, GivenTo, Held, OpenResponse};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::response::assign::more_words;
use crate::web::response::items::Said;
use crate::web::visit::Visit;

/// Expressly nobody.
const NOBODY: &str = "nobody";

/// A section to be given.
struct Line {
    /// The control's name.
    field: String,
    code: String,
    year: i32,
    title: Said,
    /// How much of it is held, and until when.
    more: String,
    shared: bool,
    chosen: String,
}

#[derive(Template)]
#[template(path = "people/leave.html")]
struct LeavePage {
    page: Page,
    name: String,
    action: String,
    back: String,
    own: bool,
    /// Only the sections are given; the account stays as it is.
    gives_only: bool,
    /// How many sections the account holds, where the reader sees no draft: they are left to the State's coordinators.
    leaving: usize,
    lines: Vec<Line>,
    colleagues: Vec<Choice>,
    loss: Option<String>,
    refused: Option<String>,
}

impl LeavePage {
    fn nobody(&self) -> &'static str {
        NOBODY
    }
}

struct Opened {
    account: Account,
    others: Option<usize>,
    held: Vec<Held>,
    count: usize,
    responses: Vec<OpenResponse>,
    colleagues: Vec<Account>,
}

fn read(ctx: &mut Ctx<'_>, id: &AccountId) -> crate::domain::Result<Opened> {
    let (account, others) = with_others(ctx, id)?;
    let held = people::held_by(ctx, &account)?;
    let count = people::count_held(ctx, &account)?;
    let (mut responses, mut colleagues) = (Vec::new(), Vec::new());
    if let Some(state) = account.state.as_ref().filter(|_| !held.is_empty()) {
        responses = people::open_responses(ctx, state)?;
        colleagues = accounts::contributors_of(ctx, state)?;
        colleagues.retain(|who| who.id != account.id);
    }
    Ok(Opened { account, others, held, count, responses, colleagues })
}

fn field(held: &Held) -> String {
    format!("to:{}:{}", held.response, held.section)
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    show(&visit, id, &Posted::default(), None, "leave").await
}

/// The page of an act: `leave` or `hand-over`.
pub(super) async fn show(
    visit: &Visit,
    id: AccountId,
    posted: &Posted,
    refused: Option<String>,
    act: &str,
) -> Result<HttpResponse, Fault> {
    let opened = visit.app.db.read(visit.actor(), move |ctx| read(ctx, &id)).await;
    let opened = opened.map_err(|error| visit.fault(error))?;
    let (words, account) = (visit.words(), opened.account);
    let title = |held: &Held| {
        let open = opened.responses.iter().find(|open| open.id == held.response)?;
        let (_, node) = open.form.sections().find(|(_, node)| node.code == held.section)?;
        Some(Said::of(&node.label, words, &open.form))
    };
    let more = |held: &Held| {
        let open = opened.responses.iter().find(|open| open.id == held.response)?;
        let has = open.assigned.iter().find(|has| has.section == held.section && has.account == account.id)?;
        Some(more_words(words, has))
    };
    let line = |held: &Held| Line {
        more: more(held).unwrap_or_default(),
        field: field(held),
        code: held.section.clone(),
        year: held.year,
        title: title(held).unwrap_or_default(),
        shared: !held.others.is_empty(),
        chosen: posted.get(&field(held)).to_owned(),
    };
    let back = format!("{}/{}", base(visit), account.id);
    let gives_only = account.standing == Standing::Ended || act != "leave";
    let key = if gives_only { "people-give-title" } else { "people-leave-title" };
    let mut page = under_person(visit, &account, &words.t1(key, "name", &account.name));
    page.errors = usize::from(refused.is_some());
    let page = LeavePage {
        page,
        action: format!("{back}/{act}"),
        back,
        gives_only,
        leaving: if opened.held.is_empty() && !gives_only { opened.count } else { 0 },
        own: account.is_own(),
        lines: opened.held.iter().map(line).collect(),
        colleagues: opened.colleagues.iter().map(|who| Choice::worded(who.id.as_str(), who.name.clone())).collect(),
        loss: loss_words(visit, &account, opened.others).filter(|_| !gives_only),
        name: account.name,
        refused,
    };
    let status = if page.refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Gives the sections and ends the account, in one transaction.
pub async fn leave(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let given = all_given(&posted);
    let leaving: Option<usize> = posted.get("leaving").parse().ok();
    let of = id.clone();
    let unit = move |ctx: &mut Ctx<'_>| match leaving {
        Some(count) => people::leave_to_coordinators(ctx, &of, count),
        None => people::leave(ctx, &of, &given),
    };
    let done = visit.app.db.write(visit.actor(), unit).await;
    match done {
        // Who has ended their own account is signed out.
        Ok(()) if visit.account() == Some(&id) => Ok(layout::see("/")),
        Ok(()) => Ok(layout::see(format!("{}/{id}?done=left", base(&visit)))),
        Err(Error::Refused(Refusal::AccountEnded)) => Ok(layout::see(format!("{}/{id}", base(&visit)))),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            show(&visit, id, &posted, Some(words), "leave").await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// To whom the sections go, as the page has it.
pub(super) fn all_given(posted: &Posted) -> Vec<GivenTo> {
    posted.fields().iter().filter_map(|(name, value)| given(name, value)).collect()
}

/// To whom a section goes, as the page has it; nothing where no choice was made.
fn given(name: &str, value: &str) -> Option<GivenTo> {
    let (response, section) = name.strip_prefix("to:")?.split_once(':')?;
    let to = match value {
        "" => return None,
        NOBODY => None,
        account => Some(account.parse().ok()?),
    };
    Some(GivenTo { response: response.parse().ok()?, section: section.to_owned(), to })
}
