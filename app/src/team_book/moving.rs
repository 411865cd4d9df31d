//! Giving several cases at once to others: somebody is away, leaves, or has too many, or referrals came that nobody
//! has yet. Who gets whom is proposed by who has room, looked at, changed, and then done case by case: each is an ordinary
//! command, and each has its own answer.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::engagement::EngagementCommand;
use domain::shared::ids::{AccountId, CommandId, EngagementId};

use super::capacity::Capacity;
use crate::App;
use crate::access::{Connecting, Role, Viewer};
use crate::accounts::Colleague;
use crate::clock::following_from;
use crate::commands::{Instruction, Request};
use crate::error::Refusal;
use crate::views::cases::{Case, Which};
use crate::views::team::Load;

/// Most cases that can be given at once.
const MOST: i64 = 500;

/// One colleague with what they have and can take.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// Who.
    pub colleague: Colleague,
    /// What they have.
    pub load: Load,
    /// What they can take.
    pub capacity: Capacity,
}

impl Room {
    /// Cases that could be added; less than nothing when there are too many.
    pub fn room(&self) -> i64 {
        self.capacity.room(&self.load)
    }

    /// The same after some more cases.
    #[must_use]
    pub fn with(&self, cases: i64, minutes_per_week: i64) -> Self {
        let mut after = self.clone();
        after.load.open += cases;
        after.load.minutes_per_week += minutes_per_week;
        after
    }
}

/// What became of giving one case to somebody.
#[derive(Debug)]
pub enum Moved {
    /// It is on their list.
    Done,
    /// Nobody chose to move it.
    Kept,
    /// It was refused, and stays where it was.
    Refused(Refusal),
}

/// Minutes a week that hold on a day in a case that is at work.
pub fn weekly(case: &Case, on: NaiveDate) -> i64 {
    let engagement = &case.row.engagement;
    match engagement.stage {
        domain::engagement::Stage::Active => {
            engagement.term.as_ref().map_or(0, |term| term.minutes_per_week_on(on))
        }
        _ => 0,
    }
}

/// Gives each case to whoever has most room just then, those with most hours first, so that nobody gets all
/// the long ones. Where nobody has room, to whoever is least over. Nobody at all when there is nobody to ask.
pub fn spread(cases: &[Case], among: &[Room], on: NaiveDate) -> HashMap<EngagementId, AccountId> {
    let mut rooms = among.to_vec();
    let mut cases: Vec<&Case> = cases.iter().collect();
    cases.sort_by_key(|case| (std::cmp::Reverse(weekly(case, on)), case.row.engagement.engagement_id));
    let mut given = HashMap::new();
    for case in cases {
        let most =
            rooms.iter_mut().max_by_key(|room| (room.room(), std::cmp::Reverse(room.load.minutes_per_week)));
        let Some(room) = most else { break };
        *room = room.with(1, weekly(case, on));
        given.insert(case.row.engagement.engagement_id, room.colleague.account_id);
    }
    given
}

impl App {
    /// One of the team.
    pub async fn colleague(&self, who: &Connecting<'_>, id: AccountId) -> Result<Colleague, Refusal> {
        let colleagues = self.accounts.colleagues(who).await?;
        colleagues.into_iter().find(|one| one.account_id == id).ok_or(Refusal::NotFound)
    }

