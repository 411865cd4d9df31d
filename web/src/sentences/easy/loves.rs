//! What somebody loves, can do, gives or hopes for, said to them: what it is, and what they would share of it.

use domain::person::codes::{InterestKind, Participation, ShareMode};
use domain::person::records::Interest;

use super::{Said, symbol};

/// A name of more words than this stands alone, as they said it.
const MOST_WORDS_IN_A_SENTENCE: usize = 8;

/// One thing.
pub fn loves(interest: &Interest) -> Said {
    let name = interest.name.as_str();
    let (icon, words) = kind(interest.kind);
    let icon = symbol(name).unwrap_or(icon);
    let long = name.split_whitespace().count() > MOST_WORDS_IN_A_SENTENCE;
    let said = if long {
        Said::new(icon, format!("{words} this.")).and(name)
    } else {
        Said::new(icon, format!("{words} {}{}.", colon(interest.kind), name.trim_end_matches('.')))
    };
    let said = match so_far(interest) {
        Some(line) => said.and(line),
        None => said,
    };
    match interest.share.map(share) {
        Some(line) => said.and(line),
        None => said,
    }
}

/// How much of it is in their life, where that says something: what somebody is like or teaches is there.
fn so_far(interest: &Interest) -> Option<&'static str> {
    let is_theirs =
        matches!(interest.kind, InterestKind::Character | InterestKind::Gift | InterestKind::Skill)
            || matches!(interest.share, Some(ShareMode::Teach | ShareMode::Make));
    match interest.participation {
        _ if is_theirs => None,
        Participation::Never => Some("You have not done it yet."),
        Participation::UsedTo => Some("You used to do it."),
        Participation::Sometimes | Participation::Regular => None,
    }
}

fn kind(kind: InterestKind) -> (&'static str, &'static str) {
    match kind {
        InterestKind::Interest => ("thumbs-up", "You like"),
        InterestKind::Passion => ("heart", "You love"),
        InterestKind::Gift => ("gift", "You give people"),
        InterestKind::Skill => ("star", "You are good at"),
        InterestKind::Character => ("smile", "People know you for"),
        InterestKind::Aspiration => ("sparkles", "You hope for"),
        InterestKind::RoleWanted => ("briefcase", "You would like to do"),
    }
}

/// Before a name that may be any sort of word: "You hope for this: my own dog".
fn colon(kind: InterestKind) -> &'static str {
    match kind {
        InterestKind::Interest | InterestKind::Passion | InterestKind::Skill => "",
        _ => "this: ",
    }
}

fn share(share: ShareMode) -> &'static str {
    match share {
        ShareMode::DoWithOthers => "You want to do it with other people.",
        ShareMode::Teach => "You can teach it.",
        ShareMode::Learn => "You want to learn it.",
        ShareMode::Watch => "You like to watch it.",
        ShareMode::Make => "You make things to give away.",
        ShareMode::Help => "You like to help with it.",
    }
}

#[cfg(test)]
mod tests {
    use domain::person::codes::Evidence;
    use domain::shared::text::Line;

    use super::super::proof::is_easy;
    use super::*;

    fn interest(name: &str, kind: InterestKind, share: Option<ShareMode>) -> Interest {
        Interest {
            name: Line::parse(name).unwrap(),
            kind,
            own_words: None,
            strength: 2,
            share,
            evidence: Evidence::Person,
            participation: Participation::Regular,
            barriers: [].into(),
        }
    }

    #[test]
    fn what_they_love_and_what_they_can_do_with_it_are_two_sentences() {
        let said = loves(&interest("growing vegetables", InterestKind::Interest, Some(ShareMode::Teach)));
        assert_eq!(said.lines, ["You like growing vegetables.", "You can teach it."]);
        assert_eq!(said.icon, "sprout");
        let hope = loves(&interest("my own front-row seat", InterestKind::Aspiration, None));
        assert_eq!(hope.lines, ["You hope for this: my own front-row seat."]);
    }

    #[test]
    fn what_they_never_did_is_said_unless_they_teach_it() {
        let never = |share| Interest {
            participation: Participation::Never,
            ..interest("bowls", InterestKind::Interest, share)
        };
        assert_eq!(loves(&never(None)).lines, ["You like bowls.", "You have not done it yet."]);
        assert_eq!(loves(&never(Some(ShareMode::Teach))).lines, ["You like bowls.", "You can teach it."]);
    }

    #[test]
    fn whatever_the_kind_the_sharing_and_how_often_the_sentences_stay_easy() {
        for kind in InterestKind::ALL {
            for participation in Participation::ALL {
                for mode in ShareMode::ALL {
                    let name = "looking after the old dogs of my street";
                    let one = interest(name, *kind, Some(*mode));
                    is_easy([&loves(&Interest { participation: *participation, ..one })]);
                }
            }
        }
    }

    #[test]
    fn a_name_as_long_as_a_story_stands_alone_as_they_said_it() {
        let name = "the way that the whole street goes quiet when it snows at night";
        let said = loves(&interest(name, InterestKind::Passion, None));
        assert_eq!(said.lines, ["You love this.", name]);
    }
}
