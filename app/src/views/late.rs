//! What is late with each colleague, for whoever leads them: the same things that are late on the colleague's own
//! *Today*, counted by the database and read only as far as they are shown.
//!
//! What has a column is ranked where it is kept; what to ask again and what was agreed in supervision is sealed or
//! comes in lists, and is sorted here.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::engagement::clocks::DueKind;
use domain::engagement::message_back::TellingAbout;
use domain::person::measures::Instrument;
use domain::person::measures::due::AskingSlot;
use domain::shared::ids::{
    AccountId, ContractId, EngagementId, GroupId, PersonId, RelationshipId, SessionId,
};

use super::people::Asking;
use super::safety::SafetyDue;
use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};
use crate::team_book::supervision::{SupervisionDue, due_with};

/// Hours after a visit within which its notes are written. Source: practice default.
pub const NOTES_HOURS: i64 = 48;
/// Days for which a visit without a word is asked about, also when the work ended meanwhile. Source: practice
/// default.
pub const UNWRITTEN_DAYS: u64 = 182;

/// Something late.
#[derive(Debug, Clone, PartialEq)]
pub struct LateItem {
    /// The last day on which it was in time.
    pub due_on: NaiveDate,
    /// What.
    pub what: Late,
}

/// What is late.
#[derive(Debug, Clone, PartialEq)]
pub enum Late {
    /// A clock of a case ran out.
    Clock { engagement_id: EngagementId, person_id: PersonId, called: String, kind: DueKind },
    /// A visit has passed and nothing was written; of a group its first session stands for it.
    Unwritten { engagement_id: EngagementId, session_id: SessionId, group: Option<GroupId>, called: String },
    /// Two were to meet for the first time, and nobody said what came of it.
    Meeting { relationship_id: RelationshipId, called: String, other_called: String },
    /// Questions about how life is were not asked.
    Measure { engagement_id: EngagementId, person_id: PersonId, called: String, slot: AskingSlot },
    /// A referrer has not heard from us.
    Message { engagement_id: EngagementId, called: String, about: TellingAbout },
    /// A relationship that stands on its own was not looked at again after so many months.
    Check { relationship_id: RelationshipId, called: String, other_called: String, month: u8 },
    /// A safety note was not looked at again.
    Safety(SafetyDue),
    /// Something has run out and was not asked again.
    Asking(Asking),
    /// Supervision, or what was agreed in one.
    Supervision(SupervisionDue),
}

/// What is late with one colleague.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lateness {
    /// Longest first, as many as were asked for.
    pub items: Vec<LateItem>,
    /// How many there are.
    pub in_all: i64,
}

/// What must be known to count what is late.
#[derive(Debug, Clone, PartialEq)]
pub struct LateAsk {
    /// Of whom alone; `None` for everybody.
    pub of: Option<AccountId>,
    /// On which day.
    pub day: NaiveDate,
    /// At most so many of each colleague's.
    pub each: i64,
    /// The questions in use on that day.
    pub in_use: Vec<Instrument>,
    /// The contracts whose payer asks for questions after the end.
    pub follow_ups: Vec<ContractId>,
}

/// One colleague's late things from one source: how many there are, and the longest.
pub type Ranked = (AccountId, i64, Vec<LateItem>);

