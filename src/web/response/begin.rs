//! Begins the State's response: one click, and a second one finds the same response.

use actix_web::{HttpResponse, web};

use crate::domain::access::Read;
use crate::domain::cycle::CycleOfYear;
use crate::domain::response;
use crate::web::errors::Fault;
use crate::web::layout;
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// Begins it, or goes to the one that a colleague has begun.
pub async fn begin(visit: Visit, year: web::Path<i32>, _posted: Posted) -> Result<HttpResponse, Fault> {
    let year = year.into_inner();
    let begun = visit
        .app
        .db
        .write(visit.actor(), move |ctx| {
            let cycle = ctx.permit::<Read, CycleOfYear>(&year)?;
            response::begin(ctx, &cycle)
        })
        .await;
    let id = begun.map_err(|error| visit.fault(error))?;
    Ok(layout::see(format!("/responses/{id}")))
}
