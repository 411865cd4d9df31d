//! Lighthouse on the main pages, in the system's Chromium, of a `kith demo` built for release. Told by
//! `tests/lighthouse`, which names each page and what it fell short in.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::report::Report;

/// What Lighthouse says of one page, in hundredths.
#[derive(Debug, Deserialize)]
struct Scores {
    page: String,
    performance: u8,
    accessibility: u8,
    best_practices: u8,
    /// Audits that it did not pass.
    short: Vec<String>,
}

/// The lowest scores of all the main pages.
pub(crate) fn measure(report: &mut Report) -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lighthouse");
    let installed = Command::new("npm")
        .args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(&folder)
        .status()?;
    ensure!(installed.success(), "what tests/lighthouse needs could not be installed");
    let said = Command::new("node")
        .arg("measure.mjs")
        .current_dir(&folder)
        .env("KITH_BINARY", std::env::current_exe()?.with_file_name("kith"))
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(said.status.success(), "Lighthouse did not come to its end");
    let pages = String::from_utf8(said.stdout)?
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<Vec<Scores>, _>>()?;
    for page in &pages {
        eprintln!(
            "{:40} {:>4} {:>4} {:>4}  {}",
            page.page,
            page.performance,
            page.accessibility,
            page.best_practices,
            page.short.join(", ")
        );
    }
    let lowest = |score: fn(&Scores) -> u8| {
        pages.iter().map(score).min().map(f64::from).context("Lighthouse looked at no page")
    };
    let of = format!("lowest of {} main pages", pages.len());
    report.add("lighthouse_performance_min", lowest(|page| page.performance)?, &of);
    report.add("lighthouse_accessibility_min", lowest(|page| page.accessibility)?, &of);
    report.add("lighthouse_best_practices_min", lowest(|page| page.best_practices)?, &of);
    Ok(())
}
