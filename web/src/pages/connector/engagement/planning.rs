//! Planning visits: one, or one every week, every two or every four until a day. Another visit of the same connector at
//! the same time is pointed out once, and planned all the same if they say so.

use app::error::Refusal;
use app::views::sessions::{SessionRow, Visit};
use async_trait::async_trait;
use chrono::{Days, NaiveDate, NaiveTime};
use domain::engagement::{
    EngagementCommand, MOST_IN_A_SERIES, Rhythm, SessionKind, SessionStatus, SessionTime, days_of_series,
};
use domain::shared::ids::SeriesId;

use super::asking::{Asking, Form, form};
use super::at_place::at_place;
use super::sessions::{details_fields, read_details, read_time, said_when, time_fields, typed_time};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::router::Route;
use crate::{format, offered, paths};

/// Every entry about planning.
pub fn routes() -> Vec<Route> {
    form::<Planning>("/engagements/{id}/sessions/new").to_vec()
}

/// A visit that comes once.
const ONCE: &str = "once";
/// Clashes named before the rest is counted.
const NAMED: usize = 3;

/// The day of the last visit so far, and the time and length of the latest planned or made: what the next
/// begins from.
fn usual(sessions: &[SessionRow], today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveTime>, i64) {
    let visits = || {
        sessions.iter().filter(|session| {
            matches!(session.status, SessionStatus::Planned | SessionStatus::Delivered)
                && session.time.kind == SessionKind::FaceToFace
        })
    };
    let last_on = visits().map(|session| session.time.on).filter(|on| *on <= today).max();
    let latest = visits().max_by_key(|session| session.time.on);
    latest.map_or((None, None, 90), |latest| (last_on, latest.time.starts_at, latest.time.minutes))
}

/// Planning a visit.
struct Planning;

