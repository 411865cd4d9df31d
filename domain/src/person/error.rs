//! Why a person's record says no. Each message is read by a connector as it stands, so it says what to
//! do. None repeats what was typed about the person: a refusal may be logged.

use chrono::NaiveDate;
use thiserror::Error;

use super::authority_error::AuthorityError;
use super::availability::{DayOfWeek, SLOTS_LIMIT};
use super::capacity::{CapacityDecision, Contradiction, MOST_OPTIONS};
use super::codes::*;
use super::details::OLDEST_YEARS;
use super::document::MOST_DOCUMENTS;
use super::map_error::MapError;
use super::measures::{HEAVIEST_GOAL, Instrument};
use super::merging_error::MergingError;
use super::relationship_map::MAP_ENTRIES_LIMIT;
use super::roles_error::RoleError;
use super::travel::JOURNEY_LIMIT;
use crate::shared::calendar::DateError;
use crate::shared::ids::{
    AssessmentId, BestInterestsId, DocumentId, InterestId, MapEntryId, MapId, MeasureId, PersonId,
    SafetyNoteId, SharingId, SupporterId,
};

/// What is kept only of people whom a connector works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
pub enum SupportedOnly {
    #[strum(to_string = "a relationship map")]
    RelationshipMap,
    #[strum(to_string = "a one-page profile")]
    Profile,
    #[strum(to_string = "a number from another register")]
    Identifier,
    #[strum(to_string = "an answer to that question")]
    Answer(ConsentScope),
    #[strum(to_string = "a safety note")]
    SafetyNote,
    #[strum(to_string = "an assessment of capacity")]
    CapacityAssessment,
    #[strum(to_string = "who may be told what")]
    Sharing,
    #[strum(to_string = "a measure of how life is")]
    Measure,
    #[strum(to_string = "a paper or a picture of something")]
    Document,
    #[strum(to_string = "a role among others")]
    Role,
}

