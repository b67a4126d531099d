//! The note verbale or letter by which a person is asked for: as it was received, never invented.

use super::model::Account;
use super::store::accounts as store;
use crate::domain::actor::{Actor, Role};
use crate::domain::db::Ctx;
use crate::domain::error::{Refusal, Result};
use crate::domain::line::OneLine;
use crate::domain::time::{Day, Instant};

/// The day on which the Rome Statute was adopted: no note is older.
const ADOPTED: &str = "1998-07-17";

/// A note verbale of a State, or a letter of an organ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub reference: OneLine,
    pub date: Day,
}

impl Note {
    /// Whether a note can bear this date: not after today in The Hague, and not before the Rome Statute.
    ///
    /// # Errors
    /// [`Refusal::NoteFuture`], [`Refusal::NoteOld`].
    pub fn check(&self, now: Instant) -> Result<(), Refusal> {
        if self.date > now.day_in_the_hague() {
            return Err(Refusal::NoteFuture);
        }
        if self.date.as_str() < ADOPTED {
            return Err(Refusal::NoteOld);
        }
        Ok(())
    }
}

/// Whether whoever adds an account of this role has to say by which note: the Secretariat always, for a State or an organ; their own
/// coordinators for another coordinator. The operator answers for the note otherwise.
pub fn is_wanted(actor: &Actor, role: Role) -> bool {
    match actor.person().map(|person| person.role) {
        Some(Role::Secretariat) => role.of_a_state() || role.of_the_court(),
        Some(_) => role.coordinates(),
        None => false,
    }
}

/// Who made an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker {
    pub name: String,
    /// Of the same State or organ; otherwise of the Secretariat.
    pub colleague: bool,
}

/// At whose request an account is there, for who looks after it and for who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedBy {
    /// Reference and date; an account of before may lack the date.
    pub note: Option<(String, Option<Day>)>,
    /// Nothing for the operator.
    pub maker: Option<Maker>,
}

/// At whose request an account is there. The caller has asked whether the account may be read.
pub(super) fn asked_by(ctx: &mut Ctx<'_>, account: &Account) -> Result<AskedBy> {
    let maker = match &account.made_by {
        Some(id) => store::find(ctx, id)?,
        None => None,
    };
    Ok(AskedBy {
        note: account.note_reference.clone().map(|reference| (reference, account.note_date.clone())),
        maker: maker.map(|maker| {
            let colleague = maker.team().is_some() && maker.team() == account.team();
            Maker { name: maker.name, colleague }
        }),
    })
}
