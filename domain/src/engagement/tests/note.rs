//! Words about a session, written later and put right.

use super::*;

fn bare() -> Story {
    active().then(C::DeliverSession {
        session_id: id(1),
        time: lasting("2026-05-26", 95),
        place: None,
        note: None,
        details: SessionDetails::default(),
        died_on: None,
    })
}

fn write(note: &str) -> C {
    C::WriteSessionNote { session_id: id(1), note: words(note) }
}

fn put_right(note: Option<&str>, without_note: bool) -> C {
    C::CorrectSession {
        session_id: id(1),
        time: lasting("2026-05-26", 95),
        place: None,
        details: None,
        note: note.map(words),
        without_note,
        reason: words("It was the semi-final."),
        died_on: None,
    }
}

fn said(story: &Story) -> Option<&str> {
    story.state.sessions[&id(1)].note.as_ref()?.get().map(Words::as_str)
}

#[test]
fn what_was_not_written_at_the_time_is_written_later_without_a_reason_and_also_after_the_ending() {
    assert_eq!(said(&bare().then(write("They sang."))), Some("They sang."));
    let ended = bare().then(end_on("2026-05-29", EndReason::GoalsMetEarly));
    assert_eq!(said(&ended.then(write("They sang."))), Some("They sang."));
}

#[test]
fn words_that_are_there_are_put_right_and_not_written_again() {
    let story = bare().then(write("They sang."));
    story.refuses(write("They danced."), EngagementError::NoteIsWritten { session_id: id(1) });
    let right = story.then(put_right(Some("They danced."), false));
    assert_eq!(said(&right), Some("They danced."));
    let kept = &right.state.sessions[&id(1)].corrections[0];
    let was = kept.was_note.as_ref().and_then(Personal::get).map(Words::as_str);
    assert_eq!(was, Some("They sang."));
}

#[test]
fn a_correction_that_says_nothing_of_the_words_leaves_them() {
    let story = bare().then(write("They sang."));
    story.refuses(put_right(None, false), EngagementError::NothingToCorrect { session_id: id(1) });
    story.refuses(
        put_right(Some("They sang."), false),
        EngagementError::NothingToCorrect { session_id: id(1) },
    );
    let longer = C::CorrectSession {
        session_id: id(1),
        time: lasting("2026-05-26", 120),
        place: None,
        details: None,
        note: None,
        without_note: false,
        reason: words("The walk home."),
        died_on: None,
    };
    assert_eq!(said(&story.then(longer)), Some("They sang."));
}

#[test]
fn words_about_somebody_else_are_taken_away_and_nothing_takes_their_place() {
    let story = bare().then(write("They sang.")).then(put_right(None, true));
    assert_eq!(said(&story), None);
    story.refuses(put_right(None, true), EngagementError::NothingToCorrect { session_id: id(1) });
    assert_eq!(said(&story.then(write("She sang."))), Some("She sang."));
}

#[test]
fn only_a_delivered_session_has_words() {
    let status = SessionStatus::Planned;
    let refusal = EngagementError::SessionNotDelivered { session_id: id(1), status };
    active().then(plan(1, "2026-05-26")).refuses(write("They sang."), refusal);
    active().refuses(write("They sang."), EngagementError::UnknownSession { session_id: id(1) });
}