/// Reasons.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PersonError {
    #[error("There is no record of this person yet. Register them first")]
    NotRegistered,
    #[error("This person has been registered already. Open their record")]
    AlreadyRegistered { person_id: PersonId },
    #[error("This person was forgotten on {forgotten_on}. Nothing more can be kept about them")]
    Forgotten { forgotten_on: NaiveDate },
    #[error("This record was begun by mistake and taken back on {taken_back_on}. Register them anew")]
    TakenBack { taken_back_on: NaiveDate },
    #[error("This record has a story already, so it cannot be taken back as begun by mistake")]
    HasAStory,
    #[error("It was decided on {decided_on} to forget this person. Nothing more can be added")]
    ErasureDecided { decided_on: NaiveDate },
    #[error("Nobody has decided to forget this person. Decide it first, and say on what ground")]
    ErasureNotDecided,
    #[error(
        "Somebody on record looks like this person. Look at each, and confirm that this is somebody else"
    )]
    PossibleDuplicates { ids: Vec<PersonId> },

    #[error("{why}. Please check the date")]
    Date { field: &'static str, why: DateError },
    #[error("{born_on} is in the future. Please check the date of birth")]
    BornInTheFuture { born_on: NaiveDate },
    #[error("{born_on} is more than {OLDEST_YEARS} years ago. Please check the date of birth")]
    BornTooLongAgo { born_on: NaiveDate },
    #[error("Died on {died_on}, but born on {born_on}. Please check both dates")]
    DiedBeforeBirth { born_on: NaiveDate, died_on: NaiveDate, field: &'static str },
    #[error("This person died on {died_on}. Only what was so until then can still be recorded")]
    Died { died_on: NaiveDate },
    #[error("{on} is after this person died, on {died_on}. Please check the date")]
    AfterTheyDied { field: &'static str, on: NaiveDate, died_on: NaiveDate },
    #[error(
        "They said no to taking part on {since}, so nothing is planned or recorded for {on}. \
         Ask them again, and record a yes first"
    )]
    TakesPartNoLonger { on: NaiveDate, since: NaiveDate },
    #[error("We keep as little as we can about a community member, and {what} is not part of it")]
    NotForACommunityMember { what: SupportedOnly },

    #[error("An NHS number has 10 digits; this has {digits}. Please check it")]
    NhsNumberNotTenDigits { digits: usize },
    #[error("An NHS number is digits and spaces only; character {at} is something else")]
    NhsNumberNotDigits { at: usize },
    #[error("This cannot be an NHS number: its last digit does not fit the others. Please check each digit")]
    NhsNumberCheckDigit,
    #[error("This {} is on the record already", .scheme.label())]
    IdentifierAlreadyKnown { scheme: IdentifierScheme },
    #[error("That {} is on somebody else\u{2019}s record. Please check it; if it is right, one of the two records should not be", .scheme.label())]
    IdentifierOfSomebodyElse { scheme: IdentifierScheme, person_id: PersonId },

    #[error("The agreement ends on {until}, before it was given on {given_on}. Please check both dates")]
    UntilBeforeGiven { given_on: NaiveDate, until: NaiveDate },
    #[error("No agreement to \u{201c}{}\u{201d} held on {on}, so there is nothing to withdraw", .scope.label())]
    NothingToWithdraw { scope: ConsentScope, on: NaiveDate },

    #[error("Every part of the profile is empty. Answer at least one")]
    ProfileEmpty,

    #[error("How much it matters is a number from 1 to 3, not {strength}")]
    StrengthOutOfRange { strength: u8 },
    #[error("There is no such interest on this record")]
    UnknownInterest { interest_id: InterestId },
    #[error("This interest has been recorded already")]
    InterestAlreadyRecorded { interest_id: InterestId },
    #[error("This interest has not held since {retired_on}. Record it as a new one if it does again")]
    InterestRetired { interest_id: InterestId, retired_on: NaiveDate },
    #[error("{on} is before this interest was recorded, on {recorded_on}. Please check the date")]
    BeforeInterestRecorded { field: &'static str, on: NaiveDate, recorded_on: NaiveDate },

    #[error("This map has been recorded already")]
    MapAlreadyTaken { map_id: MapId },
    #[error(
        "A map holds {MAP_ENTRIES_LIMIT} people; this one has {entries}. Leave out those who matter least"
    )]
    MapTooLarge { entries: usize },
    #[error("Somebody is on the map twice. Take one of the two entries away")]
    EntryTwice { entry_id: MapEntryId },
    #[error("The same person is on the map twice. Take one of the two entries away")]
    PersonTwice { person_id: PersonId },
    #[error("The map is about this person, so they do not stand on it themselves")]
    ThemselvesOnTheMap { entry_id: MapEntryId },
    #[error(
        "Paid supporters stand in the paid circle, and nobody else does. \
         \u{201c}{}\u{201d} and \u{201c}{}\u{201d} do not go together", .sector.label(), .ring.label()
    )]
    PaidSupportMisplaced { entry_id: MapEntryId, ring: Ring, sector: Sector },
    #[error("Somebody who is only possible gives and receives nothing yet. Leave both empty, or move them")]
    PossibleGivesNothing { entry_id: MapEntryId },

    #[error("No time is given. Give at least one, or say in words why there is none")]
    AvailabilityEmpty,
    #[error(
        "A week holds {SLOTS_LIMIT} times; this one has {slots}. Put those that follow each other together"
    )]
    TooManySlots { slots: usize },
    #[error("A time on {} ends before it begins. Please check it", .day.label())]
    SlotEndsBeforeItBegins { day: DayOfWeek },
    #[error("No way of getting about is chosen. Choose at least one")]
    NoWayToTravel,
    #[error("The longest journey is a number from 1 to {JOURNEY_LIMIT} minutes, not {minutes}")]
    JourneyOutOfRange { minutes: u16 },

    #[error("There is no such supporter on this record")]
    UnknownSupporter { supporter_id: SupporterId },
    #[error("This supporter has been linked already. If they came back, link them anew")]
    SupporterAlreadyLinked { supporter_id: SupporterId },
    #[error("This supporter stopped helping on {unlinked_on} already")]
    SupporterAlreadyUnlinked { supporter_id: SupporterId, unlinked_on: NaiveDate },
    #[error("{unlinked_on} is before they began to help, on {linked_on}. Please check the date")]
    UnlinkedBeforeLinked { linked_on: NaiveDate, unlinked_on: NaiveDate },

    #[error(transparent)]
    Authority(#[from] AuthorityError),
    #[error(transparent)]
    Role(#[from] RoleError),
    #[error(transparent)]
    Map(#[from] MapError),

    #[error("There is no such safety note on this record")]
    UnknownSafetyNote { note_id: SafetyNoteId },
    #[error("This safety note has been written down already")]
    SafetyNoteAlreadyAdded { note_id: SafetyNoteId },
    #[error("This safety note ended on {ended_on}. If it is needed again, write it down as a new one")]
    SafetyNoteEnded { note_id: SafetyNoteId, ended_on: NaiveDate },
    #[error("{on} is before it was last looked at, on {last_on}. Please check the date")]
    BeforeLastLook { field: &'static str, on: NaiveDate, last_on: NaiveDate },
    #[error("It is looked at again within a year. Choose a day from {from} to {latest}")]
    ReviewOutOfReach { review_on: NaiveDate, from: NaiveDate, latest: NaiveDate },

    #[error(transparent)]
    Contradiction(#[from] Contradiction),
    #[error("They were found unable to decide this. Say when it is looked at again, within a year")]
    ReviewDayMissing,
    #[error("This assessment has been recorded already")]
    AlreadyAssessed { assessment_id: AssessmentId },
    #[error("There is no such assessment on this record")]
    UnknownAssessment { assessment_id: AssessmentId },
    #[error("The earlier assessment was about \u{201c}{}\u{201d}. One about something else does not take its place", .was.label())]
    AnotherDecision { was: CapacityDecision },
    #[error("This was asked again already. Open the later assessment")]
    AssessedAgainAlready { assessment_id: AssessmentId },
    #[error("This decision has been recorded already")]
    AlreadyDecided { decision_id: BestInterestsId },
    #[error("The assessment of {assessed_on} found that they can decide this, so the decision is theirs")]
    TheyCanDecide { assessed_on: NaiveDate },
    #[error("Since {able_since} they have been found able to decide this themselves. Ask them")]
    CanDecideNow { able_since: NaiveDate },
    #[error(
        "Weigh at least two options and at most {MOST_OPTIONS}; this has {options}. Doing nothing is one too"
    )]
    OptionsOutOfRange { options: usize },
    #[error("Say which of the options was chosen")]
    NoSuchOption { chosen: u8 },
    #[error(
        "A yes that is given for somebody rests on a decision in their best interests, and none is named. Ask first \
         whether they can decide \u{201c}{}\u{201d} themselves; if they cannot, decide what is best, then record the yes",
        .scope.label()
    )]
    BestInterestsUnrecorded { scope: ConsentScope },
    #[error("There is no such decision on this record. Choose one that is")]
    UnknownDecision { decision_id: BestInterestsId },
    #[error(
        "That decision was about \u{201c}{}\u{201d} and not about \u{201c}{}\u{201d}. Choose another", .about.label(), .scope.label()
    )]
    DecisionAboutSomethingElse { decision_id: BestInterestsId, about: CapacityDecision, scope: ConsentScope },
    #[error("{on} is before the decision it rests on, of {decided_on}. Please check the date")]
    BeforeDecision { decided_on: NaiveDate, on: NaiveDate },
    #[error(
        "They answered themselves, so the answer rests on no decision made for them. Leave the decision out"
    )]
    TheirOwnAnswer { decision_id: BestInterestsId },

    #[error("Nobody can ask not to be introduced to themselves. Leave them out")]
    NotWithThemselves,
    #[error("{people} people are more than can be named here; {} at most", super::wishes::NOT_WITH_LIMIT)]
    TooManyNotToMeet { people: usize },

    #[error("There is no such agreement on this record")]
    UnknownSharing { sharing_id: SharingId },
    #[error("This agreement did not hold on {on}, so there is nothing to take back. Please check the date")]
    SharingDoesNotHold { sharing_id: SharingId, on: NaiveDate },

    #[error("These answers have been kept already")]
    MeasureAlreadyTaken { measure_id: MeasureId },
    #[error("There is no such measure on this record")]
    UnknownMeasure { measure_id: MeasureId },
    #[error("This measure was taken back on {on} already")]
    MeasureTakenBack { measure_id: MeasureId, on: NaiveDate },
    #[error("\u{201c}{}\u{201d} is not switched on here. A team lead can switch it on", .instrument.label())]
    InstrumentOff { instrument: Instrument },
    #[error(
        "\u{201c}{}\u{201d} is used under a licence, and none is on record. A team lead can record it", .instrument.label()
    )]
    InstrumentUnlicensed { instrument: Instrument },
    #[error(
        "The licence for \u{201c}{}\u{201d} ran out on {until}. A team lead can record the new one", .instrument.label()
    )]
    LicenceEnded { instrument: Instrument, until: NaiveDate },
    #[error("There is no version {version} of \u{201c}{}\u{201d}. Open the page again", .instrument.label())]
    UnknownVersion { instrument: Instrument, version: u16 },
    #[error("Nobody else can say how they feel: these questions are answered by the person, or not at all")]
    NoProxy { instrument: Instrument },
    #[error("Say for each question what came of it, once; not asked is an answer too")]
    ItemsMissing { instrument: Instrument },
    #[error("Nothing was asked. Answer at least one question, or leave the page without keeping it")]
    NothingAnswered { instrument: Instrument },
    #[error("Question {item} does not offer that answer. Choose one that it does")]
    AnswerNotOffered { item: u8 },
    #[error("Question {item}: a goal weighs from 1 to {HEAVIEST_GOAL}, and only goals have a weight")]
    GoalNotWeighed { item: u8 },
    #[error("There is no such photo or paper on this record")]
    UnknownDocument { document_id: DocumentId },
    #[error("This has been attached already. Open it in the list")]
    AlreadyAttached { document_id: DocumentId },
    #[error("This was taken away on {removed_on} already")]
    AlreadyRemoved { removed_on: NaiveDate },
    #[error(
        "A record holds {MOST_DOCUMENTS} photos and papers, and this one is full. Take away what is not needed"
    )]
    TooManyDocuments,
    #[error("Say in a few words what is in the picture, for whoever does not see it")]
    PictureUndescribed,
    #[error("This is not a picture. Choose what it is, or bring a picture")]
    NotAPicture,
    #[error("This is not a photo of them. Choose one that is")]
    NotAPhotoOfThem { document_id: DocumentId },
    #[error(
        "They have not said yes to photos of them yet, or the yes has run out. Ask them, record the yes, and then \
         add the photo"
    )]
    PhotographsNotAgreed,
    #[error(
        "They said no to photos of them, so none is kept. If they changed their mind, record the yes first"
    )]
    PhotographsRefused,

    #[error(transparent)]
    Merging(#[from] MergingError),
}

