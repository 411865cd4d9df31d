//! The form for a decision in somebody's best interests. It stands below an assessment that found that they
//! cannot make it, and nowhere else.

use app::commands::Instruction;
use app::error::Refusal;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::person::capacity::{Advocate, BestInterests, Choosing, KeptAssessment, MOST_OPTIONS};
use domain::shared::ids::{AssessmentId, PersonId};

use super::assessment::Whether;
use super::head::Record;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Reader, Typed};
use crate::guard::Audience;
use crate::look::Choice;
use crate::pages::connector::engagement::sheet::{Field, Shape, Sheet, SheetPage};
use crate::router::{Route, get, post};
use crate::site::Site;
use crate::{format, offered, paths};

/// What the options are called, in the order of the form.
const ORDER: [&str; MOST_OPTIONS] = ["The first", "The second", "The third", "The fourth"];

/// The law presumes neither answer. Source: Mental Capacity Act 2005, section 4A.
const UNANSWERED: &str = "Nothing is presumed here. Answer yes or no";

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/capacity/{assessment}/decision", Audience::Connecting, new),
        post("/people/{id}/capacity/{assessment}/decision", Audience::Connecting, decide),
    ]
}

fn sheet(record: &Record, kept: &KeptAssessment) -> Sheet {
    let called = record.called();
    let question =
        kept.assessment.get().map(|assessment| assessment.question.to_string()).unwrap_or_default();
    let title = format!("What is best for {called}?");
    if !kept.lacks() {
        let words = format!(
            "The assessment of {} found that {called} can make this decision. Then it is theirs, and nobody makes it \
             for them.",
            format::date(kept.assessed_on)
        );
        return Sheet::new(title, "", "").instead(words, back(record, kept.assessment_id), "The assessment");
    }
    let chosen = ORDER.iter().enumerate().map(|(at, label)| Choice::new(at + 1, *label)).collect();
    let two =
        |name: &str, label: &str| Field::one(name, label, offered!(Whether)).shaped(Shape::One("cols-2"));
    let lead = format!(
        "{question} {called} cannot decide this now, so it is decided for them: what they would choose comes first, \
         and what leaves them freest."
    );
    let sheet = Sheet::new(title, "Save", "check")
        .lead(lead)
        .field(Field::hidden("decision_id"))
        .field(
            Field::words("present", "Who was there?")
                .hint(format!("{called} too, if they were"))
                .shaped(Shape::Words(2)),
        )
        .field(
            Field::one("advocate", format!("Who spoke for {called}?"), offered!(Advocate))
                .shaped(Shape::One("")),
        )
        .field(Field::new(Shape::Line("half"), "advocate_name", "Their name").optional())
        .field(
            Field::words("matters_most", format!("What matters most to {called}?"))
                .hint("What they say and show now, what they said before, what they always cared about")
                .shaped(Shape::Words(3)),
        )
        .field(
            Field::words("in_advance", "A decision they made in advance, if there is one")
                .optional()
                .shaped(Shape::Words(2)),
        )
        .field(
            Field::words("views", "What do the others think?")
                .hint("Family, supporters, professionals")
                .shaped(Shape::Words(3)),
        )
        .field(
            Field::heading("What could be done")
                .hint("Two options at least. Waiting, or doing nothing, is one too."),
        );
    let option = |at: usize| {
        let named = |what: &str| format!("{what}_{at}");
        let optional = |field: Field| if at > 2 { field.optional() } else { field };
        let words = |what: &str, label: &str| optional(Field::new(Shape::Words(2), named(what), label));
        [
            vec![optional(Field::new(Shape::Line(""), named("option"), format!("{} option", ORDER[at - 1])))],
            vec![words("benefits", "What speaks for it?"), words("burdens", "What speaks against it?")],
        ]
    };
    // Two have to be told; more than two are rare, and folded away.
    let mut sheet = sheet;
    sheet.rows.extend((1..=2).flat_map(option));
    sheet
        .folded_here("More options", (3..=MOST_OPTIONS).flat_map(option).collect())
        .field(Field::heading("What was decided"))
        .field(Field::one("chosen", "Which option?", chosen).shaped(Shape::One("cols-2")))
        .field(Field::words("chosen_because", "Why this one, and why not the others?").shaped(Shape::Words(3)))
        .field(two("least_restrictive", "Is it the one that leaves them freest?"))
        .field(two("deprives_of_liberty", "Would it deprive them of their liberty?").hint(
            "Under constant watch and not free to leave. No decision of this kind can authorise that: tell the council",
        ))
        .field(Field::words("conflicts", "What did people disagree about, and what was done?").optional().shaped(Shape::Words(2)))
        .field(Field::new(Shape::Line(""), "decision_maker", "Who decided?").hint("Name, and as what"))
        .field(Field::date("decided_on", "On which day?"))
}

