//! The way of a relationship: possible, introduced, consolidating, stands on its own, with the day
//! each was reached. Drawn as a list, not as SVG: four words with dates must wrap on a phone.

use chrono::NaiveDate;

use super::esc;
use crate::format::date;
use crate::look::Stage;

/// Where one relationship is on its way.
#[derive(Clone, Debug)]
pub struct StagePath {
    /// One of `Stage::PATH`; any other stands nowhere on the path, and only the days tell.
    pub now: Stage,
    /// The day each stage was reached; stages not reached are absent.
    pub reached: Vec<(Stage, NaiveDate)>,
}

impl StagePath {
    /// An ordered list, safe to write into a page.
    pub fn html(&self) -> String {
        let here = Stage::PATH.iter().position(|stage| *stage == self.now);
        let mut out = String::from("<div class=\"figure\"><ol class=\"path\">");
        for (index, stage) in Stage::PATH.into_iter().enumerate() {
            let day = self.reached.iter().find(|(s, _)| *s == stage).map(|(_, on)| *on);
            let passed = here.map_or(day.is_some(), |here| index < here);
            let (state, words) = match (here == Some(index), passed) {
                (true, _) => (" here", "where it is now"),
                (_, true) => (" done", "reached"),
                _ => ("", "not yet"),
            };
            let current = if here == Some(index) { " aria-current=\"step\"" } else { "" };
            let below = day.map_or_else(String::new, |on| format!("<span>{}</span>", esc(&date(on))));
            out += &format!(
                "<li class=\"{}{state}\"{current}><b>{}<span class=\"hide\">, {words}</span></b>{below}</li>",
                stage.class(),
                stage.label()
            );
        }
        out + "</ol></div>"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_what_is_now_and_what_is_to_come_can_be_told_apart_without_colour() {
        let on = NaiveDate::from_ymd_opt(2025, 11, 3).unwrap();
        let html = StagePath { now: Stage::Consolidating, reached: vec![(Stage::Introduced, on)] }.html();
        assert_eq!(html.matches("<li").count(), 4);
        assert_eq!(html.matches(", reached").count(), 2);
        assert_eq!(html.matches("aria-current=\"step\"").count(), 1);
        assert_eq!(html.matches(", not yet").count(), 1);
        assert!(html.contains("3 November 2025"));
    }

    #[test]
    fn a_relationship_gone_quiet_keeps_the_days_it_reached() {
        let on = NaiveDate::from_ymd_opt(2025, 11, 3).unwrap();
        let html = StagePath { now: Stage::Quiet, reached: vec![(Stage::Introduced, on)] }.html();
        assert!(!html.contains("aria-current") && html.matches(", reached").count() == 1);
    }
}
