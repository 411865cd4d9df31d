//! Writing a shared commit on SQLite: one transaction that holds the write lock from its beginning.
//!
//! At first nothing is looked up. If a key is taken, the batch is written again with the answers
//! looked up first: command ids, then expected versions. The feed's rows are read here too, packed.

use app::log::{AppendError, Recorded};
use futures::TryStreamExt;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{Arguments, Row};
use uuid::Uuid;

use super::batch::{self, Facts, KeptCommand, Prepared};
use super::faults::Faults;
use super::stored::Stored;

const ADVANCE: &str = "UPDATE log_head SET position = position + ? RETURNING position";
// OR FAIL: what fails is undone with its whole transaction, so SQLite need not be able to undo the
// statement by itself, for which it would copy every page that several rows change.
const COMMANDS: &str =
    "INSERT OR FAIL INTO commands (command_id, fingerprint, position, recorded_at) VALUES ";
const COMMAND: &str = "(?,?,?,?)";
const EVENTS: &str =
    "INSERT OR FAIL INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
    metadata, position, event_id, organisation, recorded_at, command_id, actor, hash) VALUES ";
const EVENT: &str = "(?,?,?,?,?,?,'{}',?,?,?,?,?,?,?)";
/// Rows of one statement: few sizes, so that each is prepared once, and few statements, because each
/// is handed to the thread of the connection and back.
const SIZES: [usize; 7] = [64, 32, 16, 8, 4, 2, 1];

const KEPT: &str = "SELECT fingerprint, position FROM commands WHERE command_id = ?";
const VERSION: &str = "SELECT max(sequence) FROM events WHERE aggregate_type = ? AND aggregate_id = ?";

/// The way to the one writing connection, which it takes in turn with everybody else who writes.
pub(super) struct Writer {
    pool: SqlitePool,
    faults: Faults,
}

type Answers = Vec<Result<Recorded, AppendError>>;

impl Writer {
    pub(super) fn new(pool: SqlitePool, faults: Faults) -> Self {
        Self { pool, faults }
    }

    /// Writes all, or those that may be written; everybody gets an answer.
    pub(super) async fn write(&mut self, batch: &[Prepared]) -> sqlx::Result<Answers> {
        match self.attempt(batch, false).await {
            Err(sqlx::Error::Io(_)) => self.attempt(batch, true).await,
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                self.attempt(batch, true).await
            }
            settled => settled,
        }
    }

    async fn attempt(&mut self, batch: &[Prepared], carefully: bool) -> sqlx::Result<Answers> {
        let mut change = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let mut judged = Vec::with_capacity(batch.len());
        for prepared in batch {
            let verdict = if carefully { facts(&mut change, prepared).await?.judge(prepared) } else { None };
            judged.push((prepared, verdict));
        }
        let accepted: Vec<&Prepared> =
            judged.iter().filter(|(_, verdict)| verdict.is_none()).map(|(prepared, _)| *prepared).collect();
        let before = if accepted.is_empty() { 0 } else { insert(&mut change, &accepted).await? };
        self.faults.before_commit()?;
        change.commit().await?;
        self.faults.after_commit()?;
        let mut written = batch::written(before, accepted);
        Ok(judged.into_iter().filter_map(|(_, verdict)| verdict.or_else(|| written.next())).collect())
    }
}

/// Advances the head and inserts everything. Answers with the position before.
async fn insert(connection: &mut SqliteConnection, batch: &[&Prepared]) -> sqlx::Result<i64> {
    let count: usize = batch.iter().map(|command| command.events()).sum();
    let head: i64 = sqlx::query(ADVANCE).bind(count as i64).fetch_one(&mut *connection).await?.try_get(0)?;
    let before = head - count as i64;

    let mut position = before;
    let commands = batch.iter().map(|command| {
        position += command.events() as i64;
        (*command, position)
    });
    in_rows(connection, COMMANDS, COMMAND, commands.collect(), |row, (command, last)| {
        row.add(command.command_id)?;
        row.add(command.fingerprint.as_slice())?;
        row.add(last)?;
        row.add(command.recorded_at)
    })
    .await?;

    let mut position = before;
    let events = batch.iter().flat_map(|command| {
        command.streams.iter().flat_map(move |part| {
            part.events
                .iter()
                .zip(part.expected + 1..)
                .map(move |(event, sequence)| (*command, part, event, sequence))
        })
    });
    in_rows(connection, EVENTS, EVENT, events.collect(), |row, (command, part, event, sequence)| {
        position += 1;
        row.add(part.stream.noun.name())?;
        row.add(part.id.as_str())?;
        row.add(sequence)?;
        row.add(event.event_type)?;
        row.add(event.event_version)?;
        row.add(event.payload.as_str())?;
        row.add(position)?;
        row.add(event.event_id)?;
        row.add(command.organisation)?;
        row.add(command.recorded_at)?;
        row.add(command.command_id)?;
        row.add(command.actor)?;
        row.add(event.hash.as_slice())
    })
    .await?;
    Ok(before)
}

