//! How a person's life is shown: who is in it, as a map taken without dragging; with whom it is shared; and
//! what happened, in sentences.

use domain::person::PersonCommand;
use tests::cases::words;
use tests::{Browser, Persona};

use super::person::{at, begin};

#[tokio::test(flavor = "multi_thread")]
async fn a_map_is_taken_without_dragging_and_grows_beside_the_one_before() {
    let (_app, case, mut browser) = begin().await;
    let (id, maps) = (case.person, at(case.person, "maps"));
    let opened = browser.get(&at(id, "maps/new")).await;
    assert!(opened.words().contains("Add Friend"), "whom they met through Kith can be added by name");
    let ours = |button: &&str| button.contains("form=\"mapform\"");
    let buttons = opened.text.split("<button ").skip(1).filter_map(|button| button.split('>').next());
    let first = buttons.clone().find(ours).expect("the form has a button");
    assert!(first.contains("name=\"add\""), "Enter in a field is the first button: it adds a row, {first}");
    let form = opened.text.find("<form class=\"card form mapform\"").expect("a form");
    assert!(
        opened.text.find("name=\"add\"").is_some_and(|at| at < form),
        "nothing of the form comes before it"
    );
    // A row for somebody new, and one for whom Kith knows.
    let mut fields = opened.hidden(&maps);
    fields.retain(|(name, _)| name != "csrf");
    fields.extend([
        ("taken_on".to_owned(), "2026-03-12".to_owned()),
        ("method".to_owned(), "conversation".to_owned()),
    ]);
    let send = |fields: &[(String, String)], more: &[(&str, &str)]| -> Vec<(String, String)> {
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        fields.iter().cloned().chain(more).collect()
    };
    let post = async |browser: &mut Browser, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(&maps, &fields).await
    };
    let added = post(&mut browser, &send(&fields, &[("add", "1")])).await;
    assert_eq!(added.status, 200);
    let row = added.field("entry").expect("a row came");
    // The picture beside the form has somebody to be dragged at once, each circle, and each part of life.
    assert!(added.text.contains(&format!("data-entry=\"{row}\"")) && added.words().contains("Somebody new"));
    assert!(added.text.contains("data-ring=\"closest\"") && added.text.contains("data-sector=\"family\""));
    assert!(added.text.contains("js/map.js") && !opened.text.contains("data-entry"));
    let name = |field: &str| format!("{field}-{row}");
    fields = send(
        &fields,
        &[
            ("entry", &row),
            (&name("ring"), "closest"),
            (&name("sector"), "paid_supporters"),
            (&name("tie"), "family"),
            (&name("frequency"), "daily"),
            (&name("wish"), "more"),
            (&name("gives"), "company"),
        ],
    );
    let nameless = post(&mut browser, &fields).await;
    assert_eq!(nameless.status, 422);
    assert!(nameless.text.contains(&format!("id=\"f-name-{row}-error\"")));
    assert!(
        nameless.words().contains("Who? This needs an answer"),
        "as the form asks, and no id among the words"
    );
    fields = send(&fields, &[(&name("name"), "Lee")]);
    let misplaced = post(&mut browser, &fields).await;
    assert_eq!(misplaced.status, 422);
    assert!(misplaced.text.contains(&format!("id=\"f-ring-{row}-error\"")), "the rule is said in its row");
    assert!(misplaced.text.contains("value=\"Lee\""));
    fields.retain(|(field, _)| *field != name("sector"));
    fields = send(&fields, &[(&name("sector"), "family")]);
    let known = post(&mut browser, &send(&fields, &[("add_person", &case.other.to_string())])).await;
    let rows: Vec<String> =
        known.hidden(&maps).into_iter().filter(|(name, _)| name == "entry").map(|(_, id)| id).collect();
    assert_eq!(rows.len(), 2);
    let second = &rows[1];
    assert!(known.text.contains(&format!("name=\"person-{second}\" value=\"{}\"", case.other)));
    let redrawn = post(&mut browser, &send(&fields, &[("redraw", "1"), ("entry", second)])).await;
    assert!(
        redrawn.status == 200 && redrawn.text.contains("value=\"Lee\""),
        "the picture can be drawn again without script"
    );
    let gone = post(&mut browser, &send(&fields, &[("entry", second), ("remove", second)])).await;
    assert!(!gone.text.contains(second), "a row taken away is gone, the other is not");
    assert!(gone.text.contains("value=\"Lee\""));
    let tomorrow = post(
        &mut browser,
        &fields
            .iter()
            .map(|(field, value)| {
                (field.clone(), if field == "taken_on" { "2026-03-13".to_owned() } else { value.clone() })
            })
            .collect::<Vec<_>>(),
    )
    .await;
    assert_eq!(tomorrow.status, 422);
    assert!(tomorrow.words().contains("13 March 2026 is in the future"));
    let friend = [
        ("entry", second.as_str()),
        (&*format!("name-{second}"), "Friend"),
        (&*format!("person-{second}"), &*case.other.to_string()),
        (&*format!("ring-{second}"), "friends"),
        (&*format!("sector-{second}"), "friends_and_unpaid"),
        (&*format!("tie-{second}"), "friend"),
        (&*format!("frequency-{second}"), "weekly"),
        (&*format!("wish-{second}"), "same"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    fields.extend(friend);
    let done = post(&mut browser, &fields).await;
    assert_eq!(done.status, 303, "{}", done.words());

    let map = browser.get(done.location()).await;
    let said = map.words();
    assert!(said.contains("2 people in their life unpaid; on 21 January 2026 it was 0"), "{said}");
    assert!(said.contains("Lee") && said.contains("Introduced"), "the tie has the colour of its stage");
    assert!(map.text.contains(&format!("href=\"/relationships/{}\"", case.relationship)));
    let page = browser.get(&format!("/people/{id}")).await.words();
    assert!(page.contains("12 March 2026 · 2 unpaid, was 0"), "{page}");
    let before = browser.get(&format!("/people/{id}/maps/{}", case.map)).await.words();
    assert!(before.contains("Nobody stands on this map."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relationships_of_both_sides_name_both_and_say_what_is_next() {
    let (_app, case, mut browser) = begin().await;
    let page = browser.get(&at(case.person, "relationships")).await;
    assert!(page.words().contains("Gordon and Friend") && page.words().contains("Last in touch 21 days ago"));
    assert!(page.text.contains(&format!("href=\"/relationships/{}\"", case.relationship)));
    let other = browser.get(&at(case.other, "relationships")).await.words();
    assert!(other.contains("Friend and Gordon"), "{other}");
    let member = browser.get(&format!("/people/{}", case.other)).await.words();
    assert!(member.contains("Community member") && !member.contains("Take in a referral"));
    assert!(!member.contains("Add a number"), "little is kept of a community member");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_tells_all_three_nouns_page_by_page_and_says_what_was_late() {
    let (app, case, mut browser) = begin().await;
    let id = case.person;
    let page = browser.get(&at(id, "timeline")).await;
    let said = page.words();
    for sentence in [
        "Gordon and Friend met; you took part",
        "They talked about slugs",
        "A visit was planned for 16 March",
        "Work with Gordon began",
        "You were asked to work with Gordon",
        "Gordon was referred by: social worker",
        "You, written down on 12 March 2026",
        "Maureen is there for Gordon: family",
    ] {
        assert!(said.contains(sentence), "{sentence} in {said}");
    }
    for number in 0..45 {
        let notes = Some(words(&format!("Note {number}")));
        app.person(Persona::Rosa, id, PersonCommand::RecordCommunicationNeeds { needs: Vec::new(), notes })
            .await;
    }
    let first = browser.get(&at(id, "timeline")).await;
    assert!(first.words().contains("Note 44") && first.words().contains("Rosa North"));
    assert!(!first.words().contains("Work with Gordon began"));
    let next = first
        .text
        .split("rel=\"next\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("there is more");
    let second = browser.get(next).await.words();
    assert!(
        second.contains("Work with Gordon began") && second.contains("Note 0") && !second.contains("Note 44")
    );
    for before in ["0", "-1", "soon", "99999999999999999999"] {
        assert_eq!(
            browser.get(&format!("{}?before={before}", at(id, "timeline"))).await.status,
            200,
            "{before}"
        );
    }
}
