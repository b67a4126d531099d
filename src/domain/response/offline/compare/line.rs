//! One answer of a file: what it says, and what becomes of that beside what the draft says now.

use std::borrow::Cow;

use super::{Access, Compared, Comparison, Field, Found, Now, Part, Side, Trouble, Why, is_blank};
use crate::domain::questionnaire::{Instance, Node, Place};
use crate::domain::response::offline::paper::takes_text;
use crate::domain::response::offline::read::{At, Cell, LineRead};
use crate::domain::response::offline::words::{NotUnderstood, settled, ticked};

/// One answer of the file while it is compared.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) line: &'a LineRead,
    pub(super) now: &'a Now<'a>,
}

/// What the file says: as the base, with the parts that it changed.
struct Theirs {
    side: Side,
    changed: Vec<Field>,
    wrong: Vec<(Field, NotUnderstood)>,
}

impl Line<'_> {
    /// Compares it, and adds what becomes of it.
    pub(super) fn add(self, place: Place, new: Vec<Instance>, comparison: &mut Comparison) {
        let Some((_, node)) = self.now.form.node(&place.code) else { return };
        let trouble = |field, why| self.trouble(field, why);
        if self.is_hidden(&place) {
            // Whatever is compared with the draft here would tell somebody who guesses whether they are right.
            if self.says_news(&place) {
                comparison.troubles.push(trouble(None, Why::NotYours));
            }
            return;
        }
        let (ours, stamp) = (self.now.ours)(&place);
        let base = self.base(&place);
        let known = base.as_ref().unwrap_or(&ours);
        let mut theirs = self.theirs(node, known);
        if !new.is_empty() && theirs.says_nothing() && is_blank(self.line, self.now.form) {
            return;
        }
        if (self.now.access)(&place.code) != Access::Writing {
            if !theirs.says_nothing() {
                comparison.troubles.push(trouble(None, Why::NotYours));
            }
            return;
        }
        let fixed = theirs.changed.contains(&Field::Answer) && (self.now.read_only)(&place);
        let wrong = theirs.wrong.iter().map(|(field, why)| (*field, Why::NotUnderstood(*field, why.clone())));
        let mut wrong: Vec<(Field, Why)> = wrong.collect();
        wrong.extend(fixed.then_some((Field::Answer, Why::Fixed)));
        if wrong.iter().any(|(field, _)| field.part() == Part::Answer) {
            let held = theirs.leaves(Part::Answer, known).into_iter();
            let held = held.filter(|held| wrong.iter().all(|(field, _)| field != held)).collect::<Vec<_>>();
            wrong.extend(held.into_iter().map(|field| (field, Why::HeldUp(field))));
        }
        comparison.troubles.extend(wrong.into_iter().map(|(field, why)| trouble(Some(field), why)));
        // A paper cannot give another file: what is taken over from it leaves the one that stands, and never puts an older one back.
        if !takes_text(&node.kind) {
            theirs.side.body.value.clone_from(&ours.body.value);
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

    fn trouble(self, field: Option<Field>, why: Why) -> Trouble {
        let at = At { column: self.column(field), ..self.line.at.clone() };
        Trouble { key: self.line.key.trim().to_owned(), at, why }
    }

    /// Whether the file says something of an answer that it did not when it was made.
    pub(super) fn says_news(self, place: &Place) -> bool {
        let Some((_, node)) = self.now.form.node(&place.code) else { return true };
        // Of what the person does not see any text is news.
        let base = if self.is_hidden(place) { None } else { self.base(place) };
        !self.theirs(node, &base.unwrap_or_default()).says_nothing()
    }

    fn is_hidden(self, place: &Place) -> bool {
        (self.now.access)(&place.code) == Access::Hidden
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
        if takes_text(&node.kind) {
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
        let equal = |part, a: &Side, b: &Side| self.equal(node, part, a, b);
        let (mut taken, mut clashing, mut same) = (Vec::new(), Vec::new(), false);
        // A file that was given anew clashes with nothing that a paper says, but it is a change of the draft.
        let mut only_ours = base.is_some_and(|base| !takes_text(&node.kind) && base.body.value != ours.body.value);
        let mut side = ours.clone();
        for part in Part::ALL {
            // Where the base is not known, whatever differs may be a change of either.
            let ours_changed = base.is_none_or(|base| !equal(part, base, ours));
            if !theirs.changes(part) {
                only_ours |= base.is_some() && ours_changed;
            } else if equal(part, ours, &theirs.side) {
                same = true;
            } else if ours_changed {
                clashing.push(part);
            } else {
                side.take(part, &theirs.side);
                taken.push(part);
            }
        }
        if !clashing.is_empty() {
            let mut take_theirs = side.clone();
            for part in &clashing {
                take_theirs.take(*part, &theirs.side);
            }
            let theirs = theirs.side.clone();
            return Found::Conflict { theirs, parts: clashing, keep_ours: side, take_theirs };
        }
        match (taken.is_empty(), same, only_ours) {
            (false, _, _) => Found::Take { side, parts: taken },
            (true, true, _) => Found::Same,
            (true, false, true) => Found::OnlyOurs,
            (true, false, false) => Found::Untouched,
        }
    }

    fn equal(self, node: &Node, part: Part, a: &Side, b: &Side) -> bool {
        match part {
            Part::Answer => {
                let text = |side: &Side| settled(&self.now.tongue.answer(node, &side.body.value));
                let value = !takes_text(&node.kind) || a.body.value == b.body.value || text(a) == text(b);
                let declined = a.body.declined == b.body.declined && settled(&a.body.reason) == settled(&b.body.reason);
                value && declined
            }
            Part::Comment => settled(&a.body.comment) == settled(&b.body.comment),
            Part::Readers => a.visibility.unwrap_or(node.visibility) == b.visibility.unwrap_or(node.visibility),
        }
    }
}

impl Theirs {
    /// Takes one thing as the file has it; `set` says whether that is news.
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

    /// The file says what it said when it was made.
    fn says_nothing(&self) -> bool {
        self.changed.is_empty() && self.wrong.is_empty()
    }

    fn changes(&self, part: Part) -> bool {
        self.changed.iter().any(|field| field.part() == part)
    }

    /// Leaves a part as it was; what the file changed of it.
    fn leaves(&mut self, part: Part, known: &Side) -> Vec<Field> {
        self.side.take(part, known);
        self.changed.extract_if(.., |field| field.part() == part).collect()
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
