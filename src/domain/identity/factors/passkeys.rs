//! Passkeys and hardware keys (WebAuthn, by webauthn-rs): bound to the site's name, so that a false page gets nothing that the true
//! one takes. User verification is required and a key that is found without a name is asked for.
//!
//! A challenge is not kept here: it stands sealed in the page, bound to who was given it, for five minutes. That it is answered
//! once only is kept, when it was answered rightly; so strangers can fill nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, WebauthnError,
};

use super::codes::about;
use super::{FactorKind, FactorRules, Given, Kind, Verdict, enrolment};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::identity::doorkeeper_only;
use crate::domain::identity::model::Account;
use crate::domain::identity::store::{accounts as people, factors as store};
use crate::domain::ids::AccountId;
use crate::domain::seal::{hex, sha256, unhex};
use crate::domain::time::Instant;
use crate::domain::vault::{self, Purpose};

/// How long a challenge can be answered, in seconds.
const ANSWERED_WITHIN: i64 = 300;
/// What a sealed challenge is bound to besides its key.
const CHALLENGE: &str = "passkey challenge";

/// What a page holds so that the browser can ask a passkey. No `Debug`.
pub struct Offer {
    /// The options for the browser, as JSON.
    pub options: String,
    /// The sealed challenge, to be sent back with the answer.
    pub challenge: String,
}

/// A challenge as it is sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    holder: String,
    at: Instant,
    state: State,
}

#[derive(Serialize, Deserialize)]
enum State {
    /// To set a passkey up for this account.
    Register(AccountId, Box<PasskeyRegistration>),
    /// To show the passkey of this account, or of whoever it names.
    Show(Option<AccountId>, Box<DiscoverableAuthentication>),
}

fn offer(ctx: &Ctx<'_>, holder: &str, state: State, options: &Value) -> Result<Offer> {
    let sealed = Sealed { holder: holder.to_owned(), at: ctx.now(), state };
    let plain = serde_json::to_vec(&sealed).map_err(Error::internal)?;
    let challenge = hex(&ctx.keys.carried().seal(CHALLENGE, &plain)?);
    Ok(Offer { options: options.to_string(), challenge })
}

/// The challenge that was given to this holder for this account, while it can be answered.
fn opened(ctx: &Ctx<'_>, given: &Given, account: &AccountId) -> std::result::Result<State, Verdict> {
    let plain = unhex(&given.challenge).and_then(|sealed| ctx.keys.carried().open(CHALLENGE, &sealed).ok());
    let sealed: Option<Sealed> = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
    let sealed = sealed.ok_or(Verdict::Stale)?;
    let age = ctx.now().seconds_since(sealed.at);
    match () {
        () if sealed.holder != given.holder || !sealed.state.is_of(account) => Err(Verdict::Foreign),
        () if !(0..ANSWERED_WITHIN).contains(&age) => Err(Verdict::Stale),
        () => Ok(sealed.state),
    }
}

/// Notes that the challenge was answered; false where it had been before.
fn answered(ctx: &mut Ctx<'_>, given: &Given) -> Result<bool> {
    let until = ctx.now().plus_seconds(2 * ANSWERED_WITHIN);
    store::answer(ctx, &sha256(given.challenge.as_bytes()), until)
}

/// What a page needs to ask for a passkey of this account, or with `None` for anybody's. `None` where the account has none, or the
/// site can have none.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn ask(ctx: &mut Ctx<'_>, of: Option<&AccountId>, holder: &str, rules: &FactorRules) -> Result<Option<Offer>> {
    doorkeeper_only(ctx)?;
    if !rules.have_passkeys() {
        return Ok(None);
    }
    let mut allowed = Vec::new();
    if let Some(account) = of {
        for (_, passkey) in of_account(ctx, account)? {
            let id = URL_SAFE_NO_PAD.encode(passkey.cred_id());
            allowed.push(json!({ "type": "public-key", "id": id }));
        }
        if allowed.is_empty() {
            return Ok(None);
        }
    }
    let (challenge, state) = rules.webauthn()?.start_discoverable_authentication().map_err(Error::internal)?;
    let mut options = serde_json::to_value(&challenge.public_key).map_err(Error::internal)?;
    // The keys of this account are looked up when the answer comes, with the counters that they have then.
    if let Some(options) = options.as_object_mut() {
        options.insert("allowCredentials".to_owned(), allowed.into());
        options.remove("extensions");
    }
    offer(ctx, holder, State::Show(of.cloned(), Box::new(state)), &options).map(Some)
}

/// What a page needs to set a passkey up for this account.
pub(super) fn ask_to_register(
    ctx: &mut Ctx<'_>,
    account: &Account,
    holder: &str,
    rules: &FactorRules,
) -> Result<Offer> {
    let id = uuid::Uuid::parse_str(account.id.as_str()).map_err(Error::internal)?;
    let known = of_account(ctx, &account.id)?.into_iter().map(|(_, passkey)| passkey.cred_id().clone()).collect();
    let begun = rules.webauthn()?.start_passkey_registration(id, &account.email, &account.name, Some(known));
    let (challenge, state) = begun.map_err(Error::internal)?;
    let mut options = serde_json::to_value(&challenge.public_key).map_err(Error::internal)?;
    // Asked for, so that a passkey can say by itself whose it is.
    if let Some(selection) = options.get_mut("authenticatorSelection").and_then(Value::as_object_mut) {
        selection.insert("residentKey".to_owned(), "required".into());
        selection.insert("requireResidentKey".to_owned(), true.into());
    }
    offer(ctx, holder, State::Register(account.id.clone(), Box::new(state)), &options)
}

