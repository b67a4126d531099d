//! What a visit leaves behind when it is refused: noted when the page that says so is made, and written down by the gate once the
//! answer is there, in a unit of work of its own. So no handler can forget it.

use std::sync::{Arc, OnceLock};

use super::visit::{Standing, Visit};
use crate::domain::actor::{Actor, Person, Task};
use crate::domain::identity::Client;
use crate::domain::identity::refused::{self, Reason};
use crate::domain::ids::AccountId;

/// Where a visit notes what is to be written down. Copies of the visit share it.
#[derive(Clone, Default)]
pub struct Slot(Arc<OnceLock<Trace>>);

/// What is to be written down.
#[derive(Clone)]
enum Trace {
    /// The account was shut or lost its role while the request was under way.
    PermissionLost(Person, Client),
    /// A form that no page of this session had made, or that came from elsewhere.
    Form(AccountId, Reason, Client),
    /// A form from a page before that was not taken over.
    Carried(AccountId, Reason, Client),
}

/// Notes that this person lost the right to what they do.
pub fn permission_lost(visit: &Visit) {
    if let Some(person) = visit.person() {
        let _ = visit.traces.0.set(Trace::PermissionLost(person.clone(), visit.client()));
    }
}

/// Notes that a form was refused. What strangers send is not written down: nothing of theirs is at stake.
pub fn form_refused(visit: &Visit, why: Reason) {
    let account = match &visit.standing {
        Standing::Expired { account, .. } => Some(account),
        Standing::Live { .. } | Standing::Half(_) | Standing::Visitor => visit.account(),
    };
    if let Some(account) = account {
        let _ = visit.traces.0.set(Trace::Form(account.clone(), why, visit.client()));
    }
}

/// Notes that a form which was brought along was not taken over for this account.
pub fn carried_refused(visit: &Visit, account: &AccountId, why: Reason) {
    let _ = visit.traces.0.set(Trace::Carried(account.clone(), why, visit.client()));
}

impl Slot {
    /// Writes down what was noted, if anything. `asked`: method and pattern of the route. The answer stands, whether it succeeds or not.
    pub async fn write(&self, db: &crate::domain::db::Db, asked: String) {
        let Some(trace) = self.0.get().cloned() else { return };
        let work = move |ctx: &mut crate::domain::db::Ctx<'_>| match &trace {
            Trace::PermissionLost(person, client) => refused::permission(ctx, person, &asked, client),
            Trace::Form(account, why, client) => refused::form(ctx, account, *why, &asked, client),
            Trace::Carried(account, why, client) => refused::carried_form(ctx, account, *why, client),
        };
        if let Err(error) = db.write(Actor::Task(Task::Doorkeeper), work).await {
            tracing::error!(%error, "a refusal could not be written down");
        }
    }
}
