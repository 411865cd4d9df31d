//! What whoever made the referral was told: in most cases in time, of the latest ones not yet. Nothing here is by a
//! chance of its own, so that whatever else happens is not moved by it.

use chrono::NaiveDate;
use domain::engagement::EngagementCommand;
use domain::engagement::message_back::{Message, MessageFormat, MessageMeans, TellingAbout, TellingExtent};
use domain::shared::ids::MessageId;

use crate::clock::following_from;
use crate::stories::script::{Script, after, line, words};

/// Days after a fact on which the message goes.
const DAYS: i64 = 4;

/// Tells the referrer of something that happened on a day.
pub(super) fn tell(script: &mut Script, about: TellingAbout, happened_on: NaiveDate) {
    let sent_on = after(happened_on, if about == TellingAbout::Received { 1 } else { DAYS });
    let id = following_from([
        b"message".as_slice(),
        script.engagement_id.uuid().as_bytes(),
        about.code().as_bytes(),
    ]);
    // One in four is forgotten, and Today says so.
    if id.as_bytes()[0].is_multiple_of(4) {
        return;
    }
    let text = match about {
        TellingAbout::Received => "Thank you for asking us. Your referral came, and we will get in touch.",
        TellingAbout::Accepted => "Thank you for asking us. We are glad to take it on.",
        TellingAbout::Declined => "Thank you for asking us. We are not able to take it on.",
        TellingAbout::Ended => "Thank you for asking us. The work has ended.",
    };
    let means = if id.as_bytes()[1].is_multiple_of(2) { MessageMeans::Email } else { MessageMeans::Letter };
    let message = Message {
        about,
        extent: TellingExtent::Answer,
        sent_on,
        means,
        needed: MessageFormat::Ordinary,
        used: MessageFormat::Ordinary,
        to: line("Whoever made the referral"),
        text: words(text),
        rests_on: None,
        from: None,
        reach: Some(line("01632 960142")),
    };
    let command = EngagementCommand::TellReferrer { message_id: MessageId(id), message, agreed: false };
    script.engagement(sent_on, 16, command);
}
