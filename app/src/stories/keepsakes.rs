//! What a history leaves behind besides its words: some photographs with the yes that they rest on, and a
//! cooking group with its roll called and another one to come. Told after everything else, on the last day.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::engagement::{Engagement, Stage};
use domain::person::codes::{AnswerMethod, ConsentScope};
use domain::person::document::DocumentKind;
use domain::person::records::Profile;
use domain::person::{Person, PersonCommand};
use domain::shared::ids::{CommandId, DocumentId, EngagementId, GroupId, PersonId};

use super::pictures;
use super::script::{Step, line, words};
use super::town::{Persona, Town};
use crate::App;
use crate::access::Viewer;
use crate::commands::{Instruction, Request};
use crate::documents::Attaching;
use crate::error::{Failure, Refusal};
use crate::groups::{Came, Gathering, Told};
use crate::log::StreamId;

/// People of each connector who have a photograph.
const PHOTOGRAPHED: usize = 6;
/// Places at the table of the cooking group.
const AT_TABLE: usize = 5;

/// Hangs the pictures and cooks.
pub(super) async fn leave(app: &App, town: &Town, steps: &[Step]) -> Result<(), Refusal> {
    for by in [Persona::AMINA, Persona::BEN] {
        let viewer = Viewer::of(town.account(by));
        let mut number = 0;
        for id in told_of(steps, by) {
            if number == PHOTOGRAPHED {
                break;
            }
            if photographed(app, &viewer, id, number).await? {
                number += 1;
            }
        }
        cook(app, &viewer, &work_of(steps, by)).await?;
    }
    Ok(())
}

/// Those whose profile a connector wrote with them, each once.
fn told_of(steps: &[Step], by: Persona) -> Vec<PersonId> {
    let mut ids = Vec::new();
    for step in steps.iter().filter(|step| step.by == by) {
        if let Instruction::Person { id, command: PersonCommand::PublishProfile { .. } } = &step.instruction
            && !ids.contains(id)
        {
            ids.push(*id);
        }
    }
    ids
}

/// The work of a connector, each once.
fn work_of(steps: &[Step], by: Persona) -> Vec<EngagementId> {
    let mut ids = Vec::new();
    for step in steps.iter().filter(|step| step.by == by) {
        if let Instruction::Engagement { id, .. } = &step.instruction
            && !ids.contains(id)
        {
            ids.push(*id);
        }
    }
    ids
}

async fn ask(app: &App, viewer: &Viewer, id: PersonId, command: PersonCommand) -> Result<(), Refusal> {
    let request = Request {
        command_id: CommandId(app.ids.next()),
        seen: None,
        instruction: Instruction::Person { id, command },
    };
    app.ask(viewer, request).await.map(|_| ())
}

/// Somebody with a profile who may be asked: they say yes, and their picture stands on their page. `false` for
/// whoever is left as they are.
async fn photographed(app: &App, viewer: &Viewer, id: PersonId, number: usize) -> Result<bool, Refusal> {
    let today = app.clock.today();
    let loaded = app.log.load(StreamId::new(domain::Noun::Person, id)).await?;
    let Some(person) = <Person as domain::Kept>::state(&loaded.state) else { return Ok(false) };
    let profile: Option<Profile> = person.latest_profile().and_then(|latest| latest.profile.get().cloned());
    let (Some(profile), false, false) = (profile, person.is_gone(), person.refuses_photographs()) else {
        return Ok(false);
    };
    if person.erasure.is_some() {
        return Ok(false);
    }
    let called = person.called().unwrap_or("them").to_owned();
    if person.consent(ConsentScope::Photographs, today).is_none() {
        let yes = PersonCommand::GiveConsent {
            scope: ConsentScope::Photographs,
            given_on: today - TimeDelta::days(3),
            how: AnswerMethod::Spoken,
            until: None,
            words: Some(words("But not with my eyes shut")),
            decision_id: None,
        };
        ask(app, viewer, id, yes).await?;
    }
    let drawn = pictures::somebody(number);
    let title = (DocumentKind::PhotoOfThem, "A good day");
    let shows = format!("{called} smiles at the camera");
    let photo = attach(app, viewer, id, (title, &shows, today), drawn).await?;
    let publish = PersonCommand::PublishProfile { profile, photo: Some(photo), published_on: today };
    ask(app, viewer, id, publish).await?;
    let taken_on = today - TimeDelta::days(9);
    let title = (DocumentKind::Photo, "What we grew");
    attach(app, viewer, id, (title, "Rows of green under a low sun", taken_on), pictures::garden(number))
        .await?;
    if number.is_multiple_of(2) {
        let title = (DocumentKind::Photo, "Soup for everybody");
        attach(app, viewer, id, (title, "A pot of orange soup on a table", taken_on), pictures::pot(number))
            .await?;
    }
    Ok(true)
}

