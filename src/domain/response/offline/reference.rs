//! What ties a file to a draft: the reference at its head, and the key of each answer in it.
//!
//! Both are text that people see, because an office program keeps what is visible and drops what it does not know.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::ids::{FormHash, PaperId, ResponseId, StateId};
use crate::domain::questionnaire::{Instance, Place};
use crate::domain::seal;

/// The version of the format that this program writes.
const FORMAT: u32 = 1;
/// Characters of an entry's id in a key, where they name one entry only.
const SHORT: usize = 6;

/// The id of the `n`th new entry of a repeat in a file, which is the same whenever and however often the file is read. Its time is the file's, so
/// that entries of several files stand in one order whichever came first.
pub(super) fn new_entry(paper: &PaperId, repeat: &str, parent: &str, n: u16) -> String {
    let digest = seal::sha256(format!("{paper}/{repeat}/{parent}/{n}").as_bytes());
    let mut bytes = *Uuid::parse_str(paper.as_str()).unwrap_or_default().as_bytes();
    for (byte, from) in bytes.iter_mut().skip(8).zip(digest) {
        *byte = from;
    }
    let [high, low] = n.to_be_bytes();
    if let Some(counted) = bytes.get_mut(6..8) {
        counted.copy_from_slice(&[0x70 | (high & 0x0f), low]);
    }
    if let Some(variant) = bytes.get_mut(8) {
        *variant = 0x80 | (*variant & 0x3f);
    }
    Uuid::from_bytes(bytes).hyphenated().to_string()
}

/// What a file says of itself: of which response and form it was made, when, and in which language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Tag of the language of the file.
    pub language: String,
    pub state: StateId,
    pub year: i32,
    pub paper: PaperId,
    pub response: ResponseId,
    pub form: FormHash,
    /// The version of the draft that it was made from.
    pub version: i32,
}

/// The text is no reference, or one of a format that this program does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAReference;

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reference { language, state, year, paper, response, form, version } = self;
        write!(f, "concord/{FORMAT}/{language}/{state}/{year}/{version}/{paper}/{response}/{form}")
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let parts: Vec<&str> = text.trim().split('/').map(str::trim).collect();
        let ["concord", format, language, state, year, version, paper, response, form] = parts.as_slice() else {
            return Err(NotAReference);
        };
        if format.parse() != Ok(FORMAT) {
            return Err(NotAReference);
        }
        Ok(Reference {
            language: (*language).to_owned(),
            state: state.parse().map_err(|_| NotAReference)?,
            year: year.parse().map_err(|_| NotAReference)?,
            paper: paper.parse().map_err(|_| NotAReference)?,
            response: response.parse().map_err(|_| NotAReference)?,
            form: form.parse().map_err(|_| NotAReference)?,
            version: version.parse().map_err(|_| NotAReference)?,
        })
    }
}

/// The key of an answer in a file: the question's code, and behind `@` the token of the entry that it stands in.
pub(super) fn key(code: &str, token: &str) -> String {
    if token.is_empty() { code.to_owned() } else { format!("{code}@{token}") }
}

/// The token of an entry: an ending of its id that no other of these has.
pub(super) fn token<'a>(id: &str, all: impl Iterator<Item = &'a str> + Clone) -> String {
    let plain = id.replace('-', "");
    let ending = |of: &str, length: usize| of.get(of.len().saturating_sub(length)..).unwrap_or(of).to_owned();
    let unique = |length: &usize| {
        let short = ending(&plain, *length);
        all.clone().filter(|other| other.replace('-', "").ends_with(&short)).nth(1).is_none()
    };
    let length = (SHORT..plain.len()).find(unique).unwrap_or(plain.len());
    ending(&plain, length)
}

/// The token of the `n`th new entry inside the entry of token `around`, or of none.
pub(super) fn new_token(around: &str, n: u16) -> String {
    format!("{around}+{n}")
}

/// What a key leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Led {
    pub place: Place,
    /// The entries that the file has and the draft has not, the outermost first.
    pub new: Vec<Instance>,
}

/// Why a key leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Astray {
    /// No question of the form has this code, or it does not stand in such an entry.
    NoQuestion,
    /// Nothing in the draft is, or was, an entry of this token.
    NoEntry,
    /// The entry was there and was removed.
    Removed(Place),
}

/// The entries that keys are looked up among.
pub(super) struct Entries<'a> {
    pub paper: &'a PaperId,
    pub form: &'a crate::domain::questionnaire::Form,
    pub standing: &'a [Instance],
    /// Ids of those that were removed.
    pub removed: &'a [String],
}

impl Entries<'_> {
    /// Where a key leads.
    pub(super) fn find(&self, key: &str) -> Result<Led, Astray> {
        let (code, token) = key.trim().split_once('@').unwrap_or((key.trim(), ""));
        let (_, node) = self.form.node(code).ok_or(Astray::NoQuestion)?;
        let mut repeats = Vec::new();
        let mut at = node.repeat;
        while let Some(repeat) = at.and_then(|at| self.form.nodes.get(at)) {
            repeats.push(repeat.code.as_str());
            at = repeat.repeat;
        }
        repeats.reverse();
        if repeats.is_empty() != token.is_empty() {
            return Err(Astray::NoQuestion);
        }
        let (standing, numbers) = token.split_once('+').map_or((token, ""), |(standing, rest)| (standing, rest));
        let numbers: Vec<u16> = match numbers {
            "" if !token.contains('+') => Vec::new(),
            numbers => numbers.split('+').map(str::parse).collect::<Result<_, _>>().map_err(|_| Astray::NoEntry)?,
        };
        let mut new = Vec::new();
        let around = repeats.len().checked_sub(numbers.len()).ok_or(Astray::NoEntry)?;
        let mut instance =
            self.standing(code, standing, around.checked_sub(1).and_then(|at| repeats.get(at)).copied())?;
        for (repeat, n) in repeats.iter().skip(around).zip(numbers) {
            let id = new_entry(self.paper, repeat, &instance, n);
            if self.removed.contains(&id) {
                return Err(Astray::Removed(Place { code: code.to_owned(), instance: id }));
            }
            if !self.standing.iter().any(|entry| entry.id == id) {
                let (repeat_code, parent) = ((*repeat).to_owned(), instance.clone());
                new.push(Instance { id: id.clone(), repeat_code, parent, position: 0 });
            }
            instance = id;
        }
        Ok(Led { place: Place { code: code.to_owned(), instance }, new })
    }

    /// The id of the entry of this repeat that a token means; none where no repeat is around.
    fn standing(&self, code: &str, token: &str, repeat: Option<&str>) -> Result<String, Astray> {
        let Some(repeat) = repeat else {
            return if token.is_empty() { Ok(String::new()) } else { Err(Astray::NoEntry) };
        };
        let is_it = |id: &str| token.len() >= SHORT && id.replace('-', "").ends_with(token);
        let mut found = self.standing.iter().filter(|entry| entry.repeat_code == repeat && is_it(&entry.id));
        match (found.next(), found.next()) {
            (Some(entry), None) => Ok(entry.id.clone()),
            (Some(_), Some(_)) => Err(Astray::NoEntry),
            (None, _) => {
                let gone = self.removed.iter().find(|id| is_it(id)).ok_or(Astray::NoEntry)?;
                Err(Astray::Removed(Place { code: code.to_owned(), instance: gone.clone() }))
            }
        }
    }
}
