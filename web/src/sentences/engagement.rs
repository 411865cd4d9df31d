//! Every fact of an engagement as a sentence. Amounts of money stay out: a timeline is about a life, and
//! finance has its own pages.

use chrono::NaiveDate;
use domain::engagement::EngagementEvent;
use domain::engagement::codes::*;
use domain::engagement::records::*;
use domain::shared::personal::Personal;
use domain::shared::text::{Line, Words};

use super::{Around, Told, inside};
use crate::format::{capital, count_word, date, day, hours, plural};

/// One event in words.
pub fn tell(event: &EngagementEvent, around: &Around<'_>) -> Told {
    use EngagementEvent as Fact;
    let called = around.called.as_str();
    match event {
        Fact::ReferralReceived { source, received_on, reason, under_way_since, .. } => {
            let since = under_way_since.map(|on| format!("; the work had begun on {}", date(on)));
            let what = format!("{}{}", referred(*source, called), since.unwrap_or_default());
            Told::new("mail", *received_on, what).saying(reason.as_ref())
        }
        Fact::ReferrerNamed { named_on, .. } => {
            let what = format!("It was written down who referred {called}, and how to reach them");
            Told::new("mail", *named_on, what).aside()
        }
        Fact::GoalSet { .. }
        | Fact::GoalReworded { .. }
        | Fact::GoalSetAside { .. }
        | Fact::GoalScored { .. } => super::goal::tell(event, called),
        Fact::HoursChanged { minutes_per_week, from, reason, changed_on } => {
            let what = format!("{} a week were agreed from {}", hours(*minutes_per_week), day(*from));
            Told::new("calendar-clock", *changed_on, capital(&what)).saying(Some(reason))
        }
        Fact::ConnectorAllocated { connector, allocated_on } => {
            let what = match around.account(*connector) {
                "you" => format!("You were asked to work with {called}"),
                name => format!("{name} was asked to work with {called}"),
            };
            Told::new("user-check", *allocated_on, what)
        }
        Fact::ScreeningStarted { started_on } => {
            Told::new("search", *started_on, "We began to find out whether we are the right people")
        }
        Fact::EligibilityDecided { decided_on, eligible, rule, reason } => {
            let what = if *eligible { "We are the right people" } else { "We are not the right people" };
            Told::new("scale", *decided_on, format!("{what}: {rule}")).saying(reason.as_ref())
        }
        Fact::Waitlisted { listed_on, expected_start, .. } => {
            let until = expected_start.map(|on| format!(", perhaps until {}", day(on))).unwrap_or_default();
            let what = format!("{} was put on the waiting list{until}", capital(called));
            Told::new("hourglass", *listed_on, what)
        }
        Fact::ConsentRequested { requested_on } => Told::new(
            "circle-question-mark",
            *requested_on,
            format!("{} was asked: do you want this?", capital(called)),
        ),
        Fact::ConsentNoted { given_on, noted_on } => Told::new(
            "circle-check",
            *noted_on,
            format!(
                "{} yes of {} was relied on",
                crate::format::possessive(&capital(called)),
                date(*given_on)
            ),
        ),
        Fact::FundingSought { sought_on } => Told::new("coins", *sought_on, "Funding was asked for"),
        Fact::FundingNoted { funding, noted_on } => {
            Told::new("coins", *noted_on, format!("Funding was found: {}", inside(funding.route.label())))
        }
        Fact::FundingCorrected { reason, corrected_on, .. } => {
            Told::new("pencil-line", *corrected_on, "Who pays, and at what price, was put right")
                .saying(Some(reason))
        }
        Fact::RateAgreed { rate, agreed_on } => {
            Told::new("coins", *agreed_on, format!("A new price was agreed from {}", date(rate.from)))
        }
        Fact::EngagementAgreed { term_start, term_end, minutes_per_week, goals, agreed_on, .. } => {
            Told::new("handshake", *agreed_on, agreed(*term_start, *term_end, *minutes_per_week, goals))
        }
        Fact::EngagementStarted { started_on } => {
            Told::new("play", *started_on, format!("Work with {called} began"))
        }
        Fact::PhaseMoved { phase, moved_on } => Told::new("route", *moved_on, phase_told(*phase)),
        Fact::EngagementPaused { reason, paused_on, review_on } => Told::new(
            "pause",
            *paused_on,
            format!("A rest began: {}. To look at again by {}", inside(reason.label()), day(*review_on)),
        ),
        Fact::PauseReviewMoved { review_on, moved_on } => Told::new(
            "pause",
            *moved_on,
            format!("The rest was looked at, and goes on. To look at again by {}", day(*review_on)),
        ),
        Fact::EngagementResumed { resumed_on } => Told::new("play", *resumed_on, "It goes on after the rest"),
        Fact::TermExtended { new_end, minutes_per_week, reason, extended_on, .. } => Told::new(
            "calendar-plus",
            *extended_on,
            format!("More time was agreed: until {}, {} a week", date(*new_end), hours(*minutes_per_week)),
        )
        .saying(Some(reason)),
        Fact::ExtensionAsked { new_end, minutes_per_week, reason, asked_on, .. } => Told::new(
            "circle-question-mark",
            *asked_on,
            format!(
                "A team lead was asked for more time: until {}, {} a week",
                date(*new_end),
                hours(*minutes_per_week)
            ),
        )
        .saying(Some(reason)),
        Fact::ExtensionDeclined { reason, declined_on, .. } => {
            Told::new("circle-x", *declined_on, "A team lead said no to more time").saying(Some(reason))
        }
        Fact::EndingAsked { ended_on, reason, words, asked_on, .. } => Told::new(
            "circle-question-mark",
            *asked_on,
            format!(
                "A team lead was asked whether it may end before its term, on {}: {}",
                date(*ended_on),
                inside(reason.label())
            ),
        )
        .saying(words.as_ref()),
        Fact::EndingAgreed { agreed_on, .. } => {
            Told::new("circle-check", *agreed_on, "A team lead agreed to an ending before the term")
        }
        Fact::EndingDeclined { reason, declined_on, .. } => {
            let what = "A team lead said no to an ending before the term";
            Told::new("circle-x", *declined_on, what).saying(Some(reason))
        }
        Fact::ReviewHeld { held_on, kind, decision, words, goals, .. } => {
            let told = Told::new("calendar-check", *held_on, review(*kind, *decision, goals));
            Told {
                words: words.get().and_then(|words| words.own_words.as_ref()).map(ToString::to_string),
                ..told
            }
        }
        // A plan is recorded before its day comes, so it stands on the day on which it was made.
        Fact::SessionPlanned { time, place, .. } => {
            Told::new("calendar", None, format!("A visit was planned for {}{}", day(time.on), at(place)))
                .aside()
        }
        Fact::SessionMoved { time, reason, moved_on, .. } => {
            Told::new("calendar-clock", *moved_on, format!("A visit was moved to {}", day(time.on)))
                .saying(reason.as_ref())
                .aside()
        }
        Fact::SessionReplanned { time, place, details, replanned_on, .. } => {
            let along = along(details.companions.as_ref());
            let what = format!("The visit of {} was planned otherwise{}{along}", day(time.on), at(place));
            Told::new("calendar", *replanned_on, what).aside()
        }
        Fact::SessionDelivered { time, place, note, details, .. } => {
            let what = delivered(time, place) + &in_group(details) + &along(details.companions.as_ref());
            Told::new(session_icon(time.kind), time.on, what).saying(note.as_ref())
        }
        Fact::SessionCancelled { by, cancelled_on, reason, .. } => {
            let what = format!("A visit was called off by {}", party(*by, called));
            Told::new("calendar-x", *cancelled_on, what).saying(reason.as_ref())
        }
        Fact::SessionNotAttended { absent, on, reason, .. } => {
            Told::new("calendar-x", *on, format!("{} did not come", absentee(*absent, called)))
                .saying(reason.as_ref())
        }
        Fact::SessionCorrected { time, note, without_note, reason, corrected_on, .. } => {
            let what = format!("A visit was put right: {} on {}", hours(time.minutes), day(time.on));
            put_right(what, *corrected_on, note.as_ref(), *without_note, reason)
        }
        Fact::SessionNoteWritten { note, written_on, .. } => {
            Told::new("pencil-line", *written_on, "What happened on a visit was written down later")
                .saying(Some(note))
        }
        Fact::ReviewTakenBack { held_on, reason, taken_back_on, .. } => {
            let what = format!("The review of {} was taken back", date(*held_on));
            Told::new("undo-2", *taken_back_on, what).saying(Some(reason))
        }
        Fact::SessionVoided { reason, voided_on, .. } => {
            Told::new("undo-2", *voided_on, "A visit that did not happen was taken back").saying(Some(reason))
        }
        Fact::HandOversPlanned { hand_overs, planned_on, .. } => {
            let count = plural(hand_overs.len(), "relationship", "relationships");
            let what = format!("It was talked over what becomes of {count} when the work ends");
            Told::new("list-checks", *planned_on, what)
        }
        Fact::ReferralClosed { outcome, reason, closed_on } => {
            Told::new("archive", *closed_on, format!("The referral was closed: {}", inside(outcome.label())))
                .saying(Some(reason))
        }
        Fact::EngagementEnded { ended_on, reason, words, hand_overs, .. } => {
            Told::new("flag", *ended_on, ended(*reason, hand_overs.len())).saying(words.as_ref())
        }
        Fact::ReferrerTold { message, .. } => {
            let what = format!("Whoever referred {called} was told: {}", inside(message.about.label()));
            Told::new("mail", message.sent_on, what)
        }
        Fact::EngagementClosed { closed_on } => {
            Told::new("archive", *closed_on, "The checks after the ending are done")
        }
        Fact::PersonReplaced { replaced_on, .. } => {
            Told::new("copy", *replaced_on, "The engagement moved with the record").aside()
        }
    }
}

