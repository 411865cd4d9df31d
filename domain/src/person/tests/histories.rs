//! Any requests in any order: nothing panics, and what is stored tells the same story again.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::person::capacity::*;
use crate::person::sharing::Sharing;

fn some_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        8 => (0..60u64).prop_map(|days| day("2026-01-20") + chrono::Days::new(days)),
        1 => Just(day("1066-10-14")),
        1 => Just(NaiveDate::MIN),
        1 => Just(NaiveDate::MAX),
    ]
}

fn some_id<T: From<Uuid> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    (1..4u128).prop_map(id)
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(codes: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(codes)
}

fn some_words() -> impl Strategy<Value = Option<Words>> {
    option::of(prop_oneof![Just(words("Yes")), Just(words("不好"))])
}

fn some_details() -> impl Strategy<Value = Details> {
    option::of(some_day()).prop_map(|born_on| Details { born_on, ..details() })
}

fn some_interest() -> impl Strategy<Value = Interest> {
    (0..5u8, option::of(one_of(ShareMode::ALL))).prop_map(|(strength, share)| Interest {
        strength,
        share,
        ..vegetables()
    })
}

fn some_entry() -> impl Strategy<Value = MapEntry> {
    (1..6u128, one_of(Ring::ALL), one_of(Sector::ALL), one_of(TieKind::ALL), option::of(some_id())).prop_map(
        |(number, ring, sector, tie, person_id)| MapEntry { person_id, ..entry(number, ring, sector, tie) },
    )
}

fn some_slot() -> impl Strategy<Value = Slot> {
    let time =
        || (0..24u32, 0..60u32).prop_map(|(h, m)| chrono::NaiveTime::from_hms_opt(h, m, 0).expect("a time"));
    (one_of(DayOfWeek::ALL), time(), time()).prop_map(|(day, from, to)| Slot { day, from, to })
}

fn some_identifier() -> impl Strategy<Value = Line> {
    prop_oneof![
        Just(line("9990000018")),
        Just(line("999 000 0026")),
        Just(line("LA/77")),
        "[ 0-9é]{1,12}".prop_filter_map("blank", |text| Line::parse(&text).ok())
    ]
}

fn about_who_they_are() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    prop_oneof![
        (one_of(PersonKind::ALL), some_details(), vec(some_id(), 0..2), vec(some_id(), 0..2)).prop_map(
            |(kind, details, different_from, alike)| {
                Do::Register { person_id: gordon(), kind, details, different_from, alike }
            }
        ),
        (some_details(), some_words()).prop_map(|(details, reason)| Do::CorrectDetails { details, reason }),
        (one_of(IdentifierScheme::ALL), some_identifier()).prop_map(|(scheme, value)| Do::AddIdentifier {
            scheme,
            value,
            held_by: None
        }),
        (vec(one_of(CommunicationNeed::ALL), 0..3), some_words())
            .prop_map(|(needs, notes)| Do::RecordCommunicationNeeds { needs, notes }),
        (some_words(), option::of(some_id()), some_day()).prop_map(|(admire, photo, published_on)| {
            Do::PublishProfile { profile: Profile { admire, ..Profile::default() }, photo, published_on }
        }),
    ]
}

fn about_consent() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    let answer = || (one_of(ConsentScope::ALL), some_day(), one_of(AnswerMethod::ALL), some_words());
    prop_oneof![
        (answer(), option::of(some_day()), option::of(some_id())).prop_map(super::consents::given_yes),
        answer().prop_map(|(scope, refused_on, how, words)| Do::RefuseConsent {
            scope,
            refused_on,
            how,
            words
        }),
        answer().prop_map(|(scope, withdrawn_on, how, words)| Do::WithdrawConsent {
            scope,
            withdrawn_on,
            how,
            words
        }),
    ]
}

