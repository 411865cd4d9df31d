//! Which questions about how life is were asked of whom and when, without a word of what was answered; and
//! from that, what is to be asked next. The answers stay on the person's record.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{Days, Months, NaiveDate};
use domain::engagement::Engagement;
use domain::person::measures::Instrument;
use domain::person::measures::due::{FOLLOW_UP_MONTHS, MeasureClock, MeasureDue, NEAR_DAYS, Taken};
use domain::shared::ids::{AccountId, ContractId, EngagementId, MeasureId, OrganisationId, PersonId};
use serde::{Deserialize, Serialize};

use super::cases::Case;
use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};

/// One measure, without its answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Of whom.
    pub person_id: PersonId,
    /// Which of theirs.
    pub measure_id: MeasureId,
    /// Which questions.
    pub instrument: Instrument,
    /// When they were asked.
    pub taken_on: NaiveDate,
    /// Whether it counts: it was not taken back.
    pub counts: bool,
    /// The record that it came with, while that is put together with this person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_from: Option<PersonId>,
}

/// Work that has ended, as far as questions after it need to know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct EndedCase {
    /// The engagement.
    pub engagement: Engagement,
    /// What to call the person.
    pub called: String,
}

/// Questions to ask in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureDueItem {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// Of whom.
    pub person_id: PersonId,
    /// What to call them.
    pub called: String,
    /// What, and by when.
    pub due: MeasureDue,
}

/// Queries about measures.
#[async_trait]
pub trait Measures: Send + Sync {
    /// What was asked of the people of one connector's cases that are open or ended on a day or after. Nothing that
    /// was taken back. Anybody but a team lead is answered of their own alone.
    async fn asked_already(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        since: NaiveDate,
    ) -> Result<Vec<(PersonId, Taken)>, Failure>;

    /// One connector's cases that ended on a day or after, at most 200. Nobody who has died. Anybody but a team lead
    /// is answered of their own alone.
    async fn ended_since(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        since: NaiveDate,
    ) -> Result<Vec<EndedCase>, Failure>;
}

/// What must be known to say what is due.
struct Asked {
    in_use: Vec<Instrument>,
    follow_ups: Vec<ContractId>,
    today: NaiveDate,
}

impl Asked {
    fn of(&self, engagement: &Engagement, taken: &[Taken]) -> Vec<MeasureDue> {
        let contract = engagement.funding.as_ref().map(|funding| funding.contract_id);
        let asks = contract.is_some_and(|contract| self.follow_ups.contains(&contract));
        MeasureClock::of(engagement, asks).running(self.today, &self.in_use, taken)
    }
}

impl App {
    async fn what_is_asked(&self, who: &Connecting<'_>) -> Result<Asked, Refusal> {
        let today = self.clock.today();
        let in_use = self.instrument_book(who.organisation()).await?.in_use(today);
        let follow_ups = self.instruments.follow_ups(who.organisation()).await?;
        Ok(Asked { in_use, follow_ups, today })
    }

    /// What is to be asked by a day in the viewer's own cases, of which the open ones are known already;
    /// earliest first.
    pub async fn measures_due(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        open: &[Case],
        by: NaiveDate,
    ) -> Result<Vec<MeasureDueItem>, Refusal> {
        let asked = self.what_is_asked(who).await?;
        let longest = Months::new(FOLLOW_UP_MONTHS);
        let since = asked.today.checked_sub_months(longest).unwrap_or(asked.today) - Days::new(NEAR_DAYS);
        let (already, ended) = futures::try_join!(
            self.views.asked_already(who, of, since),
            self.views.ended_since(who, of, since)
        )?;
        let mut taken: HashMap<PersonId, Vec<Taken>> = HashMap::new();
        for (person, one) in already {
            taken.entry(person).or_default().push(one);
        }
        let open = open.iter().map(|case| (&case.row.engagement, &case.person.called));
        let all = open.chain(ended.iter().map(|case| (&case.engagement, &case.called)));
        let mut items: Vec<MeasureDueItem> = all
            .flat_map(|(engagement, called)| {
                let taken = taken.get(&engagement.person_id).map(Vec::as_slice).unwrap_or_default();
                let due = asked.of(engagement, taken).into_iter().filter(|due| due.due_on <= by);
                due.map(|due| MeasureDueItem {
                    engagement_id: engagement.engagement_id,
                    person_id: engagement.person_id,
                    called: called.clone(),
                    due,
                })
                .collect::<Vec<_>>()
            })
            .collect();
        items.sort_by_key(|item| (item.due.due_on, item.person_id));
        Ok(items)
    }

    /// What is to be asked in one case, however far ahead; `taken` is what was asked of the person.
    pub async fn measures_running(
        &self,
        who: &Connecting<'_>,
        engagement: &Engagement,
        taken: &[Taken],
    ) -> Result<Vec<MeasureDue>, Refusal> {
        Ok(self.what_is_asked(who).await?.of(engagement, taken))
    }
}
