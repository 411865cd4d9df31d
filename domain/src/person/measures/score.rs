//! Scores, worked out from answers. Every figure is a whole number of ten-thousandths, so that a table comes out
//! to the last digit. A score that misses an answer it needs is missing, never smaller.
//!
//! Source: the scoring of each instrument as published; cut-offs marked in docs/domain/measures.md.

use super::{Given, Instrument, ItemAnswer, ascot, goals, swemwbs};
use crate::codes;

codes! {
    /// What a score says.
    ScoreKind {
        UclaTotal = "How lonely",
        LonelyAnswer = "How often they feel lonely",
        Satisfied = "Satisfied with life",
        Worthwhile = "Things they do are worthwhile",
        HappyYesterday = "Happy yesterday",
        AnxiousYesterday = "Anxious yesterday",
        ContactAnswer = "Social contact",
        LsnsTotal = "Social network",
        LsnsFamily = "Social network: family",
        LsnsFriends = "Social network: friends",
        GierveldTotal = "Loneliness",
        GierveldEmotional = "Emotional loneliness",
        GierveldSocial = "Social loneliness",
        FriendshipTotal = "How connected",
        EndLonelinessTotal = "Friendships and relationships",
        SwemwbsMetric = "Mental wellbeing",
        AscotSum = "Quality of life, as ASCOF adds it up",
        AscotWeighted = "Quality of life, weighted",
        GoalAttainment = "Goals reached",
        Star = "Outcomes Star",
    }
}

/// A score's ends, which way is better and how exactly it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The least it can be, in ten-thousandths.
    pub least: i64,
    /// The most it can be, in ten-thousandths.
    pub most: i64,
    /// Whether more is better.
    pub higher_is_better: bool,
    /// Decimals with which it is said.
    pub decimals: u8,
}

/// One score of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// What it says.
    pub kind: ScoreKind,
    /// In ten-thousandths; `None` when too few answers were given.
    pub figure: Option<i64>,
}

/// Ten-thousandths in a whole.
pub const WHOLE: i64 = 10_000;

impl ScoreKind {
    /// Its ends, its direction and its decimals.
    pub fn reach(self) -> Reach {
        let whole = |least: i64, most: i64, higher_is_better| Reach {
            least: least * WHOLE,
            most: most * WHOLE,
            higher_is_better,
            decimals: 0,
        };
        match self {
            Self::UclaTotal => whole(3, 9, false),
            Self::LonelyAnswer => whole(1, 5, true),
            Self::Satisfied | Self::Worthwhile | Self::HappyYesterday => whole(0, 10, true),
            Self::AnxiousYesterday => whole(0, 10, false),
            Self::ContactAnswer => whole(1, 4, false),
            Self::LsnsTotal => whole(0, 30, true),
            Self::LsnsFamily | Self::LsnsFriends => whole(0, 15, true),
            Self::GierveldTotal => whole(0, 6, false),
            Self::GierveldEmotional | Self::GierveldSocial => whole(0, 3, false),
            Self::FriendshipTotal => whole(0, 24, true),
            Self::EndLonelinessTotal => whole(0, 12, false),
            Self::SwemwbsMetric => Reach { decimals: 2, ..whole(7, 35, true) },
            Self::AscotSum => whole(0, 24, true),
            Self::AscotWeighted => Reach { least: -1_706, most: 9_986, higher_is_better: true, decimals: 4 },
            Self::GoalAttainment => Reach { decimals: 2, ..whole(0, 100, true) },
            Self::Star => Reach { decimals: 1, ..whole(1, 10, true) },
        }
    }

    /// What a figure is called where the source draws lines; `None` where it draws none there.
    pub fn band(self, figure: i64) -> Option<&'static str> {
        let whole = figure / WHOLE;
        Some(match (self, whole) {
            (Self::UclaTotal, 6..) => "counts as lonely",
            (Self::UclaTotal, _) => "does not count as lonely",
            (Self::Satisfied | Self::Worthwhile | Self::HappyYesterday, 0..=4) => "low",
            (Self::Satisfied | Self::Worthwhile | Self::HappyYesterday, 5..=6) => "medium",
            (Self::Satisfied | Self::Worthwhile | Self::HappyYesterday, 7..=8) => "high",
            (Self::Satisfied | Self::Worthwhile | Self::HappyYesterday, _) => "very high",
            (Self::AnxiousYesterday, 0..=1) => "very low",
            (Self::AnxiousYesterday, 2..=3) => "low",
            (Self::AnxiousYesterday, 4..=5) => "medium",
            (Self::AnxiousYesterday, _) => "high",
            (Self::GierveldTotal, 0..=1) => "not lonely",
            (Self::GierveldTotal, 2..=4) => "moderately lonely",
            (Self::GierveldTotal, _) => "severely lonely",
            (Self::GierveldEmotional | Self::GierveldSocial, 1..) => "lonely",
            (Self::LsnsTotal, ..12) => "at risk of being isolated",
            (Self::LsnsFamily | Self::LsnsFriends, ..6) => "few ties",
            (Self::FriendshipTotal, ..12) => "very isolated",
            (Self::FriendshipTotal, 19..) => "connected",
            (Self::GoalAttainment, _) if figure == 50 * WHOLE => "as hoped",
            _ => return None,
        })
    }
}

