//! The one thing to do next for two people. There is always at most one: a page that offers everything
//! helps nobody.

use domain::relationship::{Explained, IntroductionState, NextStep, Party, Stage};

use super::arrangement::still_to_ask;
use super::two::Two;
use crate::format;

/// Contacts after which it has grown beyond an introduction. Source: practice default.
const GROWN: usize = 3;
/// Days before a check is due from which it is offered. Source: practice default.
const EARLY: i64 = 14;

/// One thing to do, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// "Ask Pat"
    pub words: String,
    /// Where it is done.
    pub href: String,
    /// A drawing for it.
    pub icon: &'static str,
}

fn next(words: impl Into<String>, href: String, icon: &'static str) -> Option<Next> {
    Some(Next { words: words.into(), href, icon })
}

/// What to do next, given the eight tests as they stand today.
pub fn of(two: &Two, tests: &[Explained]) -> Option<Next> {
    let now = two.now();
    if now.not_a_fit().is_some() || now.introduction.state == IntroductionState::Declined {
        return None;
    }
    match now.stage() {
        Stage::Lapsed => None,
        Stage::Prospect => introducing(two),
        Stage::SelfSustaining => checking(two),
        Stage::Introduced | Stage::Consolidating => growing(two, tests),
    }
}

fn introducing(two: &Two) -> Option<Next> {
    if let Some((name, href)) = still_to_ask(two).into_iter().next() {
        return next(format!("Ask {name}"), href, "message-circle");
    }
    match &two.now().introduction.meeting {
        Some(meeting) if meeting.on > two.today => {
            next("Change what is arranged", two.part("arrangement"), "calendar")
        }
        Some(_) => next("Did they meet?", two.part("meeting"), "handshake"),
        None => next("Arrange the first meeting", two.part("arrangement"), "calendar-plus"),
    }
}

fn checking(two: &Two) -> Option<Next> {
    let (month, due_on) = two.now().checks_due().into_iter().next()?;
    let is_due = (due_on - two.today).num_days() <= EARLY;
    let words = format!("Ask how it is going, {month} months on");
    if is_due { next(words, two.part("checks/new"), "calendar-check") } else { None }
}

fn growing(two: &Two, tests: &[Explained]) -> Option<Next> {
    let now = two.now();
    if tests.iter().all(|test| test.passed) {
        return next("It stands on its own", two.part("declaration"), "sprout");
    }
    if now.next_step.is_none() && now.stage() == Stage::Introduced && now.met_count() < GROWN {
        return next("Ask what they want now", two.part("next-step"), "message-circle");
    }
    if now.next_step.as_ref().is_some_and(|step| step.next_step == NextStep::Pause) {
        return next("Do they want to go on?", two.part("next-step"), "message-circle");
    }
    if now.stage() == Stage::Introduced && now.met_count() >= GROWN {
        return next("It is growing", two.part("consolidation"), "sprout");
    }
    let missing = tests.iter().find(|test| !test.passed).map(|test| test.number);
    let ask = |party: Party| {
        let href = format!("{}?party={party}", two.part("confirmations/new"));
        next(format!("Ask {}", two.called(party)), href, "message-circle")
    };
    match missing {
        Some(5) => ask(Party::Person),
        Some(6) => ask(Party::Other),
        Some(7) => next("Write down how they keep in touch", two.part("plan"), "pencil"),
        Some(8) if now.open_concerns() > 0 => {
            next("The worry is dealt with", two.part("concerns/closing"), "circle-check")
        }
        Some(8) => ask(wants_less(two)),
        Some(_) | None => next("Log a meet-up", two.meet_up(), "pencil-line"),
    }
}

/// Who said last that they would like less of it.
fn wants_less(two: &Two) -> Party {
    use domain::person::codes::Wish;
    let less = |party: &&Party| {
        two.now().latest_confirmation(**party).is_some_and(|said| said.confirmation.wish == Wish::Less)
    };
    Party::ALL.iter().find(less).copied().unwrap_or(Party::Person)
}

/// "Last in touch 24 days ago, usually every 7", when it goes quiet.
pub fn quiet(two: &Two) -> Option<String> {
    let quiet = two.now().going_quiet(two.today)?;
    let last = format::ago(quiet.last_on, two.today);
    Some(match quiet.usual_gap_days {
        Some(usual) => format!(
            "It is going quiet. They were last in touch {last}, and usually every {}.",
            format::plural(usual, "day", "days")
        ),
        None => format!("It is going quiet. They met {last}, and nothing is known of them since."),
    })
}
