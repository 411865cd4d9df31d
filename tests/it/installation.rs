//! An installation from the outside: begun in an empty folder, examined, carried elsewhere, opened again.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tests::Browser;
use web::config::{Config, Demo};
use web::router::router;
use web::wiring::doctor::{Finding, examine};
use web::wiring::{Ground, Wired, demo, transfer};

fn config(folder: &Path) -> Config {
    Config::in_folder(folder)
}

/// An installation with a made-up team in it.
async fn with_a_team(config: &Config) -> anyhow::Result<()> {
    let plan = Demo { people: 4, seed: 7, port: 0, today: "2026-03-12".parse().ok() };
    demo::play(config, &plan, |_, _| {}).await
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

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_is_carried_elsewhere_shows_the_same_there() -> anyhow::Result<()> {
    let (from, to) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (here, there) = (config(from.path()), config(to.path()));
    with_a_team(&here).await?;
    let file = from.path().join("log.jsonl");
    let written = transfer::export(&here, &file).await?;
    assert!(written > 100);
    assert_eq!(file.metadata()?.permissions().mode() & 0o777, 0o600);
    assert!(!std::fs::read_to_string(&file)?.contains("Gordon"), "names are sealed");
    assert!(transfer::export(&here, &file).await.is_err(), "no file is overwritten");

    std::fs::copy(from.path().join("master.key"), to.path().join("master.key"))?;
    assert_eq!(transfer::import(&there, &file, |_, _| {}).await?, written);
    assert!(transfer::import(&there, &file, |_, _| {}).await.is_err(), "only into an empty log");
    assert!(transfer::verify(&there).await?.contains(&written.to_string()));
    assert_eq!(wrongs(&there).await, Vec::<String>::new());
    let rebuilt = transfer::rebuild(&there, &["all".to_owned()], |_, _| {}).await?;
    assert_eq!(rebuilt.len(), 4);
    assert!(transfer::rebuild(&there, &["nonsense".to_owned()], |_, _| {}).await.is_err());
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
    let fields = [
        ("organisation", "North"),
        ("name", "Sam"),
        ("sign_in_name", "sam"),
        ("password", "three small words"),
    ];
    assert_eq!(browser.post(&format!("/first-run/{secret}"), &fields).await.status, 303);
    wired.stop().await;
    let refused = with_a_team(&config).await.expect_err("people work there").to_string();
    assert!(refused.contains("a demo needs a folder of its own"), "{refused}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_that_was_interrupted_is_told_from_its_beginning() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let config = config(folder.path());
    let plan = Demo { people: 4, seed: 7, port: 0, today: "2026-03-12".parse().ok() };
    let (half, mut reached) = (tokio::sync::oneshot::channel::<()>(), false);
    let (mut tell, told) = (Some(half.0), half.1);
    tokio::select! {
        played = demo::play(&config, &plan, |done, all| if done > all / 2 && !reached {
            reached = true;
            let _ = tell.take().map(|tell| tell.send(()));
        }) => panic!("it was told to its end: {played:?}"),
        _ = told => {}
    }
    with_a_team(&config).await?;
    let whole = tempfile::tempdir()?;
    let other = self::config(whole.path());
    with_a_team(&other).await?;
    assert_eq!(head(&config).await?, head(&other).await?);
    Ok(())
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
