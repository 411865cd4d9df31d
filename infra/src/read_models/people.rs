//! The `people` table: a row a person, with what a list shows. Finding people by their words is the finder's.

use app::access::Connecting;
use app::alike::Marks;
use app::error::Failure;
use app::folded::folded;
use app::log::Envelope;
use app::terms::term_id;
use app::views::people::{Asking, Found, People as Queries, PersonRow, PersonSummary};
use app::views::team::Caseloads;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Event;
use domain::matching::Facts;
use domain::person::PersonEvent;
use domain::person::codes::{ConsentScope, IdentifierScheme, PersonKind};
use domain::person::records::Details;
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{AccountId, DocumentId, OrganisationId, PersonId};
use domain::shared::personal::Personal;
use domain::shared::text::Line;
use sqlx::types::Json;
use uuid::Uuid;

use super::duplicates::Keys;
use super::finder::summaries;
use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of people.
#[derive(Debug, Clone, Copy)]
pub struct People;

impl Model for People {
    const NAME: &'static str = "people";
    const VERSION: i32 = 7;
    type Row = PersonRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::text("kind"),
            Column::text("sort_name"),
            Column::text("summary"),
            Column::date("born_on").optional(),
            Column::text("nhs_number").optional(),
            Column::uuid("registered_by"),
            Column::uuid("erasure_by").optional(),
            Column::bool("gone"),
            Column::date("first_map_on").optional(),
            Column::int("changed_at"),
            Column::date("asks_on").optional(),
            Column::text("facts"),
            Column::uuid("face").optional(),
            Column::date("face_until").optional(),
            Column::text("asks").optional(),
            // The record that counts, once two were put together.
            Column::uuid("same_as").optional(),
            // By what somebody with two records is found, see `duplicates`.
            Column::text("sounds").optional(),
            Column::text("born_first").optional(),
            Column::text("born_last").optional(),
            Column::text("told_apart"),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &[
            "organisation, kind, sort_name",
            "organisation, sort_name, id",
            "registered_by, organisation, kind, gone, sort_name, id",
            "organisation, nhs_number",
            "organisation, born_on",
            "organisation, asks_on",
            "changed_at",
            // Everything that is asked of who could be met.
            "organisation, gone, kind, changed_at, id",
            // Whether somebody has a map, and is to be asked again.
            "id, first_map_on, asks_on",
            "same_as",
            "erasure_by",
            "organisation, sounds, born_on",
            "organisation, born_first",
            "organisation, born_last",
        ]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        if let Event::Person(_) = event.event {
            rows.push(Touch::Id(event.stream.id));
        }
    }

    fn apply(_: Uuid, row: &mut Option<PersonRow>, envelope: &Envelope) -> Result<(), Poison> {
        let Event::Person(event) = &envelope.event else { return Ok(()) };
        if let PersonEvent::PersonRegistered { .. } = event {
            *row = Some(PersonRow {
                organisation: envelope.organisation,
                registered_by: envelope.actor,
                version: 0,
                changed_at: 0,
                erasure_by: None,
                person: domain::person::Person::default(),
            });
        }
        let row = row.as_mut().ok_or(Poison("something happened to a person before they were registered"))?;
        match event {
            PersonEvent::ErasureDecided { .. } => row.erasure_by = Some(envelope.actor),
            PersonEvent::PersonForgotten { .. } => row.erasure_by = None,
            // Each is named: a new event does not compile until it is known what it means beside the person.
            PersonEvent::PersonRegistered { .. }
            | PersonEvent::DetailsCorrected { .. }
            | PersonEvent::IdentifierAdded { .. }
            | PersonEvent::CommunicationNeedsRecorded { .. }
            | PersonEvent::ConsentGiven { .. }
            | PersonEvent::ConsentRefused { .. }
            | PersonEvent::ConsentWithdrawn { .. }
            | PersonEvent::ProfilePublished { .. }
            | PersonEvent::InterestRecorded { .. }
            | PersonEvent::InterestRefined { .. }
            | PersonEvent::InterestRetired { .. }
            | PersonEvent::RelationshipMapTaken { .. }
            | PersonEvent::RelationshipMapTakenBack { .. }
            | PersonEvent::AvailabilitySet { .. }
            | PersonEvent::TravelSet { .. }
            | PersonEvent::MeetingWishesTold { .. }
            | PersonEvent::SupporterLinked { .. }
            | PersonEvent::SupporterUnlinked { .. }
            | PersonEvent::SupporterAuthorityRecorded { .. }
            | PersonEvent::ValuedRoleTakenUp { .. }
            | PersonEvent::ValuedRoleHoursAgreed { .. }
            | PersonEvent::ValuedRoleLaidDown { .. }
            | PersonEvent::ValuedRoleTakenBack { .. }
            | PersonEvent::PersonDied { .. }
            | PersonEvent::RegistrationTakenBack { .. }
            | PersonEvent::SafetyNoteAdded { .. }
            | PersonEvent::SafetyNoteReviewed { .. }
            | PersonEvent::SafetyNoteEnded { .. }
            | PersonEvent::CapacityAssessed { .. }
            | PersonEvent::BestInterestsDecided { .. }
            | PersonEvent::SharingAgreed { .. }
            | PersonEvent::SharingEnded { .. }
            | PersonEvent::OutcomeMeasureTaken { .. }
            | PersonEvent::OutcomeMeasureTakenBack { .. } => {}
            PersonEvent::DocumentAttached { .. } | PersonEvent::DocumentRemoved { .. } => {}
            PersonEvent::ToldApart { .. }
            | PersonEvent::PersonMerged { .. }
            | PersonEvent::PersonUnmerged { .. }
            | PersonEvent::DuplicateTakenIn { .. }
            | PersonEvent::DuplicateGivenBack { .. } => {}
        }
        row.version = envelope.version;
        row.changed_at = envelope.position;
        row.person.evolve(event);
        Ok(())
    }

    fn values(row: &PersonRow) -> Vec<Value<'_>> {
        let summary = summary(row);
        let keys = Keys::of(row);
        let nhs = row
            .person
            .identifiers
            .get(&IdentifierScheme::NhsNumber)
            .and_then(Personal::get)
            .map(ToString::to_string);
        vec![
            row.organisation.into(),
            summary.kind.code().into(),
            folded(&summary.name).into(),
            serde_json::to_string(&summary).unwrap_or_default().into(),
            row.person.details().and_then(|details| details.born_on).into(),
            nhs.into(),
            row.registered_by.into(),
            row.erasure_by.into(),
            row.person.is_gone().into(),
            row.person.first_map().map(|map| map.taken_on).into(),
            row.changed_at.into(),
            row.person.to_ask_again().first().map(|(day, _)| *day).into(),
            serde_json::to_string(&facts(row)).unwrap_or_default().into(),
            row.person.face().map(DocumentId::uuid).into(),
            row.person.face_until().into(),
            asks(row).into(),
            row.person.is_merged_into().into(),
            keys.sounds.into(),
            keys.born_first.into(),
            keys.born_last.into(),
            serde_json::to_string(&row.person.told_apart).unwrap_or_default().into(),
        ]
    }
}

