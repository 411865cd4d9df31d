//! A contract's figures as sheets: the same numbers as on the pages, with their definitions below.

use app::views::interval::{tenths, wilson};
use app::views::outcomes::{EvidenceTrail, Glance, PseudonymousCase, PseudonymousIntroduction};
use app::views::{reference, tie_reference};
use domain::relationship::codes::Presence;

use super::definitions::{Definition, HOURS, INTRODUCTIONS, PEOPLE, RANGE, REFERENCES, ROLES, STANDING};
use super::frame::Frame;
use super::introductions::Step;
use crate::export::{Cell, Sheet};

/// An empty sheet in the frame: named after the contract and the span, never after anybody.
fn sheet(frame: &Frame, tab: &'static str, title: &str, notes: &[Definition]) -> Sheet {
    let span = frame.span;
    Sheet {
        file: format!("{} {tab} {} to {}", frame.contract.reference, span.from, span.to),
        tab,
        title: title.to_owned(),
        made: frame.made_line(),
        notes: notes.iter().map(|note| note.line()).collect(),
        ..Sheet::default()
    }
}

/// The figures of the first page.
pub fn figures(frame: &Frame, glance: &Glance) -> Sheet {
    let mut rows = vec![
        vec![Cell::text("People supported"), Cell::Int(glance.people)],
        vec![Cell::text("Engagements started"), Cell::Int(glance.started)],
        vec![Cell::text("Engagements ended"), Cell::Int(glance.ended)],
    ];
    rows.extend(
        Step::ALL.iter().map(|step| vec![Cell::text(step.label()), Cell::Int(step.of(&glance.funnel))]),
    );
    let (met, standing) = (glance.funnel.met, glance.funnel.self_sustaining);
    let range = wilson(standing, met);
    let end = |end: Option<f64>| end.map_or_else(|| Cell::text("–"), |share| Cell::Percent(tenths(share)));
    let agreed = glance.months.iter().map(|month| month.agreed_minutes).sum();
    let delivered = glance.months.iter().map(|month| month.delivered_minutes).sum();
    rows.extend([
        vec![Cell::text("Of those who met, stand on their own"), Cell::share(standing, met)],
        vec![Cell::text("Lower end of the 95% range"), end(range.map(|range| range.low))],
        vec![Cell::text("Upper end of the 95% range"), end(range.map(|range| range.high))],
        vec![Cell::text("People who had a role among others"), Cell::Int(glance.roles.people)],
        vec![Cell::text("Of those, took one up in the span"), Cell::Int(glance.roles.took_up)],
        vec![Cell::text("Hours agreed"), Cell::Hours(agreed)],
        vec![Cell::text("Hours delivered"), Cell::Hours(delivered)],
        vec![Cell::text("Of the hours agreed, delivered"), Cell::share(delivered, agreed)],
    ]);
    Sheet {
        heads: vec!["Figure", "Value"],
        rows,
        ..sheet(
            frame,
            "Figures",
            "What the money bought",
            &[PEOPLE, INTRODUCTIONS, STANDING, RANGE, ROLES, HOURS],
        )
    }
}

/// Hours by calendar month.
pub fn hours(frame: &Frame, glance: &Glance) -> Sheet {
    let line = |first: Cell, agreed: i64, delivered: i64| {
        vec![first, Cell::Hours(agreed), Cell::Hours(delivered), Cell::share(delivered, agreed)]
    };
    let rows = glance.months.iter();
    let rows = rows.map(|of| line(Cell::Month(of.month), of.agreed_minutes, of.delivered_minutes)).collect();
    let agreed = glance.months.iter().map(|month| month.agreed_minutes).sum();
    let delivered = glance.months.iter().map(|month| month.delivered_minutes).sum();
    Sheet {
        heads: vec!["Month", "Agreed", "Delivered", "Share"],
        rows,
        totals: Some(line(Cell::text("Total"), agreed, delivered)),
        ..sheet(frame, "Hours", "Hours by month", &[HOURS])
    }
}

