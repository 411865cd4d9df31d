//! What else became of a case: that whoever made the referral was told, and an early review.

use app::commands::Instruction;
use domain::engagement::message_back::{Message, MessageFormat, MessageMeans, TellingAbout, TellingExtent};
use domain::engagement::records::{Attendee, ReviewWords};
use domain::engagement::{Attending, EngagementCommand, ReviewDecision, ReviewFacts, ReviewKind};
use domain::shared::ids::{EngagementId, MessageId, ReviewId};

use crate::cases::{day, line, words};
use crate::test_app::{Persona, TestApp};

impl TestApp {
    async fn engaged(&self, by: Persona, id: EngagementId, command: EngagementCommand) {
        let asked = self.ask(by, Instruction::Engagement { id, command }).await;
        assert!(asked.is_ok(), "{asked:?}");
    }

    /// A review in the third week, with a sister.
    pub(crate) async fn first_review(&self, by: Persona, id: EngagementId) -> ReviewId {
        let review_id = self.id();
        let review = EngagementCommand::HoldReview {
            review_id,
            held_on: day("2026-02-06"),
            kind: ReviewKind::Unplanned,
            decision: ReviewDecision::Continue,
            words: Box::new(ReviewWords {
                own_words: Some(words("I like the allotment")),
                attendees: vec![Attendee { name: line("Maureen"), role: Attending::Family }],
                ..ReviewWords::default()
            }),
            goals: Vec::new(),
            next_review_on: None,
            facts: ReviewFacts::default(),
        };
        self.engaged(by, id, review).await;
        review_id
    }

    /// That we take it on, told to the social worker.
    pub(crate) async fn tell_referrer(&self, by: Persona, id: EngagementId) -> MessageId {
        let message_id = self.id();
        let message = Message {
            about: TellingAbout::Accepted,
            extent: TellingExtent::Answer,
            sent_on: day("2026-01-12"),
            means: MessageMeans::Letter,
            needed: MessageFormat::Ordinary,
            used: MessageFormat::Ordinary,
            to: line("Ana Reyes, social worker"),
            text: words("We are glad to take it on."),
            rests_on: None,
            from: None,
            reach: None,
        };
        self.engaged(by, id, EngagementCommand::TellReferrer { message_id, message, agreed: false }).await;
        message_id
    }
}
