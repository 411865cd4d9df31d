//! Measures of how life is: what is kept, what is refused, and that every score comes out as it was published.

use super::*;
use crate::person::measures::due::{MeasureClock, MeasureDue, Taken};
use crate::person::measures::scale::Scale;
use crate::person::measures::score::{Score, ScoreKind, WHOLE, scores};
use crate::person::measures::trend::{Way, ends, lines, way};
use crate::person::measures::{Asking, Given as Came, ItemAnswer, Proxy, Standing, ascot, goals, swemwbs};
use crate::shared::ids::GoalId;

fn asking(instrument: Instrument, taken_on: &str) -> Asking {
    Asking {
        instrument,
        version: 1,
        taken_on: day(taken_on),
        mode: MeasureMode::InPerson,
        adapted: false,
        timepoint: Timepoint::Baseline,
    }
}

fn given_all(answers: &[Came]) -> Vec<ItemAnswer> {
    let one = |(answer, item): (&Came, u8)| ItemAnswer { item, answer: *answer, goal_id: None, weight: None };
    answers.iter().zip(1..).map(one).collect()
}

pub(super) fn values(values: &[i16]) -> Vec<ItemAnswer> {
    given_all(&values.iter().map(|value| Came::Value(*value)).collect::<Vec<_>>())
}

fn take_with(number: u128, asking: Asking, answers: Vec<ItemAnswer>) -> PersonCommand {
    PersonCommand::TakeMeasure {
        measure_id: id(number),
        engagement_id: None,
        asking,
        proxy: None,
        answers,
        words: Some(words("Sundays are the worst")),
        standing: Standing::On,
        begun_with: None,
    }
}

pub(super) fn take(
    number: u128,
    instrument: Instrument,
    taken_on: &str,
    answers: Vec<ItemAnswer>,
) -> PersonCommand {
    take_with(number, asking(instrument, taken_on), answers)
}

fn figures(instrument: Instrument, answers: &[ItemAnswer]) -> Vec<Option<i64>> {
    scores(instrument, 1, answers).iter().map(|score: &Score| score.figure).collect()
}

fn wholes(instrument: Instrument, answers: &[ItemAnswer]) -> Vec<Option<i64>> {
    figures(instrument, answers).into_iter().map(|figure| figure.map(|figure| figure / WHOLE)).collect()
}

#[test]
fn answers_are_kept_with_their_version_and_no_score_is() {
    let record = known(&[]).after(take(1, Instrument::Ucla3, "2026-03-02", values(&[3, 3, 2])));
    let state = record.state();
    let kept = &state.measures[&id(1)];
    assert_eq!(kept.asking.version, 1);
    assert_eq!(kept.scores()[0].figure, Some(8 * WHOLE));
    let stored = serde_json::to_string(record.events.last().expect("an event")).expect("JSON");
    assert!(!stored.contains("score") && stored.contains("@personal"));
}

#[test]
fn every_question_has_its_answer_once_and_one_that_it_offers() {
    let instrument = Instrument::Ucla3;
    let refused = |answers| known(&[]).when(take(1, instrument, "2026-03-02", answers));
    assert_eq!(refused(values(&[3, 3])), Err(PersonError::ItemsMissing { instrument }));
    assert_eq!(refused(values(&[1, 1, 1, 1])), Err(PersonError::ItemsMissing { instrument }));
    let twice = [values(&[1, 1]), values(&[1])].concat();
    assert_eq!(refused(twice), Err(PersonError::ItemsMissing { instrument }));
    assert_eq!(refused(values(&[3, 4, 2])), Err(PersonError::AnswerNotOffered { item: 2 }));
    let nothing = given_all(&[Came::NotAsked, Came::Missing, Came::NotAsked]);
    assert_eq!(refused(nothing), Err(PersonError::NothingAnswered { instrument }));
    let rather_not = given_all(&[Came::Refused, Came::Refused, Came::Refused]);
    assert!(refused(rather_not).is_ok(), "that they would rather not say is worth keeping");
    let unknown = Asking { version: 9, ..asking(instrument, "2026-03-02") };
    let asked = known(&[]).when(take_with(1, unknown, values(&[1, 1, 1])));
    assert_eq!(asked, Err(PersonError::UnknownVersion { instrument, version: 9 }));
}

