//! The whole application on one fresh database, with a clock that stands still, ids that repeat, and a
//! team. Wired as `kith serve` wires it; requests go through the real router, without a port.

use std::sync::Arc;

use app::access::{Role, Viewer};
use app::accounts::Account;
use app::clock::{Clock, Ids, ManualClock, SeededIds};
use app::commands::{Done, Instruction, Request};
use app::contracts::Contract;
use app::error::Refusal;
use axum::Router;
use chrono::{NaiveDate, TimeZone, Utc};
use domain::shared::calendar::FourWeeks;
use domain::shared::ids::{AccountId, CommandId, ContractId, OrganisationId};
use infra::log::MasterKey;
use web::router::router;
use web::wiring::{Ground, Wired};

use crate::browser::Browser;
use crate::databases::Database;

/// Whoever signs in. Two organisations; nobody of one may know of anything in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Persona {
    /// Connector.
    Amina,
    /// Another connector of the same team.
    Ben,
    /// Team lead of both.
    Rosa,
    /// Commissioner of the first contract.
    Claire,
    /// Finance.
    Dev,
    /// Administrator.
    Sam,
    /// Connector of another organisation.
    Olu,
    /// Administrator of that other organisation.
    Edith,
    /// Safeguarding lead of the first.
    Grace,
}

impl Persona {
    /// Everybody.
    pub const ALL: [Self; 9] = [
        Self::Amina,
        Self::Ben,
        Self::Rosa,
        Self::Claire,
        Self::Dev,
        Self::Sam,
        Self::Olu,
        Self::Edith,
        Self::Grace,
    ];

    /// What they do.
    pub fn role(self) -> Role {
        match self {
            Self::Amina | Self::Ben | Self::Olu => Role::Connector,
            Self::Rosa => Role::TeamLead,
            Self::Claire => Role::Commissioner,
            Self::Dev => Role::Finance,
            Self::Sam | Self::Edith => Role::Administrator,
            Self::Grace => Role::SafeguardingLead,
        }
    }

    /// Whether they are of the first organisation.
    pub fn is_of_the_team(self) -> bool {
        !matches!(self, Self::Olu | Self::Edith)
    }
}

/// The application on one database.
pub struct TestApp {
    /// Everything behind the ports.
    pub wired: Wired,
    /// It stands at 10 o'clock on Thursday 12 March 2026 until it is moved.
    pub clock: Arc<ManualClock>,
    /// What answers requests.
    pub router: Router,
    /// Everybody, in the order of [`Persona`]; empty for an installation in which nobody is yet.
    pub accounts: Vec<Account>,
    /// Who pays: the first is Claire's, the second nobody's, the third the other organisation's.
    pub contracts: Vec<Contract>,
    /// Dropped last, when nothing uses it any more.
    _database: Database,
}

impl TestApp {
    /// With a team.
    pub async fn begin(database: Database) -> Self {
        let mut app = Self::empty(database).await;
        app.set_up().await.expect("the team can be set up");
        app
    }

    /// An installation in which nobody is yet.
    pub async fn empty(database: Database) -> Self {
        let at = Utc.with_ymd_and_hms(2026, 3, 12, 10, 0, 0).single().expect("it is a time");
        let clock = Arc::new(ManualClock::at(at));
        let wired = Wired::open(Ground {
            database_url: database.url.clone(),
            master_key: MasterKey::from_bytes([7; 32]),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Arc::new(SeededIds::new(1)) as Arc<dyn Ids>,
            https: false,
            bell: Arc::new(app::bell::NoBell),
        })
        .await
        .expect("the application can be wired");
        wired.start(|_, _| {}).await.expect("the read models can be made");
        let router = router(wired.site());
        Self { wired, clock, router, accounts: Vec::new(), contracts: Vec::new(), _database: database }
    }

    async fn set_up(&mut self) -> anyhow::Result<()> {
        let app = &self.wired.app;
        let houses = [OrganisationId(app.ids.next()), OrganisationId(app.ids.next())];
        app.accounts.found(houses[0], "Northfield Connecting").await?;
        app.accounts.found(houses[1], "Elsewhere Connecting").await?;
        for (reference, house) in [("NC-114", houses[0]), ("LTG-3", houses[0]), ("EL-1", houses[1])] {
            let contract = Contract {
                contract_id: ContractId(app.ids.next()),
                organisation_id: house,
                reference: reference.to_owned(),
                funder: "Northfield Council".to_owned(),
                anchor: FourWeeks::default_anchor(),
            };
            app.contracts.set_up(&contract).await?;
            self.contracts.push(contract);
        }
        for persona in Persona::ALL {
            let commissions = persona.role() == Role::Commissioner;
            let account = Account {
                account_id: AccountId(app.ids.next()),
                organisation_id: houses[usize::from(!persona.is_of_the_team())],
                sign_in_name: format!("{persona:?}").to_lowercase(),
                name: format!("{persona:?} {}", if persona.is_of_the_team() { "North" } else { "South" }),
                role: persona.role(),
                contracts: if commissions { vec![self.contracts[0].contract_id] } else { Vec::new() },
                active: true,
            };
            app.accounts.add_persona(&account).await?;
            self.accounts.push(account);
        }
        Ok(())
    }

    /// The account of somebody.
    pub fn account(&self, persona: Persona) -> &Account {
        &self.accounts[persona as usize]
    }

    /// Somebody as the application sees them.
    pub fn viewer(&self, persona: Persona) -> Viewer {
        Viewer::of(self.account(persona))
    }

    /// The civil date.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// A new id of any kind.
    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        self.wired.app.ids.next().into()
    }

    /// Does something as somebody, and waits until it shows.
    pub async fn ask(&self, persona: Persona, instruction: Instruction) -> Result<Done, Refusal> {
        let request = Request { command_id: CommandId(self.wired.app.ids.next()), seen: None, instruction };
        let done = self.wired.app.ask(&self.viewer(persona), request).await?;
        assert!(self.wired.app.views.catch_up(done.position).await, "the views show what was done");
        Ok(done)
    }

    /// A browser in which nobody is signed in.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which somebody is signed in.
    pub async fn signed_in(&self, persona: Persona) -> Browser {
        let mut browser = self.browser();
        let id = self.account(persona).account_id.to_string();
        let answer = browser.post("/sign-in", &[("persona", &id)]).await;
        assert_eq!(answer.status, 303, "{persona:?} can sign in");
        browser
    }

    /// Stops what runs; for tests that open the same database again.
    pub async fn stop(self) {
        self.wired.stop().await;
    }
}
