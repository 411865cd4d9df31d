//! One place: what happens there and when, what the building offers, who holds the door, and what became of it.

use std::collections::HashMap;

use app::error::Refusal;
use app::views::places::PlaceRow;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::Event;
use domain::place::{Attribute, Freshness, PlaceDetails};
use domain::shared::ids::{AccountId, PlaceId};
use uuid::Uuid;

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::sentences::{Told, place};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/places/{id}", Audience::Connecting, page)]
}

/// Facts of its story that are shown.
const TOLD: i64 = 30;

#[derive(Template)]
#[template(path = "place/one.html")]
struct One {
    page: Page,
    row: PlaceRow,
    details: PlaceDetails,
    /// Who holds the door: where their record is, and their name.
    contact: Option<(String, String)>,
    story: Vec<Step>,
    today: NaiveDate,
    /// For the forms of one tap.
    command_ids: [Uuid; 3],
}

/// Something that became of it.
struct Step {
    told: Told,
    /// "12 March 2026 · Amina"
    by: String,
}

impl One {
    fn part(&self, part: &str) -> String {
        paths::place_part(self.row.place.place_id, part)
    }

    fn is_offered(&self) -> bool {
        self.row.place.is_current()
    }

    /// Whether somebody should make sure before anybody goes.
    fn is_stale(&self) -> bool {
        self.row.place.freshness(self.today) != Freshness::Fresh
    }

    fn seen(&self) -> String {
        place::seen(&self.row.place, self.today)
    }

    /// What happens there, with what somebody can do with it.
    fn happens(&self) -> Vec<String> {
        let each = self.details.activities.iter();
        each.map(|one| format::capital(&place::ways(one.name.as_str(), one.ways.iter().copied()))).collect()
    }

    /// What is known of it, each with what it is called.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let details = &self.details;
        let area = details.area.as_ref().map(ToString::to_string);
        let whereabouts = details.whereabouts.as_ref().map(ToString::to_string);
        let known = [
            ("When", place::when(details)),
            ("Part of town", area),
            ("Where to find it", whereabouts),
            ("Room", place::room(&self.row.place)),
            ("Cost", place::cost(details)),
            ("Who can come", Some(format!("{}. {}", details.open_to.label(), self.ages()))),
        ];
        let not_known = || "Not known yet".to_owned();
        known.into_iter().map(|(what, value)| (what, value.unwrap_or_else(not_known))).collect()
    }

    fn ages(&self) -> String {
        use domain::place::Setting;
        match (self.details.setting, self.details.checks_settled) {
            (Setting::Adults, _) => "For adults".to_owned(),
            (Setting::AllAges, _) => "All ages together".to_owned(),
            (Setting::Children, true) => "For children; the checks of adults are settled".to_owned(),
            (Setting::Children, false) => {
                "For children: offered to nobody until the checks are settled".to_owned()
            }
        }
    }

    /// What the building and the group offer: what is asked, and then class, drawing and words of the answer.
    fn asked(&self) -> Vec<(&'static str, [&'static str; 3])> {
        let answer = |one: Attribute| match (self.details.offers(one), one) {
            // Not having to book is no lack.
            (Some(true), Attribute::NeedsBooking) => ["", "info", "Yes"],
            (Some(false), Attribute::NeedsBooking) => ["", "circle-check", "No"],
            (Some(true), _) => ["", "circle-check", "Yes"],
            (Some(false), _) => ["no", "circle-x", "No"],
            (None, _) => ["todo", "circle-dashed", "Not known yet"],
        };
        Attribute::ALL.iter().map(|one| (one.label(), answer(*one))).collect()
    }

    /// Why and since when it is put away.
    fn away(&self) -> Option<String> {
        let retired = self.row.place.retired.as_ref()?;
        Some(format!("Put away on {}: {}.", format::date(retired.on), retired.reason.label().to_lowercase()))
    }

    /// How many of ours began there, and when last.
    fn welcomed(&self) -> Option<String> {
        let on = self.row.place.welcomed_on?;
        let people = format::plural(self.row.place.welcomed, "person", "people");
        Some(format!("{people} of ours began there, last on {}.", format::date(on)))
    }
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PlaceId>) -> Answer {
    let who = signed.connecting()?;
    let row = site.app.views.place(&who, id).await?.ok_or(Refusal::NotFound)?;
    let details = row.place.details().cloned().ok_or(Refusal::NotFound)?;
    let contact = match row.place.contact {
        Some(contact) => site.app.views.people_named(&who, &[contact]).await?,
        None => Vec::new(),
    };
    let contact = contact.into_iter().next().map(|one| (paths::person(one.person_id), one.name));
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let history = site.app.history_of_place(&who, id, TOLD).await?;
    let story = history.iter().filter_map(|envelope| {
        let Event::Place(event) = &envelope.event else { return None };
        let told = place::tell(event);
        let on = told.on.unwrap_or_else(|| format::london_date(envelope.recorded_at));
        let by = names.get(&envelope.actor).map_or("somebody", String::as_str);
        Some(Step { by: format!("{} · {by}", format::date(on)), told })
    });
    let story = story.collect();
    let command_ids = [site.app.ids.next(), site.app.ids.next(), site.app.ids.next()];
    let today = site.app.clock.today();
    let page = signed.page(row.name(), Here::Introduce);
    show(&One { page, row, details, contact, story, today, command_ids })
}
