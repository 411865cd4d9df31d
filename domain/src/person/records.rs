//! What is known of a person, as they and those who know them said it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use crate::shared::ids::{
    BestInterestsId, DocumentId, EngagementId, InterestId, MapEntryId, PersonId, SupporterId,
};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Who someone is and how to reach them. A community member needs no more than a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Details {
    /// The name in full.
    pub name: Line,
    /// What they like to be called, when that is not the first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_as: Option<Line>,
    /// Date of birth; `None` when not known or not needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born_on: Option<NaiveDate>,
    /// Telephone, as they gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// Email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Where they live, as much as is needed to meet them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Words>,
    /// Part of town, for finding people near each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Line>,
}

impl Details {
    /// What to call them: their own choice, or the first word of the name.
    pub fn called(&self) -> &str {
        match &self.known_as {
            Some(known_as) => known_as.as_str(),
            None => self.name.as_str().split_whitespace().next().unwrap_or_default(),
        }
    }
}

/// The one-page profile, in the person's own words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Profile {
    /// What people like and admire about me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admire: Option<Words>,
    /// What is important to me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub important: Option<Words>,
    /// How best to support me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Words>,
    /// What a good week looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good_week: Option<Words>,
    /// When I am at my best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_best: Option<Words>,
    /// What I do not want.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_wanted: Option<Words>,
}

/// Something a person loves, can do, gives or hopes for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Interest {
    /// What it is, in a word or two: "growing vegetables".
    pub name: Line,
    /// What sort of thing it is.
    pub kind: InterestKind,
    /// The person's own words about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_words: Option<Words>,
    /// How much it matters, 1 to 3.
    pub strength: u8,
    /// How they would like to share it; `None` when they keep it to themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<ShareMode>,
    /// Who said so.
    pub evidence: Evidence,
    /// How much of it is in their life now.
    pub participation: Participation,
    /// What stands in the way.
    #[serde(default)]
    pub barriers: BTreeSet<Barrier>,
}

/// Someone on a relationship map. Named persons are third parties: a first name will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MapEntry {
    /// This entry.
    pub entry_id: MapEntryId,
    /// First name, or what the person calls them.
    pub name: Line,
    /// Who they are in Kith, when they were introduced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// Which circle.
    pub ring: Ring,
    /// Where in life they come from.
    pub sector: Sector,
    /// What kind of tie.
    pub tie: TieKind,
    /// Whether they use the same disability service; `None` when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares_service: Option<bool>,
    /// How often they are in touch.
    pub frequency: ContactFrequency,
    /// The engagement that began the tie, when a connector did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_by: Option<EngagementId>,
    /// What the person gives.
    #[serde(default)]
    pub gives: BTreeSet<Giving>,
    /// What the person receives.
    #[serde(default)]
    pub receives: BTreeSet<Giving>,
    /// What the person would like of it.
    pub wish: Wish,
}

impl MapEntry {
    /// Whether this tie counts as network: paid people do not, nor people only hoped for, nor pets.
    pub fn is_unpaid(&self) -> bool {
        let paid = self.sector == Sector::PaidSupporters
            || self.ring == Ring::PaidSupport
            || matches!(self.tie, TieKind::PaidSupport | TieKind::Professional);
        !paid && self.ring != Ring::Possible && self.tie != TieKind::Pet
    }
}

/// Someone who helps the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Supporter {
    /// This supporter.
    pub supporter_id: SupporterId,
    /// Their name.
    pub name: Line,
    /// What they are to the person.
    pub role: SupporterRole,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Line>,
}

/// What an attorney or deputy may decide for the person. Sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Authority {
    /// By what.
    pub held_as: HeldAs,
    /// Over what; at least one.
    pub scopes: BTreeSet<AuthorityScope>,
    /// The reference of the Office of the Public Guardian, or of the court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Line>,
    /// When one of us saw the document; `None` when nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_on: Option<NaiveDate>,
    /// What it says beyond that: conditions, limits, who decides together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Words>,
}

/// What a role is, and where. Sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ValuedRole {
    /// What they do: "waters the beds", "treasurer".
    pub what: Line,
    /// Where, or with whom: "the allotment society".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Line>,
}

/// An answer to "do you agree?": given, and not yet withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Consent {
    /// What was agreed to.
    pub scope: ConsentScope,
    /// When it was given.
    pub given_on: NaiveDate,
    /// How it was given.
    pub how: AnswerMethod,
    /// The last day it holds; `None` until withdrawn.
    pub until: Option<NaiveDate>,
    /// The decision it rests on, when it was given for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<BestInterestsId>,
    /// The attorney or deputy who answered for them; `None` when they did, or it was decided in their best interests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<SupporterId>,
    /// The paper on their record that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<DocumentId>,
}

impl Consent {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.given_on <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// An interest as kept, with its id and its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptInterest {
    /// This interest.
    pub interest_id: InterestId,
    /// What it is; gone when the person has been forgotten.
    pub interest: Personal<Interest>,
    /// When it was told.
    pub recorded_on: NaiveDate,
    /// When it was last told better; `None` when it stands as first told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refined_on: Option<NaiveDate>,
    /// When it no longer held; `None` while it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_on: Option<NaiveDate>,
    /// Why it no longer holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_because: Option<Personal<Words>>,
    /// The same thing on a record that is one with the one it was told on, which was told better or ended since: it
    /// stays as it was told and is not shown; `None` while nothing stands in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overtaken_by: Option<InterestId>,
}
