//! What is said about the work: log lines on stderr, and, when a collector is named, traces and figures
//! over OpenTelemetry. The code that works knows neither: it opens `tracing` spans, and this folder makes
//! of them what is sent (`exporter`, `listed`), what is counted (`measures`) and how it goes (`post`).
//!
//! Never logged or sent: names, words, dates of birth, identifiers, addresses of people, what was typed, the
//! part of an address after its question mark, cookies, tokens, passwords, keys, the one-time link. Ids of
//! commands, positions, routes, statuses and durations are. `tests/it/telemetry.rs` holds it.

mod exporter;
mod listed;
mod measures;
mod post;

use std::io::IsTerminal;

use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

pub use self::exporter::{Exporter, NotACollector};

/// Our crates, by the start of a line's target. What others put into theirs, we cannot answer for.
const OURS: &[&str] = &["app", "domain", "infra", "kith", "web"];

/// A layer over any subscriber.
pub type Layered<S> = Box<dyn Layer<S> + Send + Sync>;

/// What was started. Ask it to [`stop`](Self::stop), so that the last of what it has to say is sent.
#[derive(Debug)]
pub struct Telemetry(Option<Exporter>);

/// Starts writing lines of these levels (`info`, `infra=debug,info`), as text or as JSON, and sending to a
/// collector if there is one; once a process, inside its runtime. A collector that cannot be used is
/// complained of, and stands in nobody's way.
pub fn start(filter: &str, json: bool, collector: Option<&str>) -> Telemetry {
    let (exporter, trouble) = match collector.filter(|url| !url.is_empty()).map(Exporter::to).transpose() {
        Ok(exporter) => (exporter, None),
        Err(trouble) => (None, Some(trouble)),
    };
    let mut layers = vec![lines(filter, json, std::io::stderr)];
    layers.extend(exporter.as_ref().map(Exporter::layer));
    // A subscriber that is there already, as in a test, stays.
    let _ = subscriber(layers).try_init();
    if let Some(trouble) = trouble {
        tracing::warn!("nothing is measured: {trouble}");
    }
    std::panic::set_hook(Box::new(|panic| {
        // What a panic says may hold a value; where it happened does not.
        let place = panic.location().map(ToString::to_string);
        tracing::error!(
            panic.place = place.as_deref().unwrap_or("unknown"),
            "a part of Kith stopped unexpectedly"
        );
    }));
    Telemetry(exporter)
}

/// What hears of the work: these layers, each with a filter of its own.
pub fn subscriber(layers: Vec<Layered<Registry>>) -> impl Subscriber + Send + Sync {
    tracing_subscriber::registry().with(layers).with(AskedEachTime)
}

/// Has the filters asked about every line and span anew. They leave their answer on the thread for the line
/// that follows; a crate that only asks whether a level is heard, as sqlx does before it words an error,
/// would leave its own for a line that nobody asks about because it is always heard, and that would be lost.
struct AskedEachTime;

impl<S: Subscriber> Layer<S> for AskedEachTime {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }
}

/// What writes log lines. Whatever the filter says, lines of other people's crates begin at `warn`: below
/// that, some of them tell what was sent to them.
pub fn lines<S, W>(filter: &str, json: bool, out: W) -> Layered<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    W: for<'out> MakeWriter<'out> + Send + Sync + 'static,
{
    let asked = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let kept = asked.and(filter_fn(|line| is_ours(line) || *line.level() <= Level::WARN));
    let lines = fmt::layer().with_writer(out).with_ansi(std::io::stderr().is_terminal());
    if json {
        lines.json().flatten_event(true).with_filter(kept).boxed()
    } else {
        lines.with_target(false).with_filter(kept).boxed()
    }
}

fn is_ours(about: &Metadata<'_>) -> bool {
    let first = about.target().split("::").next().unwrap_or_default();
    OURS.contains(&first)
}

impl Telemetry {
    /// Sends what is left, for a few seconds at most.
    pub async fn stop(self) {
        if let Some(exporter) = self.0 {
            exporter.stop().await;
        }
    }
}
