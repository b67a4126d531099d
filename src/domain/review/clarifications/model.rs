//! What a clarification is.

use diesel::prelude::*;

use crate::domain::access::{Facts, Share};
use crate::domain::actor::{Organ, words};
use crate::domain::db::schema::clarifications;
use crate::domain::ids::{AccountId, ClarificationId, ResponseId, StateId};
use crate::domain::questionnaire::Place;
use crate::domain::response::{Response, ResponseRow};
use crate::domain::time::{Day, Instant};

words!(
    /// Where a clarification stands.
    Standing {
        /// The State is to reply.
        State = "state",
        /// The organ is to read the reply, and to ask further or end it.
        Court = "court",
        /// The organ has what it asked for.
        Settled = "settled",
        /// The organ takes the question back.
        Withdrawn = "withdrawn",
    }
);

impl Standing {
    /// Neither settled nor withdrawn.
    pub const fn is_open(self) -> bool {
        matches!(self, Standing::State | Standing::Court)
    }
}

words!(
    /// Who writes.
    Side {
        Court = "court",
        State = "state",
    }
);

impl Side {
    /// How a clarification stands in which it is this side's turn.
    pub(super) fn turn(self) -> Standing {
        match self {
            Side::Court => Standing::Court,
            Side::State => Standing::State,
        }
    }
}

/// A clarification without what is written in it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = clarifications)]
pub struct ClarificationRow {
    pub state_id: StateId,
    pub id: ClarificationId,
    pub response_id: ResponseId,
    /// The revision that was read when it was asked.
    pub revision: i32,
    pub code: String,
    pub entry_id: String,
    pub organ: Organ,
    /// The Secretariat reads it too.
    pub copied: bool,
    /// The day by which the organ hopes for a reply. Nothing follows from it.
    pub hoped_for: Option<Day>,
    pub standing: Standing,
    /// How many entries were written.
    pub entries: i32,
    pub asked_by: AccountId,
    pub asked_at: Instant,
    /// Since when it stands so.
    pub turned_at: Instant,
}

impl ClarificationRow {
    /// Where it was asked.
    pub fn place(&self) -> Place {
        Place { code: self.code.clone(), instance: self.entry_id.clone() }
    }

    /// The number of the entry that comes next.
    pub const fn next(&self) -> i32 {
        self.entries.saturating_add(1)
    }

    pub(super) fn facts(&self, share: Share) -> Facts {
        Facts::Clarification {
            state: self.state_id.clone(),
            organ: self.organ,
            copied: self.copied,
            share,
            open: self.standing.is_open(),
        }
    }
}

/// A clarification as the policy sees it, with the response that it is about.
#[derive(Debug, Clone)]
pub struct Clarification {
    pub response: Response,
    pub row: ClarificationRow,
    /// What the actor has of the question, where that is a contributor.
    pub(super) share: Share,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct New {
    /// Made with the page, so that a second click asks once.
    pub id: ClarificationId,
    pub place: Place,
    pub text: String,
    pub hoped_for: Option<Day>,
    pub copied: bool,
}

/// What one side wrote.
#[derive(Debug, Clone)]
pub struct Entry {
    pub number: i32,
    pub side: Side,
    /// Who wrote it, for those of the same side; the others know the organ or the State.
    pub by: Option<String>,
    pub at: Instant,
    pub text: String,
}

/// How an organ ends a clarification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Settled,
    Withdrawn,
}

impl End {
    /// Where it stands then.
    pub const fn standing(self) -> Standing {
        match self {
            End::Settled => Standing::Settled,
            End::Withdrawn => Standing::Withdrawn,
        }
    }
}

/// Where a text is sealed.
pub(super) fn about(row: &ResponseRow, id: &ClarificationId, number: i32) -> String {
    format!("clarifications/{}/{}/{id}/{number}", row.state_id, row.id)
}
