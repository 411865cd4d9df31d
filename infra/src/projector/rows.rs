//! One model's rows between memory and its table: loading what a run of events needs, folding it, and
//! writing what came of it, a few hundred rows a statement.

use std::collections::{BTreeMap, HashSet};

use app::log::Envelope;
use async_trait::async_trait;
use futures::TryStreamExt;
use sqlx::Arguments;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::types::Json;
use uuid::Uuid;

use super::fold::{Plan, Stance, Taken, take_planned};
use super::memory::Memory;
use super::model::{Kind, Model, Value};
use super::table::Table;
use super::writer::Writing;
use crate::database::Database;

/// Rows a statement: on SQLite each size is a text of its own, prepared once.
const SQLITE_ROWS: [usize; 4] = [64, 16, 4, 1];
/// Rows a statement on PostgreSQL, where the text is the same for any number.
const POSTGRES_ROWS: usize = 1000;

/// The rows of some model, between memory and its table.
#[async_trait]
pub(super) trait Rows: Send + Sync {
    /// Loads what events need and folds them in memory.
    async fn take(&mut self, database: &Database, events: &[Envelope]) -> Result<Taken, sqlx::Error>;
    /// How many rows are in memory.
    fn len(&self) -> usize;
    /// The position at or before which half of them were last used.
    fn median_use(&self) -> i64;
    /// Which rows last used at or before a position differ from the table.
    fn unwritten(&self, until: i64) -> Vec<Uuid>;
    /// Writes these rows.
    async fn write(&mut self, writing: &mut Writing<'_>, ids: &[Uuid]) -> Result<(), sqlx::Error>;
    /// Lets go of rows last used at or before a position, after they were written.
    fn release(&mut self, until: i64);
    /// What is followed no further.
    fn stance(&mut self) -> &mut Stance;
}

/// The rows of a model in the table of a generation.
pub(super) struct RowsOf<M: Model> {
    memory: Memory<M>,
    stance: Stance,
    table: Table,
    name: String,
}

impl<M: Model> RowsOf<M> {
    pub(super) fn new(generation: i64, stance: Stance) -> Self {
        let table = Table::of::<M>();
        Self { memory: Memory::default(), stance, table, name: table.generation(generation) }
    }

    /// Brings the rows of these ids into memory, or the knowledge that there are none. PostgreSQL is asked over those
    /// connections that write, so that pages do not queue behind all the models at once.
    async fn load(&mut self, database: &Database, ids: &[Uuid]) -> Result<(), sqlx::Error> {
        match database {
            Database::Postgres { write: pool, .. } => {
                let text = format!("SELECT id, doc FROM {} WHERE id = ANY($1)", self.name);
                for ids in ids.chunks(POSTGRES_ROWS) {
                    let mut rows = sqlx::query_as::<_, (Uuid, Json<M::Row>)>(&text).bind(ids).fetch(pool);
                    while let Some((id, Json(row))) = rows.try_next().await? {
                        self.memory.loaded(id, row);
                    }
                }
            }
            Database::Sqlite { read, .. } => {
                for ids in padded(ids) {
                    let places = places(ids.len());
                    let text = format!("SELECT id, doc FROM {} WHERE id IN ({places})", self.name);
                    let mut query = sqlx::query_as::<_, (Uuid, Json<M::Row>)>(&text);
                    for id in ids {
                        query = query.bind(id);
                    }
                    let mut rows = query.fetch(read);
                    while let Some((id, Json(row))) = rows.try_next().await? {
                        self.memory.loaded(id, row);
                    }
                }
            }
        }
        for id in ids {
            self.memory.slot(*id);
        }
        Ok(())
    }

    /// Ids of the rows in the table that have these ids in these columns, and are not in memory: one question for many,
    /// because an answer takes longer to hand over than to find.
    async fn look_up(
        &self,
        database: &Database,
        wanted: HashSet<(&'static str, Uuid)>,
    ) -> Result<Vec<Uuid>, sqlx::Error> {
        let mut columns: BTreeMap<&'static str, Vec<Uuid>> = BTreeMap::new();
        for (column, key) in wanted {
            columns.entry(column).or_default().push(key);
        }
        let mut ids: Vec<Uuid> = Vec::new();
        for (column, keys) in columns {
            match database {
                Database::Postgres { write: pool, .. } => {
                    let text = format!("SELECT id FROM {} WHERE {column} = ANY($1)", self.name);
                    for keys in keys.chunks(POSTGRES_ROWS) {
                        ids.extend(sqlx::query_scalar::<_, Uuid>(&text).bind(keys).fetch_all(pool).await?);
                    }
                }
                Database::Sqlite { read, .. } => {
                    for keys in padded(&keys) {
                        let places = places(keys.len());
                        let text = format!("SELECT id FROM {} WHERE {column} IN ({places})", self.name);
                        let mut query = sqlx::query_scalar::<_, Uuid>(&text);
                        for key in keys {
                            query = query.bind(key);
                        }
                        ids.extend(query.fetch_all(read).await?);
                    }
                }
            }
        }
        ids.retain(|id| !self.memory.knows(id));
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }
}

#[async_trait]
impl<M: Model> Rows for RowsOf<M> {
    async fn take(&mut self, database: &Database, events: &[Envelope]) -> Result<Taken, sqlx::Error> {
        let plan = Plan::of::<M>(events, &self.stance);
        let mut unknown = plan.unknown(&self.memory);
        unknown.extend(self.look_up(database, plan.lookups()).await?);
        self.load(database, &unknown).await?;
        Ok(take_planned(&mut self.memory, &mut self.stance, events, &plan))
    }

