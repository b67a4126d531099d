//! Compares a file with the draft, answer by answer and part by part: what the answer was when the file was made (base), what it is now (ours), and
//! what the file says (theirs). Only what the file changed is taken over, and where both changed it differently, somebody has to choose.
//!
//! Texts are compared as they stand in a file, so that what an office program does to them by itself is no change.

use std::borrow::Cow;
use std::collections::HashMap;

use super::read::{At, Cell, FileRead, LineRead};
use super::reference::{Astray, Entries};
use super::words::{NotUnderstood, Tongue, settled, ticked};
use crate::domain::questionnaire::{Form, Instance, Kind, Node, Place, Visibility};
use crate::domain::response::model::{Body, Stamp};
use crate::domain::response::save::SaveFault;

/// A part of an answer. That one is not in a position to answer belongs together with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Answer,
    Comment,
    Declined,
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
    Take { side: Side, fields: Vec<Field> },
    /// Both have changed parts of it differently. What else the file changed is in both sides that can be chosen.
    Conflict { theirs: Side, fields: Vec<Field>, keep_ours: Side, take_theirs: Side },
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
    for line in &file.lines {
        let trouble = |why| Trouble { key: line.key.trim().to_owned(), at: line.at.clone(), why };
        if times.get(line.key.trim()).is_some_and(|times| *times > 1) {
            comparison.troubles.push(trouble(Why::Twice));
            continue;
        }
        match entries.find(&line.key) {
            Ok(led) => Line { line, now }.add(led.place, led.new, &mut comparison),
            Err(_) if line.is_blank() => {}
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

/// One answer of the file while it is compared.
#[derive(Clone, Copy)]
struct Line<'a> {
    line: &'a LineRead,
    now: &'a Now<'a>,
}

/// What the file says: as the base, with the parts that it changed.
struct Theirs {
    side: Side,
    changed: Vec<Field>,
    wrong: Vec<(Field, NotUnderstood)>,
}

impl Line<'_> {
    fn add(self, place: Place, new: Vec<Instance>, comparison: &mut Comparison) {
        let Some((_, node)) = self.now.form.node(&place.code) else { return };
        if !new.is_empty() && self.line.is_blank() {
            return;
        }
        let at = |column: Option<Field>| At { column: self.column(column), ..self.line.at.clone() };
        let trouble = |field, why| Trouble { key: self.line.key.trim().to_owned(), at: at(field), why };
        let (ours, stamp) = (self.now.ours)(&place);
        let base = self.base(&place);
        let theirs = self.theirs(node, base.as_ref().unwrap_or(&ours));
        if (self.now.access)(&place.code) != Access::Writing {
            if !(theirs.changed.is_empty() && theirs.wrong.is_empty()) {
                comparison.troubles.push(trouble(None, Why::NotYours));
            }
            return;
        }
        for (field, why) in &theirs.wrong {
            comparison.troubles.push(trouble(Some(*field), Why::NotUnderstood(*field, why.clone())));
        }
        let mut theirs = theirs;
        if theirs.changed.contains(&Field::Answer) && (self.now.read_only)(&place) {
            theirs.changed.retain(|field| *field != Field::Answer);
            theirs.side.body.value = base.as_ref().unwrap_or(&ours).body.value.clone();
            comparison.troubles.push(trouble(Some(Field::Answer), Why::Fixed));
        }
        let found = self.merged(node, base.as_ref(), &ours, &theirs);
        let faults = match &found {
            Found::Take { side, .. } => (self.now.faults)(node, side),
            Found::Conflict { take_theirs, .. } => (self.now.faults)(node, take_theirs),
            Found::Untouched | Found::OnlyOurs | Found::Same => Vec::new(),
        };
        if !faults.is_empty() {
            comparison.troubles.push(trouble(None, Why::NotKept(faults)));
            return;
        }
        let (key, at) = (self.line.key.trim().to_owned(), self.line.at.clone());
        comparison.lines.push(Compared { key, at, place, new, base, ours, stamp, found });
    }

    /// Whether the file says something of an answer that it did not when it was made.
    fn says_news(self, place: &Place) -> bool {
        let Some((_, node)) = self.now.form.node(&place.code) else { return true };
        let base = self.base(place).unwrap_or_default();
        let theirs = self.theirs(node, &base);
        !(theirs.changed.is_empty() && theirs.wrong.is_empty())
    }

    fn base(self, place: &Place) -> Option<Side> {
        match self.line.base {
            Some(0) => Some(Side::default()),
            Some(version) => (self.now.base)(place, version),
            None => None,
        }
    }

    /// The column that a message names.
    fn column(self, field: Option<Field>) -> String {
        let Some(field) = field else { return String::new() };
        self.line.columns.get(field.order()).cloned().unwrap_or_default()
    }

    fn theirs(self, node: &Node, base: &Side) -> Theirs {
        let tongue = self.now.tongue;
        let mut theirs = Theirs { side: base.clone(), changed: Vec::new(), wrong: Vec::new() };
        if super::paper::takes_text(&node.kind) {
            let said = text_of(self.line.answer.as_ref(), || tongue.boxes(node)).and_then(|text| match text {
                Some(text) if settled(&text) != settled(&tongue.answer(node, &base.body.value)) => {
                    tongue.understood(node, &text).map(Some)
                }
                _ => Ok(None),
            });
            theirs.take(Field::Answer, said, |side, value| {
                let news = value != side.body.value;
                side.body.value = value;
                news
            });
        }
        let said = text_of(self.line.comment.as_ref(), Vec::new).map(|text| text.map(|text| settled(&text)));
        theirs.take(Field::Comment, said, |side, text| replace(&mut side.body.comment, text));
        let said = text_of(self.line.declined.as_ref(), || vec![tongue.declined(true)])
            .and_then(|text| text.map(|text| tongue.is_declined(&text)).transpose())
            .map(|declined| declined.filter(|declined| *declined != base.body.declined));
        theirs.take(Field::Declined, said, |side, declined| {
            side.body.declined = declined;
            true
        });
        let said = text_of(self.line.reason.as_ref(), Vec::new).map(|text| text.map(|text| settled(&text)));
        theirs.take(Field::Declined, said, |side, text| replace(&mut side.body.reason, text));
        let readers = || vec![tongue.terms.court.clone(), tongue.terms.states_parties.clone()];
        let said = text_of(self.line.readers.as_ref(), readers)
            .and_then(|text| text.map_or(Ok(None), |text| tongue.visibility(&text)))
            .map(|chosen| chosen.filter(|chosen| *chosen != base.visibility.unwrap_or(node.visibility)));
        theirs.take(Field::Readers, said, |side, chosen| {
            side.visibility = Some(chosen).filter(|chosen| *chosen != node.visibility);
            true
        });
        theirs
    }

    fn merged(self, node: &Node, base: Option<&Side>, ours: &Side, theirs: &Theirs) -> Found {
        let equal = |field, a: &Side, b: &Side| self.equal(node, field, a, b);
        let (mut taken, mut clashing, mut same, mut only_ours) = (Vec::new(), Vec::new(), false, false);
        let mut side = ours.clone();
        for field in Field::ALL {
            // Where the base is not known, whatever differs may be a change of either.
            let ours_changed = base.is_none_or(|base| !equal(field, base, ours));
            if !theirs.changed.contains(&field) {
                only_ours |= base.is_some() && ours_changed;
            } else if equal(field, ours, &theirs.side) {
                same = true;
            } else if ours_changed {
                clashing.push(field);
            } else {
                side.take(field, &theirs.side);
                taken.push(field);
            }
        }
        let both = |side: &Side| side.body.declined && !side.body.value.is_empty();
        // One has answered what the other declines.
        if both(&side) && !both(ours) && !both(&theirs.side) {
            taken.retain(|field| !matches!(field, Field::Answer | Field::Declined));
            clashing.extend([Field::Answer, Field::Declined]);
            clashing.sort();
            clashing.dedup();
            side.take(Field::Answer, ours);
            side.take(Field::Declined, ours);
        }
        if !clashing.is_empty() {
            let mut take_theirs = side.clone();
            for field in &clashing {
                take_theirs.take(*field, &theirs.side);
            }
            let theirs = theirs.side.clone();
            return Found::Conflict { theirs, fields: clashing, keep_ours: side, take_theirs };
        }
        match (taken.is_empty(), same, only_ours) {
            (false, _, _) => Found::Take { side, fields: taken },
            (true, true, _) => Found::Same,
            (true, false, true) => Found::OnlyOurs,
            (true, false, false) => Found::Untouched,
        }
    }

    fn equal(self, node: &Node, field: Field, a: &Side, b: &Side) -> bool {
        match field {
            Field::Answer => {
                let text = |side: &Side| settled(&self.now.tongue.answer(node, &side.body.value));
                a.body.value == b.body.value || (node.kind != Kind::File && text(a) == text(b))
            }
            Field::Comment => settled(&a.body.comment) == settled(&b.body.comment),
            Field::Declined => a.body.declined == b.body.declined && settled(&a.body.reason) == settled(&b.body.reason),
            Field::Readers => a.visibility.unwrap_or(node.visibility) == b.visibility.unwrap_or(node.visibility),
        }
    }
}

