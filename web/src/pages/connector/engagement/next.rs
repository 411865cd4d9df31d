//! The one thing to do next in an engagement, why it may not be possible yet, and what else can be done.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};
use domain::engagement::clocks::{Due, DueKind};
use domain::engagement::{Engagement, Stage};
use domain::shared::ids::{EngagementId, SessionId};

use crate::{format, paths};

/// The next step, as one button with a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// What it is about.
    pub title: String,
    /// Why, or why it is not possible yet.
    pub words: String,
    pub href: String,
    /// What the button says.
    pub act: String,
    pub icon: &'static str,
    /// Whether something stands in the way, which the words name and the button leads to.
    pub waits: bool,
}

/// Something else that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub label: &'static str,
    pub href: String,
    pub icon: &'static str,
}

/// What the next step must know besides the engagement.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// What to call the person.
    pub called: &'a str,
    pub today: NaiveDate,
    /// Whether a consent to take part holds today.
    pub consents: bool,
    /// The earliest thing that is due.
    pub due: Option<Due>,
    /// The earliest visit that is planned and not written up.
    pub planned: Option<(NaiveDate, SessionId)>,
}

struct Step<'a> {
    id: EngagementId,
    around: &'a Around<'a>,
}

impl Step<'_> {
    fn to(
        &self,
        part: &str,
        act: &str,
        icon: &'static str,
        title: impl Into<String>,
        words: impl Into<String>,
    ) -> Next {
        Next {
            title: title.into(),
            words: words.into(),
            href: paths::engagement_part(self.id, part),
            act: act.to_owned(),
            icon,
            waits: false,
        }
    }
}

/// The next step; `None` once there is none.
pub fn next(engagement: &Engagement, around: &Around<'_>) -> Option<Next> {
    let step = Step { id: engagement.engagement_id, around };
    let called = around.called;
    Some(match engagement.stage {
        Stage::Referred => step.to(
            "screening",
            "We were in touch",
            "phone",
            format!("Get in touch with {called}"),
            "Introduce yourself, and find out what they hope for.",
        ),
        Stage::Screening => match &engagement.eligibility {
            None => step.to(
                "eligibility",
                "Decide",
                "scale",
                "Are we the right people?",
                "Decide it, with the rule and the reason.",
            ),
            Some(decided) if !decided.eligible => step.to(
                "referral-closing",
                "Close the referral",
                "archive",
                "We are not the right people",
                format!(
                    "Decided on {}. Tell {called} and whoever referred them, then close it.",
                    format::date(decided.decided_on)
                ),
            ),
            Some(_) => ask_them(&step),
        },
        Stage::Waitlisted => ask_them(&step),
        Stage::AwaitingConsent if !around.consents => {
            step.waiting_for_consent("Once it is there, the plan can go on.")
        }
        Stage::AwaitingConsent => step.to(
            "consent",
            "Rest the plan on it",
            "check",
            format!("{called} said yes"),
            "Their answer stands on their record. Note it here.",
        ),
        Stage::AwaitingFunding if engagement.funding.is_none() => step.to(
            "funding",
            "Note who pays",
            "wallet",
            "Who pays?",
            engagement.funding_sought_on.map_or("Nobody does yet.".to_owned(), |day| {
                format!("Money was asked for {}.", format::ago(day, around.today))
            }),
        ),
        Stage::AwaitingFunding => step.to(
            "agreement",
            "Agree the term",
            "handshake",
            format!("Agree with {called}"),
            "From when to when, how many hours a week, and what they want from it.",
        ),
        Stage::Agreed => begin(engagement, &step),
        Stage::Active => at_work(engagement, &step),
        Stage::Paused => step.to("resumption", "Go on", "play", "It rests", rest(engagement, around.today)),
        Stage::Ended => step.to(
            "closing",
            "Close it",
            "archive",
            "The checks",
            "Close it once the checks after three, six and twelve months are done.",
        ),
        Stage::Closed | Stage::ReferralClosed => return None,
    })
}

fn ask_them(step: &Step<'_>) -> Next {
    let called = step.around.called;
    let words = "In the way that works best for them. Nothing begins without their yes.";
    step.to("consent", "I asked", "message-circle", format!("Ask {called} whether they want it"), words)
}

fn begin(engagement: &Engagement, step: &Step<'_>) -> Next {
    if engagement.connector().is_none() {
        let words = "Nobody has been asked to work with them yet.";
        let next = step.to("connector", "Choose a connector", "user-check", "Who works with them?", words);
        return Next { waits: true, ..next };
    }
    if !step.around.consents {
        return step.waiting_for_consent("Then the work can begin.");
    }
    let term = engagement.term.as_ref().map(|term| term.start);
    let next = step.to("start", "Begin", "play", "Begin the work", "Everything is agreed.");
    match term.filter(|start| *start > step.around.today) {
        Some(start) => Next {
            words: format!(
                "It can begin on {}, the first agreed day.",
                format::weekday(start, step.around.today)
            ),
            waits: true,
            ..next
        },
        None => next,
    }
}

impl Step<'_> {
    fn waiting_for_consent(&self, then: &str) -> Next {
        let called = self.around.called;
        let words = format!(
            "There is no yes to taking part on {} record that holds today. {then}",
            format::possessive(called)
        );
        let next = self.to(
            "consent",
            "Record their answer",
            "pencil-line",
            format!("What does {called} say?"),
            words,
        );
        Next { waits: true, ..next }
    }
}

