//! Reading the record again: whose it is decides the policy, and which kinds of actions stand in it is decided here. Of what was
//! done it holds codes and numbers, never an answer.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::{Action, Kind, record, store};
use crate::domain::access::{Facts, Read, RecordOf};
use crate::domain::actor::{Organ, Role};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{AccountId, RecordId, StateId};
use crate::domain::time::{Day, Instant};

/// Rows on a page.
pub const PER_PAGE: i64 = 50;
/// Rows of a file at most: more than that is asked for by a shorter period.
pub const MOST: i64 = 50_000;

/// Which rows are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A part of the name or of the e-mail address of who acted or whom it concerns; empty for everybody.
    pub who: String,
    pub kind: Option<Kind>,
    /// The first and the last day, in The Hague.
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// A person of the record. Names of ended accounts stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub state: Option<StateId>,
    pub organ: Option<Organ>,
}

/// One row of the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub id: RecordId,
    pub at: Instant,
    pub action: Action,
    /// A role, or the name of a background task.
    pub actor: String,
    /// The person who acted, where it was one.
    pub by: Option<Somebody>,
    /// What it was done to: the id of an account, a response, a cycle, a letter, or a word.
    pub subject: String,
    /// The person whose account it concerns, where it is an account.
    pub whom: Option<Somebody>,
    /// Those whom the detail names by their ids.
    pub others: Vec<Somebody>,
    pub state: Option<StateId>,
    pub detail: Value,
}

/// A page of the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    pub entries: Vec<Entry>,
    /// How many rows there are on all pages.
    pub total: i64,
    /// Counted from 1.
    pub page: i64,
    pub pages: i64,
}

/// The kinds of actions that stand in somebody's record, in the order of the filter.
pub fn kinds_of(of: &RecordOf) -> &'static [Kind] {
    match of {
        RecordOf::Own => Kind::ALL,
        RecordOf::State(_) => &[
            Kind::Session,
            Kind::Failure,
            Kind::Factor,
            Kind::Account,
            Kind::Draft,
            Kind::Response,
            Kind::Clarification,
            Kind::Export,
            Kind::Keys,
        ],
        // Of clarifications it has what the organ's own people did.
        RecordOf::Organ(_) => {
            &[Kind::Session, Kind::Failure, Kind::Factor, Kind::Account, Kind::Clarification, Kind::Export]
        }
        // What a State does with its draft is its own; what an organ asks a State is between these two.
        RecordOf::All => &[
            Kind::Session,
            Kind::Failure,
            Kind::Factor,
            Kind::Account,
            Kind::Response,
            Kind::Export,
            Kind::Platform,
            Kind::Keys,
        ],
    }
}

/// A page of the record, the latest first. A page past the last one is the last.
///
/// # Errors
/// [`Error::NotFound`] for whom this record is not; [`Refusal::PeriodReversed`].
pub fn page(ctx: &mut Ctx<'_>, of: &RecordOf, filter: &Filter, wanted: i64) -> Result<Listed> {
    let rows = rows_of(ctx, of, filter)?;
    let total = store::count(ctx, &rows)?;
    let pages = (total.saturating_add(PER_PAGE - 1) / PER_PAGE).max(1);
    let page = wanted.clamp(1, pages);
    let found = store::load(ctx, &rows, PER_PAGE, (page - 1).saturating_mul(PER_PAGE))?;
    Ok(Listed { entries: with_names(ctx, found)?, total, page, pages })
}

/// Every row that is asked for, for a file. That it was taken is recorded, so this runs in a unit of work that may write.
///
/// # Errors
/// As [`page`]; [`Refusal::RecordLong`].
pub fn export(ctx: &mut Ctx<'_>, of: &RecordOf, filter: &Filter) -> Result<Vec<Entry>> {
    let rows = rows_of(ctx, of, filter)?;
    let total = store::count(ctx, &rows)?;
    if total > MOST {
        return Err(Refusal::RecordLong { max: MOST }.into());
    }
    let found = store::load(ctx, &rows, MOST, 0)?;
    let entries = with_names(ctx, found)?;
    let (word, state) = match of {
        RecordOf::Own => ("own", ctx.actor().person().and_then(|person| person.state.clone())),
        RecordOf::State(state) => ("state", Some(state.clone())),
        RecordOf::Organ(_) => ("organ", None),
        RecordOf::All => ("all", None),
    };
    record(ctx, Action::RecordExported, "record", state.as_ref(), &json!({ "of": word, "rows": total }))?;
    Ok(entries)
}

