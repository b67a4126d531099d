//! `concord admin record`: the record of access of all accounts, for the operator to keep or to search elsewhere.

use clap::Args;
use serde_json::{Value, json};

use super::{Failure, operator, say};
use crate::domain::access::RecordOf;
use crate::domain::audit::read::{self, Entry, Filter, Somebody};
use crate::domain::db::Db;
use crate::domain::time::Day;
use crate::web::i18n::Language;
use crate::web::record_in_words;

#[derive(Args)]
pub(super) struct Period {
    /// The first day, in The Hague.
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// The last day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    /// One JSON object a line, with everything that is recorded.
    #[arg(long)]
    json: bool,
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| "write a day as year, month and day, such as 2027-04-19".to_owned())
}

/// Prints the rows of a period, the latest first.
pub(super) fn run(db: &Db, period: &Period) -> Result<(), Failure> {
    rows(db, period)?.iter().try_for_each(say)
}

fn rows(db: &Db, period: &Period) -> Result<Vec<String>, Failure> {
    let filter = Filter { from: period.from.clone(), to: period.to.clone(), ..Filter::default() };
    let entries = db
        .write_now(&operator(), |ctx| read::export(ctx, &RecordOf::All, &filter))
        .map_err(Failure::doing("reading the record"))?;
    Ok(entries.iter().map(if period.json { as_json } else { as_text }).collect())
}

fn as_text(entry: &Entry) -> String {
    let name = |person: &Option<Somebody>, other: &str| match person {
        Some(person) => format!("{} <{}>", person.name, person.email),
        None => other.to_owned(),
    };
    let of = entry.state.as_ref().map_or("-", |state| state.as_str());
    let (by, whom) = (name(&entry.by, &entry.actor), name(&entry.whom, &entry.subject));
    let line = format!("{}  {:24} {of:3}  {whom}  by {by}", entry.at.rfc3339(), entry.action.as_str());
    let details = record_in_words(Language::English, entry);
    if details.is_empty() { line } else { format!("{line}  ({})", details.join("; ")) }
}

fn as_json(entry: &Entry) -> String {
    let person = |person: &Option<Somebody>| match person {
        Some(person) => json!({
            "id": person.id, "name": person.name, "email": person.email, "role": person.role, "state": person.state,
            "organ": person.organ,
        }),
        None => Value::Null,
    };
    json!({
        "id": entry.id, "at": entry.at.rfc3339(), "action": entry.action, "actor": entry.actor, "by": person(&entry.by),
        "subject": entry.subject, "whom": person(&entry.whom), "state": entry.state, "detail": entry.detail,
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Role;
    use crate::domain::db::testing::sqlite;
    use crate::domain::identity::{NewAccount, accounts};
    use crate::domain::line::OneLine;

    #[test]
    fn the_operator_takes_the_record_as_json_lines_and_that_is_recorded() {
        let test = sqlite();
        let new = NewAccount {
            name: OneLine::new("I. Verhoeven").unwrap(),
            email: "verhoeven@secretariat.example".to_owned(),
            role: Role::Secretariat,
            state: None,
            organ: None,
            language: "en".to_owned(),
            note_reference: None,
        };
        test.does(&operator(), |ctx| accounts::make(ctx, &new));
        test.pass(1);
        let period = |from: Option<&str>, json| Period { from: from.map(|day| day.parse().unwrap()), to: None, json };
        let found = rows(&test.db, &period(None, true)).unwrap();
        let row: Value = serde_json::from_str(&found[0]).unwrap();
        assert_eq!(
            (&row["action"], &row["actor"], &row["whom"]["name"]),
            (&json!("account_made"), &json!("operator"), &json!("I. Verhoeven"))
        );
        let again = rows(&test.db, &period(None, false)).unwrap();
        assert!(again[0].contains("record_exported") && again[1].contains("I. Verhoeven"), "{again:?}");
        assert!(again[1].ends_with("(Role: Secretariat)"), "{again:?}");
        assert!(rows(&test.db, &period(Some("2027-04-16"), true)).unwrap().is_empty());
        assert!(day("yesterday").is_err());
    }
}
