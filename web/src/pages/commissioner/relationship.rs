//! How we know that one relationship stands on its own: the eight tests as they were found on the day of
//! the declaration, the contacts behind them, and what was found when it was looked at again.

use app::error::Refusal;
use app::views;
use app::views::outcomes::EvidenceTrail;
use askama::Template;
use axum::extract::State;
use chrono::{Months, NaiveDate};
use domain::relationship::codes::{self, CheckResult, ContactSource};
use domain::relationship::records::Contact;
use domain::relationship::{Explained, Names, explain};
use domain::shared::ids::{ContractId, RelationshipId};

use super::definitions;
use super::frame::{self, Frame};
use super::span::Span;
use crate::charts::presence::Presence;
use crate::charts::{self, Picture};
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
    fading: Presence,
    looks: Vec<Look>,
}

/// One look after the declaration, made or still to come.
struct Look {
    /// "After 3 months: still going"
    title: String,
    /// When and how we know, or when it is due.
    words: String,
    /// Whether it was found to go on.
    goes_on: bool,
}

impl RelationshipPage {
    /// What became of the contacts taken back.
    fn taken_back_words(&self) -> String {
        let count = self.trail.taken_back.len();
        format!(
            "{} that this rested on {} taken back afterwards. The declaration was not changed; it is marked below.",
            format::plural(count, "contact", "contacts"),
            if count == 1 { "was" } else { "were" }
        )
    }

    /// What became of the contacts put right.
    fn put_right_words(&self) -> String {
        let count = self.trail.put_right.len();
        format!(
            "{} that this rested on {} put right afterwards. The declaration was not changed, and the eight tests show \
             what they found then; it is marked below.",
            format::plural(count, "contact", "contacts"),
            if count == 1 { "was" } else { "were" }
        )
    }

    /// "Put right on 12 May 2026, from 1 April 2026"; the day it was of only where that is another.
    fn put_right(&self, contact: &Contact) -> Option<String> {
        let (was, on) = self.trail.put_right.iter().find(|(was, _)| was.contact_id == contact.contact_id)?;
        let then =
            if was.on == contact.on { String::new() } else { format!(", from {}", format::date(was.on)) };
        Some(format!("Put right on {}{then}", format::date(*on)))
    }

    fn quiet_words(&self, day: &NaiveDate) -> String {
        format!(
            "It has gone quiet since, on {}. That it once stood on its own stays true.",
            format::date(*day)
        )
    }

    fn presence(&self, contact: &Contact) -> &'static str {
        presence_words(contact.presence)
    }

    fn source(&self, contact: &Contact) -> &'static str {
        source_words(contact.source)
    }

    fn contacts(&self) -> Vec<&Contact> {
        self.trail.all_contacts()
    }

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
fn presence_words(presence: codes::Presence) -> &'static str {
    use codes::Presence;
    match presence {
        Presence::Leads => "Led it",
        Presence::TakesPart => "Took part",
        Presence::Background => "In the background",
        Presence::Nearby => "Nearby, or by phone",
        Presence::Absent => "Not there",
    }
}

/// How we know, told about the connector.
fn source_words(source: ContactSource) -> &'static str {
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
    let frame = frame::frame(&site, &who, id, span).await?;
    let trail = site.app.views.trail(&who, id, relationship).await?.ok_or(Refusal::NotFound)?;
    let tests = explain(&trail.evaluation, &trail.contacts_as_declared(), NAMES);
    let counted = trail
        .contacts
        .iter()
        .map(|contact| charts::presence::Contact { on: contact.on, presence: contact.presence.level() });
    let fading = Presence { contacts: counted.collect(), connector: Some("the connector".to_owned()) };
    let looks = LOOKED_AT.into_iter().map(|months| look_after(&trail, months)).collect();
    let page = signed.page("How we know", Here::Overview);
    show(&RelationshipPage { page, frame, tests, fading, looks, trail })
}

fn look_after(trail: &EvidenceTrail, months: u8) -> Look {
    let made = trail.checks.iter().find(|(after, _)| *after == months);
    let due_on =
        trail.declared_on.checked_add_months(Months::new(months.into())).unwrap_or(trail.declared_on);
    let title = format!("After {months} months");
    match made {
        None if trail.lapsed_on.is_some() => {
            Look { title, words: "It had gone quiet".to_owned(), goes_on: false }
        }
        None => Look { title, words: format!("Due on {}", format::date(due_on)), goes_on: false },
        Some((_, check)) => Look {
            title: format!("{title}: {}", check.result.label().to_lowercase()),
            words: format!("{}. {}", format::date(check.checked_on), source_words(check.source)),
            goes_on: check.result == CheckResult::Continuing,
        },
    }
}
