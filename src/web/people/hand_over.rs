//! Gives to others the sections that somebody left behind: of who has gone, and of who became a reader. The account stays as it is.

use actix_web::{HttpResponse, web};

use super::{account_id, base, leave};
use crate::domain::people;
use crate::domain::{Error, Refusal};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout;
use crate::web::posted::Posted;
use crate::web::visit::Visit;

/// The page.
pub async fn page(visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    leave::show(&visit, id, &Posted::default(), None, "hand-over").await
}

/// Gives every section, in one transaction.
pub async fn hand_over(visit: Visit, id: web::Path<String>, posted: Posted) -> Result<HttpResponse, Fault> {
    let id = account_id(&visit, &id)?;
    let given = leave::all_given(&posted);
    let of = id.clone();
    match visit.app.db.write(visit.actor(), move |ctx| people::hand_over(ctx, &of, &given)).await {
        Ok(()) => Ok(layout::see(format!("{}?done=handed-over&who={id}", base(&visit)))),
        // A second press: it was done.
        Err(Error::Refused(Refusal::NothingLeft)) => Ok(layout::see(format!("{}/{id}", base(&visit)))),
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            leave::show(&visit, id, &posted, Some(words), "hand-over").await
        }
        Err(error) => Err(visit.fault(error)),
    }
}
