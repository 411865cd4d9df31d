//! Who could be introduced to somebody, in order and with reasons; and the record of every such list that was
//! shown, which is how a team lead sees whether anybody is passed over.
//!
//! The record is no event: it changes nothing about anybody. It is kept sealed beside the log, and whoever is
//! forgotten is forgotten there too.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::matching::{Between, Candidate, Fit, Journey, Loves, NotNow, RULES, Ranking, Side, rank};
use domain::shared::ids::{AccountId, OrganisationId, PersonId, RankedListId, TermId};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};
use crate::nearby::PlaceLists;
use crate::terms::TermBook;
use crate::views::matching::{Matchable, SoFar};

/// Of those who fit, and of those who are not offered, how many a list that was shown keeps besides those who
/// stood on the page.
pub const KEPT: usize = 100;

/// Among whom somebody to meet is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Those who love something that the person loves too, of whom nobody knows what they love, or with whom
    /// there is something already. Everybody while nobody knows what the person loves.
    Sharing,
    /// Everybody, for whoever looks for somebody by name.
    Everybody,
    /// One alone, who is thought of already.
    Only(PersonId),
}

/// One who fits.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Who.
    pub of: Arc<Matchable>,
    /// How well, and why.
    pub fit: Fit,
    /// How long the way is.
    pub journey: Journey,
}

/// One who is not offered.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// Who.
    pub of: Arc<Matchable>,
    /// Every reason.
    pub reasons: Vec<NotNow>,
}

/// Everybody who could be introduced to somebody.
#[derive(Debug, Clone)]
pub struct Offers {
    /// Whom they would meet.
    pub person: Arc<Matchable>,
    /// Why nobody can be introduced to them just now.
    pub hindrances: Vec<NotNow>,
    /// Who fits, best first.
    pub ranked: Vec<Offer>,
    /// Who is not offered, by name.
    pub left_out: Vec<LeftOut>,
    /// What things are called.
    pub book: TermBook,
    /// The day of it.
    pub on: NaiveDate,
}

/// One who fits, as a list kept them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Who.
    pub person_id: PersonId,
    /// The five parts of the score, in hundredths of a point.
    pub parts: [u16; 5],
    /// Whether they stood on the page that was shown, and not further down.
    pub shown: bool,
    /// Which place they had, from one, where others that stood before them are not kept: beyond [`KEPT`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
}

/// Everybody on a list, as it was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    /// Who fits, best first: those shown, and the first [`KEPT`].
    pub ranked: Vec<Placed>,
    /// Who was not offered, with the stored names of the reasons: the first [`KEPT`] by name.
    pub left_out: Vec<(PersonId, Vec<String>)>,
    /// How many stood here who have been forgotten since.
    #[serde(default)]
    pub forgotten: u32,
}

/// A list that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedList {
    /// This list.
    pub list_id: RankedListId,
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
    /// Whether only those who were looked for were shown.
    pub searched: bool,
    /// How many fitted and how many were left out, forgotten ones too.
    pub counted: (i64, i64),
    /// Everybody on it; `None` once the person it was made for has been forgotten.
    pub entries: Option<Entries>,
}

/// How often somebody stood on a page that was shown, and how often others chose them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimesShown {
    /// Who.
    pub person_id: PersonId,
    /// On how many lists they were shown.
    pub shown: i64,
    /// On how many of these among the first five.
    pub near_the_top: i64,
}

/// Where lists are kept.
#[async_trait]
pub trait RankedLists: PlaceLists + Send + Sync {
    /// Takes a list in hand; it is written soon after. What a page shows does not wait for the disk.
    async fn keep(&self, list: RankedList) -> Result<(), Failure>;

    /// Waits until every list taken in hand so far is written.
    async fn settled(&self);

