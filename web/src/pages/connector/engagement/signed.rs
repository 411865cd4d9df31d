//! Who stands behind a paper that is handed over: their name, what they do, and for which team. It is read from the
//! log, which knows who recorded what, so that a paper never names somebody by guess.

use app::error::Refusal;
use app::log::Envelope;
use domain::Event;
use domain::engagement::EngagementEvent;
use domain::shared::ids::AccountId;

use super::asking::Asking;

/// Events of one engagement among which whoever recorded something is looked for.
const LOOKED_THROUGH: i64 = 2_000;

/// What a team and those who work in it are called.
pub struct Team {
    /// "Northfield Connecting"
    pub name: Option<String>,
    people: Vec<(AccountId, String, &'static str)>,
}

impl Team {
    /// Of whoever asks.
    pub async fn of(asking: &Asking<'_>) -> Result<Self, Refusal> {
        let (accounts, organisation) = (&asking.site.app.accounts, asking.who.organisation());
        let colleagues = accounts.colleagues(&asking.who).await?;
        let mut people: Vec<_> =
            colleagues.into_iter().map(|one| (one.account_id, one.name, one.role.label())).collect();
        // Whoever has left is still called by their name.
        let names = accounts.names(organisation).await?;
        people.extend(names.into_iter().map(|(id, name)| (id, name, "")));
        Ok(Self { name: accounts.organisation_name(organisation).await?, people })
    }

    /// "Amina"
    pub fn called(&self, id: AccountId) -> Option<&str> {
        self.people.iter().find(|(known, ..)| *known == id).map(|(_, name, _)| name.as_str())
    }

    /// "Amina, connector, Northfield Connecting"
    pub fn line(&self, id: AccountId) -> String {
        let known = self.people.iter().find(|(known, ..)| *known == id);
        let (name, role) = known.map_or(("Somebody of the team", ""), |(_, name, role)| (name, *role));
        let parts = [name.to_owned(), role.to_lowercase(), self.name.clone().unwrap_or_default()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// What happened in the engagement, newest first.
pub async fn history(asking: &Asking<'_>) -> Result<Vec<Envelope>, Refusal> {
    asking.site.app.history_of_engagement(&asking.who, asking.id(), LOOKED_THROUGH).await
}

/// Who recorded something; `None` when it is not among what happened.
pub fn recorded(history: &[Envelope], wanted: impl Fn(&EngagementEvent) -> bool) -> Option<AccountId> {
    let found = history.iter().find(|envelope| match &envelope.event {
        Event::Engagement(event) => wanted(event),
        _ => false,
    });
    found.map(|envelope| envelope.actor)
}
