//! What somebody can decide, what was decided for them, and what keeps them safe, as lists. One assessment at full
//! length is its own page: a table of evidence would not be read.

use app::error::Refusal;
use domain::person::capacity::{KeptAssessment, KeptBestInterests};
use domain::person::{KeptSafetyNote, Person};

use super::{Asked, PersonList};
use crate::export::{Cell, Column, Sheet};

/// Every assessment, those that stand first.
pub(super) fn capacity(asked: &Asked<'_>) -> Sheet {
    type Row<'a> = (&'a Person, &'a KeptAssessment);
    let columns: [Column<Row<'_>>; 8] = [
        ("Assessed on", |row| Cell::Date(row.1.assessed_on)),
        ("Which decision", |row| Cell::text(row.1.decision.label())),
        ("In words", |row| Cell::said(row.1.assessment.get().map(|one| &one.question))),
        ("What was found", |row| Cell::said(row.1.assessment.get().map(|one| one.conclusion.label()))),
        ("Who assessed", |row| Cell::said(row.1.assessment.get().map(|one| &one.assessor))),
        ("To be looked at again by", |row| {
            let stands = row.0.made_instead_of(row.1.assessment_id).is_none();
            Cell::date(row.1.review_on.filter(|_| stands && row.1.lacks()))
        }),
        ("Another stands in its place since", |row| {
            Cell::date(row.0.made_instead_of(row.1.assessment_id).map(|later| later.assessed_on))
        }),
        ("Decided for them on", |row| {
            let resting = row.0.best_interests.values();
            let resting = resting.filter(|one| one.assessment_id == row.1.assessment_id);
            Cell::date(resting.map(|one| one.decided_on).max())
        }),
    ];
    let person = &asked.record.row.person;
    let mut all: Vec<&KeptAssessment> = person.assessments.values().collect();
    all.sort_by_key(|kept| {
        let overtaken = person.made_instead_of(kept.assessment_id).is_some();
        (overtaken, std::cmp::Reverse(kept.assessed_on), kept.assessment_id)
    });
    let rows = all.into_iter().map(|kept| (person, kept));
    asked.sheet(PersonList::Capacity, "Capacity").with(&columns, rows)
}

/// Every decision made for them.
pub(super) fn best_interests(asked: &Asked<'_>) -> Sheet {
    type Row<'a> = (&'a Person, &'a KeptBestInterests);
    let columns: [Column<Row<'_>>; 9] = [
        ("Decided on", |row| Cell::Date(row.1.decided_on)),
        ("Which decision", |row| {
            Cell::said(row.0.assessments.get(&row.1.assessment_id).map(|one| one.decision.label()))
        }),
        ("What was chosen", |row| {
            Cell::said(row.1.decided.get().and_then(|one| one.choice()).map(|choice| &choice.option))
        }),
        ("Why", |row| Cell::said(row.1.decided.get().map(|one| &one.chosen_because))),
        ("What matters most to them", |row| Cell::said(row.1.decided.get().map(|one| &one.matters_most))),
        ("What others think", |row| Cell::said(row.1.decided.get().map(|one| &one.views))),
        ("Who decided", |row| Cell::said(row.1.decided.get().map(|one| &one.decision_maker))),
        ("Who spoke for them", |row| Cell::said(row.1.decided.get().map(|one| one.advocate.label()))),
        ("They can decide it themselves since", |row| Cell::date(row.0.found_able(row.1.assessment_id))),
    ];
    let person = &asked.record.row.person;
    let mut all: Vec<&KeptBestInterests> = person.best_interests.values().collect();
    all.sort_by_key(|kept| (std::cmp::Reverse(kept.decided_on), kept.decision_id));
    let rows = all.into_iter().map(|kept| (person, kept));
    asked.sheet(PersonList::BestInterests, "Best interests").with(&columns, rows)
}

/// What must not happen first, then what somebody worries about, then what ended.
pub(super) async fn safety(asked: &Asked<'_>) -> Result<Sheet, Refusal> {
    let names = asked.site.app.accounts.names(asked.who.organisation()).await?;
    type Row<'a> = (&'a KeptSafetyNote, Option<&'a str>);
    let columns: [Column<Row<'_>>; 12] = [
        ("What kind of note", |row| Cell::text(row.0.kind.label())),
        ("What it says", |row| Cell::said(row.0.note.get().map(|note| &note.words))),
        ("What we do about it", |row| Cell::said(row.0.note.get().map(|note| &note.plan))),
        ("Who it comes from", |row| Cell::text(row.0.source.label())),
        ("They were told on", |row| Cell::date(row.0.watch.told_on)),
        ("How, or why not", |row| Cell::said(row.0.note.get().map(|note| &note.telling))),
        ("Written down on", |row| Cell::Date(row.0.added_on)),
        ("Last looked at", |row| Cell::Date(row.0.looked_at_on())),
        ("Who looks at it again", |row| Cell::said(row.1.filter(|_| row.0.is_open()))),
        ("By", |row| Cell::date(row.0.is_open().then_some(row.0.watch.review_on))),
        ("Ended on", |row| Cell::date(row.0.ended.as_ref().map(|ended| ended.ended_on))),
        ("Why it ended", |row| Cell::said(row.0.ended.as_ref().and_then(|ended| ended.reason.get()))),
    ];
    let person = &asked.record.row.person;
    let mut all = person.safety_notes();
    let mut ended: Vec<_> = person.safety.values().filter(|kept| !kept.is_open()).collect();
    ended.sort_by_key(|kept| std::cmp::Reverse(kept.ended.as_ref().map(|ended| ended.ended_on)));
    all.extend(ended);
    let owner = |kept: &KeptSafetyNote| {
        names.iter().find(|(id, _)| *id == kept.watch.owner).map(|(_, name)| name.as_str())
    };
    let rows: Vec<Row<'_>> = all.into_iter().map(|kept| (kept, owner(kept))).collect();
    Ok(asked.sheet(PersonList::Safety, "Safety").with(&columns, rows))
}
