//! Two records of one person: put together without losing anything, taken apart exactly as they were.

use super::*;
use crate::person::document::{DocumentAbout, DocumentKind, MediaType, NewDocument};
use crate::person::measures::{
    Asking, Given as Said, Instrument, ItemAnswer, MeasureMode, Standing, Timepoint,
};
use crate::shared::ids::DocumentId;

pub(super) fn other() -> PersonId {
    id(2)
}

/// The other record of the same person, and what happened to it.
pub(super) fn duplicate(events: &[PersonEvent]) -> Vec<PersonEvent> {
    let registered = PersonEvent::PersonRegistered {
        person_id: other(),
        kind: PersonKind::Supported,
        details: theirs(Details {
            name: line("Gordon J Ashworth"),
            phone: Some(line("01632 960001")),
            ..bare()
        }),
        registered_on: day("2026-01-02"),
    };
    [&[registered], events].concat()
}

fn bare() -> Details {
    Details { known_as: None, born_on: None, area: None, ..details() }
}

pub(super) fn theirs<T>(value: T) -> Personal<T> {
    Personal::about(other(), value)
}

fn take_in(facts: Vec<PersonEvent>) -> PersonCommand {
    PersonCommand::TakeInDuplicate { from: other(), facts, between: None }
}

/// The record that stays, after the other was taken into it.
fn together(own: &[PersonEvent], others: &[PersonEvent]) -> Given {
    known(own).after(take_in(duplicate(others)))
}

fn give_back() -> PersonCommand {
    PersonCommand::GiveBackDuplicate { from: other() }
}

fn answered(scope: ConsentScope, yes: bool, on: &str) -> PersonEvent {
    let (on, how, words) = (day(on), AnswerMethod::Spoken, None);
    match yes {
        true => PersonEvent::ConsentGiven {
            scope,
            given_on: on,
            how,
            until: None,
            words,
            decision_id: None,
            given_by: None,
            evidence: None,
        },
        false => PersonEvent::ConsentRefused { scope, refused_on: on, how, words },
    }
}

fn loves(number: u128) -> PersonEvent {
    PersonEvent::InterestRecorded {
        interest_id: id(number),
        interest: theirs(vegetables()),
        recorded_on: day("2026-02-01"),
    }
}

fn letter(number: u128) -> PersonEvent {
    PersonEvent::DocumentAttached {
        document_id: id(number),
        kind: DocumentKind::Letter,
        about: theirs(DocumentAbout { title: line("From the GP"), shows: None, digest: line("ab") }),
        media: MediaType::Pdf,
        size_bytes: 3,
        taken_on: None,
        at: None,
        attached_on: day("2026-02-01"),
    }
}

#[test]
fn what_one_record_leaves_open_the_other_fills_in() {
    let one = together(&[], &[loves(7), letter(8)]).state();
    let details = one.details().expect("known");
    assert_eq!(details.name, line("Gordon Ashworth"));
    assert_eq!(details.phone, Some(line("01632 960001")));
    assert_eq!(details.born_on, Some(day("1979-05-02")));
    assert_eq!(one.registered_on, Some(day("2026-01-02")));
    assert!(one.interests.contains_key(&id(7)));
    let paper: DocumentId = id(8);
    assert_eq!(one.keeps_under(paper), other(), "what is in it stays under the other's key");
}

#[test]
fn a_no_on_either_record_holds_until_they_are_asked_again() {
    let scope = ConsentScope::Photographs;
    for (own, others) in [(false, true), (true, false)] {
        let both = together(&[answered(scope, own, "2026-02-01")], &[answered(scope, others, "2026-02-20")]);
        assert!(both.state().refused(scope), "{own} here, {others} there");
        let asked = both.after(PersonCommand::GiveConsent {
            scope,
            given_on: day("2026-03-12"),
            how: AnswerMethod::Spoken,
            until: None,
            words: None,
            decision_id: None,
            given_by: None,
            evidence: None,
        });
        assert!(!asked.state().refused(scope), "asked again, they say yes");
    }
}

#[test]
fn whom_either_record_does_not_want_to_meet_is_not_met() {
    let told = |not_with: u128, personal: fn(MeetingWishes) -> Personal<MeetingWishes>, on| {
        let wishes = MeetingWishes { not_with: BTreeSet::from([id(not_with)]), ..MeetingWishes::default() };
        PersonEvent::MeetingWishesTold { wishes: personal(wishes), told_on: day(on) }
    };
    let both = together(&[told(7, about, "2026-02-01")], &[told(8, theirs, "2026-02-20")]).state();
    assert_eq!(both.wishes().expect("told").not_with, BTreeSet::from([id(7), id(8)]));
}