/// What is to be asked again and when, as the team's list of what is late reads it; nothing of most people.
fn asks(row: &PersonRow) -> Option<String> {
    let asks = row.person.to_ask_again();
    (!asks.is_empty()).then(|| serde_json::to_string(&asks).unwrap_or_default())
}

/// What may count when somebody is introduced.
fn facts(row: &PersonRow) -> Facts {
    Facts::of(&row.person, |name| term_id(row.organisation, name), folded)
}

/// What a list shows of a person.
fn summary(row: &PersonRow) -> PersonSummary {
    let person = &row.person;
    let details = person.details();
    PersonSummary {
        person_id: person.person_id,
        kind: person.kind.unwrap_or(PersonKind::CommunityMember),
        name: details.map_or("Somebody forgotten", |details| details.name.as_str()).to_owned(),
        called: details.map_or("somebody", Details::called).to_owned(),
        born_on: details.and_then(|details| details.born_on),
        area: details.and_then(|details| details.area.as_ref()).map(ToString::to_string),
        needs: person.needs.as_ref().map(|needs| needs.list().to_vec()).unwrap_or_default(),
        interests: person
            .current_interests()
            .iter()
            .filter_map(|kept| kept.interest.get())
            .map(|interest| interest.name.to_string())
            .collect(),
        refuses_introductions: person.refused(ConsentScope::BeIntroduced),
    }
}

