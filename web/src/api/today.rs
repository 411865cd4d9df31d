//! A connector's day: visits, what is due, who is going quiet.

use app::views::sessions::Visit;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::clocks::DueKind;
use domain::shared::ids::{EngagementId, PersonId, SessionId};
use schemars::JsonSchema;
use serde::Serialize;

use super::connecting::Relationship;
use super::json;
use crate::error::Answer;
use crate::extract::Signed;
use crate::site::Site;

/// A visit planned.
#[derive(Serialize, JsonSchema)]
pub struct Planned {
    session_id: SessionId,
    engagement_id: EngagementId,
    person_id: PersonId,
    called: String,
    on: NaiveDate,
    minutes: i64,
}

impl From<Visit> for Planned {
    fn from(visit: Visit) -> Self {
        let session = visit.session;
        Self {
            session_id: session.session_id,
            engagement_id: session.engagement_id,
            person_id: visit.person_id,
            called: visit.called,
            on: session.time.on,
            minutes: session.time.minutes,
        }
    }
}

/// Something due in a case.
#[derive(Serialize, JsonSchema)]
pub struct Due {
    engagement_id: EngagementId,
    called: String,
    what: DueKind,
    due_on: NaiveDate,
}

/// A relationship going quiet.
#[derive(Serialize, JsonSchema)]
pub struct GoingQuiet {
    relationship: Relationship,
    last_on: NaiveDate,
    days: i64,
    usual_gap_days: i64,
}

/// A relationship that stands on its own and is to be looked at again.
#[derive(Serialize, JsonSchema)]
pub struct CheckDue {
    relationship: Relationship,
    /// 3, 6 or 12.
    month: u8,
    due_on: NaiveDate,
}

/// A connector's day.
#[derive(Serialize, JsonSchema)]
pub struct Today {
    on: NaiveDate,
    visits: Vec<Planned>,
    /// Planned visits that have passed without a word of how they went.
    unwritten: Vec<Planned>,
    due: Vec<Due>,
    quiet: Vec<GoingQuiet>,
    checks: Vec<CheckDue>,
    to_sign: Vec<Relationship>,
}

/// `GET /api/v1/today`
pub async fn today(State(site): State<Site>, signed: Signed) -> Answer {
    let day = site.app.day(&signed.connecting()?).await?;
    let due = day.due.into_iter().map(|item| Due {
        engagement_id: item.engagement_id,
        called: item.called,
        what: item.due.kind,
        due_on: item.due.due_on,
    });
    let quiet = day.quiet.into_iter().map(|(tie, quiet)| {
        let (last_on, days, usual_gap_days) = (quiet.last_on, quiet.days, quiet.usual_gap_days);
        Relationship::of(tie, false).map(|relationship| GoingQuiet {
            relationship,
            last_on,
            days,
            usual_gap_days,
        })
    });
    let checks = day.checks.into_iter().map(|(tie, month, due_on)| {
        Relationship::of(tie, false).map(|relationship| CheckDue { relationship, month, due_on })
    });
    let to_sign = day.to_sign.into_iter().map(|tie| Relationship::of(tie, false));
    Ok(json(Today {
        on: day.on,
        visits: day.visits.into_iter().map(Planned::from).collect(),
        unwritten: day.unwritten.into_iter().map(Planned::from).collect(),
        due: due.collect(),
        quiet: quiet.collect::<Result<_, _>>()?,
        checks: checks.collect::<Result<_, _>>()?,
        to_sign: to_sign.collect::<Result<_, _>>()?,
    }))
}
