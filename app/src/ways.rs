//! How long the way between two parts of town is, as a team writes it down. A change is a row of its own and the last
//! one counts, so that it can be seen later why somebody was not offered.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::matching::Ways;
use domain::person::JOURNEY_LIMIT;
use domain::shared::ids::{AccountId, OrganisationId};
use domain::shared::text::Line;
use uuid::Uuid;

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};
use crate::folded::folded;

/// Ways that one organisation writes down at most.
const MOST: usize = 2_000;

/// Changes that one organisation keeps at most: every list of who fits reads them.
const MOST_ROWS: usize = 10_000;

/// One thing that was said about a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// This change; given by the form, so that sending it twice happens once.
    pub way_id: Uuid,
    /// A part of town, as it was written.
    pub one: String,
    /// Another.
    pub other: String,
    /// Whole minutes, one way; `None` when nobody knows any more.
    pub minutes: Option<u16>,
    /// Who said so.
    pub by: AccountId,
    /// When.
    pub said_at: DateTime<Utc>,
}

impl Way {
    /// Between which two, in whichever order they were named.
    fn ends(&self) -> (String, String) {
        let (one, other) = (folded(&self.one), folded(&self.other));
        if one <= other { (one, other) } else { (other, one) }
    }
}

/// Where they are kept.
#[async_trait]
pub trait WayBook: Send + Sync {
    /// Everything that an organisation's people said about ways, oldest first.
    async fn ways(&self, organisation: OrganisationId) -> Result<Vec<Way>, Failure>;

    /// Keeps one more; of an id that is there already nothing is changed.
    async fn keep(&self, who: &Connecting<'_>, way: &Way) -> Result<(), Failure>;
}

/// What holds of each way, by the names of its ends.
fn holding(said: Vec<Way>) -> Vec<Way> {
    let mut last: std::collections::BTreeMap<(String, String), Way> = Default::default();
    for way in said {
        last.insert(way.ends(), way);
    }
    last.into_values().filter(|way| way.minutes.is_some()).collect()
}

impl App {
    /// The ways that are known, by the names of their ends.
    pub async fn ways_known(&self, who: &Connecting<'_>) -> Result<Vec<Way>, Refusal> {
        Ok(holding(self.ways.ways(who.organisation()).await?))
    }

    /// The same, to be asked of people and places.
    pub(crate) async fn ways(&self, who: &Connecting<'_>) -> Result<Ways, Failure> {
        let said = self.ways.ways(who.organisation()).await?;
        Ok(Ways::of(said.into_iter().map(|way| (folded(&way.one), folded(&way.other), way.minutes))))
    }

    /// Writes down how long a way is, or that nobody knows any more.
    pub async fn keep_way(
        &self,
        who: &Connecting<'_>,
        way_id: Uuid,
        (one, other): (&Line, &Line),
        minutes: Option<u16>,
    ) -> Result<(), Refusal> {
        let said = self.ways.ways(who.organisation()).await?;
        if said.iter().any(|known| known.way_id == way_id) {
            return Ok(());
        }
        let (one, other) = (one.to_string(), other.to_string());
        if folded(&one) == folded(&other) {
            return Err(Refusal::invalid("other", "Name another part of town: within one everybody is near"));
        }
        if minutes.is_some_and(|minutes| minutes == 0 || minutes > JOURNEY_LIMIT) {
            return Err(Refusal::invalid("minutes", "A way takes from 1 to 240 minutes"));
        }
        // Later than what was said before, so that the last one counts whatever the clock says.
        let after_the_last = said.iter().map(|known| known.said_at + TimeDelta::microseconds(1)).max();
        let said_at = after_the_last.map_or(self.moment(), |after| after.max(self.moment()));
        let by = who.account();
        let way = Way { way_id, one, other, minutes, by, said_at };
        let rows = said.len();
        let known = holding(said);
        let is_new = known.iter().all(|one| one.ends() != way.ends());
        let says_the_same = |one: &Way| one.ends() == way.ends() && one.minutes == way.minutes;
        if (is_new && minutes.is_none()) || known.iter().any(says_the_same) {
            return Ok(());
        }
        if (is_new && known.len() >= MOST) || rows >= MOST_ROWS {
            let full = "So many ways are written down that no more fit: take one away first";
            return Err(Refusal::invalid("one", full));
        }
        Ok(self.ways.keep(who, &way).await?)
    }
}
