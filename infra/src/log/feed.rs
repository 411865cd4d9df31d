//! Reading the log: everything in order from a position on, or some streams' history backwards.

use app::log::{Envelope, LogError, Named, StreamId};

use super::keys::SubjectKeys;
use super::stored::{self, COLUMNS, Stored};
use super::upcasters::Upcasters;
use super::{failed, sqlite};
use crate::database::Database;
use crate::on;

/// Events after a position, in order.
pub(super) async fn after(
    database: &Database,
    keys: &SubjectKeys,
    upcasters: &Upcasters,
    after: i64,
    limit: i64,
) -> Result<Vec<Envelope>, LogError> {
    stored::envelopes(rows_after(database, after, limit).await?, keys, upcasters).await
}

/// The same as they stand in the database. A position becomes visible only after every one before it,
/// so what is read here has no gaps that fill later.
pub(super) async fn rows_after(database: &Database, after: i64, limit: i64) -> Result<Vec<Stored>, LogError> {
    let rows = match database {
        Database::Sqlite { read, .. } => sqlite::rows_after(read, after, limit).await,
        Database::Postgres { read: pool, .. } => {
            let text = format!("SELECT {COLUMNS} FROM events WHERE position > $1 ORDER BY position LIMIT $2");
            sqlx::query_as(&text).bind(after).bind(limit).fetch_all(pool).await
        }
    };
    rows.map_err(failed("reading the feed"))
}

/// Events of some streams, newest first.
pub(super) async fn history(
    database: &Database,
    keys: &SubjectKeys,
    upcasters: &Upcasters,
    streams: &[StreamId],
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Envelope>, LogError> {
    // From each stream its newest, by its own index, and of those the newest.
    let newest = format!(
        "SELECT {COLUMNS} FROM events e
         WHERE e.aggregate_type = s.noun AND e.aggregate_id = s.id AND e.position < $3
         ORDER BY e.sequence DESC LIMIT $4"
    );
    let before = before.unwrap_or(i64::MAX);
    let nouns: Vec<&str> = streams.iter().map(|stream| stream.noun.name()).collect();
    let ids: Vec<String> = streams.iter().map(|stream| stream.id.to_string()).collect();
    let rows: sqlx::Result<Vec<Stored>> = match database {
        Database::Postgres { read: pool, .. } => {
            let text = format!(
                "SELECT e.* FROM unnest($1::text[], $2::text[]) AS s (noun, id)
                 CROSS JOIN LATERAL ({newest}) e ORDER BY e.position DESC LIMIT $4"
            );
            sqlx::query_as(&text).bind(nouns).bind(ids).bind(before).bind(limit).fetch_all(pool).await
        }
        Database::Sqlite { read, .. } => {
            let mut rows = Vec::new();
            let text = newest.replace("s.noun", "$1").replace("s.id", "$2");
            for (noun, id) in nouns.into_iter().zip(ids) {
                let some =
                    sqlx::query_as(&text).bind(noun).bind(id).bind(before).bind(limit).fetch_all(read).await;
                rows.extend(some.map_err(failed("reading a history"))?);
            }
            rows.sort_unstable_by_key(|row: &Stored| std::cmp::Reverse(row.position));
            rows.truncate(usize::try_from(limit).unwrap_or(0));
            Ok(rows)
        }
    };
    stored::envelopes(rows.map_err(failed("reading a history"))?, keys, upcasters).await
}

/// Events of one stream by their name, newest first. What is left out is neither opened nor counted.
pub(super) async fn history_of(
    database: &Database,
    keys: &SubjectKeys,
    upcasters: &Upcasters,
    stream: StreamId,
    named: Named,
    limit: i64,
) -> Result<Vec<Envelope>, LogError> {
    let (sign, name) = match named {
        Named::Only(name) => ("=", name),
        Named::AllBut(name) => ("<>", name),
    };
    let text = format!(
        "SELECT {COLUMNS} FROM events WHERE aggregate_type = $1 AND aggregate_id = $2 AND event_type {sign} $3
         ORDER BY sequence DESC LIMIT $4"
    );
    let (noun, id) = (stream.noun.name(), stream.id.to_string());
    let rows: Vec<Stored> = on!(database, read, pool =>
        sqlx::query_as(&text).bind(noun).bind(id).bind(name).bind(limit).fetch_all(pool).await)
    .map_err(failed("reading a history"))?;
    stored::envelopes(rows, keys, upcasters).await
}
