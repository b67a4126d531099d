//! Dates as numbers, so that rules can compare and add them: days since 1 January 1970, by the platform's own clock.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// Days of a date.
pub fn of_date(date: Date) -> f64 {
    let since = date.since((jiff::Unit::Day, Date::constant(1970, 1, 1)));
    since.map_or(f64::NAN, |span| f64::from(span.get_days()))
}

fn of_time(time: Time) -> f64 {
    let seconds = f64::from(time.hour()) * 3600.0 + f64::from(time.minute()) * 60.0 + f64::from(time.second());
    (seconds + f64::from(time.subsec_nanosecond()) / 1e9) / 86_400.0
}

/// Days of a date with a time.
pub fn of_datetime(moment: DateTime) -> f64 {
    of_date(moment.date()) + of_time(moment.time())
}

/// True for `YYYY-MM-DD` with a real month and day.
pub fn is_iso_date(text: &str) -> bool {
    date(text).is_some()
}

/// Strictly `YYYY-MM-DD`: jiff reads other shapes of ISO 8601 too, which a number such as `20270419` would be taken for.
pub fn date(text: &str) -> Option<Date> {
    let shape = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if text.len() != 10 || !shape { None } else { text.parse().ok() }
}

/// A date with a time, brought to the platform's clock where it names an offset of its own.
pub fn datetime(text: &str, clock: Offset) -> Option<DateTime> {
    let (day, rest) = text.split_at_checked(10)?;
    let day = date(day)?;
    let rest = rest.strip_prefix(['T', ' '])?;
    let (time, offset) = match rest.find(['Z', '+', '-']) {
        Some(at) => rest.split_at_checked(at)?,
        None => (rest, ""),
    };
    let local = DateTime::from_parts(day, time_of_day(time)?);
    match offset {
        "" => Some(local),
        "Z" => clock_time(local, Offset::UTC, clock),
        _ => clock_time(local, parsed_offset(offset)?, clock),
    }
}

fn clock_time(local: DateTime, own: Offset, clock: Offset) -> Option<DateTime> {
    Some(clock.to_datetime(own.to_timestamp(local).ok()?))
}

fn parsed_offset(text: &str) -> Option<Offset> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.parse::<i32>().ok()?, 0),
        4 => digits.split_at_checked(2).map(|(h, m)| Some((h.parse::<i32>().ok()?, m.parse::<i32>().ok()?)))??,
        _ => return None,
    };
    if minutes > 59 { None } else { Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok() }
}

/// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`.
pub fn time_of_day(text: &str) -> Option<Time> {
    let digits = |at: usize, byte: u8| match at {
        2 | 5 => byte == b':',
        8 => byte == b'.',
        _ => byte.is_ascii_digit(),
    };
    let shape = text.bytes().enumerate().all(|(at, byte)| digits(at, byte));
    if !shape || !matches!(text.len(), 5 | 8 | 10..=18) || text.starts_with("24") { None } else { text.parse().ok() }
}

/// The days that an ISO date or date-time stands for.
pub fn days_of(text: &str, clock: Offset) -> Option<f64> {
    match date(text) {
        Some(date) => Some(of_date(date)),
        None => datetime(text, clock).map(of_datetime),
    }
}

/// The date that a number of days stands for.
pub fn from_days(days: f64) -> Option<Date> {
    if !days.is_finite() {
        return None;
    }
    let whole: i64 = format!("{:.0}", days.floor()).parse().ok()?;
    let span = jiff::Span::new().try_days(whole).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// `format-date` with the escapes of the ODK specification; month and day names are in English there.
pub fn format(moment: DateTime, pattern: &str) -> String {
    let mut out = String::new();
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match characters.next() {
            Some('Y') => out.push_str(&format!("{:04}", moment.year())),
            Some('y') => out.push_str(&format!("{:02}", moment.year().rem_euclid(100))),
            Some('m') => out.push_str(&format!("{:02}", moment.month())),
            Some('n') => out.push_str(&moment.month().to_string()),
            Some('b') => out.push_str(&moment.strftime("%b").to_string()),
            Some('d') => out.push_str(&format!("{:02}", moment.day())),
            Some('e') => out.push_str(&moment.day().to_string()),
            Some('a') => out.push_str(&moment.strftime("%a").to_string()),
            Some('H') => out.push_str(&format!("{:02}", moment.hour())),
            Some('h') => out.push_str(&moment.hour().to_string()),
            Some('M') => out.push_str(&format!("{:02}", moment.minute())),
            Some('S') => out.push_str(&format!("{:02}", moment.second())),
            Some('3') => out.push_str(&format!("{:03}", moment.millisecond())),
            Some('%') => out.push('%'),
            Some(other) => out.extend(['%', other]),
            None => out.push('%'),
        }
    }
    out
}