impl PersonError {
    /// The field that the refusal is about, named as in the command; `None` when it is about the record.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Date { field, .. }
            | Self::AfterTheyDied { field, .. }
            | Self::DiedBeforeBirth { field, .. }
            | Self::BeforeInterestRecorded { field, .. }
            | Self::BeforeLastLook { field, .. } => Some(field),
            Self::PossibleDuplicates { .. } => Some("different_from"),
            Self::TakesPartNoLonger { .. } => Some("on"),
            Self::BornInTheFuture { .. } | Self::BornTooLongAgo { .. } => Some("born_on"),
            Self::NhsNumberNotTenDigits { .. }
            | Self::NhsNumberNotDigits { .. }
            | Self::NhsNumberCheckDigit
            | Self::IdentifierAlreadyKnown { .. }
            | Self::IdentifierOfSomebodyElse { .. } => Some("value"),
            Self::UntilBeforeGiven { .. } => Some("until"),
            Self::NothingToWithdraw { .. }
            | Self::NotForACommunityMember { what: SupportedOnly::Answer(_) } => Some("scope"),
            Self::ProfileEmpty => Some("admire"),
            Self::PictureUndescribed => Some("shows"),
            Self::NotAPicture | Self::PhotographsNotAgreed | Self::PhotographsRefused => Some("kind"),
            Self::NotAPhotoOfThem { .. } => Some("photo"),
            Self::StrengthOutOfRange { .. } => Some("strength"),
            Self::UnknownInterest { .. }
            | Self::InterestAlreadyRecorded { .. }
            | Self::InterestRetired { .. } => Some("interest_id"),
            Self::MapAlreadyTaken { .. } => Some("map_id"),
            Self::MapTooLarge { .. }
            | Self::EntryTwice { .. }
            | Self::PersonTwice { .. }
            | Self::ThemselvesOnTheMap { .. }
            | Self::PaidSupportMisplaced { .. }
            | Self::PossibleGivesNothing { .. } => Some("entries"),
            Self::AvailabilityEmpty | Self::TooManySlots { .. } | Self::SlotEndsBeforeItBegins { .. } => {
                Some("slots")
            }
            Self::NotWithThemselves | Self::TooManyNotToMeet { .. } => Some("not_with"),
            Self::NoWayToTravel => Some("modes"),
            Self::JourneyOutOfRange { .. } => Some("most_minutes"),
            Self::Authority(refusal) => Some(refusal.field()),
            Self::Role(refusal) => Some(refusal.field()),
            Self::Map(refusal) => Some(refusal.field()),
            Self::UnknownSupporter { .. }
            | Self::SupporterAlreadyLinked { .. }
            | Self::SupporterAlreadyUnlinked { .. } => Some("supporter_id"),
            Self::UnlinkedBeforeLinked { .. } => Some("unlinked_on"),
            Self::UnknownSafetyNote { .. }
            | Self::SafetyNoteAlreadyAdded { .. }
            | Self::SafetyNoteEnded { .. } => Some("note_id"),
            Self::ReviewOutOfReach { .. } | Self::ReviewDayMissing => Some("review_on"),
            Self::Contradiction(contradiction) => Some(contradiction.field()),
            Self::AlreadyAssessed { .. } | Self::UnknownAssessment { .. } | Self::TheyCanDecide { .. } => {
                Some("assessment_id")
            }
            Self::AnotherDecision { .. } => Some("decision"),
            Self::AssessedAgainAlready { .. } => Some("instead_of"),
            Self::OptionsOutOfRange { .. } => Some("option_1"),
            Self::NoSuchOption { .. } => Some("chosen"),
            Self::AlreadyDecided { .. }
            | Self::CanDecideNow { .. }
            | Self::BestInterestsUnrecorded { .. }
            | Self::UnknownDecision { .. }
            | Self::DecisionAboutSomethingElse { .. }
            | Self::TheirOwnAnswer { .. } => Some("decision_id"),
            Self::BeforeDecision { .. } => Some("given_on"),
            Self::UnknownDocument { .. } | Self::AlreadyAttached { .. } => Some("document_id"),
            Self::AlreadyRemoved { .. } => Some("reason"),
            Self::UnknownSharing { .. } => Some("sharing_id"),
            Self::SharingDoesNotHold { .. } => Some("ended_on"),
            Self::MeasureAlreadyTaken { .. }
            | Self::UnknownMeasure { .. }
            | Self::MeasureTakenBack { .. } => Some("measure_id"),
            Self::InstrumentOff { .. }
            | Self::InstrumentUnlicensed { .. }
            | Self::LicenceEnded { .. }
            | Self::UnknownVersion { .. } => Some("instrument"),
            Self::NoProxy { .. } => Some("answered_by"),
            Self::ItemsMissing { .. }
            | Self::NothingAnswered { .. }
            | Self::AnswerNotOffered { .. }
            | Self::GoalNotWeighed { .. } => Some("answers"),
            Self::NotRegistered
            | Self::AlreadyRegistered { .. }
            | Self::Forgotten { .. }
            | Self::ErasureDecided { .. }
            | Self::ErasureNotDecided
            | Self::TakenBack { .. }
            | Self::HasAStory
            | Self::TooManyDocuments
            | Self::Died { .. }
            | Self::Merging(_)
            | Self::NotForACommunityMember { .. } => None,
        }
    }
}
