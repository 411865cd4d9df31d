//! Given a story so far, when something is asked, then this happens or this is the refusal. The story
//! is a six-month engagement from 6 April to 4 October 2026, begun on the Tuesday.

mod agreement;
mod any_sequence;
mod billing;
mod clocks;
mod ending;
mod funding;
mod goals;
mod groups;
mod hours;
mod hours_change;
mod message_back;
mod note;
mod person_replaced;
mod referral;
mod review;
mod series;
mod session;
mod stored;
mod term;

use chrono::NaiveDate;
use uuid::Uuid;

use super::EngagementCommand as C;
use super::*;
use crate::shared::money::Money;
use crate::shared::text::Line;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

fn rate(pounds: &str) -> Rate {
    pounds.parse().expect("a rate")
}

fn lasting(on: &str, minutes: i64) -> SessionTime {
    SessionTime {
        on: day(on),
        starts_at: None,
        minutes,
        kind: SessionKind::FaceToFace,
        relationship_id: None,
    }
}

/// An engagement on a day.
#[derive(Debug, Clone)]
struct Story {
    state: Engagement,
    today: NaiveDate,
}

impl Story {
    fn nothing_yet() -> Self {
        Self { state: Engagement::default(), today: day("2026-03-02") }
    }

    fn on(mut self, today: &str) -> Self {
        self.today = day(today);
        self
    }

    fn asked(&self, command: C) -> Result<Vec<EngagementEvent>, EngagementError> {
        self.state.decide(&Asked { command, today: self.today, by: id(99) })
    }

    #[track_caller]
    fn then(mut self, command: C) -> Self {
        for event in self.asked(command).expect("allowed") {
            self.state.evolve(&event);
        }
        self
    }

    #[track_caller]
    fn refuses(&self, command: C, refusal: EngagementError) {
        assert_eq!(self.asked(command), Err(refusal));
    }

    /// Refuses each command for the same reason.
    #[track_caller]
    fn refuses_all(&self, commands: impl IntoIterator<Item = C>, refusal: EngagementError) {
        for command in commands {
            self.refuses(command, refusal.clone());
        }
    }

    #[track_caller]
    fn changes_nothing(&self, command: C) {
        assert_eq!(self.asked(command), Ok(vec![]));
    }
}

fn receive() -> C {
    C::ReceiveReferral {
        engagement_id: id(1),
        person_id: id(2),
        source: ReferralSource::SocialWorker,
        received_on: day("2026-03-02"),
        reason: Some(words("Knows nobody on the street yet.")),
        referrer: Some(Referrer { name: line("Ana Reyes"), contact: Some(line("01632 960188")) }),
        under_way_since: None,
    }
}

/// The same of work that had begun on a day.
fn under_way(since: &str) -> C {
    let mut command = receive();
    if let C::ReceiveReferral { under_way_since, .. } = &mut command {
        *under_way_since = Some(day(since));
    }
    command
}

fn decide(eligible: bool) -> C {
    C::DecideEligibility {
        decided_on: day("2026-03-10"),
        eligible,
        rule: line("Adult, lives in the borough"),
        reason: Some(words("Wants friends of her own age.")),
    }
}

fn ask_consent() -> C {
    C::RequestConsent { requested_on: day("2026-03-12") }
}

fn note_consent() -> C {
    C::NoteConsent { given_on: Some(day("2026-03-15")) }
}

fn funding() -> Funding {
    Funding {
        contract_id: id(3),
        route: FundingRoute::DirectPayment,
        rate: rate("27.40"),
        budget: Money(164_400),
        covers_from: day("2026-04-06"),
        covers_to: day("2026-10-04"),
    }
}

fn agree() -> C {
    agree_from("2026-04-06", "2026-10-04")
}

fn agree_from(term_start: &str, term_end: &str) -> C {
    C::Agree {
        kind: EngagementKind::SixMonths,
        term_start: day(term_start),
        term_end: day(term_end),
        minutes_per_week: 150,
        goals: vec![Goal { goal_id: id(5), words: words("Somebody to go to the football with.") }],
    }
}

fn start_on(started_on: &str) -> C {
    C::Start { started_on: day(started_on), consent_holds: true }
}

fn pause_from(paused_on: &str, review_on: &str) -> C {
    C::Pause { reason: PauseReason::Hospital, paused_on: day(paused_on), review_on: day(review_on) }
}

fn resume_on(resumed_on: &str) -> C {
    C::Resume { resumed_on: day(resumed_on) }
}

fn extend_to(new_end: &str) -> C {
    C::Extend {
        new_end: day(new_end),
        minutes_per_week: 90,
        added_budget: Money(49_320),
        reason: words("The choir began late."),
        needs_agreement: false,
    }
}

fn plan(session: u128, on: &str) -> C {
    let (time, place) = (lasting(on, 120), Some(line("The library café")));
    C::PlanSession { session_id: id(session), time, place, details: SessionDetails::default() }
}

fn deliver(session: u128, on: &str, minutes: i64) -> C {
    C::DeliverSession {
        session_id: id(session),
        time: lasting(on, minutes),
        place: None,
        note: Some(words("They talked about the cup final.")),
        details: SessionDetails::default(),
        died_on: None,
    }
}

fn end_on(ended_on: &str, reason: EndReason) -> C {
    C::End {
        ended_on: day(ended_on),
        reason,
        words: None,
        hand_overs: vec![],
        beside: vec![],
        open_relationships: vec![],
        needs_agreement: false,
    }
}

fn close_referral() -> C {
    C::CloseReferral { outcome: ReferralOutcome::Redirected, reason: words("The college helps.") }
}

fn referred() -> Story {
    Story::nothing_yet().then(receive()).on("2026-03-10")
}

fn eligible() -> Story {
    referred().then(decide(true)).on("2026-03-12")
}

fn asked_for_consent() -> Story {
    eligible().then(ask_consent()).on("2026-03-16")
}

fn consented() -> Story {
    asked_for_consent().then(note_consent())
}

fn funded() -> Story {
    consented().then(C::NoteFunding { funding: funding() })
}

fn agreed() -> Story {
    funded().then(C::AllocateConnector { connector: id(4) }).then(agree()).on("2026-04-07")
}

/// Begun on 7 April; today is 1 June.
fn active() -> Story {
    agreed().then(start_on("2026-04-07")).on("2026-06-01")
}

/// Resting since 25 May; today is 1 June.
fn paused() -> Story {
    active().then(pause_from("2026-05-25", "2026-06-22"))
}

/// Ended early on 29 May; today is 1 June.
fn ended() -> Story {
    active().then(end_on("2026-05-29", EndReason::GoalsMetEarly))
}
