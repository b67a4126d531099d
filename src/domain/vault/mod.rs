//! Keeps the data keys: one per State and cycle for answers and files, one for mail, the secrets of the installation. Each is stored
//! wrapped by the key-encryption key, which is not in the database. Sealing itself is in `seal`; how keys are exchanged and
//! destroyed is in `keys`.

pub mod keys;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::db::Ctx;
use super::error::{Error, Result};
use super::ids::{CycleId, KeyId, StateId};
use super::seal::{Key, Sealer, Secret};

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
    /// A secret of the installation itself, which seals or hashes and is not sealed with.
    Installation(Secret),
}

impl<'a> Purpose<'a> {
    fn word(self) -> &'static str {
        match self {
            Purpose::Response(..) => "response",
            Purpose::Files(..) => "files",
            Purpose::Outbox => "outbox",
            Purpose::Factors => "factors",
            Purpose::Installation(secret) => secret.word(),
        }
    }

    fn owner(self) -> (Option<&'a StateId>, Option<&'a CycleId>) {
        match self {
            Purpose::Response(state, cycle) | Purpose::Files(state, cycle) => (Some(state), Some(cycle)),
            Purpose::Outbox | Purpose::Factors | Purpose::Installation(_) => (None, None),
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

/// The sealer for a purpose; its key is made on first use in a unit of work that may write.
///
/// # Errors
/// [`Error::Destroyed`] where the keys of the purpose were destroyed; when a key does not unwrap (another key-encryption key), or the
/// database fails.
pub fn sealer(ctx: &mut Ctx<'_>, purpose: Purpose<'_>) -> Result<Arc<Sealer>> {
    let scope = purpose.scope();
    if let Some(sealer) = ctx.keys.opened(&scope, ctx.now()) {
        return Ok(sealer);
    }
    let rows = store::of_scope(ctx, purpose)?;
    if rows.is_empty() {
        return made(ctx, purpose, &scope);
    }
    let sealer = Arc::new(sealer_of(ctx, &scope, &rows)?);
    // A key made in this very transaction may still be rolled back, so it is not shared before the next one reads it.
    if !*ctx.made_keys {
        ctx.keys.keep(scope, ctx.now(), sealer.clone());
    }
    Ok(sealer)
}

/// Seals with the latest key that is current by now, and opens with all.
fn sealer_of(ctx: &Ctx<'_>, scope: &str, rows: &[store::Row]) -> Result<Sealer> {
    if rows.iter().any(|row| row.destroyed_at.is_some()) {
        return Err(Error::Destroyed);
    }
    let current = rows.iter().find(|row| row.current_from <= ctx.now()).or(rows.last());
    let current = current.ok_or_else(|| Error::internal(format!("there is no data key for {scope}")))?;
    let mut sealer = Sealer::new(as_uuid(&current.id)?, &unwrapped(ctx, scope, current)?)?;
    for other in rows.iter().filter(|row| row.id != current.id) {
        sealer = sealer.opening(as_uuid(&other.id)?, &unwrapped(ctx, scope, other)?)?;
    }
    Ok(sealer)
}

fn unwrapped(ctx: &Ctx<'_>, scope: &str, row: &store::Row) -> Result<Key> {
    ctx.keys.unwrap(&about(&row.id, scope), &row.wrapped)
}

/// The first key of a scope.
fn made(ctx: &mut Ctx<'_>, purpose: Purpose<'_>, scope: &str) -> Result<Arc<Sealer>> {
    if !ctx.writes {
        return Err(Error::internal(format!("there is no data key for {scope}")));
    }
    let (id, key): (KeyId, Key) = (ctx.new_id(), Key::generate());
    let wrapped = ctx.keys.wrap(&about(&id, scope), &key)?;
    store::insert(ctx, &id, purpose, &wrapped, (1, ctx.now()))?;
    *ctx.made_keys = true;
    Ok(Arc::new(Sealer::new(as_uuid(&id)?, &key)?))
}

fn about(id: &KeyId, scope: &str) -> String {
    format!("data_keys/{id}/{scope}")
}

fn as_uuid(id: &KeyId) -> Result<uuid::Uuid> {
    uuid::Uuid::parse_str(id.as_str()).map_err(Error::internal)
}
