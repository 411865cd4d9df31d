//! From the answer to a command until every read model shows it, at a steady 200 commands a second.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::access::Viewer;
use app::commands::Request;
use app::stories::{self, Persona, Plan};
use domain::shared::ids::CommandId;
use tests::databases::Which;

use crate::Scale;
use crate::ground::{Ground, name};
use crate::report::{Report, percentile};

const PER_SECOND: u64 = 200;

pub(crate) async fn measure(which: Which, scale: Scale, report: &mut Report) -> anyhow::Result<()> {
    let ground = Arc::new(Ground::empty(which).await?);
    let plan = Plan { people: 400, seed: 11, until: ground.wired.app.clock.today() };
    let wanted = usize::try_from(scale.seconds * PER_SECOND)?;
    // Commands of real cases, a case after another, so that each finds what it rests on.
    let steps: Vec<_> = stories::cases(&ground.town, plan).flatten().take(wanted).collect();
    let mut pace = tokio::time::interval(Duration::from_micros(1_000_000 / PER_SECOND));
    let mut waits = Vec::with_capacity(steps.len());
    for step in steps {
        pace.tick().await;
        let app = &ground.wired.app;
        let viewer = Viewer::of(ground.town.account(Persona::ROSA));
        let request = Request {
            command_id: CommandId(app.ids.next()),
            seen: None,
            instruction: step.instruction.clone(),
        };
        // Two made-up people who look alike are refused; that step is left out, and so is its case.
        let Ok(done) = app.ask(&viewer, request).await else { continue };
        let (ground, answered) = (Arc::clone(&ground), Instant::now());
        waits.push(tokio::spawn(async move {
            ground.wired.projector.wait_for(done.position, Duration::from_secs(5)).await;
            answered.elapsed().as_secs_f64() * 1000.0
        }));
    }
    let mut lags = Vec::with_capacity(waits.len());
    for wait in waits {
        lags.push(wait.await?);
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
