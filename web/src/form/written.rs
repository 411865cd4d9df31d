//! The words that somebody wrote into a form, under what the form asked: for a page that cannot show the
//! form itself. Codes, ids, dates and figures are not among them, and passwords never are.

use super::typed::Typed;

/// What the forms of ours call the words they ask for. A field that stands in many forms is asked for in as
/// many ways; this is what all of them mean.
const ASKED: &[(&str, &str)] = &[
    ("address", "Address"),
    ("activity", "What happens there"),
    ("whereabouts", "Where to find it"),
    ("admire", "What people like and admire"),
    ("area", "Part of town"),
    ("advocate_name", "Who spoke for them"),
    ("assessor", "Who assessed"),
    ("at_best", "When they are at their best"),
    ("attended", "Who was there"),
    ("authority", "By whose authority"),
    ("beside", "Who stays beside them"),
    ("called", "What they like to be called"),
    ("companions", "Who came along"),
    ("chosen_because", "Why this one"),
    ("conflicts", "What people disagreed about"),
    ("consulted", "Who was asked"),
    ("constraints", "What stands in the way"),
    ("contact", "How to reach them"),
    ("context", "What else matters"),
    ("decision_maker", "Who decided"),
    ("diagnosis", "The diagnosis"),
    ("differences", "Who sees it differently"),
    ("email", "Email"),
    ("ended_words", "In words"),
    ("funder", "Who pays"),
    ("good_week", "What a good week looks like"),
    ("if_it_goes_wrong", "What if it goes wrong"),
    ("important", "What is important"),
    ("in_advance", "What they decided in advance"),
    ("in_touch", "How they contact each other"),
    ("matters_most", "What matters most to them"),
    ("known_as", "What they like to be called"),
    ("licence_holder", "Who holds the licence"),
    ("licence_reference", "Where the licence is"),
    ("more_funder", "Who would pay for more time"),
    ("more_reason", "Why more time is asked for"),
    ("name", "Name"),
    ("next_step", "The next step"),
    ("not_wanted", "What is not wanted"),
    ("note", "What happened"),
    ("notes", "What else helps"),
    ("organisation", "Organisation"),
    ("own_words", "In their own words"),
    ("phone", "Telephone"),
    ("place", "Where"),
    ("plan", "What we do about it"),
    ("present", "Who was there"),
    ("prompted_by", "What makes us ask"),
    ("question", "What there is to decide"),
    ("postcode", "Postcode"),
    ("reason", "Why"),
    ("reference", "Reference"),
    ("rule", "By which rule"),
    ("limits", "Which limits it sets"),
    ("shared_by", "Who may tell it"),
    ("role_what", "What they do"),
    ("role_at", "Where they do it"),
    ("shared", "What they share"),
    ("shared_with", "Who may be told"),
    ("shows", "What is in the picture"),
    ("sign_in_name", "Signs in as"),
    ("steps", "What was done to help"),
    ("support", "How best to support them"),
    ("talked", "What was talked about"),
    ("telling", "How they were told, or why not"),
    ("term", "What it is called"),
    ("title", "What it is called"),
    ("text", "What the message says"),
    ("one", "From which part of town"),
    ("other", "To which part of town, or who"),
    ("to", "To whom"),
    ("transport", "How they get there"),
    ("value", "The number"),
    ("views", "What the others think"),
    ("what", "What they may be told"),
    ("who", "Who answered"),
    ("why", "Why they might get on"),
    ("words", "In words"),
    ("speaks_up", "Who speaks up for them"),
    ("came_of", "What came of it"),
    ("despite", "Why all the same"),
    ("from_whom", "From whom"),
    ("reach", "How to reach them"),
    ("done", "What was done at once"),
    ("on_call", "Whom you ring in the end"),
    ("opinion", "What you make of it"),
    ("others", "Who else may be at risk"),
    ("outcomes", "What they want to come of it"),
    ("overridden_because", "Why the council is told all the same"),
    ("police_reference", "The reference they gave"),
    ("reach", "Whom to speak to"),
    ("witnessed", "What you saw or heard"),
    ("alleged", "Who may have done it"),
    ("view", "How they see it"),
    ("referred_by", "Who referred them"),
    ("reached_at", "How to reach them"),
];

