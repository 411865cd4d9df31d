//! What can be asked, each answered by the rule of the same name; and where an engagement must stand
//! for it. The first refusal wins.

use chrono::NaiveDate;

use super::review::Review;
use super::{
    Engagement, EngagementCommand, EngagementError, EngagementEvent, Stage, agreement, ending, funding,
    goals, group, hours_change, message_back, note, pause, phase, referral, replan, review, series, session,
    term,
};
use crate::shared::ids::AccountId;
use crate::shared::personal::Personal;

/// What happens, or why not.
pub(super) type Decision = Result<Vec<EngagementEvent>, EngagementError>;

/// One small function per command.
pub(super) fn decide(
    state: &Engagement,
    command: &EngagementCommand,
    today: NaiveDate,
    by: AccountId,
) -> Decision {
    use EngagementCommand as C;
    if !matches!(command, C::ReceiveReferral { .. }) && state.received_on.is_none() {
        return Err(EngagementError::NotReferred);
    }
    match command {
        C::ReceiveReferral {
            engagement_id,
            person_id,
            source,
            received_on,
            reason,
            referrer,
            under_way_since,
        } => referral::receive(
            state,
            today,
            (*engagement_id, *person_id),
            *source,
            (*received_on, *under_way_since),
            (reason.as_ref(), referrer.as_ref()),
        ),
        C::NameReferrer { referrer } => referral::name_referrer(state, today, referrer),
        C::AllocateConnector { connector } => referral::allocate(state, today, *connector),
        C::StartScreening { started_on } => referral::start_screening(state, today, *started_on),
        C::DecideEligibility { decided_on, eligible, rule, reason } => {
            referral::decide_eligibility(state, today, *decided_on, *eligible, rule, reason.as_ref())
        }
        C::Waitlist { listed_on, priority, expected_start } => {
            referral::waitlist(state, today, *listed_on, *priority, *expected_start)
        }
        C::RequestConsent { requested_on } => referral::request_consent(state, today, *requested_on),
        C::NoteConsent { given_on } => referral::note_consent(state, today, *given_on),
        C::SeekFunding { sought_on } => funding::seek(state, today, *sought_on),
        C::NoteFunding { funding } => funding::note(state, today, funding),
        C::CorrectFunding { funding, later_rates, reason } => {
            funding::correct(state, today, funding, later_rates, reason)
        }
        C::AgreeRate { rate } => funding::agree_rate(state, today, *rate),
        C::Agree { kind, term_start, term_end, minutes_per_week, goals } => {
            term::agree(state, today, *kind, (*term_start, *term_end), *minutes_per_week, goals)
        }
        C::SetGoal { goal_id, words, set_on } => goals::set(state, today, *goal_id, words, *set_on),
        C::RewordGoal { goal_id, words } => goals::reword(state, today, *goal_id, words),
        C::SetGoalAside { goal_id, reason } => goals::set_aside(state, today, *goal_id, reason),
        C::ScoreGoal { goal_id, outcome, words, scored_on } => {
            goals::score(state, today, (*goal_id, *outcome), words.as_ref(), *scored_on)
        }
        C::ChangeHours { minutes_per_week, from, reason } => {
            hours_change::change(state, today, *minutes_per_week, *from, reason)
        }
        C::Start { started_on, consent_holds } => term::start(state, today, *started_on, *consent_holds),
        C::MovePhase { phase, moved_on } => phase::move_to(state, today, *phase, *moved_on),
        C::Pause { reason, paused_on, review_on } => {
            pause::pause(state, today, *reason, *paused_on, *review_on)
        }
        C::MovePauseReview { review_on } => pause::look_again(state, today, *review_on),
        C::Resume { resumed_on } => pause::resume(state, today, *resumed_on),
        C::Extend { new_end, minutes_per_week, added_budget, reason, needs_agreement } => {
            let more = (*new_end, *minutes_per_week, *added_budget);
            term::extend(state, today, more, reason, *needs_agreement)
        }
        C::AskExtension { new_end, minutes_per_week, added_budget, reason } => {
            let more = (*new_end, *minutes_per_week, *added_budget);
            agreement::ask_extension(state, (today, by), more, reason)
        }
        C::AgreeExtension { is_team_lead } => agreement::agree_extension(state, (today, by), *is_team_lead),
        C::DeclineExtension { reason, is_team_lead } => {
            agreement::decline_extension(state, (today, by), reason, *is_team_lead)
        }
        C::TakeReviewBack { review_id, reason } => review::take_back(state, today, *review_id, reason),
        C::HoldReview { review_id, held_on, kind, decision, words, goals, next_review_on, facts } => {
            let review = Review {
                held_on: *held_on,
                kind: *kind,
                decision: *decision,
                words: state.personal(words.as_ref()),
                goals: goals.clone(),
                next_review_on: *next_review_on,
                facts: *facts,
            };
            review::hold(state, today, *review_id, review)
        }
        C::PlanSession { session_id, time, place, details } => {
            session::plan(state, today, *session_id, time, (place.as_ref(), details), None)
        }
        C::PlanSeries { series_id, time, every, until, place, details, session_ids } => {
            let when = series::When { first: time, every: *every, until: *until };
            series::plan(state, today, (*series_id, session_ids), &when, place.as_ref(), details)
        }
        C::PlanGroup { dates, series_id, place, details } => {
            group::plan(state, today, dates, *series_id, (place.as_ref(), details))
        }
        C::MoveSession { session_id, on, starts_at, minutes, reason, and_later } => {
            let to = (*on, *starts_at, *minutes);
            series::move_on(state, today, *session_id, to, reason.as_ref(), *and_later)
        }
        C::ReplanSession { session_id, kind, relationship_id, place, details, and_later } => {
            let told = replan::Told { kind: *kind, beside: *relationship_id, place: place.as_ref(), details };
            replan::replan(state, today, *session_id, &told, *and_later)
        }
        C::DeliverSession { session_id, time, place, note, details, died_on } => {
            let said = (place.as_ref(), note.as_ref(), details);
            session::deliver(state, today, *session_id, time, said, *died_on)
        }
        C::CancelSession { session_id, by, notice_hours, reason, and_later } => {
            let notice = (*by, *notice_hours);
            series::cancel(state, today, *session_id, notice, reason.as_ref(), *and_later)
        }
        C::MarkNotAttended { session_id, absent, reason } => {
            session::mark_not_attended(state, today, *session_id, *absent, reason.as_ref())
        }
        C::CorrectSession { session_id, time, place, details, note, without_note, reason, died_on } => {
            let around = (place.as_ref(), details.as_ref(), note::told(note.as_ref(), *without_note));
            session::correct(state, today, *session_id, time, around, reason, *died_on)
        }
        C::WriteSessionNote { session_id, note } => note::write(state, today, *session_id, note),
        C::VoidSession { session_id, reason } => session::void(state, today, *session_id, reason),
        C::PlanHandOvers { hand_overs, beside, open_relationships } => {
            ending::plan_hand_overs(state, today, (hand_overs, beside), open_relationships)
        }
        C::CloseReferral { outcome, reason } => ending::close_referral(state, today, *outcome, reason),
        C::End { ended_on, reason, words, hand_overs, beside, open_relationships, needs_agreement } => {
            let dispositions = (hand_overs.as_slice(), beside.as_slice(), open_relationships.as_slice());
            let how = (*ended_on, *reason);
            ending::end(state, today, how, words.as_ref(), dispositions, *needs_agreement)
        }
        C::AskEnding { ended_on, reason, words, hand_overs, beside, open_relationships } => {
            let dispositions = (hand_overs.as_slice(), beside.as_slice(), open_relationships.as_slice());
            let how = (*ended_on, *reason);
            agreement::ask_ending(state, (today, by), how, words.as_ref(), dispositions)
        }
        C::AgreeEnding { open_relationships, is_team_lead } => {
            agreement::agree_ending(state, (today, by), open_relationships, *is_team_lead)
        }
        C::DeclineEnding { reason, is_team_lead } => {
            agreement::decline_ending(state, (today, by), reason, *is_team_lead)
        }
        C::Close => ending::close(state, today),
        C::TellReferrer { message_id, message, agreed } => {
            message_back::tell(state, *message_id, message, (*agreed, today))
        }
        C::ReplacePerson { was, by } => Ok(state.replace_person(*was, *by, today)),
    }
}

impl Engagement {
    /// Refuses unless it stands at one of `wanted`, with the reason that helps most.
    pub(super) fn must_be(&self, wanted: &'static [Stage]) -> Result<(), EngagementError> {
        if wanted.contains(&self.stage) {
            return Ok(());
        }
        if let Some(closing) = &self.referral_closing {
            let (outcome, closed_on) = (closing.outcome, closing.closed_on);
            return Err(EngagementError::ReferralIsClosed { outcome, closed_on });
        }
        if let Some(closed_on) = self.closed_on {
            return Err(EngagementError::IsClosed { closed_on });
        }
        if let Some(ended_on) = self.ended_on() {
            return Err(EngagementError::AlreadyEnded { ended_on });
        }
        match (self.stage, self.pauses.last()) {
            (Stage::Paused, Some(pause)) => Err(EngagementError::IsPaused { paused_on: pause.paused_on }),
            _ => Err(EngagementError::WrongStage { stage: self.stage, wanted }),
        }
    }

    /// Seals `value` as about the person of this engagement.
    pub(super) fn personal<T: Clone>(&self, value: &T) -> Personal<T> {
        Personal::about(self.subject(), value.clone())
    }
}
