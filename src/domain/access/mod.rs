//! Says who may do what, and issues permits. A check cannot be forgotten: what changes or shows a thing takes a [`Permit`], and
//! a permit can only be had from [`Ctx::permit`], which loads the row and asks the policy.

mod policy;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use super::actor::{Actor, Organ, words};
use super::db::Ctx;
use super::error::{Error, Result};
use super::ids::StateId;

pub use policy::decide;

words!(
    /// What an actor wants to do with a thing.
    Verb {
        Read = "read",
        /// Begin a response, ask for a clarification, or bring another new row of this kind into being.
        Begin = "begin",
        Edit = "edit",
        Assign = "assign",
        Submit = "submit",
        Publish = "publish",
        /// Set up, change or end: States, forms, cycles, accounts, mail.
        Manage = "manage",
    }
);

words!(
    /// Where a cycle stands.
    Stage {
        Prepared = "prepared",
        Open = "open",
        Frozen = "frozen",
    }
);

words!(
    /// What a contributor has of a section, or of one of its questions.
    Share {
        Nothing = "nothing",
        /// It is open to be read.
        Reading = "reading",
        /// Single questions of the section, and nothing else of it. Of one question: no such thing.
        Questions = "questions",
        /// All of it, to write.
        Whole = "whole",
    }
);

/// What the policy has to know of a row. Everything that a decision depends on is here, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facts {
    /// A State Party as such: names and membership; its addresses are managed.
    State {
        state: StateId,
    },
    /// A form of the questionnaire.
    Form,
    Cycle {
        stage: Stage,
    },
    /// A State's draft. `open`: it takes changes now.
    Response {
        state: StateId,
        open: bool,
    },
    /// One section of a draft. `share`: what the actor has of it, which counts for contributors.
    Section {
        state: StateId,
        open: bool,
        share: Share,
    },
    /// One question of a draft, a group or a repeat. `share`: as of a section.
    Question {
        state: StateId,
        open: bool,
        share: Share,
    },
    /// What people of a State write to each other on a question of their draft. `open`: the draft takes changes now. `share`: what the
    /// actor has of the question. `concerned`: the actor wrote it, or it is addressed to the actor.
    Comment {
        state: StateId,
        open: bool,
        share: Share,
        concerned: bool,
    },
    /// That somebody of the State was asked to look at the whole draft, and what they said. `open`: the draft takes changes now. `asked`: it is
    /// the actor who was asked.
    Clearance {
        state: StateId,
        open: bool,
        asked: bool,
    },
    /// What was read from a file that was filled in away from the platform, and is not taken over. `open`: the draft takes changes now. `own`:
    /// the actor brought it.
    Import {
        state: StateId,
        open: bool,
        own: bool,
    },
    /// A submitted version, Court-only answers included.
    Revision {
        state: StateId,
    },
    /// A question that an organ of the Court puts to a State about one answer, with what both write to it. `copied`: to the Secretariat.
    /// `share`: what the actor has of the question of the form. `open`: it was neither settled nor withdrawn.
    Clarification {
        state: StateId,
        organ: Organ,
        copied: bool,
        share: Share,
        open: bool,
    },
    /// What States Parties see of a published version. `closed`: narrowed since.
    Snapshot {
        state: StateId,
        closed: bool,
    },
    /// A file. `share`: what the actor has of its question. `submitted`: a revision names it. `published`: a snapshot that is not closed
    /// names it.
    Attachment {
        state: StateId,
        share: Share,
        submitted: bool,
        published: bool,
    },
    /// Who of the Court and the Secretariat has read a State's Court-only answers.
    Readings {
        state: StateId,
    },
    /// Somebody's account: of a State, of an organ of the Court, or of neither. `own`: the actor's.
    Account {
        state: Option<StateId>,
        organ: Option<Organ>,
        own: bool,
    },
    /// The request of a person of this State or organ who has lost every second factor. `own`: the actor's.
    LostFactors {
        state: Option<StateId>,
        organ: Option<Organ>,
        own: bool,
    },
    /// That a person is named as a coordinator, a member of the Secretariat or a co-facilitator, to be confirmed. `two`: it takes two
    /// members of the Secretariat, because the State or organ has no coordinator yet or there is none. `proposed`: by the actor. `own`:
    /// the actor is that person.
    Designation {
        two: bool,
        proposed: bool,
        own: bool,
    },
    /// The time for which accounts are given: warned of before it ends, and then ended.
    Terms,
    /// Mail waiting, sent and given up: headers only.
    Outbox,
    /// The keys of the installation.
    Keys,
    /// The record of access.
    Record {
        of: RecordOf,
    },
}

