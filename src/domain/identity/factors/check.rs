//! Whether what is sealed of second factors opens, for `concord keys check --deep`.

use super::{codes, enrolment, store};
use crate::domain::access::{Facts, Manage};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::vault::keys::Tried;
use crate::domain::vault::{self, Purpose};

/// Tries the secret of every factor, and of every authenticator that is being set up.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the operator; when the database fails.
pub fn opens(ctx: &mut Ctx<'_>) -> Result<Tried> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let mut tried = Tried::default();
    let (factors, drafts) = (store::sealed(ctx)?, store::sealed_drafts(ctx)?);
    if factors.is_empty() && drafts.is_empty() {
        return Ok(tried);
    }
    match vault::sealer(ctx, Purpose::Factors) {
        Ok(sealer) => {
            factors.iter().for_each(|(id, sealed)| tried.value(&sealer, &codes::about(id), sealed));
            drafts.iter().for_each(|(id, sealed)| tried.value(&sealer, &enrolment::about_draft(id), sealed));
        }
        Err(Error::Internal(why)) => tried.shut.push(why),
        Err(error) => return Err(error),
    }
    Ok(tried)
}
