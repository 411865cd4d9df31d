//! `kith doctor`: what is wrong with an installation and what to do about it, a line each. It changes
//! nothing: it makes no folder, no key and no table.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use app::clock::Clock;
use app::log::EventLog;
use chrono::{Datelike, TimeDelta};
use infra::accounts::SqlAccounts;
use infra::clock::SystemClock;
use infra::database::Database;
use infra::log::{MasterKey, Verdict};
use infra::migrations;

use super::{Ground, Wired};
use crate::config::Config;

/// What the doctor found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// All is well.
    Well(String),
    /// Nothing to worry about, but worth knowing.
    Note(String),
    /// Something is wrong, and what to do.
    Wrong {
        /// What.
        what: String,
        /// The way out.
        remedy: String,
    },
}

impl Finding {
    fn wrong(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Wrong { what: what.into(), remedy: remedy.into() }
    }

    /// Whether something is wrong.
    pub fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong { .. })
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Well(what) => write!(f, "ok       {what}"),
            Self::Note(what) => write!(f, "note     {what}"),
            Self::Wrong { what, remedy } => write!(f, "problem  {what}\n         → {remedy}"),
        }
    }
}

/// Looks at everything, in the order in which trouble spreads. Stops where the rest cannot be looked at.
pub async fn examine(config: &Config, deep: bool) -> Vec<Finding> {
    let folder = config.folder();
    let mut found = vec![clock(), data_folder(&folder)];
    let new = !folder.exists();
    if !new {
        found.push(master_key(&folder));
    }
    let opens = !found.iter().any(Finding::is_wrong);
    let file = config.database_url.is_none().then(|| folder.join("kith.sqlite"));
    if file.as_ref().is_some_and(|file| !file.exists()) {
        found.push(Finding::Note("there is no database yet; “kith serve” makes it".to_owned()));
        return found;
    }
    found.extend(file.and_then(|file| readable(&file)));
    let pending = match tables(config).await {
        Ok(pending) => pending,
        Err(finding) => {
            found.push(finding);
            return found;
        }
    };
    found.push(Finding::Well("the database answers".to_owned()));
    if !pending.is_empty() {
        let what = format!("the tables are not up to date: {} are missing", pending.join(", "));
        found.push(Finding::wrong(what, "start “kith serve” once; it brings them up to date"));
        return found;
    }
    found.push(Finding::Well("the tables are up to date".to_owned()));
    if !opens {
        return found;
    }
    match inside(config, deep).await {
        Ok(more) => found.extend(more),
        Err(error) => found.push(Finding::wrong(
            format!("the log cannot be opened: {error:#}"),
            "is the master key the one this database was made with? Put back the right one",
        )),
    }
    found
}

fn clock() -> Finding {
    let today = SystemClock.today();
    if today.year() < 2026 {
        return Finding::wrong(
            format!("the clock says {today}"),
            "set the machine’s clock, and keep it by NTP",
        );
    }
    Finding::Well(format!("the clock says {today}"))
}

fn data_folder(folder: &Path) -> Finding {
    let name = folder.display();
    if !folder.exists() {
        return Finding::Note(format!("{name} does not exist yet; “kith serve” makes it"));
    }
    let trial = folder.join(format!(".kith-doctor-{}", std::process::id()));
    let written = std::fs::write(&trial, b"").and_then(|()| std::fs::remove_file(&trial));
    match written {
        Ok(()) if folder.metadata().is_ok_and(|folder| folder.permissions().mode() & 0o077 != 0) => {
            Finding::Note(format!("others may look into {name}; chmod 700 {name}"))
        }
        Ok(()) => Finding::Well(format!("{name} can be written to")),
        Err(error) => Finding::wrong(
            format!("{name} cannot be written to: {error}"),
            "give it to the user that runs Kith",
        ),
    }
}

/// A database that others of this machine may read: its read models hold names in clear.
fn readable(file: &Path) -> Option<Finding> {
    let open: Vec<String> = ["", "-wal", "-shm"]
        .iter()
        .map(|ending| format!("{}{ending}", file.display()))
        .filter(|name| Path::new(name).metadata().is_ok_and(|file| file.permissions().mode() & 0o077 != 0))
        .collect();
    let what = || format!("others may read {}", open.join(", "));
    (!open.is_empty()).then(|| Finding::wrong(what(), format!("chmod 600 {}", open.join(" "))))
}

