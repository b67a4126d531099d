//! The record as comma-separated values: exactly what is asked for, one row each, as text that no spreadsheet takes for a formula.

use actix_web::HttpResponse;

use super::details::{CODES, codes};
use super::lines::{Line, action_words, sees_sections};
use crate::domain::Error;
use crate::domain::audit::read::Entry;
use crate::web::errors::Fault;
use crate::web::i18n::Words;
use crate::web::layout;
use crate::web::visit::Visit;

/// By which Excel knows that the file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The columns in words; those of `details::CODES` follow, which are the same in every language.
const COLUMNS: [&str; 10] = [
    "record-column-hague",
    "record-column-utc",
    "record-what",
    "record-column-code",
    "record-whom",
    "record-column-whom-of",
    "record-column-address",
    "record-by",
    "record-column-by-of",
    "record-column-details",
];

/// The file, to be saved.
///
/// # Errors
/// When it cannot be written, which needs memory only.
pub(super) fn csv(visit: &Visit, entries: &[Entry]) -> Result<HttpResponse, Fault> {
    let bytes = written(visit, entries).map_err(|error| visit.fault(Error::internal(error)))?;
    let name = format!("record-{}.csv", visit.now.day_in_the_hague());
    Ok(layout::file(name, "text/csv; charset=utf-8", bytes))
}

fn written(visit: &Visit, entries: &[Entry]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec());
    let words = visit.words();
    let heading = COLUMNS.iter().map(|key| words.t(key)).chain(CODES.iter().map(|code| (*code).to_owned()));
    writer.write_record(heading)?;
    for entry in entries {
        let codes = codes(words, entry, sees_sections(visit));
        writer.write_record(row(visit, words, entry).iter().chain(&codes).map(|text| safe(text)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn row(visit: &Visit, words: Words, entry: &Entry) -> [String; 10] {
    let line = Line::of(visit, entry);
    let here = entry.at.in_the_hague();
    [
        format!("{} {}", here.date(), seconds(here.time())),
        entry.at.rfc3339(),
        action_words(words, entry.action),
        entry.action.as_str().to_owned(),
        line.whom,
        line.whom_of,
        entry.whom.as_ref().map_or_else(String::new, |person| person.email.clone()),
        line.by,
        line.by_of,
        line.details.join("; "),
    ]
}

fn seconds(time: jiff::civil::Time) -> String {
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// A text that a spreadsheet shows and does not calculate.
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn what_a_spreadsheet_would_calculate_is_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(safe(formula), format!("'{formula}"));
        }
        assert_eq!(safe("N. Diop"), "N. Diop");
    }
}
