//! Every route, for every role, with what is the State's own, another State's, and nobody's: `access.txt` holds the expected statuses,
//! and a route without a row there fails.

use std::collections::BTreeMap;

use actix_web::http::Method;
use concord::domain::seal;
use concord::web::routes::{self, RouteLine, Who};

use crate::app::*;
use crate::traces::lasting_but_refusals;

/// In the order of the columns.
const VISITORS: [(&str, &str); 8] = [
    ("visitor", ""),
    ("coordinator", "coordinator@sen.example"),
    ("contributor", "contributor@sen.example"),
    ("reader", "reader@sen.example"),
    ("court_reader", "registry@court.example"),
    ("court_coordinator", "registry-coordinator@court.example"),
    ("secretariat", "secretariat@platform.example"),
    ("facilitator", "facilitator@platform.example"),
];

const EXPECTED: &str = include_str!("access.txt");

/// What stands for each parameter.
#[derive(Debug, Clone)]
pub struct Things {
    pub response: String,
    pub file: String,
    pub rival: String,
    pub entry: String,
    pub state: &'static str,
    pub year: &'static str,
    /// Somebody of the State who does not visit.
    pub account: String,
    pub letter: String,
    pub hash: String,
    /// Of the State's coordinator.
    pub factor: String,
    pub session: String,
    /// A request for new factors of somebody of the State.
    pub lost: String,
    /// What somebody of the State wrote to colleagues.
    pub comment: String,
    pub request: String,
    /// A file that was filled in elsewhere and came back.
    pub import: String,
    /// What the Registry asks about an answer.
    pub clarification: String,
    /// A file on its way, of the State's coordinator.
    pub upload: String,
}

impl Things {
    pub fn path(&self, pattern: &str) -> String {
        let id = match pattern {
            p if p.starts_with("/responses/") => &self.response,
            p if p.starts_with("/files/") => &self.file,
            p if p.starts_with("/account/factors/") => &self.factor,
            p if p.starts_with("/account/sessions/") => &self.session,
            p if p.starts_with("/secretariat/accounts/") || p.starts_with("/users/") => &self.account,
            p if p.starts_with("/secretariat/mail/") => &self.letter,
            p if p.starts_with("/lost-factors/") => &self.lost,
            p if p.starts_with("/clarifications/") => &self.clarification,
            _ => "",
        };
        pattern
            .replace("{id}", id)
            .replace("{section}", if pattern.contains("/entries/") { "H" } else { "L" })
            .replace("{entry}", &self.entry)
            .replace("{question}", if pattern.starts_with("/cycles") { "A.1" } else { "L.3" })
            .replace("{rival}", &self.rival)
            .replace("{comment}", &self.comment)
            .replace("{attachment}", &self.file)
            .replace("{request}", &self.request)
            .replace("{import}", &self.import)
            .replace("{upload}", &self.upload)
            .replace("{number}", "1")
            .replace("{year}", self.year)
            .replace("{state}", self.state)
            .replace("{hash}", &self.hash)
            .replace("{file}", "concord.css")
    }
}

fn account_of(app: &TestApp, email: &str) -> String {
    match app.actor(email) {
        concord::domain::actor::Actor::Person(person) => person.account.to_string(),
        _ => String::new(),
    }
}

