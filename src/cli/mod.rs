//! The command line: one file a command. A command reads the configuration, opens what it needs with `open`, does one thing, and ends
//! with 0, or with 1 and a text that says what failed, on what, and what to do. Wrong arguments end with 2.
//!
//! A new command is a file with `Options` and `run`, a variant of [`Command`], and a line in [`Command::run`].

mod admin;
mod cycle;
pub mod demo;
mod failure;
mod files;
mod keys;
pub mod logging;
mod migrate;
pub mod open;
mod questionnaire;
mod record;
mod refused;
mod routes;
pub mod serve;
mod states;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use failure::Failure;

use crate::domain::actor::{Actor, Task};

/// The Secured Platform on Cooperation of the Assembly of States Parties to the Rome Statute.
#[derive(Parser)]
#[command(name = "concord", version)]
struct Cli {
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE", default_value = "config/concord.toml")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the platform with invented data, in a folder, on this machine only.
    Demo(demo::Options),
    /// Serves the platform.
    Serve(serve::Options),
    /// Brings the database to the present schema.
    Migrate(migrate::Options),
    /// Imports and lists the States Parties and their official addresses.
    States(states::Options),
    /// Checks, imports and lists questionnaires.
    Questionnaire(questionnaire::Options),
    /// Prepares, opens, freezes and lists cycles.
    Cycle(cycle::Options),
    /// Makes, suspends and invites members of the Secretariat.
    Admin(admin::Options),
    /// Makes, exchanges, checks and destroys keys.
    Keys(keys::Options),
    /// Looks for files that nothing in the database names.
    Files(files::Options),
    /// Lists every address that the platform answers to, and for whom.
    Routes(routes::Options),
}

impl Command {
    fn run(self, config: &std::path::Path) -> Result<(), Failure> {
        match self {
            Command::Demo(options) => demo::run(&options),
            Command::Serve(options) => serve::run(&options, config),
            Command::Migrate(options) => migrate::run(&options, config),
            Command::States(options) => states::run(&options, config),
            Command::Questionnaire(options) => questionnaire::run(&options, config),
            Command::Cycle(options) => cycle::run(&options, config),
            Command::Admin(options) => admin::run(&options, config),
            Command::Keys(options) => keys::run(&options, config),
            Command::Files(options) => files::run(&options, config),
            Command::Routes(options) => routes::run(&options, &crate::web::routes::list()),
        }
    }
}

/// Runs the program with these arguments, its own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => {
            // Help and version come this way too, with the code 0. There is nobody to tell where they cannot be printed.
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    match cli.command.run(&cli.config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_unread() => ExitCode::FAILURE,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "concord: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// As whom commands act: an operator sets the platform up, and reads and writes no answer.
fn operator() -> Actor {
    Actor::Task(Task::Operator)
}

/// Prints a line for the operator. Unlike `println!` it does not panic where the reader has gone.
///
/// # Errors
/// When nothing can be written; [`Failure::unread`] where the reader has gone.
pub fn say(line: impl std::fmt::Display) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}").map_err(|error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => Failure::unread(),
        _ => Failure::new(format!("nothing can be printed ({error})"), "keep the output open"),
    })
}