fn about_their_life() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    prop_oneof![
        (some_id(), some_interest(), some_day()).prop_map(|(interest_id, interest, recorded_on)| {
            Do::RecordInterest { interest_id, interest, recorded_on }
        }),
        (some_id(), some_interest(), some_day()).prop_map(|(interest_id, interest, refined_on)| {
            Do::RefineInterest { interest_id, interest, refined_on }
        }),
        (some_id(), some_day(), some_words()).prop_map(|(interest_id, retired_on, reason)| {
            Do::RetireInterest { interest_id, retired_on, reason }
        }),
        (some_id(), some_day(), one_of(MapMethod::ALL), vec(some_entry(), 0..3)).prop_map(
            |(map_id, taken_on, method, entries)| Do::TakeRelationshipMap {
                map_id,
                taken_on,
                method,
                entries
            }
        ),
        some_id().prop_map(|map_id| Do::TakeMapBack { map_id, reason: words("By mistake") }),
        (some_words(), vec(some_slot(), 0..4), some_day()).prop_map(|(constraints, slots, set_on)| {
            Do::SetAvailability { availability: Availability { slots, constraints }, set_on }
        }),
        (vec(one_of(TravelMode::ALL), 0..3), option::of(0..300u16), some_day()).prop_map(
            |(modes, most_minutes, set_on)| {
                let modes = modes.into_iter().collect();
                Do::SetTravel { travel: Travel { modes, most_minutes, wants_training: false }, set_on }
            }
        ),
        (
            option::of(one_of(Described::ALL)),
            vec(one_of(Described::ALL), 0..2),
            vec(some_id(), 0..2),
            some_day()
        )
            .prop_map(|(described, only, not_with, told_on)| {
                let (only, not_with) = (only.into_iter().collect(), not_with.into_iter().collect());
                let wishes = MeetingWishes { described, only, not_with, words: None };
                Do::TellMeetingWishes { wishes, told_on }
            }),
        (1..4u128, some_day()).prop_map(|(number, linked_on)| link(number, &linked_on.to_string())),
        (some_id(), some_day())
            .prop_map(|(supporter_id, unlinked_on)| Do::UnlinkSupporter { supporter_id, unlinked_on }),
    ]
}

fn about_the_end() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    prop_oneof![
        some_day().prop_map(|died_on| Do::RecordDeath { died_on }),
        one_of(ErasureGround::ALL)
            .prop_map(|ground| Do::DecideErasure { ground, authority: line("Data protection lead") }),
        Just(Do::ConfirmForgotten),
    ]
}

fn about_roles() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    let role = || ValuedRole { what: line("Waters the beds"), at: None };
    prop_oneof![
        (some_id(), one_of(RoleKind::ALL), some_day(), option::of(-1..5_000i64)).prop_map(
            move |(role_id, kind, began_on, minutes_per_week)| Do::TakeUpRole {
                role_id,
                kind,
                role: role(),
                began_on,
                minutes_per_week
            }
        ),
        (some_id(), -1..5_000i64, some_day()).prop_map(|(role_id, minutes_per_week, from_on)| {
            Do::AgreeRoleHours { role_id, minutes_per_week, from_on }
        }),
        (some_id(), some_day(), some_words()).prop_map(|(role_id, ended_on, reason)| Do::LayDownRole {
            role_id,
            ended_on,
            reason
        }),
        some_id().prop_map(|role_id| Do::TakeRoleBack { role_id, reason: words("By mistake") }),
        (some_id(), one_of(HeldAs::ALL), vec(one_of(AuthorityScope::ALL), 0..2), some_day()).prop_map(
            |(supporter_id, held_as, scopes, recorded_on)| {
                let scopes = scopes.into_iter().collect();
                let authority = Authority { held_as, scopes, reference: None, seen_on: None, limits: None };
                Do::RecordAuthority { supporter_id, authority, recorded_on }
            }
        ),
    ]
}

