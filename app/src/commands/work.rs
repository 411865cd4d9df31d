//! What one request is about to keep: the streams it has read, at which version, and the events
//! decided so far. Nothing is kept until all of it is.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use domain::shared::aggregate::{Asked, EventStream};
use domain::shared::ids::OrganisationId;
use domain::{Event, Kept, State};
use uuid::Uuid;

use crate::App;
use crate::error::Refusal;
use crate::log::{Loaded, StreamAppend, StreamId};

/// One stream within a request.
struct Touched {
    loaded: Loaded,
    state: Arc<State>,
    events: Vec<Event>,
}

/// The streams of one request.
pub(super) struct Work<'a> {
    app: &'a App,
    /// Whether streams are read from the database rather than as lately known.
    afresh: bool,
    touched: BTreeMap<StreamId, Touched>,
}

impl<'a> Work<'a> {
    pub(super) fn new(app: &'a App, afresh: bool) -> Self {
        Self { app, afresh, touched: BTreeMap::new() }
    }

    async fn touch(&mut self, stream: StreamId) -> Result<&mut Touched, Refusal> {
        if !self.touched.contains_key(&stream) {
            let log = &self.app.log;
            let loaded = if self.afresh { log.reload(stream).await? } else { log.load(stream).await? };
            let state = Arc::clone(&loaded.state);
            self.touched.insert(stream, Touched { loaded, state, events: Vec::new() });
        }
        self.touched.get_mut(&stream).ok_or(Refusal::NotFound)
    }

    /// A stream's state, with what this request has decided so far. Refused when the asker had `seen`
    /// another version.
    pub(super) async fn load<A: Kept>(
        &mut self,
        id: impl Into<Uuid>,
        seen: Option<i64>,
    ) -> Result<Here<A>, Refusal> {
        let touched = self.touch(StreamId::new(A::KIND, id)).await?;
        let now = touched.loaded.version;
        match seen {
            Some(seen) if seen != now => Err(Refusal::Stale { seen, now }),
            _ => Ok(Here {
                state: StateOf { state: Arc::clone(&touched.state), noun: PhantomData },
                version: now,
                organisation: touched.loaded.organisation,
            }),
        }
    }

    /// Decides a command on a stream and takes in what it leads to.
    pub(super) async fn decide<A: Kept>(
        &mut self,
        id: impl Into<Uuid>,
        asked: &Asked<A::Command>,
    ) -> Result<(), Refusal>
    where
        Refusal: From<<A as EventStream>::Error>,
    {
        let touched = self.touch(StreamId::new(A::KIND, id)).await?;
        let Some(state) = A::state(&touched.state) else { return Err(Refusal::NotFound) };
        let events = state.decide(asked)?;
        for event in events {
            let event = A::event(event);
            Arc::make_mut(&mut touched.state).evolve(&event);
            touched.events.push(event);
        }
        Ok(())
    }

    /// Whether what was read is how things stand: a refusal that rests on something older is decided
    /// again.
    pub(super) async fn is_certain(&self) -> Result<bool, Refusal> {
        if self.afresh {
            return Ok(true);
        }
        for (stream, touched) in &self.touched {
            if self.app.log.reload(*stream).await?.version != touched.loaded.version {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The streams in which something happens.
    pub(super) fn finish(self) -> Vec<StreamAppend> {
        self.touched
            .into_iter()
            .filter(|(_, touched)| !touched.events.is_empty())
            .map(|(stream, touched)| StreamAppend {
                stream,
                expected: touched.loaded.version,
                events: touched.events,
                after: touched.state,
            })
            .collect()
    }
}

/// A stream as this request sees it.
pub(super) struct Here<A> {
    pub(super) state: StateOf<A>,
    pub(super) version: i64,
    pub(super) organisation: Option<OrganisationId>,
}

/// A shared state that is known to be of one noun, so that looking at it copies nothing.
pub(super) struct StateOf<A> {
    state: Arc<State>,
    noun: PhantomData<A>,
}

impl<A: Kept> Deref for StateOf<A> {
    type Target = A;

    fn deref(&self) -> &A {
        A::state(&self.state).expect("a stream holds the noun that its id names")
    }
}
