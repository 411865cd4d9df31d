//! The event log on either database: `append` (a shared commit), `streams` and `load` (states),
//! `feed` (everything in order), `sealing` with `keys` (personal data), `chain` (tamper evidence),
//! `transfer` (from one database to another).
//!
//! Nothing outside this folder writes to its four tables, and no row of `events` is ever changed.

mod append;
mod batch;
mod bell;
mod beside;
mod chain;
mod faults;
mod feed;
mod keys;
mod load;
mod master_key;
mod postgres;
mod sealing;
mod sqlite;
mod stored;
mod streams;
mod transfer;
mod upcasters;

use std::sync::Arc;

use app::clock::Clock;
use app::log::{Append, AppendError, Envelope, EventLog, Loaded, LogError, Named, Recorded, StreamId};
use async_trait::async_trait;
use domain::shared::ids::{CommandId, PersonId};
use sqlx::Row;
use tokio::sync::{mpsc, oneshot, watch};

use self::append::{Appender, Refused, Waiting};
use self::bell::Bell;
use self::keys::SubjectKeys;
use self::streams::Streams;
use crate::database::Database;
use crate::on;

pub(crate) use self::beside::Place;
pub use self::chain::Verdict;
pub use self::faults::Faults;
pub(crate) use self::master_key::fill as random;
pub use self::master_key::{MasterKey, MasterKeyError};
pub use self::upcasters::Upcasters;

/// What a log is opened with, besides its database and master key.
#[derive(Clone)]
pub struct Settings {
    /// Dates the making and destroying of keys.
    pub clock: Arc<dyn Clock>,
    /// How events of earlier shapes are read.
    pub upcasters: Upcasters,
    /// Failures to come, for tests; none by default.
    pub faults: Faults,
}

impl Settings {
    /// The usual ones.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, upcasters: Upcasters::default(), faults: Faults::default() }
    }
}

/// The event log. Cheap to clone; the last clone to go takes its tasks with it.
#[derive(Clone)]
pub struct Log(Arc<Parts>);

struct Parts {
    database: Database,
    keys: Arc<SubjectKeys>,
    streams: Arc<Streams>,
    upcasters: Upcasters,
    bell: Arc<Bell>,
    queue: mpsc::Sender<Waiting>,
}

impl Log {
    /// Opens the log of a database whose migrations have run. Refuses a master key that is not the
    /// one with which this database's keys were wrapped.
    pub async fn open(
        database: Database,
        master_key: MasterKey,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, LogError> {
        Self::open_with(database, master_key, Settings::new(clock)).await
    }

    /// The same, with settings of one's own.
    pub async fn open_with(
        database: Database,
        master_key: MasterKey,
        settings: Settings,
    ) -> Result<Self, LogError> {
        let keys = Arc::new(SubjectKeys::open(database.clone(), master_key, settings.clock).await?);
        let streams = Arc::new(Streams::default());
        let bell = Arc::new(Bell::new(head(&database).await?));
        bell::connect(&database, &bell, &keys, &streams).await?;
        let (queue, waiting) = mpsc::channel(append::QUEUE);
        Appender::start(&database, streams.clone(), bell.clone(), settings.faults, waiting);
        Ok(Self(Arc::new(Parts { database, keys, streams, upcasters: settings.upcasters, bell, queue })))
    }

    /// Rings with the last position whenever something was appended, by this node or another.
    pub fn subscribe(&self) -> watch::Receiver<i64> {
        self.0.bell.subscribe()
    }

    /// Re-computes every hash; names the first position that disagrees.
    pub async fn verify(&self) -> Result<Verdict, LogError> {
        chain::verify(&self.0.database).await
    }

    /// Writes the whole log as JSON lines, sealed as it is, with the wrapped keys; and beside it who works
    /// here, in clear but without passwords, and the contracts.
    pub async fn export(&self, out: &mut (impl std::io::Write + Send)) -> Result<i64, LogError> {
        transfer::export(&self.0.database, out).await
    }

    /// Takes in what [`Log::export`] wrote, where nothing has happened and nobody has an account; positions
    /// and hashes stay what they were. The master key must be the same one.
    pub async fn import(&self, lines: &mut (impl std::io::BufRead + Send)) -> Result<i64, LogError> {
        let head = transfer::import(&self.0.database, lines).await?;
        self.0.keys.forget_cached();
        self.0.streams.clear();
        self.0.bell.ring(head);
        Ok(head)
    }
}

#[async_trait]
impl EventLog for Log {
    async fn load(&self, stream: StreamId) -> Result<Loaded, LogError> {
        match self.0.streams.get(stream) {
            Some(known) => Ok(known.loaded),
            None => self.reload(stream).await,
        }
    }

