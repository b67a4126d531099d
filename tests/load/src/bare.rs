//! The yardstick of a page: an actix-web handler behind the same server, bounds and headers that sends as many bytes from memory. It
//! looks up nobody and nothing.

use actix_web::{HttpResponse, web};
use concord::web::server::bodies::BodyLimits;
use concord::web::server::{self, Listen};

use crate::Outcome;

/// The name under which the program starts itself as this yardstick: `bare BYTES ADDRESS`.
pub const NAME: &str = "bare";

/// Serves until it is ended.
pub fn serve(mut arguments: impl Iterator<Item = String>) -> Outcome {
    let bytes: usize = arguments.next().ok_or("how many bytes?")?.parse()?;
    let address = arguments.next().ok_or("on which address?")?.parse()?;
    let page = web::Bytes::from("<p>A page of so many bytes.</p>\n".repeat(bytes / 32 + 1)).slice(..bytes);
    let listen = Listen {
        address,
        tls: None,
        trusted_proxies: Vec::new(),
        connections_per_address: 100,
        bodies: BodyLimits::within(std::time::Duration::from_secs(30)),
    };
    let configure = move |config: &mut web::ServiceConfig| {
        let page = page.clone();
        let send =
            move || std::future::ready(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.clone()));
        config.service(
            web::scope("")
                .wrap(actix_web::middleware::from_fn(concord::web::with_headers))
                .default_service(web::to(send)),
        );
    };
    Ok(actix_web::rt::System::new().block_on(server::serve(listen, configure))?)
}