#[test]
fn records_that_cannot_be_of_one_person_are_not_put_together() {
    let refused = |own: &[PersonEvent], others: &[PersonEvent]| {
        known(own).when(take_in(duplicate(others))).expect_err("refused")
    };
    let number = |value: &str, personal: fn(Line) -> Personal<Line>| PersonEvent::IdentifierAdded {
        scheme: IdentifierScheme::NhsNumber,
        value: personal(line(value)),
    };
    assert_eq!(
        refused(&[number("9990000018", about)], &[number("9990000026", theirs)]),
        MergingError::TwoNhsNumbers.into()
    );
    let wishes = MeetingWishes { not_with: BTreeSet::from([other()]), ..MeetingWishes::default() };
    let told = PersonEvent::MeetingWishesTold { wishes: about(wishes), told_on: day("2026-02-01") };
    assert_eq!(refused(&[told], &[]), MergingError::KeptFromEachOther.into());
    let relationship_id = id(9);
    let between = PersonCommand::TakeInDuplicate {
        from: other(),
        facts: duplicate(&[]),
        between: Some(relationship_id),
    };
    assert_eq!(
        known(&[]).when(between),
        Err(MergingError::RelationshipBetweenThem { relationship_id }.into())
    );
    let itself = PersonCommand::TakeInDuplicate { from: gordon(), facts: duplicate(&[]), between: None };
    assert_eq!(known(&[]).when(itself), Err(MergingError::MergedWithItself.into()));
}

#[test]
fn who_died_was_forgotten_or_went_already_is_not_put_together() {
    let refused = |own: &[PersonEvent], others: &[PersonEvent]| {
        known(own).when(take_in(duplicate(others))).expect_err("refused")
    };
    let died_on = day("2026-02-01");
    assert_eq!(refused(&[died("2026-02-01")], &[]), MergingError::NotMergedAfterDeath { died_on }.into());
    assert_eq!(refused(&[], &[died("2026-02-01")]), MergingError::NotMergedAfterDeath { died_on }.into());
    let taken_back = PersonEvent::RegistrationTakenBack { taken_back_on: died_on };
    assert_eq!(refused(&[], &[taken_back]), MergingError::NothingToMerge.into());
    let forgotten = PersonEvent::PersonForgotten { person_id: other(), forgotten_on: died_on };
    assert_eq!(refused(&[], &[forgotten]), MergingError::NothingToMerge.into());
    let went = PersonEvent::PersonMerged { into: id(3), merged_on: died_on };
    assert_eq!(refused(&[], &[went]), MergingError::MergedAlready { into: id(3) }.into());
    assert_eq!(known(&[]).when(take_in(Vec::new())), Err(PersonError::NotRegistered));
    let took_in = duplicate(&[PersonEvent::DuplicateTakenIn {
        from: id(3),
        facts: vec![registered(PersonKind::Supported)],
        taken_in_on: died_on,
        taken_in_by: AccountId::default(),
    }]);
    assert_eq!(
        known(&[]).when(take_in(took_in)),
        Err(MergingError::OthersWereTakenIn { from: other() }.into())
    );
}

#[test]
fn whom_we_support_does_not_go_into_a_record_that_is_everybodys() {
    let refused = member(&[]).when(take_in(duplicate(&[])));
    assert_eq!(refused, Err(MergingError::KeepWhomWeSupport.into()));
}

#[test]
fn who_was_kept_from_somebody_is_kept_from_the_record_that_took_them_in() {
    let with_third = known(&[PersonEvent::DuplicateTakenIn {
        from: id(3),
        facts: vec![registered(PersonKind::Supported)],
        taken_in_on: day("2026-02-01"),
        taken_in_by: AccountId::default(),
    }]);
    let wishes = MeetingWishes { not_with: BTreeSet::from([id(3)]), ..MeetingWishes::default() };
    let told = PersonEvent::MeetingWishesTold { wishes: theirs(wishes), told_on: day("2026-02-01") };
    assert_eq!(with_third.when(take_in(duplicate(&[told]))), Err(MergingError::KeptFromEachOther.into()));
}

