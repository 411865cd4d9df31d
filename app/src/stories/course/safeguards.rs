//! What keeps people safe in the stories: what must not happen, what somebody worries about, and looking at
//! both again. It has a chance of its own, so that the rest of a case does not depend on it.

use chrono::NaiveDate;
use domain::person::PersonCommand;
use domain::person::codes::AnswerMethod;
use domain::person::safety::{Discussed, SafetyKind, SafetyNote, SafetySource, Watch};
use domain::person::sharing::Sharing;
use domain::shared::ids::{AccountId, SafetyNoteId, SharingId};
use domain::shared::text::Words;

use super::decisions::tell_photographs;
use super::{Course, Work};
use crate::stories::chance::Chance;
use crate::stories::script::{Script, after, line, words};
use crate::stories::town::{Persona, Town};

/// Days from one look at a note to the next.
const NEXT_LOOK_DAYS: i64 = 144;

/// A note of the stories: its sort, who it comes from, what it says, what we do about it.
type Stock = (SafetyKind, SafetySource, &'static str, &'static str);

const NOTES: &[Stock] = &[
    (
        SafetyKind::MustNot,
        SafetySource::Family,
        "Nothing with nuts in it, not even a trace.",
        "Ask before every meal out. The pen is in the green bag; everybody who goes along knows how to use it.",
    ),
    (
        SafetyKind::Worry,
        SafetySource::Seen,
        "Lends money to whoever asks, and does not ask for it back.",
        "The card stays at home on café days. We talk once a month about what friends do and do not ask for.",
    ),
    (
        SafetyKind::Worry,
        SafetySource::Supporter,
        "Has slipped on ice twice and does not say when something hurts.",
        "From November to March we meet at the door and take the bus. We watch how they walk, and ask.",
    ),
    (
        SafetyKind::MustNot,
        SafetySource::Professional,
        "No lifts home from anybody who is not on the list in the folder.",
        "The list is looked at with the social worker. Whoever offers a lift is told: not without asking us.",
    ),
    (
        SafetyKind::Worry,
        SafetySource::Person,
        "Gets lost when the bus is sent another way, and panics.",
        "We practise what to do: stay on, show the card, ring. The number is on the back of the phone.",
    ),
    (
        SafetyKind::MustNot,
        SafetySource::Record,
        "Not left alone near open water.",
        "Walks round the reservoir are for two. The angling club has been told, with agreement.",
    ),
];

const TELLING: &str = "Talked through with pictures, with somebody they trust beside them.";
const NOT_TOLD: &str = "Not yet: we do it together with the sister, at the next visit.";

/// Who may be told what.
const SHARES: &[(&str, &str)] = &[
    ("The day centre", "Where they go on Thursdays and with whom, and how to reach us on the way."),
    ("Their brother Lee", "How the meetings with new people go, good and bad."),
    ("The choir's leader", "That pictures help, and that it takes a while to answer."),
];

/// Days for which an agreement of the stories holds.
const SHARED_FOR_DAYS: i64 = 120;

/// What is decided about somebody's safety before their case is told.
pub(in crate::stories) struct Safeguards {
    /// Which notes of the stock.
    pub(in crate::stories) notes: Vec<usize>,
    /// Who may be told what, by its place in the stock.
    pub(in crate::stories) shares: Option<usize>,
    /// Whether photographs were decided for them.
    pub(in crate::stories) decided_for: bool,
    pub(in crate::stories) chance: Chance,
}

impl Safeguards {
    /// A chance that nothing else of the case draws from.
    pub(in crate::stories) fn chance(seed: u64, number: usize) -> Chance {
        Chance::new(seed, 2_000_000 + number as u64)
    }

    pub(in crate::stories) fn by_chance(seed: u64, number: usize) -> Self {
        let mut chance = Self::chance(seed, number);
        let mut notes = Vec::new();
        while notes.len() < 3 && chance.percent(35) {
            notes.push(chance.between(0, NOTES.len() as i64 - 1) as usize);
        }
        notes.sort_unstable();
        notes.dedup();
        let decided_for = chance.percent(8);
        let shares = chance.percent(30).then(|| chance.between(0, SHARES.len() as i64 - 1) as usize);
        Self { notes, shares, decided_for, chance }
    }
}

