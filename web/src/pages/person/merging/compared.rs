//! Two records line by line: what each says, and what they would say together. Only lines in which there is
//! something are shown.

use app::commands::Preview;
use domain::person::codes::{ConsentScope, IdentifierScheme, PersonKind};
use domain::person::{Answer as Said, Details, Person};
use domain::shared::personal::Personal;

use crate::format;

/// One line of a record: what it is about, on this one, on the other, together.
pub(super) struct Line {
    pub(super) what: &'static str,
    pub(super) here: String,
    pub(super) there: String,
    pub(super) together: String,
    /// How it came to be so, when that is not plain: "Filled in from the other record".
    pub(super) note: &'static str,
    /// Whether the two differ.
    pub(super) differs: bool,
}

/// How what both say becomes one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// The record that stays counts.
    Stays,
    /// Both are kept.
    Both,
    /// A no holds.
    No,
}

/// Every line in which there is something, on either record.
pub(super) fn lines(preview: &Preview) -> Vec<Line> {
    let line = |what: &'static str, rule: Rule, of: &dyn Fn(&Person) -> String| {
        let (here, there) = (of(&preview.stays.person), of(&preview.goes.person));
        let together = of(&preview.together);
        let differs = !here.is_empty() && !there.is_empty() && here != there;
        let note = match rule {
            _ if here.is_empty() && !there.is_empty() => "From the other record",
            Rule::Stays if differs && together == here => "This record’s counts",
            Rule::No if differs && together != here && together != there => {
                "A no holds until they are asked again"
            }
            _ => "",
        };
        Line { what, here, there, together, note, differs: differs && rule != Rule::Both }
    };
    let text = |of: fn(&Details) -> Option<String>| {
        move |person: &Person| person.details().and_then(of).unwrap_or_default()
    };
    let mut lines = vec![
        line("Name", Rule::Stays, &text(|details| Some(details.name.to_string()))),
        line(
            "Likes to be called",
            Rule::Stays,
            &text(|details| details.known_as.as_ref().map(ToString::to_string)),
        ),
        line("Born", Rule::Stays, &text(|details| details.born_on.map(format::date))),
        line("Telephone", Rule::Stays, &text(|details| details.phone.as_ref().map(ToString::to_string))),
        line("Email", Rule::Stays, &text(|details| details.email.as_ref().map(ToString::to_string))),
        line("Address", Rule::Stays, &text(|details| details.address.as_ref().map(ToString::to_string))),
        line("Part of town", Rule::Stays, &text(|details| details.area.as_ref().map(ToString::to_string))),
        line("Why we know them", Rule::Both, &|person| person.kind.map_or("", PersonKind::label).to_owned()),
        line("Known since", Rule::Both, &|person| person.registered_on.map(format::date).unwrap_or_default()),
    ];
    for scheme in IdentifierScheme::ALL {
        lines.push(line(scheme.label(), Rule::Stays, &|person| {
            let value = person.identifiers.get(scheme).and_then(Personal::get);
            value.map(ToString::to_string).unwrap_or_default()
        }));
    }
    lines.push(line("How to communicate", Rule::Both, &|person| {
        let needs = person.needs.iter().flat_map(|needs| needs.list().iter().map(|need| need.label()));
        needs.collect::<Vec<_>>().join(", ")
    }));
    for scope in ConsentScope::ALL {
        lines.push(line(scope.label(), Rule::No, &|person| answer(person, *scope)));
    }
    lines.push(line("What they love", Rule::Both, &|person| {
        let current = person.current_interests();
        let names = current.iter().filter_map(|kept| kept.interest.get()).map(|one| one.name.to_string());
        names.collect::<Vec<_>>().join(", ")
    }));
    lines.retain(|line| !(line.here.is_empty() && line.there.is_empty()));
    lines
}

/// "Yes, 12 March 2026", "No, 3 April 2026"
fn answer(person: &Person, scope: ConsentScope) -> String {
    match person.consents.get(&scope).and_then(|answers| answers.last()) {
        None => String::new(),
        Some(said @ Said::Given { .. }) => format!("Yes, {}", format::date(said.on())),
        Some(said) => format!("No, {}", format::date(said.on())),
    }
}

/// What comes along with a record: "1 engagement", "3 safety notes".
pub(super) fn comes_along(person: &Person, cases: usize, ties: usize) -> Vec<String> {
    let counted = [
        (cases, "engagement", "engagements"),
        (ties, "relationship", "relationships"),
        (person.profiles.len(), "one-page profile", "one-page profiles"),
        (person.interests.len(), "thing they love or offer", "things they love or offer"),
        (person.maps.len(), "relationship map", "relationship maps"),
        (person.supporters.len(), "person who supports them", "people who support them"),
        (person.safety.len(), "safety note", "safety notes"),
        (person.assessments.len(), "assessment of capacity", "assessments of capacity"),
        (person.sharings.len(), "agreement about who may be told", "agreements about who may be told"),
        (person.measures.len(), "set of answers about how life is", "sets of answers about how life is"),
        (person.documents_there().len(), "photo or paper", "photos and papers"),
    ];
    let some = counted.into_iter().filter(|(count, ..)| *count > 0);
    some.map(|(count, one, many)| format::plural(count, one, many)).collect()
}
