//! Words as they are compared: what people write in several ways comes out in one. Terms, search, sorting and
//! looking for people alike all use this one folding, because the ids of terms are digests of it: what it
//! answers for a word is a promise.

use unicode_normalization::UnicodeNormalization;

/// A text as it is compared: small letters without accents, ligatures and wide letters taken apart, without
/// apostrophes and full stops, one kind of dash, one space between words. Folding what is folded changes nothing.
///
/// Signs that carry meaning in a script stay: the vowels of Devanagari, the voicing of kana, "й" but for its
/// breve. The points of Hebrew and Arabic, which most people leave out, are left out.
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // Left out before, too: taken apart, some apostrophes become a space and an accent.
    let seen = text.chars().filter(|letter| !is_left_out(*letter));
    for letter in seen.nfkd().filter(|letter| !is_left_out(*letter)) {
        for letter in letter.to_lowercase() {
            match letter {
                'ß' => plain.push_str("ss"),
                'æ' => plain.push_str("ae"),
                'œ' => plain.push_str("oe"),
                'þ' => plain.push_str("th"),
                'ø' => plain.push('o'),
                'ł' => plain.push('l'),
                'đ' | 'ð' => plain.push('d'),
                'ħ' => plain.push('h'),
                'ŋ' => plain.push('n'),
                'ŧ' => plain.push('t'),
                'ı' => plain.push('i'),
                'ς' => plain.push('σ'),
                '‐'..='―' | '−' => plain.push('-'),
                // A capital letter may come apart into a small one and its mark.
                letter if is_left_out(letter) => {}
                letter => plain.push(letter),
            }
        }
    }
    let composed: String = plain.nfc().collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    // Of a text of nothing but such signs, the signs are all there is.
    if words.is_empty() { text.trim().to_owned() } else { words.join(" ") }
}

/// Accents, signs that are not seen, apostrophes and full stops.
fn is_left_out(letter: char) -> bool {
    matches!(letter,
        // Accents of Latin, Greek and Cyrillic letters.
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}'
        // Points of Hebrew and Arabic, and the stroke that lengthens an Arabic word.
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        // Nothing to be seen: soft hyphens, joiners, marks of direction.
        | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}'
        // Apostrophes, and what is typed for them.
        | '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˈ'
        | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(ways: &[&str]) {
        for way in ways {
            assert_eq!(folded(way), folded(ways[0]), "{way:?}");
        }
    }

    #[test]
    fn accents_make_no_difference_however_they_are_encoded() {
        alike(&["cafe creme", "Café Crème", "CAFE\u{301} CRE\u{300}ME", "  café \u{a0} crème "]);
        alike(&["lowic ryby", "Łowić ryby", "łOWIĆ  RYBY"]);
        alike(&["zoe", "Zoë", "ZOE\u{308}"]);
        alike(&["ngugi wa thiongo", "Ngũgĩ wa Thiong’o"]);
        alike(&["елка", "Ёлка"]);
        alike(&["αθηνα", "Αθήνα"]);
    }

    #[test]
    fn capitals_make_no_difference_in_any_alphabet() {
        alike(&["motown", "Motown", "MOTOWN"]);
        alike(&["istanbul", "İstanbul", "ISTANBUL", "ıstanbul"]);
        alike(&["οδυσσευσ", "Οδυσσεύς", "ΟΔΥΣΣΕΎΣ"]);
        alike(&["strasse", "Straße", "STRASSE", "STRAẞE"]);
    }

    #[test]
    fn wide_letters_and_ligatures_are_taken_apart() {
        alike(&["jazz 80s", "ＪＡＺＺ　８０ｓ"]);
        alike(&["five file office", "ﬁve ﬁle oﬃce"]);
        alike(&["aether oeuvre", "Æther Œuvre"]);
        alike(&["カラオケ", "ｶﾗｵｹ"]);
    }

    #[test]
    fn apostrophes_full_stops_and_kinds_of_dash_make_no_difference() {
        alike(&["obrien", "O'Brien", "O’Brien", "O‘Brien", "O`Brien", "O´Brien", "Oʼbrien"]);
        alike(&["womens institute", "Women's Institute", "Womens’ Institute"]);
        alike(&["st lukes", "St. Luke's"]);
        alike(&["table-tennis", "Table‐Tennis", "table–tennis", "table—tennis"]);
        assert_ne!(folded("table-tennis"), folded("tabletennis"));
    }

    #[test]
    fn what_is_not_seen_makes_no_difference() {
        alike(&["gardening", "garden\u{ad}ing", "\u{feff}gardening", "garden\u{200b}ing"]);
    }

    #[test]
    fn signs_that_carry_meaning_stay() {
        for (one, other) in [("कि", "का"), ("ガス", "カス"), ("பூ", "பா"), ("ที", "ทา")]
        {
            assert_ne!(folded(one), folded(other), "{one} and {other}");
        }
        assert_eq!(folded("太极拳"), "太极拳");
        alike(&["שלום", "שָׁלוֹם"]);
        alike(&["محمد", "مُحَمَّد", "مـحمد"]);
    }

    #[test]
    fn folding_what_is_folded_changes_nothing() {
        for text in
            ["Łowić  RYBY", "ﬃ ß Æ", "O’Brien-Łukasz", "İstanbul", "が ｶﾞ", "कि", "한국어", "مُحَمَّد", "", " . "]
        {
            assert_eq!(folded(&folded(text)), folded(text), "{text:?}");
        }
    }
}
