//! Who could meet whom: everybody in order, with why and what stands against it; and underneath, who is not
//! offered just now, by what would have to change. Each list that is shown here is kept, for whoever asks later whether anybody was
//! passed over.

use std::collections::{BTreeMap, BTreeSet};

use app::access::Connecting;
use app::error::Refusal;
use app::folded::folded;
use app::introducing::{Among, LeftOut, Offer, Offers};
use app::terms::TermBook;
use app::views::people::PersonSummary;
use askama::Template;
use domain::matching::{Journey, Ranked};
use domain::shared::ids::PersonId;

use super::near::{self, Near};
use super::offered::Offered;
use super::whom::Whom;
use crate::charts::Picture;
use crate::charts::fit::FitParts;
use crate::error::Answer;
use crate::extract::Signed;
use crate::look::{Faces, Here, Page};
use crate::sentences::apart::names_apart;
use crate::sentences::fit::{against, alike, both_love, hindrance, reasons, unknown};
use crate::sentences::not_now;
use crate::site::{Site, show};
use crate::{format, paths};

/// Those who fit that are shown first, and once more are asked for or somebody is looked for; others are looked for.
const SHOWN: [usize; 2] = [5, 20];
/// Those left out for one reason that are named.
const SHOWN_OUT: usize = 20;

/// Somebody who could be met.
pub struct Fit {
    pub id: PersonId,
    pub offered: Offered,
    pub href: String,
}

/// Those who are not offered for one reason.
pub struct OutGroup {
    /// "Never free together"
    pub title: String,
    /// What would have to change.
    pub words: String,
    pub outs: Vec<Out>,
    /// How many more there are.
    pub more: usize,
}

impl OutGroup {
    /// How many people it leaves out.
    fn all(&self) -> usize {
        self.outs.len() + self.more
    }

    /// "3 people"
    fn count(&self) -> String {
        format::plural(self.all(), "person", "people")
    }
}

/// Somebody who is not offered.
pub struct Out {
    pub id: PersonId,
    pub name: String,
    /// What is particular to them.
    pub why: Option<String>,
    /// The relationship that says more.
    pub href: Option<String>,
}

#[derive(Template)]
#[template(path = "relationship/fits.html")]
struct Fits {
    page: Page,
    whom: Whom,
    /// Why nobody should be proposed just now, besides what `whom` says.
    hindrances: Vec<String>,
    /// What they love, in a few words each.
    loves: Vec<String>,
    /// What is not known of the person themselves, each with where it is told.
    gaps: Vec<(&'static str, String)>,
    fits: Vec<Fit>,
    /// How many more fit.
    more: usize,
    /// Where more of them are shown; `None` where they are looked for.
    more_at: Option<String>,
    outs: Vec<OutGroup>,
    /// What was searched for.
    look: String,
    newcomer: String,
    /// Places and groups where they could belong.
    near: Option<Near>,
    faces: Faces,
}

impl Fits {
    /// How many fit.
    fn all(&self) -> usize {
        self.fits.len() + self.more
    }

    /// How many are not offered.
    fn not_now(&self) -> usize {
        self.outs.iter().map(OutGroup::all).sum()
    }