/// A State's response with a file, an entry, two texts for one answer; submitted and published.
pub async fn whole(app: &TestApp, state: &'static str, n: usize) -> Things {
    let coordinator = app.coordinator(state).await;
    let response = coordinator.begins(2027).await;
    app.answers_all(state, &response, n);
    let action = format!("/responses/{response}/sections/L/files/L.3");
    let stamp = coordinator.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    coordinator.uploads(&action, &[("stamp", &stamp)], Some(("file", "a.pdf", &pdf("x")))).await.expect_status(303);
    let page = coordinator.opens(&format!("/responses/{response}/sections/L")).await;
    let file = page.links().into_iter().find(|link| link.starts_with("/files/")).unwrap();
    coordinator.submits(&response).await;
    app.secretariat().await.publishes(state).await;
    let contributor = account_of(app, &format!("contributor@{}.example", state.to_lowercase()));
    coordinator.gives(&response, "L", &contributor).await.expect_status(303);
    // Two texts for one answer in a section that the contributor has.
    let mut stale = coordinator.section(&response, "L").await;
    coordinator.saves(&response, "L", &[("value:L.4", "one text")]).await.expect_status(303);
    stale.set("value:L.4", "another text").set("then", "stay");
    coordinator.sends(&stale).await;
    let page = coordinator.opens(&format!("/responses/{response}/sections/L")).await;
    let rival = page.links().into_iter().find(|link| link.contains("/rivals/")).expect("two texts");
    let mut form = coordinator.section(&response, "H").await;
    form.set("then", "add:H.4");
    let added = coordinator.sends(&form).await.expect_status(303);
    let secretariat = app.secretariat().await;
    let cycle = secretariat.opens("/secretariat/cycles/2027").await;
    let hash = cycle.links().into_iter().find(|link| link.starts_with("/secretariat/forms/")).unwrap();
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    // Of a letter about a clarification the Secretariat knows nothing.
    let listed = |id: &str| format!("SELECT {id} AS text FROM outbox WHERE kind <> 'clarification'");
    let letters = app.query(&listed("CAST(id AS TEXT)"), &listed("id::text"));
    Things {
        file: last(&file),
        rival: last(&rival),
        entry: added.location().split("H.4@").nth(1).unwrap().to_owned(),
        state,
        year: "2027",
        account: somebody_of(app, state),
        letter: letters.first().cloned().unwrap_or_else(nobody),
        hash: last(&hash),
        factor: of_coordinator(app, state, "factors", "").await,
        session: of_coordinator(app, state, "sessions", "AND stage = 'full'").await,
        lost: last(&crate::lost::asks(app, if state == "SEN" { HALF_WAY } else { "contributor@svn.example" }).await.1),
        comment: comments(&coordinator, &response).await,
        request: asks_to_look(&coordinator, &response).await,
        import: brings_a_file(&coordinator, &response).await,
        clarification: asks_the_state(app, state).await,
        upload: sends_a_file(&coordinator, &response).await,
        response,
    }
}

/// The id of a comment that a coordinator writes on a question.
async fn comments(coordinator: &Visitor<'_>, response: &str) -> String {
    let path = format!("/responses/{response}/sections/L/comments/L.4");
    let mut form = coordinator.opens(&path).await.form(&path);
    form.set("text", "Is this the latest?");
    coordinator.sends(&form).await.expect_status(303);
    form.get("comment").unwrap().to_owned()
}

/// The id of a request to look at the draft that a coordinator makes to the first who can be asked.
async fn asks_to_look(coordinator: &Visitor<'_>, response: &str) -> String {
    let path = format!("/responses/{response}/clearance");
    let page = coordinator.opens(&path).await;
    let mut form = page.form(&path);
    let (html, options) = (page.html(), selector("select#to option"));
    let first = html.select(&options).filter_map(|option| option.attr("value")).find(|value| !value.is_empty());
    form.set("to", first.unwrap());
    coordinator.sends(&form).await.expect_status(303);
    form.get("request").unwrap().to_owned()
}

/// The id of a file of the draft that a coordinator takes and brings back as it is.
async fn brings_a_file(coordinator: &Visitor<'_>, response: &str) -> String {
    let path = format!("/responses/{response}/offline");
    let file = coordinator.opens(&format!("{path}/file")).await.body;
    let brought = coordinator.uploads(&path, &[], Some(("file", "draft.xlsx", &file))).await.expect_status(303);
    brought.location().rsplit('/').next().unwrap().to_owned()
}

/// The id of what the Registry asks about the first answer.
async fn asks_the_state(app: &TestApp, state: &str) -> String {
    let registry = app.court("registry-coordinator").await;
    let path = format!("/cycles/2027/responses/{state}/clarifications/A.1");
    let mut form = registry.opens(&path).await.form(&path);
    form.set("text", "Which ministry is meant?");
    registry.sends(&form).await.expect_status(303);
    form.get("clarification").unwrap().to_owned()
}

/// The id of a file that a coordinator begins to send in pieces.
async fn sends_a_file(coordinator: &Visitor<'_>, response: &str) -> String {
    let path = format!("/responses/{response}/sections/L/uploads/L.3");
    let begun = coordinator.post(&path, &UPLOAD).await.expect_status(200);
    let begun: serde_json::Value = serde_json::from_slice(&begun.body).unwrap();
    begun["id"].as_str().unwrap().to_owned()
}

/// What the script says of a file before it sends it.
const UPLOAD: [(&str, &str); 2] = [("name", "law.pdf"), ("size", "200000")];

/// Sends a piece of a file as the script does.
async fn sends_a_piece(visitor: &Visitor<'_>, path: &str) -> Answer {
    let headers =
        [("Content-Type", "application/octet-stream"), ("Origin", BASE), ("X-Form-Token", &visitor.token().await)];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let (path, body) = (format!("{path}?begin=0"), vec![7; 70_000]);
    visitor.ask(Asked { method: Method::POST, path, headers, body }).await
}

