//! Setting factors up and taking them away. The first one ends a session that was half-way in and begins a full one; further ones
//! are set up by who has just shown a factor, which the gate of the web sees to.

use serde_json::json;
use zeroize::Zeroizing;

use super::codes::{self, SharedSecret};
use super::passkeys::{self, Offer};
use super::{Factor, FactorKind, FactorRules, Given, Kind, Verdict, recovery};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity::delays::{self, Tried};
use crate::domain::identity::doorkeeper_only;
use crate::domain::identity::model::{Account, Standing};
use crate::domain::identity::sessions::{Client, HALF_WAY, Stage};
use crate::domain::identity::sign_in::{self, Begun};
use crate::domain::identity::store::{accounts as people, factors as store, recovery as recovery_store, sessions};
use crate::domain::ids::{AccountId, FactorId, SessionId};
use crate::domain::line::OneLine;
use crate::domain::mail::{self, Letter};
use crate::domain::seal::sha256;
use crate::domain::vault::{self, Purpose};

/// How many factors one person may have.
const MOST: usize = 10;
/// Characters of a factor's name.
const LONGEST_NAME: usize = 60;

/// What came of setting a factor up.
pub enum Added {
    Yes {
        /// The full session that follows one that was half-way in.
        begun: Option<Box<Begun>>,
        /// New recovery codes, to be shown once, where the account had none.
        codes: Option<Vec<String>>,
    },
    No(Verdict),
}

