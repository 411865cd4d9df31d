//! A score over time: a point for each time somebody was asked, joined by a line, between the least and the most
//! that it can be. Which way is better is written at the side, because with some scores it is down.

use chrono::NaiveDate;

use super::{Picture, frame};
use crate::format::{date, day_short};

/// One line of scores.
#[derive(Clone, Debug)]
pub struct Trend {
    pub title: String,
    /// What the line shows, in a sentence.
    pub sentence: String,
    /// What stands at the foot and at the top, with how each is written: the least and the most, or the other way
    /// round for answers in words of which the first is the best.
    pub ends: [(i64, String); 2],
    /// Whether it gets better upwards; `None` where neither way is said to be.
    pub better_is_up: Option<bool>,
    /// The days, earliest first.
    pub points: Vec<Dot>,
}

/// A day on which somebody was asked.
#[derive(Clone, Debug)]
pub struct Dot {
    pub on: NaiveDate,
    /// `None` when too few answers were given: in the table and not on the line.
    pub figure: Option<i64>,
    /// The figure as it is written.
    pub said: String,
    /// At which point of the work.
    pub when: &'static str,
}

const LEFT: i64 = 46;
const RIGHT: i64 = 388;
const TOP: i64 = 22;
const FLOOR: i64 = 122;

impl Trend {
    fn x(&self, on: NaiveDate) -> i64 {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return LEFT };
        let days = (last.on - first.on).num_days();
        if days == 0 {
            (LEFT + RIGHT) / 2
        } else {
            LEFT + 14 + (on - first.on).num_days() * (RIGHT - LEFT - 28) / days
        }
    }

    fn y(&self, figure: i64) -> i64 {
        let [(foot, _), (top, _)] = &self.ends;
        let reach = if top == foot { 1 } else { top - foot };
        FLOOR - ((figure - foot) * (FLOOR - TOP) / reach).clamp(0, FLOOR - TOP)
    }

    fn known(&self) -> Vec<(&Dot, i64)> {
        self.points.iter().filter_map(|dot| Some((dot, dot.figure?))).collect()
    }
}

impl Picture for Trend {
    fn svg(&self) -> String {
        let [(_, least), (_, most)] = &self.ends;
        let better = self.better_is_up.map(|is_up| if is_up { TOP - 9 } else { FLOOR + 15 });
        let better =
            better.map(|y| format!("<text x=\"{RIGHT}\" y=\"{y}\" text-anchor=\"end\">better</text>"));
        let mut body = format!(
            "<path class=\"grid-line\" d=\"M{LEFT} {TOP}H{RIGHT}M{LEFT} {}H{RIGHT}\"/><path class=\"axis\" d=\"M{LEFT} {FLOOR}H{RIGHT}\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>{}",
            (TOP + FLOOR) / 2,
            LEFT - 8,
            TOP + 5,
            super::esc(most),
            LEFT - 8,
            FLOOR + 5,
            super::esc(least),
            better.unwrap_or_default(),
        );
        let known = self.known();
        let points: Vec<String> =
            known.iter().map(|(dot, figure)| format!("{} {}", self.x(dot.on), self.y(*figure))).collect();
        if points.len() > 1 {
            body += &format!("<path class=\"stroke thick\" d=\"M{}\"/>", points.join("L"));
        }
        for (at, (dot, figure)) in known.iter().enumerate() {
            let (x, y) = (self.x(dot.on), self.y(*figure));
            // Beside the line rather than under it: above a point that is low, below one that is high.
            let label = if y < (TOP + FLOOR) / 2 { y + 22 } else { y - 12 };
            body += &format!("<circle class=\"fill rim\" cx=\"{x}\" cy=\"{y}\" r=\"6\"/>");
            if at == 0 || at + 1 == known.len() || known.len() <= 4 {
                body += &format!(
                    "<text class=\"ink bold halo\" x=\"{x}\" y=\"{label}\" text-anchor=\"middle\">{}</text>",
                    super::esc(&short(&dot.said))
                );
            }
        }
        if let [(first, _), .., (last, _)] = known.as_slice() {
            let under = FLOOR + 33;
            body += &format!(
                "<text x=\"{}\" y=\"{under}\" text-anchor=\"middle\">{}</text><text x=\"{}\" y=\"{under}\" text-anchor=\"middle\">{}</text>",
                self.x(first.on).max(LEFT + 24),
                day_short(first.on),
                self.x(last.on).min(RIGHT - 24),
                day_short(last.on)
            );
        }
        frame("0 0 400 162", "img", "trend", &self.title, &self.sentence, &body)
    }

    fn sentence(&self) -> String {
        self.sentence.clone()
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Day", "Score", "When"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |dot: &Dot| vec![date(dot.on), dot.said.clone(), dot.when.to_owned()];
        self.points.iter().map(row).collect()
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}

/// The figure alone, of a figure with what it is called; nothing of an answer in words.
fn short(said: &str) -> String {
    let figure = said.split(',').next().unwrap_or(said);
    if figure.starts_with('“') { String::new() } else { figure.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    fn trend(points: &[(&str, Option<i64>)]) -> Trend {
        let dot = |(on, figure): &(&str, Option<i64>)| Dot {
            on: on.parse().unwrap(),
            figure: *figure,
            said: figure.map_or("Too few answers".to_owned(), |figure| format!("{figure}, <called>")),
            when: "At a review",
        };
        Trend {
            title: "How lonely".into(),
            sentence: "Less lonely.".into(),
            ends: [(3, "3".into()), (9, "9".into())],
            better_is_up: Some(false),
            points: points.iter().map(dot).collect(),
        }
    }

    #[test]
    fn it_is_drawn_for_nothing_one_two_of_a_day_and_many() {
        let day = Some(5);
        for points in [
            &[][..],
            &[("2026-03-02", day)],
            &[("2026-03-02", None)],
            &[("2026-03-02", Some(3)), ("2026-03-02", Some(9))],
            &[("2026-03-02", Some(9)), ("2026-06-01", None), ("2026-09-01", Some(400))],
        ] {
            is_well_drawn(&trend(points));
        }
    }

    #[test]
    fn drawn_the_other_way_round_the_least_stands_at_the_top_and_better_beside_it() {
        let mut drawn = trend(&[("2026-03-02", Some(4)), ("2026-09-01", Some(1))]);
        drawn.ends = [(4, "little".into()), (1, "enough".into())];
        drawn.better_is_up = Some(true);
        let svg = drawn.svg();
        assert_eq!((drawn.y(4), drawn.y(1)), (FLOOR, TOP));
        assert!(svg.contains(&format!("y=\"{}\" text-anchor=\"end\">better", TOP - 9)), "{svg}");
        is_well_drawn(&drawn);
    }

    #[test]
    fn a_time_without_enough_answers_is_in_the_table_and_not_on_the_line() {
        let drawn = trend(&[("2026-03-02", Some(8)), ("2026-06-01", None), ("2026-09-01", Some(5))]);
        assert_eq!(drawn.svg().matches("<circle").count(), 2);
        assert_eq!(drawn.rows()[1], ["1 June 2026", "Too few answers", "At a review"]);
    }
}
