//! How the installation is: how far each read model follows the log, and what stopped.

use askama::Template;
use axum::extract::State;

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::installation::ModelStatus;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::INSTALLATION, Audience::Administering, page)]
}

#[derive(Template)]
#[template(path = "admin/installation.html")]
struct InstallationPage {
    page: Page,
    version: &'static str,
    database: &'static str,
    /// The last position of the log.
    head: i64,
    models: Vec<ModelStatus>,
}

impl InstallationPage {
    fn is_well(&self) -> bool {
        self.models.iter().all(|model| model.halted.is_none() && model.parked == 0)
    }

    fn facts(&self) -> String {
        count(self.head)
    }

    fn shown(&self, model: &ModelStatus) -> String {
        count(model.position)
    }

    fn behind(&self, model: &ModelStatus) -> String {
        count(model.behind)
    }
}

fn count(number: i64) -> String {
    format::thousands(u64::try_from(number).unwrap_or_default())
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    signed.administering()?;
    show(&InstallationPage {
        page: signed.page("This installation", Here::Elsewhere),
        version: env!("CARGO_PKG_VERSION"),
        database: site.installation.database(),
        head: site.app.log.head().await.map_err(app::error::Refusal::from)?,
        models: site.installation.models().await?,
    })
}
