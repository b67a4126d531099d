//! A response, the sections of its draft, and what one answer of a draft consists of.

use std::sync::LazyLock;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::description::Description;
use super::sight::Part;
use crate::domain::access::{Facts, Resource};
use crate::domain::actor::{Role, words};
use crate::domain::cycle;
use crate::domain::db::Ctx;
use crate::domain::db::schema::responses;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, CycleId, FormHash, ResponseId, StateId};
use crate::domain::questionnaire::{Form, Place, Visibility};
use crate::domain::seal;
use crate::domain::time::Instant;

/// What one State answers in one cycle: the row, without the answers.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = responses)]
pub struct ResponseRow {
    pub state_id: StateId,
    pub id: ResponseId,
    pub cycle_id: CycleId,
    pub form_hash: FormHash,
    pub begun_by: AccountId,
    pub begun_at: Instant,
    /// Grows with every change of the draft.
    pub version: i32,
    /// The number of the last submitted revision; 0 before the first.
    pub revision: i32,
    /// When the first revision was submitted: an amendment does not show in it.
    pub submitted_at: Option<Instant>,
    pub published_revision: i32,
    pub published_at: Option<Instant>,
    /// When the keys of its content were destroyed: since then nobody can read it.
    pub destroyed_at: Option<Instant>,
    /// The codes of the sections that the latest revision holds, where it does not hold all, divided by spaces.
    pub sections: Option<String>,
}

impl ResponseRow {
    /// The sections that were submitted where some are still to come; nothing where all were, or nothing was.
    pub fn partial(&self) -> Option<Vec<&str>> {
        self.sections.as_deref().map(|codes| codes.split_whitespace().collect())
    }

    /// Whether a section was submitted.
    pub fn has_submitted(&self, section: &str) -> bool {
        self.revision > 0 && self.partial().is_none_or(|codes| codes.contains(&section))
    }

    /// Whether there is content to be read.
    ///
    /// # Errors
    /// [`Error::Destroyed`] where its keys are gone. What was opened before is not looked at any more.
    pub fn is_there(&self) -> Result<()> {
        if self.destroyed_at.is_some() { Err(Error::Destroyed) } else { Ok(()) }
    }
}

/// A response with what the policy needs to know of its cycle.
#[derive(Debug, Clone)]
pub struct Response {
    pub row: ResponseRow,
    pub cycle: cycle::Cycle,
    /// It takes changes now.
    pub open: bool,
}

impl std::ops::Deref for Response {
    type Target = ResponseRow;
    fn deref(&self) -> &ResponseRow {
        &self.row
    }
}

impl Resource for Response {
    type Id = ResponseId;

    fn load(ctx: &mut Ctx<'_>, id: &ResponseId) -> Result<Option<Self>> {
        let Some(row) = super::store::by_id(ctx, id)? else { return Ok(None) };
        let cycle = cycle::by_id(ctx, &row.cycle_id)?.ok_or(Error::NotFound)?;
        let open = cycle::takes_changes(ctx, &cycle, row.revision > 0)?;
        Ok(Some(Response { row, cycle, open }))
    }

    fn facts(&self) -> Facts {
        Facts::Response { state: self.row.state_id.clone(), open: self.open }
    }
}

/// One section of a response's draft, by the code of the section.
#[derive(Debug, Clone)]
pub struct Section {
    pub response: Response,
    pub code: String,
    /// What the actor has of it, where that is a contributor.
    pub part: Part,
}

impl Section {
    /// What the policy has to know of one of its questions, groups or repeats.
    pub(super) fn facts_at(&self, form: &Form, code: &str) -> Facts {
        let (state, open) = (self.response.state_id.clone(), self.response.open);
        Facts::Question { state, open, share: self.part.at(form, code) }
    }
}

impl Resource for Section {
    type Id = (ResponseId, String);

    fn load(ctx: &mut Ctx<'_>, (id, code): &(ResponseId, String)) -> Result<Option<Self>> {
        let Some(response) = Response::load(ctx, id)? else { return Ok(None) };
        let form = crate::domain::questionnaire::compiled(ctx, &response.form_hash)?;
        if !form.sections().any(|(_, section)| &section.code == code) {
            return Ok(None);
        }
        let contributor = ctx.actor().person().filter(|person| person.role == Role::Contributor);
        let part = match contributor.map(|person| person.account.clone()) {
            Some(account) => Part::of(&super::store::assignments::assigned(ctx, &response)?, &account, code),
            None => Part::nothing(),
        };
        Ok(Some(Section { response, code: code.clone(), part }))
    }