/// A contributor of the State who waits to be invited: acts on their account move nobody who visits.
fn somebody_of(app: &TestApp, state: &str) -> String {
    let new = concord::domain::identity::NewAccount {
        name: concord::domain::line::OneLine::new("Som Body").unwrap(),
        email: format!("somebody@{}.example", state.to_lowercase()),
        role: concord::domain::actor::Role::Contributor,
        state: state.parse().ok(),
        organ: None,
        language: "en".into(),
        note_reference: None,
    };
    app.db.write_now(&OPERATOR, |ctx| concord::domain::identity::accounts::make(ctx, &new)).unwrap().to_string()
}

/// The id of a row that the State's coordinator has.
async fn of_coordinator(app: &TestApp, state: &str, table: &str, which: &str) -> String {
    let account = account_of(app, &format!("coordinator@{}.example", state.to_lowercase()));
    let sql = format!("SELECT CAST(id AS TEXT) AS text FROM {table} WHERE account_id = '{account}' {which}");
    app.query(&sql, &sql)[0].clone()
}

fn nobody() -> String {
    "01900000-0000-7000-8000-000000000000".to_owned()
}

/// What nobody has.
pub fn of_nobody() -> Things {
    Things {
        response: nobody(),
        file: nobody(),
        rival: nobody(),
        entry: nobody(),
        state: "ZZZ",
        year: "1999",
        account: nobody(),
        letter: nobody(),
        hash: seal::sha256_hex(b"no form"),
        factor: nobody(),
        session: nobody(),
        lost: nobody(),
        comment: nobody(),
        request: nobody(),
        import: nobody(),
        clarification: nobody(),
        upload: nobody(),
    }
}

fn check_headers(route: &RouteLine, answer: &Answer) {
    let header = |name: &str| answer.headers.get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
    let at = format!("{} {}", route.method, route.path);
    assert!(header("content-security-policy").contains("default-src 'none'"), "{at}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{at}");
    assert_eq!(header("x-frame-options"), "DENY", "{at}");
    assert_eq!(header("referrer-policy"), "same-origin", "{at}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{at}");
    if !route.path.starts_with("/assets/") {
        assert_eq!(header("cache-control"), "no-store", "{at}");
    }
    if answer.status.as_u16() != 200 && answer.status.as_u16() != 303 {
        assert!(answer.status.is_client_error(), "{at}: {} {}", answer.status, answer.words());
    }
}

async fn matrix(app: &TestApp) {
    let own = whole(app, "SEN", 3).await;
    let other = whole(app, "SVN", 5).await;
    let columns = [own, other, of_nobody()];
    let mut all = routes::list();
    // What ends the year, an account or a session comes last.
    all.sort_by_key(|route| {
        let ends = route.path.ends_with("/freeze") || route.path.ends_with("/leave");
        (route.method, route.path == "/sign-out", ends)
    });
    let mut rows = BTreeMap::new();
    let mut visitors = Vec::new();
    for (_, email) in VISITORS {
        visitors.push(if email.is_empty() { app.visitor() } else { app.person(email).await });
    }
    let before = app.lasting();
    let mut got = false;
    // The form of an answer that nobody gave: what is refused is refused for who asks.
    let stamp = format!("0.{}", "0".repeat(64));
    let answered = [("stamp", stamp.as_str())];
    for route in &all {
        if route.method == "POST" && !got {
            got = true;
            assert_eq!(before, app.lasting(), "asking for pages changed something");
        }
        let mut row = Vec::new();
        let mut bodies: Vec<Vec<Answer>> = Vec::new();
        for things in &columns {
            let mut statuses = Vec::new();
            let mut answers = Vec::new();
            for visitor in &visitors {
                let path = things.path(route.path);
                let answer = match route.method {
                    "GET" => visitor.get(&path).await,
                    _ if takes_files(route.path) => {
                        let fields: &[_] = if route.path.contains("/attachments/") { &[] } else { &answered };
                        visitor.uploads(&path, fields, Some(("file", "a.pdf", &pdf("y")))).await
                    }
                    _ if route.path.ends_with("/{upload}") => sends_a_piece(visitor, &path).await,
                    _ if route.path.ends_with("/uploads/{question}") => visitor.post(&path, &UPLOAD).await,
                    _ => visitor.post(&path, &[("revision", "1"), ("do", "describe")]).await,
                };
                check_headers(route, &answer);
                statuses.push(answer.status.as_str().to_owned());
                answers.push(answer);
            }
            row.push(statuses.join(" "));
            bodies.push(answers);
        }
        for (at, (name, _)) in VISITORS.iter().enumerate() {
            let (theirs, nobodys) = (&bodies[1][at], &bodies[2][at]);
            if theirs.status.as_u16() == 404 && nobodys.status.as_u16() == 404 {
                assert_eq!(theirs.body, nobodys.body, "{} {} as {name}", route.method, route.path);
            }
            // Without a session every page of a role leads to sign-in.
            if at == 0 && matches!(route.who, Who::Roles(_)) {
                for column in &bodies {
                    // A script is told in its own way.
                    let told = route.path.contains("/uploads/") && column[0].status.as_u16() == 401;
                    let signs = told || column[0].location().starts_with("/sign-in");
                    assert!(signs, "{} {}: {}", route.method, route.path, column[0].status);
                }
            }
        }
        rows.insert((route.path, route.method), format!("{:4} {:62} {}", route.method, route.path, row.join(" | ")));
    }
    let found: Vec<String> = routes::list().iter().map(|r| rows[&(r.path, r.method)].trim_end().to_owned()).collect();
    let expected: Vec<&str> = EXPECTED.lines().filter(|line| !line.starts_with('#')).collect();
    if found != expected {
        let differing: Vec<&String> = found.iter().filter(|line| !expected.contains(&line.as_str())).collect();
        let gone: Vec<&&str> = expected.iter().filter(|line| !found.iter().any(|f| f == **line)).collect();
        if let Some(path) = std::env::var_os("CONCORD_TEST_WRITE") {
            std::fs::write(path, found.join("\n")).unwrap();
        }
        panic!("found:\n{differing:#?}\nexpected:\n{gone:#?}");
    }
}

