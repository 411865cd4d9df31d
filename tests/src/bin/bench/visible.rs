//! From the answer to a command until every read model shows it, at a steady 200 commands a second.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use app::stories::{self, Plan, USUAL_DAYS};
use tests::databases::Which;

use crate::Scale;
use crate::ground::{Ground, name};
use crate::report::{Report, percentile};

const PER_SECOND: u64 = 200;

pub(crate) async fn measure(which: Which, scale: Scale, report: &mut Report) -> anyhow::Result<()> {
    let ground = Arc::new(Ground::empty(which).await?);
    let plan = Plan { people: 400, seed: 11, until: ground.wired.app.clock.today(), days: USUAL_DAYS };
    let wanted = usize::try_from(scale.seconds * PER_SECOND)?;
    // Commands of real cases, a case after another, so that each finds what it rests on.
    let steps: Vec<_> = stories::cases(&ground.town, plan).flatten().take(wanted).collect();
    let mut pace = tokio::time::interval(Duration::from_micros(1_000_000 / PER_SECOND));
    let mut waits = Vec::with_capacity(steps.len());
    for step in steps {
        pace.tick().await;
        ground.tell(&step).await?;
        let position = ground.wired.app.log.head().await?;
        let (ground, answered) = (Arc::clone(&ground), Instant::now());
        waits.push(tokio::spawn(async move {
            let shown = ground.wired.projector.wait_for(position, Duration::from_secs(5)).await;
            shown.then(|| answered.elapsed().as_secs_f64() * 1000.0)
        }));
    }
    let mut lags = Vec::with_capacity(waits.len());
    for wait in waits {
        lags.push(wait.await?.context("a command was not visible within five seconds")?);
    }
    let (median, p99) = (percentile(&mut lags, 50.0), percentile(&mut lags, 99.0));
    report.add(
        format!("visible_p50_ms_{}", name(which)),
        median,
        "answered → visible in every model, 200 commands/s",
    );
    report.add(format!("visible_p99_ms_{}", name(which)), p99, "the same, 99 in 100");
    report.worse("visible_p99_ms", p99, "the slower database's");
    ground.wired.stop().await;
    Ok(())
}
