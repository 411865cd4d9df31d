//! Who is to be introduced, and whether they can be just now: an engagement must be under way, and they
//! must have agreed to take part.

use app::error::Refusal;
use app::views::people::PersonRow;
use domain::engagement::Stage as Standing;
use domain::person::codes::{CommunicationNeed, ConsentScope};
use domain::person::{Person, SafetyKind};
use domain::shared::ids::{EngagementId, PersonId};

use crate::extract::Signed;
use crate::site::Site;
use crate::{format, paths};

/// Who is to be introduced.
pub struct Whom {
    pub id: PersonId,
    pub name: String,
    pub called: String,
    pub needs: Vec<CommunicationNeed>,
    /// The engagement in which introductions are made.
    pub engagement: Option<EngagementId>,
    /// What must not happen to them.
    pub musts: Vec<String>,
    /// Why nobody can be proposed just now.
    pub hindrance: Option<String>,
    row: PersonRow,
}

impl Whom {
    /// Somebody supported, if the viewer may know of them.
    pub async fn read(site: &Site, signed: &Signed, id: PersonId) -> Result<Self, Refusal> {
        let who = signed.connecting()?;
        let today = site.app.clock.today();
        let row = site.app.views.person(&who, id).await?.ok_or(Refusal::NotFound)?;
        if !row.person.is_supported() {
            return Err(Refusal::NotFound);
        }
        let cases = site.app.views.cases_of(&who, id, today).await?;
        let active = cases.iter().find(|case| case.row.engagement.stage == Standing::Active);
        let called = row.person.called().unwrap_or("them").to_owned();
        let consents = row.person.consent(ConsentScope::TakePart, today).is_some();
        let hindrance = match (active, consents) {
            _ if row.person.is_gone() => Some(format!("{called} has died or been forgotten.")),
            (None, _) => Some(format!(
                "Introductions are made while an engagement is active. Start {} first.",
                format::possessive(&called)
            )),
            (_, false) => Some(format!("{called} has not agreed to take part, or no longer. Ask first.")),
            (Some(_), true) => None,
        };
        Ok(Self {
            id,
            name: row
                .person
                .details()
                .map_or("Somebody forgotten", |details| details.name.as_str())
                .to_owned(),
            needs: row.person.needs.as_ref().map_or_else(Vec::new, |needs| needs.list().to_vec()),
            engagement: active.map(|case| case.row.engagement.engagement_id),
            musts: musts(&row.person),
            called,
            hindrance,
            row,
        })
    }

    /// What they love, in a few words each.
    pub fn loves(&self) -> Vec<String> {
        loves(&self.row)
    }

    /// Where somebody to meet is chosen, and proposed with `?other=`.
    pub fn form(&self) -> String {
        paths::person_part(self.id, "introductions/new")
    }
}

/// What must not happen to somebody, in the words of their safety notes.
pub fn musts(person: &Person) -> Vec<String> {
    let open = person.safety_notes().into_iter().filter(|kept| kept.kind == SafetyKind::MustNot);
    open.filter_map(|kept| Some(kept.note.get()?.words.to_string())).collect()
}

/// What somebody loves, in a few words each.
pub fn loves(row: &PersonRow) -> Vec<String> {
    let interests = row.person.current_interests();
    interests
        .iter()
        .filter_map(|kept| kept.interest.get())
        .map(|interest| interest.name.to_string())
        .collect()
}
