//! The table of forms. A form is immutable and named by its hash, so an opened one can be kept for every unit of work.

use std::sync::{Arc, LazyLock};

use diesel::prelude::*;
use quick_cache::sync::Cache;

use super::form::{FormError, hash_of};
use super::{Form, import};
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
    if hash_of(&bytes) != hash.as_str() {
        return Err(Error::internal(format!("form {hash} does not have the content it is named by")));
    }
    let form = match Form::from_json(&bytes) {
        Ok(form) => Arc::new(form),
        Err(FormError::Json(_)) => Arc::new(recompiled(ctx, hash)?),
        Err(error) => return Err(Error::internal(error)),
    };
    COMPILED.insert(hash.clone(), form.clone());
    Ok(form)
}

/// A form that an earlier version of this program compiled into another layout: compiled again from its workbook, under the name by which
/// cycles and answers know it.
fn recompiled(ctx: &mut Ctx<'_>, hash: &FormHash) -> Result<Form> {
    let source: Vec<u8> = forms::table.find(hash).select(forms::source).first(ctx.conn)?;
    let mut form = import(&source).form.ok_or_else(|| Error::internal(format!("form {hash} can no longer be read")))?;
    form.hash = hash.to_string();
    Ok(form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::{Actor, Task};
    use crate::domain::db::testing::on_each;

    #[test]
    fn a_form_that_an_earlier_version_stored_otherwise_is_read_from_its_workbook() {
        let workbook = std::fs::read("config/questionnaire/cooperation-2027.xlsx").unwrap();
        let compiled = br#"{"layout":"of long ago"}"#;
        let record = |hash: &str| FormRecord {
            hash: hash.parse().unwrap(),
            form_id: "cooperation".to_owned(),
            version: "1".to_owned(),
            title: String::new(),
            problems: "[]".to_owned(),
            imported_at: Instant::from_micros(0),
        };
        on_each(|db| {
            let old = record(&hash_of(compiled));
            let form = db.does(&Actor::Task(Task::Operator), |ctx| {
                insert(ctx, &old, compiled, &workbook)?;
                super::compiled(ctx, &old.hash)
            });
            assert_eq!(form.hash, old.hash.to_string());
            assert!(form.node("A.1").is_some());
            // A form whose content is not the one it is named by is no form.
            let forged = record(&hash_of(b"something else"));
            let refused = db.tries(&Actor::Task(Task::Operator), |ctx| {
                insert(ctx, &forged, compiled, &workbook)?;
                super::compiled(ctx, &forged.hash)
            });
            assert!(refused.is_err());
        });
    }
}
