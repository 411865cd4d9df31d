//! What every form about an engagement does alike: find the case, draw the sheet, read it, ask, go on or
//! draw it again. A form is a [`Form`]: its first values, its words, and the command it comes to.

use app::access::Connecting;
use app::commands::Instruction;
use app::error::Refusal;
use app::views::cases::Case;
use app::views::sessions::Visit;
use async_trait::async_trait;
use axum::extract::State;
use axum::http::Uri;
use chrono::NaiveDate;
use domain::engagement::EngagementCommand;
use domain::shared::ids::{EngagementId, GoalId, ReviewId, SessionId};
use serde::de::DeserializeOwned;

use super::sheet::Sheet;
use crate::error::{Answer, Error};
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Reader, Typed};
use crate::format;
use crate::guard::Audience;
use crate::pages::person::head::{Head, Record, Tab};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, go_on};

/// One thing that can be asked of an engagement, as a form.
#[async_trait]
pub trait Form: Send + 'static {
    /// The sentence once it is done.
    const DONE: Flash;

    /// What the fields hold at first.
    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal>;

    /// Its words and fields.
    async fn sheet(asking: &Asking<'_>, typed: &Typed) -> Result<Sheet, Refusal>;

    /// The command it comes to; `None` when something was not understood.
    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand>;

    /// A reason to think twice, which is said once before it is done; `None` for none.
    async fn think_twice(
        _asking: &Asking<'_>,
        _command: &EngagementCommand,
    ) -> Result<Option<String>, Refusal> {
        Ok(None)
    }

    /// Where it leads once it is done and shows.
    async fn onwards(asking: &Asking<'_>, _typed: &Typed) -> Result<(String, Flash), Refusal> {
        Ok((asking.back(), Self::DONE))
    }

    /// A refusal beside its fields, where they are not named as in the command.
    fn refused(refusal: Refusal, typed: &Typed) -> Result<Attempt, Error> {
        Attempt::refused(refusal, typed)
    }
}

/// The case that a form is about, and who fills it in.
pub struct Asking<'a> {
    pub site: &'a Site,
    pub signed: &'a Signed,
    /// As somebody who works with people.
    pub who: Connecting<'a>,
    pub case: Case,
    /// The person and their other cases.
    pub record: Record,
    /// The session that it is about, if it is about one.
    pub visit: Option<Visit>,
    /// The goal that it is about, if it is about one.
    pub goal: Option<GoalId>,
    /// The review that it is about, if it is about one.
    pub review: Option<ReviewId>,
    pub today: NaiveDate,
    /// The page's own address, to which its form is sent.
    pub at: String,
    /// What the address asks after its question mark.
    pub asked: Typed,
}

impl<'a> Asking<'a> {
    /// Finds the case, if it is the viewer's.
    pub async fn of(site: &'a Site, signed: &'a Signed, id: EngagementId, at: &Uri) -> Result<Self, Refusal> {
        let who = signed.connecting()?;
        let today = site.app.clock.today();
        let case = site.app.views.case(&who, id, today).await?.ok_or(Refusal::NotFound)?;
        let record = Record::read(site, &who, case.person.person_id).await?;
        Ok(Self {
            site,
            signed,
            who,
            case,
            record,
            visit: None,
            goal: None,
            review: None,
            today,
            at: at.path().to_owned(),
            asked: Typed::default(),
        })
    }

    /// The same about one of its sessions.
    pub async fn about(mut self, session: SessionId) -> Result<Self, Refusal> {
        let visit = self.site.app.views.session(&self.who, self.id(), session).await?;
        self.visit = Some(visit.ok_or(Refusal::NotFound)?);
        Ok(self)
    }

    /// Which engagement.
    pub fn id(&self) -> EngagementId {
        self.case.row.engagement.engagement_id
    }

    /// What to call the person.
    pub fn called(&self) -> &str {
        &self.case.person.called
    }

    /// The top of a form's page, which leads back to the plan.
    pub fn head(&self) -> Head {
        let head = self.record.head(Tab::None);
        Head {
            href: paths::engagement(self.id()),
            called: format!("{} plan", format::possessive(self.called())),
            ..head
        }
    }

