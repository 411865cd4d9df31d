//! The benchmark: every figure beside what it is compared with, in one run on one machine. Run it with
//! `bin/bench`, which builds it for release and lends it a durable PostgreSQL of its own.
//!
//! `bench [--quick] [--only append|visible|log|search|import|lighthouse] [--on pg|sqlite] [--keep FOLDER] [--json FILE]`, with `KITH_TEST_DATABASE_URL` naming the server.

mod append;
mod everywhere;
mod ground;
mod import;
mod lighthouse;
mod pages;
mod raw;
mod rebuild;
mod report;
mod search;
mod served;
mod visible;

use std::path::Path;

use tests::databases::Which;

use crate::ground::{Ground, name};
use crate::report::Report;

/// How much of everything.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// Seconds that each throughput is measured for, each time.
    seconds: u64,
    /// How often, in turn with what it is compared with.
    rounds: usize,
    /// Events in the large log.
    large: i64,
    /// Events in the small log.
    small: i64,
    /// Pages asked for.
    pages: usize,
    /// People among whom is searched.
    people: usize,
}

impl Scale {
    fn of(quick: bool) -> Self {
        if quick {
            Self { seconds: 2, rounds: 3, large: 20_000, small: 5_000, pages: 200, people: 10_000 }
        } else {
            Self { seconds: 5, rounds: 5, large: 1_000_000, small: 10_000, pages: 1_000, people: 100_000 }
        }
    }
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let after = |name| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let scale = Scale::of(quick);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let report =
        runtime.block_on(run(scale, after("--only"), after("--on"), after("--keep").map(Path::new)))?;
    report.print();
    if let Some(file) = after("--json") {
        std::fs::write(file, report.json()?)?;
    }
    Ok(())
}

/// Everything, or only what is named: `append`, `visible`, `import`, `search`, or `log` for what needs a large log.
async fn run(
    scale: Scale,
    only: Option<&String>,
    on: Option<&String>,
    keep: Option<&Path>,
) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    for which in [Which::Postgres, Which::Sqlite] {
        if on.is_some_and(|on| on != name(which)) {
            continue;
        }
        if wanted("append") {
            append::measure(which, scale, &mut report).await?;
        }
        if wanted("visible") {
            visible::measure(which, scale, &mut report).await?;
        }
        if wanted("import") {
            import::measure(which, &mut report).await?;
        }
        if wanted("search") {
            search::measure(which, scale, &mut report).await?;
        }
        if wanted("log") {
            let small = Ground::raise(which, scale.small, None).await?;
            let large = Ground::raise(which, scale.large, keep).await?;
            rebuild::measure(&large, &mut report).await?;
            pages::measure(small, large, scale, &mut report).await?;
        }
    }
    if wanted("lighthouse") {
        lighthouse::measure(&mut report)?;
    }
    Ok(report)
}
