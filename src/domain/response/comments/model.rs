//! What a comment is.

use crate::domain::access::Share;
use crate::domain::actor::Role;
use crate::domain::ids::{AccountId, CommentId};
use crate::domain::questionnaire::Place;
use crate::domain::response::model::{Response, ResponseRow};
use crate::domain::time::Instant;

/// Where a comment's text is sealed.
pub(in crate::domain::response) fn about(row: &ResponseRow, id: &CommentId) -> String {
    format!("comments/{}/{}/{id}", row.state_id, row.id)
}

/// A comment as colleagues read it.
#[derive(Debug, Clone)]
pub struct Comment {
    pub id: CommentId,
    pub section: String,
    pub place: Place,
    pub text: String,
    /// Names stay when their accounts have ended.
    pub by: String,
    pub at: Instant,
    pub to: Option<String>,
    /// It is addressed to who reads it.
    pub to_me: bool,
    pub resolved: bool,
    /// Who resolved it or opened it again, and when.
    pub turned: Option<(String, Instant)>,
    /// Who reads it may resolve it, or open it again.
    pub may_turn: bool,
}

/// The comments on one question.
#[derive(Debug, Clone)]
pub struct Thread {
    pub comments: Vec<Comment>,
    /// The question stands in an entry that was removed.
    pub removed: bool,
    /// Who reads it may write.
    pub writes: bool,
    pub colleagues: Vec<Colleague>,
    /// The id of the comment that may be written next.
    pub next: CommentId,
}

/// Somebody of the State who can be written to.
#[derive(Debug, Clone)]
pub struct Colleague {
    pub id: AccountId,
    pub name: String,
    pub role: Role,
}

/// Which open comments are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    ToMe,
    All,
}

/// Open comments of a response.
#[derive(Debug, Clone)]
pub struct Listed {
    pub comments: Vec<Comment>,
    /// How many are open, to who asks and in all.
    pub to_me: i64,
    pub all: i64,
}

/// A comment as the policy sees it, without its text.
#[derive(Debug, Clone)]
pub struct CommentRow {
    pub response: Response,
    pub id: CommentId,
    pub section: String,
    pub place: Place,
    pub resolved: bool,
    /// What the actor has of its question, where that is a contributor.
    pub share: Share,
    /// The actor wrote it, or it is addressed to the actor.
    pub concerned: bool,
}
