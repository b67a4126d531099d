//! Begins the State's response: one click, and a second one finds the same response. Last year's files are copied then, when the answers are there.

use std::sync::Arc;
use std::time::Duration;

use actix_web::{HttpResponse, web};
use tokio::time::{Instant, timeout_at};

use super::file::has_no_row;
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
    carry_over(&visit, begun.files).await;
    Ok(layout::see(format!("/responses/{}", begun.id)))
}

/// How long a copy without a row is tried to be removed.
const CLEARS: Duration = Duration::from_secs(5);

/// Copies last year's files. One that cannot be copied holds nothing up: its question names it. Where the store does not answer the others are left
/// as well.
async fn carry_over(visit: &Visit, files: Vec<FileToCarry>) {
    let until = Instant::now() + visit.app.copying;
    for file in files {
        let from = file.from().clone();
        let Err(error) = copy(visit, file, until).await else { continue };
        tracing::error!(%from, %error, "a file of last year's response was not carried over");
        if matches!(error, Error::FilesAway(_)) {
            tracing::warn!("the files of last year's response after it are not tried");
            return;
        }
    }
}

async fn copy(visit: &Visit, file: FileToCarry, until: Instant) -> Result<(), Error> {
    let files = &visit.app.files;
    let late = |_| Error::FilesAway("last year's files were not copied in time".to_owned());
    let got = timeout_at(until, files.get(&file.opener, &Name::File(file.from().clone()))).await;
    let bytes = got.map_err(late)??;
    let to = Name::File(file.id.clone());
    let put = timeout_at(until, files.put(&file.sealer, &to, bytes)).await;
    let kept = match put.map_err(late).flatten() {
        Ok(()) => {
            let file = Arc::new(file);
            visit.app.db.write(visit.actor(), move |ctx| carry::files::keep(ctx, &file)).await
        }
        // It may lie there although it was not said.
        Err(error) => {
            forget(visit, &to).await;
            return Err(error);
        }
    };
    match kept {
        Ok(true) => Ok(()),
        Ok(false) => {
            forget(visit, &to).await;
            Ok(())
        }
        Err(error) => {
            if has_no_row(&error) {
                forget(visit, &to).await;
            } else {
                tracing::warn!(file = %to, "whether a file has a row is not known: its content stays");
            }
            Err(error)
        }
    }
}

async fn forget(visit: &Visit, name: &Name) {
    if tokio::time::timeout(CLEARS, visit.app.files.forget(name)).await.is_err() {
        tracing::warn!(%name, "a file without a row could not be removed in time");
    }
}
