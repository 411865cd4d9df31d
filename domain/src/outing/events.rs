//! What can happen while somebody is out alone. Where they are is sealed; instants stand in clear.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use crate::shared::ids::{AccountId, EngagementId, OutingId, PersonId, SessionId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// The planned visit for which somebody goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedVisit {
    /// Of which engagement.
    pub engagement_id: EngagementId,
    /// Which.
    pub session_id: SessionId,
}

/// Facts of one outing.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(tag = "type")]
pub enum OutingEvent {
    /// Somebody went in, and said when they are to be out.
    OutingBegun {
        outing_id: OutingId,
        account_id: AccountId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person_id: Option<PersonId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit: Option<PlannedVisit>,
        place: Option<Personal<Line>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        colleague: Option<AccountId>,
        began_at: DateTime<Utc>,
        back_by: DateTime<Utc>,
        grace_minutes: i64,
        began_on: NaiveDate,
    },
    /// They need longer.
    OutingLengthened { back_by: DateTime<Utc>, lengthened_on: NaiveDate },
    /// They should have been out, and it was passed on.
    OutingOverdue { passed_on: PassedOn, noticed_at: DateTime<Utc>, noticed_on: NaiveDate },
    /// They gave the word of alarm.
    AlarmRaised { raised_at: DateTime<Utc>, raised_on: NaiveDate },
    /// Somebody looked into it, and says what was done.
    OutingLookedInto { words: Personal<Words>, by: AccountId, looked_at: DateTime<Utc>, looked_on: NaiveDate },
    /// It is over.
    OutingEnded { how: OutingEnd, ended_at: DateTime<Utc>, ended_on: NaiveDate },
}

impl OutingEvent {
    /// Version of the stored shape of every event of this noun.
    pub const VERSION: &'static str = "1.0";
}