/// The passkey that a browser has made, where it answers the challenge of this account.
pub(super) fn registered(
    ctx: &mut Ctx<'_>,
    account: &AccountId,
    given: &Given,
    rules: &FactorRules,
) -> Result<std::result::Result<Passkey, Verdict>> {
    let state = match opened(ctx, given, account) {
        Ok(State::Register(_, state)) => state,
        Ok(State::Show(..)) => return Ok(Err(Verdict::Stale)),
        Err(verdict) => return Ok(Err(verdict)),
    };
    let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(&given.credential) else {
        return Ok(Err(Verdict::Wrong));
    };
    let passkey = match rules.webauthn()?.finish_passkey_registration(&answer, &state) {
        Ok(passkey) => passkey,
        Err(error) => {
            tracing::info!(%error, "a passkey was refused");
            return Ok(Err(Verdict::Wrong));
        }
    };
    if store::by_credential(ctx, &sha256(passkey.cred_id()))?.is_some() {
        return Ok(Err(Verdict::Used));
    }
    Ok(if answered(ctx, given)? { Ok(passkey) } else { Err(Verdict::Stale) })
}

impl State {
    fn is_of(&self, account: &AccountId) -> bool {
        match self {
            State::Register(of, _) => of == account,
            State::Show(of, _) => of.as_ref().is_none_or(|of| of == account),
        }
    }
}

/// Whose passkey answers, by the name that it carries and the credential that is known here; nothing is proved by that yet.
pub(in super::super) fn owner(ctx: &mut Ctx<'_>, given: &Given) -> Result<Option<AccountId>> {
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(&given.credential) else { return Ok(None) };
    let Some(row) = store::by_credential(ctx, &sha256(answer.get_credential_id()))? else { return Ok(None) };
    let named = answer.get_user_unique_id().and_then(|bytes| uuid::Uuid::from_slice(bytes).ok());
    let own = uuid::Uuid::parse_str(row.account.as_str()).ok();
    Ok((named.is_some() && named == own).then_some(row.account))
}

/// Whether a passkey of the account answers the challenge.
pub(super) fn judge(ctx: &mut Ctx<'_>, account: &AccountId, given: &Given, rules: &FactorRules) -> Result<Verdict> {
    let state = match opened(ctx, given, account) {
        Ok(State::Show(_, state)) => state,
        Ok(State::Register(..)) => return Ok(Verdict::Stale),
        Err(verdict) => return Ok(verdict),
    };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(&given.credential) else { return Ok(Verdict::Wrong) };
    let row = store::by_credential(ctx, &sha256(answer.get_credential_id()))?;
    let Some(row) = row.filter(|row| row.account == *account && row.kind == FactorKind::Passkey) else {
        return Ok(Verdict::Wrong);
    };
    let mut passkey = open(ctx, &row)?;
    let key = DiscoverableKey::from(&passkey);
    match rules.webauthn()?.finish_discoverable_authentication_v2(&answer, *state, &key) {
        Ok(result) => {
            if !answered(ctx, given)? {
                return Ok(Verdict::Stale);
            }
            keep(ctx, &row, &mut passkey, &result)?;
            Ok(Verdict::Right(Kind::Passkey))
        }
        Err(WebauthnError::CredentialPossibleCompromise) => {
            let owner = people::find(ctx, account)?.ok_or(Error::NotFound)?;
            let detail = json!({ "factor": row.id });
            audit::record(ctx, Action::FactorCloned, account, owner.state.as_ref(), &detail)?;
            enrolment::tell(ctx, &owner)?;
            Ok(Verdict::Cloned)
        }
        Err(error) => {
            tracing::info!(%error, "a passkey's answer was refused");
            Ok(Verdict::Wrong)
        }
    }
}

fn keep(ctx: &mut Ctx<'_>, row: &store::Row, passkey: &mut Passkey, result: &AuthenticationResult) -> Result<()> {
    passkey.update_credential(result);
    let sealed = seal(ctx, &about(&row.id), passkey)?;
    store::used(ctx, &row.id, &sealed)
}

/// A passkey, sealed for its row.
pub(super) fn seal(ctx: &mut Ctx<'_>, about: &str, passkey: &Passkey) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(passkey).map_err(Error::internal)?;
    vault::sealer(ctx, Purpose::Factors)?.seal(about, &plain)
}

fn open(ctx: &mut Ctx<'_>, row: &store::Row) -> Result<Passkey> {
    let plain = vault::sealer(ctx, Purpose::Factors)?.open(&about(&row.id), &row.sealed)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

fn of_account(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Vec<(store::Row, Passkey)>> {
    let rows = store::of_account(ctx, account)?.into_iter().filter(|row| row.kind == FactorKind::Passkey);
    rows.map(|row| open(ctx, &row).map(|passkey| (row, passkey))).collect()
}
