//! How we know that one relationship stands on its own: the eight tests as they were found on the day of
//! the declaration, the contacts behind them, and what was found when it was looked at again.

use app::error::Refusal;
use app::views::outcomes::EvidenceTrail;
use app::views::{reference, tie_reference};
use askama::Template;
use axum::extract::State;
use chrono::{Months, NaiveDate};
use domain::relationship::codes::{CheckResult, ContactSource, Presence};
use domain::relationship::records::Contact;
use domain::relationship::{Explained, Names, explain};
use domain::shared::ids::{ContractId, RelationshipId};

use super::definitions;
use super::frame::{self, Frame};
use super::span::Span;
use crate::charts::Picture;
use crate::charts::presence::{self, FromOutside};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::format;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/contracts/{id}/relationships/{relationship}", Audience::Commissioning, page)]
}

/// What everybody is called where nobody may be named.
const NAMES: Names<'static> =
    Names { person: "the person", other: "the other person", connector: "the connector" };

/// Months after which a declaration is looked at again.
const LOOKED_AT: [u8; 3] = [3, 6, 12];

#[derive(Template)]
#[template(path = "commissioner/relationship.html")]
struct RelationshipPage {
    page: Page,
    frame: Frame,
    trail: EvidenceTrail,
    tests: Vec<Explained>,
    fading: FromOutside,
    looks: Vec<Look>,
}

/// One look after the declaration, made or still to come.
struct Look {
    months: u8,
    /// What was found, when and how we know; `None` until it was made.
    found: Option<(CheckResult, NaiveDate, ContactSource)>,
    due_on: NaiveDate,
}

impl RelationshipPage {
    fn passed(&self) -> usize {
        self.tests.iter().filter(|test| test.passed).count()
    }

    fn is_evidence(&self, contact: &Contact) -> bool {
        self.trail.evaluation.evidence().contains(&contact.contact_id)
    }

    fn taken_back_on(&self, contact: &Contact) -> Option<NaiveDate> {
        self.trail
            .taken_back
            .iter()
            .find(|(taken, _)| taken.contact_id == contact.contact_id)
            .map(|(_, on)| *on)
    }
}

/// How much of it the connector was, told about them.
pub fn presence_words(presence: &Presence) -> &'static str {
    match presence {
        Presence::Leads => "Led it",
        Presence::TakesPart => "Took part",
        Presence::Background => "In the background",
        Presence::Nearby => "Nearby, or by phone",
        Presence::Absent => "Not there",
    }
}

/// How we know, told about the connector.
pub fn source_words(source: &ContactSource) -> &'static str {
    match source {
        ContactSource::ConnectorSaw => "The connector was there",
        ContactSource::Person
        | ContactSource::OtherParty
        | ContactSource::Supporter
        | ContactSource::MessageOrPhoto => source.label(),
    }
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At((id, relationship)): At<(ContractId, RelationshipId)>,
    Params(typed): Params,
) -> Answer {
    let who = signed.commissioning()?;
    let span = Span::read_strictly(&typed, site.app.clock.today())?;
    let (frame, _) = frame::look(&site, &who, id, span).await?;
    let trail = site.app.views.trail(&who, id, relationship).await?.ok_or(Refusal::NotFound)?;
    let contacts = trail.all_contacts();
    let tests = explain(&trail.evaluation, &contacts, NAMES);
    let counted = trail
        .contacts
        .iter()
        .map(|contact| presence::Contact { on: contact.on, presence: contact.presence.level() });
    let fading = FromOutside(presence::Presence { contacts: counted.collect() });
    let looks = LOOKED_AT.into_iter().map(|months| look_after(&trail, months)).collect();
    let page = signed.page("How we know", Here::Overview);
    show(&RelationshipPage { page, frame, tests, fading, looks, trail })
}

fn look_after(trail: &EvidenceTrail, months: u8) -> Look {
    let made = trail.checks.iter().find(|(after, _)| *after == months);
    let due_on = trail.declared_on.checked_add_months(Months::new(months.into())).unwrap_or(trail.declared_on);
    let found = made.map(|(_, check)| (check.result, check.checked_on, check.source));
    Look { months, found, due_on }
}
