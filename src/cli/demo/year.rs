//! The demonstration's years: a closed cycle 2026 with invented responses of forty States, and an open cycle 2027.

use super::accounts::{self, Made, STATES};
use super::{Calendar, invented, operator, person};
use crate::cli::Failure;
use crate::domain::access::{Assign, Manage, Publish, Read};
use crate::domain::actor::{Actor, Organ, Role};
use crate::domain::cycle::{self, Cycle, CycleOfYear, NewCycle};
use crate::domain::db::{Ctx, Db};
use crate::domain::error::{Error, Result};
use crate::domain::identity;
use crate::domain::ids::{FormHash, ResponseId, StateId};
use crate::domain::line::OneLine;
use crate::domain::questionnaire::Place;
use crate::domain::response::assign::{self, Shown};
use crate::domain::response::{self, RevisionRow, Section};
use crate::domain::review::clarifications;
use crate::domain::states::{self, StateParty};
use crate::domain::time::{Day, Instant};
use crate::domain::{publication, questionnaire};

const STATES_PARTIES: &str = include_str!("../../../config/states_parties.csv");
const WORKBOOK: &[u8] = include_bytes!("../../../config/questionnaire/cooperation-2027.xlsx");

/// States that responded in the closed cycle.
const RESPONDED: usize = 40;

/// Loads the States Parties, each with an address that leads nowhere.
pub fn states_and_addresses(db: &Db) -> Result<(), Failure> {
    let loaded = db.write_now(&operator(), |ctx| {
        states::import(ctx, STATES_PARTIES)?;
        let mut addresses = String::from("iso3166_alpha3,official_address,copy_address\n");
        for state in states::list(ctx)? {
            let domain = state.id.as_str().to_lowercase();
            addresses.push_str(&format!("{},embassy@{domain}.example,\n", state.id));
        }
        states::import_addresses(ctx, &addresses).map(|_| ())
    });
    loaded.map_err(Failure::doing("loading the States Parties"))
}

fn wrong(what: &str) -> Failure {
    Failure::new(format!("the demonstration cannot be made: {what}"), "report this fault of the program")
}

fn day(text: &str) -> Result<Day, Failure> {
    text.parse().map_err(|_| wrong(text))
}

fn moment(text: &str) -> Result<Instant, Failure> {
    Instant::end_of_day_in_the_hague(&day(text)?).ok_or_else(|| wrong(text))
}

fn import_form(db: &Db) -> Result<FormHash, Failure> {
    let imported = questionnaire::import(WORKBOOK);
    let form = imported
        .form
        .ok_or_else(|| wrong(&imported.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?;
    db.write_now(&operator(), |ctx| questionnaire::add(ctx, &form, WORKBOOK, &imported.problems))
        .map_err(Failure::doing("loading the questionnaire"))
}

fn prepare(db: &Db, form: FormHash, year: i32, dates: [&str; 2]) -> Result<(), Failure> {
    let [note_date, expected_by] = dates;
    let new = NewCycle {
        year,
        form,
        note_reference: OneLine::new(&format!("ICC-ASP/{}/SP/09", year - 2001)).unwrap_or_default(),
        note_date: day(note_date)?,
        expected_by: day(expected_by)?,
        // As every cycle that is prepared in a demonstration.
        invented: true,
    };
    let opened = db.write_now(&operator(), |ctx| {
        let id = cycle::prepare(ctx, &new)?;
        let permit = ctx.permit::<Manage, Cycle>(&id)?;
        cycle::open(ctx, &permit)
    });
    opened.map_err(Failure::doing("opening the cycle"))
}

/// The cycle 2026: opened in April, answered in May and June, published in September, frozen in the end.
pub fn closed_cycle(db: &Db, calendar: &Calendar, people: &[Made]) -> Result<(), Failure> {
    let doing = Failure::doing("inventing the responses of 2026");
    calendar.set(moment("2026-04-14")?);
    let form = import_form(db)?;
    prepare(db, form, 2026, ["2026-04-14", "2026-06-30"])?;
    let secretariat = secretariat(people)?;
    let parties = chosen(db)?;
    for (n, state) in parties.iter().enumerate() {
        // Two of three days from the first of May, so that the last few come after the expected date.
        let days = i64::try_from(n).unwrap_or(0) * 3 / 2;
        calendar.set(moment("2026-05-04")?.plus_seconds(days * 86_400 - i64::try_from(n % 9).unwrap_or(0) * 3600));
        let coordinator = coordinator(db, state, people)?;
        submit(db, &coordinator, state, n).map_err(&doing)?;
    }
    calendar.set(moment("2026-09-15")?);
    for state in parties.iter().take(RESPONDED - 2) {
        publish(db, &secretariat, &state.id).map_err(&doing)?;
    }
    calendar.set(moment("2026-11-20")?);
    let frozen = db.write_now(&operator(), |ctx| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&2026)?.into_row().0;
        let permit = ctx.permit::<Manage, Cycle>(&cycle.id)?;
        cycle::freeze(ctx, &permit)
    });
    frozen.map_err(&doing)?;
    let registry = people
        .iter()
        .find(|made| made.account.role == Role::CourtCoordinator && made.account.organ == Some(Organ::Registry));
    let (Some(registry), Some(state)) = (registry, parties.first()) else {
        return Err(wrong("nobody of the Registry"));
    };
    ask(db, &person(&registry.account), &state.id).map_err(&doing)
}

