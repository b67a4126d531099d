//! Internal comments: what people of a State write to each other on a question of their draft, to nobody in particular or to a colleague.
//!
//! A comment never leaves the State: it is in no revision, no document and no projection, and the policy hides it from everybody else. It is
//! open until its author, whom it is addressed to, or a coordinator resolves it.

mod model;
mod store;

use std::collections::HashMap;

use super::draft;
use super::draft::Draft;
use super::history;
use super::model::{Response, Section};
use super::sight::{self, Part, Sight};
use super::store::assignments;
use crate::domain::access::{Act, Begin, Edit, Facts, Permit, Read, Resource, Share};
use crate::domain::actor::Role;
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::identity;
use crate::domain::identity::told::{self, Anew};
use crate::domain::ids::{AccountId, CommentId};
use crate::domain::line::{self, NoLine};
use crate::domain::mail::Letter;
use crate::domain::questionnaire::{self, Place};

pub(super) use model::about;
pub use model::{Colleague, Comment, CommentRow, Listed, Thread, Which};

/// Most characters of a comment.
pub const MOST: usize = 4000;
/// Comments on a page at most, the newest.
pub const PER_PAGE: i64 = 300;

/// The comments on a question, the oldest first, and what is needed to write another.
///
/// # Errors
/// [`Error::NotFound`] where there is no such question in the section, nor was one in an entry that is removed now.
pub fn on_question(ctx: &mut Ctx<'_>, section: &Permit<Read, Section>, place: &Place) -> Result<Thread> {
    let section = section.row();
    let draft = draft::of(ctx, &section.response)?;
    let removed = history::is_removed(ctx, &draft, section, place)?;
    let mut rows = store::of_place(ctx, &section.response, place, PER_PAGE)?;
    rows.reverse();
    let share = section.part.at(&draft.form, &place.code);
    let writes = ctx.allow::<Begin>(&facts(&section.response, share, false)).is_ok() && !removed;
    let colleagues = if writes { colleagues(ctx, section, &draft, place)? } else { Vec::new() };
    let comments = with_names(ctx, &section.response, rows)?;
    Ok(Thread { comments, removed, writes, colleagues, next: ctx.new_id() })
}

/// Colleagues whom the actor can write to: who can come in now and sees the question.
fn colleagues(ctx: &mut Ctx<'_>, section: &Section, draft: &Draft, place: &Place) -> Result<Vec<Colleague>> {
    let others = addressees(ctx, section, draft, place)?.into_iter();
    Ok(others.map(|account| Colleague { id: account.id, name: account.name, role: account.role }).collect())
}

fn addressees(ctx: &mut Ctx<'_>, section: &Section, draft: &Draft, place: &Place) -> Result<Vec<identity::Account>> {
    let response = &section.response;
    let own = ctx.actor().person().map(|person| person.account.clone());
    let mut all = identity::accounts::colleagues_of(ctx, &response.state_id)?;
    let assigned = assignments::assigned(ctx, response)?;
    let reads = |account: &identity::Account| {
        let share = Part::of(&assigned, &account.id, &section.code).at(&draft.form, &place.code);
        account.role != Role::Contributor || share != Share::Nothing
    };
    all.retain(|account| Some(&account.id) != own.as_ref() && reads(account));
    Ok(all)
}

fn facts(response: &Response, share: Share, concerned: bool) -> Facts {
    Facts::Comment { state: response.state_id.clone(), open: response.open, share, concerned }
}

/// Writes a comment, and says which it is. `id` was made with the page, so that a second click writes nothing more; who goes back to the page
/// and writes something else, or to somebody else, writes another comment.
///
/// # Errors
/// [`Refusal::CommentMissing`], [`Refusal::CommentLong`], [`Refusal::CommentCharacters`]; [`Refusal::AddresseeBad`] where the addressee is no
/// colleague who can come in; [`Error::NotFound`] where there is no such question; a refusal by the policy where the response is closed.
pub fn write(
    ctx: &mut Ctx<'_>,
    section: &Permit<Read, Section>,
    id: &CommentId,
    place: &Place,
    text: &str,
    to: Option<&AccountId>,
) -> Result<CommentId> {
    let section = section.row();
    let response = &section.response;
    let draft = draft::of(ctx, response)?;
    let share = section.part.at(&draft.form, &place.code);
    ctx.allow::<Begin>(&facts(response, share, false))?;
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    super::save::node_of::<Read>(ctx, &draft, section, place)?;
    let written = store::find(ctx, response, id)?;
    if written.as_ref().is_some_and(|written| written.written_by != by || &written.place != place) {
        // An id of another comment does not come from the page.
        return Err(Error::NotFound);
    }
    let text = checked(text)?;
    let id = match written {
        None => id.clone(),
        Some(_) => match said_before(ctx, response, place, &by, (&text, to))? {
            Some(known) => return Ok(known),
            None => ctx.new_id(),
        },
    };
    let addressee = match to {
        None => None,
        Some(to) => {
            let all = addressees(ctx, section, &draft, place)?;
            let found = all.into_iter().find(|account| &account.id == to);
            Some(found.ok_or(Refusal::AddresseeBad)?)
        }
    };
    let new = store::New { id: &id, section: &section.code, place, text: &text, by: &by, to };
    store::insert(ctx, response, &new)?;
    if let Some(account) = addressee {
        tell(ctx, response, &account)?;
    }
    Ok(id)
}

/// The comment in which somebody has written just that to just them on a question.
fn said_before(
    ctx: &mut Ctx<'_>,
    response: &Response,
    place: &Place,
    by: &AccountId,
    (text, to): (&str, Option<&AccountId>),
) -> Result<Option<CommentId>> {
    let all = store::of_place(ctx, response, place, PER_PAGE)?;
    let same = |row: &store::Opened| &row.written_by == by && row.text == text && row.to.as_ref() == to;
    Ok(all.into_iter().find(same).map(|row| row.id))
}

