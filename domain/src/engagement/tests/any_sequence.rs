//! Whatever is asked in whatever order: nothing panics, the state is the fold of its events, every
//! event survives its storage, and what is delivered lies where it may.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::engagement::billing;
use crate::shared::calendar::FourWeeks;

fn days() -> impl Strategy<Value = NaiveDate> {
    let from = day("2026-03-01");
    prop_oneof![
        60 => (0_i64..280).prop_map(move |offset| from + chrono::Duration::days(offset)),
        1 => select(vec![NaiveDate::MIN, NaiveDate::MAX, day("1899-12-31"), day("2206-01-01")]),
    ]
}

fn ids<T: From<Uuid> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    (1_u128..25).prop_map(id)
}

fn codes<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    select(all.to_vec())
}

fn minutes() -> impl Strategy<Value = i64> {
    prop_oneof![20 => 1_i64..721, 1 => any::<i64>()]
}

fn times() -> impl Strategy<Value = SessionTime> {
    (days(), minutes(), codes(SessionKind::ALL)).prop_map(|(on, minutes, kind)| SessionTime {
        on,
        starts_at: None,
        minutes,
        kind,
        relationship_id: None,
    })
}

fn details() -> impl Strategy<Value = SessionDetails<Line>> {
    let travel = prop::option::of(prop_oneof![9 => 0_i64..500, 1 => any::<i64>()]);
    let group = (0_u32..50).prop_map(|places| InGroup { group_id: id(7), places });
    let companions = prop::option::of(Just(line("Her sister")));
    (prop::option::of(codes(Activity::ALL)), travel, companions, prop::option::of(group)).prop_map(
        |(activity, travel_minutes, companions, group)| SessionDetails {
            activity,
            travel_minutes,
            companions,
            group,
        },
    )
}

fn rates() -> impl Strategy<Value = Rate> {
    prop_oneof![9 => (1_i64..400_000).prop_map(Rate), 1 => any::<i64>().prop_map(Rate)]
}

fn amounts() -> impl Strategy<Value = Money> {
    prop_oneof![9 => (0_i64..300_000).prop_map(Money), 1 => any::<i64>().prop_map(Money)]
}

fn some_words() -> impl Strategy<Value = Option<Words>> {
    prop::option::of(Just(words("Because.")))
}

fn of_the_referral() -> impl Strategy<Value = C> {
    prop_oneof![
        Just(receive()),
        ids().prop_map(|connector| C::AllocateConnector { connector }),
        days().prop_map(|started_on| C::StartScreening { started_on }),
        (days(), any::<bool>(), some_words()).prop_map(|(decided_on, eligible, reason)| {
            C::DecideEligibility { decided_on, eligible, rule: line("Lives here"), reason }
        }),
        (days(), 0_u8..4, prop::option::of(days())).prop_map(|(listed_on, priority, expected_start)| {
            C::Waitlist { listed_on, priority, expected_start }
        }),
        days().prop_map(|requested_on| C::RequestConsent { requested_on }),
        prop::option::of(days()).prop_map(|given_on| C::NoteConsent { given_on }),
        days().prop_map(|sought_on| C::SeekFunding { sought_on }),
        (rates(), amounts(), days(), days()).prop_map(|(rate, budget, covers_from, covers_to)| {
            let (contract_id, route) = (id(3), FundingRoute::Grant);
            C::NoteFunding { funding: Funding { contract_id, route, rate, budget, covers_from, covers_to } }
        }),
        (rates(), amounts(), days(), days(), prop::collection::vec((days(), rates()), 0..3)).prop_map(
            |(rate, budget, covers_from, covers_to, later)| {
                let (contract_id, route) = (id(4), FundingRoute::Grant);
                let funding = Funding { contract_id, route, rate, budget, covers_from, covers_to };
                let later_rates = later.into_iter().map(|(from, rate)| DatedRate { from, rate }).collect();
                C::CorrectFunding { funding, later_rates, reason: words("It was another price.") }
            }
        ),
        (days(), rates()).prop_map(|(from, rate)| C::AgreeRate { rate: DatedRate { from, rate } }),
        Just(agree()),
        Just(close_referral()),
    ]
}

