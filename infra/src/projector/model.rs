//! What a read model is: one table, a row an id, folded from events. Everything here is pure; the rest
//! of this folder reads the log, keeps the rows and moves the checkpoint.
//!
//! The whole row is kept as a JSON document `doc`; the columns beside it are copies to search by.

use std::borrow::Cow;
use std::collections::BTreeMap;

use app::log::Envelope;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use uuid::Uuid;

/// One read model. Queries read the SQL view of its name: `SELECT doc FROM people WHERE stage = $1`.
pub trait Model: Send + Sync + 'static {
    /// The name of the SQL view, and of the model in `kith rebuild <name>`.
    const NAME: &'static str;
    /// Raise it when `apply` means something else than before: the model is rebuilt at the next start.
    /// A change of columns or indexes is noticed without.
    const VERSION: i32;
    /// What an event that cannot be applied does: halts the whole model (money), or parks its stream.
    const STRICT: bool = false;
    /// The row.
    type Row: Clone + Send + Sync + Unpin + Serialize + DeserializeOwned + PartialEq + 'static;

    /// What is copied out of the row to search and sort by, besides `id` and `doc`.
    fn columns() -> &'static [Column];

    /// Column lists to index: `"connector_id, stage"`.
    fn indexes() -> &'static [&'static str] {
        &[]
    }

    /// The rows that an event concerns. None for an event that this model does not follow.
    fn touches(event: &Envelope, rows: &mut Vec<Touch>);

    /// Takes an event into one of the rows it touches; `None` is no row, before and after.
    /// A refusal leaves every row as it was before the event.
    fn apply(id: Uuid, row: &mut Option<Self::Row>, event: &Envelope) -> Result<(), Poison>;

    /// The values of [`columns`](Self::columns), in the same order.
    fn values(row: &Self::Row) -> Vec<Value<'_>>;
}

/// Which rows an event concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Touch {
    /// This row, whether it exists yet or not.
    Id(Uuid),
    /// Every row that now has this id in this column, which must be a [`Column::lookup`].
    Where(&'static str, Uuid),
}

/// Why an event could not be applied. A fixed sentence, so that nothing personal gets into a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Poison(pub &'static str);

/// A column to search by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) optional: bool,
    pub(super) lookup: bool,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An id.
    Uuid,
    /// Text.
    Text,
    /// A civil date.
    Date,
    /// An instant.
    Instant,
    /// A whole number: minutes, pence, a count.
    Int,
    /// Yes or no.
    Bool,
}

macro_rules! columns {
    ($($make:ident $kind:ident)*) => {$(
        /// A column that always has a value.
        pub const fn $make(name: &'static str) -> Self {
            Self { name, kind: Kind::$kind, optional: false, lookup: false }
        }
    )*};
}

impl Column {
    columns! { uuid Uuid  text Text  date Date  instant Instant  int Int  bool Bool }

    /// The value may be missing.
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Rows are found by this id with [`Touch::Where`]; it has an index of its own from the start.
    pub const fn lookup(mut self) -> Self {
        self.lookup = true;
        self
    }
}

/// A value of a column; made with `.into()` from the value itself or an `Option` of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// An id.
    Uuid(Option<Uuid>),
    /// Text.
    Text(Option<Cow<'a, str>>),
    /// A civil date.
    Date(Option<NaiveDate>),
    /// An instant.
    Instant(Option<DateTime<Utc>>),
    /// A whole number.
    Int(Option<i64>),
    /// Yes or no.
    Bool(Option<bool>),
}

impl Value<'_> {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Uuid(_) => Kind::Uuid,
            Self::Text(_) => Kind::Text,
            Self::Date(_) => Kind::Date,
            Self::Instant(_) => Kind::Instant,
            Self::Int(_) => Kind::Int,
            Self::Bool(_) => Kind::Bool,
        }
    }
}

macro_rules! values {
    ($($type:ty => $kind:ident $(. $field:ident)?;)*) => {$(
        impl<'a> From<$type> for Value<'a> {
            fn from(value: $type) -> Self {
                Self::$kind(Some(value.into()))
            }
        }

        impl<'a> From<Option<$type>> for Value<'a> {
            fn from(value: Option<$type>) -> Self {
                Self::$kind(value.map(Into::into))
            }
        }
    )*};
}

values! {
    Uuid => Uuid;
    &'a str => Text;
    String => Text;
    NaiveDate => Date;
    DateTime<Utc> => Instant;
    i64 => Int;
    i32 => Int;
    u32 => Int;
    u16 => Int;
    u8 => Int;
    bool => Bool;
}

macro_rules! id_values {
    ($($id:ident)*) => {$(
        impl From<domain::shared::ids::$id> for Value<'_> {
            fn from(id: domain::shared::ids::$id) -> Self {
                Self::Uuid(Some(id.uuid()))
            }
        }

        impl From<Option<domain::shared::ids::$id>> for Value<'_> {
            fn from(id: Option<domain::shared::ids::$id>) -> Self {
                Self::Uuid(id.map(|id| id.uuid()))
            }
        }
    )*};
}

id_values! { PersonId EngagementId RelationshipId SessionId ContactId OrganisationId AccountId ContractId }

/// The rows that a run of events makes, with nothing kept: for a figure as it stood at a position, and
/// for the proof that what is kept is the same. Refused events do what they do in the projector.
pub fn fold<'e, M: Model>(events: impl IntoIterator<Item = &'e Envelope>) -> BTreeMap<Uuid, M::Row> {
    let mut rows = super::memory::Memory::<M>::default();
    let mut stance = super::fold::Stance::default();
    for event in events {
        super::fold::take(&mut rows, &mut stance, std::slice::from_ref(event));
    }
    rows.into_rows()
}
