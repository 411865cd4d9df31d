//! Why people are not offered just now, reason by reason: what it is called, and in one sentence what would have to
//! change. What a reader may not know is one reason with one sentence that tells nothing, whatever is behind it.

use app::introducing::LeftOut;
use chrono::{Months, NaiveDate};
use domain::matching::{NotNow, REST_MONTHS};
use domain::shared::ids::RelationshipId;

use crate::format;

/// A reason that several people may share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// "Never free together"
    pub title: String,
    /// What would have to change.
    pub words: String,
}

/// Which of somebody's reasons is said: what keeps two people apart goes before what would pass with time.
pub fn first(out: &LeftOut) -> Option<NotNow> {
    let hidden = out.reasons.iter().find(|reason| keeps_apart(**reason));
    hidden.or(out.reasons.first()).copied()
}

/// Whether a reason is one of which no more is said than that they are not brought together.
pub fn keeps_apart(reason: NotNow) -> bool {
    matches!(reason, NotNow::KeptApart | NotNow::OtherAskedNotTo | NotNow::PersonAskedNotTo)
}

/// Where those whom a reason leaves out stand: what can be done about it soonest stands first. Reasons that are one
/// to the reader stand in one place.
pub fn order(of: NotNow) -> u8 {
    match of {
        NotNow::NeverFreeTogether => 1,
        NotNow::TooFar { .. } => 2,
        NotNow::WishNotAnswered => 3,
        NotNow::EnoughUnderWay { .. } => 4,
        NotNow::AlreadyIntroduced { met: false, .. } => 5,
        NotNow::WentQuiet { .. } => 6,
        NotNow::SaidNo { .. } => 7,
        NotNow::NotTakingPart => 8,
        NotNow::NotWhomPersonWishes => 9,
        NotNow::NotWhomOtherWishes => 10,
        NotNow::IntroductionsRanOut { .. } => 11,
        NotNow::NoIntroductions => 12,
        NotNow::TooYoung => 13,
        NotNow::AlreadyIntroduced { met: true, .. } => 14,
        NotNow::NotForThem { .. } => 15,
        NotNow::KeptApart | NotNow::OtherAskedNotTo | NotNow::PersonAskedNotTo => 16,
    }
}

/// A reason in words, for a list of those who could meet `person`.
pub fn reason(of: NotNow, person: &str) -> Reason {
    let said = |title: &str, words: &str| Reason { title: title.to_owned(), words: words.to_owned() };
    match of {
        NotNow::NeverFreeTogether => said(
            "Never free together",
            &format!(
                "No time of an ordinary week suits both: an hour more that {person} or they have free would change that."
            ),
        ),
        NotNow::TooFar { .. } => said(
            "Too far apart",
            "The way is longer than either would go: it changes when one of the two would go further, or has help with the way.",
        ),
        NotNow::WishNotAnswered => said(
            "Not known whether it suits",
            "One of the two said whom they would like to meet, and of the other it is not known: asking would settle it.",
        ),
        NotNow::EnoughUnderWay { .. } => said(
            "Enough under way",
            "They have as many introductions under way as one person has at once: they are offered again once it is known what becomes of one.",
        ),
        NotNow::AlreadyIntroduced { met: false, .. } => {
            said("Being introduced", "It has begun already: how it stands is on its own page.")
        }
        NotNow::WentQuiet { .. } => {
            said("Went quiet", "They met, and it went quiet: it can begin again on its own page.")
        }
        NotNow::SaidNo { .. } => said(
            "Somebody said no",
            "One of the two said no: it is left in peace for a year, and can be thought of again afterwards.",
        ),
        NotNow::NotTakingPart => said(
            "Not taking part",
            "They have not agreed to take part, or no longer do: they are offered once they agree.",
        ),
        NotNow::NotWhomPersonWishes => said(
            &format!("Not whom {person} would like to meet"),
            &format!(
                "{person} said whom they would like to meet, and these are others: it changes when {person} says so."
            ),
        ),
        NotNow::NotWhomOtherWishes => said(
            "Would rather meet others",
            "They said whom they would like to meet: it changes when they say otherwise.",
        ),
        NotNow::IntroductionsRanOut { .. } => said(
            "Their yes to being introduced has run out",
            "Ask them again: with a new yes they are offered again.",
        ),
        NotNow::NoIntroductions => said(
            "Want no introductions",
            "They do not want to be introduced to anybody: it changes when they say so.",
        ),
        NotNow::TooYoung => {
            said("Under 18", "Introductions are for adults: they are offered once they are 18.")
        }
        NotNow::AlreadyIntroduced { met: true, .. } => said(
            "Know each other already",
            "They need no introduction: what they do together is on its own page.",
        ),
        NotNow::NotForThem { .. } => {
            said("It was not for them", "They met, and it was not for them: it is left in peace.")
        }
        NotNow::KeptApart | NotNow::OtherAskedNotTo | NotNow::PersonAskedNotTo => said(
            "Not brought together",
            &format!(
                "These are not introduced to {person}: if you think that this should change, speak to your team lead."
            ),
        ),
    }
}

