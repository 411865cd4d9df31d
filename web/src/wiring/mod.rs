//! The adapters put in place behind the application's ports: the only files of this crate, with `main`,
//! that know which they are. The demo, the tests and the benchmarks are wired here too, with a clock
//! and ids of their own.

mod connections;
pub mod demo;
pub mod doctor;
pub mod serve;
pub mod transfer;

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use app::App;
use app::bell::{Bell, NoBell};
use app::clock::{Clock, Ids};
use app::commands::Turns;
use app::error::{Failure, Refusal};
use app::log::EventLog;
use async_trait::async_trait;
use chrono::TimeDelta;
use infra::accounts::SqlAccounts;
use infra::bell::Program;
use infra::clock::{RandomIds, SystemClock};
use infra::contracts::SqlContracts;
use infra::database::Database;
use infra::documents::{Looked, SqlDocuments};
use infra::drafts::SqlDrafts;
use infra::imports::SqlImports;
use infra::instruments::SqlInstruments;
use infra::log::{Log, MasterKey};
use infra::migrations;
use infra::projector::{Projector, Registered, Settings, model};
use infra::ranked_lists::SqlRankedLists;
use infra::read_models::{self, ReadModels};
use infra::safe::Safe;
use infra::team_book::SqlTeamBook;
use infra::terms::SqlTerms;
use infra::ways::SqlWays;

use crate::config::Config;
use crate::installation::{Installation, ModelStatus};
use crate::site::Site;

/// What an installation stands on.
#[derive(Clone)]
pub struct Ground {
    /// `postgres://…` or a path to a file.
    pub database_url: String,
    /// The key that wraps everybody's keys.
    pub master_key: MasterKey,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where new ids come from.
    pub ids: Arc<dyn Ids>,
    /// Whether browsers reach it over https alone.
    pub https: bool,
    /// What rings outside Kith for those who are out alone.
    pub bell: Arc<dyn Bell>,
}

impl Ground {
    /// As the configuration says, with the real clock. Makes the data folder and the master key if missing.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let folder = config.folder();
        make_folder(&folder)?;
        Ok(Self {
            database_url: config.database(),
            master_key: MasterKey::find(&folder)?,
            clock: Arc::new(SystemClock),
            ids: Arc::new(RandomIds),
            https: config.https,
            bell: match &config.bell {
                Some(program) => Arc::new(Program(program.clone())),
                None => Arc::new(NoBell),
            },
        })
    }
}

/// Makes the data folder if it is missing, for its owner alone.
fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("{} cannot be made", folder.display()))
}

/// An installation, put together.
#[derive(Clone)]
pub struct Wired {
    /// What can be done and seen.
    pub app: App,
    /// Where everything is kept.
    pub database: Database,
    /// What happened.
    pub log: Log,
    /// What keeps the read models.
    pub projector: Arc<Projector>,
    https: bool,
}

/// Every read model.
pub fn models() -> Vec<Registered> {
    vec![
        model::<read_models::People>(),
        model::<read_models::Engagements>(),
        model::<read_models::Sessions>(),
        model::<read_models::Relationships>(),
        model::<read_models::SafetyNotes>(),
        model::<read_models::Measures>(),
        model::<read_models::ValuedRoles>(),
        model::<read_models::Concerns>(),
        model::<read_models::MessagesBack>(),
        model::<read_models::Outings>(),
        model::<read_models::Stints>(),
        model::<read_models::Places>(),
    ]
}

