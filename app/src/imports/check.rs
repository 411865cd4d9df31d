//! The dry run: what would become of each row, and why.

use domain::person::codes::IdentifierScheme;
use domain::person::identifier::nhs_number;
use domain::shared::ids::PersonId;
use futures::{StreamExt, TryStreamExt};

use super::row::{Problem, Reading};
use super::running::Running;
use super::twins::{Twin, Twins};
use super::{Field, Import, MOST_ROWS, Plan, Sheet, address};
use crate::App;
use crate::access::Connecting;
use crate::commands::Arrival;
use crate::error::Refusal;
use crate::views::people::PersonSummary;

/// Rows that are looked for on record at the same time.
const AT_ONCE: usize = 16;

/// What would become of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It would be taken in.
    Fine,
    /// It looks like somebody on record, or like another row.
    Alike {
        /// People on record.
        people: Vec<PersonSummary>,
        /// The row above that it looks like, counted from nought.
        row: Option<usize>,
    },
    /// It cannot be taken in.
    Wrong(Vec<Problem>),
}

/// A row of the list, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Which row, counted from nought.
    pub row: usize,
    /// Who arrives with it; `None` when it cannot be read.
    pub arrival: Option<Arrival>,
    /// What it says of work that is under way.
    pub running: Option<Running>,
    /// What would become of it.
    pub standing: Standing,
}

impl Checked {
    /// People on record whom it looks like.
    pub fn like(&self) -> Vec<PersonId> {
        match &self.standing {
            Standing::Alike { people, .. } => people.iter().map(|person| person.person_id).collect(),
            Standing::Fine | Standing::Wrong(_) => Vec::new(),
        }
    }
}

/// A row that has been read.
struct Read {
    row: usize,
    arrival: Result<(Arrival, Option<Running>), Vec<Problem>>,
    /// The rows above that it is like.
    twin: Twin,
}

impl App {
    /// Checks every row of a list. Nothing is changed.
    pub async fn check_import(
        &self,
        who: &Connecting<'_>,
        import: &Import,
        sheet: &Sheet,
        plan: &Plan,
    ) -> Result<Vec<Checked>, Refusal> {
        let sheet = sheet.chosen(plan.sheet);
        let team = self.accounts.colleagues(who).await?;
        let reading = Reading {
            import: import.import_id,
            sheet,
            mapping: &plan.mapping,
            team: &team,
            today: self.clock.today(),
        };
        let rows: Vec<usize> = reading.rows(plan.heads.people_from).take(MOST_ROWS + 1).collect();
        if rows.len() > MOST_ROWS {
            return Err(Refusal::invalid(
                "file",
                format!("These are more than {MOST_ROWS} people. Bring them in several lists"),
            ));
        }
        let mut twins = Twins::default();
        let read: Vec<Read> = rows
            .into_iter()
            .map(|row| {
                let arrival = reading.read(row);
                let twin = arrival
                    .as_ref()
                    .map_or_else(|_| Twin::default(), |(arrival, _)| twins.meet(row, arrival));
                Read { row, arrival, twin }
            })
            .collect();
        futures::stream::iter(read)
            .map(|read| self.checked(who, plan, read))
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }

    async fn checked(&self, who: &Connecting<'_>, plan: &Plan, read: Read) -> Result<Checked, Refusal> {
        let Read { row, arrival, twin } = read;
        let (arrival, running) = match arrival {
            Ok(read) => read,
            Err(problems) => {
                return Ok(Checked {
                    row,
                    arrival: None,
                    running: None,
                    standing: Standing::Wrong(problems),
                });
            }
        };
        if let Some(problem) = self.number_taken(who, plan, row, (&arrival, twin)).await? {
            let standing = Standing::Wrong(vec![problem]);
            return Ok(Checked { row, arrival: None, running: None, standing });
        }
        let mut people = self.views.alike(who, &arrival.details).await?;
        // What was taken in before from this very row is not somebody else.
        people.retain(|person| person.person_id != arrival.person_id);
        let standing = match (people.is_empty(), twin.like) {
            (true, None) => Standing::Fine,
            (_, row) => Standing::Alike { people, row },
        };
        Ok(Checked { row, arrival: Some(arrival), running, standing })
    }

    /// An NHS number is one person's, on record and in the list.
    async fn number_taken(
        &self,
        who: &Connecting<'_>,
        plan: &Plan,
        row: usize,
        (arrival, twin): (&Arrival, Twin),
    ) -> Result<Option<Problem>, Refusal> {
        let number = arrival.identifiers.iter().find(|(scheme, _)| *scheme == IdentifierScheme::NhsNumber);
        let Some(Ok(number)) = number.map(|(_, number)| nhs_number(number)) else { return Ok(None) };
        let holder = self.views.with_nhs_number(who, &number).await?;
        let what = match (holder.filter(|holder| *holder != arrival.person_id), twin.number) {
            (Some(_), _) => "is on the record of somebody here already. Are they the same?".to_owned(),
            (None, Some(other)) => format!(
                "is in row {} too, and is one person’s. Leave one of the rows out, or put the number right",
                other + 1
            ),
            (None, None) => return Ok(None),
        };
        let column = plan.mapping.columns(Field::NhsNumber).next().unwrap_or_default();
        Ok(Some(Problem { cell: address(row, column), field: Field::NhsNumber.label(), what }))
    }
}
