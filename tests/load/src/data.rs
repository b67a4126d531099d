//! Invented data: States Parties, a coordinator each, a member of the Secretariat, a reader of the Court, and years of responses that are
//! answered, submitted and published by the program's own operations.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use concord::cli::demo::invented;
use concord::domain::access::{Edit, Manage, Publish, Read};
use concord::domain::actor::{Actor, Organ, Person, Role, Task};
use concord::domain::cycle::{self, Cycle, CycleOfYear, NewCycle};
use concord::domain::db::{Ctx, DatabaseUrl, Db, migrate};
use concord::domain::error::Error;
use concord::domain::identity::factors::codes::{self, DemoCode, SharedSecret};
use concord::domain::identity::sign_in::{self, Shown};
use concord::domain::identity::{Client, FactorRules, Given};
use concord::domain::ids::{FormHash, ResponseId};
use concord::domain::line::OneLine;
use concord::domain::publication::StateReading;
use concord::domain::response::{self, Response, RevisionRow, Section, carry, draft};
use concord::domain::seal::Keyring;
use concord::domain::states::{self, StateParty};
use concord::domain::time::{Clock, Day, Instant};
use concord::domain::{identity, publication, questionnaire};
use concord::{keys, private};

use crate::Outcome;

const STATES_PARTIES: &str = include_str!("../../../config/states_parties.csv");
/// The year that is measured: open, every State has responded.
pub const YEAR: i32 = 2027;

/// A made folder.
pub struct Data {
    pub folder: PathBuf,
    db: Db,
    states: Vec<StateParty>,
}

/// What is asked for.
pub struct Wanted<'a> {
    pub workbook: &'a [u8],
    /// How many years there are, of which the last is [`YEAR`].
    pub years: u32,
    /// Whether the responses of the last year are submitted and published.
    pub submitted: bool,
}

impl Data {
    /// Opens the folder, made where it does not exist.
    pub fn open(folder: &Path, wanted: &Wanted<'_>) -> Outcome<Self> {
        let done = folder.join("made");
        if !done.exists() {
            if folder.exists() {
                std::fs::remove_dir_all(folder)?;
            }
            let began = std::time::Instant::now();
            make(folder, wanted)?;
            std::fs::write(done, "")?;
            eprintln!("made {} in {} s", folder.display(), began.elapsed().as_secs());
        }
        let db = database(folder, Clock::system())?;
        let states = db.read_now(&operator(), states::parties)?;
        Ok(Data { folder: folder.to_owned(), db, states })
    }

    /// The configuration of a server on this folder.
    pub fn config(&self) -> PathBuf {
        self.folder.join("concord.toml")
    }

    /// How many States there are.
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// The address of the coordinator of the `n`th State.
    pub fn email(&self, n: usize) -> String {
        email_of(self.state(n))
    }

    /// The session of the coordinator of the `n`th State.
    pub fn coordinator(&self, n: usize) -> Outcome<String> {
        self.session(&email_of(self.state(n)))
    }

    /// The session of somebody who reads for the Court.
    pub fn court(&self) -> Outcome<String> {
        self.session(COURT)
    }

    /// The response of the `n`th State in the year that is measured.
    pub fn response(&self, n: usize) -> Outcome<String> {
        let who = self.person(&email_of(self.state(n)))?;
        let state = self.state(n).id.clone();
        let found = self.db.read_now(&who, move |ctx| {
            let cycle = ctx.permit::<Read, CycleOfYear>(&YEAR)?;
            response::of_state(ctx, &cycle, &state)
        })?;
        Ok(found.ok_or("no response")?.id.to_string())
    }

    fn state(&self, n: usize) -> &StateParty {
        &self.states[n % self.states.len()]
    }