    fn facts(&self) -> Facts {
        Facts::Section { state: self.response.state_id.clone(), open: self.response.open, share: self.part.share }
    }
}

/// What a person gives for one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The answer itself; choices by name, separated by spaces; a file by its attachment's id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// "Not in a position to answer".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub declined: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Body {
    /// True where nothing is given.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty() && self.comment.is_empty() && !self.declined && self.reason.is_empty()
    }
}

words!(
    /// What became of an answer of an earlier year.
    Standing {
        /// Nobody has looked at it this year.
        Carried = "carried",
        /// Somebody said that it still holds.
        Confirmed = "confirmed",
        /// It says something else by now.
        Changed = "changed",
    }
);

/// What is known of an answer that was carried over from an earlier year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The year in which the text was last given or confirmed before this one.
    pub year: i32,
    /// The form that it was given or confirmed on.
    pub form: FormHash,
    pub standing: Standing,
    pub settled_by: Option<AccountId>,
    pub settled_at: Option<Instant>,
}

/// One answer of a draft, with its version and who changed it last.
#[derive(Debug, Clone)]
pub struct Answer {
    pub body: Body,
    /// The State's own choice; `None` is the question's default.
    pub visibility: Option<Visibility>,
    /// What a page carries to tell later whether the answer was touched, there or elsewhere.
    pub stamp: Stamp,
    pub changed_by: AccountId,
    pub changed_at: Instant,
    /// Nothing where it was given this year.
    pub carried: Option<Carried>,
}

impl Answer {
    /// True where it was carried over and nobody has looked at it this year.
    pub fn is_only_carried(&self) -> bool {
        self.carried.as_ref().is_some_and(|carried| carried.standing == Standing::Carried)
    }

    /// True where it was carried over and says something else by now.
    pub fn is_changed(&self) -> bool {
        self.carried.as_ref().is_some_and(|carried| carried.standing == Standing::Changed)
    }
}

/// The version of an answer that a page showed, and a digest of its content.
///
/// The version finds that somebody else saved; the digest finds that this person did not touch it, so that saving a whole
/// section does not put back an older text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub version: i32,
    pub digest: String,
}

impl Stamp {
    /// The stamp of a question that nobody has answered.
    pub fn of_nothing() -> Self {
        static NOTHING: LazyLock<Stamp> = LazyLock::new(|| Stamp::of(0, &Body::default(), None));
        NOTHING.clone()
    }

    /// The stamp of this content in this version.
    pub(super) fn of(version: i32, body: &Body, visibility: Option<Visibility>) -> Self {
        Stamp { version, digest: digest(body, visibility) }
    }
}

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.version, self.digest)
    }
}

impl std::str::FromStr for Stamp {
    type Err = crate::domain::ids::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (version, digest) = text.split_once('.').ok_or(crate::domain::ids::NotAnId)?;
        let version = version.parse().map_err(|_| crate::domain::ids::NotAnId)?;
        Ok(Stamp { version, digest: digest.to_owned() })
    }
}

/// A short digest of an answer's content: to notice a difference, not to prove one.
pub(super) fn digest(body: &Body, visibility: Option<Visibility>) -> String {
    let word = visibility.map_or("", Visibility::as_str);
    let text = format!("{}\0{}\0{}\0{}\0{word}", body.value, body.comment, body.declined, body.reason);
    seal::sha256_hex(text.as_bytes()).chars().take(12).collect()
}

/// A change of one answer, as a page or an import proposes it.
#[derive(Debug, Clone)]
pub struct Change {
    pub place: Place,
    pub stamp: Stamp,
    pub body: Body,
    pub visibility: Option<Visibility>,
}

impl Change {
    /// False where the person left the question as the page had shown it.
    pub fn is_touched(&self) -> bool {
        digest(&self.body, self.visibility) != self.stamp.digest
    }
}

/// A text that lost the race for an answer and waits to be chosen or left.
#[derive(Debug, Clone)]
pub struct Rival {
    pub id: crate::domain::ids::RivalId,
    pub place: Place,
    pub body: Body,
    pub visibility: Option<Visibility>,
    pub written_by: AccountId,
    pub written_at: Instant,
}

/// What is known of a file: sealed beside its row, as its content is sealed in the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub sha256: String,
    /// What its State says of it.
    #[serde(flatten)]
    pub description: Description,
}
