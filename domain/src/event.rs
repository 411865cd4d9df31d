//! Every noun's events as one type: what the log stores and what every reader follows.

use serde::de::DeserializeOwned;
use strum::{EnumString, IntoStaticStr};

use crate::concern::{Concern, ConcernEvent};
use crate::engagement::{Engagement, EngagementEvent};
use crate::outing::{Outing, OutingEvent};
use crate::person::{Person, PersonEvent};
use crate::place::{Place, PlaceEvent};
use crate::relationship::{Relationship, RelationshipEvent};
use crate::shared::aggregate::EventStream;

/// Which noun a stream is about. The stored name is a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Noun {
    /// A person's record.
    Person,
    /// A connector's agreed work with a person.
    Engagement,
    /// The tie between two people.
    Relationship,
    /// A safeguarding concern.
    Concern,
    /// Somebody of the team out alone.
    Outing,
    /// Somewhere to belong.
    Place,
}

impl Noun {
    /// The stored name.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A fact of any noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// About a person.
    Person(PersonEvent),
    /// About an engagement.
    Engagement(EngagementEvent),
    /// About a relationship.
    Relationship(RelationshipEvent),
    /// About a safeguarding concern.
    Concern(ConcernEvent),
    /// About somebody out alone.
    Outing(OutingEvent),
    /// About a place.
    Place(PlaceEvent),
}

/// The state of a stream of any noun.
#[derive(Debug, Clone)]
pub enum State {
    /// A person.
    Person(Person),
    /// An engagement.
    Engagement(Engagement),
    /// A relationship.
    Relationship(Relationship),
    /// A safeguarding concern.
    Concern(Concern),
    /// Somebody out alone.
    Outing(Outing),
    /// A place.
    Place(Place),
}

impl Event {
    /// Whose fact it is.
    pub fn noun(&self) -> Noun {
        match self {
            Self::Person(_) => Noun::Person,
            Self::Engagement(_) => Noun::Engagement,
            Self::Relationship(_) => Noun::Relationship,
            Self::Concern(_) => Noun::Concern,
            Self::Outing(_) => Noun::Outing,
            Self::Place(_) => Noun::Place,
        }
    }

    /// The stored name of the fact.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Person(event) => event.into(),
            Self::Engagement(event) => event.into(),
            Self::Relationship(event) => event.into(),
            Self::Concern(event) => event.into(),
            Self::Outing(event) => event.into(),
            Self::Place(event) => event.into(),
        }
    }

    /// The version of its stored shape.
    pub fn version(&self) -> &'static str {
        match self {
            Self::Person(_) => PersonEvent::VERSION,
            Self::Engagement(_) => EngagementEvent::VERSION,
            Self::Relationship(_) => RelationshipEvent::VERSION,
            Self::Concern(_) => ConcernEvent::VERSION,
            Self::Outing(_) => OutingEvent::VERSION,
            Self::Place(_) => PlaceEvent::VERSION,
        }
    }
}

impl State {
    /// A stream in which nothing has happened.
    pub fn new(noun: Noun) -> Self {
        match noun {
            Noun::Person => Self::Person(Person::default()),
            Noun::Engagement => Self::Engagement(Engagement::default()),
            Noun::Relationship => Self::Relationship(Relationship::default()),
            Noun::Concern => Self::Concern(Concern::default()),
            Noun::Outing => Self::Outing(Outing::default()),
            Noun::Place => Self::Place(Place::default()),
        }
    }

    /// Takes in what happened; a fact of another noun does not belong here and changes nothing.
    pub fn evolve(&mut self, event: &Event) {
        match (self, event) {
            (Self::Person(state), Event::Person(event)) => state.evolve(event),
            (Self::Engagement(state), Event::Engagement(event)) => state.evolve(event),
            (Self::Relationship(state), Event::Relationship(event)) => state.evolve(event),
            (Self::Concern(state), Event::Concern(event)) => state.evolve(event),
            (Self::Outing(state), Event::Outing(event)) => state.evolve(event),
            (Self::Place(state), Event::Place(event)) => state.evolve(event),
            _ => {}
        }
    }
}

/// A noun that stands in [`Event`] and [`State`].
pub trait Kept: EventStream<Event: DeserializeOwned> {
    /// Which noun.
    const KIND: Noun;
    /// Its fact, as a fact of any noun.
    fn event(event: Self::Event) -> Event;
    /// Its state, if the state is of this noun.
    fn state(state: &State) -> Option<&Self>;
}

macro_rules! kept {
    ($($noun:ident),*) => {$(
        impl Kept for $noun {
            const KIND: Noun = Noun::$noun;
            fn event(event: Self::Event) -> Event {
                Event::$noun(event)
            }
            fn state(state: &State) -> Option<&Self> {
                match state {
                    State::$noun(state) => Some(state),
                    _ => None,
                }
            }
        }
    )*};
}

kept!(Person, Engagement, Relationship, Concern, Outing, Place);
