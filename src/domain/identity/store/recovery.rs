//! The table of recovery codes.

use diesel::prelude::*;

use crate::domain::db::Ctx;
use crate::domain::db::schema::recovery_codes as codes;
use crate::domain::error::Result;
use crate::domain::ids::AccountId;

/// Puts these codes in place of all that the account had.
pub(in super::super) fn replace(ctx: &mut Ctx<'_>, account: &AccountId, hashes: &[Vec<u8>]) -> Result<()> {
    diesel::delete(codes::table.filter(codes::account_id.eq(account))).execute(ctx.conn)?;
    for hash in hashes {
        diesel::insert_into(codes::table)
            .values((codes::account_id.eq(account), codes::code_hash.eq(hash), codes::created_at.eq(ctx.now())))
            .execute(ctx.conn)?;
    }
    Ok(())
}

/// How many are left.
pub(in super::super) fn left(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<i64> {
    Ok(codes::table
        .filter(codes::account_id.eq(account))
        .filter(codes::used_at.is_null())
        .count()
        .get_result(ctx.conn)?)
}

/// Uses a code up; 0 where there is none such that was not used. Of two requests at once one wins.
pub(in super::super) fn use_up(ctx: &mut Ctx<'_>, account: &AccountId, hash: &[u8]) -> Result<usize> {
    Ok(diesel::update(codes::table.find((account, hash)))
        .filter(codes::used_at.is_null())
        .set(codes::used_at.eq(Some(ctx.now())))
        .execute(ctx.conn)?)
}

/// Whether it is a code of the account's present list, used or not.
pub(in super::super) fn is_one(ctx: &mut Ctx<'_>, account: &AccountId, hash: &[u8]) -> Result<bool> {
    let found: i64 = codes::table.find((account, hash)).count().get_result(ctx.conn)?;
    Ok(found > 0)
}
