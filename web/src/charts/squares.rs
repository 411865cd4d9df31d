//! Hours as squares, ten in a row: full ones are used, open ones are left. For somebody who counts with a
//! finger rather than reads a number.

use super::{Picture, frame};
use crate::format::{hours, plural};

/// Squares in a row, and at most in all; with more hours than that a square is several.
const IN_A_ROW: i64 = 10;
const MOST: i64 = 120;
/// Their size and the way from one to the next, in user units.
const SIDE: i64 = 22;
const STEP: i64 = 28;

/// The hours of one term.
#[derive(Clone, Debug)]
pub struct Squares {
    pub agreed_minutes: i64,
    pub used_minutes: i64,
}

impl Squares {
    /// Hours that one square stands for.
    fn worth(&self) -> i64 {
        let whole = self.whole();
        [1, 2, 5, 10, 20, 50, 100].into_iter().find(|worth| whole / worth <= MOST).unwrap_or(whole / MOST + 1)
    }

    /// Hours agreed, a begun one counted.
    fn whole(&self) -> i64 {
        (self.agreed_minutes.max(0) + 59) / 60
    }

    fn left_minutes(&self) -> i64 {
        (self.agreed_minutes - self.used_minutes).max(0)
    }
}

impl Picture for Squares {
    fn svg(&self) -> String {
        let worth = self.worth();
        let all = (self.whole() + worth - 1) / worth;
        let used = self.used_minutes.clamp(0, self.agreed_minutes.max(0));
        let mut body = String::new();
        for number in 0..all {
            let (x, y) = (number % IN_A_ROW * STEP + 2, number / IN_A_ROW * STEP + 2);
            let full = ((used - number * worth * 60) * SIDE / (worth * 60)).clamp(0, SIDE);
            body += &format!(
                "<rect class=\"square\" x=\"{x}\" y=\"{y}\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"4\"/>"
            );
            if full > 0 {
                body += &format!(
                    "<rect class=\"fill\" x=\"{x}\" y=\"{y}\" width=\"{full}\" height=\"{SIDE}\" rx=\"4\"/>"
                );
            }
        }
        let rows = ((all + IN_A_ROW - 1) / IN_A_ROW).max(1);
        let view = format!("0 0 {} {}", IN_A_ROW * STEP, rows * STEP);
        frame(&view, "img", "squares", &self.title(), &self.sentence(), &body)
    }

    fn sentence(&self) -> String {
        format!(
            "Each square is {}. The full squares are used.",
            plural(self.worth().unsigned_abs(), "hour", "hours")
        )
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Hours", "How many"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |name: &str, minutes: i64| vec![name.to_owned(), hours(minutes)];
        vec![
            row("Agreed", self.agreed_minutes),
            row("Used", self.used_minutes),
            row("Left", self.left_minutes()),
        ]
    }

    fn title(&self) -> String {
        "Hours used and left".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    fn of(agreed_hours: i64, used_minutes: i64) -> Squares {
        Squares { agreed_minutes: agreed_hours * 60, used_minutes }
    }

    #[test]
    fn there_is_a_square_for_every_hour_and_as_many_full_as_are_used() {
        let drawn = of(60, 41 * 60);
        is_well_drawn(&drawn);
        assert_eq!(drawn.svg().matches("class=\"square\"").count(), 60);
        assert_eq!(drawn.svg().matches("class=\"fill\"").count(), 41);
        assert_eq!(drawn.sentence(), "Each square is 1 hour. The full squares are used.");
        assert!(of(60, 30).svg().contains("width=\"11\""), "half an hour is half a square");
    }

    #[test]
    fn nothing_too_much_and_very_many_hours_are_drawn_too() {
        for (agreed, used) in [(0, 0), (1, 600), (3, 0), (5_000, 100), (50_000, 1)] {
            let drawn = of(agreed, used);
            is_well_drawn(&drawn);
            assert!(drawn.svg().matches("class=\"square\"").count() <= MOST as usize + 1);
        }
        assert_eq!(of(156, 0).sentence(), "Each square is 2 hours. The full squares are used.");
    }
}
