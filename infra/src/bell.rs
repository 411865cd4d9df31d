//! The bell as a program of the service's own: it is begun for each summons and given it on its standard input, as
//! JSON. It gets nothing of Kith's environment, in which the database's password may stand.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use app::bell::{Bell, Summons};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the program is.
#[derive(Debug, Clone)]
pub struct Program(pub PathBuf);

impl Bell for Program {
    fn is_hung(&self) -> bool {
        true
    }

    fn ring(&self, summons: Summons) {
        let program = self.0.clone();
        tokio::spawn(async move {
            let rung = timeout(PATIENCE, run(&program, &summons)).await;
            let why = match rung {
                Ok(Ok(status)) if status.success() => return,
                Ok(Ok(status)) => status.to_string(),
                Ok(Err(error)) => error.to_string(),
                Err(_) => "it took more than a minute".to_owned(),
            };
            tracing::error!(why, "the bell could not be rung: whoever has a page open sees it all the same");
        });
    }
}

async fn run(program: &PathBuf, summons: &Summons) -> std::io::Result<std::process::ExitStatus> {
    let mut child = Command::new(program)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A program that does not listen is none that failed.
        let _ = input.write_all(&serde_json::to_vec(summons)?).await;
    }
    child.wait().await
}

#[cfg(test)]
mod tests {
    use app::bell::Why;
    use chrono::DateTime;

    use super::*;

    fn summons() -> Summons {
        Summons {
            why: Why::Alarm,
            passed_on: None,
            at: DateTime::default(),
            about: "Amina".to_owned(),
            page: "/out/1".to_owned(),
            asked: Vec::new(),
            on_call: None,
        }
    }

    /// A folder of its own with a program that writes what it hears, and its environment, beside itself. Another
    /// process writes it, because a file that is open here anywhere cannot be begun.
    fn program(of: &str, last: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("kith-bell-{of}-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join("bell");
        let text = format!("#!/bin/sh\ncat > \"$0.heard\"\nenv > \"$0.env\"\n{last}\n");
        let write = "printf %s \"$2\" > \"$1\" && chmod 700 \"$1\"";
        let written =
            std::process::Command::new("sh").args(["-c", write, "sh"]).arg(&path).arg(text).status();
        assert!(written.unwrap().success());
        path
    }

    #[tokio::test]
    async fn a_program_hears_the_summons_and_nothing_of_the_environment() {
        let path = program("heard", "exit 0");
        assert!(run(&path, &summons()).await.unwrap().success());
        let heard = std::fs::read_to_string(path.with_extension("heard")).unwrap();
        assert_eq!(heard, serde_json::to_string(&summons()).unwrap());
        let env = std::fs::read_to_string(path.with_extension("env")).unwrap();
        assert!(!env.contains("CARGO"), "{env}");
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[tokio::test]
    async fn a_program_that_fails_or_is_not_there_is_known() {
        let path = program("failed", "exit 3");
        assert!(!run(&path, &summons()).await.unwrap().success());
        assert!(run(&path.with_extension("nowhere"), &summons()).await.is_err());
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
