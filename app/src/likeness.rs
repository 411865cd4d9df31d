//! How like a word that was typed is to a word that is known. Both are folded: small letters, no accents.

use strsim::osa_distance;

use crate::folded::folded;

/// Letters from which on one slip is forgiven: in "Jo" every letter counts.
const ONE_SLIP_FROM: usize = 4;
/// Letters from which on two slips are forgiven.
const TWO_SLIPS_FROM: usize = 7;
/// Letters from which on a word is looked for inside others.
const INSIDE_FROM: usize = 3;

/// Letters from which on a word is also listened to.
const SOUNDS_FROM: usize = 4;
/// What a word is worth that sounds like another: more than one that is misspelt.
const SOUNDS_ALIKE: u32 = 29;

/// A word that is looked for, or that something is found by.
#[derive(Debug)]
pub struct Word {
    text: String,
    letters: u32,
    sound: String,
}

impl Word {
    /// A folded word, with what is compared of it worked out once.
    pub fn new(text: String) -> Self {
        Self { letters: letters(&text), sound: sound(&text), text }
    }

    /// How well `known` answers to this word, 0 to 100; 0 not at all.
    pub fn spelt(&self, known: &Self) -> u32 {
        spelt_so(&self.text, &known.text)
    }

    /// The same, slips of the keys and of the ear forgiven.
    pub fn near(&self, known: &Self) -> u32 {
        match self.spelt(known) {
            0 if self.text.len() >= SOUNDS_FROM && self.sound == known.sound => SOUNDS_ALIKE,
            0 => misspelt(&self.text, self.letters, &known.text, known.letters),
            spelt => spelt,
        }
    }
}

/// Which of some texts answer to each of the words typed, by their place among them, and whether none was spelt so
/// but these nearly are. Slips of spelling are forgiven only when nothing is spelt so.
pub fn answering(typed: &str, texts: impl IntoIterator<Item = String>) -> (Vec<usize>, bool) {
    let typed: Vec<Word> = words(typed).into_iter().map(Word::new).collect();
    let known: Vec<Vec<Word>> =
        texts.into_iter().map(|text| words(&text).into_iter().map(Word::new).collect()).collect();
    let those = |likeness: fn(&Word, &Word) -> u32| -> Vec<usize> {
        let answers =
            |known: &[Word]| typed.iter().all(|word| known.iter().any(|one| likeness(word, one) > 0));
        (0..).zip(&known).filter(|(_, known)| answers(known)).map(|(at, _)| at).collect()
    };
    let spelt = those(Word::spelt);
    if spelt.is_empty() { (those(Word::near), true) } else { (spelt, false) }
}

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    let plain = folded(text);
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// How a word sounds, roughly: what is written in several ways is written in one. "Mohamed" and "Muhammad"
/// sound alike, and so do "Stephen" and "Steven", "Catherine" and "Katharine".
pub fn sound(word: &str) -> String {
    let plain = word.replace("ph", "f").replace("ck", "k").replace("gh", "g");
    let mut heard = String::with_capacity(plain.len());
    for letter in plain.chars() {
        let letter = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' => 'a',
            'c' | 'q' => 'k',
            'z' => 's',
            'v' => 'f',
            letter => letter,
        };
        if !heard.ends_with(letter) {
            heard.push(letter);
        }
    }
    // A vowel at the end comes and goes: "Ann" and "Anne".
    if heard.len() > 2 && heard.ends_with('a') {
        heard.pop();
    }
    heard
}

/// Which of 32 kinds of letters a word has: words that differ in more than four have more than two slips.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |kinds, letter| kinds | 1 << (u32::from(letter) & 31))
}

/// How well `known` answers to `typed`, 0 to 100; 0 not at all. The same word is best, then one that
/// begins so (the shorter the likelier), then one that holds it.
fn spelt_so(typed: &str, known: &str) -> u32 {
    if known == typed {
        return 100;
    }
    if known.starts_with(typed) {
        return 60 + share(typed, known) / 4;
    }
    if typed.chars().count() >= INSIDE_FROM && known.contains(typed) {
        return 30 + share(typed, known) / 4;
    }
    0
}

