//! What each fact does to the state. Takes anything that was ever stored, also what a later rule
//! would refuse, and never fails.

use chrono::NaiveDate;

use super::{
    Allocation, Cancellation, ConsentRelied, Correction, DatedRate, Eligibility, Ending, EndingAsked,
    Engagement, EngagementEvent as E, Extension, ExtensionAsked, FundingCorrection, GoalChange, GoalStep,
    HandOverPlan, HoursChange, Move, Pause, Phase, PhaseStep, ReferralClosing, RequestAnswered, RequestKind,
    Review, ReviewTakenBack, Session, SessionDetails, SessionStatus, SessionTime, Stage, Term, Voiding,
    WaitingList, WeeklyMinutes,
};
use crate::shared::ids::AccountId;
use crate::shared::money::Money;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// One arm per event.
pub(super) fn evolve(state: &mut Engagement, event: &E) {
    match event.clone() {
        E::ReferralReceived {
            engagement_id,
            person_id,
            source,
            received_on,
            reason,
            referrer,
            under_way_since,
        } => {
            state.engagement_id = engagement_id;
            state.person_id = person_id;
            state.source = Some(source);
            state.received_on = Some(received_on);
            state.referral_reason = reason;
            state.referrer = referrer.map(Box::new);
            state.under_way_since = under_way_since;
            state.stage = Stage::Referred;
        }
        E::ReferrerNamed { referrer, named_on: _ } => state.referrer = Some(Box::new(referrer)),
        E::ConnectorAllocated { connector, allocated_on } => {
            state.connectors.push(Allocation { connector, allocated_on });
        }
        E::ScreeningStarted { started_on } => {
            state.screening_started_on = Some(started_on);
            state.stage = Stage::Screening;
        }
        E::EligibilityDecided { decided_on, eligible, rule, reason } => {
            state.eligibility = Some(Eligibility { decided_on, eligible, rule, reason });
        }
        E::Waitlisted { listed_on, priority, expected_start } => {
            state.waiting = Some(WaitingList { listed_on, priority, expected_start });
            state.stage = Stage::Waitlisted;
        }
        E::ConsentRequested { requested_on } => {
            state.consent_requested_on = Some(requested_on);
            state.stage = Stage::AwaitingConsent;
        }
        E::ConsentNoted { given_on, noted_on } => {
            state.consent = Some(ConsentRelied { given_on, noted_on });
            if state.stage == Stage::AwaitingConsent {
                state.stage = Stage::AwaitingFunding;
            }
        }
        E::FundingSought { sought_on } => state.funding_sought_on = Some(sought_on),
        E::FundingNoted { funding, noted_on: _ } => {
            state.rates = vec![DatedRate { from: funding.covers_from, rate: funding.rate }];
            state.funding = Some(funding);
        }
        E::FundingCorrected { funding, later_rates, reason, corrected_on } => {
            let first = DatedRate { from: funding.covers_from, rate: funding.rate };
            let rates = std::iter::once(first).chain(later_rates).collect();
            let was_rates = std::mem::replace(&mut state.rates, rates);
            if let Some(was) = state.funding.replace(funding) {
                state.funding_corrections.push(FundingCorrection { was, was_rates, reason, corrected_on });
            }
        }
        E::RateAgreed { rate, agreed_on: _ } => {
            state.rates.push(rate);
            state.rates.sort_by_key(|dated| dated.from);
        }
        E::EngagementAgreed { kind, term_start, term_end, minutes_per_week, goals, agreed_on } => {
            state.term = Some(Term {
                kind,
                start: term_start,
                end: term_end,
                weekly: vec![WeeklyMinutes { from: term_start, minutes_per_week }],
                agreed_on,
                extensions: vec![],
                hours_changes: vec![],
            });
            state.goals = Some(goals);
            state.stage = Stage::Agreed;
        }
        E::GoalSet { goal_id, words, set_on } => {
            state.goal_steps.push(GoalStep { goal_id, on: set_on, what: GoalChange::Set { words } });
        }
        E::GoalReworded { goal_id, words, reworded_on } => {
            let what = GoalChange::Reworded { words };
            state.goal_steps.push(GoalStep { goal_id, on: reworded_on, what });
        }
        E::GoalSetAside { goal_id, reason, set_aside_on } => {
            let what = GoalChange::SetAside { reason };
            state.goal_steps.push(GoalStep { goal_id, on: set_aside_on, what });
        }
        E::GoalScored { goal_id, outcome, words, scored_on } => {
            let what = GoalChange::Scored { outcome, words };
            state.goal_steps.push(GoalStep { goal_id, on: scored_on, what });
        }
        E::HoursChanged { minutes_per_week, from, reason, changed_on } => {
            if let Some(term) = &mut state.term {
                term.change_hours(HoursChange { minutes_per_week, from, reason, changed_on });
            }
        }
        E::EngagementStarted { started_on } => {
            state.started_on = Some(started_on);
            state.phases.push(PhaseStep { phase: Phase::Discovery, from: started_on });
            state.stage = Stage::Active;
        }
        E::PhaseMoved { phase, moved_on } => state.phases.push(PhaseStep { phase, from: moved_on }),
        E::EngagementPaused { reason, paused_on, review_on } => {
            state.pauses.push(Pause { reason, paused_on, review_on, resumed_on: None });
            state.stage = Stage::Paused;
        }
        E::PauseReviewMoved { review_on, moved_on: _ } => {
            if let Some(pause) = state.pauses.last_mut() {
                pause.review_on = review_on;
            }
        }
        E::EngagementResumed { resumed_on } => {
            if let Some(pause) = state.pauses.last_mut() {
                pause.resumed_on = Some(resumed_on);
            }
            state.stage = Stage::Active;
        }
        E::TermExtended { new_end, minutes_per_week, added_budget_pence, reason, extended_on, agreed } => {
            state.extension_answered(agreed.map(|agreed| agreed.agreed_by), extended_on, None);
            let added_budget = Money(added_budget_pence);
            if let Some(term) = &mut state.term {
                let previous_end = term.end;
                let from = previous_end.succ_opt().unwrap_or(previous_end);
                term.weekly.push(WeeklyMinutes { from, minutes_per_week });
                term.extensions.push(Extension {
                    extended_on,
                    previous_end,
                    new_end,
                    minutes_per_week,
                    added_budget,
                    reason,
                });
                term.end = new_end;
            }
            if let Some(funding) = &mut state.funding {
                funding.covers_to = funding.covers_to.max(new_end);
                funding.budget = funding.budget + added_budget;
            }
        }
        E::ReviewHeld { review_id, held_on, kind, decision, words, goals, next_review_on, facts } => {
            let review = Review { held_on, kind, decision, words, goals, next_review_on, facts };
            state.reviews.insert(review_id, review);
        }
        E::ReviewTakenBack { review_id, held_on: _, reason, taken_back_on: on } => {
            if let Some(review) = state.reviews.remove(&review_id) {
                state.reviews_taken_back.insert(review_id, ReviewTakenBack { review, reason, on });
            }
        }
        E::SessionPlanned { session_id, time, place, details, series_id } => {
            let mut session = Session::new(SessionStatus::Planned, time.clone());
            session.planned = Some(time);
            session.place = place;
            session.details = details;
            session.series_id = series_id;
            state.sessions.insert(session_id, session);
        }
        E::SessionMoved { session_id, time, reason, moved_on } => {
            if let Some(session) = state.sessions.get_mut(&session_id) {
                session.planned = Some(time.clone());
                let was = std::mem::replace(&mut session.time, time);
                session.moves.push(Move { was, reason, moved_on });
            }
        }
        E::SessionReplanned { session_id, time, place, details, replanned_on: _ } => {
            if let Some(session) = state.sessions.get_mut(&session_id) {
                session.planned = Some(time.clone());
                session.time = time;
                session.place = place;
                session.details = details.of_group(session.details.group);
            }
        }
        E::SessionDelivered { session_id, time, place, note, details } => {
            let session = state
                .sessions
                .entry(session_id)
                .or_insert_with(|| Session::new(SessionStatus::Delivered, time.clone()));
            session.status = SessionStatus::Delivered;
            session.time = time;
            session.place = place.or(session.place.take());
            session.note = note;
            // What was planned may have come otherwise, so only what was told of it counts.
            session.details = details.of_group(session.details.group);
        }
        E::SessionCancelled { session_id, by, notice_hours, cancelled_on, reason } => {
            if let Some(session) = state.sessions.get_mut(&session_id) {
                session.status = SessionStatus::Cancelled;
                session.cancellation = Some(Cancellation { by, notice_hours, cancelled_on, reason });
            }
        }
        E::SessionNotAttended { session_id, absent, on: _, reason } => {
            if let Some(session) = state.sessions.get_mut(&session_id) {
                session.status = SessionStatus::NotAttended;
                session.absent = Some(absent);
                session.absent_because = reason;
            }
        }
        E::SessionCorrected {
            session_id,
            time,
            place,
            details,
            note,
            without_note,
            reason,
            corrected_on,
        } => {
            if let Some(session) = state.sessions.get_mut(&session_id) {
                let was = std::mem::replace(&mut session.time, time);
                let (was_place, was_details) = (session.place.clone(), session.details.clone());
                if let Some(details) = details {
                    session.place = place;
                    session.details = details.of_group(was_details.group);
                }
                let was_note = match note.is_some() || without_note {
                    true => std::mem::replace(&mut session.note, note),
                    false => None,
                };
                session.corrections.push(Correction {
                    was,
                    was_place,
                    was_details,
                    was_note,
                    reason,
                    corrected_on,
                });
            }
        }
        E::SessionNoteWritten { session_id, note, written_on: _ } => {
            if let Some(session) = state.sessions.get_mut(&session_id) {
                session.note = Some(note);
            }
        }
        E::SessionVoided { session_id, reason, voided_on } => {
            if let Some(session) = state.sessions.get_mut(&session_id) {
                session.status = SessionStatus::Voided;
                session.voiding = Some(Voiding { reason, voided_on });
            }
        }
        E::ReferrerTold { message_id, message } => {
            state.messages.insert(message_id, message);
        }
        E::HandOversPlanned { hand_overs, planned_on, beside } => {
            state.hand_over_plan = Some(HandOverPlan { hand_overs, planned_on, beside });
        }
        E::ReferralClosed { outcome, reason, closed_on } => {
            state.referral_closing = Some(ReferralClosing { outcome, reason, closed_on });
            state.stage = Stage::ReferralClosed;
        }
        E::ExtensionAsked { new_end, minutes_per_week, added_budget_pence, reason, asked_on, asked_by } => {
            let added_budget = Money(added_budget_pence);
            state.extension_asked =
                Some(ExtensionAsked { new_end, minutes_per_week, added_budget, reason, asked_on, asked_by });
        }
        E::ExtensionDeclined { reason, declined_on, declined_by } => {
            state.extension_answered(Some(declined_by), declined_on, Some(reason));
        }
        E::EndingAsked { ended_on, reason, words, hand_overs, beside, asked_on, asked_by } => {
            let agreed = None;
            state.ending_asked =
                Some(EndingAsked { ended_on, reason, words, hand_overs, beside, asked_on, asked_by, agreed });
        }
        E::EndingAgreed { agreed_on, agreed_by } => {
            state.ending_answered(agreed_by, agreed_on, None);
            if let Some(asked) = &mut state.ending_asked {
                asked.agreed = Some((agreed_by, agreed_on));
            }
        }
        E::EndingDeclined { reason, declined_on, declined_by } => {
            state.ending_answered(declined_by, declined_on, Some(reason));
            state.ending_asked = None;
        }
        E::EngagementEnded { ended_on, reason, words, hand_overs, beside, agreed } => {
            // One that was agreed to before its day is among the answers already.
            let waits = state.ending_asked.as_ref().is_some_and(|asked| asked.agreed.is_none());
            if let Some(agreed) = agreed.filter(|_| waits) {
                state.ending_answered(agreed.agreed_by, agreed.agreed_on, None);
            }
            (state.extension_asked, state.ending_asked) = (None, None);
            state.ending = Some(Ending { ended_on, reason, words, hand_overs, beside });
            state.stage = Stage::Ended;
        }
        E::EngagementClosed { closed_on } => {
            state.closed_on = Some(closed_on);
            state.stage = Stage::Closed;
        }
        E::PersonReplaced { by, replaced_on: _ } => state.is_of(by),
    }
}

