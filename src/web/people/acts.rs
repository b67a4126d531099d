//! Acts on one account: inviting, its last day, its sections, its sessions, suspending and resuming. What shuts somebody out has a
//! page of its own that says what will happen.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::{account_id, asked_words, base, list_title, loss_words, managed, person, under_person, with_others};
use crate::domain::identity::invitations::{self, HOLDS, Issued};
use crate::domain::identity::once as sent;
use crate::domain::identity::{Account, AskedBy, Standing, accounts, changes, confirmation};
use crate::domain::ids::{AccountId, ResponseId};
use crate::domain::people::{self, SectionShown};
use crate::domain::response::assign::Shown;
use crate::domain::time::{Day, Instant};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::once;
use crate::web::posted::Posted;
use crate::web::secretariat::Faults;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "people/issued.html")]
struct IssuedPage {
    page: Page,
    name: String,
    email: String,
    code: String,
    expires_at: Instant,
    days: i64,
    new_way_in: bool,
    /// At whose request the account is there.
    asked: String,
    back: &'static str,
    back_words: String,
}

#[derive(Template)]
#[template(path = "people/suspend.html")]
struct SuspendPage {
    page: Page,
    name: String,
    action: String,
    back: String,
    loss: Option<String>,
}

/// After an act: to the account, with a word on what was done; or the account's page with why it was not.
pub(super) async fn after<T>(
    visit: &Visit,
    id: AccountId,
    done: Result<T, Error>,
    word: &str,
    field: &'static str,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(_) => Ok(layout::see(format!("{}/{id}?done={word}", base(visit)))),
        Err(Error::Refused(Refusal::SuspendedAlready)) => {
            Ok(layout::see(format!("{}/{id}?done=suspended-already", base(visit))))
        }
        Err(Error::Refused(Refusal::NotSuspended)) => {
            Ok(layout::see(format!("{}/{id}?done=not-suspended", base(visit))))
        }
        Err(Error::Refused(refusal)) => {
            let faults = Faults::one(field, refusal_words(visit.words(), &refusal));
            person::show(visit, id, "", faults).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

/// Issues an invitation, or another one, in one step. What was sent before it opens nothing any more.
pub async fn invite(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let (of, key) = (id.clone(), once::key(&visit, &posted));
    let unit = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        let account = managed(ctx, &of)?;
        if let Some(before) = sent::before(ctx, key.as_ref())? {
            return Ok((Err(before.at), account));
        }
        let asked = confirmation::names(ctx, &account)?.asked_by;
        let issued = invitations::issue(ctx, &of)?;
        sent::done(ctx, key.as_ref(), of.as_str())?;
        Ok((Ok((issued, asked)), account))
    };
    match visit.app.db.write(visit.actor(), unit).await {
        Ok((Ok((done, asked)), account)) => issued(&visit, &account, &asked, done),
        Ok((Err(at), account)) => issued_before(&visit, &account, at),
        Err(error) => after(&visit, id, Err::<(), _>(error), "", "").await,
    }
}

/// The page that shows the code, this once.
pub(super) fn issued(visit: &Visit, account: &Account, asked: &AskedBy, issued: Issued) -> Result<HttpResponse, Fault> {
    visit.app.note_code(&issued.id, &issued.code);
    let page = under_person(visit, account, &visit.words().t("secretariat-issued-title"));
    let page = IssuedPage {
        page,
        name: account.name.clone(),
        email: account.email.clone(),
        code: issued.code,
        expires_at: issued.expires_at,
        days: HOLDS / 86_400,
        new_way_in: account.standing == Standing::Active,
        asked: asked_words(visit.words(), asked),
        back: base(visit),
        back_words: list_title(visit),
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// The page that says that this form was sent before, and issued a code then.
pub(super) fn issued_before(visit: &Visit, account: &Account, at: Instant) -> Result<HttpResponse, Fault> {
    let back = format!("{}/{}", base(visit), account.id);
    let issued = once::Issued { name: account.name.clone(), at, action: format!("{back}/invitation"), back };
    once::issued_before(visit, issued)
}

/// The last day of an account as typed; nothing where none is.
pub(in crate::web) fn day_or_none(visit: &Visit, typed: &str) -> Result<Option<Day>, String> {
    let refused = |refusal: &Refusal| refusal_words(visit.words(), refusal);
    match typed.trim() {
        "" => Ok(None),
        typed => match typed.parse::<Day>() {
            Ok(day) if day < visit.now.day_in_the_hague() => Err(refused(&Refusal::EndPast)),
            Ok(day) => Ok(Some(day)),
            Err(_) => Err(refused(&Refusal::DateBad)),
        },
    }
}

/// Sets the last day of an account, or takes it away.
pub async fn set_end(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let last = match day_or_none(&visit, posted.get("ends_on")) {
        Ok(last) => last,
        Err(words) => return person::show(&visit, id, posted.get("ends_on"), Faults::one("ends_on", words)).await,
    };
    let of = id.clone();
    let done = visit.app.db.write(visit.actor(), move |ctx| changes::set_end(ctx, &of, last.as_ref())).await;
    match done {
        Err(Error::Refused(refusal)) => {
            let faults = Faults::one("ends_on", refusal_words(visit.words(), &refusal));
            person::show(&visit, id, posted.get("ends_on"), faults).await
        }
        done => after(&visit, id, done, "end-date", "ends_on").await,
    }
}

/// Gives a contributor the sections that are ticked, and no others.
pub async fn set_sections(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let response: ResponseId = posted.read(&visit, "response")?;
    let sections: Vec<String> = posted.all("section").map(str::to_owned).collect();
    let wanted = sections.join(", ");
    let carried = posted.fields().iter().filter_map(|(name, value)| {
        let (held, shown) = value.split_once('.')?;
        Some(SectionShown {
            section: name.strip_prefix("seen:")?.to_owned(),
            held: held == "held",
            shown: Shown::carried(shown),
        })
    });
    let shown: Vec<SectionShown> = carried.collect();
    let of = id.clone();
    let unit = move |ctx: &mut crate::domain::db::Ctx<'_>| people::set_sections(ctx, &of, &response, &sections, &shown);
    match visit.app.db.write(visit.actor(), unit).await {
        Err(Error::Refused(Refusal::AssignmentChanged)) => {
            let words = visit.words();
            let wanted = if wanted.is_empty() { words.t("people-none") } else { wanted };
            let faults = Faults::one("sections", words.t1("people-sections-changed", "wanted", wanted));
            person::show(&visit, id, "", faults).await
        }
        done => after(&visit, id, done, "sections", "sections").await,
    }
}

/// Ends every session of an account.
pub async fn end_sessions(visit: Visit, id: web::Path<String>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let of = id.clone();
    let done = visit.app.db.write(visit.actor(), move |ctx| changes::end_sessions(ctx, &of)).await;
    after(&visit, id, done, "sessions", "").await
}

/// Says what suspending does.
pub async fn ask_to_suspend(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let read = visit.app.db.read(visit.actor(), move |ctx| with_others(ctx, &id)).await;
    let (account, others) = read.map_err(|error| visit.fault(error))?;
    let back = format!("{}/{}", base(&visit), account.id);
    let title = visit.words().t1("people-suspend-title", "name", &account.name);
    let page = SuspendPage {
        page: under_person(&visit, &account, &title),
        action: format!("{back}/suspend"),
        loss: loss_words(&visit, &account, others),
        name: account.name,
        back,
    };
    layout::ok(&page).map_err(|problem| visit.fault(problem))
}

/// Shuts an account for a time.
pub async fn suspend(visit: Visit, id: web::Path<String>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let of = id.clone();
    let done = visit.app.db.write(visit.actor(), move |ctx| accounts::suspend(ctx, &of)).await;
    after(&visit, id, done, "suspended", "").await
}

/// Opens a suspended account again.
pub async fn resume(visit: Visit, id: web::Path<String>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let of = id.clone();
    let unit = move |ctx: &mut crate::domain::db::Ctx<'_>| {
        accounts::resume(ctx, &of)?;
        Ok(managed(ctx, &of)?.awaits_confirmation())
    };
    let done = visit.app.db.write(visit.actor(), unit).await;
    let word = if matches!(done, Ok(true)) { "resumed-waits" } else { "resumed" };
    after(&visit, id, done, word, "").await
}
