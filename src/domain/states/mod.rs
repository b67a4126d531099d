//! States Parties: their names, the dates between which each is a Party, and the addresses that notes verbales go to.
//!
//! Membership is data with dates: the file has every State that ever was a Party, and the Parties are those on the day asked.
//! Names and membership may be read by whoever is signed in; addresses are managed, and are blank for everybody else.

mod import;
mod model;
mod store;
#[cfg(test)]
mod tests;

use super::access::{Manage, Read, Resource};
use super::db::Ctx;
use super::error::Result;
use super::ids::StateId;

pub use import::{AddressImport, import, import_addresses};
pub(in crate::domain) use model::is_party_on;
pub use model::{LANGUAGES, Names, StateParty, order_of_names, sort_by_name};

/// Every State of the file, former and future Parties included, in no order: sort them for the reader.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub fn list(ctx: &mut Ctx<'_>) -> Result<Vec<StateParty>> {
    let mut states = store::all(ctx)?;
    for state in &mut states {
        ctx.allow::<Read>(&state.facts())?;
        blank_addresses(ctx, state);
    }
    Ok(states)
}

/// The Parties on today's date in The Hague, in no order.
///
/// # Errors
/// As [`list`].
pub fn parties(ctx: &mut Ctx<'_>) -> Result<Vec<StateParty>> {
    let today = ctx.now().day_in_the_hague();
    let mut states = list(ctx)?;
    states.retain(|state| state.is_party_on(&today));
    Ok(states)
}

/// Whether a State is a Party on today's date in The Hague. The caller has asked about what depends on it.
///
/// # Errors
/// When the database fails.
pub(in crate::domain) fn is_party(ctx: &mut Ctx<'_>, id: &StateId) -> Result<bool> {
    let today = ctx.now().day_in_the_hague();
    Ok(store::find(ctx, id)?.is_some_and(|state| state.is_party_on(&today)))
}

impl Resource for StateParty {
    type Id = StateId;

    fn load(ctx: &mut Ctx<'_>, id: &StateId) -> Result<Option<Self>> {
        let mut state = store::find(ctx, id)?;
        if let Some(state) = &mut state {
            blank_addresses(ctx, state);
        }
        Ok(state)
    }

    fn facts(&self) -> super::access::Facts {
        super::access::Facts::State { state: self.id.clone() }
    }
}

/// Where notes go is for those who send them.
fn blank_addresses(ctx: &Ctx<'_>, state: &mut StateParty) {
    if ctx.allow::<Manage>(&state.facts()).is_err() {
        state.official_address = None;
        state.copy_address = None;
    }
}
