//! One answer by itself: what it must look like before it is stored, and the one shape that it is stored in.

use std::collections::HashSet;

use super::expr::dates;
use super::fault::FaultCode;
use super::model::{Form, Kind, Node};
use crate::domain::line;

/// What an acknowledged statement is stored as, as ODK's clients store it.
pub const ACKNOWLEDGED: &str = "OK";
/// Most digits of a number, so that rules compute with it exactly.
const MAX_DIGITS: usize = 15;
/// Longest stored answer that is not a text: an attachment's id, an answer of the program's own.
const MAX_OTHER: u32 = 500;

/// The value in the shape in which it is stored, or everything that is wrong with it. An empty value is no answer and is always
/// accepted; whether one is required is for `evaluate` to say.
pub fn check_value(form: &Form, node: &Node, raw: &str) -> Result<String, Vec<FaultCode>> {
    if line::is_blank(raw) {
        return Ok(String::new());
    }
    let one = |result: Result<String, FaultCode>| result.map_err(|fault| vec![fault]);
    match &node.kind {
        Kind::Group | Kind::Repeat | Kind::Note => Err(vec![FaultCode::NotAnswerable]),
        Kind::Text { multiline } => text(raw, *multiline, node.max_length),
        Kind::Calculate | Kind::Hidden | Kind::File => text(raw, false, MAX_OTHER),
        Kind::Integer => one(whole(raw)),
        Kind::Decimal => one(decimal(raw)),
        Kind::Range { start, end, step } => one(range(raw, start, end, step)),
        Kind::Date => one(date(raw)),
        Kind::DateTime => one(date_time(raw)),
        Kind::Time => one(time(raw)),
        Kind::Acknowledge if raw.trim() == ACKNOWLEDGED => Ok(ACKNOWLEDGED.into()),
        Kind::Acknowledge => Err(vec![FaultCode::NotAcknowledged]),
        Kind::SelectOne { .. } => choices(form, node, &[raw.trim()]).map(|chosen| chosen.concat()),
        Kind::SelectMultiple { .. } => choices(form, node, &names(raw)).map(|chosen| chosen.join(" ")),
        Kind::Rank { .. } => rank(form, node, &names(raw)),
    }
}

fn names(raw: &str) -> Vec<&str> {
    raw.split_whitespace().collect()
}

/// Text as typed, with one kind of line end and no characters that cannot be seen.
fn text(raw: &str, multiline: bool, max: u32) -> Result<String, Vec<FaultCode>> {
    let raw = raw.replace("\r\n", "\n").replace('\r', "\n");
    let text = if multiline { raw.trim_end() } else { raw.trim() };
    let mut faults = Vec::new();
    if !multiline && text.contains('\n') {
        faults.push(FaultCode::LineBreak);
    }
    let allowed = |c: char| matches!(c, '\n') || (multiline && c == '\t');
    if text.chars().any(|c| (c.is_control() && !allowed(c)) || is_noncharacter(c) || overrides_direction(c)) {
        faults.push(FaultCode::ControlCharacter);
    }
    if u32::try_from(text.chars().count()).is_ok_and(|length| length > max) || text.len() > 4_000_000 {
        faults.push(FaultCode::TooLong { max: max.to_string() });
    }
    if faults.is_empty() { Ok(text.to_owned()) } else { Err(faults) }
}

/// Characters that turn the direction of what follows, past the end of the answer: they make a text look like another. Marks and
/// isolates, which right-to-left languages are typed with, are none of them.
pub fn overrides_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}')
}

/// Code points that no document format carries.
fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// A number without the spaces that divide thousands in French, and with the ASCII minus.
fn plain_number(raw: &str) -> String {
    let spaces = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];
    raw.trim().replace(spaces, "").replace('\u{2212}', "-")
}

fn whole(raw: &str) -> Result<String, FaultCode> {
    let text = plain_number(raw);
    let (sign, digits) = signed(&text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FaultCode::NotAWholeNumber);
    }
    let digits = digits.trim_start_matches('0');
    if digits.len() > MAX_DIGITS {
        let most = "9".repeat(MAX_DIGITS);
        return Err(FaultCode::OutOfRange { start: format!("-{most}"), end: most });
    }
    Ok(if digits.is_empty() { "0".into() } else { format!("{sign}{digits}") })
}

fn signed(text: &str) -> (&'static str, &str) {
    match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    }
}

