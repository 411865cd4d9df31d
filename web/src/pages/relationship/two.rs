//! The two people of a relationship, as every page about them speaks of them: by name, with the stage,
//! and with how to communicate with whoever is asked. Rules speak of "the person" and "the other person",
//! because a refusal may be logged; here they get their names back.

use std::collections::HashMap;

use app::commands::Instruction;
use app::error::Refusal;
use app::views::concerns::Heeded;
use app::views::people::PersonRow;
use app::views::relationships::Tie;
use chrono::NaiveDate;
use domain::person::codes::CommunicationNeed;
use domain::relationship::{
    Declaration, Evaluation, Explained, LoggedContact, Names, Party, Policy, Relationship,
    RelationshipCommand, evaluate, explain,
};
use domain::shared::ids::{AccountId, RelationshipId};

use crate::error::Error;
use crate::extract::Signed;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::look::{Choice, Faces, FormErrors, Here, Page, Stage};
use crate::paths;
use crate::site::{Settled, Site};

/// One relationship with both people.
pub struct Two {
    /// The relationship.
    pub id: RelationshipId,
    /// As it stands, with both names.
    pub tie: Tie,
    /// The supported person's record; `None` when the viewer may not open it.
    pub person: Option<PersonRow>,
    /// The other person's record; `None` when the viewer may not open it.
    pub other: Option<PersonRow>,
    /// Whom everybody is asked to speak to before the next visit, if asked.
    pub heeded: Option<Heeded>,
    /// Photographs of the two, as far as the viewer may know of them.
    pub faces: Faces,
    /// The day it is read on.
    pub today: NaiveDate,
}

impl Two {
    /// One relationship, if it is of a case of the viewer's.
    pub async fn read(site: &Site, signed: &Signed, id: RelationshipId) -> Result<Self, Refusal> {
        let who = signed.connecting()?;
        let views = &site.app.views;
        let tie = views.relationship(&who, id).await?.ok_or(Refusal::NotFound)?;
        let person = views.person(&who, tie.relationship.person_id).await?;
        let other = views.person(&who, tie.relationship.other_id).await?;
        let today = site.app.clock.today();
        let heeded = match views.heeded(&who, tie.relationship.person_id, today).await? {
            Some(heeded) => Some(heeded),
            None => views.heeded(&who, tie.relationship.other_id, today).await?,
        };
        let both = [tie.relationship.person_id, tie.relationship.other_id];
        let faces = Faces::of(site, &who, both).await?;
        Ok(Self { id, tie, person, other, heeded, faces, today })
    }

    /// The relationship as it stands.
    pub fn now(&self) -> &Relationship {
        &self.tie.relationship
    }

    /// Its page.
    pub fn href(&self) -> String {
        paths::relationship(self.id)
    }

    /// Where one of its forms is: `part("contacts/new")`.
    pub fn part(&self, part: &str) -> String {
        paths::relationship_part(self.id, part)
    }

    /// Where a meet-up of the two is logged.
    pub fn meet_up(&self) -> String {
        format!("{}?relationship={}", paths::new_meet_up(self.now().engagement_id), self.id)
    }

    /// The eight tests as of a day, in words, with what to call the connector.
    pub fn tests(&self, as_of: NaiveDate, connector: &str) -> Vec<Explained> {
        let evaluation = evaluate(self.now(), as_of, &Policy::in_force(as_of));
        self.in_words(&evaluation, connector)
    }

    /// An evaluation in words.
    pub fn in_words(&self, evaluation: &Evaluation, connector: &str) -> Vec<Explained> {
        let names = Names { person: self.person(), other: self.other(), connector };
        self.now().explained(evaluation, names)
    }

    /// What a declaration rested on, in words, with its contacts as they stood then.
    pub fn declared_in_words(&self, declared: &Declaration, connector: &str) -> Vec<Explained> {
        let names = Names { person: self.person(), other: self.other(), connector };
        explain(&declared.evaluation, &self.now().contacts_at(declared), names)
    }

    /// Whether the declaration that stands rests on a contact.
    pub fn rests_on(&self, logged: &LoggedContact) -> bool {
        let standing = self.now().standing_declaration();
        standing.is_some_and(|declared| declared.evaluation.evidence().contains(&logged.contact.contact_id))
    }

    /// What to call the connector: "you" when it is the reader.
    pub async fn connector(&self, site: &Site, signed: &Signed) -> Result<String, Error> {
        let who = signed.connecting()?;
        let case = site.app.views.case(&who, self.now().engagement_id, self.today).await?;
        let Some(account) = case.and_then(|case| case.row.engagement.connector()) else {
            return Ok("the connector".to_owned());
        };
        Ok(accounts(site, signed).await?.remove(&account).unwrap_or_else(|| "the connector".to_owned()))
    }