/// Queries about what is late. A connector's own alone.
#[async_trait]
pub trait Lates: Send + Sync {
    /// What is late and has its day in a column: clocks, visits and first meetings without a word, questions, messages, checks and safety
    /// notes.
    async fn late(&self, who: &Connecting<'_>, ask: &LateAsk) -> Result<Vec<Ranked>, Failure>;

    /// How many of these things there are of each, in any order and as several numbers that add up; of every colleague
    /// at once it costs less by far.
    async fn late_sums(&self, who: &Connecting<'_>, ask: &LateAsk) -> Result<Vec<(AccountId, i64)>, Failure>;

    /// What has run out or does by a day, and is to be asked again of the people of open cases, with whose case it is:
    /// one colleague's, or everybody's with those that nobody has. Of at most 5,000 people, in no order.
    async fn asking_by_case(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        by: NaiveDate,
    ) -> Result<Vec<(Option<AccountId>, Asking)>, Failure>;
}

impl App {
    /// What is late today, of everybody or of one: at most `each` of every colleague's, longest first.
    pub async fn late(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        each: i64,
    ) -> Result<BTreeMap<AccountId, Lateness>, Refusal> {
        let day = self.clock.today();
        let of = who.caseload().or(of);
        let ask = self.late_ask(who, of, each).await?;
        let mut late: BTreeMap<AccountId, Lateness> = BTreeMap::new();
        for (whose, in_all, items) in self.views.late(who, &ask).await? {
            let lateness = late.entry(whose).or_default();
            lateness.in_all += in_all;
            lateness.items.extend(items);
        }
        let (asking, supervision) = futures::try_join!(
            self.views.asking_by_case(who, of, day - Days::new(1)),
            self.late_supervision(who, of, day)
        )?;
        let mut asking: Vec<(AccountId, Asking)> =
            asking.into_iter().filter_map(|(whose, asking)| Some((whose?, asking))).collect();
        asking.sort_by_key(|(_, asking)| (asking.on, asking.person_id));
        let asking = asking.into_iter().map(|(whose, asking)| (whose, asking.on, Late::Asking(asking)));
        let supervision =
            supervision.into_iter().map(|(whose, due)| (whose, due.on(), Late::Supervision(due)));
        for (whose, due_on, what) in asking.chain(supervision) {
            let lateness = late.entry(whose).or_default();
            lateness.in_all += 1;
            lateness.items.push(LateItem { due_on, what });
        }
        for lateness in late.values_mut() {
            // Stable: what is as late as something else stays in the order of its source.
            lateness.items.sort_by_key(|item| item.due_on);
            lateness.items.truncate(usize::try_from(each).unwrap_or(usize::MAX));
        }
        Ok(late)
    }

    /// How many things are late today with each colleague; nobody in it has none.
    pub async fn late_sums(&self, who: &Connecting<'_>) -> Result<BTreeMap<AccountId, i64>, Refusal> {
        let yesterday = self.clock.today() - Days::new(1);
        Ok(self.late_sums_and_asking(who, yesterday).await?.0)
    }

    /// The same, and what is to be asked again by a day of the people of open cases, the longest first: what has run
    /// out among it is late.
    pub(super) async fn late_sums_and_asking(
        &self,
        who: &Connecting<'_>,
        by: NaiveDate,
    ) -> Result<(BTreeMap<AccountId, i64>, Vec<Asking>), Refusal> {
        let (day, of) = (self.clock.today(), who.caseload());
        let ask = self.late_ask(who, of, 1).await?;
        let (sums, asking, supervision) = futures::try_join!(
            self.views.late_sums(who, &ask),
            self.views.asking_by_case(who, of, by),
            self.late_supervision(who, of, day)
        )?;
        let mut late: BTreeMap<AccountId, i64> = BTreeMap::new();
        let ran_out = asking.iter().filter(|(_, asking)| asking.on < day);
        let ran_out = ran_out.filter_map(|(whose, _)| Some(((*whose)?, 1)));
        let supervision = supervision.into_iter().map(|(whose, _)| (whose, 1));
        for (whose, many) in sums.into_iter().chain(ran_out).chain(supervision) {
            *late.entry(whose).or_default() += many;
        }
        late.retain(|_, many| *many > 0);
        let mut asking: Vec<Asking> = asking.into_iter().map(|(_, asking)| asking).collect();
        asking.sort_by_key(|asking| (asking.on, asking.person_id));
        Ok((late, asking))
    }

    async fn late_ask(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        each: i64,
    ) -> Result<LateAsk, Refusal> {
        let day = self.clock.today();
        let in_use = self.instrument_book(who.organisation()).await?.in_use(day);
        let follow_ups = self.instruments.follow_ups(who.organisation()).await?;
        Ok(LateAsk { of, day, each, in_use, follow_ups })
    }

    /// What of supervision is late, by whose day it is on.
    async fn late_supervision(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        day: NaiveDate,
    ) -> Result<Vec<(AccountId, SupervisionDue)>, Failure> {
        let notes = self.team_book.supervisions(who, None).await?;
        let mut whose: Vec<AccountId> = notes.iter().flat_map(|note| [note.lead, note.colleague]).collect();
        whose.sort_unstable();
        whose.dedup();
        whose.retain(|id| of.is_none_or(|of| of == *id));
        let late = |id: AccountId| {
            let due = due_with(&notes, id, day - Days::new(1));
            due.into_iter().map(move |due| (id, due))
        };
        Ok(whose.into_iter().flat_map(late).collect())
    }
}
