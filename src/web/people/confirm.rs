//! Confirms a coordinator against the note verbale that names them: for the Secretariat, which types what stands on the note.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{account_id, base, role_words, team_words, under_person};
use crate::domain::access::Read;
use crate::domain::db::Ctx;
use crate::domain::identity::confirmation::{self, Note};
use crate::domain::identity::{Designation, Standing};
use crate::domain::ids::AccountId;
use crate::domain::line::OneLine;
use crate::domain::time::Day;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
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
    proposer: Option<String>,
    back: String,
    waits: bool,
    first: bool,
    wants_another: bool,
    active: bool,
    reference: String,
    date: String,
    faults: Faults,
}

fn read(ctx: &mut Ctx<'_>, id: &AccountId) -> crate::domain::Result<(Designation, Option<String>)> {
    let named = ctx.permit::<Read, Designation>(id)?.into_row();
    let (_, proposer) = confirmation::names(ctx, &named.account)?;
    Ok((named, proposer))
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    show(&visit, id, None, Faults::default()).await
}

async fn show(visit: &Visit, id: AccountId, typed: Option<&Posted>, faults: Faults) -> Result<HttpResponse, Fault> {
    let read = visit.app.db.read(visit.actor(), move |ctx| read(ctx, &id)).await;
    let (named, proposer) = read.map_err(|error| visit.fault(error))?;
    let words = visit.words();
    let account = &named.account;
    let mut page = under_person(visit, account, &words.t1("people-confirm-title", "name", &account.name));
    page.errors = faults.len();
    let usable = matches!(account.standing, Standing::Invited | Standing::Active);
    let page = ConfirmPage {
        page,
        name: account.name.clone(),
        email: account.email.clone(),
        of: team_words(visit, account),
        role: role_words(words, named.role),
        proposer,
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

/// Confirms, with the reference and the date of the note.
pub async fn confirm(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let note = match note(visit.words(), &posted) {
        Ok(note) => note,
        Err(faults) => return show(&visit, id, Some(&posted), faults).await,
    };
    let of = id.clone();
    match visit.app.db.write(visit.actor(), move |ctx| confirmation::confirm(ctx, &of, &note)).await {
        Ok(()) => Ok(layout::see(format!("{}/{id}?done=confirmed", base(&visit)))),
        Err(Error::Refused(refusal)) => {
            let field = if refusal == Refusal::NoteFuture { "date" } else { "" };
            let faults = Faults::one(field, refusal_words(visit.words(), &refusal));
            show(&visit, id, Some(&posted), faults).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}

fn note(words: Words, posted: &Posted) -> Result<Note, Faults> {
    let mut faults = Faults::default();
    let reference = OneLine::new(posted.get("reference")).ok_or_else(|| refusal_words(words, &Refusal::ReferenceBad));
    let reference = faults.keep("reference", reference);
    let date = posted.get("date").parse::<Day>().map_err(|_| refusal_words(words, &Refusal::DateBad));
    let date = faults.keep("date", date);
    reference.zip(date).map(|(reference, date)| Note { reference, date }).ok_or(faults)
}
