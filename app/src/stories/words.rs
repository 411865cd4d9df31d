//! Names, interests and sentences that made-up people are given. No name belongs to anybody; telephone
//! numbers are from the range that is never given out, NHS numbers from the test range.

use domain::person::codes::{InterestKind, ShareMode};

pub(super) const FIRST: &[&str] = &[
    "Gwen", "Aisha", "Tom", "Marek", "Precious", "Liam", "Zainab", "Ruby", "Kofi", "Hannah", "Dylan", "Mei",
    "Rohan", "Sinéad", "Bartosz", "Comfort", "Alfie", "Yasmin", "Graham", "Noor", "Ivy", "Tunde", "Carys",
    "Joseph", "Maya", "Stanley", "Leila", "Harpreet", "Owen", "Blessing", "Frank", "Zofia", "Sunita", "Ewan",
    "Doreen", "Kwame", "Beth", "Ravi", "Megan", "Anton", "Ngozi", "Walter", "Priya", "Callum", "Fatima",
    "Edith", "Dominic", "Ayumi", "Pauline", "Samuel", "Bronwen", "Idris", "Clara", "Viktor", "Rosalind",
    "Jermaine", "Tess", "Hugo", "Malika", "Norman",
];

pub(super) const LAST: &[&str] = &[
    "Abbott",
    "Begum",
    "Kowalski",
    "Osei",
    "Hughes",
    "Patel",
    "Novak",
    "Byrne",
    "Adeyemi",
    "Clarke",
    "Singh",
    "Morgan",
    "Chen",
    "Walsh",
    "Ferreira",
    "Barker",
    "Hussain",
    "Lindqvist",
    "Mbeki",
    "Fraser",
    "Nguyen",
    "Doyle",
    "Rossi",
    "Campbell",
    "Iqbal",
    "Turner",
    "Jankowski",
    "Mensah",
    "Pritchard",
    "Rahman",
    "Stone",
    "Fernandez",
    "Amadi",
    "Whitaker",
    "Kaur",
    "Delaney",
    "Petrov",
    "Ashworth",
    "Oyelaran",
    "Griffiths",
    "Sato",
    "Bloom",
    "Marsh",
    "Achebe",
    "Holloway",
    "Dubois",
    "Rees",
    "Tanner",
    "Yilmaz",
    "Cole",
];

pub(super) const AREAS: &[&str] = &[
    "Mill Lane",
    "Harbour End",
    "Northfield",
    "St Luke's",
    "The Mount",
    "Canal Side",
    "Eastgate",
    "Low Fold",
];

/// What somebody loves or offers: name, sort, how they share it, in their words.
pub(super) const INTERESTS: &[(&str, InterestKind, Option<ShareMode>, &str)] = &[
    ("growing vegetables", InterestKind::Passion, Some(ShareMode::Teach), "I know when to pick the beans."),
    ("fixing radios", InterestKind::Skill, Some(ShareMode::DoWithOthers), "If it hums, I can find out why."),
    ("Motown", InterestKind::Passion, Some(ShareMode::DoWithOthers), "I know every word."),
    ("baking", InterestKind::Gift, Some(ShareMode::Make), "People always want my lemon cake."),
    ("trains", InterestKind::Interest, Some(ShareMode::Watch), "I like the freight ones best."),
    ("singing", InterestKind::Passion, Some(ShareMode::DoWithOthers), "I sing when I am happy."),
    ("football", InterestKind::Interest, Some(ShareMode::Watch), "Saturday is match day."),
    ("swimming", InterestKind::Interest, Some(ShareMode::DoWithOthers), "I like it when it is quiet."),
    ("dogs", InterestKind::Passion, Some(ShareMode::Help), "Dogs know I am kind."),
    ("photography", InterestKind::Skill, Some(ShareMode::DoWithOthers), "I look at small things."),
    ("church", InterestKind::Interest, Some(ShareMode::DoWithOthers), "They know my name there."),
    ("drumming", InterestKind::Passion, Some(ShareMode::DoWithOthers), "Loud, and together."),
    ("knitting", InterestKind::Gift, Some(ShareMode::Make), "I make hats for babies."),
    ("bowls", InterestKind::Interest, Some(ShareMode::Learn), "My grandad played."),
    ("cooking curries", InterestKind::Skill, Some(ShareMode::Teach), "I learned from my mum."),
    ("local history", InterestKind::Interest, Some(ShareMode::Teach), "I remember the old market."),
    ("walking", InterestKind::Interest, Some(ShareMode::DoWithOthers), "Round the reservoir and back."),
    ("drawing", InterestKind::Interest, Some(ShareMode::Learn), "I draw people on the bus."),
    (
        "wrestling on television",
        InterestKind::Interest,
        Some(ShareMode::Watch),
        "I know it is a show. I love it.",
    ),
    ("making people laugh", InterestKind::Character, None, "I have a joke for everyone."),
    ("remembering birthdays", InterestKind::Gift, Some(ShareMode::Help), "I never forget one."),
    ("volunteering in a shop", InterestKind::RoleWanted, Some(ShareMode::Help), "I want to work the till."),
    (
        "learning to dance",
        InterestKind::Aspiration,
        Some(ShareMode::Learn),
        "Proper dancing, with a partner.",
    ),
    ("bingo", InterestKind::Interest, Some(ShareMode::DoWithOthers), "I won a kettle once."),
    ("model boats", InterestKind::Skill, Some(ShareMode::DoWithOthers), "Slow and careful."),
    ("birds", InterestKind::Passion, Some(ShareMode::Teach), "I can tell you by the song."),
];

