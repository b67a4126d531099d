//! Which contributor has which section.

use super::model::Response;
use super::store;
use crate::domain::access::{Act, Assign, Permit, Resource};
use crate::domain::actor::Role;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::identity;
use crate::domain::ids::{AccountId, StateId};
use crate::domain::questionnaire;
use crate::domain::states;

/// Gives a section to these contributors of the State, and to no one else.
///
/// # Errors
/// [`Error::NotFound`] where the section or one of the contributors is not of this response's form and State.
pub fn assign(ctx: &mut Ctx<'_>, response: &Permit<Assign, Response>, section: &str, to: &[AccountId]) -> Result<()> {
    let response = response.row();
    let form = questionnaire::compiled(ctx, &response.form_hash)?;
    if !form.sections().any(|(_, node)| node.code == section) {
        return Err(Error::NotFound);
    }
    let contributors = identity::accounts::list(ctx, Some(&response.state_id))?;
    let known = |id: &AccountId| contributors.iter().any(|who| &who.id == id && who.role == Role::Contributor);
    if !to.iter().all(known) {
        return Err(Error::NotFound);
    }
    store::set_assigned(ctx, response, section, to)?;
    let detail = serde_json::json!({"section": section, "accounts": to});
    audit::record(ctx, Action::SectionAssigned, &response.id, Some(&response.state_id), &detail)
}

/// Who has which section: `(section code, account)`.
///
/// # Errors
/// When the database fails.
pub fn assignments<A: Act>(ctx: &mut Ctx<'_>, response: &Permit<A, Response>) -> Result<Vec<(String, AccountId)>> {
    store::assigned(ctx, response.row())
}

/// Whose the sections are of those responses of a State that take changes now: an account for each section that it holds. It shows
/// nothing of a draft, so that those can say how much somebody leaves behind who look after accounts and read no draft.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn holders(ctx: &mut Ctx<'_>, state: &StateId) -> Result<Vec<AccountId>> {
    let mut holders = Vec::new();
    // A former Party's responses take no changes.
    if !states::is_party(ctx, state)? {
        return Ok(holders);
    }
    for id in store::ids_of_state(ctx, state)? {
        if let Some(response) = Response::load(ctx, &id)?.filter(|response| response.open) {
            holders.extend(store::assigned(ctx, &response)?.into_iter().map(|(_, account)| account));
        }
    }
    Ok(holders)
}
