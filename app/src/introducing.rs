//! Who could be introduced to somebody, in order and with reasons; and the record of every such list that was
//! shown, which is how a team lead sees whether anybody is passed over.
//!
//! The record is no event: it changes nothing about anybody. It is kept sealed beside the log, and whoever is
//! forgotten is forgotten there too.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::matching::{Between, Candidate, Fit, Journey, NotNow, RULES, Ranked, Ranking, Side, fit, rank};
use domain::shared::ids::{AccountId, OrganisationId, PersonId, RankedListId, TermId};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};
use crate::nearby::PlaceLists;
use crate::terms::TermBook;
use crate::views::matching::{Gathered, Matchable, Sharing, SoFar};

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

/// One who fits, and why.
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
    /// Who fits by figures alone, best first. [`Offers::offer`] says why, [`Offers::who`] who it is.
    pub ranked: Vec<Ranked>,
    /// Who is not offered, by name.
    pub left_out: Vec<LeftOut>,
    /// What things are called.
    pub book: TermBook,
    /// The day of it.
    pub on: NaiveDate,
    /// Everybody of whom one could be offered: [`Ranked::at`] is a place among them.
    everybody: Gathered,
    so_far: Arc<HashMap<PersonId, SoFar>>,
    /// The longest wait of all who fit, in days.
    longest: i64,
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
        let (themselves, between, so_far, book, ways) = futures::try_join!(
            self.views.matchable_of(who, &them),
            self.views.between_each(who, id),
            self.views.so_far(who),
            self.term_book(who),
            self.ways(who),
        )?;
        let themselves = themselves.into_iter().next().ok_or(Refusal::NotFound)?;
        let on = self.clock.today();
        let renamed = book.changed();
        let me = themselves.facts.person_id;
        let everybody = match among {
            Among::Only(other) if other == me => Gathered::default(),
            Among::Only(other) => self.views.matchable_of(who, &[other]).await?.into(),
            Among::Sharing if !themselves.facts.loves.is_empty() => {
                let terms = terms(themselves.facts.loves.keys().copied(), &renamed);
                let sharing = Sharing { terms, with: between.keys().copied().collect() };
                self.views.matchable(who, Some(&sharing), me).await?
            }
            Among::Sharing | Among::Everybody => self.views.matchable(who, None, me).await?,
        };
        let person = side(&themselves, &renamed, &so_far);
        let from = ways.from(&themselves.facts);
        let candidates = everybody.iter().map(|other| Candidate {
            side: side(other, &renamed, &so_far),
            between: between.get(&other.facts.person_id).copied().unwrap_or(Between::Nothing),
            journey: from.to(&other.facts),
        });
        let Ranking { hindrances, ranked, longest, left_out } = rank(&person, candidates, on);
        let left_out = left_out.into_iter();
        let mut left_out: Vec<LeftOut> = left_out
            .filter_map(|(at, reasons)| Some(LeftOut { of: Arc::clone(everybody.get(at)?), reasons }))
            .collect();
        left_out.sort_unstable_by(|one, other| {
            let (one, other) = (&one.of, &other.of);
            one.person.name.cmp(&other.person.name).then(one.facts.person_id.cmp(&other.facts.person_id))
        });
        Ok(Offers { person: themselves, hindrances, ranked, left_out, book, on, everybody, so_far, longest })
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
        let all = offers.ranked.iter().map(|one| (one.person_id, one.parts.all()));
        let ranked = kept(all, shown)
            .map(|(person_id, parts, shown, place)| Placed { person_id, parts, shown, place })
            .collect();
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

impl Offers {
    /// One of those who fit.
    pub fn who(&self, one: &Ranked) -> &Arc<Matchable> {
        // A place of the list that was ranked, which does not change.
        self.everybody.get(one.at).unwrap_or(&self.person)
    }

    /// Why somebody who fits does. Worked out for those who are shown, and not for everybody.
    pub fn offer(&self, one: &Ranked) -> Offer {
        let (of, renamed) = (self.who(one), self.book.changed());
        let person = side(&self.person, &renamed, &self.so_far);
        let other = side(of, &renamed, &self.so_far);
        let fit = fit((&person, &other), one.journey, (self.longest, self.on));
        Offer { of: Arc::clone(of), fit, journey: one.journey }
    }
}

/// Those of everybody, or of everything, in order that a list keeps: each with whether it was shown, and with its
/// place in the order where it stood below the first [`KEPT`].
pub(crate) fn kept<I: Copy>(
    all: impl Iterator<Item = (I, [u16; 5])>,
    shown: impl Fn(I) -> bool,
) -> impl Iterator<Item = (I, [u16; 5], bool, Option<u32>)> {
    let each = all.enumerate().map(move |(at, (id, parts))| {
        let place = u32::try_from(at + 1).ok().filter(|_| at >= KEPT);
        (id, parts, shown(id), place)
    });
    each.filter(|(_, _, shown, place)| *shown || place.is_none())
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

/// Somebody as one of two, by the terms that hold now.
fn side<'a>(
    one: &'a Matchable,
    renamed: &HashMap<TermId, TermId>,
    so_far: &HashMap<PersonId, SoFar>,
) -> Side<'a> {
    let facts = &one.facts;
    let changed = !renamed.is_empty() && facts.loves.keys().any(|term| renamed.contains_key(term));
    let loves = match changed {
        true => Cow::Owned(facts.loves_now(|term| renamed.get(&term).copied().unwrap_or(term))),
        false => Cow::Borrowed(&facts.loves),
    };
    let SoFar { under_way, last_proposed_on } = so_far.get(&facts.person_id).copied().unwrap_or_default();
    Side { facts, loves, under_way, last_proposed_on }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_its_first_hundred_and_whoever_was_shown_with_the_place_they_had() {
        let all = (1..=500).map(|number| (number, [0; 5]));
        let kept: Vec<_> = kept(all, |one| one == 3 || one == 321).collect();
        assert_eq!(kept.len(), KEPT + 1);
        assert!(kept[..KEPT].iter().all(|(.., place)| place.is_none()));
        assert_eq!(kept[2], (3, [0; 5], true, None));
        assert!(!kept[3].2);
        assert_eq!(kept[KEPT], (321, [0; 5], true, Some(321)));
    }
}
