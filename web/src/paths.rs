//! Every address as a function, so that a link that leads nowhere does not compile. Ids stand in
//! addresses; names and words never do. An id may be given by value or by reference, as templates do.

use std::borrow::Borrow;

use chrono::NaiveDate;
use domain::shared::ids::{
    AccountId, AssessmentId, ConcernId, ContractId, DocumentId, EngagementId, GroupId, ImportId, InterestId,
    MapId, MeasureId, MessageId, OutingId, PersonId, PlaceId, RelationshipId, ReviewId, RoleId, SafetyNoteId,
    SampleId, SessionId, SharingId, SupervisionId, SupporterId, TermChangeId, TermId,
};

macro_rules! paths {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) = $format:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name($($arg: impl Borrow<$type>),*) -> String {
            $(let $arg = $arg.borrow();)*
            format!($format)
        }
    )*};
}

/// Where everybody begins; it leads on to the role's own first page.
pub const HOME: &str = "/";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// A connector's day.
pub const TODAY: &str = "/today";
/// A connector's week.
pub const WEEK: &str = "/week";
/// With whom to plan a visit on a day.
pub const WEEK_PLAN: &str = "/week/plan";
/// What somebody has begun to type.
pub const DRAFTS: &str = "/drafts";
/// Throwing it away.
pub const DRAFTS_DISCARDING: &str = "/drafts/discarding";
/// Planning a group.
pub const NEW_GROUP: &str = "/groups/new";
/// A connector's calendar elsewhere: its secret address.
pub const CALENDAR: &str = "/today/calendar";
/// The caseload and the community.
pub const PEOPLE: &str = "/people";
/// Who fits whom.
pub const INTRODUCTIONS: &str = "/introductions";
/// Places and groups nearby.
pub const PLACES: &str = "/places";
/// Writing one down.
pub const NEW_PLACE: &str = "/places/new";
/// Records that may be of one person.
pub const DUPLICATES: &str = "/people/duplicates";
/// Lists that people bring.
pub const IMPORTS: &str = "/imports";
/// Search.
pub const SEARCH: &str = "/search";
/// Being out alone, for whoever is.
pub const OUT: &str = "/out";
/// What a page that is open asks again and again: who should have been out.
pub const ALERTS: &str = "/out/alerts";
/// Going in.
pub const GO_IN: &str = "/out/new";
/// One's own word of alarm.
pub const ALARM_WORD: &str = "/out/word";
/// Who is out, for whoever leads.
pub const TEAM_OUT: &str = "/team/out";
/// How the organisation looks out.
pub const LONE_WORKING: &str = "/team/out/settings";
/// What somebody told the safeguarding lead.
pub const CONCERNS: &str = "/concerns";
/// The safeguarding leads' worklist.
pub const SAFEGUARDING: &str = "/safeguarding";
/// A team lead's view of every caseload.
pub const TEAM: &str = "/team";
/// Referrals that nobody has been asked to take.
pub const REFERRALS: &str = "/team/referrals";
/// Who takes several of them on.
pub const GIVING_OUT: &str = "/team/referrals/giving";
/// What waits for a team lead's agreement.
pub const APPROVALS: &str = "/team/approvals";
/// Notes of supervision.
pub const SUPERVISION: &str = "/supervision";
/// Samples of records.
pub const SAMPLES: &str = "/team/samples";
/// Whether anybody is passed over.
pub const FAIRNESS: &str = "/team/fairness";
/// How far it is from one part of town to another.
pub const WAYS: &str = "/ways";
/// Taking one away.
pub const WAY_GONE: &str = "/ways/removal";
/// What the things that people love are called.
pub const TERMS: &str = "/terms";
/// Which questions about how life is are asked.
pub const INSTRUMENTS: &str = "/instruments";
/// A commissioner's contracts.
pub const CONTRACTS: &str = "/contracts";
/// Finance's budgets.
pub const BUDGETS: &str = "/budgets";
/// Who may sign in.
pub const ACCOUNTS: &str = "/accounts";
/// Who pays, as the administrator sets it up.
pub const FUNDERS: &str = "/funders";
/// How the installation is.
pub const INSTALLATION: &str = "/installation";
/// Help.
pub const HELP: &str = "/help";

