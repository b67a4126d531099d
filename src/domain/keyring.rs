//! The keys that lie outside the database: the key-encryption keys of the key file, the present one first, and the secrets of the
//! installation that data keys and passwords depend on. A key-encryption key wraps and does nothing else, so that it can be exchanged:
//! secrets that outlive it are kept wrapped among the data keys. Before there were several keys they were derived from the one there
//! was, and that derivation is what is taken over.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use aws_lc_rs::hmac;
use uuid::Uuid;

use super::error::{Error, Result};
use super::seal::{Key, Sealer, hex, key_of};
use super::time::Instant;

/// How long an opened data key is used before the vault is asked again, in seconds.
pub const KEPT_SECONDS: i64 = 60;

/// A secret of the installation that passwords, codes or open pages depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// The secret of argon2.
    Passwords,
    /// The key of the tokens that forms carry.
    Forms,
    /// The key of the hashes of short codes.
    Codes,
    /// Seals what travels through pages: forms that wait for a sign-in, challenges of passkeys.
    Carried,
}

impl Secret {
    /// Every secret.
    pub const ALL: [Secret; 4] = [Secret::Passwords, Secret::Forms, Secret::Codes, Secret::Carried];

    /// The word in the table of data keys.
    pub const fn word(self) -> &'static str {
        match self {
            Secret::Passwords => "passwords",
            Secret::Forms => "forms",
            Secret::Codes => "codes",
            Secret::Carried => "carried",
        }
    }

    /// What it was derived for before it was kept.
    const fn derivation(self) -> &'static str {
        match self {
            Secret::Passwords => "passwords",
            Secret::Forms => "form tokens",
            Secret::Codes => "codes",
            Secret::Carried => "carried forms",
        }
    }
}

/// The secrets, ready for use.
struct Secrets {
    pepper: Key,
    forms: hmac::Key,
    codes: hmac::Key,
    carried: Sealer,
}

impl Secrets {
    fn of(key: impl Fn(Secret) -> Key) -> Result<Self> {
        Ok(Secrets {
            pepper: key(Secret::Passwords),
            forms: hmac::Key::new(hmac::HMAC_SHA256, key(Secret::Forms).bytes()),
            codes: hmac::Key::new(hmac::HMAC_SHA256, key(Secret::Codes).bytes()),
            carried: Sealer::new(Uuid::nil(), &key(Secret::Carried))?,
        })
    }
}

/// A key-encryption key.
struct Wrapper {
    id: Uuid,
    sealer: Sealer,
    /// Opens what was wrapped before keys had ids.
    nameless: Sealer,
}

impl Wrapper {
    fn of(key: &Key) -> Result<Self> {
        let wrapping = key.derive("wrapping");
        Ok(Wrapper {
            id: key.id(),
            sealer: Sealer::new(key.id(), &wrapping)?,
            nameless: Sealer::new(Uuid::nil(), &wrapping)?,
        })
    }
}

/// Reads the keys anew from where they lie; nothing where that fails, which is logged there.
pub type Source = Arc<dyn Fn() -> Option<Vec<Key>> + Send + Sync>;

type Opened = HashMap<String, (Instant, Arc<Sealer>)>;

/// The keys outside the database, and the data keys opened so far.
#[derive(Clone)]
pub struct Keyring {
    inner: Arc<Ring>,
}

struct Ring {
    /// The present one first.
    wrappers: RwLock<Arc<Vec<Wrapper>>>,
    source: Option<Source>,
    /// The one that was there first, from which the secrets are derived until they are known.
    first: Key,
    derived: Secrets,
    kept: OnceLock<Secrets>,
    opened: RwLock<Opened>,
}

fn wrappers(keys: &[Key]) -> Result<Arc<Vec<Wrapper>>> {
    keys.iter().map(Wrapper::of).collect::<Result<_>>().map(Arc::new)
}

impl Keyring {
    /// The ring of one key-encryption key.
    ///
    /// # Errors
    /// Never for a 32-byte key.
    pub fn new(kek: &Key) -> Result<Self> {
        let copy = Key::from_bytes(kek.bytes()).ok_or_else(|| Error::internal("not an AES-256 key"))?;
        Keyring::of(vec![copy], None)
    }

    /// The ring of the keys of a file, the present one first, and the way to read them again: the file may get another key while
    /// this process runs.
    ///
    /// # Errors
    /// When there is no key.
    pub fn of(mut keys: Vec<Key>, source: Option<Source>) -> Result<Self> {
        let wrappers = RwLock::new(wrappers(&keys)?);
        let first = keys.pop().ok_or_else(|| Error::internal("there is no key"))?;
        let derived = Secrets::of(|secret| first.derive(secret.derivation()))?;
        let (kept, opened) = (OnceLock::new(), RwLock::default());
        Ok(Keyring { inner: Arc::new(Ring { wrappers, source, first, derived, kept, opened }) })
    }

