//! What somebody began for a record while it was being put together with another one. It was decided before the two
//! were one and is kept just after, when the commit that moved everything has looked already. So whoever begins
//! something looks at the people in it once more when it is kept: one of the two always comes after the other, and
//! sees it. What nobody moved, because the connection was gone in between, is looked for again and again.
//!
//! Where something belongs follows from the record that it began with, and from nothing else: to the record that this
//! one went into, and back to it when the two have been taken apart meanwhile.

use domain::Noun;
use domain::concern::{Concern, ConcernCommand};
use domain::engagement::{Engagement, EngagementCommand};
use domain::person::Person;
use domain::relationship::codes::Party;
use domain::relationship::{Relationship, RelationshipCommand};
use domain::shared::aggregate::Asked;
use domain::shared::ids::{AccountId, CommandId, PersonId, RelationshipId};

use super::work::Work;
use super::{ATTEMPTS, Mover};
use crate::App;
use crate::access::Viewer;
use crate::clock::following_from;
use crate::error::Refusal;
use crate::log::{StreamAppend, StreamId};
use crate::views::merging::LeftBehind;

/// How often it is looked whether something is where it belongs: as often as it may be decided afresh, each way.
const LOOKS: u32 = 2 * ATTEMPTS;

/// The streams among these that begin, and are about people who can have two records.
pub(super) fn beginning(streams: &[StreamAppend]) -> Vec<StreamId> {
    let names_people = |noun: Noun| matches!(noun, Noun::Engagement | Noun::Relationship | Noun::Concern);
    let begins = streams.iter().filter(|part| part.expected == 0 && names_people(part.stream.noun));
    begins.map(|part| part.stream).collect()
}

impl App {
    /// Says of what was just begun that it is of the record that counts, where the one it names went meanwhile.
    /// It is kept already, so that a failure is none of whoever began it: it is told, and moved later.
    pub(super) async fn follow_who_went(&self, viewer: &Viewer, command: CommandId, begun: &[StreamId]) {
        let mover = (viewer.organisation(), viewer.account());
        if let Err(error) = self.put_where_it_belongs(mover, command, begun).await {
            tracing::error!(%error, "what was begun could not be looked at once more; it is looked for again soon");
        }
    }

    /// Moves what was left with a record that went into another one, of every organisation, in the name of whoever
    /// put the two together; answers how much. Safe to ask as often as one likes, and from several nodes at once.
    pub async fn move_left_behind(&self) -> Result<usize, Refusal> {
        let mut moved = 0;
        for left in self.views.left_behind().await? {
            match self.move_one_left_behind(&left).await {
                Ok(new) => moved += usize::from(new),
                // One that cannot be moved just now keeps none of the others from it.
                Err(error) => tracing::error!(
                    %error,
                    noun = left.stream.noun.name(),
                    id = %left.stream.id,
                    "what was left with a record that went could not be moved"
                ),
            }
        }
        Ok(moved)
    }

    async fn move_one_left_behind(&self, left: &LeftBehind) -> Result<bool, Refusal> {
        let stays = Work::new(self, true).load::<Person>(left.into, None).await?;
        let Some(taken) = stays.state.taken_in_from(left.went) else { return Ok(false) };
        let command = CommandId(following_from([b"left behind", left.stream.id.as_bytes()]));
        self.put_where_it_belongs((left.organisation, taken.by), command, &[left.stream]).await
    }

    /// Puts each of these streams where it belongs, and looks once more afterwards: two records may have been put
    /// together or taken apart while it was kept. Answers whether anything was moved.
    pub(super) async fn put_where_it_belongs(
        &self,
        mover: Mover,
        command: CommandId,
        streams: &[StreamId],
    ) -> Result<bool, Refusal> {
        let mut moved = false;
        for _ in 0..LOOKS {
            let mut work = Work::new(self, true);
            for stream in streams {
                self.follow(mover.1, *stream, &mut work).await?;
            }
            let streams = work.finish();
            if streams.is_empty() {
                break;
            }
            // A command of its own every time, or the second would be taken for the first.
            let head = self.log.head().await?.to_be_bytes();
            let command = CommandId(following_from([b"who went", command.uuid().as_bytes(), &head]));
            moved |= self.keep_consequence(mover, command, streams).await?.is_some();
        }
        Ok(moved)
    }

    async fn follow(&self, actor: AccountId, stream: StreamId, work: &mut Work<'_>) -> Result<(), Refusal> {
        let (id, today) = (stream.id, self.clock.today());
        match stream.noun {
            Noun::Engagement => {
                let engagement = work.load::<Engagement>(id, None).await?.state;
                let was = engagement.person_id;
                if let Some(by) = belongs(work, engagement.subject(), was).await? {
                    let command = EngagementCommand::ReplacePerson { was, by };
                    work.decide::<Engagement>(id, &Asked { command, today, by: actor }).await?;
                }
            }
            Noun::Relationship => {
                for (party, beside) in [(Party::Person, Party::Other), (Party::Other, Party::Person)] {
                    let tie = work.load::<Relationship>(id, None).await?.state;
                    let (was, other) = (tie.party_id(party), tie.party_id(beside));
                    let Some(by) = belongs(work, tie.subject(party), was).await? else { continue };
                    if by == other {
                        stays_between_them(tie.relationship_id);
                        continue;
                    }
                    let command = RelationshipCommand::ReplaceParty { was, by };
                    work.decide::<Relationship>(id, &Asked { command, today, by: actor }).await?;
                }
            }
            Noun::Concern => {
                let concern = work.load::<Concern>(id, None).await?.state;
                let was = concern.person_id;
                if let Some(by) = belongs(work, concern.told_of(), was).await? {
                    let command = ConcernCommand::ReplacePerson { was, by };
                    work.decide::<Concern>(id, &Asked { command, today, by: actor }).await?;
                }
            }
            Noun::Person | Noun::Outing | Noun::Place => {}
        }
        Ok(())
    }
}

/// Somebody introduced two records to each other while a team lead said that they are one person. Moved, it would be
/// between somebody and themselves, and nobody could tell afterwards which of the two was which.
fn stays_between_them(id: RelationshipId) {
    tracing::warn!(relationship = %id, "two records that were put together were introduced to each other meanwhile");
}

/// The record that something belongs to which began with one and now says that it is of another, when that is not
/// the one it says. Of who was forgotten nobody can tell any more.
async fn belongs(
    work: &mut Work<'_>,
    begun_with: PersonId,
    says: PersonId,
) -> Result<Option<PersonId>, Refusal> {
    let person = work.load::<Person>(begun_with, None).await?.state;
    let counts = person.is_merged_into().unwrap_or(begun_with);
    Ok((person.forgotten_on.is_none() && counts != says).then_some(counts))
}
