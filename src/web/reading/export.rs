//! Every response of a cycle as one file, to work with elsewhere: what the reader's pages show, in one piece.

use actix_web::{HttpResponse, web};

use super::year_of;
use crate::domain::Result;
use crate::domain::access::Read;
use crate::domain::cycle::CycleOfYear;
use crate::domain::publication;
use crate::web::errors::Fault;
use crate::web::layout;
use crate::web::visit::Visit;

/// The file: `{"responses":[..],"year":2027}`, by the codes of the States, each response in its canonical form (RFC 8785). For the Court and
/// the Secretariat that is what the receipt's SHA-256 is of; for others it is what is published.
pub async fn file(visit: Visit, year: web::Path<String>) -> std::result::Result<HttpResponse, Fault> {
    let fail = |error| visit.fault(error);
    let year = year_of(&year).map_err(fail)?;
    let views = visit.app.db.write(visit.actor(), move |ctx| {
        let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
        publication::whole_cycle(ctx, &cycle)
    });
    let views = views.await.map_err(fail)?;
    let documents: Result<Vec<_>> = views.values().map(|view| view.document().canonical()).collect();
    let documents = documents.map_err(fail)?.join(&b","[..]);
    let ends = format!("],\"year\":{year}}}");
    let bytes = [b"{\"responses\":[", documents.as_slice(), ends.as_bytes()].concat();
    Ok(layout::file(format!("responses-{year}.json"), "application/json", bytes))
}