#[test]
fn what_is_not_switched_on_or_not_licensed_is_not_taken() {
    let instrument = Instrument::Swemwbs;
    let refused = |standing| {
        let mut command = take(1, instrument, "2026-03-02", values(&[3; 7]));
        if let PersonCommand::TakeMeasure { standing: known, .. } = &mut command {
            *known = standing;
        }
        known(&[]).when(command)
    };
    assert_eq!(refused(Standing::Off), Err(PersonError::InstrumentOff { instrument }));
    assert_eq!(refused(Standing::Unlicensed), Err(PersonError::InstrumentUnlicensed { instrument }));
    let until = day("2026-01-31");
    let ended = refused(Standing::LicenceEnded { until });
    assert_eq!(ended, Err(PersonError::LicenceEnded { instrument, until }));
    assert!(refused(Standing::On).is_ok());
}

#[test]
fn nobody_else_answers_the_four_questions_about_wellbeing() {
    let answered_by_moira = |instrument, answers| {
        let mut command = take(1, instrument, "2026-03-02", answers);
        if let PersonCommand::TakeMeasure { proxy, .. } = &mut command {
            *proxy = Some(Proxy { relation: SupporterRole::Family, who: line("Moira") });
        }
        known(&[]).when(command)
    };
    let instrument = Instrument::Ons4;
    let refused = answered_by_moira(instrument, values(&[5, 5, 5, 5]));
    assert_eq!(refused, Err(PersonError::NoProxy { instrument }));
    assert!(answered_by_moira(Instrument::SocialContact, values(&[3])).is_ok());
}

#[test]
fn easy_read_is_always_marked_as_adapted() {
    let easy = Asking { mode: MeasureMode::EasyRead, ..asking(Instrument::Lonely, "2026-03-02") };
    let record = known(&[]).after(take_with(1, easy, values(&[2])));
    assert!(record.state().measures[&id(1)].asking.adapted);
}

#[test]
fn a_measure_is_taken_of_somebody_we_support_in_their_life_and_once() {
    let command = || take(1, Instrument::Lonely, "2026-03-02", values(&[2]));
    let what = SupportedOnly::Measure;
    assert_eq!(member(&[]).when(command()), Err(PersonError::NotForACommunityMember { what }));
    assert!(known(&[died("2026-03-01")]).when(command()).is_err());
    let again = known(&[]).after(command()).when(command());
    assert_eq!(again, Err(PersonError::MeasureAlreadyTaken { measure_id: id(1) }));
}

#[test]
fn a_measure_is_taken_back_with_a_reason_and_counts_no_more() {
    let back = |number| PersonCommand::TakeMeasureBack {
        measure_id: id(number),
        reason: words("These were Terry’s answers"),
    };
    let record = known(&[]).after(take(1, Instrument::Lonely, "2026-03-02", values(&[2])));
    assert_eq!(record.when(back(2)), Err(PersonError::UnknownMeasure { measure_id: id(2) }));
    let record = record.after(back(1));
    assert!(record.state().measures_that_count().is_empty());
    assert_eq!(record.state().measures.len(), 1, "it stays to be seen");
    let on = day("2026-03-12");
    assert_eq!(record.when(back(1)), Err(PersonError::MeasureTakenBack { measure_id: id(1), on }));
}

