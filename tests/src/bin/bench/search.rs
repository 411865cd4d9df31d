//! Searches among a hundred thousand people, asked of a served installation by a team lead, who may find
//! everybody, and by a connector: whole names, beginnings, slips of spelling, interests, and what a team lead calls
//! what thousands love.

use std::sync::Arc;
use std::time::Instant;

use anyhow::ensure;
use app::access::Viewer;
use app::commands::{Instruction, Request};
use app::stories::Persona;
use app::terms::term_id;
use domain::person::PersonCommand;
use domain::person::codes::{Evidence, InterestKind, Participation, PersonKind};
use domain::person::records::{Details, Interest};
use domain::shared::ids::{CommandId, InterestId, PersonId, TermChangeId};
use domain::shared::text::Line;
use futures::StreamExt;
use tests::databases::Which;

use crate::Scale;
use crate::ground::{Ground, name};
use crate::pages::sign_in;
use crate::report::{Report, percentile};
use crate::served::Served;

/// Registered at the same time.
const LANES: usize = 64;

/// What made-up names are put together from: enough for tens of thousands of different ones, as there are
/// among so many people.
const SYLLABLES: [&str; 30] = [
    "mar", "len", "tho", "win", "bar", "sel", "jo", "kin", "ad", "ri", "pol", "gre", "han", "ost", "vel",
    "du", "fi", "cor", "nas", "bel", "chi", "ray", "pem", "lo", "sha", "ter", "wyn", "ek", "za", "mo",
];

pub(crate) async fn measure(which: Which, scale: Scale, report: &mut Report) -> anyhow::Result<()> {
    let ground = Arc::new(Ground::empty(which).await?);
    let begun = Instant::now();
    let mut told = futures::stream::iter(0..scale.people)
        .map(|number| tokio::spawn(tell(Arc::clone(&ground), number)))
        .buffer_unordered(LANES);
    while let Some(done) = told.next().await {
        done??;
    }
    drop(told);
    call_terms(&ground).await?;
    let position = ground.wired.app.log.head().await?;
    while !ground.wired.app.views.catch_up(position).await {}
    eprintln!("{} people registered in {:?}", scale.people, begun.elapsed());
    let served = Served::start(&ground.database.url, &ground.keys()).await?;
    let mut times = Vec::new();
    for persona in [Persona::ROSA, Persona::BEN] {
        let token = sign_in(&ground, ground.town.account(persona)).await?;
        let mut browser = served.browser().await?;
        for number in 0..scale.pages + 50 {
            let page = format!("/search?q={}", typed(number, scale.people));
            let begun = Instant::now();
            let (status, _) = browser.get(&page, &token).await?;
            ensure!(status == 200, "a search answered {status}");
            // The first one takes in everybody's words.
            if number >= 50 {
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    let db = name(which);
    let (middle, most) = (percentile(&mut times, 50.0), percentile(&mut times, 99.0));
    report.add(format!("search_p50_ms_100k_{db}"), middle, "GET /search, median");
    report.add(format!("search_p99_ms_100k_{db}"), most, "GET /search, 99 in 100");
    report.add(
        format!("search_rss_mb_100k_{db}"),
        served.memory_mb()?,
        "memory of kith serve with the words",
    );
    report.worse("search_p99_ms_100k", most, "the slower database's");
    drop(served);
    if let Ok(ground) = Arc::try_unwrap(ground) {
        ground.wired.stop().await;
    }
    Ok(())
}

fn syllables(mut number: usize, count: usize) -> String {
    let mut word = String::new();
    for _ in 0..count {
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    word
}

/// First name, last name and interest of the person of this number.
pub(crate) fn words(number: usize) -> [String; 3] {
    [syllables(number * 7, 2), syllables(number * 31 + 11, 2 + number % 2), syllables(number * 17 + 5, 2)]
}

/// What is typed the how-manieth time.
fn typed(number: usize, people: usize) -> String {
    let [first, last, loves] = words(number * 97 % people);
    match number % 6 {
        0 => format!("{first}+{last}"),
        1 => last.chars().take(2 + number % 2).collect(),
        // A slip: a letter doubled in the middle.
        2 => format!("{}{}", &last[..3], &last[2..]),
        3 => loves,
        4 => TERM.to_owned(),
        _ => format!("{}+{loves}", &first[..2]),
    }
}

/// What some of what people love is called by whoever leads.
const TERM: &str = "gatherings";

/// Thirty ways of writing something become one term.
async fn call_terms(ground: &Ground) -> anyhow::Result<()> {
    let app = &ground.wired.app;
    let viewer = Viewer::of(ground.town.account(Persona::ROSA));
    let who = viewer.connecting()?;
    let became = Line::parse(TERM).map_err(|_| anyhow::anyhow!("a term does not fit"))?;
    for number in 0..30 {
        let [_, _, loves] = words(number);
        let from = term_id(who.organisation(), &loves);
        app.call_term(&who, TermChangeId(app.ids.next()), from, &became).await?;
    }
    Ok(())
}

async fn tell(ground: Arc<Ground>, number: usize) -> anyhow::Result<()> {
    let [first, last, loves] = words(number);
    let id = PersonId(uuid::Uuid::from_u128(0x4000_8000_0000_0000_0000 + number as u128));
    let line = |text: &str| Line::parse(text).map_err(|_| anyhow::anyhow!("a made-up word does not fit"));
    let details = Details {
        name: line(&format!("{first} {last}"))?,
        known_as: None,
        born_on: None,
        phone: None,
        email: None,
        address: None,
        area: Some(line(&syllables(number % 40, 2))?),
    };
    let kind = if number.is_multiple_of(2) { PersonKind::Supported } else { PersonKind::CommunityMember };
    let (different_from, alike) = (Vec::new(), Vec::new());
    let register = PersonCommand::Register { person_id: id, kind, details, different_from, alike };
    let interest = Interest {
        name: line(&loves)?,
        kind: InterestKind::Interest,
        own_words: None,
        strength: 2,
        share: None,
        evidence: Evidence::Person,
        participation: Participation::Sometimes,
        barriers: Default::default(),
    };
    let recorded_on = ground.wired.app.clock.today();
    let interest_id = InterestId(id.uuid());
    let record = PersonCommand::RecordInterest { interest_id, interest, recorded_on };
    let viewer = Viewer::of(ground.town.account(Persona::ROSA));
    for command in [register, record] {
        ask(&ground, &viewer, id, command).await?;
    }
    Ok(())
}

/// Asks; says of whoever looks like somebody else that they are not.
async fn ask(ground: &Ground, viewer: &Viewer, id: PersonId, command: PersonCommand) -> anyhow::Result<()> {
    let app = &ground.wired.app;
    let mut instruction = Instruction::Person { id, command };
    for _ in 0..50 {
        let command_id = CommandId(app.ids.next());
        let request = Request { command_id, seen: None, instruction: instruction.clone() };
        let alike = match app.ask(viewer, request).await {
            Ok(_) => return Ok(()),
            Err(app::error::Refusal::Busy) => continue,
            Err(app::error::Refusal::Person(domain::person::PersonError::PossibleDuplicates { ids })) => ids,
            Err(refused) => return Err(refused.into()),
        };
        if let Instruction::Person { command: PersonCommand::Register { different_from, .. }, .. } =
            &mut instruction
        {
            different_from.extend(alike);
        }
    }
    anyhow::bail!("refused fifty times")
}
