//! Instants and days. The clock is an argument everywhere, so that tests can move it; stored as microseconds since 1970 UTC,
//! because PostgreSQL keeps six digits and SQLite nine.

use std::sync::Arc;

use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Where expected-by dates are meant: the seat of the Court.
const THE_HAGUE: &str = "Europe/Amsterdam";

/// A moment, in microseconds since 1970-01-01 UTC.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = BigInt)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The instant this many microseconds after 1970-01-01 UTC.
    pub const fn from_micros(micros: i64) -> Self {
        Instant(micros)
    }

    /// Microseconds since 1970-01-01 UTC.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This instant moved by a number of seconds, which may be negative.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Instant(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds from `earlier` to this instant.
    pub const fn seconds_since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000_000
    }

    fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// Calendar date and time in The Hague.
    pub fn in_the_hague(self) -> jiff::ZonedDateTime {
        self.timestamp().to_zoned_datetime(TimeZone::get(THE_HAGUE).unwrap_or(TimeZone::UTC))
    }

    /// The calendar day in The Hague, on which it depends who is a Party.
    pub fn day_in_the_hague(self) -> Day {
        Day::from(self.in_the_hague().date())
    }

    /// Calendar date and time in UTC.
    pub fn in_utc(self) -> jiff::ZonedDateTime {
        self.timestamp().to_zoned_datetime(TimeZone::UTC)
    }

    /// RFC 3339 in UTC to the microsecond, as in documents: `2027-04-19T21:59:00.000000Z`.
    pub fn rfc3339(self) -> String {
        format!("{:.6}", self.timestamp())
    }

    /// The first instant of a day in The Hague.
    pub fn start_of_day_in_the_hague(day: &Day) -> Option<Self> {
        let zoned = day.date()?.to_datetime(jiff::civil::Time::midnight()).in_tz(THE_HAGUE).ok()?;
        Some(Instant(zoned.timestamp().as_microsecond()))
    }

    /// The first instant after a day in The Hague.
    pub fn after_day_in_the_hague(day: &Day) -> Option<Self> {
        let next = Day::from(day.date()?.tomorrow().ok()?);
        Instant::start_of_day_in_the_hague(&next)
    }

    /// The last minute of a day in The Hague (23:59), which is when a response is expected by.
    pub fn end_of_day_in_the_hague(day: &Day) -> Option<Self> {
        let zoned = day.date()?.at(23, 59, 0, 0).in_tz(THE_HAGUE).ok()?;
        Some(Instant(zoned.timestamp().as_microsecond()))
    }
}

impl<DB: diesel::backend::Backend> FromSql<BigInt, DB> for Instant
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Instant)
    }
}

impl<DB: diesel::backend::Backend> ToSql<BigInt, DB> for Instant
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <i64 as ToSql<BigInt, DB>>::to_sql(&self.0, out)
    }
}

super::ids::text_id!(
    /// A calendar day, kept and stored as `YYYY-MM-DD`.
    Day
);

impl Day {
    /// The day as a date of the calendar library.
    pub fn date(&self) -> Option<jiff::civil::Date> {
        self.as_str().parse().ok()
    }
}

impl From<jiff::civil::Date> for Day {
    fn from(date: jiff::civil::Date) -> Self {
        Day(date.to_string())
    }
}

impl std::str::FromStr for Day {
    type Err = jiff::Error;
    /// Accepts `YYYY-MM-DD` of a day that exists.
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.trim().parse::<jiff::civil::Date>().map(Day::from)
    }
}

/// Where the time comes from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Instant + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Clock(Arc::new(|| {
            // The one place that asks the machine.
            #[allow(clippy::disallowed_methods)]
            let now = jiff::Timestamp::now();
            Instant(now.as_microsecond())
        }))
    }

    /// A clock that reads what `source` says.
    pub fn from_fn(source: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Clock(Arc::new(source))
    }

    /// The time by this clock.
    pub fn now(&self) -> Instant {
        (self.0)()
    }
}
