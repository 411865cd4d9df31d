//! Contacts, and noticing that they stop.

use super::*;
use crate::shared::calendar::DateError;
use crate::shared::ids::SessionId;

#[test]
fn contacts_stand_in_order_of_the_day_however_they_were_recorded() {
    let told = Story::met().given(log(contact(1, "2026-01-11"))).given(log(contact(2, "2025-11-03")));
    let days: Vec<_> = told.tie.standing_contacts().map(|contact| contact.on).collect();
    assert_eq!(days, vec![day("2025-11-03"), day("2026-01-11")]);
    assert_eq!((told.tie.met_count(), told.tie.last_contact_on()), (2, Some(day("2026-01-11"))));
}

#[test]
fn a_contact_needs_a_met_introduction() {
    assert_eq!(Story::arranged().when(log(contact(1, "2025-11-03"))), Err(No::NotMet));
}

#[test]
fn the_first_meeting_may_be_logged_but_nothing_before_it() {
    assert!(Story::met().when(log(contact(1, "2025-11-03"))).is_ok());
    let (on, met_on) = (day("2025-11-02"), day("2025-11-03"));
    let refusal = No::BeforeMeeting { field: "on", on, met_on };
    assert_eq!(Story::met().when(log(contact(1, "2025-11-02"))), Err(refusal));
}

#[test]
fn a_contact_tomorrow_is_refused() {
    let problem = DateError::InTheFuture { on: day("2026-03-13") };
    let refusal = No::Date { field: "on", problem };
    assert_eq!(Story::met().when(log(contact(1, "2026-03-13"))), Err(refusal));
}

#[test]
fn nobody_saw_what_they_were_not_at() {
    let unseen =
        |presence| Contact { presence, source: ContactSource::ConnectorSaw, ..contact(1, "2026-01-11") };
    assert_eq!(Story::met().when(log(unseen(Presence::Absent))), Err(No::SawButAbsent));
    assert!(Story::met().when(log(unseen(Presence::Nearby))).is_ok());
}

#[test]
fn a_contact_lasts_from_a_minute_to_a_day() {
    let lasting = |minutes| log(Contact { minutes: Some(minutes), ..contact(1, "2026-01-11") });
    for minutes in [-5, 0, 1441] {
        let refusal = No::MinutesOutOfRange { minutes, limit: 1440 };
        assert_eq!(Story::met().when(lasting(minutes)), Err(refusal));
    }
    for minutes in [1, 1440] {
        assert!(Story::met().when(lasting(minutes)).is_ok());
    }
}

#[test]
fn the_same_contact_again_changes_nothing_and_another_with_its_id_is_refused() {
    let told = Story::met().given(log(contact(1, "2026-01-11")));
    assert_eq!(told.when(log(contact(1, "2026-01-11"))), Ok(vec![]));
    let refusal = No::ContactAlreadyLogged { contact_id: contact_id(1) };
    assert_eq!(told.when(log(contact(1, "2026-01-12"))), Err(refusal.clone()));
    assert_eq!(told.given(void(1)).when(log(contact(1, "2026-01-11"))), Err(refusal));
}

#[test]
fn a_contact_taken_back_stays_with_its_reason_and_no_longer_counts() {
    let told = Story::met().given(log(contact(1, "2026-01-11"))).given(void(1));
    assert_eq!((told.tie.met_count(), told.tie.last_contact_on()), (0, None));
    let back =
        TakenBack { reason: Personal::about(person(GORDON), words("It was another Pat")), on: told.today };
    assert_eq!(told.tie.contact(contact_id(1)).and_then(|logged| logged.taken_back.clone()), Some(back));
    assert_eq!(told.when(void(1)), Ok(vec![]));
    let ask = Ask::VoidContact { contact_id: contact_id(1), reason: words("Never mind") };
    let refusal = No::AlreadyVoided { contact_id: contact_id(1), voided_on: told.today };
    assert_eq!(told.when(ask), Err(refusal));
}

#[test]
fn a_contact_that_nobody_recorded_cannot_be_taken_back() {
    assert_eq!(Story::met().when(void(5)), Err(No::NoSuchContact { contact_id: contact_id(5) }));
}

fn write(note: Option<&str>, reason: Option<&str>) -> Ask {
    Ask::WriteContactWords { contact_id: contact_id(1), note: note.map(words), reason: reason.map(words) }
}

fn said(told: &Story) -> Option<&str> {
    told.tie.contact(contact_id(1))?.note.as_ref()?.get().map(Words::as_str)
}

