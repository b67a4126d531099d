//! `concord migrate`: brings the database to the present schema, as the role that owns the tables.

use std::path::Path;

use clap::Args;

use super::{Failure, open, say};
use crate::domain::db::{DatabaseUrl, migrate};

#[derive(Args)]
pub struct Options {
    /// Gives this PostgreSQL role what a serving role needs and no more [default: database.serving_role].
    #[arg(long, value_name = "ROLE")]
    grant_to: Option<String>,
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    let config = open::config(config)?;
    let url = config.migration_url().map_err(|what| Failure::new(what, "mend database.migration_url"))?;
    let role = options.grant_to.as_ref().or(config.database.serving_role.as_ref());
    // On SQLite a server that runs would work on with a schema that it does not know.
    let _lock = match &url {
        DatabaseUrl::Sqlite(_) => {
            open::data_directory(&config)?;
            Some(open::lock(&config.data.directory)?)
        }
        DatabaseUrl::Postgres(_) => None,
    };
    match migrate::up(&url).map_err(Failure::doing("migrating the database"))? {
        0 => say("The database has the present schema already.")?,
        1 => say("Applied 1 migration.")?,
        count => say(format_args!("Applied {count} migrations."))?,
    }
    match (role, &url) {
        (None, _) => Ok(()),
        (Some(role), DatabaseUrl::Postgres(_)) => {
            migrate::grant(&url, role).map_err(Failure::doing("granting rights to the serving role"))?;
            say(format_args!("The role {role} may serve."))
        }
        (Some(role), DatabaseUrl::Sqlite(_)) => Err(Failure::new(
            format!("SQLite has no roles, so nothing can be granted to {role}"),
            "leave out --grant-to and database.serving_role",
        )),
    }
}
