//! People who came to be on record twice: Shanice, whom a family rang about and whose name was written as it was
//! heard; Pat, whom a second connector met at the allotments; and Dev, whose two records are one already.

use std::collections::BTreeSet;

use domain::engagement::codes::ReferralSource;
use domain::person::codes::{CommunicationNeed, Evidence, InterestKind, Participation, PersonKind};
use domain::person::records::{Details, Interest};
use domain::shared::ids::{CommandId, EngagementId, InterestId, PersonId};

use super::script::{line, words};
use super::town::{Persona, Town};
use crate::App;
use crate::access::Viewer;
use crate::commands::{Arrival, Instruction, Merging, Referral, Request};
use crate::error::Refusal;

/// Both, on the day up to which the history is told.
pub(super) async fn register(app: &App, town: &Town) -> Result<(), Refusal> {
    let ben = town.account(Persona::BEN);
    let referral = Referral {
        engagement_id: EngagementId(app.ids.next()),
        source: ReferralSource::SelfOrFamily,
        received_on: app.clock.today(),
        reason: Some(words("Her aunt rang: she would love to sing with others again.")),
        connector: Some(ben.account_id),
        under_way_since: None,
    };
    let shanice = Arrival {
        person_id: PersonId(app.ids.next()),
        kind: PersonKind::Supported,
        details: details("Shanice Moriss", Some("07700 900482"), None),
        different_from: Vec::new(),
        identifiers: Vec::new(),
        needs: vec![CommunicationNeed::QuietPlaces],
        interests: vec![(InterestId(app.ids.next()), loves("singing"))],
        referral: Some(referral),
    };
    let pat = Arrival {
        person_id: PersonId(app.ids.next()),
        kind: PersonKind::CommunityMember,
        details: details("Pat Amorey", None, Some("Mill Lane")),
        different_from: Vec::new(),
        identifiers: Vec::new(),
        needs: Vec::new(),
        interests: vec![(InterestId(app.ids.next()), loves("making chutney"))],
        referral: None,
    };
    let dev = Arrival {
        person_id: PersonId(app.ids.next()),
        kind: PersonKind::CommunityMember,
        details: details("Dev Chowdhry", Some("07700 900317"), None),
        different_from: Vec::new(),
        identifiers: Vec::new(),
        needs: Vec::new(),
        interests: vec![(InterestId(app.ids.next()), loves("old motorbikes"))],
        referral: None,
    };
    let goes = dev.person_id;
    for arrival in [shanice, pat, dev] {
        ask(app, &Viewer::of(ben), Instruction::Arrival(Box::new(arrival))).await?;
    }
    put_together(app, &Viewer::of(town.account(Persona::ROSA)), goes).await
}

/// Rosa finds that the one whom Gordon mends radios with is the same.
async fn put_together(app: &App, rosa: &Viewer, goes: PersonId) -> Result<(), Refusal> {
    let found = app.views.find(&rosa.connecting()?, "Dev Chaudhry", 1).await?;
    let Some(stays) = found.first().map(|one| one.person.person_id).filter(|stays| *stays != goes) else {
        return Ok(());
    };
    ask(app, rosa, Instruction::PutTogether(Merging { stays, goes, goes_seen: None })).await
}

async fn ask(app: &App, viewer: &Viewer, instruction: Instruction) -> Result<(), Refusal> {
    let request = Request { command_id: CommandId(app.ids.next()), seen: None, instruction };
    let done = app.ask(viewer, request).await?;
    app.views.catch_up(done.position).await;
    Ok(())
}

fn details(name: &str, phone: Option<&str>, area: Option<&str>) -> Details {
    Details {
        name: line(name),
        known_as: None,
        born_on: None,
        phone: phone.map(line),
        email: None,
        address: None,
        area: area.map(line),
    }
}

fn loves(what: &str) -> Interest {
    Interest {
        name: line(what),
        kind: InterestKind::Passion,
        own_words: None,
        strength: 2,
        share: None,
        evidence: Evidence::Person,
        participation: Participation::Sometimes,
        barriers: BTreeSet::new(),
    }
}
