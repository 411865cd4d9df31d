//! One score over time. Answers that were given for somebody, and answers to adapted questions, are lines of their
//! own: they are never put together with the others, because they do not mean the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::score::ScoreKind;
use super::{Instrument, KeptMeasure, Timepoint};
use crate::shared::ids::MeasureId;

/// Which line an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Of which questions.
    pub instrument: Instrument,
    /// Which score.
    pub kind: ScoreKind,
    /// Whether the questions were adapted.
    pub adapted: bool,
    /// Whether somebody else answered.
    pub by_proxy: bool,
}

/// A score on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Of which measure.
    pub measure_id: MeasureId,
    /// The day.
    pub on: NaiveDate,
    /// At which point of the work.
    pub timepoint: Timepoint,
    /// In ten-thousandths; `None` when too few answers were given.
    pub figure: Option<i64>,
}

/// Which way a score went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Life got better, as far as this score can tell.
    Better,
    /// It got worse.
    Worse,
    /// It is the same.
    Same,
}

/// Every line of the measures given, in the order of the instruments, each in the order of its days.
pub fn lines(measures: &[&KeptMeasure]) -> BTreeMap<Line, Vec<Point>> {
    let mut lines: BTreeMap<Line, Vec<Point>> = BTreeMap::new();
    for kept in measures {
        let asking = kept.asking;
        for score in kept.scores() {
            let (instrument, kind, adapted) = (asking.instrument, score.kind, asking.adapted);
            let line = Line { instrument, kind, adapted, by_proxy: kept.proxy.is_some() };
            let (measure_id, timepoint) = (kept.measure_id, asking.timepoint);
            let point = Point { measure_id, on: asking.taken_on, timepoint, figure: score.figure };
            lines.entry(line).or_default().push(point);
        }
    }
    lines.values_mut().for_each(|points| points.sort_by_key(|point| (point.on, point.measure_id)));
    lines
}

/// The first and the last score of a line that are known, when there are two.
pub fn ends(points: &[Point]) -> Option<((NaiveDate, i64), (NaiveDate, i64))> {
    let mut known = points.iter().filter_map(|point| Some((point.on, point.figure?)));
    let first = known.next()?;
    Some((first, known.next_back()?))
}

/// Which way it went from one figure to another.
pub fn way(kind: ScoreKind, from: i64, to: i64) -> Way {
    match (to.cmp(&from), kind.reach().higher_is_better) {
        (std::cmp::Ordering::Equal, _) => Way::Same,
        (std::cmp::Ordering::Greater, true) | (std::cmp::Ordering::Less, false) => Way::Better,
        _ => Way::Worse,
    }
}