    fn session(&self, email: &str) -> Outcome<String> {
        let (rules, client) = (FactorRules::new("http://localhost", &[])?, Client::default());
        let doorkeeper = Actor::Task(Task::Doorkeeper);
        let half_way = self.db.write_now(&doorkeeper, |ctx| {
            let attempt = sign_in::begin(ctx, email, "127.0.0.1", None)?;
            sign_in::password_was_right(ctx, &attempt, &client)
        })?;
        let half_way = half_way.ok_or("nobody signed in")?;
        let code = loop {
            match self.db.read_now(&operator(), |ctx| codes::for_demonstration(ctx, &half_way.account))? {
                Some(DemoCode::Now(code)) => break code,
                Some(DemoCode::At(_)) => std::thread::sleep(std::time::Duration::from_secs(1)),
                None => return Err("nobody has an authenticator".into()),
            }
        };
        let given = Given { code: code.into(), ..Given::default() };
        let shown = |ctx: &mut Ctx<'_>| sign_in::show_factor(ctx, &half_way.session, &given, &rules, &client);
        match self.db.write_now(&doorkeeper, shown)? {
            Shown::In(begun) => Ok(begun.token.as_str().to_owned()),
            Shown::Wrong { .. } | Shown::Wait { .. } | Shown::Gone => Err("the code was refused".into()),
        }
    }

    fn person(&self, email: &str) -> Outcome<Actor> {
        person(&self.db, email)
    }
}

/// The password of every account.
pub const PASSWORD: &str = "three lanterns over the harbour wall";
const COURT: &str = "reader@court.example";
const SECRETARIAT: &str = "member@secretariat.example";

fn email_of(state: &StateParty) -> String {
    format!("coordinator@{}.example", state.id.as_str().to_lowercase())
}

fn operator() -> Actor {
    Actor::Task(Task::Operator)
}

fn database(folder: &Path, clock: Clock) -> Outcome<Db> {
    let found = keys::read(&folder.join("key"), private::Readers::OwnerOnly)?;
    Ok(Db::open(&DatabaseUrl::Sqlite(folder.join("concord.db")), 4, clock, Keyring::of(found, None)?)?)
}

fn person(db: &Db, email: &str) -> Outcome<Actor> {
    let accounts = db.read_now(&operator(), |ctx| identity::accounts::list(ctx, None))?;
    let account = accounts.into_iter().find(|account| account.email == email).ok_or("no such account")?;
    Ok(Actor::Person(Person {
        account: account.id,
        name: account.name,
        role: account.role,
        party: account.state.is_some(),
        state: account.state,
        organ: account.organ,
    }))
}

fn make(folder: &Path, wanted: &Wanted<'_>) -> Outcome {
    private::folder(folder)?;
    keys::generate(&folder.join("key"))?;
    std::fs::write(folder.join("concord.toml"), toml(folder))?;
    migrate::up(&DatabaseUrl::Sqlite(folder.join("concord.db")))?;
    let hand = Arc::new(AtomicI64::new(0));
    let read = hand.clone();
    let db = database(folder, Clock::from_fn(move || Instant::from_micros(read.load(Ordering::SeqCst))))?;
    let first = YEAR - i32::try_from(wanted.years)? + 1;
    let set = |day: &str| -> Outcome {
        let day: Day = day.parse().map_err(|_| "no day")?;
        let at = Instant::end_of_day_in_the_hague(&day).ok_or("no such day")?;
        hand.store(at.micros(), Ordering::SeqCst);
        Ok(())
    };
    set("2026-01-05")?;
    db.write_now(&operator(), |ctx| states::import(ctx, STATES_PARTIES).map(|_| ()))?;
    let parties = db.read_now(&operator(), states::parties)?;
    people(&db, &parties)?;
    let form = import(&db, wanted.workbook)?;
    for year in first..=YEAR {
        set("2026-04-14")?;
        open_cycle(&db, year, form.clone())?;
        set("2026-05-20")?;
        for (n, state) in parties.iter().enumerate() {
            answer(&db, state, n, year, year < YEAR || wanted.submitted)?;
        }
        if year < YEAR {
            freeze(&db, year)?;
        }
    }
    Ok(())
}

fn toml(folder: &Path) -> String {
    format!(
        "[server]\nbase_url = \"http://localhost:8080\"\nmax_connections_per_address = 200\n\n[keys]\nkek_file = {key:?}\n\n\
         [data]\ndirectory = {folder:?}\n\n[mail]\ntransport = \"folder\"\nfrom = \"Concord <noreply@concord.example>\"\n\n\
         [platform]\ncontact_address = \"help@concord.example\"\n\n[identity]\npasskey_roles = []\n\n[log]\nlevel = \"warn\"\n",
        key = folder.join("key"),
    )
}

