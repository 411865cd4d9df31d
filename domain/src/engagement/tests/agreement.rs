//! What a team lead is asked to agree to: more time, and an ending before the term.

use super::*;

/// Somebody else than the connector of these stories.
const LEAD: u128 = 50;

impl Story {
    fn asked_by(&self, by: u128, command: C) -> Result<Vec<EngagementEvent>, EngagementError> {
        self.state.decide(&Asked { command, today: self.today, by: id(by) })
    }

    #[track_caller]
    fn then_by(mut self, by: u128, command: C) -> Self {
        for event in self.asked_by(by, command).expect("allowed") {
            self.state.evolve(&event);
        }
        self
    }
}

fn ask_for(new_end: &str) -> C {
    let (minutes_per_week, added_budget, reason) = (90, Money(49_320), words("The choir began late."));
    C::AskExtension { new_end: day(new_end), minutes_per_week, added_budget, reason }
}

const AGREE: C = C::AgreeExtension { is_team_lead: true };

fn decline() -> C {
    C::DeclineExtension { reason: words("Eight weeks are enough."), is_team_lead: true }
}

fn ask_to_end(on: &str, reason: EndReason) -> C {
    let words = Some(words("She goes on her own."));
    let (hand_overs, beside) = (vec![], vec![]);
    C::AskEnding { ended_on: day(on), reason, words, hand_overs, beside, open_relationships: vec![] }
}

fn agree_to_end() -> C {
    C::AgreeEnding { open_relationships: vec![], is_team_lead: true }
}

fn end_needing_agreement(on: &str, reason: EndReason) -> C {
    C::End {
        ended_on: day(on),
        reason,
        words: None,
        hand_overs: vec![],
        beside: vec![],
        open_relationships: vec![],
        needs_agreement: true,
    }
}

#[test]
fn where_a_team_lead_has_to_agree_nobody_extends_alone() {
    let C::Extend { new_end, minutes_per_week, added_budget, reason, .. } = extend_to("2026-12-27") else {
        unreachable!()
    };
    let alone = C::Extend { new_end, minutes_per_week, added_budget, reason, needs_agreement: true };
    active().refuses(alone, EngagementError::ExtensionNeedsAgreement);
}

#[test]
fn more_time_that_was_asked_for_is_there_once_a_team_lead_agrees() {
    let asked = active().then(ask_for("2026-12-27"));
    assert_eq!(asked.state.waits_for_agreement(), [(RequestKind::Extension, day("2026-06-01"))]);
    assert_eq!(asked.state.term.as_ref().map(|term| term.end), Some(day("2026-10-04")), "nothing yet");
    asked.changes_nothing(ask_for("2026-12-27"));

    let agreed = asked.on("2026-06-08").then_by(LEAD, AGREE);
    assert_eq!(agreed.state.term.as_ref().map(|term| term.end), Some(day("2026-12-27")));
    assert!(agreed.state.waits_for_agreement().is_empty());
    let answer = &agreed.state.requests_answered[0];
    assert_eq!((answer.asked_by, answer.answered_by), (id(99), id(LEAD)));
    assert_eq!((answer.answered_on, &answer.refused), (day("2026-06-08"), &None));
}

#[test]
fn more_time_is_asked_for_as_it_would_be_agreed() {
    let refusal = EngagementError::ExtensionNotLater { term_end: day("2026-10-04") };
    active().refuses(ask_for("2026-10-04"), refusal);
    let ended_on = day("2026-05-29");
    ended().refuses(ask_for("2026-12-27"), EngagementError::AlreadyEnded { ended_on });
}

#[test]
fn a_new_request_takes_the_place_of_the_one_before() {
    let story = active().then(ask_for("2026-12-27")).then(ask_for("2026-11-29"));
    assert_eq!(story.state.waits_for_agreement().len(), 1);
    let agreed = story.then_by(LEAD, AGREE);
    assert_eq!(agreed.state.term.as_ref().map(|term| term.end), Some(day("2026-11-29")));
}

#[test]
fn only_a_team_lead_who_did_not_ask_answers() {
    let asked = active().then(ask_for("2026-12-27"));
    asked.refuses(AGREE, EngagementError::AnswersThemselves);
    asked.refuses(decline(), EngagementError::AnswersThemselves);
    let connector = C::AgreeExtension { is_team_lead: false };
    assert_eq!(asked.asked_by(LEAD, connector), Err(EngagementError::NotATeamLead));
    active().refuses(AGREE, EngagementError::NobodyAskedForIt);
    let answered = asked.then_by(LEAD, AGREE);
    assert_eq!(answered.asked_by(LEAD, decline()), Err(EngagementError::NobodyAskedForIt));
}

#[test]
fn a_no_is_kept_with_its_reason_and_changes_no_term() {
    let told = active().then(ask_for("2026-12-27")).then_by(LEAD, decline());
    assert_eq!(told.state.term.as_ref().map(|term| term.end), Some(day("2026-10-04")));
    let refused = told.state.requests_answered[0].refused.as_ref();
    assert_eq!(refused.and_then(Personal::get), Some(&words("Eight weeks are enough.")));
    assert!(told.then(ask_for("2026-11-29")).state.waits_for_agreement().len() == 1, "it can be asked again");
}

