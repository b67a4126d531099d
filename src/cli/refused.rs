//! What the domain refuses, in the operator's words: what is wrong, and which command or argument mends it.

use crate::domain::error::{LineFault, LineFaultKind, Refusal};

/// What was refused, and what to do. What no command can meet is named by its code.
pub fn in_words(refusal: &Refusal) -> (String, String) {
    let (what, mend) = match refusal {
        Refusal::StatesFile { faults } | Refusal::AddressFile { faults } => {
            return (of_lines(faults), "correct these lines and import the whole file again".to_owned());
        }
        Refusal::CycleFrozen { year } => {
            (format!("the cycle {year} is frozen"), "a frozen cycle is not opened again; prepare the next one")
        }
        Refusal::CycleNotOpen { year } => {
            (format!("the cycle {year} is not open"), "only an open cycle is frozen; see: concord cycle list")
        }
        Refusal::CycleOpen { year } => {
            let mend = format!("freeze it first, if the year is over: concord cycle freeze {year}");
            return (format!("the cycle {year} is still open, and only one is open at a time"), mend);
        }
        Refusal::YearTaken { year } => {
            (format!("the cycle {year} has been opened already"), "give another --year; see: concord cycle list")
        }
        Refusal::YearPassed { later } => (
            format!("the cycle {later} has been opened already, and an earlier year is not opened after it"),
            "prepare a later --year; see: concord cycle list",
        ),
        Refusal::FormIncomplete { .. } => (
            "the form lacks texts in English or French, and both are wanted from the first day".to_owned(),
            "give every text a column for each, such as label::English (en) and label::French (fr): concord questionnaire check FILE names what is \
             missing where a language is named; import the workbook, and prepare a cycle with it",
        ),
        Refusal::FormUnknown => {
            ("there is no such form".to_owned(), "import it, or take a hash from: concord questionnaire list")
        }
        Refusal::YearBad => ("the year is not one from 2000 to 2999".to_owned(), "give another --year"),
        Refusal::DatesReversed => (
            "responses would be expected before the date of the note".to_owned(),
            "give an --expected-by that is not before --note-date",
        ),
        Refusal::CycleStillOpen { year } => (
            format!("the cycle {year} is open, and States may be answering"),
            "freeze it first: concord cycle freeze YEAR; or give --force, and what is being written is lost too",
        ),
        Refusal::PeriodReversed => {
            ("the first day lies after the last".to_owned(), "give a --to that is not before --from")
        }
        Refusal::RecordLong { max } => {
            (format!("that is more than {max} rows, which is the most at once"), "narrow it by --from and --to")
        }
        Refusal::DateBad => ("there is no such day".to_owned(), "write it as year, month and day, such as 2027-04-19"),
        Refusal::EmailBad => ("this is no e-mail address".to_owned(), "write one such as name@secretariat.example"),
        Refusal::EmailTaken => (
            "there is an account with this e-mail address already, and one address has one account".to_owned(),
            "see: concord admin list; to invite the same person anew: concord admin reissue EMAIL",
        ),
        Refusal::LanguageBad => ("the language is none of the Assembly's".to_owned(), "give --language en or fr"),
        Refusal::AccountEnded => (
            "the account has ended, which is for good".to_owned(),
            "make another one, with another address: concord admin secretariat",
        ),
        Refusal::AccountInvited => (
            "the account is invited and was not used yet, so it has no factor that could be lost".to_owned(),
            "invite the person anew: concord admin reissue EMAIL",
        ),
        Refusal::AccountSuspended => {
            ("the account is suspended".to_owned(), "resume it first: concord admin resume EMAIL")
        }
        Refusal::EndPast => {
            ("this day has passed".to_owned(), "give today or a later day; to end it now: concord admin end EMAIL")
        }
        Refusal::NoteFuture => {
            ("the date of the note lies in the future".to_owned(), "give the date that stands on the note")
        }
        Refusal::NoteOld => (
            "the date of the note lies before the Rome Statute, 17 July 1998".to_owned(),
            "give the date that stands on the note",
        ),
        Refusal::NoteMissing => (
            "a coordinator is confirmed against a note".to_owned(),
            "give its reference and its date: --note REFERENCE --note-date DAY",
        ),
        Refusal::NothingToConfirm => {
            ("nobody waits to be confirmed there".to_owned(), "see: concord admin list --waiting")
        }
        Refusal::NotConfirmed => (
            "the account is not confirmed yet".to_owned(),
            "another member of the Secretariat confirms it, or: concord admin confirm EMAIL",
        ),
        other => (format!("refused ({other:?})"), "see docs/commands.md for what this command wants"),
    };
    (what, mend.to_owned())
}

/// Every fault of a file with its line.
fn of_lines(faults: &[LineFault]) -> String {
    let count = faults.len();
    let mut text = format!("the file has {count} fault{}, so nothing was imported:", if count == 1 { "" } else { "s" });
    for fault in faults {
        text.push_str(&format!("\n  line {}: {}", fault.line, of_line(fault.kind)));
    }
    text
}

fn of_line(kind: LineFaultKind) -> String {
    match kind {
        LineFaultKind::ColumnMissing(column) => format!("the heading names no column \"{column}\""),
        LineFaultKind::Unreadable => "it has another number of cells than the heading, or is not UTF-8".to_owned(),
        LineFaultKind::StateUnknown => {
            "the code names no State known here; it is three letters of ISO 3166-1, such as SEN".to_owned()
        }
        LineFaultKind::StateTwice => "the State stands on an earlier line already".to_owned(),
        LineFaultKind::TextBad(column) => format!("the cell \"{column}\" is empty, too long, or holds a line break"),
        LineFaultKind::EmailBad(column) => format!("the cell \"{column}\" is no e-mail address"),
        LineFaultKind::DayBad(column) => format!("the cell \"{column}\" is no day such as 2027-04-19"),
        LineFaultKind::OfficialMissing => "there is an address for copies, but no official one".to_owned(),
    }
}
