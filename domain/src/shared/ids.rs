//! Identifiers have kinds: an engagement's id does not fit where a person's is asked for.
//! Ids are made outside the domain and given to it; nothing here takes one from chance.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The id as stored.
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self(Uuid::nil())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A person Kith knows: someone supported, or a community member who was introduced. Also the
    /// subject under whose key personal data is sealed.
    PersonId
    /// One agreed piece of a connector's work with one person.
    EngagementId
    /// The tie between a supported person and one other person.
    RelationshipId
    /// A visit or other piece of a connector's time, planned or delivered.
    SessionId
    /// Visits that were planned together, one every week, two or four.
    SeriesId
    /// One time the two people of a relationship were in touch.
    ContactId
    /// An interest, gift, skill or hoped-for role of a person.
    InterestId
    /// One dated relationship map.
    MapId
    /// One entry on a relationship map.
    MapEntryId
    /// Someone who helps a person: family, staff, advocate, circle member.
    SupporterId
    /// A role that a person has among others: member, volunteer, employee.
    RoleId
    /// Something a person wants from an engagement.
    GoalId
    /// A review held.
    ReviewId
    /// The connecting organisation whose data this is; no query crosses it.
    OrganisationId
    /// Someone who signs in.
    AccountId
    /// A contract or other agreement under which a funder pays.
    ContractId
    /// A list of people that somebody brought.
    ImportId
    /// Something that people love, in one organisation, however it is written.
    TermId
    /// One change of what such a thing is called.
    TermChangeId
    /// One list of who could be introduced to somebody, as it was shown.
    RankedListId
    /// Given by whoever asks, so that asking twice happens once.
    CommandId
    /// One safety note about a person.
    SafetyNoteId
    /// One assessment of whether a person can make a decision.
    AssessmentId
    /// One decision made in a person's best interests.
    BestInterestsId
    /// One agreement about who may be told what of a person.
    SharingId
    /// One note of a supervision.
    SupervisionId
    /// One sample of records that is looked through.
    SampleId
    /// One time questions about how life is were asked.
    MeasureId
    /// One message back to whoever referred somebody.
    MessageId
    /// One safeguarding concern. Also the key under which it is sealed.
    ConcernId
    /// One time that somebody was out alone. Also the key under which it is sealed.
    OutingId
    /// One photograph or paper about a person.
    DocumentId
    /// Somewhere to belong: a choir, an allotment, a café. Also the key under which its words are sealed.
    PlaceId
    /// One list of places for somebody, as it was shown.
    PlaceListId
    /// Several people's sessions that are one: a cooking group on an afternoon.
    GroupId
}