paths! {
    /// One person.
    person(id: PersonId) = "/people/{id}";
    /// Something of one person's: `person_part(id, "interests")`.
    person_part(id: PersonId, part: str) = "/people/{id}/{part}";
    /// One interest of a person.
    interest(id: PersonId, interest: InterestId) = "/people/{id}/interests/{interest}";
    /// One supporter of a person.
    supporter(id: PersonId, supporter: SupporterId) = "/people/{id}/supporters/{supporter}";
    /// One role of a person among others.
    role(id: PersonId, role: RoleId) = "/people/{id}/roles/{role}";
    /// One relationship map of a person.
    map(id: PersonId, map: MapId) = "/people/{id}/maps/{map}";
    /// One safety note about a person.
    safety_note(id: PersonId, note: SafetyNoteId) = "/people/{id}/safety/{note}";
    /// One assessment of whether a person can make a decision.
    assessment(id: PersonId, assessment: AssessmentId) = "/people/{id}/capacity/{assessment}";
    /// One agreement about who may be told what.
    sharing(id: PersonId, sharing: SharingId) = "/people/{id}/sharings/{sharing}";
    /// One time a person was asked how life is.
    measure(id: PersonId, measure: MeasureId) = "/people/{id}/measures/{measure}";
    /// One review of an engagement.
    review(id: EngagementId, review: ReviewId) = "/engagements/{id}/reviews/{review}";
    /// One photograph or paper about a person.
    document(id: PersonId, document: DocumentId) = "/people/{id}/documents/{document}";
    /// Something of one of them: `document_part(id, document, "thumbnail")`.
    document_part(id: PersonId, document: DocumentId, part: str) = "/people/{id}/documents/{document}/{part}";
    /// One message back to whoever made the referral.
    message(id: EngagementId, message: MessageId) = "/engagements/{id}/messages/{message}";
    /// Two relationship maps of a person beside each other.
    two_maps(id: PersonId, before: MapId, after: MapId) = "/people/{id}/maps/comparison?before={before}&after={after}";
    /// One engagement.
    engagement(id: EngagementId) = "/engagements/{id}";
    /// Something of one engagement's: `engagement_part(id, "ending")`.
    engagement_part(id: EngagementId, part: str) = "/engagements/{id}/{part}";
    /// Taking in a referral for a person.
    new_engagement(id: PersonId) = "/people/{id}/engagements/new";
    /// Logging a meet-up in four taps.
    new_meet_up(id: EngagementId) = "/engagements/{id}/meet-ups/new";
    /// Logging how a planned visit went.
    log_planned(id: EngagementId, session: SessionId) = "/engagements/{id}/meet-ups/new?session={session}";
    /// Logging how the two of a relationship met.
    log_between(id: EngagementId, relationship: RelationshipId) = "/engagements/{id}/meet-ups/new?relationship={relationship}";
    /// Planning a visit on a day.
    plan_on(id: EngagementId, on: NaiveDate) = "/engagements/{id}/sessions/new?on={on}";
    /// Planning a visit to a place.
    plan_at(id: EngagementId, place: PlaceId) = "/engagements/{id}/sessions/new?place={place}";
    /// With whom to plan a visit on a day.
    week_plan_on(on: NaiveDate) = "/week/plan?on={on}";
    /// The week of a day.
    week_of(on: NaiveDate) = "/week?of={on}";
    /// The week of a day of a colleague's.
    week_of_colleague(on: NaiveDate, who: AccountId) = "/week?of={on}&who={who}";
    /// The file that a calendar's secret address holds.
    calendar_file(secret: str) = "/calendar/{secret}.ics";
    /// One session.
    session(id: EngagementId, session: SessionId) = "/engagements/{id}/sessions/{session}";
    /// One group: several people's sessions at the same time.
    group(id: GroupId) = "/groups/{id}";
    /// Something of one group: `group_part(id, "move")`.
    group_part(id: GroupId, part: str) = "/groups/{id}/{part}";
    /// One list that somebody brought.
    import(id: ImportId) = "/imports/{id}";
    /// Something of one list's: `import_part(id, "rows")`.
    import_part(id: ImportId, part: str) = "/imports/{id}/{part}";
    /// One relationship.
    relationship(id: RelationshipId) = "/relationships/{id}";
    /// Something of one relationship's: `relationship_part(id, "meeting")`.
    relationship_part(id: RelationshipId, part: str) = "/relationships/{id}/{part}";
    /// Going in to a planned visit.
    go_to(id: EngagementId, session: SessionId) = "/out/new?engagement={id}&session={session}";
    /// Somebody who is out, for whoever looks out.
    outing(id: OutingId) = "/out/{id}";
    /// Something of one outing: `outing_part(id, "ending")`.
    outing_part(id: OutingId, part: str) = "/out/{id}/{part}";
    /// One place.
    place(id: PlaceId) = "/places/{id}";
    /// Something of one place: `place_part(id, "retirement")`.
    place_part(id: PlaceId, part: str) = "/places/{id}/{part}";
    /// That a concern was received, for whoever told it.
    concern_receipt(id: ConcernId) = "/concerns/{id}";
    /// One concern, as a safeguarding lead has it.
    concern(id: ConcernId) = "/safeguarding/{id}";
    /// Something of one concern: `concern_part(id, "letter")`.
    concern_part(id: ConcernId, part: str) = "/safeguarding/{id}/{part}";
    /// One term for what people love.
    term(id: TermId) = "/terms/{id}";
    /// Undoing a change of a term.
    term_undoing(id: TermChangeId) = "/terms/changes/{id}/undoing";
    /// One contract, as its commissioner sees it.
    contract(id: ContractId) = "/contracts/{id}";
    /// Something of one contract's: `contract_part(id, "people")`.
    contract_part(id: ContractId, part: str) = "/contracts/{id}/{part}";
    /// How we know that one relationship of a contract stands on its own.
    contract_evidence(id: ContractId, relationship: RelationshipId) = "/contracts/{id}/relationships/{relationship}";
    /// One engagement's budget.
    budget(id: EngagementId) = "/budgets/{id}";
    /// Something of one budget's: `budget_part(id, "files/statement.xlsx")`.
    budget_part(id: EngagementId, part: str) = "/budgets/{id}/{part}";
    /// One account.
    account(id: AccountId) = "/accounts/{id}";
    /// Something of one account's: `account_part(id, "password")`.
    account_part(id: AccountId, part: str) = "/accounts/{id}/{part}";
    /// What one colleague has, for a team lead.
    caseload_of(id: AccountId) = "/team/caseloads/{id}";
    /// Giving cases of a colleague's to others.
    moving(id: AccountId) = "/team/caseloads/{id}/moving";
    /// Which cases of a colleague were given to others.
    given(id: AccountId) = "/team/caseloads/{id}/given";
    /// Saying how much a colleague can take.
    capacity(id: AccountId) = "/team/caseloads/{id}/capacity";
    /// One note of supervision.
    supervision(id: SupervisionId) = "/supervision/{id}";
    /// Writing down a supervision with a colleague.
    new_supervision(with: AccountId) = "/supervision/new?with={with}";
    /// One sample of records.
    sample(id: SampleId) = "/team/samples/{id}";
    /// One case of a sample.
    sampled(id: SampleId, engagement: EngagementId) = "/team/samples/{id}/{engagement}";
    /// One contract, as the administrator sets it up.
    funder(id: ContractId) = "/funders/{id}";
    /// The one-time page on which the first administrator is made.
    first_run(secret: str) = "/first-run/{secret}";
}

/// Where a role begins.
pub fn home(role: app::access::Role) -> &'static str {
    use app::access::Role;
    match role {
        Role::Connector | Role::TeamLead | Role::SafeguardingLead => TODAY,
        Role::Commissioner => CONTRACTS,
        Role::Finance => BUDGETS,
        Role::Administrator => ACCOUNTS,
    }
}

/// An address that came with a request, if it is one of our own: a path, not another host in disguise.
pub fn local(to: &str) -> Option<&str> {
    let second = to.chars().nth(1);
    let plain = to.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    (to.starts_with('/') && second != Some('/') && plain && to.len() <= 500).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_paths_are_gone_to() {
        for to in ["/", "/people", "/contracts/1?from=2026-04-06"] {
            assert_eq!(local(to), Some(to));
        }
        for to in [
            "",
            "people",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nset-cookie:x",
            "/\u{202e}",
        ] {
            assert_eq!(local(to), None, "{to:?}");
        }
    }
}
