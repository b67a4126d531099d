//! The table of forms. A form is immutable and named by its hash, so an opened one can be kept for every unit of work.

use std::sync::{Arc, LazyLock};

use diesel::prelude::*;
use quick_cache::sync::Cache;

use super::Form;
use crate::domain::access::{Facts, Resource};
use crate::domain::db::Ctx;
use crate::domain::db::schema::forms;
use crate::domain::error::{Error, Result};
use crate::domain::ids::FormHash;
use crate::domain::time::Instant;

/// Compiled forms by their hash: what is named by its content needs no invalidation.
static COMPILED: LazyLock<Cache<FormHash, Arc<Form>>> = LazyLock::new(|| Cache::new(16));

/// A form as the Secretariat lists it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = forms)]
pub struct FormRecord {
    pub hash: FormHash,
    pub form_id: String,
    pub version: String,
    pub title: String,
    /// The warnings of its import, as JSON.
    pub problems: String,
    pub imported_at: Instant,
}

impl Resource for FormRecord {
    type Id = FormHash;

    fn load(ctx: &mut Ctx<'_>, hash: &FormHash) -> Result<Option<Self>> {
        Ok(forms::table.find(hash).select(FormRecord::as_select()).first(ctx.conn).optional()?)
    }

    fn facts(&self) -> Facts {
        Facts::Form
    }
}

pub(super) fn list(ctx: &mut Ctx<'_>) -> Result<Vec<FormRecord>> {
    let newest_first = forms::table.order(forms::imported_at.desc());
    Ok(newest_first.select(FormRecord::as_select()).load(ctx.conn)?)
}

pub(super) fn insert(ctx: &mut Ctx<'_>, record: &FormRecord, compiled: &[u8], source: &[u8]) -> Result<()> {
    let by = ctx.actor().person().map(|person| person.account.clone());
    diesel::insert_into(forms::table)
        .values((
            forms::hash.eq(&record.hash),
            forms::form_id.eq(&record.form_id),
            forms::version.eq(&record.version),
            forms::title.eq(&record.title),
            forms::compiled.eq(compiled),
            forms::source.eq(source),
            forms::problems.eq(&record.problems),
            forms::imported_by.eq(by),
            forms::imported_at.eq(record.imported_at),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// The compiled form of this hash, from memory where it was opened before.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub(in crate::domain) fn compiled(ctx: &mut Ctx<'_>, hash: &FormHash) -> Result<Arc<Form>> {
    if let Some(form) = COMPILED.get(hash) {
        return Ok(form);
    }
    let bytes: Vec<u8> = forms::table.find(hash).select(forms::compiled).first(ctx.conn)?;
    let form = Arc::new(Form::from_json(&bytes).map_err(Error::internal)?);
    if form.hash != hash.as_str() {
        return Err(Error::internal(format!("form {hash} does not have the content it is named by")));
    }
    COMPILED.insert(hash.clone(), form.clone());
    Ok(form)
}
