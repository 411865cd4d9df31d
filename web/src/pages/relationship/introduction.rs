//! Proposing that two people meet: what they share and why. Whoever is not on record yet is registered in
//! the same form, by name alone. Nobody has agreed to anything by it: both are asked afterwards.

use app::commands::{Instruction, Newcomer};
use app::error::Refusal;
use app::introducing::Among;
use app::views::people::{PersonRow, PersonSummary};
use askama::Template;
use axum::extract::State;
use domain::person::PersonError;
use domain::person::codes::{Evidence, InterestKind, Participation, PersonKind};
use domain::person::records::{Details, Interest};
use domain::relationship::RelationshipCommand;
use domain::shared::ids::{EngagementId, InterestId, PersonId, RelationshipId};

use super::fits;
use super::whom::{Whom, loves, musts};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Faces, Here, Page};
use crate::router::{Route, get, post};
use crate::sentences::fit;
use crate::site::{Site, see_other, show_as};
use crate::{format, paths};

/// Choosing and proposing.
pub fn routes() -> Vec<Route> {
    vec![
        get("/introductions/new", Audience::Connecting, begin),
        get("/people/{id}/introductions/new", Audience::Connecting, new),
        post("/people/{id}/introductions/new", Audience::Connecting, look),
        post("/people/{id}/introductions", Audience::Connecting, propose),
    ]
}

#[derive(Template)]
#[template(path = "relationship/introduction.html")]
struct Introduction {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    whom: Whom,
    /// Whom they would meet; `None` for somebody new.
    other: Option<PersonRow>,
    /// What both are known to love.
    common: Vec<String>,
    /// Why the two are not offered to each other just now.
    not_now: Option<String>,
    /// People on record who look like the one who is new.
    alike: Vec<PersonSummary>,
    today: String,
    faces: Faces,
}

impl Introduction {
    fn other_name(&self) -> String {
        let details = self.other.as_ref().and_then(|row| row.person.details());
        details.map_or("Somebody new to us", |details| details.name.as_str()).to_owned()
    }

    /// Whether more than a name was told of somebody new, or not understood.
    fn told_more(&self) -> bool {
        ["area", "phone", "known_as"]
            .iter()
            .any(|field| !self.typed.one(field).is_empty() || self.attempt.errors.of(field).is_some())
    }

    /// Whether somebody who looks like the one who is new can be introduced as they are.
    fn can_be_met(&self, one: &PersonSummary) -> bool {
        one.kind == PersonKind::CommunityMember && !one.refuses_introductions
    }

    /// What must not happen to the other, where they are somebody whom the viewer works with.
    fn others_musts(&self) -> Vec<String> {
        self.other.as_ref().map(|row| musts(&row.person)).unwrap_or_default()
    }

    fn other_id(&self) -> PersonId {
        self.other.as_ref().map(|row| row.person.person_id).unwrap_or_default()
    }

    fn meets(&self) -> &str {
        self.other.as_ref().and_then(|row| row.person.called()).unwrap_or("them")
    }
}

async fn draw(
    site: &Site,
    signed: &Signed,
    (whom, other): (Whom, Option<PersonRow>),
    (typed, attempt): (Typed, Attempt),
    alike: Vec<PersonSummary>,
) -> Answer {
    let mut typed = attempt.keep(typed);
    let (mine, theirs) = (whom.loves(), other.as_ref().map(loves).unwrap_or_default());
    let who = signed.connecting()?;
    let offers = match &other {
        Some(other) => fits::offers(site, &who, whom.id, Among::Only(other.person.person_id)).await?,
        None => None,
    };
    let (mut not_now, mut carried) = (None, None);
    if let (Some(offers), Some(other)) = (&offers, &other) {
        let id = other.person.person_id;
        let out = offers.left_out.iter().find(|out| out.of.facts.person_id == id);
        not_now = out.map(|out| fit::not_now(offers, out).0);
        carried = fits::carried(offers, id);
    }
    let book = match &offers {
        Some(offers) => offers.book.clone(),
        None => site.app.term_book(&who).await?,
    };
    let common: Vec<String> =
        fits::in_common(&book, &mine, &theirs).into_iter().map(|(one, _)| one.to_owned()).collect();
    // What both love stands in the form, to be put in the connector's own words.
    if !typed.has("shared") {
        let (shared, why) = carried.unwrap_or_default();
        let shared = if shared.is_empty() { common.first().cloned().unwrap_or_default() } else { shared };
        typed = typed.with("shared", shared).with("why", why);
    }
    let page = signed.page(format!("Introduce {}", whom.called), Here::Introduce);
    let both = other.as_ref().map(|row| row.person.person_id).into_iter().chain([whom.id]);
    let faces = Faces::of(site, &who, both).await?;
    let keys = signed.keys(&site.app, &typed);
    let today = site.app.clock.today().to_string();
    show_as(
        attempt.status,
        &Introduction { page, keys, attempt, typed, whom, other, common, not_now, alike, today, faces },
    )
}

