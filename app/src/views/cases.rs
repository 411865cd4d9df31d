//! Engagements as the people who work in them see them.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::engagement::{Engagement, Stage};
use domain::shared::ids::{AccountId, EngagementId, OrganisationId, PersonId, SessionId};
use serde::{Deserialize, Serialize};

use super::people::PersonSummary;
use crate::access::Connecting;
use crate::error::Failure;

/// One engagement, folded from its stream. Its sessions have a table of their own, so they are not
/// repeated here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EngagementRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Events so far: what a form carries so that a stale page is noticed.
    pub version: i64,
    /// Its version at which hand-overs were last planned; `None` when never.
    pub hand_overs_in: Option<i64>,
    /// The engagement, its sessions left out.
    pub engagement: Engagement,
}

/// One case in a caseload.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The engagement.
    pub row: EngagementRow,
    /// With whom.
    pub person: PersonSummary,
    /// Minutes of connector's time delivered so far that count against the agreed hours.
    pub delivered_minutes: i64,
    /// Day of the last delivered session.
    pub last_session_on: Option<NaiveDate>,
    /// The next planned session on or after today.
    pub next_session: Option<(NaiveDate, SessionId)>,
    /// How its relationships stand, as counts.
    pub ties: TieCounts,
    /// Day of the person's first relationship map.
    pub first_map_on: Option<NaiveDate>,
    /// Day of the first introduction made in it.
    pub first_introduction_on: Option<NaiveDate>,
}

/// Somebody of an open case, as far as it takes to choose them.
#[derive(Debug, Clone, PartialEq)]
pub struct CasePerson {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// With whom.
    pub person: PersonSummary,
}

/// How many relationships stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TieCounts {
    /// Proposed, agreed or arranged.
    pub possible: i64,
    /// Met.
    pub introduced: i64,
    /// Grown beyond an introduction.
    pub consolidating: i64,
    /// Stand on their own.
    pub self_sustaining: i64,
    /// Gone quiet.
    pub lapsed: i64,
    /// Those that need a hand-over when the engagement ends, wherever they stand.
    pub open: i64,
    /// Of these, the ones for which none is planned.
    pub without_hand_over: i64,
}

/// Which cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Referred up to ended, not yet closed.
    #[default]
    Open,
    /// Ended, closed, or never begun.
    Finished,
    /// Allocated to nobody.
    Unallocated,
    /// Allocated to nobody and not on the waiting list: those that came first, first.
    ToAllocate,
    /// On the waiting list, in its order.
    Waiting,
    /// Of these, the ones that nobody has been asked to take.
    WaitingForSomebody,
    /// Waiting for a team lead's agreement to something, longest first.
    AskedOfLead,
}

/// Of which of the viewer's cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of<'a> {
    /// All of them.
    Everybody,
    /// One colleague's, for a team lead.
    Colleague(AccountId),
    /// These.
    These(&'a [EngagementId]),
}

/// Queries about engagements. A count takes what is on record of cases; a list leaves out a case whose person a
/// read model that stands still does not show.
#[async_trait]
pub trait Cases: Send + Sync {
    /// The viewer's cases by name of the person, at most `limit`; for a team lead `of` narrows them to
    /// one connector's.
    async fn caseload(
        &self,
        who: &Connecting<'_>,
        which: Which,
        of: Option<AccountId>,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<Case>, Failure> {
        self.caseload_from(who, which, of, today, (0, limit)).await
    }

    /// A page of the same: how many to leave out at its beginning, and how many to read at most.
    async fn caseload_from(
        &self,
        who: &Connecting<'_>,
        which: Which,
        of: Option<AccountId>,
        today: NaiveDate,
        part: (i64, i64),
    ) -> Result<Vec<Case>, Failure>;

    /// How many there are in all.
    async fn cases_counted(
        &self,
        who: &Connecting<'_>,
        which: Which,
        of: Option<AccountId>,
        today: NaiveDate,
    ) -> Result<i64, Failure>;

    /// The people of open cases that stand at one of these stages, or anywhere when none is given, by name, at
    /// most `limit`: of those that `of` names, the viewer's. Nothing more is read of the cases, for whoever chooses
    /// among many. What nobody has been asked to take is nobody's.
    async fn people_of_cases(
        &self,
        who: &Connecting<'_>,
        stages: &[Stage],
        of: Of<'_>,
        limit: i64,
    ) -> Result<Vec<CasePerson>, Failure>;

    /// Those of these cases that are open, that nobody has, and that are the viewer's; in no order, each once.
    async fn nobodys_among(
        &self,
        who: &Connecting<'_>,
        ids: &[EngagementId],
        today: NaiveDate,
    ) -> Result<Vec<Case>, Failure>;

    /// One case, if it is the viewer's.
    async fn case(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
        today: NaiveDate,
    ) -> Result<Option<Case>, Failure>;

    /// Every case of one person that the viewer may know of, newest first.
    async fn cases_of(
        &self,
        who: &Connecting<'_>,
        id: PersonId,
        today: NaiveDate,
    ) -> Result<Vec<Case>, Failure>;
}
