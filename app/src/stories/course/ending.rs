//! Pauses, reviews, extensions and the ending with its hand-overs.

use chrono::NaiveDate;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::*;
use domain::engagement::message_back::TellingAbout;
use domain::engagement::records::{Attendee, Disposition, ReviewWords, Viewpoint};
use domain::engagement::{
    Attending, Beside, Gathering, MoreTime, ReviewFacts, ReviewMethod, UnplannedReason,
};
use domain::shared::ids::ReviewId;

use super::goals::scored;
use super::telling::tell;
use super::ties::Told;
use super::{Course, Work};
use crate::stories::script::{Script, after, line, words};
use crate::stories::words as stock;

impl Course {
    pub(super) fn tell_reviews_and_ending(&mut self, work: &Work, ties: &[Told]) {
        let script = &mut self.script;
        if let Some((from, to)) = work.pause.filter(|(_, to)| *to < work.last_day()) {
            let reason =
                *script.chance.one_of(&[PauseReason::Hospital, PauseReason::Holiday, PauseReason::Illness]);
            script.engagement(
                from,
                8,
                EngagementCommand::Pause { reason, paused_on: from, review_on: after(to, 7) },
            );
            script.engagement(to, 8, EngagementCommand::Resume { resumed_on: to });
        }
        let half = after(work.start, (work.agreed_end - work.start).num_days() / 2);
        let half = work.worked_on_or_after(half);
        if half < work.last_day() {
            let decision =
                if work.end > work.agreed_end { ReviewDecision::Extend } else { ReviewDecision::Continue };
            review(script, half, ReviewKind::Planned, decision);
        }
        let planning = work.worked_on_or_after(after(work.end, -58));
        if planning > after(half, 14) && planning < work.last_day() {
            // In one case of five something came in between, and the connector steps down from the next week on.
            let fewer = after(planning, 7);
            let steps_down = script.engagement_id.uuid().as_bytes()[9].is_multiple_of(5)
                && work.goes_on(fewer)
                && fewer < work.last_day();
            match steps_down {
                true => {
                    review(script, planning, ReviewKind::Unplanned, ReviewDecision::StepDown);
                    step_down(script, work, planning, fewer);
                }
                false => review(script, planning, ReviewKind::Planned, ReviewDecision::Continue),
            }
        }
        if work.end > work.agreed_end {
            let on = work.worked_on_or_after(after(work.agreed_end, -12));
            let minutes = work.minutes_per_week * (work.end - work.agreed_end).num_days() / 7;
            let extend = EngagementCommand::Extend {
                new_end: work.end,
                minutes_per_week: work.minutes_per_week,
                added_budget: work.funding.rate.charge(minutes),
                reason: words("Two friendships are growing and need eight weeks more."),
                needs_agreement: false,
            };
            script.engagement(on, 11, extend);
        }
        plan_hand_overs(script, work, ties);
        end(script, work, ties);
    }
}

/// Half the hours from a day on.
fn step_down(script: &mut Script, work: &Work, on: NaiveDate, from: NaiveDate) {
    let change = EngagementCommand::ChangeHours {
        minutes_per_week: (work.minutes_per_week / 30 * 15).max(30),
        from,
        reason: words("They go on their own now, and would rather be rung."),
    };
    script.engagement(on, 18, change);
}

/// Days before the end on which it is written down how each friendship goes on: in time, by four days.
const HAND_OVERS_DAYS_BEFORE: i64 = 32;

/// In every second case; the others are told by Today that it is due.
fn plan_hand_overs(script: &mut Script, work: &Work, ties: &[Told]) {
    let on = work.worked_on_or_after(after(work.end, -HAND_OVERS_DAYS_BEFORE));
    let skips = script.engagement_id.uuid().as_bytes()[15].is_multiple_of(2);
    let hand_overs: Vec<Disposition> = open_on(ties, on)
        .map(|tie| Disposition {
            relationship_id: tie.id,
            hand_over: if tie.stands_on(on) { HandOver::StandsOnItsOwn } else { HandOver::NamedSupporter },
        })
        .collect();
    if !skips && on > work.start && on < work.last_day() && work.goes_on(on) && !hand_overs.is_empty() {
        let command = EngagementCommand::PlanHandOvers {
            beside: beside(&hand_overs),
            hand_overs,
            open_relationships: Vec::new(),
        };
        script.engagement(on, 20, command);
    }
}

