//! What is to be minded of those who are still expected in a group, as it stands on the form of a visit with one of
//! them alone: what must not happen, and who is to be seen only once the safeguarding lead was spoken to.

use app::error::Refusal;
use chrono::NaiveDate;
use domain::shared::ids::PersonId;

use super::parts::Found;
use crate::extract::Signed;
use crate::pages::relationship::whom::musts;
use crate::site::Site;

/// What must not happen to one of them.
pub(super) struct Minded {
    pub(super) person_id: PersonId,
    pub(super) called: String,
    pub(super) musts: Vec<String>,
}

/// What must not happen to whoever is still expected.
pub(super) async fn minded(site: &Site, signed: &Signed, found: &Found) -> Result<Vec<Minded>, Refusal> {
    let who = signed.connecting()?;
    let mut minded = Vec::new();
    for visit in found.open() {
        let Some(row) = site.app.views.person(&who, visit.person_id).await? else { continue };
        let musts = musts(&row.person);
        if !musts.is_empty() {
            minded.push(Minded { person_id: visit.person_id, called: visit.called.clone(), musts });
        }
    }
    Ok(minded)
}

/// Before whose visit the safeguarding lead is to be spoken to.
pub(super) async fn heeded(
    site: &Site,
    signed: &Signed,
    found: &Found,
    today: NaiveDate,
) -> Result<Vec<String>, Refusal> {
    let heeded = site.app.views.heeded_people(&signed.connecting()?, today).await?;
    let open = found.open().into_iter().filter(|visit| heeded.contains(&visit.person_id));
    Ok(open.map(|visit| visit.called.clone()).collect())
}
