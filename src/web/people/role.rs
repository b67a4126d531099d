//! Changes the role of a person within the State or organ: a page of its own, because it takes something away or lets somebody speak
//! for the State.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::list::role_choices;
use super::{Choice, account_id, base, loss_words, role_words, under_person, with_others};
use crate::domain::actor::Role;
use crate::domain::db::Ctx;
use crate::domain::identity::changes::RoleSet;
use crate::domain::ids::AccountId;
use crate::domain::people;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout::{self, Page};
use crate::web::posted::Posted;
use crate::web::secretariat::Faults;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "people/role.html")]
struct RolePage {
    page: Page,
    name: String,
    role: String,
    back: String,
    roles: Vec<Choice>,
    chosen: String,
    coordinates: bool,
    loss: Option<String>,
    /// How many sections the person holds that are left to the State's coordinators, where the role is a reader's.
    leaving: usize,
    /// They have to be given to others first.
    gives_first: bool,
    faults: Faults,
}

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    show(&visit, id, Faults::default()).await
}

async fn show(visit: &Visit, id: AccountId, faults: Faults) -> Result<HttpResponse, Fault> {
    let unit = move |ctx: &mut Ctx<'_>| {
        let (account, others) = with_others(ctx, &id)?;
        let gives_first = account.role == Role::Contributor && !people::held_by(ctx, &account)?.is_empty();
        let held = if account.role == Role::Reader { 0 } else { people::count_held(ctx, &account)? };
        Ok((account, others, held, gives_first))
    };
    let read = visit.app.db.read(visit.actor(), unit).await;
    let (account, others, held, gives_first) = read.map_err(|error| visit.fault(error))?;
    // Who belongs to no State and no organ has a role that does not change.
    let team = account.team().ok_or_else(|| visit.fault(Error::NotFound))?;
    let words = visit.words();
    let mut page = under_person(visit, &account, &words.t1("people-role-title", "name", &account.name));
    page.errors = faults.len();
    let page = RolePage {
        page,
        role: role_words(words, account.role),
        back: format!("{}/{}", base(visit), account.id),
        roles: role_choices(words, &team),
        chosen: account.role.as_str().to_owned(),
        coordinates: account.role.coordinates(),
        loss: loss_words(visit, &account, others),
        leaving: held,
        gives_first,
        name: account.name,
        faults,
    };
    let status = if page.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    layout::html(status, &page).map_err(|problem| visit.fault(problem))
}

/// Sets the role, or proposes it where it coordinates.
pub async fn set(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let of = id.clone();
    let role = Role::parse(posted.get("role"));
    let leaving: Option<usize> = posted.get("leaving").parse().ok();
    let unit = move |ctx: &mut Ctx<'_>| {
        // Whose account it is comes first, so that another State's looks like none.
        super::managed(ctx, &of)?;
        people::set_role(ctx, &of, role.ok_or(Refusal::RoleBad)?, leaving)
    };
    match visit.app.db.write(visit.actor(), unit).await {
        Ok(set) => {
            let own = visit.account() == Some(&id);
            let word = match set {
                RoleSet::Proposed => "proposed",
                RoleSet::Withdrawn => "withdrawn",
                RoleSet::Same => "same",
                RoleSet::Changed => "role",
            };
            // Who has just given up their own right to this page is signed out.
            let to = if own && set == RoleSet::Changed {
                "/".to_owned()
            } else {
                format!("{}/{id}?done={word}", base(&visit))
            };
            Ok(layout::see(to))
        }
        Err(Error::Refused(refusal)) => {
            show(&visit, id, Faults::one("role", refusal_words(visit.words(), &refusal))).await
        }
        Err(error) => Err(visit.fault(error)),
    }
}
