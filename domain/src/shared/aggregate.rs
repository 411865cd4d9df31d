//! The shape of an event stream, and the one place where the cqrs-es framework appears.
//!
//! A stream is a state that can `decide` and `evolve`. What `decide` must know besides the command
//! (the day, who asks) stands in [`Asked`]; nothing is taken from a clock.

use chrono::NaiveDate;

use super::ids::AccountId;

/// A command together with what is true of its asking.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked<C> {
    /// What is to be done.
    pub command: C,
    /// The civil date where the work is done.
    pub today: NaiveDate,
    /// Who asks.
    pub by: AccountId,
}

/// A noun whose history is an event stream.
pub trait EventStream: Default + Clone + Send + Sync + 'static {
    /// The stored name of the noun: a promise.
    const NOUN: &'static str;
    /// What can be asked of it.
    type Command;
    /// What can happen to it.
    type Event: Clone;
    /// Why it may say no.
    type Error: std::error::Error;

    /// What happens if this is asked now, or the reason why not. Pure.
    fn decide(&self, asked: &Asked<Self::Command>) -> Result<Vec<Self::Event>, Self::Error>;

    /// Takes in what happened.
    fn evolve(&mut self, event: &Self::Event);

    /// The state after `events`.
    fn fold<'a>(events: impl IntoIterator<Item = &'a Self::Event>) -> Self
    where
        Self::Event: 'a,
    {
        let mut state = Self::default();
        for event in events {
            state.evolve(event);
        }
        state
    }
}

/// Makes an [`EventStream`] a `cqrs_es::Aggregate` too, so that stock tools can read and test it.
#[macro_export]
macro_rules! aggregate {
    ($state:ty, $event:ty) => {
        impl cqrs_es::DomainEvent for $event {
            fn event_type(&self) -> String {
                <&'static str>::from(self).to_owned()
            }

            fn event_version(&self) -> String {
                Self::VERSION.to_owned()
            }
        }

        impl cqrs_es::Aggregate for $state {
            const TYPE: &'static str = <$state as $crate::shared::aggregate::EventStream>::NOUN;
            type Command =
                $crate::shared::aggregate::Asked<<$state as $crate::shared::aggregate::EventStream>::Command>;
            type Event = $event;
            type Error = <$state as $crate::shared::aggregate::EventStream>::Error;
            type Services = ();

            async fn handle(
                &mut self,
                asked: Self::Command,
                _: &(),
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), Self::Error> {
                for event in $crate::shared::aggregate::EventStream::decide(self, &asked)? {
                    sink.write(event, self).await;
                }
                Ok(())
            }

            fn apply(&mut self, event: Self::Event) {
                $crate::shared::aggregate::EventStream::evolve(self, &event);
            }
        }
    };
}
