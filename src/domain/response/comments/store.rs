//! The tables of comments, and of who was told of one by mail.

use diesel::prelude::*;

use super::model::{CommentRow, about};
use crate::domain::db::Ctx;
use crate::domain::db::schema::comments;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, CommentId};
use crate::domain::questionnaire::Place;
use crate::domain::response::model::{Response, ResponseRow};
use crate::domain::response::store::sealer;
use crate::domain::time::Instant;

/// A comment to be written down.
pub(super) struct New<'a> {
    pub(super) id: &'a CommentId,
    pub(super) section: &'a str,
    pub(super) place: &'a Place,
    pub(super) text: &'a str,
    pub(super) by: &'a AccountId,
    pub(super) to: Option<&'a AccountId>,
}

/// A comment, opened.
pub(super) struct Opened {
    pub(super) id: CommentId,
    pub(super) section: String,
    pub(super) place: Place,
    pub(super) text: String,
    pub(super) written_by: AccountId,
    pub(super) written_at: Instant,
    pub(super) to: Option<AccountId>,
    pub(super) resolved: bool,
    pub(super) turned_by: Option<AccountId>,
    pub(super) turned_at: Option<Instant>,
}

impl Opened {
    /// Whether somebody wrote it or it is addressed to them.
    pub(super) fn concerns(&self, who: Option<&AccountId>) -> bool {
        who.is_some_and(|who| &self.written_by == who || self.to.as_ref() == Some(who))
    }
}

/// What is known of a comment without its text.
pub(super) struct Found {
    pub(super) section: String,
    pub(super) place: Place,
    pub(super) written_by: AccountId,
    pub(super) to: Option<AccountId>,
    pub(super) resolved: bool,
}

