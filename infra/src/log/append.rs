//! The shared commit: appends queue here, and one task takes what has gathered and writes it together.
//!
//! Two that touch the same stream, or carry the same command id, never share a commit: the later one
//! waits for the earlier one and then sees what it did. One commit at a time measured better than two
//! on their way at once, because each locks the head until it is on disk.
//!
//! A commit waits, a little, for half of those who are at it: while one half is written the other half
//! prepares what it asks next. All of them in one commit leave the database idle in between, and
//! commits as small as they come cost it more.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use app::log::{AppendError, LogError, Recorded, StreamId};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::batch::{Prepared, PreparedStream};
use super::bell::Bell;
use super::faults::Faults;
use super::streams::{Streams, Tip};
use super::{postgres, sqlite};
use crate::database::Database;
use crate::on;

/// Appends that may wait in the queue before their callers wait to queue.
pub(super) const QUEUE: usize = 1024;
/// Commands in one commit, at most.
const COMMANDS: usize = 256;
/// Events in one commit, at most, if it is more than one command.
const EVENTS: usize = 1024;
/// A commit waits for its half no longer than this part of the time that the last commit took.
const PATIENCE: u32 = 4;

/// A command that waits to be kept.
pub(super) struct Waiting {
    pub(super) prepared: Prepared,
    pub(super) answer: oneshot::Sender<Result<Recorded, Refused>>,
}

/// Why it was not.
pub(super) enum Refused {
    /// Its stream has moved on since it was prepared, perhaps by this very command.
    MovedOn(StreamId, Prepared),
    /// Anything else.
    Error(AppendError),
}

/// The one task that writes.
pub(super) struct Appender {
    writer: Writer,
    streams: Arc<Streams>,
    bell: Arc<Bell>,
    gathered: VecDeque<Waiting>,
}

/// The way to the database.
enum Writer {
    Postgres(postgres::Writer),
    Sqlite(sqlite::Writer),
}

impl Appender {
    /// Starts the task; it ends when the queue is closed and empty, or the database is closed.
    pub(super) fn start(
        database: &Database,
        streams: Arc<Streams>,
        bell: Arc<Bell>,
        faults: Faults,
        queue: mpsc::Receiver<Waiting>,
    ) {
        let writer = match database {
            Database::Postgres { write: pool, .. } => {
                Writer::Postgres(postgres::Writer::new(pool.clone(), faults))
            }
            Database::Sqlite { write, .. } => Writer::Sqlite(sqlite::Writer::new(write.clone(), faults)),
        };
        let closed = on!(database, write, pool => pool.close_event());
        let appender = Self { writer, streams, bell, gathered: VecDeque::new() };
        tokio::spawn(appender.run(queue, closed));
    }

    async fn run(mut self, mut queue: mpsc::Receiver<Waiting>, closed: impl Future<Output = ()>) {
        let mut closed = std::pin::pin!(closed);
        let mut arrived = Vec::with_capacity(COMMANDS);
        let (mut half, mut until) = (0_usize, Instant::now());
        loop {
            if self.gathered.is_empty() {
                tokio::select! {
                    count = queue.recv_many(&mut arrived, COMMANDS) => if count == 0 { return },
                    () = &mut closed => return,
                }
                self.gathered.extend(arrived.drain(..));
            }
            // Those who were just answered and can run do so first, and may join.
            tokio::task::yield_now().await;
            while self.gathered.len() < COMMANDS
                && let Ok(waiting) = queue.try_recv()
            {
                self.gathered.push_back(waiting);
            }
            while self.gathered.len() < half.min(COMMANDS)
                && let Ok(Some(waiting)) = tokio::time::timeout_at(until, queue.recv()).await
            {
                self.gathered.push_back(waiting);
            }
            let batch = self.take();
            if !batch.is_empty() {
                let (begun, answered) = (Instant::now(), batch.len());
                self.write(batch).await;
                half = (answered + self.gathered.len() + queue.len()).div_ceil(2);
                until = Instant::now() + begun.elapsed() / PATIENCE;
            }
        }
    }

    /// The next commit's commands, in the order in which they came. Those whose stream has moved on go
    /// back to their callers; those that touch what is in this commit stay for the next.
    fn take(&mut self) -> Vec<Waiting> {
        let (mut batch, mut later, mut events) = (Vec::new(), VecDeque::new(), 0);
        let (mut streams, mut commands) = (HashSet::new(), HashSet::new());
        while let Some(waiting) = self.gathered.pop_front() {
            let prepared = &waiting.prepared;
            let more = prepared.events();
            if !batch.is_empty() && (batch.len() == COMMANDS || events + more > EVENTS) {
                self.gathered.push_front(waiting);
                break;
            }
            if commands.contains(&prepared.command_id)
                || prepared.streams.iter().any(|part| streams.contains(&part.stream))
            {
                // What comes later must not overtake it either.
                commands.insert(prepared.command_id);
                streams.extend(prepared.streams.iter().map(|part| part.stream));
                later.push_back(waiting);
            } else if let Some(stream) = self.moved_on(prepared) {
                let Waiting { prepared, answer } = waiting;
                // A caller that has gone away no longer wants an answer, here and below.
                let _ = answer.send(Err(Refused::MovedOn(stream, prepared)));
            } else {
                events += more;
                commands.insert(prepared.command_id);
                streams.extend(prepared.streams.iter().map(|part| part.stream));
                batch.push(waiting);
            }
        }
        later.append(&mut self.gathered);
        self.gathered = later;
        batch
    }

    fn moved_on(&self, prepared: &Prepared) -> Option<StreamId> {
        let moved =
            |part: &&PreparedStream| matches!(self.streams.tip(part.stream, part.expected), Tip::Ahead);
        prepared.streams.iter().find(moved).map(|part| part.stream)
    }

    /// Writes one commit and answers everyone in it.
    #[tracing::instrument(name = "commit", skip_all, fields(
        commit.commands = batch.len(),
        commit.events = batch.iter().map(|waiting| waiting.prepared.events()).sum::<usize>(),
    ))]
    async fn write(&mut self, batch: Vec<Waiting>) {
        let (prepared, callers): (Vec<_>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.prepared, waiting.answer)).unzip();
        let written = match &mut self.writer {
            Writer::Postgres(writer) => writer.write(&prepared).await,
            Writer::Sqlite(writer) => writer.write(&prepared).await,
        };
        let answers = match written {
            Ok(answers) => answers,
            Err(error) => {
                let error = Arc::new(error);
                for caller in callers {
                    let source = Box::new(OneOfMany(error.clone()));
                    let refused = AppendError::Log(LogError { doing: "appending", source });
                    let _ = caller.send(Err(Refused::Error(refused)));
                }
                return;
            }
        };
        let mut last = None;
        for (prepared, answer) in prepared.into_iter().zip(&answers) {
            match answer {
                Ok(recorded) if !recorded.replayed => {
                    last = last.max(Some(recorded.position));
                    self.streams.put_appended(prepared.known_after());
                }
                _ => prepared.streams.iter().for_each(|part| self.streams.remove(part.stream)),
            }
        }
        if let Some(position) = last {
            self.bell.appended(position);
        }
        for (caller, answer) in callers.into_iter().zip(answers) {
            let _ = caller.send(answer.map_err(Refused::Error));
        }
    }
}

/// A failure that everyone in a commit hears of.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct OneOfMany(Arc<sqlx::Error>);
