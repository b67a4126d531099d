//! Letters as they were sent, for a test to read.

/// A letter as it was sent.
pub struct LetterText {
    pub to: String,
    pub raw: String,
    pub text: String,
}

impl LetterText {
    pub(super) fn of(raw: &str) -> Self {
        let (head, body) = raw.split_once("\r\n\r\n").unwrap_or((raw, ""));
        let to = head.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default().to_owned();
        let head = head.to_lowercase();
        let text = if head.contains("quoted-printable") {
            unquote(body)
        } else if head.contains("encoding: base64") {
            use base64::Engine;
            let joined: String = body.split_whitespace().collect();
            String::from_utf8(base64::engine::general_purpose::STANDARD.decode(joined).unwrap()).unwrap()
        } else {
            body.to_owned()
        };
        LetterText { to, raw: raw.to_owned(), text }
    }
}

fn unquote(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'=').then(|| after.get(..2)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
