//! Signing in, on both databases: what is kept, what is refused, and what ends a session.

use app::access::{Role, Viewer};
use app::accounts::{Account, Accounts};
use app::contracts::{Contract, Contracts};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::shared::ids::{AccountId, ContractId, OrganisationId};
use infra::accounts::SqlAccounts;
use infra::contracts::SqlContracts;
use infra::database::Database;
use tests::{databases, on_both_databases};
use uuid::Uuid;

const PASSWORD: &str = "a long walk by the river";
const OURS: OrganisationId = OrganisationId(Uuid::from_u128(1));
const THEIRS: OrganisationId = OrganisationId(Uuid::from_u128(2));

async fn open(db: &databases::Database) -> (Database, SqlAccounts) {
    let database = Database::open(&db.url).await.unwrap();
    infra::migrations::run(&database).await.unwrap();
    let accounts = SqlAccounts::new(database.clone());
    accounts.found(OURS, "Northfield Connecting").await.unwrap();
    accounts.found(THEIRS, "Southfield Connecting").await.unwrap();
    (database, accounts)
}

fn account(id: u128, name: &str, role: Role) -> Account {
    Account {
        account_id: AccountId(Uuid::from_u128(id)),
        organisation_id: OURS,
        sign_in_name: format!("{name}@Example.org"),
        name: name.to_owned(),
        role,
        contracts: Vec::new(),
        active: true,
    }
}

fn noon() -> DateTime<Utc> {
    "2026-03-12T12:00:00Z".parse().unwrap()
}

/// How many rows a table has in which something stands in clear.
async fn count(database: &Database, text: &str) -> i64 {
    infra::on!(database, read, pool => sqlx::query_scalar(text).fetch_one(pool).await.unwrap())
}

