//! The texts that ask for cases: whose they are, what is told of each, and in which order a list of them stands.

use app::access::Connecting;
use app::views::cases::Which;
use chrono::NaiveDate;
use domain::engagement::Stage;

/// Of `engagements e`, which are the viewer's: `$1` is the organisation, `$2` the connector or NULL. Two texts,
/// because SQLite uses no index where a parameter may also be NULL.
pub(super) fn mine(who: &Connecting<'_>) -> &'static str {
    match who.caseload() {
        Some(_) => "e.organisation = $1 AND e.connector = $2",
        None => "e.organisation = $1 AND $2 IS NULL",
    }
}

/// `$1` today, `$2` the organisation, `$3` the connector whose cases these are or NULL for everybody's. What happened in
/// a case, and what its relationships come to, are each looked at once and told as a list in JSON: to look into an index
/// again for every number takes longer than to count.
pub(super) const CASE: &str = r#"SELECT e.doc, p.summary, p.first_map_on,
    (SELECT '[' || COALESCE(SUM(CASE WHEN s.counts THEN s.minutes END), 0)
        || ',' || COALESCE('"' || CAST(MAX(s.held_on) AS text) || '"', 'null') || ']'
      FROM sessions s WHERE s.engagement_id = e.id AND s.status = 'delivered') AS delivered,
    (SELECT s.held_on FROM sessions s WHERE s.engagement_id = e.id AND s.status = 'planned' AND s.held_on >= $1
      ORDER BY s.held_on, s.session_id LIMIT 1) AS next_on,
    (SELECT s.session_id FROM sessions s WHERE s.engagement_id = e.id AND s.status = 'planned' AND s.held_on >= $1
      ORDER BY s.held_on, s.session_id LIMIT 1) AS next_id,
    (SELECT '[' || COALESCE('"' || CAST(MIN(r.met_on) AS text) || '"', 'null')
        || ',' || COUNT(CASE WHEN r.stage = 'prospect' AND r.live THEN 1 END)
        || ',' || COUNT(CASE WHEN r.stage = 'introduced' THEN 1 END)
        || ',' || COUNT(CASE WHEN r.stage = 'consolidating' THEN 1 END)
        || ',' || COUNT(CASE WHEN r.stage = 'self_sustaining' THEN 1 END)
        || ',' || COUNT(CASE WHEN r.stage = 'lapsed' THEN 1 END)
        || ',' || COUNT(CASE WHEN r.is_open THEN 1 END)
        || ',' || COUNT(CASE WHEN r.is_open AND (r.hand_over_in IS NULL OR r.hand_over_in <> e.hand_overs_in) THEN 1 END)
        || ']' FROM relationships r WHERE r.engagement_id = e.id) AS ties
  FROM engagements e JOIN people p ON p.id = e.person_id
  WHERE e.organisation = $2"#;
/// What `CASE` tells as `delivered`: minutes that count, and the last day.
pub(super) type Delivered = (i64, Option<NaiveDate>);
/// What it tells as `ties`: the first introduction, and how many relationships stand where, as in `TieCounts`.
pub(super) type Ties = (Option<NaiveDate>, i64, i64, i64, i64, i64, i64, i64);

/// One connector's cases: those they were given, and those of people they registered that nobody has yet.
pub(super) const OF_ONE: &str = "AND e.id IN (SELECT id FROM engagements WHERE connector = $3
    UNION ALL SELECT n.id FROM people r JOIN engagements n ON n.person_id = r.id
      WHERE r.registered_by = $3 AND n.connector IS NULL)";
/// The same of open cases, found from the few that nobody has and not from everybody whom they ever registered.
pub(super) const OPEN_OF_ONE: &str =
    "AND e.id IN (SELECT id FROM engagements WHERE connector = $3 AND open = TRUE
    UNION ALL SELECT n.id FROM engagements n CROSS JOIN people r
      WHERE n.organisation = $2 AND n.open = TRUE AND n.connector IS NULL AND r.id = n.person_id
        AND r.registered_by = $3)";
pub(super) const OF_ALL: &str = "AND $3 IS NULL";

/// Which cases.
pub(super) struct Asked {
    /// An open case is asked for with `= TRUE`, because SQLite finds none along an index that only asks whether a column
    /// holds.
    pub(super) filter: &'static str,
    /// The order in which a part of them is picked from `engagements e`.
    pub(super) picked: &'static str,
    /// The order in which those stand, with `people p`.
    pub(super) order: &'static str,
}

/// By name. It is asked of each case that is picked: PostgreSQL would otherwise gather the names of everybody there is.
const BY_NAME: (&str, &str) =
    ("(SELECT n.sort_name FROM people n WHERE n.id = e.person_id), e.id", "p.sort_name, e.id");

/// Whoever is to be worked with first, then whoever waits longest.
const BY_PRIORITY: (&str, &str) = ("e.priority, e.listed_on, e.id", "e.priority, e.listed_on, e.id");

/// Which cases, and in which order.
pub(super) fn asked(which: Which) -> Asked {
    let (filter, (picked, order)) = match which {
        Which::Open => ("AND e.open = TRUE", BY_NAME),
        // Of many, by day alone; those of one page by name, too.
        Which::Finished => (
            "AND e.open = FALSE",
            ("e.ended_on DESC NULLS LAST, e.id", "e.ended_on DESC NULLS LAST, p.sort_name, e.id"),
        ),
        Which::Unallocated => ("AND e.open = TRUE AND e.connector IS NULL", BY_NAME),
        Which::ToAllocate => {
            let filter = "AND e.open = TRUE AND e.connector IS NULL AND e.stage <> 'waitlisted'";
            (filter, ("e.received_on, e.id", "e.received_on, e.id"))
        }
        Which::AskedOfLead => {
            ("AND e.open = TRUE AND e.asked_on <= $1", ("e.asked_on, e.id", "e.asked_on, e.id"))
        }
        Which::Waiting => ("AND e.open = TRUE AND e.stage = 'waitlisted'", BY_PRIORITY),
        Which::WaitingForSomebody => {
            ("AND e.open = TRUE AND e.connector IS NULL AND e.stage = 'waitlisted'", BY_PRIORITY)
        }
    };
    Asked { filter, picked, order }
}

/// Those at some stages alone, or all of them where none is given.
pub(super) fn at_stage(stages: &[Stage]) -> String {
    // Codes of ours, so that they may stand in the text.
    let codes: Vec<String> = stages.iter().map(|stage| format!("'{}'", stage.code())).collect();
    if codes.is_empty() { String::new() } else { format!("AND e.stage IN ({})", codes.join(", ")) }
}

/// Whose cases: everybody's, or one connector's, as texts of their own.
pub(super) fn whose(which: Which, one: bool) -> &'static str {
    match which {
        _ if !one => OF_ALL,
        Which::Finished => OF_ONE,
        _ => OPEN_OF_ONE,
    }
}
