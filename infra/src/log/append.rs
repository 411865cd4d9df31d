//! The shared commit: appends queue here, and one task takes what has gathered and writes it together.
//!
//! Two that touch the same stream, or carry the same command id, never share a commit and are never
//! written at the same time: the later one waits for the earlier one and then sees what it did.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use app::log::{AppendError, LogError, Recorded, StreamId};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::batch::Prepared;
use super::bell::Bell;
use super::faults::Faults;
use super::streams::{Streams, Tip};
use super::{postgres, sqlite};
use crate::database::Database;

/// Appends that may wait in the queue before their callers wait to queue.
pub(super) const QUEUE: usize = 1024;
/// Commands in one commit, at most.
const COMMANDS: usize = 256;
/// Events in one commit, at most, if it is more than one command.
const EVENTS: usize = 1024;
/// Commits on their way at once on PostgreSQL: while one waits for the disk, the next is on the wire.
const LANES: usize = 2;

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
    database: Database,
    streams: Arc<Streams>,
    bell: Arc<Bell>,
    faults: Faults,
}

/// Streams and commands that are being written now.
#[derive(Default)]
struct Busy {
    streams: HashSet<StreamId>,
    commands: HashSet<Uuid>,
}

/// A way to the database that carries one commit at a time.
enum Lane {
    Postgres(postgres::Lane),
    Sqlite(sqlite::Lane),
}

impl Appender {
    pub(super) fn new(database: Database, streams: Arc<Streams>, bell: Arc<Bell>, faults: Faults) -> Self {
        Self { database, streams, bell, faults }
    }

    /// Runs until the queue is closed and empty, or the database is closed.
    pub(super) fn start(self, queue: mpsc::Receiver<Waiting>) {
        tokio::spawn(self.run(queue));
    }

    async fn run(self, mut queue: mpsc::Receiver<Waiting>) {
        let mut lanes: Vec<Lane> = match &self.database {
            Database::Postgres(pool) => (0..LANES)
                .map(|_| Lane::Postgres(postgres::Lane::new(pool.clone(), self.faults.clone())))
                .collect(),
            Database::Sqlite { write, .. } => {
                vec![Lane::Sqlite(sqlite::Lane::new(write.clone(), self.faults.clone()))]
            }
        };
        let mut closed = std::pin::pin!(crate::on!(&self.database, write, pool => pool.close_event()));
        let (mut gathered, mut busy) = (VecDeque::new(), Busy::default());
        let mut arrived = Vec::with_capacity(COMMANDS);
        let mut writing = FuturesUnordered::new();
        let mut open = true;
        loop {
            while let Some(lane) = lanes.pop() {
                let batch = self.take(&mut gathered, &mut busy);
                if batch.is_empty() {
                    lanes.push(lane);
                    break;
                }
                writing.push(self.write(lane, batch));
            }
            if !open && writing.is_empty() {
                return;
            }
            tokio::select! {
                Some((lane, done)) = writing.next(), if !writing.is_empty() => {
                    busy.release(&done);
                    lanes.push(lane);
                }
                count = queue.recv_many(&mut arrived, COMMANDS), if open && gathered.len() < QUEUE => {
                    open = count > 0;
                    gathered.extend(arrived.drain(..));
                }
                () = &mut closed => return,
            }
        }
    }

    /// The next commit's commands, in the order in which they came. Those whose stream has moved on go
    /// back to their callers; those that touch what is being written stay for the next time.
    fn take(&self, gathered: &mut VecDeque<Waiting>, busy: &mut Busy) -> Vec<Waiting> {
        let (mut batch, mut events) = (Vec::new(), 0);
        let mut later = VecDeque::new();
        while let Some(waiting) = gathered.pop_front() {
            let more = waiting.prepared.events();
            if !batch.is_empty() && (batch.len() == COMMANDS || events + more > EVENTS) {
                gathered.push_front(waiting);
                break;
            }
            if busy.overlaps(&waiting.prepared) {
                later.push_back(waiting);
            } else if let Some(stream) = self.moved_on(&waiting.prepared) {
                let Waiting { prepared, answer } = waiting;
                // A caller that has gone away no longer wants an answer, here and below.
                let _ = answer.send(Err(Refused::MovedOn(stream, prepared)));
            } else {
                events += more;
                busy.hold(&waiting.prepared);
                batch.push(waiting);
            }
        }
        later.append(gathered);
        *gathered = later;
        batch
    }

    fn moved_on(&self, prepared: &Prepared) -> Option<StreamId> {
        let moved = |part: &&super::batch::PreparedStream| {
            matches!(self.streams.tip(part.stream, part.expected), Tip::Ahead)
        };
        prepared.streams.iter().find(moved).map(|part| part.stream)
    }

    /// Writes one commit and answers everyone in it.
    async fn write(&self, mut lane: Lane, batch: Vec<Waiting>) -> (Lane, Vec<Held>) {
        let held: Vec<Held> = batch.iter().map(|waiting| Held::of(&waiting.prepared)).collect();
        let (prepared, callers): (Vec<_>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.prepared, waiting.answer)).unzip();
        let answers = match &mut lane {
            Lane::Postgres(lane) => lane.write(&prepared).await,
            Lane::Sqlite(lane) => lane.write(&prepared).await,
        };
        match answers {
            Ok(answers) => {
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
                    self.bell.ring(position);
                }
                for (caller, answer) in callers.into_iter().zip(answers) {
                    let _ = caller.send(answer.map_err(Refused::Error));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for caller in callers {
                    let source = Box::new(OneOfMany(error.clone()));
                    let refused = AppendError::Log(LogError { doing: "appending", source });
                    let _ = caller.send(Err(Refused::Error(refused)));
                }
            }
        }
        (lane, held)
    }
}

/// A failure that everyone in a commit hears of.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct OneOfMany(Arc<sqlx::Error>);

/// What one command keeps busy.
struct Held {
    command: Uuid,
    streams: Vec<StreamId>,
}

impl Held {
    fn of(prepared: &Prepared) -> Self {
        Self {
            command: prepared.command_id,
            streams: prepared.streams.iter().map(|part| part.stream).collect(),
        }
    }
}

impl Busy {
    fn overlaps(&self, prepared: &Prepared) -> bool {
        self.commands.contains(&prepared.command_id)
            || prepared.streams.iter().any(|part| self.streams.contains(&part.stream))
    }

    fn hold(&mut self, prepared: &Prepared) {
        self.commands.insert(prepared.command_id);
        self.streams.extend(prepared.streams.iter().map(|part| part.stream));
    }

    fn release(&mut self, done: &[Held]) {
        for held in done {
            self.commands.remove(&held.command);
            for stream in &held.streams {
                self.streams.remove(stream);
            }
        }
    }
}
