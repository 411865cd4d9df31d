//! An installation from the outside: begun in an empty folder, examined, carried elsewhere, opened again.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use app::access::{Role, Viewer};
use app::accounts::Account;
use app::instruments::{InstrumentSetting, LicenceRecord};
use app::log::{Append, Loaded, StreamAppend, StreamId};
use domain::Noun;
use domain::person::PersonEvent;
use domain::person::codes::ErasureGround;
use domain::person::measures::Instrument;
use domain::shared::ids::{CommandId, PersonId, TermChangeId};
use domain::shared::personal::Personal;
use tests::{Browser, cases, on_both_databases};
use web::config::{Config, Demo};
use web::router::router;
use web::wiring::doctor::{Finding, examine};
use web::wiring::{Ground, Wired, demo, transfer};

const PASSWORD: &str = "three small words";

fn config(folder: &Path) -> Config {
    Config::in_folder(folder)
}

/// An installation with a made-up team in it.
async fn with_a_team(config: &Config) -> anyhow::Result<()> {
    let plan = Demo { people: 4, seed: 7, port: 0, today: "2026-03-12".parse().ok() };
    demo::play(config, &plan, |_, _| {}).await
}

/// What people love is called otherwise by the team lead, and a licensed scale is asked.
async fn with_a_term(config: &Config) -> anyhow::Result<()> {
    let wired = Wired::open(Ground::of(config)?).await?;
    let personas = wired.app.accounts.personas().await?;
    let rosa = personas.iter().find(|account| account.role == Role::TeamLead).expect("somebody leads");
    let (hat, id) = (Viewer::of(rosa), TermChangeId(wired.app.ids.next()));
    let from = app::terms::term_id(rosa.organisation_id, "singing");
    wired.app.call_term(&hat.connecting()?, id, from, &cases::line("choirs")).await?;
    let (here, there) = (cases::line("Mill Lane"), cases::line("The Moor"));
    wired.app.keep_way(&hat.connecting()?, wired.app.ids.next(), (&here, &there), Some(25)).await?;
    let until = "2027-03-31".parse().ok();
    let licence = LicenceRecord { holder: "Northfield Connecting".into(), reference: "W-77".into(), until };
    let setting = InstrumentSetting {
        setting_id: wired.app.ids.next(),
        instrument: Instrument::Swemwbs,
        on: true,
        licence: Some(licence),
        by: rosa.account_id,
        changed_at: "2026-03-12T09:00:00Z".parse()?,
    };
    wired.app.instruments.keep(&hat.connecting()?, &setting).await?;
    let contracts = wired.app.contracts.all(rosa.organisation_id).await?;
    wired.app.instruments.set_follow_ups(&hat.connecting()?, &[contracts[0].contract_id]).await?;
    wired.stop().await;
    Ok(())
}

fn mode(path: &Path) -> u32 {
    path.metadata().map_or(0, |metadata| metadata.permissions().mode() & 0o777)
}

async fn wrongs(config: &Config) -> Vec<String> {
    let found = examine(config, true).await;
    found.iter().filter(|finding| finding.is_wrong()).map(Finding::to_string).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_nothing_wrong_with_a_new_folder_and_makes_nothing_there() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let config = config(&folder.path().join("not-there"));
    assert_eq!(wrongs(&config).await, Vec::<String>::new());
    assert!(!config.folder().exists());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_what_is_wrong_and_what_to_do() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let config = config(folder.path());
    with_a_team(&config).await?;
    assert_eq!(wrongs(&config).await, Vec::<String>::new());

    let key = folder.path().join("master.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644))?;
    let found = wrongs(&config).await.join("\n");
    assert!(found.contains("others may read") && found.contains("chmod 600"), "{found}");

    let kept = std::fs::read_to_string(&key)?;
    std::fs::remove_file(&key)?;
    assert!(wrongs(&config).await.join("\n").contains("is not there"));
    std::fs::write(&key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")?;
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600))?;
    let found = wrongs(&config).await.join("\n");
    assert!(found.contains("the log cannot be opened"), "{found}");
    assert!(!found.contains("AAAA") && !found.contains(kept.trim()), "a key is never said");

    std::fs::write(folder.path().join("kith.sqlite"), "this is not a database, whatever its name may say")?;
    let found = wrongs(&config).await.join("\n");
    assert!(found.contains("the database does not answer"), "{found}");
    Ok(())
}

