//! Draws every part and chart with sample people into a folder, to be looked at in a browser:
//! `cargo run -p web --example gallery -- target/gallery`, then serve that folder.
//! The templates below are drawn as pages are, so a broken part shows here first.

use std::path::Path;

use askama::Template;
use chrono::{Days, NaiveDate};
use uuid::Uuid;
use web::charts::Picture;
use web::charts::bars::{Bars, Period};
use web::charts::burn::Burn;
use web::charts::funnel::{Funnel, Step};
use web::charts::path::StagePath;
use web::charts::presence::{Contact, Presence};
use web::charts::rings::{Entry, Ring, Rings, Sector};
use web::charts::spark::Spark;
use web::look::{Choice, Desk, FormErrors, Here, Page, Signed, Stage, choices};
// The parts call `crate::look` and `crate::assets`, which here are the library's.
use web::{assets, look};

#[derive(Template)]
#[template(path = "parts/gallery/today.html")]
struct Today {
    page: Page,
    planned: Vec<(&'static str, Uuid, &'static str, &'static str, &'static str, &'static str)>,
    quiet: Vec<(Uuid, &'static str, &'static str, Spark, Stage)>,
}

#[derive(Template)]
#[template(path = "parts/gallery/person.html")]
struct Person {
    page: Page,
    id: Uuid,
    rings: Rings,
    path: StagePath,
    presence: Presence,
}

#[derive(Template)]
#[template(path = "parts/gallery/log.html")]
struct Log {
    page: Page,
    errors: FormErrors,
    people: Vec<Choice>,
    lengths: Vec<Choice>,
    moods: Vec<Choice>,
    places: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "parts/gallery/contract.html")]
struct Contract {
    page: Page,
    funnel: Funnel,
    bars: Bars,
    burn: Burn,
}

