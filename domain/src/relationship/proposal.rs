//! Proposing that two people meet, and asking each of them. Nobody answers for the other, and a person's
//! consent is never taken for the other's.

use chrono::NaiveDate;

use super::codes::Party;
use super::commands::ProposalFacts;
use super::decide::Decision;
use super::introduction::Answer;
use super::standing::{happened, since_proposal};
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};
use crate::person::codes::AnswerMethod;
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

impl Relationship {
    /// Each fact that does not hold is a refusal of its own; consent of both comes before convenience.
    /// Source: practice default, hard filters before an introduction.
    pub(super) fn may_be_proposed(
        &self,
        (person_id, other_id): (PersonId, PersonId),
        known: &ProposalFacts,
        proposed_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), No> {
        if let Some(proposed_on) = self.proposed_on {
            return Err(No::AlreadyProposed { proposed_on });
        }
        let refusals = [
            (person_id == other_id, No::SamePerson),
            (known.someone_is_gone, No::SomeoneIsGone),
            (!known.engagement_is_active, No::EngagementNotActive),
            (!known.person_consents, No::PersonDoesNotConsent),
            (known.other_refused, No::OtherRefused),
            (known.not_brought_together, No::NotBroughtTogether),
            (known.too_young, No::TooYoung),
        ];
        if let Some((_, refusal)) = refusals.into_iter().find(|(refused, _)| *refused) {
            return Err(refusal);
        }
        if let Some(relationship_id) = known.already {
            return Err(No::AlreadyKnown { relationship_id });
        }
        happened("proposed_on", proposed_on, today)
    }

    pub(super) fn agree(
        &self,
        party: Party,
        how: AnswerMethod,
        agreed_on: NaiveDate,
        consent_refused: bool,
        today: NaiveDate,
    ) -> Decision {
        let proposed_on = self.still_to_meet()?;
        if let Some(Answer::Yes { how: was, on }) = self.introduction.answer(party) {
            let again = *was == how && *on == agreed_on;
            return if again { Ok(vec![]) } else { Err(No::AlreadyAgreed { party, agreed_on: *on }) };
        }
        if consent_refused {
            return Err(No::ConsentRefused { party });
        }
        since_proposal("agreed_on", agreed_on, proposed_on, today)?;
        Ok(vec![Event::IntroductionAgreed { party, how, agreed_on }])
    }

    /// Someone who said yes may say no until they have met.
    pub(super) fn decline(
        &self,
        party: Party,
        reason: Option<&Words>,
        declined_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        let proposed_on = self.still_to_meet()?;
        since_proposal("declined_on", declined_on, proposed_on, today)?;
        let reason = reason.map(|reason| Personal::about(self.subject(party), reason.clone()));
        Ok(vec![Event::IntroductionDeclined { party, reason, declined_on }])
    }
}
