//! What each fact does to the state. Takes anything that was ever stored, also what a later rule would
//! refuse, and never fails.

use super::council::is_to_council;
use super::{Action, Concern, ConcernEvent as E, Destruction};

/// One arm per event.
pub(super) fn evolve(concern: &mut Concern, event: &E) {
    match event.clone() {
        E::ConcernReported {
            concern_id,
            person_id,
            relationship_id,
            called,
            report,
            raised_by,
            raised_on,
        } => {
            (concern.concern_id, concern.person_id) = (concern_id, person_id);
            (concern.relationship_id, concern.called) = (relationship_id, called);
            (concern.raised_by, concern.raised_on) = (raised_by, Some(raised_on));
            concern.report = Some(report);
        }
        E::ReportCompleted { report, .. } => concern.completed(report),
        E::ConcernTakenOver { lead, taken_on } => concern.taken_over = Some((lead, taken_on)),
        E::ActionAgreed { action, owner, due_on, agreed_on } => {
            concern.action = Some(Action { words: action, owner, due_on, agreed_on });
        }
        E::ActionDone { .. } => concern.action = None,
        E::ConcernReferred { referral, referred_on } => {
            if is_to_council(referral.get()) {
                concern.waiting_since = Some(referred_on);
            }
            concern.referrals.push((referral, referred_on));
        }
        E::CouncilDecided { decision, decided_on } => {
            concern.waiting_since = None;
            concern.decisions.push((decision, decided_on));
        }
        E::RaiserTold { told_on, .. } => concern.raiser_told_on = Some(told_on),
        E::BannerShown { banner, .. } => concern.banner = Some(banner),
        E::BannerEnded { .. } => concern.banner = None,
        E::ConcernSettled { closing, settled_on } => concern.settled = Some((closing, settled_on)),
        E::ConcernTakenUpAgain { taken_up_on, .. } => {
            (concern.settled, concern.taken_up_on) = (None, Some(taken_up_on));
        }
        E::ConcernRead { .. } => {}
        E::ConcernKeptLonger { until, .. } => concern.kept_longer_until = Some(until),
        E::DestructionDecided { ground, decided_by, decided_on } => {
            concern.destruction = Some(Destruction { ground, decided_on, decided_by });
        }
        E::ConcernDestroyed { destroyed_on, .. } => concern.destroyed(destroyed_on),
        E::PersonReplaced { by, replaced_on: _ } => concern.is_about(by),
    }
}
