//! The entries of a relationship map as rows of a form. Every field carries the id of its entry in its
//! name (`ring-0190…`), so that a row can be added or taken away without the others losing a word.

use std::collections::BTreeSet;

use domain::person::PersonError;
use domain::person::codes::{ContactFrequency, Giving, Ring, Sector, TieKind, Wish};
use domain::person::records::MapEntry;
use domain::shared::ids::{EngagementId, MapEntryId, PersonId};

use crate::form::{Reader, Typed};
use crate::format::capital;
use crate::look::{Choice, FormErrors};

/// One row, as it is drawn.
pub(super) struct Row {
    pub(super) id: MapEntryId,
    pub(super) name: String,
    /// "Closest · Family · Every week"
    pub(super) summary: String,
    /// Whether its fields are to be seen: it is new, or something is wrong with it.
    pub(super) open: bool,
    /// Whether it is the row that was just added, to which the page moves.
    pub(super) added: bool,
    /// Whom Kith knows behind it.
    pub(super) person: Option<PersonId>,
    /// In which engagement the tie began, or would have, if it began with us; `None` where there is none.
    pub(super) with_us: Option<EngagementId>,
    /// Whether it did.
    pub(super) started: bool,
    pub(super) rings: Vec<Choice>,
    pub(super) sectors: Vec<Choice>,
    pub(super) ties: Vec<Choice>,
    pub(super) frequencies: Vec<Choice>,
    pub(super) wishes: Vec<Choice>,
    pub(super) services: Vec<Choice>,
    pub(super) gives: Vec<Choice>,
    pub(super) receives: Vec<Choice>,
}

/// A field's name in the row of an entry.
pub(super) fn field(name: &str, id: MapEntryId) -> String {
    format!("{name}-{id}")
}

impl Row {
    /// A field's name in this row, for the template.
    pub(super) fn field(&self, name: &str) -> String {
        field(name, self.id)
    }
}

/// The ids of the rows, in order, each once.
fn ids(typed: &Typed) -> Vec<MapEntryId> {
    let mut seen = BTreeSet::new();
    typed.all("entry").filter_map(|id| id.parse().ok()).filter(|id| seen.insert(*id)).collect()
}

/// The rows as they are drawn. `with_us` says in which engagement a tie would have begun, if it began with us.
pub(super) fn rows(
    typed: &Typed,
    errors: &FormErrors,
    added: Option<MapEntryId>,
    with_us: impl Fn(MapEntryId, Option<PersonId>) -> Option<EngagementId>,
) -> Vec<Row> {
    let one = |id| {
        let row = row(typed, errors, id, added == Some(id));
        Row { with_us: row.with_us.or_else(|| with_us(id, row.person)), ..row }
    };
    ids(typed).into_iter().map(one).collect()
}

fn row(typed: &Typed, errors: &FormErrors, id: MapEntryId, added: bool) -> Row {
    let ending = format!("-{id}");
    let wrong = errors.iter().any(|(field, _)| field.ends_with(&ending));
    let choice = |name: &str, code: &'static str, label: &str| {
        Choice::new(code, label).chosen(typed.is(&field(name, id), code))
    };
    macro_rules! offered {
        ($kind:ty, $name:literal) => {
            <$kind>::ALL
                .iter()
                .map(|one| choice($name, one.code(), &capital(one.label())))
                .collect::<Vec<_>>()
        };
    }
    let (rings, sectors) = (offered!(Ring, "ring"), offered!(Sector, "sector"));
    let (ties, frequencies) = (offered!(TieKind, "tie"), offered!(ContactFrequency, "frequency"));
    let said = |choices: &[Choice]| choices.iter().find(|one| one.chosen).map(|one| one.label.clone());
    let summary: Vec<String> =
        [said(&rings), said(&ties), said(&frequencies)].into_iter().flatten().collect();
    let name = typed.one(&field("name", id)).to_owned();
    Row {
        id,
        open: wrong || added || name.trim().is_empty(),
        added,
        summary: summary.join(" · "),
        person: typed.id(&field("person", id)),
        with_us: typed.id(&field("started", id)),
        started: typed.id::<EngagementId>(&field("started", id)).is_some(),
        wishes: offered!(Wish, "wish"),
        services: vec![
            choice("service", "", "Not known"),
            choice("service", "yes", "Yes"),
            choice("service", "no", "No"),
        ],
        gives: offered!(Giving, "gives"),
        receives: offered!(Giving, "receives"),
        name,
        rings,
        sectors,
        ties,
        frequencies,
    }
}

