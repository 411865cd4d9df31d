//! The message back to whoever referred somebody, as it is drafted from what is on record. Nobody but the person is
//! named in it; what is more than our plain answer stands in it only where there is an agreement.

use domain::engagement::message_back::{TellingAbout, TellingExtent};
use domain::engagement::{Engagement, GoalOutcome};

use crate::format::{date, plural};

/// What came of the work, as counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CameOf {
    /// People they met through us.
    pub met: usize,
    /// Of these, friendships that stand on their own.
    pub standing: usize,
}

/// A letter about an engagement.
pub fn draft(
    about: TellingAbout,
    extent: TellingExtent,
    engagement: &Engagement,
    name: &str,
    came_of: CameOf,
) -> String {
    let asked = match engagement.received_on {
        Some(on) => format!("Thank you for asking us on {} to work with {name}.", date(on)),
        None => format!("Thank you for asking us to work with {name}."),
    };
    let mut parts = vec!["Hello,".to_owned(), asked, answer(about, engagement)];
    if extent == TellingExtent::More {
        parts.extend(more(about, engagement, name, came_of));
    }
    parts.push("If you would like to talk about it, please get in touch.".to_owned());
    parts.join("\n\n")
}

/// Our plain answer.
fn answer(about: TellingAbout, engagement: &Engagement) -> String {
    let term = engagement.term.as_ref();
    match about {
        TellingAbout::Received => {
            "Your referral came. We will get in touch with them, and tell you what we decide.".to_owned()
        }
        TellingAbout::Accepted => match term {
            Some(term) => format!(
                "We are glad to take it on. The work is agreed from {} to {}.",
                date(term.start),
                date(term.end)
            ),
            None => "We are glad to take it on. We will ask them how they would like to begin.".to_owned(),
        },
        TellingAbout::Declined => {
            "We are not able to take it on. If that changes what you would like to do, tell us.".to_owned()
        }
        TellingAbout::Ended => match &engagement.ending {
            Some(ending) if ending.reason.is_planned() => {
                format!("The work ended on {}, as agreed.", date(ending.ended_on))
            }
            Some(ending) => format!("The work ended on {}.", date(ending.ended_on)),
            None => "The work has ended.".to_owned(),
        },
    }
}

/// What they agreed that the referrer may know.
fn more(about: TellingAbout, engagement: &Engagement, name: &str, came_of: CameOf) -> Option<String> {
    match about {
        // Nothing is known yet.
        TellingAbout::Received => None,
        TellingAbout::Accepted => {
            let goals = engagement.open_goals();
            let wants: Vec<String> = goals.iter().map(|goal| format!("- {}", goal.words)).collect();
            (!wants.is_empty()).then(|| format!("This is what {name} wants from it:\n{}", wants.join("\n")))
        }
        TellingAbout::Declined => {
            let closing = engagement.referral_closing.as_ref().and_then(|closing| closing.reason.get());
            let decided = engagement.eligibility.as_ref().and_then(|decided| decided.reason.as_ref()?.get());
            closing.or(decided).map(|reason| format!("The reason is this: {reason}"))
        }
        TellingAbout::Ended => {
            let met = match came_of.met {
                0 => format!("{name} did not come to know anybody new through us."),
                met => format!("{name} came to know {} through us.", plural(met, "person", "people")),
            };
            let standing = match came_of.standing {
                0 => String::new(),
                1 => " One of these friendships now stands on its own.".to_owned(),
                many => format!(" {many} of these friendships now stand on their own."),
            };
            Some(format!("{met}{standing}{}", goals_reached(engagement)))
        }
    }
}

/// How many of the goals were reached, as the latest review that spoke of them found.
fn goals_reached(engagement: &Engagement) -> String {
    let latest = engagement.reviews.values().filter(|review| !review.goals.is_empty());
    let Some(review) = latest.max_by_key(|review| review.held_on) else { return String::new() };
    let met = review.goals.iter().filter(|score| score.outcome == GoalOutcome::Met).count();
    format!(" Goals met in full: {met} of {}.", review.goals.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended() -> Engagement {
        Engagement { received_on: "2026-01-05".parse().ok(), ..Engagement::default() }
    }

    #[test]
    fn our_answer_alone_says_nothing_about_how_it_went() {
        let came_of = CameOf { met: 3, standing: 1 };
        let plain = draft(TellingAbout::Ended, TellingExtent::Answer, &ended(), "Gordon Wells", came_of);
        assert!(plain.contains("Thank you for asking us on 5 January 2026 to work with Gordon Wells."));
        assert!(!plain.contains("people") && !plain.contains("friendships"), "{plain}");
        let more = draft(TellingAbout::Ended, TellingExtent::More, &ended(), "Gordon Wells", came_of);
        assert!(
            more.contains(
                "came to know 3 people through us. One of these friendships now stands on its own."
            ),
            "{more}"
        );
    }
}