#[test]
fn time_that_is_no_longer_possible_is_not_agreed_to() {
    let asked = active().then(ask_for("2026-12-27")).on("2026-11-02");
    let (term_end, until) = (day("2026-10-04"), day("2026-11-01"));
    assert_eq!(asked.asked_by(LEAD, AGREE), Err(EngagementError::TooLateToExtend { term_end, until }));
}

#[test]
fn what_a_team_lead_extends_without_being_asked_overtakes_the_request() {
    let story = active().then(ask_for("2026-11-29")).then_by(LEAD, extend_to("2026-12-27"));
    assert!(story.state.waits_for_agreement().is_empty() && story.state.requests_answered.is_empty());
}

#[test]
fn an_early_ending_needs_agreement_but_not_one_in_the_last_week_nor_after_a_death() {
    let early = end_needing_agreement("2026-05-29", EndReason::GoalsMetEarly);
    active().refuses(early, EngagementError::EndingNeedsAgreement);
    let died = end_needing_agreement("2026-05-29", EndReason::Deceased);
    assert!(active().asked(died).is_ok());
    let complete = end_needing_agreement("2026-10-02", EndReason::TermComplete);
    assert!(active().on("2026-10-05").asked(complete).is_ok());
    let nobody = ask_to_end("2026-10-02", EndReason::TermComplete);
    active().on("2026-10-05").refuses(nobody, EngagementError::EndingNeedsNoAgreement);
}

#[test]
fn an_ending_whose_day_has_come_ends_the_work_when_it_is_agreed_to() {
    let asked = active().then(ask_to_end("2026-05-29", EndReason::GoalsMetEarly));
    assert_eq!((asked.state.stage, asked.state.waits_for_agreement().len()), (Stage::Active, 1));
    let ended = asked.then_by(LEAD, agree_to_end());
    assert_eq!((ended.state.stage, ended.state.ended_on()), (Stage::Ended, Some(day("2026-05-29"))));
    assert_eq!(ended.state.requests_answered.len(), 1);
}

#[test]
fn an_ending_that_lies_ahead_is_agreed_first_and_ended_on_its_day() {
    let asked = active().then(ask_to_end("2026-06-26", EndReason::GoalsMetEarly));
    let agreed = asked.then_by(LEAD, agree_to_end());
    assert_eq!(agreed.state.stage, Stage::Active);
    assert!(agreed.state.waits_for_agreement().is_empty());
    let ended_on = day("2026-06-26");
    agreed.refuses(
        ask_to_end("2026-06-19", EndReason::GoalsMetEarly),
        EngagementError::EndingAgreedAlready { ended_on },
    );
    let agreed = agreed.on("2026-06-29");
    let sooner = end_needing_agreement("2026-06-19", EndReason::GoalsMetEarly);
    agreed.refuses(sooner, EngagementError::EndingNeedsAgreement);
    let ended = agreed.then(end_needing_agreement("2026-06-26", EndReason::GoalsMetEarly));
    assert_eq!((ended.state.stage, ended.state.requests_answered.len()), (Stage::Ended, 1));
}

#[test]
fn an_ending_is_asked_for_with_a_hand_over_for_each_open_relationship() {
    let open: Vec<_> = vec![id(21)];
    let C::AskEnding { ended_on, reason, words, hand_overs, .. } =
        ask_to_end("2026-05-29", EndReason::GoalsMetEarly)
    else {
        unreachable!()
    };
    let ask = C::AskEnding {
        ended_on,
        reason,
        words,
        hand_overs,
        beside: vec![],
        open_relationships: open.clone(),
    };
    active().refuses(ask, EngagementError::MissingHandOvers { relationships: open.clone() });
    // One that began after it was asked for keeps it from being agreed to.
    let asked = active().then(ask_to_end("2026-05-29", EndReason::GoalsMetEarly));
    let agree = C::AgreeEnding { open_relationships: open.clone(), is_team_lead: true };
    assert_eq!(asked.asked_by(LEAD, agree), Err(EngagementError::MissingHandOvers { relationships: open }));
}

#[test]
fn a_no_to_an_ending_lets_the_work_go_on() {
    let decline = C::DeclineEnding { reason: words("Three weeks more."), is_team_lead: true };
    let told = active().then(ask_to_end("2026-05-29", EndReason::GoalsMetEarly)).then_by(LEAD, decline);
    assert_eq!((told.state.stage, &told.state.ending_asked), (Stage::Active, &None));
    assert_eq!(told.state.requests_answered[0].kind, RequestKind::Ending);
}

#[test]
fn the_words_of_requests_and_answers_are_forgotten_with_the_person() {
    let mut told = active().then(ask_for("2026-12-27")).then_by(LEAD, decline()).then(ask_for("2026-11-29"));
    told = told.then(ask_to_end("2026-05-29", EndReason::GoalsMetEarly));
    told.state.forget(id(2));
    let state = &told.state;
    assert!(state.extension_asked.as_ref().is_some_and(|asked| asked.reason.get().is_none()));
    assert!(
        state
            .ending_asked
            .as_ref()
            .is_some_and(|asked| asked.words.as_ref().is_none_or(|w| w.get().is_none()))
    );
    assert!(state.requests_answered[0].refused.as_ref().is_none_or(|words| words.get().is_none()));
}
