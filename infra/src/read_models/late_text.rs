//! The texts that ask what is late: a row for each thing from wherever it has its day, ranked by colleague, or how many
//! there are of each colleague's. SQLite and PostgreSQL read the same ones, and no part looks through a table from end
//! to end: `late` asks them.

use app::access::Role;
use app::views::late::LateAsk;
use domain::engagement::clocks::DueKind;
use domain::person::measures::due::AskingSlot;
use domain::relationship::CHECK_MONTHS;

/// No id; a database that tells ids from words must be told which this is.
const NONE: &str = "CAST(NULL AS uuid)";

/// Of `engagements e` that are open: whose day they are on. A referral that nobody was asked to take is on the day
/// of whoever registered the person, as in their caseload.
const WHOSE: &str =
    "COALESCE(e.connector, (SELECT r.registered_by FROM people r WHERE r.id = e.person_id)) AS whose";

/// What is late of nobody, so that a sum of nothing is one too.
const NEVER: &str = "FALSE";

/// Cases that are open.
const RUNNING: &str = "running";
/// Cases that are closed and of which something is asked still.
const CLOSED: &str = "closed";

/// One colleague's or everybody's, as two texts, because SQLite uses no index where a parameter may also be NULL.
pub(super) struct Whose {
    /// Of `engagements e`.
    running: &'static str,
    /// Of a column that names the connector.
    one: bool,
}

impl Whose {
    pub(super) fn of(one: bool) -> Self {
        let running = if one {
            "e.id IN (SELECT id FROM engagements WHERE connector = $2
               UNION ALL SELECT n.id FROM people r JOIN engagements n ON n.person_id = r.id
                 WHERE r.registered_by = $2 AND n.connector IS NULL)"
        } else {
            "$2 IS NULL"
        };
        Self { running, one }
    }

    /// Cases with their relationships, from where fewer are: from the relationships whose day has come, or from one
    /// colleague's cases. SQLite keeps to this order, and may go through every case there was without it.
    fn with_ties(&self) -> &'static str {
        if self.one {
            "engagements e CROSS JOIN relationships r"
        } else {
            "relationships r CROSS JOIN engagements e"
        }
    }

    /// That a column is theirs; rows that are nobody's are left out at the end.
    pub(super) fn is(&self, column: &str) -> String {
        if self.one { format!("{column} = $2") } else { "TRUE".to_owned() }
    }
}

/// What stops a clock outside its engagement. That something is not there is asked as a value, for each case on which
/// the day has come: PostgreSQL would gather all there is of everybody to say of some that they have none.
fn goes_on(kind: DueKind) -> &'static str {
    match kind {
        DueKind::BaselineMap => {
            "AND (SELECT 1 FROM people m WHERE m.id = e.person_id AND m.first_map_on > '0001-01-01' LIMIT 1) IS NULL"
        }
        DueKind::FirstIntroduction => {
            "AND (SELECT 1 FROM relationships r WHERE r.engagement_id = e.id AND r.met_on IS NOT NULL LIMIT 1) IS NULL"
        }
        DueKind::HandOverList => {
            "AND EXISTS (SELECT 1 FROM relationships r WHERE r.engagement_id = e.id AND r.is_open
               AND (r.hand_over_in IS NULL OR r.hand_over_in <> e.hand_overs_in))"
        }
        DueKind::Acknowledgement
        | DueKind::FirstContact
        | DueKind::EligibilityDecision
        | DueKind::MidTermReview
        | DueKind::EndPlanning
        | DueKind::PauseReview
        | DueKind::NextReview
        | DueKind::EndOfTerm => "",
    }
}

/// When a clock of the work is late, of `e`.
fn clock(kind: DueKind) -> String {
    format!("e.due_{} < $3 {}", kind.code(), goes_on(kind))
}

/// The clocks of the work.
fn clocks() -> impl Iterator<Item = String> {
    DueKind::ALL.iter().map(|kind| {
        let (code, late) = (kind.code(), clock(*kind));
        format!(
            "SELECT e.whose, 'due_{code}' AS kind, e.due_{code} AS due_on, e.id AS about, e.person_id,
               {NONE} AS other_id, {NONE} AS session_id, {NONE} AS together, {NONE} AS note
             FROM running e WHERE {late}"
        )
    })
}