pub fn takes_files(path: &str) -> bool {
    ["/files/{question}", "/attachments/{question}", "/offline", "/secretariat/forms", "/secretariat/states/addresses"]
        .iter()
        .any(|end| path.ends_with(end))
}

on_both!(t01_every_route_for_every_role, |app| async { matrix(&app).await });

/// Somebody who has given the password and no factor yet.
pub const HALF_WAY: &str = "coordinator2@sen.example";

/// Who may send a form that changes something.
pub fn one_of(who: Who) -> &'static str {
    match who {
        Who::Roles(roles) => {
            let known = |email: &&(&str, &str)| roles.iter().any(|role| role.as_str() == email.0);
            VISITORS.iter().find(known).unwrap().1
        }
        Who::Enrolling => "coordinator@sen.example",
        Who::HalfWay => HALF_WAY,
        Who::Anyone | Who::Public => "",
    }
}

on_both!(t07_forged_forms_change_nothing, |app| async {
    let own = whole(&app, "SEN", 3).await;
    let mut people: BTreeMap<&str, Visitor<'_>> = BTreeMap::new();
    for (_, email) in VISITORS {
        people.insert(email, if email.is_empty() { app.visitor() } else { app.person(email).await });
    }
    let half_way = app.visitor();
    half_way.signs_in(HALF_WAY, PASSWORD).await.expect_status(303);
    people.insert(HALF_WAY, half_way);
    let before = lasting_but_refusals(&app);
    let sessions =
        app.query("SELECT CAST(count(*) AS TEXT) AS text FROM sessions", "SELECT count(*)::text AS text FROM sessions");
    for route in routes::list().into_iter().filter(|route| route.method == "POST") {
        let person = &people[one_of(route.who)];
        let token = person.token().await;
        let strange = app.visitor();
        let anothers = strange.token().await;
        for (token, origin) in [
            ("", Some(BASE)),
            (anothers.as_str(), Some(BASE)),
            (anothers.as_str(), None),
            (token.as_str(), Some("https://evil.example")),
            (token.as_str(), Some("null")),
            (token.as_str(), Some("http://localhost:8080.evil.example")),
        ] {
            let (kind, body) = if takes_files(route.path) {
                multipart(&[("token", token)], Some(("file", "a.pdf", &pdf("forged"))))
            } else {
                let fields = [("token".to_owned(), token.to_owned()), ("revision".into(), "1".into())];
                ("application/x-www-form-urlencoded".to_owned(), encoded(&fields))
            };
            let mut headers = vec![("Content-Type".to_owned(), kind)];
            headers.extend(origin.map(|origin| ("Origin".to_owned(), origin.to_owned())));
            let asked = Asked { method: Method::POST, path: own.path(route.path), headers, body };
            let answer = person.ask(asked).await;
            assert_eq!(answer.status.as_u16(), 403, "{} with {origin:?}: {}", route.path, answer.words());
        }
    }
    assert_eq!(before, lasting_but_refusals(&app));
    assert_eq!(
        sessions,
        app.query("SELECT CAST(count(*) AS TEXT) AS text FROM sessions", "SELECT count(*)::text AS text FROM sessions")
    );
});

#[test]
fn the_list_of_routes() {
    insta::assert_json_snapshot!("routes", routes::list());
}
