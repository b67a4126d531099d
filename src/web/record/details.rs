//! What a row of the record says of what was done: from which role to which, until which day, by which note, which sections, for what
//! reason. In words for the page and the command line, and as codes in columns of their own for the file.

use serde_json::Value;

use crate::domain::actor::Role;
use crate::domain::audit::Action;
use crate::domain::audit::read::Entry;
use crate::domain::identity::refused::Reason;
use crate::domain::mail::{FaultClass, LetterKind};
use crate::domain::response::status::Status;
use crate::domain::response::{Extent, covering};
use crate::domain::time::Day;
use crate::web::browser;
use crate::web::i18n::Words;
use crate::web::secretariat::mail;

/// The detail of a row, asked for by names.
struct Detail<'a> {
    words: Words,
    entry: &'a Entry,
}

impl<'a> Detail<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.entry.detail.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    fn is(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool) == Some(true)
    }

    fn role(&self, name: &str) -> Option<Role> {
        self.text(name).and_then(Role::parse)
    }

    /// A day in words.
    fn day(&self, name: &str) -> Option<String> {
        let day: Day = self.text(name)?.parse().ok()?;
        day.date().map(|date| self.words.day(date))
    }

    /// The name of somebody by id; nothing where nobody is known by it.
    fn name(&self, id: &Value) -> Option<String> {
        let id = id.as_str()?;
        self.entry.others.iter().find(|person| person.id.as_str() == id).map(|person| person.name.clone())
    }

    fn names(&self, ids: Option<&Value>) -> String {
        let ids = ids.and_then(Value::as_array).into_iter().flatten();
        let names: Vec<String> = ids.filter_map(|id| self.name(id)).collect();
        if names.is_empty() { self.words.t("record-nobody") } else { names.join(", ") }
    }
}

fn role_words(words: Words, role: Role) -> String {
    words.t(&format!("role-{}", role.as_str()))
}

/// What more is known of it, in words: never an address of the network as a whole, never an answer. `sections`: whether the reader
/// may know who has which section of a draft.
pub(super) fn details(words: Words, entry: &Entry, sections: bool) -> Vec<String> {
    let detail = Detail { words, entry };
    let mut all = Vec::new();
    all.extend(why(&detail));
    all.extend(changes(&detail));
    all.extend(by_which(&detail));
    if sections {
        all.extend(shares(&detail));
    }
    all.extend(of_platform(&detail));
    all.extend(detail.text("question").map(|code| words.t1("record-question", "code", code)));
    all.extend(place(&detail));
    for (name, key) in FLAGS {
        if detail.is(name) {
            all.push(words.t(key));
        }
    }
    for (name, key) in NUMBERS {
        if let Some(number) = detail.get(name).and_then(Value::as_i64).filter(|n| *n > 0 || name != "left_out") {
            all.push(words.t1(key, "count", number));
        }
    }
    all
}

/// Why something was refused or failed.
fn why(detail: &Detail<'_>) -> Option<String> {
    let why = detail.text("why")?;
    if detail.entry.action == Action::FactorWrong {
        let known = ["wrong", "used", "stale", "foreign", "clock", "cloned", "not_enough"].contains(&why);
        return known.then(|| detail.words.t(&format!("record-why-{why}")));
    }
    let why = Reason::parse(why)?;
    Some(detail.words.t(&format!("record-refused-{}", why.as_str())))
}

/// From what to what.
fn changes(detail: &Detail<'_>) -> Vec<String> {
    let words = detail.words;
    let mut all = Vec::new();
    match (detail.role("from"), detail.role("to"), detail.role("role")) {
        (Some(from), Some(to), _) if from != to => {
            all.push(words.t2("record-role-from-to", "from", role_words(words, from), "to", role_words(words, to)));
        }
        (_, Some(role), _) | (_, _, Some(role)) => all.push(words.t1("record-role", "role", role_words(words, role))),
        (_, None, None) => {}
    }
    if detail.entry.action == Action::EndDateSet {
        all.push(match detail.day("to") {
            Some(day) => words.t1("record-last-day", "day", day),
            None => words.t("record-no-last-day"),
        });
        all.extend(detail.day("from").map(|day| words.t1("record-last-day-before", "day", day)));
    }
    all.extend(detail.day("ends_on").map(|day| words.t1("record-last-day", "day", day)));
    all
}