fn people(db: &Db, parties: &[StateParty]) -> Outcome {
    let mut all: Vec<(String, Role, Option<&StateParty>, Option<Organ>)> = vec![
        (SECRETARIAT.to_owned(), Role::Secretariat, None, None),
        (COURT.to_owned(), Role::CourtReader, None, Some(Organ::Registry)),
    ];
    all.extend(parties.iter().map(|state| (email_of(state), Role::Coordinator, Some(state), None)));
    let hasher = identity::Hasher::new(db.keys(), 1)?;
    let hash = actix_web::rt::System::new().block_on(hasher.hash(PASSWORD.to_owned().into()))?;
    for (email, role, state, organ) in all {
        let new = identity::NewAccount {
            name: OneLine::new(&email).ok_or("no name")?,
            email,
            role,
            state: state.map(|state| state.id.clone()),
            organ,
            language: "en".to_owned(),
            note_reference: None,
        };
        db.write_now(&operator(), |ctx| {
            let id = identity::accounts::make(ctx, &new)?;
            codes::give(ctx, &id, "Telephone", &SharedSecret::generate())?;
            identity::accounts::set_password(ctx, &id, &hash).map(|_| ())
        })?;
    }
    Ok(())
}

fn import(db: &Db, workbook: &[u8]) -> Outcome<FormHash> {
    let imported = questionnaire::import(workbook);
    let form = imported.form.ok_or("the form has errors")?;
    Ok(db.write_now(&operator(), |ctx| questionnaire::add(ctx, &form, workbook, &imported.problems))?)
}

fn open_cycle(db: &Db, year: i32, form: FormHash) -> Outcome {
    let day = |text: &str| text.parse::<Day>().map_err(|_| "no day");
    let new = NewCycle {
        year,
        form,
        note_reference: OneLine::new(&format!("ICC-ASP/{year}/SP/09")).ok_or("no reference")?,
        note_date: day("2026-04-14")?,
        expected_by: day("2027-06-30")?,
        invented: true,
    };
    Ok(db.write_now(&operator(), |ctx| {
        let id = cycle::prepare(ctx, &new)?;
        let permit = ctx.permit::<Manage, Cycle>(&id)?;
        cycle::open(ctx, &permit)
    })?)
}

fn freeze(db: &Db, year: i32) -> Outcome {
    Ok(db.write_now(&operator(), |ctx| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?.into_row().0;
        let permit = ctx.permit::<Manage, Cycle>(&cycle.id)?;
        cycle::freeze(ctx, &permit)
    })?)
}

fn begin(ctx: &mut Ctx<'_>, year: i32) -> Result<ResponseId, Error> {
    let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
    response::begin(ctx, &cycle).map(|begun| begun.id)
}

/// Confirms what was carried over from the year before.
fn confirm(db: &Db, coordinator: &Actor, id: &ResponseId) -> Outcome {
    let draft = db.read_now(coordinator, |ctx| {
        let permit = ctx.permit::<Read, Response>(id)?;
        draft::open(ctx, &permit)
    })?;
    let seen: Vec<_> = draft.answers.iter().map(|(place, answer)| (place.clone(), answer.stamp.clone())).collect();
    for (_, section) in draft.form.sections() {
        db.write_now(coordinator, |ctx| {
            let permit = ctx.permit::<Edit, Section>(&(id.clone(), section.code.clone()))?;
            carry::confirm_unchanged(ctx, &permit, &seen).map(|_| ())
        })?;
    }
    Ok(())
}

fn answer(db: &Db, state: &StateParty, n: usize, year: i32, submitted: bool) -> Outcome {
    let coordinator = person(db, &email_of(state))?;
    let id = db.write_now(&coordinator, |ctx| begin(ctx, year))?;
    invented::answer(db, &coordinator, &id, state, n)?;
    if !submitted {
        return Ok(());
    }
    confirm(db, &coordinator, &id)?;
    db.write_now(&coordinator, |ctx| {
        let permit = ctx.permit(&id)?;
        publication::submit(ctx, &permit, 0, "", ctx.now()).map(|_| ())
    })?;
    db.write_now(&person(db, SECRETARIAT)?, |ctx| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        let StateReading::Submitted { revision, .. } = publication::of_state(ctx, &cycle, &state.id)?.reading else {
            return Err(Error::NotFound);
        };
        let permit = ctx.permit::<Publish, RevisionRow>(&(revision.response_id, revision.number))?;
        publication::publish(ctx, &permit).map(|_| ())
    })?;
    Ok(())
}
