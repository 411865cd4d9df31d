//! The log as a whole: verified, written to a file, taken in from one; and read models made anew.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, bail};
use infra::log::Verdict;

use super::{Ground, Wired};
use crate::config::Config;

/// `kith verify`: what it found, as a sentence; an error when something was altered.
pub async fn verify(config: &Config) -> anyhow::Result<String> {
    let wired = Wired::open(Ground::of(config)?).await?;
    let verdict = wired.log.verify().await?;
    wired.stop().await;
    match verdict {
        Verdict::Intact { events } => {
            Ok(format!("All {events} events are what they were when they were recorded."))
        }
        Verdict::Broken { position } => bail!("the event at position {position} is not what was recorded"),
    }
}

/// `kith export`: answers how many events were written.
pub async fn export(config: &Config, file: &Path) -> anyhow::Result<i64> {
    let mut out: Box<dyn Write + Send> = if file == Path::new("-") {
        Box::new(std::io::stdout())
    } else {
        let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
        Box::new(BufWriter::new(opened.with_context(|| format!("{} cannot be made", file.display()))?))
    };
    let wired = Wired::open(Ground::of(config)?).await?;
    let events = wired.log.export(&mut out).await?;
    out.flush()?;
    wired.stop().await;
    Ok(events)
}

/// `kith import`: answers how many events were taken in; the read models are then made from them.
pub async fn import(config: &Config, file: &Path, progress: impl Fn(i64, i64)) -> anyhow::Result<i64> {
    let lines: Box<dyn Read + Send> = if file == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(file).with_context(|| format!("{} cannot be read", file.display()))?)
    };
    let wired = Wired::open(Ground::of(config)?).await?;
    let events = wired.log.import(&mut BufReader::new(lines)).await?;
    wired.projector.prepare(progress).await?;
    wired.stop().await;
    Ok(events)
}

/// `kith rebuild`: the names of the models that were made anew.
pub async fn rebuild(
    config: &Config,
    names: &[String],
    progress: impl Fn(i64, i64),
) -> anyhow::Result<Vec<&'static str>> {
    let wired = Wired::open(Ground::of(config)?).await?;
    let all = names.iter().any(|name| name == "all");
    let names: Vec<&str> =
        if all { wired.projector.names().collect() } else { names.iter().map(String::as_str).collect() };
    let rebuilt = wired.projector.rebuild(&names, progress).await?;
    wired.stop().await;
    Ok(rebuilt)
}
