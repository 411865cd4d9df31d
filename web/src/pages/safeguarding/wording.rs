//! What a concern is told in: the fields that telling the lead and completing it share. What happened comes
//! first; everything else is folded away until somebody wants it, and everything may be left empty.

use app::accounts::Colleague;
use domain::concern::{AboutThis, Category, ConsentToRefer, HowKnown, Report};
use domain::shared::ids::AccountId;

use crate::form::{Attempt, Reader, Typed};
use crate::look::{Choice, choose};
use crate::offered;

domain::codes! {
    /// Whether 999 was rung.
    Rung {
        Yes = "Yes",
        No = "No",
    }
}

/// The fields of each part that is folded away.
const PARTS: [&[&str]; 4] = [
    &["opinion", "category"],
    &["others", "alleged", "source_account"],
    &["done", "emergency", "police_reference"],
    &["view", "outcomes", "speaks_up", "capacity", "consent", "overridden_because"],
];

/// What the form offers to choose from, and which parts are open.
pub struct Offers {
    pub known: Vec<Choice>,
    pub categories: Vec<Choice>,
    pub colleagues: Vec<Choice>,
    pub rung: Vec<Choice>,
    pub capacity: Vec<Choice>,
    pub consent: Vec<Choice>,
    /// Whether each part holds something, or something about it was not understood.
    pub open: [bool; 4],
}

impl Offers {
    /// With what was typed chosen.
    pub fn new(team: &[Colleague], typed: &Typed, attempt: &Attempt) -> Self {
        let chosen = |field: &str, mut list: Vec<Choice>| {
            let values: Vec<&str> = typed.all(field).collect();
            choose(&mut list, &values);
            list
        };
        let team = team.iter().map(|one| Choice::new(one.account_id, one.name.clone())).collect();
        let told = |field: &&str| {
            typed.all(field).any(|value| !value.trim().is_empty()) || attempt.errors.of(field).is_some()
        };
        Self {
            known: chosen("known", offered!(HowKnown)),
            categories: chosen("category", offered!(Category)),
            colleagues: chosen("source_account", team),
            rung: chosen("emergency", offered!(Rung)),
            capacity: chosen("capacity", offered!(AboutThis)),
            consent: chosen("consent", offered!(ConsentToRefer)),
            open: PARTS.map(|part| part.iter().any(told)),
        }
    }
}

/// The report as the form has it.
pub fn read(form: &mut Reader<'_>, team: &[Colleague]) -> Option<Report> {
    let (seen, opinion) = (form.words_or_none("witnessed"), form.words_or_none("opinion"));
    let (happened_on, happened_at) = (form.date_or_none("happened_on"), form.time_or_none("happened_at"));
    let (known, place) = (form.code_or_none("known"), form.line_or_none("place"));
    let (categories, others) = (form.codes::<Category>("category"), form.words_or_none("others"));
    let (source, source_account) = (form.words_or_none("alleged"), read_source(form, team));
    let (done, rung) = (form.words_or_none("done"), form.code_or_none::<Rung>("emergency"));
    let (police_reference, capacity) = (form.line_or_none("police_reference"), form.code_or_none("capacity"));
    let (consent, overridden_because) =
        (form.code_or_none("consent"), form.words_or_none("overridden_because"));
    let (view, outcomes) = (form.words_or_none("view"), form.words_or_none("outcomes"));
    let advocate = form.line_or_none("speaks_up");
    Some(Report {
        seen: seen?,
        opinion: opinion?,
        happened_on: happened_on?,
        happened_at: happened_at?,
        known: known?,
        place: place?,
        categories: categories?.into_iter().collect(),
        others: others?,
        source: source?,
        source_account: source_account?,
        done: done?,
        emergency: rung?.map(|rung| rung == Rung::Yes),
        police_reference: police_reference?,
        capacity: capacity?,
        consent: consent?,
        overridden_because: overridden_because?,
        view: view?,
        outcomes: outcomes?,
        advocate: advocate?,
    })
}

/// Only somebody of the team can be named.
fn read_source(form: &mut Reader<'_>, team: &[Colleague]) -> Option<Option<AccountId>> {
    let named = form.id_or_none::<AccountId>("source_account")?;
    match named {
        Some(account) if !team.iter().any(|one| one.account_id == account) => {
            form.refuse("source_account", "They are not of the team any more; say who it is in words")
        }
        named => Some(named),
    }
}

