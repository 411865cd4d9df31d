//! The questions themselves. Those that are free to use stand here as they were published; of those that are not,
//! only what a question is about, or that there is one, because the words belong to somebody else.
//!
//! Easy words are ours, have not been tried out, and their answers are reported apart.

use super::Instrument as I;
use super::scale::{Answers, Item, Licence, Scale};

const HOW_OFTEN_3: Answers =
    Answers::Words(&[(1, "Hardly ever or never"), (2, "Some of the time"), (3, "Often")]);
const HOW_OFTEN_5: Answers = Answers::Words(&[
    (1, "Often or always"),
    (2, "Some of the time"),
    (3, "Occasionally"),
    (4, "Hardly ever"),
    (5, "Never"),
]);
const COMPLETELY: Answers = Answers::Figure { least: 0, most: 10, low: "Not at all", high: "Completely" };
const CONTACT: Answers = Answers::Words(&[
    (1, "I have as much social contact as I want with people I like"),
    (2, "I have adequate social contact with people"),
    (3, "I have some social contact with people, but not enough"),
    (4, "I have little social contact with people and feel socially isolated"),
]);
const HOW_MANY: Answers = Answers::Words(&[
    (0, "None"),
    (1, "One"),
    (2, "Two"),
    (3, "Three or four"),
    (4, "Five to eight"),
    (5, "Nine or more"),
]);
const YES_NO: Answers = Answers::Words(&[(1, "Yes"), (2, "More or less"), (3, "No")]);
/// As answered; which way it counts is the score's.
const FOUR_WEEKS: Answers = Answers::Words(&[
    (0, "Almost always"),
    (1, "Most of the time"),
    (2, "About half the time"),
    (3, "Occasionally"),
    (4, "Not at all"),
]);
const AGREE: Answers = Answers::Words(&[
    (0, "Strongly agree"),
    (1, "Agree"),
    (2, "Neutral"),
    (3, "Disagree"),
    (4, "Strongly disagree"),
]);
const ONE_TO_FIVE: Answers =
    Answers::Figure { least: 1, most: 5, low: "the first answer of the form", high: "the last" };
const LEVEL: Answers =
    Answers::Words(&[(0, "Ideal state"), (1, "No needs"), (2, "Some needs"), (3, "High needs")]);
const STAR: Answers = Answers::Tenths { least: 10, most: 100 };

const fn item(asks: &'static str, easy: &'static str, picture: &'static str, answers: Answers) -> Item {
    Item { asks, easy, picture, answers }
}

const fn free(instrument: I, intro: &'static str, items: &'static [Item], credit: &'static str) -> Scale {
    let licence = Licence::Free;
    Scale {
        instrument,
        version: 1,
        intro,
        items,
        licence,
        credit,
        takes_proxies: true,
        on_by_default: matches!(instrument, I::Ucla3 | I::Lonely | I::Ons4 | I::SocialContact),
    }
}

const fn licensed(instrument: I, licence: Licence, items: &'static [Item], credit: &'static str) -> Scale {
    let intro = "";
    Scale { instrument, version: 1, intro, items, licence, credit, takes_proxies: true, on_by_default: false }
}

