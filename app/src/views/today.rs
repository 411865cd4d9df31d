//! A connector's day: visits planned, what is due, who is going quiet. Worked out from the caseload and
//! its relationships, so that it is as fresh as they are.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, Days, NaiveDate};
use domain::engagement::RequestAnswered;
use domain::engagement::clocks::{Due, due};
use domain::relationship::Quiet;
use domain::shared::ids::{AccountId, EngagementId, PersonId, RelationshipId};

use super::cases::{Case, Which};
use super::late::UNWRITTEN_DAYS;
use super::measures::MeasureDueItem;
use super::messages::MessageOwed;
use super::people::Asking;
use super::relationships::{Grown, Tie};
use super::safety::SafetyDue;
use super::sessions::Visit;
use crate::App;
use crate::access::Connecting;
use crate::error::Refusal;
use crate::team_book::supervision::SupervisionDue;

/// Most cases that one person's day is worked out from.
const MOST: i64 = 500;

/// Days ahead for which what falls due is shown, so that it is seen before it is late.
const AHEAD_DAYS: u64 = 7;
/// Days ahead for which a look at what stands on its own is shown: it is arranged with two people.
const CHECK_AHEAD_DAYS: u64 = 14;

/// Days before something runs out from which it is to be asked again. Source: practice default.
pub(super) const ASK_AHEAD_DAYS: u64 = 28;

/// Days for which an answer of a team lead's stands on the day of who asked.
const ANSWERED_DAYS: u64 = 14;
/// Requests to a team lead that are shown at once.
const MOST_ASKED: i64 = 100;

/// One connector's day.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// Which day.
    pub on: NaiveDate,
    /// Visits planned today and in the six days after.
    pub visits: Vec<Visit>,
    /// Planned visits that have passed without a word of how they went.
    pub unwritten: Vec<Visit>,
    /// First meetings arranged for today and the six days after, in order.
    pub meetings: Vec<Tie>,
    /// First meetings whose day has passed without a word of what came of them.
    pub meetings_passed: Vec<Tie>,
    /// What is late, due, or due within the week, earliest first.
    pub due: Vec<DueItem>,
    /// Questions about how life is, to be asked within the week.
    pub measures: Vec<MeasureDueItem>,
    /// Messages back to whoever referred somebody, to be written within the week.
    pub messages: Vec<MessageOwed>,
    /// Relationships going quiet, longest first.
    pub quiet: Vec<(Tie, Quiet)>,
    /// Checks of relationships that stand on their own: month and day due.
    pub checks: Vec<(Tie, u8, NaiveDate)>,
    /// Declarations that wait for a team lead's signature; empty for connectors.
    pub to_sign: Vec<Tie>,
    /// Cases in which more time or an early ending waits for a team lead's agreement; empty for connectors.
    pub to_agree: Vec<Case>,
    /// What became of requests of the viewer's to a team lead in the last two weeks: in which case, and the
    /// answer.
    pub answered: Vec<(Case, RequestAnswered)>,
    /// What of supervision is due within the week.
    pub supervision: Vec<SupervisionDue>,
    /// Safety notes to look at again within the week: the viewer's own, and those about people they work with.
    pub safety: Vec<SafetyDue>,
    /// What has run out or runs out within four weeks, and is to be asked again.
    pub asking: Vec<Asking>,
    /// What to call the other of the two, in the relationships that visits are beside.
    pub others: HashMap<RelationshipId, String>,
    /// What has come of the viewer's work since the first of the month.
    pub this_month: Grown,
}

/// Something due in a case.
#[derive(Debug, Clone, PartialEq)]
pub struct DueItem {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// With whom.
    pub person_id: PersonId,
    /// What to call them.
    pub called: String,
    /// What, and when.
    pub due: Due,
}

