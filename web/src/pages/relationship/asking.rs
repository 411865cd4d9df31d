//! What most forms about two people does alike: find them, draw its page, read it, ask, go on or draw it again. A form
//! is a [`Form`]: its first values, its page, and the command it comes to.

use app::error::Refusal;
use askama::Template;
use async_trait::async_trait;
use axum::extract::State;
use domain::relationship::{LoggedContact, RelationshipCommand};
use domain::shared::ids::{ContactId, RelationshipId};
use serde::de::DeserializeOwned;

use super::two::Two;
use crate::error::{Answer, Error};
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// One thing that can be asked of a relationship, as a form with a page of its own: the page is what implements it.
#[async_trait]
pub trait Form: Template + Sized + Send + 'static {
    /// What it is about besides the two.
    type About: About;
    /// The sentence once it is done.
    const DONE: Flash;

    /// What the fields hold at first.
    fn first(asking: &Asking<'_, Self::About>) -> Typed;

    /// The page, with what was typed and what is wrong with it.
    async fn draw(asking: Asking<'_, Self::About>, typed: Typed, attempt: Attempt) -> Result<Self, Error>;

    /// The command it comes to; `None` when something was not understood.
    fn read(
        asking: &Asking<'_, Self::About>,
        form: &mut Reader<'_>,
        typed: &Typed,
    ) -> Option<RelationshipCommand>;

    /// The sentence once it is done, where it depends on what was said.
    fn done(_typed: &Typed) -> Flash {
        Self::DONE
    }

    /// A refusal beside its fields, where they are not named as in the command.
    fn refused(attempt: Attempt) -> Attempt {
        attempt
    }
}

/// What a form is about besides the two: nothing, or one of their contacts.
#[async_trait]
pub trait About: Sized + Send + Sync + 'static {
    /// What names it in an address.
    type Address: DeserializeOwned + Send + 'static;

    /// The two and what it is about; not found where there is none that is the viewer's.
    async fn find(site: &Site, signed: &Signed, address: Self::Address) -> Result<(Two, Self), Error>;
}

#[async_trait]
impl About for () {
    type Address = RelationshipId;

    async fn find(site: &Site, signed: &Signed, id: RelationshipId) -> Result<(Two, Self), Error> {
        Ok((Two::read(site, signed, id).await?, ()))
    }
}

#[async_trait]
impl About for LoggedContact {
    type Address = (RelationshipId, ContactId);

    async fn find(site: &Site, signed: &Signed, (id, contact): Self::Address) -> Result<(Two, Self), Error> {
        let two = Two::read(site, signed, id).await?;
        let contact = two.now().contact(contact).cloned().ok_or(Refusal::NotFound)?;
        Ok((two, contact))
    }
}

/// The two that a form is about, and who fills it in.
pub struct Asking<'a, A = ()> {
    pub site: &'a Site,
    pub signed: &'a Signed,
    pub two: Two,
    pub about: A,
    /// What the address asks after its question mark.
    pub asked: Typed,
}

impl<'a, A: About> Asking<'a, A> {
    /// Finds what it is about, if it is the viewer's.
    pub async fn of(
        site: &'a Site,
        signed: &'a Signed,
        address: A::Address,
        asked: Typed,
    ) -> Result<Self, Error> {
        let (two, about) = A::find(site, signed, address).await?;
        Ok(Self { site, signed, two, about, asked })
    }

    /// The frame of the form's page.
    pub fn page(&self, title: impl Into<String>) -> Page {
        self.two.page(self.signed, title)
    }

    /// Its hidden fields.
    pub fn keys(&self, typed: &Typed) -> Keys {
        self.two.keys(self.site, self.signed, typed)
    }

    /// What to call the connector: "you" when it is the reader.
    pub async fn connector(&self) -> Result<String, Error> {
        self.two.connector(self.site, self.signed).await
    }
}

/// The two entries of a form: looking at it and sending it, at one address.
pub fn form<F: Form>(path: &'static str) -> Vec<Route> {
    form_at::<F>(path, path)
}

/// The same where it is sent to another address than it is looked at.
pub fn form_at<F: Form>(looked_at: &'static str, sent_to: &'static str) -> Vec<Route> {
    vec![get(looked_at, Audience::Connecting, look::<F>), post(sent_to, Audience::Connecting, send::<F>)]
}

async fn look<F: Form>(
    State(site): State<Site>,
    signed: Signed,
    At(address): At<<F::About as About>::Address>,
    Params(asked): Params,
) -> Answer {
    let asking = Asking::of(&site, &signed, address, asked).await?;
    let typed = F::first(&asking);
    show::<F>(asking, typed, Attempt::first()).await
}

async fn send<F: Form>(
    State(site): State<Site>,
    signed: Signed,
    At(address): At<<F::About as About>::Address>,
    typed: Typed,
) -> Answer {
    let asking = Asking::of(&site, &signed, address, Typed::default()).await?;
    let mut form = typed.reader();
    let command = F::read(&asking, &mut form, &typed).filter(|_| form.is_fine());
    let attempt = match command {
        None => form.again(),
        Some(command) => match asking.two.ask(&site, &signed, &typed, command, F::done(&typed)).await? {
            Ok(answer) => return Ok(answer),
            Err(attempt) => F::refused(attempt),
        },
    };
    show::<F>(asking, typed, attempt).await
}

/// The page with what was typed and what is wrong with it.
pub async fn show<F: Form>(asking: Asking<'_, F::About>, typed: Typed, attempt: Attempt) -> Answer {
    let (typed, status) = (attempt.keep(typed), attempt.status);
    show_as(status, &F::draw(asking, typed, attempt).await?)
}
