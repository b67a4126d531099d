//! The yardsticks of a page: actix-web handlers behind the same server, bounds and middleware that send as many bytes from memory. One stands
//! where the gatekeeper looks up who asks, the other where it only sets the headers.

use std::path::Path;

use actix_web::{HttpResponse, web};
use concord::cli::{open, serve};
use concord::domain::time::Clock;
use concord::web::server::{self, Listen};

use crate::Outcome;

/// The name under which the program starts itself as this yardstick: `bare CONFIG BYTES ADDRESS`.
pub const NAME: &str = "bare";
/// Behind the whole gatekeeper, as every page.
pub const AS_A_PAGE: &str = "/help";
/// Where the gatekeeper looks up nobody.
pub const WITH_HEADERS_ALONE: &str = "/healthz";

/// Serves until it is ended.
pub fn serve(mut arguments: impl Iterator<Item = String>) -> Outcome {
    let config = arguments.next().ok_or("which configuration?")?;
    let bytes: usize = arguments.next().ok_or("how many bytes?")?.parse()?;
    let address = arguments.next().ok_or("on which address?")?.parse()?;
    let failed = |failure: concord::cli::Failure| failure.to_string();
    let config = open::config(Path::new(&config)).map_err(failed)?;
    let keys = open::keyring(&config).map_err(failed)?;
    let db = open::database(&config, keys, Clock::system()).map_err(failed)?;
    let settings = serve::settings(&config, &serve::Demonstration::No);
    let app = serve::app(&config, db, settings).map_err(failed)?;
    let listen = Listen { address, ..Listen::from(&config.server) };
    let page = web::Bytes::from("<p>A page of so many bytes.</p>\n".repeat(bytes / 32 + 1)).slice(..bytes);
    let routes = move |config: &mut web::ServiceConfig| {
        for path in [AS_A_PAGE, WITH_HEADERS_ALONE] {
            let page = page.clone();
            let send = move || {
                std::future::ready(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.clone()))
            };
            config.route(path, web::get().to(send));
        }
    };
    let routes = concord::web::behind_the_gatekeeper(app, routes);
    Ok(actix_web::rt::System::new().block_on(server::serve(listen, routes))?)
}
