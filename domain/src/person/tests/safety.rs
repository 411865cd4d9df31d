//! What must not happen, what somebody worries about, and looking at both again.

use super::*;
use crate::person::safety::{EndedSafetyNote, SafetyReview};

fn note(text: &str) -> SafetyNote {
    SafetyNote {
        words: words(text),
        plan: words("We ask before every meal"),
        telling: words("In pictures"),
        apart_from: Default::default(),
    }
}

fn watch(review_on: &str) -> Watch {
    Watch { owner: id(7), review_on: day(review_on), told_on: Some(day("2026-02-01")), discussed: None }
}

fn add(number: u128, kind: SafetyKind, added_on: &str, review_on: &str) -> PersonCommand {
    PersonCommand::AddSafetyNote {
        note_id: id(number),
        kind,
        note: note("Nothing with nuts"),
        source: SafetySource::Family,
        watch: watch(review_on),
        added_on: day(added_on),
    }
}

fn review(number: u128, text: &str, reviewed_on: &str, review_on: &str) -> PersonCommand {
    let (note_id, note, watch) = (id(number), note(text), watch(review_on));
    PersonCommand::ReviewSafetyNote { note_id, note, watch, reviewed_on: day(reviewed_on) }
}

fn end(number: u128, reason: &str, ended_on: &str) -> PersonCommand {
    let reason = words(reason);
    PersonCommand::EndSafetyNote { note_id: id(number), reason, ended_on: day(ended_on) }
}

fn noted() -> Given {
    known(&[]).after(add(1, SafetyKind::MustNot, "2026-02-01", "2026-08-01"))
}

#[test]
fn what_must_not_happen_comes_before_what_somebody_worries_about() {
    let record = known(&[])
        .after(add(1, SafetyKind::Worry, "2026-02-01", "2026-03-20"))
        .after(add(2, SafetyKind::MustNot, "2026-02-01", "2026-09-01"))
        .after(add(3, SafetyKind::MustNot, "2026-02-01", "2026-08-01"));
    let order: Vec<_> = record.state().safety_notes().iter().map(|kept| kept.note_id).collect();
    assert_eq!(order, [id(3), id(2), id(1)]);
}

#[test]
fn a_note_is_looked_at_again_within_a_year_of_the_day_on_which_it_was_said() {
    let out_of_reach = |review_on, from, latest| {
        let (review_on, from, latest) = (day(review_on), day(from), day(latest));
        Err(PersonError::ReviewOutOfReach { review_on, from, latest })
    };
    let asked = |added_on, review_on| known(&[]).when(add(1, SafetyKind::Worry, added_on, review_on));
    assert!(asked("2026-03-12", "2027-03-12").is_ok());
    assert_eq!(asked("2026-03-12", "2027-03-13"), out_of_reach("2027-03-13", "2026-03-12", "2027-03-12"));
    assert_eq!(asked("2026-03-12", "2026-03-11"), out_of_reach("2026-03-11", "2026-03-12", "2027-03-12"));
    assert!(asked("2026-02-01", "2026-03-01").is_ok(), "it reached us late and is looked at now");
    let again = noted().when(review(1, "Nothing with nuts", "2026-03-01", "2027-03-02"));
    assert_eq!(again, out_of_reach("2027-03-02", "2026-03-01", "2027-03-01"));
}

#[test]
fn looking_at_it_again_keeps_the_words_or_changes_them_and_both_stay_in_the_history() {
    let as_it_is = review(1, "Nothing with nuts", "2026-03-01", "2026-09-01");
    let facts = noted().when(as_it_is.clone()).expect("taken");
    assert!(matches!(&facts[..], [PersonEvent::SafetyNoteReviewed { note: None, .. }]));
    let record = noted().after(as_it_is).after(review(1, "No nuts, no sesame", "2026-03-10", "2026-10-01"));
    let kept = record.state().safety[&id(1)].clone();
    assert_eq!(kept.note.get().map(|note| note.words.clone()), Some(words("No nuts, no sesame")));
    assert_eq!(kept.watch.review_on, day("2026-10-01"));
    let first = SafetyReview { reviewed_on: day("2026-03-01"), before: None };
    let before = Some(about(note("Nothing with nuts")));
    assert_eq!(kept.reviews, [first, SafetyReview { reviewed_on: day("2026-03-10"), before }]);
}

