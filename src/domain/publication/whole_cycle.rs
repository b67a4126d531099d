//! Every response of a cycle, as far as the actor reads them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::read::View;
use super::{readings, store};
use crate::domain::access::{Permit, Read, Scope};
use crate::domain::audit::{self, Action};
use crate::domain::cycle::CycleOfYear;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{CycleId, StateId};
use crate::domain::questionnaire::{self, Form};
use crate::domain::response::{self, Document, ForCourt, ForStatesParties};

/// Documents by their State.
pub(super) type Documents = HashMap<StateId, Arc<Document>>;

/// What the actor reads of every State in a cycle: what is submitted, or what is published.
pub(super) fn documents_of_cycle(ctx: &mut Ctx<'_>, cycle: &CycleId) -> Result<Documents> {
    match ctx.scope() {
        Scope::Nothing => Err(Error::NotFound),
        Scope::Submitted => response::latest_of_cycle(ctx, cycle)?
            .into_iter()
            .map(|(row, revision)| Ok((row.state_id.clone(), response::open_document(ctx, &revision, &row)?)))
            .collect(),
        Scope::State(_) | Scope::Published => published_of_cycle(ctx, cycle),
    }
}

fn published_of_cycle(ctx: &mut Ctx<'_>, cycle: &CycleId) -> Result<Documents> {
    let rows: HashMap<_, _> = response::of_cycle(ctx, cycle)?.into_iter().map(|row| (row.id.clone(), row)).collect();
    store::current_of_cycle(ctx, cycle)?
        .into_iter()
        .filter(|snapshot| rows.get(&snapshot.response_id).is_none_or(|row| row.destroyed_at.is_none()))
        .map(|snapshot| {
            let row = rows.get(&snapshot.response_id).ok_or(Error::NotFound)?;
            Ok((snapshot.state_id.clone(), store::document(ctx, &snapshot, row)?))
        })
        .collect()
}

/// A document of [`documents_of_cycle`] as the actor reads it.
pub(super) fn view_of(ctx: &Ctx<'_>, form: &Arc<Form>, document: Arc<Document>) -> View {
    if ctx.scope() == Scope::Submitted {
        Arc::new(ForCourt::new(form.clone(), document))
    } else {
        Arc::new(ForStatesParties::new(form.clone(), document))
    }
}

/// Every response of a cycle at once, by the code of its State, for a file to work with elsewhere. It is recorded, and so is the reading of
/// Court-only answers, so this runs in a unit of work that may write.
///
/// # Errors
/// [`Error::NotFound`] for who reads no responses; when the database fails.
pub fn whole_cycle(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>) -> Result<BTreeMap<StateId, View>> {
    let cycle = &cycle.row().0;
    let form = questionnaire::compiled(ctx, &cycle.form_hash)?;
    let documents = documents_of_cycle(ctx, &cycle.id)?;
    if ctx.scope() == Scope::Submitted {
        let codes = |document: &Document| document.court_only_codes().into_iter().collect();
        let court_only: Vec<_> = documents.iter().map(|(state, document)| (state.clone(), codes(document))).collect();
        readings::record_each(ctx, &cycle.id, court_only)?;
    }
    let detail = serde_json::json!({"year": cycle.year, "responses": documents.len()});
    audit::record(ctx, Action::ResponsesExported, &cycle.id, None, &detail)?;
    Ok(documents.into_iter().map(|(state, document)| (state, view_of(ctx, &form, document))).collect())
}
