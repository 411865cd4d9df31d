//! What the person wants from it, as it lives on after the term is agreed: every goal with all that became of it, and
//! the forms to add one, to say it otherwise, to set it aside, and to say how it stands.

use app::error::Refusal;
use askama::Template;
use async_trait::async_trait;
use axum::extract::State;
use axum::http::Uri;
use domain::engagement::{Engagement, EngagementCommand, GoalAccount, GoalOutcome, Stage};
use domain::shared::ids::{EngagementId, GoalId};

use super::asking::{Asking, Form, form, form_about};
use super::sheet::{Field, Shape, Sheet};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::pages::person::head::Head;
use crate::router::{Route, get};
use crate::sentences::goal::{moved, standing};
use crate::site::{Site, show};
use crate::{format, paths};

/// Every entry about goals.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![get("/engagements/{id}/goals", Audience::Connecting, page)];
    routes.extend(form::<Adding>("/engagements/{id}/goals/new"));
    routes.extend(form_about::<Rewording, GoalId>("/engagements/{id}/goals/{goal}/wording"));
    routes.extend(form_about::<SettingAside, GoalId>("/engagements/{id}/goals/{goal}/setting-aside"));
    routes.extend(form_about::<Scoring, GoalId>("/engagements/{id}/goals/{goal}/standing"));
    routes
}

/// A goal as it is shown.
pub struct Wanted {
    /// In their words of today.
    pub words: String,
    /// "Partly met, 12 March 2026"; empty while nobody has said.
    pub standing: String,
    /// Whether it is met.
    pub is_met: bool,
    /// Why nobody goes after it, and since when.
    pub set_aside: Option<String>,
    /// What became of it: the day, what, and what was said.
    pub moments: Vec<(String, String, Option<String>)>,
    /// Where it is said otherwise, set aside, and how it stands; empty once that cannot be.
    pub forms: Vec<(String, &'static str, &'static str)>,
}

/// Whether goals can be added and changed still.
pub fn live(engagement: &Engagement) -> bool {
    matches!(engagement.stage, Stage::Agreed | Stage::Active | Stage::Paused)
}

/// Every goal, those that are gone after first.
pub fn wanted(engagement: &Engagement) -> Vec<Wanted> {
    let mut accounts = engagement.goal_accounts();
    accounts.sort_by_key(|goal| goal.set_aside.is_some());
    accounts.iter().map(|goal| shown(engagement, goal)).collect()
}

fn shown(engagement: &Engagement, goal: &GoalAccount<'_>) -> Wanted {
    let set_aside = goal.set_aside.map(|(on, reason)| {
        let why = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("Set aside on {}{why}", format::date(on))
    });
    let to = |part: &str| {
        paths::engagement_part(engagement.engagement_id, format!("goals/{}/{part}", goal.goal_id))
    };
    let forms = match live(engagement) && goal.set_aside.is_none() && goal.words.is_some() {
        true => vec![
            (to("standing"), "Say how it stands", "circle-dot"),
            (to("wording"), "Say it otherwise", "pencil"),
            (to("setting-aside"), "Set it aside", "archive"),
        ],
        false => Vec::new(),
    };
    let moments = goal.moments.iter().map(|moment| {
        let (what, said) = moved(&moment.what);
        (format::date(moment.on), what, said)
    });
    Wanted {
        words: goal.words.map_or_else(|| "A goal. What it said is gone".to_owned(), ToString::to_string),
        standing: goal
            .standing
            .map(|(on, outcome)| format!("{}, {}", standing(outcome), format::date(on)))
            .unwrap_or_default(),
        is_met: goal.standing.is_some_and(|(_, outcome)| outcome == GoalOutcome::Met),
        set_aside,
        moments: moments.collect(),
        forms,
    }
}

#[derive(Template)]
#[template(path = "connector/engagement/goals.html")]
struct GoalsPage {
    page: Page,
    head: Head,
    goals: Vec<Wanted>,
    /// Where another one is added, while that can be.
    new: Option<String>,
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<EngagementId>, at: Uri) -> Answer {
    let asking = Asking::of(&site, &signed, id, &at).await?;
    let engagement = &asking.case.row.engagement;
    let called = asking.called().to_owned();
    let open = live(engagement) && asking.record.takes_more();
    show(&GoalsPage {
        page: signed.page(format!("What {called} wants from it"), Here::People),
        head: asking.head(),
        goals: wanted(engagement),
        new: open.then(|| paths::engagement_part(id, "goals/new")),
    })
}