/// The scores of an instrument's answers. Of a version without tables there are none.
pub fn scores(instrument: Instrument, version: u16, answers: &[ItemAnswer]) -> Vec<Score> {
    use ScoreKind as Kind;
    if version != 1 {
        return Vec::new();
    }
    let items = |range: std::ops::RangeInclusive<u8>| Items { answers, range };
    let score = |kind, figure: Option<i64>| Score { kind, figure };
    let whole = |kind, figure: Option<i64>| score(kind, figure.map(|figure| figure * WHOLE));
    match instrument {
        Instrument::Ucla3 => vec![whole(Kind::UclaTotal, items(1..=3).sum())],
        Instrument::Lonely => vec![whole(Kind::LonelyAnswer, items(1..=1).sum())],
        // Four answers that stand each on its own: they are never added up.
        Instrument::Ons4 => [Kind::Satisfied, Kind::Worthwhile, Kind::HappyYesterday, Kind::AnxiousYesterday]
            .into_iter()
            .zip(1..)
            .map(|(kind, item)| whole(kind, items(item..=item).sum()))
            .collect(),
        Instrument::SocialContact => vec![whole(Kind::ContactAnswer, items(1..=1).sum())],
        Instrument::Lsns6 => vec![
            whole(Kind::LsnsTotal, items(1..=6).sum()),
            whole(Kind::LsnsFamily, items(1..=3).sum()),
            whole(Kind::LsnsFriends, items(4..=6).sum()),
        ],
        Instrument::Gierveld6 => {
            let emotional = |answer: i64| i64::from(answer <= 2);
            let social = |answer: i64| i64::from(answer >= 2);
            let (one, other) = (items(1..=3), items(4..=6));
            let given = one.given().map(emotional).chain(other.given().map(social));
            let given: Vec<i64> = given.collect();
            vec![
                // One answer may be missing of the six, and none of a half.
                whole(Kind::GierveldTotal, (given.len() >= 5).then(|| given.iter().sum())),
                whole(Kind::GierveldEmotional, items(1..=3).sum_of(emotional)),
                whole(Kind::GierveldSocial, items(4..=6).sum_of(social)),
            ]
        }
        Instrument::FriendshipScale => {
            let one = |item: u8, answer: i64| if matches!(item, 1 | 3 | 4) { 4 - answer } else { answer };
            let each = (1..=6).map(|item| items(item..=item).sum_of(|answer| one(item, answer)));
            vec![whole(Kind::FriendshipTotal, each.sum())]
        }
        Instrument::EndLoneliness => vec![whole(Kind::EndLonelinessTotal, items(1..=3).sum())],
        Instrument::Swemwbs => {
            let metric = items(1..=7).sum().and_then(swemwbs::metric);
            vec![score(Kind::SwemwbsMetric, metric.map(|hundredths| hundredths * 100))]
        }
        Instrument::Ascot => {
            let levels: Option<Vec<i16>> = items(1..=8)
                .all()
                .map(|all| all.into_iter().filter_map(|level| i16::try_from(level).ok()).collect());
            vec![
                whole(Kind::AscotSum, items(1..=8).sum_of(|level| 3 - level)),
                score(Kind::AscotWeighted, levels.as_deref().and_then(ascot::weighted)),
            ]
        }
        Instrument::Goals => {
            let goals: Option<Vec<(i16, u8)>> = answers
                .iter()
                .map(|answer| match (answer.answer, answer.weight) {
                    (Given::Value(reached), Some(weight)) => Some((reached, weight)),
                    _ => None,
                })
                .collect();
            let attained = goals.as_deref().and_then(goals::attainment);
            vec![score(Kind::GoalAttainment, attained.map(|hundredths| hundredths * 100))]
        }
        Instrument::OutcomesStar => {
            vec![score(Kind::Star, items(1..=1).sum().map(|tenths| tenths * (WHOLE / 10)))]
        }
    }
}

/// Some of the questions, with what came of them.
struct Items<'a> {
    answers: &'a [ItemAnswer],
    range: std::ops::RangeInclusive<u8>,
}

impl Items<'_> {
    /// The figures that were given.
    fn given(&self) -> impl Iterator<Item = i64> {
        let within = self.answers.iter().filter(|answer| self.range.contains(&answer.item));
        within.filter_map(|answer| match answer.answer {
            Given::Value(value) => Some(i64::from(value)),
            Given::Refused | Given::NotAsked | Given::Missing => None,
        })
    }

    /// All of them; `None` when one is missing.
    fn all(&self) -> Option<Vec<i64>> {
        let given: Vec<i64> = self.given().collect();
        (given.len() == self.range.len()).then_some(given)
    }

    fn sum(&self) -> Option<i64> {
        self.sum_of(|answer| answer)
    }

    fn sum_of(&self, how: impl Fn(i64) -> i64) -> Option<i64> {
        Some(self.all()?.into_iter().map(how).sum())
    }
}
