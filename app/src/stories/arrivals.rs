//! Referrals of the last weeks that nobody has been asked to take yet, so that a team lead has something to give out.

use chrono::Days;
use domain::engagement::codes::ReferralSource;
use domain::person::codes::{CommunicationNeed, PersonKind};
use domain::person::records::Details;
use domain::shared::ids::{CommandId, EngagementId, PersonId};

use super::script::{line, words};
use super::town::{Persona, Town};
use crate::App;
use crate::access::Viewer;
use crate::commands::{Arrival, Instruction, Referral, Request};
use crate::error::Refusal;

/// Name, part of town, need, days ago, who asked, why.
const NEW: [(&str, &str, CommunicationNeed, u64, ReferralSource, &str); 4] = [
    (
        "Winnie Achebe",
        "Mill Lane",
        CommunicationNeed::MoreTime,
        19,
        ReferralSource::SelfOrFamily,
        "Misses the market where she used to help.",
    ),
    (
        "Col Prentice",
        "Harbourside",
        CommunicationNeed::UsesPhotographs,
        12,
        ReferralSource::College,
        "Leaves college in July and knows nobody at home.",
    ),
    (
        "Bea Ollerton",
        "St Luke's",
        CommunicationNeed::QuietPlaces,
        6,
        ReferralSource::SelfOrFamily,
        "Would like to sing again, in a small group.",
    ),
    (
        "Idris Vaughan",
        "Mill Lane",
        CommunicationNeed::EasyRead,
        2,
        ReferralSource::College,
        "Mends bicycles and would like to do it with others.",
    ),
];

/// They arrive, on the day up to which the history is told.
pub(super) async fn arrive(app: &App, town: &Town) -> Result<(), Refusal> {
    let rosa = Viewer::of(town.account(Persona::ROSA));
    let today = app.clock.today();
    for (name, area, need, days_ago, source, why) in NEW {
        let details = Details {
            name: line(name),
            known_as: None,
            born_on: None,
            phone: None,
            email: None,
            address: None,
            area: Some(line(area)),
        };
        let referral = Referral {
            engagement_id: EngagementId(app.ids.next()),
            source,
            received_on: today - Days::new(days_ago),
            reason: Some(words(why)),
            connector: None,
            under_way_since: None,
        };
        let arrival = Arrival {
            person_id: PersonId(app.ids.next()),
            kind: PersonKind::Supported,
            details,
            different_from: Vec::new(),
            identifiers: Vec::new(),
            needs: vec![need],
            interests: Vec::new(),
            referral: Some(referral),
        };
        let instruction = Instruction::Arrival(Box::new(arrival));
        let request = Request { command_id: CommandId(app.ids.next()), seen: None, instruction };
        let done = app.ask(&rosa, request).await?;
        app.views.catch_up(done.position).await;
    }
    Ok(())
}
