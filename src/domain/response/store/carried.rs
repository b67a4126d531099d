//! The table of what became of carried answers: years, forms and words; the texts are those of the answers.

use std::collections::HashMap;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::versions;
use crate::domain::db::Ctx;
use crate::domain::db::schema::{answer_versions, carried_answers, cycles, responses};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, FormHash, StateId};
use crate::domain::questionnaire::{Place, Visibility};
use crate::domain::response::model::{Body, Carried, ResponseRow, Standing};
use crate::domain::time::Instant;

type CarriedRow = (i32, FormHash, Standing, Option<AccountId>, Option<Instant>);

fn carried((year, form, standing, settled_by, settled_at): CarriedRow) -> Carried {
    Carried { year, form, standing, settled_by, settled_at }
}

/// Everything that was carried over into a draft.
pub(super) fn of_response(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<HashMap<Place, Carried>> {
    let rows: Vec<(String, String, CarriedRow)> = carried_answers::table
        .filter(carried_answers::state_id.eq(&row.state_id))
        .filter(carried_answers::response_id.eq(&row.id))
        .select((
            carried_answers::code,
            carried_answers::entry_id,
            (
                carried_answers::year,
                carried_answers::form_hash,
                carried_answers::standing,
                carried_answers::settled_by,
                carried_answers::settled_at,
            ),
        ))
        .load(ctx.conn)?;
    Ok(rows.into_iter().map(|(code, instance, found)| (Place { code, instance }, carried(found))).collect())
}

/// Notes that the answer at a place was carried over.
pub(in crate::domain::response) fn insert(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    place: &Place,
    year: i32,
    form: &FormHash,
) -> Result<()> {
    diesel::insert_into(carried_answers::table)
        .values((
            carried_answers::state_id.eq(&row.state_id),
            carried_answers::response_id.eq(&row.id),
            carried_answers::code.eq(&place.code),
            carried_answers::entry_id.eq(&place.instance),
            carried_answers::year.eq(year),
            carried_answers::form_hash.eq(form),
            carried_answers::standing.eq(Standing::Carried),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// Settles what became of a carried answer.
pub(in crate::domain::response) fn settle(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    place: &Place,
    standing: Standing,
    by: &AccountId,
) -> Result<()> {
    diesel::update(carried_answers::table.find((&row.state_id, &row.id, &place.code, &place.instance)))
        .set((
            carried_answers::standing.eq(standing),
            carried_answers::settled_by.eq(by),
            carried_answers::settled_at.eq(ctx.now()),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

/// What a save makes of a carried answer: changed, or confirmed where it says again what was carried, which is the first version that says anything. Who only
/// chooses other readers has neither changed nor confirmed it. Who changes it once more settles nothing anew: that is in its history.
pub(super) fn saved(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    place: &Place,
    before: &Carried,
    body: &Body,
    by: &AccountId,
) -> Result<Carried> {
    let mut first = versions::newest(ctx, row, place, 1, 1)?;
    // Who reads a file stands there before the file was copied, in a version that says nothing.
    if first.first().is_some_and(|first| first.body.is_empty()) {
        first = versions::newest(ctx, row, place, 2, 1)?;
    }
    let as_carried = first.first().is_some_and(|first| first.body == *body);
    let standing = match (before.standing, as_carried) {
        (Standing::Changed, true) => Standing::Confirmed,
        (Standing::Carried | Standing::Confirmed, false) => Standing::Changed,
        (Standing::Changed, false) | (Standing::Carried | Standing::Confirmed, true) => return Ok(before.clone()),
    };
    settle(ctx, row, place, standing, by)?;
    Ok(Carried { standing, settled_by: Some(by.clone()), settled_at: Some(ctx.now()), ..before.clone() })
}

/// The response that answers are carried over from into one of `year` that is begun at `begun`, and its year: the State's latest before it that
/// was submitted and could be read then.
pub(in crate::domain::response) fn origin(
    ctx: &mut Ctx<'_>,
    state: &StateId,
    year: i32,
    begun: Instant,
) -> Result<Option<(ResponseRow, i32)>> {
    // The year is found first, from the latest on: a page of a draft asks for this each time, whatever the number of years.
    let (earlier, before) = diesel::alias!(responses as earlier, cycles as before);
    let could_be_read = earlier.field(responses::destroyed_at);
    let could_be_read = could_be_read.is_null().or(could_be_read.gt(begun));
    let submitted = earlier
        .filter(earlier.field(responses::state_id).eq(state))
        .filter(earlier.field(responses::cycle_id).eq(before.field(cycles::id)))
        .filter(earlier.field(responses::revision).gt(0))
        .filter(could_be_read);
    let latest = before
        .filter(before.field(cycles::year).lt(year))
        .filter(exists(submitted))
        .order(before.field(cycles::year).desc())
        .select(before.field(cycles::id))
        .single_value();
    Ok(responses::table
        .inner_join(cycles::table.on(cycles::id.eq(responses::cycle_id)))
        .filter(responses::state_id.eq(state))
        .filter(responses::cycle_id.nullable().eq(latest))
        .select((ResponseRow::as_select(), cycles::year))
        .first(ctx.conn)
        .optional()?)
}

/// What the State chose of who reads each answer, as it stood at an instant: it is not in a document, which says who reads in the end.
pub(in crate::domain::response) fn choices_at(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    when: Instant,
) -> Result<HashMap<Place, Visibility>> {
    let rows: Vec<(String, String, Option<String>)> = answer_versions::table
        .filter(answer_versions::state_id.eq(&row.state_id))
        .filter(answer_versions::response_id.eq(&row.id))
        .filter(answer_versions::changed_at.le(when))
        .order(answer_versions::version)
        .select((answer_versions::code, answer_versions::entry_id, answer_versions::visibility))
        .load(ctx.conn)?;
    let mut choices = HashMap::new();
    for (code, instance, word) in rows {
        let place = Place { code, instance };
        // A later version stands behind an earlier one.
        match super::visibility(word) {
            Some(chosen) => choices.insert(place, chosen),
            None => choices.remove(&place),
        };
    }
    Ok(choices)
}
