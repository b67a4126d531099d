//! Confirms answers that were carried over from last year: one, or all of a section whose question is unchanged.

use std::collections::HashMap;

use actix_web::HttpResponse;

use super::items::place_of;
use super::section::{Asked, show};
use crate::domain::Error;
use crate::domain::access::Edit;
use crate::domain::ids::ResponseId;
use crate::domain::questionnaire::Place;
use crate::domain::response::{Section, Stamp, carry};
use crate::web::errors::{Fault, refusal_words};
use crate::web::layout;
use crate::web::visit::Visit;

/// Confirms the answer of a question, or, where none is named, all that are unchanged. `seen` is what the page showed, with what was saved
/// from it just now.
pub(super) async fn confirm(
    visit: &Visit,
    id: &ResponseId,
    code: &str,
    question: &str,
    seen: Vec<(Place, Stamp)>,
    all: &str,
) -> Result<HttpResponse, Fault> {
    let key = (id.clone(), code.to_owned());
    let place = (!question.is_empty()).then(|| place_of(question));
    let done = visit.app.db.write(visit.actor(), move |ctx| {
        let section = ctx.permit::<Edit, Section>(&key)?;
        match &place {
            None => carry::confirm_unchanged(ctx, &section, &seen),
            Some(place) => {
                let stamp = seen.iter().find(|(seen, _)| seen == place).map(|(_, stamp)| stamp.clone());
                carry::confirm(ctx, &section, place, &stamp.unwrap_or_else(Stamp::of_nothing))
            }
        }
    });
    let done = match done.await {
        Ok(done) => done,
        Err(Error::Refused(refusal)) => {
            let words = refusal_words(visit.words(), &refusal);
            let asked = Asked::with_all((!all.is_empty()).then(|| "1".to_owned()));
            return show(visit, id.as_str(), code, &asked, HashMap::new(), Some(words)).await;
        }
        Err(error) => return Err(visit.fault(error)),
    };
    let anchor = if question.is_empty() { String::new() } else { format!("#q-{question}") };
    let (confirmed, stale) = (done.confirmed, done.stale);
    Ok(layout::see(format!("/responses/{id}/sections/{code}?confirmed={confirmed}&stale={stale}{all}{anchor}")))
}
