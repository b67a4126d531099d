//! The time for which accounts are given. Who is past their last day is out at once, because each request asks for the day; this
//! sweep writes it down, and warns before: thirty days and seven days ahead, each once, the person and those who look after the
//! account.

use serde_json::json;

use super::accounts::shut_now;
use super::model::{Account, Standing};
use super::store::accounts as store;
use super::teams;
use crate::domain::access::{Facts, Manage};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::mail::{self, Letter};
use crate::domain::time::Day;

/// How many days ahead is warned, the later warning first.
const WARNINGS: [i32; 2] = [7, 30];

/// What a sweep has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    /// The accounts that have ended.
    pub ended: Vec<Account>,
    /// How many end soon.
    pub warned: usize,
}

/// Ends the accounts whose last day has passed and warns of those that end soon: for the caretaker alone, which asks `people::sweep`,
/// because somebody has to hear of what they held.
///
/// # Errors
/// When the actor is somebody else, or the database fails.
pub(in crate::domain) fn sweep(ctx: &mut Ctx<'_>) -> Result<Swept> {
    ctx.allow::<Manage>(&Facts::Terms)?;
    let today = ctx.now().day_in_the_hague();
    let [_, furthest] = WARNINGS;
    let Some(until) = later(&today, furthest) else { return Ok(Swept::default()) };
    let mut swept = Swept::default();
    for (account, warned) in store::ending_until(ctx, &until)? {
        let Some(last) = account.ends_on.clone() else { continue };
        if last < today {
            let detail = json!({ "ends_on": last });
            shut_now(ctx, &account, Standing::Ended, Action::AccountEnded, &detail)?;
            swept.ended.push(account);
            continue;
        }
        let due = WARNINGS.into_iter().find(|days| later(&today, *days).is_some_and(|day| last <= day));
        let Some(days) = due.filter(|days| warned.is_none_or(|before| before > *days)) else { continue };
        // Who cannot come in is not written to, but those who look after the account are.
        warn(ctx, &account)?;
        store::set_warned(ctx, &account.id, days)?;
        let detail = json!({ "ends_on": last, "days": days });
        audit::record(ctx, Action::EndWarned, &account.id, account.state.as_ref(), &detail)?;
        swept.warned += 1;
    }
    Ok(swept)
}

fn warn(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    if account.standing == Standing::Active {
        let letter = Letter::AccountEnds {};
        mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &letter)?;
    }
    teams::tell_keepers_of(ctx, account, &Letter::ColleagueEnds {})
}

/// The day so many days after another.
fn later(day: &Day, days: i32) -> Option<Day> {
    let date = day.date()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some(Day::from(date))
}
