//! One row of somebody's list as a person who arrives. Every mistake in it is named with its cell, all of
//! them at once.

use chrono::NaiveDate;
use domain::engagement::codes::ReferralSource;
use domain::person::codes::{CommunicationNeed, IdentifierScheme, PersonKind};
use domain::person::identifier::nhs_number;
use domain::person::records::{Details, Interest};
use domain::shared::ids::{EngagementId, ImportId, InterestId, PersonId};
use domain::shared::text::{Line, Words};

use super::cells::{day, line, listed, name_of, source};
use super::fields::{Field, Mapping};
use super::running::{Running, minutes};
use super::sheet::{Cell, Sheet, address};
use crate::accounts::Colleague;
use crate::clock::following_from;
use crate::commands::{Arrival, Referral};

/// Things that one row may list in one sort of column: more is another kind of text in the wrong column.
const MOST_LISTED: usize = 50;

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// "C7".
    pub cell: String,
    /// What it should say: "Date of birth".
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub what: String,
}

/// How rows are read.
pub(super) struct Reading<'a> {
    pub(super) import: ImportId,
    pub(super) sheet: &'a Sheet,
    pub(super) mapping: &'a Mapping,
    /// Who may be asked to work with somebody.
    pub(super) team: &'a [Colleague],
    pub(super) today: NaiveDate,
}

/// One row, being read.
struct Row<'a> {
    reading: &'a Reading<'a>,
    row: usize,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    /// Rows that say something, below the headings.
    pub(super) fn rows(&self, people_from: usize) -> impl Iterator<Item = usize> + '_ {
        (people_from..self.sheet.rows.len())
            .filter(|row| self.sheet.rows[*row].iter().any(|cell| !cell.is_empty()))
    }

    /// Who arrives with a row, or everything that is wrong with it.
    pub(super) fn read(&self, row: usize) -> Result<(Arrival, Option<Running>), Vec<Problem>> {
        let mut reader = Row { reading: self, row, problems: Vec::new() };
        match reader.arrival() {
            Some(arrival) if reader.problems.is_empty() => Ok(arrival),
            _ => Err(reader.problems),
        }
    }

    /// The id of something that comes with a row: the same whenever it is asked for.
    fn id(&self, row: usize, what: &str, number: usize) -> uuid::Uuid {
        let (row, number) = ((row as u64).to_be_bytes(), (number as u64).to_be_bytes());
        following_from([self.import.uuid().as_bytes().as_slice(), what.as_bytes(), &row, &number])
    }
}