#[test]
fn loneliness_in_three_questions_adds_up_and_needs_all_three() {
    assert_eq!(wholes(Instrument::Ucla3, &values(&[1, 1, 1])), [Some(3)]);
    assert_eq!(wholes(Instrument::Ucla3, &values(&[3, 3, 3])), [Some(9)]);
    assert_eq!(ScoreKind::UclaTotal.band(6 * WHOLE), Some("counts as lonely"));
    assert_eq!(ScoreKind::UclaTotal.band(5 * WHOLE), Some("does not count as lonely"));
    for none in [Came::Refused, Came::NotAsked, Came::Missing] {
        let answers = given_all(&[Came::Value(3), none, Came::Value(3)]);
        assert_eq!(wholes(Instrument::Ucla3, &answers), [None], "no answer is never a figure");
    }
}

#[test]
fn the_four_questions_about_wellbeing_are_never_added_up() {
    let answers = given_all(&[Came::Value(7), Came::Refused, Came::Value(9), Came::Value(2)]);
    assert_eq!(wholes(Instrument::Ons4, &answers), [Some(7), None, Some(9), Some(2)]);
    let band = |kind: ScoreKind, whole: i64| kind.band(whole * WHOLE);
    let said = [4, 5, 6, 7, 8, 9].map(|whole| band(ScoreKind::Satisfied, whole));
    assert_eq!(
        said,
        [Some("low"), Some("medium"), Some("medium"), Some("high"), Some("high"), Some("very high")]
    );
    let said = [1, 2, 3, 4, 5, 6].map(|whole| band(ScoreKind::AnxiousYesterday, whole));
    assert_eq!(
        said,
        [Some("very low"), Some("low"), Some("low"), Some("medium"), Some("medium"), Some("high")]
    );
}

#[test]
fn the_loneliness_scale_of_de_jong_gierveld_bears_one_missing_answer_and_not_two() {
    let all_lonely = values(&[1, 2, 1, 3, 2, 3]);
    assert_eq!(wholes(Instrument::Gierveld6, &all_lonely), [Some(6), Some(3), Some(3)]);
    assert_eq!(wholes(Instrument::Gierveld6, &values(&[3, 3, 3, 1, 1, 1])), [Some(0), Some(0), Some(0)]);
    let mut one_missing: Vec<Came> = [1, 2, 1, 3, 2, 3].map(Came::Value).to_vec();
    one_missing[1] = Came::Refused;
    assert_eq!(wholes(Instrument::Gierveld6, &given_all(&one_missing)), [Some(5), None, Some(3)]);
    one_missing[4] = Came::NotAsked;
    assert_eq!(wholes(Instrument::Gierveld6, &given_all(&one_missing)), [None, None, None]);
    let bands = [1, 2, 4, 5].map(|whole| ScoreKind::GierveldTotal.band(whole * WHOLE));
    assert_eq!(
        bands,
        [Some("not lonely"), Some("moderately lonely"), Some("moderately lonely"), Some("severely lonely")]
    );
}

#[test]
fn networks_friendships_and_relationships_add_up_each_in_its_own_direction() {
    assert_eq!(wholes(Instrument::Lsns6, &values(&[5, 4, 3, 2, 1, 0])), [Some(15), Some(12), Some(3)]);
    assert_eq!(wholes(Instrument::FriendshipScale, &values(&[0, 4, 0, 0, 4, 4])), [Some(24)]);
    assert_eq!(wholes(Instrument::FriendshipScale, &values(&[4, 0, 4, 4, 0, 0])), [Some(0)]);
    assert_eq!(wholes(Instrument::EndLoneliness, &values(&[4, 4, 4])), [Some(12)]);
    assert_eq!(ScoreKind::LsnsTotal.band(11 * WHOLE), Some("at risk of being isolated"));
    assert_eq!(ScoreKind::LsnsTotal.band(12 * WHOLE), None);
}

#[test]
fn the_short_warwick_edinburgh_scale_goes_by_its_table() {
    let table = [7, 21, 24, 34, 35].map(swemwbs::metric);
    assert_eq!(table, [Some(700), Some(1925), Some(2154), Some(3255), Some(3500)]);
    assert_eq!([6, 36].map(swemwbs::metric), [None, None]);
    assert_eq!(figures(Instrument::Swemwbs, &values(&[3; 7])), [Some(192_500)]);
    let mut one_missing = [Came::Value(3); 7];
    one_missing[6] = Came::Missing;
    assert_eq!(figures(Instrument::Swemwbs, &given_all(&one_missing)), [None]);
}

