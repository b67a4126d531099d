//! Sealing and hashing with keys that are at hand: AES-256-GCM and SHA-256 from `aws-lc-rs`. No SQL; the data keys themselves are
//! kept by the vault. The keys outside the database are in `keyring`.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{digest, hkdf};
use zeroize::Zeroizing;

use super::error::{Error, Result};

pub use super::keyring::{Keyring, Secret};

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

/// A short digest that a page carries of what it showed, to tell later whether it has changed: it notices a difference, and says nothing of what
/// it is of. What may not be guessed at is sealed before.
pub fn mark(text: &str) -> String {
    sha256_hex(text.as_bytes()).chars().take(16).collect()
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

    /// An id that says nothing of the key, by which what it wraps is known.
    pub fn id(&self) -> uuid::Uuid {
        let derived = self.derive("key id");
        uuid::Uuid::from_slice(derived.bytes().get(..KEY_ID).unwrap_or_default()).unwrap_or_default()
    }

    /// A key for one other use, derived from this one (HKDF-SHA-256, RFC 5869).
    pub(super) fn derive(&self, purpose: &'static str) -> Key {
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

/// A data key with its id, ready to seal and open; with the older keys of the same scope, which open only.
pub struct Sealer {
    id: [u8; KEY_ID],
    cipher: LessSafeKey,
    older: Vec<([u8; KEY_ID], LessSafeKey)>,
}

impl Sealer {
    /// A sealer from a key and the key's id.
    ///
    /// # Errors
    /// Never for a 32-byte key.
    pub fn new(id: uuid::Uuid, key: &Key) -> Result<Self> {
        Ok(Sealer { id: id.into_bytes(), cipher: cipher_of(key)?, older: Vec::new() })
    }

    /// The same, and it opens what this other key has sealed.
    ///
    /// # Errors
    /// Never for a 32-byte key.
    pub fn opening(mut self, id: uuid::Uuid, key: &Key) -> Result<Self> {
        self.older.push((id.into_bytes(), cipher_of(key)?));
        Ok(self)
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

    /// Opens what [`Sealer::seal`] made with the same key, or an older one of the scope, and the same `about`.
    ///
    /// # Errors
    /// When the value was altered, moved to another place, or sealed with another key.
    pub fn open(&self, about: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let damaged = || Error::internal(format!("a sealed value does not open: {about}"));
        let (head, rest) = sealed.split_at_checked(1 + KEY_ID).ok_or_else(damaged)?;
        let (nonce, body) = rest.split_at_checked(NONCE_LEN).ok_or_else(damaged)?;
        let cipher = match head.split_first() {
            Some((&FORMAT, id)) if id == self.id.as_slice() => Some(&self.cipher),
            Some((&FORMAT, id)) => {
                self.older.iter().find(|(older, _)| id == older.as_slice()).map(|(_, cipher)| cipher)
            }
            Some(_) | None => None,
        };
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged())?;
        let mut body = body.to_vec();
        let opened = cipher.ok_or_else(damaged)?.open_in_place(nonce, Aad::from(about.as_bytes()), &mut body);
        let length = opened.map_err(|_| damaged())?.len();
        body.truncate(length);
        Ok(body)
    }
}

fn cipher_of(key: &Key) -> Result<LessSafeKey> {
    let unbound = UnboundKey::new(&AES_256_GCM, key.bytes()).map_err(|_| Error::internal("not an AES-256 key"))?;
    Ok(LessSafeKey::new(unbound))
}

/// The id of the key that a value was sealed with; nothing where it is no sealed value.
pub fn key_of(sealed: &[u8]) -> Option<uuid::Uuid> {
    let id = sealed.get(1..=KEY_ID)?;
    uuid::Uuid::from_slice(id).ok().filter(|_| sealed.first() == Some(&FORMAT))
}
