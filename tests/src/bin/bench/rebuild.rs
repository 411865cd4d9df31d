//! Every read model made anew from the whole log, against the log merely read.

use std::time::Instant;

use infra::database::Database;
use sqlx::Row;

use crate::ground::{Ground, name};
use crate::report::Report;

pub(crate) async fn measure(ground: &Ground, report: &mut Report) -> anyhow::Result<()> {
    let wired = &ground.wired;
    let head = wired.app.log.head().await?;
    let begun = Instant::now();
    let read = read_raw(&wired.database).await?;
    anyhow::ensure!(read == head, "{read} of {head} events were read");
    let raw = head as f64 / begun.elapsed().as_secs_f64();
    let names: Vec<&str> = wired.projector.names().collect();
    let begun = Instant::now();
    wired.projector.rebuild(&names, |_, _| {}).await?;
    let rebuilt = head as f64 / begun.elapsed().as_secs_f64();
    let db = name(ground.which);
    report.add(format!("raw_read_{db}_events_per_s"), raw, "the log read as bytes, nothing done with it");
    report.add(
        format!("rebuild_{db}_events_per_s"),
        rebuilt,
        format!("all models of {head} events made anew"),
    );
    report.add(format!("rebuild_{db}_share_of_raw"), rebuilt / raw, "rebuild ÷ raw read");
    Ok(())
}

/// Reads every event's bytes in order, in pages, and counts them.
async fn read_raw(database: &Database) -> anyhow::Result<i64> {
    let sql = "SELECT position, aggregate_id, event_type, CAST(payload AS TEXT) FROM events
        WHERE position > $1 ORDER BY position LIMIT 5000";
    let mut last = 0_i64;
    let mut bytes = 0;
    loop {
        let rows: Vec<(i64, usize)> = match database {
            Database::Sqlite { read, .. } => {
                let rows = sqlx::query(sql).bind(last).fetch_all(read).await?;
                rows.iter().map(|row| (row.get(0), row.get::<String, _>(3).len())).collect()
            }
            Database::Postgres { write: pool, .. } => {
                let rows = sqlx::query(sql).bind(last).fetch_all(pool).await?;
                rows.iter().map(|row| (row.get(0), row.get::<String, _>(3).len())).collect()
            }
        };
        let Some((position, _)) = rows.last() else { break };
        last = *position;
        bytes += rows.iter().map(|(_, length)| length).sum::<usize>();
    }
    anyhow::ensure!(bytes > 0, "the log is empty");
    Ok(last)
}
