//! How accounts are looked after: by a State's coordinators, by those of an organ of the Court, and by the Secretariat. The pages
//! are the same for all of them; the list that they hang under differs, and the policy says whose account is whose.

pub mod acts;
pub mod confirm;
pub mod hand_over;
pub mod leave;
pub mod list;
pub mod person;
pub mod role;

use crate::domain::access::Manage;
use crate::domain::actor::{Organ, Role};
use crate::domain::db::Ctx;
use crate::domain::identity::invitations::{self, Invited};
use crate::domain::identity::{Account, AskedBy, Note, Standing, teams};
use crate::domain::ids::AccountId;
use crate::domain::line::OneLine;
use crate::domain::time::{Day, Instant};
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::i18n::Words;
use crate::web::layout::Page;
use crate::web::posted::Posted;
use crate::web::secretariat::{Faults, date_words, day_words};
use crate::web::visit::Visit;

/// A choice of a list: its value, its words, and the language of the words where it is not the reader's.
#[derive(Clone)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) lang: &'static str,
}

impl Choice {
    pub(super) fn worded(value: &str, words: String) -> Self {
        Choice { value: value.to_owned(), words, lang: "" }
    }
}

/// The address of the list that the visitor looks after accounts in.
fn base(visit: &Visit) -> &'static str {
    match visit.person().map(|person| person.role) {
        Some(Role::Secretariat) => "/secretariat/accounts",
        _ => "/users",
    }
}

/// The title of that list.
fn list_title(visit: &Visit) -> String {
    let words = visit.words();
    match visit.person().map(|person| person.role) {
        Some(Role::Secretariat) => words.t("secretariat-accounts-title"),
        Some(Role::CourtCoordinator) => words.t("people-title-organ"),
        _ => words.t("people-title"),
    }
}

/// A page under the list.
fn under_list(visit: &Visit, title: &str) -> Page {
    let page = Page::new(visit, title).under("/", visit.words().t("home-title"));
    page.under(base(visit), list_title(visit))
}

/// A page under that of one account. A form that was refused was posted to an address of its own: a change of language leads to
/// the account.
fn under_person(visit: &Visit, account: &Account, title: &str) -> Page {
    let address = format!("{}/{}", base(visit), account.id);
    let mut page = under_list(visit, title).under(address.clone(), account.name.clone());
    page.here = address;
    page
}

/// The id in an address; what is no id does not exist.
fn account_id(visit: &Visit, text: &str) -> Result<AccountId, Fault> {
    text.parse().map_err(|_| visit.fault(Error::NotFound))
}

