//! Second factors: codes of an authenticator, passkeys and hardware keys, and recovery codes for when none is at hand. What a
//! factor is, which of them a role needs, and whether what somebody shows is one.
//!
//! Who has lost every factor is let back in by two persons (`lost`): with an invitation whose acceptance takes the factors of the
//! account away, so that the next step is to set one up.

pub mod check;
pub mod codes;
pub mod enrolment;
pub mod passkeys;
pub mod recovery;

use std::sync::Arc;

use serde_json::json;
use webauthn_rs::{Webauthn, WebauthnBuilder};
use zeroize::Zeroizing;

use super::delays::{self, Tried};
use super::doorkeeper_only;
use super::model::{Account, Standing};
use super::sessions::{Client, SessionToken, Stage};
use super::sign_in;
use super::store::{accounts as people, factors as store, sessions};
use crate::domain::actor::{Role, words};
use crate::domain::audit::{self, Action};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, FactorId, SessionId};
use crate::domain::time::Instant;

words!(
    /// What a factor is.
    FactorKind {
        /// Codes of an authenticator (RFC 6238).
        Codes = "codes",
        /// A passkey or a hardware key (WebAuthn).
        Passkey = "passkey",
    }
);

/// With what somebody has shown who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Codes,
    Passkey,
    Recovery,
}

/// Whether what was shown is a factor of the account.
#[must_use]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right(Kind),
    Wrong,
    /// A code that was right, and was used already.
    Used,
    /// A recovery code that was used already.
    Spent,
    /// A challenge that ran out, or was answered already.
    Stale,
    /// A challenge that was given to somebody else, or to another session.
    Foreign,
    /// A code is right, but one of a later time was used: the clock went back.
    Clock,
    /// A passkey whose counter went backwards.
    Cloned,
    /// The role needs a passkey, and this is none.
    NotEnough,
}

impl Verdict {
    /// The word of the record for why something is not accepted; nothing for what is.
    pub(super) const fn why(self) -> Option<&'static str> {
        match self {
            Verdict::Right(_) => None,
            Verdict::Wrong => Some("wrong"),
            Verdict::Used | Verdict::Spent => Some("used"),
            Verdict::Stale => Some("stale"),
            Verdict::Foreign => Some("foreign"),
            Verdict::Clock => Some("clock"),
            Verdict::Cloned => Some("cloned"),
            Verdict::NotEnough => Some("not_enough"),
        }
    }
}

/// A factor, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    pub id: FactorId,
    pub kind: FactorKind,
    pub name: String,
    pub created_at: Instant,
    pub last_used_at: Option<Instant>,
}

/// What somebody shows: a code, or a passkey's answer to a challenge. No `Debug`.
#[derive(Clone, Default)]
pub struct Given {
    /// Of an authenticator or of the list of recovery codes; empty where a passkey answers.
    pub code: Zeroizing<String>,
    /// The sealed challenge that the page held.
    pub challenge: String,
    /// The passkey's answer, as JSON.
    pub credential: String,
    /// To whom the challenge was given: a session, or a visitor's cookie.
    pub holder: String,
}

/// Which roles need a passkey, and for which site passkeys are.
#[derive(Clone)]
pub struct FactorRules {
    passkey_roles: Arc<[Role]>,
    webauthn: Option<Arc<Webauthn>>,
}

impl FactorRules {
    /// The rules of a configuration. The site is the origin that people type; an answer for another origin is refused. A site
    /// without a name (a bare address) can have no passkeys.
    ///
    /// # Errors
    /// When the origin is no URL.
    pub fn new(origin: &str, passkey_roles: &[Role]) -> Result<Self> {
        let origin = url::Url::parse(origin).map_err(Error::internal)?;
        let webauthn = match origin.domain() {
            Some(name) => {
                let built = WebauthnBuilder::new(name, &origin).map(|builder| builder.rp_name("Concord"));
                Some(Arc::new(built.and_then(WebauthnBuilder::build).map_err(Error::internal)?))
            }
            None => None,
        };
        Ok(FactorRules { passkey_roles: passkey_roles.into(), webauthn })
    }

    /// Whether this role signs in with a passkey or a hardware key only.
    pub fn wants_passkey(&self, role: Role) -> bool {
        self.passkey_roles.contains(&role)
    }

    /// Whether some role has to have a passkey.
    pub fn want_passkeys(&self) -> bool {
        !self.passkey_roles.is_empty()
    }

    /// Whether passkeys can be had here.
    pub fn have_passkeys(&self) -> bool {
        self.webauthn.is_some()
    }

    /// Whether this is enough for the role.
    pub fn suffices(&self, role: Role, kind: Kind) -> bool {
        kind == Kind::Passkey || !self.wants_passkey(role)
    }

