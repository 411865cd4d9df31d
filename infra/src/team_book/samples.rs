//! Samples of records and what was found in them. Verdicts are counted and stand in clear; what was written
//! beside them is sealed, and emptied when the person is forgotten.

use std::collections::{BTreeMap, HashMap};

use app::access::Connecting;
use app::error::Failure;
use app::team_book::sampling::{Checked, Criterion, Remarks, Sample, SampledCase, Verdict};
use chrono::{DateTime, NaiveDate, Utc};
use domain::shared::ids::{AccountId, EngagementId, OrganisationId, PersonId, SampleId};
use uuid::Uuid;

use super::SqlTeamBook;
use crate::on;

const SAMPLES: &str = "SELECT sample_id, from_on, to_on, of_connector, seed, population, drawn_by, drawn_at
    FROM samples WHERE organisation_id = $1";
const CASES: &str =
    "SELECT c.sample_id, c.engagement_id, c.person_id, c.connector, c.checked_by, c.checked_on,
      c.results, c.words
    FROM sample_cases c JOIN samples s ON s.sample_id = c.sample_id WHERE s.organisation_id = $1";
/// Samples that are listed.
const LISTED: i64 = 100;
const DRAW: &str = "INSERT INTO samples
    (sample_id, organisation_id, from_on, to_on, of_connector, seed, population, drawn_by, drawn_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (sample_id) DO NOTHING";
const DRAWN: &str = "INSERT INTO sample_cases (sample_id, place, engagement_id, person_id, connector)
    VALUES ($1, $2, $3, $4, $5)";
const CHECK: &str = "UPDATE sample_cases SET checked_by = $4, checked_on = $5, results = $6, words = $7
    WHERE sample_id = $2 AND engagement_id = $3
      AND EXISTS (SELECT 1 FROM samples s WHERE s.sample_id = $2 AND s.organisation_id = $1)";
const FORGET: &str = "UPDATE sample_cases SET words = NULL WHERE person_id = $2
    AND sample_id IN (SELECT sample_id FROM samples WHERE organisation_id = $1)";

#[derive(sqlx::FromRow)]
struct SampleRow {
    sample_id: Uuid,
    from_on: NaiveDate,
    to_on: NaiveDate,
    of_connector: Option<Uuid>,
    seed: i64,
    population: i64,
    drawn_by: Uuid,
    drawn_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CaseRow {
    sample_id: Uuid,
    engagement_id: Uuid,
    person_id: Uuid,
    connector: Option<Uuid>,
    checked_by: Option<Uuid>,
    checked_on: Option<NaiveDate>,
    results: Option<String>,
    words: Option<Vec<u8>>,
}

fn sampled(book: &SqlTeamBook, row: CaseRow) -> Result<SampledCase, Failure> {
    let checked = match (row.checked_by, row.checked_on, row.results) {
        (Some(by), Some(on), Some(results)) => {
            let reading = Failure::doing("reading what a sample found");
            let results: BTreeMap<Criterion, Verdict> = serde_json::from_str(&results).map_err(&reading)?;
            let words: Remarks = match row.words {
                Some(sealed) => {
                    serde_json::from_slice(&book.safe.open(row.engagement_id, &sealed)?).map_err(&reading)?
                }
                None => Remarks::default(),
            };
            Some(Checked { by: by.into(), on, results, words })
        }
        _ => None,
    };
    Ok(SampledCase {
        engagement_id: row.engagement_id.into(),
        person_id: row.person_id.into(),
        connector: row.connector.map(AccountId),
        checked,
    })
}

fn sample(row: SampleRow, cases: Vec<SampledCase>) -> Sample {
    Sample {
        sample_id: row.sample_id.into(),
        from_on: row.from_on,
        to_on: row.to_on,
        of: row.of_connector.map(AccountId),
        seed: row.seed,
        population: row.population,
        drawn_by: row.drawn_by.into(),
        drawn_at: row.drawn_at,
        cases,
    }
}

pub(super) async fn latest(book: &SqlTeamBook, who: &Connecting<'_>) -> Result<Vec<Sample>, Failure> {
    let (samples, cases) = (
        format!("{SAMPLES} ORDER BY drawn_at DESC, sample_id LIMIT {LISTED}"),
        format!(
            "{CASES} AND c.sample_id IN (SELECT l.sample_id FROM samples l WHERE l.organisation_id = $1
               ORDER BY l.drawn_at DESC, l.sample_id LIMIT {LISTED}) ORDER BY c.sample_id, c.place"
        ),
    );
    let house = who.organisation().uuid();
    let rows: Vec<SampleRow> = on!(&book.database, read, pool =>
        sqlx::query_as(&samples).bind(house).fetch_all(pool).await)
    .map_err(Failure::doing("listing samples"))?;
    let drawn: Vec<CaseRow> = on!(&book.database, read, pool =>
        sqlx::query_as(&cases).bind(house).fetch_all(pool).await)
    .map_err(Failure::doing("listing the cases of samples"))?;
    let mut of: HashMap<Uuid, Vec<SampledCase>> = HashMap::new();
    for row in drawn {
        // What was written stays sealed.
        of.entry(row.sample_id).or_default().push(sampled(book, CaseRow { words: None, ..row })?);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let cases = of.remove(&row.sample_id).unwrap_or_default();
            sample(row, cases)
        })
        .collect())
}

