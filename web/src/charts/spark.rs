//! A line of a few strokes for a row in a list: how often two people met, week by week.
//! It has no axis and no numbers; the words beside it carry them.

use super::{Picture, frame};
use crate::look::Stage;

/// Counts over equal stretches of time, oldest first.
#[derive(Clone, Debug)]
pub struct Spark {
    /// What is counted, e.g. "Meetings a week, Shanice and Ruth".
    pub title: String,
    pub counts: Vec<u32>,
    pub stage: Stage,
}

impl Picture for Spark {
    fn svg(&self) -> String {
        let most = self.counts.iter().copied().max().unwrap_or(0).max(1);
        let last = self.counts.len().saturating_sub(1).max(1) as f64;
        let points: Vec<String> = self
            .counts
            .iter()
            .enumerate()
            .map(|(i, count)| {
                format!(
                    "{:.1} {:.1}",
                    3.0 + 90.0 * i as f64 / last,
                    29.0 - 26.0 * f64::from(*count) / f64::from(most)
                )
            })
            .collect();
        let class = self.stage.class();
        let body = match points.as_slice() {
            [] | [_] => "<path class=\"grid-line dashed\" d=\"M3 29H93\"/>".to_owned(),
            [.., end] => format!(
                "<path class=\"{class} stroke mid\" d=\"M{}\"/><circle class=\"{class} fill\" {} r=\"3.5\"/>",
                points.join("L"),
                centre(end)
            ),
        };
        frame("0 0 98 33", "img", "spark", &self.title, &self.sentence(), &body)
    }

    fn sentence(&self) -> String {
        let half = self.counts.len() / 2;
        let (before, after) = self.counts.split_at(half);
        match (before.iter().sum::<u32>(), after.iter().sum::<u32>()) {
            _ if self.counts.len() < 2 => "Too little to draw yet.".to_owned(),
            (before, after) if after < before => "Less often than before.".to_owned(),
            (before, after) if after > before => "More often than before.".to_owned(),
            _ => "As often as before.".to_owned(),
        }
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Stretch", "Count"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        self.counts
            .iter()
            .enumerate()
            .map(|(i, count)| vec![(i + 1).to_string(), count.to_string()])
            .collect()
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}

fn centre(point: &str) -> String {
    let (x, y) = point.split_once(' ').unwrap_or(("0", "0"));
    format!("cx=\"{x}\" cy=\"{y}\"")
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    #[test]
    fn it_is_drawn_for_nothing_and_for_anything_and_says_which_way_it_goes() {
        let spark = |counts: &[u32]| Spark {
            title: "Meetings a week".into(),
            counts: counts.to_vec(),
            stage: Stage::Worry,
        };
        for counts in [&[][..], &[1], &[0, 0], &[3, 2, 1, 0]] {
            is_well_drawn(&spark(counts));
        }
        assert_eq!(spark(&[3, 2, 1, 0]).sentence(), "Less often than before.");
        assert_eq!(spark(&[0, 1]).sentence(), "More often than before.");
        assert_eq!(spark(&[]).sentence(), "Too little to draw yet.");
    }
}