impl Course {
    pub(super) fn tell_safeguards(&mut self, work: &Work, town: &Town) {
        let owner = town.account(self.script.by).account_id;
        let lead = town.account(Persona::ROSA).account_id;
        let Self { script, safeguards, .. } = self;
        for (number, which) in safeguards.notes.clone().into_iter().enumerate() {
            let on = after(work.start, 5 + number as i64 * 9);
            if on < work.last_day() {
                tell_note(
                    script,
                    &mut safeguards.chance,
                    &NOTES[which],
                    (owner, lead),
                    (on, work.last_day()),
                );
            }
        }
        if let Some(which) = safeguards.shares {
            tell_sharing(script, &mut safeguards.chance, which, (after(work.start, 30), work.last_day()));
        }
        if safeguards.decided_for {
            tell_photographs(script, &mut safeguards.chance, after(work.start, 12), work.last_day());
        }
    }
}

/// An agreement about who may be told what, agreed again before it runs out, and taken back now and then.
fn tell_sharing(
    script: &mut Script,
    chance: &mut Chance,
    which: usize,
    (first, last_day): (NaiveDate, NaiveDate),
) {
    let sharing_id = SharingId(chance.id());
    let (with, what) = SHARES[which];
    // The choir is told by somebody who knows them there; of the others we speak ourselves.
    let by = (which == 2).then(|| line("Their neighbour, who sings there too"));
    let sharing = Sharing { with: line(with), what: words(what), by };
    let mut agreed_on = first;
    while agreed_on < last_day {
        let how = *chance.one_of(&[AnswerMethod::Spoken, AnswerMethod::Symbols, AnswerMethod::Signed]);
        let (sharing, until) = (sharing.clone(), Some(after(agreed_on, SHARED_FOR_DAYS)));
        let agree = PersonCommand::AgreeSharing {
            sharing_id,
            sharing,
            agreed_on,
            until,
            how,
            words: None,
            decision_id: None,
        };
        script.person(agreed_on, agree);
        if chance.percent(15) {
            let ended_on = after(agreed_on, chance.between(10, 60));
            if ended_on < last_day {
                let words = Some(words("They are to ask me themselves."));
                script.person(ended_on, PersonCommand::EndSharing { sharing_id, ended_on, how, words });
            }
            return;
        }
        agreed_on = after(agreed_on, SHARED_FOR_DAYS - chance.between(0, 6));
    }
}

/// A note from the day it was written down, looked at again while there is work, ended with it.
fn tell_note(
    script: &mut Script,
    chance: &mut Chance,
    stock: &Stock,
    (owner, lead): (AccountId, AccountId),
    (added_on, last_day): (NaiveDate, NaiveDate),
) {
    let (kind, source, said, plan) = *stock;
    let note_id = SafetyNoteId(chance.id());
    let says = |telling: Words| SafetyNote {
        words: words(said),
        plan: words(plan),
        telling,
        apart_from: Default::default(),
    };
    let watch = |on: NaiveDate, told_on| Watch {
        owner,
        review_on: after(on, NEXT_LOOK_DAYS),
        told_on,
        // A manager is spoken to about what must not happen.
        discussed: (kind == SafetyKind::MustNot).then_some(Discussed { with: lead, on }),
    };
    let told = chance.percent(80);
    let note = says(words(if told { TELLING } else { NOT_TOLD }));
    let first = watch(added_on, told.then_some(added_on));
    let add = PersonCommand::AddSafetyNote { note_id, kind, note, source, watch: first, added_on };
    script.person(added_on, add);
    let mut reviewed_on = after(added_on, NEXT_LOOK_DAYS + chance.between(-2, 2));
    while reviewed_on < last_day {
        let (note, watch) = (says(words(TELLING)), watch(reviewed_on, Some(reviewed_on)));
        script.person(reviewed_on, PersonCommand::ReviewSafetyNote { note_id, note, watch, reviewed_on });
        reviewed_on = after(reviewed_on, NEXT_LOOK_DAYS + chance.between(-2, 2));
    }
    let reason = words("The work has ended; the note went to those who support them now.");
    script.person(last_day, PersonCommand::EndSafetyNote { note_id, reason, ended_on: last_day });
}
