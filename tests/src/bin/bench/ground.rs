//! Databases to measure on: empty, or raised to a number of events through the real application, as
//! many cases side by side as there are lanes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use app::App;
use app::clock::{Clock, ManualClock};
use app::commands::Instruction;
use app::stories::{self, Plan, Step, Town, USUAL_DAYS};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use futures::StreamExt;
use infra::clock::RandomIds;
use infra::log::MasterKey;
use tempfile::TempDir;
use tests::databases::{self, Database, Which};
use web::wiring::{self, Wired};

use crate::import;

/// Cases told at the same time while a database is raised.
const LANES: usize = 128;
/// People who came within [`USUAL_DAYS`] where a thousand are worked with at the end.
const PEOPLE_FOR_A_THOUSAND: u64 = 3_000;
/// People in a list that lies there not taken in yet.
const BROUGHT: usize = 200;
/// Events that a case makes, about.
const EVENTS_PER_CASE: i64 = 128;

/// A wired application on a database of its own.
pub(crate) struct Ground {
    pub(crate) which: Which,
    pub(crate) wired: Wired,
    pub(crate) database: Database,
    pub(crate) town: Town,
    keys: Keys,
    clock: Arc<ManualClock>,
}

/// Where the master key lies.
enum Keys {
    Passing(TempDir),
    Kept(PathBuf),
}

impl Keys {
    fn folder(&self) -> &Path {
        match self {
            Self::Passing(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

/// The last day of every history: fixed, so that runs are alike.
fn until() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default()
}

/// So many people, of whom no more than a thousand are worked with on the last day.
fn plan(people: usize) -> Plan {
    let days = USUAL_DAYS * (people as u64).max(PEOPLE_FOR_A_THOUSAND) / PEOPLE_FOR_A_THOUSAND;
    Plan { people, seed: 7, until: until(), days }
}

impl Ground {
    /// An application with a team and nobody to work with.
    pub(crate) async fn empty(which: Which) -> anyhow::Result<Self> {
        Self::open(which, plan(0), None).await
    }

    async fn open(which: Which, plan: Plan, keep: Option<&Path>) -> anyhow::Result<Self> {
        let (database, keys) = match keep {
            Some(folder) => {
                std::fs::create_dir_all(folder)?;
                (databases::kept(which, folder).await, Keys::Kept(folder.to_owned()))
            }
            None => (databases::fresh(which).await, Keys::Passing(tempfile::tempdir()?)),
        };
        let noon = plan.until.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(18);
        let clock = Arc::new(ManualClock::at(noon));
        let ground = wiring::Ground {
            database_url: database.url.clone(),
            master_key: MasterKey::find(keys.folder())?,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Arc::new(RandomIds),
            https: false,
            bell: Arc::new(app::bell::NoBell),
        };
        let wired = Wired::open(ground).await?;
        wired.start(|_, _| {}).await?;
        let town = match wired.app.log.head().await? {
            0 => Town::set_up(&wired.app, plan).await?,
            _ => Town::of(plan),
        };
        Ok(Self { which, wired, database, town, keys, clock })
    }

    /// A database with about so many events. It may be kept, with its master key in a folder, where a later run finds it.
    pub(crate) async fn raise(which: Which, events: i64, keep: Option<&Path>) -> anyhow::Result<Self> {
        let people = usize::try_from(events / EVENTS_PER_CASE)?;
        let plan = plan(people);
        let ground = Self::open(which, plan, keep).await?;
        let begun = Instant::now();
        let head = ground.wired.app.log.head().await?;
        if head > 0 {
            eprintln!("{} holds {head} events of an earlier run", name(which));
            return Ok(ground);
        }
        // A day after another, as it would have been: the events of many cases lie among each other.
        let mut days: BTreeMap<NaiveDate, Vec<Vec<Step>>> = BTreeMap::new();
        let mut regulars = stories::Regulars::default();
        for case in stories::cases(&ground.town, plan) {
            regulars.hear(&case, plan);
            for part in case.chunk_by(|one, next| one.at.date_naive() == next.at.date_naive()) {
                days.entry(part[0].at.date_naive()).or_default().push(part.to_vec());
            }
        }
        for step in regulars.meet(plan) {
            days.entry(step.at.date_naive()).or_default().push(vec![step]);
        }
        for parts in days.into_values() {
            ground.day(parts).await?;
        }
        let evening = ground.clock.now();
        for step in stories::beside(&ground.town, plan, &[]) {
            ground.tell(&step).await?;
        }
        ground.clock.set(evening);
        stories::last_day(&ground.wired.app, &ground.clock, &ground.town, plan).await?;
        import::bring(&ground, BROUGHT).await?;
        let wired = &ground.wired;
        let head = wired.app.log.head().await?;
        eprintln!("{} holds {head} events, told in {:?}", name(which), begun.elapsed());
        Ok(ground)
    }

    /// One day of many cases: each case's steps in order, the cases side by side.
    async fn day(&self, parts: Vec<Vec<Step>>) -> anyhow::Result<()> {
        if let Some(evening) = parts.iter().flatten().map(|step| step.at).max() {
            self.clock.set(evening);
        }
        let mut told = futures::stream::iter(parts)
            .map(|part| {
                let (app, town) = (self.wired.app.clone(), self.town.clone());
                tokio::spawn(async move {
                    for step in part {
                        perform(&app, &town, &step).await?;
                    }
                    anyhow::Ok(())
                })
            })
            .buffer_unordered(LANES);
        while let Some(done) = told.next().await {
            done??;
        }
        Ok(())
    }

    /// One step, at its own time.
    pub(crate) async fn tell(&self, step: &Step) -> anyhow::Result<()> {
        self.clock.set(step.at);
        perform(&self.wired.app, &self.town, step).await
    }

    /// The folder with the master key.
    pub(crate) fn keys(&self) -> PathBuf {
        self.keys.folder().to_owned()
    }
}

/// Does a step as the team lead, who may ask for everything but what is the safeguarding lead's, or somebody's own
/// being out.
async fn perform(app: &App, town: &Town, step: &Step) -> anyhow::Result<()> {
    let by = match step.instruction {
        Instruction::Concern { .. } | Instruction::Outing { .. } => step.by,
        _ => stories::Persona::ROSA,
    };
    let step = Step { by, ..step.clone() };
    let what = step.instruction.name();
    stories::perform(app, town, &step).await.with_context(|| format!("{what} on {}", step.at))
}

/// What a database is called in a figure's name.
pub(crate) fn name(which: Which) -> &'static str {
    match which {
        Which::Postgres => "pg",
        Which::Sqlite => "sqlite",
    }
}
