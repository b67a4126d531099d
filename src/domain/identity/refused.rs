//! Writes down what was refused: tokens that open nothing, forms that were altered or are somebody else's, and what was under way when
//! an account lost its rights. Each is written in a unit of work of its own, after the refusal, which undid whatever it was part of.
//!
//! What belongs to an account is written under it; a token that is nobody's under nobody. A stranger can fill the record with neither:
//! of what is alike one row is written a minute, for each address of the network or each account, and says how many were left out.

use serde_json::{Map, Value, json};

use super::delays;
use super::doorkeeper_only;
use super::model::{Account, Standing};
use super::secrets;
use super::sessions::Client;
use super::store::{accounts as people, invitations, resets};
use crate::domain::actor::{Person, words};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::AccountId;

words!(
    /// Why something that somebody showed is not accepted.
    Reason {
        /// It was never issued: altered, mistyped or invented.
        Unknown = "unknown",
        Used = "used",
        /// Another one was issued in its place, or it was withdrawn.
        Replaced = "replaced",
        Expired = "expired",
        /// It is from the future: the clock went back.
        Clock = "clock",
        /// The account may not be used.
        Closed = "closed",
        /// It is for something else, or belongs to somebody else.
        Foreign = "foreign",
        /// It was changed on its way.
        Altered = "altered",
        /// It comes from a page of another site.
        Origin = "origin",
        /// A role, a State or an organ changed.
        Role = "role",
        Suspended = "suspended",
        Ended = "ended",
        /// Who has to be confirmed is not (any more).
        Unconfirmed = "unconfirmed",
    }
);

/// What a token turned out to be: why it opens nothing, and whose it is.
struct Found {
    why: Reason,
    whose: Option<Account>,
}

/// Writes down that the token of an invitation opened nothing. One that still does, with another code, was written down when the code
/// was counted; a form posted empty, as scanners do, is no attempt.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn invitation(ctx: &mut Ctx<'_>, token: &str, client: &Client) -> Result<()> {
    doorkeeper_only(ctx)?;
    if token.trim().is_empty() {
        return Ok(());
    }
    match why_no_invitation(ctx, token)? {
        Some(found) => note_token(ctx, Action::InvitationRefused, &found, client),
        None => Ok(()),
    }
}

fn why_no_invitation(ctx: &mut Ctx<'_>, token: &str) -> Result<Option<Found>> {
    let nobodys = Some(Found { why: Reason::Unknown, whose: None });
    let Some(hash) = secrets::normalise_token(token).map(|token| secrets::token_hash(&token)) else {
        return Ok(nobodys);
    };
    let Some(row) = invitations::find(ctx, &hash)? else {
        let Some(reset) = resets::find(ctx, &hash)? else { return Ok(nobodys) };
        let whose = people::find(ctx, &reset.account_id)?;
        return Ok(Some(Found { why: Reason::Foreign, whose }));
    };
    let whose = people::find(ctx, &row.account_id)?;
    let why = match &whose {
        _ if row.used_at.is_some() => Reason::Used,
        _ if row.withdrawn_at.is_some() => Reason::Replaced,
        _ if row.expires_at <= ctx.now() => Reason::Expired,
        Some(account) if matches!(account.standing, Standing::Active | Standing::Invited) => {
            if !account.is_confirmed() {
                Reason::Unconfirmed
            } else {
                return Ok(None);
            }
        }
        Some(_) | None => Reason::Closed,
    };
    Ok(Some(Found { why, whose }))
}

/// The same with a link for a forgotten password.
///
/// # Errors
/// As [`invitation`].
pub fn reset(ctx: &mut Ctx<'_>, token: &str, client: &Client) -> Result<()> {
    doorkeeper_only(ctx)?;
    if token.trim().is_empty() {
        return Ok(());
    }
    let found = why_no_reset(ctx, token)?;
    note_token(ctx, Action::ResetRefused, &found, client)
}

