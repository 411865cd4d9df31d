//! What can be asked of a safeguarding concern. Whoever may know a person can report; everything after is a
//! safeguarding lead's.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::DestructionGround;
use super::records::*;
use crate::shared::ids::{AccountId, ConcernId, PersonId, RelationshipId};
use crate::shared::text::{Line, Words};

/// Requests to one concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr)]
#[serde(tag = "do", deny_unknown_fields)]
pub enum ConcernCommand {
    /// Tell the safeguarding lead. Never refused for being incomplete.
    Report {
        concern_id: ConcernId,
        person_id: PersonId,
        #[serde(default)]
        relationship_id: Option<RelationshipId>,
        report: Box<Report>,
        /// What the person is called; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        called: Option<Line>,
    },
    /// Tell anew what is known.
    Complete { report: Box<Report> },
    /// Take it over.
    TakeOver,
    /// Agree what is done next.
    AgreeAction {
        words: Words,
        owner: AccountId,
        due_on: NaiveDate,
        /// Whether the owner can open it; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        owner_is_lead: bool,
    },
    /// It was done.
    FinishAction {
        #[serde(default)]
        came_of: Option<Words>,
        done_on: NaiveDate,
    },
    /// Pass it on.
    Refer {
        referral: ConcernReferral,
        referred_on: NaiveDate,
        /// Why, when the person said no and it is not written down yet.
        #[serde(default)]
        despite: Option<Words>,
    },
    /// Write down what the council decided.
    RecordDecision { decision: CouncilDecision, decided_on: NaiveDate },
    /// Tell whoever raised it what came of it.
    TellRaiser { words: Words, told_on: NaiveDate },
    /// Ask everybody who may know the person to speak to the lead first.
    ShowBanner { banner: Banner },
    /// Ask no longer.
    EndBanner,
    /// Close it.
    Settle { closing: Box<Closing>, settled_on: NaiveDate },
    /// Take it up again.
    TakeUpAgain { reason: Words },
    /// Open the record. Asked by opening it, never by hand.
    Read,
    /// Keep a closed one longer than its time.
    KeepLonger { until: NaiveDate, reason: Words },
    /// Destroy one whose time is over. Nobody can undo it.
    DecideDestruction {
        ground: DestructionGround,
        /// Whether another concern about the same person is open; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        another_is_open: bool,
    },
    /// Note that its key is gone. Asked by destroying it, never from a request.
    #[serde(skip)]
    ConfirmDestroyed,
    /// Go on as one about another record of the same person. Asked by putting two records together or taking
    /// them apart, never from a request.
    #[serde(skip)]
    ReplacePerson {
        /// Whom it must be about until then; if it is not, nothing happens.
        was: PersonId,
        /// Whom it is about from then on.
        by: PersonId,
    },
}
