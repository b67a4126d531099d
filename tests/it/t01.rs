//! T01: whatever the people of a State ask for, in whatever order and with whose ids ever, no other State's rows change and nothing of
//! another State's work is read. Programs of requests are made at random; one that fails is made smaller and printed.

use std::time::{Duration, Instant};

use concord::domain::db::DatabaseUrl;
use concord::web::routes::{self, RouteLine, Who};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

use crate::access::{Things, of_nobody, takes_files, whole};
use crate::app::*;

const STATES: [&str; 2] = ["SEN", "SVN"];
const ROLES: [&str; 3] = ["coordinator", "contributor", "reader"];

/// One request.
#[derive(Debug, Clone)]
struct Step {
    role: usize,
    what: What,
    /// Whose ids stand in the address: those of a State, or nobody's.
    whose: usize,
    /// Whose stand there besides, and in the form.
    besides: usize,
}

#[derive(Debug, Clone)]
enum What {
    /// A route of the list; a form gets the fields whose bits are set.
    Asks(Index, u32),
    /// One's own form of a section, as it stands, sent to a response.
    Saves(u8),
    Uploads,
    Submits,
}

/// What the people of one State do in a row.
type Turn = (usize, Vec<Step>);

fn programs() -> impl Strategy<Value = Vec<Turn>> {
    let what = prop_oneof![
        6 => (any::<Index>(), any::<u32>()).prop_map(|(route, fields)| What::Asks(route, fields)),
        2 => any::<u8>().prop_map(What::Saves),
        1 => Just(What::Uploads),
        1 => Just(What::Submits),
    ];
    let step = (0..ROLES.len(), what, 0..3_usize, 0..3_usize).prop_map(|(role, what, whose, besides)| Step {
        role,
        what,
        whose,
        besides,
    });
    prop::collection::vec((0..STATES.len(), prop::collection::vec(step, 4..10)), 2..5)
}

/// What a State writes and no other may ever read.
fn canary(state: &str) -> String {
    format!("the herons of {state} are not to be told")
}

struct World<'a> {
    app: &'a TestApp,
    /// By State, then by role.
    people: Vec<Vec<Visitor<'a>>>,
    things: [Things; 3],
    routes: Vec<RouteLine>,
    /// Statements that read what each State has.
    rows: Vec<Vec<String>>,
}

impl<'a> World<'a> {
    async fn new(app: &'a TestApp) -> World<'a> {
        let things = [whole(app, "SEN", 3).await, whole(app, "SVN", 5).await, of_nobody()];
        let mut people = Vec::new();
        for state in STATES {
            let mut of_state = Vec::new();
            for role in ROLES {
                of_state.push(app.person(&format!("{role}@{}.example", state.to_lowercase())).await);
            }
            people.push(of_state);
        }
        for (at, state) in STATES.iter().enumerate() {
            let fields = [("value:C.1", canary(state)), ("comment:C.1", canary(state))];
            let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
            people[at][0].saves(&things[at].response, "C", &fields).await.expect_status(303);
        }
        // Routes of persons, but for those that end the asking person's own session or change how they come in.
        let is_asked = |route: &RouteLine| {
            let own = route.path.starts_with("/account") && !route.path.contains("{id}");
            matches!(route.who, Who::Roles(_)) && route.path != "/sign-out" && !own
        };
        let routes = routes::list().into_iter().filter(is_asked).collect();
        let rows = STATES.iter().map(|state| rows_of(app, state)).collect();
        World { app, people, things, routes, rows }
    }

    /// Everything that a State has, as it stands in the database.
    fn kept(&self, state: usize) -> Vec<String> {
        let all = self.rows[state].iter();
        all.flat_map(|sql| self.app.query(sql, sql).into_iter().chain([sql.clone()])).collect()
    }

    /// What a State reads of another.
    async fn view(&self, of: usize, by: usize) -> String {
        self.people[by][2].reads(STATES[of]).await.words()
    }

    /// Who was signed out by what they did comes in again.
    async fn are_in(&self, state: usize) {
        for (role, person) in ROLES.iter().zip(&self.people[state]) {
            if person.get("/").await.status.as_u16() != 200 {
                let email = format!("{role}@{}.example", STATES[state].to_lowercase());
                person.comes_in(&email).await.expect_status(303);
            }
        }
    }

    async fn runs(&self, program: &[Turn]) {
        for (state, steps) in program {
            let other = 1 - state;
            self.are_in(*state).await;
            let (rows, view) = (self.kept(other), self.view(other, *state).await);
            for step in steps {
                let answer = self.asks(*state, step).await;
                assert!(!answer.status.is_server_error(), "{} for {step:?}", answer.status);
                let read = answer.text().contains(&canary(STATES[other]));
                assert!(!read, "{} reads what {} has written, by {step:?}", STATES[*state], STATES[other]);
            }
            assert_eq!(rows, self.kept(other), "{} changed what {} has", STATES[*state], STATES[other]);
            assert_eq!(view, self.view(other, *state).await);
            self.are_in(other).await;
        }
    }

    async fn asks(&self, state: usize, step: &Step) -> Answer {
        let (person, own) = (&self.people[state][step.role], &self.things[state]);
        let (theirs, besides) = (&self.things[step.whose], &self.things[step.besides]);
        match &step.what {
            What::Asks(route, fields) => {
                let route = route.get(&self.routes);
                // One's own factor and session stay, so that there is somebody to go on.
                let mixed = Things { response: theirs.response.clone(), ..besides.clone() };
                let personal = route.path.starts_with("/account/") && step.besides == state;
                let path = if personal { self.things[1 - state].path(route.path) } else { mixed.path(route.path) };
                match route.method {
                    "GET" => person.get(&path).await,
                    _ if takes_files(route.path) => sends_file(person, &path).await,
                    _ => person.post(&path, &self.fields(state, besides, *fields)).await,
                }
            }
            What::Saves(n) => {
                let path = format!("/responses/{}/sections/C", own.response);
                let page = person.get(&path).await;
                if page.status.as_u16() != 200 || step.role == 2 {
                    return page;
                }
                let mut form = page.form(&path);
                form.set("value:C.1", &format!("{} {n}", canary(STATES[state]))).set("then", "stay");
                form.action = format!("/responses/{}/sections/C", theirs.response);
                person.sends(&form).await
            }
            What::Uploads => sends_file(person, &format!("/responses/{}/sections/L/files/L.3", theirs.response)).await,
            What::Submits => {
                let fields = [("revision", "1"), ("reason", "a reason of the State")];
                person.post(&format!("/responses/{}/submit", theirs.response), &fields).await
            }
        }
    }

    /// Some fields of all that forms have, with ids of whomever.
    fn fields<'f>(&self, state: usize, of: &'f Things, bits: u32) -> Vec<(&'f str, &'f str)> {
        let all = [
            ("account", of.account.as_str()),
            ("section", "L"),
            ("entry", &of.entry),
            ("rival", &of.rival),
            ("file", &of.file),
            ("response", &of.response),
            ("state", of.state),
            ("id", &of.response),
            ("revision", "1"),
            ("keep", "rival"),
            ("then", "stay"),
            ("role", "reader"),
            ("account:L", &of.account),
            ("language", "en"),
            ("value:C.1", if state == 0 { "words of SEN" } else { "words of SVN" }),
            ("word", "a word of somebody"),
            ("number", "2"),
            ("text", "a text of somebody"),
        ];
        all.into_iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0).map(|(_, field)| field).collect()
    }
}

