//! Rows of one list that are like each other: found as people on record are, said in the row, ticked, and taken in one
//! after the other; and the dry run is worked out once for all of its pages.

use std::sync::Arc;

use app::imports::{Checked, Import, Standing};
use chrono::Duration;
use domain::shared::ids::ImportId;
use tests::browser::Browser;
use tests::{Persona, TestApp, on_both_databases};

use super::import::{keep, matched, settled};

const LIST: &str = "Name,DOB,NHS,Council ref\n\
    Gordon Wells,14/06/1971,943 476 5919,C-12\n\
    GORDON  WELLS.,,,\n\
    Gordon Bell,14/06/1971 00:00,,\n\
    Ruby Novak,,9434765919,\n\
    Mei Chen,,,c-12\n\
    Ivy Bloom,26098.5,,none\n\
    Owen Rees,,,None\n";

async fn import(app: &TestApp, list: &str) -> Import {
    let id: ImportId = list.rsplit('/').next().expect("an id").parse().expect("an id");
    let viewer = app.viewer(Persona::Rosa);
    let one = app.wired.app.imports.one(&viewer.connecting().expect("hers"), id).await.expect("read");
    one.expect("it is there")
}

async fn checked(app: &TestApp, list: &str) -> Arc<Vec<Checked>> {
    let (import, viewer) = (import(app, list).await, app.viewer(Persona::Rosa));
    let checked = app.wired.app.checked_import(&viewer.connecting().expect("hers"), &import).await;
    checked.expect("checked").expect("the list is there")
}

/// Which rows of a list are like somebody on record, and which like another row.
async fn alike(app: &TestApp, browser: &mut Browser, text: &str) -> (String, Vec<bool>, Vec<bool>) {
    let list = matched(app, browser, text.as_bytes()).await;
    let checked = checked(app, &list).await;
    let of = |is: fn(&Standing) -> bool| checked.iter().map(|row| is(&row.standing)).collect();
    let on_record = of(|standing| matches!(standing, Standing::Alike { people, .. } if !people.is_empty()));
    let in_list = of(|standing| matches!(standing, Standing::Alike { row: Some(_), .. }));
    (list, on_record, in_list)
}

