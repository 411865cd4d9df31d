//! Serving until somebody says stop. What was begun is finished, for a few seconds at most.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use app::App;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::connections::{self, HEADERS};
use super::{Ground, Wired, finish_decided};
use crate::config::Config;
use crate::paths;
use crate::router::router;

/// How long answers that are under way may take after the signal to stop.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is looked whether somebody who is out alone should have been out, and whether something that was
/// decided is not done.
const NOTICE_EVERY: Duration = Duration::from_secs(30);

/// What is said once it is ready.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Where it is.
    pub url: String,
    /// The one-time link that makes the first administrator, while nobody can sign in. It is a secret:
    /// said to whoever started the process, and never logged.
    pub first_run: Option<String>,
}

/// `kith serve`.
pub async fn serve(
    config: &Config,
    listen: SocketAddr,
    progress: impl Fn(i64, i64),
    say: impl FnOnce(Ready),
) -> anyhow::Result<()> {
    let wired = Wired::open(Ground::of(config)?).await?;
    wired.start(progress).await?;
    let first = wired.app.accounts.first_secret().await?;
    serve_wired(&wired, listen, |url| {
        let first_run = first.map(|secret| format!("{url}{}", paths::first_run(&*secret)));
        say(Ready { url, first_run });
    })
    .await
}

/// Serves what has been started, until SIGINT or SIGTERM; then stops it.
pub async fn serve_wired(wired: &Wired, listen: SocketAddr, say: impl FnOnce(String)) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(listen).await.with_context(|| format!("{listen} cannot be listened on"))?;
    let url = format!("http://{}", listener.local_addr()?);
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_stop().await;
        stop.send_replace(true);
    });
    let stopped = |mut stopping: watch::Receiver<bool>| async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let serving = connections::take(listener, router(wired.site()), HEADERS, stopped(stopping.clone()));
    let noticing = tokio::spawn(notice(wired.app.clone(), stopping.clone()));
    say(url);
    tokio::select! {
        () = serving => {}
        () = async { stopped(stopping).await; tokio::time::sleep(PATIENCE).await } => {
            tracing::warn!("stopped while answers were still under way");
        }
    }
    noticing.abort();
    wired.stop().await;
    Ok(())
}

/// Looks again and again whether somebody should have been out, finishes what was decided and not done, and moves what was
/// left with a record that went into another one, until asked to stop. Every node does; each step is recorded once.
async fn notice(app: App, mut stopping: watch::Receiver<bool>) {
    loop {
        if let Err(refusal) = app.notice_overdue().await {
            tracing::error!(error = %refusal, "could not look who should have been out");
        }
        if let Err(refusal) = finish_decided(&app).await {
            tracing::error!(error = %refusal, "could not look what was decided and is not done");
        }
        if let Err(refusal) = app.move_left_behind().await {
            tracing::error!(error = %refusal, "could not look what was left with a record that went");
        }
        tokio::select! {
            () = tokio::time::sleep(NOTICE_EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Waits for Ctrl-C or for being asked to end.
pub(super) async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut ended) = signal(SignalKind::terminate()) else {
        return tokio::signal::ctrl_c().await.unwrap_or_default();
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = ended.recv() => {}
    }
}
