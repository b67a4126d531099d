//! Sealing and hashing with keys that are at hand: AES-256-GCM, SHA-256 and HMAC from `aws-lc-rs`. No SQL; the data keys
//! themselves are kept by the vault.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{digest, hkdf, hmac};
use zeroize::Zeroizing;

use super::error::{Error, Result};

/// First byte of every sealed value, so that another way of sealing can be told apart later.
const FORMAT: u8 = 1;
/// Length of a key's id in a sealed value: a UUID.
const KEY_ID: usize = 16;

/// Random bytes from the operating system's generator.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // The generator of aws-lc cannot fail once the library is up; an all-zero result would be refused by the callers' tests.
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    bytes
}

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

/// SHA-256 of `bytes` as lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The bytes of hexadecimal digits; nothing where it is something else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    let plain = digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit);
    plain.then(|| pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()).flatten()
}

/// A 256-bit key. It has no `Debug` and is wiped when dropped.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A new key from the operating system's generator.
    pub fn generate() -> Self {
        Key(Zeroizing::new(random()))
    }

    /// A key from 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Key(Zeroizing::new(bytes)))
    }

    /// The bytes, to be wrapped.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// A key for one other use, derived from this one (HKDF-SHA-256, RFC 5869).
    fn derive(&self, purpose: &'static str) -> Key {
        let mut bytes = Zeroizing::new([0; 32]);
        let info = [purpose.as_bytes()];
        let derived = hkdf::Salt::new(hkdf::HKDF_SHA256, b"concord")
            .extract(self.0.as_slice())
            .expand(&info, hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(bytes.as_mut_slice()));
        // Both lengths are constants that HKDF accepts.
        if derived.is_err() {
            std::process::abort();
        }
        Key(bytes)
    }
}

/// A data key with its id, ready to seal and open.
pub struct Sealer {
    id: [u8; KEY_ID],
    cipher: LessSafeKey,
}

impl Sealer {
    /// A sealer from a key and the key's id.
    ///
    /// # Errors
    /// Never for a 32-byte key.
    pub fn new(id: uuid::Uuid, key: &Key) -> Result<Self> {
        let cipher = UnboundKey::new(&AES_256_GCM, key.bytes()).map_err(|_| Error::internal("not an AES-256 key"))?;
        Ok(Sealer { id: id.into_bytes(), cipher: LessSafeKey::new(cipher) })
    }

    /// Seals `plain`. `about` says what it is and where it stands (table, row, code, version): it opens nowhere else.
    ///
    /// # Errors
    /// Only for values of many gigabytes.
    pub fn seal(&self, about: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_LEN>();
        let mut sealed = Vec::with_capacity(1 + KEY_ID + NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
        sealed.push(FORMAT);
        sealed.extend_from_slice(&self.id);
        sealed.extend_from_slice(&nonce);
        let mut body = plain.to_vec();
        self.cipher
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(about.as_bytes()), &mut body)
            .map_err(|_| Error::internal("sealing failed"))?;
        sealed.append(&mut body);
        Ok(sealed)
    }

    /// Opens what [`Sealer::seal`] made with the same key and the same `about`.
    ///
    /// # Errors
    /// When the value was altered, moved to another place, or sealed with another key.
    pub fn open(&self, about: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let damaged = || Error::internal(format!("a sealed value does not open: {about}"));
        let (head, rest) = sealed.split_at_checked(1 + KEY_ID).ok_or_else(damaged)?;
        let (nonce, body) = rest.split_at_checked(NONCE_LEN).ok_or_else(damaged)?;
        if head.first() != Some(&FORMAT) || head.get(1..) != Some(self.id.as_slice()) {
            return Err(damaged());
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged())?;
        let mut body = body.to_vec();
        let length =
            self.cipher.open_in_place(nonce, Aad::from(about.as_bytes()), &mut body).map_err(|_| damaged())?.len();
        body.truncate(length);
        Ok(body)
    }
}

/// The key-encryption key from outside the database, what is derived from it, and the data keys opened so far.
#[derive(Clone)]
pub struct Keyring {
    inner: Arc<Ring>,
}

struct Ring {
    wrapping: Sealer,
    forms: hmac::Key,
    pepper: Key,
    codes: hmac::Key,
    carried: Sealer,
    opened: RwLock<HashMap<String, Arc<Sealer>>>,
}

impl Keyring {
    /// The ring of a key-encryption key.
    ///
    /// # Errors
    /// Never for a 32-byte key.
    pub fn new(kek: &Key) -> Result<Self> {
        let inner = Ring {
            wrapping: Sealer::new(uuid::Uuid::nil(), &kek.derive("wrapping"))?,
            forms: hmac::Key::new(hmac::HMAC_SHA256, kek.derive("form tokens").bytes()),
            pepper: kek.derive("passwords"),
            codes: hmac::Key::new(hmac::HMAC_SHA256, kek.derive("codes").bytes()),
            carried: Sealer::new(uuid::Uuid::nil(), &kek.derive("carried forms"))?,
            opened: RwLock::default(),
        };
        Ok(Keyring { inner: Arc::new(inner) })
    }

    /// Wraps and unwraps data keys.
    pub fn wrapping(&self) -> &Sealer {
        &self.inner.wrapping
    }

    /// Seals what a person had typed when the session ended, for its way through the sign-in page.
    pub fn carried(&self) -> &Sealer {
        &self.inner.carried
    }

    /// The secret of argon2, without which a stolen table of hashes cannot be guessed against.
    pub fn pepper(&self) -> &[u8] {
        self.inner.pepper.bytes()
    }

    /// The keyed hash of a short secret (a code, an address), without which a stolen table of hashes could be guessed through.
    /// `about` says what it is and of which row: the same secret hashes differently elsewhere.
    pub fn keyed_hash(&self, about: &str, secret: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.inner.codes);
        for part in [about, secret] {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part.as_bytes());
        }
        context.sign().as_ref().to_vec()
    }

    /// The token that a form has to carry for the visitor whose cookie this is.
    pub fn form_token(&self, cookie: &str) -> String {
        hex(hmac::sign(&self.inner.forms, cookie.as_bytes()).as_ref())
    }

    /// Whether `token` is the form token of this cookie, compared in constant time.
    pub fn is_form_token(&self, cookie: &str, token: &str) -> bool {
        use subtle::ConstantTimeEq;
        self.form_token(cookie).as_bytes().ct_eq(token.as_bytes()).into()
    }

    /// The opened data key of a scope.
    pub fn opened(&self, scope: &str) -> Option<Arc<Sealer>> {
        self.inner.opened.read().ok()?.get(scope).cloned()
    }

    /// Keeps the opened data key of a scope; only for keys that are committed.
    pub fn keep(&self, scope: String, sealer: Arc<Sealer>) {
        if let Ok(mut opened) = self.inner.opened.write() {
            opened.insert(scope, sealer);
        }
    }
}
