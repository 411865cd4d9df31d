//! How the installation is, for its administrator and for whatever watches it: how far each read model
//! follows the log. Never what is in them.

use app::error::Failure;
use async_trait::async_trait;

/// One read model.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ModelStatus {
    /// Its name, also in `kith rebuild <name>`.
    pub name: String,
    /// The position up to which it shows what happened.
    pub position: i64,
    /// Events that it has still to take.
    pub behind: i64,
    /// Why it stopped, when it did.
    pub halted: Option<String>,
    /// Streams set aside because an event of theirs could not be taken in.
    pub parked: i64,
}

/// The installation, as seen from its pages.
#[async_trait]
pub trait Installation: Send + Sync {
    /// `SQLite` or `PostgreSQL`.
    fn database(&self) -> &'static str;

    /// Every read model, by name.
    async fn models(&self) -> Result<Vec<ModelStatus>, Failure>;
}
