//! Which picture stands for what somebody speaks of. The set is small on purpose: a picture that has to
//! be learned helps nobody.

/// Words, or how they begin, and their picture. A word of up to four letters is meant whole, with or
/// without an "s"; a longer one is a beginning: "garden" is in "gardening".
const PICTURES: &[(&str, &[&str])] = &[
    (
        "sprout",
        &[
            "garden",
            "veg",
            "vegetable",
            "tomato",
            "bean",
            "allotment",
            "growing",
            "plant",
            "flower",
            "tree",
            "slug",
        ],
    ),
    ("music", &["music", "song", "motown", "guitar", "piano", "dance", "dancing", "concert", "disco"]),
    ("mic", &["sing", "singing", "choir", "karaoke"]),
    ("drum", &["drum", "drumming"]),
    ("radio", &["radio"]),
    ("cake", &["cake", "bake", "baking", "birthday", "biscuit"]),
    (
        "utensils",
        &[
            "cook",
            "cooking",
            "curry",
            "curries",
            "dinner",
            "lunch",
            "food",
            "meal",
            "eat",
            "eating",
            "restaurant",
        ],
    ),
    ("coffee", &["coffee", "tea", "café", "cafe", "cuppa"]),
    ("train-front", &["trains", "railway"]),
    ("bus", &["bus", "buses"]),
    ("car", &["car", "drive", "driving", "lift"]),
    ("bike", &["bike", "cycling", "bicycle"]),
    ("footprints", &["walk", "walking", "stroll", "hike"]),
    ("sailboat", &["boat", "sail", "sailing", "ship"]),
    ("volleyball", &["football", "bowl", "ball", "tennis", "cricket", "rugby", "match", "sport", "snooker"]),
    ("waves", &["swim", "swimming", "pool", "seaside", "beach"]),
    ("dog", &["dog", "puppy"]),
    ("bird", &["bird"]),
    ("camera", &["photo", "photograph", "camera"]),
    ("palette", &["draw", "drawing", "art", "paint", "craft", "colour"]),
    ("spool", &["knit", "knitting", "sew", "sewing", "wool"]),
    ("book-open", &["book", "read", "reading", "library", "stories"]),
    ("tv", &["television", "telly", "tv", "film", "wrestling", "cinema"]),
    ("church", &["church", "mosque", "temple", "faith", "pray", "prayer"]),
    ("landmark", &["history", "museum", "castle"]),
    ("hash", &["bingo"]),
    ("laugh", &["laugh", "joke", "funny"]),
    ("shopping-bag", &["shop", "shopping", "market"]),
    ("briefcase", &["work", "working", "job", "volunteer"]),
    ("coins", &["money"]),
    ("phone", &["ring", "phone", "telephone"]),
    ("house", &["home", "house", "flat"]),
    ("door-open", &["door"]),
    ("users", &["family", "mum", "dad", "sister", "brother", "friend", "grandad", "auntie"]),
    ("hourglass", &["wait", "time", "slow", "slowly", "patient", "hurry", "rush"]),
    (
        "calendar",
        &["plan", "week", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    ),
    ("image", &["picture"]),
    ("sun", &["outside", "outdoor", "sunshine", "weather"]),
    ("moon", &["night", "evening", "late", "sleep"]),
    ("volume-1", &["quiet", "loud", "noise", "noisy", "shout"]),
    ("ear", &["listen", "hear"]),
    ("pencil", &["write"]),
    ("circle-question-mark", &["ask", "asked", "asking"]),
    ("message-circle", &["speak", "talk", "words", "word", "tell", "say", "text", "chat"]),
    ("smile", &["happy", "smile", "kind", "cheerful", "generous"]),
    ("frown", &["sad", "upset", "lonely"]),
    ("hand-heart", &["help", "helping", "care", "caring"]),
];

/// The picture of the first word that has one.
pub fn symbol(words: &str) -> Option<&'static str> {
    let lower = words.to_lowercase();
    let mut spoken = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    spoken.find_map(|word| {
        let meant = |known: &str| match known.chars().count() {
            0..=4 => word == known || word.strip_suffix('s') == Some(known),
            _ => word.starts_with(known),
        };
        PICTURES.iter().find(|(_, known)| known.iter().any(|known| meant(known))).map(|(icon, _)| *icon)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_is_there() {
        for (icon, words) in PICTURES {
            assert!(crate::look::has_icon(icon), "{icon}");
            assert!(!words.is_empty());
        }
    }

    #[test]
    fn the_first_thing_that_is_spoken_of_gives_the_picture() {
        assert_eq!(symbol("growing vegetables"), Some("sprout"));
        assert_eq!(symbol("I never forget a BIRTHDAY."), Some("cake"));
        assert_eq!(symbol("Tell me the plan the day before"), Some("message-circle"));
        assert_eq!(symbol("My carer, the artist"), None, "a short word is meant whole");
        assert_eq!(symbol(""), None);
    }
}
