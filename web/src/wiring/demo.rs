//! `kith demo`: a made-up team with its history, played through the real application against a manual
//! clock, then served with a clock that runs.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use app::clock::{Clock, ManualClock, SeededIds};
use app::stories::{self, Plan};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use infra::clock::SystemClock;

use super::serve::{asked_to_stop, serve_wired};
use super::{Ground, Wired, make_folder};
use crate::config::{Config, Demo};

/// Lies in the data folder while a history is told there.
const UNFINISHED: &str = "demo-unfinished";

/// A folder that is gone when the demo ends.
struct Passing(PathBuf);

impl Passing {
    fn new() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("kith-demo-{}", std::process::id()));
        make_folder(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Plays the history, unless the folder holds a demo already, and serves it.
pub async fn demo(
    config: &Config,
    demo: &Demo,
    progress: impl FnMut(usize, usize) + Send,
    say: impl FnOnce(String),
) -> anyhow::Result<()> {
    let passing = if config.data.is_none() { Some(Passing::new()?) } else { None };
    let folder: PathBuf = passing.as_ref().map_or_else(|| config.folder(), |passing| passing.0.clone());
    let config = Config { data: Some(folder), ..config.clone() };
    tokio::select! {
        played = play(&config, demo, progress) => played?,
        // Nobody waits for the rest of a history; a folder that was made for it goes.
        () = asked_to_stop() => return Ok(()),
    }
    let mut ground = Ground::of(&config)?;
    if let Some(day) = demo.today {
        ground.clock = Arc::new(Shifted::to(day));
    }
    let wired = Wired::open(ground).await?;
    wired.start(|_, _| {}).await?;
    serve_wired(&wired, SocketAddr::from((Ipv4Addr::LOCALHOST, demo.port)), say).await
}

/// Plays the history into an empty installation. One that holds a demo is left as it is, one that was
/// interrupted while it was told is told from its beginning, one in which people work is refused.
pub async fn play(
    config: &Config,
    demo: &Demo,
    progress: impl FnMut(usize, usize) + Send,
) -> anyhow::Result<()> {
    let mark = config.folder().join(UNFINISHED);
    if mark.exists() {
        clear(config).await?;
    }
    let today = demo.today.unwrap_or_else(|| SystemClock.today());
    let begin = today - TimeDelta::days(1);
    let clock = Arc::new(ManualClock::at(begin.and_time(NaiveTime::MIN).and_utc()));
    let ids = Arc::new(SeededIds::new(demo.seed));
    let ground = Ground { clock: Arc::clone(&clock) as Arc<dyn Clock>, ids, ..Ground::of(config)? };
    let wired = Wired::open(ground).await?;
    let is_demo = !wired.app.accounts.personas().await?.is_empty();
    let is_empty = wired.app.accounts.first_secret().await?.is_some() && wired.app.log.head().await? == 0;
    ensure!(
        is_demo || is_empty,
        "{} holds an installation in which people work; a demo needs a folder of its own",
        place(config)
    );
    if is_empty {
        // Not sooner: what a crash interrupted in a demo that is there is finished when it is served, with
        // ids that nothing has. These would be those with which its story began.
        wired.start(|_, _| {}).await?;
        std::fs::write(&mark, "A demo is being told here.\n")
            .context("the data folder cannot be written to")?;
        let plan = Plan { people: demo.people, seed: demo.seed, until: today, days: stories::USUAL_DAYS };
        stories::play(&wired.app, &clock, plan, progress).await?;
        std::fs::remove_file(&mark).context("the data folder cannot be written to")?;
    }
    wired.stop().await;
    Ok(())
}

/// Removes what an interrupted demo had written: its own file and nothing else, and that only where the
/// people of a demo are. The mark may have been left behind in a folder in which people work by now.
async fn clear(config: &Config) -> anyhow::Result<()> {
    let folder = config.folder();
    let wired = Wired::open(Ground::of(config)?).await?;
    let personas = wired.app.accounts.personas().await?;
    wired.stop().await;
    if personas.is_empty() {
        return Ok(());
    }
    ensure!(
        config.database_url.is_none(),
        "a demo was interrupted half-way: give it an empty database, and remove {}",
        folder.join(UNFINISHED).display()
    );
    for name in ["kith.sqlite", "kith.sqlite-wal", "kith.sqlite-shm"] {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{name}, half a demo, cannot be removed"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn place(config: &Config) -> String {
    let folder = config.folder();
    match &config.database_url {
        Some(_) => "the database".to_owned(),
        None => Path::new(&folder).display().to_string(),
    }
}

/// A clock that runs, from nine o'clock of another day.
struct Shifted {
    by: TimeDelta,
}

impl Shifted {
    fn to(day: NaiveDate) -> Self {
        let nine = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(9);
        Self { by: nine - SystemClock.now() }
    }
}

impl Clock for Shifted {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + self.by
    }

    fn today(&self) -> NaiveDate {
        crate::format::london_date(self.now())
    }
}
