//! `concord keys`: makes the key-encryption key.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, say};
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
}

pub fn run(options: &Options) -> Result<(), Failure> {
    match &options.what {
        What::Generate { path } => {
            keys::generate(path)?;
            // As it can be written into the configuration, wherever the server is started from.
            let path = path.canonicalize().unwrap_or_else(|_| path.clone());
            say(format_args!(
                "A new key is in {0}, readable for its owner only.\nKeep a copy of it away from this machine and away from the \
                 backups of the database: without the key every answer is lost.\nName it in the configuration: keys.kek_file = \
                 \"{0}\"",
                path.display()
            ))
        }
    }
}
