//! `concord keys`: makes the key-encryption key, exchanges it and the data keys, checks that everything opens, and destroys the keys of a
//! State's content in a cycle. All but `generate` may run while the server does: each data key is one short transaction, and what is cut
//! off in the middle is gone on with by the same command.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{Failure, open, operator, say};
use crate::config::Config;
use crate::domain::access::Read;
use crate::domain::audit::{self, Action};
use crate::domain::cycle::CycleOfYear;
use crate::domain::db::Db;
use crate::domain::identity::factors;
use crate::domain::ids::StateId;
use crate::domain::objects::Name;
use crate::domain::review::clarifications;
use crate::domain::time::Clock;
use crate::domain::vault::keys::{Standing, Tried};
use crate::domain::vault::{self, Purpose};
use crate::domain::{Error, mail, publication, response};
use crate::keys;

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Makes a new key-encryption key in a new file; an existing file is never overwritten.
    Generate {
        /// Where: outside the data directory, so that a copy of the data is useless without it.
        path: PathBuf,
    },
    /// Puts a new key-encryption key at the head of the key file, the old one stays below it; or, where told whose, makes a new data key.
    Rotate(Rotated),
    /// Wraps every data key anew with the key-encryption key at the head of the key file.
    Rewrap,
    /// Takes the older keys out of the key file, once nothing needs them.
    DropOld,
    /// Says whether everything opens.
    Check {
        /// Tries every sealed value and every file, not the data keys alone.
        #[arg(long)]
        deep: bool,
    },
    /// Destroys the keys of what a State answered in a cycle: nobody can read it any more.
    Destroy(Destroyed),
}

#[derive(Args)]
struct Rotated {
    /// The data keys of this State's answers and files.
    #[arg(long, requires = "cycle", value_parser = state)]
    state: Option<StateId>,
    /// In the cycle of this year.
    #[arg(long, requires = "state", value_name = "YEAR")]
    cycle: Option<i32>,
    /// The data key of mail that waits, or of the secrets of second factors.
    #[arg(long, conflicts_with = "state")]
    purpose: Option<Other>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Other {
    Outbox,
    Factors,
}

#[derive(Args)]
struct Destroyed {
    #[arg(long, value_parser = state)]
    state: StateId,
    #[arg(long, value_name = "YEAR")]
    cycle: i32,
    /// Does not ask.
    #[arg(long)]
    yes: bool,
    /// Even while the cycle is open: what is being written is lost too.
    #[arg(long)]
    force: bool,
}

fn state(text: &str) -> Result<StateId, String> {
    text.parse().map_err(|_| "write a State by its three letters, such as SEN".to_owned())
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    if let What::Generate { path } = &options.what {
        return generate(path);
    }
    let config = open::config(config)?;
    if let What::Check { deep } = &options.what {
        return check(&config, *deep);
    }
    let db = open::database(&config, open::keyring(&config)?, Clock::system())?;
    say(match &options.what {
        What::Generate { .. } | What::Check { .. } => return Ok(()),
        What::Rotate(Rotated { state: None, purpose: None, .. }) => rotate(&db, &config)?,
        What::Rotate(what) => rotate_data(&db, what)?,
        What::Rewrap => rewrap(&db)?,
        What::DropOld => drop_old(&db, &config)?,
        What::Destroy(what) => {
            if !what.yes && !confirmed(what, &mut std::io::stdin().lock())? {
                return Err(Failure::new("nothing was destroyed", "type the words exactly, or give --yes"));
            }
            destroy(&db, what)?
        }
    })
}

fn generate(path: &Path) -> Result<(), Failure> {
    keys::generate(path)?;
    // As it can be written into the configuration, wherever the server is started from.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    say(format_args!(
        "A new key is in {0}, readable for its owner only.\nKeep a copy of it away from this machine and away from the \
         backups of the database: without the key every answer is lost.\nName it in the configuration: keys.kek_file = \
         \"{0}\"",
        path.display()
    ))
}

/// The key file, where this command may write it.
fn writable_key_file(config: &Config) -> Result<&Path, Failure> {
    if config.keys.is_credential {
        return Err(Failure::new(
            "the key comes as a credential of systemd, which is a copy",
            "change the file that LoadCredential= names: name it in keys.kek_file of a configuration of your own for this command, and \
             restart the service afterwards",
        ));
    }
    open::key_file(config)
}