on_both_databases! {
    async fn the_right_name_and_password_sign_in_whatever_their_case_and_script(db) {
        let (_, accounts) = open(&db).await;
        let zoe = account(1, "Zoë", Role::Connector);
        assert!(accounts.add(&zoe, Some(PASSWORD)).await.unwrap());
        let session = accounts.sign_in(" ZOË@example.ORG ", PASSWORD, noon()).await.unwrap().expect("a session");
        assert_eq!(session.account.sign_in_name, "zoë@example.org");
        assert_eq!(accounts.signed_in(&session.token, noon()).await.unwrap(), Some(session.account.clone()));
        assert!(accounts.sign_in("zoë@example.org", "another", noon()).await.unwrap().is_none());
        assert!(accounts.sign_in("nobody@example.org", PASSWORD, noon()).await.unwrap().is_none());
        assert!(accounts.signed_in("not a token", noon()).await.unwrap().is_none());
        accounts.sign_out(&session.token).await.unwrap();
        assert!(accounts.signed_in(&session.token, noon()).await.unwrap().is_none());
    }

    async fn a_name_that_is_taken_is_refused(db) {
        let (_, accounts) = open(&db).await;
        assert!(accounts.add(&account(1, "amy", Role::Connector), None).await.unwrap());
        assert!(!accounts.add(&account(2, "AMY", Role::Finance), None).await.unwrap());
        assert!(accounts.names(OURS).await.unwrap().len() == 1);
    }

    async fn neither_password_nor_token_is_kept(db) {
        let (database, accounts) = open(&db).await;
        accounts.add(&account(1, "amy", Role::Connector), Some(PASSWORD)).await.unwrap();
        let token = accounts.sign_in("amy@example.org", PASSWORD, noon()).await.unwrap().expect("a session").token;
        assert_eq!(token.len(), 43, "256 bits in base64url");
        let hashed = "SELECT COUNT(*) FROM accounts WHERE password LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";
        assert_eq!(count(&database, hashed).await, 1);
        let digest = if database.is_postgres() { "encode(token_digest, 'escape')" } else { "CAST(token_digest AS TEXT)" };
        let clear = format!("SELECT COUNT(*) FROM sign_ins WHERE {digest} = '{token}' OR length(token_digest) <> 32");
        assert_eq!(count(&database, &clear).await, 0);
    }

    async fn a_session_ends_after_twelve_hours_without_use_and_after_thirty_days_in_use(db) {
        let (_, accounts) = open(&db).await;
        let amy = account(1, "amy", Role::Connector);
        accounts.add(&amy, Some(PASSWORD)).await.unwrap();
        let begin = async || accounts.sign_in("amy@example.org", PASSWORD, noon()).await.unwrap().expect("a session").token;
        let idle = begin().await;
        assert!(accounts.signed_in(&idle, noon() + Duration::hours(12)).await.unwrap().is_none());

        let used = begin().await;
        let mut now = noon();
        while now < noon() + Duration::days(30) {
            assert!(accounts.signed_in(&used, now).await.unwrap().is_some(), "ended at {now}");
            now += Duration::hours(11);
        }
        assert!(accounts.signed_in(&used, now).await.unwrap().is_none(), "still there after thirty days");
    }

    async fn that_a_session_is_used_is_noted_once_a_minute_at_most(db) {
        let (_, accounts) = open(&db).await;
        let amy = account(1, "amy", Role::Connector);
        accounts.add(&amy, Some(PASSWORD)).await.unwrap();
        let token = accounts.sign_in("amy@example.org", PASSWORD, noon()).await.unwrap().expect("a session").token;
        let noted = async |after: i64| {
            let now = noon() + Duration::seconds(after);
            accounts.signed_in(&token, now).await.unwrap();
            accounts.sign_ins(amy.account_id, now).await.unwrap()[0].used_at
        };
        assert_eq!(noted(59).await, noon());
        assert_eq!(noted(60).await, noon() + Duration::seconds(60));
        assert_eq!(noted(119).await, noon() + Duration::seconds(60));
    }

    async fn five_wrong_passwords_close_a_name_for_fifteen_minutes(db) {
        let (_, accounts) = open(&db).await;
        accounts.add(&account(1, "amy", Role::Connector), Some(PASSWORD)).await.unwrap();
        for minute in 0..5 {
            let now = noon() + Duration::minutes(minute);
            assert!(accounts.sign_in("amy@example.org", "wrong", now).await.unwrap().is_none());
        }
        let within = noon() + Duration::minutes(14);
        assert!(accounts.sign_in("Amy@example.org", PASSWORD, within).await.unwrap().is_none(), "a sixth try was let in");
        let after = noon() + Duration::minutes(15);
        assert!(accounts.sign_in("amy@example.org", PASSWORD, after).await.unwrap().is_some());
    }

    async fn a_right_password_forgives_the_wrong_ones_before_it(db) {
        let (_, accounts) = open(&db).await;
        accounts.add(&account(1, "amy", Role::Connector), Some(PASSWORD)).await.unwrap();
        for _ in 0..3 {
            for _ in 0..4 {
                assert!(accounts.sign_in("amy@example.org", "wrong", noon()).await.unwrap().is_none());
            }
            assert!(accounts.sign_in("amy@example.org", PASSWORD, noon()).await.unwrap().is_some());
        }
    }

    async fn many_guesses_at_once_are_no_more_than_five(db) {
        let (database, accounts) = open(&db).await;
        accounts.add(&account(1, "amy", Role::Connector), Some(PASSWORD)).await.unwrap();
        let guesses = (0..20).map(|guess| {
            let guess = format!("guess {guess}");
            let accounts = &accounts;
            async move { accounts.sign_in("amy@example.org", &guess, noon()).await.unwrap() }
        });
        assert!(futures::future::join_all(guesses).await.iter().all(Option::is_none));
        assert_eq!(count(&database, "SELECT tried FROM wrong_passwords").await, 20);
        assert!(accounts.sign_in("amy@example.org", PASSWORD, noon()).await.unwrap().is_none());
    }

    async fn a_change_or_a_new_password_ends_the_sessions_of_that_account_alone(db) {
        let (_, accounts) = open(&db).await;
        let (mut amy, ben, admin) = (account(1, "amy", Role::Connector), account(2, "ben", Role::Connector), account(3, "ann", Role::Administrator));
        for one in [&amy, &ben, &admin] {
            accounts.add(one, Some(PASSWORD)).await.unwrap();
        }
        let viewer = Viewer::of(&admin);
        let who = viewer.administering().unwrap();
        let begin = async |name: &str, password: &str| accounts.sign_in(name, password, noon()).await.unwrap().map(|session| session.token);
        let lives = async |token: &str| accounts.signed_in(token, noon()).await.unwrap().is_some();

        let (of_amy, of_ben) = (begin("amy@example.org", PASSWORD).await.unwrap(), begin("ben@example.org", PASSWORD).await.unwrap());
        amy.role = Role::TeamLead;
        accounts.change(&who, &amy).await.unwrap();
        assert!(!lives(&of_amy).await && lives(&of_ben).await);
        assert_eq!(accounts.one(&who, amy.account_id).await.unwrap().map(|account| account.role), Some(Role::TeamLead));

        let of_amy = begin("amy@example.org", PASSWORD).await.unwrap();
        accounts.set_password(&who, amy.account_id, "another long walk").await.unwrap();
        assert!(!lives(&of_amy).await && lives(&of_ben).await);
        assert!(begin("amy@example.org", PASSWORD).await.is_none());

        let of_amy = begin("amy@example.org", "another long walk").await.unwrap();
        amy.active = false;
        accounts.change(&who, &amy).await.unwrap();
        assert!(!lives(&of_amy).await);
        assert!(begin("amy@example.org", "another long walk").await.is_none(), "a closed account signed in");
    }

    async fn an_administrator_does_not_reach_another_organisations_accounts(db) {
        let (_, accounts) = open(&db).await;
        let stranger = Account { organisation_id: THEIRS, ..account(1, "amy", Role::Connector) };
        accounts.add(&stranger, Some(PASSWORD)).await.unwrap();
        let admin = account(2, "ann", Role::Administrator);
        accounts.add(&admin, None).await.unwrap();
        let viewer = Viewer::of(&admin);
        let who = viewer.administering().unwrap();
        let session = accounts.sign_in("amy@example.org", PASSWORD, noon()).await.unwrap().expect("a session");
        assert_eq!(accounts.list(&who).await.unwrap().len(), 1);
        assert_eq!(accounts.one(&who, stranger.account_id).await.unwrap(), None);
        assert!(accounts.change(&who, &Account { active: false, ..stranger.clone() }).await.is_err());
        assert!(accounts.set_password(&who, stranger.account_id, "mine now").await.is_err());
        assert_eq!(accounts.signed_in(&session.token, noon()).await.unwrap(), Some(session.account), "a session was ended");
    }

    async fn a_commissioner_keeps_their_contracts_and_nobody_else_has_any(db) {
        let (database, accounts) = open(&db).await;
        let contracts = SqlContracts::new(database);
        let contract = |id: u128, reference: &str| Contract {
            contract_id: ContractId(Uuid::from_u128(id)),
            organisation_id: OURS,
            reference: reference.to_owned(),
            funder: "Northfield Council".to_owned(),
            anchor: NaiveDate::from_ymd_opt(2026, 4, 6).unwrap(),
        };
        for one in [contract(10, "NC-115"), contract(11, "NC-114")] {
            contracts.set_up(&one).await.unwrap();
        }
        let own = vec![ContractId(Uuid::from_u128(10)), ContractId(Uuid::from_u128(11))];
        let mut carol = Account { contracts: own.clone(), ..account(1, "carol", Role::Commissioner) };
        accounts.add(&carol, Some(PASSWORD)).await.unwrap();
        let session = accounts.sign_in("carol@example.org", PASSWORD, noon()).await.unwrap().expect("a session");
        assert_eq!(session.account.contracts, own);
        let admin = account(2, "ann", Role::Administrator);
        let viewer = Viewer::of(&admin);
        let who = viewer.administering().unwrap();
        carol.contracts = vec![own[1]];
        accounts.change(&who, &carol).await.unwrap();
        assert_eq!(accounts.one(&who, carol.account_id).await.unwrap().unwrap().contracts, [own[1]]);
        carol.role = Role::Finance;
        accounts.change(&who, &carol).await.unwrap();
        assert_eq!(accounts.list(&who).await.unwrap()[0].contracts, []);

        let references = async |organisation| {
            let all = contracts.all(organisation).await.unwrap();
            all.into_iter().map(|contract| contract.reference).collect::<Vec<_>>()
        };
        assert_eq!(references(OURS).await, ["NC-114", "NC-115"]);
        contracts.keep(&who, &contract(10, "NC-113")).await.unwrap();
        assert_eq!(references(OURS).await, ["NC-113", "NC-114"]);
        assert!(references(THEIRS).await.is_empty());
        let stranger = Viewer::of(&Account { organisation_id: THEIRS, ..admin.clone() });
        assert!(contracts.keep(&stranger.administering().unwrap(), &contract(10, "mine now")).await.is_err());
        assert_eq!(contracts.all(OURS).await.unwrap()[0], contract(10, "NC-113"));
    }

    async fn the_first_administrators_link_counts_once_and_only_on_an_empty_installation(db) {
        let (_, accounts) = open(&db).await;
        let old = accounts.first_secret().await.unwrap().expect("an empty installation");
        let secret = accounts.first_secret().await.unwrap().expect("an empty installation");
        assert!(!accounts.is_first_secret(&old).await.unwrap(), "a link that was replaced still counts");
        assert!(accounts.is_first_secret(&secret).await.unwrap());
        let ann = account(1, "ann", Role::Administrator);
        assert!(!accounts.add_first(&old, &ann, PASSWORD).await.unwrap());
        let ben = account(2, "ben", Role::Administrator);
        let (one, other) =
            tokio::join!(accounts.add_first(&secret, &ann, PASSWORD), accounts.add_first(&secret, &ben, PASSWORD));
        assert!(one.unwrap() ^ other.unwrap(), "one link made two administrators, or none");
        assert!(!accounts.is_first_secret(&secret).await.unwrap());
        assert_eq!(accounts.first_secret().await.unwrap(), None);
        assert_eq!(accounts.names(OURS).await.unwrap().len(), 1);
    }

    async fn only_a_persona_signs_in_without_a_password(db) {
        let (_, accounts) = open(&db).await;
        accounts.add(&account(1, "amy", Role::Connector), Some(PASSWORD)).await.unwrap();
        for (id, name) in [(3, "carol"), (2, "ben")] {
            accounts.add_persona(&account(id, name, Role::Connector)).await.unwrap();
        }
        let offered: Vec<String> = accounts.personas().await.unwrap().into_iter().map(|account| account.name).collect();
        assert_eq!(offered, ["carol", "ben"], "in the order in which they were added");
        let id = |id| AccountId(Uuid::from_u128(id));
        let session = accounts.sign_in_as(id(2), noon()).await.unwrap().expect("a persona");
        assert_eq!(accounts.signed_in(&session.token, noon()).await.unwrap().map(|account| account.name), Some("ben".to_owned()));
        assert!(accounts.sign_in_as(id(1), noon()).await.unwrap().is_none());
        assert!(accounts.sign_in("ben@example.org", "", noon()).await.unwrap().is_none());
    }

    async fn colleagues_are_those_who_work_with_people_and_may_sign_in_by_name(db) {
        let (_, accounts) = open(&db).await;
        let mut leaver = account(5, "Eve", Role::Connector);
        leaver.active = false;
        let lead = account(1, "zoë", Role::TeamLead);
        for one in [&lead, &account(2, "Amy", Role::Connector), &account(3, "Fin", Role::Finance), &leaver] {
            accounts.add(one, None).await.unwrap();
        }
        let viewer = Viewer::of(&lead);
        let colleagues = accounts.colleagues(&viewer.connecting().unwrap()).await.unwrap();
        assert_eq!(colleagues.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Amy", "zoë"]);
        assert_eq!(accounts.names(OURS).await.unwrap().len(), 4);
        assert_eq!(accounts.organisation_name(OURS).await.unwrap().as_deref(), Some("Northfield Connecting"));
    }

    async fn every_session_of_an_account_is_listed_and_can_be_ended(db) {
        let (_, accounts) = open(&db).await;
        let amy = account(1, "amy", Role::Connector);
        accounts.add(&amy, Some(PASSWORD)).await.unwrap();
        let later = noon() + Duration::hours(1);
        let first = accounts.sign_in("amy@example.org", PASSWORD, noon()).await.unwrap().expect("a session").token;
        accounts.sign_in("amy@example.org", PASSWORD, later).await.unwrap().expect("a session");
        let begun: Vec<_> = accounts.sign_ins(amy.account_id, later).await.unwrap().iter().map(|one| one.started_at).collect();
        assert_eq!(begun, [later, noon()]);
        accounts.end_sign_ins(amy.account_id).await.unwrap();
        assert!(accounts.signed_in(&first, later).await.unwrap().is_none());
        assert!(accounts.sign_ins(amy.account_id, later).await.unwrap().is_empty());
    }
}
