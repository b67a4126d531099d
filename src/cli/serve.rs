//! `concord serve`: the platform itself.

use std::path::Path;

use actix_web::web::{self, Data, ServiceConfig};
use clap::Args;

use super::{Failure, logging, open, say};
use crate::config::Config;
use crate::domain::db::{DatabaseUrl, Db};
use crate::domain::time::Clock;
use crate::web::server::tls::Certificate;
use crate::web::server::{self, Listen, health};

#[derive(Args)]
pub struct Options {
    /// Checks the configuration, the key, the certificate and the database, and ends.
    #[arg(long)]
    check: bool,
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    let config = open::config(config)?;
    open::data_directory(&config)?;
    let keys = open::keyring(&config)?;
    let db = open::database(&config, keys, Clock::system())?;
    if options.check {
        let listen = Listen::from(&config.server);
        if let Some(files) = listen.tls {
            Certificate::load(files).map_err(|error| {
                Failure::new(
                    format!("the certificate cannot be used: {error}"),
                    "mend server.tls_certificate or tls_key",
                )
            })?;
        }
        return say("The configuration, the key and the database are sound.");
    }
    let _lock = match config.database_url() {
        Ok(DatabaseUrl::Sqlite(_)) => Some(open::lock(&config.data.directory)?),
        _ => None,
    };
    serve(&config, db)
}

/// Serves until told to end. The demo ends here too.
pub fn serve(config: &Config, db: Db) -> Result<(), Failure> {
    logging::start(config.log.level);
    let listen = Listen::from(&config.server);
    tracing::info!(address = %listen.address, base_url = config.base_url(), "serving");
    let shown = listen.address;
    let db = Data::new(db);
    actix_web::rt::System::new().block_on(server::serve(listen, move |app| wire(app, &db))).map_err(|error| {
        Failure::new(
            format!("the server cannot serve on {shown} ({error})"),
            "see that no other program listens there, and that server.listen is an address of this machine",
        )
    })?;
    tracing::info!("ended");
    Ok(())
}

/// What each worker's application is made of.
fn wire(app: &mut ServiceConfig, db: &Data<Db>) {
    app.app_data(db.clone())
        .route("/healthz", web::get().to(health::healthz))
        .route("/readyz", web::get().to(health::readyz));
}
