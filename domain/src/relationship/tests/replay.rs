//! Whatever is asked, in whatever order: nothing panics, the fold of what happened is the state that was
//! reached, and every event comes back from its stored form as it was. Old stored forms always load.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use strum::VariantNames;

use super::*;
use crate::shared::calendar::DateError;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..260_u64).prop_map(|days| day("2025-10-15") + chrono::Days::new(days))
}

fn any_words() -> impl Strategy<Value = Words> {
    select(vec![words("Too far"), words("王秀英 says so"), words("two\nlines")])
}

fn any_contact() -> impl Strategy<Value = Contact> {
    (
        (1..12_u128, any_day()),
        select(Presence::ALL),
        select(Initiative::ALL),
        select(Setting::ALL),
        proptest::option::of(-1..1500_i64),
        proptest::option::of(select(Mood::ALL)),
        select(ContactSource::ALL),
    )
        .prop_map(|((number, on), presence, initiative, setting, minutes, mood, source)| Contact {
            contact_id: contact_id(number),
            on,
            presence,
            initiative,
            setting,
            minutes,
            mood,
            source,
            session_id: None,
        })
}

fn any_facts() -> impl Strategy<Value = ProposalFacts> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(engagement_is_active, other_refused, gone)| {
        ProposalFacts { engagement_is_active, other_refused, someone_is_gone: gone, ..facts() }
    })
}

fn any_giving() -> impl Strategy<Value = BTreeSet<Giving>> {
    proptest::collection::btree_set(select(Giving::ALL), 0..4)
}

fn any_ask() -> impl Strategy<Value = Ask> {
    let introducing = prop_oneof![
        any_facts().prop_map(propose),
        (select(Party::ALL), select(AnswerMethod::ALL), any_day(), any::<bool>()).prop_map(
            |(party, how, agreed_on, consent_refused)| Ask::Agree { party, how, agreed_on, consent_refused }
        ),
        (select(Party::ALL), proptest::option::of(any_words()), any_day())
            .prop_map(|(party, reason, declined_on)| Ask::Decline { party, reason, declined_on }),
        any_day().prop_map(|on| Ask::Arrange { meeting: Meeting { on, at: None }, place: None }),
        any_day().prop_map(|met_on| Ask::RecordMeeting { met_on }),
        (select(NoMeetingReason::ALL), any_day())
            .prop_map(|(reason, on)| Ask::RecordNoMeeting { reason, on }),
        (select(NextStep::ALL), any_day())
            .prop_map(|(next_step, chosen_on)| Ask::ChooseNextStep { next_step, chosen_on }),
    ];
    let growing = prop_oneof![
        4 => (any_contact(), proptest::option::of(any_words()))
            .prop_map(|(contact, note)| Ask::LogContact { contact, note }),
        1 => (1..12_u128, proptest::option::of(any_words()), proptest::option::of(any_words())).prop_map(
            |(number, note, reason)| Ask::WriteContactWords { contact_id: contact_id(number), note, reason }
        ),
        2 => (any_contact(), any_words()).prop_map(|(contact, reason)| Ask::CorrectContact { contact, reason }),
        1 => (1..12_u128, any_words())
            .prop_map(|(number, reason)| Ask::VoidContact { contact_id: contact_id(number), reason }),
        1 => (any_giving(), any_giving(), any_day()).prop_map(|(gives, receives, recorded_on)| {
            Ask::RecordReciprocity { reciprocity: Reciprocity { gives, receives }, recorded_on }
        }),
        1 => (select(Party::ALL), any_day(), select(Wish::ALL), proptest::option::of(any_words()))
            .prop_map(|(party, on, wish, words)| Ask::Confirm {
                confirmation: Confirmation { party, on, how: AnswerMethod::Written, wish },
                words,
            }),
        1 => any_day().prop_map(|planned_on| Ask::PlanContinuity { plan: plan(), planned_on }),
        1 => any_day().prop_map(|consolidated_on| Ask::Consolidate { consolidated_on }),
    ];
    let standing = prop_oneof![
        any_day().prop_map(|declared_on| Ask::DeclareSelfSustaining { declared_on }),
        any_words().prop_map(|reason| Ask::AskOverride { reason }),
        (any_day(), any_words(), any::<bool>()).prop_map(|(declared_on, reason, is_team_lead)| {
            Ask::SignOverride { declared_on, reason, is_team_lead }
        }),
        (select(vec![3_u8, 6, 12, 200]), select(CheckResult::ALL), select(ContactSource::ALL), any_day())
            .prop_map(|(month, result, source, checked_on)| {
                Ask::CheckSustained { month, result, source, checked_on }
            }),
        any_day().prop_map(|raised_on| Ask::RaiseConcern { raised_on }),
        any_day().prop_map(|closed_on| Ask::CloseConcern { closed_on }),
        (select(LapseReason::ALL), any_day())
            .prop_map(|(reason, lapsed_on)| Ask::Lapse { reason, lapsed_on }),
        any_day().prop_map(|reopened_on| Ask::Reopen { reopened_on }),
    ];
    prop_oneof![1 => introducing, 3 => growing, 2 => standing]
}