fn of_the_work() -> impl Strategy<Value = C> {
    prop_oneof![
        9 => (days(), any::<bool>()).prop_map(|(started_on, consent_holds)| C::Start {
            started_on,
            consent_holds
        }),
        9 => (codes(Phase::ALL), days()).prop_map(|(phase, moved_on)| C::MovePhase { phase, moved_on }),
        3 => (codes(PauseReason::ALL), days(), days()).prop_map(|(reason, paused_on, review_on)| C::Pause {
            reason,
            paused_on,
            review_on
        }),
        3 => days().prop_map(|review_on| C::MovePauseReview { review_on }),
        18 => days().prop_map(|resumed_on| C::Resume { resumed_on }),
        2 => prop::collection::vec(ids(), 0..2).prop_map(|open_relationships| C::PlanHandOvers {
            hand_overs: vec![],
            beside: vec![],
            open_relationships
        }),
        9 => (days(), minutes(), amounts()).prop_map(|(new_end, minutes_per_week, added_budget)| C::Extend {
            new_end,
            minutes_per_week,
            added_budget,
            reason: words("More."),
            needs_agreement: false
        }),
        4 => (days(), minutes(), amounts()).prop_map(|(new_end, minutes_per_week, added_budget)| C::AskExtension {
            new_end,
            minutes_per_week,
            added_budget,
            reason: words("More, please.")
        }),
        2 => any::<bool>().prop_map(|is_team_lead| C::AgreeExtension { is_team_lead }),
        1 => any::<bool>()
            .prop_map(|is_team_lead| C::DeclineExtension { reason: words("No."), is_team_lead }),
        3 => (days(), codes(EndReason::ALL)).prop_map(|(ended_on, reason)| C::AskEnding {
            ended_on,
            reason,
            words: Some(words("Enough.")),
            hand_overs: vec![],
            beside: vec![],
            open_relationships: vec![]
        }),
        1 => any::<bool>()
            .prop_map(|is_team_lead| C::AgreeEnding { open_relationships: vec![], is_team_lead }),
        1 => any::<bool>().prop_map(|is_team_lead| C::DeclineEnding { reason: words("No."), is_team_lead }),
        9 => (ids(), days(), codes(ReviewKind::ALL), prop::option::of(days())).prop_map(
            |(review_id, held_on, kind, next_review_on)| C::HoldReview {
                review_id,
                held_on,
                kind,
                decision: ReviewDecision::Continue,
                words: Box::default(),
                goals: vec![GoalScore {
                    goal_id: id(5),
                    outcome: GoalOutcome::Met
                }],
                next_review_on,
                facts: ReviewFacts::default(),
            }
        ),
        4 => (days(), codes(EndReason::ALL), prop::collection::vec(ids(), 0..2)).prop_map(
            |(ended_on, reason, open_relationships)| C::End {
                ended_on,
                reason,
                words: None,
                hand_overs: vec![],
                beside: vec![],
                open_relationships,
                needs_agreement: false
            }
        ),
        1 => Just(C::Close),
        4 => of_the_goals(),
        3 => (minutes(), days()).prop_map(|(minutes_per_week, from)| C::ChangeHours {
            minutes_per_week,
            from,
            reason: words("Fewer.")
        }),
    ]
}

fn of_the_goals() -> impl Strategy<Value = C> {
    let goal = || (4_u128..8).prop_map(id);
    prop_oneof![
        (goal(), days()).prop_map(|(goal_id, set_on)| C::SetGoal { goal_id, words: words("More."), set_on }),
        goal().prop_map(|goal_id| C::RewordGoal { goal_id, words: words("Otherwise.") }),
        goal().prop_map(|goal_id| C::SetGoalAside { goal_id, reason: words("No more.") }),
        (goal(), codes(GoalOutcome::ALL), some_words(), days()).prop_map(
            |(goal_id, outcome, words, scored_on)| C::ScoreGoal { goal_id, outcome, words, scored_on }
        ),
    ]
}

fn group_dates() -> impl Strategy<Value = GroupDate> {
    (ids(), ids(), days(), minutes(), 0..42_u32).prop_map(|(session_id, group_id, on, minutes, places)| {
        GroupDate { session_id, group_id, on, starts_at: None, minutes, places }
    })
}

