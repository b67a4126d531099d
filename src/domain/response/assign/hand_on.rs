//! Hands what somebody has of a section on to a colleague, who may have something of it already: nothing of either is lost.

use super::{Assigned, Extent, MOST, found, is_new, receiver, take, write};
use crate::domain::access::{Assign, Permit};
use crate::domain::db::Ctx;
use crate::domain::error::{Refusal, Result};
use crate::domain::ids::AccountId;
use crate::domain::response::model::Section;

/// Most characters of the notes of two people that have become one.
const MOST_TOGETHER: usize = 4 * MOST;

/// Hands what somebody has of a section on to a colleague, with its day, its note and its questions, or takes it away where there is none.
/// What the colleague has of the section already stays theirs: the two become one, with the earlier day and both notes.
///
/// # Errors
/// As [`give`](super::give); [`Refusal::NotesLong`] where both notes together are too long.
pub fn hand_on(
    ctx: &mut Ctx<'_>,
    section: &Permit<Assign, Section>,
    from: &AccountId,
    to: Option<&AccountId>,
) -> Result<()> {
    let left = found(ctx, section.row(), from)?;
    take(ctx, section, from, None)?;
    let (Some(left), Some(to)) = (left, to) else { return Ok(()) };
    let section = section.row();
    let account = receiver(ctx, &section.response.state_id, to)?;
    let before = found(ctx, section, to)?;
    let of = joined(&left.of, before.as_ref().map(|before| &before.of), to);
    let note = both_notes(before.as_ref().map_or("", |before| &before.note), &left.note);
    if note.chars().count() > MOST_TOGETHER {
        let (section, name) = (section.code.clone(), account.name);
        return Err(Refusal::NotesLong { section, name, max: MOST_TOGETHER }.into());
    }
    let is_new = is_new(before.as_ref(), &of);
    write(ctx, section, &account, of, note, is_new)
}

/// What comes of what was left and what a colleague has already: all that either has to write, and all that either has to read.
fn joined(left: &Assigned, has: Option<&Assigned>, to: &AccountId) -> Assigned {
    let Some(has) = has else { return Assigned { account: to.clone(), ..left.clone() } };
    let both = [left, has];
    let all_have = |extent| both.iter().all(|one| one.extent == extent);
    let extent = match both.iter().any(|one| one.extent == Extent::Section) {
        true => Extent::Section,
        false if all_have(Extent::Reading) => Extent::Reading,
        false => Extent::Questions,
    };
    let of_questions = extent == Extent::Questions;
    let mut questions: Vec<String> = both.iter().flat_map(|one| one.questions.clone()).collect();
    questions.sort();
    questions.dedup();
    questions.retain(|_| of_questions);
    Assigned {
        section: left.section.clone(),
        account: to.clone(),
        extent,
        questions,
        reads_rest: of_questions && both.iter().any(|one| one.reads_rest || one.extent == Extent::Reading),
        due: both.iter().filter_map(|one| one.due.as_ref()).min().cloned(),
    }
}

/// Both notes, whole; what one of them says already is not said twice.
fn both_notes(has: &str, left: &str) -> String {
    let says = |one: &str, other: &str| other.is_empty() || format!("\n{one}\n").contains(&format!("\n{other}\n"));
    if says(left, has) {
        left.to_owned()
    } else if says(has, left) {
        has.to_owned()
    } else {
        format!("{has}\n{left}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(extent: Extent, questions: &[&str], reads_rest: bool, due: Option<&str>) -> Assigned {
        Assigned {
            section: "D".to_owned(),
            account: "01900000-0000-7000-8000-000000000001".parse().unwrap(),
            extent,
            questions: questions.iter().map(|code| (*code).to_owned()).collect(),
            reads_rest,
            due: due.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn whatever_two_have_of_a_section_the_one_who_follows_has_both() {
        let to: AccountId = "01900000-0000-7000-8000-000000000002".parse().unwrap();
        let whole = has(Extent::Section, &[], false, Some("2027-05-04"));
        let one = has(Extent::Questions, &["D.1"], false, Some("2027-05-01"));
        let other = has(Extent::Questions, &["D.1", "D.3"], true, None);
        let reading = has(Extent::Reading, &[], false, None);
        let both = |left: &Assigned, has: &Assigned| {
            let of = joined(left, Some(has), &to);
            (of.extent, of.questions.join(" "), of.reads_rest, of.due.map(|due| due.to_string()).unwrap_or_default())
        };
        let expected =
            |extent, questions: &str, reads: bool, due: &str| (extent, questions.to_owned(), reads, due.to_owned());
        for (left, has, result) in [
            (&whole, &one, expected(Extent::Section, "", false, "2027-05-01")),
            (&whole, &reading, expected(Extent::Section, "", false, "2027-05-04")),
            (&one, &reading, expected(Extent::Questions, "D.1", true, "2027-05-01")),
            (&one, &other, expected(Extent::Questions, "D.1 D.3", true, "2027-05-01")),
            (&one, &one, expected(Extent::Questions, "D.1", false, "2027-05-01")),
            (&reading, &reading, expected(Extent::Reading, "", false, "")),
            (&other, &whole, expected(Extent::Section, "", false, "2027-05-04")),
        ] {
            assert_eq!(both(left, has), result);
            assert_eq!(both(has, left), result, "either way");
        }
        let alone = joined(&other, None, &to);
        assert_eq!(alone, Assigned { account: to.clone(), ..other });
    }

    #[test]
    fn both_notes_stay_whole_and_none_is_said_twice() {
        assert_eq!(both_notes("Ask justice", "Ask finance"), "Ask justice\nAsk finance");
        assert_eq!(both_notes("Ask justice", "Ask justice"), "Ask justice");
        assert_eq!(both_notes("", "Ask finance"), "Ask finance");
        assert_eq!(both_notes("Ask justice", ""), "Ask justice");
        assert_eq!(both_notes("A\nB", "B"), "A\nB");
        assert_eq!(both_notes("Not before May", "No"), "Not before May\nNo");
        let (long, other) = ("é".repeat(MOST), "x".repeat(MOST));
        assert_eq!(both_notes(&long, &other).chars().count(), 2 * MOST + 1);
    }
}
