//! What somebody began for a record while it was being put together with another one. It was decided before the two
//! were one and is kept just after, when the commit that moved everything has looked already. So whoever begins
//! something looks at the people in it once more when it is kept: one of the two always comes after the other, and
//! sees it.

use domain::Noun;
use domain::concern::{Concern, ConcernCommand};
use domain::engagement::{Engagement, EngagementCommand};
use domain::person::Person;
use domain::relationship::codes::Party;
use domain::relationship::{Relationship, RelationshipCommand};
use domain::shared::ids::{CommandId, PersonId};

use super::work::Work;
use super::{ATTEMPTS, refuse};
use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::error::Refusal;
use crate::log::{Append, AppendError, StreamAppend, StreamId};

/// The streams among these that begin, and are about people who can have two records.
pub(super) fn beginning(streams: &[StreamAppend]) -> Vec<StreamId> {
    let names_people = |noun: Noun| matches!(noun, Noun::Engagement | Noun::Relationship | Noun::Concern);
    let begins = streams.iter().filter(|part| part.expected == 0 && names_people(part.stream.noun));
    begins.map(|part| part.stream).collect()
}

impl App {
    /// Says of what was just begun that it is of the record that counts, where the one it names went meanwhile.
    /// Nothing otherwise.
    pub(super) async fn follow_who_went(
        &self,
        viewer: &Viewer,
        command: CommandId,
        begun: &[StreamId],
    ) -> Result<(), Refusal> {
        for _ in 0..ATTEMPTS {
            let mut work = Work::new(self, true);
            for stream in begun {
                self.follow(viewer, *stream, &mut work).await?;
            }
            let streams = work.finish();
            if streams.is_empty() {
                return Ok(());
            }
            let append = Append {
                command_id: CommandId(following_from([b"who went", command.uuid().as_bytes()])),
                fingerprint: [0; 32],
                organisation: viewer.organisation(),
                actor: viewer.account(),
                recorded_at: self.clock.now(),
                streams,
            };
            match self.log.append(append).await {
                Ok(_) => return Ok(()),
                Err(AppendError::Conflict { .. }) => {}
                Err(error) => return Err(refuse(error)),
            }
        }
        Ok(())
    }

    async fn follow(&self, viewer: &Viewer, stream: StreamId, work: &mut Work<'_>) -> Result<(), Refusal> {
        let id = stream.id;
        match stream.noun {
            Noun::Engagement => {
                let was = work.load::<Engagement>(id, None).await?.state.person_id;
                if let Some(by) = went(work, was).await? {
                    let replace = EngagementCommand::ReplacePerson { was, by };
                    work.decide::<Engagement>(id, &self.asked(viewer, replace)).await?;
                }
            }
            Noun::Relationship => {
                for party in [Party::Person, Party::Other] {
                    let was = work.load::<Relationship>(id, None).await?.state.party_id(party);
                    if let Some(by) = went(work, was).await? {
                        let replace = RelationshipCommand::ReplaceParty { was, by };
                        work.decide::<Relationship>(id, &self.asked(viewer, replace)).await?;
                    }
                }
            }
            Noun::Concern => {
                let was = work.load::<Concern>(id, None).await?.state.person_id;
                if let Some(by) = went(work, was).await? {
                    let replace = ConcernCommand::ReplacePerson { was, by };
                    work.decide::<Concern>(id, &self.asked(viewer, replace)).await?;
                }
            }
            Noun::Person | Noun::Outing | Noun::Place => {}
        }
        Ok(())
    }
}

/// The record that somebody's was put together with; `None` when it stands by itself, or nobody can tell any more.
async fn went(work: &mut Work<'_>, id: PersonId) -> Result<Option<PersonId>, Refusal> {
    let person = work.load::<Person>(id, None).await?.state;
    Ok(person.is_merged_into().filter(|_| person.forgotten_on.is_none()))
}
