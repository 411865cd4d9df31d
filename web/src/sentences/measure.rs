//! Scores in words: how much, what that is called, and what has changed since the first time. A score says nothing
//! about why, so neither do these sentences.

use chrono::{Datelike, NaiveDate};
use domain::person::measures::scale::Scale;
use domain::person::measures::score::{Reach, ScoreKind, WHOLE};
use domain::person::measures::trend::{Line, Point, Way, ends, way};
use domain::person::measures::{Given, Instrument};

use crate::format::{day, month_year};

/// A figure as it is written: "8", "19.25", "−0.1706".
pub fn figure(kind: ScoreKind, ten_thousandths: i64) -> String {
    let Reach { decimals, .. } = kind.reach();
    let sign = if ten_thousandths < 0 { "−" } else { "" };
    let size = ten_thousandths.unsigned_abs();
    let unit = WHOLE.unsigned_abs();
    match decimals {
        0 => format!("{sign}{}", size / unit),
        places => {
            let places = usize::from(places.min(4));
            let part = size % unit / 10_u64.pow(4 - u32::try_from(places).unwrap_or(4));
            format!("{sign}{}.{part:0places$}", size / unit)
        }
    }
}

/// The answer itself, where the score is the answer to one question in words.
pub fn answer(kind: ScoreKind, ten_thousandths: i64) -> Option<&'static str> {
    let instrument = match kind {
        ScoreKind::LonelyAnswer => Instrument::Lonely,
        ScoreKind::ContactAnswer => Instrument::SocialContact,
        _ => return None,
    };
    let value = i16::try_from(ten_thousandths / WHOLE).ok()?;
    Scale::latest(instrument).item(1)?.answers.said(value)
}

/// A figure with what it is called: "8, counts as lonely", "“Often or always”".
pub fn said(kind: ScoreKind, ten_thousandths: i64) -> String {
    if let Some(words) = answer(kind, ten_thousandths) {
        return format!("“{words}”");
    }
    let figure = figure(kind, ten_thousandths);
    match kind.band(ten_thousandths) {
        Some(band) => format!("{figure}, {band}"),
        None => figure,
    }
}

/// What it is called when it got better, and when it got worse.
fn ways(kind: ScoreKind) -> (&'static str, &'static str) {
    match kind {
        ScoreKind::UclaTotal | ScoreKind::GierveldTotal => ("Less lonely", "Lonelier"),
        ScoreKind::GierveldEmotional => ("Less lonely for somebody close", "Lonelier for somebody close"),
        ScoreKind::GierveldSocial => ("Less lonely for people around", "Lonelier for people around"),
        ScoreKind::LonelyAnswer => ("Lonely less often", "Lonely more often"),
        ScoreKind::Satisfied => ("More satisfied with life", "Less satisfied with life"),
        ScoreKind::Worthwhile => ("Things feel more worthwhile", "Things feel less worthwhile"),
        ScoreKind::HappyYesterday => ("Happier", "Less happy"),
        ScoreKind::AnxiousYesterday => ("Less anxious", "More anxious"),
        ScoreKind::ContactAnswer => ("Closer to the contact they want", "Further from the contact they want"),
        ScoreKind::LsnsTotal => ("More people to turn to", "Fewer people to turn to"),
        ScoreKind::LsnsFamily => ("More of the family to turn to", "Less of the family to turn to"),
        ScoreKind::LsnsFriends => ("More friends to turn to", "Fewer friends to turn to"),
        ScoreKind::FriendshipTotal => ("More connected", "Less connected"),
        ScoreKind::EndLonelinessTotal => ("Happier with friendships", "Less happy with friendships"),
        ScoreKind::SwemwbsMetric => ("Mental wellbeing is higher", "Mental wellbeing is lower"),
        ScoreKind::AscotSum | ScoreKind::AscotWeighted => {
            ("Quality of life is higher", "Quality of life is lower")
        }
        ScoreKind::GoalAttainment => ("More of the goals reached", "Less of the goals reached"),
        ScoreKind::Star => ("Further on", "Further back"),
    }
}

/// "in March", "in March 2025", "on 3 March": as exactly as two days need to be told apart.
fn back_then(then: NaiveDate, now: NaiveDate) -> String {
    match (then.year() == now.year(), then.month() == now.month()) {
        (true, true) => format!("on {}", day(then)),
        (true, false) => format!("in {}", then.format("%B")),
        (false, _) => format!("in {}", month_year(then)),
    }
}

