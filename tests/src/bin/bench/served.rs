//! A `kith serve` of its own, asked over loopback as a browser would: how soon it answers, how much
//! memory it takes.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A served installation; stopped when dropped.
pub(crate) struct Served {
    child: Child,
    address: String,
    /// From the start of the process until it says that it is ready.
    pub(crate) started_ms: f64,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    /// Starts the `kith` built beside this benchmark on a database.
    pub(crate) async fn start(database_url: &str, keys: &Path) -> anyhow::Result<Self> {
        let kith = std::env::current_exe()?.with_file_name("kith");
        ensure!(kith.exists(), "{} is missing: run bin/bench, which builds it", kith.display());
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let begun = Instant::now();
        let child = Command::new(kith)
            .args(["serve", "--listen", &address, "--data"])
            .arg(keys)
            .env("DATABASE_URL", database_url)
            .stdout(Stdio::null())
            .spawn()?;
        let mut served = Self { child, address, started_ms: 0.0 };
        for _ in 0..30_000 {
            if served.get("/health/ready", "").await.is_ok_and(|(status, _)| status == 200) {
                served.started_ms = begun.elapsed().as_secs_f64() * 1000.0;
                return Ok(served);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        anyhow::bail!("kith serve was not ready within a minute")
    }

    /// Asks for one page by itself.
    pub(crate) async fn get(&self, path: &str, token: &str) -> anyhow::Result<(u16, usize)> {
        Browser::open(&self.address).await?.get(path, token).await
    }

    /// Kilobytes of a page and of everything that its head asks for, compressed as they are sent.
    pub(crate) async fn weigh(&self, path: &str, token: &str) -> anyhow::Result<f64> {
        let (status, plain) = self.browser().await?.ask(path, token, "identity").await?;
        ensure!(status == 200, "{path} answered {status}");
        let page = String::from_utf8_lossy(&plain).into_owned();
        let mut bytes = self.browser().await?.ask(path, token, "br").await?.1.len();
        for tag in page.split("<link ").skip(1) {
            let Some(href) = tag.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            bytes += self.browser().await?.ask(href, token, "br").await?.1.len();
        }
        Ok(bytes as f64 / 1024.0)
    }

    /// A connection that is kept open.
    pub(crate) async fn browser(&self) -> anyhow::Result<Browser> {
        Browser::open(&self.address).await
    }

    /// Memory that the process holds now, in megabytes.
    pub(crate) fn memory_mb(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}

/// One kept connection.
pub(crate) struct Browser {
    stream: BufReader<TcpStream>,
}

impl Browser {
    async fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Asks for a page: its status and length.
    pub(crate) async fn get(&mut self, path: &str, token: &str) -> anyhow::Result<(u16, usize)> {
        let (status, body) = self.ask(path, token, "identity").await?;
        Ok((status, body.len()))
    }

    /// Asks for a page in an encoding: its status and what came.
    async fn ask(&mut self, path: &str, token: &str, encoding: &str) -> anyhow::Result<(u16, Vec<u8>)> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: kith\r\nAccept-Encoding: {encoding}\r\nCookie: kith_session={token}\r\n\r\n"
        );
        self.stream.get_mut().write_all(request.as_bytes()).await?;
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).context("no status line")?.parse()?;
        let mut length = None;
        loop {
            line.clear();
            self.stream.read_line(&mut line).await?;
            let header = line.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = Some(value.trim().parse::<usize>()?);
            }
        }
        let mut body = Vec::new();
        match length {
            Some(length) => self.take(length, &mut body).await?,
            // What is compressed on the way comes in pieces, each with its length before it.
            None => loop {
                line.clear();
                self.stream.read_line(&mut line).await?;
                let length = usize::from_str_radix(line.trim(), 16).context("a piece without a length")?;
                self.take(length, &mut body).await?;
                line.clear();
                self.stream.read_line(&mut line).await?;
                if length == 0 {
                    break;
                }
            },
        }
        Ok((status, body))
    }

    /// Reads so many bytes more.
    async fn take(&mut self, length: usize, body: &mut Vec<u8>) -> anyhow::Result<()> {
        let begun = body.len();
        body.resize(begun + length, 0);
        self.stream.read_exact(&mut body[begun..]).await?;
        Ok(())
    }
}
