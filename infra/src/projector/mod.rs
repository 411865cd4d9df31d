//! From the log to the read models. Start with `model` (what a read model is), then `fold` (events into
//! rows, in memory), `runner` (following the log) and `rebuild` (making a model anew beside the old one).
//!
//! Rows and checkpoint are written in one transaction, so that each event counts exactly once, whatever
//! dies when. Whoever is overtaken, by another node or by a rebuild, finds the checkpoint moved and
//! writes nothing.

mod checkpoint;
mod fold;
mod memory;
mod model;
mod reading;
mod rebuild;
mod registry;
mod rows;
mod runner;
mod status;
mod table;
mod writer;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use app::error::Failure;
use app::log::EventLog;
use app::views::Shown;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::database::Database;

pub use self::model::{Column, Kind, Model, Poison, Touch, Value, fold};
pub use self::registry::{Registered, model};
pub use self::status::{Halted, ModelStatus, ParkedStream};

/// How often a node that does not run the projections looks how far they are, while somebody waits.
const LOOK: Duration = Duration::from_millis(10);

/// How the projector works.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Events a transaction while following the log.
    pub batch: i64,
    /// Rows of a model in memory while it is rebuilt; half of them are written when there are more.
    pub rows_in_memory: usize,
    /// For tests: this many transactions fail after their rows and checkpoint, before their commit.
    pub interruptions: Arc<AtomicU32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { batch: 1000, rows_in_memory: 50_000, interruptions: Arc::default() }
    }
}

impl Settings {
    fn interrupted(&self) -> Result<(), sqlx::Error> {
        let left =
            self.interruptions.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() { Err(sqlx::Error::WorkerCrashed) } else { Ok(()) }
    }
}

/// Keeps the read models. Cheap to clone; stop it with [`Projector::stop`].
#[derive(Clone)]
pub struct Projector {
    shared: Arc<Shared>,
    running: Arc<Mutex<Option<Running>>>,
}

struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

struct Shared {
    database: Database,
    log: Arc<dyn EventLog>,
    bell: watch::Receiver<i64>,
    models: Vec<Registered>,
    settings: Settings,
    /// The position that every model that is not halted is known to have passed.
    applied: watch::Sender<i64>,
    /// Whether this node runs the projections.
    leads: watch::Sender<bool>,
    rebuilding: Mutex<()>,
}

impl Projector {
    /// A projector of these models. `bell` rings when something was appended. Does nothing yet.
    pub fn open(
        database: Database,
        log: Arc<dyn EventLog>,
        bell: watch::Receiver<i64>,
        models: Vec<Registered>,
        settings: Settings,
    ) -> Self {
        let (applied, leads) = (watch::Sender::new(0), watch::Sender::new(false));
        let rebuilding = Mutex::new(());
        let shared = Shared { database, log, bell, models, settings, applied, leads, rebuilding };
        Self { shared: Arc::new(shared), running: Arc::default() }
    }

    /// Builds the models that are new, or were kept by another version of themselves: which ones.
    /// To be called before [`start`](Self::start), and before anything reads them.
    /// `progress` hears how many events are done, and how many there are.
    pub async fn prepare(&self, progress: impl Fn(i64, i64)) -> Result<Vec<&'static str>, Failure> {
        let stale = |model: &Registered, checkpoint: Option<&checkpoint::Checkpoint>| {
            !checkpoint.is_some_and(|checkpoint| model.is_current(checkpoint))
        };
        let checkpoints = checkpoint::all(&self.shared.database)
            .await
            .map_err(Failure::doing("reading where the read models stand"))?;
        if !self.shared.models.iter().any(|model| stale(model, checkpoints.get(model.name))) {
            return Ok(Vec::new());
        }
        rebuild::rebuild(&self.shared, stale, progress).await
    }

    /// Makes models anew, beside the ones that are read meanwhile; the names that were not known, if any.
    pub async fn rebuild(
        &self,
        names: &[&str],
        progress: impl Fn(i64, i64),
    ) -> Result<Vec<&'static str>, Failure> {
        let unknown: BTreeSet<&str> =
            names.iter().copied().filter(|name| !self.names().any(|known| known == *name)).collect();
        if let Some(name) = unknown.first() {
            return Err(Failure::doing("rebuilding read models")(format!(
                "there is no read model called {name}"
            )));
        }
        rebuild::rebuild(&self.shared, |model, _| names.contains(&model.name), progress).await
    }

    /// The names of the models.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.shared.models.iter().map(|model| model.name)
    }

    /// Follows the log from now on, or stands by while another node does.
    pub async fn start(&self) {
        let mut running = self.running.lock().await;
        if running.is_none() {
            let (stop, stopping) = watch::channel(false);
            let shared = self.shared.clone();
            let task = tokio::spawn(async move { runner::follow(&shared, stopping).await });
            *running = Some(Running { stop, task });
        }
    }

    /// Stops following the log. What was begun is finished or undone.
    pub async fn stop(&self) {
        if let Some(Running { stop, task }) = self.running.lock().await.take() {
            stop.send_replace(true);
            if task.await.is_err() {
                tracing::error!("kith.projector: the projector had stopped by itself");
            }
        }
    }

    /// Whether this node runs the projections.
    pub fn leads(&self) -> bool {
        *self.shared.leads.borrow()
    }

    /// Waits until every model shows what happened up to a position; `false` when that took too long.
    /// A halted model is not waited for: its pages say that it is halted.
    pub async fn wait_for(&self, position: i64, at_most: Duration) -> bool {
        let mut applied = self.shared.applied.subscribe();
        if *applied.borrow_and_update() >= position {
            return true;
        }
        let told = async { applied.wait_for(|applied| *applied >= position).await.is_ok() };
        let looked = async {
            loop {
                sleep(LOOK).await;
                if !self.leads() {
                    self.shared.look().await;
                }
            }
        };
        timeout(at_most, async {
            tokio::select! { told = told => told, () = looked => false }
        })
        .await
        .unwrap_or(false)
    }

    /// How far the models are as the database has them, halted and parked ones too: what a page of figures
    /// says of itself.
    pub async fn how_far(&self) -> Result<Shown, Failure> {
        status::shown(&self.shared).await
    }

    /// How every model stands, for `/health/ready` and the operations page.
    pub async fn status(&self) -> Result<Vec<ModelStatus>, Failure> {
        status::of(&self.shared).await
    }
}

impl Shared {
    /// Takes note of how far the models are known to be; they never go back.
    fn applied(&self, position: Option<i64>) {
        let position = position.unwrap_or(i64::MAX);
        self.applied.send_if_modified(|applied| {
            let further = position > *applied;
            *applied = position.max(*applied);
            further
        });
    }

    /// Learns from the checkpoints how far another node has come. What cannot be read is not known.
    async fn look(&self) {
        if let Ok(checkpoints) = checkpoint::all(&self.database).await {
            let own = self.models.iter().filter_map(|model| checkpoints.get(model.name));
            self.applied(own.filter(|one| one.halted_at.is_none()).map(|one| one.position).min());
        }
    }
}
