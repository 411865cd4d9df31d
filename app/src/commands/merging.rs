//! Two records of one person, put together and taken apart again: a team lead's decision. What happened to the
//! one that goes is read from the log and taken into the one that stays; every engagement, relationship and concern
//! that names the one that goes says from then on that it is the other's. All of it is one commit.

use domain::concern::{Concern, ConcernCommand};
use domain::engagement::{Engagement, EngagementCommand};
use domain::person::{MergingError, Person, PersonCommand, PersonError, PersonEvent};
use domain::relationship::codes::Party;
use domain::relationship::{Relationship, RelationshipCommand};
use domain::shared::aggregate::{Asked, EventStream};
use domain::shared::ids::{CommandId, PersonId};
use domain::{Event, Noun};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Done;
use super::access::same_house;
use super::work::{Here, Work};
use crate::App;
use crate::access::{Connecting, Viewer};
use crate::error::Refusal;
use crate::log::StreamId;
use crate::views::merging::NamedIn;
use crate::views::people::PersonRow;

/// Two records of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Merging {
    /// The one that stays.
    pub stays: PersonId,
    /// The one that goes into it, or comes out of it again.
    pub goes: PersonId,
    /// The version of the one that goes that the asker had before them, as `seen` is of the one that stays.
    #[serde(default)]
    pub goes_seen: Option<i64>,
}

/// Two records side by side, and what they would be together.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The one that would stay.
    pub stays: PersonRow,
    /// The one that would go.
    pub goes: PersonRow,
    /// What they would be together.
    pub together: Person,
    /// Why they cannot be; `None` when they can.
    pub hindrance: Option<PersonError>,
}

/// Which way streams that name a record go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// From the one that goes to the one that stays: whatever names it.
    Together,
    /// Back: whatever began with it.
    Apart,
}

impl App {
    /// What two records would be together, for a team lead. Nothing happens.
    pub async fn preview_merging(&self, who: &Connecting<'_>, asked: &Merging) -> Result<Preview, Refusal> {
        if !who.leads() {
            return Err(Refusal::NotYours);
        }
        let stays = self.views.person(who, asked.stays).await?.ok_or(Refusal::NotFound)?;
        let goes = self.views.person(who, asked.goes).await?.ok_or(Refusal::NotFound)?;
        let facts = self.facts_of(asked.goes, goes.version).await?;
        let ties = self.views.relationships_of_person(who, asked.goes).await?;
        let mut both = ties.iter().map(|tie| &tie.relationship);
        let between = both.find(|tie| tie.is_between(asked.stays, asked.goes)).map(|tie| tie.relationship_id);
        let (today, by) = (self.clock.today(), who.account());
        let command = PersonCommand::TakeInDuplicate { from: asked.goes, facts: facts.clone(), between };
        let hindrance = stays.person.decide(&Asked { command, today, by }).err();
        let mut together = stays.person.clone();
        together.evolve(&PersonEvent::DuplicateTakenIn {
            from: asked.goes,
            facts,
            taken_in_on: today,
            taken_in_by: by,
        });
        Ok(Preview { stays, goes, together, hindrance })
    }

    pub(super) async fn plan_merging(
        &self,
        viewer: &Viewer,
        (asked, seen): (&Merging, Option<i64>),
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        let goes = self.both(viewer, (asked, seen), work).await?;
        let named = self.named_in(viewer, asked.goes).await?;
        let facts = self.facts_of(asked.goes, goes.version).await?;
        let mut between = None;
        for id in &named.relationships {
            let tie = work.load::<Relationship>(*id, None).await?;
            if tie.state.is_between(asked.stays, asked.goes) {
                between = Some(*id);
            }
        }
        let take_in = PersonCommand::TakeInDuplicate { from: asked.goes, facts, between };
        work.decide::<Person>(asked.stays, &self.asked(viewer, take_in)).await?;
        let go = PersonCommand::MergeInto { into: asked.stays };
        work.decide::<Person>(asked.goes, &self.asked(viewer, go)).await?;
        self.move_streams(viewer, asked, (Way::Together, named), work).await
    }

    pub(super) async fn plan_unmerging(
        &self,
        viewer: &Viewer,
        (asked, seen): (&Merging, Option<i64>),
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        self.both(viewer, (asked, seen), work).await?;
        let stays = work.load::<Person>(asked.stays, None).await?;
        let facts = stays.state.taken_in_from(asked.goes).map(|taken| taken.follows()).unwrap_or_default();
        let give_back = PersonCommand::GiveBackDuplicate { from: asked.goes };
        work.decide::<Person>(asked.stays, &self.asked(viewer, give_back)).await?;
        work.decide::<Person>(asked.goes, &self.asked(viewer, PersonCommand::Unmerge { facts })).await?;
        let named = self.named_in(viewer, asked.stays).await?;
        self.move_streams(viewer, asked, (Way::Apart, named), work).await
    }