/// New words are shown as words; why they are new is told in the sentence then.
fn put_right(
    what: String,
    on: NaiveDate,
    note: Option<&Personal<Words>>,
    without_note: bool,
    reason: &Personal<Words>,
) -> Told {
    let why = reason.get().map(|why| format!(" Why: {why}")).unwrap_or_default();
    match (note, without_note) {
        (Some(_), _) => Told::new("pencil", on, format!("{what}, with other words.{why}")).saying(note),
        (None, true) => Told::new("pencil", on, format!("{what}. What had been written was taken away"))
            .saying(Some(reason)),
        (None, false) => Told::new("pencil", on, what).saying(Some(reason)),
    }
}

fn referred(source: ReferralSource, called: &str) -> String {
    match source {
        ReferralSource::SelfOrFamily => format!("{} or their family asked for a connector", capital(called)),
        ReferralSource::Other => format!("Somebody asked for a connector for {called}"),
        source => format!("{} was referred by: {}", capital(called), inside(source.label())),
    }
}

fn agreed(first: NaiveDate, last: NaiveDate, minutes_per_week: i64, goals: &Personal<Vec<Goal>>) -> String {
    let goals = match goals.get().map_or(0, Vec::len) {
        0 => String::new(),
        count => format!(", with {}", plural(count, "goal", "goals")),
    };
    format!("Agreed: {} a week from {} to {}{goals}", hours(minutes_per_week), day(first), date(last))
}

