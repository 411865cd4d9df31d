//! Reading the log for the projector. An event that cannot be opened or decoded is found by halving the
//! run that holds it, and handed on as what it is: unreadable, at a position, in a stream.

use std::error::Error;
use std::str::FromStr;

use app::error::Failure;
use app::log::{Envelope, EventLog, LogError, StreamId};
use domain::Noun;
use uuid::Uuid;

use super::fold::Refused;
use super::model::Poison;
use crate::database::Database;

/// A piece of the log.
pub(super) enum Run {
    /// Events in order, without gaps.
    Events(Vec<Envelope>),
    /// One event that nobody can read.
    Unreadable(Refused),
}

impl Run {
    /// Events in it.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Events(events) => events.len(),
            Self::Unreadable(_) => 1,
        }
    }

    /// Its last position; `None` when it is empty.
    pub(super) fn last(&self) -> Option<i64> {
        match self {
            Self::Events(events) => events.last().map(|event| event.position),
            Self::Unreadable(refused) => Some(refused.position),
        }
    }
}

/// What follows a position: at most `limit` events, none at the end of the log.
pub(super) async fn next(
    database: &Database,
    log: &dyn EventLog,
    after: i64,
    limit: i64,
) -> Result<Run, Failure> {
    let mut limit = limit;
    loop {
        match log.feed(after, limit).await {
            Ok(events) => return Ok(Run::Events(events)),
            Err(error) if unreached(&error) => return Err(failed(error)),
            Err(error) if limit == 1 => {
                return unreadable(database, after + 1, error).await.map(Run::Unreadable);
            }
            Err(_) => limit /= 2,
        }
    }
}

/// Everything after one position up to another, which the log has reached.
pub(super) async fn between(
    database: &Database,
    log: &dyn EventLog,
    after: i64,
    until: i64,
) -> Result<Vec<Run>, Failure> {
    let (mut runs, mut at) = (Vec::new(), after);
    while at < until {
        let run = next(database, log, at, until - at).await?;
        at = run.last().ok_or_else(|| Failure::doing("reading the log")("it ended before its head"))?;
        runs.push(run);
    }
    Ok(runs)
}

/// Whose event it is says the row itself, which can be read even when the event cannot.
async fn unreadable(database: &Database, position: i64, error: LogError) -> Result<Refused, Failure> {
    let text = "SELECT aggregate_type, aggregate_id FROM events WHERE position = $1";
    let found: Result<Option<(String, String)>, sqlx::Error> =
        crate::on!(database, read, pool => sqlx::query_as(text).bind(position).fetch_optional(pool).await);
    let stream =
        found.map_err(Failure::doing("looking at an event that cannot be read"))?.and_then(|(noun, id)| {
            Some(StreamId { noun: Noun::from_str(&noun).ok()?, id: Uuid::from_str(&id).ok()? })
        });
    let because = Poison("it could not be opened or decoded");
    // Of a noun that this version does not know: a newer version has been here, so this one stands still.
    stream.map(|stream| Refused { position, stream, because }).ok_or_else(|| failed(error))
}

/// Whether the database was not reached, or would not answer: worth another try, and nobody's fault.
fn unreached(error: &LogError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&*error.source);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<sqlx::Error>() {
            return !matches!(error, sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. });
        }
        cause = error.source();
    }
    false
}

fn failed(error: LogError) -> Failure {
    Failure { doing: error.doing, source: error.source }
}
