//! Where each model stands, as the database has it. A checkpoint is moved only from where its writer
//! believed it to be: somebody who was overtaken, by a rebuild or by another node, moves nothing.

use std::collections::HashMap;
use std::str::FromStr;

use app::log::StreamId;
use domain::Noun;
use uuid::Uuid;

use super::fold::{Refused, Stance};
use super::writer::{Writing, on_writing};
use crate::database::Database;

/// Where a model stands.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Checkpoint {
    pub(super) model: String,
    pub(super) generation: i64,
    pub(super) version: i64,
    pub(super) shape: String,
    /// Position of the last event taken.
    pub(super) position: i64,
    /// Position of the event before which a strict model stopped.
    pub(super) halted_at: Option<i64>,
    /// Why it stopped.
    pub(super) halted_because: Option<String>,
}

const COLUMNS: &str =
    "SELECT model, generation, version, shape, position, halted_at, halted_because FROM projections";

/// Every model's checkpoint, by its name.
pub(super) async fn all(database: &Database) -> Result<HashMap<String, Checkpoint>, sqlx::Error> {
    let rows: Vec<Checkpoint> =
        crate::on!(database, read, pool => sqlx::query_as(COLUMNS).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|row| (row.model.clone(), row)).collect())
}

/// Every model's checkpoint, as nobody else can move it before this transaction ends.
pub(super) async fn held(writing: &mut Writing<'_>) -> Result<HashMap<String, Checkpoint>, sqlx::Error> {
    let lock = if matches!(writing, Writing::Postgres(_)) { " ORDER BY model FOR UPDATE" } else { "" };
    let text = format!("{COLUMNS}{lock}");
    let rows: Vec<Checkpoint> =
        on_writing!(writing, connection => sqlx::query_as(&text).fetch_all(connection).await?);
    Ok(rows.into_iter().map(|row| (row.model.clone(), row)).collect())
}

/// Moves the checkpoints of models that stand together; `false` when one of them no longer stands there.
pub(super) async fn advance(
    writing: &mut Writing<'_>,
    models: &[(&str, i64)],
    from: i64,
    to: i64,
) -> Result<bool, sqlx::Error> {
    let pairs: Vec<String> =
        (0..models.len()).map(|at| format!("(${}, ${})", 2 * at + 3, 2 * at + 4)).collect();
    // Locked by name, as `held` does: two that lock the same rows in two orders would wait for each other.
    let lock = if matches!(writing, Writing::Postgres(_)) { " ORDER BY model FOR UPDATE" } else { "" };
    let text = format!(
        "UPDATE projections SET position = $1 WHERE position = $2 AND halted_at IS NULL AND model IN \
         (SELECT model FROM projections WHERE (model, generation) IN (VALUES {}){lock})",
        pairs.join(", ")
    );
    let moved = on_writing!(writing, connection => {
        let mut query = sqlx::query(&text).bind(to).bind(from);
        for (model, generation) in models {
            query = query.bind(*model).bind(generation);
        }
        query.execute(connection).await?.rows_affected()
    });
    Ok(moved == models.len() as u64)
}

/// Notes that a strict model stopped.
pub(super) async fn halt(
    writing: &mut Writing<'_>,
    model: &str,
    generation: i64,
    refused: &Refused,
) -> Result<(), sqlx::Error> {
    let text =
        "UPDATE projections SET halted_at = $1, halted_because = $2 WHERE model = $3 AND generation = $4";
    on_writing!(writing, connection => sqlx::query(text)
        .bind(refused.position)
        .bind(refused.because.0)
        .bind(model)
        .bind(generation)
        .execute(connection)
        .await
        .map(drop))
}

/// Notes that a model follows a stream no further.
pub(super) async fn park(
    writing: &mut Writing<'_>,
    model: &str,
    generation: i64,
    refused: &Refused,
) -> Result<(), sqlx::Error> {
    let text = "INSERT INTO parked_streams (model, generation, noun, stream_id, position, reason) \
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    on_writing!(writing, connection => sqlx::query(text)
        .bind(model)
        .bind(generation)
        .bind(refused.stream.noun.name())
        .bind(refused.stream.id)
        .bind(refused.position)
        .bind(refused.because.0)
        .execute(connection)
        .await
        .map(drop))
}

/// Makes a generation the one that counts.
pub(super) async fn show(writing: &mut Writing<'_>, checkpoint: &Checkpoint) -> Result<(), sqlx::Error> {
    let text = "INSERT INTO projections (model, generation, version, shape, position, halted_at, halted_because) \
                VALUES ($1, $2, $3, $4, $5, NULL, NULL) \
                ON CONFLICT (model) DO UPDATE SET generation = excluded.generation, version = excluded.version, \
                shape = excluded.shape, position = excluded.position, halted_at = NULL, halted_because = NULL";
    on_writing!(writing, connection => sqlx::query(text)
        .bind(&checkpoint.model)
        .bind(checkpoint.generation)
        .bind(checkpoint.version)
        .bind(&checkpoint.shape)
        .bind(checkpoint.position)
        .execute(connection)
        .await
        .map(drop)?);
    let text = "DELETE FROM parked_streams WHERE model = $1 AND generation <> $2";
    on_writing!(writing, connection => sqlx::query(text)
        .bind(&checkpoint.model)
        .bind(checkpoint.generation)
        .execute(connection)
        .await
        .map(drop))
}

/// A stream that a generation of a model follows no further.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct ParkedRow {
    pub(super) model: String,
    pub(super) generation: i64,
    pub(super) noun: String,
    pub(super) stream_id: Uuid,
    pub(super) position: i64,
    pub(super) reason: String,
}

/// Every parked stream, in the order in which they were parked.
pub(super) async fn parked(database: &Database) -> Result<Vec<ParkedRow>, sqlx::Error> {
    let text =
        "SELECT model, generation, noun, stream_id, position, reason FROM parked_streams ORDER BY position";
    crate::on!(database, read, pool => sqlx::query_as(text).fetch_all(pool).await)
}

impl ParkedRow {
    /// Which stream, unless it is of a noun that this version does not know.
    pub(super) fn stream(&self) -> Option<StreamId> {
        let noun = Noun::from_str(&self.noun).ok()?;
        Some(StreamId { noun, id: self.stream_id })
    }
}

/// What a model follows no further.
pub(super) fn stance(rows: &[ParkedRow], checkpoint: &Checkpoint) -> Stance {
    let own =
        rows.iter().filter(|row| row.model == checkpoint.model && row.generation == checkpoint.generation);
    let parked = own.filter_map(|row| Some((row.stream()?, row.position))).collect();
    Stance { parked, halted: checkpoint.halted_at.is_some() }
}