fn phase_told(phase: Phase) -> &'static str {
    match phase {
        Phase::Discovery => "It is about getting to know each other now",
        Phase::Connecting => "It is about finding and meeting people now",
        Phase::Fostering => "It is about what has begun now: fostering",
        Phase::SteppingBack => "The connector is stepping back now",
    }
}

fn review(kind: ReviewKind, decision: ReviewDecision, goals: &[GoalScore]) -> String {
    let which = match kind {
        ReviewKind::Planned => "Review",
        ReviewKind::Unplanned => "Review between times",
        ReviewKind::EndOfTerm => "Review at the end of the term",
    };
    let met = goals.iter().filter(|score| score.outcome == GoalOutcome::Met).count();
    let scored = match goals.len() {
        0 => String::new(),
        all => format!(", {} of {} met", count_word(met), plural(all, "goal", "goals")),
    };
    format!("{which}{scored}. Decided: {}", inside(decision.label()))
}

fn at(place: &Option<Personal<Line>>) -> String {
    place.as_ref().and_then(Personal::get).map(|place| format!(", {place}")).unwrap_or_default()
}

/// ", in a group of five"
fn in_group(details: &SessionDetails<Personal<Line>>) -> String {
    details
        .group
        .map(|group| format!(", in a group of {}", count_word(group.places as usize)))
        .unwrap_or_default()
}

