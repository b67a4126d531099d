//! `concord files`: looks for whole files in the store that no row of the database names, which a crash leaves. The server removes none by itself: nothing
//! tells it that it has the database which belongs to the files, and not an older one in which rows are missing.

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Failure, open, operator, say};
use crate::domain::Result as Done;
use crate::domain::db::Db;
use crate::domain::ids::AttachmentId;
use crate::domain::objects::Objects;
use crate::domain::response::unnamed;

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
        /// Removes them.
        #[arg(long)]
        remove: bool,
        /// Removes them also where the database names fewer files than it does not name, as an older one or another one does.
        #[arg(long, requires = "remove")]
        even_most: bool,
    },
}

/// Whole files of the store that are older than a day.
struct Found {
    named: usize,
    unnamed: Vec<AttachmentId>,
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    let What::Unnamed { remove, even_most } = options.what;
    let (config, db) = open::installation(config)?;
    let files = open::files(&config)?;
    let (found, removed) = actix_web::rt::System::new()
        .block_on(async move {
            let found = found(&db, &files).await?;
            let removes = remove && (even_most || found.unnamed.len() <= found.named);
            if removes {
                for id in &found.unnamed {
                    files.remove_file(id).await?;
                }
            }
            Done::Ok((found, removes))
        })
        .map_err(Failure::doing("looking for files that nothing names"))?;
    for id in &found.unnamed {
        say(id)?;
    }
    let done = if removed { "removed" } else { "found; nothing was removed" };
    let (named, unnamed) = (found.named, found.unnamed.len());
    say(format_args!(
        "Files that are older than a day: {named} that the database names, {unnamed} that nothing in it names, {done}."
    ))?;
    if remove && !removed {
        return Err(Failure::new(
            "the database names fewer of the files than it does not name: it may be an older one, or another one",
            "where it is sure that it is the right one, add --even-most; see docs/operations.md, \"Backup and restore\"",
        ));
    }
    Ok(())
}

/// Looks the store through. Rows are asked for after the store, so that none was written in between.
async fn found(db: &Db, files: &Objects) -> Done<Found> {
    let before = db.read(operator(), unnamed::before).await?;
    let mut found = Found { named: 0, unnamed: Vec::new() };
    for some in files.older_than(before).await?.chunks(AT_ONCE) {
        let these = some.to_vec();
        let unnamed = db.read(operator(), move |ctx| unnamed::unnamed(ctx, &these)).await?;
        found.named += some.len().saturating_sub(unnamed.len());
        found.unnamed.extend(unnamed);
    }
    Ok(found)
}