async fn sends_file(person: &Visitor<'_>, path: &str) -> Answer {
    let stamp = format!("0.{}", "0".repeat(64));
    person.uploads(path, &[("stamp", &stamp)], Some(("file", "a.pdf", &pdf("another file")))).await
}

/// Statements that read every row of a State: those that name it, and those of its accounts.
fn rows_of(app: &TestApp, state: &str) -> Vec<String> {
    let accounts = format!("SELECT id FROM accounts WHERE state_id = '{state}'");
    let mut statements = Vec::new();
    for table in app.tables() {
        let columns = app.columns(&table);
        let has = |name: &str| columns.iter().any(|column| column == name);
        let which = match () {
            () if has("state_id") => format!("state_id = '{state}'"),
            () if has("account_id") => format!("account_id IN ({accounts})"),
            () => continue,
        };
        let text = match &app.url {
            DatabaseUrl::Sqlite(_) => {
                columns.iter().map(|c| format!("quote(\"{c}\")")).collect::<Vec<_>>().join(" || ',' || ")
            }
            DatabaseUrl::Postgres(_) => "t::text".to_owned(),
        };
        statements.push(format!("SELECT {text} AS text FROM \"{table}\" t WHERE {which}"));
    }
    assert!(statements.len() > 15, "{statements:?}");
    statements
}

fn random_programs(app: &TestApp) {
    let system = actix_web::rt::System::new();
    let world = system.block_on(World::new(app));
    let config = Config { cases: 5, max_shrink_iters: 30, failure_persistence: None, ..Config::default() };
    let done = TestRunner::new(config).run(&programs(), |program| {
        system.block_on(world.runs(&program));
        Ok(())
    });
    assert!(done.is_ok(), "{}", done.unwrap_err());
}

mod t01_random_programs_of_one_state_neither_change_nor_read_what_another_has {
    use super::*;

    #[test]
    fn sqlite() {
        random_programs(&TestApp::on_sqlite(Start::Open));
    }

    #[test]
    fn postgres() {
        if let Some(app) = TestApp::on_postgres(Start::Open) {
            random_programs(&app);
        }
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

on_both!(t01_another_states_id_gets_the_same_bytes_in_the_same_time_as_nobodys, |app| async {
    let (own, theirs, nobody) = (whole(&app, "SEN", 3).await, whole(&app, "SVN", 5).await, of_nobody());
    let person = app.coordinator("SEN").await;
    let patterns = [
        "/responses/{id}",
        "/responses/{id}/sections/{section}",
        "/responses/{id}/check",
        "/responses/{id}/revisions/{number}",
        "/files/{id}",
        "/users/{id}",
        "/lost-factors/{id}",
        "/clarifications/{id}",
    ];
    for pattern in patterns {
        person.opens(&own.path(pattern)).await;
        let mut times = [Vec::new(), Vec::new()];
        let mut bodies = Vec::new();
        for _ in 0..15 {
            // In turns, so that what slows the machine slows both.
            for (at, things) in [&theirs, &nobody].into_iter().enumerate() {
                let begun = Instant::now();
                let answer = person.get(&things.path(pattern)).await;
                times[at].push(begun.elapsed());
                bodies.push(answer.expect_status(404).body);
            }
        }
        assert!(bodies.iter().all(|body| *body == bodies[0]), "{pattern}");
        let [theirs, nobodys] = times.map(median);
        // Opening what is sealed, or a page that is made and thrown away, would be several times as much.
        let (least, most) = (theirs.min(nobodys), theirs.max(nobodys));
        assert!(most < least * 2 + Duration::from_millis(10), "{pattern}: {theirs:?} and {nobodys:?}");
    }
});
