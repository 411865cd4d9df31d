//! The first steps of an engagement: who works with them, getting in touch, deciding whether we are the
//! right people, the waiting list, and a referral that comes to nothing.

use app::error::Refusal;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::engagement::clocks::{ELIGIBILITY_WORKING_DAYS, FIRST_CONTACT_WORKING_DAYS, working_days_after};
use domain::engagement::{EngagementCommand, ReferralOutcome};

use super::asking::{Asking, Form, form};
use super::sheet::{Field, Shape, Sheet};
use crate::charts::loads::Held;
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::router::Route;
use crate::{format, offered};

/// Every entry of the first steps.
pub fn routes() -> Vec<Route> {
    [
        form::<Allocating>("/engagements/{id}/connector"),
        form::<Screening>("/engagements/{id}/screening"),
        form::<Deciding>("/engagements/{id}/eligibility"),
        form::<Waiting>("/engagements/{id}/waiting-list"),
        form::<Closing>("/engagements/{id}/referral-closing"),
    ]
    .concat()
}

/// Asking a colleague to work with them.
struct Allocating;

#[async_trait]
impl Form for Allocating {
    const DONE: Flash = Flash::Allocated;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let connector = asking.case.row.engagement.connector().unwrap_or(asking.who.account());
        Ok(Typed::default().with("connector", connector))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        // What each has room for is the team lead's to know.
        let rooms = if asking.who.leads() { asking.site.app.rooms(&asking.who).await? } else { Vec::new() };
        let colleagues = asking.site.app.accounts.colleagues(&asking.who).await?;
        let choices = colleagues.into_iter().map(|one| {
            let you = if one.account_id == asking.who.account() { "You" } else { one.role.label() };
            let room = rooms.iter().find(|room| room.colleague.account_id == one.account_id);
            let room = room.map(|room| {
                let held = Held { name: String::new(), open: room.load.open, most: room.capacity.open_cases };
                format!("{you} · {} open, {}", room.load.open, held.room())
            });
            Choice::new(one.account_id, one.name)
                .hint(room.unwrap_or_else(|| you.to_owned()))
                .face(one.account_id.uuid())
        });
        let title = format!("Who works with {}?", asking.called());
        let fields = Field::one("connector", "Ask", choices.collect());
        Ok(Sheet::new(title, "Ask them", "user-check").field(fields))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::AllocateConnector { connector: form.id("connector")? })
    }
}

/// Getting in touch for the first time.
struct Screening;

#[async_trait]
impl Form for Screening {
    const DONE: Flash = Flash::ScreeningStarted;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("started_on", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let lead = by(asking, FIRST_CONTACT_WORKING_DAYS, "The first contact is due by");
        let question = format!("When were you first in touch with {}?", asking.called());
        Ok(Sheet::new("Getting to know each other", "Save", "check")
            .lead(lead)
            .field(Field::date("started_on", question).hint("By phone, by letter or in person")))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::StartScreening { started_on: form.date("started_on")? })
    }
}

/// Deciding whether we are the right people.
struct Deciding;

#[async_trait]
impl Form for Deciding {
    const DONE: Flash = Flash::EligibilityDecided;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let rule = "Adult who lives in our area and would like more people in their life";
        Ok(Typed::default().with("decided_on", asking.today).with("eligible", "yes").with("rule", rule))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let answers = vec![
            Choice::new("yes", "Yes, we can help").icon("circle-check"),
            Choice::new("no", "No, somebody else can help better").icon("circle-x"),
        ];
        let why = format!(
            "What you know about {} that speaks for it. Needed when the answer is no",
            asking.called()
        );
        Ok(Sheet::new(format!("Are we the right people for {}?", asking.called()), "Decide", "check")
            .lead(by(asking, ELIGIBILITY_WORKING_DAYS, "The decision is due by"))
            .field(Field::one("eligible", "Are we?", answers))
            .field(
                Field::new(Shape::Line(""), "rule", "By which rule?")
                    .hint("As your contract or your own policy says it"),
            )
            .field(Field::words("reason", "Why?").hint(why).optional())
            .field(Field::date("decided_on", "When was it decided?")))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let eligible = match typed.one("eligible") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => form.refuse("eligible", "Choose one"),
        };
        let (rule, reason) = (form.line("rule"), form.words_or_none("reason"));
        let decided_on = form.date("decided_on");
        Some(EngagementCommand::DecideEligibility {
            decided_on: decided_on?,
            eligible: eligible?,
            rule: rule?,
            reason: reason?,
        })
    }
}

/// A place on the waiting list.
struct Waiting;

#[async_trait]
impl Form for Waiting {
    const DONE: Flash = Flash::Waitlisted;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let now = asking.case.row.engagement.waiting;
        let typed = Typed::default()
            .with("listed_on", now.map_or(asking.today, |now| now.listed_on))
            .with("priority", now.map_or(2, |now| now.priority));
        Ok(match now.and_then(|now| now.expected_start) {
            Some(day) => typed.with("expected_start", day),
            None => typed,
        })
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let priorities = vec![
            Choice::new(1, "First").hint("Cannot wait long"),
            Choice::new(2, "Second").hint("Can wait some weeks"),
            Choice::new(3, "Third").hint("Is happy to wait"),
        ];
        Ok(Sheet::new("Waiting list", "Save", "hourglass")
            .lead(format!("When there is no room yet, {} keeps a place here.", asking.called()))
            .field(Field::one("priority", "How soon?", priorities).shaped(Shape::One("cols-3")))
            .pair(
                Field::date("listed_on", "On the list since"),
                Field::date("expected_start", "There may be room from").optional(),
            ))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let priority = form.whole("priority", 1..=99);
        let (listed_on, expected_start) = (form.date("listed_on"), form.date_or_none("expected_start"));
        Some(EngagementCommand::Waitlist {
            listed_on: listed_on?,
            priority: u8::try_from(priority?).ok()?,
            expected_start: expected_start?,
        })
    }
}

/// A referral that comes to nothing.
struct Closing;

#[async_trait]
impl Form for Closing {
    const DONE: Flash = Flash::ReferralClosed;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let lead = "For a referral that comes to nothing. Visits that were planned are called off. \
                    Another referral can always be made.";
        let why = format!("So that {} and whoever referred them can be told", asking.called());
        Ok(Sheet::new("Close the referral", "Close it", "archive")
            .lead(lead)
            .warning()
            .field(Field::one("outcome", "What became of it?", offered!(ReferralOutcome)))
            .field(Field::words("reason", "Why?").hint(why)))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (outcome, reason) = (form.code("outcome"), form.words("reason"));
        Some(EngagementCommand::CloseReferral { outcome: outcome?, reason: reason? })
    }
}

/// "… 9 March", so many working days after the referral; nothing when its day is not known.
fn by(asking: &Asking<'_>, days: u32, words: &str) -> String {
    let due = |received: NaiveDate| {
        format!("{words} {}.", format::weekday(working_days_after(received, days), asking.today))
    };
    asking.case.row.engagement.received_on.map(due).unwrap_or_default()
}
