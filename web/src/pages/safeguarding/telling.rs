//! Telling the safeguarding lead, from a person's page or a relationship's. It is kept however little is
//! filled in: nobody waits with a worry until a form is full.

use app::accounts::Colleague;
use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use domain::concern::ConcernCommand;
use domain::shared::ids::{ConcernId, PersonId, RelationshipId};

use super::wording::{self, Offers};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{FormErrors, Page};
use crate::pages::person::head::{Head, Record};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Two entries for each of both.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/concerns/new", Audience::Connecting, look),
        post("/people/{id}/concerns", Audience::Connecting, tell),
        get("/relationships/{id}/concerns", Audience::Connecting, look_between),
        post("/relationships/{id}/concerns", Audience::Connecting, tell_between),
    ]
}

#[derive(Template)]
#[template(path = "safeguarding/telling.html")]
struct Telling {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    offers: Offers,
    today: String,
    /// Where it is sent, and where giving up leads.
    at: (String, String),
    /// "Gordon and Pat", when it is about a relationship.
    between: Option<String>,
}

/// The hidden field of a form on which it was asked whether a concern without a word is meant.
const ALL_THE_SAME: &str = "all_the_same";

impl Telling {
    /// Whether it is asked just now.
    fn asks(&self) -> bool {
        self.typed.has(ALL_THE_SAME)
    }

    fn called(&self) -> &str {
        &self.head.called
    }
}

/// About whom, and between whom.
struct About {
    record: Record,
    tie: Option<(RelationshipId, String)>,
    team: Vec<Colleague>,
}

impl About {
    async fn person(site: &Site, signed: &Signed, id: PersonId) -> Result<Self, Error> {
        let who = signed.connecting()?;
        let record = Record::read(site, &who, id).await?;
        Ok(Self { record, tie: None, team: site.app.accounts.colleagues(&who).await? })
    }

    async fn between(site: &Site, signed: &Signed, id: RelationshipId) -> Result<Self, Error> {
        let who = signed.connecting()?;
        let tie = site.app.views.relationship(&who, id).await?.ok_or(app::error::Refusal::NotFound)?;
        let about = Self::person(site, signed, tie.relationship.person_id).await?;
        let both = format!("{} and {}", tie.person_called, tie.other_called);
        Ok(Self { tie: Some((id, both)), ..about })
    }

    async fn draw(self, site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
        let id = self.record.id();
        let at = match &self.tie {
            Some((tie, _)) => (paths::relationship_part(tie, "concerns"), paths::relationship(tie)),
            None => (paths::person_part(id, "concerns"), paths::person(id)),
        };
        let (page, keys, typed, head) =
            self.record.form(site, signed, "Tell the safeguarding lead", typed, &attempt);
        // Somebody else's change of the record is no reason to send a worry back.
        let keys = Keys { seen: None, ..keys };
        let offers = Offers::new(&self.team, &typed, &attempt);
        let between = self.tie.map(|(_, both)| both);
        let today = self.record.today.to_string();
        show_as(attempt.status, &Telling { page, keys, attempt, typed, head, offers, today, at, between })
    }

    fn first(&self, site: &Site) -> Typed {
        Typed::default().with("concern_id", site.app.ids.next()).with("happened_on", self.record.today)
    }

    async fn take(self, site: &Site, signed: &Signed, typed: Typed) -> Answer {
        let mut form = typed.reader();
        let read = (form.id::<ConcernId>("concern_id"), wording::read(&mut form, &self.team));
        let (Some(concern_id), Some(report)) = read else {
            let attempt = form.again();
            return self.draw(site, signed, typed, attempt).await;
        };
        // Asked once, because a tap on a screen in a pocket is no concern; never twice, because a concern without a
        // word is one.
        if report.says_nothing() && !typed.has(ALL_THE_SAME) {
            let attempt = Attempt::not_understood(FormErrors::none());
            return self.draw(site, signed, typed.with(ALL_THE_SAME, "yes"), attempt).await;
        }
        let command = ConcernCommand::Report {
            concern_id,
            person_id: self.record.id(),
            relationship_id: self.tie.as_ref().map(|(tie, _)| *tie),
            report: Box::new(report),
            called: None,
        };
        let instruction = Instruction::Concern { id: concern_id, command };
        let to = paths::concern_receipt(concern_id);
        match site.settle(signed, &typed, instruction, &to, Flash::ConcernTold).await? {
            Ok(answer) => Ok(answer),
            Err(attempt) => self.draw(site, signed, typed, attempt).await,
        }
    }
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let about = About::person(&site, &signed, id).await?;
    let typed = about.first(&site);
    about.draw(&site, &signed, typed, Attempt::first()).await
}

async fn tell(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    About::person(&site, &signed, id).await?.take(&site, &signed, typed).await
}

async fn look_between(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let about = About::between(&site, &signed, id).await?;
    let typed = about.first(&site);
    about.draw(&site, &signed, typed, Attempt::first()).await
}

async fn tell_between(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    About::between(&site, &signed, id).await?.take(&site, &signed, typed).await
}
