//! What an engagement is made of: its funding, goals, sessions, reviews and hand-overs.

use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use super::review_facts::{Attending, Gathering};
use crate::relationship::Stage as TieStage;
use crate::shared::ids::{AccountId, ContractId, GoalId, GroupId, RelationshipId, SessionId};
use crate::shared::money::{Money, Rate};
use crate::shared::text::{Line, Words};

/// Who pays, by which route, at what first rate, up to what budget, for which days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Funding {
    /// The contract or agreement, which names the funder.
    pub contract_id: ContractId,
    /// By which route.
    pub route: FundingRoute,
    /// Price per hour from the first covered day.
    pub rate: Rate,
    /// What may be spent in all.
    pub budget: Money,
    /// First covered day.
    pub covers_from: NaiveDate,
    /// Last covered day.
    pub covers_to: NaiveDate,
}

/// A price per hour from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DatedRate {
    /// First day it holds.
    pub from: NaiveDate,
    /// Price per hour.
    pub rate: Rate,
}

/// Something the person wants from it, in their words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Goal {
    /// This goal.
    pub goal_id: GoalId,
    /// In the person's words.
    pub words: Words,
}

/// Who made a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Referrer {
    /// Their name, and what they are where it helps.
    pub name: Line,
    /// How to reach them: a telephone number, an email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Line>,
}

/// When and how a session is meant to be or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionTime {
    /// The day.
    pub on: NaiveDate,
    /// Start, in local time; `None` when it does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<NaiveTime>,
    /// Whole minutes of the connector's time.
    pub minutes: i64,
    /// What it was for.
    pub kind: SessionKind,
    /// The relationship it was beside, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship_id: Option<RelationshipId>,
}

/// That a session is one of several people's at the same time, such as a cooking group. Each person's session is
/// their own and is charged as any other; how many came together is kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InGroup {
    /// Which group it was on that day.
    pub group_id: GroupId,
    /// How many of our people were expected, this one included.
    pub places: u32,
}

/// One date of a group, as the session that one of its people has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupDate {
    /// Their session.
    pub session_id: SessionId,
    /// Which group it is on that day.
    pub group_id: GroupId,
    /// The day.
    pub on: NaiveDate,
    /// Start, in local time; `None` when it does not matter.
    #[serde(default)]
    pub starts_at: Option<NaiveTime>,
    /// Whole minutes.
    pub minutes: i64,
    /// How many of our people are expected, this one included.
    pub places: u32,
}

// `L` is a line of text: plain as somebody tells it, `Personal` as it is kept.
/// What else is known of a session, besides when it was and what for. Nothing of it bears on money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionDetails<L> {
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// Whole minutes on the way there and back, beside those of the session and never charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel_minutes: Option<i64>,
    /// Who else came along, besides the two of a relationship.
    #[serde(default = "Option::<L>::default", skip_serializing_if = "Option::is_none")]
    pub companions: Option<L>,
    /// With which others at the same time; never told anew, so that it stays through every correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<InGroup>,
}

impl<L> Default for SessionDetails<L> {
    fn default() -> Self {
        Self { activity: None, travel_minutes: None, companions: None, group: None }
    }
}

impl<L> SessionDetails<L> {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        let told = self.activity.is_some() || self.travel_minutes.is_some() || self.companions.is_some();
        !told && self.group.is_none()
    }

    /// The same with each word about somebody turned into another form.
    pub fn map<M>(&self, how: impl FnOnce(&L) -> M) -> SessionDetails<M> {
        SessionDetails {
            activity: self.activity,
            travel_minutes: self.travel_minutes,
            companions: self.companions.as_ref().map(how),
            group: self.group,
        }
    }

    /// The same, of the group that it was of before when none is told.
    #[must_use]
    pub fn of_group(mut self, before: Option<InGroup>) -> Self {
        self.group = self.group.or(before);
        self
    }
}

/// What was working and what was not, from one viewpoint.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Viewpoint {
    /// What is working.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working: Option<Words>,
    /// What is not working.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_working: Option<Words>,
}

/// What was said at a review.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReviewWords {
    /// The person's own words, and how they were gathered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_words: Option<Words>,
    /// The person's view.
    #[serde(default)]
    pub person: Viewpoint,
    /// Family and circle.
    #[serde(default)]
    pub family: Viewpoint,
    /// Paid staff.
    #[serde(default)]
    pub staff: Viewpoint,
    /// Who attended, in what role: everybody, or those who are not among `attendees`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attended: Option<Line>,
    /// How the person's own words were gathered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gathered: Option<Gathering>,
    /// Who attended, each with what they are to the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attendees: Vec<Attendee>,
    /// Each relationship that was spoken of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relationships: Vec<TieReviewed>,
    /// Why more time is asked for, and how we know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_time_why: Option<Words>,
    /// Who would pay for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_time_funder: Option<Line>,
}

/// Somebody at a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attendee {
    /// Their name, as far as it is needed.
    pub name: Line,
    /// What they are to the person.
    pub role: Attending,
}

/// One relationship, as a review saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TieReviewed {
    /// Which.
    pub relationship_id: RelationshipId,
    /// Where it stood on the day it was written down; filled in by the use case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<TieStage>,
    /// What is next; `None` when nothing was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<Words>,
}

/// How far one goal was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GoalScore {
    /// Which goal.
    pub goal_id: GoalId,
    /// How far.
    pub outcome: GoalOutcome,
}

/// That a team lead agreed to what a connector asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agreed {
    /// Who asked.
    pub asked_by: AccountId,
    /// Which team lead agreed.
    pub agreed_by: AccountId,
    /// When.
    pub agreed_on: NaiveDate,
}

/// What becomes of one relationship when the connector leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Disposition {
    /// Which relationship.
    pub relationship_id: RelationshipId,
    /// What becomes of it.
    pub hand_over: HandOver,
}
