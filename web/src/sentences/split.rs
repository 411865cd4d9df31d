//! Somebody's own words, sentence by sentence, and which sentences of two tellings are the same. The
//! words themselves are never changed: the pieces, joined by spaces, are what was said.

/// Words that end in a point in the middle of a sentence.
const ABBREVIATED: [&str; 12] =
    ["mr.", "mrs.", "ms.", "dr.", "st.", "rd.", "e.g.", "i.e.", "etc.", "approx.", "no.", "vs."];

/// More comparisons than this are not worth the wait: then everything counts as told anew.
const MOST_COMPARISONS: usize = 250_000;

/// The sentences of a text, each as it was written. A line end ends a sentence too.
pub fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut sentence = String::new();
        let mut words = line.split_whitespace().peekable();
        while let Some(word) = words.next() {
            if !sentence.is_empty() {
                sentence.push(' ');
            }
            sentence.push_str(word);
            if ends(word, words.peek().copied()) {
                found.push(std::mem::take(&mut sentence));
            }
        }
        if !sentence.is_empty() {
            found.push(sentence);
        }
    }
    found
}

/// Whether a sentence ends with this word, and another may begin with the next.
fn ends(word: &str, next: Option<&str>) -> bool {
    let bare = word.trim_end_matches(['"', '\'', '’', '”', ')']);
    if !bare.ends_with(['.', '!', '?', '…', '。', '！', '？']) {
        return false;
    }
    let small = bare.to_lowercase();
    // "J. Smith": one letter and a point is a name's beginning.
    let initial =
        small.chars().count() == 2 && small.ends_with('.') && !matches!(small.as_str(), "i." | "a.");
    let goes_on = next.is_some_and(|next| next.chars().next().is_some_and(char::is_lowercase));
    !initial && !goes_on && !ABBREVIATED.contains(&small.as_str())
}

/// A sentence of one telling, and whether it stands in the other too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// As it was written.
    pub words: String,
    /// Whether the other telling has it as well, in the same order.
    pub kept: bool,
}

/// Two tellings beside each other: each with what the other lacks marked.
pub fn told_apart(before: &str, after: &str) -> [Vec<Piece>; 2] {
    let (before, after) = (sentences(before), sentences(after));
    let (old, new) = common(&before, &after);
    let pieces = |all: Vec<String>, kept: Vec<bool>| {
        all.into_iter().zip(kept).map(|(words, kept)| Piece { words, kept }).collect()
    };
    [pieces(before, old), pieces(after, new)]
}

/// Which of each belong to the longest run that both have in the same order.
fn common(before: &[String], after: &[String]) -> (Vec<bool>, Vec<bool>) {
    let (rows, columns) = (before.len(), after.len());
    let (mut old, mut new) = (vec![false; rows], vec![false; columns]);
    if rows.saturating_mul(columns) > MOST_COMPARISONS {
        return (old, new);
    }
    let mut longest = vec![vec![0_usize; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            longest[row][column] = if before[row] == after[column] {
                longest[row + 1][column + 1] + 1
            } else {
                longest[row + 1][column].max(longest[row][column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        if before[row] == after[column] {
            (old[row], new[column]) = (true, true);
            (row, column) = (row + 1, column + 1);
        } else if longest[row + 1][column] >= longest[row][column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    (old, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_where_sentences_end_and_nowhere_else() {
        let split = |text: &str| sentences(text);
        assert_eq!(split("Being outside. My brother Lee."), ["Being outside.", "My brother Lee."]);
        assert_eq!(
            split("I go to St. Luke's with Mr. J. Hall! Do you?"),
            ["I go to St. Luke's with Mr. J. Hall!", "Do you?"]
        );
        assert_eq!(
            split("Give me time... please.\nDon't speak for me"),
            ["Give me time... please.", "Don't speak for me"]
        );
        assert_eq!(split("Mum said \"wait.\" Then we went."), ["Mum said \"wait.\"", "Then we went."]);
        assert_eq!(
            split("It is 2.30 at the café. 王秀英 is there。"),
            ["It is 2.30 at the café.", "王秀英 is there。"]
        );
        assert!(split(" \n\t ").is_empty());
    }

    #[test]
    fn no_word_is_lost_however_the_text_is_written() {
        for text in ["a", "a.b. c", "...", "? ! .", "One.Two. three", "x\n\n y.  z", "e.g. this. That"] {
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(&sentences(text).join(" ")), words(text), "{text:?}");
        }
    }

    #[test]
    fn what_one_telling_has_and_the_other_lacks_is_marked() {
        let [before, after] =
            told_apart("Being outside. My brother Lee. Tea.", "Being outside. Pat on Thursdays. Tea.");
        let marks = |pieces: &[Piece]| pieces.iter().map(|piece| piece.kept).collect::<Vec<_>>();
        assert_eq!((marks(&before), marks(&after)), (vec![true, false, true], vec![true, false, true]));
        assert_eq!(after[1].words, "Pat on Thursdays.");
        let [nothing, all] = told_apart("", "Tea.");
        assert!(nothing.is_empty() && marks(&all) == [false]);
    }

    #[test]
    fn thousands_of_sentences_are_not_compared_one_by_one() {
        let long = "A! ".repeat(6_000);
        let [before, after] = told_apart(&long, &long);
        assert_eq!((before.len(), after.len()), (6_000, 6_000));
        assert!(before.iter().all(|piece| !piece.kept));
    }
}