/// The cases.
pub fn people(frame: &Frame, cases: &[PseudonymousCase]) -> Sheet {
    let line = |case: &PseudonymousCase| {
        vec![
            Cell::text(reference(case.engagement_id)),
            Cell::text(case.stage.label()),
            Cell::date(case.started_on),
            Cell::date(case.ended_on),
            Cell::Hours(case.agreed_minutes),
            Cell::Hours(case.delivered_minutes),
            Cell::share(case.delivered_minutes, case.agreed_minutes),
            Cell::Int(case.met),
            Cell::Int(case.self_sustaining),
        ]
    };
    let sum = |of: fn(&PseudonymousCase) -> i64| cases.iter().map(of).sum::<i64>();
    let (agreed, delivered) = (sum(|case| case.agreed_minutes), sum(|case| case.delivered_minutes));
    Sheet {
        heads: vec![
            "Case",
            "Where it stands",
            "Started",
            "Ended",
            "Agreed",
            "Delivered",
            "Share",
            "Met",
            "Stand on their own",
        ],
        rows: cases.iter().map(line).collect(),
        totals: Some(vec![
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Hours(agreed),
            Cell::Hours(delivered),
            Cell::share(delivered, agreed),
            Cell::Int(sum(|case| case.met)),
            Cell::Int(sum(|case| case.self_sustaining)),
        ]),
        ..sheet(frame, "Cases", "The cases behind the figures", &[PEOPLE, HOURS, INTRODUCTIONS, REFERENCES])
    }
}

/// The introductions.
pub fn introductions(frame: &Frame, list: &[PseudonymousIntroduction]) -> Sheet {
    let line = |introduction: &PseudonymousIntroduction| {
        vec![
            Cell::text(tie_reference(introduction.relationship_id)),
            Cell::text(reference(introduction.engagement_id)),
            Cell::Date(introduction.proposed_on),
            Cell::date(introduction.agreed_on),
            Cell::date(introduction.met_on),
            Cell::Int(introduction.contacts),
            Cell::date(introduction.declared_on),
        ]
    };
    Sheet {
        heads: vec!["Relationship", "Case", "Proposed", "Both said yes", "Met", "Contacts", "First declared"],
        rows: list.iter().map(line).collect(),
        ..sheet(frame, "Introductions", "The introductions behind the funnel", &[INTRODUCTIONS, REFERENCES])
    }
}

/// The evidence: one row a relationship, one column a test.
pub fn evidence(frame: &Frame, list: &[EvidenceTrail]) -> Sheet {
    let yes = |yes: bool| Cell::text(if yes { "yes" } else { "no" });
    let line = |trail: &EvidenceTrail| {
        let alone = trail.contacts.iter().filter(|contact| contact.presence == Presence::Absent).count();
        let test = |number: u8| {
            let test = trail.evaluation.tests.iter().find(|test| test.number == number);
            test.map_or(Cell::Empty, |test| yes(test.passed))
        };
        let check = |months: u8| {
            let check = trail.checks.iter().find(|(after, _)| *after == months);
            check.map_or(Cell::Empty, |(_, check)| Cell::text(check.result.label()))
        };
        let mut row = vec![
            Cell::text(tie_reference(trail.relationship_id)),
            Cell::text(reference(trail.engagement_id)),
            Cell::date(trail.met_on),
            Cell::Date(trail.first_declared_on),
            Cell::Date(trail.declared_on),
        ];
        row.extend((1..=8).map(test));
        row.extend([
            yes(trail.overridden),
            Cell::Int(i64::try_from(trail.contacts.len()).unwrap_or(i64::MAX)),
            Cell::Int(i64::try_from(alone).unwrap_or(i64::MAX)),
            Cell::Int(i64::try_from(trail.taken_back.len()).unwrap_or(i64::MAX)),
            Cell::Int(i64::try_from(trail.put_right.len()).unwrap_or(i64::MAX)),
            check(3),
            check(6),
            check(12),
            Cell::date(trail.lapsed_on),
        ]);
        row
    };
    let tests = "Tests: S1 four meetings without the connector in 12 weeks; S2 spread over six weeks or more; S3 the last \
        three without the connector; S4 both take the first step; S5 the person says so; S6 the other person says so; \
        S7 they know how to keep in touch; S8 no worry is open. Each as it was found on the day of the latest \
        declaration, which is the day under Evidence of.";
    let mut blank =
        sheet(frame, "Evidence", "Relationships that stand on their own", &[STANDING, REFERENCES]);
    blank.notes.insert(1, tests.to_owned());
    Sheet {
        heads: vec![
            "Relationship",
            "Case",
            "Met",
            "First declared",
            "Evidence of",
            "S1",
            "S2",
            "S3",
            "S4",
            "S5",
            "S6",
            "S7",
            "S8",
            "Signed by a team lead",
            "Contacts",
            "Without the connector",
            "Evidence taken back",
            "Evidence put right",
            "After 3 months",
            "After 6 months",
            "After 12 months",
            "Gone quiet",
        ],
        rows: list.iter().map(line).collect(),
        ..blank
    }
}