/// The Registry asks the first State about the authority that coordinated its response.
fn ask(db: &Db, registry: &Actor, state: &StateId) -> Result<()> {
    db.write_now(registry, |ctx| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&2026)?;
        let latest = publication::latest(ctx, &cycle, state)?;
        let revision = ctx.permit::<Read, RevisionRow>(&(latest.response_id, latest.number))?;
        let new = clarifications::New {
            id: ctx.new_id(),
            place: Place { code: "P.2".to_owned(), instance: String::new() },
            text: "To which of these authorities should the Registry turn with a question of procedure, and in which language? (Invented, as \
                   everything here.)"
                .to_owned(),
            hoped_for: None,
            copied: false,
        };
        clarifications::ask(ctx, &revision, &new)
    })
}

fn secretariat(people: &[Made]) -> Result<Actor, Failure> {
    let member = people.iter().find(|made| made.account.role == Role::Secretariat);
    member.map(|made| person(&made.account)).ok_or_else(|| wrong("no Secretariat"))
}

/// Forty Parties, the two whose people can sign in first.
fn chosen(db: &Db) -> Result<Vec<StateParty>, Failure> {
    let mut parties = db.read_now(&operator(), states::parties).map_err(Failure::doing("listing the Parties"))?;
    states::sort_by_name(&mut parties, "en");
    let (mut first, others): (Vec<_>, Vec<_>) =
        parties.into_iter().partition(|state| STATES.contains(&state.id.as_str()));
    first.extend(others.into_iter().step_by(3).take(RESPONDED - first.len()));
    Ok(first)
}

/// Who submits for a State: its coordinator who can sign in, else one who is invented with the response.
fn coordinator(db: &Db, state: &StateParty, people: &[Made]) -> Result<Actor, Failure> {
    let known = people
        .iter()
        .find(|made| made.account.role == Role::Coordinator && made.account.state.as_ref() == Some(&state.id));
    if let Some(made) = known {
        return Ok(person(&made.account));
    }
    let email = format!("coordinator@{}.example", state.id.as_str().to_lowercase());
    let name = format!("Coordinator of {}", state.name_in("en"));
    let new = accounts::account(&name, Role::Coordinator, Some(state.id.as_str()), None, &email, "en")?;
    let made = db.write_now(&operator(), |ctx| {
        let id = identity::accounts::make(ctx, &new)?;
        Ok(ctx.permit::<Read, identity::Account>(&id)?.into_row())
    });
    made.map(|account| person(&account)).map_err(Failure::doing("making a coordinator"))
}

fn begin(ctx: &mut Ctx<'_>, year: i32) -> Result<ResponseId> {
    let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
    response::begin(ctx, &cycle).map(|begun| begun.id)
}

fn submit(db: &Db, coordinator: &Actor, state: &StateParty, n: usize) -> Result<()> {
    let id = db.write_now(coordinator, |ctx| begin(ctx, 2026))?;
    invented::answer(db, coordinator, &id, state, n)?;
    db.write_now(coordinator, |ctx| {
        let permit = ctx.permit(&id)?;
        publication::submit(ctx, &permit, 0, "", ctx.now()).map(|_| ())
    })
}

fn publish(db: &Db, secretariat: &Actor, state: &StateId) -> Result<()> {
    db.write_now(secretariat, |ctx| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&2026)?;
        let publication::StateReading::Submitted { revision, .. } = publication::of_state(ctx, &cycle, state)?.reading
        else {
            return Err(Error::NotFound);
        };
        let permit = ctx.permit::<Publish, RevisionRow>(&(revision.response_id, revision.number))?;
        publication::publish(ctx, &permit).map(|_| ())
    })
}

/// The cycle 2027, in which the first State has begun and given two sections to its contributor.
pub fn open_cycle(db: &Db, people: &[Made]) -> Result<(), Failure> {
    let form = import_form(db)?;
    prepare(db, form, 2027, ["2026-11-23", "2027-06-30"])?;
    let [first, _] = STATES;
    let of_first = |role: Role| {
        people.iter().find(|made| {
            made.account.role == role && made.account.state.as_ref().is_some_and(|state| state.as_str() == first)
        })
    };
    let (Some(coordinator), Some(contributor)) = (of_first(Role::Coordinator), of_first(Role::Contributor)) else {
        return Err(wrong("no coordinator"));
    };
    let to = contributor.account.id.clone();
    let begun = db.write_now(&person(&coordinator.account), |ctx| {
        let id = begin(ctx, 2027)?;
        for section in ["D", "E"] {
            let permit = ctx.permit::<Assign, Section>(&(id.clone(), section.to_owned()))?;
            assign::give_whole(ctx, &permit, &to, &Shown::nothing())?;
        }
        Ok(())
    });
    begun.map_err(Failure::doing("beginning a response"))
}
