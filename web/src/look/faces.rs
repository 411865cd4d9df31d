//! Faces that are photographs, for a page with many people: asked for once, by everybody's id. Whoever has
//! none, or does not agree to photographs any more, is two letters on their colour as before.

use std::collections::HashMap;

use app::access::Connecting;
use app::error::Failure;
use domain::shared::ids::PersonId;
use uuid::Uuid;

use super::Choice;
use crate::paths;
use crate::site::Site;

/// Where the small pictures of some people are.
#[derive(Debug, Clone, Default)]
pub struct Faces(HashMap<Uuid, String>);

impl Faces {
    /// Those of these people, as far as the viewer may know of them.
    pub async fn of(
        site: &Site,
        who: &Connecting<'_>,
        people: impl IntoIterator<Item = PersonId>,
    ) -> Result<Self, Failure> {
        let mut ids: Vec<PersonId> = people.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let found = site.app.views.faces(who, &ids, site.app.clock.today()).await?;
        let at = |(of, photo): (PersonId, _)| (of.uuid(), paths::document_part(of, photo, "thumbnail"));
        Ok(Self(found.into_iter().map(at).collect()))
    }

    /// Puts the small pictures of those who are to be chosen from beside their names.
    pub async fn beside(site: &Site, who: &Connecting<'_>, choices: &mut [Choice]) -> Result<(), Failure> {
        let faces =
            Self::of(site, who, choices.iter().filter_map(|choice| choice.face).map(Into::into)).await?;
        for choice in choices {
            let photo = choice.face.and_then(|id| faces.src(&id));
            choice.photo = photo.unwrap_or_default().to_owned();
        }
        Ok(())
    }

    /// Where somebody's is.
    pub fn src(&self, id: &Uuid) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}
