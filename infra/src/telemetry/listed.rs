//! The list of what a span may take along. What is not on it is left behind, whoever put it there: so that
//! an argument recorded by mistake stays in the process.

use std::time::Duration;

use opentelemetry::trace::{SpanKind, Status};
use opentelemetry::{KeyValue, Value};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};

/// Words that are sent of a span, besides its times and place in the trace. They stand in our own source,
/// but for the id of a command, which is random.
const WORDS: &[&str] = &["http.request.method", "http.route", "command", "command.id", "command.outcome"];

/// Numbers that are sent of it, and nothing but numbers.
const NUMBERS: &[&str] = &[
    "http.response.status_code",
    "append.streams",
    "commit.commands",
    "commit.events",
    "projection.events",
    "projection.position",
    "projection.behind",
];

/// Sends spans on with what is on the list alone.
#[derive(Debug)]
pub(super) struct Listed<E>(pub(super) E);

impl<E: SpanExporter> SpanExporter for Listed<E> {
    async fn export(&self, mut batch: Vec<SpanData>) -> OTelSdkResult {
        batch.iter_mut().for_each(keep_to_the_list);
        self.0.export(batch).await
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

/// Takes away what is not listed, and says in the collector's terms what the span is and whether it failed.
fn keep_to_the_list(span: &mut SpanData) {
    span.attributes.retain_mut(|KeyValue { key, value, .. }| {
        if NUMBERS.contains(&key.as_str()) {
            return number(value).map(|number| *value = number.into()).is_some();
        }
        WORDS.contains(&key.as_str())
    });
    span.events = Default::default();
    span.links = Default::default();
    span.status = if failed(&span.attributes) { Status::error("") } else { Status::Unset };
    let said = |key| text(&span.attributes, key);
    if let (Some(method), Some(route)) = (said("http.request.method"), said("http.route")) {
        (span.name, span.span_kind) = (format!("{method} {route}").into(), SpanKind::Server);
    } else if let Some(command) = said("command") {
        span.name = format!("{} {command}", span.name).into();
    }
}

fn failed(attributes: &[KeyValue]) -> bool {
    attributes.iter().any(|KeyValue { key, value, .. }| match (key.as_str(), value) {
        ("http.response.status_code", Value::I64(status)) => *status >= 500,
        ("command.outcome", outcome) => outcome.as_str() == "failed",
        _ => false,
    })
}

/// Numbers without a sign arrive as text.
fn number(value: &Value) -> Option<i64> {
    if let Value::I64(number) = value { Some(*number) } else { value.as_str().parse().ok() }
}

fn text(attributes: &[KeyValue], key: &str) -> Option<String> {
    let found = attributes.iter().find(|attribute| attribute.key.as_str() == key)?;
    Some(found.value.as_str().into_owned())
}