fn back(record: &Record, assessment: AssessmentId) -> String {
    paths::assessment(record.id(), assessment)
}

fn kept(record: &Record, assessment: AssessmentId) -> Result<&KeptAssessment, Refusal> {
    record.row.person.assessments.get(&assessment).ok_or(Refusal::NotFound)
}

async fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    kept: &KeptAssessment,
    (typed, attempt): (Typed, Attempt),
) -> Answer {
    let sheet = sheet(record, kept);
    let (page, keys, typed, head) = record.form(site, signed, &sheet.title, typed, &attempt);
    let back = back(record, kept.assessment_id);
    SheetPage::show(page, head, (format!("{back}/decision"), back), keys, sheet, typed, attempt)
}

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At((id, assessment)): At<(PersonId, AssessmentId)>,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, assessment)?;
    let typed = Typed::default().with("decision_id", site.app.ids.next()).with("decided_on", record.today);
    draw(&site, &signed, &record, kept, (typed, Attempt::first())).await
}

/// Each option that has a word in it, with its number in the form.
fn read_options(form: &mut Reader<'_>, typed: &Typed) -> Option<Vec<(usize, Choosing)>> {
    let mut options = Some(Vec::new());
    for at in 1..=MOST_OPTIONS {
        let [option, benefits, burdens] =
            ["option", "benefits", "burdens"].map(|what| format!("{what}_{at}"));
        if at > 2 && [&option, &benefits, &burdens].iter().all(|field| typed.one(field).trim().is_empty()) {
            continue;
        }
        let read = (form.line(&option), form.words(&benefits), form.words(&burdens));
        match (read, &mut options) {
            ((Some(option), Some(benefits), Some(burdens)), Some(options)) => {
                options.push((at, Choosing { option, benefits, burdens }));
            }
            _ => options = None,
        }
    }
    options
}

fn read(form: &mut Reader<'_>, typed: &Typed, assessment_id: AssessmentId) -> Option<PersonCommand> {
    let (decision_id, present, advocate) =
        (form.id("decision_id"), form.words("present"), form.code("advocate"));
    let (advocate_name, matters_most) = (form.line_or_none("advocate_name"), form.words("matters_most"));
    let (in_advance, views) = (form.words_or_none("in_advance"), form.words("views"));
    let (options, number) = (read_options(form, typed), form.code::<usize>("chosen"));
    let chosen_because = form.words("chosen_because");
    let least_restrictive = form.code::<Whether>("least_restrictive");
    let deprives_of_liberty = match typed.one("deprives_of_liberty").trim() {
        "" => form.refuse("deprives_of_liberty", UNANSWERED),
        _ => form.code::<Whether>("deprives_of_liberty"),
    };
    let (conflicts, decision_maker) = (form.words_or_none("conflicts"), form.line("decision_maker"));
    let decided_on = form.date("decided_on");
    let (options, number) = (options?, number?);
    let place =
        options.iter().position(|(at, _)| *at == number).and_then(|place| u8::try_from(place + 1).ok());
    let Some(chosen) = place else {
        return form
            .refuse("chosen", "This option is empty. Choose one that has been described, or describe it");
    };
    let decided = Box::new(BestInterests {
        present: present?,
        advocate: advocate?,
        advocate_name: advocate_name?,
        options: options.into_iter().map(|(_, option)| option).collect(),
        matters_most: matters_most?,
        in_advance: in_advance?,
        views: views?,
        chosen,
        decision_maker: decision_maker?,
        least_restrictive: least_restrictive? == Whether::Yes,
        deprives_of_liberty: deprives_of_liberty? == Whether::Yes,
        chosen_because: chosen_because?,
        conflicts: conflicts?,
    });
    let (decision_id, decided_on) = (decision_id?, decided_on?);
    Some(PersonCommand::DecideBestInterests { decision_id, assessment_id, decided, decided_on })
}

async fn decide(
    State(site): State<Site>,
    signed: Signed,
    At((id, assessment)): At<(PersonId, AssessmentId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = kept(&record, assessment)?;
    let mut form = typed.reader();
    let Some(command) = read(&mut form, &typed, assessment) else {
        return draw(&site, &signed, &record, kept, (typed.clone(), form.again())).await;
    };
    let to = back(&record, assessment);
    match site.settle(&signed, &typed, Instruction::Person { id, command }, &to, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, kept, (typed, attempt)).await,
    }
}