/// A report as the form shows it.
pub fn typed(report: &Report) -> Typed {
    let text = |value: Option<String>| value.unwrap_or_default();
    let mut typed = Typed::default()
        .with("witnessed", text(report.seen.as_ref().map(ToString::to_string)))
        .with("opinion", text(report.opinion.as_ref().map(ToString::to_string)))
        .with("happened_on", text(report.happened_on.map(|on| on.to_string())))
        .with("happened_at", text(report.happened_at.map(|at| at.format("%H:%M").to_string())))
        .with("known", report.known.map_or("", HowKnown::code))
        .with("place", text(report.place.as_ref().map(ToString::to_string)))
        .with("others", text(report.others.as_ref().map(ToString::to_string)))
        .with("alleged", text(report.source.as_ref().map(ToString::to_string)))
        .with("source_account", text(report.source_account.map(|account| account.to_string())))
        .with("done", text(report.done.as_ref().map(ToString::to_string)))
        .with("police_reference", text(report.police_reference.as_ref().map(ToString::to_string)))
        .with("capacity", report.capacity.map_or("", AboutThis::code))
        .with("consent", report.consent.map_or("", ConsentToRefer::code))
        .with("overridden_because", text(report.overridden_because.as_ref().map(ToString::to_string)))
        .with("view", text(report.view.as_ref().map(ToString::to_string)))
        .with("outcomes", text(report.outcomes.as_ref().map(ToString::to_string)))
        .with("speaks_up", text(report.advocate.as_ref().map(ToString::to_string)));
    if let Some(rung) = report.emergency {
        typed = typed.with("emergency", if rung { Rung::Yes } else { Rung::No }.code());
    }
    report.categories.iter().fold(typed, |typed, category| typed.with("category", category.code()))
}

/// A report as question and answer, what is missing left out: for the lead's page and the letter.
pub fn answers(report: &Report, names: impl Fn(AccountId) -> String) -> Vec<(&'static str, String)> {
    let words = |value: &Option<domain::shared::text::Words>| value.as_ref().map(ToString::to_string);
    let line = |value: &Option<domain::shared::text::Line>| value.as_ref().map(ToString::to_string);
    let when = report.happened_on.map(|on| match report.happened_at {
        Some(at) => format!("{}, {}", crate::format::date(on), at.format("%H:%M")),
        None => crate::format::date(on),
    });
    let categories: Vec<&str> = report.categories.iter().map(|category| category.label()).collect();
    let all = [
        ("What was seen or heard", words(&report.seen)),
        ("What somebody makes of it", words(&report.opinion)),
        ("When", when),
        ("Where", line(&report.place)),
        ("How it came to be known", report.known.map(|known| known.label().to_owned())),
        ("What it may be", (!categories.is_empty()).then(|| categories.join(", "))),
        ("Who else may be at risk", words(&report.others)),
        ("Who may have done it", words(&report.source)),
        ("Somebody of the team", report.source_account.map(names)),
        ("What was done at once", words(&report.done)),
        ("999", report.emergency.map(|rung| if rung { "Rung" } else { "Not rung" }.to_owned())),
        ("Police or ambulance reference", line(&report.police_reference)),
        ("Can they decide about this", report.capacity.map(|capacity| capacity.label().to_owned())),
        ("Their consent to telling the council", report.consent.map(|consent| consent.label().to_owned())),
        ("Why all the same", words(&report.overridden_because)),
        ("How they see it", words(&report.view)),
        ("What they want to come of it", words(&report.outcomes)),
        ("Who speaks up for them", line(&report.advocate)),
    ];
    all.into_iter().filter_map(|(question, answer)| Some((question, answer?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_comes_back_from_the_form_as_it_went_in() {
        let account = AccountId(uuid::Uuid::from_u128(7));
        let team =
            [Colleague { account_id: account, name: "Ben".into(), role: app::access::Role::Connector }];
        let words = |text: &str| domain::shared::text::Words::parse(text).ok();
        let report = Report {
            seen: words("“He took my card.”"),
            happened_on: "2026-03-10".parse().ok(),
            happened_at: "14:05:00".parse().ok(),
            known: Some(HowKnown::PersonTold),
            categories: [Category::Financial, Category::Domestic].into(),
            source_account: Some(account),
            emergency: Some(false),
            consent: Some(ConsentToRefer::No),
            ..Report::default()
        };
        let typed = typed(&report);
        assert_eq!(read(&mut typed.reader(), &team), Some(report));
        let mut form = typed.reader();
        assert_eq!(read(&mut form, &[]), None);
        assert!(form.again().errors.of("source_account").is_some());
        assert_eq!(
            read(&mut Typed::default().reader(), &team),
            Some(Report::default()),
            "nothing is asked for"
        );
    }
}