#[test]
fn the_weights_of_ascot_come_out_to_the_last_digit() {
    let all = |level: i16| ascot::weighted(&[level; 8]);
    assert_eq!([0, 1, 2, 3].map(all), [Some(9_986), Some(7_575), Some(1_696), Some(-1_706)]);
    assert_eq!(ascot::weighted(&[0, 0, 0, 0, 2, 0, 0, 0]), Some(9_223));
    assert_eq!(figures(Instrument::Ascot, &values(&[0; 8])), [Some(24 * WHOLE), Some(9_986)]);
    assert_eq!(figures(Instrument::Ascot, &values(&[3; 8])), [Some(0), Some(-1_706)]);
    assert_eq!([ascot::weighted(&[0; 7]), ascot::weighted(&[4; 8])], [None, None]);
}

#[test]
fn goals_come_out_at_fifty_when_all_is_as_hoped() {
    assert_eq!(goals::attainment(&[(1, 2), (0, 1), (0, 1)]), Some(5_667));
    assert_eq!(goals::attainment(&[(0, 1), (0, 1), (0, 1)]), Some(5_000));
    assert_eq!(goals::attainment(&[(-1, 2), (0, 1), (0, 1)]), Some(4_333));
    assert_eq!(goals::attainment(&[]), None);
}

#[test]
fn a_goal_is_weighed_and_nothing_else_is() {
    let goal = |item: u8, weight| ItemAnswer {
        item,
        answer: Came::Value(1),
        goal_id: Some(id::<GoalId>(u128::from(item))),
        weight,
    };
    let asked = |answers| known(&[]).when(take(1, Instrument::Goals, "2026-03-02", answers));
    assert!(asked(vec![goal(1, Some(2)), goal(2, Some(1))]).is_ok());
    assert_eq!(asked(vec![goal(1, None)]), Err(PersonError::GoalNotWeighed { item: 1 }));
    assert_eq!(asked(vec![goal(1, Some(10))]), Err(PersonError::GoalNotWeighed { item: 1 }));
    let weighed = ItemAnswer { weight: Some(2), ..values(&[2])[0] };
    let command = take(1, Instrument::Lonely, "2026-03-02", vec![weighed]);
    assert_eq!(known(&[]).when(command), Err(PersonError::GoalNotWeighed { item: 1 }));
}

#[test]
fn every_instrument_has_a_scale_whose_best_and_worst_answers_stay_within_its_reach() {
    for instrument in Instrument::ALL {
        let scale = Scale::latest(*instrument);
        assert_eq!(Scale::of(*instrument, scale.version), Some(scale));
        for pick_most in [false, true] {
            let answer = |item: &crate::person::measures::scale::Item| {
                let offered = (-2..=100).filter(|value| item.answers.offers(*value));
                if pick_most { offered.max() } else { offered.min() }
            };
            let chosen: Vec<i16> = scale.items.iter().filter_map(answer).collect();
            assert_eq!(chosen.len(), scale.items.len());
            for score in scores(*instrument, 1, &values(&chosen)) {
                let Some(figure) = score.figure else { continue };
                let reach = score.kind.reach();
                assert!(reach.least <= figure && figure <= reach.most, "{:?}: {figure}", score.kind);
            }
        }
    }
}