/// A word as a pattern that matches it as a whole word of a name between blanks; `%` and `_` mean themselves.
fn whole(word: &str) -> String {
    let word = folded(word).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("% {word} %")
}

/// Of `people p`, whom a connector may know of: community members, those on their caseload, and those
/// they registered whom nobody works with yet. `$1` is the organisation, `$2` the connector or NULL.
pub(super) const KNOWN: &str = "p.organisation = $1 AND ($2 IS NULL OR p.kind = 'community_member'
    OR EXISTS (SELECT 1 FROM engagements e WHERE e.person_id = p.id AND e.connector = $2)
    OR (p.registered_by = $2 AND NOT EXISTS
        (SELECT 1 FROM engagements e WHERE e.person_id = p.id AND e.connector IS NOT NULL)))";

/// People asked for by their ids at once: five for each of two hundred rows of a list.
const MOST_NAMED: usize = 1_000;

/// The one connector whose people they may know of.
pub(super) fn caseload(who: &Connecting<'_>) -> Option<Uuid> {
    who.caseload().map(AccountId::uuid)
}

#[async_trait]
impl Queries for ReadModels {
    async fn person(&self, who: &Connecting<'_>, id: PersonId) -> Result<Option<PersonRow>, Failure> {
        let sql = format!("SELECT p.doc FROM people p WHERE {KNOWN} AND p.id = $3 AND p.same_as IS NULL");
        let row: Option<(Json<PersonRow>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("reading a person"))?);
        Ok(row.map(|(Json(row),)| row))
    }

    async fn knows(&self, who: &Connecting<'_>, id: PersonId) -> Result<bool, Failure> {
        let sql = format!("SELECT p.id FROM people p WHERE {KNOWN} AND p.id = $3 AND p.same_as IS NULL");
        let row: Option<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("asking who knows a person"))?);
        Ok(row.is_some())
    }

    async fn alike(&self, who: &Connecting<'_>, details: &Details) -> Result<Vec<PersonSummary>, Failure> {
        let newcomer = Marks::of(details.name.as_str(), details.born_on);
        let [first, last] = newcomer.ends();
        // Two questions, each with an index of its own: in one, SQLite would look at everybody.
        let sql = "SELECT alike.summary FROM (
             SELECT p.sort_name, p.summary FROM people p WHERE p.organisation = $1 AND p.sort_name = $2
               AND NOT p.gone AND (p.born_on = $3 OR p.born_on IS NULL OR $3 IS NULL)
             UNION SELECT p.sort_name, p.summary FROM people p WHERE p.organisation = $1 AND p.born_on = $3
               AND NOT p.gone AND (' ' || p.sort_name || ' ' LIKE $4 ESCAPE '\\' OR ' ' || p.sort_name || ' ' LIKE $5 ESCAPE '\\')
             ) alike ORDER BY alike.sort_name LIMIT 5";
        let rows: Vec<(String,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(newcomer.name())
            .bind(details.born_on)
            .bind(whole(first))
            .bind(whole(last))
            .fetch_all(pool)
            .await
            .map_err(failed("looking for people alike"))?);
        let is_like = |known: &PersonSummary| newcomer.looks_like(&Marks::of(&known.name, known.born_on));
        let found = rows.iter().map(|(summary,)| parse(summary));
        found.filter(|known| known.as_ref().map_or(true, is_like)).collect()
    }

    async fn people_changed_at(&self) -> Result<i64, Failure> {
        let sql = "SELECT COALESCE(MAX(p.changed_at), 0) FROM people p";
        on!(&self.database, read, pool => sqlx::query_scalar(sql).fetch_one(pool).await)
            .map_err(failed("asking how far people are"))
    }

    async fn with_nhs_number(
        &self,
        who: &Connecting<'_>,
        number: &Line,
    ) -> Result<Option<PersonId>, Failure> {
        let sql = "SELECT p.id FROM people p WHERE p.nhs_number = $1 AND p.organisation = $2 AND NOT p.gone LIMIT 1";
        let row: Option<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(number.as_str())
            .bind(who.organisation().uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("looking for an NHS number"))?);
        Ok(row.map(|(id,)| PersonId(id)))
    }

    async fn find(&self, who: &Connecting<'_>, typed: &str, limit: usize) -> Result<Vec<Found>, Failure> {
        self.finder.find(&self.database, who, typed, limit).await
    }

    async fn everybody(&self, who: &Connecting<'_>, limit: i64) -> Result<Vec<PersonSummary>, Failure> {
        let sql = format!(
            "SELECT p.summary FROM people p WHERE {KNOWN} AND NOT p.gone ORDER BY p.sort_name, p.id LIMIT $3"
        );
        let rows: Vec<(String,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing people"))?);
        rows.iter().map(|(summary,)| parse(summary)).collect()
    }

    async fn people_named(
        &self,
        who: &Connecting<'_>,
        ids: &[PersonId],
    ) -> Result<Vec<PersonSummary>, Failure> {
        let ids: Vec<Uuid> = ids.iter().take(MOST_NAMED).map(|id| id.uuid()).collect();
        Ok(summaries(&self.database, who, &ids).await?.into_values().collect())
    }

    async fn faces(
        &self,
        who: &Connecting<'_>,
        ids: &[PersonId],
        today: NaiveDate,
    ) -> Result<Vec<(PersonId, DocumentId)>, Failure> {
        let ids: Vec<Uuid> = ids.iter().take(MOST_NAMED).map(|id| id.uuid()).collect();
        super::faces::of(&self.database, who, &ids, today).await
    }

    async fn not_referred(&self, who: &Connecting<'_>) -> Result<Vec<PersonSummary>, Failure> {
        // Theirs first, from an index that holds all that is asked of them: one account may have registered everybody,
        // so that a database that knows no more would go through all of them in order of name.
        let sql = "WITH mine AS MATERIALIZED (SELECT r.id, r.sort_name FROM people r
               WHERE r.organisation = $1 AND r.registered_by = $2 AND r.kind = 'supported' AND r.gone = FALSE
                 AND NOT EXISTS (SELECT 1 FROM engagements e WHERE e.person_id = r.id))
             SELECT (SELECT p.summary FROM people p WHERE p.id = mine.id) FROM mine
             ORDER BY mine.sort_name, mine.id LIMIT 20";
        let rows: Vec<(String,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.account().uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("listing people to refer"))?);
        rows.iter().map(|(summary,)| parse(summary)).collect()
    }

    async fn community(&self, who: &Connecting<'_>) -> Result<Vec<PersonSummary>, Failure> {
        let sql = "SELECT p.summary FROM people p
             WHERE p.organisation = $1 AND p.kind = 'community_member' AND NOT p.gone
             ORDER BY p.sort_name LIMIT 500";
        let rows: Vec<(String,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("listing community members"))?);
        rows.iter().map(|(summary,)| parse(summary)).collect()
    }

    async fn to_ask_again(&self, who: &Connecting<'_>, by: NaiveDate) -> Result<Vec<Asking>, Failure> {
        Caseloads::asking_in_team(self, who, Some(who.account()), by, 100).await
    }

    async fn erasures_decided(&self) -> Result<Vec<(OrganisationId, AccountId, PersonId)>, Failure> {
        // Asked again and again: SQLite finds what is there along an index only where it is asked to be more than something.
        let sql = "SELECT organisation, erasure_by, id FROM people WHERE erasure_by IS NOT NULL AND erasure_by > $1";
        let rows: Vec<(Uuid, Uuid, Uuid)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(Uuid::nil())
            .fetch_all(pool)
            .await
            .map_err(failed("listing erasures to finish"))?);
        Ok(rows.into_iter().map(|(house, by, id)| (house.into(), by.into(), id.into())).collect())
    }
}
