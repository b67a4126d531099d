//! `concord files`: looks for whole files in the store that no row of the database names, which a crash leaves. The server does the same every hour.

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Failure, open, operator, say};
use crate::domain::Result as Done;
use crate::domain::actor::{Actor, Task};
use crate::domain::db::Db;
use crate::domain::ids::AttachmentId;
use crate::domain::objects::Objects;
use crate::domain::response::unnamed::{self, Standing};

/// Most files that the server removes in one run.
const MOST: usize = 100;
/// So many names are looked for at once.
const AT_ONCE: usize = 500;

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Names the files that are older than a day and that nothing in the database names.
    Unnamed {
        /// Removes them, and takes this database for the one that belongs to the files.
        #[arg(long)]
        remove: bool,
    },
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    let What::Unnamed { remove } = &options.what;
    let (config, db) = open::installation(config)?;
    let (files, remove) = (open::files(&config)?, *remove);
    let (standing, found) = actix_web::rt::System::new()
        .block_on(async move {
            let standing = standing(&db, files.mark().await?, operator()).await?;
            let found = found(&db, &files, operator(), &standing, usize::MAX).await?;
            if remove {
                removed(&files, &found).await?;
                set_mark(&files, &standing, None).await?;
            }
            Done::Ok((standing, found))
        })
        .map_err(Failure::doing("looking for files that nothing names"))?;
    for id in &found {
        say(id)?;
    }
    let done = if remove { "removed" } else { "found; nothing was removed" };
    say(format_args!(
        "Files that are older than a day and that nothing in the database names: {} {done}.",
        found.len()
    ))?;
    if !remove && standing.knows == Some(false) {
        say(
            "The database is older than the files, or another one: it lacks records that it had when the files were last looked at. Nothing is \
             removed by itself. See docs/operations.md, \"Backup and restore\".",
        )?;
    }
    Ok(())
}

/// What a run of the server came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swept {
    /// The store was never looked at before: nothing is removed this time.
    First,
    /// The database lacks records that it had when the store was last looked at, so that it may lack rows of files too: nothing is removed.
    Behind,
    Removed {
        files: usize,
        /// There are more than one run removes.
        more: bool,
    },
}

/// Removes whole files that are older than a day and that no row names, at most a hundred.
///
/// # Errors
/// When the database fails or the store of files does not answer.
pub async fn sweep(db: &Db, files: &Objects) -> Done<Swept> {
    let caretaker = || Actor::Task(Task::Caretaker);
    let mark = files.mark().await?;
    let standing = standing(db, mark.clone(), caretaker()).await?;
    let halves = files.remove_halves(standing.before, MOST).await?;
    if halves > 0 {
        tracing::info!(removed = halves, "files that a crash left half-written were removed");
    }
    match standing.knows {
        Some(false) => {
            tracing::error!(
                "the database is older than the files, or another one: no file is removed (docs/operations.md, Backup and restore)"
            );
            return Ok(Swept::Behind);
        }
        None => {
            set_mark(files, &standing, None).await?;
            return Ok(Swept::First);
        }
        Some(true) => {}
    }
    let mut found = found(db, files, caretaker(), &standing, MOST).await?;
    let more = found.len() > MOST;
    found.truncate(MOST);
    removed(files, &found).await?;
    set_mark(files, &standing, mark.as_deref()).await?;
    if !found.is_empty() {
        tracing::info!(removed = found.len(), more, "files that no row names were removed");
    }
    Ok(Swept::Removed { files: found.len(), more })
}

async fn standing(db: &Db, mark: Option<String>, actor: Actor) -> Done<Standing> {
    db.read(actor, move |ctx| unnamed::standing(ctx, mark.as_deref())).await
}

/// Files that no row names, until there are more than so many. Rows are asked for after the store, so that none was written in between.
async fn found(db: &Db, files: &Objects, actor: Actor, standing: &Standing, most: usize) -> Done<Vec<AttachmentId>> {
    let mut found = Vec::new();
    for some in files.older_than(standing.before).await?.chunks(AT_ONCE) {
        let these = some.to_vec();
        found.extend(db.read(actor.clone(), move |ctx| unnamed::unnamed(ctx, &these)).await?);
        if found.len() > most {
            break;
        }
    }
    Ok(found)
}

async fn removed(files: &Objects, found: &[AttachmentId]) -> Done<()> {
    for id in found {
        files.remove_file(id).await?;
        tracing::debug!(file = %id, "a file that no row names was removed");
    }
    Ok(())
}

/// Marks up to which record the database goes by now.
async fn set_mark(files: &Objects, standing: &Standing, before: Option<&str>) -> Done<()> {
    match standing.newest.as_deref() {
        Some(newest) if before != Some(newest) => files.set_mark(newest).await,
        _ => Ok(()),
    }
}