    fn len(&self) -> usize {
        self.memory.len()
    }

    fn median_use(&self) -> i64 {
        self.memory.median_use()
    }

    fn unwritten(&self, until: i64) -> Vec<Uuid> {
        self.memory.unwritten(until)
    }

    async fn write(&mut self, writing: &mut Writing<'_>, ids: &[Uuid]) -> Result<(), sqlx::Error> {
        let (kept, removed) = self.memory.changes(ids);
        match writing {
            Writing::Postgres(transaction) => {
                let text = self.table.upsert(&self.name, &self.table.arrays());
                for rows in kept.chunks(POSTGRES_ROWS) {
                    let given = arrays::<M>(&self.table, rows)?;
                    sqlx::query_with(&text, given).execute(&mut **transaction).await?;
                }
            }
            Writing::Sqlite { transaction, .. } => {
                for rows in sized(&kept) {
                    let text = self.table.upsert(&self.name, &self.table.values(rows.len()));
                    let given = row_by_row::<M>(&self.table, rows)?;
                    sqlx::query_with(&text, given).execute(&mut **transaction).await?;
                }
            }
        }
        let text = format!("DELETE FROM {} WHERE id = $1", self.name);
        for id in &removed {
            super::writer::on_writing!(writing, connection =>
                sqlx::query(&text).bind(id).execute(connection).await.map(drop)?);
        }
        self.memory.written(ids);
        Ok(())
    }

    fn release(&mut self, until: i64) {
        self.memory.release(until);
    }

    fn stance(&mut self) -> &mut Stance {
        &mut self.stance
    }
}

/// Cuts a list into pieces of few different sizes, the large ones first.
fn sized<T>(mut list: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = SQLITE_ROWS.into_iter().find(|size| *size <= list.len())?;
        let (piece, rest) = list.split_at(size);
        list = rest;
        Some(piece)
    })
}

/// Cuts ids that are asked for into pieces of few different sizes, filled up with the first of them asked for again: an
/// answer takes longer to hand over than to look twice.
fn padded(ids: &[Uuid]) -> impl Iterator<Item = Vec<Uuid>> {
    ids.chunks(SQLITE_ROWS[0]).map(|some| {
        let size = SQLITE_ROWS.into_iter().rev().find(|size| *size >= some.len()).unwrap_or(some.len());
        let again = some.iter().cycle().take(size - some.len());
        some.iter().chain(again).copied().collect()
    })
}

/// Places for so many values: `$1, $2`.
fn places(count: usize) -> String {
    let places: Vec<String> = (1..=count).map(|at| format!("${at}")).collect();
    places.join(", ")
}

fn document<R: serde::Serialize>(row: &R) -> Result<String, sqlx::Error> {
    serde_json::to_string(row).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// The values of a row, which must be what the columns were said to hold.
fn values<'r, M: Model>(table: &Table, row: &'r M::Row) -> Result<Vec<Value<'r>>, sqlx::Error> {
    let values = M::values(row);
    let agree = values.len() == table.columns.len()
        && values.iter().zip(table.columns).all(|(value, column)| value.kind() == column.kind);
    if agree {
        Ok(values)
    } else {
        Err(sqlx::Error::Encode(format!("{}: values and columns differ", M::NAME).into()))
    }
}

/// The values of rows, one after the other.
fn row_by_row<'q, M: Model>(
    table: &Table,
    rows: &[(Uuid, &M::Row)],
) -> Result<SqliteArguments<'q>, sqlx::Error> {
    let mut given = SqliteArguments::default();
    for (id, row) in rows {
        given.add(*id).map_err(sqlx::Error::Encode)?;
        for value in values::<M>(table, row)? {
            match value {
                Value::Uuid(value) => given.add(value),
                Value::Text(value) => given.add(value.map(std::borrow::Cow::into_owned)),
                Value::Date(value) => given.add(value),
                Value::Instant(value) => given.add(value),
                Value::Int(value) => given.add(value),
                Value::Bool(value) => given.add(value),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        given.add(document(*row)?).map_err(sqlx::Error::Encode)?;
    }
    Ok(given)
}

/// The values of rows, column by column.
fn arrays<M: Model>(table: &Table, rows: &[(Uuid, &M::Row)]) -> Result<PgArguments, sqlx::Error> {
    let values = rows.iter().map(|(_, row)| values::<M>(table, row)).collect::<Result<Vec<_>, _>>()?;
    let mut given = PgArguments::default();
    given.add(rows.iter().map(|(id, _)| *id).collect::<Vec<_>>()).map_err(sqlx::Error::Encode)?;
    macro_rules! column {
        ($at:expr, $kind:ident) => {
            given.add(
                values
                    .iter()
                    .map(|row| match row.get($at) {
                        Some(Value::$kind(value)) => value.clone(),
                        _ => None,
                    })
                    .collect::<Vec<_>>(),
            )
        };
    }
    for (at, column) in table.columns.iter().enumerate() {
        match column.kind {
            Kind::Uuid => column!(at, Uuid),
            Kind::Text => column!(at, Text),
            Kind::Date => column!(at, Date),
            Kind::Instant => column!(at, Instant),
            Kind::Int => column!(at, Int),
            Kind::Bool => column!(at, Bool),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    let documents = rows.iter().map(|(_, row)| document(*row)).collect::<Result<Vec<_>, _>>()?;
    given.add(documents).map_err(sqlx::Error::Encode)?;
    Ok(given)
}
