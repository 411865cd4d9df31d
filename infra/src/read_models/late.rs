//! What is late, with whom: one query over columns, so that it costs the same however much is known of each case.
//! Everything late is a row with its day; each colleague's are counted and ranked, and only the first are read.
//!
//! It counts what the colleague's own *Today* lists as late: `app::views::today` is the other half, and a test holds
//! one against the other over the demo's histories.

use std::collections::{BTreeMap, HashSet};

use app::access::Connecting;
use app::error::Failure;
use app::views::late::{Late, LateAsk, LateItem, Lates as Queries, NOTES_HOURS, Ranked, UNWRITTEN_DAYS};
use app::views::people::{Asking, PersonSummary};
use app::views::safety::SafetyNoteRow;
use async_trait::async_trait;
use chrono::{Days, Months, NaiveDate};
use domain::person::AskAgain;
use domain::person::measures::due::{FOLLOW_UP_MONTHS, NEAR_DAYS};
use domain::shared::ids::AccountId;
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::late_text::{Whose, late, sums};
use super::{ReadModels, failed, parse};
use crate::on;

/// People with something to ask again that are read at once.
const MOST_ASKED: i64 = 5_000;

#[derive(sqlx::FromRow)]
struct Record {
    whose: Uuid,
    kind: String,
    due_on: NaiveDate,
    about: Uuid,
    session_id: Option<Uuid>,
    together: Option<Uuid>,
    in_all: i64,
    summary: String,
    other: Option<String>,
    note: Option<Json<SafetyNoteRow>>,
}

impl Record {
    fn item(self) -> Result<LateItem, Failure> {
        let PersonSummary { person_id, called, .. } = parse(&self.summary)?;
        let engagement_id = self.about.into();
        let unknown = || Failure::doing("reading what is late")(std::fmt::Error);
        let (source, code) = self.kind.split_once('_').unwrap_or((&self.kind, ""));
        let what = match source {
            "due" => {
                let kind = code.parse().map_err(Failure::doing("reading a clock that ran out"))?;
                Late::Clock { engagement_id, person_id, called, kind }
            }
            "ask" => {
                let slot = code.parse().map_err(Failure::doing("reading questions that are late"))?;
                Late::Measure { engagement_id, person_id, called, slot }
            }
            "telling" => {
                let about = code.parse().map_err(Failure::doing("reading a message that is late"))?;
                Late::Message { engagement_id, called, about }
            }
            "check" => {
                let month = code.parse().map_err(Failure::doing("reading a check that is late"))?;
                let other: PersonSummary = parse(&self.other.ok_or_else(unknown)?)?;
                let other_called = other.called;
                Late::Check { relationship_id: self.about.into(), called, other_called, month }
            }
            "meeting" => {
                let other: PersonSummary = parse(&self.other.ok_or_else(unknown)?)?;
                let other_called = other.called;
                Late::Meeting { relationship_id: self.about.into(), called, other_called }
            }
            "unwritten" => {
                let session_id = self.session_id.ok_or_else(unknown)?.into();
                Late::Unwritten { engagement_id, session_id, group: self.together.map(Into::into), called }
            }
            "safety" => {
                let Json(note) = self.note.ok_or_else(unknown)?;
                Late::Safety(note.due(called))
            }
            _ => return Err(unknown()),
        };
        Ok(LateItem { due_on: self.due_on, what })
    }
}

impl ReadModels {
    /// Asks one of the texts of `late_text`.
    async fn ask_late<R>(&self, who: &Connecting<'_>, sql: &str, ask: &LateAsk) -> Result<Vec<R>, Failure>
    where
        R: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let near = ask.day - Days::new(NEAR_DAYS);
        let ended =
            near.checked_sub_months(Months::new(FOLLOW_UP_MONTHS)).unwrap_or(near) - Days::new(NEAR_DAYS);
        let written = Days::new(u64::try_from(NOTES_HOURS / 24).unwrap_or_default());
        on!(&self.database, read, pool => {
            let mut query = sqlx::query_as(sql)
                .bind(who.organisation().uuid())
                .bind(ask.of.map(AccountId::uuid))
                .bind(ask.day)
                .bind(ask.each)
                .bind(near)
                .bind(ask.day - Days::new(UNWRITTEN_DAYS))
                .bind(ask.day - written)
                .bind(ended);
            for contract in &ask.follow_ups {
                query = query.bind(contract.uuid());
            }
            query.fetch_all(pool).await.map_err(failed("listing what is late"))
        })
    }
}

/// The same question of the viewer's own alone, where they may ask for no more.
fn own(who: &Connecting<'_>, ask: &LateAsk) -> LateAsk {
    LateAsk { of: who.caseload().or(ask.of), ..ask.clone() }
}

#[async_trait]
impl Queries for ReadModels {
    async fn late(&self, who: &Connecting<'_>, ask: &LateAsk) -> Result<Vec<Ranked>, Failure> {
        let ask = own(who, ask);
        let records: Vec<Record> = self.ask_late(who, &late(&ask), &ask).await?;
        let mut ranked: BTreeMap<AccountId, (i64, Vec<LateItem>)> = BTreeMap::new();
        for record in records {
            let (in_all, items) = ranked.entry(AccountId(record.whose)).or_default();
            *in_all = record.in_all;
            items.push(record.item()?);
        }
        Ok(ranked.into_iter().map(|(whose, (in_all, items))| (whose, in_all, items)).collect())
    }

    async fn late_sums(&self, who: &Connecting<'_>, ask: &LateAsk) -> Result<Vec<(AccountId, i64)>, Failure> {
        let ask = own(who, ask);
        let [asked, others] = sums(&ask);
        let (mut sums, others): (Vec<(Uuid, i64)>, Vec<(Uuid, i64)>) =
            futures::try_join!(self.ask_late(who, &asked, &ask), self.ask_late(who, &others, &ask))?;
        sums.extend(others);
        Ok(sums.into_iter().map(|(whose, many)| (AccountId(whose), many)).collect())
    }

    async fn asking_by_case(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        by: NaiveDate,
    ) -> Result<Vec<(Option<AccountId>, Asking)>, Failure> {
        let of = who.caseload().or(of);
        let whose = Whose::of(of.is_some()).is("e.connector");
        // From the open cases on, in this order: of many people who are worked with no more something has run out.
        let sql = format!(
            "SELECT e.connector, p.id, p.asks, p.summary FROM engagements e CROSS JOIN people p
             WHERE e.organisation = $1 AND e.open = TRUE AND {whose}
               AND p.id = e.person_id AND p.asks_on <= $3 AND p.asks IS NOT NULL LIMIT $4"
        );
        let rows: Vec<(Option<Uuid>, Uuid, String, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(of.map(AccountId::uuid))
            .bind(by)
            .bind(MOST_ASKED)
            .fetch_all(pool)
            .await
            .map_err(failed("listing what is to be asked again"))?);
        let (mut all, mut seen) = (Vec::new(), HashSet::new());
        for (whose, person, asks, summary) in rows {
            // Two open cases of one person with one connector are one asking.
            if !seen.insert((whose, person)) {
                continue;
            }
            let PersonSummary { person_id, called, .. } = parse(&summary)?;
            let asks: Vec<(NaiveDate, AskAgain)> = parse(&asks)?;
            let due = asks.into_iter().filter(|(on, _)| *on <= by);
            all.extend(due.map(|(on, what)| {
                (whose.map(AccountId), Asking { person_id, called: called.clone(), on, what })
            }));
        }
        Ok(all)
    }
}
