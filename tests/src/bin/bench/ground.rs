//! Databases to measure on: empty, or raised to a number of events through the real application, as
//! many cases side by side as there are lanes.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use app::clock::{ManualClock, SeededIds};
use app::stories::{self, Plan, Town};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use futures::StreamExt;
use infra::log::MasterKey;
use tempfile::TempDir;
use tests::databases::{self, Database, Which};
use web::wiring::{self, Wired};

/// Cases told at the same time while a database is raised.
const LANES: usize = 128;
/// Events that a case makes, about.
const EVENTS_PER_CASE: i64 = 78;

/// A wired application on a database of its own.
pub(crate) struct Ground {
    pub(crate) which: Which,
    pub(crate) wired: Wired,
    pub(crate) database: Database,
    pub(crate) town: Town,
    pub(crate) folder: TempDir,
}

/// The last day of every history: fixed, so that runs are alike.
fn until() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default()
}

impl Ground {
    /// An application with a team and nobody to work with.
    pub(crate) async fn empty(which: Which) -> anyhow::Result<Self> {
        Self::open(which, Plan { people: 0, seed: 7, until: until() }).await
    }

    async fn open(which: Which, plan: Plan) -> anyhow::Result<Self> {
        let database = databases::fresh(which).await;
        let folder = tempfile::tempdir()?;
        let noon = plan.until.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(18);
        let ground = wiring::Ground {
            database_url: database.url.clone(),
            master_key: MasterKey::find(folder.path())?,
            clock: Arc::new(ManualClock::at(noon)),
            ids: Arc::new(SeededIds::new(plan.seed)),
            https: false,
        };
        let wired = Wired::open(ground).await?;
        wired.start(|_, _| {}).await?;
        let town = Town::set_up(&wired.app, plan).await?;
        Ok(Self { which, wired, database, town, folder })
    }

    /// A database with about so many events.
    pub(crate) async fn raise(which: Which, events: i64) -> anyhow::Result<Self> {
        let people = usize::try_from(events / EVENTS_PER_CASE)?;
        let plan = Plan { people, seed: 7, until: until() };
        let ground = Self::open(which, plan).await?;
        // A rebuild at the end is quicker than following so many commands.
        ground.wired.projector.stop().await;
        let begun = Instant::now();
        let Ground { wired, town, .. } = &ground;
        let failures = futures::stream::iter(stories::cases(town, plan))
            .map(|case| {
                let (app, town) = (wired.app.clone(), town.clone());
                tokio::spawn(async move {
                    for mut step in case {
                        step.by = stories::Persona::ROSA;
                        stories::perform(&app, &town, &step)
                            .await
                            .with_context(|| step.instruction.name())?;
                    }
                    anyhow::Ok(())
                })
            })
            .buffer_unordered(LANES)
            .filter_map(async |told| told.map_err(anyhow::Error::from).and_then(|told| told).err())
            .collect::<Vec<_>>()
            .await;
        if let Some(first) = failures.into_iter().next() {
            return Err(first.context("a case could not be told"));
        }
        let head = wired.app.log.head().await?;
        eprintln!("{} holds {head} events, told in {:?}", name(which), begun.elapsed());
        Ok(ground)
    }

    /// The folder with the master key.
    pub(crate) fn keys(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

/// What a database is called in a figure's name.
pub(crate) fn name(which: Which) -> &'static str {
    match which {
        Which::Postgres => "pg",
        Which::Sqlite => "sqlite",
    }
}