async fn begin(Params(asked): Params) -> Answer {
    match asked.id::<PersonId>("person") {
        Some(id) => see_other(&paths::person_part(id, "introductions/new")),
        None => see_other(paths::INTRODUCTIONS),
    }
}

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let whom = Whom::read(&site, &signed, id).await?;
    // Nobody is introduced to themselves: the list is what was meant.
    if !asked.has("other") || asked.id("other") == Some(id) {
        return fits::choose(&site, &signed, whom, "", asked.id("more")).await;
    }
    let other = other(&site, &signed, &asked).await?;
    let typed = Typed::default()
        .with("other", asked.one("other"))
        .with("engagement_id", whom.engagement.map_or(String::new(), |id| id.to_string()))
        .with("relationship_id", site.app.ids.next())
        .with("newcomer_id", site.app.ids.next())
        .with("interest_id", site.app.ids.next())
        .with("remember", "yes")
        .with("proposed_on", site.app.clock.today());
    draw(&site, &signed, (whom, other), (typed, Attempt::first()), Vec::new()).await
}

/// The same page with those alone who were looked for. Sent like a form, so that no name is in an address.
async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let whom = Whom::read(&site, &signed, id).await?;
    fits::choose(&site, &signed, whom, typed.one("look"), None).await
}

/// Whom they would meet; `None` for somebody new.
async fn other(site: &Site, signed: &Signed, typed: &Typed) -> Result<Option<PersonRow>, Refusal> {
    if typed.is("other", "new") || !typed.has("other") {
        return Ok(None);
    }
    let id = typed.id::<PersonId>("other").ok_or(Refusal::NotFound)?;
    site.app.views.person(&signed.connecting()?, id).await?.ok_or(Refusal::NotFound).map(Some)
}

async fn propose(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let whom = Whom::read(&site, &signed, id).await?;
    let other = other(&site, &signed, &typed).await?;
    let mut form = typed.reader();
    let (Some((relationship_id, instruction)), true) =
        (read(&mut form, &typed, id, other.as_ref()), form.is_fine())
    else {
        let again = (typed.clone(), form.again());
        return draw(&site, &signed, (whom, other), again, Vec::new()).await;
    };
    let refusal = match site.ask(&signed, &typed, instruction.clone()).await {
        Ok(done) => {
            let to = paths::relationship(relationship_id);
            return site.done(done, &to, Flash::IntroductionProposed).await;
        }
        Err(refusal) => refusal,
    };
    let alike = match (&refusal, &instruction) {
        (Refusal::Person(PersonError::PossibleDuplicates { .. }), Instruction::Newcomer(newcomer)) => {
            site.app.views.alike(&signed.connecting()?, &newcomer.details).await?
        }
        _ => Vec::new(),
    };
    let attempt = Attempt::refused(refusal, &typed)?;
    draw(&site, &signed, (whom, other), (typed, attempt), alike).await
}

/// The introduction's id and what is asked for.
fn read(
    form: &mut Reader<'_>,
    typed: &Typed,
    person_id: PersonId,
    other: Option<&PersonRow>,
) -> Option<(RelationshipId, Instruction)> {
    let relationship_id: Option<RelationshipId> = form.id("relationship_id");
    let Some(engagement_id) = typed.id::<EngagementId>("engagement_id") else {
        return form.refuse("", "Introductions are made while an engagement is active. Start it first");
    };
    let details = if other.is_none() { details(form) } else { None };
    let (shared, why, proposed_on) =
        (form.line("shared"), form.words_or_none("why"), form.date("proposed_on"));
    if let Some(other) = other {
        let id = relationship_id?;
        let command = RelationshipCommand::Propose {
            relationship_id: id,
            engagement_id,
            person_id,
            other_id: other.person.person_id,
            shared: shared?,
            why: why?,
            proposed_on: proposed_on?,
            known: Default::default(),
        };
        return Some((id, Instruction::Relationship { id, command }));
    }
    let (newcomer_id, interest_id) = (form.id("newcomer_id"), form.id::<InterestId>("interest_id"));
    let different_from = form.ids("different_from");
    let (id, shared) = (relationship_id?, shared?);
    let loves = if typed.is("remember", "yes") { Some((interest_id?, interest(&shared))) } else { None };
    let newcomer = Newcomer {
        newcomer_id: newcomer_id?,
        details: details?,
        different_from: different_from?,
        loves,
        relationship_id: id,
        engagement_id,
        person_id,
        shared,
        why: why?,
        proposed_on: proposed_on?,
    };
    Some((id, Instruction::Newcomer(newcomer)))
}

/// Who is new: as little as is needed to meet.
fn details(form: &mut Reader<'_>) -> Option<Details> {
    let (name, known_as) = (form.line("name"), form.line_or_none("known_as"));
    let (phone, area) = (form.line_or_none("phone"), form.line_or_none("area"));
    Some(Details {
        name: name?,
        known_as: known_as?,
        born_on: None,
        phone: phone?,
        email: None,
        address: None,
        area: area?,
    })
}

/// What they share, as it stands on the record of whoever is new.
fn interest(shared: &domain::shared::text::Line) -> Interest {
    Interest {
        name: shared.clone(),
        kind: InterestKind::Interest,
        own_words: None,
        strength: 2,
        share: None,
        evidence: Evidence::Observed,
        participation: Participation::Sometimes,
        barriers: Default::default(),
    }
}
