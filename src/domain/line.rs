//! Text that is safe where a line break would be an injection: names, subjects, references.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

/// White space, what Unicode lets no font draw (zero-width spaces and joiners, fillers, variation selectors), and the empty Braille cell.
static UNSEEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[\s\p{Default_Ignorable_Code_Point}\x{2800}]*$").ok());

/// One line of text: trimmed, not empty, without control characters or marks that reorder text, of bounded length.
///
/// `lettre` panics on a display name with a line break, and a name with a right-to-left override can pass for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OneLine(String);

/// Why a text is no such line, or none of [`lines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLine {
    Empty,
    TooLong,
    /// A character that ends a line, controls a terminal or reorders text.
    Unclean,
}

impl OneLine {
    /// Most characters of a line.
    pub const MOST: usize = 200;

    /// The line, or `None` where the text is empty, longer than 200 characters, or holds a control or reordering character.
    pub fn new(text: &str) -> Option<Self> {
        OneLine::checked(text).ok()
    }

    /// The line.
    ///
    /// # Errors
    /// Why it is none.
    pub fn checked(text: &str) -> Result<Self, NoLine> {
        let text = text.trim();
        if text.is_empty() {
            Err(NoLine::Empty)
        } else if text.chars().any(breaks_a_line) {
            Err(NoLine::Unclean)
        } else if is_blank(text) {
            Err(NoLine::Empty)
        } else if text.chars().count() > OneLine::MOST {
            Err(NoLine::TooLong)
        } else {
            Ok(OneLine(text.to_owned()))
        }
    }

    /// The line, or `None` where it is longer than that, or holds any mark of direction at all: for names that stand in lists of what
    /// lets somebody in.
    pub fn short(text: &str, most: usize) -> Option<Self> {
        let directs = |c: char| matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}');
        let line = OneLine::new(text)?;
        (line.0.chars().count() <= most && !line.0.chars().any(directs)).then_some(line)
    }

    /// The line itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for OneLine {
    /// The platform's name, which is what a mail without words of its own is about.
    fn default() -> Self {
        OneLine("Secured Platform on Cooperation".to_owned())
    }
}

impl TryFrom<String> for OneLine {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        OneLine::new(&text).ok_or("not one line of text")
    }
}

impl From<OneLine> for String {
    fn from(line: OneLine) -> String {
        line.0
    }
}

/// A text of several lines as it is kept: trimmed, with line breaks of one character, without other control characters and marks that
/// reorder text.
///
/// # Errors
/// Why it is none; `most` counts characters.
pub fn lines(text: &str, most: usize) -> Result<String, NoLine> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if is_blank(text) {
        Err(NoLine::Empty)
    } else if text.chars().count() > most {
        Err(NoLine::TooLong)
    } else if text.chars().any(|c| breaks_a_line(c) && c != '\n' && c != '\t') {
        Err(NoLine::Unclean)
    } else {
        Ok(text.to_owned())
    }
}

/// True where nothing of a text can be seen.
pub fn is_blank(text: &str) -> bool {
    UNSEEN.as_ref().map_or_else(|| text.trim().is_empty(), |unseen| unseen.is_match(text))
}

/// True for characters that end a line, control a terminal, or change the direction of what follows.
pub fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// True where the text is an e-mail address this platform can write to: one line, one `@`, parsed by the mail library, in ASCII (not
/// every mail server takes others, RFC 6531), and not beginning as a formula does in a spreadsheet that the address is copied to.
pub fn is_email(text: &str) -> bool {
    let plain = text.is_ascii() && !text.starts_with(['=', '+', '-', '@']);
    plain && text.len() <= 254 && !text.chars().any(breaks_a_line) && text.parse::<lettre::Address>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_line_breaks_nul_or_overrides_are_refused() {
        for bad in ["", "  ", "a\r\nBcc: x@example.org", "a\0b", "Awa\u{202E}dasu", "a\u{2028}b"] {
            assert_eq!(OneLine::new(bad), None, "{bad:?}");
        }
        assert!(OneLine::new("  أحمد بن علي ").is_some());
        assert!(OneLine::short("هاتفي", 60).is_some());
        for bad in ["", "phone\u{202E}enohp", "phone\u{200F}", "\u{061C}x", &"x".repeat(61)] {
            assert_eq!(OneLine::short(bad, 60), None, "{bad:?}");
        }
        assert_eq!(OneLine::checked(&"a".repeat(201)), Err(NoLine::TooLong));
    }

    #[test]
    fn what_nobody_can_see_is_no_text() {
        for blank in
            ["", " \n\t", "\u{200B}", "\u{2060}\u{FEFF}\u{00AD}", "\u{3164}", "\u{2800} \u{200D}", "\u{00A0}\u{202F}"]
        {
            assert!(is_blank(blank), "{blank:?}");
            assert!(lines(blank, 10).is_err(), "{blank:?}");
            assert_eq!(OneLine::new(blank), None, "{blank:?}");
        }
        for text in [".", "\u{200B}a", "می\u{200C}خواهم", "‑"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn addresses_that_no_ministry_has_are_refused() {
        for bad in ["", "a", "=x@b.example", "+x@b.example", "é@b.example", "a@b@c.example", "a b@c.example"] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert!(is_email("embassy.the-hague+icc@mfa.example"));
    }
}
