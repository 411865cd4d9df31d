//! The plan: where an engagement stands and the one next step, hours agreed and delivered, goals,
//! reviews, sessions, who pays, and what becomes of each relationship.

use std::collections::HashMap;

use app::contracts::Contract;
use app::error::Refusal;
use app::views::cases::Case;
use app::views::measures::MeasureDueItem;
use app::views::relationships::Tie;
use app::views::sessions::SessionRow;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use chrono::{Datelike, Months, NaiveDate};
use domain::engagement::clocks::due;
use domain::engagement::message_back::SentMessage;
use domain::engagement::{Disposition, Engagement, Review, ReviewWords, SessionStatus, Stage, Viewpoint};
use domain::person::codes::ConsentScope;
use domain::person::measures::due::Taken;
use domain::shared::ids::{AccountId, EngagementId, MessageId};

use super::asked_of_lead::{Told, requests};
use super::asking::Asking;
use super::decided;
use super::goals::{self, Wanted};
use super::next::{Act, Around, Next, next, others};
use super::sessions::said_when;
use super::way::{Step, way};
use crate::charts::Picture;
use crate::charts::bars::{Bars, Period};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::connector::due::{Need, measure};
use crate::pages::freshness;
use crate::pages::person::head::{Head, Tab};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Most sessions that one plan shows.
const SESSIONS: i64 = 500;
/// Sessions shown, to come and lately, before the rest are folded away.
const LATEST: usize = 5;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/engagements/{id}", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "connector/engagement/page.html")]
struct PlanPage {
    page: Page,
    head: Head,
    case: Case,
    steps: Vec<Step>,
    next: Option<Next>,
    others: Vec<Act>,
    /// What they want from it and nobody has set aside, with how it stands.
    goals: Vec<Wanted>,
    /// What the latest review decided and nobody has carried out: a sentence, and the way to do it.
    decided: Option<(String, String, &'static str)>,
    /// What a team lead has been asked, and the latest answers.
    requests: Vec<Told>,
    hours: Option<Bars>,
    /// What is missing of it, because a read model stands still; "" when nothing is.
    gap: String,
    /// Visits to come, soonest first.
    planned: Vec<SessionRow>,
    /// Everything else, newest first.
    sessions: Vec<SessionRow>,
    /// Every review, newest first.
    reviews: Vec<Review>,
    /// What to call the other of the two, of every relationship of this engagement.
    ties: Vec<Tie>,
    contract: Option<Contract>,
    /// What whoever referred them was told: address, words, day; newest first.
    messages: Vec<(String, &'static str, String)>,
    /// What to call those who sign in.
    names: HashMap<AccountId, String>,
    /// Questions about how life is that are due within four weeks.
    measures: Vec<Need>,
    /// The person's other engagements.
    elsewhere: Vec<Case>,
    today: NaiveDate,
}

impl PlanPage {
    fn engagement(&self) -> &Engagement {
        &self.case.row.engagement
    }

    /// What the list of this case's visits asks for.
    fn of_case(&self) -> String {
        format!("of={}", self.engagement().engagement_id)
    }

    fn part(&self, part: &str) -> String {
        paths::engagement_part(self.engagement().engagement_id, part)
    }

    fn session(&self, session: &SessionRow) -> String {
        paths::session(session.engagement_id, session.session_id)
    }

    fn when(&self, session: &SessionRow) -> String {
        said_when(&session.time, self.today)
    }

    /// "1½ hours · Together · The library café"
    fn about(&self, session: &SessionRow) -> String {
        let place = session.place.as_ref().and_then(|place| place.get()).map(ToString::to_string);
        let length = format::hours(session.time.minutes);
        let parts = [Some(length), Some(session.time.kind.label().to_owned()), self.beside(session), place];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The day of the last visit to come.
    fn last_planned(&self) -> String {
        self.planned.last().map_or_else(String::new, |session| format::day(session.time.on))
    }

    fn beside(&self, session: &SessionRow) -> Option<String> {
        let id = session.time.relationship_id?;
        let tie = self.ties.iter().find(|tie| tie.relationship.relationship_id == id)?;
        Some(format!("with {}", tie.other_called))
    }

    fn is_overdue(&self, session: &SessionRow) -> bool {
        session.status == SessionStatus::Planned && session.time.on < self.today
    }

    /// Each viewpoint of a review from which something was said, and whose it is.
    fn viewpoints<'a>(&'a self, words: &'a ReviewWords) -> Vec<(&'a str, &'a Viewpoint)> {
        let all = [
            (self.case.person.called.as_str(), &words.person),
            ("Family and circle", &words.family),
            ("Paid staff", &words.staff),
        ];
        let spoke = |view: &Viewpoint| view.working.is_some() || view.not_working.is_some();
        all.into_iter().filter(|(_, view)| spoke(view)).collect()
    }

    fn connector(&self) -> Option<&str> {
        self.engagement().connector().map(|id| self.names.get(&id).map_or("Somebody", String::as_str))
    }

    fn may_allocate(&self) -> bool {
        !matches!(self.engagement().stage, Stage::Closed | Stage::ReferralClosed)
    }

    /// Whether another goal can be added.
    fn adds_goals(&self) -> bool {
        goals::live(self.engagement())
    }

    /// Whether the hours can be changed.
    fn changes_hours(&self) -> bool {
        matches!(self.engagement().stage, Stage::Active | Stage::Paused)
    }

    /// What becomes of each relationship: both names and the hand-over.
    fn said_hand_overs(&self, hand_overs: &[Disposition]) -> Vec<(String, String, &'static str)> {
        let name = |id| self.ties.iter().find(|tie| tie.relationship.relationship_id == id);
        hand_overs
            .iter()
            .map(|given| {
                let said = name(given.relationship_id).map_or("A relationship".to_owned(), |tie| {
                    format!("{} and {}", tie.person_called, tie.other_called)
                });
                (paths::relationship(given.relationship_id), said, given.hand_over.label())
            })
            .collect()
    }
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<EngagementId>, at: Uri) -> Answer {
    let asking = Asking::of(&site, &signed, id, &at).await?;
    let title = format!("{} plan", format::possessive(asking.called()));
    let plan = read(&asking, signed.page(title, Here::People)).await?;
    show(&plan)
}

async fn read(asking: &Asking<'_>, page: Page) -> Result<PlanPage, Refusal> {
    let (app, who, id) = (&asking.site.app, &asking.who, asking.id());
    let (case, today) = (asking.case.clone(), asking.today);
    let engagement = &case.row.engagement;
    let gap = freshness::gap_briefly(&app.views.shown().await?);
    let sessions = app.views.sessions_of(who, id, SESSIONS).await?;
    let ties = app.views.relationships_of_engagement(who, id).await?;
    let contracts = app.contracts.all(who.organisation()).await?;
    let paid_by = engagement.funding.as_ref().map(|funding| funding.contract_id);
    let left = usize::try_from(case.ties.without_hand_over).unwrap_or_default();
    let in_a_week = today + chrono::Days::new(7);
    let mut reviews: Vec<Review> = engagement.reviews.values().cloned().collect();
    reviews.sort_by_key(|review| std::cmp::Reverse(review.held_on));
    let hours = hours(engagement, &sessions);
    let names: HashMap<AccountId, String> =
        app.accounts.names(who.organisation()).await?.into_iter().collect();
    let measures = measures_due(asking).await?;
    let (mut planned, sessions): (Vec<_>, Vec<_>) =
        sessions.into_iter().partition(|session| session.status == SessionStatus::Planned);
    planned.reverse();
    let around = Around {
        called: asking.called(),
        today,
        consents: asking.record.row.person.consent(ConsentScope::TakePart, today).is_some(),
        planned: planned.first().map(|session| (session.time.on, session.session_id)),
        due: due(engagement, in_a_week, case.first_introduction_on, case.first_map_on, left).first().copied(),
    };
    Ok(PlanPage {
        page,
        head: asking.record.head(Tab::Plan),
        steps: way(engagement),
        goals: goals::wanted(engagement).into_iter().filter(|goal| goal.set_aside.is_none()).collect(),
        decided: decided::waits(engagement),
        next: next(engagement, &around),
        others: others(engagement),
        requests: requests(engagement, asking, &names),
        hours,
        gap,
        planned,
        sessions,
        reviews,
        ties,
        contract: contracts.into_iter().find(|contract| Some(contract.contract_id) == paid_by),
        names,
        messages: messages(engagement),
        measures,
        elsewhere: asking
            .record
            .cases
            .iter()
            .filter(|other| other.row.engagement.engagement_id != id)
            .cloned()
            .collect(),
        today,
        case,
    })
}

/// What whoever referred them was told, newest first.
fn messages(engagement: &Engagement) -> Vec<(String, &'static str, String)> {
    let mut all: Vec<_> = engagement.messages.iter().collect();
    all.sort_by_key(|(id, message)| std::cmp::Reverse((message.sent_on, **id)));
    let told = |(id, message): (&MessageId, &SentMessage)| {
        let to = paths::message(engagement.engagement_id, *id);
        (to, message.about.label(), format::date(message.sent_on))
    };
    all.into_iter().map(told).collect()
}

/// The questions to ask in this case within four weeks.
async fn measures_due(asking: &Asking<'_>) -> Result<Vec<Need>, Refusal> {
    let (engagement, today) = (&asking.case.row.engagement, asking.today);
    if asking.record.row.person.is_gone() {
        return Ok(Vec::new());
    }
    let counting = asking.record.row.person.measures_that_count();
    let taken =
        counting.iter().map(|kept| Taken { instrument: kept.asking.instrument, on: kept.asking.taken_on });
    let taken: Vec<Taken> = taken.collect();
    let running = asking.site.app.measures_running(&asking.who, engagement, &taken).await?;
    let soon = running.into_iter().filter(|due| due.due_on <= today + chrono::Days::new(28));
    let need = |due| {
        let item = MeasureDueItem {
            engagement_id: engagement.engagement_id,
            person_id: engagement.person_id,
            called: asking.called().to_owned(),
            due,
        };
        measure(&item, today)
    };
    Ok(soon.map(need).collect())
}

/// Hours agreed and delivered, month by month of the term; `None` before it is agreed.
fn hours(engagement: &Engagement, sessions: &[SessionRow]) -> Option<Bars> {
    let term = engagement.term.as_ref()?;
    let counted = |from: NaiveDate, to: NaiveDate| {
        let delivered = sessions.iter().filter(|session| session.status == SessionStatus::Delivered);
        delivered
            .filter(|session| session.time.kind.is_chargeable())
            .filter(|session| from <= session.time.on && session.time.on <= to)
            .map(|session| session.time.minutes)
            .sum()
    };
    let mut periods = Vec::new();
    let mut first = term.start.with_day(1)?;
    while first <= term.end {
        let next = first.checked_add_months(Months::new(1))?;
        let last = next.pred_opt()?;
        periods.push(Period {
            label: format::month_short(first).to_owned(),
            agreed_minutes: engagement.agreed_minutes(first, last),
            delivered_minutes: counted(first, last),
        });
        first = next;
    }
    Some(Bars { title: "Hours by month".to_owned(), periods })
}