    fn wrappers(&self) -> Result<Arc<Vec<Wrapper>>> {
        self.inner.wrappers.read().map(|wrappers| wrappers.clone()).map_err(|_| Error::internal("the keys are lost"))
    }

    /// Reads the keys again, where there is a way to. What cannot be read leaves those that are known.
    ///
    /// # Errors
    /// Never for 32-byte keys.
    pub fn refresh(&self) -> Result<()> {
        let Some(keys) = self.inner.source.as_ref().and_then(|source| source()).filter(|keys| !keys.is_empty()) else {
            return Ok(());
        };
        let wrappers = wrappers(&keys)?;
        if let Ok(mut known) = self.inner.wrappers.write() {
            *known = wrappers;
        }
        Ok(())
    }

    /// Wraps a data key with the present key-encryption key. `about` says which data key it is.
    ///
    /// # Errors
    /// When there is no key.
    pub fn wrap(&self, about: &str, key: &Key) -> Result<Vec<u8>> {
        // Seldom, and never with a key that was replaced in the meantime.
        self.refresh()?;
        let wrappers = self.wrappers()?;
        wrappers.first().ok_or_else(|| Error::internal("there is no key"))?.sealer.seal(about, key.bytes())
    }

    /// Unwraps a data key.
    ///
    /// # Errors
    /// [`Error::NoKey`] where it was wrapped with a key that is not in the file; when it was altered or is another one.
    pub fn unwrap(&self, about: &str, wrapped: &[u8]) -> Result<Key> {
        if key_of(wrapped).is_some_and(|id| !id.is_nil() && !self.knows(id)) {
            self.refresh()?;
        }
        let wrappers = self.wrappers()?;
        let opened = wrappers.iter().find_map(|wrapper| {
            wrapper.sealer.open(about, wrapped).or_else(|_| wrapper.nameless.open(about, wrapped)).ok()
        });
        let shut = || match key_of(wrapped).filter(|id| !id.is_nil() && !self.knows(*id)) {
            Some(id) => Error::NoKey(format!("{id}, which wrapped {about}")),
            None => Error::internal(format!("a wrapped key does not open: {about}")),
        };
        let bytes = zeroize::Zeroizing::new(opened.ok_or_else(shut)?);
        Key::from_bytes(&bytes).ok_or_else(|| Error::internal("a data key has the wrong length"))
    }

    /// The ids of the keys at hand, the present one first.
    pub fn ids(&self) -> Vec<Uuid> {
        self.wrappers().map(|wrappers| wrappers.iter().map(|wrapper| wrapper.id).collect()).unwrap_or_default()
    }

    /// Whether a key of this id is at hand.
    pub fn knows(&self, id: Uuid) -> bool {
        self.wrappers().is_ok_and(|wrappers| wrappers.iter().any(|wrapper| wrapper.id == id))
    }

    /// Whether this was wrapped with the present key-encryption key, under its id.
    pub fn is_present(&self, wrapped: &[u8]) -> bool {
        let present = self.wrappers().ok().and_then(|wrappers| wrappers.first().map(|wrapper| wrapper.id));
        present.is_some() && key_of(wrapped) == present
    }

    /// What a secret was before it was kept on its own.
    pub fn derived(&self, secret: Secret) -> Key {
        self.inner.first.derive(secret.derivation())
    }

    /// Takes the secrets that the vault keeps. The first ones that are taken stay.
    ///
    /// # Errors
    /// Never for 32-byte keys.
    pub fn take_secrets(&self, key: impl Fn(Secret) -> Key) -> Result<()> {
        // Another thread was faster, with the same ones.
        let _ = self.inner.kept.set(Secrets::of(key)?);
        Ok(())
    }

    fn secrets(&self) -> &Secrets {
        self.inner.kept.get().unwrap_or(&self.inner.derived)
    }

    /// Seals what a person had typed when the session ended, for its way through the sign-in page.
    pub fn carried(&self) -> &Sealer {
        &self.secrets().carried
    }

    /// The secret of argon2, without which a stolen table of hashes cannot be guessed against.
    pub fn pepper(&self) -> &[u8] {
        self.secrets().pepper.bytes()
    }

