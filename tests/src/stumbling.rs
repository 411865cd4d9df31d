//! A log in which something happens around what is kept: it is held back, it stops afterwards, the connection is gone.
//! Everything else is what the log beneath says.

use std::sync::Arc;

use app::log::{Append, AppendError, Envelope, EventLog, Loaded, LogError, Named, Recorded, StreamId};
use async_trait::async_trait;
use domain::shared::ids::{CommandId, PersonId};

/// What happens around what is kept.
#[async_trait]
pub trait Stumble: Send + Sync {
    /// Keeps something in the log beneath, or does not.
    async fn append(&self, log: &dyn EventLog, append: Append) -> Result<Recorded, AppendError>;
}

/// A log, and what happens around what it keeps.
pub struct Stumbling<S> {
    /// The log beneath.
    pub log: Arc<dyn EventLog>,
    /// What happens.
    pub stumble: Arc<S>,
}

#[async_trait]
impl<S: Stumble> EventLog for Stumbling<S> {
    async fn load(&self, stream: StreamId) -> Result<Loaded, LogError> {
        self.log.load(stream).await
    }

    async fn reload(&self, stream: StreamId) -> Result<Loaded, LogError> {
        self.log.reload(stream).await
    }

    async fn outcome(
        &self,
        command: CommandId,
        fingerprint: [u8; 32],
    ) -> Result<Option<Recorded>, AppendError> {
        self.log.outcome(command, fingerprint).await
    }

    async fn append(&self, append: Append) -> Result<Recorded, AppendError> {
        self.stumble.append(self.log.as_ref(), append).await
    }

    async fn feed(&self, after: i64, limit: i64) -> Result<Vec<Envelope>, LogError> {
        self.log.feed(after, limit).await
    }

    async fn history(
        &self,
        streams: &[StreamId],
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Envelope>, LogError> {
        self.log.history(streams, before, limit).await
    }

    async fn history_of(
        &self,
        stream: StreamId,
        named: Named,
        limit: i64,
    ) -> Result<Vec<Envelope>, LogError> {
        self.log.history_of(stream, named, limit).await
    }

    async fn head(&self) -> Result<i64, LogError> {
        self.log.head().await
    }

    async fn make_keys(&self, subjects: &[PersonId]) -> Result<(), LogError> {
        self.log.make_keys(subjects).await
    }

    async fn destroy_key(&self, subject: PersonId) -> Result<(), LogError> {
        self.log.destroy_key(subject).await
    }
}
