//! What the forms about a group that is arranged do alike: find it, draw the page, read it, point out once what speaks
//! against it, do it for each of its people, and go on or give account. A form is a [`Form`]: its page, what it comes
//! to, and how that is done.

use app::error::Refusal;
use app::groups::Answered;
use askama::Template;
use async_trait::async_trait;
use axum::extract::State;
use axum::http::StatusCode;
use domain::shared::ids::{CommandId, GroupId};

use super::super::group_account::{Account, account};
use super::parts::{Found, command_of};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed, people_say};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};

/// One thing that can be done about a group, as a form with a page of its own: the page is what implements it.
#[async_trait]
pub(super) trait Form: Template + Sized + Send + 'static {
    /// What it comes to.
    type Asked: Send + Sync;
    /// What stands above it.
    const TITLE: &'static str;
    /// What is said of what it did.
    const SAID: Said;

    /// What the fields hold at first.
    fn first(asking: &Asking<'_>) -> Typed;

    /// The page, with what was typed and what is wrong with it.
    async fn draw(asking: &Asking<'_>, page: Page, filled: Filled) -> Result<Self, Error>;

    /// What it comes to; `None` when something was not understood.
    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<Self::Asked>;

    /// A reason to think twice, which is said once before it is done; `None` for none.
    async fn think_twice(_asking: &Asking<'_>, _asked: &Self::Asked) -> Result<Option<String>, Refusal> {
        Ok(None)
    }

    /// Does it for each whom it is about.
    async fn ask(
        asking: &Asking<'_>,
        command: CommandId,
        asked: &Self::Asked,
    ) -> Result<Vec<Answered>, Refusal>;
}

/// The group that a form is about, and who fills it in.
pub(super) struct Asking<'a> {
    pub(super) site: &'a Site,
    pub(super) signed: &'a Signed,
    pub(super) found: Found,
}

/// What every page of a form shows: which group, what was typed, and what is to be minded.
pub(super) struct Filled {
    pub(super) keys: Keys,
    pub(super) attempt: Attempt,
    pub(super) typed: Typed,
    pub(super) id: GroupId,
    /// What the group is and where.
    pub(super) title: String,
    /// When it meets.
    pub(super) when: String,
    /// What speaks against it, said once.
    pub(super) caution: Option<String>,
}

/// What is said of what a form did.
pub(super) struct Said {
    pub(super) flash: Flash,
    /// Where it was done for some only.
    pub(super) title: &'static str,
    pub(super) done: &'static str,
    /// The field under which everybody's refusal stands.
    pub(super) field: &'static str,
}

/// The two entries of a form: looking at it and sending it.
pub(super) fn form<F: Form>(path: &'static str) -> Vec<Route> {
    vec![get(path, Audience::Connecting, look::<F>), post(path, Audience::Connecting, send::<F>)]
}

async fn look<F: Form>(State(site): State<Site>, signed: Signed, At(id): At<GroupId>) -> Answer {
    let asking = Asking::of(&site, &signed, id).await?;
    let typed = F::first(&asking);
    show::<F>(&asking, typed, (Attempt::first(), None)).await
}

async fn send<F: Form>(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<GroupId>,
    typed: Typed,
) -> Answer {
    let asking = Asking::of(&site, &signed, id).await?;
    // Others to choose from are to be shown, and nothing is to be done yet.
    if typed.has("show") {
        return show::<F>(&asking, typed, (Attempt::first(), None)).await;
    }
    let mut form = typed.reader();
    let Some(asked) = F::read(&asking, &mut form, &typed).filter(|_| form.is_fine()) else {
        return show::<F>(&asking, typed.clone(), (form.again(), None)).await;
    };
    if let Some(caution) = F::think_twice(&asking, &asked).await?
        && let Some(typed) = typed.unaware_of(&caution)
    {
        return show::<F>(&asking, typed, (Attempt::think_twice(), Some(caution))).await;
    }
    let answered = F::ask(&asking, command_of(&site, &typed), &asked).await?;
    match asking.settled(&typed, F::SAID, answered).await {
        Ok(answer) => answer,
        Err(attempt) => show::<F>(&asking, typed, (attempt, None)).await,
    }
}

async fn show<F: Form>(
    asking: &Asking<'_>,
    typed: Typed,
    (attempt, caution): (Attempt, Option<String>),
) -> Answer {
    let Asking { site, signed, found } = asking;
    let (typed, status) = (attempt.keep(typed), attempt.status);
    let keys = signed.keys(&site.app, &typed);
    let (id, title, when) = (found.id, found.title(), found.when(site.app.clock.today()));
    let filled = Filled { keys, attempt, typed, id, title, when, caution };
    show_as(status, &F::draw(asking, signed.page(F::TITLE, Here::Today), filled).await?)
}

impl<'a> Asking<'a> {
    async fn of(site: &'a Site, signed: &'a Signed, id: GroupId) -> Result<Self, Refusal> {
        Ok(Self { site, signed, found: Found::read(site, signed, id).await? })
    }

    /// Goes on when it was done for everybody, gives account when it was for some. `Err` is the form again, when it was
    /// for nobody, also because nobody of whom it is about is expected any more.
    async fn settled(&self, typed: &Typed, said: Said, answered: Vec<Answered>) -> Result<Answer, Attempt> {
        let mut attempt = Attempt::first();
        attempt.status = StatusCode::UNPROCESSABLE_ENTITY;
        if answered.is_empty() {
            attempt.errors.add("", "Nobody is expected any more, so nothing was changed");
            return Err(attempt);
        }
        let to = paths::group(self.found.id);
        let refused = answered.iter().filter(|one| one.answer.is_err()).count();
        if refused == 0 {
            let done = answered.iter().filter_map(|one| Some(one.answer.as_ref().ok()?.position));
            if let Some(position) = done.max() {
                self.site.app.views.catch_up(position).await;
            }
            return Ok(go_on(&to, said.flash));
        }
        if refused < answered.len() {
            let words = Account { title: said.title, done: said.done, to };
            return Ok(account(self.site, self.signed, typed, words, &answered).await);
        }
        let visits = &self.found.meeting().visits;
        for one in answered {
            let Err(refusal) = one.answer else { continue };
            let called = visits.iter().find(|visit| visit.session.engagement_id == one.engagement_id);
            let why = people_say(&refusal.to_string());
            let why = called.map_or(why.clone(), |visit| format!("{}: {why}", visit.called));
            attempt.errors.add(said.field, why);
        }
        Err(attempt)
    }
}
