//! The log of the whole run, as it would be written at its most talkative: no answer, no password, no token, no code stands in it.
//! Every platform of every test is searched for what its people typed and were given (`secrets.rs`); the test here does on purpose what
//! could betray something.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use concord::cli::logging;
use concord::config::Level;
use tracing_subscriber::util::SubscriberInitExt;

use crate::app::*;

/// What was logged since the oldest place that somebody still asks about.
struct Log {
    /// How many bytes were logged before.
    dropped: usize,
    bytes: Vec<u8>,
    /// The places that are asked about, and by how many.
    places: BTreeMap<usize, usize>,
}

static LOG: Mutex<Log> = Mutex::new(Log { dropped: 0, bytes: Vec::new(), places: BTreeMap::new() });

fn log() -> MutexGuard<'static, Log> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut log = log();
        // Nobody asks about what is logged while no platform is there.
        if !log.places.is_empty() {
            log.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A place in the log. What comes after it is kept as long as the place is, whichever test of this process it comes from.
pub struct Place(usize);

impl Place {
    /// Where the log is now; what is logged from now on is taken down.
    pub fn here() -> Self {
        static STARTED: Once = Once::new();
        STARTED.call_once(|| logging::writing(Level::Trace, || Lines).init());
        let mut log = log();
        let at = log.dropped + log.bytes.len();
        *log.places.entry(at).or_default() += 1;
        Place(at)
    }

    /// What was logged since.
    pub fn since(&self) -> String {
        let log = log();
        String::from_utf8_lossy(log.bytes.get(self.0 - log.dropped..).unwrap_or_default()).into_owned()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut log = log();
        if let Some(count) = log.places.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                log.places.remove(&self.0);
            }
        }
        let end = log.dropped + log.bytes.len();
        let keep = log.places.keys().next().copied().unwrap_or(end);
        let gone = keep - log.dropped;
        log.bytes.drain(..gone);
        log.dropped = keep;
    }
}

