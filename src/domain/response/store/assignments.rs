//! The tables of who has what of a draft.

use diesel::prelude::*;

use super::sealer;
use crate::domain::db::Ctx;
use crate::domain::db::schema::{assigned_questions, assignments};
use crate::domain::error::{Error, Result};
use crate::domain::ids::AccountId;
use crate::domain::response::assign::Extent;
use crate::domain::response::model::ResponseRow;
use crate::domain::seal;
use crate::domain::time::{Day, Instant};

/// What somebody has of a section, without the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    pub section: String,
    pub account: AccountId,
    pub extent: Extent,
    /// The codes of single questions, where it is these.
    pub questions: Vec<String>,
    /// Who has single questions to write has the rest of the section to read.
    pub reads_rest: bool,
    pub due: Option<Day>,
}

impl Assigned {
    /// Whether it is to be written, not only read.
    pub fn is_to_write(&self) -> bool {
        self.extent != Extent::Reading
    }
}

/// What a page showed of an assignment: a digest of all of it as it is kept, with who gave it and when. It notices a difference, and says
/// nothing of what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// Where nothing was given.
    pub fn nothing() -> Self {
        Shown("none".to_owned())
    }

    /// As a page carried it.
    pub fn carried(text: &str) -> Self {
        Shown(text.to_owned())
    }

    pub(in crate::domain::response) fn of(row: Option<&Row>) -> Self {
        row.map_or_else(Shown::nothing, |row| row.shown.clone())
    }

    fn new(of: &Assigned, beside: &Beside) -> Self {
        let Beside { note, given_by, given_at } = beside;
        let note = note.as_deref().map(seal::hex);
        let all = (&of.extent, &of.questions, of.reads_rest, &of.due, note, given_by, given_at);
        Shown(seal::mark(&format!("{all:?}")))
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands beside who has what.
struct Beside {
    /// Sealed.
    note: Option<Vec<u8>>,
    given_by: Option<AccountId>,
    given_at: Option<Instant>,
}

/// A row of the table, as it is kept.
#[derive(Queryable)]
struct Kept {
    section: String,
    account: AccountId,
    extent: Extent,
    reads_rest: bool,
    due: Option<Day>,
    note: Option<Vec<u8>>,
    given_by: Option<AccountId>,
    given_at: Option<Instant>,
}

/// A row of the table, opened.
#[derive(Debug, Clone)]
pub(in crate::domain::response) struct Row {
    pub(in crate::domain::response) of: Assigned,
    pub(in crate::domain::response) shown: Shown,
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
    Ok(with_beside(ctx, row)?.into_iter().map(|(of, _)| of).collect())
}

/// The assignments of a section with their notes, in the order in which they were given.
pub(in crate::domain::response) fn of_section(ctx: &mut Ctx<'_>, row: &ResponseRow, section: &str) -> Result<Vec<Row>> {
    let sealer = sealer(ctx, row)?;
    let mut rows = Vec::new();
    for (of, beside) in with_beside(ctx, row)?.into_iter().filter(|(of, _)| of.section == section) {
        let shown = Shown::new(&of, &beside);
        let note = match beside.note {
            None => String::new(),
            Some(sealed) => {
                String::from_utf8(sealer.open(&about(row, section, &of.account), &sealed)?).map_err(Error::internal)?
            }
        };
        rows.push(Row { of, shown, note, given_by: beside.given_by, given_at: beside.given_at });
    }
    Ok(rows)
}

/// A section, what a page carries of what somebody has of it, and who gave it and when.
pub(in crate::domain::response) type Carried = (String, Shown, Option<(AccountId, Instant)>);

/// What pages carry of what somebody has of a response, by section, with who gave it and when.
pub(in crate::domain::response) fn shown(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    account: &AccountId,
) -> Result<Vec<Carried>> {
    let theirs = with_beside(ctx, row)?.into_iter().filter(|(of, _)| &of.account == account);
    let carried = |(of, beside): (Assigned, Beside)| {
        let shown = Shown::new(&of, &beside);
        (of.section, shown, beside.given_by.zip(beside.given_at))
    };
    Ok(theirs.map(carried).collect())
}

fn with_beside(ctx: &mut Ctx<'_>, row: &ResponseRow) -> Result<Vec<(Assigned, Beside)>> {
    let kept: Vec<Kept> = assignments::table
        .filter(assignments::state_id.eq(&row.state_id))
        .filter(assignments::response_id.eq(&row.id))
        .order((assignments::given_at, assignments::account_id))
        .select((
            assignments::section,
            assignments::account_id,
            assignments::extent,
            assignments::reads_rest,
            assignments::due,
            assignments::note,
            assignments::given_by,
            assignments::given_at,
        ))
        .load(ctx.conn)?;
    let questions: Vec<(String, AccountId, String)> = if kept.iter().any(|kept| kept.extent == Extent::Questions) {
        assigned_questions::table
            .filter(assigned_questions::state_id.eq(&row.state_id))
            .filter(assigned_questions::response_id.eq(&row.id))
            .order(assigned_questions::code)
            .select((assigned_questions::section, assigned_questions::account_id, assigned_questions::code))
            .load(ctx.conn)?
    } else {
        Vec::new()
    };
    let whole = |kept: Kept| {
        let Kept { section, account, extent, reads_rest, due, note, given_by, given_at } = kept;
        let of_it = questions.iter().filter(|(of, who, _)| of == &section && who == &account);
        let questions = of_it.map(|(_, _, code)| code.clone()).collect();
        let of = Assigned { section, account, extent, questions, reads_rest, due };
        (of, Beside { note, given_by, given_at })
    };
    Ok(kept.into_iter().map(whole).collect())
}

/// Writes an assignment, over what the person had of the section; it is given now.
pub(in crate::domain::response) fn put(
    ctx: &mut Ctx<'_>,
    row: &ResponseRow,
    of: &Assigned,
    note: &str,
    given_by: Option<&AccountId>,
) -> Result<()> {
    let note = match note {
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
            assignments::reads_rest.eq(of.reads_rest),
            assignments::due.eq(&of.due),
            assignments::note.eq(note),
            assignments::given_by.eq(given_by),
            assignments::given_at.eq(Some(ctx.now())),
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
