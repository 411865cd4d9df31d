//! A connector's day: visits, what is due, who is going quiet.

use app::views::measures::MeasureDueItem;
use app::views::messages::MessageOwed;
use app::views::people::Asking;
use app::views::sessions::Visit;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::clocks::DueKind;
use domain::engagement::message_back::TellingAbout;
use domain::person::codes::ConsentScope;
use domain::person::{AskAgain, Instrument, SafetyKind, Timepoint};
use domain::shared::ids::{AssessmentId, EngagementId, PersonId, SafetyNoteId, SessionId, SharingId};
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
    /// `null` when they have not met often enough for anything to be usual.
    usual_gap_days: Option<i64>,
}

/// A relationship that stands on its own and is to be looked at again.
#[derive(Serialize, JsonSchema)]
pub struct CheckDue {
    relationship: Relationship,
    /// 3, 6 or 12.
    month: u8,
    due_on: NaiveDate,
}

/// A safety note to look at again.
#[derive(Serialize, JsonSchema)]
pub struct SafetyReview {
    note_id: SafetyNoteId,
    person_id: PersonId,
    called: String,
    kind: SafetyKind,
    review_on: NaiveDate,
}

/// Something to ask a person again.
#[derive(Serialize, JsonSchema)]
pub struct ToAsk {
    person_id: PersonId,
    called: String,
    /// The day until which it holds, or since which they can answer themselves.
    on: NaiveDate,
    ask: Ask,
}

/// What.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Ask {
    /// A yes that runs out.
    Consent { scope: ConsentScope },
    /// An agreement to share that runs out.
    Sharing { sharing_id: SharingId },
    /// Whether they still cannot decide.
    Capacity { assessment_id: AssessmentId },
    /// What was answered for them, and they can answer now.
    Themselves { scope: ConsentScope },
}

impl From<Asking> for ToAsk {
    fn from(asking: Asking) -> Self {
        let ask = match asking.what {
            AskAgain::Consent { scope } => Ask::Consent { scope },
            AskAgain::Sharing { sharing_id } => Ask::Sharing { sharing_id },
            AskAgain::Capacity { assessment_id } => Ask::Capacity { assessment_id },
            AskAgain::Themselves { scope } => Ask::Themselves { scope },
        };
        Self { person_id: asking.person_id, called: asking.called, on: asking.on, ask }
    }
}

/// Questions about how life is, to be asked.
#[derive(Serialize, JsonSchema)]
pub struct Measuring {
    person_id: PersonId,
    engagement_id: EngagementId,
    called: String,
    at: Timepoint,
    instruments: Vec<Instrument>,
    due_on: NaiveDate,
}

impl From<MeasureDueItem> for Measuring {
    fn from(item: MeasureDueItem) -> Self {
        let MeasureDueItem { engagement_id, person_id, called, due } = item;
        let (at, instruments, due_on) = (due.timepoint, due.instruments, due.due_on);
        Self { person_id, engagement_id, called, at, instruments, due_on }
    }
}

/// A message back to whoever referred somebody.
#[derive(Serialize, JsonSchema)]
pub struct Telling {
    engagement_id: EngagementId,
    called: String,
    about: TellingAbout,
    due_on: NaiveDate,
}

impl From<MessageOwed> for Telling {
    fn from(item: MessageOwed) -> Self {
        let MessageOwed { engagement_id, called, owed } = item;
        Self { engagement_id, called, about: owed.about, due_on: owed.due_on }
    }
}

/// A connector's day.
#[derive(Serialize, JsonSchema)]
pub struct Today {
    on: NaiveDate,
    visits: Vec<Planned>,
    /// Planned visits that have passed without a word of how they went.
    unwritten: Vec<Planned>,
    /// Who is to meet for the first time within the week, and who was and nobody said what came of it.
    first_meetings: Vec<Relationship>,
    due: Vec<Due>,
    quiet: Vec<GoingQuiet>,
    checks: Vec<CheckDue>,
    to_sign: Vec<Relationship>,
    /// Safety notes to look at again within the week, or late.
    safety: Vec<SafetyReview>,
    /// What has run out, or does within four weeks.
    to_ask: Vec<ToAsk>,
    /// Questions about how life is, to be asked within the week, or late.
    measures: Vec<Measuring>,
    /// Messages back to whoever referred somebody, to be written within the week, or late.
    messages: Vec<Telling>,
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
    let first_meetings =
        day.meetings_passed.into_iter().chain(day.meetings).map(|tie| Relationship::of(tie, false));
    let to_sign = day.to_sign.into_iter().map(|tie| Relationship::of(tie, false));
    let safety = day.safety.into_iter().map(|note| SafetyReview {
        note_id: note.note_id,
        person_id: note.person_id,
        called: note.called,
        kind: note.kind,
        review_on: note.review_on,
    });
    Ok(json(Today {
        on: day.on,
        visits: day.visits.into_iter().map(Planned::from).collect(),
        unwritten: day.unwritten.into_iter().map(Planned::from).collect(),
        first_meetings: first_meetings.collect::<Result<_, _>>()?,
        due: due.collect(),
        quiet: quiet.collect::<Result<_, _>>()?,
        checks: checks.collect::<Result<_, _>>()?,
        to_sign: to_sign.collect::<Result<_, _>>()?,
        safety: safety.collect(),
        to_ask: day.asking.into_iter().map(ToAsk::from).collect(),
        measures: day.measures.into_iter().map(Measuring::from).collect(),
        messages: day.messages.into_iter().map(Telling::from).collect(),
    }))
}
