//! What is late, with whom: one query over columns, so that it costs the same however much is known of each case.
//! Everything late is a row with its day; each colleague's are counted and ranked, and only the first are read.
//!
//! It counts what the colleague's own *Today* lists as late: `app::views::today` is the other half, and a test holds
//! one against the other over the demo's histories.

use std::collections::BTreeMap;

use app::access::{Connecting, Role};
use app::error::Failure;
use app::views::late::{Late, LateAsk, LateItem, Lates as Queries, NOTES_HOURS, Ranked, UNWRITTEN_DAYS};
use app::views::people::{Asking, PersonSummary};
use app::views::safety::SafetyNoteRow;
use async_trait::async_trait;
use chrono::{Days, Months, NaiveDate};
use domain::engagement::clocks::DueKind;
use domain::person::AskAgain;
use domain::person::measures::due::{AskingSlot, FOLLOW_UP_MONTHS, NEAR_DAYS};
use domain::relationship::CHECK_MONTHS;
use domain::shared::ids::AccountId;
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed, parse};
use crate::on;

/// People with something to ask again that are read at once.
const MOST_ASKED: i64 = 5_000;

/// No id; a database that tells ids from words must be told which this is.
const NONE: &str = "CAST(NULL AS uuid)";

/// Of `engagements e` that are open: whose day they are on. A referral that nobody was asked to take is on the day
/// of whoever registered the person, as in their caseload.
const WHOSE: &str =
    "COALESCE(e.connector, (SELECT r.registered_by FROM people r WHERE r.id = e.person_id)) AS whose";

/// One colleague's or everybody's, as two texts, because SQLite uses no index where a parameter may also be NULL.
struct Whose {
    /// Of `engagements e`.
    running: &'static str,
    /// Of a column that names the connector.
    one: bool,
}

impl Whose {
    fn of(one: bool) -> Self {
        let running = if one {
            "e.id IN (SELECT id FROM engagements WHERE connector = $2
               UNION ALL SELECT n.id FROM people r JOIN engagements n ON n.person_id = r.id
                 WHERE r.registered_by = $2 AND n.connector IS NULL)"
        } else {
            "$2 IS NULL"
        };
        Self { running, one }
    }

    /// That a column is theirs.
    fn is(&self, column: &str) -> String {
        if self.one { format!("{column} = $2") } else { format!("{column} IS NOT NULL") }
    }
}

/// What stops a clock outside its engagement.
fn goes_on(kind: DueKind) -> &'static str {
    match kind {
        DueKind::BaselineMap => {
            "AND NOT EXISTS (SELECT 1 FROM people m WHERE m.id = e.person_id AND m.first_map_on IS NOT NULL)"
        }
        DueKind::FirstIntroduction => {
            "AND NOT EXISTS (SELECT 1 FROM relationships r WHERE r.engagement_id = e.id AND r.met_on IS NOT NULL)"
        }
        DueKind::HandOverList => {
            "AND EXISTS (SELECT 1 FROM relationships r WHERE r.engagement_id = e.id AND r.is_open
               AND (r.hand_over_in IS NULL OR r.hand_over_in <> e.hand_overs_in))"
        }
        DueKind::FirstContact
        | DueKind::EligibilityDecision
        | DueKind::MidTermReview
        | DueKind::EndPlanning
        | DueKind::PauseReview
        | DueKind::NextReview
        | DueKind::EndOfTerm => "",
    }
}

/// The clocks of the work.
fn clocks() -> impl Iterator<Item = String> {
    DueKind::ALL.iter().map(|kind| {
        let (code, stops) = (kind.code(), goes_on(*kind));
        format!(
            "SELECT e.whose, 'due_{code}' AS kind, e.due_{code} AS due_on, e.id AS about, e.person_id,
               {NONE} AS other_id, {NONE} AS session_id, {NONE} AS together, {NONE} AS note
             FROM running e WHERE e.due_{code} < $3 {stops}"
        )
    })
}