fn about_safety() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    let note = || {
        some_words().prop_map(|said| {
            let said = said.unwrap_or_else(|| words("Nothing with nuts"));
            SafetyNote {
                words: said.clone(),
                plan: said.clone(),
                telling: said,
                apart_from: Default::default(),
            }
        })
    };
    let watch = || {
        (some_day(), option::of(some_day())).prop_map(|(review_on, told_on)| Watch {
            owner: AccountId::default(),
            review_on,
            told_on,
            discussed: None,
        })
    };
    prop_oneof![
        (some_id(), one_of(SafetyKind::ALL), one_of(SafetySource::ALL), note(), watch(), some_day())
            .prop_map(|(note_id, kind, source, note, watch, added_on)| Do::AddSafetyNote {
                note_id,
                kind,
                note,
                source,
                watch,
                added_on
            }),
        (some_id(), note(), watch(), some_day()).prop_map(|(note_id, note, watch, reviewed_on)| {
            Do::ReviewSafetyNote { note_id, note, watch, reviewed_on }
        }),
        (some_id(), some_day()).prop_map(|(note_id, ended_on)| Do::EndSafetyNote {
            note_id,
            reason: words("It has passed"),
            ended_on
        }),
    ]
}

fn about_capacity() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    let answers = (one_of(Impairment::ALL), one_of(Nexus::ALL), one_of(Conclusion::ALL), any::<bool>());
    let assessment = answers.prop_map(|(impairment, nexus, conclusion, able)| Assessment {
        impairment,
        nexus,
        conclusion,
        weigh: Ability { can: able, evidence: words("He said so") },
        ..capacity::assumed()
    });
    let days = (some_day(), option::of(some_day()));
    prop_oneof![
        (some_id(), one_of(CapacityDecision::ALL), assessment, days, option::of(some_id())).prop_map(
            |(assessment_id, decision, assessment, (assessed_on, review_on), instead_of)| {
                let assessment = Box::new(assessment);
                Do::AssessCapacity { assessment_id, decision, assessment, assessed_on, review_on, instead_of }
            }
        ),
        (some_id(), some_id(), 0..4_u8, some_day()).prop_map(
            |(decision_id, assessment_id, chosen, decided_on)| {
                let decided = Box::new(BestInterests { chosen, ..capacity::decided() });
                Do::DecideBestInterests { decision_id, assessment_id, decided, decided_on }
            }
        ),
    ]
}

fn about_sharing() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    let answer = || (some_id(), some_day(), one_of(AnswerMethod::ALL), some_words());
    prop_oneof![
        (answer(), option::of(some_day()), option::of(some_id())).prop_map(
            |((sharing_id, agreed_on, how, words), until, decision_id)| {
                let sharing =
                    Sharing { with: line("The day centre"), what: super::words("About the choir"), by: None };
                Do::AgreeSharing { sharing_id, sharing, agreed_on, until, how, words, decision_id }
            }
        ),
        answer().prop_map(|(sharing_id, ended_on, how, words)| Do::EndSharing {
            sharing_id,
            ended_on,
            how,
            words
        }),
    ]
}

fn about_documents() -> impl Strategy<Value = PersonCommand> {
    use PersonCommand as Do;
    let sorts = (one_of(DocumentKind::ALL), one_of(MediaType::ALL), option::of(some_day()));
    prop_oneof![
        (1..4_u128, sorts).prop_map(|(number, (kind, media, taken_on))| {
            let document = NewDocument { taken_on, ..documents::new(number, kind, media) };
            Do::AttachDocument { document: Box::new(document), begun_with: None }
        }),
        some_id().prop_map(|document_id| Do::RemoveDocument { document_id, reason: words("Not needed") }),
    ]
}

fn some_command() -> impl Strategy<Value = PersonCommand> {
    // Boxed, because all of them side by side are more than a test's stack holds.
    prop_oneof![
        4 => about_who_they_are().boxed(),
        4 => about_consent().boxed(),
        8 => about_their_life().boxed(),
        1 => about_the_end().boxed(),
        4 => about_safety().boxed(),
        4 => about_capacity().boxed(),
        2 => about_sharing().boxed(),
        4 => about_roles().boxed(),
        2 => about_documents().boxed(),
    ]
}