/// The same of fields of which a form has several: numbered, or by how they end.
const NUMBERED: [(&str, &str); 5] = [
    ("action_", "What was agreed"),
    ("goal_", "A goal"),
    ("option_", "An option"),
    ("benefits_", "What speaks for it"),
    ("burdens_", "What speaks against it"),
];
const ENDS: [(&str, &str); 3] =
    [("_not_working", "What is not working"), ("_working", "What is working"), ("_evidence", "How we know")];

/// Words and what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<'a> {
    /// What was asked, in a few words.
    pub label: &'static str,
    /// What they wrote.
    pub words: &'a str,
}

impl<'a> Written<'a> {
    /// Everything that was written, in the order of the form.
    pub fn of(typed: &'a Typed) -> Vec<Self> {
        let written = typed.iter().filter(|(_, words)| !words.trim().is_empty());
        written.filter_map(|(name, words)| Some(Self { label: label(name)?, words })).collect()
    }
}

/// What a field asks; `None` when the answer is not words.
fn label(field: &str) -> Option<&'static str> {
    // A field of one row among several carries the row's id behind a hyphen.
    let name = field.split('-').next().unwrap_or(field);
    let exact = ASKED.iter().find(|(known, _)| *known == name);
    let ends = || ENDS.iter().find(|(end, _)| name.ends_with(end));
    let is_numbered = |start: &str| {
        field
            .strip_prefix(start)
            .is_some_and(|row| !row.is_empty() && row.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let numbered = || NUMBERED.iter().find(|(start, _)| is_numbered(start));
    exact.or_else(ends).or_else(numbered).map(|(_, label)| *label)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Typed, but nothing that anybody would miss: times, lengths, what was looked for, and passwords.
    const NOT_WORDS: [&str; 24] = [
        "at",
        "back_by",
        "from",
        "grace_minutes",
        "happened_at",
        "password_word",
        "said",
        "look",
        "minutes",
        "minutes_per_week",
        "more_hours",
        "more_weeks",
        "on",
        "open_cases",
        "paid_hours",
        "password",
        "people_from",
        "q",
        "room",
        "rows",
        "size",
        "starts_at",
        "times",
        "travel_minutes",
    ];

    fn files(folder: &Path, kind: &str, found: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, kind, found);
            } else if path.extension().is_some_and(|known| known == kind) {
                found.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }

    /// What stands in quotation marks right behind each of these.
    fn named<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
        text.split(before).skip(1).filter_map(|rest| rest.split_once('"').map(|(name, _)| name))
    }

    #[test]
    fn every_field_for_words_of_every_form_is_known() {
        let (mut pages, mut sheets) = (String::new(), String::new());
        let web = Path::new(env!("CARGO_MANIFEST_DIR"));
        files(&web.join("templates"), "html", &mut pages);
        files(&web.join("src/pages"), "rs", &mut sheets);
        let names: BTreeSet<&str> = named(&pages, "form::text(\"")
            .chain(named(&pages, "form::area(\""))
            .chain(named(&pages, "form::text(row.field(\""))
            .chain(named(&sheets, "Field::words(\""))
            .chain(named(&sheets, "Shape::Line(\"\"), \""))
            .chain(named(&sheets, "Shape::Line(\"short\"), \""))
            .collect();
        assert!(names.len() > 30, "{names:?}");
        let unknown: Vec<_> = names.iter().filter(|name| label(name).is_none()).collect();
        assert!(unknown.iter().all(|name| NOT_WORDS.contains(name)), "what is asked by {unknown:?}?");
        assert!(NOT_WORDS.iter().all(|name| label(name).is_none()));
    }

    #[test]
    fn words_are_told_from_codes_ids_dates_and_passwords() {
        let typed = Typed::parse(
            b"csrf=ab&command_id=0198c0f0-0000-7000-8000-000000000001&seen=12&relationship=0198c0f0-0000-7000-8000-000000000001\
              &kind=social_care&on=2026-03-12&password=a+long+one&note=He+laughed&goal_1=Dominoes&goal_0198c0f0-0000-7000-8000-000000000001=met&goal_id_1=12&lee_working=+&name-7=Lee",
        );
        let written: Vec<_> = Written::of(&typed).iter().map(|one| (one.label, one.words)).collect();
        assert_eq!(written, [("What happened", "He laughed"), ("A goal", "Dominoes"), ("Name", "Lee")]);
    }
}