/// Questions about how life is that are in use and were not asked near enough to their day: of which cases, at
/// which point, and when that is so of `e`.
fn questions(ask: &LateAsk) -> Vec<(&'static str, AskingSlot, String)> {
    if ask.in_use.is_empty() {
        return Vec::new();
    }
    let late = |slot: AskingSlot, further: &str| {
        let code = slot.code();
        let counts = match slot {
            AskingSlot::Baseline => format!("m.first_until >= e.ask_{code}"),
            _ => format!("e.ask_{code} BETWEEN m.near_from AND m.near_until"),
        };
        // Codes of ours, so that they may stand in the text. What was asked of somebody lies together in an index: to
        // look through it once costs half of what it costs to look once for each set of questions.
        let each: Vec<String> = ask
            .in_use
            .iter()
            .map(|kind| format!("MAX(CASE WHEN m.instrument = '{}' THEN 1 ELSE 0 END)", kind.code()))
            .collect();
        format!(
            "e.ask_{code} < $3 {further} AND COALESCE((SELECT {} FROM measures m
               WHERE m.person_id = e.person_id AND m.counts = TRUE AND {counts}), 0) < {}",
            each.join(" + "),
            each.len()
        )
    };
    let contracts: Vec<String> = (0..ask.follow_ups.len()).map(|at| format!("${}", at + 9)).collect();
    let follow_up = format!("AND e.ask_follow_up >= $5 AND e.contract_id IN ({})", contracts.join(", "));
    use AskingSlot::{Baseline, End, FollowUp, LastReview, NextReview};
    let mut all = vec![
        (RUNNING, Baseline, late(Baseline, "")),
        (RUNNING, LastReview, late(LastReview, "AND e.ask_last_review >= $5")),
        (RUNNING, NextReview, late(NextReview, "AND e.ask_next_review >= $5")),
        (RUNNING, End, late(End, "AND (e.ended_on IS NULL OR e.ask_end >= $5)")),
        (CLOSED, End, late(End, "AND e.ask_end >= $5")),
    ];
    if !contracts.is_empty() {
        all.push((RUNNING, FollowUp, late(FollowUp, &follow_up)));
        all.push((CLOSED, FollowUp, late(FollowUp, &follow_up)));
    }
    all
}

/// The same as rows.
fn asked_late(ask: &LateAsk) -> impl Iterator<Item = String> {
    questions(ask).into_iter().map(|(cases, slot, late)| {
        let code = slot.code();
        format!(
            "SELECT e.whose, 'ask_{code}', e.ask_{code}, e.id, e.person_id, {NONE}, {NONE}, {NONE}, {NONE}
             FROM {cases} e WHERE {late}"
        )
    })
}

/// Of `engagements e`: that its visits are still written up.
const STILL: &str = "(e.open = TRUE OR e.ended_on >= $6)";

/// Visits of which nothing was written, a line for each or for each group. A group is found by its id: the odd
/// comparison keeps SQLite from looking through every planned visit instead.
fn unwritten(whose: &Whose) -> String {
    let whose = whose.is("e.connector");
    format!(
        "SELECT e.connector AS whose, 'unwritten', s.held_on, e.id, e.person_id, {NONE}, s.session_id, s.together, {NONE}
         FROM sessions s JOIN engagements e ON e.id = s.engagement_id AND {STILL}
         WHERE s.status = 'planned' AND s.held_on BETWEEN $6 AND $7 AND e.organisation = $1 AND {whose}
           AND (s.together IS NULL OR NOT EXISTS (
             SELECT 1 FROM sessions o JOIN engagements f ON f.id = o.engagement_id AND (f.open = TRUE OR f.ended_on >= $6)
             WHERE o.together = s.together AND o.status || '' = 'planned' AND o.held_on >= $6
               AND f.connector = e.connector
               AND (o.held_on < s.held_on OR (o.held_on = s.held_on AND o.id < s.id))))"
    )
}

/// First meetings of which nobody said what came of them. Whose case it is is asked of each: PostgreSQL would gather all
/// the cases there are to join them.
fn meetings(whose: &Whose) -> String {
    let whose = whose.is("met.whose");
    format!(
        "SELECT met.whose, 'meeting', met.to_meet_on, met.id, met.person_id, met.other_id, {NONE}, {NONE}, {NONE}
         FROM (SELECT r.to_meet_on, r.id, r.person_id, r.other_id,
             (SELECT e.connector FROM engagements e WHERE e.id = r.engagement_id AND e.open = TRUE) AS whose
           FROM relationships r WHERE r.organisation = $1 AND r.to_meet_on BETWEEN '0001-01-01' AND $7) met
         WHERE met.whose IS NOT NULL AND {whose}"
    )
}

