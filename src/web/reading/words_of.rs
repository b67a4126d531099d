//! Numbers, days and times of answers in the reader's language. They come as they are stored; what cannot be read is shown as it is.

use super::super::i18n::{Language, Words, clock};

/// "12,500.5" or "12 500,5". Four digits stay together, as in a year.
pub fn number(language: Language, stored: &str) -> String {
    let (separator, point) = match language {
        Language::English => (',', '.'),
        Language::French => ('\u{202f}', ','),
    };
    let (sign, digits) = stored.strip_prefix('-').map_or(("", stored), |digits| ("\u{2212}", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return stored.to_owned();
    }
    let mut words = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at) % 3 == 0 {
            words.push(separator);
        }
        words.push(digit);
    }
    if !part.is_empty() {
        words.push(point);
        words.push_str(part);
    }
    words
}

/// "19 April 2027".
pub fn day(words: Words, stored: &str) -> String {
    stored.parse().map_or_else(|_| stored.to_owned(), |date| words.day(date))
}

/// "19 April 2027, 14:30", with the distance from UTC where the State gives one.
pub fn moment(words: Words, stored: &str) -> String {
    let Some((date, rest)) = stored.split_once('T') else { return stored.to_owned() };
    let (of_day, offset) = match rest.find(['Z', '+', '-']) {
        Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
        None => (rest, ""),
    };
    let said = format!("{}, {}", day(words, date), time(of_day));
    match offset {
        "" => said,
        "Z" => format!("{said} (UTC)"),
        _ => format!("{said} (UTC{offset})"),
    }
}

/// "14:30".
pub fn time(stored: &str) -> String {
    stored.parse().map_or_else(|_| stored.to_owned(), clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_divided_as_the_language_does_and_years_are_left_alone() {
        assert_eq!(number(Language::English, "2027"), "2027");
        assert_eq!(number(Language::English, "1234567.5"), "1,234,567.5");
        assert_eq!(number(Language::French, "1234567.5"), "1\u{202f}234\u{202f}567,5");
        assert_eq!(number(Language::English, "-12500"), "\u{2212}12,500");
        assert_eq!(number(Language::French, "about 12"), "about 12");
    }

    #[test]
    fn times_come_without_seconds_and_with_the_offset_that_was_given() {
        let words = Words(Language::English);
        assert_eq!(time("14:30:00"), "14:30");
        assert!(moment(words, "2027-04-19T14:30:00+02:00").ends_with(", 14:30 (UTC+02:00)"));
        assert_eq!(moment(words, "soon"), "soon");
    }
}
