//! Begins the State's response: one click, and a second one finds the same response. Last year's files are copied then, when the answers are there.

use std::sync::Arc;

use actix_web::{HttpResponse, web};

use crate::domain::Error;
use crate::domain::access::Read;
use crate::domain::cycle::CycleOfYear;
use crate::domain::objects::Name;
use crate::domain::response;
use crate::domain::response::carry::{self, FileToCarry};
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
    let begun = begun.map_err(|error| visit.fault(error))?;
    for file in begun.files {
        carry_over(&visit, file).await;
    }
    Ok(layout::see(format!("/responses/{}", begun.id)))
}

/// Copies a file of last year's. One that cannot be copied holds nothing up: its question names it.
async fn carry_over(visit: &Visit, file: FileToCarry) {
    let (from, to) = (file.from.clone(), Name::File(file.id.clone()));
    let kept = copy(visit, file, &to).await;
    if let Err(error) = &kept {
        tracing::error!(%from, %error, "a file of last year's response was not carried over");
    }
    if !matches!(kept, Ok(true)) {
        visit.app.files.forget(&to).await;
    }
}

async fn copy(visit: &Visit, file: FileToCarry, to: &Name) -> Result<bool, Error> {
    let bytes = visit.app.files.get(&file.opener, &Name::File(file.from.clone())).await?;
    visit.app.files.put(&file.sealer, to, bytes).await?;
    let file = Arc::new(file);
    visit.app.db.write(visit.actor(), move |ctx| carry::files::keep(ctx, &file)).await
}
