//! The message back to whoever made the referral.

use super::*;
use crate::engagement::clocks::{ClockFacts, DueKind};
use crate::engagement::message_back::*;
use crate::person::{Consent, ConsentScope, Person};
use crate::shared::ids::SharingId;

fn tell(about: TellingAbout, extent: TellingExtent, sent_on: &str, agreed: bool) -> C {
    let message = Message {
        about,
        extent,
        sent_on: day(sent_on),
        means: MessageMeans::Letter,
        needed: MessageFormat::LargePrint,
        used: MessageFormat::Ordinary,
        to: Line::parse("Ana Reyes, social worker").expect("a line"),
        text: words("Thank you for asking us."),
        rests_on: Some(id::<SharingId>(9)),
        from: Line::parse("Amina Yusuf, connector, Northfield Connecting").ok(),
        reach: Line::parse("01632 960142").ok(),
    };
    C::TellReferrer { message_id: id(8), message, agreed }
}

#[test]
fn what_was_told_is_kept_with_how_it_went_and_in_which_format() {
    let story = ended().then(tell(TellingAbout::Ended, TellingExtent::Answer, "2026-05-29", false));
    let kept = &story.state.messages[&id(8)];
    assert_eq!((kept.needed, kept.used), (MessageFormat::LargePrint, MessageFormat::Ordinary));
    assert_eq!(kept.rests_on, None, "our answer alone rests on nothing");
    assert_eq!(kept.text.subject(), story.state.person_id);
    let line =
        |kept: &Option<Personal<Line>>| kept.as_ref().and_then(|kept| kept.get()).map(ToString::to_string);
    assert_eq!(line(&kept.from).as_deref(), Some("Amina Yusuf, connector, Northfield Connecting"));
    assert_eq!(line(&kept.reach).as_deref(), Some("01632 960142"));
    let again = tell(TellingAbout::Ended, TellingExtent::Answer, "2026-05-29", false);
    story.refuses(again, EngagementError::AlreadyTold { sent_on: day("2026-05-29") });
}

#[test]
fn more_than_our_answer_needs_an_agreement() {
    let more = |agreed| tell(TellingAbout::Ended, TellingExtent::More, "2026-05-29", agreed);
    ended().refuses(more(false), EngagementError::NoAgreementToTell);
    let story = ended().then(more(true));
    assert_eq!(story.state.messages[&id(8)].rests_on, Some(id(9)));
}

#[test]
fn nothing_is_told_before_it_happened() {
    let about = TellingAbout::Ended;
    active().refuses(
        tell(about, TellingExtent::Answer, "2026-05-20", false),
        EngagementError::NothingToTell { about },
    );
    let (on, after) = (day("2026-05-28"), day("2026-05-29"));
    ended().refuses(
        tell(about, TellingExtent::Answer, "2026-05-28", false),
        EngagementError::OutOfOrder { field: "sent_on", on, after },
    );
}

#[test]
fn that_the_referral_came_can_be_told_before_anything_is_decided_and_stops_its_clock() {
    let story = referred();
    assert_eq!(MessageClock::of(&story.state).next(), None, "its clock is the referral's");
    let told = story.then(tell(TellingAbout::Received, TellingExtent::Answer, "2026-03-02", false));
    let running = ClockFacts::unstopped(&told.state).running();
    assert!(running.iter().all(|due| due.kind != DueKind::Acknowledgement), "{running:?}");
}

#[test]
fn a_message_is_owed_five_working_days_after_what_happened_last_until_it_was_told() {
    let mut clock = MessageClock { accepted_on: Some(day("2026-03-06")), ..MessageClock::default() };
    let owed = |clock: &MessageClock, today: &str| {
        clock.owed(day(today)).map(|owed| (owed.about, owed.due_on.to_string()))
    };
    assert_eq!(owed(&clock, "2026-03-06"), Some((TellingAbout::Accepted, "2026-03-13".to_owned())));
    assert_eq!(owed(&clock, "2026-05-02"), None, "nobody waits for it any more");
    clock.told.insert(TellingAbout::Accepted);
    assert_eq!(owed(&clock, "2026-03-06"), None);
    clock.ended_on = Some(day("2026-05-29"));
    assert_eq!(owed(&clock, "2026-05-30"), Some((TellingAbout::Ended, "2026-06-05".to_owned())));
    let closed = MessageClock { declined_on: Some(day("2026-03-09")), ..MessageClock::default() };
    assert_eq!(owed(&closed, "2026-03-10"), Some((TellingAbout::Declined, "2026-03-16".to_owned())));
    assert_eq!(MessageClock::default().next(), None);
}

#[test]
fn who_may_be_told_more_follows_from_the_question_that_covers_them_or_from_an_agreement() {
    let mut person = Person::default();
    let consent = Consent {
        scope: ConsentScope::ShareWithFamily,
        given_on: day("2026-01-05"),
        how: crate::person::AnswerMethod::Spoken,
        until: None,
        decision_id: None,
        given_by: None,
        evidence: None,
    };
    let given = crate::person::Answer::Given { consent, words: None };
    person.consents.insert(ConsentScope::ShareWithFamily, vec![given]);
    let may = |source| may_tell_more(&person, Some(source), None, day("2026-03-12"));
    assert!(may(ReferralSource::SelfOrFamily));
    assert!(!may(ReferralSource::SocialWorker) && !may(ReferralSource::College));
    let named = may_tell_more(&person, Some(ReferralSource::SelfOrFamily), Some(id(9)), day("2026-03-12"));
    assert!(!named, "an agreement that is named must hold");
}

#[test]
fn each_reason_for_an_ending_has_its_outcome_in_client_level_data() {
    let outcome = |reason: EndReason| reason.cld_outcome();
    let as_planned = "NFA: Support ended as planned";
    assert_eq!([EndReason::TermComplete, EndReason::GoalsMetEarly].map(outcome), [as_planned; 2]);
    let other = "NFA: Support ended for other reason";
    let others = [
        EndReason::Health,
        EndReason::FundingWithdrawn,
        EndReason::ProviderWithdrew,
        EndReason::LostContact,
        EndReason::Safeguarding,
    ];
    assert!(others.map(outcome).iter().all(|said| *said == other));
    let rest = [
        (EndReason::ExtendedElsewhere, "NFA: Referral to other service within the local authority"),
        (EndReason::PersonChoseToStop, "NFA: Support declined"),
        (EndReason::MovedArea, "NFA: Responsibility moved to another local authority"),
        (EndReason::ToNhs, "NFA: Referral to NHS services or NHS funded social care"),
        (EndReason::Deceased, "NFA: Deceased"),
        (EndReason::SelfFundingNow, "NFA: Self-funded client or under 12wk disregard"),
    ];
    assert!(rest.iter().all(|(reason, said)| outcome(*reason) == *said));
    assert_eq!(2 + others.len() + rest.len(), EndReason::ALL.len());
}