/// Somewhere in the life of a relationship.
fn any_story() -> impl Strategy<Value = Story> {
    (0..6).prop_map(|chapter| match chapter {
        0 => Story::untold(),
        1 => Story::agreed(),
        2 => Story::met(),
        3 => Story::ready(),
        4 => Story::declared(),
        _ => Story::lapsed(),
    })
}

fn stored<T: Serialize + for<'a> Deserialize<'a>>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("it can be stored");
    serde_json::from_str(&text).expect("it can be read")
}

proptest! {
    #[test]
    fn whatever_is_asked_a_replay_comes_out_the_same(
        story in any_story(),
        asks in proptest::collection::vec((any_ask(), select(vec![CONNECTOR, LEAD])), 0..50),
    ) {
        let mut told = story.clone().on("2026-06-20");
        let mut happened = vec![];
        for (ask, by) in asks {
            told.by = by;
            if let Ok(events) = told.when(ask) {
                for event in events {
                    prop_assert_eq!(&stored(&event), &event);
                    told.tie.evolve(&event);
                    happened.push(event);
                }
            }
        }
        let mut replayed = story.tie;
        happened.iter().for_each(|event| replayed.evolve(event));
        prop_assert_eq!(&replayed, &told.tie);
        prop_assert_eq!(&stored(&told.tie), &told.tie);
        prop_assert!(told.tie.contacts.is_sorted_by_key(|logged| logged.contact.on));
        let evaluation = told.evaluation();
        prop_assert_eq!(told.tie.explained(&evaluation, Names { person: "", other: "", connector: "" }).len(), 8);
        told.tie.going_quiet(told.today);
        told.tie.checks_due();
    }

    #[test]
    fn no_date_however_far_off_panics(on in any::<i32>(), ask in 0..5_u8) {
        let on = NaiveDate::from_num_days_from_ce_opt(on).unwrap_or(NaiveDate::MAX);
        let told = Story::declared();
        let ask = match ask {
            0 => Ask::CheckSustained {
                month: 3, result: CheckResult::Faded, source: ContactSource::Person, checked_on: on,
            },
            1 => log(Contact { on, ..contact(20, "2026-01-01") }),
            2 => Ask::Lapse { reason: LapseReason::Death, lapsed_on: on },
            3 => Ask::RaiseConcern { raised_on: on },
            _ => Ask::RecordReciprocity { reciprocity: give_and_take(&[Giving::Lift], &[]), recorded_on: on },
        };
        if on > told.today {
            let refused = matches!(told.when(ask), Err(No::Date { problem: DateError::InTheFuture { .. }, .. }));
            prop_assert!(refused);
        } else {
            let _ = told.when(ask);
        }
    }
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

#[test]
fn every_event_ever_stored_still_loads_and_means_the_same() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/events/relationship");
    for name in Event::VARIANTS {
        let path = format!("{folder}/{}.v1.json", snake(name));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let event: Event =
            serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(<&'static str>::from(&event), *name);
        assert_eq!(serde_json::to_value(&event).expect("it can be stored"), value, "{path}");
        Relationship::default().evolve(&event);
    }
}
