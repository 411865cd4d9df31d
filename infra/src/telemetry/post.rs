//! One HTTP request to the collector: the hyper that serves our pages, as a client. The threads that ask for
//! it belong to OpenTelemetry and have no runtime, so the sending is done on Kith's own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::Uri;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::time::timeout;

/// How long the collector may take.
const PATIENCE: Duration = Duration::from_secs(4);
/// Bytes that its answer may have.
const ANSWER: usize = 64 * 1024;

/// Sends to the collector; a connection each time, for it is seldom.
#[derive(Debug)]
pub(super) struct Post {
    runtime: Handle,
    /// Whether the last one arrived, so that trouble is told once and not every few seconds.
    arrives: AtomicBool,
}

impl Post {
    /// To be called inside a runtime.
    pub(super) fn new() -> Self {
        Self { runtime: Handle::current(), arrives: AtomicBool::new(true) }
    }

    fn note(&self, arrived: Result<(), &dyn std::fmt::Display>) {
        let arrives = arrived.is_ok();
        match (self.arrives.swap(arrives, Ordering::Relaxed), arrived) {
            (true, Err(trouble)) => tracing::warn!("the collector is not reached: {trouble}"),
            (false, Ok(())) => tracing::info!("the collector is reached again"),
            _ => {}
        }
    }
}

#[async_trait::async_trait]
impl HttpClient for Post {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sending = self.runtime.spawn(async { timeout(PATIENCE, send(request)).await });
        let answer = match sending.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(late)) => Err(late.into()),
            Err(stopped) => Err(stopped.into()),
        };
        match &answer {
            Ok(answer) if answer.status().is_success() => self.note(Ok(())),
            Ok(answer) => self.note(Err(&answer.status())),
            Err(trouble) => self.note(Err(trouble)),
        }
        answer
    }
}

async fn send(request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let (mut head, body) = request.into_parts();
    let (host, port) = (head.uri.host().unwrap_or_default(), head.uri.port_u16().unwrap_or(80));
    let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    let named = HeaderValue::from_str(&format!("{host}:{port}"))?;
    head.headers.insert(HOST, named);
    head.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    head.uri = head.uri.path_and_query().cloned().map_or_else(Uri::default, Uri::from);
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let answering = async {
        let (head, body) =
            sender.send_request(Request::from_parts(head, Full::new(body))).await?.into_parts();
        let body = Limited::new(body, ANSWER).collect().await?.to_bytes();
        Ok(Response::from_parts(head, body))
    };
    tokio::pin!(answering);
    tokio::select! {
        answer = &mut answering => answer,
        gone = connection => match gone {
            // What it said before it went may still be read.
            Ok(()) => answering.await,
            Err(error) => Err(error.into()),
        },
    }
}
