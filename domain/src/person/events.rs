//! What can happen to a person's record. The name on each event is stored: a promise.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::availability::Availability;
use super::codes::*;
use super::records::*;
use super::travel::Travel;
use crate::shared::ids::{InterestId, MapId, PersonId, SupporterId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Facts about one person.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(tag = "type")]
pub enum PersonEvent {
    /// Kith came to know of someone.
    PersonRegistered {
        person_id: PersonId,
        kind: PersonKind,
        details: Personal<Details>,
        registered_on: NaiveDate,
    },
    /// A mistake in who they are was put right; the earlier details stay in the history.
    DetailsCorrected { details: Personal<Details>, reason: Option<Personal<Words>> },
    /// A number by which others know them.
    IdentifierAdded { scheme: IdentifierScheme, value: Personal<Line> },
    /// How to communicate with them. Replaces what was recorded before.
    CommunicationNeedsRecorded {
        needs: Personal<Vec<CommunicationNeed>>,
        notes: Option<Personal<Words>>,
        recorded_on: NaiveDate,
    },
    /// They agreed.
    ConsentGiven {
        scope: ConsentScope,
        given_on: NaiveDate,
        how: AnswerMethod,
        until: Option<NaiveDate>,
        words: Option<Personal<Words>>,
    },
    /// They were asked and did not agree.
    ConsentRefused {
        scope: ConsentScope,
        refused_on: NaiveDate,
        how: AnswerMethod,
        words: Option<Personal<Words>>,
    },
    /// They changed their mind. What rests on it stops at once.
    ConsentWithdrawn {
        scope: ConsentScope,
        withdrawn_on: NaiveDate,
        how: AnswerMethod,
        words: Option<Personal<Words>>,
    },
    /// A one-page profile in their own words; versions count from 1.
    ProfilePublished { version: u32, profile: Personal<Profile>, published_on: NaiveDate },
    /// Something they love, can do, give or hope for.
    InterestRecorded { interest_id: InterestId, interest: Personal<Interest>, recorded_on: NaiveDate },
    /// The same, told better.
    InterestRefined { interest_id: InterestId, interest: Personal<Interest>, refined_on: NaiveDate },
    /// It no longer holds.
    InterestRetired { interest_id: InterestId, retired_on: NaiveDate, reason: Option<Personal<Words>> },
    /// Who is in their life, on a day. A later map stands beside it, never instead of it.
    RelationshipMapTaken {
        map_id: MapId,
        taken_on: NaiveDate,
        method: MapMethod,
        entries: Personal<Vec<MapEntry>>,
    },
    /// When they are free in an ordinary week. Replaces what was told of an earlier day.
    AvailabilitySet { availability: Personal<Availability>, set_on: NaiveDate },
    /// How they get about, and how far they would go. Replaces what was told of an earlier day.
    TravelSet { travel: Personal<Travel>, set_on: NaiveDate },
    /// Someone who helps them.
    SupporterLinked { supporter_id: SupporterId, supporter: Personal<Supporter>, linked_on: NaiveDate },
    /// They no longer help.
    SupporterUnlinked { supporter_id: SupporterId, unlinked_on: NaiveDate },
    /// They died. Nothing is delivered after that day.
    PersonDied { died_on: NaiveDate },
    /// Somebody with the right to decided that this person is to be forgotten.
    ErasureDecided { ground: ErasureGround, authority: Personal<Line>, decided_on: NaiveDate },
    /// Their key is gone; what was sealed under it cannot be read again, here or in a backup.
    PersonForgotten { person_id: PersonId, forgotten_on: NaiveDate },
}

impl PersonEvent {
    /// Version of the stored shape of every event of this noun.
    pub const VERSION: &'static str = "1.0";
}