#[test]
fn what_nobody_wrote_at_the_time_is_written_later_without_saying_why() {
    let bare = Ask::LogContact { contact: contact(1, "2026-01-11"), note: None };
    let told = Story::met().given(bare).given(write(Some("They sang."), None));
    assert_eq!(said(&told), Some("They sang."));
    assert_eq!(told.when(write(Some("They sang."), None)), Ok(vec![]));
}

#[test]
fn words_that_were_written_are_put_right_for_a_reason_and_can_be_taken_away() {
    let logged = Ask::LogContact { contact: contact(1, "2026-01-11"), note: Some(words("They sang.")) };
    let told = Story::met().given(logged);
    assert_eq!(told.when(write(Some("They danced."), None)), Err(No::ReasonForOtherWords));
    let told = told.given(write(Some("They danced."), Some("It was the other evening")));
    assert_eq!(said(&told), Some("They danced."));
    assert_eq!(said(&told.given(write(None, Some("It was about somebody else")))), None);
}

#[test]
fn only_a_contact_that_stands_has_its_words_put_right() {
    let told = Story::met().given(log(contact(1, "2026-01-11"))).given(void(1));
    let refusal = No::AlreadyVoided { contact_id: contact_id(1), voided_on: told.today };
    assert_eq!(told.when(write(Some("They sang."), None)), Err(refusal));
    let refusal = No::NoSuchContact { contact_id: contact_id(1) };
    assert_eq!(Story::met().when(write(Some("They sang."), None)), Err(refusal));
}

fn right(contact: Contact) -> Ask {
    Ask::CorrectContact { contact, reason: words("It was the other Sunday") }
}

#[test]
fn a_contact_put_right_is_as_it_was_from_then_on_and_keeps_its_words_and_its_session() {
    let session_id = Some(SessionId(Uuid::from_u128(12)));
    let logged = Contact { session_id, ..contact(1, "2026-01-11") };
    let told = Story::met().given(log(logged)).given(log(contact(2, "2026-01-15")));
    let now = Contact { presence: Presence::Absent, minutes: None, ..contact(1, "2026-01-18") };
    let told = told.given(right(now.clone()));
    let days: Vec<_> = told.tie.standing_contacts().map(|contact| contact.on).collect();
    assert_eq!(days, vec![day("2026-01-15"), day("2026-01-18")], "in order of the day");
    let kept = told.tie.contact(contact_id(1)).expect("recorded");
    assert_eq!(kept.contact, Contact { session_id, ..now });
    assert_eq!(said(&told), Some("They potted up the beans"));
}

#[test]
fn every_figure_is_of_the_contact_as_it_was_put_right() {
    let told = Story::ready();
    assert_eq!((told.test(1).found, told.test(3).found), (4, 3));
    let told = told.given(right(Contact { presence: Presence::Leads, ..contact(4, "2026-03-07") }));
    assert_eq!((told.test(1).found, told.test(3).found), (3, 0));
    let weekly = Story::met().given(log(contact(1, "2026-01-05"))).given(log(contact(2, "2026-01-12")));
    let weekly = weekly.given(log(contact(3, "2026-01-19")));
    assert!(weekly.tie.going_quiet(day("2026-02-03")).is_some());
    let weekly = weekly.given(right(contact(3, "2026-01-26")));
    assert_eq!(weekly.tie.going_quiet(day("2026-02-03")), None);
    assert_eq!(weekly.tie.last_contact_on(), Some(day("2026-01-26")));
}

#[test]
fn a_contact_is_put_right_under_the_rules_that_it_was_logged_under() {
    let told = Story::met().given(log(contact(1, "2026-01-11")));
    let (on, met_on) = (day("2025-11-02"), day("2025-11-03"));
    let refusal = No::BeforeMeeting { field: "on", on, met_on };
    assert_eq!(told.when(right(contact(1, "2025-11-02"))), Err(refusal));
    let problem = DateError::InTheFuture { on: day("2026-03-13") };
    assert_eq!(told.when(right(contact(1, "2026-03-13"))), Err(No::Date { field: "on", problem }));
    let presence = Presence::Absent;
    let unseen = Contact { presence, source: ContactSource::ConnectorSaw, ..contact(1, "2026-01-11") };
    assert_eq!(told.when(right(unseen)), Err(No::SawButAbsent));
    let long = Contact { minutes: Some(1441), ..contact(1, "2026-01-11") };
    assert_eq!(told.when(right(long)), Err(No::MinutesOutOfRange { minutes: 1441, limit: 1440 }));
    assert_eq!(told.when(right(contact(1, "2026-01-11"))), Err(No::NothingToPutRight));
    let contact_id = contact_id(5);
    assert_eq!(told.when(right(contact(5, "2026-01-11"))), Err(No::NoSuchContact { contact_id }));
}

