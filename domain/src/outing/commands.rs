//! What can be asked of an outing. The instant is filled in by the use case, which has the clock.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::events::PlannedVisit;
use crate::shared::ids::{AccountId, OutingId, PersonId};
use crate::shared::text::{Line, Words};

/// Requests to one outing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr)]
#[serde(tag = "do", deny_unknown_fields)]
pub enum OutingCommand {
    /// I am going in.
    Begin {
        outing_id: OutingId,
        #[serde(default)]
        person_id: Option<PersonId>,
        #[serde(default)]
        visit: Option<PlannedVisit>,
        #[serde(default)]
        place: Option<Line>,
        #[serde(default)]
        colleague: Option<AccountId>,
        back_by: DateTime<Utc>,
        /// Now; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        now: DateTime<Utc>,
        /// The organisation's grace; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        grace_minutes: i64,
        /// Another outing of theirs that is open; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        already: Option<OutingId>,
    },
    /// I need longer.
    Lengthen {
        minutes: i64,
        /// Now; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        now: DateTime<Utc>,
    },
    /// I am out and safe.
    ComeBack {
        /// Now; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        now: DateTime<Utc>,
    },
    /// The word of alarm was given on the way out.
    RaiseAlarm {
        /// Now; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        now: DateTime<Utc>,
    },
    /// Look whether they should have been out. Asked by the clock alone.
    NoticeOverdue {
        /// Now; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        now: DateTime<Utc>,
    },
    /// Say what was done about it.
    LookInto {
        words: Words,
        /// Now; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        now: DateTime<Utc>,
    },
    /// Say that they are safe, having made sure.
    FindSafe {
        words: Words,
        /// Now; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        now: DateTime<Utc>,
    },
}

impl OutingCommand {
    /// The same at an instant.
    #[must_use]
    pub fn at(mut self, instant: DateTime<Utc>) -> Self {
        let (Self::Begin { now, .. }
        | Self::Lengthen { now, .. }
        | Self::ComeBack { now }
        | Self::RaiseAlarm { now }
        | Self::NoticeOverdue { now }
        | Self::LookInto { now, .. }
        | Self::FindSafe { now, .. }) = &mut self;
        *now = instant;
        self
    }
}
