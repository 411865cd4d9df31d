//! A collector on this machine: it takes whatever is sent, and reads it as OTLP.

use std::collections::HashMap;
use std::net::TcpListener;
use std::ops::Index;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

/// What was sent, and to which of its addresses.
type Taken = Arc<Mutex<Vec<(String, Bytes)>>>;

/// One that listens until the process ends, on a thread and a runtime that no test listens to.
pub(super) struct Collector {
    pub(super) url: String,
    taken: Taken,
}

/// One point of a figure.
pub(super) struct Figure {
    pub(super) name: String,
    pub(super) labels: Labels,
    /// Of a histogram, how many were recorded.
    pub(super) value: f64,
}

/// Its labels; one that it has not is empty.
pub(super) struct Labels(HashMap<String, String>);

impl Collector {
    pub(super) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.set_nonblocking(true).expect("it can be waited on");
        let url = format!("http://{}", listener.local_addr().expect("it has an address"));
        let taken = Taken::default();
        let router =
            Router::new().route("/v1/{signal}", axum::routing::post(take)).with_state(Arc::clone(&taken));
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
                axum::serve(listener, router).await
            })
        });
        Self { url, taken }
    }

    /// Everything that was sent.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.taken.lock().unwrap().iter().flat_map(|(_, body)| body.to_vec()).collect()
    }

    pub(super) fn spans(&self) -> Vec<Span> {
        let requests =
            self.sent("traces").map(|body| ExportTraceServiceRequest::decode(body).expect("it is OTLP"));
        let scopes =
            requests.flat_map(|request| request.resource_spans).flat_map(|resource| resource.scope_spans);
        scopes.flat_map(|scope| scope.spans).collect()
    }

    pub(super) fn figures(&self) -> Vec<Figure> {
        let requests =
            self.sent("metrics").map(|body| ExportMetricsServiceRequest::decode(body).expect("it is OTLP"));
        let scopes =
            requests.flat_map(|request| request.resource_metrics).flat_map(|resource| resource.scope_metrics);
        scopes.flat_map(|scope| scope.metrics).flat_map(|metric| points(metric.name, metric.data)).collect()
    }

    fn sent(&self, signal: &str) -> impl Iterator<Item = Bytes> {
        let taken = self.taken.lock().unwrap().clone();
        let signal = signal.to_owned();
        taken.into_iter().filter(move |(to, _)| *to == signal).map(|(_, body)| body)
    }
}

async fn take(State(taken): State<Taken>, Path(signal): Path<String>, body: Bytes) {
    taken.lock().unwrap().push((signal, body));
}

/// A number that a span took along.
pub(super) fn number(span: &Span, key: &str) -> Option<i64> {
    let attribute = span.attributes.iter().find(|attribute| attribute.key == key)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        Value::IntValue(number) => Some(*number),
        _ => None,
    }
}

fn points(name: String, data: Option<Data>) -> Vec<Figure> {
    let number = |value| match value {
        Some(number_data_point::Value::AsInt(whole)) => whole as f64,
        Some(number_data_point::Value::AsDouble(value)) => value,
        None => f64::NAN,
    };
    let points: Vec<(Vec<KeyValue>, f64)> = match data {
        Some(Data::Sum(sum)) => {
            sum.data_points.into_iter().map(|point| (point.attributes, number(point.value))).collect()
        }
        Some(Data::Gauge(gauge)) => {
            gauge.data_points.into_iter().map(|point| (point.attributes, number(point.value))).collect()
        }
        Some(Data::Histogram(all)) => {
            all.data_points.into_iter().map(|point| (point.attributes, point.count as f64)).collect()
        }
        other => panic!("{name} is of a kind that Kith has not: {other:?}"),
    };
    points
        .into_iter()
        .map(|(labels, value)| Figure { name: name.clone(), labels: Labels::of(labels), value })
        .collect()
}

impl Labels {
    fn of(labels: Vec<KeyValue>) -> Self {
        let text = |value| match value {
            Some(Value::StringValue(text)) => text,
            Some(Value::IntValue(whole)) => whole.to_string(),
            other => panic!("a label is a word or a number, not {other:?}"),
        };
        Self(
            labels
                .into_iter()
                .map(|label| (label.key, text(label.value.and_then(|value| value.value))))
                .collect(),
        )
    }
}

impl Index<&str> for Labels {
    type Output = str;

    fn index(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }
}
