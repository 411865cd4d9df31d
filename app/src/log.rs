//! The port to the event log: the one place where what happened is kept. A *position* orders every
//! event of every stream without gaps; it is the checkpoint, the ETag and the token with which a page
//! waits until it shows what was just done.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{AccountId, CommandId, OrganisationId};
use domain::{Event, Noun, State};
use thiserror::Error;
use uuid::Uuid;

/// Which stream: a noun and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId {
    /// What it is about.
    pub noun: Noun,
    /// Which one.
    pub id: Uuid,
}

impl StreamId {
    /// The stream of one noun.
    pub fn new(noun: Noun, id: impl Into<Uuid>) -> Self {
        Self { noun, id: id.into() }
    }
}

/// An event as kept, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// Its place among all events; gapless, from 1, in commit order.
    pub position: i64,
    /// Its own id.
    pub event_id: Uuid,
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub version: i64,
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// When we learned it. When it happened stands in the event.
    pub recorded_at: DateTime<Utc>,
    /// Who said so.
    pub actor: AccountId,
    /// The command it came from.
    pub command_id: CommandId,
    /// What happened.
    pub event: Event,
}

/// A stream's state as of a version.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Which stream.
    pub stream: StreamId,
    /// Events so far; 0 when nothing has happened.
    pub version: i64,
    /// Whose it is; `None` when nothing has happened.
    pub organisation: Option<OrganisationId>,
    /// The fold of them.
    pub state: Arc<State>,
}

/// New events of one stream.
#[derive(Debug, Clone)]
pub struct StreamAppend {
    /// Which stream.
    pub stream: StreamId,
    /// The version they were decided on.
    pub expected: i64,
    /// What happened, at least one.
    pub events: Vec<Event>,
    /// The state after them, so that the next command need not load it.
    pub after: Arc<State>,
}

/// One command's outcome, kept whole or not at all.
#[derive(Debug, Clone)]
pub struct Append {
    /// The command; known ids are answered as they were the first time.
    pub command_id: CommandId,
    /// Digest of the command's content: the same id with another content is refused.
    pub fingerprint: [u8; 32],
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Who asked.
    pub actor: AccountId,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// One entry a stream, each stream once, at least one.
    pub streams: Vec<StreamAppend>,
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Position of its last event.
    pub position: i64,
    /// Whether it had been done before, under the same id.
    pub replayed: bool,
}

/// Why an append was not made. Nothing of it was kept.
#[derive(Debug, Error)]
pub enum AppendError {
    /// The stream has moved on since it was loaded; load and decide again.
    #[error("the stream has moved on")]
    Conflict {
        /// Which.
        stream: StreamId,
    },
    /// The command id was used before, for something else.
    #[error("this command id was used for something else")]
    CommandReused,
    /// Words about somebody whose key has been destroyed cannot be kept any more.
    #[error("this person has been forgotten")]
    Forgotten {
        /// Whom.
        subject: domain::shared::ids::PersonId,
    },
    /// The log could not be reached or answered wrongly.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// The log could not do what was asked.
#[derive(Debug, Error)]
#[error("{doing}")]
pub struct LogError {
    /// What was being done.
    pub doing: &'static str,
    /// Why it failed.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// Which facts of a stream are asked for, by their stored name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Those of this name.
    Only(&'static str),
    /// All others.
    AllBut(&'static str),
}

/// The event log.
#[async_trait]
pub trait EventLog: Send + Sync {
    /// A stream as lately known: perhaps behind by what another node has just done, which an append
    /// then finds out.
    async fn load(&self, stream: StreamId) -> Result<Loaded, LogError>;

    /// A stream with every event that is in the database now. What is personal in it may be told from memory until this
    /// node hears that somebody was forgotten.
    async fn reload(&self, stream: StreamId) -> Result<Loaded, LogError>;

    /// What became of a command, if it was kept: refused when the content differs.
    async fn outcome(
        &self,
        command: CommandId,
        fingerprint: [u8; 32],
    ) -> Result<Option<Recorded>, AppendError>;

    /// Keeps one command's outcome. Answers when it is durable.
    async fn append(&self, append: Append) -> Result<Recorded, AppendError>;

    /// Events after a position, in order, at most `limit`.
    async fn feed(&self, after: i64, limit: i64) -> Result<Vec<Envelope>, LogError>;

    /// Events of some streams, newest first, before a position, at most `limit`.
    async fn history(
        &self,
        streams: &[StreamId],
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Envelope>, LogError>;

    /// Events of one stream that have a name, or have it not, newest first, at most `limit`.
    async fn history_of(&self, stream: StreamId, named: Named, limit: i64)
    -> Result<Vec<Envelope>, LogError>;

    /// The last position.
    async fn head(&self) -> Result<i64, LogError>;

    /// Makes the keys of people who are about to come, all in one go: otherwise each waits for its own when something is
    /// first said of them. Safe to repeat.
    async fn make_keys(&self, subjects: &[domain::shared::ids::PersonId]) -> Result<(), LogError>;

    /// Destroys a person's key: what was sealed under it can never be read again. Safe to repeat.
    async fn destroy_key(&self, subject: domain::shared::ids::PersonId) -> Result<(), LogError>;
}