impl Wired {
    /// Opens the database, brings its tables up to date and puts everything in place. Nothing runs yet.
    pub async fn open(ground: Ground) -> anyhow::Result<Self> {
        let database = Database::open(&ground.database_url).await?;
        migrations::run(&database).await?;
        let safe = Safe::new(&ground.master_key);
        let log = Log::open(database.clone(), ground.master_key, Arc::clone(&ground.clock)).await?;
        let events: Arc<dyn EventLog> = Arc::new(log.clone());
        let news = log.subscribe();
        let projector =
            Projector::open(database.clone(), Arc::clone(&events), news, models(), Settings::default());
        let projector = Arc::new(projector);
        let app = App {
            clock: ground.clock,
            ids: ground.ids,
            log: events,
            turns: Turns::default(),
            views: Arc::new(ReadModels::new(database.clone(), Arc::clone(&projector))),
            accounts: Arc::new(SqlAccounts::new(database.clone())),
            contracts: Arc::new(SqlContracts::new(database.clone())),
            imports: Arc::new(SqlImports::new(database.clone(), safe.clone())),
            checks: Arc::default(),
            terms: Arc::new(SqlTerms::new(database.clone())),
            ways: Arc::new(SqlWays::new(database.clone())),
            team_book: Arc::new(SqlTeamBook::new(database.clone(), safe.clone())),
            lists: Arc::new(SqlRankedLists::new(database.clone(), safe.clone())),
            instruments: Arc::new(SqlInstruments::new(database.clone())),
            documents: Arc::new(SqlDocuments::new(database.clone(), log.clone(), safe.clone())),
            drafts: Arc::new(SqlDrafts::new(database.clone(), log.clone(), safe)),
            files: Arc::new(Looked::default()),
            lone: Arc::new(SqlAccounts::new(database.clone())),
            bell: ground.bell,
        };
        Ok(Self { app, database, log, projector, https: ground.https })
    }

    /// Makes the read models that have changed, follows the log from then on, and finishes what a crash
    /// interrupted. `progress` hears how many events are done of how many.
    pub async fn start(&self, progress: impl Fn(i64, i64)) -> anyhow::Result<()> {
        self.projector.prepare(progress).await?;
        self.projector.start().await;
        let head = self.app.log.head().await?;
        self.projector.wait_for(head, Duration::from_secs(600)).await;
        self.app.imports.empty_old(self.app.clock.now()).await?;
        self.app.settle_documents().await?;
        let month_ago = self.app.clock.now() - TimeDelta::days(app::drafts::KEPT_DAYS);
        self.app.drafts.drop_old(month_ago).await?;
        finish_decided(&self.app).await?;
        let moved = self.app.move_left_behind().await?;
        if moved > 0 {
            tracing::warn!(moved, "moved what had been left with records that were put together with others");
        }
        Ok(())
    }

    /// Stops following the log and closes the database. What was answered is kept.
    pub async fn stop(&self) {
        self.app.lists.settled().await;
        self.projector.stop().await;
        self.database.close().await;
    }

    /// What the pages are served from.
    pub fn site(&self) -> Site {
        let installation =
            Kept { projector: Arc::clone(&self.projector), postgres: self.database.is_postgres() };
        Site { app: self.app.clone(), installation: Arc::new(installation), secure: self.https }
    }
}

/// Finishes what was decided and not done: people to be forgotten, concerns to be destroyed.
async fn finish_decided(app: &App) -> Result<(), Refusal> {
    let people = app.finish_erasures().await?;
    if people > 0 {
        tracing::warn!(people, "finished forgetting people whose erasure was interrupted");
    }
    let concerns = app.finish_destructions().await?;
    if concerns > 0 {
        tracing::warn!(concerns, "finished destroying concerns, which was interrupted or had to wait");
    }
    Ok(())
}

/// The installation as its pages see it.
struct Kept {
    projector: Arc<Projector>,
    postgres: bool,
}

#[async_trait]
impl Installation for Kept {
    fn database(&self) -> &'static str {
        if self.postgres { "PostgreSQL" } else { "SQLite" }
    }

    async fn models(&self) -> Result<Vec<ModelStatus>, Failure> {
        let models = self.projector.status().await?;
        Ok(models
            .into_iter()
            .map(|model| ModelStatus {
                name: model.name.to_owned(),
                position: model.position,
                behind: model.lag,
                halted: model.halted.map(|halted| halted.reason),
                parked: i64::try_from(model.parked.len()).unwrap_or(i64::MAX),
            })
            .collect())
    }
}