/// As the person says the goal now.
fn said(asking: &Asking<'_>) -> String {
    let goal = asking.goal.and_then(|goal| asking.case.row.engagement.goal(goal));
    goal.and_then(|goal| goal.words).map(ToString::to_string).unwrap_or_default()
}

/// Where the goals are read once it is done.
fn all_of_them(asking: &Asking<'_>) -> String {
    paths::engagement_part(asking.id(), "goals")
}

/// Something more that they want from it.
struct Adding;

#[async_trait]
impl Form for Adding {
    const DONE: Flash = Flash::GoalKept;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("goal_id", asking.site.app.ids.next()).with("set_on", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let called = asking.called();
        Ok(Sheet::new(format!("What else does {called} want?"), "Keep it", "check")
            .lead("What was agreed at the start stays beside it.")
            .field(Field::hidden("goal_id"))
            .field(
                Field::words("words", "I would like…").hint(format!("As {called} says, signs or shows it")),
            )
            .field(Field::date("set_on", format!("When did {called} say so?"))))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (goal_id, words, set_on) = (form.id("goal_id"), form.words("words"), form.date("set_on"));
        Some(EngagementCommand::SetGoal { goal_id: goal_id?, words: words?, set_on: set_on? })
    }

    async fn onwards(asking: &Asking<'_>, _: &Typed) -> Result<(String, Flash), Refusal> {
        Ok((all_of_them(asking), Self::DONE))
    }
}

/// The same in other words.
struct Rewording;

#[async_trait]
impl Form for Rewording {
    const DONE: Flash = Flash::GoalKept;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("words", said(asking)))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let called = asking.called();
        Ok(Sheet::new("The same goal in other words", "Keep it", "check")
            .lead("How it was said before stays readable. For something new, add another goal.")
            .field(Field::words("words", "I would like…").hint(format!("As {called} says it now"))))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::RewordGoal { goal_id: asking.goal?, words: form.words("words")? })
    }
}

/// Going after it no more.
struct SettingAside;

#[async_trait]
impl Form for SettingAside {
    const DONE: Flash = Flash::GoalSetAside;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        Ok(Sheet::new("Set a goal aside", "Set it aside", "archive")
            .lead(format!(
                "“{}” No review asks about it any more. It stays readable, with the reason.",
                said(asking)
            ))
            .warning()
            .field(Field::words("reason", "Why?").hint(format!("As {} sees it", asking.called()))))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::SetGoalAside { goal_id: asking.goal?, reason: form.words("reason")? })
    }
}

/// How it stands between reviews.
struct Scoring;

#[async_trait]
impl Form for Scoring {
    const DONE: Flash = Flash::GoalStands;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default().with("scored_on", asking.today))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let outcomes = [
            (GoalOutcome::Met, "circle-check"),
            (GoalOutcome::Partly, "circle-dot"),
            (GoalOutcome::NotMet, "circle"),
        ];
        let outcomes = outcomes.map(|(code, icon)| Choice::new(code.code(), standing(code)).icon(icon));
        let called = asking.called();
        Ok(Sheet::new("How does it stand?", "Keep it", "check")
            .lead(format!("“{}” A review asks about it all the same.", said(asking)))
            .field(
                Field::one("outcome", format!("As {called} sees it"), outcomes.to_vec())
                    .shaped(Shape::One("cols-3 plain")),
            )
            .field(Field::words("words", "What is there to say about it?").optional())
            .field(Field::date("scored_on", "On which day?")))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let (outcome, words) = (form.code("outcome"), form.words_or_none("words"));
        let scored_on = form.date("scored_on");
        Some(EngagementCommand::ScoreGoal {
            goal_id: asking.goal?,
            outcome: outcome?,
            words: words?,
            scored_on: scored_on?,
        })
    }
}
