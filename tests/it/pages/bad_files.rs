//! Files that nobody would want, sent as somebody sends them: through the form, the gate and the reader. What needs the
//! memory of a process to itself is asked in one of its own, which is this same binary.

use std::io::Cursor;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use image::{ImageFormat, Rgb, RgbImage};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tests::browser::{Answer, Browser};
use tests::databases::{Which, fresh};
use tests::{Persona, TestApp};

use super::documents::attach;
use super::import::{bring, keep};
use super::person::at;

/// Set for the process that does one of these by itself.
const ALONE: &str = "KITH_TEST_ALONE";
const MEGABYTE: u64 = 1024 * 1024;
const BETWEEN: &str = "----between-the-parts";

/// Runs one test of this file in a process of its own.
fn by_itself(name: &str) {
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("pages::bad_files::{name}"), "--nocapture", "--test-threads=1"])
        .env(ALONE, "yes")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

/// Bytes that this process holds in memory.
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// The most that was held while something was done, above what was held before.
async fn most_held<T>(work: impl Future<Output = T>) -> (T, u64) {
    let (before, most, over) = (held(), Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let looking = std::thread::spawn({
        let (most, over) = (Arc::clone(&most), Arc::clone(&over));
        move || {
            while !over.load(Ordering::Relaxed) {
                most.fetch_max(held(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    });
    let done = work.await;
    over.store(true, Ordering::Relaxed);
    looking.join().unwrap();
    (done, most.load(Ordering::Relaxed).saturating_sub(before))
}

/// Sends a form with a file of so many bytes, which come into being while they are sent; answers how many were taken.
async fn send_endless(browser: &mut Browser, to: &str, fields: &[(&str, &str)], size: u64) -> (Answer, u64) {
    let csrf = browser.get("/help").await.field("csrf").unwrap();
    let mut head = String::new();
    for (name, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
        head += &format!("--{BETWEEN}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    head += &format!(
        "--{BETWEEN}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\nName\n"
    );
    let (taken, piece) = (Arc::new(AtomicUsize::new(0)), Bytes::from("Graham Stone\n".repeat(5_000)));
    let pieces = usize::try_from(size).unwrap() / piece.len();
    let counted = Arc::clone(&taken);
    let rest = (0..pieces).map(move |_| {
        counted.fetch_add(piece.len(), Ordering::Relaxed);
        // A copy, as if it had just come from the network.
        Bytes::copy_from_slice(&piece)
    });
    let all = std::iter::once(Bytes::from(head)).chain(rest);
    let stream = futures::stream::iter(all.map(Ok::<_, std::io::Error>));
    let kind = format!("multipart/form-data; boundary={BETWEEN}");
    let answer = browser.post_raw(to, &kind, Body::from_stream(stream)).await;
    (answer, taken.load(Ordering::Relaxed) as u64)
}

#[test]
fn a_list_of_200_megabytes_is_refused_and_never_held_in_memory() {
    by_itself("alone_a_list_of_200_megabytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_a_list_of_200_megabytes() {
    if std::env::var(ALONE).is_err() {
        return;
    }
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    rosa.get("/imports").await;
    let id = app.wired.app.ids.next().to_string();
    let fields = [("import_id", id.as_str())];
    let sending = send_endless(&mut rosa, "/imports", &fields, 200 * MEGABYTE);
    let ((answer, taken), most) = most_held(sending).await;
    assert_eq!(answer.status, 413, "{}", answer.words());
    assert!(answer.words().contains("A file may have 20 MB"), "{}", answer.words());
    assert!(taken > 190 * MEGABYTE, "a browser shows no answer before it has sent everything");
    // Up to 20 MB are kept until it is clear that there is more, and a growing buffer is copied once.
    assert!(most < 90 * MEGABYTE, "{} MB were held", most / MEGABYTE);
    assert!(!rosa.get("/imports").await.words().contains("Brought before"));
    let (answer, taken) = send_endless(&mut rosa, "/imports", &fields, 2_000 * MEGABYTE).await;
    assert_eq!(answer.status, 413);
    assert!(taken < 600 * MEGABYTE, "what never ends is not waited for: {} MB", taken / MEGABYTE);
}

#[test]
fn a_photo_of_40_megapixels_is_taken_and_scaled_in_bounded_memory() {
    by_itself("alone_a_photo_of_40_megapixels");
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_a_photo_of_40_megapixels() {
    if std::env::var(ALONE).is_err() {
        return;
    }
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let mut amina = app.signed_in(Persona::Amina).await;
    let photo = {
        let picture = RgbImage::from_pixel(8_000, 5_000, Rgb([120, 160, 90]));
        let mut written = Cursor::new(Vec::new());
        picture.write_to(&mut written, ImageFormat::Jpeg).unwrap();
        written.into_inner()
    };
    let fields = [("kind", "photo"), ("title", "The field"), ("shows", "A green field")];
    let sending = attach(&mut amina, case.person, &fields, ("field.jpg", &photo));
    let (answer, most) = most_held(sending).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    // Decision 19: as telephones write it, 140 MB more than before; here with room for other allocators.
    assert!(most < 260 * MEGABYTE, "{} MB were held", most / MEGABYTE);
    let list = amina.get(&at(case.person, "documents")).await.text;
    let field = list.split("<figure").chain(list.split("<li")).find(|one| one.contains("A green field"));
    let link = field.and_then(|one| one.split("/thumbnail").next()).and_then(|one| one.rsplit('"').next());
    let kept = amina.get(&format!("{}/file", link.expect("it stands in the list"))).await;
    assert_eq!(kept.status, 200);
    let picture = image::load_from_memory(&kept.bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (2_048, 1_280));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_of_a_careful_colleague_is_read_with_everything_that_is_odd_about_it() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    // A title over everything, then two rows of headings of which the upper is merged over several columns.
    sheet.merge_range(0, 0, 0, 4, "Our people, spring", &plain).unwrap();
    sheet.merge_range(1, 0, 1, 1, "Name", &plain).unwrap();
    sheet.merge_range(1, 2, 1, 3, "About them", &plain).unwrap();
    for (column, head) in ["First name", "Surname", "DOB", "Phone", "Interests"].iter().enumerate() {
        sheet.write(2, column as u16, *head).unwrap();
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write(3, 0, "Graham").unwrap().write(3, 1, "Stone").unwrap();
    sheet.write_with_format(3, 2, ExcelDateTime::from_ymd(1971, 6, 14).unwrap(), &date).unwrap();
    sheet.write(4, 0, "Ivy").unwrap().write(4, 1, "Bloom").unwrap().write(4, 2, 29342.0).unwrap();
    sheet.write(4, 3, 1632960001.0).unwrap();
    sheet.write(5, 0, "Ruby").unwrap().write(5, 1, "Novak").unwrap();
    sheet.merge_range(5, 2, 6, 2, "2 May 1979", &plain).unwrap();
    sheet.write(6, 0, "Mei").unwrap().write(6, 1, "Chen").unwrap();
    // What a formula came to is kept beside it; one that came to a number is nobody’s name.
    sheet.write_formula(7, 0, Formula::new("=\"Owen\"").set_result("Owen")).unwrap();
    sheet.write_formula(8, 0, Formula::new("=1-1").set_result("0")).unwrap();
    sheet.write(8, 1, "Hale").unwrap();
    sheet.write(7, 1, "Rees").unwrap();
    let list =
        bring(&app, &mut rosa, "list.xlsx", &book.save_to_buffer().unwrap()).await.location().to_owned();
    let page = rosa.get(&list).await;
    let columns = page.words();
    assert!(
        page.text.contains("name=\"people_from\"") && page.field("people_from").as_deref() == Some("4"),
        "{columns}"
    );
    assert_eq!(keep(&mut rosa, &list, &[]).await.status, 303);
    let dry = rosa.get(&format!("{list}/rows")).await.words();
    for said in [
        "Graham Stone",
        "Born 14 June 1971",
        "Born 1 May 1980",
        "Born 2 May 1979",
        "C7, Date of birth: is covered by merged cells",
        "Owen Rees",
        "A9, First name: is a number, and nobody’s name",
    ] {
        assert!(dry.contains(said), "{said}: {dry}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_list_is_follows_from_what_is_in_it_and_not_from_its_name() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let mut rosa = app.signed_in(Persona::Rosa).await;
    let text = "Name;Date of birth\r\nZoë Müller;14/06/1971\r\n";
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "Name").unwrap().write(1, 0, "Zoë Müller").unwrap();
    let book = book.save_to_buffer().unwrap();
    for (name, bytes) in [("list.csv", &wide), ("list.xlsx", &wide), ("list.csv", &book), ("list.png", &book)]
    {
        let brought = bring(&app, &mut rosa, name, bytes).await;
        assert_eq!(brought.status, 303, "{name}: {}", brought.words());
        assert!(rosa.get(brought.location()).await.words().contains("Zoë Müller"), "{name}");
    }
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for (name, bytes) in
        [("list.csv", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..]), ("list.xlsx", b"PK\x03\x04 broken")]
    {
        assert_eq!(bring(&app, &mut rosa, name, bytes).await.status, 422, "{name}");
    }
    // Words are words, whatever they would be elsewhere: shown, they do nothing.
    let brought = bring(&app, &mut rosa, "list.csv", svg).await;
    assert!([303, 422].contains(&brought.status), "{}", brought.status);
    let shown = if brought.status == 303 { rosa.get(brought.location()).await } else { brought };
    assert!(!shown.text.contains("<script>alert"), "{}", shown.text);
    let formulas = "Name,Email\n=HYPERLINK(\"http://x\"),\nIvy Bloom,=1+1\n@SUM(A1),\n";
    let list = bring(&app, &mut rosa, "list.csv", formulas.as_bytes()).await.location().to_owned();
    assert_eq!(keep(&mut rosa, &list, &[]).await.status, 303);
    let dry = rosa.get(&format!("{list}/rows")).await.words();
    assert!(
        dry.contains("A2, Name in full: holds a formula") && dry.contains("B3, Email: holds a formula"),
        "{dry}"
    );
    let problems = rosa.get(&format!("{list}/files/problems.csv")).await.text;
    assert!(!problems.lines().any(|line| line.starts_with(['=', '@', '+', '-'])), "{problems}");
}