/// What has changed from the first score to the last: "Less lonely than in March: 8 then, 5 now. Lower is better."
/// For a single score, what it is; `None` when there is none.
pub fn change(line: Line, points: &[Point]) -> Option<String> {
    let kind = line.kind;
    let Some(((first, from), (last, to))) = ends(points) else {
        let only = points.iter().find_map(|point| Some((point.on, point.figure?)))?;
        return Some(format!("{} on {}.", said(kind, only.1), crate::format::date(only.0)));
    };
    let then = back_then(first, last);
    let (better, worse) = ways(kind);
    let way = match way(kind, from, to) {
        Way::Better => format!("{better} than {then}"),
        Way::Worse => format!("{worse} than {then}"),
        Way::Same => format!("The same as {then}"),
    };
    if let (Some(was), Some(is)) = (answer(kind, from), answer(kind, to)) {
        return Some(format!("{way}: “{was}” then, “{is}” now."));
    }
    let better = if kind.reach().higher_is_better { "Higher is better" } else { "Lower is better" };
    Some(format!("{way}: {} then, {} now. {better}.", figure(kind, from), figure(kind, to)))
}

/// What must be known beside the figures of an instrument; only what its source says.
pub fn note(instrument: Instrument) -> Option<&'static str> {
    match instrument {
        Instrument::Ons4 => Some("Four answers, each on its own. They are never added up."),
        Instrument::Goals => Some("50 is as hoped for."),
        Instrument::Swemwbs => Some(
            "On the longer scale of 14 questions, 3 or more is called a meaningful change. For this short one the source gives no such figure.",
        ),
        Instrument::Ucla3 => Some("6 or more is commonly called lonely."),
        _ => None,
    }
}

/// What came of a question that was not answered.
pub fn no_answer(given: Given) -> Option<&'static str> {
    match given {
        Given::Value(_) => None,
        Given::Refused => Some("They would rather not say"),
        Given::NotAsked => Some("Not asked"),
        Given::Missing => Some("The answer was not kept"),
    }
}

#[cfg(test)]
mod tests {
    use domain::person::measures::Timepoint;
    use domain::shared::ids::MeasureId;

    use super::*;

    fn point(on: &str, whole: i64) -> Point {
        let on = on.parse().unwrap();
        let timepoint = Timepoint::Review;
        Point { measure_id: MeasureId::default(), on, timepoint, figure: Some(whole * WHOLE) }
    }

    fn line(instrument: Instrument, kind: ScoreKind) -> Line {
        Line { instrument, kind, adapted: false, by_proxy: false }
    }

    #[test]
    fn a_change_says_which_way_from_what_to_what_and_what_is_better() {
        let ucla = line(Instrument::Ucla3, ScoreKind::UclaTotal);
        let points = [point("2026-03-02", 8), point("2026-06-01", 7), point("2026-09-01", 5)];
        let said = "Less lonely than in March: 8 then, 5 now. Lower is better.";
        assert_eq!(change(ucla, &points).as_deref(), Some(said));
        let worse = change(ucla, &[point("2025-03-02", 5), point("2026-03-01", 8)]).unwrap();
        assert!(worse.starts_with("Lonelier than in March 2025: 5 then, 8 now."), "{worse}");
        let same = change(ucla, &[point("2026-03-02", 5), point("2026-03-30", 5)]).unwrap();
        assert!(same.starts_with("The same as on 2 March: 5 then"), "{same}");
    }

    #[test]
    fn an_answer_in_words_is_said_in_its_words() {
        let lonely = line(Instrument::Lonely, ScoreKind::LonelyAnswer);
        let said = change(lonely, &[point("2026-03-02", 1), point("2026-09-01", 3)]).unwrap();
        assert_eq!(said, "Lonely less often than in March: “Often or always” then, “Occasionally” now.");
    }

    #[test]
    fn one_score_is_no_change_and_none_is_nothing() {
        let ucla = line(Instrument::Ucla3, ScoreKind::UclaTotal);
        let one = change(ucla, &[point("2026-03-02", 8)]).unwrap();
        assert_eq!(one, "8, counts as lonely on 2 March 2026.");
        let missing = Point { figure: None, ..point("2026-03-02", 0) };
        assert_eq!(change(ucla, &[missing]), None);
    }

    #[test]
    fn figures_are_written_with_the_decimals_of_their_score() {
        assert_eq!(figure(ScoreKind::SwemwbsMetric, 192_500), "19.25");
        assert_eq!(figure(ScoreKind::AscotWeighted, -1_706), "−0.1706");
        assert_eq!(figure(ScoreKind::AscotWeighted, 9_986), "0.9986");
        assert_eq!(figure(ScoreKind::Star, 64_000), "6.4");
        assert_eq!(figure(ScoreKind::UclaTotal, 80_000), "8");
    }
}
