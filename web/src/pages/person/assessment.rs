//! The form for an assessment of capacity. It begins with every answer as the law begins: they can decide;
//! whoever assesses has to find otherwise, answer by answer.

use app::commands::Instruction;
use axum::extract::State;
use chrono::NaiveDate;
use domain::person::PersonCommand;
use domain::person::capacity::{
    Ability, Assessment, CapacityDecision, Conclusion, Delay, Executive, Impairment, KeptAssessment, Nexus,
    Skill,
};
use domain::shared::ids::{AssessmentId, PersonId};

use super::head::Record;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Reader, Typed};
use crate::guard::Audience;
use crate::look::Choice;
use crate::pages::connector::engagement::sheet::{Field, Shape, Sheet, SheetPage};
use crate::router::{Route, get, post};
use crate::site::Site;
use crate::{format, offered, paths};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/capacity/new", Audience::Connecting, new),
        post("/people/{id}/capacity", Audience::Connecting, assess),
    ]
}

domain::codes! {
    /// Yes or no.
    Whether {
        Yes = "Yes",
        No = "No",
    }
}

/// The field of an ability; its evidence is under the same name with `_evidence` behind it.
fn field(skill: Skill) -> &'static str {
    skill.code()
}

fn two(name: &str, label: impl Into<String>) -> Field {
    Field::one(name, label, offered!(Whether)).shaped(Shape::One("cols-2"))
}

fn sheet(record: &Record) -> Sheet {
    let called = record.called();
    let lead = format!(
        "The law begins here: {called} can decide. A decision that others find unwise is no sign of anything else. \
         So every answer below begins with yes; change one only for what you saw or heard."
    );
    let decisions = CapacityDecision::ALL.iter().map(|one| Choice::new(one.code(), one.label()));
    let sheet = Sheet::new(format!("Can {called} decide this?"), "Save", "check")
        .lead(lead)
        .field(Field::hidden("assessment_id"))
        .field(Field::hidden("instead_of"))
        .field(Field::one("decision", "Which decision is it?", decisions.collect()))
        .field(
            Field::words("question", "Say exactly what there is to decide")
                .hint("What, with whom, by when. Whether they can decide is asked about this and nothing else")
                .shaped(Shape::Words(2)),
        )
        .field(Field::words("prompted_by", "What makes you ask?").shaped(Shape::Words(2)))
        .field(Field::heading("Help first").hint(format!(
            "Nobody is found unable to decide before everything reasonable was done to help {called} decide: pictures, \
             a quiet place, another time of day, somebody they trust."
        )))
        .field(two("helped", "Was everything reasonable done?"))
        .field(Field::words("steps", "What was done?").shaped(Shape::Words(3)))
        .field(Field::heading("What they can do").hint("Each with help, now, and for this decision. Write down what you saw or heard."));
    let sheet = Skill::ALL.iter().fold(sheet, |sheet, skill| {
        let evidence = format!("{}_evidence", field(*skill));
        sheet.field(two(field(*skill), format!("Can {called} {}?", skill.label()))).field(Field::new(
            Shape::Words(2),
            evidence,
            "How do you know?",
        ))
    });
    sheet
        .field(Field::heading("Why").hint("Only when there is something they cannot do does this matter."))
        .field(
            Field::one("impairment", "Is their mind or brain impaired, or disturbed?", offered!(Impairment))
                .shaped(Shape::One("cols-2")),
        )
        .field(Field::words("diagnosis", "The diagnosis, if it is known").optional().shaped(Shape::Words(1)))
        .field(Field::one("nexus", "Is what they cannot do because of it?", offered!(Nexus)))
        .field(
            Field::one("executive", "Could they carry out what they decide, on the day?", offered!(Executive))
                .shaped(Shape::One("cols-3")),
        )
        .field(
            Field::words("executive_evidence", "How does that show?").optional().shaped(Shape::Words(2)),
        )
        .field(Field::heading("What you find").hint(
            "They cannot decide only if all three are so: an impairment, something of the four that they cannot do, \
             and the one because of the other.",
        ))
        .field(Field::one("conclusion", "What do you find?", offered!(Conclusion)))
        .field(Field::one("delay", "Can the decision wait until they can make it?", offered!(Delay)))
        .field(
            Field::date("review_on", "When do you look at it again?")
                .hint("Within a year. Needed when they cannot decide")
                .optional(),
        )
        .field(Field::words("consulted", "Who was asked?").shaped(Shape::Words(2)))
        .field(Field::words("differences", "Who sees it differently, and how?").optional().shaped(Shape::Words(2)))
        .field(Field::words("context", "What else matters?").optional().shaped(Shape::Words(2)))
        .field(Field::new(Shape::Line(""), "assessor", "Who assessed?").hint("Name, and as what"))
        .field(Field::date("assessed_on", "On which day?"))
}

