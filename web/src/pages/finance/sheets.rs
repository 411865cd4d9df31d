//! Budgets as sheets: the list, and the statement of one with its lines and its sessions.

use app::views::budgets::Budget;
use app::views::reference;
use chrono::{DateTime, NaiveDate, Utc};
use domain::engagement::billing::{LineSession, rate_on};
use domain::engagement::codes::SessionStatus;
use domain::shared::money::Money;

use super::statement::{self, Entry, Line, Sorted};
use super::{AGREED, CHARGED, LATE, ROUNDING};
use crate::export::{Book, Cell, Sheet};
use crate::format;

/// The list of budgets, with the rate of the day.
pub fn list(budgets: &[Budget], today: NaiveDate, made: String) -> Sheet {
    let line = |budget: &Budget| {
        let rate = rate_on(&budget.rates, today).map_or(Cell::Empty, |dated| Cell::Rate(dated.rate));
        let statement = &budget.statement;
        vec![
            Cell::text(&budget.person_name),
            Cell::text(reference(budget.engagement_id)),
            Cell::text(&budget.contract.funder),
            Cell::text(&budget.contract.reference),
            Cell::text(budget.route.label()),
            Cell::text(budget.stage.label()),
            rate,
            Cell::Money(budget.total),
            Cell::Money(statement.spent),
            Cell::Money(statement.left),
            Cell::Money(statement.over_budget),
        ]
    };
    let sum = |of: fn(&Budget) -> Money| Cell::Money(budgets.iter().map(of).sum());
    let mut totals = vec![Cell::text("Total")];
    totals.extend(std::iter::repeat_n(Cell::Empty, 6));
    totals.extend([
        sum(|budget| budget.total),
        sum(|budget| budget.statement.spent),
        sum(|budget| budget.statement.left),
        sum(|budget| budget.statement.over_budget),
    ]);
    Sheet {
        file: format!("Budgets {today}"),
        tab: "Budgets",
        title: "Budgets".into(),
        made,
        notes: vec![CHARGED.into(), ROUNDING.into()],
        heads: vec![
            "Who",
            "Case",
            "Who pays",
            "Contract",
            "Route",
            "Where it stands",
            "Rate today",
            "Budget",
            "Spent",
            "Left",
            "Beyond the budget",
        ],
        rows: budgets.iter().map(line).collect(),
        totals: Some(totals),
    }
}

/// The statement of one budget: its lines on one sheet, its sessions on the other.
pub fn statement(budget: &Budget, sorted: &Sorted, today: NaiveDate, made: &str) -> Book {
    let file = format!("Budget {} {today}", reference(budget.engagement_id));
    Book { sheets: vec![lines(budget, sorted, &file, made), sessions(budget, sorted, &file, made)], file }
}

fn frame(budget: &Budget, file: &str, tab: &'static str, made: &str) -> Sheet {
    let title = format!("Budget statement: {}", budget.person_name);
    let made = format!(
        "{} · contract {} · {} · {made}",
        budget.contract.funder,
        budget.contract.reference,
        budget.route.label()
    );
    Sheet {
        file: format!("{file} {tab}"),
        tab,
        title,
        made,
        notes: [ROUNDING, CHARGED, AGREED, LATE].map(String::from).into(),
        ..Sheet::default()
    }
}

fn lines(budget: &Budget, sorted: &Sorted, file: &str, made: &str) -> Sheet {
    let line = |line: &Line| {
        let period = &line.period;
        vec![
            count(line.number),
            Cell::Date(period.first),
            Cell::Date(period.last),
            Cell::Rate(period.rate),
            count(line.sessions.len()),
            Cell::Int(period.minutes),
            Cell::Hours(period.minutes),
            Cell::DecimalHours(period.minutes),
            Cell::Hours(period.agreed_minutes),
            Cell::Money(period.amount),
            Cell::Money(period.due),
        ]
    };
    let sum = |of: fn(&Line) -> i64| sorted.lines.iter().map(of).sum::<i64>();
    let minutes = sum(|line| line.period.minutes);
    let statement = &budget.statement;
    let mut notes = vec![format!(
        "Budget {}, spent {}, left {}. Delivered beyond the budget and not charged: {}.",
        format::money(budget.total.pence()),
        format::money(statement.spent.pence()),
        format::money(statement.left.pence()),
        format::money(statement.over_budget.pence())
    )];
    let sheet = frame(budget, file, "Lines", made);
    notes.extend(statement::correction_words(budget));
    notes.extend(sheet.notes);
    Sheet {
        heads: vec![
            "Line",
            "From",
            "To",
            "Rate",
            "Sessions",
            "Minutes",
            "Hours",
            "Hours as a number",
            "Agreed hours",
            "Worth",
            "Due",
        ],
        rows: sorted.lines.iter().map(line).collect(),
        totals: Some(vec![
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            count(sorted.lines.iter().map(|line| line.sessions.len()).sum()),
            Cell::Int(minutes),
            Cell::Hours(minutes),
            Cell::DecimalHours(minutes),
            Cell::Hours(sum(|line| line.period.agreed_minutes)),
            Cell::Money(sorted.lines.iter().map(|line| line.period.amount).sum()),
            Cell::Money(sorted.lines.iter().map(|line| line.period.due).sum()),
        ]),
        notes,
        ..sheet
    }
}

fn sessions(budget: &Budget, sorted: &Sorted, file: &str, made: &str) -> Sheet {
    let day = |at: Option<DateTime<Utc>>| Cell::date(at.map(format::london_date));
    let row = |line: Option<usize>, entry: &Entry| {
        let session = &entry.session;
        let minutes = session.time.minutes;
        let money = |of: fn(&LineSession) -> Option<Money>| {
            entry.money.as_ref().and_then(of).map_or(Cell::Empty, Cell::Money)
        };
        let rate = entry.rate.filter(|_| session.status == SessionStatus::Delivered);
        vec![
            line.map_or(Cell::Empty, count),
            Cell::Date(session.time.on),
            Cell::text(session.time.kind.label()),
            Cell::Int(minutes),
            Cell::Hours(minutes),
            Cell::DecimalHours(minutes),
            entry.weekly.map_or(Cell::Empty, Cell::Hours),
            rate.map_or(Cell::Empty, Cell::Rate),
            Cell::text(session.status.label()),
            Cell::text(entry.charged()),
            money(|part| part.amount),
            money(|part| part.due),
            day(session.recorded_at),
            Cell::Int(session.corrections.into()),
            day(session.corrected_at),
            Cell::text(if entry.late { "yes" } else { "no" }),
        ]
    };
    let charged =
        sorted.lines.iter().flat_map(|line| line.sessions.iter().map(|entry| (Some(line.number), entry)));
    let others = sorted.not_charged.iter().chain(&sorted.not_delivered).map(|entry| (None, entry));
    Sheet {
        heads: vec![
            "Line",
            "Day",
            "What for",
            "Minutes",
            "Hours",
            "Hours as a number",
            "Agreed a week",
            "Rate of the day",
            "What became of it",
            "Charged",
            "Worth alone",
            "Due alone",
            "Recorded",
            "Put right",
            "Last put right",
            "After its four weeks",
        ],
        rows: charged.chain(others).map(|(line, entry)| row(line, entry)).collect(),
        ..frame(budget, file, "Sessions", made)
    }
}

fn count(number: usize) -> Cell {
    Cell::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
