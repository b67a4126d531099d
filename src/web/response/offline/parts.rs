//! Parts of a comparison that does not fit on one page: a section each, and a long section in several.

use std::ops::Range;

use crate::domain::questionnaire::Form;
use crate::domain::response::offline::compare::{Compared, Found, Side};

/// So many bytes of answers a page shows, as far as they can be told before they are worded: with what stands around them it stays under the
/// 100 kB that a slow line carries. One answer alone may be longer.
const MOST: usize = 50_000;
/// What stands around an answer: its question, its place, what can be chosen.
const AROUND: usize = 1_900;
/// What stands around an answer that is only shown.
const AROUND_SHOWN: usize = 700;

/// One part.
pub struct Part {
    /// The section's place in the form.
    pub section: usize,
    /// Which part of its section it is, counted from 1, and of how many.
    pub number: usize,
    pub of: usize,
    /// Which of the lines it shows.
    pub lines: Range<usize>,
}

/// The parts of these lines: one where all of them fit on a page.
pub fn of(form: &Form, lines: &[&Compared]) -> Vec<Part> {
    let weights: Vec<usize> = lines.iter().map(|line| weight(line)).collect();
    let is_one = weights.iter().sum::<usize>() <= MOST;
    let mut parts: Vec<Part> = Vec::new();
    let mut held = 0;
    for (at, (line, weight)) in lines.iter().zip(&weights).enumerate() {
        let section = form.node(&line.place.code).map(|(_, node)| node.section).unwrap_or_default();
        match parts.last_mut() {
            Some(part) if is_one || (part.section == section && held + weight <= MOST) => {
                part.lines.end = at + 1;
                held += weight;
            }
            before => {
                let number = before.filter(|part| part.section == section).map_or(1, |part| part.number + 1);
                parts.push(Part { section, number, of: 1, lines: at..at + 1 });
                held = *weight;
            }
        }
    }
    let mut of = 0;
    for part in parts.iter_mut().rev() {
        of = of.max(part.number);
        part.of = of;
        if part.number == 1 {
            of = 0;
        }
    }
    parts
}

/// How many bytes an answer takes on the page, about.
fn weight(line: &Compared) -> usize {
    match &line.found {
        Found::Conflict { theirs, .. } => {
            // What was stands by itself and, as what was taken out, in both of the others; what differs is marked word by word.
            let base = line.base.as_ref().map(bytes).unwrap_or_default();
            AROUND + 3 * base + 2 * (bytes(&line.ours) + bytes(theirs))
        }
        Found::Take { side, .. } => AROUND_SHOWN + 2 * (bytes(&line.ours) + bytes(side)),
        Found::Untouched | Found::OnlyOurs | Found::Same => 0,
    }
}

fn bytes(side: &Side) -> usize {
    side.body.value.len() + side.body.comment.len() + side.body.reason.len()
}