/// The fields of an entry, added to a form.
pub(super) fn with(typed: Typed, entry: &MapEntry) -> Typed {
    let id = entry.entry_id;
    let service = match entry.shares_service {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let mut typed = typed
        .with("entry", id)
        .with(field("name", id), &entry.name)
        .with(field("ring", id), entry.ring.code())
        .with(field("sector", id), entry.sector.code())
        .with(field("tie", id), entry.tie.code())
        .with(field("frequency", id), entry.frequency.code())
        .with(field("wish", id), entry.wish.code())
        .with(field("service", id), service);
    if let Some(person) = entry.person_id {
        typed = typed.with(field("person", id), person);
    }
    if let Some(engagement) = entry.started_by {
        typed = typed.with(field("started", id), engagement);
    }
    let typed = entry.gives.iter().fold(typed, |typed, one| typed.with(field("gives", id), one.code()));
    entry.receives.iter().fold(typed, |typed, one| typed.with(field("receives", id), one.code()))
}

/// A new row, as most are.
pub(super) fn with_new(typed: Typed, id: MapEntryId, name: &str) -> Typed {
    typed
        .with("entry", id)
        .with(field("name", id), name)
        .with(field("ring", id), Ring::Friends.code())
        .with(field("sector", id), Sector::FriendsAndUnpaid.code())
        .with(field("tie", id), TieKind::Friend.code())
        .with(field("frequency", id), ContactFrequency::Monthly.code())
        .with(field("wish", id), Wish::Same.code())
        .with(field("service", id), "")
}

/// The form without a row.
pub(super) fn without(typed: &Typed, id: &str) -> Typed {
    let ending = format!("-{id}");
    let of_the_row = |name: &str, value: &str| name.ends_with(&ending) || (name == "entry" && value == id);
    Typed::from_fields(typed.iter().filter(|(name, value)| !of_the_row(name, value)))
}

/// Every row as an entry; `None` when one was not understood.
pub(super) fn read(form: &mut Reader<'_>, typed: &Typed) -> Option<Vec<MapEntry>> {
    let read: Vec<Option<MapEntry>> = ids(typed).into_iter().map(|id| one(form, typed, id)).collect();
    read.into_iter().collect()
}

/// The rows that can be understood so far, for the picture beside the form: who has no name yet stands there too.
pub(super) fn so_far(typed: &Typed) -> Vec<MapEntry> {
    let nameless = ids(typed).into_iter().map(|id| field("name", id));
    let nameless = nameless.filter(|name| typed.one(name).trim().is_empty());
    let typed = nameless.fold(typed.clone(), |typed, name| typed.without(&name).with(name, "Somebody new"));
    let typed = &typed;
    ids(typed).into_iter().filter_map(|id| one(&mut typed.reader(), typed, id)).collect()
}

fn one(form: &mut Reader<'_>, typed: &Typed, id: MapEntryId) -> Option<MapEntry> {
    let field = |name: &str| field(name, id);
    let (name, ring) = (form.line(&field("name")), form.code(&field("ring")));
    let (sector, tie) = (form.code(&field("sector")), form.code(&field("tie")));
    let (frequency, wish) = (form.code(&field("frequency")), form.code(&field("wish")));
    let gives = form.codes::<Giving>(&field("gives"));
    let receives = form.codes::<Giving>(&field("receives"));
    let shares_service = match typed.one(&field("service")) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    Some(MapEntry {
        entry_id: id,
        name: name?,
        person_id: typed.id(&field("person")),
        ring: ring?,
        sector: sector?,
        tie: tie?,
        shares_service,
        frequency: frequency?,
        started_by: typed.id(&field("started")),
        gives: gives?.into_iter().collect(),
        receives: receives?.into_iter().collect(),
        wish: wish?,
    })
}

/// The field in whose row a refusal is said.
pub(super) fn about(error: &PersonError, typed: &Typed) -> Option<String> {
    match error {
        PersonError::PaidSupportMisplaced { entry_id, .. } => Some(field("ring", *entry_id)),
        PersonError::PossibleGivesNothing { entry_id } => Some(field("gives", *entry_id)),
        PersonError::ThemselvesOnTheMap { entry_id } | PersonError::EntryTwice { entry_id } => {
            Some(field("name", *entry_id))
        }
        PersonError::PersonTwice { person_id } => {
            let mut same =
                ids(typed).into_iter().filter(|id| typed.id(&field("person", *id)) == Some(*person_id));
            same.next_back().map(|id| field("name", id))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> MapEntryId {
        MapEntryId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn an_entry_comes_back_from_the_form_as_it_went_in() {
        let typed = with_new(Typed::default(), id(1), "Łucja");
        let mut entry = so_far(&typed).pop().unwrap();
        entry.gives = [Giving::Company, Giving::Lift].into();
        entry.shares_service = Some(false);
        entry.person_id = Some(PersonId(uuid::Uuid::from_u128(9)));
        entry.started_by = Some(EngagementId(uuid::Uuid::from_u128(7)));
        let typed = with(Typed::default(), &entry);
        let mut form = typed.reader();
        assert_eq!(read(&mut form, &typed), Some(vec![entry]));
    }

    #[test]
    fn a_row_taken_away_leaves_the_others_as_they_were() {
        let typed = with_new(with_new(Typed::default(), id(1), "Lee"), id(2), "Pat");
        let left = without(&typed, &id(1).to_string());
        assert_eq!(left, with_new(Typed::default(), id(2), "Pat"));
    }

    #[test]
    fn a_row_without_a_name_is_wrong_in_its_own_field_and_open() {
        let typed = with_new(with_new(Typed::default(), id(1), "Lee"), id(2), " ");
        let mut form = typed.reader();
        assert_eq!(read(&mut form, &typed), None);
        let errors = form.again().errors;
        assert!(errors.of(&field("name", id(2))).is_some());
        let rows = rows(&typed, &errors, None, |_, _| None);
        assert_eq!(rows.iter().map(|row| row.open).collect::<Vec<_>>(), [false, true]);
        assert_eq!(rows[0].summary, "Friends · Friend · Every month");
    }
}