    /// The keyed hash of a short secret (a code, an address), without which a stolen table of hashes could be guessed through.
    /// `about` says what it is and of which row: the same secret hashes differently elsewhere.
    pub fn keyed_hash(&self, about: &str, secret: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.secrets().codes);
        for part in [about, secret] {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part.as_bytes());
        }
        context.sign().as_ref().to_vec()
    }

    /// The token that a form has to carry for the visitor whose cookie this is.
    pub fn form_token(&self, cookie: &str) -> String {
        hex(hmac::sign(&self.secrets().forms, cookie.as_bytes()).as_ref())
    }

    /// Whether `token` is the form token of this cookie, compared in constant time.
    pub fn is_form_token(&self, cookie: &str, token: &str) -> bool {
        use subtle::ConstantTimeEq;
        self.form_token(cookie).as_bytes().ct_eq(token.as_bytes()).into()
    }

    /// The opened data key of a scope, as long as it need not be asked for again.
    pub fn opened(&self, scope: &str, now: Instant) -> Option<Arc<Sealer>> {
        let opened = self.inner.opened.read().ok()?;
        let (at, sealer) = opened.get(scope)?;
        (0..KEPT_SECONDS).contains(&now.seconds_since(*at)).then(|| sealer.clone())
    }

    /// Keeps the opened data key of a scope; only for keys that are committed.
    pub fn keep(&self, scope: String, now: Instant, sealer: Arc<Sealer>) {
        if let Ok(mut opened) = self.inner.opened.write() {
            opened.insert(scope, (now, sealer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::from_bytes(&[byte; 32]).unwrap()
    }

    #[test]
    fn a_ring_opens_what_its_older_keys_wrapped_and_wraps_with_the_present_one() {
        let before = Keyring::new(&key(1)).unwrap();
        let data = key(9);
        let wrapped = before.wrap("one", &data).unwrap();
        let after = Keyring::of(vec![key(2), key(1)], None).unwrap();
        assert_eq!(after.unwrap("one", &wrapped).unwrap().bytes(), data.bytes());
        assert!(!after.is_present(&wrapped));
        let again = after.wrap("one", &data).unwrap();
        assert!(after.is_present(&again));
        assert!(before.unwrap("one", &again).is_err(), "the older key alone opens what the present one wrapped");
        assert!(after.unwrap("two", &again).is_err(), "a wrapped key opens in another place");
        assert!(Keyring::new(&key(3)).unwrap().unwrap("one", &wrapped).is_err());
        assert!(Keyring::of(Vec::new(), None).is_err());
    }

    #[test]
    fn what_was_wrapped_before_keys_had_ids_opens() {
        let old = Sealer::new(Uuid::nil(), &key(1).derive("wrapping")).unwrap();
        let wrapped = old.seal("one", key(9).bytes()).unwrap();
        let ring = Keyring::of(vec![key(2), key(1)], None).unwrap();
        assert_eq!(ring.unwrap("one", &wrapped).unwrap().bytes(), key(9).bytes());
        assert!(!ring.is_present(&wrapped));
    }

    #[test]
    fn a_running_server_finds_the_key_that_the_file_got_meanwhile() {
        let file = Arc::new(RwLock::new(vec![1_u8]));
        let read = file.clone();
        let source: Source = Arc::new(move || Some(read.read().unwrap().iter().map(|byte| key(*byte)).collect()));
        let running = Keyring::of(vec![key(1)], Some(source)).unwrap();
        *file.write().unwrap() = vec![2, 1];
        let by_another = Keyring::of(vec![key(2), key(1)], None).unwrap().wrap("one", &key(9)).unwrap();
        assert_eq!(running.unwrap("one", &by_another).unwrap().bytes(), key(9).bytes());
        *file.write().unwrap() = vec![3, 2, 1];
        let wrapped = running.wrap("two", &key(9)).unwrap();
        assert!(Keyring::new(&key(3)).unwrap().unwrap("two", &wrapped).is_ok(), "it was wrapped with a replaced key");
    }

    #[test]
    fn secrets_are_those_of_the_first_key_until_others_are_taken_and_stay_then() {
        let (first, both) = (Keyring::new(&key(1)).unwrap(), Keyring::of(vec![key(2), key(1)], None).unwrap());
        assert_eq!(first.pepper(), both.pepper());
        assert_eq!(first.form_token("a"), both.form_token("a"));
        let second = Keyring::new(&key(2)).unwrap();
        second.take_secrets(|secret| first.derived(secret)).unwrap();
        assert_eq!(first.pepper(), second.pepper());
        assert_eq!(first.keyed_hash("a", "b"), second.keyed_hash("a", "b"));
        let sealed = first.carried().seal("page", b"typed").unwrap();
        assert_eq!(second.carried().open("page", &sealed).unwrap(), b"typed");
    }

    #[test]
    fn an_opened_key_is_asked_for_again_after_a_minute() {
        let ring = Keyring::new(&key(1)).unwrap();
        let then = Instant::from_micros(1_000_000_000);
        ring.keep("a".to_owned(), then, Arc::new(Sealer::new(Uuid::nil(), &key(9)).unwrap()));
        assert!(ring.opened("a", then.plus_seconds(59)).is_some());
        assert!(ring.opened("a", then.plus_seconds(60)).is_none());
        assert!(ring.opened("a", then.plus_seconds(-1)).is_none());
    }
}
