//! The first weeks: what somebody loves, their page, who is in their life; and who is in it later.

use chrono::NaiveDate;
use domain::engagement::EngagementCommand;
use domain::engagement::codes::Phase;
use domain::person::PersonCommand;
use domain::person::codes::*;
use domain::person::records::{Interest, MapEntry};
use domain::shared::ids::{InterestId, MapEntryId, MapId};

use super::ties::Told;
use super::{Course, Work};
use crate::stories::script::{Script, after, line, words};
use crate::stories::words as stock;

impl Course {
    /// Answers who stood on the first map.
    pub(super) fn tell_discovery(&mut self, work: &Work) -> Vec<MapEntry> {
        let script = &mut self.script;
        let mut told = std::collections::BTreeSet::new();
        for (number, which) in work.interests.iter().enumerate() {
            if told.insert(*which) {
                let on = work.worked_on_or_after(after(work.start, 1 + number as i64 * 3));
                let interest = interest(script, *which);
                let interest_id = InterestId(script.chance.id());
                script.person(on, PersonCommand::RecordInterest { interest_id, interest, recorded_on: on });
            }
        }
        let on = after(work.start, 16);
        let profile = work.profile.clone();
        script.person(on, PersonCommand::PublishProfile { profile, photo: None, published_on: on });
        let unpaid = script.chance.poisson(4.5);
        let known = first_map(script, unpaid);
        take_map(script, after(work.start, 20), known.clone());
        let phases = [(22, Phase::Connecting), (60, Phase::Fostering)];
        for (days, phase) in phases {
            let on = after(work.start, days);
            if work.goes_on(on) {
                script.engagement(on, 12, EngagementCommand::MovePhase { phase, moved_on: on });
            }
        }
        known
    }

    /// Maps at half time and before the end: whoever stood on the first one, and whom they have met since.
    pub(super) fn tell_growth(&mut self, work: &Work, ties: &[Told], known: &[MapEntry]) {
        let half = after(work.start, (work.agreed_end - work.start).num_days() / 2);
        for day in [half, after(work.end, -30)] {
            let on = work.worked_on_or_after(day);
            if on <= after(work.start, 20) || on >= work.last_day() {
                continue;
            }
            let grown = ties.iter().filter(|tie| {
                tie.met_on.is_some_and(|met| met < on) && tie.closed_from.is_none_or(|closed| closed > on)
            });
            let mut entries = known.to_vec();
            for tie in grown {
                let lasts = tie.declared_on.is_some_and(|declared| declared <= on);
                let ring = if lasts { Ring::Friends } else { Ring::TakingPart };
                let script = &mut self.script;
                let friend = entry(script, tie.first, ring, Sector::FriendsAndUnpaid, TieKind::Friend);
                let (person_id, started_by) = (Some(tie.other_id), Some(script.engagement_id));
                entries.push(MapEntry { person_id, started_by, ..friend });
            }
            take_map(&mut self.script, on, entries);
        }
    }
}

fn interest(script: &mut Script, which: usize) -> Interest {
    let (name, kind, share, own_words) = stock::INTERESTS[which];
    let chance = &mut script.chance;
    let barriers =
        if chance.percent(35) { [*chance.one_of(Barrier::ALL)].into() } else { Default::default() };
    Interest {
        name: line(name),
        kind,
        own_words: Some(words(own_words)),
        strength: chance.between(1, 3) as u8,
        share,
        evidence: chance.weighted(&[
            (6, Evidence::Person),
            (3, Evidence::Supporter),
            (1, Evidence::Observed),
        ]),
        participation: *chance.one_of(Participation::ALL),
        barriers,
    }
}

/// So many unpaid people, and some paid ones.
fn first_map(script: &mut Script, unpaid: i64) -> Vec<MapEntry> {
    let mut entries = Vec::new();
    for number in 0..unpaid {
        let family = number < 2 || script.chance.percent(30);
        let name = if number == 0 { "Mum" } else { script.chance.text(stock::FIRST) };
        let (sector, tie) = if family {
            (Sector::Family, TieKind::Family)
        } else {
            (
                Sector::FriendsAndUnpaid,
                *script.chance.one_of(&[TieKind::Friend, TieKind::Neighbour, TieKind::ClubMember]),
            )
        };
        let ring =
            if family { Ring::Closest } else { *script.chance.one_of(&[Ring::Friends, Ring::TakingPart]) };
        entries.push(entry(script, name, ring, sector, tie));
    }
    for _ in 0..script.chance.between(2, 4) {
        let name = script.chance.text(stock::FIRST);
        entries.push(entry(script, name, Ring::PaidSupport, Sector::PaidSupporters, TieKind::PaidSupport));
    }
    entries
}

fn take_map(script: &mut Script, on: NaiveDate, entries: Vec<MapEntry>) {
    let method = script.chance.weighted(&[(6, MapMethod::Conversation), (3, MapMethod::PhotoTalkingMats)]);
    let map_id = MapId(script.chance.id());
    script.person(on, PersonCommand::TakeRelationshipMap { map_id, taken_on: on, method, entries });
}

fn entry(script: &mut Script, name: &str, ring: Ring, sector: Sector, tie: TieKind) -> MapEntry {
    let chance = &mut script.chance;
    let some = |chance: &mut super::super::chance::Chance| {
        (0..chance.between(0, 2)).map(|_| *chance.one_of(Giving::ALL)).collect()
    };
    MapEntry {
        entry_id: MapEntryId(chance.id()),
        name: line(name),
        person_id: None,
        ring,
        sector,
        tie,
        shares_service: Some(chance.percent(25)),
        frequency: *chance.one_of(ContactFrequency::ALL),
        started_by: None,
        gives: some(chance),
        receives: some(chance),
        wish: chance.weighted(&[(5, Wish::More), (4, Wish::Same), (1, Wish::Unsure)]),
    }
}
