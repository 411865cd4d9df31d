//! The answers offered when a meet-up is logged, and which of them are chosen at first.

use std::cmp::Reverse;

use app::views::relationships::Tie;
use chrono::NaiveDate;
use domain::engagement::Activity;
use domain::relationship::records::Contact;
use domain::relationship::{ContactSource, Initiative, IntroductionState, Mood, Presence, Setting};

use crate::form::Typed;
use crate::look::{Choice, choose};
use crate::offered;

/// Lengths of one tap, in minutes.
const LENGTHS: [(i64, &str); 4] = [(30, "½ hour"), (60, "1 hour"), (90, "1½ hours"), (120, "2 hours")];
/// The length of a visit that nobody planned and that is the first of its kind.
const USUAL_MINUTES: i64 = 90;
/// The connector and the person alone.
pub(super) const ALONE: &str = "alone";
/// A length that is typed.
pub(super) const OTHER: &str = "other";

/// Every group of answers, what was chosen marked.
pub(super) struct Choices {
    pub(super) with: Vec<Choice>,
    pub(super) lengths: Vec<Choice>,
    pub(super) moods: Vec<Choice>,
    pub(super) places: Vec<Choice>,
    pub(super) initiatives: Vec<Choice>,
    pub(super) sources: Vec<Choice>,
    pub(super) settings: Vec<Choice>,
    pub(super) activities: Vec<Choice>,
}

impl Choices {
    /// The answers about these relationships of a person.
    pub(super) fn of(ties: &[Tie], called: &str, typed: &Typed) -> Self {
        let mut with: Vec<Choice> = ties.iter().map(somebody).collect();
        with.push(Choice::new(ALONE, "Just the two of us").icon("user-round"));
        let mut lengths: Vec<Choice> =
            LENGTHS.iter().map(|(minutes, label)| Choice::new(minutes, *label)).collect();
        lengths.push(Choice::new(OTHER, "Other…"));
        let moods = [
            (Mood::Awful, "angry"),
            (Mood::Hard, "frown"),
            (Mood::SoSo, "meh"),
            (Mood::Good, "smile"),
            (Mood::Lovely, "laugh"),
        ];
        let sources = [
            ContactSource::Person,
            ContactSource::OtherParty,
            ContactSource::Supporter,
            ContactSource::MessageOrPhoto,
        ];
        let places = Presence::ALL.iter();
        let mut choices = Self {
            with,
            lengths,
            moods: moods.map(|(mood, icon)| Choice::new(mood.code(), mood.label()).icon(icon)).into(),
            places: places
                .map(|place| Choice::new(place.code(), place.label()).figure(place.level().to_string()))
                .collect(),
            initiatives: Initiative::ALL.iter().map(|one| first_step(*one, called)).collect(),
            sources: sources.map(|source| known_from(source, called)).into(),
            settings: offered!(Setting),
            activities: offered!(Activity),
        };
        let groups = [
            ("with", &mut choices.with),
            ("length", &mut choices.lengths),
            ("mood", &mut choices.moods),
            ("presence", &mut choices.places),
            ("initiative", &mut choices.initiatives),
            ("source", &mut choices.sources),
            ("setting", &mut choices.settings),
            ("activity", &mut choices.activities),
        ];
        for (name, group) in groups {
            choose(group, &[typed.one(name)]);
        }
        choices
    }

    /// The class that puts those whom it may have been with abreast.
    pub(super) fn across(&self) -> &'static str {
        match self.with.len() {
            1 | 2 => "cols-2",
            3 | 6 => "cols-3",
            _ => "cols-4",
        }
    }
}

fn first_step(one: Initiative, called: &str) -> Choice {
    let label = match one {
        Initiative::Person => called,
        Initiative::Connector => "I did",
        Initiative::Other | Initiative::Standing | Initiative::Supporter => one.label(),
    };
    Choice::new(one.code(), label)
}

fn known_from(source: ContactSource, called: &str) -> Choice {
    match source {
        ContactSource::Person => Choice::new(source.code(), format!("{called} told us")),
        _ => Choice::new(source.code(), source.label()),
    }
}

fn somebody(tie: &Tie) -> Choice {
    let met = tie.relationship.met_on().is_some();
    let choice = Choice::new(tie.relationship.relationship_id, tie.other_called.clone())
        .face(tie.relationship.other_id.uuid());
    if met { choice } else { choice.hint("for the first time") }
}

/// Those whom the person may have met: who is to meet them today first, then who did so last.
pub(super) fn with_whom(ties: Vec<Tie>, today: NaiveDate) -> Vec<Tie> {
    let may_have_met = |tie: &Tie| {
        let agreed = tie.relationship.introduction.state == IntroductionState::BothAgreed;
        tie.relationship.is_open() || agreed && tie.relationship.lapse().is_none()
    };
    let mut ties: Vec<Tie> = ties.into_iter().filter(may_have_met).collect();
    ties.sort_by_key(|tie| {
        let meeting = tie.relationship.introduction.meeting.as_ref().map(|meeting| meeting.on);
        let first_today = tie.relationship.met_on().is_none() && meeting == Some(today);
        (!first_today, Reverse(tie.relationship.last_contact_on()))
    });
    ties
}

/// Chooses whom, how long and where from the planned length and the last time. How it went is left
/// open: nobody can know that beforehand.
pub(super) fn first(typed: Typed, tie: Option<&Tie>, planned: Option<i64>, last: Option<&Contact>) -> Typed {
    let with = tie.map_or(ALONE.to_owned(), |tie| tie.relationship.relationship_id.to_string());
    let presence = last.map_or(Presence::TakesPart, |last| last.presence);
    let typed = typed
        .with("with", with)
        .with("presence", presence.code())
        .with("initiative", Initiative::Connector.code())
        .with("source", ContactSource::Person.code());
    let usual = last.and_then(|last| last.minutes).filter(|minutes| is_one_tap(*minutes));
    let minutes = planned.or(usual).unwrap_or(USUAL_MINUTES);
    if is_one_tap(minutes) {
        return typed.with("length", minutes);
    }
    typed.with("length", OTHER).with("minutes", format!("{}:{:02}", minutes / 60, minutes % 60))
}

fn is_one_tap(minutes: i64) -> bool {
    LENGTHS.iter().any(|(known, _)| *known == minutes)
}
