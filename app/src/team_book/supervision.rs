//! Notes of supervision between a team lead and a colleague: what was talked about, what was agreed, by whom
//! and by when, and when they sit down again. The two of them read it, and the organisation's team leads.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::shared::ids::{AccountId, SupervisionId};
use domain::shared::text::{Line, Words};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};

/// Things that can be agreed at once; more is a plan of its own.
pub const MOST_ACTIONS: usize = 8;
/// Days before the next supervision, or the day of something agreed, on which it is on *Today*.
const AHEAD_DAYS: u64 = 7;
/// Times that a note can be put right; more is another note.
const MOST_CORRECTIONS: usize = 50;
/// Years ahead that something can be agreed for; more is a slip.
const LATEST_DAYS: u64 = 2 * 366;

/// One supervision.
#[derive(Debug, Clone, PartialEq)]
pub struct Supervision {
    /// This note; given by the form, so that sending it twice happens once.
    pub supervision_id: SupervisionId,
    /// With whom.
    pub colleague: AccountId,
    /// The team lead who wrote it.
    pub lead: AccountId,
    /// When they sat together.
    pub held_on: NaiveDate,
    /// When they do again; `None` when it is not known.
    pub next_on: Option<NaiveDate>,
    /// When it was kept.
    pub kept_at: DateTime<Utc>,
    /// What was said.
    pub notes: SupervisionNotes,
}

/// What was said, which is sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupervisionNotes {
    /// What was talked about.
    pub talked: Words,
    /// What was agreed.
    pub actions: Vec<Action>,
    /// What it said before, each time it was put right: the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
}

/// What a note said until it was put right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    /// When they sat together, as it said then.
    pub held_on: NaiveDate,
    /// When they were to sit together again.
    pub next_on: Option<NaiveDate>,
    /// What was talked about.
    pub talked: Words,
    /// What was agreed.
    pub actions: Vec<Action>,
    /// Why it was put right.
    pub reason: Words,
    /// Who did.
    pub by: AccountId,
    /// When they did.
    pub at: DateTime<Utc>,
}

/// Something agreed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// What.
    pub what: Line,
    /// Who does it: one of the two.
    pub owner: AccountId,
    /// By when.
    pub by_on: Option<NaiveDate>,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
}

/// When a colleague last sat together with a team lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastHeld {
    /// Whom it was with.
    pub colleague: AccountId,
    /// When.
    pub held_on: NaiveDate,
    /// When they do again.
    pub next_on: Option<NaiveDate>,
}

/// Something of a supervision that is on somebody's day.
#[derive(Debug, Clone, PartialEq)]
pub enum SupervisionDue {
    /// The two sit together again.
    Next {
        /// The note that says so.
        of: SupervisionId,
        /// With whom.
        with: AccountId,
        /// When.
        on: NaiveDate,
    },
    /// Something the viewer agreed to do.
    Action {
        /// The note that says so.
        of: SupervisionId,
        /// What.
        what: Line,
        /// By when.
        by_on: NaiveDate,
    },
}

impl SupervisionDue {
    /// When.
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Next { on, .. } => *on,
            Self::Action { by_on, .. } => *by_on,
        }
    }
}

impl Supervision {
    /// The other of the two.
    pub fn other(&self, than: AccountId) -> AccountId {
        if than == self.lead { self.colleague } else { self.lead }
    }
}

/// What of these notes, newest first, is on the viewer's day: theirs, and of each pair the latest alone says
/// when they sit together again.
fn due(notes: &[Supervision], viewer: AccountId, today: NaiveDate) -> Vec<SupervisionDue> {
    due_with(notes, viewer, today + Days::new(AHEAD_DAYS))
}

/// The same of anybody, by a day.
pub(crate) fn due_with(notes: &[Supervision], viewer: AccountId, by: NaiveDate) -> Vec<SupervisionDue> {
    let mut due = Vec::new();
    let mut pairs = Vec::new();
    for note in notes.iter().filter(|note| note.lead == viewer || note.colleague == viewer) {
        let of = note.supervision_id;
        let pair = (note.lead, note.colleague);
        if !pairs.contains(&pair) {
            pairs.push(pair);
            let with = note.other(viewer);
            due.extend(note.next_on.filter(|on| *on <= by).map(|on| SupervisionDue::Next { of, with, on }));
        }
        let own = note.notes.actions.iter().filter(|one| one.owner == viewer && one.done_on.is_none());
        due.extend(own.filter_map(|one| {
            let by_on = one.by_on.filter(|on| *on <= by)?;
            Some(SupervisionDue::Action { of, what: one.what.clone(), by_on })
        }));
    }
    due.sort_by_key(SupervisionDue::on);
    due
}