impl Engagement {
    /// The time asked for was agreed to, refused, or overtaken by what a team lead did without being asked.
    fn extension_answered(
        &mut self,
        by: Option<AccountId>,
        answered_on: NaiveDate,
        refused: Option<Personal<Words>>,
    ) {
        if let (Some(asked), Some(answered_by)) = (self.extension_asked.take(), by) {
            let (asked_by, asked_on) = (asked.asked_by, asked.asked_on);
            let kind = RequestKind::Extension;
            let answer = RequestAnswered { kind, asked_by, asked_on, answered_by, answered_on, refused };
            self.requests_answered.push(answer);
        }
    }

    fn ending_answered(
        &mut self,
        answered_by: AccountId,
        answered_on: NaiveDate,
        refused: Option<Personal<Words>>,
    ) {
        if let Some(asked) = &self.ending_asked {
            let (asked_by, asked_on) = (asked.asked_by, asked.asked_on);
            let kind = RequestKind::Ending;
            let answer = RequestAnswered { kind, asked_by, asked_on, answered_by, answered_on, refused };
            self.requests_answered.push(answer);
        }
    }
}

impl Session {
    fn new(status: SessionStatus, time: SessionTime) -> Self {
        Self {
            status,
            time,
            planned: None,
            place: None,
            note: None,
            details: SessionDetails::default(),
            series_id: None,
            moves: vec![],
            cancellation: None,
            absent: None,
            absent_because: None,
            corrections: vec![],
            voiding: None,
        }
    }
}
