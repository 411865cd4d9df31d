//! From an idea to a friendship: how many reached each step. Words stand above their bar, not
//! beside it, so that they stay readable on a phone however long they are.

use super::{Picture, esc, frame};
use crate::format::{percent, thousands};
use crate::look::Stage;

/// One step; each counts those of the step before who got this far.
#[derive(Clone, Debug)]
pub struct Step {
    pub label: String,
    pub count: u64,
    pub stage: Stage,
}

#[derive(Clone, Debug)]
pub struct Funnel {
    pub title: String,
    pub steps: Vec<Step>,
    /// Which step the share in its sentence is of, counted from nought.
    pub share_of: usize,
}

const WIDTH: f64 = 400.0;
const ROOM: f64 = 340.0;
const ROW: f64 = 50.0;

impl Picture for Funnel {
    fn svg(&self) -> String {
        let most = self.steps.iter().map(|step| step.count).max().unwrap_or(0).max(1);
        let mut body = String::new();
        for (index, step) in self.steps.iter().enumerate() {
            let top = ROW * index as f64;
            let length = (ROOM * step.count as f64 / most as f64).max(if step.count > 0 { 6.0 } else { 0.0 });
            body += &format!(
                "<text class=\"ink\" y=\"{:.0}\">{}</text><rect class=\"track\" y=\"{:.0}\" width=\"{ROOM}\" height=\"20\" rx=\"6\"/><rect class=\"{} fill\" y=\"{:.0}\" width=\"{length:.1}\" height=\"20\" rx=\"6\"/><text class=\"ink bold\" x=\"{WIDTH}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>",
                top + 14.0,
                esc(&step.label),
                top + 21.0,
                step.stage.class(),
                top + 21.0,
                top + 36.0,
                thousands(step.count)
            );
        }
        if self.steps.is_empty() {
            body = "<text y=\"20\">Nothing yet</text>".to_owned();
        }
        frame(
            &format!("0 0 {WIDTH} {:.0}", (ROW * self.steps.len() as f64).max(30.0)),
            "img",
            "funnel",
            &self.title,
            &self.sentence(),
            &body,
        )
    }

    fn sentence(&self) -> String {
        match (self.steps.get(self.share_of), self.steps.last()) {
            (Some(first), Some(last)) if self.share_of + 1 < self.steps.len() && first.count > 0 => format!(
                "Of {} ({}), {} came as far as “{}”: {}.",
                thousands(first.count),
                first.label.to_lowercase(),
                thousands(last.count),
                last.label.to_lowercase(),
                percent(
                    i64::try_from(last.count).unwrap_or(i64::MAX / 400),
                    i64::try_from(first.count).unwrap_or(i64::MAX / 400)
                )
            ),
            (Some(first), _) if self.steps.iter().any(|step| step.count > 0) => {
                format!("Nobody has come as far as “{}” yet.", first.label.to_lowercase())
            }
            _ => "There is nothing to show for this time yet.".to_owned(),
        }
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Step", "How many"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        self.steps.iter().map(|step| vec![step.label.clone(), thousands(step.count)]).collect()
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    fn funnel(counts: &[u64]) -> Funnel {
        let names = [
            "Introductions proposed",
            "Both said yes",
            "Met",
            "Met three times or more",
            "Stand on their own",
        ];
        let stages =
            [Stage::Possible, Stage::Introduced, Stage::Introduced, Stage::Consolidating, Stage::Lasting];
        let steps = counts
            .iter()
            .zip(names)
            .zip(stages)
            .map(|((count, label), stage)| Step { label: label.into(), count: *count, stage })
            .collect();
        Funnel { title: "From an idea to a friendship".into(), steps, share_of: 2 }
    }

    #[test]
    fn it_is_drawn_for_no_steps_no_people_and_many() {
        for counts in [&[][..], &[0, 0], &[214, 161, 139, 81, 47]] {
            is_well_drawn(&funnel(counts));
        }
        assert_eq!(
            funnel(&[214, 161, 139, 81, 47]).sentence(),
            "Of 139 (met), 47 came as far as “stand on their own”: 34%."
        );
        assert_eq!(funnel(&[3, 1, 0, 0, 0]).sentence(), "Nobody has come as far as “met” yet.");
        assert_eq!(funnel(&[0, 0]).sentence(), "There is nothing to show for this time yet.");
    }
}
