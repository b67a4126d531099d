//! Files that come in pieces, because lines break and sessions end. What has come is kept sealed in the store of files until the whole is there,
//! which is then looked at and kept as any other file. Only who began one goes on with it, and only as long as the question is theirs.

mod store;

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::attached;
use super::files;
use super::model::Section;
use crate::domain::access::{Edit, Facts, Manage, Permit};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Refusal, Result};
use crate::domain::ids::{AccountId, AttachmentId, CycleId, StateId, UploadId};
use crate::domain::questionnaire::Place;
use crate::domain::seal::Sealer;
use crate::domain::vault::{self, Purpose};

pub(super) use store::about;

/// Most bytes of one piece: proxies of offices let little more through.
pub const MOST_OF_PIECE: usize = 1024 * 1024;
/// Least bytes of a piece that is not the last: nobody makes a million of them.
pub const LEAST_OF_PIECE: usize = 64 * 1024;
/// Most files that one account has on the way. One more ends the one that was not gone on with for longest.
const MOST_OPEN: usize = 5;
/// Most bytes that a State has on the way, each file counted whole.
const MOST_OF_STATE: usize = 400 * 1024 * 1024;
/// After so many seconds without a piece a file is on the way no more: a day.
const KEPT_SECONDS: i64 = 24 * 3600;
/// Longest name that is taken; a longer one is cut, as a file's own is.
const MOST_OF_NAME: usize = 250;

/// A file on its way.
#[derive(Debug, Clone)]
pub struct Upload {
    pub id: UploadId,
    /// As the browser gave it.
    pub name: String,
    /// The SHA-256 of the whole, where the browser could say it.
    pub sha256: Option<String>,
    /// It is to stand beside the answer, and not to be it.
    pub beside: bool,
    pub size: u32,
    pub received: u32,
    /// The length of each piece, in order.
    pub pieces: Vec<u32>,
    /// The file that it has become.
    pub done: Option<AttachmentId>,
}

impl Upload {
    /// Whether everything has come.
    pub fn is_whole(&self) -> bool {
        self.received == self.size
    }

    /// Where each piece begins and how long it is.
    pub fn spans(&self) -> Vec<(u32, u32)> {
        let begins = self.pieces.iter().scan(0_u32, |at, length| {
            let begin = *at;
            *at = at.saturating_add(*length);
            Some((begin, *length))
        });
        begins.collect()
    }

    /// Whether a piece that lies in the store is one of this file's, or may become one yet. What is not only takes room: nobody counts it any more.
    pub fn has_use_for(&self, begin: u32, length: u32) -> bool {
        self.done.is_none() && (begin >= self.received || self.spans().contains(&(begin, length)))
    }

    /// What is to be done with a piece that begins there.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that cannot be a piece of this file, however much has come.
    pub fn takes(&self, begin: u32, length: u32) -> Result<Takes> {
        let end = begin.checked_add(length).filter(|end| *end <= self.size && length > 0).ok_or(Error::NotFound)?;
        let is_long_enough = usize::try_from(length).is_ok_and(|length| length >= LEAST_OF_PIECE);
        if !is_long_enough && end != self.size {
            return Err(Error::NotFound);
        }
        Ok(match self.received {
            _ if self.done.is_some() => Takes::Elsewhere,
            received if received == begin => Takes::It,
            // The answer to it was lost, and it was sent again.
            received if received == end && self.pieces.last() == Some(&length) => Takes::HadIt,
            _ => Takes::Elsewhere,
        })
    }
}

/// What is to be done with a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    It,
    HadIt,
    /// It does not go on where the last one ended.
    Elsewhere,
}

/// What somebody says of a file before it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// It is to stand beside the answer, and not to be it.
    #[serde(default)]
    pub beside: bool,
    #[serde(skip)]
    pub size: u32,
}

impl Announced {
    /// A file of this name and so many bytes, with its digest where the browser could make it.
    ///
    /// # Errors
    /// [`Refusal::FileEmpty`], [`Refusal::FileTooLarge`]; [`Refusal::FileNameBad`] where there is no name.
    pub fn new(name: &str, size: u64, sha256: &str, beside: bool) -> Result<Self, Refusal> {
        let size = match u32::try_from(size) {
            Ok(0) => return Err(Refusal::FileEmpty),
            Ok(size) if usize::try_from(size).is_ok_and(|size| size <= files::MOST_BYTES) => size,
            _ => return Err(Refusal::FileTooLarge { megabytes: files::MOST_BYTES / 1024 / 1024 }),
        };
        let name: String = name.chars().filter(|c| !c.is_control()).take(MOST_OF_NAME).collect();
        if name.trim().is_empty() {
            return Err(Refusal::FileNameBad);
        }
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
        Ok(Announced { name, sha256: is_digest.then(|| sha256.to_owned()), beside, size })
    }