/// A decimal number with a point, or with a comma where that cannot be a divider of thousands.
fn decimal(raw: &str) -> Result<String, FaultCode> {
    let mut text = plain_number(raw);
    if let Some((_, after)) = text.split_once(',') {
        if after.len() == 3 || text.contains('.') || after.contains(',') {
            return Err(FaultCode::NotANumber);
        }
        text = text.replace(',', ".");
    }
    let (sign, digits) = signed(&text);
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (before.is_empty() && after.is_empty()) || !numeric(before) || !numeric(after) {
        return Err(FaultCode::NotANumber);
    }
    let (before, after) = (before.trim_start_matches('0'), after.trim_end_matches('0'));
    if before.len() + after.len() > MAX_DIGITS {
        return Err(FaultCode::NotANumber);
    }
    let before = if before.is_empty() { "0" } else { before };
    let sign = if before == "0" && after.is_empty() { "" } else { sign };
    Ok(if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") })
}

fn range(raw: &str, start: &str, end: &str, step: &str) -> Result<String, FaultCode> {
    let text = decimal(raw)?;
    let number = |text: &str| text.parse::<f64>().map_err(|_| FaultCode::NotANumber);
    let (value, first, last, width) = (number(&text)?, number(start)?, number(end)?, number(step)?.abs());
    if value < first.min(last) || value > first.max(last) {
        return Err(FaultCode::OutOfRange { start: start.into(), end: end.into() });
    }
    let steps = (value - first) / width;
    // Steps such as 0.1 have no exact binary form.
    if (steps - steps.round()).abs() > 1e-6 {
        return Err(FaultCode::OffStep { start: start.into(), step: step.into() });
    }
    Ok(text)
}

/// `YYYY-MM-DD`; month and day may come without their zero.
fn date(raw: &str) -> Result<String, FaultCode> {
    let parts: Vec<&str> = raw.trim().split('-').collect();
    let [year, month, day] = parts.as_slice() else { return Err(FaultCode::NotADate) };
    let padded = format!("{year:0>4}-{month:0>2}-{day:0>2}");
    // A year of one or two digits is a slip of the hand, not the first century.
    if year.len() != 4 || year.starts_with("00") || dates::date(&padded).is_none() {
        return Err(FaultCode::NotADate);
    }
    Ok(padded)
}

fn date_time(raw: &str) -> Result<String, FaultCode> {
    let text = raw.trim().replacen(' ', "T", 1);
    let utc = jiff::tz::Offset::UTC;
    if text.starts_with("00") || dates::datetime(&text, utc).is_none() {
        return Err(FaultCode::NotADateTime);
    }
    // Browsers leave out the seconds; a comparison of two texts must not see the difference.
    let (day, rest) = text.split_once('T').ok_or(FaultCode::NotADateTime)?;
    let (time, offset) = match rest.find(['Z', '+', '-']) {
        Some(at) => rest.split_at_checked(at).ok_or(FaultCode::NotADateTime)?,
        None => (rest, ""),
    };
    let time = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
    Ok(format!("{day}T{time}{offset}"))
}

fn time(raw: &str) -> Result<String, FaultCode> {
    let text = raw.trim();
    let padded = if text.find(':') == Some(1) { format!("0{text}") } else { text.to_owned() };
    if dates::time_of_day(&padded).is_none() {
        return Err(FaultCode::NotATime);
    }
    Ok(if padded.len() == 5 { format!("{padded}:00") } else { padded })
}

/// The chosen names in the order of the list, so that the same choice is always the same text.
fn choices(form: &Form, node: &Node, chosen: &[&str]) -> Result<Vec<String>, Vec<FaultCode>> {
    let faults = known_once(form, node, chosen);
    if faults.is_empty() {
        let wanted: HashSet<&str> = chosen.iter().copied().collect();
        let mut taken = HashSet::new();
        let names = form.choices(node).iter().map(|choice| choice.name.as_str());
        return Ok(names.filter(|name| wanted.contains(name) && taken.insert(*name)).map(str::to_owned).collect());
    }
    Err(faults)
}

fn known_once(form: &Form, node: &Node, chosen: &[&str]) -> Vec<FaultCode> {
    let known: HashSet<&str> = form.choices(node).iter().map(|choice| choice.name.as_str()).collect();
    let mut seen = HashSet::new();
    let shown = |name: &str| name.chars().filter(|c| !c.is_control()).take(60).collect::<String>();
    let faults = chosen.iter().filter_map(|name| {
        if !known.contains(name) {
            Some(FaultCode::UnknownChoice { choice: shown(name) })
        } else if !seen.insert(*name) {
            Some(FaultCode::ChoiceTwice { choice: shown(name) })
        } else {
            None
        }
    });
    faults.take(20).collect()
}

/// An order of all choices, kept as given.
fn rank(form: &Form, node: &Node, given: &[&str]) -> Result<String, Vec<FaultCode>> {
    let mut faults = known_once(form, node, given);
    let count = form.choices(node).len();
    // A choice filter may leave some out, which only the other answers tell.
    if faults.is_empty() && node.choice_filter.is_none() && given.len() != count {
        faults.push(FaultCode::RankIncomplete { count: count.to_string() });
    }
    if faults.is_empty() { Ok(given.join(" ")) } else { Err(faults) }
}
