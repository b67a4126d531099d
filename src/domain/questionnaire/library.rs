//! The forms that the Secretariat has imported: adding one, listing them, showing one as a State would see it.

use std::sync::Arc;

use super::store::{self, FormRecord};
use super::{Form, Problem};
use crate::domain::access::{Facts, Manage, Permit, Read};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::FormHash;

/// Keeps a compiled form with the workbook it came from. A form that is there already is not added again.
///
/// # Errors
/// When the actor may not manage forms, or the database fails.
pub fn add(ctx: &mut Ctx<'_>, form: &Form, source: &[u8], warnings: &[Problem]) -> Result<FormHash> {
    ctx.allow::<Manage>(&Facts::Form)?;
    let hash: FormHash = form.hash.parse().map_err(|_| Error::internal("a form without its hash"))?;
    if store::list(ctx)?.iter().any(|known| known.hash == hash) {
        return Ok(hash);
    }
    let title = form.title.get(&form.default_language, "en").map_or_else(String::new, |(text, _)| text.to_owned());
    let problems: Vec<serde_json::Value> = warnings.iter().map(kept).collect();
    let record = FormRecord {
        hash: hash.clone(),
        form_id: form.form_id.clone(),
        version: form.version.clone(),
        title,
        problems: serde_json::to_string(&problems).map_err(Error::internal)?,
        imported_at: ctx.now(),
    };
    store::insert(ctx, &record, &form.to_json(), source)?;
    audit::record(ctx, Action::FormImported, &hash, None, &serde_json::json!({"form_id": form.form_id}))?;
    Ok(hash)
}

/// A warning as it is kept: by key and arguments, so that a page words it in its reader's language.
fn kept(warning: &Problem) -> serde_json::Value {
    serde_json::json!({ "cell": warning.cell(), "key": warning.key(), "args": warning.args() })
}

/// Every form, the newest first.
///
/// # Errors
/// When the actor may not read forms, or the database fails.
pub fn list(ctx: &mut Ctx<'_>) -> Result<Vec<FormRecord>> {
    ctx.allow::<Read>(&Facts::Form)?;
    store::list(ctx)
}

/// The compiled form of a record, for its preview.
///
/// # Errors
/// When the database fails.
pub fn preview(ctx: &mut Ctx<'_>, record: &Permit<Read, FormRecord>) -> Result<Arc<Form>> {
    store::compiled(ctx, &record.row().hash)
}
