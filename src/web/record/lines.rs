//! A row of the record in words.

use super::details::details;
use crate::domain::actor::Role;
use crate::domain::audit::read::{Entry, Somebody};
use crate::domain::audit::{Action, Kind};
use crate::web::i18n::Words;
use crate::web::visit::Visit;

/// A row of the table.
pub(super) struct Line {
    /// The day, and the time in The Hague and in UTC.
    pub(super) day: String,
    pub(super) time: String,
    pub(super) what: String,
    pub(super) failed: bool,
    pub(super) details: Vec<String>,
    /// Whom it concerns: a person, a State, or the platform.
    pub(super) whom: String,
    /// The State or the organ of that person, and the role.
    pub(super) whom_of: String,
    pub(super) by: String,
    pub(super) by_of: String,
}

impl Line {
    pub(super) fn of(visit: &Visit, entry: &Entry) -> Self {
        let words = visit.words();
        let (whom, whom_of) = whom(visit, entry);
        let (by, by_of) = by(visit, entry);
        Line {
            day: words.day(entry.at.in_the_hague().date()),
            time: words.hour(entry.at),
            what: action_words(words, entry.action),
            failed: entry.action.kind() == Kind::Failure,
            details: details(words, entry, sees_sections(visit)),
            whom,
            whom_of,
            by,
            by_of,
        }
    }
}

/// What was done, in words.
pub(super) fn action_words(words: Words, action: Action) -> String {
    words.t(&format!("record-action-{}", action.as_str()))
}

fn whom(visit: &Visit, entry: &Entry) -> (String, String) {
    let words = visit.words();
    if let Some(person) = &entry.whom {
        return (person.name.clone(), office(visit, person));
    }
    if entry.action == Action::SignInFailed {
        let passkey = entry.detail.get("passkey").is_some();
        return (words.t(if passkey { "record-unknown-passkey" } else { "record-unknown-address" }), String::new());
    }
    if matches!(entry.action, Action::InvitationRefused | Action::ResetRefused) {
        return (words.t("record-unknown-token"), String::new());
    }
    let state = entry.state.as_ref().map(|state| visit.app.names.of(state, visit.language));
    (state.unwrap_or_else(|| words.t("record-platform")), String::new())
}

fn by(visit: &Visit, entry: &Entry) -> (String, String) {
    let words = visit.words();
    // A State sees which organ asked, not who.
    let of_a_state = visit.person().is_some_and(|person| person.state.is_some());
    let organ = entry.by.as_ref().and_then(|person| person.organ);
    if let Some(organ) = organ.filter(|_| of_a_state && entry.action.kind() == Kind::Clarification) {
        return (words.t(&format!("organ-{}", organ.as_str())), String::new());
    }
    match (&entry.by, Role::parse(&entry.actor)) {
        (Some(person), _) => (person.name.clone(), office(visit, person)),
        (None, Some(role)) => (words.t(&format!("role-{}", role.as_str())), String::new()),
        (None, None) => (words.t(&format!("record-actor-{}", entry.actor)), String::new()),
    }
}

/// The role of a person, with the State or the organ.
pub(super) fn office(visit: &Visit, person: &Somebody) -> String {
    let words = visit.words();
    let role = words.t(&format!("role-{}", person.role.as_str()));
    let of = match (&person.state, person.organ) {
        (Some(state), _) => Some(visit.app.names.of(state, visit.language)),
        (None, Some(organ)) => Some(words.t(&format!("organ-{}", organ.as_str()))),
        (None, None) => None,
    };
    of.map_or_else(|| role.clone(), |of| format!("{of}, {role}"))
}

/// Whether this reader may know who has which section of a draft: a State's own people only.
pub(super) fn sees_sections(visit: &Visit) -> bool {
    visit.person().is_some_and(|person| person.state.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::Language;

    #[test]
    fn every_action_kind_and_actor_has_its_words_in_both_languages() {
        for language in Language::ALL {
            let words = Words(language);
            for action in Action::ALL {
                assert!(!action_words(words, *action).starts_with("record-"), "{action:?} in {language:?}");
            }
            let kinds = Kind::ALL.iter().map(|kind| format!("record-kind-{}", kind.as_str()));
            let tasks = crate::domain::actor::Task::ALL.iter().map(|task| format!("record-actor-{}", task.as_str()));
            for key in kinds.chain(tasks).chain(["record-actor-nobody".to_owned()]) {
                assert_ne!(words.t(&key), key, "{language:?}");
            }
        }
    }
}
