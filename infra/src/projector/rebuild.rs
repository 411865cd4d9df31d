//! Making read models anew beside the ones that are being read: a table of the next generation is filled
//! from the first event on, indexed, brought level, and then shown in place of the old one, in one
//! transaction. All models that are rebuilt together share one reading of the log.

use std::sync::Arc;
use std::time::Duration;

use app::error::Failure;
use futures::{StreamExt, stream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use super::Shared;
use super::checkpoint;
use super::fold::{Refused, Stance};
use super::reading::{self, Run};
use super::registry::Registered;
use super::rows::Rows;
use super::writer::Writer;
use crate::database::Database;

/// Whoever holds it rebuilds: "kith" and a two.
const LOCK: i64 = 0x6b69_7468_0000_0002;
/// Events a reading; two readings are under way at once.
const EVENTS: i64 = 4000;
/// Rows a transaction, so that nobody else waits long for their turn to write.
const ROWS: usize = 2048;

/// A model's next generation while it is made.
struct Building {
    model: usize,
    generation: i64,
    rows: Box<dyn Rows>,
    writer: Writer,
    parked: Vec<Refused>,
    halted: Option<Refused>,
}

/// Makes models anew. `which` is asked once nobody else is rebuilding; `progress` hears events done, of all.
pub(super) async fn rebuild(
    shared: &Arc<Shared>,
    which: impl Fn(&Registered, Option<&checkpoint::Checkpoint>) -> bool,
    progress: impl Fn(i64, i64),
) -> Result<Vec<&'static str>, Failure> {
    let _one_at_a_time = shared.rebuilding.lock().await;
    let failed = Failure::doing("preparing to rebuild read models");
    let mut writer = Writer::open(&shared.database).await.map_err(&failed)?;
    while !writer.lock(LOCK).await.map_err(&failed)? {
        sleep(Duration::from_millis(200)).await;
    }
    let checkpoints = checkpoint::all(&shared.database).await.map_err(&failed)?;
    let mut buildings = Vec::new();
    for (at, model) in shared.models.iter().enumerate() {
        let checkpoint = checkpoints.get(model.name);
        if which(model, checkpoint) {
            let current = checkpoint.map_or(0, |checkpoint| checkpoint.generation);
            clear_site(&shared.database, &mut writer, model, current).await.map_err(&failed)?;
            let rows = (model.rows)(current + 1, Stance::default());
            let writer = Writer::open(&shared.database).await.map_err(&failed)?;
            buildings.push(Building {
                model: at,
                generation: current + 1,
                rows,
                writer,
                parked: Vec::new(),
                halted: None,
            });
        }
    }
    if buildings.is_empty() {
        writer.close().await?;
        return Ok(Vec::new());
    }
    let (buildings, position) = fill(shared, buildings, progress).await?;
    let names = flip(shared, writer, buildings, position).await?;
    Ok(names)
}

/// Removes what an interrupted rebuild left, and lays out the new table.
async fn clear_site(
    database: &Database,
    writer: &mut Writer,
    model: &Registered,
    current: i64,
) -> Result<(), sqlx::Error> {
    let list = match database {
        Database::Sqlite { .. } => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Database::Postgres { .. } => {
            "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
        }
    };
    let tables: Vec<String> =
        crate::on!(database, read, pool => sqlx::query_scalar(list).fetch_all(pool).await?);
    let left = tables.iter().filter(|table| model.table.generation_of(table).is_some_and(|g| g != current));
    let mut statements: Vec<String> = left.map(|table| format!("DROP TABLE {table}")).collect();
    statements.extend(model.table.create(current + 1, database.is_postgres()));
    let mut writing = writer.begin().await?;
    writing.run(&statements).await?;
    writing.commit().await
}

/// Reads the log once and fills every new table from it; the position they stand at then.
async fn fill(
    shared: &Arc<Shared>,
    buildings: Vec<Building>,
    progress: impl Fn(i64, i64),
) -> Result<(Vec<Building>, i64), Failure> {
    let head =
        shared.log.head().await.map_err(|error| Failure { doing: error.doing, source: error.source })?;
    let (mut tasks, mut ways) = (JoinSet::new(), Vec::new());
    for building in buildings {
        let (way, runs) = mpsc::channel(2);
        ways.push(way);
        tasks.spawn(building.fill(shared.clone(), runs));
    }
    let starts = (0..head).step_by(usize::try_from(EVENTS).unwrap_or(1));
    let mut pieces = stream::iter(starts)
        .map(|after| {
            let shared = shared.clone();
            let until = (after + EVENTS).min(head);
            tokio::spawn(async move { reading::between(&shared.database, &*shared.log, after, until).await })
        })
        .buffered(2);
    progress(0, head);
    'reading: while let Some(piece) = pieces.next().await {
        for run in piece.map_err(Failure::doing("reading the log"))?? {
            let run = Arc::new(run);
            let last = run.last();
            for way in &ways {
                if way.send(run.clone()).await.is_err() {
                    // A model could not go on; its task knows why.
                    break 'reading;
                }
            }
            progress(last.unwrap_or(head), head);
        }
    }
    drop(ways);
    let mut filled = Vec::new();
    while let Some(building) = tasks.join_next().await {
        filled.push(building.map_err(Failure::doing("filling a read model"))??);
    }
    filled.sort_by_key(|building| building.model);
    Ok((filled, head))
}