/// Who sets a factor up in this session: half-way in and sent here, or fully in.
fn owner(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<(sessions::SessionRow, Account)> {
    doorkeeper_only(ctx)?;
    let row = sessions::find_by_id(ctx, session)?.ok_or(Error::NotFound)?;
    let usable = match row.stage {
        Stage::Enrolment => row.is_half(ctx.now()),
        Stage::Full => row.ended_at.is_none() && row.standing == Standing::Active,
        Stage::Factor => false,
    };
    let account = people::find(ctx, &row.person.account)?.filter(|_| usable).ok_or(Error::NotFound)?;
    Ok((row, account))
}

/// Begins to set an authenticator up: a new secret, which counts once a code from it was typed.
///
/// # Errors
/// [`Error::NotFound`] for a session that may not; [`Error::Forbidden`] where codes would not be enough for the role;
/// [`Refusal::FactorsMany`].
pub fn begin_codes(ctx: &mut Ctx<'_>, session: &SessionId, rules: &FactorRules) -> Result<()> {
    let (row, account) = owner(ctx, session)?;
    if row.stage == Stage::Enrolment && !rules.suffices(account.role, Kind::Codes) {
        return Err(Error::Forbidden);
    }
    has_room(ctx, &account.id)?;
    let sealer = vault::sealer(ctx, Purpose::Factors)?;
    let sealed = sealer.seal(&about_draft(session), SharedSecret::generate().bytes())?;
    store::put_draft(ctx, session, &sealed)
}

pub(super) fn about_draft(session: &SessionId) -> String {
    format!("factor_drafts/{session}")
}

fn has_room(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<()> {
    if store::of_account(ctx, account)?.len() >= MOST {
        return Err(Refusal::FactorsMany { max: MOST }.into());
    }
    Ok(())
}

/// The secret that is being set up in this session, and the address that the authenticator shows. `None` where none is.
///
/// # Errors
/// [`Error::NotFound`] for a session that may not.
pub fn draft(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<Option<(SharedSecret, String)>> {
    let (_, account) = owner(ctx, session)?;
    Ok(open_draft(ctx, session)?.map(|secret| (secret, account.email)))
}

fn open_draft(ctx: &mut Ctx<'_>, session: &SessionId) -> Result<Option<SharedSecret>> {
    let Some((sealed, at)) = store::draft(ctx, session)? else { return Ok(None) };
    if ctx.now() >= at.plus_seconds(HALF_WAY) {
        return Ok(None);
    }
    let opened = Zeroizing::new(vault::sealer(ctx, Purpose::Factors)?.open(&about_draft(session), &sealed)?);
    Ok(SharedSecret::from_bytes(&opened))
}

/// The secret that the account is setting up in its latest session, for the demonstration's command.
pub(super) fn draft_of(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Option<Vec<u8>>> {
    for session in sessions::setting_up(ctx, account)? {
        if let Some(secret) = open_draft(ctx, &session)? {
            return Ok(Some(secret.bytes().to_vec()));
        }
    }
    Ok(None)
}

/// Ends the setting up of an authenticator with a code from it.
///
/// # Errors
/// [`Error::NotFound`] for a session that may not; [`Refusal::FactorsMany`], [`Refusal::FactorNameBad`].
pub fn confirm_codes(
    ctx: &mut Ctx<'_>,
    session: &SessionId,
    code: &str,
    name: &str,
    rules: &FactorRules,
    client: &Client,
) -> Result<Added> {
    let (row, account) = owner(ctx, session)?;
    if row.stage == Stage::Enrolment && !rules.suffices(account.role, Kind::Codes) {
        return Err(Error::Forbidden);
    }
    has_room(ctx, &account.id)?;
    let name = factor_name(name)?;
    let Some(secret) = open_draft(ctx, session)? else { return not_added(ctx, &account, Verdict::Stale, client) };
    let step = match codes::digits(code) {
        Some(code) => secret.step_of(&code, ctx.now())?,
        None => None,
    };
    let Some(step) = step else { return not_added(ctx, &account, Verdict::Wrong, client) };
    store::remove_draft(ctx, session)?;
    add_codes(ctx, &account.id, &name, &secret, Some(step))?;
    tell(ctx, &account)?;
    done(ctx, &row, &account, client)
}

/// A factor is not set up: that is an outcome, and stands in the record.
fn not_added(ctx: &mut Ctx<'_>, account: &Account, verdict: Verdict, client: &Client) -> Result<Added> {
    if let Some(why) = verdict.why()
        && let Some(left_out) = delays::noted(ctx, &format!("adding {why}"), account.id.as_str())?
    {
        let detail = json!({
            "why": why, "adding": true, "left_out": left_out, "device": client.browser, "network": client.network(),
        });
        audit::record(ctx, Action::FactorWrong, &account.id, account.state.as_ref(), &detail)?;
    }
    Ok(Added::No(verdict))
}

/// Writes an authenticator down. The code that confirmed it is used.
pub(super) fn add_codes(
    ctx: &mut Ctx<'_>,
    account: &AccountId,
    name: &OneLine,
    secret: &SharedSecret,
    step: Option<i64>,
) -> Result<()> {
    let id: FactorId = ctx.new_id();
    let sealed = vault::sealer(ctx, Purpose::Factors)?.seal(&codes::about(&id), secret.bytes())?;
    let kind = FactorKind::Codes;
    let new = store::New {
        id: &id,
        account,
        kind,
        name: name.as_str(),
        sealed: &sealed,
        credential_hash: None,
        last_step: step,
    };
    store::insert(ctx, &new)?;
    record_added(ctx, account, &id, kind)
}

/// A name as somebody typed it, for a list of what lets them in: one short line that nothing in it can reorder.
pub(super) fn factor_name(typed: &str) -> Result<OneLine> {
    OneLine::short(typed, LONGEST_NAME).ok_or_else(|| Refusal::FactorNameBad { max: LONGEST_NAME }.into())
}

fn record_added(ctx: &mut Ctx<'_>, account: &AccountId, id: &FactorId, kind: FactorKind) -> Result<()> {
    let state = people::find(ctx, account)?.and_then(|account| account.state);
    audit::record(ctx, Action::FactorAdded, account, state.as_ref(), &json!({ "factor": id, "kind": kind }))
}

/// What a page needs to set a passkey up in this session.
///
/// # Errors
/// [`Error::NotFound`] for a session that may not, or a site that can have none.
pub fn ask_for_passkey(ctx: &mut Ctx<'_>, session: &SessionId, holder: &str, rules: &FactorRules) -> Result<Offer> {
    let (_, account) = owner(ctx, session)?;
    passkeys::ask_to_register(ctx, &account, holder, rules)
}

/// Ends the setting up of a passkey with the browser's answer.
///
/// # Errors
/// [`Error::NotFound`] for a session that may not; [`Refusal::FactorsMany`], [`Refusal::FactorNameBad`].
pub fn add_passkey(
    ctx: &mut Ctx<'_>,
    session: &SessionId,
    given: &Given,
    name: &str,
    rules: &FactorRules,
    client: &Client,
) -> Result<Added> {
    let (row, account) = owner(ctx, session)?;
    has_room(ctx, &account.id)?;
    let name = factor_name(name)?;
    let passkey = match passkeys::registered(ctx, &account.id, given, rules)? {
        Ok(passkey) => passkey,
        Err(verdict) => return not_added(ctx, &account, verdict, client),
    };
    let id: FactorId = ctx.new_id();
    let sealed = passkeys::seal(ctx, &codes::about(&id), &passkey)?;
    let (kind, hash) = (FactorKind::Passkey, sha256(passkey.cred_id()));
    let new = store::New {
        id: &id,
        account: &account.id,
        kind,
        name: name.as_str(),
        sealed: &sealed,
        credential_hash: Some(&hash),
        last_step: None,
    };
    store::insert(ctx, &new)?;
    record_added(ctx, &account.id, &id, kind)?;
    tell(ctx, &account)?;
    done(ctx, &row, &account, client)
}

/// What follows a factor that was set up: the full session, and recovery codes where there are none.
fn done(ctx: &mut Ctx<'_>, row: &sessions::SessionRow, account: &Account, client: &Client) -> Result<Added> {
    let codes = match recovery_store::left(ctx, &account.id)? {
        0 => Some(recovery::make(ctx, account)?),
        _ => None,
    };
    let begun = match row.stage {
        Stage::Full => None,
        Stage::Factor | Stage::Enrolment => {
            let lanes = delays::lanes(ctx, Tried::Factor, &account.email, &client.address, client.device.as_deref())?;
            Some(Box::new(sign_in::follow(ctx, row, account, client, Stage::Full, &lanes)?))
        }
    };
    Ok(Added::Yes { begun, codes })
}

/// Tells a person that what they sign in with was changed.
pub(super) fn tell(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    let letter = Letter::FactorsChanged {};
    mail::enqueue(ctx, &account.email, &account.language, account.state.as_ref(), &letter)?;
    Ok(())
}

/// The actor's factors, the oldest first, and how many recovery codes are left.
///
/// # Errors
/// [`Error::NotFound`] where the actor is no person, or a fault of the database.
pub fn list(ctx: &mut Ctx<'_>) -> Result<(Vec<Factor>, i64)> {
    let own = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let factors = store::of_account(ctx, &own)?.into_iter().map(|row| Factor {
        id: row.id,
        kind: row.kind,
        name: row.name,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok((factors.collect(), recovery_store::left(ctx, &own)?))
}

/// Takes a factor of the actor's own away, but never the last, nor the last passkey of a role that needs one.
///
/// # Errors
/// [`Error::NotFound`] where it is not the actor's; [`Refusal::FactorLast`].
pub fn remove(ctx: &mut Ctx<'_>, id: &FactorId, rules: &FactorRules) -> Result<()> {
    let person = ctx.actor().person().cloned().ok_or(Error::NotFound)?;
    let account = people::find(ctx, &person.account)?.ok_or(Error::NotFound)?;
    let (going, rest): (Vec<_>, Vec<_>) =
        store::of_account(ctx, &account.id)?.into_iter().partition(|row| row.id == *id);
    if going.is_empty() {
        return Err(Error::NotFound);
    }
    let passkey_left = rest.iter().any(|row| row.kind == FactorKind::Passkey);
    if rest.is_empty() || (rules.wants_passkey(account.role) && !passkey_left) {
        return Err(Refusal::FactorLast.into());
    }
    store::remove(ctx, &account.id, id)?;
    audit::record(ctx, Action::FactorRemoved, &account.id, account.state.as_ref(), &json!({ "factor": id }))?;
    tell(ctx, &account)
}

/// Takes every factor and recovery code of an account away: the next step of its owner is to set one up.
pub(in super::super) fn remove_all(ctx: &mut Ctx<'_>, account: &Account) -> Result<()> {
    let removed = store::remove_all(ctx, &account.id)?;
    recovery_store::replace(ctx, &account.id, &[])?;
    audit::record(ctx, Action::FactorsReset, &account.id, account.state.as_ref(), &json!({ "factors": removed }))
}
