//! Which rule answers which request. The rules stand in the files named after them; here is the list.

use super::sustainment::Check;
use super::{Relationship, RelationshipCommand, RelationshipError as No, RelationshipEvent as Event};
use crate::shared::aggregate::Asked;
use crate::shared::personal::Personal;

/// What happens, or why not. Empty when the same was recorded before, in every detail.
pub(super) type Decision = Result<Vec<Event>, No>;

pub(super) fn decide(tie: &Relationship, asked: &Asked<RelationshipCommand>) -> Decision {
    use RelationshipCommand as C;
    let (today, by) = (asked.today, asked.by);
    match &asked.command {
        C::Propose {
            relationship_id,
            engagement_id,
            person_id,
            other_id,
            shared,
            why,
            proposed_on,
            known,
        } => {
            tie.may_be_proposed((*person_id, *other_id), known, *proposed_on, today)?;
            Ok(vec![Event::IntroductionProposed {
                relationship_id: *relationship_id,
                engagement_id: *engagement_id,
                person_id: *person_id,
                other_id: *other_id,
                shared: Personal::about(*person_id, shared.clone()),
                why: why.as_ref().map(|why| Personal::about(*person_id, why.clone())),
                proposed_on: *proposed_on,
            }])
        }
        C::Agree { party, how, agreed_on, consent_refused } => {
            tie.agree(*party, *how, *agreed_on, *consent_refused, today)
        }
        C::Decline { party, reason, declined_on } => {
            tie.decline(*party, reason.as_ref(), *declined_on, today)
        }
        C::Arrange { meeting, place } => tie.arrange(meeting, place.as_ref(), today),
        C::RecordMeeting { met_on } => tie.record_meeting(*met_on, today),
        C::RecordNoMeeting { reason, on } => tie.record_no_meeting(*reason, *on, today),
        C::ChooseNextStep { next_step, chosen_on } => tie.choose_next_step(*next_step, *chosen_on, today),
        C::LogContact { contact, note } => tie.log_contact(contact, note.as_ref(), today),
        C::WriteContactWords { contact_id, note, reason } => {
            tie.write_words(*contact_id, note.as_ref(), reason.as_ref(), today)
        }
        C::CorrectContact { contact, reason } => tie.correct_contact(contact, reason, today),
        C::VoidContact { contact_id, reason } => tie.void_contact(*contact_id, reason, today),
        C::RecordReciprocity { reciprocity, recorded_on } => {
            tie.record_reciprocity(reciprocity, *recorded_on, today)
        }
        C::Confirm { confirmation, words } => tie.confirm(confirmation, words.as_ref(), today),
        C::PlanContinuity { plan, planned_on } => tie.plan_continuity(plan, *planned_on, today),
        C::Consolidate { consolidated_on } => tie.consolidate(*consolidated_on, today),
        C::DeclareSelfSustaining { declared_on } => tie.declare(*declared_on, today),
        C::AskOverride { reason } => tie.ask_override(reason, by, today),
        C::SignOverride { declared_on, reason, is_team_lead } => {
            tie.sign_override(*declared_on, reason, *is_team_lead, by, today)
        }
        C::CheckSustained { month, result, source, checked_on } => {
            let check = Check { result: *result, source: *source, checked_on: *checked_on };
            tie.check_sustained(*month, check, today)
        }
        C::RaiseConcern { raised_on } => tie.raise_concern(*raised_on, today),
        C::CloseConcern { closed_on } => tie.close_concern(*closed_on, today),
        C::Lapse { reason, lapsed_on } => tie.let_lapse(*reason, *lapsed_on, today),
        C::Reopen { reopened_on } => tie.reopen(*reopened_on, today),
        C::ReplaceParty { was, by } => tie.replace_party(*was, *by, today),
    }
}
