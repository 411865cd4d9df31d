//! Writing a shared commit on PostgreSQL: one statement, one round trip, its own transaction.
//!
//! The statement advances the head, which locks it until the commit, and inserts everything from
//! arrays. If a key is taken the whole statement fails, and the batch is written again behind the same
//! lock with the answers looked up first: command ids, then expected versions.

use app::log::{AppendError, Recorded, StreamId};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, PgPool, Postgres};
use sqlx::{Connection, Row};
use uuid::Uuid;

use super::batch::{self, Facts, KeptCommand, Prepared, PreparedEvent, PreparedStream};
use super::faults::Faults;

const WRITE: &str = "
WITH head AS (
    UPDATE log_head SET position = position + $1 RETURNING position - $1 AS before
), asked AS (
    INSERT INTO commands (command_id, fingerprint, position, recorded_at)
    SELECT c.command_id, c.fingerprint, head.before + c.last, c.recorded_at
    FROM head, unnest($2::uuid[], $3::bytea[], $4::bigint[], $5::timestamptz[])
        AS c (command_id, fingerprint, last, recorded_at)
), facts AS (
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
        metadata, position, event_id, organisation, recorded_at, command_id, actor, hash)
    SELECT e.aggregate_type, e.aggregate_id, e.sequence, e.event_type, e.event_version, e.payload::json,
        '{}', head.before + e.ordinal, e.event_id, e.organisation, e.recorded_at, e.command_id, e.actor, e.hash
    FROM head, unnest($6::text[], $7::text[], $8::bigint[], $9::text[], $10::text[], $11::text[],
        $12::uuid[], $13::uuid[], $14::timestamptz[], $15::uuid[], $16::uuid[], $17::bytea[])
        WITH ORDINALITY AS e (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
        event_id, organisation, recorded_at, command_id, actor, hash, ordinal)
)
SELECT before FROM head";

/// The same for one command with one event: without arrays it costs the server half as much.
const WRITE_ONE: &str = "
WITH head AS (
    UPDATE log_head SET position = position + 1 RETURNING position
), asked AS (
    INSERT INTO commands (command_id, fingerprint, position, recorded_at)
    SELECT $1, $2, position, $3 FROM head
)
INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
    position, event_id, organisation, recorded_at, command_id, actor, hash)
SELECT $4, $5, $6, $7, $8, $9::json, '{}', position, $10, $11, $3, $1, $12, $13 FROM head
RETURNING position - 1";

const LOCK: &str = "SELECT position FROM log_head FOR UPDATE";
const KEPT: &str = "SELECT command_id, fingerprint, position FROM commands WHERE command_id = ANY($1)";
const VERSIONS: &str = "SELECT max(e.sequence), s.ordinal
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS s (noun, id, ordinal)
    JOIN events e ON e.aggregate_type = s.noun AND e.aggregate_id = s.id
    GROUP BY s.ordinal";

/// A connection of its own, kept: the pool would ask after its health at every turn.
pub(super) struct Writer {
    pool: PgPool,
    connection: Option<PoolConnection<Postgres>>,
    faults: Faults,
}

type Answers = Vec<Result<Recorded, AppendError>>;

impl Writer {
    pub(super) fn new(pool: PgPool, faults: Faults) -> Self {
        Self { pool, connection: None, faults }
    }

    /// Writes all, or those that may be written; everybody gets an answer. When the connection breaks
    /// nobody knows whether it happened, so it is asked again: the command ids tell.
    pub(super) async fn write(&mut self, batch: &[Prepared]) -> sqlx::Result<Answers> {
        match self.at_once(batch).await {
            Err(error) if is_taken(&error) => {}
            Err(error) if is_broken(&error) => self.hang_up(),
            settled => return settled,
        }
        let answers = self.carefully(batch).await;
        if answers.as_ref().is_err_and(is_broken) {
            self.hang_up();
        }
        answers
    }

    async fn at_once(&mut self, batch: &[Prepared]) -> sqlx::Result<Answers> {
        self.faults.before_commit()?;
        let before = insert(self.connection().await?, &batch.iter().collect::<Vec<_>>()).await?;
        self.faults.after_commit()?;
        Ok(batch::written(before, batch).collect())
    }

    async fn carefully(&mut self, batch: &[Prepared]) -> sqlx::Result<Answers> {
        let faults = self.faults.clone();
        let mut change = self.connection().await?.begin().await?;
        sqlx::query(LOCK).execute(&mut *change).await?;
        let facts = facts(&mut change, batch).await?;
        let judged: Vec<_> = batch.iter().map(|prepared| (prepared, facts.judge(prepared))).collect();
        let accepted: Vec<&Prepared> =
            judged.iter().filter(|(_, verdict)| verdict.is_none()).map(|(prepared, _)| *prepared).collect();
        let before = if accepted.is_empty() { 0 } else { insert(&mut change, &accepted).await? };
        faults.before_commit()?;
        change.commit().await?;
        faults.after_commit()?;
        let mut written = batch::written(before, accepted);
        Ok(judged.into_iter().filter_map(|(_, verdict)| verdict.or_else(|| written.next())).collect())
    }