on_both_databases! {
    async fn a_row_says_which_other_row_it_is_like_and_can_be_ticked_as_somebody_else(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let list = matched(&app, &mut rosa, LIST.as_bytes()).await;
        let dry = rosa.get(&format!("{list}/rows")).await.words();
        for said in ["3 can be taken in", "3 look like somebody here or another row", "1 cannot be read"] {
            assert!(dry.contains(said), "{said}: {dry}");
        }
        assert_eq!(dry.matches("Looks like row 2").count(), 3, "{dry}");
        assert!(dry.contains("C5, NHS number: is in row 2 too, and is one person’s"), "{dry}");
        assert_eq!(dry.matches("Born 14 June 1971").count(), 3, "with a time of day too: {dry}");
        let ticks = [("rows", "all"), ("different", "3"), ("different", "4"), ("different", "6")];
        rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &ticks).await;
        let came = settled(&mut rosa, &list).await;
        assert!(came.contains("6 people are here now") && came.contains("Left out 1"), "{came}");
    }

    async fn whom_a_list_takes_for_like_is_whom_the_record_takes_for_like(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let known = "Zoë O’Brien,14/06/1971\nIvy Bloom,1/5/1980\nRuby Novak,\nMei Chen,2/1/1960\n\
            Eva Maria Bell,5/5/1950\nAnna Stone,6/5/1951\nOwen Rees,7/5/1952\n";
        let newcomers = "ZOE OBRIEN,14/06/1971\nIvy Bloom,\nRuby Novak,2/5/1979\nMei Chen,3/1/1960\n\
            Maria Kern,5/5/1950\nAnn Lane,6/5/1951\nOwen Price,7/5/1952\n";
        let meant = [true, true, true, false, true, false, true];
        let (_, on_record, in_list) = alike(&app, &mut rosa, &format!("Name,DOB\n{known}{newcomers}")).await;
        assert!(on_record.iter().chain(&in_list[..7]).all(|like| !like), "nobody is here yet");
        assert_eq!(in_list[7..], meant);
        let (list, ..) = alike(&app, &mut rosa, &format!("Name,DOB\n{known}")).await;
        rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &[("rows", "all")]).await;
        assert!(settled(&mut rosa, &list).await.contains("7 people are here now"));
        let (_, on_record, in_list) = alike(&app, &mut rosa, &format!("Name,DOB\n{newcomers}")).await;
        assert_eq!(on_record, meant);
        assert!(in_list.iter().all(|like| !like));
    }

    async fn rows_that_are_like_each_other_do_not_race(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let many = "Gordon Wells,\n".repeat(130);
        let list = matched(&app, &mut rosa, format!("Name,DOB\n{many}Ivy Bloom,1/5/1980\n").as_bytes()).await;
        let ticks: Vec<String> = (3..=131).map(|row| row.to_string()).collect();
        let mut fields = vec![("rows", "all")];
        fields.extend(ticks.iter().map(|row| ("different", row.as_str())));
        rosa.fill(&format!("{list}/rows"), &format!("{list}/rows"), &fields).await;
        let came = settled(&mut rosa, &list).await;
        assert!(came.contains("131 people are here now"), "{came}");
        let viewer = app.viewer(Persona::Rosa);
        let hat = viewer.connecting().expect("hers");
        let rows = app.wired.app.imports.outcomes(&hat, import(&app, &list).await.import_id).await.expect("read");
        for (at, row) in rows.iter().take(130).enumerate() {
            let one = app.wired.app.views.person(&hat, row.person_id).await.expect("read").expect("there");
            // At most five are asked about at once.
            assert_eq!(one.person.told_apart.len(), at.min(5), "each finds those that came before it: row {}", row.row + 1);
        }
    }

    async fn the_dry_run_is_worked_out_once_until_something_that_it_rests_on_changes(db) {
        let app = TestApp::begin(db).await;
        let mut rosa = app.signed_in(Persona::Rosa).await;
        let list = matched(&app, &mut rosa, b"Name,Town\nGraham Stone,Mill Lane\nIvy Bloom,\n").await;
        let first = checked(&app, &list).await;
        assert!(rosa.get(&format!("{list}/rows?page=2")).await.words().contains("2 can be taken in"));
        assert!(Arc::ptr_eq(&first, &checked(&app, &list).await), "pages are turned without another check");

        app.register(Persona::Ben, "Graham Stone").await;
        assert!(rosa.get(&format!("{list}/rows")).await.words().contains("Graham Stone is on record"));
        let second = checked(&app, &list).await;
        assert!(!Arc::ptr_eq(&first, &second));
        assert!(Arc::ptr_eq(&second, &checked(&app, &list).await));

        assert_eq!(keep(&mut rosa, &list, &[("column-1", "skip")]).await.status, 303);
        assert!(!rosa.get(&format!("{list}/rows")).await.words().contains("Mill Lane"), "other columns count");
        let third = checked(&app, &list).await;
        let id = import(&app, &list).await.import_id.to_string();
        let again = rosa.upload("/imports", &[("import_id", &id)], ("list.csv", b"Name\nRuby Novak\n")).await;
        assert_eq!(again.location(), list, "the same form with another file");
        let other = rosa.get(&format!("{list}/rows")).await.words();
        assert!(other.contains("Ruby Novak") && !other.contains("Ivy Bloom"), "{other}");
        assert!(!Arc::ptr_eq(&third, &checked(&app, &list).await));

        let fourth = checked(&app, &list).await;
        app.clock.advance(Duration::days(1));
        assert!(!Arc::ptr_eq(&fourth, &checked(&app, &list).await), "what is a day to come may have come");
        app.clock.advance(Duration::days(7));
        let (kept, viewer) = (import(&app, &list).await, app.viewer(Persona::Rosa));
        let gone = app.wired.app.checked_import(&viewer.connecting().expect("hers"), &kept).await;
        assert!(gone.expect("asked").is_none(), "and a list that nobody took in is shown no longer than it is kept");
    }
}
