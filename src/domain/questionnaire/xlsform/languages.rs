//! Languages as authors write them in headers (`label::French (fr)`), and their tags.

use std::collections::BTreeMap;

/// The tag of texts in columns without a language, where the form names no default: BCP 47's "undetermined".
pub const UNDETERMINED: &str = "und";

/// The tag of a language as written, and whether it was written with one.
pub fn tag(written: &str) -> (String, bool) {
    if let Some(tag) = written.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(_, tag)| tag.trim())
        && looks_like_tag(tag)
    {
        return (tag.to_lowercase(), true);
    }
    if looks_like_tag(written) {
        return (written.to_lowercase(), true);
    }
    let known = match written.to_lowercase().as_str() {
        "default" => UNDETERMINED,
        "english" | "anglais" => "en",
        "french" | "français" | "francais" => "fr",
        "arabic" | "arabe" | "العربية" => "ar",
        "chinese" | "chinois" | "中文" => "zh",
        "russian" | "russe" | "русский" => "ru",
        "spanish" | "espagnol" | "español" => "es",
        "swahili" => "sw",
        "portuguese" => "pt",
        _ => return (private_tag(written), false),
    };
    (known.to_owned(), false)
}

/// Two or three letters, then subtags: the shape of BCP 47, without its register.
fn looks_like_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    text.len() <= 35
        && (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A private-use tag made of the name's letters, so that a language that we do not know keeps its texts apart.
fn private_tag(written: &str) -> String {
    let mut tag = String::from("x");
    let letters: Vec<char> = written.chars().filter(char::is_ascii_alphanumeric).collect();
    for part in letters.chunks(8).take(3) {
        tag.push('-');
        tag.extend(part.iter().map(char::to_ascii_lowercase));
    }
    if tag == "x" { UNDETERMINED.to_owned() } else { tag }
}

/// The languages met in a workbook, by tag, with the name that was written first.
#[derive(Debug, Default)]
pub struct Languages {
    pub names: BTreeMap<String, String>,
    /// In the order of meeting.
    pub order: Vec<String>,
}

/// What is to be said of a language when it is met.
#[derive(Debug, PartialEq, Eq)]
pub enum Met {
    Known,
    New,
    WithoutTag,
    /// Another name has the same tag.
    Clash(String),
}

impl Languages {
    /// The tag of `written`, and what is to be said of it.
    pub fn meet(&mut self, written: &str) -> (String, Met) {
        let (tag, tagged) = tag(written);
        let met = match self.names.get(&tag) {
            Some(name) if name.to_lowercase() == written.to_lowercase() => Met::Known,
            Some(name) => Met::Clash(name.clone()),
            None => {
                self.names.insert(tag.clone(), written.to_owned());
                self.order.push(tag.clone());
                if tagged { Met::New } else { Met::WithoutTag }
            }
        };
        (tag, met)
    }
}