#[test]
fn a_look_is_not_dated_before_the_last_one() {
    let record = noted().after(review(1, "Nothing with nuts", "2026-03-01", "2026-09-01"));
    let (on, last_on) = (day("2026-02-28"), day("2026-03-01"));
    for (command, field) in [
        (review(1, "Nothing with nuts", "2026-02-28", "2026-09-01"), "reviewed_on"),
        (end(1, "He has grown out of it", "2026-02-28"), "ended_on"),
    ] {
        assert_eq!(record.when(command), Err(PersonError::BeforeLastLook { field, on, last_on }));
    }
}

#[test]
fn a_note_that_ended_stays_in_the_history_and_takes_nothing_more() {
    let ended = noted().after(end(1, "The allergy clinic has ruled it out", "2026-03-02"));
    assert!(ended.state().safety_notes().is_empty());
    let reason = about(words("The allergy clinic has ruled it out"));
    let kept = ended.state().safety[&id(1)].ended.clone();
    assert_eq!(kept, Some(EndedSafetyNote { ended_on: day("2026-03-02"), reason }));
    let over = Err(PersonError::SafetyNoteEnded { note_id: id(1), ended_on: day("2026-03-02") });
    assert_eq!(ended.when(review(1, "Nothing with nuts", "2026-03-03", "2026-09-01")), over);
    assert_eq!(ended.when(end(1, "Another reason", "2026-03-02")), over);
    assert_eq!(ended.when(end(1, "The allergy clinic has ruled it out", "2026-03-02")), Ok(vec![]));
}

#[test]
fn a_note_is_written_down_once_and_for_somebody_we_support() {
    let again = noted().when(add(1, SafetyKind::Worry, "2026-02-01", "2026-08-01"));
    assert_eq!(again, Err(PersonError::SafetyNoteAlreadyAdded { note_id: id(1) }));
    assert_eq!(
        noted().when(end(2, "No such note", "2026-03-01")),
        Err(PersonError::UnknownSafetyNote { note_id: id(2) })
    );
    assert_eq!(
        member(&[]).when(add(1, SafetyKind::Worry, "2026-02-01", "2026-08-01")),
        Err(PersonError::NotForACommunityMember { what: SupportedOnly::SafetyNote })
    );
}

#[test]
fn nobody_has_been_told_tomorrow() {
    let tomorrow = day("2026-03-13");
    let watch = Watch { told_on: Some(tomorrow), ..watch("2026-08-01") };
    let command = PersonCommand::AddSafetyNote {
        note_id: id(1),
        kind: SafetyKind::Worry,
        note: note("He lends money"),
        source: SafetySource::Seen,
        watch,
        added_on: day("2026-03-01"),
    };
    let why = DateError::InTheFuture { on: tomorrow };
    assert_eq!(known(&[]).when(command), Err(PersonError::Date { field: "told_on", why }));
}

#[test]
fn what_notes_say_and_said_before_goes_with_the_person() {
    let record = noted().after(review(1, "No nuts, no sesame", "2026-03-01", "2026-09-01")).after(end(
        1,
        "Ruled out",
        "2026-03-02",
    ));
    let mut state = record.state();
    state.forget(gordon());
    let kept = &state.safety[&id(1)];
    assert_eq!(kept.note.get(), None);
    assert!(kept.reviews[0].before.as_ref().is_some_and(|before| before.get().is_none()));
    assert!(kept.ended.as_ref().is_some_and(|ended| ended.reason.get().is_none()));
    assert_eq!(kept.watch, watch("2026-09-01"), "days and who watched stay");
}

#[test]
fn that_a_note_was_talked_about_with_a_manager_is_kept_and_is_not_tomorrow() {
    let talked = |on: &str| Some(Discussed { with: id(9), on: day(on) });
    let add_watched = |number: u128, watch: Watch| PersonCommand::AddSafetyNote {
        note_id: id(number),
        kind: SafetyKind::Worry,
        note: note("Nothing with nuts"),
        source: SafetySource::Family,
        watch,
        added_on: day("2026-02-01"),
    };
    let with = |on: &str| Watch { discussed: talked(on), ..watch("2026-08-01") };
    let record = known(&[]).after(add_watched(1, with("2026-02-01")));
    assert_eq!(record.state().safety[&id(1)].watch.discussed, talked("2026-02-01"));
    let why = DateError::InTheFuture { on: day("2026-03-13") };
    let refusal = known(&[]).when(add_watched(1, with("2026-03-13")));
    assert_eq!(refusal, Err(PersonError::Date { field: "discussed_on", why }));
}