    /// Where it is written down that these two are not to be introduced.
    fn apart(&self, fit: &Fit) -> String {
        format!("{}?not={}", paths::person_part(self.whom.id, "wishes"), fit.id)
    }
}

domain::codes! {
    /// Of what more is shown than the first few.
    More {
        People = "More people",
        Places = "More places",
    }
}

/// The page on which somebody to meet is chosen.
pub async fn choose(site: &Site, signed: &Signed, whom: Whom, look: &str, more: Option<More>) -> Answer {
    let who = signed.connecting()?;
    let look = look.trim().to_owned();
    let page = signed.page(format!("Introduce {} to somebody", whom.called), Here::Introduce);
    let empty = Fits {
        page,
        hindrances: Vec::new(),
        loves: whom.loves(),
        gaps: Vec::new(),
        fits: Vec::new(),
        more: 0,
        more_at: None,
        outs: Vec::new(),
        near: if look.is_empty() {
            near::near(site, &who, &whom, more == Some(More::Places)).await?
        } else {
            None
        },
        faces: Faces::of(site, &who, [whom.id]).await?,
        look,
        newcomer: format!("{}?other=new", whom.form()),
        whom,
    };
    let among = if empty.look.is_empty() { Among::Sharing } else { Among::Everybody };
    let Some(offers) = offers(site, &who, empty.whom.id, among).await? else { return show(&empty) };
    let (whom, look) = (&empty.whom, &empty.look);
    let found = |one: &PersonSummary| found(&offers.book, one, look);
    let fitting: Vec<&Ranked> = offers.ranked.iter().filter(|one| found(&offers.who(one).person)).collect();
    let out: Vec<&LeftOut> = offers.left_out.iter().filter(|out| found(&out.of.person)).collect();
    let all = !look.is_empty() || more == Some(More::People);
    let most = SHOWN[usize::from(all)];
    let offered: Vec<Offer> = fitting.iter().take(most).map(|one| offers.offer(one)).collect();
    let shown: BTreeSet<PersonId> = offered.iter().map(|offer| offer.of.facts.person_id).collect();
    site.app.list_shown(&who, &offers, !look.is_empty(), |id| shown.contains(&id)).await?;
    let more = fitting.len() - offered.len();
    let more_at = (more > 0 && !all).then(|| format!("{}?more={}#people", whom.form(), More::People.code()));
    let names = offered.iter().map(|offer| [offer.of.person.called.clone(), offer.of.person.name.clone()]);
    let names = names_apart(&names.collect::<Vec<_>>());
    let fits: Vec<Fit> =
        offered.iter().zip(&names).map(|(offer, name)| fit(whom, &offers, offer, name)).collect();
    let outs = left_out(&whom.called, &out);
    let mut named: Vec<PersonId> = fits.iter().map(|fit| fit.id).chain([whom.id]).collect();
    named.extend(outs.iter().flat_map(|group| &group.outs).map(|out| out.id));
    let faces = Faces::of(site, &who, named).await?;
    let hindrances = offers.hindrances.iter().filter_map(|why| hindrance(*why, &whom.called)).collect();
    show(&Fits { hindrances, gaps: gaps(&offers), fits, more, more_at, outs, faces, ..empty })
}

/// Who could be met; `None` for somebody who has died or been forgotten.
pub async fn offers(
    site: &Site,
    who: &Connecting<'_>,
    id: PersonId,
    among: Among,
) -> Result<Option<Offers>, Refusal> {
    match site.app.offers(who, id, among).await {
        Ok(offers) => Ok(Some(offers)),
        Err(Refusal::NotFound) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Whether the search finds somebody: every word in their name, part of town or what they love.
fn found(book: &TermBook, other: &PersonSummary, look: &str) -> bool {
    if look.is_empty() {
        return true;
    }
    let area = other.area.as_deref().unwrap_or_default();
    let terms: Vec<&str> = other.interests.iter().map(|typed| book.term(typed)).collect();
    let loves = format!("{} {}", other.interests.join(" "), terms.join(" "));
    let all = folded(&format!("{} {} {area} {loves}", other.name, other.called));
    folded(look).split_whitespace().all(|word| all.contains(word))
}

/// `called` tells them from everybody else on the page.
fn fit(whom: &Whom, offers: &Offers, offer: &Offer, called: &str) -> Fit {
    let other = &offer.of.person;
    Fit {
        id: other.person_id,
        offered: Offered {
            name: other.name.clone(),
            area: other.area.clone(),
            reasons: reasons(offers, offer),
            against: against(offers, offer),
            unknown: unknown(offers, offer),
            points: offer.fit.parts.points(),
            picture: FitParts { both: format!("{} and {called}", whom.called), parts: offer.fit.parts },
        },
        href: format!("{}?other={}", whom.form(), other.person_id),
    }
}

/// Everybody left out, reason by reason; of those whom one reason leaves out the first by name are named.
fn left_out(called: &str, all: &[&LeftOut]) -> Vec<OutGroup> {
    let mut reasons: BTreeMap<u8, OutGroup> = BTreeMap::new();
    for out in all {
        let Some(first) = not_now::first(out) else { continue };
        let group = reasons.entry(not_now::order(first)).or_insert_with(|| {
            let not_now::Reason { title, words } = not_now::reason(first, called);
            OutGroup { title, words, outs: Vec::new(), more: 0 }
        });
        if group.outs.len() == SHOWN_OUT {
            group.more += 1;
            continue;
        }
        let (why, tie) = not_now::detail(first);
        let PersonSummary { person_id: id, name, .. } = &out.of.person;
        group.outs.push(Out { id: *id, name: name.clone(), why, href: tie.map(paths::relationship) });
    }
    reasons.into_values().collect()
}

/// How many of those who fit best say whether a way should be known.
const NEAR: usize = 20;

/// What nobody has asked the person yet: without it the list is a guess.
fn gaps(offers: &Offers) -> Vec<(&'static str, String)> {
    let id = offers.person.facts.person_id;
    let facts = &offers.person.facts;
    let all = [
        (facts.loves.is_empty(), "what they love", "interests/new"),
        (facts.week.is_none(), "when they are free", "availability"),
        (facts.travel.is_none(), "how they get about", "travel"),
        (facts.area.is_none(), "which part of town they live in", "details"),
    ];
    let missing = all.into_iter().filter(|(missing, ..)| *missing);
    let missing = missing.map(|(_, words, part)| (words, paths::person_part(id, part)));
    // Of the first that are shown one is enough to say that a way is not known.
    let elsewhere = offers.ranked.iter().take(NEAR).any(|one| one.journey == Journey::Elsewhere);
    missing
        .chain(elsewhere.then(|| ("how far it is to other parts of town", paths::WAYS.to_owned())))
        .collect()
}

/// What stands in the fields of a proposal when it is begun: what both love, and that they do. Nothing else that the
/// list knows: what stands there is read later as what the connector has seen or heard.
pub fn carried(offers: &Offers, other: PersonId) -> Option<(String, String)> {
    let offer = offers.offer(offers.ranked.iter().find(|one| one.person_id == other)?);
    let shared = offer.fit.shared.first();
    let shared = shared.map(|shared| crate::sentences::fit::shared_name(offers, &offer, shared));
    Some((shared.unwrap_or_default(), both_love(offers, &offer).unwrap_or_default()))
}

/// What both love, as one of them said it, in order.
pub fn in_common<'a>(book: &TermBook, mine: &'a [String], theirs: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let pairs = mine.iter().flat_map(|one| theirs.iter().map(move |other| (one.as_str(), other.as_str())));
    pairs.filter(|(one, other)| book.same(one, other) || alike(one, other)).collect()
}
