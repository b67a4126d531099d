//! Keeps the data keys: one per State and cycle for answers and files, one for mail. Each is stored wrapped by the
//! key-encryption key, which is not in the database. Sealing itself is in `seal`.

mod store;

use std::sync::Arc;

use super::db::Ctx;
use super::error::{Error, Result};
use super::ids::{CycleId, KeyId, StateId};
use super::seal::{Key, Sealer};

/// What a data key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// Answers, comments, reasons, revisions and snapshots of one State in one cycle.
    Response(&'a StateId, &'a CycleId),
    /// Files of one State in one cycle.
    Files(&'a StateId, &'a CycleId),
    /// Bodies of mails that wait.
    Outbox,
    /// Secrets of second factors.
    Factors,
}

impl<'a> Purpose<'a> {
    fn word(self) -> &'static str {
        match self {
            Purpose::Response(..) => "response",
            Purpose::Files(..) => "files",
            Purpose::Outbox => "outbox",
            Purpose::Factors => "factors",
        }
    }

    fn owner(self) -> (Option<&'a StateId>, Option<&'a CycleId>) {
        match self {
            Purpose::Response(state, cycle) | Purpose::Files(state, cycle) => (Some(state), Some(cycle)),
            Purpose::Outbox | Purpose::Factors => (None, None),
        }
    }

    fn scope(self) -> String {
        let (state, cycle) = self.owner();
        scope_of(self.word(), state, cycle)
    }
}

fn scope_of(purpose: &str, state: Option<&StateId>, cycle: Option<&CycleId>) -> String {
    format!("{purpose}/{}/{}", state.map_or("", StateId::as_str), cycle.map_or("", CycleId::as_str))
}

/// Whether the key-encryption key opens every data key of the database: two keys a State and year, a millisecond for all of them. A
/// server with another key would refuse every answer that is there, and seal new ones so that the right key does not open them.
///
/// # Errors
/// When the database fails.
pub fn opens_all(ctx: &mut Ctx<'_>) -> Result<bool> {
    let keys = store::all(ctx)?;
    Ok(keys.iter().all(|(id, scope, wrapped)| ctx.keys.wrapping().open(&about(id, scope), wrapped).is_ok()))
}

/// The sealer for a purpose; its key is made on first use in a unit of work that may write.
///
/// # Errors
/// When the key does not unwrap (another key-encryption key), or the database fails.
pub fn sealer(ctx: &mut Ctx<'_>, purpose: Purpose<'_>) -> Result<Arc<Sealer>> {
    let scope = purpose.scope();
    if let Some(sealer) = ctx.keys.opened(&scope) {
        return Ok(sealer);
    }
    if let Some((id, wrapped)) = store::find(ctx, purpose)? {
        let key = ctx.keys.wrapping().open(&about(&id, &scope), &wrapped)?;
        let key = Key::from_bytes(&key).ok_or_else(|| Error::internal("a data key has the wrong length"))?;
        let sealer = Arc::new(Sealer::new(as_uuid(&id)?, &key)?);
        // A key made in this very transaction may still be rolled back, so it is not shared before the next one reads it.
        if !*ctx.made_keys {
            ctx.keys.keep(scope, sealer.clone());
        }
        return Ok(sealer);
    }
    if !ctx.writes {
        return Err(Error::internal(format!("there is no data key for {scope}")));
    }
    let id: KeyId = ctx.new_id();
    let key = Key::generate();
    let wrapped = ctx.keys.wrapping().seal(&about(&id, &scope), key.bytes())?;
    store::insert(ctx, &id, purpose, &wrapped)?;
    *ctx.made_keys = true;
    Ok(Arc::new(Sealer::new(as_uuid(&id)?, &key)?))
}

fn about(id: &KeyId, scope: &str) -> String {
    format!("data_keys/{id}/{scope}")
}

fn as_uuid(id: &KeyId) -> Result<uuid::Uuid> {
    uuid::Uuid::parse_str(id.as_str()).map_err(Error::internal)
}