pub(super) async fn one(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    id: SampleId,
) -> Result<Option<Sample>, Failure> {
    let (samples, cases) =
        (format!("{SAMPLES} AND sample_id = $2"), format!("{CASES} AND c.sample_id = $2 ORDER BY c.place"));
    let house = who.organisation().uuid();
    let row: Option<SampleRow> = on!(&book.database, read, pool =>
        sqlx::query_as(&samples).bind(house).bind(id.uuid()).fetch_optional(pool).await)
    .map_err(Failure::doing("reading a sample"))?;
    let Some(row) = row else { return Ok(None) };
    let drawn: Vec<CaseRow> = on!(&book.database, read, pool =>
        sqlx::query_as(&cases).bind(house).bind(id.uuid()).fetch_all(pool).await)
    .map_err(Failure::doing("reading the cases of a sample"))?;
    let cases = drawn.into_iter().map(|row| sampled(book, row)).collect::<Result<_, _>>()?;
    Ok(Some(sample(row, cases)))
}

pub(super) async fn keep(book: &SqlTeamBook, who: &Connecting<'_>, sample: &Sample) -> Result<(), Failure> {
    let keeping = || Failure::doing("keeping a sample");
    on!(&book.database, write, pool => {
        let mut change = pool.begin().await.map_err(keeping())?;
        let kept = sqlx::query(DRAW)
            .bind(sample.sample_id.uuid())
            .bind(who.organisation().uuid())
            .bind(sample.from_on)
            .bind(sample.to_on)
            .bind(sample.of.map(AccountId::uuid))
            .bind(sample.seed)
            .bind(sample.population)
            .bind(sample.drawn_by.uuid())
            .bind(sample.drawn_at)
            .execute(&mut *change)
            .await
            .map_err(keeping())?
            .rows_affected();
        if kept == 1 {
            for (place, case) in (0_i64..).zip(&sample.cases) {
                sqlx::query(DRAWN)
                    .bind(sample.sample_id.uuid())
                    .bind(place)
                    .bind(case.engagement_id.uuid())
                    .bind(case.person_id.uuid())
                    .bind(case.connector.map(AccountId::uuid))
                    .execute(&mut *change)
                    .await
                    .map_err(keeping())?;
            }
        }
        change.commit().await.map_err(keeping())
    })
}

pub(super) async fn keep_checked(
    book: &SqlTeamBook,
    who: &Connecting<'_>,
    (sample, engagement): (SampleId, EngagementId),
    checked: &Checked,
) -> Result<(), Failure> {
    let writing = Failure::doing("writing what a sample found");
    let results = serde_json::to_string(&checked.results).map_err(&writing)?;
    let words = serde_json::to_vec(&checked.words).map_err(&writing)?;
    let sealed = match checked.words.0.is_empty() {
        true => None,
        false => Some(book.safe.seal(engagement.uuid(), &words)?),
    };
    on!(&book.database, write, pool => sqlx::query(CHECK)
        .bind(who.organisation().uuid())
        .bind(sample.uuid())
        .bind(engagement.uuid())
        .bind(checked.by.uuid())
        .bind(checked.on)
        .bind(results)
        .bind(sealed)
        .execute(pool)
        .await
        .map(drop))
    .map_err(Failure::doing("keeping what a sample found"))
}

pub(super) async fn forget(
    book: &SqlTeamBook,
    house: OrganisationId,
    person: PersonId,
) -> Result<(), Failure> {
    on!(&book.database, write, pool => sqlx::query(FORGET)
        .bind(house.uuid())
        .bind(person.uuid())
        .execute(pool)
        .await
        .map(drop))
    .map_err(Failure::doing("emptying what was written about a record"))
}
