//! Who is out alone now, and the outings that are over, for a team lead. What somebody gave the word of alarm about is
//! left out of their own file, as it is of their own screen.

use app::error::Refusal;
use app::views::outings::OutingRow;
use chrono::{DateTime, TimeDelta, Utc};

use super::work::{name, names};
use super::{Asked, List};
use crate::export::{Cell, Column, Sheet};
use crate::format;

/// Days that a file of outings looks back: the view gives the latest 200 of them.
const BACK_DAYS: i64 = 366;

/// An outing, and what to call who is out.
type Row = (OutingRow, Cell);

const WHO: Column<Row> = ("Who", |row| row.1.clone());
const WHERE: Column<Row> = ("Where", |row| Cell::said(row.0.place.as_ref().and_then(|place| place.get())));
const DAY: Column<Row> = ("Day", |row| Cell::Date(format::london_date(row.0.began_at)));
const FROM: Column<Row> = ("Went in at", |row| at(row.0.began_at));
const UNTIL: Column<Row> = ("To be out by", |row| at(row.0.back_by));
const STEPS: Column<Row> = ("Steps written down", |row| Cell::count(row.0.looked_into.len()));
const PASSED: Column<Row> = ("Passed on to", |row| Cell::said(row.0.passed_on.map(|step| step.label())));

fn at(instant: DateTime<Utc>) -> Cell {
    Cell::text(format::time(instant))
}

/// Whoever is out, those for whom somebody is to make sure first.
pub(super) async fn out(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let who = &asked.who;
    let names = names(asked).await?;
    let open = asked.site.app.views.outings_open(who).await?;
    let mut open: Vec<OutingRow> =
        open.into_iter().filter(|row| row.account_id != who.account() || row.is_open_to_them()).collect();
    open.sort_by_key(|row| (!row.needs_somebody(), row.back_by));
    let columns: [Column<Row>; 9] = [
        WHO,
        WHERE,
        DAY,
        FROM,
        UNTIL,
        ("Word of alarm at", |row| row.0.alarm_at.map_or(Cell::Empty, at)),
        PASSED,
        ("Make sure they are safe", |row| Cell::yes(row.0.needs_somebody())),
        STEPS,
    ];
    let rows = open.into_iter().map(|row| {
        let who = name(&names, Some(row.account_id));
        (row, who)
    });
    let sheet = asked.sheet(List::Out, "Out", Vec::new()).with(&columns, rows);
    let now = format::time(asked.site.app.clock.now());
    Ok(Sheet { made: format!("{} at {now}", sheet.made), ..sheet })
}

/// Outings that ended within a year.
pub(super) async fn over(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    asked.leads()?;
    let names = names(asked).await?;
    let since = asked.site.app.clock.now() - TimeDelta::days(BACK_DAYS);
    let over = asked.site.app.views.outings_ended(&asked.who, since).await?;
    let columns: [Column<Row>; 8] = [
        WHO,
        DAY,
        FROM,
        UNTIL,
        ("Over at", |row| row.0.ended.map_or(Cell::Empty, |(_, when)| at(when))),
        ("How it ended", |row| Cell::said(row.0.ended.map(|(how, _)| how.label()))),
        PASSED,
        STEPS,
    ];
    let rows = over.into_iter().map(|row| {
        let who = name(&names, Some(row.account_id));
        (row, who)
    });
    let sheet = asked.sheet(List::Outings, "Outings", Vec::new()).with(&columns, rows);
    let bound =
        "The latest 200 that ended within a year. Where somebody was is not in it once they are back.";
    Ok(Sheet { notes: vec![bound.to_owned()], ..sheet })
}
