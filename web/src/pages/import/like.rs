//! Whom rows of a list look like, as far as whoever brought it may know of them.

use std::collections::HashMap;

use app::access::Connecting;
use app::error::Refusal;
use app::imports::Checked;
use domain::shared::ids::PersonId;

use crate::site::Site;

/// People looked up at once.
const AT_ONCE: usize = 500;

/// What may be said of those whom rows look like.
pub(super) struct Like(HashMap<PersonId, String>);

impl Like {
    /// Of the people whom these rows look like.
    pub(super) async fn of(site: &Site, who: &Connecting<'_>, rows: &[&Checked]) -> Result<Self, Refusal> {
        let ids: Vec<PersonId> = rows.iter().flat_map(|row| row.like()).collect();
        let mut names = HashMap::new();
        for some in ids.chunks(AT_ONCE) {
            let known = site.app.views.people_named(who, some).await?;
            names.extend(known.into_iter().map(|known| (known.person_id, known.name)));
        }
        Ok(Self(names))
    }

    /// Whoever looks alike may be somebody whom only a colleague works with: that they are here is said, not who.
    pub(super) fn said(&self, person: PersonId) -> String {
        match self.0.get(&person) {
            Some(name) => format!("{name} is on record"),
            None => "somebody is on record so whom a colleague works with: ask your team lead".to_owned(),
        }
    }
}