fn master_key(folder: &Path) -> Finding {
    if std::env::var_os("KITH_MASTER_KEY").is_some() {
        return match MasterKey::find(folder) {
            Ok(_) => Finding::Well("the master key is in the environment".to_owned()),
            Err(error) => Finding::wrong(error.to_string(), "set KITH_MASTER_KEY to 32 bytes in base64"),
        };
    }
    let path = folder.join("master.key");
    let Ok(metadata) = path.metadata() else {
        let what = format!("{} is not there", path.display());
        return Finding::wrong(
            what,
            "put back the copy you keep elsewhere; on a new installation “kith serve” makes one",
        );
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let what = format!("others may read {} (mode {mode:o})", path.display());
        return Finding::wrong(what, format!("chmod 600 {}", path.display()));
    }
    match MasterKey::in_folder(folder) {
        Ok(_) => Finding::Well(format!("{} is there, for its owner alone", path.display())),
        Err(error) => Finding::wrong(error.to_string(), "put back the copy you keep elsewhere"),
    }
}

/// The migrations that have not run, or why the database does not answer.
async fn tables(config: &Config) -> Result<Vec<&'static str>, Finding> {
    let remedy = if config.database_url.is_some() {
        "is the server running, and does DATABASE_URL name it with user and password?"
    } else {
        "is the file a database of Kith’s, and may this user write to it?"
    };
    let wrong = |error: &dyn std::error::Error| {
        let cause = error.source().map_or_else(String::new, |cause| format!(": {cause}"));
        Finding::wrong(format!("the database does not answer ({error}{cause})"), remedy)
    };
    let database = Database::open(&config.database()).await.map_err(|error| wrong(&error))?;
    let pending = migrations::pending(&database).await.map_err(|error| wrong(&error));
    database.close().await;
    pending
}

/// What can be seen only with everything in place: the log, its models, its hashes.
async fn inside(config: &Config, deep: bool) -> anyhow::Result<Vec<Finding>> {
    let wired = Wired::open(Ground::of(config)?).await?;
    let mut found = vec![Finding::Well("the master key opens what this database keeps".to_owned())];
    let head = wired.log.head().await?;
    if let Some(last) = wired.log.feed(head - 1, 1).await?.pop() {
        let ahead = last.recorded_at - SystemClock.now();
        if ahead > TimeDelta::minutes(5) {
            let what = format!("the last event was recorded {} minutes from now", ahead.num_minutes());
            found.push(Finding::wrong(
                what,
                "the clock was wrong then or is wrong now; set it, and keep it by NTP",
            ));
        }
    }
    for (organisation, events) in SqlAccounts::new(wired.database.clone()).missing_organisations().await? {
        found.push(Finding::wrong(
            format!(
                "{events} events are of the organisation {organisation}, which is not here: nobody sees them"
            ),
            "import an export of a version that carries accounts; if nobody can sign in yet, the link that \
             “kith serve” prints takes the organisation of the first event over",
        ));
    }
    for model in wired.projector.status().await? {
        let (name, rebuild) =
            (model.name, format!("look at the log line that names it, then “kith rebuild {}”", model.name));
        if let Some(halted) = model.halted {
            found.push(Finding::wrong(
                format!("{name} stopped before position {}: {}", halted.position, halted.reason),
                rebuild,
            ));
        } else if !model.parked.is_empty() {
            found.push(Finding::wrong(
                format!("{name} follows {} records no further", model.parked.len()),
                rebuild,
            ));
        } else if model.lag > 0 {
            found.push(Finding::Note(format!("{name} has {} of {head} events still to take", model.lag)));
        } else {
            found.push(Finding::Well(format!("{name} shows everything up to position {head}")));
        }
    }
    if deep {
        found.push(match wired.log.verify().await? {
            Verdict::Intact { events } => Finding::Well(format!("all {events} events are what was recorded")),
            Verdict::Broken { position } => Finding::wrong(
                format!("the event at position {position} is not what was recorded"),
                "somebody or something altered the database: keep it as it is, and restore a backup elsewhere to compare",
            ),
        });
    }
    wired.stop().await;
    Ok(found)
}
