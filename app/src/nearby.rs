//! Which places and groups nearby fit somebody, in order and with reasons; and the record of every such list that
//! was shown. It is kept beside the record of people who were offered and apart from it, so that what is
//! counted of people stays what it was.

use std::borrow::Cow;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::matching::{
    Facts, Journey, Loves, PLACE_RULES, PlaceFit, PlaceNotNow, PlaceRanking, Side, Somewhere, access_needs,
    rank_places,
};
use domain::place::Attribute;
use domain::shared::ids::{AccountId, OrganisationId, PersonId, PlaceId, PlaceListId};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};
use crate::folded::folded;
use crate::introducing::{KEPT, kept};
use crate::terms::{TermBook, term_id};
use crate::views::places::{KnownPlace, PlaceRow};

/// A place that fits.
#[derive(Debug, Clone)]
pub struct Spot {
    /// The place.
    pub row: Arc<PlaceRow>,
    /// What may count of it.
    pub facts: Arc<Facts>,
    /// How well, and why.
    pub fit: PlaceFit,
    /// How long the way there is.
    pub journey: Journey,
}

/// Every place on record, as far as it fits somebody.
#[derive(Debug, Clone)]
pub struct Nearby {
    /// Whom it would be for.
    pub person_id: PersonId,
    /// What to call them.
    pub called: String,
    /// What may count of them.
    pub facts: Facts,
    /// What they need of a building.
    pub needs: Vec<Attribute>,
    /// What fits, best first.
    pub ranked: Vec<Spot>,
    /// What is not offered, by name, with every reason.
    pub left_out: Vec<(Arc<PlaceRow>, Vec<PlaceNotNow>)>,
    /// What things are called.
    pub book: TermBook,
    /// The day of it.
    pub on: NaiveDate,
}

/// A place that fits, as a list kept it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpotPlaced {
    /// Which.
    pub place_id: PlaceId,
    /// The five parts of the score, in hundredths of a point.
    pub parts: [u16; 5],
    /// Whether it stood on the page that was shown.
    pub shown: bool,
    /// Its place in the order, from 1, where it stood below the first that are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
}

/// Every place on a list, as it was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceEntries {
    /// What fits, best first.
    pub ranked: Vec<SpotPlaced>,
    /// What was not offered, with the stored names of the reasons.
    pub left_out: Vec<(PlaceId, Vec<String>)>,
}

/// A list of places that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceList {
    /// This list.
    pub list_id: PlaceListId,
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// For whom it was made.
    pub person_id: PersonId,
    /// Who looked at it.
    pub shown_to: AccountId,
    /// When.
    pub shown_at: DateTime<Utc>,
    /// The civil date of it, where the work is done.
    pub shown_on: NaiveDate,
    /// Which rules put it in order.
    pub rules: u16,
    /// How many fitted and how many were left out.
    pub counted: (i64, i64),
    /// Every place on it; `None` once the person it was made for has been forgotten.
    pub entries: Option<PlaceEntries>,
}

/// Where lists of places are kept. Forgetting a person is
/// [`RankedLists::forget`](crate::introducing::RankedLists::forget), which empties these too.
#[async_trait]
pub trait PlaceLists: Send + Sync {
    /// Takes a list in hand; it is written soon after. What a page shows does not wait for the disk.
    async fn keep_places(&self, list: PlaceList) -> Result<(), Failure>;

    /// The latest lists that were shown for somebody, newest first, with what stands on them.
    async fn latest_places(
        &self,
        who: &Connecting<'_>,
        of: PersonId,
        limit: i64,
    ) -> Result<Vec<PlaceList>, Failure>;
}

impl App {
    /// Every place of the viewer's organisation as far as it fits somebody whom the viewer may know of.
    pub async fn nearby(&self, who: &Connecting<'_>, id: PersonId) -> Result<Nearby, Refusal> {
        let (person, rows, book, ways) = futures::try_join!(
            self.views.person(who, id),
            self.views.places_known(who),
            self.term_book(who),
            self.ways(who)
        )?;
        let person = person.filter(|row| !row.person.is_gone()).ok_or(Refusal::NotFound)?;
        let on = self.clock.today();
        let term = |name: &str| term_id(who.organisation(), name);
        let now = |term| book.now(term);
        let facts = Facts::of(&person.person, term, folded);
        let loves = facts.loves_now(now);
        let needs = access_needs(&person.person);
        let renamed = book.changed();
        let known: Vec<(Arc<PlaceRow>, Arc<Facts>, Option<Loves>)> = rows
            .into_iter()
            .filter_map(|KnownPlace { row, facts }| {
                let facts = facts?;
                let changed = facts.loves.keys().any(|term| renamed.contains_key(term));
                let loves = changed.then(|| facts.loves_now(now));
                Some((row, facts, loves))
            })
            .collect();
        let all: Vec<Somewhere<'_>> = known
            .iter()
            .map(|(row, there, loves)| Somewhere {
                place: &row.place,
                facts: there,
                loves: loves.as_ref().unwrap_or(&there.loves),
                journey: ways.from(&facts).to(there),
            })
            .collect();
        let side = Side { facts: &facts, loves: Cow::Borrowed(&loves), under_way: 0, last_proposed_on: None };
        let PlaceRanking { ranked, left_out } = rank_places(&side, &needs, &all, on);
        let spot = |(at, fit): (usize, PlaceFit)| {
            let (row, facts, _) = &known[at];
            Spot { row: Arc::clone(row), facts: Arc::clone(facts), fit, journey: all[at].journey }
        };
        let ranked = ranked.into_iter().map(spot).collect();
        let left_out =
            left_out.into_iter().map(|(at, reasons)| (Arc::clone(&known[at].0), reasons)).collect();
        let called = person.person.called().unwrap_or("them").to_owned();
        let needs = needs.into_iter().collect();
        Ok(Nearby { person_id: id, called, facts, needs, ranked, left_out, book, on })
    }

    /// Keeps that a list of places was shown: those that `shown` names stood on the page. Of the others only the
    /// first [`KEPT`] are kept, and how many there were.
    pub async fn places_shown(
        &self,
        who: &Connecting<'_>,
        nearby: &Nearby,
        shown: impl Fn(PlaceId) -> bool,
    ) -> Result<(), Failure> {
        let all = nearby.ranked.iter().map(|spot| (spot.row.place.place_id, spot.fit.fit.parts.all()));
        let ranked = kept(all, shown)
            .map(|(place_id, parts, shown, place)| SpotPlaced { place_id, parts, shown, place })
            .collect();
        let codes = |reasons: &[PlaceNotNow]| reasons.iter().map(|reason| reason.code().to_owned()).collect();
        let left_out: Vec<_> = nearby
            .left_out
            .iter()
            .take(KEPT)
            .map(|(row, reasons)| (row.place.place_id, codes(reasons)))
            .collect();
        let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
        let list = PlaceList {
            list_id: PlaceListId(self.ids.next()),
            organisation: who.organisation(),
            person_id: nearby.person_id,
            shown_to: who.account(),
            shown_at: self.clock.now().trunc_subsecs(6),
            shown_on: nearby.on,
            rules: PLACE_RULES,
            counted: (count(nearby.ranked.len()), count(nearby.left_out.len())),
            entries: Some(PlaceEntries { ranked, left_out }),
        };
        self.lists.keep_places(list).await
    }
}