#[async_trait]
impl Form for Planning {
    const DONE: Flash = Flash::SessionPlanned;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let sessions = asking.site.app.views.sessions_of(&asking.who, asking.id(), 50).await?;
        let (last, starts_at, minutes) = usual(&sessions, asking.today);
        let tomorrow = asking.today + Days::new(1);
        let next = last.map_or(tomorrow, |last| (last + Days::new(7)).max(tomorrow));
        let starts = asking.case.row.engagement.term.as_ref().map_or(next, |term| term.start);
        let on = asking.asked.id("on").unwrap_or(next.max(starts));
        let relationship_id = asking.asked.id("relationship");
        let time = SessionTime { on, starts_at, minutes, kind: SessionKind::FaceToFace, relationship_id };
        let ids = &asking.site.app.ids;
        let typed = typed_time(Typed::default(), &time).with("every", ONCE);
        let typed = typed.with("session_id", ids.next()).with("series_id", ids.next());
        at_place(asking, typed).await
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let sheet = Sheet::new(format!("Plan a visit with {}", asking.called()), "Plan it", "calendar-plus")
            .field(Field::hidden("session_id"))
            .field(Field::hidden("series_id"))
            .minding(asking.record.musts());
        let sheet = time_fields(asking, sheet, "Which day?").await?;
        let mut rhythms = vec![Choice::new(ONCE, "Once")];
        rhythms.extend(offered!(Rhythm));
        let end = asking.case.row.engagement.term.as_ref();
        let end = end.map(|term| format!("The term ends on {}. ", format::date(term.end)));
        let hint = format!(
            "For a visit that comes again. {}At most {MOST_IN_A_SERIES} visits; days of rest are left out",
            end.unwrap_or_default()
        );
        let sheet = sheet
            .field(Field::new(Shape::Line(""), "place", "Where?").optional())
            .field(Field::one("every", "How often?", rhythms).shaped(Shape::One("cols-2 plain")))
            .field(Field::date("until", "Until when?").hint(hint));
        Ok(details_fields(sheet))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let (session_id, series_id) = (form.id("session_id"), form.id("series_id"));
        let (time, place) = (read_time(form), form.line_or_none("place"));
        let details = read_details(form);
        if typed.is("every", ONCE) || !typed.has("every") {
            let (session_id, time, place, details) = (session_id?, time?, place?, details?);
            return Some(EngagementCommand::PlanSession { session_id, time, place, details });
        }
        let every = form.code("every");
        let until = match typed.one("until").trim() {
            "" => form.refuse("until", "Say until when they come"),
            _ => form.date("until"),
        };
        Some(EngagementCommand::PlanSeries {
            series_id: series_id?,
            time: time?,
            every: every?,
            until: until?,
            place: place?,
            details: details?,
            session_ids: Vec::new(),
        })
    }

    async fn think_twice(
        asking: &Asking<'_>,
        command: &EngagementCommand,
    ) -> Result<Option<String>, Refusal> {
        match command {
            EngagementCommand::PlanSession { session_id, time, .. } => {
                clashes(asking, std::slice::from_ref(time), |row| row.session_id == *session_id).await
            }
            EngagementCommand::PlanSeries { series_id, time, every, until, .. } => {
                let days = days_of_series(time.on, *every, *until).take(MOST_IN_A_SERIES);
                let times: Vec<_> = days.map(|on| SessionTime { on, ..time.clone() }).collect();
                clashes(asking, &times, |row| row.series_id == Some(*series_id)).await
            }
            _ => Ok(None),
        }
    }

    /// A series leads to its first visit, which names the others and the days that were left out.
    async fn onwards(asking: &Asking<'_>, typed: &Typed) -> Result<(String, Flash), Refusal> {
        let series: Option<SeriesId> = typed.id("series_id").filter(|_| !typed.is("every", ONCE));
        let Some(series) = series else { return Ok((asking.back(), Self::DONE)) };
        let planned = asking.site.app.views.series(&asking.who, asking.id(), series).await?;
        let Some(first) = planned.first() else { return Ok((asking.back(), Self::DONE)) };
        let mut to = paths::session(asking.id(), first.session_id);
        let mut form = typed.reader();
        if let (Some(on), Some(every), Some(until)) =
            (form.date("on"), form.code("every"), form.date("until"))
        {
            let engagement = &asking.case.row.engagement;
            let days = days_of_series(on, every, until).take(MOST_IN_A_SERIES);
            for (at, day) in days.filter(|day| engagement.pause_on(*day).is_some()).enumerate() {
                to = format!("{to}{}without={day}", if at == 0 { '?' } else { '&' });
            }
        }
        Ok((to, Flash::SeriesPlanned))
    }
}

/// Visits planned for whoever has the case at one of these times, besides what is being planned itself.
pub(super) async fn clashes(
    asking: &Asking<'_>,
    times: &[SessionTime],
    is_itself: impl Fn(&SessionRow) -> bool + Send + Sync,
) -> Result<Option<String>, Refusal> {
    let whose = asking.case.row.engagement.connector().unwrap_or(asking.who.account());
    let mut visits = asking.site.app.clashes(&asking.who, whose, times).await?;
    visits.retain(|visit| !is_itself(&visit.session));
    Ok(said_clashes(&visits, asking.today))
}

/// "There is another visit at that time: Thursday 12 March, 14:00, with Pat. …"
pub(in super::super) fn said_clashes(visits: &[Visit], today: NaiveDate) -> Option<String> {
    let one = |visit: &Visit| format!("{}, with {}", said_when(&visit.session.time, today), visit.called);
    let named: Vec<String> = visits.iter().take(NAMED).map(one).collect();
    let more = match visits.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; and {} more", format::count_word(more)),
    };
    let what = if visits.len() == 1 { "There is another visit" } else { "There are other visits" };
    let said = format!(
        "{what} at that time: {}{more}. Change it, or send it again to have it all the same.",
        named.join("; ")
    );
    (!visits.is_empty()).then_some(said)
}
