//! How a case stands, as one sentence: "Connecting, week 14 of 26, 41 of 60 hours used".

use app::views::cases::Case;
use chrono::NaiveDate;
use domain::engagement::{Engagement, Stage};
use domain::shared::calendar::weeks_between;

use super::inside;
use crate::format;

/// Where the case stands: its stage or phase, the week, the hours.
pub fn standing(case: &Case, today: NaiveDate) -> String {
    let engagement = &case.row.engagement;
    match (engagement.stage, progress(case, today)) {
        (Stage::Active, Some(progress)) => match engagement.phase() {
            Some(phase) => format!("{}, {progress}", phase.label()),
            None => format::capital(&progress),
        },
        (_, _) => stage(engagement, today),
    }
}

/// "week 14 of 26 · 41 of 60 hours used"; `None` before a term is agreed.
pub fn progress(case: &Case, today: NaiveDate) -> Option<String> {
    let hours = hours_used(case)?;
    Some(match week(&case.row.engagement, today) {
        Some((week, weeks)) => format!("week {week} of {weeks} · {hours}"),
        None => hours,
    })
}

/// Which week of the term it is, and of how many; the last once the term is over.
pub fn week(engagement: &Engagement, today: NaiveDate) -> Option<(i64, i64)> {
    let term = engagement.term.as_ref()?;
    let weeks = weeks_between(term.start, term.end);
    (term.start <= today).then(|| (weeks_between(term.start, today).min(weeks), weeks))
}

/// Minutes agreed for the whole term; 0 before it is agreed.
pub fn agreed_minutes(engagement: &Engagement) -> i64 {
    engagement.term.as_ref().map_or(0, |term| engagement.agreed_minutes(term.start, term.end))
}

/// "41 of 60 hours used"
fn hours_used(case: &Case) -> Option<String> {
    let agreed = agreed_minutes(&case.row.engagement);
    let (used, agreed) = (whole_hours(case.delivered_minutes), whole_hours(agreed));
    (agreed > 0).then(|| format!("{used} of {} used", format::plural(agreed, "hour", "hours")))
}

/// Minutes in whole hours, halves up: near enough for a sentence.
fn whole_hours(minutes: i64) -> i64 {
    (minutes + 30).div_euclid(60)
}

/// The stage alone, with its day.
fn stage(engagement: &Engagement, today: NaiveDate) -> String {
    let since = |day: Option<NaiveDate>| day.map(|day| format::ago(day, today)).unwrap_or_default();
    match engagement.stage {
        Stage::Referred => format!("Referred {}", since(engagement.received_on)),
        Stage::Screening => "We are finding out whether we are the right people".to_owned(),
        Stage::Waitlisted => match &engagement.waiting {
            Some(waiting) => format!("On the waiting list since {}", format::day(waiting.listed_on)),
            None => Stage::Waitlisted.label().to_owned(),
        },
        Stage::AwaitingConsent => match engagement.consent_requested_on {
            Some(day) => format!("Waiting for their answer since {}", format::day(day)),
            None => Stage::AwaitingConsent.label().to_owned(),
        },
        Stage::AwaitingFunding => "Waiting for funding".to_owned(),
        Stage::Agreed => match &engagement.term {
            Some(term) if term.start >= today => {
                format!("Agreed, begins {}", format::weekday(term.start, today))
            }
            _ => "Agreed, not begun yet".to_owned(),
        },
        Stage::Active => "Under way".to_owned(),
        Stage::Paused => match engagement.pauses.last() {
            Some(pause) => {
                format!("Resting since {}: {}", format::day(pause.paused_on), inside(pause.reason.label()))
            }
            None => "Resting".to_owned(),
        },
        Stage::Ended | Stage::Closed => ended(engagement),
        Stage::ReferralClosed => match &engagement.referral_closing {
            Some(closing) => format!("Not taken up, {}", format::date(closing.closed_on)),
            None => "Not taken up".to_owned(),
        },
    }
}

fn ended(engagement: &Engagement) -> String {
    let Some(ending) = &engagement.ending else { return "Ended".to_owned() };
    let day = format::date(ending.ended_on);
    if ending.reason.is_planned() {
        format!("Ended {day}, as agreed")
    } else {
        format!("Ended {day}: {}", inside(ending.reason.label()))
    }
}

#[cfg(test)]
mod tests {
    use domain::engagement::codes::{EngagementKind, PauseReason};
    use domain::engagement::{Pause, Term, WeeklyMinutes};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn agreed() -> Engagement {
        let (start, end) = (day("2026-01-05"), day("2026-07-05"));
        Engagement {
            stage: Stage::Active,
            term: Some(Term {
                kind: EngagementKind::SixMonths,
                start,
                end,
                weekly: vec![WeeklyMinutes { from: start, minutes_per_week: 180 }],
                agreed_on: start,
                extensions: Vec::new(),
                hours_changes: Vec::new(),
            }),
            ..Engagement::default()
        }
    }

    #[test]
    fn the_week_counts_from_one_and_stops_at_the_last() {
        let engagement = agreed();
        assert_eq!(week(&engagement, day("2026-01-04")), None);
        assert_eq!(week(&engagement, day("2026-01-05")), Some((1, 26)));
        assert_eq!(week(&engagement, day("2026-04-08")), Some((14, 26)));
        assert_eq!(week(&engagement, day("2026-09-01")), Some((26, 26)));
    }

    #[test]
    fn a_rest_says_since_when_and_why() {
        let pause = Pause {
            reason: PauseReason::Hospital,
            paused_on: day("2026-03-02"),
            review_on: day("2026-04-02"),
            resumed_on: None,
        };
        let resting = Engagement { stage: Stage::Paused, pauses: vec![pause], ..agreed() };
        assert_eq!(stage(&resting, day("2026-03-12")), "Resting since 2 March: in hospital");
    }

    #[test]
    fn hours_in_a_sentence_are_whole() {
        assert_eq!([0, 29, 30, 2460, 2489, 2490].map(whole_hours), [0, 0, 1, 41, 41, 42]);
    }
}
