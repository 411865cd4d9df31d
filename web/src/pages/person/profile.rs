//! The one-page profile, told in the person's own words. Telling it anew publishes another version; the
//! earlier ones stay.

use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::person::records::Profile;
use domain::shared::ids::{DocumentId, PersonId};
use domain::shared::personal::Personal;

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page, choose};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/profile", Audience::Connecting, look),
        post("/people/{id}/profile", Audience::Connecting, publish),
    ]
}

#[derive(Template)]
#[template(path = "person/profile.html")]
struct ProfilePage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    /// Photos of them that can stand on it, and none; empty when there is none to choose.
    photos: Vec<Choice>,
    today: String,
}

/// Photographs to choose from, the latest first.
const MOST_PHOTOS: usize = 12;

/// The photographs of them that they agree to, and none at all.
fn photos(record: &Record, chosen: &str) -> Vec<Choice> {
    let person = &record.row.person;
    let there = person.documents_there().into_iter();
    let of_them = there.filter(|kept| person.photo_shown(kept.document_id, record.today));
    let mut choices: Vec<Choice> = of_them
        .filter_map(|kept| {
            let about = kept.about.get()?;
            let src = paths::document_part(person.person_id, kept.document_id, "thumbnail");
            Some(Choice::new(kept.document_id, about.title.as_str()).picture(src))
        })
        .take(MOST_PHOTOS)
        .collect();
    if !choices.is_empty() {
        choices.push(Choice::new("", "No photo"));
        choose(&mut choices, &[chosen]);
    }
    choices
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let (page, keys, typed, head) = record.form(site, signed, "One-page profile", typed, &attempt);
    let today = record.today.to_string();
    let photos = photos(record, typed.one("photo"));
    show_as(attempt.status, &ProfilePage { page, keys, attempt, typed, head, photos, today })
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut typed = Typed::default().with("published_on", record.today);
    let standing = record.row.person.latest_profile();
    let photo = asked.id::<DocumentId>("photo").or_else(|| standing?.photo);
    if let Some(photo) = photo.filter(|photo| record.row.person.photo_shown(*photo, record.today)) {
        typed = typed.with("photo", photo);
    }
    let latest = standing.and_then(|latest| Personal::get(&latest.profile));
    if let Some(profile) = latest {
        let fields = [
            ("admire", &profile.admire),
            ("important", &profile.important),
            ("support", &profile.support),
            ("good_week", &profile.good_week),
            ("at_best", &profile.at_best),
            ("not_wanted", &profile.not_wanted),
        ];
        for (field, words) in fields {
            if let Some(words) = words {
                typed = typed.with(field, words);
            }
        }
    }
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

fn read(form: &mut Reader<'_>) -> Option<PersonCommand> {
    let (admire, important) = (form.words_or_none("admire"), form.words_or_none("important"));
    let (support, good_week) = (form.words_or_none("support"), form.words_or_none("good_week"));
    let (at_best, not_wanted) = (form.words_or_none("at_best"), form.words_or_none("not_wanted"));
    let (photo, published_on) = (form.id_or_none("photo"), form.date("published_on"));
    let profile = Profile {
        admire: admire?,
        important: important?,
        support: support?,
        good_week: good_week?,
        at_best: at_best?,
        not_wanted: not_wanted?,
    };
    Some(PersonCommand::PublishProfile { profile, photo: photo?, published_on: published_on? })
}

async fn publish(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(command) = read(&mut form) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::ProfilePublished).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
