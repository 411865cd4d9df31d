//! What somebody has begun to type and not sent yet, kept for them alone and offered again on the same form.
//! Not a record of anything: a draft is sealed, is nobody else's to see, and goes when the form is taken, after
//! thirty days, and with the person it is about.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::relationship::Party;
use domain::shared::ids::{AccountId, EngagementId, OrganisationId, PersonId, RelationshipId};

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};

/// Days that a draft is kept which nobody goes on with.
pub const KEPT_DAYS: i64 = 30;
/// Bytes of one draft, as many as a form that is sent without being signed in may have.
pub const MOST_BYTES: usize = 256 * 1024;
/// Drafts of one account at once; the oldest makes room.
pub const MOST_DRAFTS: i64 = 100;

/// What was typed into one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which form: the address of its page, a `#`, and where it is sent.
    pub form: String,
    /// When it was last saved.
    pub saved_at: DateTime<Utc>,
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
}

/// Whom a form is about, as its address says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About {
    /// Under whose key it is sealed.
    pub person: Option<PersonId>,
    /// Who else is spoken of; it goes with them too.
    pub other: Option<PersonId>,
}

/// Where drafts are kept.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// Keeps one in the place of the one before.
    async fn keep(&self, who: &Connecting<'_>, about: About, draft: &Draft) -> Result<(), Failure>;

    /// The account's own drafts of these forms, saved since a time.
    async fn of(
        &self,
        who: &Connecting<'_>,
        forms: &[String],
        since: DateTime<Utc>,
    ) -> Result<Vec<Draft>, Failure>;

    /// Drops the account's own draft of a form.
    async fn discard(&self, account: AccountId, form: &str) -> Result<(), Failure>;

    /// Drops every draft that speaks of somebody who is forgotten, and those of the organisation of which it is
    /// not known of whom they speak.
    async fn forget(&self, house: OrganisationId, of: PersonId) -> Result<(), Failure>;

    /// Drops those that nobody went on with.
    async fn drop_old(&self, before: DateTime<Utc>) -> Result<(), Failure>;
}

impl App {
    /// What the viewer has begun on these forms and not sent.
    pub async fn drafts_of(&self, who: &Connecting<'_>, forms: &[String]) -> Result<Vec<Draft>, Failure> {
        self.drafts.of(who, forms, self.clock.now() - TimeDelta::days(KEPT_DAYS)).await
    }

    /// Keeps what somebody has typed so far. `path` is the address of the form's page.
    pub async fn keep_draft(&self, who: &Connecting<'_>, path: &str, draft: &Draft) -> Result<(), Refusal> {
        let about = self.whom_it_is_about(who, path).await?;
        self.drafts.drop_old(draft.saved_at - TimeDelta::days(KEPT_DAYS)).await?;
        Ok(self.drafts.keep(who, about, draft).await?)
    }

    /// Whom a page is about; refused when the viewer may not know of them.
    async fn whom_it_is_about(&self, who: &Connecting<'_>, path: &str) -> Result<About, Refusal> {
        let mut parts = path.split('/').skip(1);
        let (noun, id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match noun {
            "people" => {
                let Ok(id) = id.parse::<PersonId>() else { return Ok(About::default()) };
                self.knows(who, id).await?;
                Ok(About { person: Some(id), other: None })
            }
            "engagements" => {
                let Ok(id) = id.parse::<EngagementId>() else { return Ok(About::default()) };
                let case = self.views.case(who, id, self.clock.today()).await?.ok_or(Refusal::NotFound)?;
                // Whose key its words are sealed under, also while their record is part of another one.
                Ok(About { person: Some(case.row.engagement.subject()), other: None })
            }
            "relationships" => {
                let Ok(id) = id.parse::<RelationshipId>() else { return Ok(About::default()) };
                let tie = self.views.relationship(who, id).await?.ok_or(Refusal::NotFound)?.relationship;
                let of = |party| Some(tie.subject(party));
                Ok(About { person: of(Party::Person), other: of(Party::Other) })
            }
            _ => Ok(About::default()),
        }
    }
}