#[test]
fn records_go_into_each_other_a_few_times_and_not_without_end() {
    let taken_in = |number: u128| PersonEvent::DuplicateTakenIn {
        from: id(number),
        facts: vec![registered(PersonKind::Supported)],
        taken_in_on: day("2026-02-01"),
        taken_in_by: AccountId::default(),
    };
    let back =
        |number: u128| PersonEvent::DuplicateGivenBack { from: id(number), given_back_on: day("2026-02-02") };
    let times = |many: u128| -> Vec<_> { (10..10 + many).flat_map(|at| [taken_in(at), back(at)]).collect() };
    assert!(known(&[]).when(take_in(duplicate(&times(3)))).is_ok());
    assert_eq!(known(&[]).when(take_in(duplicate(&times(4)))), Err(MergingError::TooOften.into()));
    let full: Vec<_> = (10..14).map(taken_in).collect();
    assert_eq!(known(&full).when(take_in(duplicate(&[]))), Err(MergingError::TooOften.into()));
}

#[test]
fn the_record_that_went_takes_nothing_until_it_stands_again() {
    let went = known(&[]).after(PersonCommand::MergeInto { into: id(3) });
    assert!(went.state().is_gone());
    let refused = Err(MergingError::MergedAlready { into: id(3) }.into());
    assert_eq!(went.when(link(1, "2026-03-01")), refused);
    assert_eq!(went.when(take_in(duplicate(&[]))), refused);
    assert_eq!(went.when(PersonCommand::MergeInto { into: id(4) }), refused);
    let again = went.after(PersonCommand::Unmerge { facts: Vec::new() });
    assert_eq!(again.state(), known(&[]).state());
    assert_eq!(again.when(PersonCommand::Unmerge { facts: Vec::new() }), Err(MergingError::NotMerged.into()));
    assert_eq!(known(&[]).when(give_back()), Err(MergingError::NotTakenIn { from: other() }.into()));
}

#[test]
fn taken_apart_each_holds_what_it_held_and_what_was_said_since_stays() {
    let own = [loves(5)];
    let both = together(&own, &[loves(7), letter(8)]).after(link(1, "2026-03-01"));
    let after = both.after(give_back()).state();
    let mut expected = known(&own).after(link(1, "2026-03-01")).state();
    expected.told_apart.insert(other());
    assert_eq!(after, expected);
}

#[test]
fn what_was_said_since_of_something_the_other_brought_goes_back_with_it_and_is_said_of_them() {
    let reason = words("It was somebody else's");
    let others = [letter(8)];
    let both = together(&[], &others)
        .after(PersonCommand::RemoveDocument { document_id: id(8), reason: reason.clone() });
    let follows = both.state().taken_in_from(other()).expect("taken in").follows();
    let mut theirs_then = Given { events: duplicate(&others), today: day("2026-03-12") }
        .after(PersonCommand::MergeInto { into: gordon() })
        .after(PersonCommand::Unmerge { facts: follows });
    let kept = theirs_then.state().documents[&id(8)].clone();
    assert_eq!(kept.removed.as_ref().and_then(|removed| removed.reason.get()), Some(&reason));
    theirs_then
        .events
        .push(PersonEvent::PersonForgotten { person_id: other(), forgotten_on: day("2026-03-12") });
    let forgotten = theirs_then.state().documents[&id(8)].clone();
    assert_eq!(forgotten.removed.expect("still taken away").reason.get(), None);
    let own = both.after(give_back()).state();
    assert!(own.documents.is_empty());
}