impl Row<'_> {
    fn arrival(&mut self) -> Option<(Arrival, Option<Running>)> {
        let person_id = PersonId(self.reading.id(self.row, "person", 0));
        let details = self.details();
        let identifiers = self.identifiers();
        let (needs, interests) = (self.needs(), self.interests());
        let running = self.running();
        let referral = self.referral(running.as_ref());
        let arrival = Arrival {
            person_id,
            kind: PersonKind::Supported,
            details: details?,
            different_from: Vec::new(),
            identifiers,
            needs,
            interests,
            referral,
        };
        Some((arrival, running))
    }

    fn details(&mut self) -> Option<Details> {
        let name = self.name();
        let known_as = self.read(Field::KnownAs, |cell| line(&cell.text));
        let born_on = self.read(Field::BornOn, day);
        let phone = self.read(Field::Phone, |cell| line(&cell.text));
        let email = self.read(Field::Email, |cell| line(&cell.text));
        let area = self.read(Field::Area, |cell| line(&cell.text));
        let address = self.address();
        if let Some(born_on) = born_on
            && born_on > self.reading.today
        {
            self.wrong(Field::BornOn, "is a day to come".to_owned());
        }
        Some(Details { name: name?, known_as, born_on, phone, email, address, area })
    }

    fn name(&mut self) -> Option<Line> {
        let parts: Vec<String> = [Field::Name, Field::FirstName, Field::LastName]
            .into_iter()
            .filter_map(|field| self.read(field, |cell| name_of(&cell.text)))
            .map(|part| part.to_string())
            .collect();
        // "Wells, Gordon" is how lists are sorted and not how anybody is called.
        let whole = match parts.as_slice() {
            [one] => match one.split_once(',') {
                Some((last, first)) if !first.trim().is_empty() => {
                    format!("{} {}", first.trim(), last.trim())
                }
                _ => one.clone(),
            },
            parts => parts.join(" "),
        };
        if whole.is_empty() {
            let field = if self.column(Field::Name).is_some() { Field::Name } else { Field::FirstName };
            if !self.problems.iter().any(|problem| problem.field == field.label()) {
                self.wrong(field, "is empty. Nobody is taken in without a name".to_owned());
            }
            return None;
        }
        match Line::parse(&whole) {
            Ok(name) => Some(name),
            Err(error) => {
                self.wrong(Field::Name, error.to_string());
                None
            }
        }
    }

    fn address(&mut self) -> Option<Words> {
        let lines: Vec<String> = self.all(Field::Address).into_iter().map(|(_, cell)| cell.text).collect();
        if lines.is_empty() {
            return None;
        }
        match Words::parse(&lines.join("\n")) {
            Ok(words) => Some(words),
            Err(error) => {
                self.wrong(Field::Address, error.to_string());
                None
            }
        }
    }

    fn identifiers(&mut self) -> Vec<(IdentifierScheme, Line)> {
        let nhs = self.read(Field::NhsNumber, |cell| {
            let typed = line(&cell.text)?;
            nhs_number(&typed).map(|_| typed).map_err(|error| error.to_string())
        });
        let council = self.read(Field::CouncilReference, |cell| line(&cell.text));
        let other = self.read(Field::OtherReference, |cell| line(&cell.text));
        [
            (IdentifierScheme::NhsNumber, nhs),
            (IdentifierScheme::CouncilReference, council),
            (IdentifierScheme::OtherReference, other),
        ]
        .into_iter()
        .filter_map(|(scheme, value)| value.map(|value| (scheme, value)))
        .collect()
    }

    fn needs(&mut self) -> Vec<CommunicationNeed> {
        let mut needs = Vec::new();
        for (column, said) in self.listed(Field::Needs) {
            let plain = said.to_lowercase();
            let known = CommunicationNeed::ALL
                .iter()
                .find(|need| need.label().to_lowercase() == plain || need.code() == plain.replace(' ', "_"));
            match known {
                Some(need) if needs.contains(need) => {}
                Some(need) => needs.push(*need),
                None => self.wrong_in(
                    column,
                    Field::Needs,
                    format!("“{said}” is none of the needs that Kith knows, such as Easy Read or Makaton"),
                ),
            }
        }
        needs
    }

    fn interests(&mut self) -> Vec<(InterestId, Interest)> {
        let mut interests: Vec<(InterestId, Interest)> = Vec::new();
        for (column, said) in self.listed(Field::Interests) {
            match Line::parse(&said) {
                Ok(name) if interests.iter().any(|(_, known)| known.name == name) => {}
                Ok(name) => {
                    let id = InterestId(self.reading.id(self.row, "interest", interests.len()));
                    interests.push((id, listed(name)));
                }
                Err(error) => self.wrong_in(column, Field::Interests, error.to_string()),
            }
        }
        interests
    }

    /// What the list says of work that is under way.
    fn running(&mut self) -> Option<Running> {
        let started_on = self.read(Field::StartedOn, day);
        let agreed_until = self.read(Field::AgreedUntil, day);
        let minutes_a_week = self.read(Field::HoursAWeek, |cell| minutes(&cell.text));
        let Some(started_on) = started_on else {
            if agreed_until.is_some() || minutes_a_week.is_some() {
                let missing =
                    "is missing: without it, what the list says of the work that is under way is lost";
                self.wrong(Field::StartedOn, missing.to_owned());
            }
            return None;
        };
        if started_on > self.reading.today {
            self.wrong(
                Field::StartedOn,
                "is a day to come. Work that has not begun needs no day here".to_owned(),
            );
        }
        if agreed_until.is_some_and(|until| until < started_on) {
            self.wrong(Field::AgreedUntil, "is before the first day of the work".to_owned());
        }
        Some(Running { started_on, agreed_until, minutes_a_week })
    }

    fn referral(&mut self, running: Option<&Running>) -> Option<Referral> {
        let received_on = self.read(Field::ReferredOn, day);
        let source = self.read(Field::ReferredBy, |cell| Ok(source(&cell.text)));
        let reason = self
            .read(Field::ReferralReason, |cell| Words::parse(&cell.text).map_err(|error| error.to_string()));
        let team = self.reading.team;
        let connector = self.read(Field::Connector, |cell| {
            let wanted = cell.text.to_lowercase();
            let mut fit = team.iter().filter(|one| {
                let name = one.name.to_lowercase();
                name == wanted || name.split(' ').next() == Some(&wanted)
            });
            match (fit.next(), fit.next()) {
                (Some(one), None) => Ok(one.account_id),
                (None, _) => Err("is nobody of the team. Write the name as it stands in Kith".to_owned()),
                (Some(_), Some(_)) => Err("could be two of the team. Write the name in full".to_owned()),
            }
        });
        if let Some(on) = received_on
            && on > self.reading.today
        {
            self.wrong(Field::ReferredOn, "is a day to come".to_owned());
        }
        if let (Some(on), Some(running)) = (received_on, running)
            && running.started_on < on
        {
            self.wrong(Field::StartedOn, "is before the day of the referral".to_owned());
        }
        let received_on = received_on.or(running.map(|running| running.started_on));
        // A list of people one works with is a list of referrals, even when it does not say from when.
        if received_on.is_none() && connector.is_none() && source.is_none() && reason.is_none() {
            return None;
        }
        Some(Referral {
            engagement_id: EngagementId(self.reading.id(self.row, "engagement", 0)),
            source: source.unwrap_or(ReferralSource::Other),
            received_on: received_on.unwrap_or(self.reading.today),
            reason,
            connector,
            under_way_since: running.map(|running| running.started_on),
        })
    }

    fn column(&self, field: Field) -> Option<usize> {
        self.reading.mapping.columns(field).next()
    }

    /// The cells of a field that say something; those that cannot be read are noted.
    fn all(&mut self, field: Field) -> Vec<(usize, Cell)> {
        let mut said = Vec::new();
        for column in self.reading.mapping.columns(field) {
            let cell = self.reading.sheet.cell(self.row, column);
            match cell.trouble {
                Some(trouble) => self.wrong_in(column, field, trouble.label().to_owned()),
                None if cell.is_empty() => {}
                None => said.push((column, cell)),
            }
        }
        said
    }

    /// What the one cell of a field says.
    fn read<T>(&mut self, field: Field, parse: impl FnOnce(&Cell) -> Result<T, String>) -> Option<T> {
        let (column, cell) = self.all(field).into_iter().next()?;
        parse(&cell).map_err(|what| self.wrong_in(column, field, what)).ok()
    }

    /// Several things in a cell, between commas, semicolons or on lines of their own.
    fn listed(&mut self, field: Field) -> Vec<(usize, String)> {
        let cells = self.all(field);
        let each = |(column, cell): (usize, Cell)| {
            let parts: Vec<String> =
                cell.text.split([',', ';', '\n']).map(|part| part.trim().to_owned()).collect();
            parts.into_iter().filter(|part| !part.is_empty()).map(move |part| (column, part))
        };
        let listed: Vec<_> = cells.into_iter().flat_map(each).take(MOST_LISTED + 1).collect();
        match listed.get(MOST_LISTED) {
            Some((column, _)) => {
                self.wrong_in(*column, field, format!("holds more than {MOST_LISTED} things"));
                Vec::new()
            }
            None => listed,
        }
    }

    fn wrong(&mut self, field: Field, what: String) {
        let column = self.column(field).unwrap_or_default();
        self.wrong_in(column, field, what);
    }

    fn wrong_in(&mut self, column: usize, field: Field, what: String) {
        self.problems.push(Problem { cell: address(self.row, column), field: field.label(), what });
    }
}