/// What the table is asked, once the policy has said that it may be.
fn rows_of(ctx: &mut Ctx<'_>, of: &RecordOf, filter: &Filter) -> Result<store::Rows> {
    ctx.allow::<Read>(&Facts::Record { of: of.clone() })?;
    let day = |day: &Day, edge: fn(&Day) -> Option<Instant>| edge(day).ok_or(Error::Refused(Refusal::DateBad));
    let from = filter.from.as_ref().map(|from| day(from, Instant::start_of_day_in_the_hague)).transpose()?;
    let until = filter.to.as_ref().map(|to| day(to, Instant::after_day_in_the_hague)).transpose()?;
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        return Err(Refusal::PeriodReversed.into());
    }
    let kinds = kinds_of(of).iter().filter(|kind| filter.kind.is_none_or(|only| only == **kind));
    let kinds: HashSet<Kind> = kinds.copied().collect();
    let actions = Action::ALL.iter().copied().filter(|action| kinds.contains(&action.kind())).collect();
    let (state, about) = match of {
        RecordOf::Own => (None, Some(ctx.actor().person().map(|person| person.account.clone()).into_iter().collect())),
        RecordOf::State(state) => (Some(state.clone()), Some(ids(&store::people_of(ctx, of)?))),
        RecordOf::Organ(_) => (None, Some(ids(&store::people_of(ctx, of)?))),
        RecordOf::All => (None, None),
    };
    let only = match (filter.who.trim().to_lowercase().as_str(), of) {
        ("", _) | (_, RecordOf::Own) => None,
        (part, _) => {
            let mut people = store::people_of(ctx, of)?;
            people.retain(|person| person.name.to_lowercase().contains(part) || person.email.contains(part));
            Some(ids(&people))
        }
    };
    Ok(store::Rows { actions, state, about, only, from, until })
}

fn ids(people: &[Somebody]) -> Vec<AccountId> {
    people.iter().map(|person| person.id.clone()).collect()
}

/// The rows with the names of the people in them.
fn with_names(ctx: &mut Ctx<'_>, rows: Vec<store::Row>) -> Result<Vec<Entry>> {
    let mut wanted: HashSet<AccountId> = rows.iter().filter_map(|row| row.account_id.clone()).collect();
    wanted.extend(rows.iter().filter_map(|row| row.subject.parse::<AccountId>().ok()));
    let mut details = HashMap::with_capacity(rows.len());
    for row in &rows {
        let detail: Value = serde_json::from_str(&row.detail).map_err(Error::internal)?;
        let named = named(&detail);
        wanted.extend(named.iter().cloned());
        details.insert(row.id.clone(), (detail, named));
    }
    let people: HashMap<String, Somebody> =
        store::people(ctx, &wanted)?.into_iter().map(|person| (person.id.to_string(), person)).collect();
    let entry = |row: store::Row| {
        let (detail, named) = details.get(&row.id).cloned().unwrap_or_default();
        Ok(Entry {
            others: named.iter().filter_map(|id| people.get(id.as_str())).cloned().collect(),
            by: row.account_id.as_ref().and_then(|id| people.get(id.as_str())).cloned(),
            whom: people.get(&row.subject).cloned(),
            detail,
            id: row.id,
            at: row.at,
            action: row.action,
            actor: row.actor,
            subject: row.subject,
            state: row.state_id,
        })
    };
    rows.into_iter().map(entry).collect()
}

/// What could be the id of an account in a detail, however deep it stands.
fn named(detail: &Value) -> Vec<AccountId> {
    match detail {
        Value::String(text) => text.parse().into_iter().collect(),
        Value::Array(all) => all.iter().flat_map(named).collect(),
        Value::Object(all) => all.values().flat_map(named).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}
