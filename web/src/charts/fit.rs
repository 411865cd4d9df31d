//! How well two people fit, as five bars: how much there is of each part, out of how much it can be.

use domain::matching::{Parts, WEIGHTS};

use super::{Picture, frame};
use crate::format::{and_list, capital};

/// The five parts of one score.
#[derive(Clone, Debug)]
pub struct FitParts {
    /// "Gordon and Pat"
    pub both: String,
    pub parts: Parts,
}

/// What each part is, in the order of the parts.
pub const NAMES: [&str; 5] = ["What both love", "Time together", "The way", "Give and take", "Waiting"];

/// A row's height, where bars begin, how long the longest is: in user units.
const ROW: u32 = 24;
const LEFT: u32 = 118;
const LONG: u32 = 162;

/// Hundredths of a point as points with one decimal place, rounded down: "16.8".
pub fn points(hundredths: u16) -> String {
    match (hundredths / 100, hundredths / 10 % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

impl FitParts {
    fn each(&self) -> impl Iterator<Item = (&'static str, u16, u16)> {
        NAMES
            .into_iter()
            .zip(self.parts.all())
            .zip(WEIGHTS)
            .map(|((name, part), weight)| (name, part, weight))
    }
}

impl Picture for FitParts {
    fn svg(&self) -> String {
        let mut body = String::new();
        for (row, (name, part, weight)) in (0..).zip(self.each()) {
            let y = row * ROW + 3;
            // As long as the part can weigh, so that what counts for much looks like much.
            let track = LONG * u32::from(weight) / u32::from(WEIGHTS[0]);
            let full = track * u32::from(part) / u32::from(weight);
            body += &format!(
                "<text x=\"0\" y=\"{}\">{name}</text><rect class=\"track\" x=\"{LEFT}\" y=\"{y}\" width=\"{track}\" height=\"14\" rx=\"4\"/>",
                y + 12
            );
            if full > 0 {
                body += &format!(
                    "<rect class=\"fill\" x=\"{LEFT}\" y=\"{y}\" width=\"{full}\" height=\"14\" rx=\"4\"/>"
                );
            }
        }
        let view = format!("0 0 {} {}", LEFT + LONG, ROW * 5);
        frame(&view, "img", "fit", &self.title(), &self.sentence(), &body)
    }

    fn sentence(&self) -> String {
        let much = |(_, part, weight): &(&str, u16, u16)| u32::from(*part) * 3 >= u32::from(*weight) * 2;
        let most: Vec<String> = self.each().filter(much).map(|(name, ..)| name.to_lowercase()).collect();
        let little: Vec<String> =
            self.each().filter(|(_, part, _)| *part == 0).map(|(name, ..)| name.to_lowercase()).collect();
        let all = format!("{} of 100.", self.parts.points());
        let said = |words: &str, list: &[String]| match list {
            [] => String::new(),
            list => format!(" {words}: {}.", and_list(list)),
        };
        capital(&format!("{all}{}{}", said("Much of it", &most), said("Nothing for", &little)))
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Part", "Points", "Of"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = self
            .each()
            .map(|(name, part, weight)| vec![name.to_owned(), points(part), points(weight)])
            .collect();
        rows.push(vec!["Together".to_owned(), points(self.parts.total()), "100".to_owned()]);
        rows
    }

    fn title(&self) -> String {
        format!("How well {} fit", self.both)
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    #[test]
    fn every_score_is_drawn_and_says_what_there_is_much_and_nothing_of() {
        let parts = Parts { interests: 4_500, time: 666, way: 750, giving: 0, waiting: 100 };
        let drawn = FitParts { both: "Gordon and Pat".into(), parts };
        is_well_drawn(&drawn);
        is_well_drawn(&FitParts { both: "A & B".into(), parts: Parts::default() });
        assert_eq!(drawn.sentence(), "60 of 100. Much of it: what both love. Nothing for: give and take.");
        assert_eq!(drawn.rows()[1], ["Time together", "6.6", "20"]);
        assert_eq!(drawn.rows()[5], ["Together", "60.1", "100"]);
    }
}