/// Inserts rows, as many in one statement as there is a size for.
async fn in_rows<'q, T: Copy>(
    connection: &mut SqliteConnection,
    insert: &str,
    row: &str,
    items: Vec<T>,
    mut bind: impl FnMut(&mut SqliteArguments<'q>, T) -> Result<(), sqlx::error::BoxDynError>,
) -> sqlx::Result<()> {
    let mut rest = items.as_slice();
    for size in SIZES {
        while rest.len() >= size {
            let (some, more) = rest.split_at(size);
            let mut arguments = SqliteArguments::default();
            for item in some {
                bind(&mut arguments, *item).map_err(sqlx::Error::Encode)?;
            }
            let text = [insert, &vec![row; size].join(",")].concat();
            sqlx::query_with(&text, arguments).execute(&mut *connection).await?;
            rest = more;
        }
    }
    Ok(())
}

/// Rows of the feed in four values instead of thirteen: every value of a row goes from one thread to
/// another by itself, and that was most of what a large read cost.
const PACKED: &str = "SELECT position, sequence,
    CAST(event_id || organisation || command_id || actor || hash AS BLOB),
    aggregate_type || char(10) || aggregate_id || char(10) || event_type || char(10) || event_version
        || char(10) || recorded_at || char(10) || payload
    FROM events WHERE position > ? ORDER BY position LIMIT ?";

/// Events after a position, as they stand in the database.
pub(super) async fn rows_after(read: &SqlitePool, after: i64, limit: i64) -> sqlx::Result<Vec<Stored>> {
    let mut rows = sqlx::query(PACKED).bind(after).bind(limit).fetch(read);
    let mut unpacked = Vec::new();
    while let Some(row) = rows.try_next().await? {
        unpacked.push(unpack(&row)?);
    }
    Ok(unpacked)
}

fn unpack(row: &SqliteRow) -> sqlx::Result<Stored> {
    let broken = || sqlx::Error::Decode("a row of events is broken".into());
    let (bytes, text): (&[u8], &str) = (row.try_get(2)?, row.try_get(3)?);
    let (ids, hash) = bytes.split_at_checked(4 * 16).ok_or_else(broken)?;
    let id = |nth: usize| Uuid::from_slice(&ids[16 * nth..16 * (nth + 1)]).map_err(|_| broken());
    let mut texts = text.splitn(6, '\n');
    let mut next = || texts.next().ok_or_else(broken);
    Ok(Stored {
        position: row.try_get(0)?,
        sequence: row.try_get(1)?,
        event_id: id(0)?,
        organisation: id(1)?,
        command_id: id(2)?,
        actor: id(3)?,
        hash: hash.to_vec(),
        aggregate_type: next()?.to_owned(),
        aggregate_id: next()?.to_owned(),
        event_type: next()?.to_owned(),
        event_version: next()?.to_owned(),
        recorded_at: next()?.parse().map_err(|_| broken())?,
        payload: next()?.to_owned(),
    })
}

/// What the database knows of one command, while the write lock is held.
async fn facts(connection: &mut SqliteConnection, prepared: &Prepared) -> sqlx::Result<Facts> {
    let mut facts = Facts::default();
    if let Some(row) = sqlx::query(KEPT).bind(prepared.command_id).fetch_optional(&mut *connection).await? {
        facts.kept.insert(
            prepared.command_id,
            KeptCommand { fingerprint: row.try_get(0)?, position: row.try_get(1)? },
        );
    }
    for part in &prepared.streams {
        let row = sqlx::query(VERSION).bind(part.stream.noun.name()).bind(&part.id);
        let version: Option<i64> = row.fetch_one(&mut *connection).await?.try_get(0)?;
        facts.versions.insert(part.stream, version.unwrap_or(0));
    }
    Ok(facts)
}