impl Facts {
    /// What these facts would be if the response, or the clarification, took changes; nothing where it does, or where that is no question.
    fn reopened(&self) -> Option<Facts> {
        match self.clone() {
            Facts::Response { state, open: false } => Some(Facts::Response { state, open: true }),
            Facts::Section { state, open: false, share } => Some(Facts::Section { state, open: true, share }),
            Facts::Question { state, open: false, share } => Some(Facts::Question { state, open: true, share }),
            Facts::Comment { state, open: false, share, concerned } => {
                Some(Facts::Comment { state, open: true, share, concerned })
            }
            Facts::Clearance { state, open: false, asked } => Some(Facts::Clearance { state, open: true, asked }),
            Facts::Import { state, open: false, own } => Some(Facts::Import { state, open: true, own }),
            Facts::Clarification { state, organ, copied, share, open: false } => {
                Some(Facts::Clarification { state, organ, copied, share, open: true })
            }
            _ => None,
        }
    }
}

/// Whose record of access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordOf {
    /// The actor's own.
    Own,
    /// Of the accounts of a State and of what they did, drafts included.
    State(StateId),
    /// Of the accounts of an organ of the Court.
    Organ(Organ),
    /// Of all accounts and of the platform, without the work on drafts.
    All,
}

/// The policy's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allow,
    /// The actor may read it but not do this (403).
    Refuse,
    /// The actor could do this if it took changes, which it does not now: the cycle of the response is closed, the clarification ended.
    Closed,
    /// The actor may not know that it exists (404).
    Hide,
}

/// A verb as a type, so that a permit to read cannot be used to change.
pub trait Act {
    const VERB: Verb;
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        pub enum $name {}
        impl Act for $name { const VERB: Verb = Verb::$name; }
    )*};
}
acts!(
    /// To read.
    Read,
    /// To begin.
    Begin,
    /// To edit.
    Edit,
    /// To assign sections, and to clear them.
    Assign,
    /// To submit in the State's name; of a section, to say that it is ready.
    Submit,
    /// To publish to States Parties.
    Publish,
    /// To set up, change or end.
    Manage
);

/// A row that access is decided on.
pub trait Resource: Sized {
    type Id: ?Sized;
    /// Loads the row, or nothing where there is none.
    ///
    /// # Errors
    /// When the database fails.
    fn load(ctx: &mut Ctx<'_>, id: &Self::Id) -> Result<Option<Self>>;
    /// What the policy has to know of it.
    fn facts(&self) -> Facts;
}

/// The right to do one thing with one row, and the row. Only [`Ctx::permit`] makes one.
pub struct Permit<A, R> {
    row: R,
    act: PhantomData<fn() -> A>,
}

impl<A, R> Permit<A, R> {
    /// The row that may be acted on.
    pub fn row(&self) -> &R {
        &self.row
    }

    /// The row, for a view of it.
    pub fn into_row(self) -> R {
        self.row
    }
}

impl Ctx<'_> {
    /// Loads a row and asks the policy.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none or the actor may not know of it, [`Error::Forbidden`] where the actor may read
    /// it but not do this, [`Error::Closed`] where the actor could do it if it took changes.
    pub fn permit<A: Act, R: Resource>(&mut self, id: &R::Id) -> Result<Permit<A, R>> {
        let row = R::load(self, id)?.ok_or(Error::NotFound)?;
        self.allow::<A>(&row.facts())?;
        Ok(Permit { row, act: PhantomData })
    }

    /// Asks the policy about something that has no row yet, such as the first response of a State.
    ///
    /// # Errors
    /// As [`Ctx::permit`].
    pub fn allow<A: Act>(&self, facts: &Facts) -> Result<()> {
        match decide(self.actor(), A::VERB, facts) {
            Decision::Allow => Ok(()),
            Decision::Refuse => Err(Error::Forbidden),
            Decision::Closed => Err(Error::Closed),
            Decision::Hide => Err(Error::NotFound),
        }
    }

    /// Which rows of the States' responses the actor may list.
    pub fn scope(&self) -> Scope {
        policy::scope(self.actor())
    }
}

/// The rows of responses that a list may hold. A list matches on it, so that none is written without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every submitted response, Court-only answers included.
    Submitted,
    /// Snapshots published to States Parties, and everything of one State.
    State(StateId),
    /// Snapshots published to States Parties.
    Published,
    Nothing,
}

/// True where the actor is a person of this State.
pub fn is_of(actor: &Actor, state: &StateId) -> bool {
    actor.person().is_some_and(|person| person.state.as_ref() == Some(state))
}
