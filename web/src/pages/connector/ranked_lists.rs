//! The lists of who could be introduced to one person, as they stood when somebody looked: in which order, with
//! which parts, and who was not offered. For a team lead who asks whether it was fair.

use std::collections::HashMap;

use app::error::Refusal;
use app::introducing::RankedList;
use askama::Template;
use axum::extract::State;
use domain::matching::RULES;
use domain::shared::ids::{PersonId, RankedListId};

use super::fairness::names;
use super::place_lists::{self, PlacesShown};
use crate::charts::fit::{NAMES, points};
use crate::error::{Answer, Error};
use crate::extract::{At, Params, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::sentences::not_now::told;
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/introductions/lists", Audience::Leading, lists)]
}

/// Lists to choose from.
const LISTS: i64 = 50;
/// People named at once.
const AT_ONCE: usize = 500;

#[derive(Template)]
#[template(path = "connector/ranked_lists.html")]
struct ListsPage {
    page: Page,
    id: PersonId,
    called: String,
    name: String,
    all: Vec<Line>,
    chosen: Option<Opened>,
    /// The latest lists of places.
    places: Vec<PlacesShown>,
}

/// One list to choose.
struct Line {
    href: String,
    /// "12 March 2026 at 10:04: Amina looked. 24 people fitted, 3 did not just then."
    words: String,
    here: bool,
}

/// A list as it stood.
struct Opened {
    /// What the address of its file asks.
    of: String,
    words: String,
    /// Which rules put it in order, where they are no longer these.
    rules: Option<u16>,
    /// Which place, who, the sum; what it is made of, in words; and whether they stood on the page.
    ranked: Vec<(u32, String, String, String, bool)>,
    /// Who was not offered, and why in sentences.
    left_out: Vec<(String, String)>,
    forgotten: u32,
    /// How many more stood on it, of whom nothing is kept.
    more: i64,
}

async fn lists(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let who = signed.connecting()?;
    let row = site.app.views.person(&who, id).await?.ok_or(Refusal::NotFound)?;
    // Those of records that were put together with theirs, too.
    let ids: Vec<PersonId> =
        std::iter::once(id).chain(row.person.taken_in.iter().map(|taken| taken.from)).collect();
    let mut kept = Vec::new();
    for of in &ids {
        kept.extend(site.app.lists.latest(&who, Some(*of), LISTS).await?);
    }
    kept.sort_by_key(|list| std::cmp::Reverse(list.shown_at));
    let accounts = names(&site, &signed).await?;
    let words = |list: &RankedList| {
        let by = accounts.get(&list.shown_to).map_or("somebody", String::as_str);
        let searched =
            if list.searched { ", and those were shown whom they looked for by words" } else { "" };
        let (ranked, out) = list.counted;
        let fitted = format::plural(ranked.unsigned_abs(), "person", "people");
        format!(
            "{}: {by} looked. {} fitted, {out} did not just then{searched}.",
            format::instant(list.shown_at),
            format::capital(&fitted)
        )
    };
    let wanted = asked.id::<RankedListId>("list").or(kept.first().map(|list| list.list_id));
    let chosen = match wanted {
        Some(list) => site.app.lists.one(&who, list).await?.filter(|list| ids.contains(&list.person_id)),
        None => None,
    };
    let opened = match &chosen {
        Some(list) => Some(open(&site, &signed, list, words(list)).await?),
        None => None,
    };
    let here = chosen.map(|list| list.list_id);
    let at = paths::person_part(id, "introductions/lists");
    let all = kept.iter().map(|list| Line {
        href: format!("{at}?list={}", list.list_id),
        words: words(list),
        here: here == Some(list.list_id),
    });
    let all = all.collect();
    let details = row.person.details();
    let places = place_lists::of(&site, &who, id, &accounts).await?;
    show(&ListsPage {
        page: signed.page("Lists that were shown", Here::Team),
        id,
        called: row.person.called().unwrap_or("them").to_owned(),
        name: details.map_or("Somebody forgotten", |details| details.name.as_str()).to_owned(),
        all,
        chosen: opened,
        places,
    })
}

/// "27.4 for what both love, 12 for time together and 10 for waiting": what counted, the parts that were nothing left
/// out.
fn made_of(parts: [u16; 5]) -> String {
    let said = NAMES.iter().zip(parts).filter(|(_, part)| *part > 0);
    let said: Vec<String> =
        said.map(|(what, part)| format!("{} for {}", points(part), what.to_lowercase())).collect();
    if said.is_empty() {
        "nothing counted for them.".to_owned()
    } else {
        format!("{}.", format::and_list(&said))
    }
}

async fn open(site: &Site, signed: &Signed, list: &RankedList, words: String) -> Result<Opened, Error> {
    let entries = list.entries.clone().unwrap_or_default();
    let ids =
        entries.ranked.iter().map(|one| one.person_id).chain(entries.left_out.iter().map(|(id, _)| *id));
    let ids: Vec<PersonId> = ids.collect();
    let mut names: HashMap<PersonId, String> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let people = site.app.views.people_named(&signed.connecting()?, some).await?;
        names.extend(people.into_iter().map(|one| (one.person_id, one.name)));
    }
    let name = |id: &PersonId| names.get(id).cloned().unwrap_or_else(|| "Somebody who is gone".to_owned());
    let ranked = (1..).zip(&entries.ranked).map(|(at, one)| {
        let sum = points(one.parts.iter().sum());
        (one.place.unwrap_or(at), name(&one.person_id), sum, made_of(one.parts), one.shown)
    });
    let stood = entries.ranked.len() + entries.left_out.len();
    let kept = i64::try_from(stood).unwrap_or(i64::MAX).saturating_add(i64::from(entries.forgotten));
    let (ranked_in_all, left_out_in_all) = list.counted;
    Ok(Opened {
        of: format!("of={}", list.list_id),
        words,
        rules: (list.rules != RULES).then_some(list.rules),
        ranked: ranked.collect(),
        left_out: entries.left_out.iter().map(|(id, codes)| (name(id), told(codes))).collect(),
        forgotten: entries.forgotten,
        more: (ranked_in_all + left_out_in_all - kept).max(0),
    })
}
