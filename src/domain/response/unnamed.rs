//! Whole files that no row names: a crash between keeping a file and writing its row leaves one, and so does a removal that failed. No row of a file is
//! ever taken away, so that what has none a day later gets none any more; unless the database is an older one than the files, which only a person knows.

use diesel::prelude::*;

use crate::domain::access::{Facts, Manage};
use crate::domain::db::Ctx;
use crate::domain::db::schema::{attachments, uploads};
use crate::domain::error::Result;
use crate::domain::ids::AttachmentId;
use crate::domain::time::Instant;

/// After so many seconds a file that has no row gets none any more: a day.
const WAITS_SECONDS: i64 = 24 * 3600;

/// What was last written before this moment has its row, if it ever gets one.
///
/// # Errors
/// [`crate::domain::Error::NotFound`] for everybody but the caretaker and the operator.
pub fn before(ctx: &mut Ctx<'_>) -> Result<Instant> {
    may(ctx)?;
    Ok(ctx.now().plus_seconds(-WAITS_SECONDS))
}

/// Which of these files no row names.
///
/// # Errors
/// As [`before`].
pub fn unnamed(ctx: &mut Ctx<'_>, files: &[AttachmentId]) -> Result<Vec<AttachmentId>> {
    may(ctx)?;
    let mut named: Vec<AttachmentId> =
        attachments::table.filter(attachments::id.eq_any(files)).select(attachments::id).load(ctx.conn)?;
    // Of what came in pieces its upload knows, in the same unit of work.
    let became: Vec<Option<AttachmentId>> =
        uploads::table.filter(uploads::attachment_id.eq_any(files)).select(uploads::attachment_id).load(ctx.conn)?;
    named.extend(became.into_iter().flatten());
    Ok(files.iter().filter(|file| !named.contains(file)).cloned().collect())
}

fn may(ctx: &Ctx<'_>) -> Result<()> {
    ctx.allow::<Manage>(&Facts::Terms).or_else(|_| ctx.allow::<Manage>(&Facts::Keys))
}
