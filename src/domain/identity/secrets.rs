//! Secrets that people carry: the token of an invitation, printed so that it can be typed, and the code that goes with it.

use subtle::ConstantTimeEq;

use crate::domain::ids::InvitationId;
use crate::domain::seal::{Keyring, random, sha256};

/// Crockford's base 32: digits, then letters without I, L, O and U, which are read for 1, 1, 0 and V.
const TOKEN_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 256 bits in symbols of five.
const TOKEN_LENGTH: usize = 52;

/// Letters of a code that is told by telephone: without 0 and O, 1, I and L.
const CODE_LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 10;

/// A new token of 256 bits, as 52 symbols.
pub(super) fn new_token() -> String {
    let bytes = random::<32>();
    let (mut held, mut bits, mut token) = (0_u32, 0_u32, String::with_capacity(TOKEN_LENGTH));
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            token.push(symbol(TOKEN_LETTERS, (held >> bits) & 31));
            held &= (1 << bits) - 1;
        }
    }
    // One bit is left; it fills the first place of the last symbol.
    token.push(symbol(TOKEN_LETTERS, (held << (5 - bits)) & 31));
    token
}

fn symbol(letters: &[u8], at: u32) -> char {
    usize::try_from(at).ok().and_then(|at| letters.get(at)).map_or('0', |byte| char::from(*byte))
}

/// A token as the mail prints it: in groups of four, for those whose mail reader drops the link.
pub fn token_groups(token: &str) -> String {
    groups(token, 4, " ")
}

fn groups(text: &str, size: usize, between: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(size).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(between)
}

/// A token as somebody typed or pasted it, in the one way it is looked up by; nothing where it cannot be one.
pub fn normalise_token(typed: &str) -> Option<String> {
    let token = folded(typed, TOKEN_LENGTH, |letter| match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    })?;
    token.bytes().all(|byte| TOKEN_LETTERS.contains(&byte)).then_some(token)
}

/// A new code of ten letters: 49 bits, which is enough where every try is counted and ten end it.
pub(super) fn new_code() -> String {
    let mut code = String::with_capacity(CODE_LENGTH);
    while code.len() < CODE_LENGTH {
        let [byte] = random::<1>();
        // 248 is the last multiple of 31: taking more would favour the first letters.
        if byte < 248 {
            code.push(symbol(CODE_LETTERS, u32::from(byte) % 31));
        }
    }
    code
}

/// A code as it is shown to who issues it: two groups of five.
pub(super) fn code_groups(code: &str) -> String {
    groups(code, 5, "-")
}

/// A code as somebody typed it; nothing where it cannot be one.
pub(super) fn normalise_code(typed: &str) -> Option<String> {
    let code = folded(typed, CODE_LENGTH, |letter| letter)?;
    code.bytes().all(|byte| CODE_LETTERS.contains(&byte)).then_some(code)
}

/// Upper case without spaces and dashes, where that leaves so many letters.
fn folded(typed: &str, length: usize, read: impl Fn(char) -> char) -> Option<String> {
    if typed.len() > 4 * length {
        return None;
    }
    let dash = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let text: String = typed.chars().filter(|c| !dash(*c)).map(|c| read(c.to_ascii_uppercase())).collect();
    (text.len() == length).then_some(text)
}

/// What a token is looked up by.
pub(super) fn token_hash(token: &str) -> Vec<u8> {
    sha256(token.as_bytes())
}

/// What is kept of a code. It is too short for a plain hash: the key is not in the database.
pub(super) fn code_hash(keys: &Keyring, invitation: &InvitationId, code: &str) -> Vec<u8> {
    keys.keyed_hash(&format!("invitations/{invitation}"), code)
}

/// Compares hashes in the same time wherever they differ.
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}
