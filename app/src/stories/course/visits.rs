//! The weekly visits besides introductions: planned the week before, delivered, called off, or nobody
//! came; and those of the weeks to come, planned together.

use chrono::{Datelike, NaiveDate, NaiveTime};
use domain::engagement::EngagementCommand;
use domain::engagement::codes::{AbsentParty, Activity, CancelledBy, Rhythm, SessionKind};
use domain::engagement::records::{SessionDetails, SessionTime};
use domain::shared::ids::{SeriesId, SessionId};
use domain::shared::text::Line;
use uuid::Uuid;

use super::{Course, Work};
use crate::clock::following_from;
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
        visits_to_come(script, work, super::begin::weekday(day));
    }
}

/// Days before the last one told on which a connector plans the weeks to come.
const PLANNED_DAYS_BEFORE: i64 = 3;
/// Days ahead that they look.
const PLANNED_DAYS_AHEAD: i64 = 70;

/// The visits of the next weeks, planned in one go where the work goes on.
fn visits_to_come(script: &mut Script, work: &Work, first: NaiveDate) {
    let planned_on = after(script.until, -PLANNED_DAYS_BEFORE);
    let rests_soon = work.pause.is_some_and(|(from, _)| planned_on <= from && from <= script.until);
    let last = work.agreed_end.min(work.last_day()).min(after(script.until, PLANNED_DAYS_AHEAD));
    if planned_on <= work.start || !work.goes_on(planned_on) || rests_soon || last < first {
        return;
    }
    let series = following_from([b"to come", script.engagement_id.uuid().as_bytes()]);
    let command = EngagementCommand::PlanSeries {
        series_id: SeriesId(series),
        time: SessionTime {
            on: first,
            starts_at: NaiveTime::from_hms_opt(9 + one_of(series, 0, 7), 30 * one_of(series, 1, 2), 0),
            minutes: work.minutes_per_week.min(120),
            kind: SessionKind::FaceToFace,
            relationship_id: None,
        },
        every: if one_of(series, 2, 4) == 0 { Rhythm::Fortnightly } else { Rhythm::Weekly },
        until: last,
        place: Some(line(stock::PLACES[one_of(series, 3, stock::PLACES.len() as u32) as usize])),
        details: details(series),
        session_ids: Vec::new(),
    };
    script.engagement(planned_on, 17, command);
}

/// One of so many, from an id, which is chance enough and leaves what is told otherwise as it is.
fn one_of(id: Uuid, place: usize, of: u32) -> u32 {
    u32::from(following_from([id.as_bytes(), &[place as u8]]).as_bytes()[0]) % of
}

/// What was done, the way there, and now and then who came along.
fn details(id: Uuid) -> SessionDetails<Line> {
    const ACTIVITIES: [Activity; 4] = [
        Activity::CommunityActivity,
        Activity::Conversation,
        Activity::AccompaniedTravel,
        Activity::PlaceVisit,
    ];
    SessionDetails {
        activity: Some(ACTIVITIES[one_of(id, 4, 4) as usize]),
        travel_minutes: (one_of(id, 5, 3) > 0).then(|| i64::from(10 + 5 * one_of(id, 6, 9))),
        companions: (one_of(id, 7, 6) == 0).then(|| line("A support worker")),
        group: None,
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
    let plan = EngagementCommand::PlanSession {
        session_id,
        time: time(work.minutes_per_week.min(120)),
        place,
        details: details(session_id.uuid()),
    };
    script.engagement(planned_on, 12, plan);
    // Winter takes some more of them.
    let delivered = if matches!(on.month(), 12 | 1 | 2) { 75 } else { 81 };
    let told = script.chance.between(1, 100);
    let command = if told <= delivered {
        EngagementCommand::DeliverSession {
            session_id,
            time: time(minutes(script, work, on)),
            place: None,
            note: script.chance.percent(70).then(|| words(script.chance.text(stock::NOTES))),
            details: details(session_id.uuid()),
            died_on: None,
        }
    } else if told <= 93 {
        let notice_hours = script.chance.weighted(&[(8, 48), (4, 3)]);
        let by = script.chance.weighted(&[
            (6, CancelledBy::Person),
            (2, CancelledBy::Supporter),
            (2, CancelledBy::Connector),
        ]);
        EngagementCommand::CancelSession { session_id, by, notice_hours, reason: None, and_later: false }
    } else if told <= 98 {
        EngagementCommand::MarkNotAttended { session_id, absent: AbsentParty::Person, reason: None }
    } else {
        return; // not written up yet: it stands among what needs the connector
    };
    let written = match &command {
        EngagementCommand::DeliverSession { time, note, .. } => Some((time.clone(), note.is_some())),
        _ => None,
    };
    script.engagement(on, 16, command);
    if let Some((time, written)) = written {
        words_later(script, work, session_id, time, written);
    }
}

/// Words come late in one case of four of those without any, and one note in thirty is put right.
fn words_later(script: &mut Script, work: &Work, session_id: SessionId, time: SessionTime, written: bool) {
    let (later, id) = (after(time.on, 3), session_id.uuid());
    if !work.goes_on(later) {
        return;
    }
    match written {
        false if one_of(id, 8, 4) == 0 => {
            let note = words("Wrote this up late. A good afternoon, and home before dark.");
            script.engagement(later, 18, EngagementCommand::WriteSessionNote { session_id, note });
        }
        true if one_of(id, 9, 30) == 0 => {
            let right = EngagementCommand::CorrectSession {
                session_id,
                time,
                place: None,
                details: None,
                note: Some(words("Stayed longer than planned, because there was dancing.")),
                without_note: false,
                reason: words("That was the week before."),
                died_on: None,
            };
            script.engagement(later, 18, right);
        }
        _ => {}
    }
}

/// In steps of five, around what was agreed; hours taper by a third in the last third.
fn minutes(script: &mut Script, work: &Work, on: NaiveDate) -> i64 {
    let late = 3 * (on - work.start).num_days() > 2 * (work.last_day() - work.start).num_days();
    let share = if late { 0.6 } else { 0.9 };
    let median = (work.minutes_per_week as f64 * share).max(40.0);
    let minutes = script.chance.lognormal(median, 0.35).clamp(20.0, 300.0) as i64;
    (minutes + 2) / 5 * 5
}