#[test]
fn a_measure_and_a_paper_of_work_that_goes_back_go_back_with_it_and_others_stay() {
    let attach = |number: u128, begun_with| PersonCommand::AttachDocument {
        document: Box::new(NewDocument {
            document_id: id(number),
            kind: DocumentKind::Letter,
            about: DocumentAbout { title: line("From the GP"), shows: None, digest: line("ab") },
            media: MediaType::Pdf,
            size_bytes: 3,
            taken_on: None,
            at: None,
        }),
        begun_with,
    };
    let measure = |number: u128, begun_with| {
        let answer = Said::Value(2);
        PersonCommand::TakeMeasure {
            measure_id: id(number),
            engagement_id: None,
            asking: Asking {
                instrument: Instrument::Lonely,
                version: 1,
                taken_on: day("2026-03-05"),
                mode: MeasureMode::InPerson,
                adapted: false,
                timepoint: Timepoint::Review,
            },
            proxy: None,
            answers: vec![ItemAnswer { item: 1, answer, goal_id: None, weight: None }],
            words: Some(words("It was a long winter")),
            standing: Standing::On,
            begun_with,
        }
    };
    let back = PersonCommand::TakeMeasureBack { measure_id: id(12), reason: words("Asked the wrong one") };
    // Work that began with a record that was never taken in is this one's.
    let both = together(&[], &[])
        .after(attach(10, None))
        .after(attach(11, Some(other())))
        .after(measure(12, Some(other())))
        .after(measure(13, Some(id(99))))
        .after(back);
    let state = both.state();
    assert_eq!(state.keeps_under(id(11)), other());
    assert_eq!(state.measures[&id(13)].answers.subject(), gordon());
    let follows = state.taken_in_from(other()).expect("taken in").follows();
    assert_eq!(follows.len(), 3);
    let stays = both.after(give_back()).state();
    assert_eq!(stays.documents.keys().copied().collect::<Vec<DocumentId>>(), [id(10)]);
    assert_eq!(stays.measures.keys().copied().collect::<Vec<_>>(), [id(13)]);
    let mut theirs_then = Given { events: duplicate(&[]), today: day("2026-03-12") }
        .after(PersonCommand::MergeInto { into: gordon() })
        .after(PersonCommand::Unmerge { facts: follows });
    let state = theirs_then.state();
    assert!(state.documents.contains_key(&id(11)) && !state.measures[&id(12)].counts());
    theirs_then
        .events
        .push(PersonEvent::PersonForgotten { person_id: other(), forgotten_on: day("2026-03-12") });
    let forgotten = theirs_then.state();
    assert!(forgotten.documents[&id(11)].about.get().is_none());
    assert!(forgotten.measures[&id(12)].answers.get().is_none());
    assert!(forgotten.measures[&id(12)].words.as_ref().is_some_and(|words| words.get().is_none()));
}

#[test]
fn whoever_is_forgotten_is_forgotten_with_what_was_put_together() {
    let mut both = together(&[loves(5)], &[loves(7)]);
    both.events.push(PersonEvent::PersonForgotten { person_id: gordon(), forgotten_on: day("2026-03-12") });
    let state = both.state();
    assert!(state.taken_in.is_empty());
    assert_eq!(state.details(), None);
    assert!(state.interests.values().all(|kept| kept.interest.get().is_none()));
}

#[test]
fn of_three_records_any_can_be_taken_out_first() {
    let third = |facts: &[PersonEvent]| {
        let registered = PersonEvent::PersonRegistered {
            person_id: id(3),
            kind: PersonKind::CommunityMember,
            details: Personal::about(id(3), Details { name: line("G Ashworth"), ..bare() }),
            registered_on: day("2026-01-03"),
        };
        PersonCommand::TakeInDuplicate { from: id(3), facts: [&[registered], facts].concat(), between: None }
    };
    let all = together(&[], &[loves(7)]).after(third(&[loves(9)])).after(link(1, "2026-03-01"));
    let out = |from: PersonId| PersonCommand::GiveBackDuplicate { from };
    let expected = known(&[]).after(link(1, "2026-03-01")).state();
    for order in [[other(), id(3)], [id(3), other()]] {
        let mut apart = all.after(out(order[0])).after(out(order[1])).state();
        assert_eq!(apart.told_apart, BTreeSet::from([other(), id(3)]));
        apart.told_apart.clear();
        assert_eq!(apart, expected, "{order:?}");
    }
}

#[test]
fn two_people_are_told_apart_once_and_nobody_from_themselves() {
    let apart = |other| PersonCommand::TellApart { other };
    let told = known(&[]).after(apart(other()));
    assert_eq!(told.state().told_apart, BTreeSet::from([other()]));
    assert_eq!(told.when(apart(other())), Ok(Vec::new()));
    assert_eq!(known(&[]).when(apart(gordon())), Err(MergingError::MergedWithItself.into()));
}

#[test]
fn whoever_was_looked_at_when_somebody_was_registered_is_told_apart() {
    let register = PersonCommand::Register {
        person_id: gordon(),
        kind: PersonKind::Supported,
        details: details(),
        different_from: vec![other(), id(3)],
        alike: vec![other()],
    };
    let known = given(&[]).after(register).state();
    assert_eq!(known.told_apart, BTreeSet::from([other()]), "only who is really alike");
}