    /// One of the team, or somebody who has left it: whose cases are given to others.
    pub async fn colleague_here_or_left(
        &self,
        who: &Connecting<'_>,
        id: AccountId,
    ) -> Result<(Colleague, bool), Refusal> {
        match self.colleague(who, id).await {
            Ok(colleague) => Ok((colleague, false)),
            Err(Refusal::NotFound) => {
                let names = self.accounts.names(who.organisation()).await?;
                let name = names.into_iter().find(|(known, _)| *known == id).ok_or(Refusal::NotFound)?.1;
                Ok((Colleague { account_id: id, name, role: Role::Connector }, true))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Everybody of the team with what they have and can take, by name; for a team lead.
    pub async fn rooms(&self, who: &Connecting<'_>) -> Result<Vec<Room>, Refusal> {
        Self::leads(who)?;
        let loads: HashMap<Option<AccountId>, Load> =
            self.views.loads(who, self.clock.today()).await?.into_iter().collect();
        let capacities: HashMap<AccountId, Capacity> =
            self.team_book.capacities(who).await?.into_iter().collect();
        let colleagues = self.accounts.colleagues(who).await?;
        let rooms = colleagues.into_iter().map(|colleague| Room {
            load: loads.get(&Some(colleague.account_id)).copied().unwrap_or_default(),
            capacity: capacities.get(&colleague.account_id).copied().unwrap_or_default(),
            colleague,
        });
        Ok(rooms.collect())
    }

    /// The open cases of a colleague, by name; for a team lead.
    pub async fn cases_of_colleague(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
    ) -> Result<Vec<Case>, Refusal> {
        Self::leads(who)?;
        let today = self.clock.today();
        let mut cases = self.views.caseload(who, Which::Open, Some(of), today, MOST).await?;
        // A caseload asked for by connector holds those too that nobody has and whom they registered.
        cases.retain(|case| case.row.engagement.connector() == Some(of));
        Ok(cases)
    }

    /// Those of these cases that are open and that nobody has, in the order in which they are named; for a team
    /// lead. At most [`MOST`] are looked at.
    pub async fn nobodys_cases(
        &self,
        who: &Connecting<'_>,
        ids: &[EngagementId],
    ) -> Result<Vec<Case>, Refusal> {
        Self::leads(who)?;
        let today = self.clock.today();
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let ids = &ids[..ids.len().min(most)];
        let mut cases = self.views.nobodys_among(who, ids, today).await?;
        cases.sort_by_key(|case| ids.iter().position(|id| *id == case.row.engagement.engagement_id));
        Ok(cases)
    }

    /// Gives cases of one colleague, or those that nobody has, to others, each on its own; `None` leaves it where
    /// it is. Asked again under the same id it does nothing more, and answers the same.
    pub async fn move_cases(
        &self,
        viewer: &Viewer,
        command_id: CommandId,
        from: Option<AccountId>,
        moves: &[(EngagementId, Option<AccountId>)],
    ) -> Result<Vec<(EngagementId, Moved)>, Refusal> {
        let who = viewer.connecting()?;
        Self::leads(&who)?;
        let mut answers = Vec::with_capacity(moves.len());
        let mut last = 0;
        for (id, to) in moves {
            let moved = match to {
                None => Moved::Kept,
                Some(to) if Some(*to) == from => Moved::Kept,
                Some(to) => match self.move_one(viewer, command_id, (*id, from), *to).await {
                    Ok(position) => {
                        last = last.max(position);
                        Moved::Done
                    }
                    Err(refusal @ Refusal::Failed(_)) => return Err(refusal),
                    Err(refusal) => Moved::Refused(refusal),
                },
            };
            answers.push((*id, moved));
        }
        self.views.catch_up(last).await;
        Ok(answers)
    }

    async fn move_one(
        &self,
        viewer: &Viewer,
        base: CommandId,
        (id, from): (EngagementId, Option<AccountId>),
        to: AccountId,
    ) -> Result<i64, Refusal> {
        let command_id = CommandId(following_from([
            b"moved",
            base.uuid().as_bytes(),
            id.uuid().as_bytes(),
            to.uuid().as_bytes(),
        ]));
        let who = viewer.connecting()?;
        let case = self.views.case(&who, id, self.clock.today()).await?.ok_or(Refusal::NotFound)?;
        let now = case.row.engagement.connector();
        // One that is with them already was moved by this very request, or by somebody else to the same end.
        if now != from && now != Some(to) {
            return Err(Refusal::invalid("to", "Somebody else has taken it on since; look at it again"));
        }
        let command = EngagementCommand::AllocateConnector { connector: to };
        let instruction = Instruction::Engagement { id, command };
        let request = Request { command_id, seen: None, instruction };
        Ok(self.ask(viewer, request).await?.position)
    }
}

#[cfg(test)]
mod tests {
    use domain::engagement::records::Goal;
    use domain::engagement::{Engagement, EngagementKind, Stage, Term, WeeklyMinutes};
    use domain::person::codes::PersonKind;
    use uuid::Uuid;

    use super::*;
    use crate::views::cases::{EngagementRow, TieCounts};
    use crate::views::people::PersonSummary;

    fn case(number: u128, minutes_per_week: i64) -> Case {
        let on = "2026-01-05".parse().expect("a day");
        let term = Term {
            kind: EngagementKind::SixMonths,
            start: on,
            end: on,
            weekly: vec![WeeklyMinutes { from: on, minutes_per_week }],
            agreed_on: on,
            extensions: vec![],
            hours_changes: vec![],
        };
        let engagement = Engagement {
            engagement_id: EngagementId(Uuid::from_u128(number)),
            stage: Stage::Active,
            term: Some(term),
            goals: None::<domain::shared::personal::Personal<Vec<Goal>>>,
            ..Engagement::default()
        };
        Case {
            row: EngagementRow {
                organisation: Default::default(),
                version: 1,
                hand_overs_in: None,
                engagement,
            },
            person: PersonSummary {
                person_id: Default::default(),
                kind: PersonKind::Supported,
                name: "Somebody".into(),
                called: "Somebody".into(),
                born_on: None,
                area: None,
                needs: vec![],
                interests: vec![],
                refuses_introductions: false,
            },
            delivered_minutes: 0,
            last_session_on: None,
            next_session: None,
            ties: TieCounts::default(),
            first_map_on: None,
            first_introduction_on: None,
        }
    }

    fn room(number: u128, open: i64, minutes_per_week: i64) -> Room {
        let account_id = AccountId(Uuid::from_u128(number));
        Room {
            colleague: Colleague { account_id, name: format!("Colleague {number}"), role: Role::Connector },
            load: Load { open, minutes_per_week, ..Load::default() },
            capacity: Capacity { open_cases: 10, minutes_per_week: None },
        }
    }

    #[test]
    fn cases_go_to_whoever_has_most_room_just_then() {
        let cases = [case(1, 60), case(2, 180), case(3, 120)];
        let given = spread(&cases, &[room(1, 9, 0), room(2, 7, 0)], "2026-03-12".parse().expect("a day"));
        let to = |number: u128| given[&EngagementId(Uuid::from_u128(number))].uuid().as_u128();
        // Three places and one: the first two go to the second colleague, who then has one left like the first.
        assert_eq!((to(2), to(3)), (2, 2));
        assert_eq!(to(1), 1, "who has fewer hours");
    }

    #[test]
    fn where_nobody_has_room_it_goes_to_whoever_is_least_over_and_nobody_is_made_up() {
        let given =
            spread(&[case(1, 60)], &[room(1, 14, 0), room(2, 11, 0)], "2026-03-12".parse().expect("a day"));
        assert_eq!(given[&EngagementId(Uuid::from_u128(1))].uuid().as_u128(), 2);
        assert!(spread(&[case(1, 60)], &[], "2026-03-12".parse().expect("a day")).is_empty());
    }
}