/// ". Along came: her sister"
fn along(companions: Option<&Personal<Line>>) -> String {
    companions.and_then(Personal::get).map(|who| format!(". Along came: {who}")).unwrap_or_default()
}

fn session_icon(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::FaceToFace => "coffee",
        SessionKind::Introduction => "handshake",
        SessionKind::FosteringRemote => "phone",
        SessionKind::Planning => "pencil-line",
        SessionKind::ReviewMeeting => "calendar-check",
        SessionKind::CircleMeeting => "users",
        SessionKind::Travel => "bus",
    }
}

/// "1½ hours together, the allotment"
fn delivered(time: &SessionTime, place: &Option<Personal<Line>>) -> String {
    let long = hours(time.minutes);
    let what = match time.kind {
        SessionKind::FaceToFace => format!("{long} together"),
        SessionKind::Introduction => format!("An introduction, {long}"),
        SessionKind::FosteringRemote => format!("{long} by phone or message"),
        SessionKind::Planning => format!("{long} of planning and writing"),
        SessionKind::ReviewMeeting => format!("A meeting to review how it goes, {long}"),
        SessionKind::CircleMeeting => format!("A meeting of the circle, {long}"),
        SessionKind::Travel => format!("{long} on the way"),
    };
    what + &at(place)
}

fn party(by: CancelledBy, called: &str) -> String {
    match by {
        CancelledBy::Person => called.to_owned(),
        by => inside(by.label()),
    }
}

fn absentee(absent: AbsentParty, called: &str) -> String {
    match absent {
        AbsentParty::Person => capital(called),
        absent => absent.label().to_owned(),
    }
}

fn ended(reason: EndReason, hand_overs: usize) -> String {
    let left = match hand_overs {
        0 => String::new(),
        count => format!(", with a hand-over for {}", plural(count, "relationship", "relationships")),
    };
    format!("The work ended: {}{left}", inside(reason.label()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use domain::engagement::SessionDetails;
    use domain::person::Person;
    use domain::shared::ids::{AccountId, PersonId, SessionId};

    use super::*;

    fn told(event: &EngagementEvent, reader: AccountId) -> Told {
        let person = Person::default();
        let accounts = HashMap::from([(AccountId(uuid::Uuid::from_u128(1)), "Amina".to_owned())]);
        tell(
            event,
            &Around { person: &person, called: "Gord".into(), ties: HashMap::new(), accounts, reader },
        )
    }

    #[test]
    fn a_connector_reads_you_and_everybody_else_a_name() {
        let amina = AccountId(uuid::Uuid::from_u128(1));
        let event = EngagementEvent::ConnectorAllocated {
            connector: amina,
            allocated_on: "2026-01-12".parse().unwrap(),
        };
        assert_eq!(told(&event, amina).what, "You were asked to work with Gord");
        assert_eq!(told(&event, AccountId::default()).what, "Amina was asked to work with Gord");
    }

    #[test]
    fn a_visit_says_how_long_and_where_and_stands_on_its_own_day() {
        let time = SessionTime {
            on: "2026-03-07".parse().unwrap(),
            starts_at: None,
            minutes: 90,
            kind: SessionKind::FaceToFace,
            relationship_id: None,
        };
        let place = Some(Personal::about(PersonId::default(), Line::parse("the allotment").unwrap()));
        let note = Some(Personal::about(PersonId::default(), Words::parse("Planted garlic").unwrap()));
        let companions = Some(Personal::about(PersonId::default(), Line::parse("Lee").unwrap()));
        let details = SessionDetails { companions, ..SessionDetails::default() };
        let session_id = SessionId::default();
        let event = EngagementEvent::SessionDelivered { session_id, time, place, note, details };
        let told = told(&event, AccountId::default());
        assert_eq!(told.what, "1½ hours together, the allotment. Along came: Lee");
        assert_eq!(told.on, "2026-03-07".parse().ok());
        assert_eq!(told.words.as_deref(), Some("Planted garlic"));
    }
}
