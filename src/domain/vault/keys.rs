//! How keys are looked at, exchanged and destroyed: by the operator alone, by the command line, with the server running or not. What is
//! done to one data key is one transaction, so that what is cut off in the middle is gone on with later.

use std::collections::BTreeMap;

use super::{Purpose, about, as_uuid, store};
use crate::domain::access::{Facts, Manage};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{CycleId, KeyId, StateId};
use crate::domain::keyring::KEPT_SECONDS;
use crate::domain::seal::{Key, Sealer, Secret, key_of};
use crate::domain::time::Instant;

/// After how many seconds another data key seals: by then every server that runs has looked at the keys of the scope again, and opens
/// what it seals.
const CURRENT_AFTER: i64 = 2 * KEPT_SECONDS;

/// A data key that the key-encryption keys at hand do not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shut {
    pub key: KeyId,
    /// What it is for: purpose, State, cycle.
    pub scope: String,
    /// The id of the key-encryption key that is missing; nothing where it is at hand and the data key is damaged, or has no such id.
    pub missing: Option<String>,
}

/// How the data keys stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    pub keys: usize,
    /// How many are wrapped with another key-encryption key than the present one.
    pub outdated: usize,
    pub shut: Vec<Shut>,
}

/// What came of trying sealed values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tried {
    pub values: usize,
    /// Where those stand that do not open.
    pub shut: Vec<String>,
}

impl Tried {
    /// Tries a value, and forgets what it holds.
    pub fn value(&mut self, sealer: &Sealer, about: &str, sealed: &[u8]) {
        self.values += 1;
        if sealer.open(about, sealed).map(zeroize::Zeroizing::new).is_err() {
            self.shut.push(about.to_owned());
        }
    }

    /// What came of both.
    #[must_use]
    pub fn and(mut self, other: Tried) -> Tried {
        self.values += other.values;
        self.shut.extend(other.shut);
        self
    }
}

/// Whether the key-encryption keys open every data key of the database: two keys a State and year, a millisecond for all of them. A
/// server with another key would refuse every answer that is there, and seal new ones so that the right key does not open them.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the operator; when the database fails.
pub fn standing(ctx: &mut Ctx<'_>) -> Result<Standing> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let rows = store::all(ctx)?;
    let mut standing = Standing { keys: rows.len(), ..Standing::default() };
    for row in rows {
        standing.outdated += usize::from(!ctx.keys.is_present(&row.wrapped));
        let scope = row.scope();
        if super::unwrapped(ctx, &scope, &row).is_err() {
            let wrapped_by = key_of(&row.wrapped).filter(|id| !id.is_nil() && !ctx.keys.knows(*id));
            standing.shut.push(Shut { key: row.id, scope, missing: wrapped_by.map(|id| id.to_string()) });
        }
    }
    Ok(standing)
}

/// Takes the secrets of the installation from the database. Those that are not there yet are put there as they were derived before, in a
/// unit of work that may write; `false` where they are missing and it may not.
///
/// # Errors
/// As [`standing`]; when a secret does not unwrap.
pub fn take_secrets(ctx: &mut Ctx<'_>) -> Result<bool> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let mut secrets = BTreeMap::new();
    for secret in Secret::ALL {
        let purpose = Purpose::Installation(secret);
        let scope = purpose.scope();
        let rows = store::of_scope(ctx, purpose)?;
        let key = match rows.first() {
            Some(row) => super::unwrapped(ctx, &scope, row)?,
            None if !ctx.writes => return Ok(false),
            None => {
                let (id, key): (KeyId, Key) = (ctx.new_id(), ctx.keys.derived(secret));
                let wrapped = ctx.keys.wrap(&about(&id, &scope), &key)?;
                store::insert(ctx, &id, purpose, &wrapped, (1, ctx.now()))?;
                key
            }
        };
        secrets.insert(secret.word(), key);
    }
    // What was written may still be rolled back: it is taken by a unit of work that finds it there.
    if ctx.writes {
        return Ok(true);
    }
    let of = |secret: Secret| secrets.get(secret.word()).and_then(|key| Key::from_bytes(key.bytes()));
    ctx.keys.take_secrets(|secret| of(secret).unwrap_or_else(|| ctx.keys.derived(secret)))?;
    Ok(true)
}

/// The data keys that another key-encryption key than the present one wraps.
///
/// # Errors
/// As [`standing`].
pub fn outdated(ctx: &mut Ctx<'_>) -> Result<Vec<KeyId>> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let rows = store::all(ctx)?;
    Ok(rows.into_iter().filter(|row| !ctx.keys.is_present(&row.wrapped)).map(|row| row.id).collect())
}

/// Wraps a data key anew, with the present key-encryption key. The data key itself stays, and so does all that it has sealed. `false`
/// where there was nothing to do: it was done or destroyed meanwhile.
///
/// # Errors
/// As [`standing`]; when the data key does not unwrap, and then nothing is changed.
pub fn rewrap(ctx: &mut Ctx<'_>, id: &KeyId) -> Result<bool> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let Some(row) = store::find(ctx, id)?.filter(|row| !ctx.keys.is_present(&row.wrapped)) else { return Ok(false) };
    let scope = row.scope();
    let key = super::unwrapped(ctx, &scope, &row)?;
    let wrapped = ctx.keys.wrap(&about(id, &scope), &key)?;
    Ok(store::rewrap(ctx, &row, &wrapped)? > 0)
}

/// Gives a purpose another data key, which seals what is written from the instant that is returned on. What is there stays under the
/// keys that sealed it, and opens.
///
/// # Errors
/// As [`standing`]; [`Error::NotFound`] where the purpose has no key yet, [`Error::Destroyed`].
pub fn rotate(ctx: &mut Ctx<'_>, purpose: Purpose<'_>) -> Result<(KeyId, Instant)> {
    ctx.allow::<Manage>(&Facts::Keys)?;
    let rows = store::of_scope(ctx, purpose)?;
    let latest = rows.first().ok_or(Error::NotFound)?;
    if rows.iter().any(|row| row.destroyed_at.is_some()) {
        return Err(Error::Destroyed);
    }
    let (id, key): (KeyId, Key) = (ctx.new_id(), Key::generate());
    as_uuid(&id)?;
    let from = ctx.now().plus_seconds(CURRENT_AFTER);
    let wrapped = ctx.keys.wrap(&about(&id, &purpose.scope()), &key)?;
    store::insert(ctx, &id, purpose, &wrapped, (latest.generation.saturating_add(1), from))?;
    Ok((id, from))
}

/// Overwrites the keys of a State's answers and files in a cycle. Says how many there were.
pub(in crate::domain) fn destroy(ctx: &mut Ctx<'_>, state: &StateId, cycle: &CycleId) -> Result<usize> {
    store::destroy(ctx, state, cycle)
}
