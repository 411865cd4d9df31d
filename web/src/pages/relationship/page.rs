//! One relationship: both people, where it stands, how the connector steps back, whether it stands on its
//! own, and the one thing to do next.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::relationship::{Explained, IntroductionState};
use domain::shared::ids::{AccountId, RelationshipId};
use domain::shared::personal::Personal;

use super::next::{self, Next};
use super::seen::{self, AnswerLine, ContactLine, DeclarationLine};
use super::thoughts::{self, Worth};
use super::two::{self, Two};
use crate::charts::Picture;
use crate::charts::path::StagePath;
use crate::charts::presence::{Contact, Presence};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Page, Stage};
use crate::router::{Route, get};
use crate::sentences::{Around, Told, tell};
use crate::site::{Site, show};
use crate::{format, paths};

/// Happenings that the page shows.
const HISTORY: i64 = 60;
/// Contacts that are shown before the rest is folded away.
const LATELY: usize = 6;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/relationships/{id}", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "relationship/page.html")]
struct RelationshipPage {
    page: Page,
    two: Two,
    /// "Growing vegetables · met 3 November at the Mill Lane allotments"
    under: String,
    path: StagePath,
    presence: Presence,
    tests: Vec<Explained>,
    passed: usize,
    next: Option<Next>,
    quiet: Option<String>,
    answers: Vec<AnswerLine>,
    /// When and where they are to meet for the first time.
    arranged: Option<String>,
    gives: Option<[(String, Vec<&'static str>); 2]>,
    contacts: Vec<ContactLine>,
    older: Vec<ContactLine>,
    /// How they keep in touch, get there, and what if: question and answer.
    plan: Option<[(&'static str, String); 3]>,
    declarations: Vec<DeclarationLine>,
    history: Vec<(NaiveDate, Told)>,
    /// Whether a team lead who did not ask may sign now.
    may_sign: bool,
    /// What may be worth a thought.
    thoughts: Vec<Worth>,
    /// Whether the open worry is one that no safeguarding lead has on record, so that it can be closed here.
    closable: bool,
}

impl RelationshipPage {
    /// Whether they have met, so that there is more to show than the introduction.
    fn met(&self) -> bool {
        self.two.now().met_on().is_some()
    }

    /// Whether there is more to do in it.
    fn goes_on(&self) -> bool {
        let now = self.two.now();
        !matches!(self.two.stage(), Stage::Quiet)
            && now.not_a_fit().is_none()
            && now.introduction.state != IntroductionState::Declined
    }

    fn stands(&self) -> bool {
        self.two.stage() == Stage::Lasting
    }
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let connector = two.connector(&site, &signed).await?;
    let accounts = two::accounts(&site, &signed).await?;
    let tests = two.tests(two.today, &connector);
    let mut contacts = seen::contacts(&two, &connector);
    let older = contacts.split_off(contacts.len().min(LATELY));
    let asked = two.now().override_asked.as_ref().map(|asked| asked.asked_by);
    let page = RelationshipPage {
        page: two.page(&signed, two.both()),
        under: under(&two),
        path: path(&two),
        presence: presence(&two, &connector),
        passed: tests.iter().filter(|test| test.passed).count(),
        next: next::of(&two, &tests),
        quiet: next::quiet(&two),
        answers: seen::answers(&two),
        arranged: arranged(&two),
        gives: seen::gives(&two),
        plan: plan(&two),
        thoughts: thoughts::of(&two),
        declarations: seen::declarations(&two, &accounts, &connector),
        history: history(&site, &signed, &two, accounts).await?,
        closable: !site.app.views.is_concern_open(&signed.connecting()?, id).await?,
        may_sign: signed.connecting()?.leads() && asked.is_some_and(|by| by != signed.account()),
        contacts,
        older,
        tests,
        two,
    };
    show(&page)
}

fn place(two: &Two) -> String {
    let place = two.now().introduction.place.as_ref().and_then(Personal::get);
    place.map_or(String::new(), |place| format!(" at {place}"))
}

fn under(two: &Two) -> String {
    let now = two.now();
    let mut parts = vec![format::capital(two.shared())];
    match (now.met_on(), now.proposed_on) {
        (Some(on), _) => parts.push(format!("met {}{}", format::date(on), place(two))),
        (None, Some(on)) => parts.push(format!("proposed {}", format::ago(on, two.today))),
        (None, None) => {}
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

fn path(two: &Two) -> StagePath {
    let now = two.now();
    let days = [
        (Stage::Possible, now.proposed_on),
        (Stage::Introduced, now.met_on()),
        (Stage::Consolidating, now.consolidated_on),
        (Stage::Lasting, now.declaration().map(|declared| declared.declared_on)),
    ];
    let reached = days.into_iter().filter_map(|(stage, on)| Some((stage, on?))).collect();
    StagePath { now: two.stage(), reached }
}

fn presence(two: &Two, connector: &str) -> Presence {
    let contact = |contact: &domain::relationship::Contact| Contact {
        on: contact.on,
        presence: contact.presence.level(),
    };
    Presence {
        contacts: two.now().standing_contacts().map(contact).collect(),
        connector: (connector != "you").then(|| connector.to_owned()),
    }
}

/// "Monday 3 November at 14:00 at the Mill Lane allotments"
fn arranged(two: &Two) -> Option<String> {
    let meeting = two.now().introduction.meeting.as_ref()?;
    let at = meeting.at.map_or(String::new(), |at| format!(" at {}", at.format("%H:%M")));
    Some(format!("{}{at}{}", format::weekday(meeting.on, two.today), place(two)))
}

fn plan(two: &Two) -> Option<[(&'static str, String); 3]> {
    let plan = two.now().continuity.as_ref()?.plan.get()?;
    Some([
        ("How they contact each other", plan.in_touch.to_string()),
        ("How they get there", plan.transport.to_string()),
        ("What if it goes wrong", plan.if_it_goes_wrong.to_string()),
    ])
}

/// What happened, newest first; contacts have a list of their own.
async fn history(
    site: &Site,
    signed: &Signed,
    two: &Two,
    accounts: HashMap<AccountId, String>,
) -> Result<Vec<(NaiveDate, Told)>, Error> {
    let Some(person) = &two.person else { return Ok(Vec::new()) };
    let around = Around {
        person: &person.person,
        called: two.person().to_owned(),
        ties: HashMap::from([(two.id, [two.person().to_owned(), two.other().to_owned()])]),
        accounts,
        reader: signed.account(),
    };
    let events = site.app.history_of(&signed.connecting()?, two.id, HISTORY).await?;
    let told = events.iter().filter(|envelope| envelope.event.name() != "ContactLogged").map(|envelope| {
        let told = tell(&envelope.event, envelope.stream.id, envelope.actor, &around);
        (told.on.unwrap_or(format::london_date(envelope.recorded_at)), told)
    });
    Ok(told.collect())
}
