//! The questions of an instrument as a form asks them, and what the form comes to. Goals are questions too, each
//! with how much it weighs.

use domain::engagement::Goal;
use domain::person::measures::scale::{Answers, Item, Scale};
use domain::person::measures::{Given, ItemAnswer};

use crate::form::{Reader, Typed};
use crate::look::Choice;

/// The values that stand for no answer.
const REFUSED: &str = "refused";
const NOT_ASKED: &str = "not_asked";

/// One question.
pub struct Question {
    /// Its field.
    pub name: String,
    /// Counted from 1.
    pub number: u8,
    pub asks: String,
    /// A picture, in Easy Read; empty otherwise.
    pub picture: &'static str,
    /// What can be answered; none where a figure is typed.
    pub answers: Vec<Choice>,
    /// How the answers are laid out.
    pub class: &'static str,
    /// What the ends of a row of figures mean; empty where answers are words.
    pub ends: [&'static str; 2],
    /// That there is no answer.
    pub aside: Vec<Choice>,
    /// How much a goal weighs; none where there is no goal.
    pub weights: Vec<Choice>,
    /// The field of it.
    pub weight: String,
    /// Whether a figure with one decimal is typed.
    pub typed: bool,
}

/// Every question of a scale, as they were answered so far.
pub fn questions(scale: &Scale, goals: &[Goal], easy: bool, typed: &Typed) -> Vec<Question> {
    if scale.asks_goals() {
        let one = |(goal, number): (&Goal, u8)| {
            let question = question(number, goal.words.to_string(), "", &Answers::GOAL_LEVELS, typed);
            let weight = format!("weight_{number}");
            let weights = [("1", "As much as any"), ("2", "More than others"), ("3", "Most of all")];
            let chosen = |value: &str| typed.is(&weight, value) || (!typed.has(&weight) && value == "1");
            let weights = weights.map(|(value, label)| Choice::new(value, label).chosen(chosen(value)));
            Question { weights: weights.to_vec(), weight, ..question }
        };
        return goals.iter().zip(1..).map(one).collect();
    }
    let one = |(item, number): (&Item, u8)| {
        let (asks, picture) =
            if easy && !item.easy.is_empty() { (item.easy, item.picture) } else { (item.asks, "") };
        question(number, asks.to_owned(), picture, &item.answers, typed)
    };
    scale.items.iter().zip(1..).map(one).collect()
}

fn question(number: u8, asks: String, picture: &'static str, answers: &Answers, typed: &Typed) -> Question {
    let name = format!("item_{number}");
    let choice = |value: &str, label: String| Choice::new(value, label).chosen(typed.is(&name, value));
    let (answers, class, ends) = match answers {
        Answers::Words(offered) => {
            let class =
                if offered.iter().any(|(_, words)| words.len() > 30) { "one" } else { "cols-3 plain" };
            let all = offered.iter().map(|(value, words)| choice(&value.to_string(), (*words).to_owned()));
            (all.collect(), class, ["", ""])
        }
        Answers::Figure { least, most, low, high } => {
            let all = (*least..=*most).map(|value| choice(&value.to_string(), value.to_string()));
            (all.collect::<Vec<_>>(), "figures plain", [*low, *high])
        }
        Answers::Tenths { .. } => (Vec::new(), "", ["", ""]),
    };
    let aside = [(REFUSED, "They would rather not say"), (NOT_ASKED, "Not asked")];
    let aside = aside.map(|(value, label)| choice(value, label.to_owned())).to_vec();
    let typed = answers.is_empty();
    let (weights, weight) = (Vec::new(), String::new());
    Question { name, number, asks, picture, answers, class, ends, aside, weights, weight, typed }
}

/// What was answered; `None` when something was not understood.
pub fn read(scale: &Scale, goals: &[Goal], form: &mut Reader<'_>, typed: &Typed) -> Option<Vec<ItemAnswer>> {
    let count = if scale.asks_goals() { goals.len() } else { scale.items.len() };
    let mut answers = Vec::with_capacity(count);
    for number in (1..).take(count) {
        let given = given(scale, number, form, typed);
        let goal = goals.get(usize::from(number) - 1).filter(|_| scale.asks_goals());
        let weight = goal.map(|_| form.whole(&format!("weight_{number}"), 1..=3));
        let weight = match weight {
            Some(read) => Some(u8::try_from(read?).ok()?),
            None => None,
        };
        let goal_id = goal.map(|goal| goal.goal_id);
        answers.extend(given.map(|answer| ItemAnswer { item: number, answer, goal_id, weight }));
    }
    (answers.len() == count).then_some(answers)
}

fn given(scale: &Scale, number: u8, form: &mut Reader<'_>, typed: &Typed) -> Option<Given> {
    let name = format!("item_{number}");
    match typed.one(&name).trim() {
        REFUSED => return Some(Given::Refused),
        NOT_ASKED => return Some(Given::NotAsked),
        "" => return form.refuse(&name, "Choose an answer. Not asked is one too"),
        _ => {}
    }
    match scale.item(number).map(|item| &item.answers) {
        Some(Answers::Tenths { least, most }) => {
            let value = tenths(typed.one(&name)).filter(|value| (*least..=*most).contains(value));
            match value {
                Some(value) => Some(Given::Value(value)),
                None => form
                    .refuse(&name, format!("Write a figure from {} to {}, like 6.4", least / 10, most / 10)),
            }
        }
        _ => form.code::<i16>(&name).map(Given::Value),
    }
}

/// "6.4" as 64.
fn tenths(text: &str) -> Option<i16> {
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    let part: i16 = if part.len() == 1 { part.parse().ok()? } else { return None };
    let whole: i16 = whole.parse().ok()?;
    whole.checked_mul(10)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use domain::person::measures::Instrument;

    use super::*;

    fn reading(instrument: Instrument, body: &str) -> Option<Vec<Given>> {
        let typed = Typed::parse(body.as_bytes());
        let mut form = typed.reader();
        let read = read(Scale::latest(instrument), &[], &mut form, &typed)?;
        Some(read.into_iter().map(|answer| answer.answer).collect())
    }

    #[test]
    fn every_question_is_answered_or_said_not_to_be() {
        let read = reading(Instrument::Ucla3, "item_1=3&item_2=refused&item_3=not_asked");
        assert_eq!(read, Some(vec![Given::Value(3), Given::Refused, Given::NotAsked]));
        assert_eq!(reading(Instrument::Ucla3, "item_1=3&item_2=2"), None);
        assert_eq!(reading(Instrument::Ucla3, "item_1=3&item_2=2&item_3=often"), None);
    }

    #[test]
    fn a_figure_with_one_decimal_is_kept_in_tenths() {
        assert_eq!(reading(Instrument::OutcomesStar, "item_1=6.4"), Some(vec![Given::Value(64)]));
        assert_eq!(reading(Instrument::OutcomesStar, "item_1=7"), Some(vec![Given::Value(70)]));
        for wrong in ["item_1=0.9", "item_1=10.1", "item_1=6.45", "item_1=six"] {
            assert_eq!(reading(Instrument::OutcomesStar, wrong), None, "{wrong}");
        }
    }
}
