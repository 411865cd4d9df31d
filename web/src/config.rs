//! What the `kith` command takes, from its line or its environment: one struct for what every command
//! shares, and one entry a command. Secrets are never taken from the line, where others could read them.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Kith: case management for community connecting teams.
#[derive(Debug, Parser)]
#[command(name = "kith", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Where and how.
    #[command(flatten)]
    pub config: Config,
}

/// What every command shares.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// The folder that holds the master key and, without PostgreSQL, the database.
    #[arg(long, global = true, env = "KITH_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// postgres://… to keep everything in PostgreSQL instead of a file in the data folder.
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Browsers reach Kith over https alone (a proxy in front of it does that part).
    #[arg(long, global = true, env = "KITH_HTTPS")]
    pub https: bool,
    /// A program that is told, on its standard input, when somebody who is out alone is to be looked for.
    #[arg(long, global = true, env = "KITH_BELL", value_name = "PROGRAM")]
    pub bell: Option<PathBuf>,
    /// How log lines are written, to stderr.
    #[arg(long, global = true, env = "KITH_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// Where traces and figures go: http://host:4318 of an OpenTelemetry collector. Nowhere unless given.
    #[arg(
        long,
        global = true,
        env = "OTEL_EXPORTER_OTLP_ENDPOINT",
        value_name = "URL",
        hide_env_values = true
    )]
    pub collector: Option<String>,
    /// Which log lines: error, warn, info, debug, or `infra=debug,info`.
    #[arg(long, global = true, env = "KITH_LOG", default_value = "warn", value_name = "FILTER")]
    pub log: String,
}

impl Config {
    /// Everything in one folder, and nothing taken from the environment.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            data: Some(folder.into()),
            database_url: None,
            https: false,
            bell: None,
            collector: None,
            log_format: LogFormat::Text,
            log: "warn".to_owned(),
        }
    }

    /// The data folder: `./data` unless another was given.
    pub fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from("data"))
    }

    /// The address of the database.
    pub fn database(&self) -> String {
        let file = || format!("sqlite://{}", self.folder().join("kith.sqlite").display());
        self.database_url.clone().filter(|url| !url.is_empty()).unwrap_or_else(file)
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, an object a line.
    Json,
}

/// What to do.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Serve; on an empty installation, print the link that makes the first administrator.
    Serve {
        /// Address and port.
        #[arg(long, env = "KITH_LISTEN", default_value = "127.0.0.1:8040")]
        listen: SocketAddr,
    },
    /// Make a lifelike team with its history and serve it; the sign-in page offers its people.
    Demo(Demo),
    /// Make read models anew from the log, while the old ones are still read.
    Rebuild {
        /// Their names, or `all`.
        #[arg(required = true, value_name = "MODEL")]
        models: Vec<String>,
    },
    /// Say what is wrong with this installation, and what to do about it.
    Doctor {
        /// Also re-compute every hash of the log.
        #[arg(long)]
        deep: bool,
    },
    /// Re-compute every hash of the log and say whether anything was altered.
    Verify,
    /// Write everything as JSON lines: the log, sealed as it is; accounts (no passwords) and contracts in clear.
    Export {
        /// A file that does not exist yet, or `-` for standard output.
        file: PathBuf,
    },
    /// Take in what `export` wrote, where nobody has an account yet. Needs the same master key.
    Import {
        /// The file, or `-` for standard input.
        file: PathBuf,
    },
}

/// A made-up team.
#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// People supported.
    #[arg(long, default_value_t = 60)]
    pub people: usize,
    /// The same seed gives the same history.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// The port on this machine; 0 takes any that is free.
    #[arg(long, default_value_t = 8040)]
    pub port: u16,
    /// The day on which the history ends and the demo begins, instead of today.
    #[arg(long, value_name = "DATE")]
    pub today: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent_and_options_may_stand_after_the_command() {
        <Cli as clap::CommandFactory>::command().debug_assert();
        let cli =
            Cli::try_parse_from(["kith", "demo", "--people", "12", "--port", "0", "--data", "d"]).unwrap();
        assert_eq!(cli.config.folder(), PathBuf::from("d"));
        assert!(matches!(cli.command, Command::Demo(Demo { people: 12, port: 0, seed: 7, today: None })));
    }
}
