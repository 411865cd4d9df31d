//! Giving several cases of a colleague's to others: who would get whom, as proposed by who has room and open to
//! change. Nothing is done here; what becomes of it is `moved`.

use app::team_book::moving::Room;
use app::views::cases::Case;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::{AccountId, EngagementId};

use super::preview::{self, Then};
use crate::charts::Picture;
use crate::charts::loads::Loads;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::form::{Keys, Typed};
use crate::format;
use crate::guard::Audience;
use crate::look::{Choice, FormErrors, Here, Page};
use crate::paths;
use crate::router::{Route, get};
use crate::site::{Site, show};

/// Looking at who would get whom.
pub fn routes() -> Vec<Route> {
    vec![get("/team/caseloads/{colleague}/moving", Audience::Leading, look)]
}

/// What differs between cases of a colleague and those that nobody has.
pub(super) struct Words {
    pub title: String,
    /// Where the cases were chosen: address and what it is called.
    pub back: (String, String),
    /// Where the form is sent.
    pub action: String,
    /// What stands for leaving a case as it is.
    pub stays: String,
    /// What is said above the button, and on it.
    pub below: &'static str,
    pub button: &'static str,
}

#[derive(Template)]
#[template(path = "lead/moving.html")]
struct MovingPage {
    page: Page,
    keys: Keys,
    errors: FormErrors,
    words: Words,
    /// Each case with to whom it could go.
    cases: Vec<(Case, Vec<Choice>)>,
    /// The cases that each would have then.
    after: Loads,
    /// The same in words, with the hours.
    then: Vec<Then>,
    today: NaiveDate,
}

impl MovingPage {
    fn about(&self, case: &Case) -> String {
        preview::about(case, self.today)
    }

    fn field(&self, case: &Case) -> String {
        preview::field_of(case.row.engagement.engagement_id)
    }
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At(from): At<AccountId>,
    Params(asked): Params,
) -> Answer {
    let who = signed.connecting()?;
    let (colleague, _) = site.app.colleague_here_or_left(&who, from).await?;
    let chosen = chosen(&asked);
    let mut cases = site.app.cases_of_colleague(&who, from).await?;
    cases.retain(|case| chosen.contains(&case.row.engagement.engagement_id));
    let words = Words {
        title: format!("Who goes on with {} cases?", format::possessive(&colleague.name)),
        back: (paths::caseload_of(from), colleague.name.clone()),
        action: paths::moving(from),
        stays: format!("Stays with {}", colleague.name),
        below: "Each of them keeps their plan, their visits and their history. Whoever goes on with them sees it on \
                their day at once.",
        button: "Give them over",
    };
    show_who(&site, &signed, words, (cases, Some(from)), asked.one("to")).await
}

/// The cases that were ticked.
pub(super) fn chosen(asked: &Typed) -> Vec<EngagementId> {
    asked.all("case").filter_map(|id| id.parse().ok()).collect()
}

/// The page: `from` has the cases now, or nobody, and `to` is what the address asks.
pub(super) async fn show_who(
    site: &Site,
    signed: &Signed,
    words: Words,
    (cases, from): (Vec<Case>, Option<AccountId>),
    to: &str,
) -> Answer {
    let (rooms, today) = (site.app.rooms(&signed.connecting()?).await?, site.app.clock.today());
    let others: Vec<Room> =
        rooms.iter().filter(|room| Some(room.colleague.account_id) != from).cloned().collect();
    let to = preview::proposed(to, &cases, &others, today);
    let changed = preview::changed(&rooms, &cases, &to, (from, today));
    let with_choices = |case: Case| {
        let given = to.get(&case.row.engagement.engagement_id).copied();
        let choices = preview::choices(&words.stays, &others, given);
        (case, choices)
    };
    show(&MovingPage {
        page: signed.page(words.title.clone(), Here::Team),
        keys: signed.keys(&site.app, &Typed::default()),
        errors: FormErrors::none(),
        after: preview::picture(&changed),
        then: changed.iter().map(Then::of).collect(),
        cases: cases.into_iter().map(with_choices).collect(),
        today: site.app.clock.today(),
        words,
    })
}
