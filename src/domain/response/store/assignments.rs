//! The tables of who has what of a draft, and of who was told of it by mail.

use diesel::prelude::*;

use super::sealer;
use crate::domain::db::Ctx;
use crate::domain::db::schema::{assigned_questions, assignments};
use crate::domain::error::{Error, Result};
use crate::domain::ids::AccountId;
use crate::domain::response::assign::Extent;
use crate::domain::response::model::ResponseRow;
use crate::domain::time::{Day, Instant};

/// What somebody has of a section, without the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    pub section: String,
    pub account: AccountId,
    pub extent: Extent,
    /// The codes of single questions, where it is these.
    pub questions: Vec<String>,
    pub due: Option<Day>,
}

impl Assigned {
    /// Whether it is to be written, not only read.
    pub fn is_to_write(&self) -> bool {
        self.extent != Extent::Reading
    }
}

/// A row of the table, opened.
#[derive(Debug, Clone)]
pub(in crate::domain::response) struct Row {
    pub(in crate::domain::response) of: Assigned,
    pub(in crate::domain::response) note: String,
    pub(in crate::domain::response) given_by: Option<AccountId>,
    pub(in crate::domain::response) given_at: Option<Instant>,
}

/// Where a note is sealed.
pub(in crate::domain::response) fn about(row: &ResponseRow, section: &str, account: &AccountId) -> String {
    format!("assignments/{}/{}/{section}/{account}", row.state_id, row.id)
}

/// Who has what, in the order in which it was given.
pub(in crate::domain::response) fn assigned(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<Assigned>> {
    let of_response =
        assignments::table.filter(assignments::state_id.eq(&row.state_id)).filter(assignments::response_id.eq(&row.id));
    let rows: Vec<(String, AccountId, Extent, Option<Day>)> = of_response
        .order((assignments::given_at, assignments::account_id))
        .select((assignments::section, assignments::account_id, assignments::extent, assignments::due))
        .load(ctx.conn)?;
    let questions: Vec<(String, AccountId, String)> = if rows.iter().any(|row| row.2 == Extent::Questions) {
        assigned_questions::table
            .filter(assigned_questions::state_id.eq(&row.state_id))
            .filter(assigned_questions::response_id.eq(&row.id))
            .order(assigned_questions::code)
            .select((assigned_questions::section, assigned_questions::account_id, assigned_questions::code))
            .load(ctx.conn)?
    } else {
        Vec::new()
    };
    let whole = |(section, account, extent, due): (String, AccountId, Extent, Option<Day>)| {
        let of_it = questions.iter().filter(|(of, who, _)| of == &section && who == &account);
        let questions = of_it.map(|(_, _, code)| code.clone()).collect();
        Assigned { section, account, extent, questions, due }
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// The assignments of a section with their notes, in the order in which they were given.
pub(in crate::domain::response) fn of_section(ctx: &mut Ctx<'_>, row: &ResponseRow, section: &str) -> Result<Vec<Row>> {
    let sealer = sealer(ctx, row)?;
    type Beside = (AccountId, Option<Vec<u8>>, Option<AccountId>, Option<Instant>);
    let beside: Vec<Beside> = assignments::table
        .filter(assignments::state_id.eq(&row.state_id))
        .filter(assignments::response_id.eq(&row.id))
        .filter(assignments::section.eq(section))
        .select((assignments::account_id, assignments::note, assignments::given_by, assignments::given_at))
        .load(ctx.conn)?;
    let mut rows = Vec::new();
    for of in assigned(ctx, row)?.into_iter().filter(|of| of.section == section) {
        let found = beside.iter().find(|(account, ..)| account == &of.account);
        let (_, sealed, given_by, given_at) = found.cloned().ok_or(Error::NotFound)?;
        let note = match sealed {
            None => String::new(),
            Some(sealed) => {
                String::from_utf8(sealer.open(&about(row, section, &of.account), &sealed)?).map_err(Error::internal)?
            }
        };
        rows.push(Row { of, note, given_by, given_at });
    }
    Ok(rows)
}

/// Writes an assignment, over what the person had of the section.
pub(in crate::domain::response) fn put(ctx: &mut Ctx<'_>, row: &ResponseRow, new: &Row) -> Result<()> {
    let of = &new.of;
    let note = match new.note.as_str() {
        "" => None,
        note => Some(sealer(ctx, row)?.seal(&about(row, &of.section, &of.account), note.as_bytes())?),
    };
    remove(ctx, row, &of.section, &of.account)?;
    diesel::insert_into(assignments::table)
        .values((
            assignments::state_id.eq(&row.state_id),
            assignments::response_id.eq(&row.id),
            assignments::section.eq(&of.section),
            assignments::account_id.eq(&of.account),
            assignments::extent.eq(of.extent),
            assignments::due.eq(&of.due),
            assignments::note.eq(note),
            assignments::given_by.eq(&new.given_by),
            assignments::given_at.eq(new.given_at),
        ))
        .execute(ctx.conn)?;
    for code in &of.questions {
        diesel::insert_into(assigned_questions::table)
            .values((
                assigned_questions::state_id.eq(&row.state_id),
                assigned_questions::response_id.eq(&row.id),
                assigned_questions::section.eq(&of.section),
                assigned_questions::account_id.eq(&of.account),
                assigned_questions::code.eq(code),
            ))
            .execute(ctx.conn)?;
    }
    Ok(())
}

/// Takes away what a person has of a section. Whether there was anything.
pub(in crate::domain::response) fn remove(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    section: &str,
    account: &AccountId,
) -> Result<bool> {
    diesel::delete(
        assigned_questions::table
            .filter(assigned_questions::state_id.eq(&row.state_id))
            .filter(assigned_questions::response_id.eq(&row.id))
            .filter(assigned_questions::section.eq(section))
            .filter(assigned_questions::account_id.eq(account)),
    )
    .execute(ctx.conn)?;
    let gone = diesel::delete(assignments::table.find((&row.state_id, &row.id, section, account))).execute(ctx.conn)?;
    Ok(gone > 0)
}