#[test]
fn what_somebody_else_answered_or_was_adapted_is_a_line_of_its_own() {
    let adapted = Asking { adapted: true, ..asking(Instrument::Lonely, "2026-03-05") };
    let record = known(&[])
        .after(take(1, Instrument::Lonely, "2026-01-20", values(&[1])))
        .after(take(2, Instrument::Lonely, "2026-03-02", values(&[3])))
        .after(take_with(3, adapted, values(&[5])));
    let state = record.state();
    let lines = lines(&state.measures_that_count());
    assert_eq!(lines.len(), 2);
    let plain = lines.iter().find(|(line, _)| !line.adapted).expect("a line").1;
    let ((first, from), (last, to)) = ends(plain).expect("two");
    assert_eq!((first, last), (day("2026-01-20"), day("2026-03-02")));
    assert_eq!(way(ScoreKind::LonelyAnswer, from, to), Way::Better);
    assert_eq!(way(ScoreKind::UclaTotal, from, to), Way::Worse);
    let adapted = lines.iter().find(|(line, _)| line.adapted).expect("a line").1;
    assert_eq!(ends(adapted), None, "one answer is no change");
}

fn clock() -> MeasureClock {
    MeasureClock {
        started_on: Some(day("2026-01-05")),
        term_end: Some(day("2026-12-31")),
        ..MeasureClock::default()
    }
}

fn due(clock: MeasureClock, today: &str, taken: &[&str]) -> Vec<(Timepoint, String)> {
    let taken: Vec<Taken> =
        taken.iter().map(|on| Taken { instrument: Instrument::Ucla3, on: day(on) }).collect();
    let said = |due: MeasureDue| (due.timepoint, due.due_on.to_string());
    clock.running(day(today), &[Instrument::Ucla3], &taken).into_iter().map(said).collect()
}

#[test]
fn the_first_measure_is_due_by_the_end_of_the_fourth_week_and_the_last_at_the_end() {
    let baseline = (Timepoint::Baseline, "2026-02-01".to_owned());
    let end = (Timepoint::End, "2026-12-31".to_owned());
    assert_eq!(due(clock(), "2026-01-05", &[]), [baseline, end.clone()]);
    assert_eq!(due(clock(), "2026-01-05", &["2025-12-20"]), [end]);
    assert_eq!(due(MeasureClock::default(), "2026-01-05", &[]), []);
    let both = clock().running(day("2026-01-05"), &[Instrument::Ucla3, Instrument::Ons4], &[]);
    assert_eq!(both[0].instruments, [Instrument::Ucla3, Instrument::Ons4]);
}

#[test]
fn a_review_asks_for_a_measure_unless_one_was_taken_near_it() {
    let reviewed = MeasureClock {
        last_review_on: Some(day("2026-06-01")),
        next_review_on: Some(day("2026-09-01")),
        ..clock()
    };
    let kinds = |today, taken: &[&str]| -> Vec<Timepoint> {
        due(reviewed, today, taken).into_iter().map(|(kind, _)| kind).collect()
    };
    let (review, end) = (Timepoint::Review, Timepoint::End);
    assert_eq!(kinds("2026-06-02", &["2026-01-10"]), [review, review, end]);
    assert_eq!(kinds("2026-06-02", &["2026-01-10", "2026-05-01"]), [review, end]);
    assert_eq!(kinds("2026-07-14", &["2026-01-10"]), [review, end], "too late to count for the first review");
}

#[test]
fn after_the_end_one_more_is_asked_for_only_where_who_pays_wants_it() {
    let ended = MeasureClock { ended_on: Some(day("2026-07-01")), ..clock() };
    let asked_for = MeasureClock { asks_follow_up: true, ..ended };
    assert_eq!(due(ended, "2026-07-02", &["2026-06-20"]), []);
    assert_eq!(due(ended, "2026-07-02", &[]), [(Timepoint::End, "2026-07-01".to_owned())]);
    let follow_up = (Timepoint::FollowUp, "2027-01-01".to_owned());
    assert_eq!(due(asked_for, "2026-12-20", &["2026-06-20"]), [follow_up]);
    assert_eq!(due(asked_for, "2026-12-20", &["2026-12-10"]), []);
    assert_eq!(due(asked_for, "2027-02-13", &[]), [], "it would not be six months any more");
}
