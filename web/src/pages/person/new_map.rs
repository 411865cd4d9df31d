//! Taking a relationship map: a form that begins with the latest one, whose rows are added and taken away by
//! buttons that send it and draw it again, and a picture of it on which a script lets people be dragged. Dragging
//! changes the fields of the form and sends nothing; nothing is kept until "Save".

use app::commands::Instruction;
use app::error::Refusal;
use app::views::relationships::Tie;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::person::codes::MapMethod;
use domain::relationship::Party;
use domain::shared::ids::{EngagementId, MapEntryId, MapId, PersonId};

use super::entries::{self, Row};
use super::head::{Head, Record};
use super::pictured::{Ties, to_change};
use crate::charts::Picture;
use crate::charts::rings::Rings;
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Faces, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{drafts, format, paths};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/maps/new", Audience::Connecting, look),
        post("/people/{id}/maps", Audience::Connecting, take),
    ]
}

#[derive(Template)]
#[template(path = "person/new_map.html")]
struct NewMap {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    rows: Vec<Row>,
    /// People met through Kith who are not on the map yet.
    missing: Vec<(PersonId, String)>,
    methods: Vec<Choice>,
    picture: Rings,
    today: String,
    faces: Faces,
}

/// What the form is drawn from besides what was typed.
struct Ground {
    record: Record,
    ties: Vec<Tie>,
}

impl Ground {
    async fn read(site: &Site, signed: &Signed, id: PersonId) -> Result<Self, Refusal> {
        let who = signed.connecting()?;
        let record = Record::read(site, &who, id).await?;
        let ties = site.app.views.relationships_of_person(&who, id).await?;
        Ok(Self { record, ties })
    }

    /// Those whom the person has met through Kith.
    fn met(&self) -> impl Iterator<Item = (PersonId, &Tie)> {
        let met = self.ties.iter().filter(|tie| tie.relationship.met_on().is_some());
        met.filter(|tie| tie.relationship.person_id == self.record.id())
            .map(|tie| (tie.relationship.other_id, tie))
    }

    /// In which engagement a tie began, if it began with us: where Kith knows it, as the last map says, or else the
    /// one that counts.
    fn with_us(&self, entry: MapEntryId, person: Option<PersonId>, ties: &Ties<'_>) -> Option<EngagementId> {
        let known = person.and_then(|person| ties.with(person));
        let known = known.filter(|tie| tie.person_id == self.record.id()).map(|tie| tie.engagement_id);
        let latest = self.record.row.person.latest_map().map_or(&[][..], |map| map.entries());
        let before = latest.iter().find(|one| one.entry_id == entry).and_then(|one| one.started_by);
        known.or(before).or_else(|| self.record.engagement())
    }
}

async fn draw(
    site: &Site,
    signed: &Signed,
    ground: &Ground,
    typed: Typed,
    attempt: Attempt,
    added: Option<MapEntryId>,
) -> Answer {
    let record = &ground.record;
    let title = format!("Who is in {} life?", format::possessive(&record.called()));
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let so_far = entries::so_far(&typed);
    let known = Ties::of(record.id(), &ground.ties);
    let mut missing: Vec<(PersonId, String)> = ground
        .met()
        .filter(|(id, tie)| {
            let named = [*id, tie.relationship.subject(Party::Other)];
            !so_far.iter().any(|entry| entry.person_id.is_some_and(|named_by| named.contains(&named_by)))
        })
        .map(|(id, tie)| (id, tie.other_called.clone()))
        .collect();
    missing.dedup_by_key(|(id, _)| *id);
    let method = |method: &MapMethod| {
        Choice::new(method.code(), method.label()).chosen(typed.is("method", method.code()))
    };
    let rows =
        entries::rows(&typed, &attempt.errors, added, |entry, person| ground.with_us(entry, person, &known));
    let listed = rows.iter().filter_map(|row| row.person).chain(missing.iter().map(|(id, _)| *id));
    let faces = Faces::of(site, &signed.connecting()?, listed).await?;
    let page = NewMap {
        picture: to_change(&record.called(), &record.name(), &so_far, &known, record.today),
        rows,
        faces,
        methods: MapMethod::ALL.iter().map(method).collect(),
        today: record.today.to_string(),
        missing,
        page,
        keys,
        attempt,
        typed,
        head,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let ground = Ground::read(&site, &signed, id).await?;
    let typed = Typed::default()
        .with("map_id", site.app.ids.next())
        .with("taken_on", ground.record.today)
        .with("method", MapMethod::Conversation.code());
    let latest = ground.record.row.person.latest_map().map_or(&[][..], |map| map.entries());
    let typed = latest.iter().fold(typed, entries::with);
    let (page, action) = (paths::person_part(id, "maps/new"), paths::person_part(id, "maps"));
    let typed = drafts::begun(&site, &signed, &page, &action).await?.unwrap_or(typed);
    draw(&site, &signed, &ground, typed, Attempt::first(), None).await
}

async fn take(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let ground = Ground::read(&site, &signed, id).await?;
    let entry = MapEntryId(site.app.ids.next());
    if let Some((typed, added)) = changed(&ground, &typed, entry) {
        return draw(&site, &signed, &ground, typed, Attempt::first(), added).await;
    }
    let mut form = typed.reader();
    let read =
        (form.id("map_id"), form.date("taken_on"), form.code("method"), entries::read(&mut form, &typed));
    let (Some(map_id), Some(taken_on), Some(method), Some(entries)) = read else {
        return draw(&site, &signed, &ground, typed.clone(), form.again(), None).await;
    };
    let command = PersonCommand::TakeRelationshipMap { map_id, taken_on, method, entries };
    match site.ask(&signed, &typed, Instruction::Person { id, command }).await {
        Ok(done) => {
            let map_id: MapId = map_id;
            site.done(done, &paths::map(id, map_id), Flash::MapTaken).await
        }
        Err(refusal) => {
            let attempt = refused(refusal, &typed)?;
            draw(&site, &signed, &ground, typed, attempt, None).await
        }
    }
}

/// The form after a button that only changes it: a row more, a row less, or the picture drawn again.
fn changed(ground: &Ground, typed: &Typed, entry: MapEntryId) -> Option<(Typed, Option<MapEntryId>)> {
    if typed.has("redraw") {
        return Some((typed.clone().without("redraw"), None));
    }
    if typed.has("remove") {
        let left = entries::without(typed, typed.one("remove")).without("remove");
        return Some((left, None));
    }
    if typed.has("add_person") {
        let person: Option<PersonId> = typed.id("add_person");
        let left = typed.clone().without("add_person");
        let met = ground.met().find(|(id, _)| Some(*id) == person);
        let Some((person, tie)) = met else { return Some((left, None)) };
        let row = entries::with_new(left, entry, &tie.other_called);
        let row = row
            .with(entries::field("person", entry), person)
            .with(entries::field("started", entry), tie.relationship.engagement_id);
        return Some((row, Some(entry)));
    }
    typed.has("add").then(|| (entries::with_new(typed.clone().without("add"), entry, ""), Some(entry)))
}

/// A rule about one entry is said in its row.
fn refused(refusal: Refusal, typed: &Typed) -> Result<Attempt, Error> {
    let row = match &refusal {
        Refusal::Person(error) => entries::about(error, typed),
        _ => None,
    };
    let attempt = Attempt::refused(refusal, typed)?;
    Ok(match row {
        Some(field) => attempt.about(&field),
        None => attempt,
    })
}
