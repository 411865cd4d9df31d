//! The texts that ask for cases: whose they are, what is told of each, and in which order a list of them stands.

use app::access::Connecting;
use app::views::cases::Which;
use domain::engagement::Stage;

/// Of `engagements e`, which are the viewer's: `$1` is the organisation, `$2` the connector or NULL. Two texts,
/// because SQLite uses no index where a parameter may also be NULL.
pub(super) fn mine(who: &Connecting<'_>) -> &'static str {
    match who.caseload() {
        Some(_) => "e.organisation = $1 AND e.connector = $2",
        None => "e.organisation = $1 AND $2 IS NULL",
    }
}

/// `$1` today, `$2` the organisation, `$3` the connector whose cases these are or NULL for everybody's.
pub(super) const CASE: &str = "SELECT e.doc, p.summary, p.first_map_on,
    (SELECT CAST(COALESCE(SUM(s.minutes), 0) AS BIGINT) FROM sessions s
      WHERE s.engagement_id = e.id AND s.status = 'delivered' AND s.counts) AS delivered_minutes,
    (SELECT MAX(s.held_on) FROM sessions s
      WHERE s.engagement_id = e.id AND s.status = 'delivered') AS last_session_on,
    (SELECT s.held_on FROM sessions s WHERE s.engagement_id = e.id AND s.status = 'planned' AND s.held_on >= $1
      ORDER BY s.held_on, s.id LIMIT 1) AS next_on,
    (SELECT s.session_id FROM sessions s WHERE s.engagement_id = e.id AND s.status = 'planned' AND s.held_on >= $1
      ORDER BY s.held_on, s.id LIMIT 1) AS next_id,
    (SELECT MIN(r.met_on) FROM relationships r WHERE r.engagement_id = e.id) AS first_introduction_on,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'prospect' AND r.live) AS possible,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'introduced') AS introduced,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'consolidating') AS consolidating,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'self_sustaining') AS self_sustaining,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.stage = 'lapsed') AS lapsed,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.is_open) AS open,
    (SELECT COUNT(*) FROM relationships r WHERE r.engagement_id = e.id AND r.is_open
      AND (r.hand_over_in IS NULL OR r.hand_over_in <> e.hand_overs_in)) AS without_hand_over
  FROM engagements e JOIN people p ON p.id = e.person_id
  WHERE e.organisation = $2";
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

/// Which cases, and in which order. An open case is asked for with `= TRUE`, because SQLite finds none along an index
/// that only asks whether a column holds.
pub(super) fn asked(which: Which) -> (&'static str, &'static str) {
    match which {
        Which::Open => ("AND e.open = TRUE", "p.sort_name, e.id"),
        Which::Finished => ("AND e.open = FALSE", "e.ended_on DESC NULLS LAST, p.sort_name, e.id"),
        Which::Unallocated => ("AND e.open = TRUE AND e.connector IS NULL", "p.sort_name, e.id"),
        Which::ToAllocate => {
            ("AND e.open = TRUE AND e.connector IS NULL AND e.stage <> 'waitlisted'", "e.received_on, e.id")
        }
        Which::AskedOfLead => ("AND e.open = TRUE AND e.asked_on <= $1", "e.asked_on, e.id"),
        Which::Waiting => ("AND e.open = TRUE AND e.stage = 'waitlisted'", "e.priority, e.listed_on, e.id"),
        Which::WaitingForSomebody => (
            "AND e.open = TRUE AND e.connector IS NULL AND e.stage = 'waitlisted'",
            "e.priority, e.listed_on, e.id",
        ),
    }
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
