//! Why two people might get on, what stands against it, what nobody has asked yet, and why somebody is not
//! offered just now: each as a sentence. What a reader may not know is said in words that tell nothing: a
//! safety note, and whom somebody else asked not to meet, read alike.

use std::collections::BTreeSet;

use app::folded::folded;
use app::introducing::{LeftOut, Offer, Offers};
use app::terms::TermBook;
use chrono::NaiveTime;
use domain::matching::{Journey, Love, NotNow, Shared, UNDER_WAY_LIMIT, Unknown};
use domain::person::Slot;
use domain::person::codes::{CommunicationNeed, ShareMode};
use domain::shared::ids::RelationshipId;

use crate::charts::week::said;
use crate::format;

/// Times that are named before the rest is counted.
const TIMES: usize = 3;
/// Things in common that are named.
const NAMED: usize = 3;
/// Days of waiting from which on they are worth a sentence.
const LONG_WAIT: i64 = 42;
/// Minutes in a week together below which it is said that they are few.
const FEW_MINUTES: u32 = 60;
/// Words that two interests may share without being the same interest.
const NOT_A_LOVE: [&str; 23] = [
    "love", "going", "playing", "making", "doing", "watching", "being", "with", "from", "about", "other",
    "others", "people", "things", "helping", "having", "learning", "visiting", "local", "every", "week",
    "real", "good",
];

/// Why they might get on, what weighs most first.
pub fn reasons(offers: &Offers, offer: &Offer) -> Vec<String> {
    let (person, other) = (&offers.person.person.called, &offer.of.person.called);
    let mut all = Vec::new();
    if let Some(both) = both_love(offers, offer) {
        all.push(both);
    } else if let Some((mine, theirs)) = perhaps(offers, offer) {
        all.push(format!("{person} loves {mine}, {other} loves {theirs}: perhaps they meet there."));
    }
    all.extend(offer.fit.shared.iter().find_map(|shared| {
        let name = shared_name(offers, offer, shared);
        Some(complement(shared.complement?, [person, other], &name))
    }));
    if !offer.fit.together.is_empty() {
        all.push(format!("Both are free on {}.", when(&offer.fit.together)));
    }
    match (offer.journey, &offer.of.person.area) {
        (Journey::SameArea, Some(area)) => all.push(format!("Both live in {area}.")),
        (Journey::Minutes(minutes), _) => {
            all.push(format!("{} from one to the other.", format::plural(minutes, "minute", "minutes")));
        }
        _ => {}
    }
    if offer.fit.waiting_days >= LONG_WAIT {
        let weeks = format::plural(offer.fit.waiting_days.unsigned_abs() / 7, "week", "weeks");
        all.push(format!("{other} has waited {weeks} to be thought of."));
    }
    all
}

/// "Both love bowls and growing vegetables."; `None` where nothing is known that both love.
pub fn both_love(offers: &Offers, offer: &Offer) -> Option<String> {
    let both: Vec<String> =
        offer.fit.shared.iter().take(NAMED).map(|shared| shared_name(offers, offer, shared)).collect();
    (!both.is_empty()).then(|| format!("Both love {}.", format::and_list(&both)))
}

/// What stands against it, without being a reason not to.
pub fn against(offers: &Offers, offer: &Offer) -> Vec<String> {
    let (mine, theirs) = (&offers.person.facts, &offer.of.facts);
    let (person, other) = (&offers.person.person.called, &offer.of.person.called);
    let mut all = Vec::new();
    if offer.fit.shared.is_empty() && !mine.loves.is_empty() && !theirs.loves.is_empty() {
        all.push("Nothing is known that both love.".to_owned());
    }
    let minutes: u32 = offer.fit.together.iter().map(Slot::length_minutes).sum();
    if minutes > 0 && minutes < FEW_MINUTES {
        all.push(format!("They have no more than {minutes} minutes a week together."));
    }
    if offer.journey == Journey::Elsewhere {
        let area = offer.of.person.area.as_deref().unwrap_or("another part of town");
        let alone =
            |travel: &Option<domain::person::Travel>| travel.as_ref().map(|travel| travel.goes_alone());
        let how = match (alone(&mine.travel), alone(&theirs.travel)) {
            (Some(false), Some(false)) => ", and neither gets about alone",
            _ => "",
        };
        all.push(format!("{other} lives in {area}, {person} elsewhere{how}."));
    }
    if offer.of.person.needs.contains(&CommunicationNeed::WheelchairAccess) {
        all.push(format!("{other} needs a place without steps."));
    }
    all
}