/// By which note, on whose proposal, for which part and to what.
fn by_which(detail: &Detail<'_>) -> Vec<String> {
    let words = detail.words;
    let mut all = Vec::new();
    all.extend(match (detail.text("note_reference"), detail.day("note_date")) {
        (Some(reference), Some(day)) => Some(words.t2("record-note", "reference", reference, "day", day)),
        (Some(reference), None) => Some(words.t1("record-note-undated", "reference", reference)),
        (None, _) => None,
    });
    let proposed = detail.get("proposed_by").and_then(|id| detail.name(id));
    all.extend(proposed.map(|name| words.t1("record-proposed-by", "name", name)));
    let part = detail.text("part").filter(|part| ["own", "secretariat", "second"].contains(part));
    all.extend(part.map(|part| words.t(&format!("record-part-{part}"))));
    let purpose = detail.text("purpose").filter(|purpose| ["account", "factors"].contains(purpose));
    all.extend(purpose.map(|purpose| words.t(&format!("record-purpose-{purpose}"))));
    all.extend(detail.text("asked").map(|asked| words.t1("record-asked", "asked", asked)));
    if let (Action::FactorAdded, Some(kind)) = (detail.entry.action, detail.text("kind")) {
        all.push(words.t(if kind == "passkey" { "record-factor-passkey" } else { "record-factor-codes" }));
    }
    all
}

/// Who has which section.
fn shares(detail: &Detail<'_>) -> Vec<String> {
    let words = detail.words;
    let mut all = Vec::new();
    if let Some(section) = detail.text("section") {
        all.push(words.t1("record-section", "section", section));
        if detail.get("accounts").is_some() {
            all.push(words.t1("record-given-to", "names", detail.names(detail.get("accounts"))));
        }
        all.extend(
            detail
                .get("taken_from")
                .and_then(|id| detail.name(id))
                .map(|name| words.t1("record-taken-from", "name", name)),
        );
        all.extend(given(detail));
        all.extend(detail.text("found").map(|found| words.t1("record-found", "name", found)));
    }
    for share in detail.get("sections").and_then(Value::as_array).into_iter().flatten() {
        let section = share.get("section").and_then(Value::as_str).unwrap_or_default();
        let to = share.get("to").and_then(|id| detail.name(id)).unwrap_or_else(|| words.t("record-nobody"));
        all.push(words.t2("record-section-to", "section", section, "name", to));
    }
    all
}

/// How much of a section was given, and until when; where it stands.
fn given(detail: &Detail<'_>) -> Vec<String> {
    let words = detail.words;
    let mut all = Vec::new();
    let codes = detail.get("questions").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    match detail.text("extent").and_then(Extent::parse) {
        Some(Extent::Questions) => {
            let rest = if detail.is("reads_rest") { "assign-has-questions-reading" } else { "assign-has-questions" };
            all.push(words.t1(rest, "codes", codes.collect::<Vec<_>>().join(", ")));
        }
        Some(Extent::Reading) => all.push(words.t("assign-has-reading")),
        Some(Extent::Section) | None => {}
    }
    all.extend(detail.day("due").map(|day| words.t1("assign-by", "day", day)));
    if let Some(status) = detail.text("status").and_then(Status::parse) {
        all.push(words.t(&format!("standing-is-{}", status.as_str().replace('_', "-"))));
        all.extend(detail.is("by_change").then(|| words.t("record-by-change")));
    }
    all
}

/// What is known of mail, forms and keys.
fn of_platform(detail: &Detail<'_>) -> Vec<String> {
    let words = detail.words;
    let mut all = Vec::new();
    if detail.entry.action == Action::MailRetried {
        all.extend(detail.text("kind").and_then(LetterKind::parse).map(|kind| mail::kind_words(words, kind)));
    }
    all.extend(detail.text("fault").and_then(FaultClass::parse).map(|fault| mail::fault_words(words, fault)));
    all.extend(detail.text("form_id").map(|form| words.t1("record-form", "form", form)));
    all.extend(detail.text("key").or(detail.text("kek")).map(|key| words.t1("record-key", "key", key)));
    if let Some(mailed) = detail.get("mailed").and_then(Value::as_bool) {
        all.push(words.t(if mailed { "record-mailed" } else { "record-not-mailed" }));
    }
    all.extend(detail.text("holds").map(|sections| words.t1("partial-sections", "sections", sections)));
    if detail.text("reason") == Some(covering::REASON) {
        all.push(words.t("record-covering-note"));
    }
    if detail.get("snapshot").and_then(Value::as_bool) == Some(false) {
        all.push(words.t("record-same-snapshot"));
    }
    all
}

/// From where, without the last part of the address.
fn place(detail: &Detail<'_>) -> Option<String> {
    let words = detail.words;
    let device = detail.text("device").map(|device| browser::words_for(words, device));
    match (device, detail.text("network")) {
        (Some(device), Some(network)) => Some(words.t2("record-place", "device", device, "network", network)),
        (None, Some(network)) => Some(words.t1("record-network", "network", network)),
        (device, None) => device,
    }
}

