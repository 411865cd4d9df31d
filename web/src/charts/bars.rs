//! Hours agreed and hours delivered, period by period: a wide pale bar for what was agreed, a
//! narrow full one in front for what was delivered.

use super::{Picture, esc, frame, shorten};
use crate::format::{hours_decimal, percent, thousands};

/// One month or billing period, in minutes.
#[derive(Clone, Debug)]
pub struct Period {
    /// Short, e.g. "Jan"; it stands under its bar.
    pub label: String,
    pub agreed_minutes: i64,
    pub delivered_minutes: i64,
}

#[derive(Clone, Debug)]
pub struct Bars {
    pub title: String,
    pub periods: Vec<Period>,
}

const WIDTH: f64 = 400.0;
const LEFT: f64 = 50.0;
const FLOOR: f64 = 170.0;
const TOP: f64 = 12.0;

/// The next round number of hours at or above, so that grid lines carry plain figures.
fn round_up(hours: i64) -> i64 {
    let mut step = 4;
    for candidate in [
        4, 8, 12, 20, 40, 60, 80, 100, 160, 200, 400, 600, 800, 1_000, 1_200, 1_600, 2_000, 4_000, 8_000,
        10_000, 20_000,
    ] {
        step = candidate;
        if hours <= candidate {
            return candidate;
        }
    }
    (hours / step + 1) * step
}

impl Picture for Bars {
    fn svg(&self) -> String {
        let most = self.periods.iter().map(|p| p.agreed_minutes.max(p.delivered_minutes)).max().unwrap_or(0);
        let ceiling = round_up((most + 59) / 60);
        let y = |minutes: i64| FLOOR - (FLOOR - TOP) * minutes.max(0) as f64 / (ceiling * 60) as f64;
        let mut body = String::new();
        for quarter in [0, 2, 4] {
            let hours = ceiling * quarter / 4;
            let at = y(hours * 60);
            let class = if quarter == 0 { "axis" } else { "grid-line" };
            body += &format!(
                "<path class=\"{class}\" d=\"M{LEFT} {at:.1}H{WIDTH}\"/><text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 7.0,
                at + 5.0,
                thousands(hours.unsigned_abs())
            );
        }
        let slot = (WIDTH - LEFT) / self.periods.len().max(1) as f64;
        let wide = (slot * 0.72).min(64.0);
        let every = ((46.0 / slot).ceil() as usize).max(1);
        for (index, period) in self.periods.iter().enumerate() {
            let middle = LEFT + slot * (index as f64 + 0.5);
            for (class, width, minutes) in
                [("agreed", wide, period.agreed_minutes), ("fill", wide * 0.56, period.delivered_minutes)]
            {
                let top = y(minutes);
                body += &format!(
                    "<rect class=\"{class}\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\" rx=\"3\"/>",
                    middle - width / 2.0,
                    FLOOR - top
                );
            }
            if index % every == 0 {
                let label = shorten(&period.label, 15.0, slot * every as f64);
                body += &format!(
                    "<text x=\"{middle:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{}</text>",
                    FLOOR + 20.0,
                    esc(&label)
                );
            }
        }
        let key = FLOOR + 38.0;
        body += &format!(
            "<rect class=\"agreed\" x=\"{LEFT}\" y=\"{key}\" width=\"18\" height=\"14\" rx=\"3\"/><text x=\"{:.0}\" y=\"{:.0}\">agreed</text><rect class=\"fill\" x=\"{:.0}\" y=\"{key}\" width=\"18\" height=\"14\" rx=\"3\"/><text x=\"{:.0}\" y=\"{:.0}\">delivered</text>",
            LEFT + 25.0,
            key + 12.0,
            LEFT + 100.0,
            LEFT + 125.0,
            key + 12.0
        );
        frame(&format!("0 0 {WIDTH} {:.0}", key + 20.0), "img", "bars", &self.title, &self.sentence(), &body)
    }

    fn sentence(&self) -> String {
        let agreed: i64 = self.periods.iter().map(|p| p.agreed_minutes).sum();
        let delivered: i64 = self.periods.iter().map(|p| p.delivered_minutes).sum();
        if self.periods.is_empty() || (agreed == 0 && delivered == 0) {
            return "No hours were agreed or delivered in this time.".to_owned();
        }
        if agreed == 0 {
            return format!("{} hours were delivered; none were agreed.", hours_decimal(delivered));
        }
        format!(
            "{} of {} agreed hours were delivered, {}.",
            hours_decimal(delivered),
            hours_decimal(agreed),
            percent(delivered, agreed)
        )
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Period", "Agreed", "Delivered", "Share"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        self.periods
            .iter()
            .map(|p| {
                vec![
                    p.label.clone(),
                    hours_decimal(p.agreed_minutes),
                    hours_decimal(p.delivered_minutes),
                    percent(p.delivered_minutes, p.agreed_minutes),
                ]
            })
            .collect()
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    fn bars(list: &[(i64, i64)]) -> Bars {
        let periods = list.iter().enumerate().map(|(i, (agreed, delivered))| Period {
            label: format!("P{i}"),
            agreed_minutes: *agreed,
            delivered_minutes: *delivered,
        });
        Bars { title: "Hours".into(), periods: periods.collect() }
    }

    #[test]
    fn it_is_drawn_for_nothing_for_a_year_and_for_more_delivered_than_agreed() {
        for list in [&[][..], &[(0, 0)], &[(600, 900)], &[(48_240, 44_490); 13]] {
            is_well_drawn(&bars(list));
        }
        assert_eq!(
            bars(&[(600, 540), (600, 600)]).sentence(),
            "19.0 of 20.0 agreed hours were delivered, 95%."
        );
        assert_eq!(bars(&[]).sentence(), "No hours were agreed or delivered in this time.");
    }

    #[test]
    fn every_bar_stays_below_the_top_line() {
        for hours in [0, 1, 3, 4, 5, 41, 99, 804, 3_999, 25_000, 40_000] {
            assert!(round_up(hours) >= hours);
        }
    }
}