/// How a note should have been.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// When they sat together.
    pub held_on: NaiveDate,
    /// When they do again.
    pub next_on: Option<NaiveDate>,
    /// What was talked about.
    pub talked: Words,
    /// What was agreed, each with the place, counted from 0, at which it stood in the note as it was looked at; one
    /// past them is new. What was done there stays done, also where a line before it is gone.
    pub actions: Vec<(usize, Action)>,
    /// Why it is put right.
    pub reason: Words,
}

/// What was agreed, whether it is done or not.
fn agreed(actions: &[Action]) -> impl Iterator<Item = (&Line, AccountId, Option<NaiveDate>)> {
    actions.iter().map(|one| (&one.what, one.owner, one.by_on))
}

impl App {
    /// What a note must be like, whether it is new or put right.
    fn can_be_kept(&self, note: &Supervision) -> Result<(), Refusal> {
        let today = self.clock.today();
        if note.colleague == note.lead {
            return Err(Refusal::invalid("colleague", "Choose whom you sat together with"));
        }
        if note.held_on > today {
            return Err(Refusal::invalid(
                "held_on",
                "It is written down once it was; choose today or before",
            ));
        }
        let latest = today + Days::new(LATEST_DAYS);
        if note.next_on.is_some_and(|on| on <= note.held_on || on > latest) {
            return Err(Refusal::invalid("next_on", "Choose a day after this one, within two years"));
        }
        let pair = [note.colleague, note.lead];
        if note.notes.actions.iter().any(|one| !pair.contains(&one.owner)) {
            return Err(Refusal::invalid("actions", "What is agreed is done by one of the two of you"));
        }
        if note.notes.actions.iter().any(|one| one.by_on.is_some_and(|on| on > latest)) {
            return Err(Refusal::invalid("actions", "Choose a day within two years for what you agreed"));
        }
        Ok(())
    }

    /// Keeps a note of a supervision that a team lead held.
    pub async fn keep_supervision(&self, who: &Connecting<'_>, note: Supervision) -> Result<(), Refusal> {
        Self::leads(who)?;
        self.colleague(who, note.colleague).await?;
        self.can_be_kept(&note)?;
        if let Some(kept) = self.team_book.supervision(who, note.supervision_id).await? {
            // Sent twice; one that another lead wrote is not overwritten by whoever knows its id.
            return if kept.lead == who.account() { Ok(()) } else { Err(Refusal::NotFound) };
        }
        Ok(self.team_book.keep_supervision(who, &note).await?)
    }

    /// Puts a note right: it says `right` from now on, and what it said before stays to be read, with the reason.
    /// A team lead may, also one who stands in for whoever
    /// wrote it: who did is kept. `seen` is how often it had been put right when the form was drawn: sent twice it does
    /// nothing more, and one that was put right meanwhile is looked at again first.
    pub async fn correct_supervision(
        &self,
        who: &Connecting<'_>,
        id: SupervisionId,
        right: Corrected,
        seen: usize,
    ) -> Result<(), Refusal> {
        Self::leads(who)?;
        let mut note = self.team_book.supervision(who, id).await?.ok_or(Refusal::NotFound)?;
        let Corrected { held_on, next_on, talked, actions, reason } = right;
        let stood = note.notes.earlier.get(seen).map_or(&note.notes.actions, |before| &before.actions);
        let stays = |(at, action): (usize, Action)| {
            let done_on = stood.get(at).and_then(|before| before.done_on);
            Action { done_on, ..action }
        };
        let actions: Vec<Action> = actions.into_iter().map(stays).collect();
        let says = (note.held_on, note.next_on, &note.notes.talked);
        // What was done since is no other agreement.
        let is_same = says == (held_on, next_on, &talked) && agreed(&note.notes.actions).eq(agreed(&actions));
        if is_same && note.notes.earlier.last().is_some_and(|last| last.reason == reason) {
            return Ok(());
        }
        if note.notes.earlier.len() != seen {
            let why = "It was put right by somebody meanwhile; read it and do it again if it is still needed";
            return Err(Refusal::invalid("talked", why));
        }
        if is_same {
            return Err(Refusal::invalid("talked", "This is what it says already; change what is wrong"));
        }
        if note.notes.earlier.len() >= MOST_CORRECTIONS {
            return Err(Refusal::invalid("talked", "It was put right very often; write down another one"));
        }
        let before = Earlier {
            held_on: note.held_on,
            next_on: note.next_on,
            talked: std::mem::replace(&mut note.notes.talked, talked),
            actions: std::mem::replace(&mut note.notes.actions, actions),
            reason,
            by: who.account(),
            at: self.clock.now(),
        };
        (note.held_on, note.next_on) = (held_on, next_on);
        self.can_be_kept(&note)?;
        note.notes.earlier.push(before);
        Ok(self.team_book.keep_supervision(who, &note).await?)
    }