/// An account that the actor looks after.
fn managed(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<Account, Error> {
    Ok(ctx.permit::<Manage, Account>(id)?.into_row())
}

/// An account that the actor looks after, and how many coordinators stay when it goes, where it is one.
fn with_others(ctx: &mut Ctx<'_>, id: &AccountId) -> Result<(Account, Option<usize>), Error> {
    let account = managed(ctx, id)?;
    let others = teams::count_without(ctx, &account)?;
    Ok((account, others))
}

/// What it means for the State or organ that a coordinator goes, in words; nothing where two or more stay.
fn loss_words(visit: &Visit, account: &Account, others: Option<usize>) -> Option<String> {
    let of = team_words(visit, account);
    match others? {
        0 => Some(visit.words().t1("people-loss-last", "of", of)),
        1 => Some(visit.words().t1("people-loss-one", "of", of)),
        _ => None,
    }
}

/// The note of a form, from the fields of these names; what is wrong with it goes to each field. Nothing where neither is filled in.
pub(super) fn note_in(
    visit: &Visit,
    posted: &Posted,
    (reference, date): (&'static str, &'static str),
    wanted: bool,
    faults: &mut Faults,
) -> Option<Note> {
    let words = |refusal: Refusal| refusal_words(visit.words(), &refusal);
    let (line, day) = (posted.get(reference).trim(), posted.get(date).trim());
    if line.is_empty() && day.is_empty() {
        if wanted {
            faults.add(reference, words(Refusal::NoteMissing));
        }
        return None;
    }
    let line = faults.keep(reference, OneLine::new(line).ok_or_else(|| words(Refusal::ReferenceBad)));
    let day = faults.keep(date, day.parse::<Day>().map_err(|_| words(Refusal::DateBad)));
    let note = line.zip(day).map(|(reference, date)| Note { reference, date })?;
    match note.check(visit.now) {
        Ok(()) => Some(note),
        Err(refusal) => {
            faults.add(date, words(refusal));
            None
        }
    }
}

/// A note in words: its reference, and its date where that is known.
fn note_text(words: Words, (reference, date): &(String, Option<Day>)) -> String {
    match date {
        Some(date) => words.t2("people-note-of", "reference", reference, "date", day_words(words, date)),
        None => reference.clone(),
    }
}

/// At whose request an account is there, in words: by the note, or else by the coordinator who made it.
pub(super) fn asked_words(words: Words, asked: &AskedBy) -> String {
    match (&asked.note, &asked.maker) {
        (Some(note), _) => note_text(words, note),
        (None, Some(maker)) if maker.colleague => words.t1("people-asked-coordinator", "name", &maker.name),
        (None, _) => words.t("people-asked-secretariat"),
    }
}

/// What is confirmed of an account, in words: a title, and a link to where it is done.
pub(super) fn confirm_words(words: Words, account: &Account) -> String {
    let key = if account.team().is_some() { "people-confirm-title" } else { "people-confirm-title-account" };
    words.t1(key, "name", &account.name)
}

/// Who made an account, in words; nothing for the operator.
fn maker_words(words: Words, asked: &AskedBy) -> Option<String> {
    let maker = asked.maker.as_ref()?;
    let key = if maker.colleague { "people-added-colleague" } else { "people-added-secretariat" };
    Some(words.t1(key, "name", &maker.name))
}

/// The State, the organ, or the Secretariat or the co-facilitators.
pub(super) fn team_words(visit: &Visit, account: &Account) -> String {
    match (&account.state, account.organ) {
        (Some(state), _) => visit.app.names.of(state, visit.language),
        (None, Some(organ)) => organ_words(visit.words(), organ),
        (None, None) => role_words(visit.words(), account.role),
    }
}

/// The role with what it belongs to: two kinds of readers and of coordinators may stand in one list.
pub(super) fn role_words(words: Words, role: Role) -> String {
    words.t(match role {
        Role::Coordinator => "secretariat-role-coordinator",
        Role::Contributor => "secretariat-role-contributor",
        Role::Reader => "secretariat-role-reader",
        Role::CourtReader => "secretariat-role-court-reader",
        Role::CourtCoordinator => "secretariat-role-court-coordinator",
        Role::Secretariat => "secretariat-role-secretariat",
        Role::Facilitator => "secretariat-role-facilitator",
    })
}

pub(super) fn organ_words(words: Words, organ: Organ) -> String {
    words.t(&format!("organ-{}", organ.as_str()))
}

/// The standing of an account in words, with its icon.
pub(super) fn standing_words(words: Words, account: &Account) -> (String, &'static str) {
    let (key, icon) = match account.standing {
        Standing::Invited if account.awaits_confirmation() => ("people-standing-waits", "clock"),
        Standing::Invited => ("secretariat-standing-invited", "clock"),
        Standing::Active => ("secretariat-standing-active", "check"),
        Standing::Suspended => ("secretariat-standing-suspended", "remove"),
        Standing::Ended => ("secretariat-standing-ended", "remove"),
    };
    (words.t(key), icon)
}

/// What became of the latest invitation, in words.
pub(super) fn invitation_words(words: Words, invited: Option<&Invited>, standing: Standing, now: Instant) -> String {
    let Some(invited) = invited else {
        let awaits = standing == Standing::Invited;
        return words.t(if awaits { "secretariat-invitation-none" } else { "secretariat-invitation-not-needed" });
    };
    let (key, at) = match (invited.used_at, invited.withdrawn_at) {
        (Some(used), _) => ("secretariat-invitation-used", used),
        (None, Some(withdrawn)) if invited.wrong_codes >= invitations::WRONG_CODES => {
            ("secretariat-invitation-wrong-codes", withdrawn)
        }
        (None, Some(withdrawn)) => ("secretariat-invitation-withdrawn", withdrawn),
        (None, None) if invited.expires_at <= now => ("secretariat-invitation-expired", invited.expires_at),
        (None, None) => ("secretariat-invitation-open", invited.expires_at),
    };
    words.t1(key, "date", date_words(words, at))
}