#[derive(Template)]
#[template(path = "parts/gallery/sign_in.html")]
struct SignIn {
    page: Page,
    errors: FormErrors,
    personas: Vec<(Uuid, &'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "parts/gallery/parts.html")]
struct Parts {
    page: Page,
    errors: FormErrors,
    crumbs: Vec<(&'static str, &'static str)>,
    funders: Vec<Choice>,
    methods: Vec<Choice>,
    stages: Vec<Stage>,
    crowd: Rings,
    nobody: Rings,
}

fn page(title: &str, here: Here, desk: Desk) -> Page {
    Page::new(title, here, Signed::new("Amina Yusuf", &[desk]), "sample")
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn on(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn entry(name: &str, ring: Ring, sector: Sector, stage: Stage) -> Entry {
    Entry { name: name.to_owned(), ring, sector, stage, href: None, here: true, ours: false }
}

fn gordons_people() -> Rings {
    use Ring::{Closest, Friends, Paid, Possible, TakingPart};
    let entries = vec![
        entry("Lee", Closest, Sector::Family, Stage::Known),
        entry("Mum", Closest, Sector::Family, Stage::Known),
        entry("Ann", Friends, Sector::Friends, Stage::Known),
        entry("Pat", Friends, Sector::Friends, Stage::Lasting),
        entry("Dev", Friends, Sector::Groups, Stage::Consolidating),
        entry("Allotment", TakingPart, Sector::Friends, Stage::Lasting),
        entry("Repair shop", TakingPart, Sector::Groups, Stage::Introduced),
        entry("Choir", TakingPart, Sector::Groups, Stage::Introduced),
        entry("Café", TakingPart, Sector::Friends, Stage::Known),
        entry("GP", Paid, Sector::Paid, Stage::Paid),
        entry("Amina", Paid, Sector::Paid, Stage::Paid),
        entry("Sam", Paid, Sector::Paid, Stage::Paid),
        entry("Walking football", Possible, Sector::Groups, Stage::Possible),
    ];
    Rings {
        person: "Gordon".to_owned(),
        initials: look::initials("Gordon Wells"),
        entries,
        steady: false,
        handles: None,
    }
}

fn crowd() -> Rings {
    let names = [
        "Pat",
        "Łucja",
        "Uncle Bartholomew",
        "Dev",
        "Choir at St Luke’s",
        "Jo",
        "Repair shop",
        "Mohammed",
        "Ann",
    ];
    let stages = [Stage::Known, Stage::Lasting, Stage::Introduced, Stage::Consolidating];
    let sectors = [Sector::Family, Sector::Friends, Sector::Groups];
    let rings = [Ring::Closest, Ring::Friends, Ring::TakingPart, Ring::TakingPart];
    let entries = (0..30).map(|i| entry(names[i % 9], rings[i % 4], sectors[i % 3], stages[i % 4])).collect();
    Rings {
        person: "Joy".to_owned(),
        initials: look::initials("Joy Okafor"),
        entries,
        steady: false,
        handles: None,
    }
}

fn today() -> Today {
    let spark = |counts: &[u32]| Spark {
        title: "Meetings a week".to_owned(),
        counts: counts.to_vec(),
        stage: Stage::Worry,
    };
    Today {
        page: page("Today", Here::Today, Desk::TeamLead)
            .with_flash(Some("Saved: Gordon and Pat, 1½ hours, lovely.".to_owned())),
        planned: vec![
            (
                "10:30",
                id(1),
                "Gordon Wells",
                "Allotment, Mill Lane · meeting Pat and Dev",
                "pencil-line",
                "Log it",
            ),
            (
                "14:00",
                id(2),
                "Shanice Morgan",
                "Choir rehearsal, St Luke’s · second visit",
                "navigation",
                "Go",
            ),
            (
                "16:15",
                id(3),
                "Terry Blake",
                "Planning how we say goodbye · term ends 7 May",
                "file-text",
                "Open",
            ),
        ],
        quiet: vec![
            (
                id(2),
                "Shanice and Ruth",
                "Last met 24 days ago; they used to meet weekly",
                spark(&[2, 2, 3, 2, 2, 1, 1, 0]),
                Stage::Consolidating,
            ),
            (
                id(4),
                "Joy and the Tuesday café",
                "Two no-shows, bus 14 no longer runs",
                spark(&[1, 2, 2, 1, 0, 0, 0]),
                Stage::Introduced,
            ),
        ],
    }
}

fn person() -> Person {
    let met = on(2025, 11, 3);
    let faded = [4, 4, 4, 3, 3, 3, 2, 2, 1, 2, 1, 1, 0, 1, 0, 0, 0];
    let contacts = (0_u64..)
        .zip(faded)
        .map(|(week, presence)| Contact { on: met + Days::new(week * 7), presence })
        .collect();
    Person {
        page: page("Gordon Wells", Here::People, Desk::Connector),
        id: id(1),
        rings: gordons_people(),
        path: StagePath {
            now: Stage::Consolidating,
            reached: vec![
                (Stage::Possible, on(2025, 10, 14)),
                (Stage::Introduced, met),
                (Stage::Consolidating, on(2026, 1, 18)),
            ],
        },
        presence: Presence { contacts, connector: None },
    }
}

fn log() -> Log {
    Log {
        page: page("Log a meet-up", Here::Today, Desk::Connector),
        errors: FormErrors::none(),
        people: vec![
            Choice::new("pat", "Pat").face(id(5)).chosen(true),
            Choice::new("dev", "Dev").face(id(6)),
            Choice::new("new", "Someone new").icon("user-plus"),
        ],
        lengths: choices(
            &[
                ("30", "½ hour"),
                ("60", "1 hour"),
                ("90", "1½ hours"),
                ("120", "2 hours"),
                ("other", "Other…"),
            ],
            "90",
        ),
        moods: vec![
            Choice::new("2", "Hard").icon("frown"),
            Choice::new("3", "So-so").icon("meh"),
            Choice::new("4", "Good").icon("smile"),
            Choice::new("5", "Lovely").icon("laugh").chosen(true),
        ],
        places: ["I led it", "I took part", "In the background", "Nearby, or by phone", "Not there"]
            .into_iter()
            .zip((0..=4).rev())
            .map(|(label, n)| Choice::new(n, label).figure(n.to_string()).chosen(n == 1))
            .collect(),
    }
}

fn contract() -> Contract {
    let step = |label: &str, count, stage| Step { label: label.to_owned(), count, stage };
    let period = |label: &str, agreed: i64, delivered: i64| Period {
        label: label.to_owned(),
        agreed_minutes: agreed * 60,
        delivered_minutes: delivered * 60,
    };
    Contract {
        page: page("What the money bought", Here::Overview, Desk::Commissioner),
        funnel: Funnel {
            title: "From an idea to a friendship".to_owned(),
            steps: vec![
                step("Introductions proposed", 214, Stage::Possible),
                step("Both said yes", 161, Stage::Introduced),
                step("Met", 139, Stage::Introduced),
                step("Met three times or more", 81, Stage::Consolidating),
                step("Stand on their own", 47, Stage::Lasting),
            ],
            share_of: 2,
        },
        bars: Bars {
            title: "Hours agreed and delivered".to_owned(),
            periods: vec![period("Jan", 804, 741), period("Feb", 788, 702), period("Mar", 960, 874)],
        },
        burn: Burn {
            title: "Joy’s budget".to_owned(),
            total_pence: 276_800,
            from: on(2026, 1, 5),
            to: on(2026, 6, 5),
            left: vec![(on(2026, 1, 31), 240_000), (on(2026, 2, 28), 196_400), (on(2026, 3, 27), 121_400)],
        },
    }
}

fn parts() -> Parts {
    let mut errors = FormErrors::none();
    errors.add("met_on", "The day they met cannot be in the future");
    errors.add("rate", "Write the rate in figures, for example 34.60");
    errors.add("method", "Choose at least one way");
    Parts {
        page: page("All parts", Here::Elsewhere, Desk::Administrator),
        errors,
        crumbs: vec![("/", "Start"), ("/people", "People"), ("", "Gordon Wells")],
        funders: choices(&[("1", "Northfield Council"), ("2", "The Lottery")], ""),
        methods: vec![
            Choice::new("speech", "In words"),
            Choice::new("sign", "With signs").hint("Makaton or BSL").chosen(true),
            Choice::new("symbols", "With symbols or photos").icon("image"),
        ],
        stages: vec![
            Stage::Possible,
            Stage::Introduced,
            Stage::Consolidating,
            Stage::Lasting,
            Stage::Quiet,
            Stage::Known,
            Stage::Paid,
            Stage::Worry,
        ],
        crowd: crowd(),
        nobody: Rings {
            person: "Terry".to_owned(),
            initials: look::initials("Terry Blake"),
            entries: Vec::new(),
            steady: false,
            handles: None,
        },
    }
}

fn sign_in() -> SignIn {
    SignIn {
        page: Page::open("Sign in"),
        errors: FormErrors::none(),
        personas: vec![
            (id(7), "Amina Yusuf", "Connector, 14 people in Northfield"),
            (id(8), "Ruth Adler", "Team lead"),
            (id(9), "Colin Hart", "Commissioner at Northfield Council"),
            (id(10), "Mei Tan", "Finance"),
        ],
    }
}

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    for (path, bytes) in assets::all() {
        let file = folder.join(assets::asset(path).trim_start_matches('/'));
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(file, bytes)?;
    }
    let pages = [
        ("parts", parts().render()?),
        ("today", today().render()?),
        ("person", person().render()?),
        ("log", log().render()?),
        ("contract", contract().render()?),
        ("sign_in", sign_in().render()?),
    ];
    for (name, html) in pages {
        std::fs::write(folder.join(format!("{name}.html")), html)?;
    }
    Ok(())
}
