//! Why a relationship says no, in words a connector understands and with what they must know to put it
//! right. Names are never in a message: whoever shows it knows whom it is about.

use chrono::NaiveDate;
use thiserror::Error;

use super::codes::Party;
use super::records::Evaluation;
use crate::shared::calendar::DateError;
use crate::shared::ids::{AccountId, ContactId, RelationshipId};

/// A reason, with its data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RelationshipError {
    /// Nothing is known of such a relationship.
    #[error("This introduction has not been proposed yet")]
    NotProposed,
    /// It was proposed before.
    #[error("This introduction was already proposed on {}", said(proposed_on))]
    AlreadyProposed { proposed_on: NaiveDate },
    /// Nobody is introduced to themselves.
    #[error("Choose somebody else: nobody is introduced to themselves")]
    SamePerson,
    /// One of the two has died or been forgotten.
    #[error("One of the two has died or been forgotten")]
    SomeoneIsGone,
    /// The engagement is not one in which introductions are made.
    #[error("Introductions are made while the engagement is active. Start or resume it first")]
    EngagementNotActive,
    /// The person's consent to take part does not hold.
    #[error("There is no consent to take part that holds. Ask for it first")]
    PersonDoesNotConsent,
    /// The other person said that they do not want to be introduced.
    #[error("The other person has said that they do not want to be introduced")]
    OtherRefused,
    /// A safety note of one of them keeps them apart, or one asked not to be introduced to the other. Which it is
    /// is not said: it may be confidential.
    #[error(
        "These two are not introduced to each other. When that has changed, the record that says so is changed first"
    )]
    NotBroughtTogether,
    /// One of the two is known to be younger than those who are introduced.
    #[error("One of the two is younger than 18: introductions here are between adults")]
    TooYoung,
    /// There is an open relationship between the two.
    #[error("They have an open relationship already. Carry on with that one")]
    AlreadyKnown { relationship_id: RelationshipId },

    /// A date that cannot be right.
    #[error("{problem}")]
    Date { field: &'static str, problem: DateError },
    /// Dated before the introduction was proposed.
    #[error("It was proposed on {}; this cannot have been before that", said(proposed_on))]
    BeforeProposal { field: &'static str, on: NaiveDate, proposed_on: NaiveDate },
    /// Dated before they met.
    #[error("They first met on {}; this cannot have been before that", said(met_on))]
    BeforeMeeting { field: &'static str, on: NaiveDate, met_on: NaiveDate },
    /// Dated before it was declared to stand on its own.
    #[error(
        "It was declared to stand on its own on {}; this cannot have been before that",
        said(declared_on)
    )]
    BeforeDeclaration { field: &'static str, on: NaiveDate, declared_on: NaiveDate },
    /// Dated before it went quiet.
    #[error("It went quiet on {}; it cannot have begun again before that", said(lapsed_on))]
    BeforeLapse { field: &'static str, on: NaiveDate, lapsed_on: NaiveDate },
    /// Dated before it began again.
    #[error("It began again on {}; this cannot have been before that", said(reopened_on))]
    BeforeReopening { field: &'static str, on: NaiveDate, reopened_on: NaiveDate },
    /// Dated before the worry was raised.
    #[error("The worry was raised on {}; it cannot have been dealt with before that", said(raised_on))]
    BeforeConcern { field: &'static str, on: NaiveDate, raised_on: NaiveDate },

    /// That person's consent to be introduced stands against it.
    #[error("The record says that {} does not agree to be introduced. Put that right with them first", who(*party))]
    ConsentRefused { party: Party },
    /// They said yes before.
    #[error("It is already recorded that {} said yes on {}", who(*party), said(agreed_on))]
    AlreadyAgreed { party: Party, agreed_on: NaiveDate },
    /// One of the two said no, which ends this introduction.
    #[error("On {} {} said no. If they think differently now, propose it anew", said(declined_on), who(*party))]
    Declined { party: Party, declined_on: NaiveDate },
    /// Nothing is arranged before both said yes.
    #[error("Both must say yes first. Still to ask: {}", missing.iter().map(|party| who(*party)).collect::<Vec<_>>().join(" and "))]
    BothMustAgree { missing: Vec<Party> },
    /// No first meeting is arranged.
    #[error("No first meeting is arranged")]
    NotArranged,
    /// They have met.
    #[error("They met on {}", said(met_on))]
    AlreadyMet { met_on: NaiveDate },
    /// They have not met.
    #[error("They have not met yet. Record the first meeting first")]
    NotMet,
    /// It turned out not to be for them.
    #[error(
        "On {} it turned out not to be for them. If it goes on after all, choose “Go on” first",
        said(chosen_on)
    )]
    NotAFit { chosen_on: NaiveDate },

    /// Another contact has this id.
    #[error("This contact has already been recorded, with other details. Take it back and record it anew")]
    ContactAlreadyLogged { contact_id: ContactId },
    /// Nobody sees what they are not at.
    #[error("You cannot have seen it without being there. Say how you know, or how near you were")]
    SawButAbsent,
    /// Longer than a day, or no time at all.
    #[error("{minutes} minutes cannot be right; a contact lasts from 1 to {limit}")]
    MinutesOutOfRange { minutes: i64, limit: i64 },
    /// No contact has this id.
    #[error("There is no such contact in this relationship")]
    NoSuchContact { contact_id: ContactId },
    /// Words that were written are to be others, and nobody said why.
    #[error("Say why these words take the place of what was written; both are kept")]
    ReasonForOtherWords,
    /// It is told as it was recorded.
    #[error("This is how it was recorded already. Change what was wrong")]
    NothingToPutRight,
    /// It was taken back before.
    #[error("This contact was already taken back on {}", said(voided_on))]
    AlreadyVoided { contact_id: ContactId, voided_on: NaiveDate },

    /// Neither gives anything.
    #[error("Choose at least one thing that one gives the other")]
    NothingGiven,
    /// Too soon to say that it has grown beyond an introduction.
    #[error("They have been in touch {found} times; it takes {wanted}")]
    ContactsTooFew { found: usize, wanted: usize },
    /// It had grown beyond an introduction before.
    #[error("It has been consolidating already")]
    AlreadyConsolidated { consolidated_on: Option<NaiveDate> },

    /// It stands on its own already.
    #[error("It has stood on its own since {}", said(declared_on))]
    AlreadySelfSustaining { declared_on: NaiveDate },
    /// Not every test passes.
    #[error("It cannot be said yet: {} of {} tests do not pass", failing.len(), evaluation.tests.len())]
    NotYet { failing: Vec<u8>, evaluation: Evaluation },
    /// No signature is needed.
    #[error("Every test passes: declare it, no signature is needed")]
    EveryTestPasses,
    /// A signature has been asked for.
    #[error("A team lead has been asked to sign on {}", said(asked_on))]
    OverrideAlreadyAsked { asked_by: AccountId, asked_on: NaiveDate },
    /// Only a team lead signs.
    #[error("Only a team lead can sign this")]
    NotATeamLead,
    /// Nobody asked for a signature.
    #[error("Nobody has asked for a signature here")]
    NobodyAsked,
    /// Who asks does not sign.
    #[error("You asked for this signature, so another team lead must sign it")]
    SignerAsked { asked_by: AccountId },
    /// It does not stand on its own, so there is nothing to look at again.
    #[error("It has not been declared to stand on its own, so there is nothing to check")]
    NotSelfSustaining,
    /// Checks are made after 3, 6 and 12 months.
    #[error("Checks are made after 3, 6 and 12 months; there is none after {month}")]
    NoSuchCheck { month: u8 },
    /// The check is not due yet.
    #[error("This check is due on {}; make it at most two weeks before", said(due_on))]
    TooEarly { due_on: NaiveDate },
    /// Each check is made once.
    #[error("The check after {month} months was made on {}", said(checked_on))]
    AlreadyChecked { month: u8, checked_on: NaiveDate },

    /// No worry is open.
    #[error("No worry is open")]
    NoOpenConcern,
    /// It went quiet for good.
    #[error("It went quiet on {}. If it has begun again, reopen it first", said(lapsed_on))]
    Lapsed { lapsed_on: NaiveDate },
    /// It has not gone quiet.
    #[error("It has not gone quiet, so there is nothing to reopen")]
    NotLapsed,
    /// They were in touch after the day on which it is said to have gone quiet.
    #[error("They were in touch on {}; it cannot have gone quiet before that", said(last_contact_on))]
    InTouchSince { last_contact_on: NaiveDate },
}

impl RelationshipError {
    /// The field of the form that the refusal is about, by its name in the command; of a contact, a meeting
    /// and a confirmation, the name of the part. `None` when it is about the whole.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Date { field, .. }
            | Self::BeforeProposal { field, .. }
            | Self::BeforeMeeting { field, .. }
            | Self::BeforeDeclaration { field, .. }
            | Self::BeforeLapse { field, .. }
            | Self::BeforeReopening { field, .. }
            | Self::BeforeConcern { field, .. } => Some(field),
            Self::SamePerson
            | Self::OtherRefused
            | Self::NotBroughtTogether
            | Self::TooYoung
            | Self::AlreadyKnown { .. } => Some("other_id"),
            Self::ConsentRefused { .. } | Self::AlreadyAgreed { .. } => Some("party"),
            Self::ReasonForOtherWords => Some("reason"),
            Self::ContactAlreadyLogged { .. } | Self::NoSuchContact { .. } => Some("contact_id"),
            Self::SawButAbsent => Some("source"),
            Self::MinutesOutOfRange { .. } => Some("minutes"),
            Self::NothingGiven => Some("reciprocity"),
            Self::NoSuchCheck { .. } | Self::AlreadyChecked { .. } => Some("month"),
            Self::TooEarly { .. } => Some("checked_on"),
            Self::InTouchSince { .. } => Some("lapsed_on"),
            Self::NotProposed
            | Self::AlreadyProposed { .. }
            | Self::SomeoneIsGone
            | Self::EngagementNotActive
            | Self::PersonDoesNotConsent
            | Self::Declined { .. }
            | Self::BothMustAgree { .. }
            | Self::NotArranged
            | Self::AlreadyMet { .. }
            | Self::NotMet
            | Self::NotAFit { .. }
            | Self::NothingToPutRight
            | Self::AlreadyVoided { .. }
            | Self::ContactsTooFew { .. }
            | Self::AlreadyConsolidated { .. }
            | Self::AlreadySelfSustaining { .. }
            | Self::NotYet { .. }
            | Self::EveryTestPasses
            | Self::OverrideAlreadyAsked { .. }
            | Self::NotATeamLead
            | Self::NobodyAsked
            | Self::SignerAsked { .. }
            | Self::NotSelfSustaining
            | Self::NoOpenConcern
            | Self::Lapsed { .. }
            | Self::NotLapsed => None,
        }
    }
}

/// A date as people say it.
fn said(on: &NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}

fn who(party: Party) -> &'static str {
    match party {
        Party::Person => "the person",
        Party::Other => "the other person",
    }
}
