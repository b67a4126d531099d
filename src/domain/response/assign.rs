//! Which contributor has which section.

use super::model::Response;
use super::store;
use crate::domain::access::{Act, Assign, Permit};
use crate::domain::actor::Role;
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::identity;
use crate::domain::ids::AccountId;
use crate::domain::questionnaire;

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
