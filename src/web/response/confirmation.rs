//! The section of a response that confirms last year's: only what is asked afresh or has changed is shown, and the rest on demand.

use super::items::Item;
use super::items::Question;

/// What a section's page shows where the response confirms last year's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    /// Everything is shown, because that was asked for.
    pub all: bool,
    /// How many questions all of them are.
    pub questions: usize,
    /// Nothing is left to be shown.
    pub nothing: bool,
}

/// How many questions a page asks.
pub fn questions(items: &[Item]) -> usize {
    items.iter().filter(|item| matches!(item, Item::Question(question) if question.shown)).count()
}

/// What is asked afresh, has changed, or is at fault; a group stays where something in it does, an entry as a whole then, a repeat also where
/// it has no entry yet.
pub fn only_afresh(items: Vec<Item>) -> Vec<Item> {
    let mut keep = vec![false; items.len()];
    let mut around: Vec<(usize, bool)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let wanted = match item {
            Item::Question(question) => is_wanted(question),
            Item::GroupBegin(question) => has_matter(question),
            Item::RepeatBegin(repeat) => {
                has_matter(&repeat.question) || (repeat.count == 0 && is_wanted(&repeat.question))
            }
            Item::Note(_) => true,
            Item::GroupEnd
            | Item::HeadBegin { .. }
            | Item::EntryBegin { .. }
            | Item::EntryEnd
            | Item::RepeatEnd { .. }
            | Item::MoreBegin { .. }
            | Item::MoreEnd => false,
        };
        match item {
            Item::GroupBegin(_)
            | Item::HeadBegin { .. }
            | Item::RepeatBegin(_)
            | Item::EntryBegin { .. }
            | Item::MoreBegin { .. } => {
                around.push((at, wanted));
            }
            Item::GroupEnd | Item::RepeatEnd { .. } | Item::EntryEnd | Item::MoreEnd => {
                let Some((begin, wanted)) = around.pop() else { continue };
                if let Some(inside) = keep.get_mut(begin..=at) {
                    if !wanted {
                        inside.fill(false);
                    } else if matches!(item, Item::EntryEnd) {
                        // What is asked in an entry is understood from what else stands in it.
                        inside.fill(true);
                    } else if let [first, .., last] = inside {
                        (*first, *last) = (true, true);
                    }
                }
                if let Some((_, outer)) = around.last_mut() {
                    *outer |= wanted;
                }
            }
            Item::Question(question) => {
                set(&mut keep, at, wanted);
                if let Some((_, outer)) = around.last_mut() {
                    *outer |= wanted && question.shown;
                }
            }
            Item::Note(_) => set(&mut keep, at, true),
        }
    }
    let kept = items.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(item, _)| item);
    counted(kept.collect())
}

/// With the number of questions behind "add more detail" that are left there.
fn counted(mut items: Vec<Item>) -> Vec<Item> {
    let Some(begin) = items.iter().position(|item| matches!(item, Item::MoreBegin { .. })) else { return items };
    let (mut deep, mut left) = (0_usize, 0);
    for item in items.iter().skip(begin + 1) {
        match item {
            Item::Question(question) if deep == 0 => left += usize::from(question.shown),
            Item::GroupBegin(_) | Item::HeadBegin { .. } | Item::RepeatBegin(_) => {
                left += usize::from(deep == 0);
                deep += 1;
            }
            Item::GroupEnd | Item::RepeatEnd { .. } => deep = deep.saturating_sub(1),
            _ => {}
        }
    }
    if let Some(Item::MoreBegin { count, .. }) = items.get_mut(begin) {
        *count = left;
    }
    items
}

fn set(keep: &mut [bool], at: usize, wanted: bool) {
    if let Some(kept) = keep.get_mut(at) {
        *kept = wanted;
    }
}

fn is_wanted(question: &Question) -> bool {
    has_matter(question) || question.last.as_ref().is_none_or(|last| !last.rests)
}

/// Something is to be done here, whatever became of last year's answer.
fn has_matter(question: &Question) -> bool {
    !question.faults.is_empty()
        || !question.rivals.is_empty()
        || !question.attached.is_empty()
        || question.last.as_ref().is_some_and(|l| l.asked.is_some())
}
