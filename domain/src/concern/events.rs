//! What can happen to a safeguarding concern. Every word and every code is sealed under the concern's own
//! key, not under the person's: who may open it is decided apart, and it outlives an erasure of the person.
//! Days and ids stand in clear, as everywhere.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::DestructionGround;
use super::records::*;
use crate::shared::ids::{AccountId, ConcernId, PersonId, RelationshipId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Facts of one concern.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(tag = "type")]
pub enum ConcernEvent {
    /// Somebody told the safeguarding lead. What the person is called is kept with it, so that the record
    /// still says whom it is about when they have been forgotten elsewhere.
    ConcernReported {
        concern_id: ConcernId,
        person_id: PersonId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        relationship_id: Option<RelationshipId>,
        called: Option<Personal<Line>>,
        report: Personal<Report>,
        raised_by: AccountId,
        raised_on: NaiveDate,
    },
    /// What is known was told anew, by a safeguarding lead.
    ReportCompleted { report: Personal<Report>, completed_on: NaiveDate },
    /// A safeguarding lead took it over.
    ConcernTakenOver { lead: AccountId, taken_on: NaiveDate },
    /// What is done next, by whom, by when.
    ActionAgreed { action: Personal<Words>, owner: AccountId, due_on: NaiveDate, agreed_on: NaiveDate },
    /// It was done.
    ActionDone { came_of: Option<Personal<Words>>, done_on: NaiveDate },
    /// It was passed on.
    ConcernReferred { referral: Personal<ConcernReferral>, referred_on: NaiveDate },
    /// The council answered. Only the council decides and leads enquiries.
    CouncilDecided { decision: Personal<CouncilDecision>, decided_on: NaiveDate },
    /// Whoever raised it was told what came of it.
    RaiserTold { words: Personal<Words>, told_on: NaiveDate },
    /// Everybody who may know the person is asked to speak to the lead first.
    BannerShown { banner: Personal<Banner>, shown_on: NaiveDate },
    /// They are not asked any more.
    BannerEnded { ended_on: NaiveDate },
    /// It is dealt with.
    ConcernSettled { closing: Personal<Closing>, settled_on: NaiveDate },
    /// It was taken up again.
    ConcernTakenUpAgain { reason: Personal<Words>, taken_up_on: NaiveDate },
    /// Somebody opened the record. Who and when stands with the event.
    ConcernRead { read_on: NaiveDate },
    /// A closed one is kept longer than its time.
    ConcernKeptLonger { until: NaiveDate, reason: Personal<Words>, decided_on: NaiveDate },
    /// Its time is over, and a safeguarding lead decided that it is destroyed. Why and who stand in clear: they are
    /// what is left. Source: retention schedules, a certificate of destruction.
    DestructionDecided { ground: DestructionGround, decided_by: AccountId, decided_on: NaiveDate },
    /// Its key is gone; what was sealed under it cannot be read again, here or in a backup.
    ConcernDestroyed { concern_id: ConcernId, destroyed_on: NaiveDate },
    /// The person's record was put together with another one of theirs, or the two were taken apart again: from
    /// here on it is about that one.
    PersonReplaced { by: PersonId, replaced_on: NaiveDate },
}

impl ConcernEvent {
    /// Version of the stored shape of every event of this noun.
    pub const VERSION: &'static str = "1.0";
}
