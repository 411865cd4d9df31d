//! Counts and durations, taken from spans as they end: a span says what was done and how it came out, and
//! four instruments add it up. A figure's labels are few and fixed: commands, outcomes, methods, routes,
//! statuses.

use std::fmt::Debug;
use std::time::Instant;

use opentelemetry::metrics::{Counter, Gauge, Histogram, Meter};
use opentelemetry::{KeyValue, Value};
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

/// The spans that are counted, by name.
const COUNTED: &[&str] = &["request", "command", "commit", "projection"];

/// Seconds, as the semantic conventions of HTTP divide them.
const SECONDS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
/// Commands in a commit.
const COMMANDS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// The instruments.
pub(super) struct Measures {
    requests: Histogram<f64>,
    commands: Counter<u64>,
    commits: Histogram<u64>,
    behind: Gauge<i64>,
}

/// What a span has said so far.
struct Said {
    since: Instant,
    facts: Vec<KeyValue>,
}

impl Measures {
    pub(super) fn of(meter: &Meter) -> Self {
        Self {
            requests: meter
                .f64_histogram("http.server.request.duration")
                .with_description("How long requests took, by route")
                .with_unit("s")
                .with_boundaries(SECONDS.to_vec())
                .build(),
            commands: meter
                .u64_counter("kith.commands")
                .with_description("Commands, by name and by what became of them")
                .with_unit("{command}")
                .build(),
            commits: meter
                .u64_histogram("kith.commit.commands")
                .with_description("Commands that shared a commit")
                .with_unit("{command}")
                .with_boundaries(COMMANDS.to_vec())
                .build(),
            behind: meter
                .i64_gauge("kith.projection.behind")
                .with_description(
                    "Positions that the read models had still to take, on the node that keeps them",
                )
                .with_unit("{position}")
                .build(),
        }
    }

    /// How far behind is a matter of now, not of the end of a span: a batch that fails and is tried
    /// again says it each time it begins.
    fn look(&self, name: &str, said: &Said) {
        if name == "projection"
            && let Some(Value::I64(behind)) = said.get("projection.behind")
        {
            self.behind.record(*behind, &[]);
        }
    }
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Measures {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let name = attributes.metadata().name();
        if let Some(span) = context.span(id).filter(|_| COUNTED.contains(&name)) {
            let mut said = Said { since: Instant::now(), facts: Vec::new() };
            attributes.record(&mut said);
            self.look(name, &said);
            span.extensions_mut().insert(said);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(said) = span.extensions_mut().get_mut::<Said>() {
            values.record(said);
            self.look(span.name(), said);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let extensions = span.extensions();
        let Some(said) = extensions.get::<Said>() else { return };
        match span.name() {
            "request" => self.requests.record(
                said.since.elapsed().as_secs_f64(),
                &said.of(&["http.request.method", "http.route", "http.response.status_code"]),
            ),
            "command" => self.commands.add(1, &said.of(&["command", "command.outcome"])),
            "commit" => {
                if let Some(Value::I64(commands)) = said.get("commit.commands") {
                    self.commits.record(commands.unsigned_abs(), &[]);
                }
            }
            _ => {}
        }
    }
}

impl Said {
    fn get(&self, key: &str) -> Option<&Value> {
        self.facts.iter().rev().find(|fact| fact.key.as_str() == key).map(|fact| &fact.value)
    }

    fn of(&self, keys: &[&'static str]) -> Vec<KeyValue> {
        keys.iter().filter_map(|key| Some(KeyValue::new(*key, self.get(key)?.clone()))).collect()
    }
}

impl Visit for Said {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.facts.push(KeyValue::new(field.name(), value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.record_i64(field, i64::try_from(value).unwrap_or(i64::MAX));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.facts.push(KeyValue::new(field.name(), value.to_owned()));
    }

    /// Numbers and words are enough to count by.
    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
