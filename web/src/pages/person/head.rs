//! The person at the top of every page about them: face, name, what to call them, where their case
//! stands, how to communicate with them. [`Record`] is what each of those pages reads first.

use app::access::Connecting;
use app::error::Refusal;
use app::views::cases::Case;
use app::views::concerns::Heeded;
use app::views::people::PersonRow;
use chrono::NaiveDate;
use domain::engagement::Stage;
use domain::person::Answer;
use domain::person::codes::{CommunicationNeed, ConsentScope};
use domain::shared::ids::{EngagementId, PersonId};

use crate::extract::Signed;
use crate::form::{Attempt, Keys, Typed};
use crate::look::{Here, Page};
use crate::pages::relationship::whom::musts;
use crate::sentences::case;
use crate::site::Site;
use crate::{format, paths};

/// A person with their cases, as their pages read them.
pub struct Record {
    /// The record, with its version.
    pub row: PersonRow,
    /// Their cases that the viewer may know of, newest first.
    pub cases: Vec<Case>,
    /// Whom everybody is asked to speak to before the next visit, if asked.
    pub heeded: Option<Heeded>,
    /// The day it is read on.
    pub today: NaiveDate,
}

/// Which of the tabs a page is under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Person,
    Relationships,
    Plan,
    Timeline,
    /// None of them: a form.
    None,
}

/// One tab.
pub struct TabLink {
    pub label: String,
    pub href: String,
    pub here: bool,
}

/// What the top of a page shows; drawn by the macros of `parts/person.html`.
pub struct Head {
    /// Who.
    pub id: PersonId,
    /// Their name in full.
    pub name: String,
    /// What to call them.
    pub called: String,
    /// Where the photograph that stands for them is.
    pub face: Option<String>,
    /// Their page.
    pub href: String,
    /// "Likes to be called Gord · week 14 of 26 · 41 of 60 hours used".
    pub under: String,
    /// How to communicate with them.
    pub needs: Vec<CommunicationNeed>,
    /// Where a meet-up is logged, while they are worked with.
    pub log: Option<String>,
    /// That they died, are or will be forgotten, or said no to taking part.
    pub notice: Option<String>,
    /// Whom to speak to before the next visit, in words; `None` when nobody asks for it.
    pub heed: Option<String>,
    /// What must not happen, on every page but the one that says it at length.
    pub musts: Vec<String>,
    pub tabs: Vec<TabLink>,
}

impl Record {
    /// One person's record, if the viewer may know of them.
    pub async fn read(site: &Site, who: &Connecting<'_>, id: PersonId) -> Result<Self, Refusal> {
        let today = site.app.clock.today();
        let row = site.app.views.person(who, id).await?.ok_or(Refusal::NotFound)?;
        let cases = if row.person.is_supported() {
            site.app.views.cases_of(who, id, today).await?
        } else {
            Vec::new()
        };
        let heeded = site.app.views.heeded(who, id, today).await?;
        Ok(Self { row, cases, heeded, today })
    }

    /// What a form about them is drawn from: the frame, the hidden fields with the version shown, what
    /// was typed, and the top.
    pub fn form(
        &self,
        site: &Site,
        signed: &Signed,
        title: &str,
        typed: Typed,
        attempt: &Attempt,
    ) -> (Page, Keys, Typed, Head) {
        let typed = attempt.keep(typed);
        let keys = signed.keys(&site.app, &typed).seen(self.row.version);
        (signed.page(title, Here::People), keys, typed, self.head(Tab::None))
    }

    /// Whether anything can still be added to it.
    pub fn takes_more(&self) -> bool {
        self.row.person.forgotten_on.is_none() && self.row.person.erasure.is_none()
    }

    /// Who.
    pub fn id(&self) -> PersonId {
        self.row.person.person_id
    }

    /// Their name in full.
    pub fn name(&self) -> String {
        self.row.person.details().map_or("Somebody forgotten", |details| details.name.as_str()).to_owned()
    }

    /// What to call them.
    pub fn called(&self) -> String {
        self.row.person.called().unwrap_or("them").to_owned()
    }