/// What is particular to one of them, and the relationship that says more.
pub fn detail(of: NotNow) -> (Option<String>, Option<RelationshipId>) {
    match of {
        NotNow::TooFar { by_minutes } => {
            (Some(format!("{} too long", format::plural(by_minutes, "minute", "minutes"))), None)
        }
        NotNow::EnoughUnderWay { under_way } => {
            let many = format::count_word(usize::try_from(under_way).unwrap_or(usize::MAX));
            (Some(format!("{} under way", format::capital(&many))), None)
        }
        NotNow::AlreadyIntroduced { relationship, .. } => (None, Some(relationship)),
        NotNow::SaidNo { relationship, on } => {
            let again = on.checked_add_months(Months::new(REST_MONTHS)).map(since).unwrap_or_default();
            (Some(format!("On {}{again}", format::date(on))), Some(relationship))
        }
        NotNow::NotForThem { relationship, on } | NotNow::WentQuiet { relationship, on } => {
            (Some(format!("On {}", format::date(on))), Some(relationship))
        }
        _ => (None, None),
    }
}

fn since(day: NaiveDate) -> String {
    format!("; can be thought of again from {}", format::date(day))
}

/// A reason as a list kept it, by its stored name, for whoever looks back at the list. Of several, one that keeps two
/// people apart stands alone.
pub fn told(codes: &[String]) -> String {
    if codes.iter().any(|code| is_apart(code)) {
        return "The two are not introduced to each other.".to_owned();
    }
    let all: Vec<&str> = codes.iter().map(|code| of_code(code)).collect();
    all.join(" ")
}

fn is_apart(code: &str) -> bool {
    matches!(code, "kept_apart" | "person_asked_not_to" | "other_asked_not_to")
}

fn of_code(code: &str) -> &'static str {
    match code {
        "not_taking_part" => "Had not agreed to take part, or no longer.",
        "no_introductions" => "Did not want to be introduced to anybody.",
        "not_whom_person_wishes" => "Was not one of those whom the person would like to meet.",
        "not_whom_other_wishes" => "Would rather meet others.",
        "wish_not_answered" => {
            "One of the two said whom they would like to meet, and of the other it was not known."
        }
        "introductions_ran_out" => "Their yes to being introduced had run out.",
        "too_young" => "Was under 18.",
        "too_far" => "The way was longer than either would go.",
        "never_free_together" => "There was no time in an ordinary week at which both were free.",
        "already_introduced" => "They knew each other, or were being introduced.",
        "said_no" => "One of the two had said no less than a year before.",
        "not_for_them" => "They had met, and it was not for them.",
        "went_quiet" => "They had met, and it had gone quiet.",
        "enough_under_way" => "Had as many introductions under way as one person has at once.",
        _ => "For a reason that is no longer used.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn all() -> [NotNow; 17] {
        let relationship = RelationshipId(uuid::Uuid::nil());
        let on = NaiveDate::MIN;
        [
            NotNow::NotTakingPart,
            NotNow::NoIntroductions,
            NotNow::IntroductionsRanOut { on },
            NotNow::KeptApart,
            NotNow::PersonAskedNotTo,
            NotNow::OtherAskedNotTo,
            NotNow::NotWhomPersonWishes,
            NotNow::NotWhomOtherWishes,
            NotNow::WishNotAnswered,
            NotNow::TooYoung,
            NotNow::TooFar { by_minutes: 12 },
            NotNow::NeverFreeTogether,
            NotNow::AlreadyIntroduced { relationship, met: true },
            NotNow::SaidNo { relationship, on },
            NotNow::NotForThem { relationship, on },
            NotNow::WentQuiet { relationship, on },
            NotNow::EnoughUnderWay { under_way: 2 },
        ]
    }

    #[test]
    fn every_reason_is_one_sentence_and_none_is_a_stored_name() {
        for one in all() {
            let said = reason(one, "Gordon");
            assert!(said.words.ends_with('.') && said.words.matches(". ").count() == 0, "{said:?}");
            let looked_back_at = told(&[one.code().to_owned()]);
            assert!(!looked_back_at.contains('_') && looked_back_at.ends_with('.'), "{looked_back_at}");
            assert!(!looked_back_at.contains("no longer used"), "{} has no words", one.code());
        }
    }

    #[test]
    fn what_keeps_two_apart_is_one_reason_that_tells_nothing() {
        let hidden = [NotNow::KeptApart, NotNow::OtherAskedNotTo, NotNow::PersonAskedNotTo];
        for one in hidden {
            assert_eq!(reason(one, "Gordon"), reason(NotNow::KeptApart, "Gordon"));
            assert_eq!(detail(one), (None, None));
            let codes = ["too_far".to_owned(), one.code().to_owned()];
            assert_eq!(told(&codes), "The two are not introduced to each other.");
        }
        let said = reason(NotNow::KeptApart, "Gordon");
        assert!(
            !said.words.contains("safe") && !said.words.contains("asked") && !said.title.contains("safe")
        );
    }

    #[test]
    fn each_reason_has_a_place_of_its_own() {
        let mut places: Vec<(u8, String)> =
            all().into_iter().map(|one| (order(one), reason(one, "Gordon").title)).collect();
        places.sort();
        places.dedup();
        let numbers: std::collections::BTreeSet<u8> = places.iter().map(|(order, _)| *order).collect();
        assert_eq!(numbers.len(), places.len());
    }
}
