//! The `kith` command. It says what people wait for on stdout, and everything else on stderr.
#![expect(clippy::print_stdout, reason = "this is the command's voice")]

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use infra::telemetry;
use web::config::{Cli, Command, LogFormat};
use web::wiring::{demo, doctor, serve, transfer};

#[tokio::main]
async fn main() -> ExitCode {
    let Cli { command, config } = Cli::parse();
    let json = config.log_format == LogFormat::Json;
    let telemetry = telemetry::start(&config.log, json, config.collector.as_deref());
    let done = match command {
        Command::Serve { listen } => {
            let bar = bar("Making the read models");
            let progress = move |done, all| follow(&bar, done, all);
            serve::serve(&config, listen, progress, ready).await.map(|()| ExitCode::SUCCESS)
        }
        Command::Demo(options) => {
            let bar = bar("Telling the story of a team");
            let progress = move |done: usize, all: usize| follow(&bar, done as i64, all as i64);
            demo::demo(&config, &options, progress, is_at).await.map(|()| ExitCode::SUCCESS)
        }
        Command::Rebuild { models } => {
            let bar = bar("Making read models anew");
            let rebuilt = transfer::rebuild(&config, &models, |done, all| follow(&bar, done, all)).await;
            rebuilt.map(|names| say(&format!("Made anew: {}.", names.join(", "))))
        }
        Command::Doctor { deep } => Ok(examine(&doctor::examine(&config, deep).await)),
        Command::Verify => transfer::verify(&config).await.map(|sentence| say(&sentence)),
        Command::Export { file } => transfer::export(&config, &file).await.map(|events| {
            eprintln!("Wrote {events} events.");
            ExitCode::SUCCESS
        }),
        Command::Import { file } => {
            let bar = bar("Making the read models");
            let taken = transfer::import(&config, &file, |done, all| follow(&bar, done, all)).await;
            taken.map(|events| {
                say(&format!(
                    "Took in {events} events. Nobody has a password yet: “kith serve” prints a way in."
                ))
            })
        }
    };
    telemetry.stop().await;
    done.unwrap_or_else(|error| {
        eprintln!("kith: {error:#}");
        ExitCode::FAILURE
    })
}

fn say(sentence: &str) -> ExitCode {
    println!("{sentence}");
    ExitCode::SUCCESS
}

fn is_at(url: String) {
    println!("Kith is at {url}");
}

fn ready(ready: serve::Ready) {
    is_at(ready.url);
    if let Some(link) = ready.first_run {
        println!("Nobody can sign in yet. Make the first administrator here, once:\n  {link}");
    }
}

fn examine(findings: &[doctor::Finding]) -> ExitCode {
    for finding in findings {
        println!("{finding}");
    }
    if findings.iter().any(doctor::Finding::is_wrong) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A bar on stderr that shows itself only when there is something to wait for, and a terminal.
fn bar(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::hidden();
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}, {eta} to go");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}

fn follow(bar: &ProgressBar, done: i64, all: i64) {
    if bar.is_hidden() && bar.length().is_none() {
        bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(200));
    }
    bar.set_length(all.max(0) as u64);
    bar.set_position(done.max(0) as u64);
    if done >= all {
        bar.finish_and_clear();
    }
}
