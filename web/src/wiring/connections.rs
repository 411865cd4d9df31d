//! Connections, one task each. A client that does not say what it wants, or says it a letter at a time, is
//! left: so many of them would otherwise take every connection that the process may have. How long the body
//! of a request may take, the guard knows.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

/// How long the head of a request may take, and how long a connection is kept for the next one.
pub(super) const HEADERS: Duration = Duration::from_secs(30);
/// Before connections are asked for again when there were none to be had, as when all files are open.
const BREATH: Duration = Duration::from_millis(200);

/// Takes connections until told to stop, and ends when each has sent the answer that it was at.
pub(super) async fn take(
    listener: TcpListener,
    router: Router,
    patience: Duration,
    stopped: impl Future<Output = ()>,
) {
    let (answers, mut stopped) = (GracefulShutdown::new(), pin!(stopped));
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stopped => break,
        };
        let Ok((stream, _)) = taken else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let connection = answers.watch(connection);
        tokio::spawn(async move {
            // It ended early: whoever asked went away, was too slow or did not speak HTTP.
            let _ = connection.await;
        });
    }
    drop(listener);
    answers.shutdown().await;
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;
    use tokio::time::{sleep, timeout};

    use super::*;

    async fn begin(patience: Duration) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let slow = async || {
            sleep(Duration::from_millis(200)).await;
            "slow"
        };
        let router = Router::new().route("/", get(async || "here")).route("/slow", get(slow));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async { stopped.await.unwrap_or_default() };
        (at, stop, tokio::spawn(take(listener, router, patience, stopped)))
    }

    /// Everything that comes back, until the connection is closed.
    async fn say(at: SocketAddr, words: &str) -> String {
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(words.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let read = timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await;
        read.expect("the connection is closed").unwrap();
        answer
    }

    #[tokio::test]
    async fn whoever_does_not_say_what_they_want_is_left_and_others_are_answered() {
        let (at, _stop, _) = begin(Duration::from_millis(100)).await;
        assert!(!say(at, "GET / HTTP/1.1\r\nHost: kith").await.contains("here"));
        assert!(!say(at, "").await.contains("here"));
        assert!(say(at, "GET / HTTP/1.1\r\nHost: kith\r\n\r\n").await.ends_with("here"));
    }

    #[tokio::test]
    async fn what_was_begun_is_finished_after_being_told_to_stop() {
        let (at, stop, serving) = begin(HEADERS).await;
        let asked = tokio::spawn(say(at, "GET /slow HTTP/1.1\r\nHost: kith\r\n\r\n"));
        sleep(Duration::from_millis(50)).await;
        stop.send(()).unwrap();
        timeout(Duration::from_secs(10), serving).await.expect("it ends").unwrap();
        assert!(asked.await.unwrap().ends_with("slow"));
    }
}