    /// One list of the organisation.
    async fn one(&self, who: &Connecting<'_>, id: RankedListId) -> Result<Option<RankedList>, Failure>;

    /// The latest lists without what stands on them, newest first; of one person when `of` is given.
    async fn latest(
        &self,
        who: &Connecting<'_>,
        of: Option<PersonId>,
        limit: i64,
    ) -> Result<Vec<RankedList>, Failure>;

    /// How often each was shown since the first day of a month. Nobody in it never was.
    async fn times_shown(&self, who: &Connecting<'_>, since: NaiveDate) -> Result<Vec<TimesShown>, Failure>;

    /// For whom lists were shown since the first day of a month: how many for each.
    async fn looked_for(
        &self,
        who: &Connecting<'_>,
        since: NaiveDate,
    ) -> Result<Vec<(PersonId, i64)>, Failure>;

    /// Lists in each month since the one of a day, the latest first: the month's first day, how many lists, for how
    /// many people. A month without any is left out.
    async fn by_month(
        &self,
        who: &Connecting<'_>,
        since: NaiveDate,
    ) -> Result<Vec<(NaiveDate, i64, i64)>, Failure>;

    /// Forgets somebody: every list made for them, of people and of places, and them on every other. Safe to repeat.
    async fn forget(&self, organisation: OrganisationId, id: PersonId) -> Result<(), Failure>;
}

impl App {
    /// Everybody who could be introduced to somebody whom the viewer works with. Whoever they may not know of
    /// is on no list of theirs.
    pub async fn offers(&self, who: &Connecting<'_>, id: PersonId, among: Among) -> Result<Offers, Refusal> {
        let them = [id];
        let (themselves, between, book) = futures::try_join!(
            self.views.matchable_of(who, &them),
            self.views.between_each(who, id),
            self.term_book(who),
        )?;
        let themselves = themselves.into_iter().next().ok_or(Refusal::NotFound)?;
        let on = self.clock.today();
        let renamed = book.changed();
        let sharing = match among {
            Among::Sharing if !themselves.facts.loves.is_empty() => {
                Some(terms(themselves.facts.loves.keys().copied(), &renamed))
            }
            Among::Sharing | Among::Everybody | Among::Only(_) => None,
        };
        let mut everybody = match among {
            Among::Only(other) => self.views.matchable_of(who, &[other]).await?,
            Among::Sharing | Among::Everybody => self.views.matchable(who, sharing.as_ref()).await?,
        };
        if sharing.is_some() {
            let there: HashSet<PersonId> = everybody.iter().map(|one| one.facts.person_id).collect();
            let others: Vec<PersonId> =
                between.keys().filter(|other| !there.contains(other)).copied().collect();
            everybody.extend(self.views.matchable_of(who, &others).await?);
        }
        everybody.retain(|one| one.facts.person_id != id);
        everybody.push(themselves);
        let ids: Vec<PersonId> = everybody.iter().map(|one| one.facts.person_id).collect();
        let so_far = self.views.introductions_of(who, &ids).await?;
        let now = |term| renamed.get(&term).copied().unwrap_or(term);
        let loves: Vec<Option<Loves>> = everybody
            .iter()
            .map(|one| {
                let changed = one.facts.loves.keys().any(|term| renamed.contains_key(term));
                changed.then(|| one.facts.loves_now(now))
            })
            .collect();
        let sides: Vec<Side<'_>> =
            everybody.iter().zip(&loves).map(|(one, loves)| side(one, loves.as_ref(), &so_far)).collect();
        // Whom it is about stands last.
        let at = everybody.len() - 1;
        let candidates: Vec<Candidate<'_>> = sides[..at]
            .iter()
            .map(|other| Candidate {
                side: *other,
                between: between.get(&other.facts.person_id).copied().unwrap_or(Between::Nothing),
                journey: Journey::between(sides[at].facts, other.facts),
            })
            .collect();
        let Ranking { hindrances, ranked, left_out } = rank(&sides[at], &candidates, on);
        let of = |place: usize| Arc::clone(&everybody[place]);
        let offer = |(place, fit)| Offer { of: of(place), fit, journey: candidates[place].journey };
        let mut left_out: Vec<LeftOut> =
            left_out.into_iter().map(|(place, reasons)| LeftOut { of: of(place), reasons }).collect();
        let key = |out: &LeftOut| (out.of.person.name.clone(), out.of.facts.person_id);
        left_out.sort_by_cached_key(key);
        Ok(Offers {
            person: Arc::clone(&everybody[at]),
            hindrances,
            ranked: ranked.into_iter().map(offer).collect(),
            left_out,
            book,
            on,
        })
    }

    /// Keeps that a list was shown: those whom `shown` names stood on the page. Of the others only the first
    /// [`KEPT`] are kept, and how many there were.
    pub async fn list_shown(
        &self,
        who: &Connecting<'_>,
        offers: &Offers,
        searched: bool,
        shown: impl Fn(PersonId) -> bool,
    ) -> Result<(), Failure> {
        let all = offers.ranked.iter().map(|offer| (offer.of.facts.person_id, offer.fit.parts.all()));
        let ranked = placed(all, shown);
        let codes = |out: &LeftOut| out.reasons.iter().map(|reason| reason.code().to_owned()).collect();
        let left_out: Vec<_> =
            offers.left_out.iter().take(KEPT).map(|out| (out.of.facts.person_id, codes(out))).collect();
        let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
        let list = RankedList {
            list_id: RankedListId(self.ids.next()),
            organisation: who.organisation(),
            person_id: offers.person.facts.person_id,
            shown_to: who.account(),
            shown_at: self.clock.now().trunc_subsecs(6),
            shown_on: offers.on,
            rules: RULES,
            searched,
            counted: (count(offers.ranked.len()), count(offers.left_out.len())),
            entries: Some(Entries { ranked, left_out, forgotten: 0 }),
        };
        self.lists.keep(list).await
    }
}

/// Those of everybody in order whom a list keeps.
fn placed(all: impl Iterator<Item = (PersonId, [u16; 5])>, shown: impl Fn(PersonId) -> bool) -> Vec<Placed> {
    let each = all.enumerate().map(|(at, (person_id, parts))| {
        let place = u32::try_from(at + 1).ok().filter(|_| at >= KEPT);
        Placed { person_id, parts, shown: shown(person_id), place }
    });
    each.filter(|one| one.shown || one.place.is_none()).collect()
}

/// Every term under which something may be written that somebody loves: their own, and those that became the
/// same.
fn terms(own: impl Iterator<Item = TermId>, renamed: &HashMap<TermId, TermId>) -> BTreeSet<TermId> {
    let now = |term: TermId| renamed.get(&term).copied().unwrap_or(term);
    let mut all: BTreeSet<TermId> = own.map(now).collect();
    let joined: Vec<TermId> =
        renamed.iter().filter(|(_, became)| all.contains(*became)).map(|(was, _)| *was).collect();
    all.extend(joined);
    all
}

fn side<'a>(one: &'a Matchable, loves: Option<&'a Loves>, so_far: &SoFar) -> Side<'a> {
    let id = one.facts.person_id;
    Side {
        facts: &one.facts,
        loves: loves.unwrap_or(&one.facts.loves),
        under_way: so_far.under_way.get(&id).copied().unwrap_or(0),
        last_proposed_on: so_far.last_proposed_on.get(&id).copied(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_list_keeps_its_first_hundred_and_whoever_was_shown_with_the_place_they_had() {
        let id = |number: u128| PersonId(Uuid::from_u128(number));
        let kept = placed((1..=500).map(|number| (id(number), [0; 5])), |one| one == id(3) || one == id(321));
        assert_eq!(kept.len(), KEPT + 1);
        assert!(kept[..KEPT].iter().all(|one| one.place.is_none()));
        assert_eq!(kept[2].person_id, id(3));
        assert!(kept[2].shown && !kept[3].shown);
        assert_eq!((kept[KEPT].person_id, kept[KEPT].place), (id(321), Some(321)));
    }
}
