//! How the read models stand, for whoever looks after the installation.

use app::error::Failure;
use app::log::StreamId;
use app::views::{Shown, Still};

use super::Shared;
use super::checkpoint;

/// How one model stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelStatus {
    /// Its name.
    pub name: &'static str,
    /// Which of its tables is read.
    pub generation: i64,
    /// Position of the last event it has taken.
    pub position: i64,
    /// Events that it has still to take.
    pub lag: i64,
    /// Why it stopped, if it did. It goes on after `kith rebuild`.
    pub halted: Option<Halted>,
    /// Streams that it follows no further until it is rebuilt.
    pub parked: Vec<ParkedStream>,
}

/// Where and why a strict model stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halted {
    /// Position of the event that it could not take.
    pub position: i64,
    /// Why not.
    pub reason: String,
}

/// A stream that a model follows no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedStream {
    /// Which.
    pub stream: StreamId,
    /// Position of the event that the model could not take.
    pub position: i64,
    /// Why not.
    pub reason: String,
}

pub(super) async fn of(shared: &Shared) -> Result<Vec<ModelStatus>, Failure> {
    let failed = Failure::doing("reading where the read models stand");
    let checkpoints = checkpoint::all(&shared.database).await.map_err(&failed)?;
    let parked = checkpoint::parked(&shared.database).await.map_err(&failed)?;
    let head =
        shared.log.head().await.map_err(|error| Failure { doing: error.doing, source: error.source })?;
    let status = |name: &'static str| {
        let checkpoint = checkpoints.get(name)?;
        let own = parked.iter().filter(|row| row.model == name && row.generation == checkpoint.generation);
        Some(ModelStatus {
            name,
            generation: checkpoint.generation,
            position: checkpoint.position,
            lag: (head - checkpoint.position).max(0),
            halted: checkpoint.halted_at.map(|position| Halted {
                position,
                reason: checkpoint.halted_because.clone().unwrap_or_default(),
            }),
            parked: own
                .filter_map(|row| {
                    Some(ParkedStream {
                        stream: row.stream()?,
                        position: row.position,
                        reason: row.reason.clone(),
                    })
                })
                .collect(),
        })
    };
    // A model that was never built has taken nothing.
    let never =
        |name| ModelStatus { name, generation: 0, position: 0, lag: head, halted: None, parked: Vec::new() };
    Ok(shared.models.iter().map(|model| status(model.name).unwrap_or_else(|| never(model.name))).collect())
}

/// How far all models are, and which of them stand still.
pub(super) async fn shown(shared: &Shared) -> Result<Shown, Failure> {
    let models = of(shared).await?;
    let mut still = Vec::new();
    for model in &models {
        if let Some(halted) = &model.halted {
            still.push(Still { view: model.name, from: halted.position, whole: true });
        } else if let Some(from) = model.parked.iter().map(|parked| parked.position).min() {
            still.push(Still { view: model.name, from, whole: false });
        }
    }
    let ends = still.iter().map(|still| still.from - 1);
    let position = models.iter().map(|model| model.position).chain(ends).min().unwrap_or(0);
    Ok(Shown { position, still })
}
