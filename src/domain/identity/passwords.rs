//! Passwords: argon2id with a key outside the database, in a queue that cannot take the machine down, and the rules for new ones.

mod memory;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, mpsc};

use argon2::password_hash::phc::{self, Output, ParamsString, Salt};
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Params, Version};
use memory::{InMemory, Memory};
use tokio::sync::{Semaphore, oneshot};
use zeroize::Zeroizing;

use crate::domain::error::{Error, Refusal, Result};
use crate::domain::seal::{Keyring, random};

/// Characters of a password: at least, and at most.
pub const MIN: usize = 15;
pub const MAX: usize = 256;
/// Bytes beyond which nothing is hashed.
const MAX_BYTES: usize = 1024;
/// How many passwords wait for their turn before the next is sent away.
const QUEUE: usize = 32;
/// What is said to who comes when too many wait, and after how many seconds to come again.
const BUSY: Error = Error::Busy { retry_after: 5 };
/// What zxcvbn has to say of a password at least: 3 of 4, "safely unguessable".
const STRENGTH: zxcvbn::Score = zxcvbn::Score::Three;

/// Words that everybody who attacks this platform would try: its own, those of its organisations and of its work, one a line.
const CONTEXT: &str = include_str!("context-words.txt");
/// The States, whose names everybody would try too.
const STATES: &str = include_str!("../../../config/states_parties.csv");
/// Characters that are left of a password at least where words of the lists above are taken out.
const LEFT: usize = 8;

/// The words of this platform and the names of States in English and French, the longest first, as [`plain`] has them.
static CONTEXT_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut states = csv::Reader::from_reader(STATES.as_bytes());
    let names = |row: csv::StringRecord| [2, 3].map(|column| row.get(column).map(plain).unwrap_or_default());
    let mut words: Vec<String> = states.records().filter_map(std::result::Result::ok).flat_map(names).collect();
    words.extend(CONTEXT.lines().map(plain));
    // A word of three letters stands in too many others to be taken out of what somebody thought of.
    words.retain(|word| word.chars().count() >= 3);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
});

/// A stored password: a PHC string. No `Debug`.
#[derive(Clone, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Whether it is the very same stored form.
    pub(super) fn is(&self, other: &PasswordHash) -> bool {
        self.0 == other.0
    }

    fn parsed(&self) -> Option<phc::PasswordHash> {
        let parsed = phc::PasswordHash::new(&self.0);
        if parsed.is_err() {
            tracing::error!("a stored password cannot be read; nobody can sign in with it");
        }
        parsed.ok()
    }
}

/// Hashes passwords, as many at once as is configured: 46 MiB each on every blocking thread would be all the memory.
#[derive(Clone)]
pub struct Hasher {
    inner: Arc<Inner>,
}

struct Inner {
    keys: Keyring,
    params: Params,
    /// What an unknown name's password is compared with, so that it takes as long as a known one's.
    dummy: phc::PasswordHash,
    /// Those who hash and those who wait.
    places: Arc<Semaphore>,
    /// To the threads that hash.
    jobs: mpsc::Sender<Job>,
    runs: AtomicU64,
}

type Job = Box<dyn FnOnce(&Memory) + Send>;

/// Threads that do nothing but hash, one job at a time each. On the runtime's own many threads, each would keep the memory of its
/// last hash for the next: five hundred sign-ins at once took 900 MB. They end with who sends to them.
fn threads(count: usize) -> Result<mpsc::Sender<Job>> {
    let (send, receive) = mpsc::channel::<Job>();
    let receive = Arc::new(Mutex::new(receive));
    for _ in 0..count {
        let receive = receive.clone();
        let next = move || receive.lock().ok().and_then(|receive| receive.recv().ok());
        let work = move || {
            let memory = Memory::default();
            while let Some(job) = next() {
                // Who waits for it is told by the channel that closes.
                if catch_unwind(AssertUnwindSafe(|| job(&memory))).is_err() {
                    tracing::error!("the hashing of a password failed");
                }
            }
        };
        std::thread::Builder::new().name("passwords".to_owned()).spawn(work).map_err(Error::internal)?;
    }
    Ok(send)
}

/// What hashing a password costs, and how many are hashed and wait at once.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub parallel: usize,
    pub queue: usize,
}

impl Hasher {
    /// A hasher with the key of this ring, at the least cost that is safe (19 MiB, two passes), for so many processors.
    ///
    /// # Errors
    /// Never with the parameters that stand here.
    pub fn new(keys: &Keyring, processors: usize) -> Result<Self> {
        Hasher::costing(keys, Cost { memory_kib: 19 * 1024, passes: 2, parallel: processors, queue: QUEUE })
    }

