//! Every page that the router knows, asked of a served installation by somebody whose it is: which is the
//! slowest, and what the first one weighs.

use std::time::Instant;

use anyhow::{Context, ensure};
use app::access::Viewer;
use app::stories::Persona;
use app::views::cases::Which;
use axum::http::Method;
use domain::shared::ids::PersonId;
use web::guard::Audience;
use web::router::{Route, routes};

use crate::ground::{Ground, name};
use crate::pages::sign_in;
use crate::report::{Report, percentile};
use crate::served::Served;

/// How often each page is asked for, after a few times that fill caches.
const TIMES: usize = 100;
const BEFORE: usize = 5;
/// How many of the slowest are told.
const SHOWN: usize = 25;

/// Pages that are also asked for with something after the question mark, where that is more work.
const WITH: [(&str, &str); 4] = [
    ("/people/{id}/introductions/new", "?more=people"),
    ("/people/{id}/introductions/new", "?more=places"),
    ("/people", "?show=finished"),
    ("/supervision", "?of={colleague}"),
];

/// One case with something of everything in it, for the ids in addresses.
struct Case {
    fills: Vec<(&'static str, String)>,
    by_noun: Vec<(&'static str, String)>,
}

pub(crate) async fn measure(
    ground: &Ground,
    served: &Served,
    connector: Persona,
    report: &mut Report,
) -> anyhow::Result<()> {
    let case = Case::of(ground, connector).await?;
    let nothing = answers_nothing(served).await?;
    let mut all: Vec<Timed> = Vec::new();
    let mut left: Vec<String> = Vec::new();
    let pages: Vec<Route> = routes().into_iter().filter(is_page).collect();
    let plain = pages.iter().map(|route| (route, ""));
    let with = pages.iter().flat_map(|route| {
        let of = WITH.iter().filter(|(path, _)| *path == route.path);
        of.map(move |(_, with)| (route, *with))
    });
    for (route, with) in plain.chain(with) {
        let path = format!("{}{with}", route.path);
        let whose = whose(route.audience, connector);
        let Some(address) = case.address(&path).filter(|_| !whose.is_empty()) else {
            left.push(path);
            continue;
        };
        for persona in whose {
            let token = sign_in(ground, ground.town.account(persona)).await?;
            let mut browser = served.browser().await?;
            let who = ground.town.account(persona).role.label();
            // A page that does not apply to this case leads elsewhere.
            let status = browser.get(&address, &token).await?.0;
            if status != 200 {
                left.push(format!("{path} of a {who} ({status})"));
                continue;
            }
            let mut times = Vec::with_capacity(TIMES);
            for number in 0..TIMES + BEFORE {
                let begun = Instant::now();
                let (status, _) = browser.get(&address, &token).await?;
                ensure!(status == 200, "{path} answered {status}");
                if number >= BEFORE {
                    times.push(begun.elapsed().as_secs_f64() * 1000.0);
                }
            }
            all.push(Timed::of(&mut times, format!("GET {path} of a {who}")));
        }
    }
    let db = name(ground.which);
    let slowest_middle = all.iter().max_by(|one, other| one.middle.total_cmp(&other.middle));
    let slowest_middle = slowest_middle.cloned().context("no page was asked for")?;
    all.sort_by(|one, other| other.most.total_cmp(&one.most));
    eprintln!("{} pages were asked for; the slowest, with what half of their answers took:", all.len());
    for Timed { middle, most, page } in all.iter().take(SHOWN) {
        eprintln!("{most:8.2} ms, {middle:8.2} ms {page}");
    }
    eprintln!("{} were not, because this case has none of it or nobody here looks at it:", left.len());
    left.iter().for_each(|page| eprintln!("         {page}"));
    let Timed { most, page, .. } = all.into_iter().next().context("no page was asked for")?;
    report.add(format!("page_of_nothing_p50_ms_{db}"), nothing.middle, "an answer that asks nothing");
    report.add(format!("page_of_nothing_p99_ms_{db}"), nothing.most, "99 in 100 of them: the machine's own");
    let Timed { middle, page: middling, .. } = slowest_middle;
    report.add(format!("page_p50_ms_worst_{db}"), middle, format!("{middling}, the slowest in the middle"));
    report.add(format!("page_p99_ms_worst_{db}"), most, format!("{page}, the slowest of all"));
    report.worse("page_p99_ms_worst", most, "the slower database's");
    let token = sign_in(ground, ground.town.account(connector)).await?;
    let first = served.weigh("/today", &token).await?;
    report.worse("first_page_kb", first, "Today with its style, type and icon, as sent");
    Ok(())
}

/// How long one page took, in milliseconds.
#[derive(Clone)]
struct Timed {
    /// Half of the answers.
    middle: f64,
    /// 99 in 100.
    most: f64,
    page: String,
}

impl Timed {
    fn of(times: &mut [f64], page: String) -> Self {
        Self { middle: percentile(times, 50.0), most: percentile(times, 99.0), page }
    }
}

/// What an answer takes for which nothing is asked of anything: what is above it is a page's.
async fn answers_nothing(served: &Served) -> anyhow::Result<Timed> {
    let mut browser = served.browser().await?;
    let mut times = Vec::with_capacity(TIMES * 10);
    for _ in 0..TIMES * 10 {
        let begun = Instant::now();
        browser.get("/health/live", "").await?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(Timed::of(&mut times, "GET /health/live".to_owned()))
}

/// A page that is looked at: no file and nothing for programs.
fn is_page(route: &Route) -> bool {
    let machine = ["/api/", "/assets/", "/health/"].iter().any(|start| route.path.starts_with(start));
    let file = [".csv", ".xlsx", ".ics", "{file}"].iter().any(|end| route.path.ends_with(end));
    route.method == Method::GET && !machine && !file
}

fn whose(audience: Audience, connector: Persona) -> Vec<Persona> {
    match audience {
        Audience::Connecting => vec![connector, Persona::ROSA],
        Audience::Leading => vec![Persona::ROSA],
        Audience::Commissioning => vec![Persona::CLAIRE],
        Audience::Accounting => vec![Persona::DEV],
        Audience::Administering => vec![Persona::SAM],
        Audience::Safeguarding => vec![Persona::GRACE],
        Audience::Public | Audience::Everyone | Audience::SignedIn => Vec::new(),
    }
}

impl Case {
    async fn of(ground: &Ground, connector: Persona) -> anyhow::Result<Self> {
        let app = &ground.wired.app;
        let viewer = Viewer::of(ground.town.account(connector));
        let who = viewer.connecting()?;
        let cases = app.views.caseload(&who, Which::Open, None, app.clock.today(), 500).await?;
        // One that the commissioner's contract pays for, so that their pages of it are asked for too.
        let claire = Viewer::of(ground.town.account(Persona::CLAIRE));
        let hers = app.views.contracts(&claire.commissioning()?).await?;
        let paid = |case: &app::views::cases::Case| {
            let funding = case.row.engagement.funding.as_ref();
            funding.is_some_and(|funding| hers.iter().any(|one| one.contract_id == funding.contract_id))
        };
        let fullest =
            cases.iter().max_by_key(|case| (paid(case), case.ties.self_sustaining, case.delivered_minutes));
        let case = fullest.context("the connector has no cases")?;
        let engagement = &case.row.engagement;
        let person: PersonId = engagement.person_id;
        let record = app.views.person(&who, person).await?.context("a person without a record")?.person;
        let ties = app.views.relationships_of_person(&who, person).await?;
        let tie = ties.iter().max_by_key(|tie| tie.relationship.contacts.len());
        let sessions = app.views.sessions_of(&who, engagement.engagement_id, 500).await?;
        // The group that the connector has now, whether or not this person comes to it.
        let (now, weeks) = (app.clock.today(), chrono::Days::new(28));
        let visits = app.views.between_days(&who, who.account(), (now - weeks, now + weeks), 3_000).await?;
        let groups = visits.iter().map(|visit| &visit.session).chain(&sessions);
        let group = groups.filter_map(|one| one.details.group).next().map(|group| group.group_id.uuid());
        let rosa = Viewer::of(ground.town.account(Persona::ROSA));
        let supervision = app.team_book.supervisions(&rosa.connecting()?, None).await?;
        let contract = hers.first().map(|contract| contract.contract_id);
        let place = app.views.places(&who).await?.into_iter().next();
        let loved = app.views.matchable_of(&who, &[person]).await?;
        let loved = loved.first().and_then(|one| one.facts.loves.keys().next().copied());
        let text = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let grace = Viewer::of(ground.town.account(Persona::GRACE));
        let concerns = app.views.concerns(&grace.safeguarding()?, false, 1).await?;
        let samples = app.team_book.samples(&rosa.connecting()?).await?;
        let sampled = samples.first().and_then(|sample| sample.cases.first());
        let out = app.views.outings_open(&rosa.connecting()?).await?.into_iter().next();
        let brought = app.imports.latest(&rosa.connecting()?).await?;
        let relationship = text(tie.map(|tie| tie.relationship.relationship_id.uuid()));
        Ok(Self {
            fills: vec![
                ("{map}", text(record.maps.last().map(|map| map.map_id.uuid()))),
                ("{interest}", text(record.interests.keys().next().map(|id| id.uuid()))),
                ("{supporter}", text(record.supporters.keys().next().map(|id| id.uuid()))),
                ("{session}", text(sessions.first().map(|one| one.session_id.uuid()))),
                ("{relationship}", relationship.clone()),
                (
                    "{contact}",
                    text(
                        tie.and_then(|tie| {
                            Some(tie.relationship.contacts.first()?.contact.contact_id.uuid())
                        }),
                    ),
                ),
                ("{assessment}", text(record.assessments.keys().next().map(|id| id.uuid()))),
                ("{sharing}", text(record.sharings.keys().next().map(|id| id.uuid()))),
                ("{document}", text(record.documents.keys().next().map(|id| id.uuid()))),
                ("{measure}", text(record.measures.keys().next().map(|id| id.uuid()))),
                ("{note}", text(record.safety.keys().next().map(|id| id.uuid()))),
                ("{review}", text(engagement.reviews.keys().next().map(|id| id.uuid()))),
                ("{message}", text(engagement.messages.keys().next().map(|id| id.uuid()))),
                ("{term}", text(loved.map(|id| id.uuid()))),
                ("{colleague}", ground.town.account(connector).account_id.to_string()),
                ("{sample}", text(samples.first().map(|sample| sample.sample_id.uuid()))),
                // What a sample was made of: a page of one of its cases.
                ("{engagement}", text(sampled.map(|case| case.engagement_id.uuid()))),
            ],
            by_noun: vec![
                ("people", person.to_string()),
                ("introductions", person.to_string()),
                ("engagements", engagement.engagement_id.to_string()),
                ("budgets", engagement.engagement_id.to_string()),
                ("relationships", relationship),
                ("safeguarding", text(concerns.first().map(|line| line.row.concern_id.uuid()))),
                ("places", text(place.map(|row| row.place.place_id.uuid()))),
                ("groups", text(group)),
                ("out", text(out.map(|row| row.outing_id.uuid()))),
                ("imports", text(brought.first().map(|import| import.import_id.uuid()))),
                ("supervision", text(supervision.first().map(|note| note.supervision_id.uuid()))),
                ("contracts", text(contract.map(|id| id.uuid()))),
                ("funders", text(contract.map(|id| id.uuid()))),
                ("accounts", ground.town.account(connector).account_id.to_string()),
            ],
        })
    }

    /// The route's address with this case's ids; `None` when the case has none for it.
    fn address(&self, route: &str) -> Option<String> {
        let noun = route.split('/').nth(1).unwrap_or_default();
        let id = self.by_noun.iter().find(|(known, _)| *known == noun).map(|(_, id)| id.as_str());
        let mut address = route.to_owned();
        for (place, id) in [("{id}", id.unwrap_or_default())]
            .into_iter()
            .chain(self.fills.iter().map(|(place, id)| (*place, id.as_str())))
        {
            if address.contains(place) && id.is_empty() {
                return None;
            }
            address = address.replace(place, id);
        }
        (!address.contains('{')).then_some(address)
    }
}