/// The text as it is kept.
pub(super) fn checked(text: &str) -> Result<String> {
    line::lines(text, MOST).map_err(|why| match why {
        NoLine::Empty => Refusal::CommentMissing.into(),
        NoLine::TooLong => Refusal::CommentLong { max: MOST }.into(),
        NoLine::Unclean => Refusal::CommentCharacters.into(),
    })
}

/// Tells a colleague by mail that something on a draft waits for them: once, until they have been here.
pub(super) fn tell(ctx: &mut Ctx<'_>, response: &Response, account: &identity::Account) -> Result<()> {
    let of = (&response.state_id, Some(&response.id));
    told::tell(ctx, account, of, &Letter::OnDraft {}, Anew::WhenHere)
}

/// Resolves a comment, or opens it again. What it is already it stays, and so do the name and the moment.
///
/// # Errors
/// When the database fails.
pub fn turn(ctx: &mut Ctx<'_>, comment: &Permit<Edit, CommentRow>, resolved: bool) -> Result<()> {
    let comment = comment.row();
    if comment.resolved == resolved {
        return Ok(());
    }
    let by = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    store::set_resolved(ctx, comment, resolved, &by)
}

/// The open comments of a response, the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_response(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>, which: Which) -> Result<Listed> {
    let response = response.row();
    response.is_there()?;
    let own = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let to = (which == Which::ToMe).then_some(&own);
    let sight = Sight::on(ctx, response)?;
    let most = if sight.is_whole() { PER_PAGE } else { i64::MAX };
    let mut rows = store::open_ones(ctx, response, to, most)?;
    if !sight.is_whole() {
        let form = questionnaire::compiled(ctx, &response.form_hash)?;
        rows.retain(|row| sight.sees(&form, &row.place.code));
        rows.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    }
    let (to_me, all) = count(ctx, response)?;
    Ok(Listed { comments: with_names(ctx, response, rows)?, to_me, all })
}

/// How many comments of a response are open: those to the actor, and all.
///
/// # Errors
/// When the database fails.
pub fn open_count(ctx: &mut Ctx<'_>, response: &Permit<Read, Response>) -> Result<(i64, i64)> {
    count(ctx, response.row())
}

fn count(ctx: &mut Ctx<'_>, response: &Response) -> Result<(i64, i64)> {
    let own = ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)?;
    let sight = Sight::on(ctx, response)?;
    if sight.is_whole() {
        return Ok((store::count_open(ctx, response, Some(&own))?, store::count_open(ctx, response, None)?));
    }
    let form = questionnaire::compiled(ctx, &response.form_hash)?;
    let mut open = store::open_codes(ctx, response)?;
    open.retain(|(code, _)| sight.sees(&form, code));
    let count = |open: usize| i64::try_from(open).unwrap_or(i64::MAX);
    let to_me = open.iter().filter(|(_, to)| to.as_ref() == Some(&own)).count();
    Ok((count(to_me), count(open.len())))
}

/// How many comments are open at each question of a section.
///
/// # Errors
/// When the database fails.
pub fn open_at<A: Act>(ctx: &mut Ctx<'_>, section: &Permit<A, Section>) -> Result<HashMap<Place, usize>> {
    let section = section.row();
    let mut open = HashMap::new();
    for place in store::open_places(ctx, &section.response, &section.code)? {
        *open.entry(place).or_insert(0) += 1;
    }
    Ok(open)
}

fn with_names(ctx: &mut Ctx<'_>, response: &Response, rows: Vec<store::Opened>) -> Result<Vec<Comment>> {
    let people = rows.iter().flat_map(|row| [Some(&row.written_by), row.to.as_ref(), row.turned_by.as_ref()]);
    let names = history::names(ctx, people.flatten())?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let own = ctx.actor().person().map(|person| person.account.clone());
    let mut comments = Vec::with_capacity(rows.len());
    for row in rows {
        let concerned = row.concerns(own.as_ref());
        comments.push(Comment {
            // Nobody gets here whom the question is not shown to.
            may_turn: ctx.allow::<Edit>(&facts(response, Share::Whole, concerned)).is_ok(),
            to_me: row.to.is_some() && row.to == own,
            by: name(&row.written_by),
            to: row.to.as_ref().map(name),
            turned: row.turned_by.as_ref().zip(row.turned_at).map(|(by, at)| (name(by), at)),
            id: row.id,
            section: row.section,
            place: row.place,
            text: row.text,
            at: row.written_at,
            resolved: row.resolved,
        });
    }
    Ok(comments)
}

impl Resource for CommentRow {
    type Id = (crate::domain::ids::ResponseId, CommentId);

    fn load(ctx: &mut Ctx<'_>, (response, id): &Self::Id) -> Result<Option<Self>> {
        let Some(response) = Response::load(ctx, response)? else { return Ok(None) };
        // Whether there is such a comment is for people of the State to know.
        if ctx.allow::<Read>(&response.facts()).is_err() {
            return Ok(None);
        }
        let Some(found) = store::find(ctx, &response, id)? else { return Ok(None) };
        let own = ctx.actor().person().map(|person| person.account.clone());
        let concerned = own.is_some() && (found.to == own || Some(&found.written_by) == own.as_ref());
        let store::Found { section, place, resolved, .. } = found;
        let share = sight::share_at(ctx, &response.id, &place.code)?;
        Ok(Some(CommentRow { response, id: id.clone(), section, place, resolved, share, concerned }))
    }

    fn facts(&self) -> Facts {
        facts(&self.response, self.share, self.concerned)
    }
}
