//! Two texts for one answer: what stands, and what a colleague typed meanwhile. One is chosen; until then both are kept.

use super::draft;
use super::model::{Rival, Section};
use super::save;
use super::status;
use super::store;
use crate::domain::access::{Edit, Permit};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::ids::RivalId;

/// Which of the two texts stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What stands now.
    Standing,
    /// What was typed meanwhile.
    Rival,
}

/// Settles between two texts. `standing` is the version that the person saw: where it has moved on, nothing is settled.
///
/// # Errors
/// [`Error::NotFound`] where no such text waits in this section.
pub fn settle(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    id: &RivalId,
    choice: Choice,
    standing: i32,
) -> Result<bool> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let rival = find(ctx, &draft, section, id)?;
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    if draft.stamp(&rival.place).version != standing {
        return Ok(false);
    }
    if choice == Choice::Rival {
        let stands = draft.answers.get(&rival.place);
        let written =
            store::put_answer(ctx, &section.response, &rival.place, stands, &rival.body, rival.visibility, &by)?;
        if written.is_none() {
            return Ok(false);
        }
        status::changed(ctx, section)?;
    }
    store::delete_rival(ctx, &section.response, id)?;
    store::touch(ctx, &section.response)?;
    Ok(true)
}

/// The text that waits, for the page that shows the two.
///
/// # Errors
/// As [`settle`].
pub fn waiting(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, id: &RivalId) -> Result<Rival> {
    let draft = draft::of(ctx, &section.row().response)?;
    find(ctx, &draft, section.row(), id).cloned()
}

fn find<'a>(ctx: &Ctx<'_>, draft: &'a draft::Draft, section: &Section, id: &RivalId) -> Result<&'a Rival> {
    let rival = draft.rivals.iter().find(|rival| &rival.id == id).ok_or(Error::NotFound)?;
    save::question_of::<Edit>(ctx, draft, section, &rival.place.code)?;
    Ok(rival)
}
