//! A team lead's signature where not every test passes. Whoever asked does not sign.

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{Explained, RelationshipCommand};

use super::asking::{self, Asking, Form};
use super::declaration::asked_by;
use super::two::{self, Two};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    let both = asking::form::<Signature>("/relationships/{id}/signature");
    both.into_iter().map(|route| route.of(Audience::Leading)).collect()
}

#[derive(Template)]
#[template(path = "relationship/signature.html")]
struct Signature {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    tests: Vec<Explained>,
    passed: usize,
    /// Who asked, and when; `None` when nobody has.
    asked: Option<String>,
    /// Why, in the words of whoever asked.
    because: String,
    /// Whether the reader asked, and so may not sign.
    own: bool,
}

#[async_trait]
impl Form for Signature {
    type About = ();
    const DONE: Flash = Flash::Signed;

    fn first(asking: &Asking<'_>) -> Typed {
        Typed::default().with("declared_on", asking.two.today)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let two = &asking.two;
        let tests = two.tests(two.today, &asking.connector().await?);
        let accounts = two::accounts(asking.site, asking.signed).await?;
        let asked = two.now().override_asked.as_ref();
        let because = asked.and_then(|asked| asked.reason.get()).map(ToString::to_string);
        Ok(Self {
            page: asking.page("Sign that it stands on its own"),
            keys: asking.keys(&typed),
            passed: tests.iter().filter(|test| test.passed).count(),
            asked: asked.map(|asked| asked_by(asked, &accounts)),
            because: because.unwrap_or_default(),
            own: asked.is_some_and(|asked| asked.asked_by == asking.signed.account()),
            tests,
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let (reason, declared_on) = (form.words("reason"), form.date("declared_on"));
        let (reason, declared_on) = (reason?, declared_on?);
        Some(RelationshipCommand::SignOverride { declared_on, reason, is_team_lead: false })
    }
}
