//! What lies in memory follows a table of a read model: each question first takes in the rows that changed since
//! the last one. A table that was made anew may tell otherwise of what was taken in before, so that all is then
//! dropped and read again.

use app::error::Failure;
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use super::failed;
use crate::database::Database;
use crate::on;

/// Rows taken in at a time.
const AT_A_TIME: i64 = 5_000;

/// How far something in memory follows a table.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// Which making of the table.
    generation: i64,
    /// Position of the last change taken in.
    position: i64,
}

/// A row with the position of its last change.
pub(super) trait Changed {
    fn changed_at(&self) -> i64;
}

impl Followed {
    /// Whether the table of a model was made anew since, so that what is in memory holds no longer.
    pub(super) async fn begins_anew(
        &mut self,
        database: &Database,
        model: &'static str,
    ) -> Result<bool, Failure> {
        let sql = "SELECT generation FROM projections WHERE model = $1";
        let found: Option<(i64,)> = on!(database, read, pool => sqlx::query_as(sql)
            .bind(model)
            .fetch_optional(pool)
            .await
            .map_err(failed("asking how far a model is"))?);
        let generation = found.map_or(0, |(generation,)| generation);
        let anew = generation != self.generation;
        if anew {
            *self = Self { generation, position: 0 };
        }
        Ok(anew)
    }

    /// The next rows that changed, and whether they were the last; [`Followed::took`] says that they were taken in.
    /// `sql` asks for those after position `$1`, at most `$2`, in the order of their changes.
    pub(super) async fn next<R>(&self, database: &Database, sql: &str) -> Result<(Vec<R>, bool), Failure>
    where
        R: Changed + Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let mut rows: Vec<R> = on!(database, read, pool => sqlx::query_as(sql)
            .bind(self.position)
            .bind(AT_A_TIME)
            .fetch_all(pool)
            .await
            .map_err(failed("reading what changed"))?);
        let whole = rows.len() < AT_A_TIME as usize;
        let last = rows.last().map_or(0, Changed::changed_at);
        // One event may change several rows: those that it changed beyond these come with the next.
        if !whole && rows.first().is_some_and(|first| first.changed_at() < last) {
            rows.retain(|row| row.changed_at() < last);
        }
        Ok((rows, whole))
    }

    /// Everything up to a position has been taken in.
    pub(super) fn took(&mut self, position: Option<i64>) {
        self.position = position.unwrap_or(self.position);
    }
}