/// Messages to referrers.
fn messages(whose: &Whose) -> String {
    let whose = whose.is("m.connector");
    format!(
        "SELECT m.connector AS whose, 'telling_' || m.about, m.due_on, m.id, m.person_id, {NONE}, {NONE}, {NONE}, {NONE}
         FROM messages_back m
         WHERE m.organisation = $1 AND m.waited_until >= $3 AND m.due_on < $3 AND {whose}"
    )
}

/// Looking again at what stands on its own.
fn checks(whose: &Whose) -> impl Iterator<Item = String> {
    let (from, whose) = (whose.with_ties(), whose.is("e.connector"));
    CHECK_MONTHS.into_iter().map(move |month| {
        format!(
            "SELECT e.connector, 'check_{month}', r.check_{month}, r.id, r.person_id, r.other_id, {NONE}, {NONE}, {NONE}
             FROM {from} WHERE e.id = r.engagement_id
               AND r.organisation = $1 AND r.check_on < $3 AND r.check_{month} < $3 AND {whose}"
        )
    })
}

/// The same as a sum of each relationship's.
fn checks_counted(whose: &Whose) -> String {
    let each: Vec<String> = CHECK_MONTHS
        .iter()
        .map(|month| format!("CASE WHEN r.check_{month} < $3 THEN 1 ELSE 0 END"))
        .collect();
    let (many, is) = (each.join(" + "), whose.is("e.connector"));
    let late = "r.organisation = $1 AND r.check_on < $3";
    if whose.one {
        let from = whose.with_ties();
        return format!(
            "SELECT e.connector AS whose, {many} AS many FROM {from} WHERE e.id = r.engagement_id AND {late} AND {is}"
        );
    }
    // Whose it is is asked of each, as for first meetings.
    format!(
        "SELECT (SELECT e.connector FROM engagements e WHERE e.id = r.engagement_id) AS whose, {many} AS many
         FROM relationships r WHERE {late}"
    )
}

/// Safety notes that are late, with what must be known of whom they are about.
const NOTED: &str = "SELECT n.id, n.owner, n.review_on, n.person_id, p.kind, p.registered_by
    FROM safety_notes n JOIN people p ON p.id = n.person_id
    WHERE n.organisation = $1 AND n.open = TRUE AND n.review_on < $3 AND NOT p.gone";

/// The same of one colleague's: those they keep an eye on, and those about people of their open cases.
const NOTED_OF_ONE: &str = "AND n.id IN (
     SELECT o.id FROM safety_notes o WHERE o.owner = $2 AND o.open = TRUE AND o.review_on < $3
     UNION SELECT c.id FROM engagements e JOIN safety_notes c ON c.person_id = e.person_id
       WHERE e.connector = $2 AND e.open = TRUE AND c.open = TRUE AND c.review_on < $3)";

/// Safety notes: on the day of whoever keeps an eye on one, as long as they may know of the person, and of every
/// connector who works with them.
fn safety(whose: &Whose) -> String {
    let (owner, connector) = (whose.is("n.owner"), whose.is("e.connector"));
    let leading: Vec<String> =
        Role::ALL.iter().filter(|role| role.leads()).map(|role| format!("'{}'", role.code())).collect();
    let leading = leading.join(", ");
    format!(
        "SELECT seen.whose AS whose, 'safety', seen.review_on, seen.id, seen.person_id, {NONE}, {NONE}, {NONE}, seen.id FROM (
           SELECT n.owner AS whose, n.id, n.review_on, n.person_id FROM noted n
             WHERE {owner} AND (n.kind = 'community_member'
               OR EXISTS (SELECT 1 FROM accounts a WHERE a.account_id = n.owner AND a.role IN ({leading}))
               OR n.owner IN (SELECT k.connector FROM engagements k WHERE k.person_id = n.person_id)
               OR (n.registered_by = n.owner AND NOT EXISTS
                 (SELECT 1 FROM engagements k WHERE k.person_id = n.person_id AND k.connector IS NOT NULL)))
           UNION
           SELECT e.connector, n.id, n.review_on, n.person_id FROM noted n
             JOIN engagements e ON e.person_id = n.person_id AND e.open = TRUE WHERE {connector}) seen"
    )
}