on_both!(t18_no_secret_is_logged, |app| async {
    let mut secrets = vec![PASSWORD.to_owned()];
    let mut secret = |text: &str| {
        secrets.push(text.to_owned());
        text.to_owned()
    };
    // Signing in, rightly and wrongly, and with what is no form.
    let visitor = app.visitor();
    let guess = secret("a guessed password that is wrong");
    visitor.signs_in("coordinator@sen.example", &guess).await.expect_status(422);
    secret(&visitor.token().await);
    let broken = secret("password-in-a-broken-body");
    visitor.post_raw("/sign-in", format!("email=x&password={broken}%ff").into_bytes()).await.expect_status(400);
    visitor.post_raw("/sign-in", format!("token=no&password={broken}").into_bytes()).await.expect_status(403);
    let state = app.coordinator("SEN").await;
    for value in state.cookies.borrow().values().filter(|value| value.len() > 8) {
        secret(value);
    }
    secret(&state.token().await);
    // Answers that are saved, that are refused, that stand against each other; a file; a submission and its reason.
    let id = state.begins(2027).await;
    app.answers_all("SEN", &id, 3);
    let mut stale = state.section(&id, "C").await;
    for (text, field) in [
        ("an answer of the State", "value:C.1"),
        ("a comment of the State", "comment:C.1"),
        ("bad \u{7} comment", "comment:C.3"),
    ] {
        state.saves(&id, "C", &[(field, &secret(text))]).await;
    }
    stale.set("value:C.1", &secret("a text that comes too late")).set("then", "stay");
    state.sends(&stale).await;
    stale.set("stamp:C.1", &secret("a stamp that is none"));
    state.sends(&stale).await.expect_status(400);
    let page = state.opens(&format!("/responses/{id}/sections/C")).await;
    let rival = page.links().into_iter().find(|link| link.contains("/rivals/")).expect("two texts");
    state.post(&rival, &[("keep", "rival"), ("version", &secret("a version that is none"))]).await.expect_status(400);
    let mut choice = state.opens(&rival).await.form("");
    choice.action = rival;
    choice.set("keep", "standing");
    state.sends(&choice).await.expect_status(303);
    let action = format!("/responses/{id}/sections/L/files/L.3");
    let stamp = state.opens(&action).await.form(&action).get("stamp").unwrap().to_owned();
    let (name, inside) = (secret("a name of a file"), secret("content of a file"));
    let file = format!("{name}.pdf");
    state.uploads(&action, &[("stamp", &stamp)], Some(("file", &file, inside.as_bytes()))).await.expect_status(422);
    state.uploads(&action, &[("stamp", &stamp)], Some(("file", &file, &pdf(&inside)))).await.expect_status(303);
    state.submits(&id).await;
    state.saves(&id, "F", &[("comment:F.1", &secret("another comment of the State"))]).await.expect_status(303);
    state.amends(&id, &secret("a reason of the State")).await;
    // A person comes in: token and code.
    let secretariat = app.secretariat().await;
    secretariat.publishes("SEN").await;
    let mut new = secretariat.opens("/secretariat/accounts").await.form("/secretariat/accounts");
    new.set("name", "Awa Gueye").set("email", "awa@sen.example").set("role", "coordinator").set("state", "SEN");
    new.set("language", "en").set("note", "SEN/1").set("note_date", "2027-04-01");
    let added = secretariat.sends(&new).await.expect_status(303);
    let account = added.location().split("added=").nth(1).unwrap().to_owned();
    secretariat.confirms(&account).await.expect_status(303);
    let issued = secretariat.post(&format!("/secretariat/accounts/{account}/invitation"), &[]).await.expect_status(200);
    let html = issued.html();
    let code: String = html.select(&selector("dl.facts code")).next().unwrap().text().collect();
    secret(code.trim());
    let letters = app.post().await;
    let letter = letters.iter().find(|letter| letter.to.contains("awa@")).unwrap();
    let token = letter.text.split("/invitation#").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let password = secret("forty slow tramways cross the polder");
    let accept = |code: &str| {
        [
            ("invitation", token.clone()),
            ("code", code.to_owned()),
            ("password", password.clone()),
            ("repeated", password.clone()),
        ]
    };
    let send = async |fields: [(&str, String); 4]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        visitor.post("/invitation", &fields).await
    };
    send(accept("AAAAA-AAAAA")).await.expect_status(422);
    send(accept(code.trim())).await.expect_status(303);
    secret(&token);
    // A second factor is set up.
    let (authenticator, recovery) = visitor.enrols().await;
    secret(&totp_rs::Secret::new_stack(authenticator).to_base32());
    recovery.iter().for_each(|code| drop(secret(code)));
    // The database refuses: the cause is logged, what was to be written is not.
    let wrecked = "UPDATE";
    match &app.url {
        concord::domain::db::DatabaseUrl::Sqlite(path) => {
            use diesel::connection::SimpleConnection;
            use diesel::prelude::*;
            let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
            let sql =
                format!("CREATE TRIGGER wreck BEFORE {wrecked} ON answers BEGIN SELECT RAISE(ABORT, 'wrecked'); END");
            conn.batch_execute(&sql).unwrap();
        }
        concord::domain::db::DatabaseUrl::Postgres(_) => app.as_owner(&format!(
            "CREATE FUNCTION wreck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'wrecked'; END $$; \
             CREATE TRIGGER wreck BEFORE {wrecked} ON answers FOR EACH ROW EXECUTE FUNCTION wreck();"
        )),
    }
    let answer = state.saves(&id, "C", &[("value:C.1", &secret("an answer that meets a wreck"))]).await;
    assert_eq!(answer.status.as_u16(), 500);
    assert!(app.logged().contains("wrecked"), "nothing was taken down, so this test shows nothing");
    app.log_is_silent_on(&secrets);
});
