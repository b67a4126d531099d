//! The table of States.

use diesel::prelude::*;

use super::model::{Names, StateParty};
use crate::domain::db::Ctx;
use crate::domain::db::schema::states;
use crate::domain::error::{Error, Result};
use crate::domain::ids::StateId;
use crate::domain::time::Day;

#[derive(Queryable)]
struct Row {
    id: StateId,
    alpha2: String,
    name_en: String,
    name_fr: String,
    name_en_text: String,
    name_fr_de: String,
    other_names: String,
    regional_group: String,
    entry_into_force: Day,
    withdrawal_effective: Option<Day>,
    official_address: Option<String>,
    copy_address: Option<String>,
}

impl TryFrom<Row> for StateParty {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let others = serde_json::from_str(&row.other_names)
            .map_err(|e| Error::internal(format!("the other names of {} do not read: {e}", row.id)))?;
        Ok(StateParty {
            id: row.id,
            alpha2: row.alpha2,
            names: Names { en: row.name_en, fr: row.name_fr, others },
            name_en_text: row.name_en_text,
            name_fr_de: row.name_fr_de,
            regional_group: row.regional_group,
            entry_into_force: row.entry_into_force,
            withdrawal_effective: row.withdrawal_effective,
            official_address: row.official_address,
            copy_address: row.copy_address,
        })
    }
}

pub(super) fn all(ctx: &mut Ctx<'_>) -> Result<Vec<StateParty>> {
    let rows: Vec<Row> = states::table.select(states::all_columns).load(ctx.conn)?;
    rows.into_iter().map(StateParty::try_from).collect()
}

pub(super) fn find(ctx: &mut Ctx<'_>, id: &StateId) -> Result<Option<StateParty>> {
    let row: Option<Row> = states::table.find(id).select(states::all_columns).first(ctx.conn).optional()?;
    row.map(StateParty::try_from).transpose()
}

/// Writes what the file of States says; addresses stay as they are.
pub(super) fn put(ctx: &mut Ctx<'_>, state: &StateParty) -> Result<()> {
    let others = serde_json::to_string(&state.names.others).map_err(Error::internal)?;
    let said = (
        states::alpha2.eq(&state.alpha2),
        states::name_en.eq(&state.names.en),
        states::name_fr.eq(&state.names.fr),
        states::name_en_text.eq(&state.name_en_text),
        states::name_fr_de.eq(&state.name_fr_de),
        states::other_names.eq(others),
        states::regional_group.eq(&state.regional_group),
        states::entry_into_force.eq(&state.entry_into_force),
        states::withdrawal_effective.eq(&state.withdrawal_effective),
    );
    let changed = diesel::update(states::table.find(&state.id)).set(said.clone()).execute(ctx.conn)?;
    if changed == 0 {
        diesel::insert_into(states::table).values((states::id.eq(&state.id), said)).execute(ctx.conn)?;
    }
    Ok(())
}

/// Sets both addresses; 0 where there is no such State.
pub(super) fn set_addresses(
    ctx: &mut Ctx<'_>,
    id: &StateId,
    official: Option<&str>,
    copy: Option<&str>,
) -> Result<usize> {
    let changed = diesel::update(states::table.find(id))
        .set((states::official_address.eq(official), states::copy_address.eq(copy)))
        .execute(ctx.conn)?;
    Ok(changed)
}