    async fn reload(&self, stream: StreamId) -> Result<Loaded, LogError> {
        // What is known stands while the stream ends where it did: that is asked without its history. What is known is
        // looked at afterwards, because somebody may be forgotten while the database is asked.
        if self.0.streams.get(stream).is_some() {
            let tip = load::tip(&self.0.database, stream).await?;
            let known = self.0.streams.get(stream);
            if let Some(known) = known.filter(|known| tip == (known.loaded.version, known.tip)) {
                return Ok(known.loaded);
            }
        }
        let begun = self.0.streams.begin_read();
        let known = load::stream(&self.0.database, &self.0.keys, &self.0.upcasters, stream).await?;
        self.0.streams.put_read(begun, known.clone());
        Ok(known.loaded)
    }

    async fn make_keys(&self, subjects: &[PersonId]) -> Result<(), LogError> {
        self.0.keys.for_sealing(subjects.iter().map(|id| id.uuid()).collect()).await.map(drop)
    }

    async fn outcome(
        &self,
        command: CommandId,
        fingerprint: [u8; 32],
    ) -> Result<Option<Recorded>, AppendError> {
        match batch::kept(&self.0.database, command.uuid()).await? {
            Some(kept) => kept.answer(&fingerprint).map(Some),
            None => Ok(None),
        }
    }

    #[tracing::instrument(name = "append", skip_all, fields(append.streams = append.streams.len()))]
    async fn append(&self, append: Append) -> Result<Recorded, AppendError> {
        let prepared = match batch::prepare(&self.0, append).await? {
            batch::Readiness::Ready(prepared) => prepared,
            batch::Readiness::Settled(answer) => return answer,
        };
        let (answer, answered) = oneshot::channel();
        let gone = |_| LogError { doing: "appending", source: "the log was closed".into() };
        self.0.queue.send(Waiting { prepared, answer }).await.map_err(|_| gone(()))?;
        match answered.await.map_err(|_| gone(()))? {
            Ok(recorded) => Ok(recorded),
            Err(Refused::Error(error)) => Err(error),
            Err(Refused::MovedOn(stream, prepared)) => {
                batch::settle_moved_on(&self.0, &prepared, stream).await
            }
        }
    }

    async fn feed(&self, after: i64, limit: i64) -> Result<Vec<Envelope>, LogError> {
        feed::after(&self.0.database, &self.0.keys, &self.0.upcasters, after, limit).await
    }

    async fn history(
        &self,
        streams: &[StreamId],
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Envelope>, LogError> {
        feed::history(&self.0.database, &self.0.keys, &self.0.upcasters, streams, before, limit).await
    }

    async fn history_of(
        &self,
        stream: StreamId,
        named: Named,
        limit: i64,
    ) -> Result<Vec<Envelope>, LogError> {
        feed::history_of(&self.0.database, &self.0.keys, &self.0.upcasters, stream, named, limit).await
    }

    async fn head(&self) -> Result<i64, LogError> {
        head(&self.0.database).await
    }

    async fn destroy_key(&self, subject: PersonId) -> Result<(), LogError> {
        let destroyed = self.0.keys.destroy(subject.uuid()).await;
        // Also where only what follows the destroying failed: nothing is told from memory that was opened before it.
        self.0.streams.forget();
        destroyed
    }
}

async fn head(database: &Database) -> Result<i64, LogError> {
    const HEAD: &str = "SELECT position FROM log_head";
    let row = on!(database, read, pool => sqlx::query(HEAD).fetch_one(pool).await.map(|row| row.get(0)));
    row.map_err(failed("reading the head of the log"))
}

/// For `map_err`: names what was being done and keeps the cause.
fn failed<E: Into<Box<dyn std::error::Error + Send + Sync>>>(doing: &'static str) -> impl Fn(E) -> LogError {
    move |source| LogError { doing, source: source.into() }
}

/// Something that is wrong without anything having failed.
fn wrong(doing: &'static str, what: &str) -> LogError {
    LogError { doing, source: what.into() }
}