/// How well `known` answers to a slip of the keys or of the ear, 0 to 29; 0 not at all.
/// Two letters that changed places are one slip. Words that only sound alike are told by [`sound`].
fn misspelt(typed: &str, typed_letters: u32, known: &str, known_letters: u32) -> u32 {
    let length = typed.chars().count();
    let forgiven = match length {
        TWO_SLIPS_FROM.. => 2,
        ONE_SLIP_FROM.. => 1,
        _ => return 0,
    };
    let kinds_apart = (typed_letters ^ known_letters).count_ones() as usize;
    if kinds_apart > 2 * forgiven || known.len().abs_diff(typed.len()) > 4 * forgiven {
        return 0;
    }
    match osa_distance(typed, known) {
        slips @ 1..=2 if slips <= forgiven => {
            // The first letter is the one that people get right.
            let first = u32::from(typed.chars().next() == known.chars().next());
            20 - 10 * (slips as u32 - 1) + 9 * first
        }
        _ => 0,
    }
}

/// How much of the known word was typed, in hundredths.
fn share(typed: &str, known: &str) -> u32 {
    (100 * typed.len() / known.len().max(1)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(typed: &str, known: &str) -> u32 {
        misspelt(typed, letters(typed), known, letters(known))
    }

    #[test]
    fn accents_apostrophes_and_capitals_make_no_difference() {
        assert_eq!(words("Zoë O'Brien-Łukasz"), ["zoe", "obrien", "lukasz"]);
        assert_eq!(folded("STRASSE"), folded("Straße"));
        assert_eq!(words("Ngũgĩ wa Thiong’o"), ["ngugi", "wa", "thiongo"]);
        assert_eq!(words("李小龍"), ["李小龍"]);
        assert!(words(" ·—! ").is_empty());
    }

    #[test]
    fn slips_are_forgiven_only_where_nothing_is_spelt_so() {
        let places = || ["Harbour choir", "Harbor café", "Allotment"].map(str::to_owned);
        assert_eq!(answering("harbour", places()), (vec![0], false));
        assert_eq!(answering("hrbour", places()), (vec![0], true));
        assert_eq!(answering("alotmnet", places()), (vec![2], true));
        assert_eq!(answering("harbour alotment", places()), (vec![], true), "each word must be answered to");
        assert_eq!(answering("", places()), (vec![0, 1, 2], false));
    }

    #[test]
    fn the_same_word_is_better_than_a_beginning_and_that_better_than_a_part() {
        let order: Vec<u32> = ["gordon", "gordons", "gordonstoun", "mcgordon", "wells"]
            .map(|known| spelt_so("gordon", known))
            .to_vec();
        assert!(order.windows(2).all(|two| two[0] > two[1]), "{order:?}");
        assert_eq!(order[4], 0);
        assert_eq!(spelt_so("or", "gordon"), 0, "two letters are found at the beginning only");
    }

    #[test]
    fn a_slip_is_forgiven_and_a_short_word_is_taken_at_its_word() {
        for (typed, known) in [
            ("gorden", "gordon"),
            ("godron", "gordon"),
            ("catherine", "katherine"),
            ("shanise", "shanice"),
            ("alotment", "allotment"),
        ] {
            assert!(slip(typed, known) > 0, "{typed} for {known}");
            assert!(slip(typed, known) < 30);
        }
        for (typed, known) in [("jo", "jon"), ("ann", "ian"), ("wells", "walsh"), ("gordon", "jordyn")] {
            assert_eq!(slip(typed, known), 0, "{typed} is not {known}");
        }
        assert!(slip("gorden", "gordon") > slip("jordon", "gordon"));
    }

    #[test]
    fn names_that_are_written_in_several_ways_sound_alike() {
        for (one, other) in [
            ("mohamed", "muhammad"),
            ("mohammed", "mohamad"),
            ("stephen", "steven"),
            ("catherine", "katharine"),
            ("philip", "filip"),
        ] {
            assert_eq!(sound(one), sound(other), "{one} and {other}");
        }
        for (one, other) in [("gordon", "jordan"), ("mary", "martha"), ("sean", "shaun")] {
            assert_ne!(sound(one), sound(other), "{one} and {other}");
        }
    }

    #[test]
    fn every_word_within_the_forgiven_slips_passes_the_quick_look_at_its_letters() {
        let known = "muhammad";
        for at in 0..known.len() {
            for letter in ['x', 'é'] {
                let mut typed: Vec<char> = known.chars().collect();
                typed[at] = letter;
                let typed: String = typed.into_iter().collect();
                assert!(slip(&typed, known) > 0, "{typed}");
            }
        }
    }
}