#[test]
fn what_was_taken_back_is_not_put_right() {
    let told = Story::met().given(log(contact(1, "2026-01-11"))).given(void(1));
    let refusal = No::AlreadyVoided { contact_id: contact_id(1), voided_on: told.today };
    assert_eq!(told.when(right(contact(1, "2026-01-12"))), Err(refusal));
}

#[test]
fn what_went_quiet_can_be_put_right_but_for_a_day_after_that() {
    let told = Story::met().given(log(contact(1, "2026-01-11"))).given(lapse("2026-01-20"));
    assert!(told.when(right(contact(1, "2026-01-20"))).is_ok());
    let refusal = No::Lapsed { lapsed_on: day("2026-01-20") };
    assert_eq!(told.when(right(contact(1, "2026-01-21"))), Err(refusal));
    let told = Story::met().given(log(contact(1, "2025-11-04"))).given(next_step(NextStep::NotAFit));
    assert!(told.when(right(contact(1, "2025-11-05"))).is_ok());
    let refusal = No::NotAFit { chosen_on: day("2025-11-05") };
    assert_eq!(told.when(right(contact(1, "2025-11-06"))), Err(refusal));
}

#[test]
fn what_is_not_a_fit_has_no_contacts_until_it_goes_on() {
    let told = Story::met().given(next_step(NextStep::NotAFit));
    let refusal = No::NotAFit { chosen_on: day("2025-11-05") };
    assert_eq!(told.when(log(contact(1, "2026-01-11"))), Err(refusal));
    let told = told.given(next_step(NextStep::Continue));
    assert!(told.when(log(contact(1, "2026-01-11"))).is_ok());
}

#[test]
fn weekly_friends_are_quiet_after_a_fortnight() {
    let told = Story::met()
        .given(log(contact(1, "2026-01-05")))
        .given(log(contact(2, "2026-01-12")))
        .given(log(contact(3, "2026-01-19")));
    assert_eq!(told.tie.going_quiet(day("2026-02-02")), None);
    let found = Quiet { last_on: day("2026-01-19"), days: 15, usual_gap_days: Some(7) };
    assert_eq!(told.tie.going_quiet(day("2026-02-03")), Some(found));
}

#[test]
fn monthly_friends_are_quiet_after_two_months() {
    let told = Story::met()
        .given(log(contact(1, "2025-11-03")))
        .given(log(contact(2, "2025-12-03")))
        .given(log(contact(3, "2026-01-03")));
    // gaps of 30 and 31 days: their median is 30½
    assert_eq!(quiet(&told.tie.contacts, told.tie.met_on(), day("2026-03-05")), None);
    let found = Quiet { last_on: day("2026-01-03"), days: 62, usual_gap_days: Some(31) };
    assert_eq!(quiet(&told.tie.contacts, told.tie.met_on(), day("2026-03-06")), Some(found));
}

#[test]
fn two_of_whom_nothing_is_usual_yet_are_quiet_four_weeks_after_they_met() {
    let met = Story::met(); // on 3 November 2025
    assert_eq!(met.tie.going_quiet(day("2025-12-01")), None);
    let found = |last_on: &str, days| Some(Quiet { last_on: day(last_on), days, usual_gap_days: None });
    assert_eq!(met.tie.going_quiet(day("2025-12-02")), found("2025-11-03", 29));
    let again = met.given(log(contact(1, "2025-11-10")));
    assert_eq!(again.tie.going_quiet(day("2025-12-08")), None);
    assert_eq!(again.tie.going_quiet(day("2025-12-09")), found("2025-11-10", 29));
    let taken_back = again.given(log(contact(2, "2025-11-20"))).given(void(2));
    assert_eq!(taken_back.tie.going_quiet(day("2025-12-09")), found("2025-11-10", 29), "it did not happen");
}

#[test]
fn only_a_relationship_with_a_connector_beside_it_is_watched_for_quiet() {
    let far = day("2027-01-01");
    assert!(Story::ready().tie.going_quiet(far).is_some());
    assert_eq!(Story::ready().given(next_step(NextStep::Pause)).tie.going_quiet(far), None);
    assert_eq!(Story::declared().tie.going_quiet(far), None);
    assert_eq!(Story::ready().given(lapse("2026-03-12")).tie.going_quiet(far), None);
}