/// What is late or due soon comes first; otherwise, to be there.
fn at_work(engagement: &Engagement, step: &Step<'_>) -> Next {
    let today = step.around.today;
    let end = engagement.term.as_ref().map(|term| term.end);
    if let Some(end) = end.filter(|end| *end <= today) {
        let words =
            format!("The agreed term ended {}. Say goodbye, or agree more time.", format::ago(end, today));
        return step.to("ending", "End it", "flag", "The term is over", words);
    }
    let soon = step.around.due.filter(|due| due.due_on <= today + Days::new(7));
    let when = soon.map(|due| format!("Due {}.", said_due(due.due_on, today))).unwrap_or_default();
    match soon.map(|due| due.kind) {
        Some(kind @ (DueKind::MidTermReview | DueKind::NextReview | DueKind::EndPlanning)) => {
            step.to("reviews/new", "Hold the review", "calendar-check", kind.label(), when)
        }
        _ => be_there(step),
    }
}

/// Writing up the last visit, planning the next one, or looking forward to it.
fn be_there(step: &Step<'_>) -> Next {
    let Around { called, today, planned, .. } = *step.around;
    let Some((on, session)) = planned else {
        let words = format!("No visit with {called} is planned.");
        return step.to("sessions/new", "Plan a visit", "calendar-plus", "The next visit", words);
    };
    let log = |title: &str, words: String| Next {
        href: paths::log_planned(step.id, session),
        ..step.to("", "Log it", "pencil-line", title, words)
    };
    match on.cmp(&today) {
        Ordering::Less => log(
            "Write it up",
            format!("The visit of {} was {}.", format::weekday(on, today), format::ago(on, today)),
        ),
        Ordering::Equal => log("Today", format!("A visit with {called}. Log it while it is fresh.")),
        Ordering::Greater => Next {
            href: paths::session(step.id, session),
            ..step.to("", "Open", "calendar", format::weekday(on, today), "The next visit.")
        },
    }
}

/// "by Monday 9 March", "3 days ago"
fn said_due(due_on: NaiveDate, today: NaiveDate) -> String {
    if due_on < today { format::ago(due_on, today) } else { format!("by {}", format::weekday(due_on, today)) }
}

fn rest(engagement: &Engagement, today: NaiveDate) -> String {
    engagement.pauses.last().map_or(String::new(), |pause| {
        let look =
            if pause.review_on < today { "It was to be looked at again by" } else { "Look at it again by" };
        format!(
            "{} since {}. {look} {}.",
            pause.reason.label(),
            format::date(pause.paused_on),
            format::date(pause.review_on)
        )
    })
}

/// What else can be done, by stage.
pub fn others(engagement: &Engagement) -> Vec<Act> {
    let id = engagement.engagement_id;
    let act = |label, part: &str, icon| Act { label, href: paths::engagement_part(id, part), icon };
    let eligible = engagement.eligibility.as_ref().is_some_and(|decided| decided.eligible);
    let close = || act("Close the referral", "referral-closing", "archive");
    match engagement.stage {
        Stage::Referred => vec![act("Decide straight away", "eligibility", "scale"), close()],
        Stage::Screening if eligible => vec![act("Waiting list", "waiting-list", "hourglass"), close()],
        Stage::Screening => vec![close()],
        Stage::Waitlisted => vec![act("Change their place", "waiting-list", "hourglass"), close()],
        Stage::AwaitingConsent => vec![act("Note who pays", "funding", "wallet"), close()],
        Stage::AwaitingFunding if engagement.funding.is_some() => {
            vec![act("Change who pays", "funding", "wallet"), close()]
        }
        Stage::AwaitingFunding => vec![act("Money was asked for", "funding-sought", "coins"), close()],
        Stage::Agreed => vec![act("Plan a visit", "sessions/new", "calendar-plus"), close()],
        Stage::Active => vec![
            act("Plan a visit", "sessions/new", "calendar-plus"),
            act("Record a session", "sessions/record", "file-text"),
            act("Hold a review", "reviews/new", "calendar-check"),
            act("Move on", "phase", "footprints"),
            act("Let it rest", "pause", "pause"),
            act("How each friendship goes on", "hand-overs", "list-checks"),
            act("More time", "extension", "calendar-plus"),
            act("Change the hours", "hours", "calendar-clock"),
            act("Add a goal", "goals/new", "target"),
            act("End it", "ending", "flag"),
        ],
        Stage::Paused => vec![
            act("It rests on", "pause-review", "pause"),
            act("How each friendship goes on", "hand-overs", "list-checks"),
            act("Hold a review", "reviews/new", "calendar-check"),
            act("More time", "extension", "calendar-clock"),
            act("End it", "ending", "flag"),
        ],
        Stage::Ended => vec![
            act("Record a session", "sessions/record", "file-text"),
            act("Last review", "reviews/new", "calendar-check"),
        ],
        Stage::Closed | Stage::ReferralClosed => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(stage: Stage) -> Engagement {
        Engagement { stage, ..Engagement::default() }
    }

    fn around(consents: bool) -> Around<'static> {
        let today = NaiveDate::from_ymd_opt(2026, 3, 12).unwrap();
        Around { called: "Gordon", today, consents, due: None, planned: None }
    }

    #[test]
    fn there_is_always_one_thing_to_do_until_it_is_over() {
        for stage in Stage::ALL {
            let over = matches!(stage, Stage::Closed | Stage::ReferralClosed);
            assert_eq!(next(&at(*stage), &around(true)).is_none(), over, "{stage}");
        }
    }

    #[test]
    fn what_stands_in_the_way_is_named_and_led_to() {
        let waits = next(&at(Stage::AwaitingConsent), &around(false)).unwrap();
        assert!(waits.waits && waits.words.contains("no yes"));
        assert!(!next(&at(Stage::AwaitingConsent), &around(true)).unwrap().waits);
        assert!(next(&at(Stage::Agreed), &around(true)).unwrap().href.ends_with("/connector"));
    }
}