    /// The case that counts: the newest open one, else the newest.
    pub fn case(&self) -> Option<&Case> {
        self.cases.iter().find(|case| case.row.engagement.stage.is_open()).or(self.cases.first())
    }

    /// The engagement that counts.
    pub fn engagement(&self) -> Option<EngagementId> {
        self.case().map(|case| case.row.engagement.engagement_id)
    }

    /// The top of a page.
    pub fn head(&self, here: Tab) -> Head {
        let id = self.id();
        let tab = |tab: Tab, label: String, href: String| TabLink { label, href, here: tab == here };
        let mut tabs = vec![
            tab(Tab::Person, format::capital(&self.called()), paths::person(id)),
            tab(Tab::Relationships, "Relationships".to_owned(), paths::person_part(id, "relationships")),
        ];
        if let Some(engagement) = self.engagement() {
            tabs.push(tab(Tab::Plan, "Plan and reviews".to_owned(), paths::engagement(engagement)));
        }
        tabs.push(tab(Tab::Timeline, "Timeline".to_owned(), paths::person_part(id, "timeline")));
        let worked_with = self.case().filter(|case| case.row.engagement.stage == Stage::Active);
        Head {
            id,
            name: self.name(),
            called: self.called(),
            face: self.face(),
            href: paths::person(id),
            under: self.under(),
            needs: self.row.person.needs.as_ref().map(|needs| needs.list().to_vec()).unwrap_or_default(),
            log: worked_with
                .filter(|_| !self.row.person.is_gone())
                .map(|case| paths::new_meet_up(case.row.engagement.engagement_id)),
            notice: self.notice(),
            heed: self.heeded.as_ref().map(|heeded| heeded.reach.clone()),
            musts: if matches!(here, Tab::Person | Tab::None) { Vec::new() } else { self.musts() },
            tabs,
        }
    }

    /// Where the photograph that stands for them is, while they agree to it.
    fn face(&self) -> Option<String> {
        let person = &self.row.person;
        let photo = person.face().filter(|photo| person.photo_shown(*photo, self.today))?;
        Some(paths::document_part(person.person_id, photo, "thumbnail"))
    }

    /// What must not happen.
    pub fn musts(&self) -> Vec<String> {
        musts(&self.row.person)
    }

    fn under(&self) -> String {
        let person = &self.row.person;
        let mut parts = Vec::new();
        if let Some(known_as) = person.details().and_then(|details| details.known_as.as_ref()) {
            parts.push(format!("Likes to be called {known_as}"));
        }
        match self.case() {
            Some(case) if case.row.engagement.stage == Stage::Active => {
                parts.extend(case::progress(case, self.today));
            }
            Some(case) => parts.push(case::standing(case, self.today)),
            None if person.is_supported() => parts.push("No engagement yet".to_owned()),
            None => parts.push("Community member".to_owned()),
        }
        format::capital(&parts.join(" · "))
    }

    fn notice(&self) -> Option<String> {
        let person = &self.row.person;
        if let Some(on) = person.forgotten_on {
            return Some(format!(
                "This person was forgotten on {}. What was known about them is gone; dates and hours stay.",
                format::date(on)
            ));
        }
        if let Some(erasure) = &person.erasure {
            return Some(format!(
                "It was decided on {} to forget {}. Nothing more can be added.",
                format::date(erasure.decided_on),
                self.called()
            ));
        }
        if let Some(on) = person.taken_back_on {
            return Some(format!(
                "This record was begun by mistake and taken back on {}. Nothing more can be added.",
                format::date(on)
            ));
        }
        if let Some(on) = person.died_on {
            return Some(format!("{} died on {}.", self.called(), format::date(on)));
        }
        match person.answer(ConsentScope::TakePart, self.today) {
            Some(Answer::Refused { on, .. } | Answer::Withdrawn { on, .. }) => Some(format!(
                "{} said no to taking part on {}. Nothing after that day can be planned or recorded until \
                 they are asked again and say yes; let the work rest, or end it.",
                self.called(),
                format::date(*on)
            )),
            _ => None,
        }
    }
}
