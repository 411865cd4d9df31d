//! A list of people that somebody brings, and one of 5,000 taken in.

use std::time::Instant;

use anyhow::ensure;
use app::access::Viewer;
use app::imports::{Cell, Field, Import, ImportStage, Mapping, Plan, Sheet};
use app::stories::Persona;
use domain::shared::ids::ImportId;
use tests::databases::Which;

use crate::ground::{Ground, name};
use crate::report::Report;
use crate::search::words;

/// People in the list.
const ROWS: usize = 5_000;

pub(crate) async fn measure(which: Which, report: &mut Report) -> anyhow::Result<()> {
    let ground = Ground::empty(which).await?;
    let (import, sheet) = bring(&ground, ROWS).await?;
    let app = &ground.wired.app;
    let viewer = Viewer::of(ground.town.account(Persona::ROSA));
    let who = viewer.connecting()?;
    let (import_id, now) = (import.import_id, import.begun_at);
    let begun = Instant::now();
    app.check_import(&who, &import, &sheet, &import.plan).await?;
    let looked = begun.elapsed().as_secs_f64();
    app.checked_import(&who, &import).await?;
    let begun = Instant::now();
    app.checked_import(&who, &import).await?;
    let turned = begun.elapsed().as_secs_f64() * 1_000.0;
    app.imports.move_on(&who, import_id, ImportStage::Matching, ImportStage::TakingIn, now).await?;
    let begun = Instant::now();
    app.take_in(&viewer, import_id).await?;
    let taken = begun.elapsed().as_secs_f64();
    let came = app.imports.outcomes(&who, import_id).await?;
    ensure!(came.iter().all(|row| row.refused.is_none()) && came.len() == ROWS, "not every row was taken in");
    let db = name(which);
    report.add(format!("import_check_5000_rows_s_{db}"), looked, "the dry run of a list of 5,000 people");
    report.add(
        format!("import_turn_5000_rows_ms_{db}"),
        turned,
        "the same once more, as for another page of it",
    );
    report.add(format!("import_5000_rows_s_{db}"), taken, "taking them in, until every page shows them");
    report.worse("import_5000_rows_s", taken, "the slower database's");
    ground.wired.stop().await;
    Ok(())
}

/// A list of made-up people that a team lead brought, all of them chosen.
pub(crate) async fn bring(ground: &Ground, rows: usize) -> anyhow::Result<(Import, Sheet)> {
    let app = &ground.wired.app;
    let viewer = Viewer::of(ground.town.account(Persona::ROSA));
    let who = viewer.connecting()?;
    let heads = ["Name", "Born", "Town", "Interests", "Referral date", "Connector"].map(Cell::text).to_vec();
    let row = |number: usize| {
        let [first, last, loves] = words(number);
        let born = format!("{}/{}/{}", number % 28 + 1, number % 12 + 1, 1950 + number % 50);
        let name = format!("{first} {last}{number}");
        [name.as_str(), &born, "Mill Lane", &loves, "2/11/2026", "Ben"].map(Cell::text).to_vec()
    };
    let sheet = Sheet::of(std::iter::once(heads).chain((0..rows).map(row)).collect());
    let heads = sheet.heads();
    let mapping = Mapping::guess(&heads.names);
    ensure!(mapping.columns(Field::Connector).count() == 1, "the columns were not understood");
    let (import_id, now) = (ImportId(app.ids.next()), app.clock.now());
    let import = Import {
        import_id,
        by: viewer.account(),
        begun_at: now,
        touched_at: now,
        stage: ImportStage::Matching,
        plan: Plan {
            heads,
            mapping,
            chosen: (1..=rows).collect(),
            different: (1..=rows).collect(),
            ..Plan::default()
        },
        rows: 0,
        done: 0,
    };
    app.imports.bring(&who, &import, &sheet).await?;
    app.imports.plan(&who, import_id, &import.plan).await?;
    Ok((import, sheet))
}
