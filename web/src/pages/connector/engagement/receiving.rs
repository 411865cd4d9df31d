//! A referral: how an engagement begins. It is a form about a person, because there is no engagement yet.

use app::commands::Instruction;
use app::error::Refusal;
use axum::extract::State;
use domain::engagement::{EngagementCommand, ReferralSource};
use domain::shared::ids::{EngagementId, PersonId};

use super::referrer;
use super::sheet::{Field, Shape, Sheet, SheetPage};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Typed};
use crate::guard::Audience;
use crate::look::Here;
use crate::offered;
use crate::pages::person::head::{Record, Tab};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::Site;

/// Looking at the form and sending it, at one address.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/engagements/new", Audience::Connecting, new),
        post("/people/{id}/engagements/new", Audience::Connecting, receive),
    ]
}

async fn draw(site: &Site, signed: &Signed, id: PersonId, typed: Typed, attempt: Attempt) -> Answer {
    let record = Record::read(site, &signed.connecting()?, id).await?;
    let called = record.called();
    let open = record.case().filter(|case| case.row.engagement.stage.is_open());
    let caution =
        open.map(|_| format!("There is work with {called} already. A second engagement stands beside it."));
    let sheet = Sheet::new("A referral", "Record it", "check")
        .lead(format!("Somebody asks for a connector for {called}."))
        .caution(caution)
        .field(Field::hidden("engagement_id"))
        .field(Field::one("source", "Who asks?", offered!(ReferralSource)).shaped(Shape::One("cols-2")))
        .field(Field::date("received_on", "When did they ask?"))
        .field(Field::words("reason", "What for?").hint("As they put it").optional());
    let sheet = referrer::fields(sheet, true);
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let page = signed.page(sheet.title.clone(), Here::People);
    let to = (paths::new_engagement(id), paths::person(id));
    SheetPage::show(page, record.head(Tab::None), to, keys, sheet, typed, attempt)
}

async fn new(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let typed = Typed::default()
        .with("engagement_id", site.app.ids.next())
        .with("received_on", site.app.clock.today());
    draw(&site, &signed, id, typed, Attempt::first()).await
}

async fn receive(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    // Before anything is read, so that a form about somebody they may not know of leads nowhere.
    if !site.app.views.knows(&signed.connecting()?, id).await? {
        return Err(Refusal::NotFound.into());
    }
    let mut form = typed.reader();
    let engagement: Option<EngagementId> = form.id("engagement_id");
    let (source, received_on) = (form.code::<ReferralSource>("source"), form.date("received_on"));
    let (reason, referrer) = (form.words_or_none("reason"), referrer::read(&mut form));
    let (Some(engagement_id), Some(source), Some(received_on), Some(reason), Some(referrer)) =
        (engagement, source, received_on, reason, referrer)
    else {
        return draw(&site, &signed, id, typed.clone(), form.again()).await;
    };
    let command = EngagementCommand::ReceiveReferral {
        engagement_id,
        person_id: id,
        source,
        received_on,
        reason,
        referrer,
        under_way_since: None,
    };
    match site.ask(&signed, &typed, Instruction::Engagement { id: engagement_id, command }).await {
        Ok(done) => site.done(done, &paths::engagement(engagement_id), Flash::ReferralReceived).await,
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, id, typed, attempt).await
        }
    }
}