/// Brings the new tables level with the log and shows them. Checkpoints are held meanwhile, so that
/// nobody sees less afterwards than they have seen before.
async fn flip(
    shared: &Shared,
    mut writer: Writer,
    mut buildings: Vec<Building>,
    filled: i64,
) -> Result<Vec<&'static str>, Failure> {
    let failed = Failure::doing("bringing rebuilt read models level");
    // Most of what happened meanwhile, without holding anybody up.
    let head =
        shared.log.head().await.map_err(|error| Failure { doing: error.doing, source: error.source })?;
    for run in reading::between(&shared.database, &*shared.log, filled, head).await? {
        for building in &mut buildings {
            building.take(shared, &run).await.map_err(&failed)?;
        }
    }
    for building in &mut buildings {
        building.write(i64::MAX).await.map_err(&failed)?;
        building.settle(shared).await;
    }

    let mut writing = writer.begin().await.map_err(&failed)?;
    let before = checkpoint::held(&mut writing).await.map_err(&failed)?;
    let mut position = head;
    loop {
        let run = reading::next(&shared.database, &*shared.log, position, EVENTS).await?;
        let Some(last) = run.last() else { break };
        for building in &mut buildings {
            building.take(shared, &run).await.map_err(&failed)?;
            let ids = building.rows.unwritten(i64::MAX);
            building.rows.write(&mut writing, &ids).await.map_err(&failed)?;
        }
        position = last;
    }
    let mut names = Vec::new();
    for building in buildings {
        let model = &shared.models[building.model];
        let stands_at = building.halted.as_ref().map_or(position, |refused| refused.position - 1);
        let old = before.get(model.name).map(|checkpoint| checkpoint.generation);
        // The view first: whoever holds it has the table too, and whoever comes later finds the new one.
        let mut statements = model.table.show(building.generation).to_vec();
        statements.extend(old.map(|old| format!("DROP TABLE {}", model.table.generation(old))));
        writing.run(&statements).await.map_err(&failed)?;
        checkpoint::show(&mut writing, &model.at(building.generation, stands_at)).await.map_err(&failed)?;
        for refused in &building.parked {
            checkpoint::park(&mut writing, model.name, building.generation, refused)
                .await
                .map_err(&failed)?;
        }
        if let Some(refused) = &building.halted {
            checkpoint::halt(&mut writing, model.name, building.generation, refused)
                .await
                .map_err(&failed)?;
        }
        names.push(model.name);
        building.writer.close().await?;
    }
    writing.commit().await.map_err(&failed)?;
    writer.close().await?;
    Ok(names)
}

impl Building {
    async fn fill(
        mut self,
        shared: Arc<Shared>,
        mut runs: mpsc::Receiver<Arc<Run>>,
    ) -> Result<Self, Failure> {
        let failed = Failure::doing("filling a read model");
        while let Some(run) = runs.recv().await {
            self.take(&shared, &run).await.map_err(&failed)?;
            if self.rows.len() > shared.settings.rows_in_memory {
                let until = self.rows.median_use();
                self.write(until).await.map_err(&failed)?;
            }
        }
        self.write(i64::MAX).await.map_err(&failed)?;
        let mut writing = self.writer.begin().await.map_err(&failed)?;
        writing.run(&shared.models[self.model].table.finish(self.generation)).await.map_err(&failed)?;
        writing.commit().await.map_err(&failed)?;
        Ok(self)
    }

    /// PostgreSQL answers from an index alone only where it knows that everybody sees a page. By itself it learns that a
    /// minute later, and answers many times as slowly until then.
    async fn settle(&self, shared: &Shared) {
        let Database::Postgres { write: pool, .. } = &shared.database else { return };
        let table = shared.models[self.model].table.generation(self.generation);
        let vacuum = format!("VACUUM {table}");
        if let Err(error) = sqlx::query(&vacuum).persistent(false).execute(pool).await {
            tracing::warn!(%error, table, "a table that was made anew is slower until it is vacuumed");
        }
    }

    async fn take(&mut self, shared: &Shared, run: &Run) -> Result<(), sqlx::Error> {
        let model = &shared.models[self.model];
        let taken = match run {
            Run::Events(events) => self.rows.take(&shared.database, events).await?,
            Run::Unreadable(refused) => model.refuse(&mut *self.rows, refused),
        };
        model.report(&taken);
        self.parked.extend(taken.parked);
        self.halted = self.halted.take().or(taken.halted);
        Ok(())
    }

    /// Writes the rows last used at or before a position and lets go of them.
    async fn write(&mut self, until: i64) -> Result<(), sqlx::Error> {
        let ids: Vec<Uuid> = self.rows.unwritten(until);
        for ids in ids.chunks(ROWS) {
            let mut writing = self.writer.begin().await?;
            self.rows.write(&mut writing, ids).await?;
            writing.commit().await?;
        }
        self.rows.release(until);
        Ok(())
    }
}