fn of_sessions() -> impl Strategy<Value = C> {
    prop_oneof![
        2 => (ids(), times(), details()).prop_map(|(session_id, time, details)| C::PlanSession {
            session_id,
            time,
            place: None,
            details
        }),
        1 => (ids(), times(), codes(Rhythm::ALL), days(), prop::collection::vec(ids(), 0..27)).prop_map(
            |(series_id, time, every, until, session_ids)| C::PlanSeries {
                series_id,
                time,
                every,
                until,
                place: None,
                details: SessionDetails::default(),
                session_ids
            }
        ),
        1 => (prop::collection::vec(group_dates(), 0..5), prop::option::of(ids()), details()).prop_map(
            |(dates, series_id, details)| C::PlanGroup { dates, series_id, place: None, details }
        ),
        1 => (ids(), days(), minutes(), some_words(), any::<bool>()).prop_map(
            |(session_id, on, minutes, reason, and_later)| C::MoveSession {
                session_id,
                on,
                starts_at: None,
                minutes,
                reason,
                and_later
            }
        ),
        1 => (ids(), codes(SessionKind::ALL), details(), any::<bool>()).prop_map(
            |(session_id, kind, details, and_later)| C::ReplanSession {
                session_id,
                kind,
                relationship_id: None,
                place: None,
                details,
                and_later
            }
        ),
        6 => (ids(), times(), some_words(), details(), prop::option::weighted(0.1, days())).prop_map(
            |(session_id, time, note, details, died_on)| C::DeliverSession {
                session_id,
                time,
                place: None,
                note,
                details,
                died_on
            }
        ),
        1 => (ids(), codes(CancelledBy::ALL), any::<u32>(), some_words(), any::<bool>()).prop_map(
            |(session_id, by, notice_hours, reason, and_later)| C::CancelSession {
                session_id,
                by,
                notice_hours,
                reason,
                and_later
            }
        ),
        1 => (ids(), codes(AbsentParty::ALL))
            .prop_map(|(session_id, absent)| C::MarkNotAttended { session_id, absent, reason: None }),
        3 => (ids(), times(), prop::option::of(details()), some_words(), any::<bool>()).prop_map(
            |(session_id, time, details, note, without_note)| C::CorrectSession {
                session_id,
                time,
                place: None,
                details,
                note,
                without_note,
                reason: words("Mistyped."),
                died_on: None
            }
        ),
        1 => ids().prop_map(|session_id| C::WriteSessionNote { session_id, note: words("Later.") }),
        1 => ids().prop_map(|review_id| C::TakeReviewBack { review_id, reason: words("Not theirs.") }),
        1 => ids().prop_map(|session_id| C::VoidSession {
            session_id,
            reason: words("Wrong.")
        }),
    ]
}

fn beginnings() -> impl Strategy<Value = Story> {
    (0_usize..10).prop_map(|which| match which {
        0 => Story::nothing_yet(),
        1 => asked_for_consent(),
        2 => agreed(),
        3 => paused(),
        _ => active(),
    })
}

/// Mostly sessions, as in life; endings are rare, so that there is something to end.
fn anything() -> impl Strategy<Value = C> {
    prop_oneof![6 => of_sessions(), 2 => of_the_work(), 1 => of_the_referral()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn whatever_is_asked_the_state_is_the_fold_of_what_was_stored(
        beginning in beginnings(),
        asked in prop::collection::vec((90_i64..280, anything()), 1..80),
    ) {
        let mut story = beginning.clone();
        let mut stored = Vec::new();
        for (offset, command) in asked {
            story.today = day("2026-03-01") + chrono::Duration::days(offset);
            match story.asked(command) {
                Ok(events) => for event in events {
                    story.state.evolve(&event);
                    stored.push(serde_json::to_string(&event).expect("JSON"));
                },
                Err(refusal) => {
                    prop_assert!(!refusal.to_string().is_empty());
                    let _ = refusal.field();
                }
            }
        }
        let mut folded = beginning.state;
        for event in &stored {
            folded.evolve(&serde_json::from_str(event).expect("an event"));
        }
        prop_assert_eq!(&folded, &story.state);

        let state = &story.state;
        for (on, minutes, _) in state.delivered() {
            prop_assert!((1..=LONGEST_SESSION_MINUTES).contains(&minutes));
            prop_assert!(state.started_on.is_some_and(|started_on| started_on <= on));
            prop_assert!(state.term.as_ref().is_some_and(|term| term.holds(on)));
            prop_assert!(state.ended_on().is_none_or(|ended_on| on <= ended_on));
            prop_assert!(state.pause_on(on).is_none());
        }
        let statement = billing::statement(state, FourWeeks::default_anchor());
        prop_assert_eq!(statement.unpriced_minutes, 0);
        prop_assert!(statement.left >= Money::ZERO);
        if let Some(term) = &state.term {
            prop_assert!(term.weekly.windows(2).all(|two| two[0].from < two[1].from));
            prop_assert!(term.hours_changes.iter().all(|change| change.from >= term.start));
        }
        prop_assert!(state.open_goals().len() <= state.goal_accounts().len());
        prop_assert!(state.pauses.windows(2).all(|two| two[0].resumed_on.is_some_and(|on| on <= two[1].paused_on)));
        let _ = crate::engagement::clocks::due(state, story.today, None, None, 1);
    }
}