/// What is so or not, and the message of each.
const FLAGS: [(&str, &str); 10] = [
    ("new_device", "record-new-device"),
    ("token_shown", "record-token-shown"),
    ("adding", "record-adding"),
    ("first", "record-first"),
    ("operator", "record-operator-alone"),
    ("late", "record-late"),
    ("again", "record-again"),
    ("present_password", "record-present-password"),
    ("copied", "record-copied"),
    ("files_not_carried", "record-files-not-carried"),
];

/// Numbers of the detail, and the message of each.
const NUMBERS: [(&str, &str); 15] = [
    ("year", "record-year"),
    ("carried", "record-carried"),
    ("not_carried", "record-not-carried"),
    ("confirmed", "record-confirmed"),
    ("revision", "record-revision"),
    ("wrong", "record-wrong"),
    ("left", "record-left"),
    ("sessions", "record-sessions"),
    ("states", "record-states"),
    ("responses", "record-responses"),
    ("rows", "record-rows"),
    ("keys", "record-keys"),
    ("factors", "record-factors"),
    ("written", "record-written"),
    ("left_out", "record-left-out"),
];

/// The names of the columns that hold the detail as codes, in every language the same.
pub(super) const CODES: [&str; 9] =
    ["from", "to", "last_day", "note_reference", "note_date", "sections", "part", "purpose", "reason"];

/// The detail as codes, in the order of [`CODES`]; empty where a row says nothing of it.
pub(super) fn codes(words: Words, entry: &Entry, sections: bool) -> [String; 9] {
    let detail = Detail { words, entry };
    let text = |name: &str| detail.text(name).unwrap_or_default().to_owned();
    let is_end = entry.action == Action::EndDateSet;
    let last_day = if is_end { text("to") } else { text("ends_on") };
    let to = detail.text("role").map_or_else(|| text("to"), str::to_owned);
    [
        text("from"),
        if is_end { String::new() } else { to },
        last_day,
        text("note_reference"),
        text("note_date"),
        if sections { section_codes(&detail) } else { String::new() },
        text("part"),
        text("purpose"),
        text("why"),
    ]
}

fn section_codes(detail: &Detail<'_>) -> String {
    let shares = detail.get("sections").and_then(Value::as_array).into_iter().flatten();
    let several = shares.filter_map(|share| share.get("section").and_then(Value::as_str));
    detail.text("section").into_iter().chain(several).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::time::Instant;
    use crate::web::i18n::Language;

    fn entry(action: Action, detail: Value) -> Entry {
        Entry {
            id: "01900000-0000-7000-8000-000000000000".parse().unwrap(),
            at: Instant::from_micros(0),
            action,
            actor: "operator".to_owned(),
            by: None,
            subject: String::new(),
            whom: None,
            others: Vec::new(),
            state: None,
            detail,
        }
    }

    fn said(action: Action, detail: Value) -> String {
        details(Words(Language::English), &entry(action, detail), true).join("; ")
    }

    #[test]
    fn what_was_changed_is_said() {
        for (action, detail, words) in [
            (Action::RoleChanged, json!({ "from": "contributor", "to": "reader" }), "Role: contributor → reader"),
            (Action::EndDateSet, json!({ "from": null, "to": "2027-12-31" }), "Last day: 31 December 2027"),
            (
                Action::EndDateSet,
                json!({ "from": "2027-12-31", "to": null }),
                "No last day any more; Last day before: 31 December 2027",
            ),
            (
                Action::CoordinatorConfirmed,
                json!({ "to": "coordinator", "note_reference": "SEN/1", "note_date": "2027-04-01", "first": true }),
                "Role: coordinator; Note verbale SEN/1 of 1 April 2027; The first coordinator of the State or organ",
            ),
            (Action::LostFactorsAgreed, json!({ "part": "own" }), "For the State or organ"),
            (Action::InvitationIssued, json!({ "purpose": "factors" }), "To new second factors"),
            (Action::InvitationRefused, json!({ "why": "used" }), "It had been used already"),
            (Action::HandedOver, json!({ "sections": [{ "section": "B", "to": null }] }), "Section B: to nobody"),
        ] {
            assert_eq!(said(action, detail), words);
        }
    }

    #[test]
    fn who_may_not_know_of_a_draft_reads_no_section() {
        let row = entry(Action::HandedOver, json!({ "sections": [{ "section": "B", "to": null }] }));
        assert!(details(Words(Language::English), &row, false).is_empty());
        assert!(codes(Words(Language::English), &row, false).iter().all(String::is_empty));
        assert_eq!(codes(Words(Language::English), &row, true)[5], "B");
    }

    #[test]
    fn every_reason_has_its_words_in_both_languages() {
        for words in Language::ALL.map(Words) {
            for reason in Reason::ALL {
                let key = format!("record-refused-{}", reason.as_str());
                assert_ne!(words.t(&key), key);
            }
        }
    }
}