proptest! {
    #[test]
    fn any_requests_in_any_order_tell_one_story(
        begun in any::<bool>(),
        requests in vec((some_command(), some_day()), 0..60),
    ) {
        let mut events = if begun { vec![registered(PersonKind::Supported)] } else { Vec::new() };
        let mut step_by_step = Person::fold(&events);
        for (command, today) in requests {
            let asked = Asked { command, today, by: AccountId::default() };
            match step_by_step.decide(&asked) {
                Ok(more) => {
                    more.iter().for_each(|event| step_by_step.evolve(event));
                    events.extend(more);
                }
                Err(refusal) => prop_assert!(!refusal.to_string().is_empty()),
            }
        }

        prop_assert_eq!(&Person::fold(&events), &step_by_step);
        let stored: Vec<PersonEvent> =
            serde_json::from_str(&serde_json::to_string(&events).expect("JSON")).expect("events");
        prop_assert_eq!(&stored, &events);
        let document: Person =
            serde_json::from_str(&serde_json::to_string(&step_by_step).expect("JSON")).expect("a person");
        prop_assert_eq!(&document, &step_by_step);

        for answers in step_by_step.consents.values() {
            prop_assert!(answers.is_sorted_by_key(Answer::on));
        }
        prop_assert!(step_by_step.maps.is_sorted_by_key(|map| map.taken_on));
        for kept in step_by_step.sharings.values() {
            prop_assert!(kept.answers.is_sorted_by_key(|answer| answer.on));
        }
        prop_assert!(step_by_step.to_ask_again().is_sorted());
    }

    #[test]
    fn whatever_two_records_say_put_together_and_taken_apart_they_say_it_again(
        one in vec((some_command(), some_day()), 0..12),
        two in vec((some_command(), some_day()), 0..12),
    ) {
        let other: PersonId = id(2);
        let registered_other = PersonEvent::PersonRegistered {
            person_id: other,
            kind: PersonKind::Supported,
            details: Personal::about(other, details()),
            registered_on: day("2026-01-05"),
        };
        let before = Person::fold(&played(registered(PersonKind::Supported), one));
        let facts = played(registered_other, two);
        let today = day("2026-03-12");
        let asked = |command| Asked { command, today, by: AccountId::default() };
        let Ok(taken_in) = before.decide(&asked(PersonCommand::TakeInDuplicate { from: other, facts, between: None }))
        else { return Ok(()) };
        let mut both = before.clone();
        taken_in.iter().for_each(|event| both.evolve(event));
        let stored: Person =
            serde_json::from_str(&serde_json::to_string(&both).expect("JSON")).expect("a person");
        prop_assert_eq!(&stored, &both);
        for scope in ConsentScope::ALL {
            prop_assert!(both.refused(*scope) || !before.refused(*scope), "a no holds");
        }
        let given_back = both.decide(&asked(PersonCommand::GiveBackDuplicate { from: other })).expect("taken apart");
        given_back.iter().for_each(|event| both.evolve(event));
        prop_assert!(both.told_apart.remove(&other) || before.told_apart.contains(&other));
        prop_assert_eq!(&both, &Person { told_apart: both.told_apart.clone(), ..before });
    }
}

/// What happens when these are asked of a record, each on its day.
fn played(first: PersonEvent, requests: Vec<(PersonCommand, NaiveDate)>) -> Vec<PersonEvent> {
    let mut events = vec![first];
    let mut state = Person::fold(&events);
    for (command, today) in requests {
        if let Ok(more) = state.decide(&Asked { command, today, by: AccountId::default() }) {
            more.iter().for_each(|event| state.evolve(event));
            events.extend(more);
        }
    }
    events
}
