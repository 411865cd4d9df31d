//! The message back to whoever referred somebody: that we take it on, that we do not, that the work has ended. It is
//! written here and sent by people; what is kept is what went, how, and on which day.
//!
//! Our plain answer needs no agreement, because the referrer asked. Anything more about the person does. Source:
//! practice default; common-law duty of confidence.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clocks::working_days_after;
use super::decide::Decision;
use super::{Engagement, EngagementError, EngagementEvent, ReferralSource, dates};
use crate::codes;
use crate::person::{ConsentScope, Person};
use crate::shared::ids::{MessageId, SharingId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Working days after a fact within which the referrer hears of it. Source: practice default.
pub const MESSAGE_WORKING_DAYS: u32 = 5;
/// Days after a fact from which nobody waits for the message any more. Source: practice default.
pub const MESSAGE_WAITED_FOR_DAYS: u64 = 56;

codes! {
    /// What a message back is about.
    TellingAbout {
        Received = "The referral came",
        Accepted = "We take it on",
        Declined = "We do not take it on",
        Ended = "The work has ended",
    }

    /// How much it says.
    TellingExtent {
        Answer = "Only our answer",
        More = "More about how it went",
    }

    /// By which means it went.
    MessageMeans {
        Letter = "By letter",
        Email = "By email",
        Phone = "By phone",
        InPerson = "Face to face",
        System = "Through the council\u{2019}s system",
    }

    /// In which format. Source: Accessible Information Standard, DAPB1605.
    MessageFormat {
        Ordinary = "Ordinary print or email",
        EasyRead = "Easy Read",
        LargePrint = "Large print",
        Audio = "Audio",
        Braille = "Braille",
        Spoken = "Told in words",
        Signed = "Signed",
    }
}

/// A message as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(deserialize = "L: Deserialize<'de>, W: Deserialize<'de>"))]
pub struct Message<L, W> {
    /// What it is about.
    pub about: TellingAbout,
    /// How much it says.
    pub extent: TellingExtent,
    /// The day it went.
    pub sent_on: NaiveDate,
    /// How it went.
    pub means: MessageMeans,
    /// In which format whoever gets it needs it.
    pub needed: MessageFormat,
    /// In which format it went.
    pub used: MessageFormat,
    /// To whom.
    pub to: L,
    /// What it said.
    pub text: W,
    /// The agreement to share on which it rests, where it rests on one of those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests_on: Option<SharingId>,
    /// Who it is from: their name, what they do, and for which team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<L>,
    /// How whoever reads it can reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<L>,
}

/// A message as kept.
pub type SentMessage = Message<Personal<Line>, Personal<Words>>;

/// What must be known to say which message is owed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MessageClock {
    /// Day the referral came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
    /// Day it was decided that we are the right people.
    pub accepted_on: Option<NaiveDate>,
    /// Day it was decided that we are not, or the referral was closed.
    pub declined_on: Option<NaiveDate>,
    /// Last day of the work.
    pub ended_on: Option<NaiveDate>,
    /// What the referrer has been told.
    pub told: BTreeSet<TellingAbout>,
}

/// A message that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Owed {
    /// The last day on which it is in time.
    pub due_on: NaiveDate,
    /// What it is about.
    pub about: TellingAbout,
}

impl MessageClock {
    /// What is to be known of an engagement.
    pub fn of(engagement: &Engagement) -> Self {
        let decided = engagement.eligibility.as_ref();
        let on = |wanted: bool| decided.filter(|it| it.eligible == wanted).map(|it| it.decided_on);
        let closed = engagement.referral_closing.as_ref().map(|closing| closing.closed_on);
        Self {
            received_on: engagement.received_on,
            accepted_on: on(true),
            declined_on: on(false).or(closed),
            ended_on: engagement.ended_on(),
            told: engagement.messages.values().map(|message| message.about).collect(),
        }
    }

    /// The day of what a message would be about; `None` when it has not happened.
    pub fn day(&self, about: TellingAbout) -> Option<NaiveDate> {
        match about {
            TellingAbout::Received => self.received_on,
            TellingAbout::Accepted => self.accepted_on,
            TellingAbout::Declined => self.declined_on,
            TellingAbout::Ended => self.ended_on,
        }
    }

    /// The message that is owed, whenever it is asked: about what happened last, unless it was told. That a referral
    /// came is a clock of the referral ([`super::clocks::DueKind::Acknowledgement`]), which runs before anybody has it.
    pub fn next(&self) -> Option<Owed> {
        let order = [TellingAbout::Ended, TellingAbout::Declined, TellingAbout::Accepted];
        let about = order.into_iter().find(|about| self.day(*about).is_some())?;
        let on = self.day(about).filter(|_| !self.told.contains(&about))?;
        Some(Owed { due_on: working_days_after(on, MESSAGE_WORKING_DAYS), about })
    }

    /// The message that is owed on a day: none once nobody waits for it any more.
    pub fn owed(&self, today: NaiveDate) -> Option<Owed> {
        let owed = self.next()?;
        (today <= self.waited_until(owed.about)?).then_some(owed)
    }

    /// The last day on which somebody waits for a message; `None` when what it is about has not happened.
    pub fn waited_until(&self, about: TellingAbout) -> Option<NaiveDate> {
        Some(self.day(about)? + Days::new(MESSAGE_WAITED_FOR_DAYS))
    }
}

/// Whether a person agreed that their referrer may be told more than our answer, on a day: by the agreement that is
/// named, or by their answer to the closed question that covers such a referrer.
pub fn may_tell_more(
    person: &Person,
    source: Option<ReferralSource>,
    rests_on: Option<SharingId>,
    day: NaiveDate,
) -> bool {
    if let Some(sharing) = rests_on {
        return person.sharings.get(&sharing).is_some_and(|kept| kept.holds_on(day).is_some());
    }
    let scope = match source {
        Some(ReferralSource::SelfOrFamily) => ConsentScope::ShareWithFamily,
        Some(ReferralSource::SocialWorker) => ConsentScope::ShareWithFunder,
        _ => return false,
    };
    person.consent(scope, day).is_some()
}

pub(super) fn tell(
    state: &Engagement,
    message_id: MessageId,
    message: &Message<Line, Words>,
    (agreed, today): (bool, NaiveDate),
) -> Decision {
    if state.received_on.is_none() {
        return Err(EngagementError::NotReferred);
    }
    if let Some(sent) = state.messages.get(&message_id) {
        return Err(EngagementError::AlreadyTold { sent_on: sent.sent_on });
    }
    let about = message.about;
    let clock = MessageClock::of(state);
    let Some(since) = clock.day(about) else { return Err(EngagementError::NothingToTell { about }) };
    dates::happened("sent_on", message.sent_on, today)?;
    dates::in_order("sent_on", message.sent_on, since)?;
    if message.extent == TellingExtent::More && !agreed {
        return Err(EngagementError::NoAgreementToTell);
    }
    let Message { extent, sent_on, means, needed, used, rests_on, from, reach, .. } = message.clone();
    let message = Message {
        about,
        extent,
        sent_on,
        means,
        needed,
        used,
        to: state.personal(&message.to),
        text: state.personal(&message.text),
        rests_on: rests_on.filter(|_| extent == TellingExtent::More),
        from: from.as_ref().map(|from| state.personal(from)),
        reach: reach.as_ref().map(|reach| state.personal(reach)),
    };
    Ok(vec![EngagementEvent::ReferrerTold { message_id, message }])
}