    /// Whether an upload is of the same file, as far as can be told.
    fn is_of(&self, upload: &Upload) -> bool {
        let same_digest = match (&self.sha256, &upload.sha256) {
            (Some(one), Some(other)) => one == other,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        (self.name.as_str(), self.size) == (upload.name.as_str(), upload.size) && same_digest
    }
}

/// Begins a file at a question, or goes on with the same one. Those that were ended by it come along: their pieces are to be removed.
///
/// # Errors
/// [`Error::NotFound`] where the question is none of the actor's; [`Refusal::UploadsFull`].
pub fn begin(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    place: &Place,
    file: &Announced,
) -> Result<(Upload, Vec<UploadId>)> {
    let response = &section.row().response;
    response.is_there()?;
    // Made here where there is none yet: pieces are sealed outside of a unit of work.
    vault::sealer(ctx, Purpose::Files(&response.state_id, &response.cycle_id))?;
    if let Some(known) = at(ctx, section, place, file.beside)?.into_iter().find(|upload| file.is_of(upload)) {
        return Ok((known, Vec::new()));
    }
    let by = account(ctx)?;
    let mut open = store::of_state(ctx, &response.state_id, alive(ctx))?;
    let own: Vec<UploadId> = open.iter().filter(|row| row.account_id == by).map(|row| row.id.clone()).collect();
    let ended: Vec<UploadId> = own.iter().take((own.len() + 1).saturating_sub(MOST_OPEN)).cloned().collect();
    for id in &ended {
        store::delete(ctx, &response.state_id, id)?;
    }
    open.retain(|row| !ended.contains(&row.id));
    let on_the_way: u64 = open.iter().map(|row| u64::try_from(row.size).unwrap_or(0)).sum();
    let most = u64::try_from(MOST_OF_STATE).unwrap_or(u64::MAX);
    if on_the_way + u64::from(file.size) > most {
        return Err(Refusal::UploadsFull { megabytes: MOST_OF_STATE / 1024 / 1024 }.into());
    }
    let id: UploadId = ctx.new_id();
    store::insert(ctx, response, place, &id, &by, file)?;
    let Announced { name, sha256, beside, size } = file.clone();
    Ok((Upload { id, name, sha256, beside, size, received: 0, pieces: Vec::new(), done: None }, ended))
}

/// Sees whether a file can be given there, as the answer or beside it.
fn may_give(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, beside: bool) -> Result<()> {
    match beside {
        true => attached::takes_files(ctx, section, place),
        false => files::question(ctx, section, place).map(|_| ()),
    }
}

/// What the actor has on the way at a question, as its answer or beside it, the latest first.
///
/// # Errors
/// [`Error::NotFound`] where the question is none of the actor's, or takes no such file.
pub fn at(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, beside: bool) -> Result<Vec<Upload>> {
    may_give(ctx, section, place, beside)?;
    let (by, since) = (account(ctx)?, alive(ctx));
    let mut all = store::own(ctx, &section.row().response, place, &by, since)?;
    all.retain(|upload| upload.done.is_none() && upload.beside == beside);
    Ok(all)
}

/// One of them, also one that has become a file.
///
/// # Errors
/// [`Error::NotFound`] where it is somebody else's, at another question, or over.
pub fn find(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, id: &UploadId) -> Result<Upload> {
    let (by, since) = (account(ctx)?, alive(ctx));
    let all = store::own(ctx, &section.row().response, place, &by, since)?;
    let found = all.into_iter().find(|upload| upload.id == *id).ok_or(Error::NotFound)?;
    may_give(ctx, section, place, found.beside)?;
    Ok(found)
}

/// What seals and opens the pieces.
///
/// # Errors
/// When the keys were destroyed or the database fails.
pub fn sealer(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>) -> Result<Arc<Sealer>> {
    let response = &section.row().response;
    response.is_there()?;
    vault::sealer(ctx, Purpose::Files(&response.state_id, &response.cycle_id))
}

/// Counts a piece that lies in the store, once; the upload as it is then.
///
/// # Errors
/// As [`find`] and [`Upload::takes`].
pub fn count(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    place: &Place,
    id: &UploadId,
    (begin, length): (u32, u32),
) -> Result<(Takes, Upload)> {
    let mut upload = find(ctx, section, place, id)?;
    let takes = upload.takes(begin, length)?;
    if takes == Takes::It {
        upload.received = begin + length;
        upload.pieces.push(length);
        store::set_received(ctx, &section.row().response.state_id, &upload)?;
    }
    Ok((takes, upload))
}

/// Notes that an upload has become a file. Where it has become one before, that one stays, and this says which.
///
/// # Errors
/// [`Error::NotFound`] where the upload is the actor's no more.
pub fn settle(
    ctx: &mut Ctx<'_>,
    section: &Permit<Edit, Section>,
    place: &Place,
    id: &UploadId,
    file: &AttachmentId,
) -> Result<Option<AttachmentId>> {
    let upload = find(ctx, section, place, id)?;
    if upload.done.is_none() {
        store::set_done(ctx, &section.row().response.state_id, id, file)?;
    }
    Ok(upload.done)
}

/// Ends an upload; its pieces are to be removed. One that has become a file stays what it is.
///
/// # Errors
/// As [`find`].
pub fn end(ctx: &mut Ctx<'_>, section: &Permit<Edit, Section>, place: &Place, id: &UploadId) -> Result<()> {
    if find(ctx, section, place, id)?.done.is_none() {
        store::delete(ctx, &section.row().response.state_id, id)?;
    }
    Ok(())
}

/// Ends everything that is on the way for a State's response: its keys go.
pub(super) fn end_all(ctx: &mut Ctx<'_>, state: &StateId, cycle: &CycleId) -> Result<()> {
    store::delete_all(ctx, state, cycle)
}

/// Ends what was not gone on with for a day; those that are still on the way.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the caretaker.
pub fn expire(ctx: &mut Ctx<'_>) -> Result<HashSet<UploadId>> {
    ctx.allow::<Manage>(&Facts::Terms)?;
    store::expire(ctx, alive(ctx))?;
    store::unfinished(ctx)
}

fn account(ctx: &Ctx<'_>) -> Result<AccountId> {
    ctx.actor().person().map(|person| person.account.clone()).ok_or(Error::NotFound)
}

/// What was touched after this is on the way.
fn alive(ctx: &Ctx<'_>) -> crate::domain::time::Instant {
    ctx.now().plus_seconds(-KEPT_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::NewId;

    fn upload(size: u32, pieces: &[u32]) -> Upload {
        let id = UploadId::from_uuid(uuid::Uuid::from_u128(1));
        let received = pieces.iter().sum();
        Upload {
            id,
            name: "a".into(),
            sha256: None,
            beside: false,
            size,
            received,
            pieces: pieces.to_vec(),
            done: None,
        }
    }

    #[test]
    fn a_piece_goes_on_where_the_last_one_ended_and_counts_once() {
        let least = u32::try_from(LEAST_OF_PIECE).unwrap();
        let it = upload(3 * least + 10, &[least, 2 * least]);
        assert_eq!(it.spans(), [(0, least), (least, 2 * least)]);
        assert_eq!(it.takes(3 * least, 10).unwrap(), Takes::It);
        // Again, because its answer was lost.
        assert_eq!(it.takes(least, 2 * least).unwrap(), Takes::HadIt);
        assert_eq!(it.takes(0, least).unwrap(), Takes::Elsewhere);
        assert_eq!(it.takes(2 * least, least).unwrap(), Takes::Elsewhere, "it ends there, but is another piece");
        for (begin, length) in
            [(3 * least, 11), (3 * least, 9), (0, 5), (3 * least, 0), (u32::MAX, 2), (u32::MAX, u32::MAX)]
        {
            assert!(it.takes(begin, length).is_err(), "{begin} {length}");
        }
        let done = Upload { done: Some(AttachmentId::from_uuid(uuid::Uuid::from_u128(2))), ..it };
        assert_eq!(done.takes(3 * least, 10).unwrap(), Takes::Elsewhere);
    }

    #[test]
    fn a_piece_that_came_second_is_of_no_use() {
        let least = u32::try_from(LEAST_OF_PIECE).unwrap();
        let it = upload(4 * least, &[least, 2 * least]);
        for (begin, length) in [(0, least), (least, 2 * least), (3 * least, least)] {
            assert!(it.has_use_for(begin, length), "{begin} {length}");
        }
        // Others that began there, or elsewhere.
        for (begin, length) in [(0, 2 * least), (least, least), (2 * least, least), (2 * least, 2 * least)] {
            assert!(!it.has_use_for(begin, length), "{begin} {length}");
        }
        let done = Upload { done: Some(AttachmentId::from_uuid(uuid::Uuid::from_u128(2))), ..it };
        assert!(!done.has_use_for(0, least));
    }

    #[test]
    fn a_file_that_cannot_be_kept_is_refused_before_it_comes() {
        assert_eq!(Announced::new("a.pdf", 0, "", false), Err(Refusal::FileEmpty));
        for size in [20 * 1024 * 1024 + 1, u64::from(u32::MAX) + 1, u64::MAX] {
            assert_eq!(Announced::new("a.pdf", size, "", false), Err(Refusal::FileTooLarge { megabytes: 20 }));
        }
        assert_eq!(Announced::new("\u{7}\n", 1, "", false), Err(Refusal::FileNameBad));
        let digest = "0a".repeat(32);
        assert_eq!(Announced::new("a.pdf", 1, &digest, false).unwrap().sha256, Some(digest));
        assert_eq!(Announced::new("a.pdf", 1, "0A", false).unwrap().sha256, None);
    }
}
