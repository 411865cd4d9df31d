//! What a handler is given of a request: who is signed in, the id in the path, what was typed, what the
//! address asks. The [guard](crate::guard) has looked at all of it before; nothing here decides.

use std::ops::Deref;
use std::sync::Arc;

use app::App;
use app::access::{Role, Viewer};
use app::accounts::Account;
use app::error::Refusal;
use axum::extract::{FromRequestParts, OptionalFromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Keys, Typed};
use crate::look::{self, Desk, Here, Page};
use crate::pages::outing::alert::Alert;

/// Somebody who is signed in. Derefs to [`Viewer`], so `signed.connecting()?` gives the hat that a query
/// asks for.
#[derive(Clone)]
pub struct Signed {
    /// Who, and what they may know of.
    pub viewer: Viewer,
    inner: Arc<Inner>,
}

struct Inner {
    name: String,
    csrf: String,
    flash: Option<Flash>,
    /// Who of the team should have been out.
    alerts: Vec<Alert>,
}

impl Signed {
    /// Somebody whose session has been looked up.
    pub fn new(account: &Account, csrf: String, flash: Option<Flash>) -> Self {
        Self {
            viewer: Viewer::of(account),
            inner: Arc::new(Inner { name: account.name.clone(), csrf, flash, alerts: Vec::new() }),
        }
    }

    /// The same, with who of the team should have been out at the top of every page.
    #[must_use]
    pub fn with_alerts(self, alerts: Vec<Alert>) -> Self {
        let (name, csrf, flash) = (self.inner.name.clone(), self.inner.csrf.clone(), self.inner.flash);
        Self { inner: Arc::new(Inner { name, csrf, flash, alerts }), ..self }
    }

    /// What people call them.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Who of the team should have been out, for whoever looks out.
    pub fn alerts(&self) -> &[Alert] {
        &self.inner.alerts
    }

    /// The token that every form of theirs repeats.
    pub fn csrf(&self) -> &str {
        &self.inner.csrf
    }

    /// The frame of a page of theirs, with the sentence about what just succeeded.
    pub fn page(&self, title: impl Into<String>, here: Here) -> Page {
        let who = look::Signed::new(self.name(), &[desk(self.viewer.role())]);
        let flash = self.inner.flash.map(|flash| flash.label().to_owned());
        Page {
            alerts: self.inner.alerts.clone(),
            looks_out: self.viewer.connecting().is_ok(),
            ..Page::new(title, here, who, self.csrf()).with_flash(flash)
        }
    }

    /// The hidden fields of a form: its command id is the one that came back with `typed`, or a new one.
    pub fn keys(&self, app: &App, typed: &Typed) -> Keys {
        Keys::new(self.csrf(), typed, app)
    }
}

impl Deref for Signed {
    type Target = Viewer;

    fn deref(&self) -> &Viewer {
        &self.viewer
    }
}

/// The place where a role works.
fn desk(role: Role) -> Desk {
    match role {
        Role::Connector => Desk::Connector,
        Role::TeamLead => Desk::TeamLead,
        Role::Commissioner => Desk::Commissioner,
        Role::Finance => Desk::Finance,
        Role::Administrator => Desk::Administrator,
        Role::SafeguardingLead => Desk::SafeguardingLead,
    }
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Refusal::NotFound.into())
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Error> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// What a form sent; empty for a request that is not one.
impl<S: Sync> FromRequestParts<S> for Typed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// What the address asks after its question mark, read like a form: `Params(asked)`.
#[derive(Debug, Clone, Default)]
pub struct Params(pub Typed);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(Self(Typed::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

/// The id in the path, `At(id): At<PersonId>`, or several, `At((a, b)): At<(PersonId, MapId)>`. What is
/// not an id leads nowhere, like an id of nothing.
#[derive(Debug, Clone, Copy)]
pub struct At<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let ids = <Path<T> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        let Path(ids) = ids.map_err(|_| Refusal::NotFound)?;
        Ok(Self(ids))
    }
}