on_both_databases! {
    async fn what_is_carried_elsewhere_can_be_used_there_by_who_worked_here(db) -> anyhow::Result<()> {
        let (from, to) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let (here, there) = (config(from.path()), Config { database_url: Some(db.url.clone()), ..config(to.path()) });
        with_a_team(&here).await?;
        with_a_term(&here).await?;
        let file = from.path().join("log.jsonl");
        let written = transfer::export(&here, &file).await?;
        assert!(written > 100);
        assert_eq!(mode(&file), 0o600);
        let lines = std::fs::read_to_string(&file)?;
        assert!(!lines.contains("Gordon"), "names of people supported are sealed");
        assert!(lines.contains("Rosa") && !lines.contains("argon2"), "who works here is carried, without passwords");
        assert!(transfer::export(&here, &file).await.is_err(), "no file is overwritten");

        std::fs::copy(from.path().join("master.key"), to.path().join("master.key"))?;
        let cut = to.path().join("cut.jsonl");
        std::fs::write(&cut, &lines[..lines.trim_end().rfind('\n').expect("more than a line") + 1])?;
        let refused = format!("{:#}", transfer::import(&there, &cut, |_, _| {}).await.expect_err("its end is missing"));
        assert!(refused.contains("is cut off after line"), "{refused}");
        assert_eq!(transfer::import(&there, &file, |_, _| {}).await?, written);
        assert!(transfer::import(&there, &file, |_, _| {}).await.is_err(), "only where nothing has happened");
        assert!(transfer::verify(&there).await?.contains(&written.to_string()));
        assert_eq!(wrongs(&there).await, Vec::<String>::new());
        let again = to.path().join("again.jsonl");
        transfer::export(&there, &again).await?;
        assert!(lines == std::fs::read_to_string(&again)?, "what was carried is carried on unchanged");
        let rebuilt = transfer::rebuild(&there, &["all".to_owned()], |_, _| {}).await?;
        assert!(transfer::rebuild(&there, &["nonsense".to_owned()], |_, _| {}).await.is_err());

        let old = Wired::open(Ground::of(&here)?).await?;
        let new = Wired::open(Ground::of(&there)?).await?;
        new.start(|_, _| {}).await?;
        assert_eq!(rebuilt, new.projector.names().collect::<Vec<_>>());
        let personas = old.app.accounts.personas().await?;
        let one = |role| personas.iter().find(|account| account.role == role).expect("the team has one");
        let (sam, rosa) = (one(Role::Administrator), one(Role::TeamLead));
        let hat = Viewer::of(sam);
        let hat = hat.administering()?;
        assert!(!old.app.accounts.list(&hat).await?.is_empty());
        assert_eq!(old.app.accounts.list(&hat).await?, new.app.accounts.list(&hat).await?);
        assert!(!old.app.contracts.all(sam.organisation_id).await?.is_empty());
        assert_eq!(old.app.contracts.all(sam.organisation_id).await?, new.app.contracts.all(sam.organisation_id).await?);
        let terms = new.app.terms.changes(sam.organisation_id).await?; assert!(terms.len() == 1 && terms == old.app.terms.changes(sam.organisation_id).await?);
        let ways = new.app.ways.ways(sam.organisation_id).await?; assert!(ways.len() == 1 && ways == old.app.ways.ways(sam.organisation_id).await?);
        let asked = new.app.instruments.settings(sam.organisation_id).await?; assert!(asked.len() == 1 && asked == old.app.instruments.settings(sam.organisation_id).await?);
        let followed = new.app.instruments.follow_ups(sam.organisation_id).await?; assert!(followed.len() == 1 && followed == old.app.instruments.follow_ups(sam.organisation_id).await?);
        assert!(new.app.accounts.personas().await?.is_empty(), "nobody comes in without a password");

        let link = format!("/first-run/{}", new.app.accounts.first_secret().await?.expect("nobody can sign in"));
        let mut browser = Browser::new(router(new.site()));
        let house = browser.get(&link).await.field("organisation").expect("the page asks for it");
        assert!(!house.is_empty(), "the organisation is known already");
        let as_sam = |name| [("organisation", house.as_str()), ("name", "Sam"), ("sign_in_name", name), ("password", PASSWORD)];
        let taken = browser.post(&link, &as_sam(&rosa.sign_in_name)).await;
        assert!(taken.status == 422 && taken.words().contains("not an administrator"), "{}", taken.words());
        let begun = browser.post(&link, &as_sam(&sam.sign_in_name)).await;
        assert_eq!((begun.status, begun.location()), (303, "/accounts"));
        assert_eq!(new.app.accounts.first_secret().await?, None, "the link counts once");
        assert_eq!(new.app.accounts.list(&hat).await?.len(), old.app.accounts.list(&hat).await?.len());
        sees_people(&new, &old, &mut browser, rosa).await?;
        old.stop().await;
        new.stop().await;
        Ok(())
    }

    async fn an_export_of_the_first_format_is_taken_over_by_whoever_has_the_link(db) -> anyhow::Result<()> {
        let (from, to) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let (here, there) = (config(from.path()), Config { database_url: Some(db.url.clone()), ..config(to.path()) });
        with_a_team(&here).await?;
        let file = from.path().join("log.jsonl");
        transfer::export(&here, &file).await?;
        let lines = std::fs::read_to_string(&file)?.replacen("\"format\":4", "\"format\":1", 1);
        assert!(lines.starts_with("{\"log\":{\"format\":1,"), "{}", &lines[..40]);
        let first: String = lines.lines().filter(|line| !["{\"organisation\"", "{\"end\""].iter().any(|start| line.starts_with(start))).flat_map(|line| [line, "\n"]).collect();
        assert!(first.len() < lines.len());
        std::fs::write(&file, first)?;
        std::fs::copy(from.path().join("master.key"), to.path().join("master.key"))?;
        transfer::import(&there, &file, |_, _| {}).await?;
        let found = wrongs(&there).await.join("\n");
        assert!(found.contains("which is not here"), "{found}");

        let old = Wired::open(Ground::of(&here)?).await?;
        let new = Wired::open(Ground::of(&there)?).await?;
        new.start(|_, _| {}).await?;
        let link = format!("/first-run/{}", new.app.accounts.first_secret().await?.expect("nobody can sign in"));
        let mut browser = Browser::new(router(new.site()));
        let fields = [("organisation", "North"), ("name", "Sam"), ("sign_in_name", "sam"), ("password", PASSWORD)];
        assert_eq!(browser.post(&link, &fields).await.status, 303);
        let lead = [("name", "Rosa"), ("sign_in_name", "rosa-again"), ("role", "team_lead"), ("password", PASSWORD)];
        assert_eq!(browser.fill("/accounts/new", "/accounts", &lead).await.status, 303);
        let personas = old.app.accounts.personas().await?;
        let rosa = personas.iter().find(|account| account.role == Role::TeamLead).expect("the team has a lead");
        let (page, name) = somebody(&old, rosa).await?;
        let mut lead = Browser::new(router(new.site()));
        assert_eq!(lead.post("/sign-in", &[("name", "rosa-again"), ("password", PASSWORD)]).await.status, 303);
        assert!(lead.get(&page).await.words().contains(&name));
        old.stop().await;
        new.stop().await;
        assert_eq!(wrongs(&there).await, Vec::<String>::new());
        Ok(())
    }

    async fn nothing_is_taken_in_where_somebody_has_an_account(db) -> anyhow::Result<()> {
        let (from, to) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let (here, there) = (config(from.path()), Config { database_url: Some(db.url.clone()), ..config(to.path()) });
        with_a_team(&here).await?;
        let file = from.path().join("log.jsonl");
        transfer::export(&here, &file).await?;
        std::fs::copy(from.path().join("master.key"), to.path().join("master.key"))?;
        let new = Wired::open(Ground::of(&there)?).await?;
        let link = format!("/first-run/{}", new.app.accounts.first_secret().await?.expect("nobody is there yet"));
        let fields = [("organisation", "South"), ("name", "Edith"), ("sign_in_name", "edith"), ("password", PASSWORD)];
        assert_eq!(Browser::new(router(new.site())).post(&link, &fields).await.status, 303);
        new.stop().await;
        let refused = format!("{:#}", transfer::import(&there, &file, |_, _| {}).await.expect_err("Edith is there"));
        assert!(refused.contains("somebody has an account here already"), "{refused}");
        assert_eq!(head(&there).await?, 0);
        Ok(())
    }
}

