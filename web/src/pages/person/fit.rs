//! How large the words of a one-page profile can be, so that they fill one page of A4 and no more. It is
//! worked out from how wide words are on average, and keeps a little room: what it says fits, fits.

/// Sizes of the words, in points, the largest first. Below 10 points nobody reads.
const SIZES: [(f64, Size); 5] = [
    (17.0, Size::Largest),
    (14.0, Size::Large),
    (12.5, Size::Middle),
    (11.0, Size::Small),
    (10.0, Size::Smallest),
];
/// Inside a page of A4 without its margins, in points, a little kept in hand.
const HEIGHT: f64 = 770.0;
/// The foot with the space above it.
const FOOT: f64 = 24.0;
/// How wide a line is, over the whole page and in one of two columns.
const LINE_WIDTH: f64 = 494.0;
const COLUMN_WIDTH: f64 = 227.0;
/// How wide a letter is on average, what a line's last word leaves empty counted in; and how high a line is.
const LETTER: f64 = 0.49;
const LINE: f64 = 1.4;

/// How large the words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    Largest,
    Large,
    Middle,
    Small,
    Smallest,
    /// The smallest, and it goes on to another page.
    Over,
}

impl Size {
    /// The class of the sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Largest => "fit-xl",
            Self::Large => "fit-l",
            Self::Middle => "fit-m",
            Self::Small => "fit-s",
            Self::Smallest | Self::Over => "fit-xs",
        }
    }
}

/// What stands on the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Contents<'a> {
    /// Letters of the name, and how many communication needs stand beside it.
    pub(super) name: usize,
    pub(super) needs: usize,
    /// Texts over the whole width.
    pub(super) wide: Vec<&'a str>,
    /// Texts beside each other, two in a row; the last of an odd number has its row to itself.
    pub(super) beside: Vec<&'a str>,
    /// Letters of each thing that is loved.
    pub(super) chips: Vec<usize>,
}

/// The largest size in which everything fits.
pub(super) fn size(contents: &Contents<'_>) -> Size {
    let fits = SIZES.iter().find(|(points, _)| contents.height(*points) <= HEIGHT);
    fits.map_or(Size::Over, |(_, size)| *size)
}

/// What a part needs beside its lines: its heading, the space inside it and below.
fn frame(points: f64) -> f64 {
    27.0 + 1.6 * points
}

impl Contents<'_> {
    fn height(&self, points: f64) -> f64 {
        let text = |text: &str, width: f64| lines(text, width, points) * points * LINE + frame(points);
        let wide: f64 = self.wide.iter().map(|words| text(words, LINE_WIDTH)).sum();
        // In a column of large words the heading takes two lines.
        let heading = if points > 14.0 { points * LINE } else { 0.0 };
        let row = |row: &[&str]| match row {
            [alone] => text(alone, LINE_WIDTH),
            row => row.iter().map(|words| text(words, COLUMN_WIDTH) + heading).fold(0.0, f64::max),
        };
        let beside: f64 = self.beside.chunks(2).map(row).sum();
        self.top() + wide + beside + self.chips(points) + FOOT
    }

    /// The face, the name and the needs: as high as the highest of the three.
    fn top(&self) -> f64 {
        let name = 45.0 + 29.0 * (self.name as f64 / 15.0).ceil();
        let needs = 28.0 + 26.0 * (self.needs as f64 / 2.0).ceil();
        name.max(needs).max(72.0) + 9.0
    }

    fn chips(&self, points: f64) -> f64 {
        if self.chips.is_empty() {
            return 0.0;
        }
        let (mut rows, mut used) = (1.0, 0.0);
        for letters in &self.chips {
            let words = *letters as f64 * points * LETTER;
            let width = (words + 20.0 + points * 0.45).min(LINE_WIDTH);
            if used + width > LINE_WIDTH {
                rows += 1.0;
                used = 0.0;
            }
            // Whatever is longer than a line takes as many as it needs.
            rows += (words / LINE_WIDTH).floor();
            used += width;
        }
        rows * (points * 2.0 + 8.5) + points * 0.7 + frame(points)
    }
}

/// Lines that a text takes; what is not a Latin letter may be as wide as it is high.
fn lines(text: &str, width: f64, points: f64) -> f64 {
    let one = |line: &str| {
        let em: f64 = line.chars().map(|c| if (c as u32) < 0x0500 { LETTER } else { 1.0 }).sum();
        (em * points / width).ceil().max(1.0)
    };
    text.lines().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(wide: &[&str], beside: &[&str], chips: &[usize]) -> Size {
        size(&Contents {
            wide: wide.to_vec(),
            beside: beside.to_vec(),
            chips: chips.to_vec(),
            ..Contents::default()
        })
    }

    #[test]
    fn few_words_stand_large_and_the_more_there_are_the_smaller_they_get() {
        let lengths = [40, 300, 600, 900, 2_500];
        let sizes = lengths.map(|length| {
            let text = "word ".repeat(length / 5);
            of(&[&text, &text, &text], &[], &[20; 6])
        });
        assert_eq!(sizes[0], Size::Largest);
        assert_eq!(sizes[4], Size::Over);
        assert!(
            sizes.is_sorted() && sizes.iter().collect::<std::collections::BTreeSet<_>>().len() == 5,
            "{sizes:?}"
        );
    }

    #[test]
    fn a_long_name_and_many_needs_leave_less_room_for_words() {
        let text = "word ".repeat(180);
        let plain = Contents { wide: vec![&text; 3], ..Contents::default() };
        let crowded = Contents { name: 60, needs: 12, ..plain.clone() };
        assert!(size(&plain) < size(&crowded));
    }

    #[test]
    fn a_third_text_beside_two_others_takes_a_row_of_its_own() {
        let text = "word ".repeat(30);
        let beside = |many: usize| Contents { beside: vec![&text; many], ..Contents::default() };
        let heights = [1, 2, 3, 4].map(|many| beside(many).height(12.5));
        let (alone, row) = (heights[0] - beside(0).height(12.5), heights[1] - beside(0).height(12.5));
        assert!(alone < row && (heights[2] - heights[1] - alone).abs() < 0.01, "{heights:?}");
        assert!((heights[3] - heights[1] - row).abs() < 0.01, "{heights:?}");
    }

    #[test]
    fn as_much_as_the_form_takes_goes_over_and_nothing_at_all_fits() {
        let all = "m".repeat(20_000);
        assert_eq!(of(&[&all, &all, &all], &[&all, &all], &[400; 30]), Size::Over);
        assert_eq!(of(&[], &[], &[]), Size::Largest);
        assert_eq!(of(&["", "\n\n"], &[""], &[0]), Size::Largest);
    }

    #[test]
    fn a_script_of_wide_letters_takes_the_room_it_needs() {
        let text = "字".repeat(800);
        assert!(of(&[&text], &[], &[]) <= of(&[&text, &text, &text], &[], &[]));
        assert_eq!(of(&[&text, &text, &text, &text], &[], &[]), Size::Over);
    }
}
