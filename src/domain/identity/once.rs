//! A form that is sent twice does its act once: by a double click, by loading the answer again. Each page gives its forms a key; what the
//! first sending did is kept under it for a day, in the transaction of the deed, and the second is told that.
//!
//! The key counts together with whose form it is, which act, and what was typed: who goes back and types something else sends another
//! form.

use super::doorkeeper_only;
use super::store::once as store;
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::seal::sha256;
use crate::domain::time::Instant;

/// How long what a form did is kept, in seconds.
const KEPT: i64 = 24 * 3600;
/// How long a key is.
const LENGTH: usize = 32;

/// The key of a form that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormKey(Vec<u8>);

impl FormKey {
    /// The key that stands in a form; nothing where it is none of ours. `act`: what the form does to what. `fields`: what was typed.
    pub fn of<'a>(key: &str, act: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        if key.len() != LENGTH || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let mut whole = Vec::new();
        for part in [key, act].into_iter().chain(fields.flat_map(|(name, value)| [name, value])) {
            whole.extend_from_slice(&part.len().to_be_bytes());
            whole.extend_from_slice(part.as_bytes());
        }
        Some(FormKey(sha256(&whole)))
    }

    /// The key as it is kept: bound to who sends the form.
    fn kept(&self, ctx: &Ctx<'_>) -> Vec<u8> {
        let whose = ctx.actor().person().map_or("", |person| person.account.as_str());
        sha256(&[self.0.as_slice(), whose.as_bytes()].concat())
    }
}

/// What a form did when it was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    pub outcome: String,
    pub at: Instant,
}

/// What the actor's form of this key has done already.
///
/// # Errors
/// When the database fails.
pub fn before(ctx: &mut Ctx<'_>, key: Option<&FormKey>) -> Result<Option<Before>> {
    let Some(key) = key.map(|key| key.kept(ctx)) else { return Ok(None) };
    store::find(ctx, &key)
}

/// Keeps what the actor's form of this key has just done.
///
/// # Errors
/// When the database fails.
pub fn done(ctx: &mut Ctx<'_>, key: Option<&FormKey>, outcome: &str) -> Result<()> {
    let Some(key) = key.map(|key| key.kept(ctx)) else { return Ok(()) };
    store::put(ctx, &key, outcome)
}

/// Forgets what was sent a day ago. Says how many.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn purge(ctx: &mut Ctx<'_>) -> Result<usize> {
    doorkeeper_only(ctx)?;
    store::purge(ctx, ctx.now().plus_seconds(-KEPT))
}

#[cfg(test)]
mod tests {
    use super::FormKey;

    #[test]
    fn a_key_counts_with_its_act_and_what_was_typed() {
        let key = "0123456789abcdef0123456789abcdef";
        let of = |act, fields: &[(&'static str, &'static str)]| FormKey::of(key, act, fields.iter().copied());
        assert_eq!(of("add", &[("name", "Awa")]), of("add", &[("name", "Awa")]));
        assert_ne!(of("add", &[("name", "Awa")]), of("add", &[("name", "Ndeye")]));
        assert_ne!(of("add", &[("ab", "c")]), of("add", &[("a", "bc")]));
        assert_ne!(of("add", &[]), of("invite", &[]));
        assert!(FormKey::of("", "add", std::iter::empty()).is_none());
        assert!(FormKey::of("0123456789abcdef0123456789abcdeg", "add", std::iter::empty()).is_none());
    }
}