/// Every version of every instrument.
pub(super) static SCALES: &[Scale] = &[
    free(
        I::Ucla3,
        "",
        &[
            item(
                "How often do you feel that you lack companionship?",
                "How often do you wish for somebody to be with?",
                "users",
                HOW_OFTEN_3,
            ),
            item(
                "How often do you feel left out?",
                "How often do you feel left out?",
                "door-open",
                HOW_OFTEN_3,
            ),
            item(
                "How often do you feel isolated from others?",
                "How often do you feel cut off from other people?",
                "circle-user-round",
                HOW_OFTEN_3,
            ),
        ],
        "Three-item loneliness scale: Hughes, Waite, Hawkley and Cacioppo 2004; recommended by the Office for National Statistics",
    ),
    free(
        I::Lonely,
        "",
        &[item("How often do you feel lonely?", "How often do you feel lonely?", "frown", HOW_OFTEN_5)],
        "Office for National Statistics, direct measure of loneliness",
    ),
    Scale {
        instrument: I::Ons4,
        version: 1,
        intro: "Next, four questions about your feelings on aspects of your life. There are no right or wrong answers. \
                For each one, give an answer on a scale of 0 to 10, where 0 is \u{201c}not at all\u{201d} and 10 is \
                \u{201c}completely\u{201d}.",
        items: &[
            item(
                "Overall, how satisfied are you with your life nowadays?",
                "How happy are you with your life?",
                "house",
                COMPLETELY,
            ),
            item(
                "Overall, to what extent do you feel that the things you do in your life are worthwhile?",
                "How much do the things you do matter to you?",
                "star",
                COMPLETELY,
            ),
            item(
                "Overall, how happy did you feel yesterday?",
                "How happy were you yesterday?",
                "smile",
                COMPLETELY,
            ),
            item(
                "Overall, how anxious did you feel yesterday?",
                "How worried were you yesterday?",
                "frown",
                COMPLETELY,
            ),
        ],
        licence: Licence::Free,
        credit: "Office for National Statistics, personal wellbeing (ONS4), Open Government Licence",
        // A feeling is not somebody else's to answer for. Source: ONS guidance.
        takes_proxies: false,
        on_by_default: true,
    },
    free(
        I::SocialContact,
        "",
        &[item(
            "Thinking about how much contact you\u{2019}ve had with people you like, which of the following statements best describes your social situation?",
            "Do you see the people you like as much as you want?",
            "users",
            CONTACT,
        )],
        "Adult Social Care Survey, the item behind ASCOF 5A, Open Government Licence",
    ),
    free(
        I::Lsns6,
        "Family: the people to whom you are related by birth, marriage, adoption and so on. Friends: all of your friends, \
         including those who live in your neighbourhood.",
        &[
            item(
                "How many relatives do you see or hear from at least once a month?",
                "How many of your family do you see or hear from each month?",
                "house",
                HOW_MANY,
            ),
            item(
                "How many relatives do you feel at ease with that you can talk about private matters?",
                "How many of your family can you tell private things?",
                "message-circle",
                HOW_MANY,
            ),
            item(
                "How many relatives do you feel close to such that you could call on them for help?",
                "How many of your family would help you if you ask?",
                "hand-heart",
                HOW_MANY,
            ),
            item(
                "How many of your friends do you see or hear from at least once a month?",
                "How many friends do you see or hear from each month?",
                "users",
                HOW_MANY,
            ),
            item(
                "How many friends do you feel at ease with that you can talk about private matters?",
                "How many friends can you tell private things?",
                "message-circle",
                HOW_MANY,
            ),
            item(
                "How many friends do you feel close to such that you could call on them for help?",
                "How many friends would help you if you ask?",
                "hand-heart",
                HOW_MANY,
            ),
        ],
        "Lubben Social Network Scale, LSNS-6: Lubben and others 2006; free for practice and research with this source",
    ),
    free(
        I::Gierveld6,
        "",
        &[
            item(
                "I experience a general sense of emptiness",
                "I feel empty inside.",
                "circle-dashed",
                YES_NO,
            ),
            item("I miss having people around me", "I miss having people around me.", "users", YES_NO),
            item("I often feel rejected", "People often turn away from me.", "door-open", YES_NO),
            item(
                "There are plenty of people I can rely on when I have problems",
                "Many people help me when things go wrong.",
                "hand-heart",
                YES_NO,
            ),
            item(
                "There are many people I can trust completely",
                "There are many people I can trust.",
                "heart",
                YES_NO,
            ),
            item("There are enough people I feel close to", "I am close to enough people.", "smile", YES_NO),
        ],
        "De Jong Gierveld and Van Tilburg 2006, six-item scale; made for surveys, free with this source",
    ),
    free(
        I::FriendshipScale,
        "During the past four weeks:",
        &[
            item(
                "It has been easy to relate to others",
                "It was easy to get on with people.",
                "smile",
                FOUR_WEEKS,
            ),
            item(
                "I felt isolated from other people",
                "I felt cut off from other people.",
                "circle-user-round",
                FOUR_WEEKS,
            ),
            item(
                "I had someone to share my feelings with",
                "I had somebody to tell how I feel.",
                "message-circle",
                FOUR_WEEKS,
            ),
            item(
                "I found it easy to get in touch with others when I needed to",
                "It was easy to reach people when I wanted to.",
                "phone",
                FOUR_WEEKS,
            ),
            item(
                "When with other people, I felt separate from them",
                "I felt apart, even with people around me.",
                "door-open",
                FOUR_WEEKS,
            ),
            item("I felt alone and friendless", "I felt alone and without friends.", "frown", FOUR_WEEKS),
        ],
        "Friendship Scale: Hawthorne 2006; free with this source",
    ),
    free(
        I::EndLoneliness,
        "",
        &[
            item(
                "I am content with my friendships and relationships",
                "I am happy with my friends.",
                "smile",
                AGREE,
            ),
            item(
                "I have enough people I feel comfortable asking for help at any time",
                "I have enough people to ask for help.",
                "hand-heart",
                AGREE,
            ),
            item(
                "My relationships are as satisfying as I would want them to be",
                "My friendships are as good as I want.",
                "heart",
                AGREE,
            ),
        ],
        "Campaign to End Loneliness Measurement Tool",
    ),
    licensed(
        I::Swemwbs,
        Licence::Registered,
        &[
            item("Statement 1 of your licensed form", "", "file-text", ONE_TO_FIVE),
            item("Statement 2 of your licensed form", "", "file-text", ONE_TO_FIVE),
            item("Statement 3 of your licensed form", "", "file-text", ONE_TO_FIVE),
            item("Statement 4 of your licensed form", "", "file-text", ONE_TO_FIVE),
            item("Statement 5 of your licensed form", "", "file-text", ONE_TO_FIVE),
            item("Statement 6 of your licensed form", "", "file-text", ONE_TO_FIVE),
            item("Statement 7 of your licensed form", "", "file-text", ONE_TO_FIVE),
        ],
        "Short Warwick-Edinburgh Mental Wellbeing Scale \u{a9} NHS Health Scotland, University of Warwick and University of Edinburgh, 2008",
    ),
    licensed(
        I::Ascot,
        Licence::Registered,
        &[
            item("Control over daily life", "", "house", LEVEL),
            item("Personal cleanliness and comfort", "", "sparkles", LEVEL),
            item("Food and drink", "", "utensils", LEVEL),
            item("Personal safety", "", "shield-check", LEVEL),
            item("Social participation and involvement", "", "users", LEVEL),
            item("Occupation", "", "briefcase", LEVEL),
            item("Accommodation cleanliness and comfort", "", "house", LEVEL),
            item("Dignity", "", "heart", LEVEL),
        ],
        "Adult Social Care Outcomes Toolkit, SCT4, University of Kent; asked from the organisation\u{2019}s licensed form",
    ),
    free(
        I::Goals,
        "How far was each goal reached, against what you hoped for together?",
        &[],
        "Goal Attainment Scaling: Kiresuk and Sherman 1968",
    ),
    licensed(
        I::OutcomesStar,
        Licence::Commercial,
        &[item("The score of the Star, as it was worked out under your licence", "", "star", STAR)],
        "Outcomes Star, Triangle Consulting; only the score is kept here",
    ),
];