    /// Where giving up, and being done, lead: the page of the session or of the review, the goals, or the plan.
    pub fn back(&self) -> String {
        if let Some(visit) = &self.visit {
            return paths::session(self.id(), visit.session.session_id);
        }
        match (self.review, self.goal) {
            (Some(review), _) => paths::review(self.id(), review),
            (None, Some(_)) => paths::engagement_part(self.id(), "goals"),
            (None, None) => paths::engagement(self.id()),
        }
    }

    /// The same day so many months on.
    pub fn months_on(day: NaiveDate, months: u32) -> NaiveDate {
        day.checked_add_months(chrono::Months::new(months)).unwrap_or(day)
    }
}

/// What a form is about within an engagement.
#[async_trait]
pub trait Part: DeserializeOwned + Send + Sync + 'static {
    /// The same case, and this of it; it is not found where there is none.
    async fn of(self, asking: Asking<'_>) -> Result<Asking<'_>, Refusal>;
}

#[async_trait]
impl Part for SessionId {
    async fn of(self, asking: Asking<'_>) -> Result<Asking<'_>, Refusal> {
        asking.about(self).await
    }
}

#[async_trait]
impl Part for GoalId {
    async fn of(self, asking: Asking<'_>) -> Result<Asking<'_>, Refusal> {
        asking.case.row.engagement.goal(self).ok_or(Refusal::NotFound)?;
        Ok(Asking { goal: Some(self), ..asking })
    }
}

/// The two entries of a form about an engagement: looking at it and sending it, at one address.
pub fn form<F: Form>(path: &'static str) -> [Route; 2] {
    [get(path, Audience::Connecting, look::<F>), post(path, Audience::Connecting, send::<F>)]
}

/// The same for a form about a part of it: a session, a goal or a review.
pub fn form_about<F: Form, P: Part>(path: &'static str) -> [Route; 2] {
    [get(path, Audience::Connecting, look_at::<F, P>), post(path, Audience::Connecting, send_about::<F, P>)]
}

async fn look<F: Form>(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<EngagementId>,
    Params(asked): Params,
    at: Uri,
) -> Answer {
    let asking = Asking { asked, ..Asking::of(&site, &signed, id, &at).await? };
    show::<F>(&asking).await
}

async fn send<F: Form>(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<EngagementId>,
    at: Uri,
    typed: Typed,
) -> Answer {
    ask::<F>(&Asking::of(&site, &signed, id, &at).await?, typed).await
}

async fn look_at<F: Form, P: Part>(
    State(site): State<Site>,
    signed: Signed,
    At((id, part)): At<(EngagementId, P)>,
    at: Uri,
) -> Answer {
    show::<F>(&part.of(Asking::of(&site, &signed, id, &at).await?).await?).await
}

async fn send_about<F: Form, P: Part>(
    State(site): State<Site>,
    signed: Signed,
    At((id, part)): At<(EngagementId, P)>,
    at: Uri,
    typed: Typed,
) -> Answer {
    ask::<F>(&part.of(Asking::of(&site, &signed, id, &at).await?).await?, typed).await
}

async fn show<F: Form>(asking: &Asking<'_>) -> Answer {
    let typed = F::first(asking).await?;
    F::sheet(asking, &typed).await?.draw(asking, typed, Attempt::first())
}

async fn ask<F: Form>(asking: &Asking<'_>, typed: Typed) -> Answer {
    let mut form = typed.reader();
    let command = F::read(asking, &mut form, &typed).filter(|_| form.is_fine());
    let attempt = match command {
        None => form.again(),
        Some(command) => {
            if let Some(caution) = F::think_twice(asking, &command).await?
                && let Some(typed) = typed.unaware_of(&caution)
            {
                let sheet = F::sheet(asking, &typed).await?.anyway(caution);
                return sheet.draw(asking, typed, Attempt::think_twice());
            }
            let instruction = Instruction::Engagement { id: asking.id(), command };
            match asking.site.ask(asking.signed, &typed, instruction).await {
                Ok(done) => {
                    asking.site.app.views.catch_up(done.position).await;
                    let (to, flash) = F::onwards(asking, &typed).await?;
                    return go_on(&to, flash);
                }
                Err(refusal) => F::refused(refusal, &typed)?,
            }
        }
    };
    F::sheet(asking, &typed).await?.draw(asking, typed, attempt)
}
