//! Who could meet whom: community members with an interest in common first, each with the reason. Plain
//! overlap of what both love; whoever said that they do not want to be introduced is never shown.

use std::collections::BTreeSet;

use app::terms::{TermBook, folded};
use app::views::people::PersonSummary;
use askama::Template;
use domain::shared::ids::PersonId;

use super::whom::Whom;
use crate::error::Answer;
use crate::extract::Signed;
use crate::look::{Here, Page};
use crate::site::{Site, show};
use crate::{format, paths};

/// Others that are listed without a search.
const LISTED: usize = 30;
/// Words that two interests may share without being the same interest.
const NOT_A_LOVE: [&str; 23] = [
    "love", "going", "playing", "making", "doing", "watching", "being", "with", "from", "about", "other",
    "others", "people", "things", "helping", "having", "learning", "visiting", "local", "every", "week",
    "real", "good",
];

/// Somebody who could be met.
pub struct Fit {
    pub id: PersonId,
    pub name: String,
    pub area: Option<String>,
    /// "Both love growing vegetables"; empty when nothing is known to be shared.
    pub reason: String,
    /// How much both love: most first.
    common: usize,
    pub href: String,
}

#[derive(Template)]
#[template(path = "relationship/fits.html")]
struct Fits {
    page: Page,
    whom: Whom,
    /// What they love, in a few words each.
    loves: Vec<String>,
    shared: Vec<Fit>,
    others: Vec<Fit>,
    /// How many of the others are not listed.
    unlisted: usize,
    /// What was searched for.
    look: String,
    newcomer: String,
}

/// The page on which somebody to meet is chosen.
pub async fn choose(site: &Site, signed: &Signed, whom: Whom, look: &str) -> Answer {
    let who = signed.connecting()?;
    let community = site.app.views.community(&who).await?;
    let known = site.app.views.relationships_of_person(&who, whom.id).await?;
    let met: BTreeSet<PersonId> = known
        .iter()
        .filter(|tie| tie.relationship.not_a_fit().is_none() && tie.relationship.lapse().is_none())
        .filter(|tie| {
            tie.relationship.introduction.state != domain::relationship::IntroductionState::Declined
        })
        .flat_map(|tie| [tie.relationship.person_id, tie.relationship.other_id])
        .collect();
    let (loves, book) = (whom.loves(), site.app.term_book(&who).await?);
    let look = look.trim().to_owned();
    let open =
        community.into_iter().filter(|other| !other.refuses_introductions && !met.contains(&other.person_id));
    let mut fits: Vec<Fit> =
        open.filter(|other| found(other, &look)).map(|other| fit(&book, &whom, &loves, other)).collect();
    fits.sort_by_key(|fit| std::cmp::Reverse(fit.common));
    let (shared, mut others): (Vec<Fit>, Vec<Fit>) = fits.into_iter().partition(|fit| !fit.reason.is_empty());
    let unlisted = others.len().saturating_sub(LISTED);
    others.truncate(LISTED);
    let page = signed.page(format!("Introduce {} to somebody", whom.called), Here::Introduce);
    let newcomer = format!("{}?other=new", whom.form());
    show(&Fits { page, whom, loves, shared, others, unlisted, look, newcomer })
}

/// Whether the search finds somebody: every word in their name, part of town or what they love.
fn found(other: &PersonSummary, look: &str) -> bool {
    let area = other.area.as_deref().unwrap_or_default();
    let all = format!("{} {} {area} {}", other.name, other.called, other.interests.join(" ")).to_lowercase();
    look.to_lowercase().split_whitespace().all(|word| all.contains(word))
}

fn fit(book: &TermBook, whom: &Whom, loves: &[String], other: PersonSummary) -> Fit {
    let href = format!("{}?other={}", whom.form(), other.person_id);
    let reason = reason(book, loves, &other.interests, [&whom.called, &other.called]);
    let common = in_common(book, loves, &other.interests).len();
    Fit { id: other.person_id, name: other.name, area: other.area, reason, common, href }
}

/// What both love, as one of them said it, in order.
pub fn in_common<'a>(book: &TermBook, mine: &'a [String], theirs: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let pairs = mine.iter().flat_map(|one| theirs.iter().map(move |other| (one.as_str(), other.as_str())));
    pairs.filter(|(one, other)| book.same(one, other) || alike(one, other)).collect()
}

fn reason(book: &TermBook, mine: &[String], theirs: &[String], [person, other]: [&str; 2]) -> String {
    let common = in_common(book, mine, theirs);
    let same = common.iter().filter(|(one, two)| book.same(one, two));
    let mut same: Vec<&str> = same
        .map(|(one, two)| if folded(one) == folded(two) { softer(one, two) } else { book.term(one) })
        .collect();
    same.dedup();
    if !same.is_empty() {
        return format!("Both love {}", format::and_list(&same));
    }
    match common.first() {
        Some((one, two)) => format!("{person} loves {one}, {other} loves {two}"),
        None => String::new(),
    }
}

/// Of two ways to write the same, the one that stands better within a sentence.
fn softer<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.starts_with(char::is_lowercase) { one } else { other }
}

/// Whether two interests are the same or share a word that means something.
fn alike(one: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let text = text.to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 4);
        words.filter(|word| !NOT_A_LOVE.contains(word)).map(str::to_owned).collect()
    };
    one.to_lowercase() == other.to_lowercase() || words(one).intersection(&words(other)).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_same_interest_is_a_reason_whatever_its_capitals() {
        let why = reason(
            &TermBook::default(),
            &list(&["Growing vegetables", "Trains"]),
            &list(&["growing vegetables"]),
            ["Gordon", "Pat"],
        );
        assert_eq!(why, "Both love growing vegetables");
    }

    #[test]
    fn a_shared_word_is_a_reason_and_says_what_each_loves() {
        let why = reason(
            &TermBook::default(),
            &list(&["growing vegetables"]),
            &list(&["vegetables for shows"]),
            ["Gordon", "Pat"],
        );
        assert_eq!(why, "Gordon loves growing vegetables, Pat loves vegetables for shows");
        assert_eq!(
            reason(&TermBook::default(), &list(&["Motown"]), &list(&["Motown"]), ["Gordon", "Pat"]),
            "Both love Motown"
        );
    }

    #[test]
    fn a_word_that_says_nothing_is_no_reason() {
        assert_eq!(
            reason(
                &TermBook::default(),
                &list(&["Playing dominoes"]),
                &list(&["Playing football"]),
                ["Gordon", "Pat"]
            ),
            ""
        );
        assert_eq!(reason(&TermBook::default(), &[], &list(&["Trains"]), ["Gordon", "Pat"]), "");
    }

    #[test]
    fn interests_in_another_script_are_compared_too() {
        assert!(alike("太极拳", "太极拳") && !alike("太极拳", "书法"));
    }
}