pub(super) fn insert(ctx: &mut Ctx<'_>, row: &ResponseRow, new: &New<'_>) -> Result<()> {
    let sealed = sealer(ctx, row)?.seal(&about(row, new.id), new.text.as_bytes())?;
    diesel::insert_into(comments::table)
        .values((
            comments::state_id.eq(&row.state_id),
            comments::id.eq(new.id),
            comments::response_id.eq(&row.id),
            comments::section.eq(new.section),
            comments::code.eq(&new.place.code),
            comments::entry_id.eq(&new.place.instance),
            comments::sealed.eq(&sealed),
            comments::written_by.eq(new.by),
            comments::written_at.eq(ctx.now()),
            comments::addressed_to.eq(new.to),
            comments::resolved.eq(false),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

pub(super) fn find(ctx: &mut Ctx<'_>, response: &Response, id: &CommentId) -> Result<Option<Found>> {
    type Columns = (String, String, String, AccountId, Option<AccountId>, bool);
    let found: Option<Columns> = comments::table
        .find((&response.state_id, id))
        .filter(comments::response_id.eq(&response.id))
        .select((
            comments::section,
            comments::code,
            comments::entry_id,
            comments::written_by,
            comments::addressed_to,
            comments::resolved,
        ))
        .first(ctx.conn)
        .optional()?;
    let whole = |(section, code, instance, written_by, to, resolved)| Found {
        section,
        place: Place { code, instance },
        written_by,
        to,
        resolved,
    };
    Ok(found.map(whole))
}

pub(super) fn set_resolved(ctx: &mut Ctx<'_>, comment: &CommentRow, resolved: bool, by: &AccountId) -> Result<()> {
    diesel::update(comments::table.find((&comment.response.state_id, &comment.id)))
        .set((
            comments::resolved.eq(resolved),
            comments::turned_by.eq(Some(by)),
            comments::turned_at.eq(Some(ctx.now())),
        ))
        .execute(ctx.conn)?;
    Ok(())
}

type Row = (
    CommentId,
    (String, String, String),
    Vec<u8>,
    (AccountId, Instant),
    Option<AccountId>,
    bool,
    (Option<AccountId>, Option<Instant>),
);

type Columns = (
    comments::id,
    (comments::section, comments::code, comments::entry_id),
    comments::sealed,
    (comments::written_by, comments::written_at),
    comments::addressed_to,
    comments::resolved,
    (comments::turned_by, comments::turned_at),
);

const COLUMNS: Columns = (
    comments::id,
    (comments::section, comments::code, comments::entry_id),
    comments::sealed,
    (comments::written_by, comments::written_at),
    comments::addressed_to,
    comments::resolved,
    (comments::turned_by, comments::turned_at),
);

/// The newest comments on a question, the newest first.
pub(super) fn of_place(ctx: &mut Ctx<'_>, row: &ResponseRow, place: &Place, most: i64) -> Result<Vec<Opened>> {
    let rows: Vec<Row> = comments::table
        .filter(comments::state_id.eq(&row.state_id))
        .filter(comments::response_id.eq(&row.id))
        .filter(comments::code.eq(&place.code))
        .filter(comments::entry_id.eq(&place.instance))
        .order((comments::written_at.desc(), comments::id.desc()))
        .limit(most)
        .select(COLUMNS)
        .load(ctx.conn)?;
    open(ctx, row, rows)
}

/// The newest open comments of a response, the newest first.
pub(super) fn open_ones(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    to: Option<&AccountId>,
    most: i64,
) -> Result<Vec<Opened>> {
    let mut wanted = comments::table
        .filter(comments::state_id.eq(&row.state_id))
        .filter(comments::response_id.eq(&row.id))
        .filter(comments::resolved.eq(false))
        .order((comments::written_at.desc(), comments::id.desc()))
        .limit(most)
        .select(COLUMNS)
        .into_boxed();
    if let Some(to) = to {
        wanted = wanted.filter(comments::addressed_to.eq(to));
    }
    let rows: Vec<Row> = wanted.load(ctx.conn)?;
    open(ctx, row, rows)
}

fn open(ctx: &mut Ctx<'_>, row: &ResponseRow, rows: Vec<Row>) -> Result<Vec<Opened>> {
    let sealer = sealer(ctx, row)?;
    rows.into_iter()
        .map(
            |(
                id,
                (section, code, instance),
                sealed,
                (written_by, written_at),
                to,
                resolved,
                (turned_by, turned_at),
            )| {
                let text = String::from_utf8(sealer.open(&about(row, &id), &sealed)?).map_err(Error::internal)?;
                let place = Place { code, instance };
                Ok(Opened { id, section, place, text, written_by, written_at, to, resolved, turned_by, turned_at })
            },
        )
        .collect()
}

/// How many comments of a response are open; with `to`, those to that person.
pub(super) fn count_open(ctx: &mut Ctx<'_>, row: &ResponseRow, to: Option<&AccountId>) -> Result<i64> {
    let open = comments::table
        .filter(comments::state_id.eq(&row.state_id))
        .filter(comments::response_id.eq(&row.id))
        .filter(comments::resolved.eq(false));
    Ok(match to {
        Some(to) => open.filter(comments::addressed_to.eq(to)).count().get_result(ctx.conn)?,
        None => open.count().get_result(ctx.conn)?,
    })
}

/// The question of each open comment of a response, and to whom it is addressed.
pub(super) fn open_codes(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<(String, Option<AccountId>)>> {
    Ok(comments::table
        .filter(comments::state_id.eq(&row.state_id))
        .filter(comments::response_id.eq(&row.id))
        .filter(comments::resolved.eq(false))
        .select((comments::code, comments::addressed_to))
        .load(ctx.conn)?)
}

/// The question of each open comment of a section.
pub(super) fn open_places(ctx: &mut Ctx<'_>, row: &ResponseRow, section: &str) -> Result<Vec<Place>> {
    let rows: Vec<(String, String)> = comments::table
        .filter(comments::state_id.eq(&row.state_id))
        .filter(comments::response_id.eq(&row.id))
        .filter(comments::section.eq(section))
        .filter(comments::resolved.eq(false))
        .select((comments::code, comments::entry_id))
        .load(ctx.conn)?;
    Ok(rows.into_iter().map(|(code, instance)| Place { code, instance }).collect())
}