    /// Notes which of the things agreed are done, by their places counted from 0. Either of the two may say so, and a
    /// lead who stands in. `seen` is how often the note had been put right when they were shown: the places are those
    /// of that list, so that they say nothing of another one.
    pub async fn settle_actions(
        &self,
        who: &Connecting<'_>,
        id: SupervisionId,
        (done, seen): (&[usize], usize),
    ) -> Result<(), Refusal> {
        let mut note = self.team_book.supervision(who, id).await?.ok_or(Refusal::NotFound)?;
        if !who.leads() && ![note.lead, note.colleague].contains(&who.account()) {
            return Err(Refusal::NotYours);
        }
        if note.notes.earlier.len() != seen {
            let why = "The note was put right meanwhile, so nothing was kept; look which of them are done, and say it again";
            return Err(Refusal::invalid("done", why));
        }
        let today = self.clock.today();
        for (at, action) in note.notes.actions.iter_mut().enumerate() {
            action.done_on = done.contains(&at).then(|| action.done_on.unwrap_or(today));
        }
        Ok(self.team_book.keep_supervision(who, &note).await?)
    }

    /// The latest notes that the viewer may read, newest first; for a team lead with the latest about a colleague,
    /// which may lie behind many newer ones about others.
    pub(crate) async fn supervisions_with(
        &self,
        who: &Connecting<'_>,
        whose: AccountId,
    ) -> Result<Vec<Supervision>, Failure> {
        let mut notes = self.team_book.supervisions(who, None).await?;
        if who.leads() {
            let mut about = self.team_book.supervisions(who, Some(whose)).await?;
            // Whatever is not among the latest of all is older than each of them.
            about.retain(|one| notes.iter().all(|known| known.supervision_id != one.supervision_id));
            notes.append(&mut about);
        }
        Ok(notes)
    }

    /// What of supervision is on the viewer's day.
    pub async fn supervision_due(&self, who: &Connecting<'_>) -> Result<Vec<SupervisionDue>, Failure> {
        let notes = self.team_book.supervisions(who, None).await?;
        Ok(due(&notes, who.account(), self.clock.today()))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn note(held_on: &str, next_on: &str, action: (u128, &str)) -> Supervision {
        let what = Line::parse("Ring the library").expect("a line");
        let owner = AccountId(Uuid::from_u128(action.0));
        let action = Action { what, owner, by_on: Some(day(action.1)), done_on: None };
        let talked = Words::parse("How the week went").expect("words");
        Supervision {
            supervision_id: SupervisionId(Uuid::from_u128(9)),
            colleague: AccountId(Uuid::from_u128(1)),
            lead: AccountId(Uuid::from_u128(2)),
            held_on: day(held_on),
            next_on: Some(day(next_on)),
            kept_at: DateTime::UNIX_EPOCH,
            notes: SupervisionNotes { talked, actions: vec![action], earlier: Vec::new() },
        }
    }

    #[test]
    fn the_latest_note_says_when_they_meet_again_and_each_sees_what_they_agreed_to_do() {
        let notes = [
            note("2026-03-02", "2026-03-16", (1, "2026-03-13")),
            note("2026-02-02", "2026-03-13", (2, "2026-03-10")),
        ];
        let today = day("2026-03-12");
        let of = |viewer: u128| {
            let due = due(&notes, AccountId(Uuid::from_u128(viewer)), today);
            due.iter().map(SupervisionDue::on).collect::<Vec<_>>()
        };
        assert_eq!(of(1), [day("2026-03-13"), day("2026-03-16")]);
        assert_eq!(of(2), [day("2026-03-10"), day("2026-03-16")]);
        assert!(of(3).is_empty());
    }
}