    /// What to call the supported person.
    pub fn person(&self) -> &str {
        &self.tie.person_called
    }

    /// What to call the other person.
    pub fn other(&self) -> &str {
        &self.tie.other_called
    }

    /// What to call one of the two.
    pub fn called(&self, party: Party) -> &str {
        match party {
            Party::Person => self.person(),
            Party::Other => self.other(),
        }
    }

    /// "Gordon and Pat"
    pub fn both(&self) -> String {
        format!("{} and {}", self.person(), self.other())
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.now().stage().into()
    }

    /// How to communicate with one of the two.
    pub fn needs(&self, party: Party) -> Vec<CommunicationNeed> {
        let row = match party {
            Party::Person => &self.person,
            Party::Other => &self.other,
        };
        row.as_ref()
            .and_then(|row| row.person.needs.as_ref())
            .map_or_else(Vec::new, |needs| needs.list().to_vec())
    }

    /// Whom to speak to before the next visit, in words; `None` when nobody asks for it.
    pub fn heed(&self) -> Option<String> {
        self.heeded.as_ref().map(|heeded| heeded.reach.clone())
    }

    /// How to communicate with the supported person: on every page.
    pub fn person_needs(&self) -> Vec<CommunicationNeed> {
        self.needs(Party::Person)
    }

    /// What they share, in the words of whoever proposed it.
    pub fn shared(&self) -> &str {
        self.now().shared.as_ref().and_then(|shared| shared.get()).map_or("", |shared| shared.as_str())
    }

    /// Why it was proposed.
    pub fn why(&self) -> &str {
        self.now().why.as_ref().and_then(|why| why.get()).map_or("", |why| why.as_str())
    }

    /// The frame of a page about the two.
    pub fn page(&self, signed: &Signed, title: impl Into<String>) -> Page {
        signed.page(title, Here::People)
    }

    /// The hidden fields of a form about the two.
    pub fn keys(&self, site: &Site, signed: &Signed, typed: &Typed) -> Keys {
        signed.keys(&site.app, typed).seen(self.tie.version)
    }

    /// Asks for something of the relationship and goes on to its page.
    pub async fn ask(
        &self,
        site: &Site,
        signed: &Signed,
        typed: &Typed,
        command: RelationshipCommand,
        flash: Flash,
    ) -> Settled {
        match site.ask(signed, typed, Instruction::Relationship { id: self.id, command }).await {
            Ok(done) => site.done(done, &self.href(), flash).await.map(Ok),
            Err(refusal) => self.refused(refusal, typed).map(Err),
        }
    }

    /// A refusal beside the form, with both names. What is about a day stands at the form's day.
    fn refused(&self, refusal: Refusal, typed: &Typed) -> Result<Attempt, Error> {
        let about_a_day = refusal.field().is_some_and(|field| field.ends_with("_on")) && typed.has("on");
        let mut attempt = Attempt::refused(refusal, typed)?;
        if about_a_day {
            attempt = attempt.about("on");
        }
        let mut named = FormErrors::none();
        for (field, message) in attempt.errors.iter() {
            named.add(field, self.say(message));
        }
        attempt.errors = named;
        Ok(attempt)
    }

    /// A rule's sentence with both names in it.
    pub fn say(&self, sentence: &str) -> String {
        sentence
            .replace("The other person", self.other())
            .replace("the other person", self.other())
            .replace("The person", self.person())
            .replace("the person", self.person())
    }
}

/// What to call those who sign in, and the reader "you".
pub async fn accounts(site: &Site, signed: &Signed) -> Result<HashMap<AccountId, String>, Error> {
    let mut names: HashMap<AccountId, String> =
        site.app.accounts.names(signed.organisation()).await?.into_iter().collect();
    names.insert(signed.account(), "you".to_owned());
    Ok(names)
}

/// Answers as tiles, the one that was typed chosen.
pub fn tiles<L: Into<String>>(
    typed: &Typed,
    name: &str,
    list: impl IntoIterator<Item = (&'static str, L)>,
) -> Vec<Choice> {
    list.into_iter().map(|(code, label)| Choice::new(code, label).chosen(typed.is(name, code))).collect()
}

/// Every code of a list as tiles: `every!(typed, "how", AnswerMethod)`.
macro_rules! every {
    ($typed:expr, $name:literal, $code:ty) => {
        $crate::pages::relationship::two::tiles(
            $typed,
            $name,
            <$code>::ALL.iter().map(|code| (code.code(), code.label())),
        )
    };
}
pub(crate) use every;