fn rotate(db: &Db, config: &Config) -> Result<String, Failure> {
    let path = writable_key_file(config)?;
    keys::rotate(path, config.key_readers())?;
    db.keys().refresh().map_err(Failure::doing("reading the key"))?;
    let id = db.keys().ids().first().map(ToString::to_string).unwrap_or_default();
    let recorded =
        db.write_now(&operator(), |ctx| audit::record(ctx, Action::KeyRotated, "kek", None, &json!({ "kek": id })));
    recorded.map_err(Failure::doing("recording it"))?;
    Ok(format!(
        "The key file {} has a new key at its head ({id}); the old one stays below it.\nCopy the file to where you keep it, and to every \
         node, before you go on with: concord keys rewrap",
        path.display()
    ))
}

fn rotate_data(db: &Db, what: &Rotated) -> Result<String, Failure> {
    let done = db.write_now(&operator(), |ctx| match (&what.state, what.cycle, what.purpose) {
        (Some(state), Some(year), _) => {
            let cycle = ctx.permit::<Read, CycleOfYear>(&year)?.into_row().0;
            let (key, from) = vault::keys::rotate(ctx, Purpose::Response(state, &cycle.id))?;
            // A State without files has no key for them.
            match vault::keys::rotate(ctx, Purpose::Files(state, &cycle.id)) {
                Ok(_) | Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
            let detail = json!({ "year": year, "key": key });
            audit::record(ctx, Action::KeyRotated, &key, Some(state), &detail)?;
            Ok(from)
        }
        (_, _, other) => {
            let purpose = match other {
                Some(Other::Outbox) => Purpose::Outbox,
                Some(Other::Factors) => Purpose::Factors,
                None => return Err(Error::NotFound),
            };
            let (key, from) = vault::keys::rotate(ctx, purpose)?;
            audit::record(ctx, Action::KeyRotated, &key, None, &json!({ "key": key }))?;
            Ok(from)
        }
    });
    let from = done.map_err(|error| match error {
        Error::NotFound => Failure::new("there is no such data key", "nothing was sealed for that State and cycle yet"),
        other => Failure::doing("making another data key")(other),
    })?;
    Ok(format!(
        "What is written from {} on is sealed with another key. What is there stays under its own and opens.",
        from.rfc3339()
    ))
}

fn rewrap(db: &Db) -> Result<String, Failure> {
    let doing = || Failure::doing("wrapping the data keys anew");
    let waiting = db.read_now(&operator(), vault::keys::outdated).map_err(doing())?;
    let mut done = 0_usize;
    for id in &waiting {
        done += usize::from(db.write_now(&operator(), |ctx| vault::keys::rewrap(ctx, id)).map_err(doing())?);
    }
    if done > 0 {
        let detail = json!({ "keys": done });
        let recorded = db.write_now(&operator(), |ctx| audit::record(ctx, Action::KeysRewrapped, "kek", None, &detail));
        recorded.map_err(Failure::doing("recording it"))?;
    }
    Ok(format!(
        "{done} data keys were wrapped anew; all are under the key at the head of the key file.\nBackups that were made before still need \
         the older keys: keep a copy of them as long as those. Then: concord keys drop-old"
    ))
}

fn drop_old(db: &Db, config: &Config) -> Result<String, Failure> {
    let path = writable_key_file(config)?;
    let standing = standing(db)?;
    if standing.outdated > 0 || !standing.shut.is_empty() {
        return Err(Failure::new(
            format!("{} data keys are still wrapped with an older key", standing.outdated),
            "run: concord keys rewrap; the key file was not changed",
        ));
    }
    let dropped = keys::leave_first(path, config.key_readers())?;
    Ok(match dropped {
        0 => format!("{} holds one key, which is the present one.", path.display()),
        _ => format!(
            "{dropped} older keys are out of {}. Backups from before need the copies that you keep.",
            path.display()
        ),
    })
}

fn standing(db: &Db) -> Result<Standing, Failure> {
    db.read_now(&operator(), vault::keys::standing).map_err(Failure::doing("trying the keys"))
}

/// Says how the keys stand; a failure where something does not open.
fn check(config: &Config, deep: bool) -> Result<(), Failure> {
    let db = open::unproved_database(config, open::keyring(config)?, Clock::system())?;
    let standing = standing(&db)?;
    let mut shut: Vec<String> = standing
        .shut
        .iter()
        .map(|shut| match &shut.missing {
            Some(kek) => format!("data key {} ({}): the key file lacks the key {kek}", shut.key, shut.scope),
            None => format!("data key {} ({}): it is damaged, or was wrapped with another key", shut.key, shut.scope),
        })
        .collect();
    let present = db.keys().ids().first().map(ToString::to_string).unwrap_or_default();
    say(format!(
        "{} data keys; {} are wrapped with another key than the present one ({present}).",
        standing.keys, standing.outdated
    ))?;
    if deep {
        let tried = deeply(&db, config)?;
        say(format!("{} sealed values were tried.", tried.values))?;
        shut.extend(tried.shut);
    }
    if shut.is_empty() {
        return say("Everything opens.");
    }
    Err(Failure::new(
        format!("{} do not open:\n  {}", shut.len(), shut.join("\n  ")),
        "let keys.kek_file hold the keys that are missing, below the present one; what is damaged has to come from a backup",
    ))
}

fn deeply(db: &Db, config: &Config) -> Result<Tried, Failure> {
    let doing = || Failure::doing("trying what is sealed");
    let tried = db
        .read_now(&operator(), |ctx| {
            let tried = response::check::opens(ctx)?.and(publication::opens(ctx)?);
            let tried = tried.and(clarifications::opens(ctx)?);
            Ok(tried.and(factors::check::opens(ctx)?).and(mail::opens(ctx)?))
        })
        .map_err(doing())?;
    let (files, shut) = db.read_now(&operator(), response::check::files).map_err(doing())?;
    let objects = open::files(config)?;
    let mut of_files = Tried { values: files.len(), shut };
    let away = actix_web::rt::System::new().block_on(async {
        for (id, sealer) in files {
            match objects.get(&sealer, &Name::File(id.clone())).await {
                Ok(_) => {}
                // Of a store that does not answer nothing is known.
                Err(error @ Error::FilesAway(_)) => return Some(error),
                Err(_) => of_files.shut.push(format!("files/{id}")),
            }
        }
        None
    });
    if let Some(error) = away {
        return Err(doing()(error));
    }
    Ok(tried.and(of_files))
}

/// What has to be typed before the keys are destroyed.
fn words(what: &Destroyed) -> String {
    format!("destroy {} {}", what.state, what.cycle)
}

fn confirmed(what: &Destroyed, typed: &mut impl BufRead) -> Result<bool, Failure> {
    say(format!(
        "Nobody will be able to read what {} answered in {}, not even with a copy of the key: answers, files, every submitted version and \
         what is published of it. The record of it stays. It cannot be undone.\nBackups hold the keys too: see docs/operations.md. To go on, \
         type: {}",
        what.state,
        what.cycle,
        words(what)
    ))?;
    let unreadable = |error: std::io::Error| Failure::new(format!("nothing could be read ({error})"), "give --yes");
    std::io::stdout().flush().map_err(unreadable)?;
    let mut line = String::new();
    typed.read_line(&mut line).map_err(unreadable)?;
    Ok(line.trim() == words(what))
}

fn destroy(db: &Db, what: &Destroyed) -> Result<String, Failure> {
    let done = db.write_now(&operator(), |ctx| response::destroy(ctx, &what.state, what.cycle, what.force));
    let keys = done.map_err(|error| match error {
        Error::NotFound => Failure::new(
            format!("there are no keys of {} in a cycle {}", what.state, what.cycle),
            "see: concord cycle list; the State has not begun to answer, or its keys were destroyed before",
        ),
        other => Failure::doing("destroying the keys")(other),
    })?;
    Ok(format!(
        "{keys} keys of {} in {} were destroyed.\nA server that runs holds what it opened in its memory until it is restarted, and shows it \
         to nobody. Backups from before still hold the keys, wrapped.",
        what.state, what.cycle
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_words_destroy() {
        let what = Destroyed { state: "SEN".parse().unwrap(), cycle: 2027, yes: false, force: false };
        for (typed, goes_on) in [
            ("destroy SEN 2027\n", true),
            ("yes\n", false),
            ("", false),
            ("destroy SVN 2027\n", false),
            ("destroy SEN 2026", false),
        ] {
            assert_eq!(confirmed(&what, &mut typed.as_bytes()).unwrap(), goes_on, "{typed:?}");
        }
    }
}
