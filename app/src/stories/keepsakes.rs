//! What a history leaves behind besides its words: some photographs with the yes that they rest on. Told after
//! everything else, on the last day.

use chrono::{NaiveDate, TimeDelta};
use domain::person::codes::{AnswerMethod, ConsentScope};
use domain::person::document::DocumentKind;
use domain::person::records::Profile;
use domain::person::{Person, PersonCommand};
use domain::shared::ids::{CommandId, DocumentId, PersonId};

use super::pictures;
use super::script::{Step, line, words};
use super::town::{Persona, Town};
use crate::App;
use crate::access::Viewer;
use crate::commands::{Instruction, Request};
use crate::documents::Attaching;
use crate::error::{Failure, Refusal};
use crate::log::StreamId;

/// People of each connector who have a photograph.
const PHOTOGRAPHED: usize = 6;

/// Hangs the pictures.
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
            given_by: None,
            evidence: None,
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
