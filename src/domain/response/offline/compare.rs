//! Compares a file with the draft, answer by answer and part by part: what the answer was when the file was made (base), what it is now (ours), and
//! what the file says (theirs). Only what the file changed is taken over, and where both changed it differently, somebody has to choose.
//!
//! Texts are compared as they stand in a file, so that what an office program does to them by itself is no change. An answer and that one is not in a
//! position to give it are one part: half of one side and half of the other would be an answer that nobody gave.

mod line;

use std::collections::{HashMap, HashSet};

use self::line::Line;
use super::paper::takes_text;
use super::read::{At, FileRead, LineRead};
use super::reference::{Astray, Entries};
use super::words::{NotUnderstood, Tongue};
use crate::domain::questionnaire::{Form, Instance, Node, Place, Visibility};
use crate::domain::response::model::{Body, Stamp};
use crate::domain::response::save::SaveFault;

/// What a file says of an answer, as its messages name it. That one is not in a position to answer belongs together with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Answer,
    Comment,
    Declined,
    Readers,
}

/// A part of an answer, which is taken over or left as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// What is answered, or that one is not in a position to answer and why.
    Answer,
    Comment,
    Readers,
}

/// What an answer says: all parts of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Side {
    pub body: Body,
    pub visibility: Option<Visibility>,
}

/// What the person who looks may do with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Hidden,
    Reading,
    Writing,
}

/// What of the draft the comparison needs, as it is now.
pub struct Now<'a> {
    pub form: &'a Form,
    pub tongue: Tongue<'a>,
    pub entries: &'a [Instance],
    /// Ids of entries that were removed.
    pub removed: &'a [String],
    /// What stands at a place, with its stamp.
    pub ours: &'a dyn Fn(&Place) -> (Side, Stamp),
    /// What the answer said in a version; nothing where that is not known.
    pub base: &'a dyn Fn(&Place, i32) -> Option<Side>,
    pub access: &'a dyn Fn(&str) -> Access,
    /// The answer cannot be changed by hand.
    pub read_only: &'a dyn Fn(&Place) -> bool,
    /// What of an answer cannot be kept.
    pub faults: &'a dyn Fn(&Node, &Side) -> Vec<SaveFault>,
}

/// What becomes of one answer of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The file says what it said when it was made, and so does the draft.
    Untouched,
    /// Only the draft has changed since.
    OnlyOurs,
    /// Both have changed to the same.
    Same,
    /// The file's parts are taken over; `side` is what the answer will say.
    Take { side: Side, parts: Vec<Part> },
    /// Both have changed parts of it differently. What else the file changed is in both sides that can be chosen.
    Conflict { theirs: Side, parts: Vec<Part>, keep_ours: Side, take_theirs: Side },
}

/// One answer of the file, compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub key: String,
    pub at: At,
    pub place: Place,
    /// Entries that have to be added for it, the outermost first.
    pub new: Vec<Instance>,
    /// What the answer was; nothing where that is not known.
    pub base: Option<Side>,
    pub ours: Side,
    pub stamp: Stamp,
    pub found: Found,
}

/// Why something in a file cannot be taken over.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    NotUnderstood(Field, NotUnderstood),
    /// It is understood, and belongs together with something that cannot be taken over.
    HeldUp(Field),
    /// It is understood, and no draft can hold it.
    NotKept(Vec<SaveFault>),
    /// The question is not the person's to write. Nothing is said of its content.
    NotYours,
    /// The form has no such question.
    NotInForm,
    /// The draft has no such entry.
    NoEntry,
    EntryRemoved,
    /// The repeat has no room for another entry.
    NoRoom,
    /// The form's rules keep this answer as it is.
    Fixed,
    /// The key stands in the file twice.
    Twice,
    /// Something is written where no question is.
    Stray,
}

/// Something in a file that cannot be taken over, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// Empty where there is none.
    pub key: String,
    pub at: At,
    pub why: Why,
}

/// A file, compared with the draft.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// In the order of the file.
    pub lines: Vec<Compared>,
    pub troubles: Vec<Trouble>,
}

