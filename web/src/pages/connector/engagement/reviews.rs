//! The reviews of an engagement: all of them, and one as it was held. Printed, one stands for itself: whom it is
//! about, when it was held, who was there, who is the connector and who wrote it down.

use app::error::Refusal;
use app::views::relationships::Tie;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use chrono::{Days, NaiveDate};
use domain::engagement::{
    Engagement, EngagementEvent, GoalAccount, GoalScore, Review, ReviewWords, Viewpoint,
};
use domain::person::measures::due::NEAR_DAYS;
use domain::shared::ids::{EngagementId, RelationshipId, ReviewId};

use super::asking::Asking;
use super::decided::leads_to;
use super::review_back::{self, Back};
use super::signed::{Team, history, recorded};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page, Stage};
use crate::pages::person::head::Head;
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// All reviews, and one.
pub fn routes() -> Vec<Route> {
    vec![
        get("/engagements/{id}/reviews", Audience::Connecting, list),
        get("/engagements/{id}/reviews/{review}", Audience::Connecting, one),
    ]
}

#[derive(Template)]
#[template(path = "connector/engagement/reviews.html")]
struct ReviewsPage {
    page: Page,
    head: Head,
    /// Every review, newest first; only the one on a page of its own.
    reviews: Vec<Held>,
    /// Whether it is one review's own page.
    alone: bool,
    /// On that page, what a reader who has nothing but the paper must know first.
    paper: Vec<(&'static str, String)>,
    /// Where what it decided is carried out, while nobody has.
    lead: Option<(String, String, &'static str)>,
    /// What follows from it: address and words.
    follow: Vec<(String, String, &'static str)>,
    new: Option<String>,
    /// Where one that is wrong is taken back.
    wrong: Option<String>,
    /// That it was taken back.
    back: Option<Back>,
    /// On the list, those that were taken back: address and day.
    gone: Vec<(String, String)>,
    /// What the address of the file of all of them asks.
    of_case: String,
}

/// A review as it was held.
struct Held {
    href: String,
    on: String,
    /// "Unplanned: a stay in hospital · By video"
    kind: String,
    decision: &'static str,
    /// "Gordon; Lee (family); Ana, social worker"
    there: String,
    /// Their own words, and how they were gathered.
    own_words: Option<(String, Option<&'static str>)>,
    /// "As Gordon sees it", what works, what does not: all three, also where nothing was said.
    views: Vec<(String, String, String)>,
    goals: Vec<(String, &'static str)>,
    relationships: Vec<(String, &'static str, String)>,
    /// What was looked at again, as facts.
    facts: Vec<(&'static str, String)>,
    /// The instruments asked near its day, day by day.
    measures: Vec<String>,
    more_time: Option<(String, String)>,
    next: Option<String>,
    /// Whether its words are gone, because the person was forgotten.
    gone: bool,
}

/// What kind of review it was, why nobody had planned it, and how it was held.
fn kind(review: &Review) -> String {
    let why = review.facts.unplanned_because.map(|why| format!(": {}", why.label().to_lowercase()));
    let how = review.facts.method.map(|how| format!(" · {}", how.label()));
    format!("{}{}{}", review.kind.label(), why.unwrap_or_default(), how.unwrap_or_default())
}

/// Every goal that was gone after on the day of the review, as it was said then, with what was found; those of which
/// nobody spoke too.
fn goals(engagement: &Engagement, review: &Review) -> Vec<(String, &'static str)> {
    let score = |goal| review.goals.iter().find(|score: &&GoalScore| score.goal_id == goal);
    let accounts = engagement.goal_accounts();
    let asked = accounts.iter().filter(|goal| {
        score(goal.goal_id).is_some() || (!review.goals.is_empty() && goal.is_open_on(review.held_on))
    });
    let said = |goal: &GoalAccount<'_>| {
        let words = goal.words_on(review.held_on);
        let found = score(goal.goal_id).map_or("Nobody spoke about it", |score| score.outcome.label());
        (words.map_or_else(|| "A goal".to_owned(), ToString::to_string), found)
    };
    let mut goals: Vec<_> = asked.map(said).collect();
    // Of a goal that nothing is known of any more, because they were forgotten, what was found stays.
    let unknown =
        review.goals.iter().filter(|score| accounts.iter().all(|goal| goal.goal_id != score.goal_id));
    goals.extend(unknown.map(|score| ("A goal".to_owned(), score.outcome.label())));
    goals
}

/// Who was there: "Gordon; Lee (family)".
pub(crate) fn there(words: &ReviewWords) -> String {
    let mut all: Vec<String> = words
        .attendees
        .iter()
        .map(|one| match one.role {
            domain::engagement::Attending::Person => one.name.to_string(),
            role => format!("{} ({})", one.name, role.label().to_lowercase()),
        })
        .collect();
    all.extend(words.attended.as_ref().map(ToString::to_string));
    all.join("; ")
}

fn views(called: &str, words: &ReviewWords) -> Vec<(String, String, String)> {
    let all = [
        (format!("As {called} sees it"), &words.person),
        ("As family and circle see it".to_owned(), &words.family),
        ("As paid staff see it".to_owned(), &words.staff),
    ];
    let said = |words: &Option<domain::shared::text::Words>| {
        words.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    let spoke = |view: &Viewpoint| view.working.is_some() || view.not_working.is_some();
    if !all.iter().any(|(_, view)| spoke(view)) {
        return Vec::new();
    }
    all.into_iter().map(|(of, view)| (of, said(&view.working), said(&view.not_working))).collect()
}

/// "On 4 February 2026: Loneliness, asked directly; Social contact"
fn by_day(measures: &[(NaiveDate, &'static str)]) -> Vec<String> {
    let days = measures.chunk_by(|one, other| one.0 == other.0);
    let said = |day: &[(NaiveDate, &'static str)]| {
        let labels: Vec<&str> = day.iter().map(|(_, label)| *label).collect();
        format!("On {}: {}", format::date(day[0].0), labels.join("; "))
    };
    days.map(said).collect()
}

fn yes_no(answer: bool) -> String {
    if answer { "Yes" } else { "No" }.to_owned()
}

fn held(asking: &Asking<'_>, ties: &[Tie], id: ReviewId, review: &Review) -> Held {
    let engagement = &asking.case.row.engagement;
    let empty = ReviewWords::default();
    let words = review.words.get();
    let known = words.unwrap_or(&empty);
    let tie = |id: RelationshipId| ties.iter().find(|tie| tie.relationship.relationship_id == id);
    let relationships = known.relationships.iter().map(|reviewed| {
        let found = tie(reviewed.relationship_id);
        let both = found.map_or("A relationship".to_owned(), |tie| {
            format!("{} and {}", tie.person_called, tie.other_called)
        });
        let stage = reviewed.stage.map_or("", |stage| Stage::from(stage).label());
        (both, stage, reviewed.next_step.as_ref().map(ToString::to_string).unwrap_or_default())
    });
    let facts = [
        ("Map taken again", review.facts.map_retaken.map(yes_no)),
        ("Safety notes looked at", review.facts.safety_reviewed.map(yes_no)),
        ("Paid support a week", review.facts.paid_minutes_per_week.map(format::hours)),
    ];
    let near = |on: NaiveDate| {
        review.held_on - Days::new(NEAR_DAYS) <= on && on <= review.held_on + Days::new(NEAR_DAYS)
    };
    let mut measures: Vec<(NaiveDate, &'static str)> = asking
        .record
        .row
        .person
        .measures_that_count()
        .into_iter()
        .filter(|kept| near(kept.asking.taken_on))
        .map(|kept| (kept.asking.taken_on, kept.asking.instrument.label()))
        .collect();
    measures.sort_unstable();
    measures.dedup();
    let more_time = review.facts.more_time.map(|more| {
        let funder = known.more_time_funder.as_ref().map(|funder| format!(", paid by {funder}"));
        let what = format!(
            "{} more, {} a week{}",
            format::plural(i64::from(more.weeks), "week", "weeks"),
            format::hours(more.minutes_per_week),
            funder.unwrap_or_default()
        );
        (what, known.more_time_why.as_ref().map(ToString::to_string).unwrap_or_default())
    });
    Held {
        href: paths::review(asking.id(), id),
        on: format::date(review.held_on),
        kind: kind(review),
        decision: review.decision.label(),
        there: there(known),
        own_words: known
            .own_words
            .as_ref()
            .map(|words| (words.to_string(), known.gathered.map(|how| how.label()))),
        views: views(asking.called(), known),
        goals: goals(engagement, review),
        relationships: relationships.collect(),
        facts: facts.into_iter().filter_map(|(what, how)| Some((what, how?))).collect(),
        measures: by_day(&measures),
        more_time,
        next: review.next_review_on.map(format::date),
        gone: words.is_none(),
    }
}

/// Whom it is about and who answers for it.
async fn paper(
    asking: &Asking<'_>,
    id: ReviewId,
    review: &Review,
) -> Result<Vec<(&'static str, String)>, Refusal> {
    let team = Team::of(asking).await?;
    let engagement = &asking.case.row.engagement;
    let held = |event: &EngagementEvent| matches!(event, EngagementEvent::ReviewHeld { review_id, .. } if *review_id == id);
    let by = recorded(&history(asking).await?, held);
    let known_as = asking.record.row.person.details().and_then(|details| details.known_as.as_ref());
    let name = asking.record.name();
    let about = known_as.map_or(name.clone(), |called| format!("{name}, who likes to be called {called}"));
    let connector = engagement.connector();
    let wrote = by.filter(|by| Some(*by) != connector);
    let facts = [
        ("About", Some(about)),
        ("Held on", Some(format::date(review.held_on))),
        ("Connector", connector.map(|id| team.called(id).unwrap_or("Somebody who has left").to_owned())),
        ("Written down by", wrote.map(|id| team.called(id).unwrap_or("Somebody who has left").to_owned())),
        ("Team", team.name.clone()),
    ];
    Ok(facts.into_iter().filter_map(|(what, words)| Some((what, words?))).collect())
}

async fn list(State(site): State<Site>, signed: Signed, At(id): At<EngagementId>, at: Uri) -> Answer {
    let asking = Asking::of(&site, &signed, id, &at).await?;
    let ties = site.app.views.relationships_of_engagement(&asking.who, id).await?;
    let mut reviews: Vec<(&ReviewId, &Review)> = asking.case.row.engagement.reviews.iter().collect();
    reviews.sort_by_key(|(_, review)| std::cmp::Reverse(review.held_on));
    let title = format!("Reviews with {}", asking.called());
    let gone = asking.case.row.engagement.reviews_taken_back.iter();
    let gone =
        gone.map(|(gone, kept)| (paths::review(id, *gone), format::date(kept.review.held_on))).collect();
    show(&ReviewsPage {
        page: signed.page(title, Here::People),
        head: asking.head(),
        reviews: reviews.into_iter().map(|(id, review)| held(&asking, &ties, *id, review)).collect(),
        alone: false,
        paper: Vec::new(),
        follow: Vec::new(),
        lead: None,
        of_case: format!("of={id}"),
        new: may_review(&asking).then(|| paths::engagement_part(id, "reviews/new")),
        wrong: None,
        back: None,
        gone,
    })
}

/// Whether another review can be held.
fn may_review(asking: &Asking<'_>) -> bool {
    use domain::engagement::Stage as Stands;
    let stage = asking.case.row.engagement.stage;
    matches!(stage, Stands::Active | Stands::Paused | Stands::Ended) && asking.record.takes_more()
}

async fn one(
    State(site): State<Site>,
    signed: Signed,
    At((id, review)): At<(EngagementId, ReviewId)>,
    at: Uri,
) -> Answer {
    let asking = Asking::of(&site, &signed, id, &at).await?;
    let may = may_review(&asking);
    let (kept, back) = review_back::find(&asking, review, may).ok_or(Refusal::NotFound)?;
    let ties = site.app.views.relationships_of_engagement(&asking.who, id).await?;
    let person = asking.record.id();
    let open = asking.case.row.engagement.decision_to_follow().filter(|(id, _)| *id == review);
    let stands = (id, asking.case.row.engagement.stage);
    let lead = open.and_then(|(review, kept)| leads_to(stands, kept.decision, review));
    let follow: Vec<(String, String, &'static str)> = match asking.record.takes_more() && back.is_none() {
        false => Vec::new(),
        true => vec![
            (paths::person_part(person, "maps/new"), "Take the map again".to_owned(), "target"),
            (paths::person_part(person, "measures"), "Ask how life is".to_owned(), "chart-line"),
            (paths::person_part(person, "safety"), "Look at the safety notes".to_owned(), "shield-check"),
        ],
    };
    let paper = paper(&asking, review, kept).await?;
    let lead = lead.map(|(href, words, icon)| (href, words.to_owned(), icon));
    show(&ReviewsPage {
        page: signed.page(format!("Review of {}", format::date(kept.held_on)), Here::People),
        paper,
        head: asking.head(),
        reviews: vec![held(&asking, &ties, review, kept)],
        alone: true,
        follow,
        lead,
        of_case: format!("of={id}"),
        new: None,
        wrong: (may && back.is_none()).then(|| format!("{}/taking-back", paths::review(id, review))),
        back,
        gone: Vec::new(),
    })
}
