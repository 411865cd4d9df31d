//! Following the log as it grows: read what is new, fold it into every model, and write rows and
//! checkpoints in one transaction. With several nodes, one of them does this; the others wait to take
//! over, and learn from the checkpoints how far it has come.

use std::collections::BTreeMap;
use std::time::Duration;

use app::error::Failure;
use tokio::sync::watch;
use tokio::time::sleep;

use super::Shared;
use super::checkpoint;
use super::fold::{Refused, Taken};
use super::reading::{self, Run};
use super::registry::Registered;
use super::rows::Rows;
use super::writer::Writer;

/// Whoever holds it runs the projections: "kith" and a one.
const LOCK: i64 = 0x6b69_7468_0000_0001;
/// How long the bell may be missed, and how soon another node takes over.
const BACKSTOP: Duration = Duration::from_secs(1);
/// The longest wait after a failure.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where a model stands.
struct Standing<'a> {
    model: &'a Registered,
    generation: i64,
    position: i64,
    /// It follows nothing but forgetting, and does not move.
    halted: bool,
    rows: Box<dyn Rows>,
}

/// What one model makes of a run.
struct Step {
    to: i64,
    taken: Taken,
}

/// Follows the log until asked to stop.
pub(super) async fn follow(shared: &Shared, mut stop: watch::Receiver<bool>) {
    let mut wait = Duration::from_millis(50);
    while !*stop.borrow() {
        let led = tokio::select! {
            led = lead(shared) => led,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        shared.leads.send_replace(false);
        wait = match led {
            Ok(()) => BACKSTOP,
            Err(error) => {
                tracing::warn!(
                    error.causes = error.causes(),
                    "kith.projector: {}; trying again",
                    error.doing
                );
                (wait * 2).min(PATIENCE)
            }
        };
        tokio::select! {
            () = sleep(wait) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Runs the projections if nobody else does; `Ok` when it is somebody else's turn.
async fn lead(shared: &Shared) -> Result<(), Failure> {
    let mut writer =
        Writer::open(&shared.database).await.map_err(Failure::doing("opening the projector's connection"))?;
    if !writer.lock(LOCK).await.map_err(Failure::doing("asking whether projections are run"))? {
        return writer.close().await;
    }
    let mut bell = shared.bell.clone();
    loop {
        let Some(mut standings) = standings(shared).await? else {
            tracing::warn!(
                "kith.projector: another version of Kith keeps these read models; leaving them to it"
            );
            return writer.close().await;
        };
        shared.leads.send_replace(true);
        shared.applied(least(&standings));
        while let Some(run) = new(shared, &standings, &mut bell, &mut writer).await? {
            let taken = take(shared, &mut standings, &run, &mut writer).await;
            if matches!(taken, Ok(false)) || (taken.is_err() && overtaken(shared, &standings).await) {
                break;
            }
            taken?;
            shared.applied(least(&standings));
        }
    }
}

/// The position that every model that is not halted has passed; `None` when all are.
fn least(standings: &[Standing<'_>]) -> Option<i64> {
    standings.iter().filter(|standing| !standing.halted).map(|standing| standing.position).min()
}

/// Every model, where it stands; `None` when one is kept by another version of Kith.
async fn standings(shared: &Shared) -> Result<Option<Vec<Standing<'_>>>, Failure> {
    let failed = Failure::doing("reading where the read models stand");
    let checkpoints = checkpoint::all(&shared.database).await.map_err(&failed)?;
    let parked = checkpoint::parked(&shared.database).await.map_err(&failed)?;
    let mut standings = Vec::new();
    for model in &shared.models {
        let Some(checkpoint) = checkpoints.get(model.name).filter(|checkpoint| model.is_current(checkpoint))
        else {
            return Ok(None);
        };
        let stance = checkpoint::stance(&parked, checkpoint);
        let (generation, position, halted) = (checkpoint.generation, checkpoint.position, stance.halted);
        standings.push(Standing {
            model,
            generation,
            position,
            halted,
            rows: (model.rows)(generation, stance),
        });
    }
    Ok(Some(standings))
}

/// Whether a rebuild showed another table meanwhile: the one that was written to is gone then.
async fn overtaken(shared: &Shared, standings: &[Standing<'_>]) -> bool {
    let Ok(checkpoints) = checkpoint::all(&shared.database).await else { return false };
    let generation = |name| checkpoints.get(name).map(|checkpoint| checkpoint.generation);
    standings.iter().any(|standing| generation(standing.model.name) != Some(standing.generation))
}

/// What is new, waiting until there is something; `None` when the models should be looked at afresh.
async fn new(
    shared: &Shared,
    standings: &[Standing<'_>],
    bell: &mut watch::Receiver<i64>,
    writer: &mut Writer,
) -> Result<Option<Run>, Failure> {
    let from = least(standings);
    loop {
        // Before reading, so that what is appended after the read rings again.
        bell.mark_unchanged();
        if let Some(from) = from {
            let run = reading::next(&shared.database, &*shared.log, from, shared.settings.batch).await?;
            if run.last().is_some() {
                return Ok(Some(run));
            }
        }
        let rung = tokio::select! {
            rung = bell.changed() => rung.is_ok(),
            () = sleep(BACKSTOP) => false,
        };
        if !rung {
            writer.alive().await.map_err(Failure::doing("keeping the projector's connection"))?;
            if from.is_none() {
                return Ok(None);
            }
        }
    }
}

/// Takes a run into every model, in one transaction; `false` when somebody else moved a checkpoint
/// meanwhile, and nothing was written.
#[tracing::instrument(name = "projection", skip_all, fields(
    projection.events = run.len(),
    projection.position = run.last(),
    projection.behind = behind(shared, standings),
))]
async fn take(
    shared: &Shared,
    standings: &mut [Standing<'_>],
    run: &Run,
    writer: &mut Writer,
) -> Result<bool, Failure> {
    let steps: Vec<Step> =
        futures::future::try_join_all(standings.iter_mut().map(|standing| standing.step(shared, run)))
            .await
            .map_err(Failure::doing("folding events into the read models"))?;
    let moved =
        write(shared, standings, &steps, writer).await.map_err(Failure::doing("writing the read models"))?;
    if !moved {
        return Ok(false);
    }
    for (standing, step) in standings.iter_mut().zip(&steps) {
        standing.position = step.to;
        standing.halted |= step.taken.halted.is_some();
        standing.rows.release(i64::MAX);
        standing.model.report(&step.taken);
    }
    tracing::Span::current().record("projection.behind", behind(shared, standings));
    Ok(true)
}

/// Positions that the models have still to take, as far as this node has heard; halted ones take none.
fn behind(shared: &Shared, standings: &[Standing<'_>]) -> i64 {
    least(standings).map_or(0, |position| (*shared.bell.borrow() - position).max(0))
}

async fn write(
    shared: &Shared,
    standings: &mut [Standing<'_>],
    steps: &[Step],
    writer: &mut Writer,
) -> Result<bool, sqlx::Error> {
    let mut together: BTreeMap<(i64, i64), Vec<(&str, i64)>> = BTreeMap::new();
    for (standing, step) in standings.iter().zip(steps).filter(|(standing, _)| !standing.halted) {
        together
            .entry((standing.position, step.to))
            .or_default()
            .push((standing.model.name, standing.generation));
    }
    let mut writing = writer.begin().await?;
    if together.len() > 1 {
        // All of them at once and by name, so that several groups are locked in one order too.
        checkpoint::held(&mut writing).await?;
    }
    for ((from, to), models) in together {
        if !checkpoint::advance(&mut writing, &models, from, to).await? {
            return Ok(false);
        }
    }
    for (standing, step) in standings.iter_mut().zip(steps) {
        let (name, generation) = (standing.model.name, standing.generation);
        standing.rows.write(&mut writing, &standing.rows.unwritten(i64::MAX)).await?;
        for refused in &step.taken.parked {
            checkpoint::park(&mut writing, name, generation, refused).await?;
        }
        if let Some(refused) = &step.taken.halted {
            checkpoint::halt(&mut writing, name, generation, refused).await?;
        }
    }
    shared.settings.interrupted()?;
    writing.commit().await?;
    Ok(true)
}

impl Standing<'_> {
    async fn step(&mut self, shared: &Shared, run: &Run) -> Result<Step, sqlx::Error> {
        let from = self.position;
        let last = run.last().unwrap_or(from).max(from);
        let taken = match run {
            Run::Events(events) => {
                let new = &events[events.partition_point(|event| event.position <= from)..];
                self.rows.take(&shared.database, new).await?
            }
            Run::Unreadable(refused) if refused.position > from => {
                self.model.refuse(&mut *self.rows, refused)
            }
            Run::Unreadable(_) => Taken::default(),
        };
        let to = match &taken.halted {
            _ if self.halted => from,
            Some(Refused { position, .. }) => position - 1,
            None => last,
        };
        Ok(Step { to, taken })
    }
}
