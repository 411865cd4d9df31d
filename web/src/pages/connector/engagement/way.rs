//! The way of an engagement, from the referral to the ending, as seven steps with their days.

use chrono::NaiveDate;
use domain::engagement::{Engagement, Stage};

use crate::format;

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    Done,
    Here,
    /// It stands here, at rest or waiting.
    Waits,
    No,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub label: &'static str,
    /// The day, or what it is about; empty when there is none.
    pub under: String,
    pub reached: Reached,
}

impl Step {
    /// The class of its list entry.
    pub fn class(&self) -> &'static str {
        match self.reached {
            Reached::Done => "done",
            Reached::Here => "here",
            Reached::Waits => "here waits",
            Reached::No => "",
        }
    }

    /// The same for those who do not see the colour.
    pub fn words(&self) -> &'static str {
        match self.reached {
            Reached::Done => "reached",
            Reached::Here | Reached::Waits => "where it is now",
            Reached::No => "not yet",
        }
    }

    /// Whether it is where it stands now.
    pub fn is_here(&self) -> bool {
        matches!(self.reached, Reached::Here | Reached::Waits)
    }
}

/// The seven steps. A referral that came to nothing stops at the last step it reached.
pub fn way(engagement: &Engagement) -> Vec<Step> {
    let on = |day: Option<NaiveDate>| day.map(format::day).unwrap_or_default();
    let stage = engagement.stage;
    let steps = [
        ("Referred", on(engagement.received_on)),
        ("Screening", waiting_or(engagement, on(engagement.screening_started_on))),
        (
            "Consent",
            on(engagement.consent.map(|consent| consent.given_on).or(engagement.consent_requested_on)),
        ),
        (
            "Funding",
            if engagement.funding.is_some() { "noted".to_owned() } else { on(engagement.funding_sought_on) },
        ),
        ("Agreed", on(engagement.term.as_ref().map(|term| term.agreed_on))),
        ("Active", at_work(engagement, on(engagement.started_on))),
        ("Ended", on(engagement.ended_on())),
    ];
    let here = place(engagement);
    let steps = steps.into_iter().enumerate();
    steps
        .map(|(index, (label, under))| {
            let reached = match (index.cmp(&here), stage) {
                (std::cmp::Ordering::Less, _) | (_, Stage::Closed) => Reached::Done,
                (std::cmp::Ordering::Greater, _) => Reached::No,
                (_, Stage::Paused | Stage::Waitlisted | Stage::ReferralClosed) => Reached::Waits,
                (_, _) => Reached::Here,
            };
            Step { label, under, reached }
        })
        .collect()
}

/// Which of the seven it stands at.
fn place(engagement: &Engagement) -> usize {
    match engagement.stage {
        Stage::Referred => 0,
        Stage::Screening | Stage::Waitlisted => 1,
        Stage::AwaitingConsent => 2,
        Stage::AwaitingFunding => 3,
        Stage::Agreed => 4,
        Stage::Active | Stage::Paused => 5,
        Stage::Ended | Stage::Closed => 6,
        Stage::ReferralClosed => match engagement {
            Engagement { term: Some(_), .. } => 4,
            Engagement { consent: Some(_), .. } => 3,
            Engagement { consent_requested_on: Some(_), .. } => 2,
            Engagement { screening_started_on: Some(_), .. } => 1,
            _ => 0,
        },
    }
}

fn waiting_or(engagement: &Engagement, day: String) -> String {
    if engagement.stage == Stage::Waitlisted { "on the waiting list".to_owned() } else { day }
}

fn at_work(engagement: &Engagement, day: String) -> String {
    match (engagement.stage, engagement.phase()) {
        (Stage::Paused, _) => "at rest".to_owned(),
        (Stage::Active, Some(phase)) => phase.label().to_lowercase(),
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use domain::engagement::ConsentRelied;

    use super::*;

    fn reached(engagement: &Engagement) -> Vec<Reached> {
        way(engagement).iter().map(|step| step.reached).collect()
    }

    #[test]
    fn every_stage_stands_at_one_of_the_seven_steps_and_a_close_leaves_none_open() {
        for stage in Stage::ALL {
            let steps = way(&Engagement { stage: *stage, ..Engagement::default() });
            let here = steps.iter().filter(|step| step.is_here()).count();
            assert_eq!(here, usize::from(*stage != Stage::Closed), "{stage}");
        }
    }

    #[test]
    fn a_referral_that_came_to_nothing_stops_where_it_was() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2);
        let consent = day.map(|day| ConsentRelied { given_on: day, noted_on: day });
        let closed = Engagement { stage: Stage::ReferralClosed, consent, ..Engagement::default() };
        assert_eq!(reached(&closed)[3], Reached::Waits);
        assert_eq!(reached(&closed)[4], Reached::No);
    }
}