    /// Both are records of the team lead's organisation. Answers the one that goes.
    async fn both(
        &self,
        viewer: &Viewer,
        (asked, seen): (&Merging, Option<i64>),
        work: &mut Work<'_>,
    ) -> Result<Here<Person>, Refusal> {
        if !viewer.connecting()?.leads() {
            return Err(Refusal::NotYours);
        }
        for (id, seen) in [(asked.stays, seen), (asked.goes, asked.goes_seen)] {
            let one = work.load::<Person>(id, None).await?;
            same_house(viewer, one.organisation)?;
            if one.version == 0 {
                return Err(Refusal::NotFound);
            }
            work.load::<Person>(id, seen).await?;
        }
        work.load::<Person>(asked.goes, None).await
    }

    /// Everything that happened to a record, oldest first, up to a version.
    async fn facts_of(&self, id: PersonId, version: i64) -> Result<Vec<PersonEvent>, Refusal> {
        let mut history = self.log.history(&[StreamId::new(Noun::Person, id)], None, i64::MAX).await?;
        history.retain(|envelope| envelope.version <= version);
        history.reverse();
        let facts: Vec<PersonEvent> = history
            .into_iter()
            .filter_map(|envelope| match envelope.event {
                Event::Person(fact) => Some(fact),
                Event::Engagement(_)
                | Event::Relationship(_)
                | Event::Concern(_)
                | Event::Outing(_)
                | Event::Place(_) => None,
            })
            .collect();
        // What was loaded is not what is kept: it is decided afresh.
        if i64::try_from(facts.len()) == Ok(version) { Ok(facts) } else { Err(Refusal::Busy) }
    }

    /// What names a record, as the views know once they show everything that has happened.
    async fn named_in(&self, viewer: &Viewer, id: PersonId) -> Result<NamedIn, Refusal> {
        if !self.views.catch_up(self.log.head().await?).await {
            return Err(Refusal::Busy);
        }
        Ok(self.views.named_in(&viewer.connecting()?, id).await?)
    }

    async fn move_streams(
        &self,
        viewer: &Viewer,
        asked: &Merging,
        (way, named): (Way, NamedIn),
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        let (was, by) = match way {
            Way::Together => (asked.goes, asked.stays),
            Way::Apart => (asked.stays, asked.goes),
        };
        let moves = |begun_with: PersonId| way == Way::Together || begun_with == asked.goes;
        for id in named.engagements {
            if moves(work.load::<Engagement>(id, None).await?.state.subject()) {
                let replace = EngagementCommand::ReplacePerson { was, by };
                work.decide::<Engagement>(id, &self.asked(viewer, replace)).await?;
            }
        }
        for id in named.relationships {
            let tie = work.load::<Relationship>(id, None).await?.state;
            let theirs =
                [Party::Person, Party::Other].into_iter().filter(|party| tie.party_id(*party) == was);
            if theirs.map(|party| tie.subject(party)).any(moves) {
                let replace = RelationshipCommand::ReplaceParty { was, by };
                work.decide::<Relationship>(id, &self.asked(viewer, replace)).await?;
            }
        }
        for id in named.concerns {
            if moves(work.load::<Concern>(id, None).await?.state.told_of()) {
                let replace = ConcernCommand::ReplacePerson { was, by };
                work.decide::<Concern>(id, &self.asked(viewer, replace)).await?;
            }
        }
        Ok(())
    }

    /// What follows when two records are one, by this request or before it: what somebody began for the record that
    /// went while it was going is moved, too. The two are one whether or not that can be done just now.
    pub(super) async fn after_putting_together(
        &self,
        viewer: &Viewer,
        command: CommandId,
        asked: &Merging,
        answer: Result<Done, Refusal>,
    ) -> Result<Done, Refusal> {
        let are_one = match &answer {
            Ok(_) => true,
            Err(Refusal::Person(PersonError::Merging(MergingError::MergedAlready { into }))) => {
                *into == asked.stays
            }
            Err(_) => false,
        };
        if !are_one {
            return answer;
        }
        match self.move_stragglers(viewer, command, asked).await {
            Ok(()) => answer,
            // The form of somebody else, sent again.
            Err(refusal @ (Refusal::NotYours | Refusal::NotFound)) => Err(refusal),
            Err(error) => {
                tracing::error!(%error, "what was left with a record that went is moved later");
                answer
            }
        }
    }

    /// Moves what was decided before the two were put together and kept just after.
    async fn move_stragglers(
        &self,
        viewer: &Viewer,
        command: CommandId,
        asked: &Merging,
    ) -> Result<(), Refusal> {
        let mut work = Work::new(self, true);
        // The command may be an old one, sent again when the two have been taken apart, or by somebody else.
        let whenever = Merging { goes_seen: None, ..asked.clone() };
        let goes = self.both(viewer, (&whenever, None), &mut work).await?;
        if goes.state.is_merged_into() != Some(asked.stays) || goes.state.forgotten_on.is_some() {
            return Ok(());
        }
        let named = self.named_in(viewer, asked.goes).await?;
        let mover = (viewer.organisation(), viewer.account());
        self.put_where_it_belongs(mover, command, &named.streams()).await?;
        Ok(())
    }

    /// The record that counts: the one that somebody's was put together with, or their own.
    pub(super) async fn counts(&self, work: &mut Work<'_>, id: PersonId) -> Result<PersonId, Refusal> {
        Ok(work.load::<Person>(id, None).await?.state.is_merged_into().unwrap_or(id))
    }
}