/// Somebody whom a team lead sees: the page about them, and their name.
async fn somebody(wired: &Wired, lead: &Account) -> anyhow::Result<(String, String)> {
    wired.start(|_, _| {}).await?;
    let viewer = Viewer::of(lead);
    let found = wired.app.views.everybody(&viewer.connecting()?, 1).await?.remove(0);
    Ok((format!("/people/{}", found.person_id), found.name))
}

/// A team lead is given a password by the administrator, signs in with it and sees whom they saw before.
async fn sees_people(
    new: &Wired,
    old: &Wired,
    administrator: &mut Browser,
    lead: &Account,
) -> anyhow::Result<()> {
    let page = format!("/accounts/{}", lead.account_id);
    let set = administrator.fill(&page, &format!("{page}/password"), &[("password", PASSWORD)]).await;
    assert_eq!(set.status, 303, "{}", set.words());
    let mut browser = Browser::new(router(new.site()));
    let fields = [("name", lead.sign_in_name.as_str()), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &fields).await.status, 303);
    let (page, name) = somebody(old, lead).await?;
    assert!(browser.get(&page).await.words().contains(&name));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_kith_makes_is_for_its_owner_alone_and_the_doctor_says_so_when_it_is_not() -> anyhow::Result<()>
{
    let folder = tempfile::tempdir()?;
    let config = config(&folder.path().join("deep/data"));
    let wired = Wired::open(Ground::of(&config)?).await?;
    wired.start(|_, _| {}).await?;
    let data = config.folder();
    assert_eq!((mode(&data), mode(data.parent().expect("a folder"))), (0o700, 0o700));
    for name in ["kith.sqlite", "kith.sqlite-wal", "kith.sqlite-shm"] {
        assert_eq!(mode(&data.join(name)), 0o600, "{name}");
    }
    let said = async || examine(&config, false).await.iter().map(Finding::to_string).collect::<String>();
    assert!(!said().await.contains("others may"));
    let open = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
    open(&data.join("kith.sqlite-wal"), 0o640)?;
    assert!(said().await.contains("others may read") && said().await.contains("kith.sqlite-wal"));
    open(&data.join("kith.sqlite-wal"), 0o600)?;
    open(&data, 0o755)?;
    assert!(said().await.contains("others may look into"));
    wired.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_never_begins_where_people_work() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let config = config(folder.path());
    let wired = Wired::open(Ground::of(&config)?).await?;
    wired.start(|_, _| {}).await?;
    let secret = wired.app.accounts.first_secret().await?.expect("nobody is there yet");
    let mut browser = Browser::new(router(wired.site()));
    let fields =
        [("organisation", "North"), ("name", "Sam"), ("sign_in_name", "sam"), ("password", PASSWORD)];
    assert_eq!(browser.post(&format!("/first-run/{secret}"), &fields).await.status, 303);
    wired.stop().await;
    let file = folder.path().join("kith.sqlite");
    let refused = with_a_team(&config).await.expect_err("people work there").to_string();
    assert!(refused.contains("a demo needs a folder of its own"), "{refused}");
    // Also where a demo had once been begun and left.
    std::fs::write(folder.path().join("demo-unfinished"), "")?;
    let refused = with_a_team(&config).await.expect_err("people work there").to_string();
    assert!(refused.contains("a demo needs a folder of its own") && file.exists(), "{refused}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_that_was_interrupted_is_told_from_its_beginning() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let config = config(folder.path());
    let mark = folder.path().join("demo-unfinished");
    let longer = Demo { people: 6, seed: 9, port: 0, today: "2026-03-12".parse().ok() };
    let mut marked = true;
    demo::play(&config, &longer, |done, all| marked &= done == all || mark.exists()).await?;
    assert!(marked, "while it is told the folder says so");
    assert!(!mark.exists(), "afterwards it does not");

    // As if the telling had stopped before its end.
    std::fs::write(&mark, "")?;
    with_a_team(&config).await?;
    let whole = tempfile::tempdir()?;
    let other = self::config(whole.path());
    with_a_team(&other).await?;
    assert_eq!(head(&config).await?, head(&other).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_in_which_somebody_is_half_forgotten_starts_again_and_forgets_them() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let config = config(folder.path());
    with_a_team(&config).await?;
    let wired = Wired::open(Ground::of(&config)?).await?;
    wired.start(|_, _| {}).await?;
    let personas = wired.app.accounts.personas().await?;
    let rosa = personas.iter().find(|account| account.role == Role::TeamLead).expect("the team has a lead");
    let rosa = Viewer::of(rosa);
    let somebody = wired.app.views.everybody(&rosa.connecting()?, 1).await?.remove(0).person_id;
    // What `forget` does first; then the machine dies.
    let before = wired.app.log.load(StreamId::new(Noun::Person, somebody)).await?;
    let decided = wired.app.log.append(decided(&before, &rosa, somebody, &wired)).await?.position;
    assert!(wired.app.views.catch_up(decided).await);
    assert_eq!(wired.app.views.erasures_decided().await?.len(), 1);
    wired.stop().await;

    with_a_team(&config).await?;
    assert_eq!(head(&config).await?, decided, "it is not finished as of the day on which the story ended");
    let again = Wired::open(Ground::of(&config)?).await?;
    again.start(|_, _| {}).await?;
    // A record that was put together with theirs is forgotten with them.
    let since = again.app.log.feed(decided, 10).await?;
    let is_forgotten =
        |event: &_| matches!(event, domain::Event::Person(PersonEvent::PersonForgotten { .. }));
    assert!(since.iter().all(|envelope| is_forgotten(&envelope.event)));
    assert!(since.iter().any(|envelope| envelope.stream.id == somebody.uuid()));
    again.stop().await;
    Ok(())
}

fn decided(before: &Loaded, by: &Viewer, id: PersonId, wired: &Wired) -> Append {
    let decided = domain::Event::Person(PersonEvent::ErasureDecided {
        ground: ErasureGround::RequestedAndGranted,
        authority: Personal::about(id, cases::line("Asked for in a letter")),
        decided_on: wired.app.clock.today(),
    });
    let mut after = (*before.state).clone();
    after.evolve(&decided);
    let events = vec![decided];
    Append {
        command_id: CommandId(wired.app.ids.next()),
        fingerprint: [1; 32],
        organisation: by.organisation(),
        actor: by.account(),
        recorded_at: wired.app.clock.now(),
        streams: vec![StreamAppend {
            stream: before.stream,
            expected: before.version,
            events,
            after: Arc::new(after),
        }],
    }
}

async fn head(config: &Config) -> anyhow::Result<i64> {
    let wired = Wired::open(Ground::of(config)?).await?;
    let head = wired.app.log.head().await?;
    wired.stop().await;
    Ok(head)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_is_played_once_and_offers_its_people_every_time() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let config = config(folder.path());
    with_a_team(&config).await?;
    let wired = Wired::open(Ground::of(&config)?).await?;
    let head = wired.app.log.head().await?;
    let page = Browser::new(router(wired.site())).get("/sign-in").await;
    assert!(page.words().contains("Amina, connector") && page.words().contains("Sam, administrator"));
    wired.stop().await;
    with_a_team(&config).await?;
    let again = Wired::open(Ground::of(&config)?).await?;
    assert_eq!(again.app.log.head().await?, head);
    again.stop().await;
    Ok(())
}