/// Questions about how life is that are in use and were not asked near enough to their day.
fn questions(ask: &LateAsk) -> Vec<String> {
    if ask.in_use.is_empty() {
        return Vec::new();
    }
    // Codes and ids of ours, so that they may stand in the text.
    let codes: Vec<String> = ask.in_use.iter().map(|kind| format!("'{}'", kind.code())).collect();
    let (codes, count) = (codes.join(", "), ask.in_use.len());
    let late = |slot: AskingSlot, cases: &str, further: &str| {
        let code = slot.code();
        let counts = match slot {
            AskingSlot::Baseline => format!("m.first_until >= e.ask_{code}"),
            _ => format!("e.ask_{code} BETWEEN m.near_from AND m.near_until"),
        };
        format!(
            "SELECT e.whose, 'ask_{code}', e.ask_{code}, e.id, e.person_id, {NONE}, {NONE}, {NONE}, {NONE}
             FROM {cases} e WHERE e.ask_{code} < $3 {further}
               AND (SELECT COUNT(DISTINCT m.instrument) FROM measures m WHERE m.person_id = e.person_id
                 AND m.counts = TRUE AND m.instrument IN ({codes}) AND {counts}) < {count}"
        )
    };
    let contracts: Vec<String> = (0..ask.follow_ups.len()).map(|at| format!("${}", at + 9)).collect();
    let follow_up = format!("AND e.ask_follow_up >= $5 AND e.contract_id IN ({})", contracts.join(", "));
    let mut all = vec![
        late(AskingSlot::Baseline, "running", ""),
        late(AskingSlot::LastReview, "running", "AND e.ask_last_review >= $5"),
        late(AskingSlot::NextReview, "running", "AND e.ask_next_review >= $5"),
        late(AskingSlot::End, "running", "AND (e.ended_on IS NULL OR e.ask_end >= $5)"),
        late(AskingSlot::End, "closed", "AND e.ask_end >= $5"),
    ];
    if !contracts.is_empty() {
        all.push(late(AskingSlot::FollowUp, "running", &follow_up));
        all.push(late(AskingSlot::FollowUp, "closed", &follow_up));
    }
    all
}

/// Visits of which nothing was written, a line for each or for each group.
fn unwritten() -> String {
    format!(
        "SELECT e.whose, 'unwritten', s.held_on, e.id, e.person_id, {NONE}, s.session_id, s.together, {NONE}
         FROM running e JOIN sessions s ON s.engagement_id = e.id AND s.status = 'planned'
           AND s.held_on BETWEEN $6 AND $7
         WHERE s.together IS NULL OR NOT EXISTS (
           SELECT 1 FROM sessions o JOIN running f ON f.id = o.engagement_id
           WHERE o.together = s.together AND o.status = 'planned' AND o.held_on >= $6 AND f.whose = e.whose
             AND (o.held_on < s.held_on OR (o.held_on = s.held_on AND o.id < s.id)))"
    )
}

/// Messages to referrers.
fn messages(whose: &Whose) -> String {
    let whose = whose.is("m.connector");
    format!(
        "SELECT m.connector, 'telling_' || m.about, m.due_on, m.id, m.person_id, {NONE}, {NONE}, {NONE}, {NONE}
         FROM messages_back m
         WHERE m.organisation = $1 AND m.waited_until >= $3 AND m.due_on < $3 AND {whose}"
    )
}

/// Looking again at what stands on its own.
fn checks(whose: &Whose) -> impl Iterator<Item = String> {
    let whose = whose.is("e.connector");
    CHECK_MONTHS.into_iter().map(move |month| {
        format!(
            "SELECT e.connector, 'check_{month}', r.check_{month}, r.id, r.person_id, r.other_id, {NONE}, {NONE}, {NONE}
             FROM relationships r JOIN engagements e ON e.id = r.engagement_id
             WHERE r.organisation = $1 AND r.check_on < $3 AND r.check_{month} < $3 AND {whose}"
        )
    })
}

/// Safety notes: on the day of whoever keeps an eye on one, as long as they may know of the person, and of every
/// connector who works with them.
fn safety(whose: &Whose) -> String {
    let (owner, connector) = (whose.is("n.owner"), whose.is("e.connector"));
    let leading: Vec<String> =
        Role::ALL.iter().filter(|role| role.leads()).map(|role| format!("'{}'", role.code())).collect();
    let leading = leading.join(", ");
    let due = "n.organisation = $1 AND n.open = TRUE AND n.review_on < $3 AND NOT p.gone";
    format!(
        "SELECT seen.whose, 'safety', seen.review_on, seen.id, seen.person_id, {NONE}, {NONE}, {NONE}, seen.id FROM (
           SELECT n.owner AS whose, n.id, n.review_on, n.person_id
             FROM safety_notes n JOIN people p ON p.id = n.person_id
             WHERE {due} AND {owner} AND (p.kind = 'community_member'
               OR EXISTS (SELECT 1 FROM accounts a WHERE a.account_id = n.owner AND a.role IN ({leading}))
               OR EXISTS (SELECT 1 FROM engagements k WHERE k.person_id = p.id AND k.connector = n.owner)
               OR (p.registered_by = n.owner AND NOT EXISTS
                 (SELECT 1 FROM engagements k WHERE k.person_id = p.id AND k.connector IS NOT NULL)))
           UNION
           SELECT e.connector, n.id, n.review_on, n.person_id
             FROM safety_notes n JOIN people p ON p.id = n.person_id
             JOIN engagements e ON e.person_id = n.person_id AND e.open
             WHERE {due} AND {connector}) seen"
    )
}