/// What every text begins with: the cases, with the days that `questions` and `clock` name, and the safety notes. `$1`
/// is the organisation, `$2` whose or NULL, `$3` the day, `$4` how many of each, `$5` since when questions are still asked
/// for, `$6` to `$7` the days of unwritten visits, `$8` since when what ended counts, `$9` on the contracts that ask for
/// questions after the end. `kept` is how the cases are kept: read once for all, or looked through once.
fn cases(ask: &LateAsk, kept: &str) -> String {
    let whose = Whose::of(ask.of.is_some());
    let days: String = DueKind::ALL.iter().map(|kind| format!("e.due_{}, ", kind.code())).collect();
    let points: String = AskingSlot::ALL.iter().map(|slot| format!("e.ask_{}, ", slot.code())).collect();
    let closed = whose.is("e.connector");
    let noted = if whose.one { NOTED_OF_ONE } else { "" };
    format!(
        "WITH running AS {kept} (
           SELECT {WHOSE}, e.person_id, e.hand_overs_in, e.contract_id, e.ended_on, {days}{points}e.id
           FROM engagements e WHERE e.organisation = $1 AND e.open = TRUE AND {}),
         closed AS (
           SELECT e.connector AS whose, e.person_id, e.contract_id, e.ask_end, e.ask_follow_up, e.id
           FROM engagements e JOIN people p ON p.id = e.person_id
           WHERE e.organisation = $1 AND e.open = FALSE AND e.ended_on >= $8 AND {closed} AND NOT p.gone),
         noted AS MATERIALIZED ({NOTED} {noted})",
        whose.running
    )
}

/// The longest things late of each.
pub(super) fn late(ask: &LateAsk) -> String {
    let whose = Whose::of(ask.of.is_some());
    let rows: Vec<String> = clocks()
        .chain(asked_late(ask))
        .chain([unwritten(&whose), meetings(&whose), messages(&whose), safety(&whose)])
        .chain(checks(&whose))
        .collect();
    // An id that may be none is asked for through COALESCE: to SQLite such a column is no id, and it would look
    // through everybody for it.
    format!(
        "{},
         late AS ({}),
         placed AS (
           SELECT late.whose, late.kind, late.due_on, late.about, late.person_id, late.other_id, late.session_id,
             late.together, late.note,
             ROW_NUMBER() OVER (PARTITION BY late.whose ORDER BY late.due_on, late.about, late.kind,
               late.session_id) AS place,
             COUNT(*) OVER (PARTITION BY late.whose) AS in_all
           FROM late WHERE late.whose IS NOT NULL)
         SELECT placed.whose, placed.kind, placed.due_on, placed.about, placed.session_id, placed.together,
           placed.in_all, p.summary,
           (SELECT o.summary FROM people o WHERE o.id = COALESCE(placed.other_id, placed.other_id)) AS other,
           (SELECT n.doc FROM safety_notes n WHERE n.id = COALESCE(placed.note, placed.note)) AS note
         FROM placed CROSS JOIN people p
         WHERE p.id = placed.person_id AND placed.place <= $4 ORDER BY placed.due_on, placed.about, placed.kind,
           placed.session_id",
        cases(ask, "MATERIALIZED"),
        rows.join(" UNION ALL ")
    )
}

/// How many things are late of each, as two texts that may be asked at the same time: the questions that open cases are
/// asked, and everything else. Each case is looked at once for its questions and once for its clocks.
pub(super) fn sums(ask: &LateAsk) -> [String; 2] {
    let whose = Whose::of(ask.of.is_some());
    let of_each = |late: Vec<String>| -> String {
        let ones: Vec<String> =
            late.iter().map(|late| format!("CASE WHEN {late} THEN 1 ELSE 0 END")).collect();
        format!("SELECT e.whose, {} AS many FROM running e", ones.join(" + "))
    };
    let (open, closed): (Vec<_>, Vec<_>) =
        questions(ask).into_iter().partition(|(cases, ..)| *cases == RUNNING);
    let asked = of_each(open.into_iter().map(|(.., late)| late).chain([NEVER.to_owned()]).collect());
    let each = |rows: String| format!("SELECT counted.whose, 1 AS many FROM ({rows}) counted");
    let others: Vec<String> = closed
        .into_iter()
        .map(|(cases, _, late)| format!("SELECT e.whose FROM {cases} e WHERE {late}"))
        .chain([unwritten(&whose), meetings(&whose), messages(&whose), safety(&whose)])
        .map(each)
        .chain([checks_counted(&whose), of_each(DueKind::ALL.iter().map(|kind| clock(*kind)).collect())])
        .collect();
    let sum = |rows: &str| {
        format!(
            "{}
             SELECT counted.whose, CAST(SUM(counted.many) AS BIGINT) FROM ({rows}) counted
             WHERE counted.whose IS NOT NULL AND $4 > 0 AND $6 <= $7 GROUP BY counted.whose",
            cases(ask, "NOT MATERIALIZED")
        )
    };
    [sum(&asked), sum(&others.join(" UNION ALL "))]
}
