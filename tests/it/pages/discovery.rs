//! What is made to be given to the person, and what is found out about how they could meet: the one-page
//! profile on paper, Easy Read, when they are free, how they travel, and their maps over time.

use domain::person::PersonCommand;
use domain::person::codes::{
    CommunicationNeed, ContactFrequency, Giving, MapMethod, Ring, Sector, TieKind, Wish,
};
use domain::person::records::{MapEntry, Profile};
use domain::shared::ids::{MapId, PersonId};
use tests::cases::{Case, day, line, words};
use tests::databases::{Which, fresh};
use tests::{Browser, Persona, TestApp, on_both_databases};

use super::export::records;
use super::person::{at, begin};

async fn publish(app: &TestApp, id: PersonId, admire: &str, important: Option<&str>, on: &str) {
    let (admire, important) = (Some(words(admire)), important.map(words));
    let profile = Profile { admire, important, ..Profile::default() };
    app.person(
        Persona::Amina,
        id,
        PersonCommand::PublishProfile { profile, photo: None, published_on: day(on) },
    )
    .await;
}

fn entry(app: &TestApp, name: &str, ring: Ring, sector: Sector, tie: TieKind) -> MapEntry {
    MapEntry {
        entry_id: app.id(),
        name: line(name),
        person_id: None,
        ring,
        sector,
        tie,
        shares_service: None,
        frequency: ContactFrequency::Weekly,
        started_by: None,
        gives: Default::default(),
        receives: Default::default(),
        wish: Wish::Same,
    }
}

async fn take(app: &TestApp, id: PersonId, on: &str, entries: Vec<MapEntry>) -> MapId {
    let map_id: MapId = app.id();
    let take = PersonCommand::TakeRelationshipMap {
        map_id,
        taken_on: day(on),
        method: MapMethod::Conversation,
        entries,
    };
    app.person(Persona::Amina, id, take).await;
    map_id
}

