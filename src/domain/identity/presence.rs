//! Whether somebody has been here since a moment, so that a mail which nobody has followed yet is not sent again.

use diesel::prelude::*;

use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::db::schema::sessions;
use crate::domain::error::Result;
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;

/// Whether a session of this account was used since then, as far as that was written down, or was begun or ended.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn was_here_since(ctx: &mut Ctx<'_>, account: &AccountId, since: Instant) -> Result<bool> {
    let used: i64 = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::last_used_at.gt(since))
        .count()
        .get_result(ctx.conn)?;
    // Sessions that were ended are purged; the record stays.
    Ok(used > 0
        || audit::times_since(ctx, Action::SignedIn, account, since)? > 0
        || audit::times_since(ctx, Action::SignedOut, account, since)? > 0)
}