fn why_no_reset(ctx: &mut Ctx<'_>, token: &str) -> Result<Found> {
    let nobodys = Found { why: Reason::Unknown, whose: None };
    let Some(hash) = secrets::normalise_token(token).map(|token| secrets::token_hash(&token)) else {
        return Ok(nobodys);
    };
    let Some(row) = resets::find(ctx, &hash)? else {
        let Some(invitation) = invitations::find(ctx, &hash)? else { return Ok(nobodys) };
        let whose = people::find(ctx, &invitation.account_id)?;
        return Ok(Found { why: Reason::Foreign, whose });
    };
    let why = match () {
        () if row.used_at.is_some() => Reason::Used,
        () if row.withdrawn_at.is_some() => Reason::Replaced,
        () if row.expires_at <= ctx.now() => Reason::Expired,
        () if ctx.now() < row.issued_at => Reason::Clock,
        () => Reason::Closed,
    };
    Ok(Found { why, whose: people::find(ctx, &row.account_id)? })
}

fn note_token(ctx: &mut Ctx<'_>, action: Action, found: &Found, client: &Client) -> Result<()> {
    note(ctx, action, found.whose.as_ref(), found.why, Map::new(), client)
}

/// Writes down that a form which somebody brought along from a page before was not taken over.
///
/// # Errors
/// As [`invitation`].
pub fn carried_form(ctx: &mut Ctx<'_>, account: &AccountId, why: Reason, client: &Client) -> Result<()> {
    doorkeeper_only(ctx)?;
    match people::find(ctx, account)? {
        Some(account) => note(ctx, Action::CarriedFormRefused, Some(&account), why, Map::new(), client),
        None => Ok(()),
    }
}

/// Writes down that a form was refused which no page of this person's session had made. `asked`: the route that it was sent to.
///
/// # Errors
/// As [`invitation`].
pub fn form(ctx: &mut Ctx<'_>, account: &AccountId, why: Reason, asked: &str, client: &Client) -> Result<()> {
    doorkeeper_only(ctx)?;
    let more = Map::from_iter([("asked".to_owned(), Value::from(asked))]);
    match people::find(ctx, account)? {
        Some(account) => note(ctx, Action::FormRefused, Some(&account), why, more, client),
        None => Ok(()),
    }
}

/// Writes down that a person had lost the right to what they did between asking for it and its being done. `asked`: the route.
///
/// # Errors
/// As [`invitation`].
pub fn permission(ctx: &mut Ctx<'_>, person: &Person, asked: &str, client: &Client) -> Result<()> {
    doorkeeper_only(ctx)?;
    let Some(account) = people::find(ctx, &person.account)? else { return Ok(()) };
    let why = match account.standing {
        Standing::Suspended => Reason::Suspended,
        Standing::Ended => Reason::Ended,
        Standing::Active | Standing::Invited if account.role != person.role || account.state != person.state => {
            Reason::Role
        }
        Standing::Active | Standing::Invited => Reason::Unconfirmed,
    };
    let mut more = Map::from_iter([("asked".to_owned(), Value::from(asked))]);
    if why == Reason::Role {
        more.insert("from".to_owned(), json!(person.role));
        more.insert("to".to_owned(), json!(account.role));
    }
    note(ctx, Action::PermissionLost, Some(&account), why, more, client)
}

fn note(
    ctx: &mut Ctx<'_>,
    action: Action,
    account: Option<&Account>,
    why: Reason,
    mut more: Map<String, Value>,
    client: &Client,
) -> Result<()> {
    let of = account.map_or_else(|| delays::place_of(client), |account| account.id.to_string());
    let Some(left_out) = delays::noted(ctx, &format!("{} {}", action.as_str(), why.as_str()), &of)? else {
        return Ok(());
    };
    more.insert("why".to_owned(), json!(why));
    more.insert("device".to_owned(), json!(client.browser));
    more.insert("network".to_owned(), json!(client.network()));
    if left_out > 0 {
        more.insert("left_out".to_owned(), json!(left_out));
    }
    let (subject, state) = account.map_or(("unknown", None), |account| (account.id.as_str(), account.state.as_ref()));
    audit::record(ctx, action, subject, state, &Value::Object(more))
}