async fn attach(
    app: &App,
    viewer: &Viewer,
    of: PersonId,
    ((kind, title), shows, taken_on): ((DocumentKind, &str), &str, NaiveDate),
    png: Vec<u8>,
) -> Result<DocumentId, Refusal> {
    let readied = app.files.ready(png, "png").await?;
    let file = readied.map_err(Failure::doing("drawing a picture of the story"))?;
    let document_id = DocumentId(app.ids.next());
    let said = Attaching {
        command_id: CommandId(app.ids.next()),
        seen: None,
        document_id,
        kind,
        title: line(title),
        shows: Some(line(shows)),
        taken_on: Some(taken_on),
        at: None,
    };
    app.attach(viewer, of, said, &file).await?;
    Ok(document_id)
}

/// A group some days ago, of which it is told who came, and the next one.
async fn cook(app: &App, viewer: &Viewer, started: &[EngagementId]) -> Result<(), Refusal> {
    let today = app.clock.today();
    let mut expected = Vec::new();
    for id in started {
        let loaded = app.log.load(StreamId::new(domain::Noun::Engagement, *id)).await?;
        let state = <Engagement as domain::Kept>::state(&loaded.state);
        let works = state.is_some_and(|engagement| {
            let long = engagement.started_on.is_some_and(|on| on < today - TimeDelta::days(10));
            let term = engagement.term.as_ref();
            let goes_on = term.is_some_and(|term| term.end > today + TimeDelta::days(4));
            long && goes_on && engagement.stage == Stage::Active
        });
        if works && expected.len() < AT_TABLE {
            expected.push(*id);
        }
    }
    if expected.len() < 2 {
        return Ok(());
    }
    for days in [-6, 2] {
        let gathering = Gathering {
            group_id: GroupId(app.ids.next()),
            expected: expected.clone(),
            on: today + TimeDelta::days(days),
            starts_at: NaiveTime::from_hms_opt(14, 0, 0),
            minutes: 120,
            place: line("Cooking group, St Mary\u{2019}s hall"),
        };
        let planned = app.plan_group(viewer, CommandId(app.ids.next()), &gathering).await?;
        if let Some(position) =
            planned.iter().filter_map(|one| Some(one.answer.as_ref().ok()?.position)).max()
        {
            app.views.catch_up(position).await;
        }
        if days < 0 {
            let came = planned.iter().filter(|one| one.answer.is_ok()).map(|one| one.engagement_id);
            let told = came.enumerate().map(|(at, engagement_id)| Told {
                engagement_id,
                came: match at {
                    1 => Came::For(75),
                    3 => Came::Not(Some(words("A cold, and wanted to be asked again next week"))),
                    _ => Came::For(120),
                },
                note: Some(words("Soup from what was in the garden. Nobody wanted to go home.")),
            });
            app.call_roll(viewer, CommandId(app.ids.next()), gathering.group_id, told.collect()).await?;
        }
    }
    Ok(())
}