/// Compares a file with the draft as it is now.
pub fn compare(file: &FileRead, now: &Now<'_>) -> Comparison {
    let mut comparison = Comparison::default();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for line in &file.lines {
        *times.entry(line.key.trim()).or_default() += 1;
    }
    let paper = &file.reference.paper;
    let entries = Entries { paper, form: now.form, standing: now.entries, removed: now.removed };
    let begun = begun(file, &entries);
    for line in &file.lines {
        let trouble = |why| Trouble { key: line.key.trim().to_owned(), at: line.at.clone(), why };
        if times.get(line.key.trim()).is_some_and(|times| *times > 1) {
            comparison.troubles.push(trouble(Why::Twice));
            continue;
        }
        match entries.find(&line.key) {
            // New entries that nobody has begun to fill in are not there; in one that somebody has, who may read a list inside it is said too.
            Ok(led) if is_blank(line, now.form) && !led.new.iter().all(|entry| begun.contains(&entry.id)) => {}
            Ok(led) => Line { line, now }.add(led.place, led.new, &mut comparison),
            Err(_) if is_blank(line, now.form) => {}
            Err(Astray::NoQuestion) => comparison.troubles.push(trouble(Why::NotInForm)),
            Err(Astray::NoEntry) => comparison.troubles.push(trouble(Why::NoEntry)),
            Err(Astray::Removed(place)) => {
                if (Line { line, now }).says_news(&place) {
                    comparison.troubles.push(trouble(Why::EntryRemoved));
                }
            }
        }
    }
    let stray = file.stray.iter().map(|at| Trouble { key: String::new(), at: at.clone(), why: Why::Stray });
    comparison.troubles.extend(stray);
    leave_out_what_has_no_room(&mut comparison, now);
    comparison
}

/// Whether nobody has filled anything in. Where an answer is not given as text, what stands in its place is the file's own.
fn is_blank(line: &LineRead, form: &Form) -> bool {
    let code = line.key.trim().split('@').next().unwrap_or_default();
    let is_text = form.node(code).is_none_or(|(_, node)| takes_text(&node.kind));
    if is_text { line.is_blank() } else { line.is_blank_beside() }
}

/// The ids of the new entries in which something is filled in.
fn begun(file: &FileRead, entries: &Entries<'_>) -> HashSet<String> {
    let filled = file.lines.iter().filter(|line| line.key.contains('+') && !is_blank(line, entries.form));
    filled.filter_map(|line| entries.find(&line.key).ok()).flat_map(|led| led.new).map(|entry| entry.id).collect()
}

/// Takes out the answers of new entries for which their repeat has no room: the last of them.
fn leave_out_what_has_no_room(comparison: &mut Comparison, now: &Now<'_>) {
    let mut counts: HashMap<(String, String), Vec<String>> = HashMap::new();
    let Comparison { lines, troubles } = comparison;
    lines.retain(|line| {
        for entry in &line.new {
            let here = (entry.repeat_code.clone(), entry.parent.clone());
            let known = counts.entry(here).or_insert_with_key(|(repeat, parent)| {
                let standing = now.entries.iter().filter(|e| &e.repeat_code == repeat && &e.parent == parent);
                standing.map(|entry| entry.id.clone()).collect()
            });
            let most = now.form.node(&entry.repeat_code).map_or(0, |(_, repeat)| repeat.repeat_max);
            let full = u32::try_from(known.len()).is_ok_and(|count| count >= most);
            if known.contains(&entry.id) {
                continue;
            }
            if full {
                troubles.push(Trouble { key: line.key.clone(), at: line.at.clone(), why: Why::NoRoom });
                return false;
            }
            known.push(entry.id.clone());
        }
        true
    });
}

impl Field {
    /// Every one, in the order of the columns.
    pub const ALL: [Field; 4] = [Field::Answer, Field::Comment, Field::Declined, Field::Readers];

    /// Its place among [`Field::ALL`].
    pub fn order(self) -> usize {
        Field::ALL.into_iter().take_while(|field| *field != self).count()
    }

    /// The part of an answer that it belongs to.
    pub fn part(self) -> Part {
        match self {
            Field::Answer | Field::Declined => Part::Answer,
            Field::Comment => Part::Comment,
            Field::Readers => Part::Readers,
        }
    }
}

impl Part {
    const ALL: [Part; 3] = [Part::Answer, Part::Comment, Part::Readers];
}

impl Side {
    /// Takes one part from another side.
    fn take(&mut self, part: Part, from: &Side) {
        match part {
            Part::Answer => {
                self.body.value.clone_from(&from.body.value);
                self.body.declined = from.body.declined;
                self.body.reason.clone_from(&from.body.reason);
            }
            Part::Comment => self.body.comment.clone_from(&from.body.comment),
            Part::Readers => self.visibility = from.visibility,
        }
    }
}
