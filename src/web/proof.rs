//! The fields by which somebody shows a factor: on the second page of signing in, and before an act that asks for a fresh one.

use zeroize::Zeroizing;

use super::errors::Fault;
use super::i18n::Words;
use super::posted::Posted;
use super::visit::Visit;
use crate::domain::actor::{Actor, Role, Task};
use crate::domain::identity::factors::{self, passkeys};
use crate::domain::identity::{Given, Verdict};
use crate::domain::ids::AccountId;

/// What the page offers.
pub struct ProofForm {
    /// A code of an authenticator or of the printed list can be typed.
    pub codes: bool,
    /// Only a recovery code can be typed, because the role needs a passkey.
    pub recovery_only: bool,
    pub passkey: Option<passkeys::Offer>,
    pub demonstration: bool,
}

impl ProofForm {
    /// The ways of an account. `signing_in`: recovery codes let in; before an act they are no use to who needs a passkey.
    pub async fn of(visit: &Visit, account: &AccountId, role: Role, signing_in: bool) -> Result<Self, Fault> {
        let (of, holder, rules) = (account.clone(), visit.holder(), visit.app.rules.clone());
        let doorkeeper = Actor::Task(Task::Doorkeeper);
        let read = visit
            .app
            .db
            .read(doorkeeper, move |ctx| {
                Ok((factors::ways(ctx, &of)?, passkeys::ask(ctx, Some(&of), &holder, &rules)?))
            })
            .await;
        let (ways, passkey) = read.map_err(|error| visit.fault(error))?;
        let strict = visit.app.rules.wants_passkey(role) && ways.passkey;
        Ok(ProofForm {
            codes: !strict && (ways.codes || ways.recovery > 0),
            recovery_only: strict && signing_in && ways.recovery > 0,
            passkey,
            demonstration: visit.app.settings.demonstration.is_some(),
        })
    }
}

/// What was shown, if anything.
pub fn given(visit: &Visit, posted: &Posted) -> Option<Given> {
    let (code, credential) = (posted.get("code"), posted.get("credential"));
    let shown = !code.trim().is_empty() || !credential.is_empty();
    shown.then(|| Given {
        code: Zeroizing::new(code.to_owned()),
        challenge: posted.get("challenge").to_owned(),
        credential: credential.to_owned(),
        holder: visit.holder(),
    })
}

/// Why what was shown is not accepted, in words.
pub fn refusal(words: Words, verdict: Verdict) -> String {
    words.t(match verdict {
        Verdict::Right(_) | Verdict::Wrong => "factor-wrong",
        Verdict::Used => "factor-used",
        Verdict::Spent => "factor-spent",
        Verdict::Stale => "factor-stale",
        Verdict::Foreign => "factor-foreign",
        Verdict::Clock => "factor-clock",
        Verdict::Cloned => "factor-cloned",
        Verdict::NotEnough => "factor-not-enough",
    })
}
