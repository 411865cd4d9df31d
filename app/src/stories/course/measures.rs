//! How life is, asked four times: in the third week, half-way, after three quarters and before the end. Most people's answers get better
//! by a little, some stay, a few get worse. Its chance is a copy, so that whatever else happens is not moved by it.

use chrono::NaiveDate;
use domain::person::PersonCommand;
use domain::person::codes::CommunicationNeed;
use domain::person::measures::{Asking, Given, Instrument, ItemAnswer, MeasureMode, Standing, Timepoint};
use domain::shared::ids::MeasureId;

use super::{Course, Work};
use crate::clock::following_from;
use crate::stories::chance::Chance;
use crate::stories::script::{Script, after};

/// The questions that are on from the first day, with how many there are, the least and the most of an answer, and
/// whether more is better.
const ASKED: [(Instrument, usize, i64, i64, bool); 4] = [
    (Instrument::Ucla3, 3, 1, 3, false),
    (Instrument::Lonely, 1, 1, 5, true),
    (Instrument::Ons4, 4, 0, 10, true),
    (Instrument::SocialContact, 1, 1, 4, false),
];

impl Course {
    pub(super) fn tell_measures(&mut self, work: &Work) {
        let mut chance = self.script.chance.clone();
        let easy = self.needs.contains(&CommunicationNeed::EasyRead);
        let mode = if easy { MeasureMode::EasyRead } else { MeasureMode::InPerson };
        let part =
            |quarters: i64| after(work.start, (work.agreed_end - work.start).num_days() * quarters / 4);
        let times = [
            (after(work.start, 18), Timepoint::Baseline),
            (after(part(2), -3), Timepoint::Review),
            (after(part(3), -3), Timepoint::Review),
            (after(work.last_day(), -6), Timepoint::End),
        ];
        // How well it goes, as hundredths of the way from worst to best, and what each time adds.
        let begins = chance.between(15, 50);
        let adds = chance.weighted(&[(6, 13), (3, 3), (1, -8)]);
        let mut last: Option<NaiveDate> = None;
        for (number, (day, timepoint)) in (0..).zip(times) {
            let on = work.worked_on_or_after(day);
            let is_near = last.is_some_and(|last| (on - last).num_days() < 14);
            if on >= work.last_day() || is_near || !work.goes_on(on) {
                continue;
            }
            last = Some(on);
            let well = (begins + adds * number).clamp(0, 100);
            for kind in ASKED {
                let asking =
                    Asking { instrument: kind.0, version: 1, taken_on: on, mode, adapted: easy, timepoint };
                take(&mut self.script, asking, answers(&mut chance, kind, well));
            }
        }
    }
}

/// One answer a question, about as well as it goes; now and then somebody would rather not say.
fn answers(
    chance: &mut Chance,
    (instrument, count, least, most, higher_is_better): (Instrument, usize, i64, i64, bool),
    well: i64,
) -> Vec<ItemAnswer> {
    let one = |item: u8| {
        // Anxiety is the one of the four with which less is better.
        let higher = higher_is_better && !(instrument == Instrument::Ons4 && item == 4);
        let share = (well + chance.between(-12, 12)).clamp(0, 100);
        let share = if higher { share } else { 100 - share };
        let value = least + ((most - least) * share + 50) / 100;
        let rather_not = chance.percent(3);
        let value = Given::Value(i16::try_from(value).unwrap_or_default());
        let answer = if rather_not { Given::Refused } else { value };
        ItemAnswer { item, answer, goal_id: None, weight: None }
    };
    (1..).take(count).map(one).collect()
}

fn take(script: &mut Script, asking: Asking, answers: Vec<ItemAnswer>) {
    let id = following_from([
        b"measure".as_slice(),
        script.engagement_id.uuid().as_bytes(),
        asking.instrument.code().as_bytes(),
        asking.taken_on.to_string().as_bytes(),
    ]);
    let command = PersonCommand::TakeMeasure {
        measure_id: MeasureId(id),
        engagement_id: Some(script.engagement_id),
        asking,
        proxy: None,
        answers,
        words: None,
        standing: Standing::default(),
        begun_with: None,
    };
    script.person(asking.taken_on, command);
}