/// Every answer as the law begins, before anything has been found.
fn assumed(record: &Record) -> Typed {
    let typed = Typed::default()
        .with("helped", Whether::Yes.code())
        .with("impairment", Impairment::None.code())
        .with("nexus", Nexus::NotAsked.code())
        .with("executive", Executive::Yes.code())
        .with("conclusion", Conclusion::Has.code())
        .with("delay", Delay::CanWait.code())
        .with("assessed_on", record.today);
    Skill::ALL.iter().fold(typed, |typed, skill| typed.with(field(*skill), Whether::Yes.code()))
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let sheet = sheet(record);
    let (page, keys, typed, head) = record.form(site, signed, &sheet.title, typed, &attempt);
    let list = paths::person_part(record.id(), "capacity");
    SheetPage::show(page, head, (list.clone(), list), keys, sheet, typed, attempt)
}

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(params): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let typed = assumed(&record).with("assessment_id", site.app.ids.next());
    let again = params.id::<AssessmentId>("again");
    let typed = match again.and_then(|again| record.row.person.assessments.get(&again)) {
        Some(earlier) => asked_again(typed, earlier),
        None => match params.id::<CapacityDecision>("about") {
            Some(about) => typed.with("decision", about.code()),
            None => typed,
        },
    };
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

/// The same decision, asked about again; what was found then is not carried over.
fn asked_again(typed: Typed, earlier: &KeptAssessment) -> Typed {
    let typed = typed.with("instead_of", earlier.assessment_id).with("decision", earlier.decision.code());
    match earlier.assessment.get() {
        Some(assessment) => typed.with("question", &assessment.question).with(
            "prompted_by",
            format!("It was assessed on {} and is looked at again.", format::date(earlier.assessed_on)),
        ),
        None => typed,
    }
}

fn ability(form: &mut Reader<'_>, skill: Skill) -> Option<Ability> {
    let can = form.code::<Whether>(field(skill));
    let evidence = form.words(&format!("{}_evidence", field(skill)));
    Some(Ability { can: can? == Whether::Yes, evidence: evidence? })
}

fn read_answers(form: &mut Reader<'_>) -> Option<Assessment> {
    let (question, prompted_by) = (form.words("question"), form.words("prompted_by"));
    let (helped, steps) = (form.code::<Whether>("helped"), form.words("steps"));
    let [understand, retain, weigh, communicate] =
        [Skill::Understand, Skill::Retain, Skill::Weigh, Skill::Communicate]
            .map(|skill| ability(form, skill));
    let (impairment, diagnosis) = (form.code("impairment"), form.words_or_none("diagnosis"));
    let (nexus, executive) = (form.code("nexus"), form.code("executive"));
    let (executive_evidence, conclusion) =
        (form.words_or_none("executive_evidence"), form.code("conclusion"));
    let (delay, consulted) = (form.code("delay"), form.words("consulted"));
    let (differences, context) = (form.words_or_none("differences"), form.words_or_none("context"));
    let assessor = form.line("assessor");
    Some(Assessment {
        prompted_by: prompted_by?,
        question: question?,
        impairment: impairment?,
        diagnosis: diagnosis?,
        understand: understand?,
        retain: retain?,
        weigh: weigh?,
        communicate: communicate?,
        nexus: nexus?,
        executive: executive?,
        executive_evidence: executive_evidence?,
        conclusion: conclusion?,
        differences: differences?,
        consulted: consulted?,
        helped: helped? == Whether::Yes,
        steps: steps?,
        delay: delay?,
        context: context?,
        assessor: assessor?,
    })
}

fn read(form: &mut Reader<'_>) -> Option<(AssessmentId, PersonCommand)> {
    let (assessment_id, decision) = (form.id("assessment_id"), form.code("decision"));
    let (instead_of, assessment) = (form.id_or_none("instead_of"), read_answers(form));
    let (assessed_on, review_on): (Option<NaiveDate>, _) =
        (form.date("assessed_on"), form.date_or_none("review_on"));
    let (assessment_id, decision, instead_of) = (assessment_id?, decision?, instead_of?);
    let (assessment, assessed_on, review_on) = (Box::new(assessment?), assessed_on?, review_on?);
    let command = PersonCommand::AssessCapacity {
        assessment_id,
        decision,
        assessment,
        assessed_on,
        review_on,
        instead_of,
    };
    Some((assessment_id, command))
}

async fn assess(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some((assessment_id, command)) = read(&mut form) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let to = paths::assessment(id, assessment_id);
    match site.settle(&signed, &typed, Instruction::Person { id, command }, &to, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