impl Theirs {
    /// Takes one part as the file has it; `set` says whether that is news.
    fn take<T>(
        &mut self,
        field: Field,
        said: Result<Option<T>, NotUnderstood>,
        set: impl FnOnce(&mut Side, T) -> bool,
    ) {
        match said {
            Ok(None) => {}
            Ok(Some(said)) => {
                if set(&mut self.side, said) && !self.changed.contains(&field) {
                    self.changed.push(field);
                }
            }
            Err(why) => self.wrong.push((field, why)),
        }
    }
}

impl Field {
    /// Every part, in the order of the columns.
    pub const ALL: [Field; 4] = [Field::Answer, Field::Comment, Field::Declined, Field::Readers];

    /// Its place among [`Field::ALL`].
    pub fn order(self) -> usize {
        Field::ALL.into_iter().take_while(|field| *field != self).count()
    }
}

impl Side {
    /// Takes one part from another side.
    fn take(&mut self, field: Field, from: &Side) {
        match field {
            Field::Answer => self.body.value.clone_from(&from.body.value),
            Field::Comment => self.body.comment.clone_from(&from.body.comment),
            Field::Declined => {
                self.body.declined = from.body.declined;
                self.body.reason.clone_from(&from.body.reason);
            }
            Field::Readers => self.visibility = from.visibility,
        }
    }
}

/// Puts a text in place of another, if it says something else. Whether it does.
fn replace(text: &mut String, new: String) -> bool {
    let news = settled(text) != new;
    if news {
        *text = new;
    }
    news
}

/// The text of a cell; nothing where the file has no such cell. Boxes stand at one of these labels.
fn text_of(cell: Option<&Cell>, labels: impl Fn() -> Vec<String>) -> Result<Option<Cow<'_, str>>, NotUnderstood> {
    match cell {
        None => Ok(None),
        Some(Cell::Text(text)) => Ok(Some(Cow::Borrowed(text))),
        Some(Cell::Boxes(boxes)) => ticked(boxes, &labels()).map(|text| Some(Cow::Owned(text))),
        Some(Cell::Formula) => Err(NotUnderstood::Formula),
        Some(Cell::Error) => Err(NotUnderstood::CellError),
        Some(Cell::TooLong) => Err(NotUnderstood::CellTooLong),
        Some(Cell::Beside(odd)) => Err(NotUnderstood::Beside(*odd)),
    }
}
