//! One assessment of capacity as it was written down, and what was decided for the person because of it.

use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::capacity::{Assessment, BestInterests, KeptAssessment, KeptBestInterests};
use domain::shared::ids::{AssessmentId, PersonId};
use domain::shared::text::Words;

use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/capacity/{assessment}", Audience::Connecting, page)]
}

/// A question and its answer.
type Fact = (String, String);

#[derive(Template)]
#[template(path = "person/assessed.html")]
struct Assessed {
    page: Page,
    head: Head,
    kept: KeptAssessment,
    /// "On 3 March 2026, Ana Reyes, social worker, found that …"; empty once it is gone.
    found: String,
    facts: Vec<Fact>,
    decisions: Vec<Decision>,
    /// The assessment that stands in its place now, and the day it was made.
    later: Option<(String, String)>,
    /// Whether anything can still be added to it.
    open: bool,
}

/// What was decided for them.
struct Decision {
    /// "Decided on 5 March 2026: only the club's own leaflet"
    title: String,
    options: Vec<Weighed>,
    facts: Vec<Fact>,
    deprives: bool,
}

/// One thing that could have been done.
struct Weighed {
    name: String,
    chosen: bool,
    benefits: String,
    burdens: String,
}

impl Assessed {
    fn again(&self) -> String {
        format!("{}?again={}", paths::person_part(self.head.id, "capacity/new"), self.kept.assessment_id)
    }

    fn decide(&self) -> String {
        format!("{}/decision", paths::assessment(self.head.id, self.kept.assessment_id))
    }

    /// "It is looked at again by 3 September 2026."
    fn next(&self) -> Option<String> {
        self.kept.review_on.map(|day| format!("It is looked at again by {}.", format::date(day)))
    }
}

fn fact(question: impl Into<String>, answer: impl ToString) -> Fact {
    (question.into(), answer.to_string())
}

fn words(question: &str, answer: Option<&Words>) -> Option<Fact> {
    answer.map(|words| fact(question, words))
}

fn yes(is: bool) -> &'static str {
    if is { "Yes" } else { "No" }
}

fn facts(assessment: &Assessment, called: &str) -> Vec<Fact> {
    let mut facts = vec![
        fact("What made us ask", &assessment.prompted_by),
        fact(
            "Everything reasonable was done to help",
            format!("{}. {}", yes(assessment.helped), assessment.steps),
        ),
    ];
    facts.extend(assessment.abilities().into_iter().map(|(skill, ability)| {
        fact(
            format!("Can {called} {}?", skill.label()),
            format!("{}. {}", yes(ability.can), ability.evidence),
        )
    }));
    facts.push(fact("Is the mind or brain impaired?", assessment.impairment.label()));
    facts.extend(words("The diagnosis", assessment.diagnosis.as_ref()));
    facts.push(fact("Is what they cannot do because of it?", assessment.nexus.label()));
    let evidence =
        assessment.executive_evidence.as_ref().map(|words| format!(". {words}")).unwrap_or_default();
    facts.push(fact("Could they carry it out?", format!("{}{evidence}", assessment.executive.label())));
    facts.push(fact("Can it wait?", assessment.delay.label()));
    facts.push(fact("Who was asked", &assessment.consulted));
    facts.extend(words("Who sees it differently", assessment.differences.as_ref()));
    facts.extend(words("What else matters", assessment.context.as_ref()));
    facts
}

fn decision(kept: &KeptBestInterests, called: &str) -> Decision {
    let on = format::date(kept.decided_on);
    let Some(decided) = kept.decided.get() else {
        let (options, facts) = (Vec::new(), Vec::new());
        return Decision { title: format!("Decided on {on}"), options, facts, deprives: false };
    };
    let choice = decided.choice().map(|choice| choice.option.to_string()).unwrap_or_default();
    let option = |(at, one): (usize, &domain::person::capacity::Choosing)| Weighed {
        name: one.option.to_string(),
        chosen: at + 1 == usize::from(decided.chosen),
        benefits: one.benefits.to_string(),
        burdens: one.burdens.to_string(),
    };
    Decision {
        title: format!("Decided on {on}: {choice}"),
        options: decided.options.iter().enumerate().map(option).collect(),
        facts: decided_facts(decided, called),
        deprives: decided.deprives_of_liberty,
    }
}

fn decided_facts(decided: &BestInterests, called: &str) -> Vec<Fact> {
    let name = decided.advocate_name.as_ref().map(|name| format!(": {name}")).unwrap_or_default();
    let mut facts = vec![
        fact("Why this one", &decided.chosen_because),
        fact(format!("What matters most to {called}"), &decided.matters_most),
        fact("What the others think", &decided.views),
        fact("Who was there", &decided.present),
        fact(format!("Who spoke for {called}"), format!("{}{name}", decided.advocate.label())),
        fact("Leaves them freest", yes(decided.least_restrictive)),
    ];
    facts.extend(words("Decided in advance", decided.in_advance.as_ref()));
    facts.extend(words("Disagreement", decided.conflicts.as_ref()));
    facts.push(fact("Who decided", &decided.decision_maker));
    facts
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At((id, assessment)): At<(PersonId, AssessmentId)>,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let (person, called) = (&record.row.person, record.called());
    let kept = person.assessments.get(&assessment).cloned().ok_or(Refusal::NotFound)?;
    let found = kept.assessment.get().map(|answers| {
        let what = if kept.lacks() { "cannot decide this now" } else { "can decide this" };
        format!("{} found on {} that {called} {what}.", answers.assessor, format::date(kept.assessed_on))
    });
    let mut resting: Vec<&KeptBestInterests> =
        person.best_interests.values().filter(|one| one.assessment_id == assessment).collect();
    resting.sort_by_key(|one| std::cmp::Reverse(one.decided_on));
    let later = person
        .made_instead_of(assessment)
        .map(|later| (paths::assessment(id, later.assessment_id), format::date(later.assessed_on)));
    show(&Assessed {
        page: signed.page(kept.decision.label(), Here::People),
        head: record.head(Tab::None),
        found: found.unwrap_or_default(),
        facts: kept.assessment.get().map(|answers| facts(answers, &called)).unwrap_or_default(),
        decisions: resting.into_iter().map(|one| decision(one, &called)).collect(),
        open: record.takes_more() && later.is_none(),
        later,
        kept,
    })
}