/// The relationships that are open in the evening of a day.
fn open_on(ties: &[Told], on: NaiveDate) -> impl Iterator<Item = &Told> {
    ties.iter().filter(move |tie| {
        tie.open_from.is_some_and(|from| from <= on) && tie.closed_from.is_none_or(|from| from > on)
    })
}

impl Told {
    fn stands_on(&self, on: NaiveDate) -> bool {
        self.declared_on.is_some_and(|declared| declared <= on)
    }
}

/// Who stays beside each relationship that somebody stays beside.
fn beside(hand_overs: &[Disposition]) -> Vec<Beside> {
    let named = hand_overs.iter().filter(|given| given.hand_over == HandOver::NamedSupporter);
    let who = |given: &Disposition| {
        let number = usize::from(given.relationship_id.uuid().as_bytes()[0]);
        Beside {
            relationship_id: given.relationship_id,
            who: line(stock::FIRST[number % stock::FIRST.len()]),
        }
    };
    named.map(who).collect()
}

fn review(script: &mut Script, on: NaiveDate, kind: ReviewKind, decision: ReviewDecision) {
    let view = |working: &str, not_working: &str| Viewpoint {
        working: Some(words(working)),
        not_working: Some(words(not_working)),
    };
    let review_id = ReviewId(script.chance.id());
    let more = decision == ReviewDecision::Extend;
    // Whoever has somewhere to be needs somewhat less support, in these made-up cases.
    let hours = 6 + i64::from(script.engagement_id.uuid().as_bytes()[14] % 20);
    let fewer = if kind == ReviewKind::EndOfTerm { hours % 4 } else { 0 };
    let paid_minutes_per_week = Some((hours - fewer) * 60);
    let command = EngagementCommand::HoldReview {
        review_id,
        held_on: on,
        kind,
        decision,
        words: Box::new(ReviewWords {
            own_words: Some(words("I like having somewhere to be. I want to go on my own next time.")),
            person: view("Meeting people who like what I like.", "The bus on Sundays."),
            family: view("They come home with something to tell.", "We hear about plans late."),
            staff: Viewpoint::default(),
            attended: None,
            gathered: Some(Gathering::Talking),
            attendees: vec![Attendee { name: line("Lee"), role: Attending::Family }],
            more_time_why: more.then(|| words("Two friendships are growing and need eight weeks more.")),
            more_time_funder: more.then(|| line("the council, as now")),
            ..ReviewWords::default()
        }),
        goals: scored(script, on, kind == ReviewKind::EndOfTerm),
        next_review_on: None,
        facts: ReviewFacts {
            method: Some(match review_id.uuid().as_bytes()[15] % 8 {
                0 => ReviewMethod::Phone,
                1 => ReviewMethod::Video,
                _ => ReviewMethod::FaceToFace,
            }),
            unplanned_because: (kind == ReviewKind::Unplanned).then_some(UnplannedReason::Hospital),
            map_retaken: Some(true),
            safety_reviewed: Some(true),
            more_time: more.then_some(MoreTime { weeks: 8, minutes_per_week: 90 }),
            paid_minutes_per_week,
        },
    };
    script.engagement(on, 15, command);
}

fn end(script: &mut Script, work: &Work, ties: &[Told]) {
    let on = work.last_day();
    if on > script.until {
        return;
    }
    let reason = work.early.map_or(EndReason::TermComplete, |(_, reason)| reason);
    review(script, on, ReviewKind::EndOfTerm, ReviewDecision::Continue);
    let mut hand_overs = Vec::new();
    for tie in open_on(ties, on) {
        let hand_over = match tie.stands_on(on) {
            true => HandOver::StandsOnItsOwn,
            false => *script.chance.one_of(&[HandOver::NamedSupporter, HandOver::LeftToThem]),
        };
        hand_overs.push(Disposition { relationship_id: tie.id, hand_over });
    }
    let beside = beside(&hand_overs);
    let command = EngagementCommand::End {
        ended_on: on,
        reason,
        words: None,
        hand_overs,
        beside,
        open_relationships: Vec::new(),
        needs_agreement: false,
    };
    script.engagement(on, 20, command);
    tell(script, TellingAbout::Ended, on);
}
