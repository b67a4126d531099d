//! What units of work that are committed together can rely on, and that none pays for another.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use tokio::task::JoinHandle;

use super::OPERATOR;
use crate::domain::actor::{Actor, Task};
use crate::domain::audit::{self, Action};
use crate::domain::db::testing::{TestDb, sqlite};
use crate::domain::db::work::forget;
use crate::domain::db::writer::Writer;
use crate::domain::db::{Ctx, DatabaseUrl, Db, connect};
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::vault::{self, Purpose};

/// Keeps the writer busy until the sender is used, so that what comes meanwhile waits for one round.
async fn busy(db: &Db) -> (mpsc::Sender<()>, JoinHandle<Result<()>>) {
    let (go, wait) = mpsc::channel::<()>();
    let begun = Arc::new(AtomicBool::new(false));
    let (wait, seen) = (std::sync::Mutex::new(wait), begun.clone());
    let work = move |_: &mut Ctx<'_>| {
        seen.store(true, Ordering::SeqCst);
        wait.lock().unwrap().recv().map_err(Error::internal)
    };
    let db = db.clone();
    let done = tokio::spawn(async move { db.write(OPERATOR, work).await });
    while !begun.load(Ordering::SeqCst) {
        tokio::task::yield_now().await;
    }
    (go, done)
}

fn notes(ctx: &mut Ctx<'_>, what: &str) -> Result<()> {
    audit::record(ctx, Action::FormImported, what, None, &serde_json::json!({}))
}

fn noted(test: &TestDb) -> Vec<String> {
    use crate::domain::db::schema::audit;
    use diesel::prelude::*;
    test.sees(&OPERATOR, |ctx| Ok(audit::table.order(audit::subject).select(audit::subject).load(ctx.conn)?))
}

fn spawn(db: &Db, work: impl Fn(&mut Ctx<'_>) -> Result<()> + Send + 'static) -> JoinHandle<Result<()>> {
    let db = db.clone();
    tokio::spawn(async move { db.write(OPERATOR, work).await })
}

/// Lets the tasks run until each has put its work into the queue.
async fn queued() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn who_is_refused_in_a_round_leaves_nothing_and_the_others_keep_everything() {
    let test = sqlite();
    let (go, first) = busy(&test.db).await;
    let mut kept = Vec::new();
    for n in 0..10 {
        kept.push(spawn(&test.db, move |ctx| notes(ctx, &format!("kept {n}"))));
    }
    let refused = spawn(&test.db, |ctx| notes(ctx, "refused").and(Err(Refusal::NothingChanged.into())));
    let panics = spawn(&test.db, |ctx| {
        notes(ctx, "panicked")?;
        panic!("on purpose")
    });
    queued().await;
    go.send(()).unwrap();
    first.await.unwrap().unwrap();
    for done in kept {
        done.await.unwrap().unwrap();
    }
    assert!(matches!(refused.await.unwrap(), Err(Error::Refused(Refusal::NothingChanged))));
    assert!(matches!(panics.await.unwrap(), Err(Error::Internal(_))));
    assert_eq!(noted(&test), (0..10).map(|n| format!("kept {n}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_round_that_is_undone_as_a_whole_is_done_again_one_by_one() {
    let test = sqlite();
    let (go, first) = busy(&test.db).await;
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    let before = spawn(&test.db, move |ctx| {
        counted.fetch_add(1, Ordering::SeqCst);
        notes(ctx, "before")
    });
    // As SQLite does by itself when the disk is full.
    let breaks = spawn(&test.db, |ctx| {
        ctx.conn.batch_execute("ROLLBACK")?;
        Err(Error::Full)
    });
    let after = spawn(&test.db, |ctx| notes(ctx, "later"));
    queued().await;
    go.send(()).unwrap();
    first.await.unwrap().unwrap();
    before.await.unwrap().unwrap();
    assert!(matches!(breaks.await.unwrap(), Err(Error::Full)));
    after.await.unwrap().unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(noted(&test), ["before", "later"]);
}

#[tokio::test]
async fn a_data_key_that_was_undone_with_its_round_seals_nothing() {
    let test = sqlite();
    let (go, first) = busy(&test.db).await;
    let seals = |ctx: &mut Ctx<'_>| vault::sealer(ctx, Purpose::Outbox).map(|_| ());
    let makes = spawn(&test.db, move |ctx| seals(ctx).and(Err(Refusal::NothingChanged.into())));
    let uses = spawn(&test.db, move |ctx| seals(ctx).and(Err(Refusal::NothingChanged.into())));
    queued().await;
    go.send(()).unwrap();
    first.await.unwrap().unwrap();
    assert!(makes.await.unwrap().is_err() && uses.await.unwrap().is_err());
    let shown = test.db.read(Actor::Task(Task::Operator), move |ctx| seals(ctx)).await;
    assert!(shown.is_err(), "a key that is in no table is in memory");
}

#[tokio::test]
async fn who_waits_too_long_is_told_so_and_the_work_is_not_done_later() {
    let test = sqlite();
    let file = test.files().into_iter().find(|file| file.extension().is_some_and(|end| end == "db")).unwrap();
    let pool = connect::pool(&DatabaseUrl::Sqlite(file), 1).unwrap();
    let patience = Duration::from_millis(50);
    let writer = Writer::start(pool, patience, test.db.clock().clone(), test.db.keys().clone()).unwrap();
    let begun = Arc::new(AtomicBool::new(false));
    let seen = begun.clone();
    let work = forget(move |ctx| {
        seen.store(true, Ordering::SeqCst);
        std::thread::sleep(patience * 10);
        notes(ctx, "slow")
    });
    let slow = writer.write(OPERATOR, work);
    let late = async {
        while !begun.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
        writer.write(OPERATOR, forget(|ctx| notes(ctx, "late"))).await
    };
    let (slow, late) = tokio::join!(slow, late);
    // The one that held the writer is answered, however long it took: it had begun.
    slow.unwrap();
    assert!(matches!(late, Err(Error::Away(_))), "{late:?}");
    writer.write(OPERATOR, forget(|ctx| notes(ctx, "next"))).await.unwrap();
    assert_eq!(noted(&test), ["next", "slow"]);
}
