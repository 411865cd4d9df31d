//! The records that are asked for: one case of each of three people who work with somebody, and one of
//! everything else that stands in an address.

use app::clock::Clock;
use app::commands::Instruction;
use app::team_book::sampling::{Sample, SampledCase};
use app::team_book::supervision::{Supervision, SupervisionNotes};
use domain::outing::OutingCommand;
use domain::person::PersonCommand;
use domain::shared::ids::{ContractId, OutingId, PlaceId, RelationshipId, RoleId, SampleId, SupervisionId};
use tests::cases::{Case, day, words};
use tests::{Persona, TestApp};

/// What stands for the ids in an address.
pub(super) struct Known {
    pub(super) case: Case,
    pub(super) contract: ContractId,
    /// A relationship that stands on its own: all that a commissioner may look into.
    pub(super) standing: RelationshipId,
    /// A list that the same connector brought.
    pub(super) list: String,
    /// A group that the person of the case comes to.
    pub(super) group: String,
    /// A note of supervision with them.
    pub(super) supervision: SupervisionId,
    /// A sample in which the case is.
    pub(super) sample: SampleId,
    /// That the same connector is out alone.
    pub(super) outing: OutingId,
    /// A place that the same connector wrote down.
    pub(super) place: PlaceId,
    /// A role of the person's among others.
    pub(super) role: RoleId,
}

/// Records of three people: Amina's, Ben's, and one of another organisation.
pub(super) async fn records(app: &TestApp) -> [Known; 3] {
    let [first, second, third] = [0, 1, 2].map(|at| app.contracts[at].contract_id);
    let amina = app.case(Persona::Amina, "Gordon Wells", first).await;
    let ben = app.case(Persona::Ben, "Shanice Morris", second).await;
    let olu = app.case(Persona::Olu, "Terry Bright", third).await;
    let lists =
        [list(app, Persona::Amina).await, list(app, Persona::Ben).await, list(app, Persona::Olu).await];
    let [amina_list, ben_list, olu_list] = lists;
    [
        Known {
            case: amina,
            contract: first,
            standing: app.stand_alone(&amina, "Ruth Calder").await,
            list: amina_list,
            group: group(app, &amina).await,
            supervision: supervised(app, Persona::Amina).await,
            sample: sampled(app, &amina).await,
            outing: outing(app, Persona::Amina).await,
            place: app.place(Persona::Amina, tests::places::choir()).await,
            role: role(app, &amina).await,
        },
        Known {
            case: ben,
            contract: second,
            standing: app.stand_alone(&ben, "Norman Haigh").await,
            list: ben_list,
            group: group(app, &ben).await,
            supervision: supervised(app, Persona::Ben).await,
            sample: sampled(app, &ben).await,
            outing: outing(app, Persona::Ben).await,
            place: app.place(Persona::Ben, tests::places::choir()).await,
            role: role(app, &ben).await,
        },
        Known {
            case: olu,
            contract: third,
            standing: olu.relationship,
            list: olu_list,
            group: group(app, &olu).await,
            supervision: supervised(app, Persona::Olu).await,
            sample: sampled(app, &olu).await,
            outing: outing(app, Persona::Olu).await,
            place: app.place(Persona::Olu, tests::places::choir()).await,
            role: role(app, &olu).await,
        },
    ]
}

/// A group to which the person of a case comes, on a day that is past.
async fn group(app: &TestApp, case: &Case) -> String {
    let gathering = app::groups::Gathering {
        group_id: app.id(),
        expected: vec![case.engagement],
        on: tests::cases::day("2026-03-10"),
        starts_at: None,
        minutes: 120,
        place: tests::cases::line("Cooking group"),
        again: None,
        details: Default::default(),
    };
    let planned = app.wired.app.plan_group(&app.viewer(case.by), app.id(), &gathering).await;
    let planned = planned.expect("a group can be planned");
    let done = planned[0].answer.as_ref().expect("they are expected");
    assert!(app.wired.app.views.catch_up(done.position).await, "the views show it");
    gathering.group_id.to_string()
}

/// A role of a case's person.
async fn role(app: &TestApp, case: &Case) -> RoleId {
    let role_id = app.id();
    let role = domain::person::records::ValuedRole { what: tests::cases::line("Waters the beds"), at: None };
    let command = PersonCommand::TakeUpRole {
        role_id,
        kind: domain::person::RoleKind::Volunteer,
        role,
        began_on: day("2026-03-02"),
        minutes_per_week: Some(120),
    };
    app.person(case.by, case.person, command).await;
    role_id
}

/// A note of supervision with somebody, by the team lead of their house; where it has none, by themselves.
async fn supervised(app: &TestApp, with: Persona) -> SupervisionId {
    let viewer = app.viewer(with);
    let lead = if with.is_of_the_team() { Persona::Rosa } else { with };
    let notes =
        SupervisionNotes { talked: words("How the week went"), actions: Vec::new(), earlier: Vec::new() };
    let note = Supervision {
        supervision_id: app.id(),
        colleague: viewer.account(),
        lead: app.account(lead).account_id,
        held_on: day("2026-03-02"),
        next_on: None,
        kept_at: app.wired.app.clock.now(),
        notes,
    };
    let who = viewer.connecting().expect("they work with people");
    app.wired.app.team_book.keep_supervision(&who, &note).await.expect("it is kept");
    note.supervision_id
}

/// A sample that holds a case alone, of its own house.
async fn sampled(app: &TestApp, case: &Case) -> SampleId {
    let viewer = app.viewer(case.by);
    let (engagement_id, person_id) = (case.engagement, case.person);
    let drawn = SampledCase { engagement_id, person_id, connector: Some(viewer.account()), checked: None };
    let sample = Sample {
        sample_id: app.id(),
        from_on: day("2026-01-01"),
        to_on: day("2026-03-12"),
        of: None,
        seed: 7,
        population: 1,
        drawn_by: viewer.account(),
        drawn_at: app.wired.app.clock.now(),
        cases: vec![drawn],
    };
    let who = viewer.connecting().expect("they work with people");
    app.wired.app.team_book.keep_sample(&who, &sample).await.expect("it is kept");
    sample.sample_id
}

/// That somebody is out alone.
async fn outing(app: &TestApp, who: Persona) -> OutingId {
    let outing_id = app.id();
    let command = OutingCommand::Begin {
        outing_id,
        person_id: None,
        visit: None,
        place: None,
        colleague: None,
        back_by: app.clock.now() + chrono::TimeDelta::hours(1),
        now: Default::default(),
        grace_minutes: 0,
        already: None,
    };
    let instruction = Instruction::Outing { id: outing_id, command };
    app.ask(who, instruction).await.expect("they can go in");
    outing_id
}

/// A list that somebody brought, not taken in yet.
async fn list(app: &TestApp, who: Persona) -> String {
    let mut browser = app.signed_in(who).await;
    let id = app.wired.app.ids.next().to_string();
    let file = ("people.csv", "Name\nGraham Stone\n".as_bytes());
    let answer = browser.upload("/imports", &[("import_id", &id)], file).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    id
}
