//! A budget burning down: what is left after each period, the even pace it was planned at, and where
//! the present pace leads. Pence stay integers up to the drawing itself, whose units are tenths.

use chrono::{Duration, NaiveDate};

use super::{Picture, frame};
use crate::format::{date, day, day_short, money, money_short, plural};

/// One budget over one term.
#[derive(Clone, Debug)]
pub struct Burn {
    pub title: String,
    pub total_pence: i64,
    pub from: NaiveDate,
    /// The last day of the term.
    pub to: NaiveDate,
    /// What was left at the end of each day named, oldest first, within the term.
    pub left: Vec<(NaiveDate, i64)>,
}

const WIDTH: i64 = 4000;
const TOP: i64 = 300;
const FLOOR: i64 = 1600;

impl Burn {
    fn days(&self) -> i64 {
        (self.to - self.from).num_days().max(1)
    }

    fn x(&self, on: NaiveDate) -> i64 {
        ((on - self.from).num_days() * WIDTH / self.days()).clamp(0, WIDTH)
    }

    fn y(&self, pence: i64) -> i64 {
        let spent = i128::from(self.total_pence.saturating_sub(pence)) * i128::from(FLOOR - TOP)
            / i128::from(self.total_pence.max(1));
        TOP + i64::try_from(spent).unwrap_or(FLOOR).clamp(0, FLOOR - TOP + 120)
    }

    /// What is left on the latest day known.
    pub fn left_now(&self) -> i64 {
        self.left.last().map_or(self.total_pence, |(_, pence)| *pence)
    }

    /// The day the budget would be used up at the pace so far; `None` when nothing has been used.
    pub fn runs_out_on(&self) -> Option<NaiveDate> {
        let (latest, left) = *self.left.last()?;
        let spent = self.total_pence - left;
        let days = (latest - self.from).num_days();
        if spent <= 0 || days <= 0 {
            return None;
        }
        let until = i128::from(self.total_pence) * i128::from(days) / i128::from(spent);
        self.from.checked_add_signed(Duration::try_days(i64::try_from(until).ok()?)?)
    }
}

fn point(x: i64, y: i64) -> String {
    format!("{}.{} {}.{}", x / 10, x % 10, y / 10, y % 10)
}

impl Picture for Burn {
    fn svg(&self) -> String {
        let mut body = format!(
            "<text y=\"18\">{}</text><path class=\"axis\" d=\"M0 160H400\"/>",
            money_short(self.total_pence)
        );
        body += &format!(
            "<path class=\"stroke even thin dashed\" d=\"M{}L{}\"/>",
            point(0, TOP),
            point(WIDTH, FLOOR)
        );
        let mut points = vec![point(0, TOP)];
        points.extend(self.left.iter().map(|(on, pence)| point(self.x(*on), self.y(*pence))));
        if let (Some((latest, left)), Some(out)) = (self.left.last(), self.runs_out_on()) {
            let line = points.join("L");
            body += &format!(
                "<path class=\"area\" d=\"M{line}L{}L{}Z\"/>",
                point(self.x(*latest), FLOOR),
                point(0, FLOOR)
            );
            body += &format!("<path class=\"stroke thick\" d=\"M{line}\"/>");
            let end = if out <= self.to {
                point(self.x(out), FLOOR)
            } else {
                point(WIDTH, self.y(self.left_at_end()))
            };
            let class = if out < self.to { "stage-worry" } else { "stage-known" };
            body += &format!(
                "<path class=\"{class} stroke mid dotted\" d=\"M{}L{end}\"/>",
                point(self.x(*latest), self.y(*left))
            );
            let (cx, cy) = (self.x(*latest), self.y(*left));
            body += &format!("<circle class=\"fill rim\" cx=\"{}\" cy=\"{}\" r=\"6\"/>", cx / 10, cy / 10);
        }
        body += &format!(
            "<text y=\"182\">{}</text><text x=\"400\" y=\"182\" text-anchor=\"end\">{}</text>",
            day_short(self.from),
            day_short(self.to)
        );
        frame("0 0 400 190", "img", "burn", &self.title, &self.sentence(), &body)
    }

    fn sentence(&self) -> String {
        let start = format!("{} of {} left.", money(self.left_now()), money(self.total_pence));
        let Some(out) = self.runs_out_on() else {
            return format!("{start} Nothing has been used yet.");
        };
        if self.left_now() <= 0 {
            return format!("{start} It is used up, and the term runs to {}.", day(self.to));
        }
        let early = (self.to - out).num_days();
        match early {
            1.. => format!(
                "{start} At this pace it runs out on {}, {} before the term ends.",
                day(out),
                plural(early, "day", "days")
            ),
            0 => format!("{start} At this pace it lasts exactly to the end of the term."),
            _ => format!(
                "{start} At this pace about {} will be left when the term ends on {}.",
                money_short(self.left_at_end() / 100 * 100),
                day(self.to)
            ),
        }
    }

    fn heads(&self) -> Vec<&'static str> {
        vec!["Day", "Left"]
    }

    fn rows(&self) -> Vec<Vec<String>> {
        std::iter::once((self.from, self.total_pence))
            .chain(self.left.iter().copied())
            .map(|(on, pence)| vec![date(on), money(pence)])
            .collect()
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}

impl Burn {
    /// What would be left on the last day at the pace so far, in pence, never below nothing.
    fn left_at_end(&self) -> i64 {
        let Some((latest, left)) = self.left.last() else {
            return self.total_pence;
        };
        let gone = (*latest - self.from).num_days().max(1);
        let spent = i128::from(self.total_pence - left) * i128::from(self.days()) / i128::from(gone);
        i64::try_from(i128::from(self.total_pence) - spent).unwrap_or(0).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_well_drawn;
    use super::*;

    fn on(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn burn(total: i64, left: &[(u32, u32, i64)]) -> Burn {
        Burn {
            title: "Joy’s budget".into(),
            total_pence: total,
            from: on(1, 1),
            to: on(6, 29),
            left: left.iter().map(|(m, d, p)| (on(*m, *d), *p)).collect(),
        }
    }

    #[test]
    fn it_is_drawn_for_nothing_used_all_used_overspent_and_no_budget() {
        for chart in [
            burn(276_800, &[]),
            burn(276_800, &[(3, 31, 0)]),
            burn(276_800, &[(3, 31, -5_000)]),
            burn(0, &[]),
            burn(0, &[(2, 1, -100)]),
        ] {
            is_well_drawn(&chart);
        }
    }

    #[test]
    fn a_budget_used_too_fast_says_when_it_runs_out() {
        let fast = burn(100_000, &[(4, 1, 40_000)]);
        assert_eq!(fast.runs_out_on(), Some(on(5, 31)));
        assert_eq!(
            fast.sentence(),
            "£400.00 of £1,000.00 left. At this pace it runs out on 31 May, 29 days before the term ends."
        );
    }

    #[test]
    fn a_budget_used_slowly_says_what_will_be_left() {
        let slow = burn(100_000, &[(4, 1, 75_000)]);
        assert!(slow.runs_out_on() > Some(slow.to));
        assert_eq!(
            slow.sentence(),
            "£750.00 of £1,000.00 left. At this pace about £502 will be left when the term ends on 29 June."
        );
        assert_eq!(burn(100_000, &[]).sentence(), "£1,000.00 of £1,000.00 left. Nothing has been used yet.");
    }
}