    async fn connection(&mut self) -> sqlx::Result<&mut PgConnection> {
        if self.connection.is_none() {
            self.connection = Some(self.pool.acquire().await?);
        }
        self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// Drops the connection without a goodbye.
    fn hang_up(&mut self) {
        drop(self.connection.take().map(PoolConnection::detach));
    }
}

/// A stream version, a command id or an event id is there already.
fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}

/// The connection did not survive: input and output, or the server ended it (class 57P).
fn is_broken(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}

/// Locks and advances the head and inserts everything. Answers with the position before.
async fn insert(connection: &mut PgConnection, batch: &[&Prepared]) -> sqlx::Result<i64> {
    if let [command] = batch
        && let [part] = command.streams.as_slice()
        && let [event] = part.events.as_slice()
    {
        return insert_one(connection, command, part, event).await;
    }
    let mut last = 0_i64;
    let lasts: Vec<i64> = batch
        .iter()
        .map(|command| {
            last += command.events() as i64;
            last
        })
        .collect();
    macro_rules! per_command {
        ($command:ident => $value:expr) => {
            batch.iter().map(|$command| $value).collect::<Vec<_>>()
        };
    }
    macro_rules! per_event {
        ($command:ident, $part:ident, $event:ident => $value:expr) => {
            batch
                .iter()
                .flat_map(|$command| {
                    $command
                        .streams
                        .iter()
                        .flat_map(move |$part| $part.events.iter().map(move |$event| $value))
                })
                .collect::<Vec<_>>()
        };
    }
    let sequences: Vec<i64> = batch
        .iter()
        .flat_map(|command| &command.streams)
        .flat_map(|part| (part.expected + 1..).take(part.events.len()))
        .collect();
    let row = sqlx::query(WRITE)
        .bind(last)
        .bind(per_command!(command => command.command_id))
        .bind(per_command!(command => command.fingerprint.as_slice()))
        .bind(lasts)
        .bind(per_command!(command => command.recorded_at))
        .bind(per_event!(_command, part, _event => part.stream.noun.name()))
        .bind(per_event!(_command, part, _event => part.id.as_str()))
        .bind(sequences)
        .bind(per_event!(_command, _part, event => event.event_type))
        .bind(per_event!(_command, _part, event => event.event_version))
        .bind(per_event!(_command, _part, event => event.payload.as_str()))
        .bind(per_event!(_command, _part, event => event.event_id))
        .bind(per_event!(command, _part, _event => command.organisation))
        .bind(per_event!(command, _part, _event => command.recorded_at))
        .bind(per_event!(command, _part, _event => command.command_id))
        .bind(per_event!(command, _part, _event => command.actor))
        .bind(per_event!(_command, _part, event => event.hash.as_slice()))
        .fetch_one(connection)
        .await?;
    row.try_get(0)
}

async fn insert_one(
    connection: &mut PgConnection,
    command: &Prepared,
    part: &PreparedStream,
    event: &PreparedEvent,
) -> sqlx::Result<i64> {
    let row = sqlx::query(WRITE_ONE)
        .bind(command.command_id)
        .bind(command.fingerprint.as_slice())
        .bind(command.recorded_at)
        .bind(part.stream.noun.name())
        .bind(&part.id)
        .bind(part.expected + 1)
        .bind(event.event_type)
        .bind(event.event_version)
        .bind(&event.payload)
        .bind(event.event_id)
        .bind(command.organisation)
        .bind(command.actor)
        .bind(event.hash.as_slice())
        .fetch_one(connection)
        .await?;
    row.try_get(0)
}

/// What the database knows of a batch, while the head is locked.
async fn facts(connection: &mut PgConnection, batch: &[Prepared]) -> sqlx::Result<Facts> {
    let mut facts = Facts::default();
    let ids: Vec<Uuid> = batch.iter().map(|command| command.command_id).collect();
    for row in sqlx::query(KEPT).bind(ids).fetch_all(&mut *connection).await? {
        facts.kept.insert(row.get(0), KeptCommand { fingerprint: row.get(1), position: row.get(2) });
    }
    let parts: Vec<_> = batch.iter().flat_map(|command| &command.streams).collect();
    let nouns: Vec<&str> = parts.iter().map(|part| part.stream.noun.name()).collect();
    let ids: Vec<&str> = parts.iter().map(|part| part.id.as_str()).collect();
    for row in sqlx::query(VERSIONS).bind(nouns).bind(ids).fetch_all(connection).await? {
        let ordinal: i64 = row.get(1);
        let stream: Option<StreamId> = parts.get(ordinal as usize - 1).map(|part| part.stream);
        facts.versions.extend(stream.map(|stream| (stream, row.get(0))));
    }
    Ok(facts)
}
