//! What each audience reads of one State's response. The actor's scope decides which documents are opened at all; `by_question.rs`
//! reads one question across all States, `whole_cycle.rs` all responses at once.

use std::sync::Arc;

use super::{readings, store};
use crate::domain::access::{Permit, Read, Scope};
use crate::domain::cycle::CycleOfYear;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::StateId;
use crate::domain::questionnaire::{self, Form};
use crate::domain::response::{self, ForStatesParties, Reading, ResponseRow, RevisionRow};
use crate::domain::time::Instant;

/// A view as pages take it.
pub type View = Arc<dyn Reading + Send + Sync>;

/// What an actor reads of one State's response.
pub struct OfState {
    pub state: StateId,
    pub reading: StateReading,
}

/// The state of a response towards the reader.
pub enum StateReading {
    /// A submitted revision, Court-only answers included.
    Submitted { view: View, revision: RevisionRow, latest: i32, published: i32 },
    /// What is published to States Parties.
    Published { view: View, number: i32, at: Instant },
    /// The State has responded, and the response is not published yet.
    Awaited { submitted_at: Instant },
    /// No response.
    Nothing,
}

/// Reads the response of a State. For the Court and the Secretariat the reading of Court-only answers is recorded, so this runs in
/// a unit of work that may write.
///
/// # Errors
/// When the database fails.
pub fn of_state(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>, state: &StateId) -> Result<OfState> {
    ctx.permit::<Read, crate::domain::states::StateParty>(state)?;
    let row = response::row_of_state(ctx, state, &cycle.row().0.id)?;
    let reading = match (ctx.scope(), row) {
        // First, so that a former Party cannot tell a begun draft from none.
        (Scope::Nothing, _) => return Err(Error::NotFound),
        (_, None) => StateReading::Nothing,
        (Scope::Submitted, Some(row)) => submitted(ctx, &row)?,
        (Scope::State(_) | Scope::Published, Some(row)) => published(ctx, &row)?,
    };
    Ok(OfState { state: state.clone(), reading })
}

fn submitted(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<StateReading> {
    if row.revision == 0 {
        return Ok(StateReading::Nothing);
    }
    let permit = ctx.permit::<Read, RevisionRow>(&(row.id.clone(), row.revision))?;
    court_view(ctx, row, permit)
}

/// An earlier or the latest revision, as the Court and the Secretariat read it; recorded like [`of_state`].
///
/// # Errors
/// [`Error::NotFound`] where there is none, or the actor reads no revisions.
pub fn open_revision(
    ctx: &mut Ctx<'_>,
    cycle: &Permit<Read, CycleOfYear>,
    state: &StateId,
    number: i32,
) -> Result<StateReading> {
    if ctx.scope() != Scope::Submitted {
        return Err(Error::NotFound);
    }
    let row = response::row_of_state(ctx, state, &cycle.row().0.id)?.ok_or(Error::NotFound)?;
    let permit = ctx.permit::<Read, RevisionRow>(&(row.id.clone(), number))?;
    court_view(ctx, &row, permit)
}

fn court_view(ctx: &mut Ctx<'_>, row: &ResponseRow, permit: Permit<Read, RevisionRow>) -> Result<StateReading> {
    let view = response::open_for_court(ctx, &permit)?;
    let codes = view.document().court_only_codes();
    readings::record(ctx, &row.cycle_id, std::slice::from_ref(&row.state_id), &codes)?;
    Ok(StateReading::Submitted {
        view: Arc::new(view),
        revision: permit.into_row(),
        latest: row.revision,
        published: row.published_revision,
    })
}

fn published(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<StateReading> {
    let Some(snapshot) = store::current(ctx, row)? else {
        return Ok(row
            .submitted_at
            .map_or(StateReading::Nothing, |submitted_at| StateReading::Awaited { submitted_at }));
    };
    let document = store::document(ctx, &snapshot, row)?;
    let form = questionnaire::compiled(ctx, &document.form)?;
    Ok(StateReading::Published {
        view: Arc::new(ForStatesParties::new(form, document)),
        number: snapshot.number,
        at: snapshot.published_at,
    })
}

/// The form of a cycle: its questions are known to whoever reads the answers to them.
///
/// # Errors
/// [`Error::NotFound`] for who reads no responses; when the database fails.
pub fn form_of(ctx: &mut Ctx<'_>, cycle: &Permit<Read, CycleOfYear>) -> Result<Arc<Form>> {
    match ctx.scope() {
        Scope::Nothing => Err(Error::NotFound),
        Scope::Submitted | Scope::State(_) | Scope::Published => questionnaire::compiled(ctx, &cycle.row().0.form_hash),
    }
}
