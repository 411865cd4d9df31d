//! One role: what it is, how much time it takes from which day on, when it ended, and that it was recorded by mistake.

use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::{KeptRole, PersonCommand};
use domain::shared::ids::{PersonId, RoleId};
use domain::shared::personal::Personal;

use super::head::{Head, Record};
use super::roles::{line, under};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Looking at a role, and what becomes of it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/roles/{role}", Audience::Connecting, look),
        post("/people/{id}/roles/{role}/hours", Audience::Connecting, hours),
        post("/people/{id}/roles/{role}/ending", Audience::Connecting, end),
        post("/people/{id}/roles/{role}/taking-back", Audience::Connecting, take_back),
    ]
}

#[derive(Template)]
#[template(path = "person/role.html")]
struct RolePage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    kept: KeptRole,
    under: String,
    /// Whether anything can still become of it.
    open: bool,
    today: String,
}

impl RolePage {
    fn at(&self) -> String {
        paths::role(self.head.id, self.kept.role_id)
    }

    fn list(&self) -> String {
        paths::person_part(self.head.id, "roles")
    }

    /// What became of it, newest first: a sentence, and why.
    fn history(&self) -> Vec<(String, Option<String>)> {
        let kept = &self.kept;
        let why = |reason: &Option<Personal<_>>| {
            reason
                .as_ref()
                .and_then(Personal::get)
                .map(|words: &domain::shared::text::Words| words.to_string())
        };
        let mut all = Vec::new();
        if let Some(back) = &kept.taken_back {
            all.push((
                format!("{}: taken back, recorded by mistake", format::date(back.on)),
                why(&back.reason),
            ));
        }
        if let Some(ended) = &kept.ended {
            all.push((format!("{}: it came to an end", format::date(ended.on)), why(&ended.reason)));
        }
        for told in kept.hours.iter().rev() {
            let hours = format::hours(told.minutes_per_week);
            all.push((format!("From {}: {hours} a week", format::date(told.from_on)), None));
        }
        all.push((format!("{}: taken up", format::date(kept.began_on)), None));
        all
    }

    /// Whether the form that was sent is the one with this field.
    fn sent(&self, field: &str) -> bool {
        !self.attempt.errors.is_empty() && self.typed.has(field)
    }
}

/// One role of somebody's record, and the answer to each form about it.
struct One {
    record: Record,
    id: RoleId,
    kept: KeptRole,
}

impl One {
    async fn read(site: &Site, signed: &Signed, (person, id): (PersonId, RoleId)) -> Result<Self, Refusal> {
        let record = Record::read(site, &signed.connecting()?, person).await?;
        let kept = record.row.person.roles.get(&id).cloned().ok_or(Refusal::NotFound)?;
        Ok(Self { record, id, kept })
    }

    fn draw(self, site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
        let Self { record, kept, .. } = self;
        let title = line(record.id(), &kept, record.today).what;
        let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
        let page = RolePage {
            under: under(&kept, record.today),
            open: record.takes_more() && kept.counts(),
            today: record.today.to_string(),
            page,
            keys,
            attempt,
            typed,
            head,
            kept,
        };
        show_as(page.attempt.status, &page)
    }

    /// What becomes of the role, as far as the form says it; else the form once more.
    async fn settle(
        self,
        site: &Site,
        signed: &Signed,
        typed: Typed,
        read: impl FnOnce(&mut Reader<'_>, RoleId) -> Option<PersonCommand>,
    ) -> Answer {
        let mut form = typed.reader();
        let Some(command) = read(&mut form, self.id) else {
            let attempt = form.again();
            return self.draw(site, signed, typed.clone(), attempt);
        };
        let id = self.record.id();
        let to = paths::role(id, self.id);
        match site.settle(signed, &typed, Instruction::Person { id, command }, &to, Flash::Saved).await? {
            Ok(answer) => Ok(answer),
            Err(attempt) => self.draw(site, signed, typed, attempt),
        }
    }
}

async fn look(State(site): State<Site>, signed: Signed, At(which): At<(PersonId, RoleId)>) -> Answer {
    let one = One::read(&site, &signed, which).await?;
    one.draw(&site, &signed, Typed::default(), Attempt::first())
}

async fn hours(
    State(site): State<Site>,
    signed: Signed,
    At(which): At<(PersonId, RoleId)>,
    typed: Typed,
) -> Answer {
    let one = One::read(&site, &signed, which).await?;
    one.settle(&site, &signed, typed, |form, role_id| {
        let (minutes_per_week, from_on) = (form.minutes("minutes_per_week"), form.date("from_on"));
        Some(PersonCommand::AgreeRoleHours {
            role_id,
            minutes_per_week: minutes_per_week?,
            from_on: from_on?,
        })
    })
    .await
}

async fn end(
    State(site): State<Site>,
    signed: Signed,
    At(which): At<(PersonId, RoleId)>,
    typed: Typed,
) -> Answer {
    let one = One::read(&site, &signed, which).await?;
    one.settle(&site, &signed, typed, |form, role_id| {
        let (ended_on, reason) = (form.date("ended_on"), form.words_or_none("ended_words"));
        Some(PersonCommand::LayDownRole { role_id, ended_on: ended_on?, reason: reason? })
    })
    .await
}

async fn take_back(
    State(site): State<Site>,
    signed: Signed,
    At(which): At<(PersonId, RoleId)>,
    typed: Typed,
) -> Answer {
    let one = One::read(&site, &signed, which).await?;
    one.settle(&site, &signed, typed, |form, role_id| {
        Some(PersonCommand::TakeRoleBack { role_id, reason: form.words("reason")? })
    })
    .await
}
