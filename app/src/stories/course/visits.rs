//! The weekly visits besides introductions: planned the week before, delivered, called off, or nobody
//! came.

use chrono::{NaiveDate, NaiveTime};
use domain::engagement::EngagementCommand;
use domain::engagement::codes::{AbsentParty, CancelledBy, SessionKind};
use domain::engagement::records::SessionTime;
use domain::shared::ids::SessionId;

use super::{Course, Work};
use crate::stories::script::{Script, after, line, words};
use crate::stories::words as stock;

impl Work {
    /// The first day from `day` on that is worked; the last day if there is none.
    pub(super) fn worked_on_or_after(&self, day: NaiveDate) -> NaiveDate {
        let mut day = super::begin::weekday(day);
        for _ in 0..40 {
            if self.goes_on(day) {
                return day;
            }
            day = super::begin::weekday(after(day, 1));
        }
        self.last_day()
    }
}

impl Course {
    pub(super) fn tell_visits(&mut self, work: &Work) {
        let script = &mut self.script;
        let weekday = script.chance.between(0, 4);
        let mut day = after(work.start, weekday);
        while day <= work.last_day() && day <= after(script.until, 7) {
            let on = super::begin::weekday(day);
            if work.goes_on(on) {
                visit(script, work, on);
            }
            day = after(day, 7);
        }
    }
}

fn visit(script: &mut Script, work: &Work, on: NaiveDate) {
    let session_id = SessionId(script.chance.id());
    let planned_on = work.worked_on_or_after(work.start.max(after(on, -6))).min(on);
    let hour = script.chance.between(9, 16) as u32;
    let time = |minutes| SessionTime {
        on,
        starts_at: NaiveTime::from_hms_opt(hour, 30 * (minutes as u32 % 2), 0),
        minutes,
        kind: SessionKind::FaceToFace,
        relationship_id: None,
    };
    let place = Some(line(script.chance.text(stock::PLACES)));
    let plan =
        EngagementCommand::PlanSession { session_id, time: time(work.minutes_per_week.min(120)), place };
    script.engagement(planned_on, 12, plan);
    // Winter takes some more of them.
    let delivered = if matches!(chrono::Datelike::month(&on), 12 | 1 | 2) { 75 } else { 81 };
    let told = script.chance.between(1, 100);
    let command = if told <= delivered {
        EngagementCommand::DeliverSession {
            session_id,
            time: time(minutes(script, work, on)),
            place: None,
            note: script.chance.percent(70).then(|| words(script.chance.text(stock::NOTES))),
            died_on: None,
        }
    } else if told <= 93 {
        let notice_hours = script.chance.weighted(&[(8, 48), (4, 3)]);
        let by = script.chance.weighted(&[
            (6, CancelledBy::Person),
            (2, CancelledBy::Supporter),
            (2, CancelledBy::Connector),
        ]);
        EngagementCommand::CancelSession { session_id, by, notice_hours, reason: None }
    } else if told <= 98 {
        EngagementCommand::MarkNotAttended { session_id, absent: AbsentParty::Person }
    } else {
        return; // not written up yet: it stands among what needs the connector
    };
    script.engagement(on, 16, command);
}

/// In steps of five, around what was agreed; hours taper by a third in the last third.
fn minutes(script: &mut Script, work: &Work, on: NaiveDate) -> i64 {
    let late = 3 * (on - work.start).num_days() > 2 * (work.last_day() - work.start).num_days();
    let share = if late { 0.6 } else { 0.9 };
    let median = (work.minutes_per_week as f64 * share).max(40.0);
    let minutes = script.chance.lognormal(median, 0.35).clamp(20.0, 300.0) as i64;
    (minutes + 2) / 5 * 5
}
