//! Easy Read pages, for the person: my page, my people, my hours, and saying goodbye. On the screen and printed
//! they are the same: large words, never justified, a picture left of each idea. All are drawn by one template.

mod ending;
mod hours;
mod people;
mod profile;

use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::codes::CommunicationNeed;
use domain::shared::ids::PersonId;

use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, get};
use crate::sentences::easy::Said;
use crate::site::{Site, show};

/// An entry a page.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/profile/easy-read", Audience::Connecting, page),
        get("/people/{id}/map/easy-read", Audience::Connecting, map),
        get("/people/{id}/hours/easy-read", Audience::Connecting, spent),
        get("/people/{id}/ending/easy-read", Audience::Connecting, goodbye),
    ]
}

#[derive(Template)]
#[template(path = "person/easy_read.html")]
struct EasyRead {
    page: Page,
    head: Head,
    /// The page's own name, as large as a poster's.
    title: &'static str,
    parts: Vec<Part>,
    /// Drawn below the first part; empty for none, and what it shows.
    picture: String,
    caption: String,
    /// Whether they need their print larger still.
    large: bool,
    /// The other pages of the four.
    others: Vec<Other>,
    called: String,
}

/// A heading and what is said below it.
struct Part {
    heading: &'static str,
    said: Vec<Said>,
}

/// One of the other pages.
struct Other {
    href: String,
    icon: &'static str,
    label: &'static str,
}

/// What a page says.
struct Told {
    parts: Vec<Part>,
    picture: String,
    caption: String,
}

impl From<Vec<Part>> for Told {
    fn from(parts: Vec<Part>) -> Self {
        Self { parts, picture: String::new(), caption: String::new() }
    }
}

/// The four pages: where, its picture, its name.
const PAGES: [(&str, &str, &str); 4] = [
    ("profile/easy-read", "circle-user-round", "My page"),
    ("map/easy-read", "users", "My people"),
    ("hours/easy-read", "clock", "My hours"),
    ("ending/easy-read", "flag", "Saying goodbye"),
];

/// Which of them says goodbye.
const GOODBYE: usize = 3;

/// The record of somebody who is supported: nobody else has such pages.
async fn record(site: &Site, signed: &Signed, id: PersonId) -> Result<Record, Refusal> {
    let record = Record::read(site, &signed.connecting()?, id).await?;
    if record.row.person.is_supported() { Ok(record) } else { Err(Refusal::NotFound) }
}

fn draw(signed: &Signed, record: &Record, here: usize, told: Told) -> Answer {
    let needs = record.row.person.needs.as_ref().map(|needs| needs.list()).unwrap_or_default();
    let other = |(part, icon, label): &(&str, &'static str, &'static str)| Other {
        href: paths::person_part(record.id(), *part),
        icon,
        label,
    };
    // A goodbye is spoken of when its time has come.
    let shown = |at: usize| at != here && (at != GOODBYE || ending::is_near(record));
    let others = PAGES.iter().enumerate().filter(|(at, _)| shown(*at)).map(|(_, page)| other(page));
    let (_, _, title) = PAGES[here];
    let page = EasyRead {
        page: signed.page(format!("{title}, in Easy Read"), Here::People),
        head: record.head(Tab::None),
        title,
        parts: told.parts.into_iter().filter(|part| !part.said.is_empty()).collect(),
        picture: told.picture,
        caption: told.caption,
        large: needs.contains(&CommunicationNeed::LargePrint),
        others: others.collect(),
        called: record.called(),
    };
    show(&page)
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = record(&site, &signed, id).await?;
    draw(&signed, &record, 0, profile::told(&record).into())
}

async fn map(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = record(&site, &signed, id).await?;
    draw(&signed, &record, 1, people::told(&record).into())
}

async fn spent(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = record(&site, &signed, id).await?;
    let called = connector(&site, &signed, &record).await?;
    draw(&signed, &record, 2, hours::told(&record, called.as_deref()))
}

/// What the connector of the case that counts is called.
async fn connector(site: &Site, signed: &Signed, record: &Record) -> Result<Option<String>, Refusal> {
    let names = site.app.accounts.names(signed.connecting()?.organisation()).await?;
    let connector = record.case().and_then(|case| case.row.engagement.connector());
    Ok(names.into_iter().find(|(account, _)| Some(*account) == connector).map(|(_, name)| name))
}

async fn goodbye(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = record(&site, &signed, id).await?;
    let ties = site.app.views.relationships_of_person(&signed.connecting()?, id).await?;
    let connector = connector(&site, &signed, &record).await?;
    let team = site.app.accounts.organisation_name(signed.connecting()?.organisation()).await?;
    let told = ending::told(&record, &ties, (connector.as_deref(), team.as_deref()));
    draw(&signed, &record, GOODBYE, told.into())
}
