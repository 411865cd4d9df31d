//! Bringing a caseload from somebody's own list. A list is read into a [`Sheet`]; columns are matched with
//! [`Field`]s, and the matching is remembered; a dry run names every row's problems and who looks like
//! somebody on record; then all rows or chosen ones are taken in, each a command of its own, so that it
//! can stop half-way and be gone on with; and the whole import can be taken back.
//!
//! The list itself is kept sealed, and only until it has been taken in or a week has passed.

mod cells;
mod check;
mod fields;
mod kept;
mod row;
mod run;
mod running;
mod sheet;
mod twins;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{AccountId, EngagementId, ImportId, PersonId};
use serde::{Deserialize, Serialize};

pub use check::{Checked, Standing};
pub use fields::{Field, Mapping};
pub use kept::Checks;
pub use row::Problem;
pub use run::UNREAD;
pub use running::Running;
pub use sheet::{Cell, Heads, Sheet, Trouble, address, letters};

use crate::access::Connecting;
use crate::error::Failure;

/// Most rows of people in one list.
pub const MOST_ROWS: usize = 10_000;
/// Most columns that are looked at.
pub const MOST_COLUMNS: usize = 60;
/// Days that a list is kept which nobody takes in.
pub const KEPT_DAYS: i64 = 7;

domain::codes! {
    /// How far an import is.
    ImportStage {
        Matching = "Match the columns",
        TakingIn = "Being taken in",
        TakenIn = "Taken in",
        TakingBack = "Being taken back",
        TakenBack = "Taken back",
        Dropped = "Not taken in",
    }
}

/// What is to be done with a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Where the headings are.
    pub heads: Heads,
    /// What each column says.
    pub mapping: Mapping,
    /// Rows to be taken in, counted from nought.
    pub chosen: Vec<usize>,
    /// Those of them who look like somebody and are somebody else.
    pub different: Vec<usize>,
    /// Which sheet of the workbook, by its place.
    #[serde(default)]
    pub sheet: usize,
    /// Which rows, as somebody wrote it: "all", "5-20, 34".
    #[serde(default)]
    pub wanted: String,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// This import.
    pub import_id: ImportId,
    /// Who brought it.
    pub by: AccountId,
    /// When.
    pub begun_at: DateTime<Utc>,
    /// When something was last done with it.
    pub touched_at: DateTime<Utc>,
    /// How far it is.
    pub stage: ImportStage,
    /// What is to be done.
    pub plan: Plan,
    /// Rows chosen, once it is being taken in.
    pub rows: i64,
    /// Rows of which it is known what became of them, in this stage.
    pub done: i64,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Which row, counted from nought.
    pub row: usize,
    /// Who arrived.
    pub person_id: PersonId,
    /// Events of their record then; 0 when they were not taken in.
    pub person_version: i64,
    /// The engagement that came with them, and its events then.
    pub engagement: Option<(EngagementId, i64)>,
    /// Why they were not taken in.
    pub refused: Option<String>,
    /// What the list said of work that is under way already.
    pub running: Option<Running>,
    /// What became of taking them back: empty when it was done, else why not. `None` before.
    pub taken_back: Option<String>,
}

/// The imports of the organisation: a connector's own, a team lead's everybody's.
#[async_trait]
pub trait Imports: Send + Sync {
    /// Keeps a list that was just brought. Lists older than [`KEPT_DAYS`] are emptied.
    async fn bring(&self, who: &Connecting<'_>, import: &Import, sheet: &Sheet) -> Result<(), Failure>;

    /// One import, if the viewer may know of it.
    async fn one(&self, who: &Connecting<'_>, id: ImportId) -> Result<Option<Import>, Failure>;

    /// The latest imports, newest first, at most 50.
    async fn latest(&self, who: &Connecting<'_>) -> Result<Vec<Import>, Failure>;

    /// The list itself; `None` once it has been emptied, or is older than [`KEPT_DAYS`].
    async fn sheet(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        now: DateTime<Utc>,
    ) -> Result<Option<Sheet>, Failure>;

    /// A mark of the list itself, another one when another list was brought in its place; `None` where there is no list
    /// any more.
    async fn mark(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        now: DateTime<Utc>,
    ) -> Result<Option<Vec<u8>>, Failure>;

    /// Keeps what is to be done; nothing any more once the rows are being taken in.
    async fn plan(&self, who: &Connecting<'_>, id: ImportId, plan: &Plan) -> Result<(), Failure>;

    /// Moves an import on; `false` when it no longer stands at `from`. Counting begins anew.
    async fn move_on(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        from: ImportStage,
        to: ImportStage,
        now: DateTime<Utc>,
    ) -> Result<bool, Failure>;

    /// Notes what became of rows.
    async fn note(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        outcomes: &[Outcome],
        now: DateTime<Utc>,
    ) -> Result<(), Failure>;

    /// What became of each row so far, by row.
    async fn outcomes(&self, who: &Connecting<'_>, id: ImportId) -> Result<Vec<Outcome>, Failure>;

    /// What the columns under these headings were said to mean the last time.
    async fn remembered(&self, who: &Connecting<'_>, heads: &[String]) -> Result<Option<Mapping>, Failure>;

    /// Remembers what they mean.
    async fn remember(
        &self,
        who: &Connecting<'_>,
        heads: &[String],
        mapping: &Mapping,
    ) -> Result<(), Failure>;

    /// Empties the lists that nobody took in within [`KEPT_DAYS`]. Asked by the installation at its start and
    /// whenever a list is brought.
    async fn empty_old(&self, now: DateTime<Utc>) -> Result<(), Failure>;

    /// Empties the list: nothing of it is needed any more.
    async fn empty(&self, who: &Connecting<'_>, id: ImportId) -> Result<(), Failure>;
}