on_both_databases! {
    async fn when_somebody_is_free_and_how_they_travel_is_told_shown_and_put_right(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let mut browser = app.signed_in(Persona::Amina).await;
        // A community member has a week and ways to travel too.
        for id in [case.person, case.other] {
            let (path, page) = (at(id, "availability"), format!("/people/{id}"));
            assert!(browser.get(&page).await.text.contains(&format!("href=\"{path}\"")), "a way leads there");
            let week = [
                ("part", "monday_morning"), ("part", "monday_afternoon"), ("part", "thursday_evening"),
                ("day-1", "friday"), ("from-1", "22:00"), ("to-1", "00:00"),
                ("constraints", "No support after nine"), ("set_on", "2026-03-10"),
            ];
            let done = browser.fill(&path, &path, &week).await;
            assert_eq!(done.status, 303, "{}", done.words());
            let travel = [("modes", "on_foot"), ("modes", "bus_with_help"), ("most_minutes", "45"), ("wants_training", "yes"), ("set_on", "2026-03-10")];
            let done = browser.fill(&at(id, "travel"), &at(id, "travel"), &travel).await;
            assert_eq!(done.status, 303, "{}", done.words());
            let said = browser.get(&page).await.words();
            for words in [
                "is free on Monday, Thursday and Friday.", "9:00 to 17:00", "22:00 to midnight", "No support after nine",
                "Told on 10 March 2026", "By bus or train with help", "A journey of up to 45 minutes, one way.",
                "would like to learn to travel alone",
            ] {
                assert!(said.contains(words), "{words} in {said}");
            }
            let again = browser.get(&path).await;
            assert!(again.text.contains("value=\"monday_afternoon\" checked") && again.text.contains("value=\"22:00\""));
            assert!(!again.text.contains("value=\"tuesday_morning\" checked"));
        }
        let timeline = browser.get(&at(case.person, "timeline")).await.words();
        assert!(timeline.contains("Gordon is free on Monday, Thursday and Friday"), "{timeline}");
        assert!(timeline.contains("Gordon gets about on foot and by bus or train with help, up to 45 minutes one way; would like travel training"));
        let less = [("part", "tuesday_morning"), ("set_on", "2026-03-12")];
        let done = browser.post(&at(case.person, "availability"), &less).await;
        assert_eq!(done.status, 303);
        let said = browser.get(&format!("/people/{}", case.person)).await.words();
        assert!(said.contains("Gordon is free on Tuesday.") && !said.contains("No support after nine"));
    }

    async fn a_profile_is_printed_on_one_page_and_its_versions_stand_beside_each_other(db) {
        let app = TestApp::begin(db).await;
        let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
        let (id, mut browser) = (case.person, app.signed_in(Persona::Amina).await);
        let blank = browser.get(&at(id, "profile/print")).await;
        assert!(blank.words().contains("Print this empty page") && blank.text.contains("class=\"sheet fit-m blank\""));
        assert!(blank.words().contains("What people like and admire about me"), "its headings are there to write under");
        assert!(browser.get(&at(id, "profile/versions")).await.words().contains("There are not two versions yet"));

        app.person(Persona::Amina, id, PersonCommand::RecordCommunicationNeeds { needs: vec![CommunicationNeed::UsesMakaton], notes: None }).await;
        publish(&app, id, "I make people laugh. I am kind.", Some("My tea."), "2026-02-10").await;
        publish(&app, id, "I make people laugh. I never forget a birthday.", Some("My tea."), "2026-03-10").await;
        let sheet = browser.get(&at(id, "profile/print")).await;
        for said in ["I never forget a birthday.", "Agreed with Gordon on 10 March 2026", "Makaton", "Growing vegetables", "10 February 2026"] {
            assert!(sheet.words().contains(said), "{said} in {}", sheet.words());
        }
        assert!(!sheet.words().contains("I am kind."));
        let first = browser.get(&format!("{}?version=1", at(id, "profile/print"))).await.words();
        assert!(first.contains("I am kind.") && first.contains("Agreed with Gordon on 10 February 2026"));
        assert_eq!(browser.get(&format!("{}?version=9", at(id, "profile/print"))).await.status, 404);

        let beside = browser.get(&at(id, "profile/versions")).await;
        assert!(beside.text.contains("<del>I am kind.</del>") && beside.text.contains("<ins>I never forget a birthday.</ins>"));
        assert!(beside.text.contains("unchanged") && !beside.text.contains("<del>My tea."), "what stayed is not marked");
        let swapped = browser.get(&format!("{}?before=2&after=1", at(id, "profile/versions"))).await;
        assert!(swapped.text.contains("<ins>I am kind.</ins>"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_they_are_at_their_best_is_asked_and_stands_wherever_the_profile_does() {
    let (app, case, mut browser) = begin().await;
    let (id, form) = (case.person, at(case.person, "profile"));
    publish(&app, id, "I make people laugh.", None, "2026-03-09").await;
    let best = "In the mornings, out of doors.";
    let told = [("admire", "I make people laugh."), ("at_best", best), ("published_on", "2026-03-10")];
    let done = browser.fill(&form, &form, &told).await;
    assert_eq!(done.status, 303, "{}", done.words());
    for (page, heading) in [
        (format!("/people/{id}"), "When I am at my best"),
        (at(id, "profile/print"), "When I am at my best"),
        (at(id, "profile/versions"), "When I am at my best"),
        (at(id, "profile/easy-read"), "When you are at your best"),
        (form.clone(), "When I am at my best"),
    ] {
        let shown = browser.get(&page).await.words();
        assert!(shown.contains(heading) && shown.contains(best), "{page}: {shown}");
    }
    let beside = browser.get(&at(id, "profile/versions")).await;
    assert!(
        beside.text.contains(&format!("<ins>{best}</ins>")) && beside.words().contains("Nothing was said.")
    );
    let first = browser.get(&format!("{}?version=1", at(id, "profile/print"))).await.words();
    assert!(
        !first.contains("When I am at my best"),
        "a page agreed before it was asked has no empty heading"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_longer_than_a_page_is_set_smaller_and_at_last_says_that_it_goes_over() {
    let (app, case, mut browser) = begin().await;
    publish(&app, case.person, &"Long ago. ".repeat(260), None, "2026-03-10").await;
    let smaller = browser.get(&at(case.person, "profile/print")).await;
    assert!(smaller.text.contains("class=\"sheet fit-m\"") || smaller.text.contains("class=\"sheet fit-s\""));
    assert!(!smaller.words().contains("goes over"));
    publish(&app, case.person, &"Long ago. ".repeat(2_000), None, "2026-03-11").await;
    let over = browser.get(&at(case.person, "profile/print")).await;
    assert!(over.text.contains("class=\"sheet fit-xs\""));
    assert!(over.words().contains("it goes over on to another"));
    assert!(over.words().contains("My one-page profile · goes on to another page"), "on the paper too");
}

/// The sentences of an Easy Read page: what stands in the paragraphs beside its pictures.
fn easy_lines(text: &str) -> Vec<String> {
    let article = text.split("<article class=\"easy").nth(1).and_then(|rest| rest.split("</article>").next());
    let article = article.expect("it is an Easy Read page");
    let items = article.split("<li>").skip(1).flat_map(|item| item.split("<p>").skip(1));
    items.filter_map(|rest| rest.split("</p>").next()).map(|line| line.replace("&#39;", "'")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn easy_read_says_one_idea_a_sentence_and_keeps_their_own_words() {
    let (app, case, mut browser) = begin().await;
    let id = case.person;
    let own =
        "I have worked on the allotments by the river with my brother for more than twenty years. Slugs!";
    publish(&app, id, own, None, "2026-03-10").await;
    let mum = entry(&app, "Mum", Ring::Closest, Sector::Family, TieKind::Family);
    let sam = entry(&app, "Sam", Ring::PaidSupport, Sector::PaidSupporters, TieKind::PaidSupport);
    take(&app, id, "2026-03-11", vec![mum, sam]).await;

    let page = easy_lines(&browser.get(&at(id, "profile/easy-read")).await.text);
    for line in [
        "I have worked on the allotments by the river with my brother for more than twenty years.",
        "Slugs!",
        "You like growing vegetables.",
        "You agreed it with us on Tuesday 10 March 2026.",
    ] {
        assert!(page.iter().any(|said| said == line), "{line} in {page:?}");
    }
    let people = easy_lines(&browser.get(&at(id, "map/easy-read")).await.text);
    for line in [
        "Mum is your family.",
        "You see or hear each other every week.",
        "Sam is paid to help you.",
        "This is how it was on 11 March 2026.",
        "1 person is in your life who is not paid.",
    ] {
        assert!(people.iter().any(|said| said == line), "{line} in {people:?}");
    }
    let shown = browser.get(&at(id, "hours/easy-read")).await;
    let hours = easy_lines(&shown.text);
    for line in [
        "You had 78 hours.",
        "You have used 1 hour and 35 minutes.",
        "76 hours and 25 minutes are left.",
        "Amina North is your connector.",
        "The next visit is on Monday 16 March 2026.",
        "The last day is Sunday 19 July 2026.",
    ] {
        assert!(hours.iter().any(|said| said == line), "{line} in {hours:?}");
    }
    assert!(shown.words().contains("Each square is 1 hour. The full squares are used."));
    for line in page.iter().chain(&people).chain(&hours).filter(|line| !own.contains(line.as_str())) {
        assert!(line.split_whitespace().count() <= 15, "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn easy_read_of_somebody_nobody_has_asked_anything_yet_says_so_and_a_community_member_has_none() {
    let (app, case, mut browser) = begin().await;
    let joy = app.register(Persona::Amina, "Joy Okafor").await;
    for (part, said) in [
        ("profile/easy-read", "There are no words of yours here yet."),
        ("map/easy-read", "There is no map of your people yet."),
        ("hours/easy-read", "Your hours are not agreed yet."),
    ] {
        let lines = easy_lines(&browser.get(&at(joy, part)).await.text);
        assert!(lines.iter().any(|line| line == said), "{said} in {lines:?}");
        assert_eq!(browser.get(&at(case.other, part)).await.status, 404, "{part}");
    }
    assert_eq!(browser.get(&at(case.other, "profile/print")).await.status, 404);
    assert_eq!(browser.get(&at(case.other, "profile/versions")).await.status, 404);
    assert_eq!(browser.get(&at(case.other, "maps/comparison")).await.status, 404);
}

/// Where a name stands in a picture.
fn place(text: &str, name: &str) -> Vec<String> {
    let labels = text.split("<text class=\"ink name halo\"").skip(1);
    let of_name = labels.filter(|label| label.split('>').nth(1).is_some_and(|rest| rest.starts_with(name)));
    of_name.filter_map(|label| label.split(" text-anchor").next()).map(str::to_owned).collect()
}

async fn three_maps(app: &TestApp, case: &Case) -> [MapId; 3] {
    let mut lee = entry(app, "Lee", Ring::Friends, Sector::FriendsAndUnpaid, TieKind::Friend);
    lee.gives = [Giving::Company].into();
    lee.receives = [Giving::Company, Giving::Lift, Giving::Advice].into();
    let (mum, sue) = (
        entry(app, "Mum", Ring::Closest, Sector::Family, TieKind::Family),
        entry(app, "Sue", Ring::TakingPart, Sector::FriendsAndUnpaid, TieKind::ClubMember),
    );
    let pat = entry(app, "Pat", Ring::TakingPart, Sector::FriendsAndUnpaid, TieKind::Friend);
    let nearer = MapEntry { ring: Ring::Closest, ..lee.clone() };
    let first = take(app, case.person, "2026-02-01", vec![lee, mum.clone(), sue]).await;
    let second = take(app, case.person, "2026-03-01", vec![nearer.clone(), mum.clone()]).await;
    let third = take(app, case.person, "2026-03-11", vec![nearer, mum, pat]).await;
    [first, second, third]
}

#[tokio::test(flavor = "multi_thread")]
async fn two_maps_stand_beside_each_other_with_what_became_of_it_in_words_and_figures() {
    let (app, case, mut browser) = begin().await;
    let id = case.person;
    let one = browser.get(&at(id, "maps/comparison")).await.words();
    assert!(one.contains("There are not two maps yet"));
    assert_eq!(browser.get(&format!("/people/{id}/files/maps_compared.csv")).await.status, 404);
    let [first, second, third] = three_maps(&app, &case).await;
    let page = browser.get(&format!("{}?before={first}&after={third}", at(id, "maps/comparison"))).await;
    for said in [
        "3 people are in Gordon’s life unpaid on 11 March 2026; on 1 February 2026 it was 3.",
        "Pat is new.",
        "Sue is no longer there.",
        "Lee came nearer.",
        "0.50 of 1",
    ] {
        assert!(page.words().contains(said), "{said} in {}", page.words());
    }
    // The same as a list, whichever is named first.
    let taken = format!("/people/{id}/files/maps_compared.csv?before={third}&after={first}");
    assert!(
        page.text.contains(&format!("maps_compared.csv?before={first}&#38;after={third}")),
        "{}",
        page.text
    );
    let file = records(&browser.get(&taken).await.bytes);
    let rows: Vec<&[String]> = file[1..].iter().map(|row| &row[..4]).collect();
    assert_eq!(
        rows,
        [
            ["Lee", "Nearer than before", "Friends", "Closest"],
            ["Mum", "Where they stood", "Closest", "Closest"],
            ["Pat", "New", "", "Taking part"],
            ["Sue", "No longer on it", "Taking part", ""],
        ]
    );
    let mum = place(&page.text, "Mum");
    assert!(mum.len() == 2 && mum[0] == mum[1], "she stands in the same place on both: {mum:?}");
    let lee = place(&page.text, "Lee");
    assert!(lee.len() == 2 && lee[0] != lee[1], "he moved: {lee:?}");
    let unasked = browser.get(&at(id, "maps/comparison")).await.words();
    assert!(unasked.contains("on 21 January 2026 it was 0"), "the first and the latest: {unasked}");
    assert!(unasked.contains("not recorded"));

    // Step by step through all of them, and everybody keeps their place.
    let mut places = Vec::new();
    let mut next = format!("/people/{id}/maps/{}", case.map);
    let mut seen = 0;
    loop {
        let step = browser.get(&next).await;
        seen += 1;
        assert!(step.words().contains(&format!("Map {seen} of 4")), "{}", step.words());
        places.extend(place(&step.text, "Mum"));
        let after = step.text.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        let Some(after) = after else { break };
        next = after.to_owned();
    }
    assert_eq!((seen, places.len()), (4, 3));
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
    let moved = browser.get(&format!("/people/{id}/maps/{second}")).await.words();
    assert!(moved.contains("Nearer than before") && moved.contains("No longer on it"), "{moved}");
}

async fn refused(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> tests::Answer {
    let answer = browser.fill(path, path, fields).await;
    assert_eq!(answer.status, 422, "{fields:?}: {}", answer.words());
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_or_a_way_that_cannot_be_understood_comes_back_with_every_word() {
    let app = TestApp::begin(fresh(Which::Sqlite).await).await;
    let case = app.case(Persona::Amina, "Gordon Wells", app.contracts[0].contract_id).await;
    let mut browser = app.signed_in(Persona::Amina).await;
    let path = at(case.person, "availability");
    let backwards = [
        ("part", "monday_morning"),
        ("day-1", "friday"),
        ("from-1", "14:00"),
        ("to-1", "13:00"),
        ("constraints", "Not on bin day"),
        ("set_on", "2026-03-12"),
    ];
    let answer = refused(&mut browser, &path, &backwards).await;
    assert!(
        answer.text.contains("id=\"f-to-1-error\"") && answer.words().contains("It ends before it begins")
    );
    assert!(
        answer.text.contains("Not on bin day") && answer.text.contains("value=\"monday_morning\" checked")
    );
    assert!(answer.text.contains("value=\"14:00\""));
    let nothing = refused(&mut browser, &path, &[("set_on", "2026-03-12")]).await;
    assert!(nothing.words().contains("No time is given"));
    let tomorrow =
        refused(&mut browser, &path, &[("part", "monday_morning"), ("set_on", "2026-03-13")]).await;
    assert!(tomorrow.words().contains("13 March 2026 is in the future"));
    let odd = refused(&mut browser, &path, &[("part", "someday_morning"), ("set_on", "2026-03-12")]).await;
    assert!(odd.words().contains("Choose from the answers offered"));

    let path = at(case.person, "travel");
    let none = refused(&mut browser, &path, &[("most_minutes", "30"), ("set_on", "2026-03-12")]).await;
    assert!(none.text.contains("id=\"f-modes-error\"") || none.words().contains("Choose at least one"));
    let far = [("modes", "taxi"), ("most_minutes", "900"), ("set_on", "2026-03-12")];
    assert!(refused(&mut browser, &path, &far).await.words().contains("from 1 to 240 minutes"));
}