/// "Nobody has asked yet when Pat is free, and how long the way takes."; `None` when all is known.
pub fn unknown(offers: &Offers, offer: &Offer) -> Option<String> {
    let (person, other) = (&offers.person.person.called, &offer.of.person.called);
    let words = |unknown: &Unknown| match unknown {
        // Said once, above the list or below it.
        Unknown::PersonsLoves | Unknown::PersonsWeek | Unknown::OthersAge => None,
        Unknown::OthersLoves => Some(format!("what {other} loves")),
        Unknown::OthersWeek => Some(format!("when {other} is free")),
        Unknown::Way if offer.journey == Journey::NotKnown => Some("how far apart they live".to_owned()),
        Unknown::Way => Some("how long the way takes".to_owned()),
        Unknown::Reach => Some(format!("how far {person} or {other} would go")),
    };
    let all: Vec<String> = offer.fit.unknown.iter().filter_map(words).collect();
    (!all.is_empty()).then(|| format!("Not known yet: {}.", format::and_list(&all)))
}

/// Why somebody is not offered just now, the first of the reasons; and the relationship that says more.
pub fn not_now(offers: &Offers, out: &LeftOut) -> (String, Option<RelationshipId>) {
    let Some(reason) = super::not_now::first(out) else { return (String::new(), None) };
    why(reason, &offers.person.person.called, &out.of.person.called)
}

fn why(reason: NotNow, person: &str, other: &str) -> (String, Option<RelationshipId>) {
    let day = |on| format::date(on);
    let said = |words: String| (words, None);
    match reason {
        NotNow::KeptApart | NotNow::OtherAskedNotTo | NotNow::PersonAskedNotTo => {
            said("These two are not introduced to each other.".to_owned())
        }
        NotNow::NotTakingPart => said(format!("{other} has not agreed to take part, or no longer.")),
        NotNow::NoIntroductions => said(format!("{other} does not want to be introduced to anybody.")),
        NotNow::IntroductionsRanOut { on } => said(format!(
            "{other}\u{2019}s yes to being introduced held until {}: ask again.",
            format::day(on)
        )),
        NotNow::NotWhomPersonWishes => said(format!("Not one of those whom {person} would like to meet.")),
        NotNow::NotWhomOtherWishes => said(format!("{other} would rather meet others.")),
        NotNow::WishNotAnswered => said(
            "One of them said whom they would like to meet; of the other it is not known yet.".to_owned(),
        ),
        NotNow::TooYoung => said(format!("{other} is under 18.")),
        NotNow::TooFar { by_minutes } => said(format!(
            "The way is {} longer than either would go.",
            format::plural(by_minutes, "minute", "minutes")
        )),
        NotNow::NeverFreeTogether => {
            said("There is no time in an ordinary week at which both are free.".to_owned())
        }
        NotNow::AlreadyIntroduced { relationship, met: true } => {
            ("They know each other already.".to_owned(), Some(relationship))
        }
        NotNow::AlreadyIntroduced { relationship, met: false } => {
            ("They are being introduced.".to_owned(), Some(relationship))
        }
        NotNow::SaidNo { relationship, on } => {
            (format!("One of them said no on {}. Leave it in peace for a year.", day(on)), Some(relationship))
        }
        NotNow::NotForThem { relationship, on } => {
            (format!("They met, and on {} it was not for them.", day(on)), Some(relationship))
        }
        NotNow::WentQuiet { relationship, on } => (
            format!("They met, and it went quiet on {}. It can begin again on its own page.", day(on)),
            Some(relationship),
        ),
        NotNow::EnoughUnderWay { under_way } => said(format!(
            "{other} has {} introductions under way.",
            format::count_word(usize::try_from(under_way).unwrap_or(usize::MAX))
        )),
    }
}

/// What hinders the person themselves, once for the whole list.
pub fn hindrance(reason: NotNow, called: &str) -> Option<String> {
    match reason {
        NotNow::NoIntroductions => Some(format!(
            "{called} said that they do not want to be introduced to anybody. Ask again before you propose."
        )),
        NotNow::IntroductionsRanOut { on } => Some(format!(
            "{called} said yes to being introduced until {}. Ask again before you propose.",
            format::day(on)
        )),
        NotNow::TooYoung => Some(format!("{called} is under 18: introductions are for adults.")),
        NotNow::EnoughUnderWay { under_way } => Some(format!(
            "{called} has {} introductions under way. {} at once are enough for most people: see first what \
             becomes of them.",
            format::count_word(usize::try_from(under_way).unwrap_or(usize::MAX)),
            format::capital(&format::count_word(usize::try_from(UNDER_WAY_LIMIT).unwrap_or(2)))
        )),
        // Said by the page itself, beside whether an engagement is under way.
        _ => None,
    }
}

/// "Tuesday mornings, Friday evenings and one other time"
pub fn when(slots: &[Slot]) -> String {
    let mut all: Vec<String> = slots.iter().take(TIMES).map(time).collect();
    match slots.len().saturating_sub(TIMES) {
        0 => {}
        1 => all.push("one other time".to_owned()),
        more => all.push(format!("{} other times", format::count_word(more))),
    }
    format::and_list(&all)
}