    fn webauthn(&self) -> Result<&Webauthn> {
        self.webauthn.as_deref().ok_or(Error::NotFound)
    }
}

/// Whether the account has a factor.
pub(super) fn has_any(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<bool> {
    Ok(!store::of_account(ctx, account)?.is_empty())
}

/// Which ways an account has to show a factor, for the page that asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    pub codes: bool,
    pub passkey: bool,
    /// Recovery codes that are left.
    pub recovery: i64,
}

/// The ways of the account of this session.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn ways(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Ways> {
    doorkeeper_only(ctx)?;
    let factors = store::of_account(ctx, account)?;
    let has = |kind| factors.iter().any(|factor| factor.kind == kind);
    let (codes, passkey) = (has(FactorKind::Codes), has(FactorKind::Passkey));
    Ok(Ways { codes, passkey, recovery: super::store::recovery::left(ctx, account)? })
}

/// Judges what is shown for an account, and uses it up where it can be used once. What was wrong is recorded; counting is the
/// caller's.
pub(super) fn judge(
    ctx: &mut Ctx<'_>,
    account: &Account,
    given: &Given,
    rules: &FactorRules,
    client: &Client,
) -> Result<Verdict> {
    let verdict = if given.credential.is_empty() {
        let wants = rules.wants_passkey(account.role);
        // Where there is a passkey and the role needs it, codes are not looked at: they can be asked for by a false page.
        let has = wants && store::of_account(ctx, &account.id)?.iter().any(|row| row.kind == FactorKind::Passkey);
        match codes::digits(&given.code) {
            Some(_) if has => Verdict::NotEnough,
            Some(code) => codes::judge(ctx, &account.id, &code)?,
            None => recovery::judge(ctx, &account.id, &given.code)?,
        }
    } else {
        passkeys::judge(ctx, &account.id, given, rules)?
    };
    if verdict == Verdict::Right(Kind::Recovery) {
        let left = super::store::recovery::left(ctx, &account.id)?;
        let detail = json!({ "left": left, "device": client.browser, "network": client.network() });
        audit::record(ctx, Action::RecoveryCodeUsed, &account.id, account.state.as_ref(), &detail)?;
        enrolment::tell(ctx, account)?;
    }
    // A passkey that may have been copied is a row of its own.
    if let Some(why) = verdict.why().filter(|_| verdict != Verdict::Cloned) {
        let detail = json!({ "why": why, "device": client.browser, "network": client.network() });
        audit::record(ctx, Action::FactorWrong, &account.id, account.state.as_ref(), &detail)?;
    }
    Ok(verdict)
}

/// What came of showing a factor in a live session.
pub enum Renewed {
    /// It is fresh again, under another token.
    Fresh(SessionToken),
    /// `over`: so often that the session has ended.
    Wrong {
        verdict: Verdict,
        over: bool,
    },
    Wait {
        until: Instant,
    },
    /// The session has ended, or its account may not be used any more.
    Gone,
}

/// Looks at the factor that somebody shows in a live session, so that it is fresh for an act that asks for that.
///
/// # Errors
/// When the actor is not the doorkeeper, or the database fails.
pub fn renew(
    ctx: &mut Ctx<'_>,
    session: &SessionId,
    given: &Given,
    rules: &FactorRules,
    client: &Client,
) -> Result<Renewed> {
    doorkeeper_only(ctx)?;
    let row = sessions::find_by_id(ctx, session)?;
    let row = row.filter(|row| row.ended_at.is_none() && row.stage == Stage::Full && row.standing == Standing::Active);
    let Some(row) = row else { return Ok(Renewed::Gone) };
    let Some(account) = people::find(ctx, &row.person.account)? else { return Ok(Renewed::Gone) };
    let lanes = delays::lanes(ctx, Tried::Factor, &account.email, &client.address, client.device.as_deref())?;
    if let Some(until) = lanes.wait(ctx)? {
        return Ok(Renewed::Wait { until });
    }
    // A recovery code is for coming in once, and is not spent where it would not be enough.
    let code = given.credential.is_empty();
    let verdict = match code && rules.wants_passkey(account.role) {
        true => Verdict::NotEnough,
        false => judge(ctx, &account, given, rules, client)?,
    };
    if !matches!(verdict, Verdict::Right(_)) {
        lanes.raise(ctx)?;
        let over = sign_in::count_wrong(ctx, session, row.wrong)?;
        return Ok(Renewed::Wrong { verdict, over });
    }
    lanes.clear(ctx)?;
    let token = SessionToken::generate();
    if sessions::renew(ctx, session, &token.hash())? == 0 {
        return Ok(Renewed::Gone);
    }
    let detail = json!({ "session": session, "device": client.browser, "network": client.network() });
    audit::record(ctx, Action::IdentityProved, &account.id, account.state.as_ref(), &detail)?;
    Ok(Renewed::Fresh(token))
}