impl App {
    /// The viewer's day.
    pub async fn day(&self, who: &Connecting<'_>) -> Result<Day, Refusal> {
        let today = self.clock.today();
        let own = who.account();
        let (soon, ask_by) = (today + Days::new(AHEAD_DAYS), today + Days::new(ASK_AHEAD_DAYS));
        let passed = (today - Days::new(UNWRITTEN_DAYS), today - Days::new(1));
        let first = today.with_day(1).unwrap_or(today);
        // What does not wait for each other is asked together.
        let (cases, ties, to_check, visits, unwritten) = futures::try_join!(
            self.views.caseload(who, Which::Open, Some(own), today, MOST),
            self.views.relationships_open(who, MOST),
            self.views.relationships_to_check(who, own, (None, today + Days::new(CHECK_AHEAD_DAYS))),
            self.views.planned(who, today, today + Days::new(6)),
            self.views.unwritten(who, passed)
        )?;
        let (to_sign, to_agree) = match who.leads() {
            true => futures::try_join!(
                self.views.overrides_asked(who, MOST_ASKED),
                self.views.caseload(who, Which::AskedOfLead, None, today, MOST_ASKED)
            )?,
            false => (Vec::new(), Vec::new()),
        };
        let beside = beside(visits.iter().chain(&unwritten));
        let (messages, safety, asking, this_month, supervision, others) = futures::try_join!(
            self.views.messages_owed(who, own, (today, soon)),
            self.views.safety_due(who, soon),
            self.views.to_ask_again(who, ask_by),
            self.views.relationships_grown(who, first, today),
            self.supervision_due(who),
            self.views.others_of(who, &beside)
        )?;
        let measures = self.measures_due(who, own, &cases, soon).await?;
        let (meetings, meetings_passed) = first_meetings(&ties, today);
        let answered = cases.iter().flat_map(|case| answered_lately(case, own, today)).collect();
        let mut due: Vec<DueItem> = cases.iter().flat_map(|case| due_in(case, soon)).collect();
        due.sort_by_key(|item| item.due.due_on);
        let mut quiet: Vec<(Tie, Quiet)> = ties
            .into_iter()
            .filter_map(|tie| tie.relationship.going_quiet(today).map(|quiet| (tie, quiet)))
            .collect();
        quiet.sort_by_key(|(_, quiet)| std::cmp::Reverse(quiet.days));
        let checks = to_check.into_iter().flat_map(|tie| checks_due(tie, today)).collect();
        Ok(Day {
            on: today,
            visits,
            unwritten,
            meetings,
            meetings_passed,
            due,
            measures,
            messages,
            quiet,
            checks,
            to_sign,
            to_agree,
            answered,
            supervision,
            safety,
            asking,
            others,
            this_month,
        })
    }
}

/// What is due in a case on a day or before.
pub(super) fn due_in(case: &Case, by: NaiveDate) -> Vec<DueItem> {
    let left = usize::try_from(case.ties.without_hand_over).unwrap_or_default();
    let engagement = &case.row.engagement;
    due(engagement, by, case.first_introduction_on, case.first_map_on, left)
        .into_iter()
        .map(|due| DueItem {
            engagement_id: engagement.engagement_id,
            person_id: engagement.person_id,
            called: case.person.called.clone(),
            due,
        })
        .collect()
}

/// Of these, those that are to meet for the first time within the week, in order, and those of whom nobody said
/// what came of it.
fn first_meetings(ties: &[Tie], today: NaiveDate) -> (Vec<Tie>, Vec<Tie>) {
    let when = |tie: &Tie| tie.relationship.to_meet().map(|meeting| (meeting.on, meeting.at));
    let mut arranged: Vec<Tie> = ties
        .iter()
        .filter(|tie| when(tie).is_some_and(|(on, _)| on <= today + Days::new(6)))
        .cloned()
        .collect();
    arranged.sort_by_key(when);
    arranged.into_iter().partition(|tie| when(tie).is_some_and(|(on, _)| on >= today))
}

/// What a team lead answered the viewer in the last two weeks.
fn answered_lately(case: &Case, viewer: AccountId, today: NaiveDate) -> Vec<(Case, RequestAnswered)> {
    let lately = today - Days::new(ANSWERED_DAYS);
    let answers = case.row.engagement.requests_answered.iter();
    let own = answers.filter(|answer| answer.asked_by == viewer && answer.answered_on >= lately);
    own.map(|answer| (case.clone(), answer.clone())).collect()
}

/// The relationships that visits are beside, each once.
pub(super) fn beside<'a>(visits: impl Iterator<Item = &'a Visit>) -> Vec<RelationshipId> {
    let each: BTreeSet<RelationshipId> =
        visits.filter_map(|visit| visit.session.time.relationship_id).collect();
    each.into_iter().collect()
}

/// Checks that are due today or within the next fortnight.
fn checks_due(tie: Tie, today: NaiveDate) -> Vec<(Tie, u8, NaiveDate)> {
    tie.relationship
        .checks_due()
        .into_iter()
        .filter(|(_, due_on)| *due_on <= today + Days::new(CHECK_AHEAD_DAYS))
        .map(|(month, due_on)| (tie.clone(), month, due_on))
        .collect()
}