fn time(slot: &Slot) -> String {
    let day = slot.day.label();
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    let ends = |by: NaiveTime| slot.to <= by && slot.to != NaiveTime::MIN;
    let part = match () {
        () if slot.from >= hour(6) && ends(hour(13)) => "mornings",
        () if slot.from >= hour(12) && ends(hour(18)) => "afternoons",
        () if slot.from >= hour(17) => "evenings",
        () => return format!("{day}s, {}", said(slot)),
    };
    format!("{day} {part}")
}

/// What both love, as the team calls it, or as one of them wrote it.
pub fn shared_name(offers: &Offers, offer: &Offer, shared: &Shared) -> String {
    let of = |loves: &domain::matching::Loves| {
        let mut ways = loves.iter().filter(|(term, _)| offers.book.now(**term) == shared.term);
        ways.next().map(|(_, love)| love.name.to_string()).unwrap_or_default()
    };
    let (mine, theirs) = (of(&offers.person.facts.loves), of(&offer.of.facts.loves));
    if folded(&mine) == folded(&theirs) && offers.book.same(&mine, &theirs) && !renamed(&offers.book, &mine) {
        return softer(&mine, &theirs).to_owned();
    }
    offers.book.term(&mine).to_owned()
}

fn renamed(book: &TermBook, typed: &str) -> bool {
    folded(book.term(typed)) != folded(typed)
}

/// Of two ways to write the same, the one that stands better within a sentence.
fn softer<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.starts_with(char::is_lowercase) { one } else { other }
}

/// "Gordon can teach growing vegetables, and Pat would like to learn."
fn complement((mine, theirs): (ShareMode, ShareMode), [person, other]: [&str; 2], name: &str) -> String {
    if mine == theirs {
        return format!("Both would love company for {name}.");
    }
    let does = |mode: ShareMode| match mode {
        ShareMode::Teach => "can teach it",
        ShareMode::Learn => "would like to learn",
        ShareMode::Help => "likes to help",
        ShareMode::Make => "makes things to give away",
        ShareMode::DoWithOthers => "would love company",
        ShareMode::Watch => "likes to watch",
    };
    format!("{}: {person} {} and {other} {}.", format::capital(name), does(mine), does(theirs))
}

/// Two things that share a word that means something, where nothing is the same: a hint that counts for nothing.
fn perhaps<'a>(offers: &'a Offers, offer: &'a Offer) -> Option<(&'a str, &'a str)> {
    let loves = |loves: &'a domain::matching::Loves| loves.values().map(|love: &Love| love.name.as_str());
    let theirs: Vec<&str> = loves(&offer.of.facts.loves).collect();
    loves(&offers.person.facts.loves)
        .find_map(|mine| theirs.iter().find(|theirs| alike(mine, theirs)).map(|theirs| (mine, *theirs)))
}

/// Whether two interests share a word that means something.
pub fn alike(one: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let text = folded(text);
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 4);
        words.filter(|word| !NOT_A_LOVE.contains(word)).map(str::to_owned).collect()
    };
    words(one).intersection(&words(other)).next().is_some()
}

#[cfg(test)]
mod tests {
    use domain::person::DayOfWeek;

    use super::*;

    fn slot(day: DayOfWeek, from: u32, to: u32) -> Slot {
        let at = |hour| NaiveTime::from_hms_opt(hour % 24, 0, 0).unwrap();
        Slot { day, from: at(from), to: at(to) }
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        use DayOfWeek::*;
        assert_eq!(when(&[slot(Tuesday, 9, 12)]), "Tuesday mornings");
        assert_eq!(
            when(&[slot(Tuesday, 9, 12), slot(Friday, 17, 24)]),
            "Tuesday mornings and Friday evenings"
        );
        assert_eq!(when(&[slot(Sunday, 9, 17)]), "Sundays, 9:00 to 17:00");
        let many = [slot(Monday, 12, 17), slot(Tuesday, 9, 12), slot(Friday, 9, 12), slot(Friday, 17, 21)];
        assert_eq!(when(&many), "Monday afternoons, Tuesday mornings, Friday mornings and one other time");
    }

    #[test]
    fn what_keeps_two_apart_is_said_in_words_that_tell_nothing() {
        let neutral = why(NotNow::KeptApart, "Gordon", "Pat");
        assert_eq!(neutral, why(NotNow::OtherAskedNotTo, "Gordon", "Pat"));
        assert_eq!(neutral, why(NotNow::PersonAskedNotTo, "Gordon", "Pat"));
        assert!(!neutral.0.contains("safe") && !neutral.0.contains("asked") && neutral.1.is_none());
    }

    #[test]
    fn a_shared_word_that_means_something_is_a_hint_in_any_script() {
        assert!(alike("growing vegetables", "Vegetables for shows"));
        assert!(!alike("Playing dominoes", "Playing football"));
        assert!(!alike("太极拳", "书法"));
    }

    #[test]
    fn one_who_teaches_and_one_who_would_learn_are_named() {
        assert_eq!(
            complement((ShareMode::Teach, ShareMode::Learn), ["Gordon", "Pat"], "bowls"),
            "Bowls: Gordon can teach it and Pat would like to learn."
        );
    }
}
