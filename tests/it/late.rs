//! Whether a submission is in time: when its request came in decides, not when its turn came.

use concord::domain::time::Instant;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::app::*;

/// Holds up everybody who writes, until dropped.
enum Held {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Held {
    fn up(app: &TestApp) -> Self {
        match &app.url {
            concord::domain::db::DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                conn.batch_execute("BEGIN IMMEDIATE").unwrap();
                Held::Sqlite(conn)
            }
            concord::domain::db::DatabaseUrl::Postgres(_) => {
                let mut conn = PgConnection::establish(&app.owner_url()).unwrap();
                conn.batch_execute("BEGIN; LOCK TABLE responses IN ACCESS EXCLUSIVE MODE").unwrap();
                Held::Postgres(conn)
            }
        }
    }

    fn let_go(self) {
        match self {
            Held::Sqlite(mut conn) => conn.batch_execute("ROLLBACK").unwrap(),
            Held::Postgres(mut conn) => conn.batch_execute("ROLLBACK").unwrap(),
        }
    }
}

fn expected_by() -> Instant {
    Instant::end_of_day_in_the_hague(&"2027-06-30".parse().unwrap()).unwrap()
}

fn late_of(app: &TestApp, response: &str) -> (String, i64) {
    let of = format!("FROM revisions WHERE response_id = '{response}'");
    let late =
        app.query(&format!("SELECT CAST(late AS TEXT) AS text {of}"), &format!("SELECT late::int::text AS text {of}"));
    let at = app.query(
        &format!("SELECT CAST(submitted_at AS TEXT) AS text {of}"),
        &format!("SELECT submitted_at::text AS text {of}"),
    );
    (late[0].clone(), at[0].parse().unwrap())
}

on_both!(a_request_that_came_in_time_is_not_late, |app| async {
    let deadline = expected_by();
    for (state, n) in [("SEN", 3), ("SVN", 5)] {
        let id = app.coordinator(state).await.begins(2027).await;
        app.answers_all(state, &id, n);
    }
    app.now_is(deadline.micros() / 1_000_000 - 60);
    let senegal = app.coordinator("SEN").await;
    let slovenia = app.coordinator("SVN").await;
    let of = async |state: &Visitor<'_>| {
        let home = state.opens("/").await;
        let link = home.links().into_iter().find(|link| link.starts_with("/responses/")).unwrap();
        link.split('/').nth(2).unwrap().to_owned()
    };
    let (first, second) = (of(&senegal).await, of(&slovenia).await);

    // It comes in at the last instant, and waits for its turn until a minute after.
    app.now_is(deadline.micros() / 1_000_000);
    let held = Held::up(&app);
    let path = format!("/responses/{first}/submit");
    let submitted = senegal.post(&path, &[("revision", "0")]);
    let (submitted, ()) = futures_util::future::join(submitted, async {
        app.wait(60);
        held.let_go();
    })
    .await;
    assert!(submitted.expect_status(303).location().ends_with("/revisions/1/receipt"));
    let (late, at) = late_of(&app, &first);
    assert_eq!((late.as_str(), at), ("0", deadline.micros() / 1_000_000 * 1_000_000));
    let receipt = senegal.opens(&format!("/responses/{first}/revisions/1/receipt")).await;
    receipt.is_silent_on("marked as late");

    // Who comes in after it is late, and is told so beforehand.
    slovenia.opens(&format!("/responses/{second}/submit")).await;
    slovenia.submits(&second).await;
    assert_eq!(late_of(&app, &second).0, "1");
});
