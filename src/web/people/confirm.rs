//! Confirms a coordinator against the note that names them, for the Secretariat, which types what stands on the note; and a member of the
//! Secretariat or a co-facilitator, whom another member confirms by name and address.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{account_id, asked_words, base, confirm_words, note_in, role_words, team_words, under_person};
use crate::domain::access::Read;
use crate::domain::db::Ctx;
use crate::domain::identity::confirmation::{self, Confirming, Names};
use crate::domain::identity::{Designation, Standing};
use crate::domain::ids::AccountId;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::secretariat::Faults;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "people/confirm.html")]
struct ConfirmPage {
    page: Page,
    name: String,
    email: String,
    of: String,
    role: String,
    has_team: bool,
    proposer: Option<String>,
    asked: String,
    title: String,
    back: String,
    waits: bool,
    first: bool,
    wants_another: bool,
    active: bool,
    reference: String,
    date: String,
    faults: Faults,
}

fn read(ctx: &mut Ctx<'_>, id: &AccountId) -> crate::domain::Result<(Designation, Names)> {
    let named = ctx.permit::<Read, Designation>(id)?.into_row();
    let names = confirmation::names(ctx, &named.account)?;
    Ok((named, names))
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    show(&visit, id, None, Faults::default()).await
}

async fn show(visit: &Visit, id: AccountId, typed: Option<&Posted>, faults: Faults) -> Result<HttpResponse, Fault> {
    let read = visit.app.db.read(visit.actor(), move |ctx| read(ctx, &id)).await;
    let (named, names) = read.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let account = &named.account;
    let title = confirm_words(words, account);
    let mut page = under_person(visit, account, &title);
    page.errors = faults.len();
    let usable = matches!(account.standing, Standing::Invited | Standing::Active);
    let page = ConfirmPage {
        page,
        name: account.name.clone(),
        email: account.email.clone(),
        of: team_words(visit, account),
        role: role_words(words, named.role),
        has_team: account.team().is_some(),
        asked: asked_words(words, &names.asked_by),
        proposer: names.proposed_by,
        title,
        back: format!("{}/{}", base(visit), account.id),
        waits: account.awaits_confirmation() && usable,
        first: named.first,
        wants_another: named.wants_another(),
        active: account.standing == Standing::Active,
        reference: match typed {
            Some(posted) => posted.get("reference").to_owned(),
            None => account.note_reference.clone().unwrap_or_default(),
        },
        date: typed.map(|posted| posted.get("date").to_owned()).unwrap_or_default(),
        faults,
    };
    let status = if page.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Confirms, with the reference and the date of the note. Whoever may not is told so before what was typed is looked at, and that it
/// was tried is recorded.
pub async fn confirm(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let mut faults = Faults::default();
    let note = note_in(&visit, &posted, ("reference", "date"), false, &mut faults);
    let (of, readable) = (id.clone(), faults.is_empty());
    let unit = move |ctx: &mut Ctx<'_>| {
        if readable {
            confirmation::confirm(ctx, &of, note.as_ref()).map(Some)
        } else {
            Ok((!confirmation::may_confirm(ctx, &of)?).then_some(Confirming::AnotherMember))
        }
    };
    let refusal = match visit.app.db.write(visit.actor(), unit).await {
        Ok(Some(Confirming::Done)) => return Ok(layout::see(format!("{}/{id}?done=confirmed", base(&visit)))),
        Ok(Some(Confirming::AnotherMember)) => Refusal::SecondMember,
        Ok(None) => return show(&visit, id, Some(&posted), faults).await,
        Err(Error::Refused(refusal)) => refusal,
        Err(error) => return Err(visit.fault(error)),
    };
    let field = match refusal {
        Refusal::NoteFuture | Refusal::NoteOld => "date",
        Refusal::NoteMissing => "reference",
        _ => "",
    };
    let faults = Faults::one(field, refusal_words(visit.words(), &refusal));
    show(&visit, id, Some(&posted), faults).await
}