/// What is late: `$1` the organisation, `$2` whose or NULL, `$3` the day, `$4` how many of each, `$5` since when
/// questions are still asked for, `$6` to `$7` the days of unwritten visits, `$8` since when what ended counts, `$9` on the
/// contracts that ask for questions after the end.
fn late(ask: &LateAsk) -> String {
    let whose = Whose::of(ask.of.is_some());
    let kept: String = DueKind::ALL.iter().map(|kind| format!("e.due_{}, ", kind.code())).collect();
    let points: String = AskingSlot::ALL.iter().map(|slot| format!("e.ask_{}, ", slot.code())).collect();
    let rows: Vec<String> = clocks()
        .chain(questions(ask))
        .chain([unwritten(), messages(&whose), safety(&whose)])
        .chain(checks(&whose))
        .collect();
    let closed = whose.is("e.connector");
    format!(
        "WITH running AS MATERIALIZED (
           SELECT {WHOSE}, e.person_id, e.hand_overs_in, e.contract_id, e.ended_on, {kept}{points}e.id
           FROM engagements e WHERE e.organisation = $1 AND e.open AND {}),
         closed AS (
           SELECT e.connector AS whose, e.person_id, e.contract_id, e.ask_end, e.ask_follow_up, e.id
           FROM engagements e JOIN people p ON p.id = e.person_id
           WHERE e.organisation = $1 AND e.open = FALSE AND e.ended_on >= $8 AND {closed} AND NOT p.gone),
         late AS ({}),
         placed AS (
           SELECT late.whose, late.kind, late.due_on, late.about, late.person_id, late.other_id, late.session_id,
             late.together, late.note,
             ROW_NUMBER() OVER (PARTITION BY late.whose ORDER BY late.due_on, late.about, late.kind) AS place,
             COUNT(*) OVER (PARTITION BY late.whose) AS in_all
           FROM late WHERE late.whose IS NOT NULL)
         SELECT placed.whose, placed.kind, placed.due_on, placed.about, placed.session_id, placed.together,
           placed.in_all, p.summary, o.summary AS other, n.doc AS note
         FROM placed JOIN people p ON p.id = placed.person_id
         LEFT JOIN people o ON o.id = placed.other_id LEFT JOIN safety_notes n ON n.id = placed.note
         WHERE placed.place <= $4 ORDER BY placed.due_on, placed.about, placed.kind",
        whose.running,
        rows.join(" UNION ALL ")
    )
}

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

#[async_trait]
impl Queries for ReadModels {
    async fn late(&self, who: &Connecting<'_>, ask: &LateAsk) -> Result<Vec<Ranked>, Failure> {
        let of = who.caseload().or(ask.of);
        let sql = late(&LateAsk { of, ..ask.clone() });
        let near = ask.day - Days::new(NEAR_DAYS);
        let ended =
            near.checked_sub_months(Months::new(FOLLOW_UP_MONTHS)).unwrap_or(near) - Days::new(NEAR_DAYS);
        let written = Days::new(u64::try_from(NOTES_HOURS / 24).unwrap_or_default());
        let records: Vec<Record> = on!(&self.database, read, pool => {
            let mut query = sqlx::query_as(&sql)
                .bind(who.organisation().uuid())
                .bind(of.map(AccountId::uuid))
                .bind(ask.day)
                .bind(ask.each)
                .bind(near)
                .bind(ask.day - Days::new(UNWRITTEN_DAYS))
                .bind(ask.day - written)
                .bind(ended);
            for contract in &ask.follow_ups {
                query = query.bind(contract.uuid());
            }
            query.fetch_all(pool).await.map_err(failed("listing what is late"))?
        });
        let mut ranked: BTreeMap<AccountId, (i64, Vec<LateItem>)> = BTreeMap::new();
        for record in records {
            let (in_all, items) = ranked.entry(AccountId(record.whose)).or_default();
            *in_all = record.in_all;
            items.push(record.item()?);
        }
        Ok(ranked.into_iter().map(|(whose, (in_all, items))| (whose, in_all, items)).collect())
    }

    async fn late_asking(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        day: NaiveDate,
    ) -> Result<Vec<(AccountId, Asking)>, Failure> {
        let of = who.caseload().or(of);
        let whose = Whose::of(of.is_some()).is("e.connector");
        let sql = format!(
            "SELECT DISTINCT e.connector, p.id, p.asks, p.summary FROM people p
             JOIN engagements e ON e.person_id = p.id AND e.open
             WHERE p.organisation = $1 AND p.asks_on < $3 AND p.asks IS NOT NULL AND {whose}
             ORDER BY p.id, e.connector LIMIT $4"
        );
        let rows: Vec<(Uuid, Uuid, String, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(of.map(AccountId::uuid))
            .bind(day)
            .bind(MOST_ASKED)
            .fetch_all(pool)
            .await
            .map_err(failed("listing what was not asked again"))?);
        let mut late = Vec::new();
        for (whose, _, asks, summary) in rows {
            let PersonSummary { person_id, called, .. } = parse(&summary)?;
            let asks: Vec<(NaiveDate, AskAgain)> = parse(&asks)?;
            let ran_out = asks.into_iter().filter(|(on, _)| *on < day);
            late.extend(ran_out.map(|(on, what)| {
                (AccountId(whose), Asking { person_id, called: called.clone(), on, what })
            }));
        }
        Ok(late)
    }
}
