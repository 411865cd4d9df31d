//! People, engagements and relationships, as those who work with them see them.

use app::access::Role;
use app::error::{Failure, Refusal};
use app::views::cases::{Case, TieCounts, Which};
use app::views::people::PersonSummary;
use app::views::relationships::Tie;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::Stage;
use domain::person::codes::{CommunicationNeed, PersonKind};
use domain::shared::ids::{AccountId, EngagementId, PersonId, RelationshipId};
use schemars::JsonSchema;
use serde::Serialize;

use super::json;
use super::record::Record;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::form::Typed;
use crate::site::Site;

/// Most of a list at once.
const MOST: i64 = 500;

/// How many are asked for: `limit`, 1 to 500.
fn limit(asked: &Typed) -> i64 {
    asked.id("limit").map_or(100, |limit: i64| limit.clamp(1, MOST))
}

/// Who asks.
#[derive(Serialize, JsonSchema)]
pub struct Me {
    account_id: AccountId,
    name: String,
    role: Role,
    /// Goes into `X-Kith-Csrf` with whatever changes something.
    csrf: String,
}

/// `GET /api/v1/me`
pub async fn me(signed: Signed) -> Answer {
    let (name, csrf) = (signed.name().to_owned(), signed.csrf().to_owned());
    Ok(json(Me { account_id: signed.account(), name, role: signed.role(), csrf }))
}

/// Enough of a person for a list.
#[derive(Serialize, JsonSchema)]
pub struct Person {
    person_id: PersonId,
    kind: PersonKind,
    name: String,
    called: String,
    born_on: Option<NaiveDate>,
    area: Option<String>,
    needs: Vec<CommunicationNeed>,
    interests: Vec<String>,
}

impl From<PersonSummary> for Person {
    fn from(row: PersonSummary) -> Self {
        let PersonSummary { person_id, kind, name, called, born_on, area, needs, interests, .. } = row;
        Self { person_id, kind, name, called, born_on, area, needs, interests }
    }
}

/// People by name.
#[derive(Serialize, JsonSchema)]
pub struct People {
    people: Vec<Person>,
}

/// `GET /api/v1/people?limit=100`
pub async fn people(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let who = signed.connecting()?;
    let people = site.app.views.everybody(&who, limit(&asked)).await?;
    Ok(json(People { people: people.into_iter().map(Person::from).collect() }))
}

/// One person's whole record.
#[derive(Serialize, JsonSchema)]
pub struct WholePerson {
    /// Goes into `seen` of a command that rests on what is shown here.
    version: i64,
    registered_by: AccountId,
    person: Record,
}

/// `GET /api/v1/people/{id}`
pub async fn person(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let who = signed.connecting()?;
    let row = site.app.views.person(&who, id).await?.ok_or(Refusal::NotFound)?;
    let person = Record::of(&row.person)?.without("taken_in", &["before", "brought", "since"]);
    Ok(json(WholePerson { version: row.version, registered_by: row.registered_by, person }))
}

/// How many relationships stand where.
#[derive(Serialize, JsonSchema)]
pub struct Ties {
    possible: i64,
    introduced: i64,
    consolidating: i64,
    self_sustaining: i64,
    lapsed: i64,
}

impl From<TieCounts> for Ties {
    fn from(counts: TieCounts) -> Self {
        let TieCounts {
            possible,
            introduced,
            consolidating,
            self_sustaining,
            lapsed,
            open: _,
            without_hand_over: _,
        } = counts;
        Self { possible, introduced, consolidating, self_sustaining, lapsed }
    }
}

/// One case.
#[derive(Serialize, JsonSchema)]
pub struct Engagement {
    engagement_id: EngagementId,
    /// How it is called where nobody may be named.
    reference: String,
    /// Goes into `seen` of a command that rests on what is shown here.
    version: i64,
    stage: Stage,
    person: Person,
    delivered_minutes: i64,
    last_session_on: Option<NaiveDate>,
    next_session_on: Option<NaiveDate>,
    relationships: Ties,
    /// The whole record, its sessions left out; only for one engagement.
    #[serde(skip_serializing_if = "Option::is_none")]
    engagement: Option<Record>,
}

impl Engagement {
    fn of(case: Case, whole: bool) -> Result<Self, Failure> {
        let engagement = if whole { Some(Record::of(&case.row.engagement)?) } else { None };
        let id = case.row.engagement.engagement_id;
        Ok(Self {
            engagement_id: id,
            reference: app::views::reference(id),
            version: case.row.version,
            stage: case.row.engagement.stage,
            person: case.person.into(),
            delivered_minutes: case.delivered_minutes,
            last_session_on: case.last_session_on,
            next_session_on: case.next_session.map(|(on, _)| on),
            relationships: case.ties.into(),
            engagement,
        })
    }
}

/// Cases by name of the person.
#[derive(Serialize, JsonSchema)]
pub struct Engagements {
    engagements: Vec<Engagement>,
}

/// `GET /api/v1/engagements?which=open|finished|unallocated&limit=100`
pub async fn engagements(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let who = signed.connecting()?;
    let which = match asked.one("which") {
        "finished" => Which::Finished,
        "unallocated" => Which::Unallocated,
        "waiting" => Which::Waiting,
        _ => Which::Open,
    };
    let cases = site.app.views.caseload(&who, which, None, site.app.clock.today(), limit(&asked)).await?;
    let engagements = cases.into_iter().map(|case| Engagement::of(case, false)).collect::<Result<_, _>>()?;
    Ok(json(Engagements { engagements }))
}

/// `GET /api/v1/engagements/{id}`
pub async fn engagement(State(site): State<Site>, signed: Signed, At(id): At<EngagementId>) -> Answer {
    let who = signed.connecting()?;
    let case = site.app.views.case(&who, id, site.app.clock.today()).await?.ok_or(Refusal::NotFound)?;
    Ok(json(Engagement::of(case, true)?))
}

/// One relationship, with both names.
#[derive(Serialize, JsonSchema)]
pub struct Relationship {
    relationship_id: RelationshipId,
    engagement_id: EngagementId,
    /// Goes into `seen` of a command that rests on what is shown here.
    version: i64,
    stage: domain::relationship::Stage,
    person_name: String,
    other_name: String,
    /// The whole record; only for one relationship.
    #[serde(skip_serializing_if = "Option::is_none")]
    relationship: Option<Record>,
}

impl Relationship {
    pub(super) fn of(tie: Tie, whole: bool) -> Result<Self, Failure> {
        let relationship = if whole { Some(Record::of(&tie.relationship)?) } else { None };
        Ok(Self {
            relationship_id: tie.relationship.relationship_id,
            engagement_id: tie.relationship.engagement_id,
            version: tie.version,
            stage: tie.relationship.stage(),
            person_name: tie.person_name,
            other_name: tie.other_name,
            relationship,
        })
    }
}

/// `GET /api/v1/relationships/{id}`
pub async fn relationship(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let who = signed.connecting()?;
    let tie = site.app.views.relationship(&who, id).await?.ok_or(Refusal::NotFound)?;
    Ok(json(Relationship::of(tie, true)?))
}
