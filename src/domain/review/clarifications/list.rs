//! The clarifications that somebody reads: on one response, or all of a State or an organ.

use std::collections::HashMap;
use std::sync::Arc;

use super::{ClarificationRow, LISTED, store};
use crate::domain::access::{Read, Resource};
use crate::domain::actor::Role;
use crate::domain::db::Ctx;
use crate::domain::error::Result;
use crate::domain::ids::ResponseId;
use crate::domain::questionnaire::{self, Form};
use crate::domain::response::{Response, Sight};

/// A clarification in a list, with the form of its response.
#[derive(Clone)]
pub struct Listed {
    pub row: ClarificationRow,
    pub year: i32,
    pub form: Arc<Form>,
}

/// Those of a list.
pub struct List {
    pub listed: Vec<Listed>,
    /// As many were found as are listed at most, so that there may be more.
    pub cut: bool,
}

/// Whose clarifications the actor reads; nothing for who reads none.
fn of_actor(ctx: &Ctx<'_>) -> Option<store::Of> {
    let actor = ctx.actor().person()?;
    match (&actor.state, actor.organ, actor.role) {
        (Some(state), _, _) => Some(store::Of::State(state.clone())),
        (None, Some(organ), _) => Some(store::Of::Organ(organ)),
        (None, None, Role::Secretariat) => Some(store::Of::Copied),
        (None, None, _) => None,
    }
}

/// The clarifications on a response that the actor may read, the newest first, so many as a list has at most; none where its content was
/// destroyed.
///
/// # Errors
/// When the database fails.
pub fn of_response(ctx: &mut Ctx<'_>, response: &Response) -> Result<Vec<Listed>> {
    let Some(of) = of_actor(ctx) else { return Ok(Vec::new()) };
    let rows = store::of_response(ctx, &of, response, LISTED)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut around = Around::default();
    around.add(ctx, &response.id, Some(response))?;
    rows.into_iter().filter_map(|row| around.listed(ctx, row).transpose()).collect()
}

/// The same by the id of the response, for those who read what was submitted.
///
/// # Errors
/// When the database fails.
pub fn of_response_by_id(ctx: &mut Ctx<'_>, id: &ResponseId) -> Result<Vec<Listed>> {
    match Response::load(ctx, id)? {
        Some(response) => of_response(ctx, &response),
        None => Ok(Vec::new()),
    }
}

/// The clarifications that the actor may read: those put to the State, those of the organ, those copied to the Secretariat. `open`: only
/// those that have not ended.
///
/// # Errors
/// When the database fails.
pub fn list(ctx: &mut Ctx<'_>, open: bool) -> Result<List> {
    let Some(of) = of_actor(ctx) else { return Ok(List { listed: Vec::new(), cut: false }) };
    let rows = store::list(ctx, &of, open, LISTED)?;
    let cut = i64::try_from(rows.len()).is_ok_and(|count| count >= LISTED);
    let mut around = Around::default();
    let listed = rows.into_iter().filter_map(|row| around.listed(ctx, row).transpose()).collect::<Result<_>>()?;
    Ok(List { listed, cut })
}

/// The responses around the rows of a list, each read once; nothing for one whose content was destroyed.
#[derive(Default)]
struct Around(HashMap<ResponseId, Option<(i32, Arc<Form>, Sight)>>);

impl Around {
    fn add(&mut self, ctx: &mut Ctx<'_>, id: &ResponseId, response: Option<&Response>) -> Result<()> {
        let read = match response.filter(|response| response.is_there().is_ok()) {
            Some(response) => {
                let form = questionnaire::compiled(ctx, &response.form_hash)?;
                Some((response.cycle.year, form, Sight::on(ctx, response)?))
            }
            None => None,
        };
        self.0.insert(id.clone(), read);
        Ok(())
    }

    /// The row in a list, where the actor may read it.
    fn listed(&mut self, ctx: &mut Ctx<'_>, row: ClarificationRow) -> Result<Option<Listed>> {
        if !self.0.contains_key(&row.response_id) {
            let response = Response::load(ctx, &row.response_id)?;
            self.add(ctx, &row.response_id, response.as_ref())?;
        }
        let Some(Some((year, form, sight))) = self.0.get(&row.response_id) else { return Ok(None) };
        let facts = row.facts(sight.share(form, &row.code));
        let (year, form) = (*year, form.clone());
        Ok(ctx.allow::<Read>(&facts).is_ok().then_some(Listed { row, year, form }))
    }
}