    /// A hasher at this cost.
    ///
    /// # Errors
    /// Where argon2 does not take the parameters.
    pub fn costing(keys: &Keyring, cost: Cost) -> Result<Self> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(Error::internal)?;
        let processors = cost.parallel.max(1);
        let inner = Inner {
            keys: keys.clone(),
            dummy: dummy(&params)?,
            params,
            places: Arc::new(Semaphore::new(processors + cost.queue)),
            jobs: threads(processors)?,
            runs: AtomicU64::new(0),
        };
        Ok(Hasher { inner: Arc::new(inner) })
    }

    /// The stored form of a new password.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait; [`Refusal::PasswordLong`].
    pub async fn hash(&self, password: Zeroizing<String>) -> Result<PasswordHash> {
        self.in_turn(password, |hasher, _, password| {
            let hash = hasher.hash_password_with_salt(password.as_bytes(), &random::<16>());
            Ok(PasswordHash(hash.map_err(Error::internal)?.to_string()))
        })
        .await
    }

    /// Whether it is the password. Without a stored one the answer is no, after the same work.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait.
    pub async fn verify(&self, password: Zeroizing<String>, stored: Option<PasswordHash>) -> Result<bool> {
        // Too long to be anybody's, and the answer to that betrays nobody.
        if password.len() > MAX_BYTES {
            return Ok(false);
        }
        self.in_turn(password, move |hasher, inner, password| {
            let known = stored.and_then(|stored| stored.parsed());
            let against = known.as_ref().unwrap_or(&inner.dummy);
            let same = hasher.verify_password(password.as_bytes(), against).is_ok();
            Ok(same && known.is_some())
        })
        .await
    }

    /// Whether one more may wait; to ask before anything else is done for who would be sent away.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait.
    pub fn has_room(&self) -> Result<()> {
        if self.inner.places.available_permits() == 0 { Err(BUSY) } else { Ok(()) }
    }

    /// How many times argon2 has run: for the metrics, and for the test that unknown names cost as much as known ones.
    pub fn runs(&self) -> u64 {
        self.inner.runs.load(Ordering::Relaxed)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        password: Zeroizing<String>,
        work: impl FnOnce(&InMemory<'_>, &Inner, &str) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        if password.len() > MAX_BYTES {
            return Err(Refusal::PasswordLong { max: MAX }.into());
        }
        let inner = self.inner.clone();
        let place = inner.places.clone().try_acquire_owned().map_err(|_| BUSY)?;
        let (tell, told) = oneshot::channel();
        let jobs = inner.jobs.clone();
        // The place moves along: a visitor who leaves does not free it while the work still runs.
        let job: Job = Box::new(move |memory| {
            let _place = place;
            inner.runs.fetch_add(1, Ordering::Relaxed);
            let hasher = InMemory { pepper: inner.keys.pepper(), params: inner.params.clone(), memory };
            let _ = tell.send(work(&hasher, &inner, &password));
        });
        jobs.send(job).map_err(Error::internal)?;
        told.await.map_err(Error::internal)?
    }
}

/// A stored password that no password matches, with the same parameters and lengths as a real one.
fn dummy(params: &Params) -> Result<phc::PasswordHash> {
    Ok(phc::PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(Error::internal)?,
        salt: Some(Salt::new(&random::<16>()).map_err(Error::internal)?),
        hash: Some(Output::new(&random::<32>()).map_err(Error::internal)?),
    })
}

/// Whether a password may be chosen. `personal`: the person's name and e-mail address. No rules of composition: length, and
/// that it stands on no list and is not put together from words of this platform and names of States. It takes some milliseconds, so
/// call it where blocking is allowed.
///
/// # Errors
/// The refusal to show beside the field.
pub fn check(password: &str, repeated: &str, personal: &[&str]) -> Result<(), Refusal> {
    let length = password.chars().count();
    if length < MIN {
        return Err(Refusal::PasswordShort { min: MIN });
    }
    if length > MAX || password.len() > MAX_BYTES {
        return Err(Refusal::PasswordLong { max: MAX });
    }
    if password != repeated {
        return Err(Refusal::PasswordsDiffer);
    }
    if is_personal(password, personal) {
        return Err(Refusal::PasswordPersonal);
    }
    if is_from_here(password) || zxcvbn::zxcvbn(password, personal).score() < STRENGTH {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

/// Whether a password is little more than words of this platform, however they are written together.
fn is_from_here(password: &str) -> bool {
    let whole = plain(password);
    let left = CONTEXT_WORDS.iter().fold(whole.clone(), |left, word| left.replace(word.as_str(), ""));
    left != whole && left.chars().count() < LEFT
}

/// In small letters and without white space.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect()
}

/// Whether the whole name, or the whole local part of the address, stands in the password; shorter than four letters does not count.
fn is_personal(password: &str, personal: &[&str]) -> bool {
    let password = plain(password);
    personal
        .iter()
        .map(|text| plain(text.rsplit_once('@').map_or(*text, |(local, _)| local)))
        .any(|text| text.chars().count() >= 4 && password.contains(&text))
}

impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for PasswordHash
where
    String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes).map(PasswordHash)
    }
}

impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for PasswordHash
where
    str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(&self.0, out)
    }
}
// `AsExpression` asks for it; what it prints is not the hash.
impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash")
    }
}
