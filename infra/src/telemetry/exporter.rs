//! To a collector: spans every few seconds, figures every minute, as protobuf over plain HTTP. Each of the
//! two has a thread of its own, so that a collector that is slow or away holds nobody up.

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::MeterProvider;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::HttpClient;
use opentelemetry_otlp::{MetricExporter, Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::resource::EnvResourceDetector;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::task::spawn_blocking;
use tracing::{Level, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::LookupSpan;

use super::listed::Listed;
use super::measures::Measures;
use super::post::Post;
use super::{Layered, is_ours};

/// Under this name spans and figures are Kith's.
const NAME: &str = "kith";
/// How long stopping may wait for the collector.
const PATIENCE: Duration = Duration::from_secs(5);

/// What sends spans and figures to one collector.
#[derive(Debug)]
pub struct Exporter {
    traces: SdkTracerProvider,
    figures: SdkMeterProvider,
}

/// An address to which nothing can be sent.
#[derive(Debug, thiserror::Error)]
pub enum NotACollector {
    /// TLS is left to a collector on this machine, or to a proxy.
    #[error("OTEL_EXPORTER_OTLP_ENDPOINT must be http://host:port of a collector that takes OTLP over HTTP")]
    NotPlainHttp,
    /// What else the environment says of it makes no sense.
    #[error("a setting beginning with OTEL_EXPORTER_OTLP_ cannot be used: {0}")]
    Setting(#[from] opentelemetry_otlp::ExporterBuildError),
}

impl Exporter {
    /// To the collector at this address, `http://127.0.0.1:4318`. To be called inside a runtime, which does
    /// the sending. The usual `OTEL_…` settings hold for headers, sampling, intervals and attributes of the
    /// process.
    pub fn to(collector: &str) -> Result<Self, NotACollector> {
        let base = collector.trim_end_matches('/');
        if base.strip_prefix("http://").is_none_or(str::is_empty) {
            return Err(NotACollector::NotPlainHttp);
        }
        let client: Arc<dyn HttpClient> = Arc::new(Post::new());
        let spans = SpanExporter::builder()
            .with_http()
            .with_shared_http_client(Arc::clone(&client))
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{base}/v1/traces"))
            .build()?;
        let figures = MetricExporter::builder()
            .with_http()
            .with_shared_http_client(client)
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{base}/v1/metrics"))
            .build()?;
        let who = who();
        Ok(Self {
            traces: SdkTracerProvider::builder()
                .with_resource(who.clone())
                .with_batch_exporter(Listed(spans))
                .build(),
            figures: SdkMeterProvider::builder().with_resource(who).with_periodic_exporter(figures).build(),
        })
    }

    /// What hears of our spans. Of lines it hears nothing: those are for stderr.
    pub fn layer<S>(&self) -> Layered<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        let traces = tracing_opentelemetry::layer()
            .with_tracer(self.traces.tracer(NAME))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_context_activation(false);
        let ours = filter_fn(|about| about.is_span() && *about.level() <= Level::INFO && is_ours(about));
        traces.and_then(Measures::of(&self.figures.meter(NAME))).with_filter(ours).boxed()
    }

    /// Sends what is left, for a few seconds at most.
    pub async fn stop(self) {
        let Self { traces, figures } = self;
        let traces = spawn_blocking(move || traces.shutdown_with_timeout(PATIENCE));
        let figures = spawn_blocking(move || figures.shutdown_with_timeout(PATIENCE));
        for (what, sent) in [("traces", traces.await), ("figures", figures.await)] {
            if !matches!(sent, Ok(OTelSdkResult::Ok(()))) {
                tracing::warn!(what, "the last of what was measured could not be sent");
            }
        }
    }
}

/// Kith as the collector gets to know it; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say it otherwise.
fn who() -> Resource {
    let ours = Resource::builder_empty()
        .with_service_name(NAME)
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_detector(Box::new(EnvResourceDetector::new()));
    match std::env::var("OTEL_SERVICE_NAME") {
        Ok(name) if !name.is_empty() => ours.with_service_name(name).build(),
        _ => ours.build(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_address_of_a_collector_over_plain_http_is_taken() {
        for address in ["https://collector:4318", "collector:4318", "http://", "grpc://x"] {
            assert!(matches!(Exporter::to(address), Err(NotACollector::NotPlainHttp)), "{address}");
        }
        assert!(Exporter::to("http://127.0.0.1:4318/").is_ok());
    }
}