pub(super) const ADMIRE: &[&str] = &[
    "I make people laugh. I never forget a birthday.",
    "I am kind and I notice when somebody is sad.",
    "I keep going. I say what I think.",
    "I am a good listener and I remember what you told me.",
];

pub(super) const IMPORTANT: &[&str] = &[
    "Being outside. My family. Having somewhere to be on Thursdays.",
    "My music, my own front door, and knowing what happens next.",
    "Being asked, not told. A proper cup of tea.",
    "Seeing my sister. Having money for the bus in my pocket.",
];

pub(super) const SUPPORT: &[&str] = &[
    "Tell me the plan the day before, with a picture. Give me time to answer. Don't speak for me.",
    "One thing at a time. Write it down big. Ring me, don't text.",
    "Meet me at home the first time. Let me sit near the door.",
    "Use short words. If I go quiet, wait with me.",
];

pub(super) const GOOD_WEEK: &[&str] = &[
    "Allotment on Thursday. A lie-in on Saturday. Somebody rings me.",
    "I see my friend twice. I go somewhere new. I am home for my programme.",
    "Work in the morning, choir at night. Fish and chips on Friday.",
    "Nothing is cancelled. I laugh every day. I sleep well.",
];

pub(super) const AT_BEST: &[&str] = &[
    "In the morning, after breakfast, when I know who is coming.",
    "When I am showing somebody how it is done.",
    "With one or two people I know, and music on.",
    "Out of doors, with my hands busy.",
];

pub(super) const NOT_WANTED: &[&str] = &[
    "Being rushed. People who talk over my head.",
    "Loud places. Plans that change on the day.",
    "Being told that I cannot. Going to bed at nine.",
    "Groups of only people with carers. Baby talk.",
];

pub(super) const NEWLY_IMPORTANT: &[&str] = &[
    "My friend. We have a joke that nobody else knows.",
    "Getting the bus by myself, and my own key.",
    "Being the one who makes the tea.",
    "Thursdays. I do not miss a Thursday.",
];

pub(super) const WISHES: &[&str] = &[
    "Somebody who laughs at my jokes.",
    "Somebody my age. Not only people with carers.",
    "Somebody who does not talk all the time.",
    "Somebody who lives near, so I can walk.",
];

pub(super) const IN_THE_WAY: &[&str] = &[
    "No support after nine in the evening.",
    "My medicine is at eight and at six.",
    "The rota is made on Mondays. Ask before that.",
    "Mum comes on Sundays.",
];

pub(super) const REASONS: &[&str] = &[
    "Most of the people in their week are paid to be there. They would like a friend.",
    "Moved into their own flat last spring and does not know anybody nearby.",
    "Used to go to a club that closed. Misses it.",
    "Lives with parents who worry about what comes after them.",
    "Left college in July and the days are long.",
];

pub(super) const PLACES: &[&str] = &[
    "Mill Lane allotments",
    "Harbour café",
    "St Luke's hall",
    "Repair shop, Canal Side",
    "Northfield library",
    "The leisure centre",
    "Eastgate market",
    "The Mount community garden",
    "Low Fold bowls club",
    "Bus station café",
];

pub(super) const NOTES: &[&str] = &[
    "They laughed a lot. Talked about next week without being asked.",
    "Quiet at first, then hard to stop.",
    "Swapped telephone numbers. Both wrote them down.",
    "A bit tired today, but wanted to stay.",
    "Bus was late; they managed it together.",
    "I sat at the other table and was not needed.",
    "Brought a cake to share.",
    "Somebody else from the group joined in.",
];
