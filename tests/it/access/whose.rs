//! Whose a route can be, in words that say who may use it and of whose record.

/// Who may use a route, and of whose record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Anybody, signed in or not.
    Anybodys,
    /// Nobody's once there is an account: a one-time page; or nobody's without a secret that nobody here has.
    Nobodys,
    /// Whoever is signed in.
    EverySignedIn,
    /// Connectors and team leads; no record stands in the address.
    Connectors,
    /// Team leads; no record stands in the address.
    TeamLeads,
    /// The connector whose case it is, and the team leads of the same organisation.
    TheCaseload,
    /// The team leads of the organisation whose record it is.
    TheTeamLeads,
    /// Commissioners and team leads; no record stands in the address.
    Commissioners,
    /// Whoever pays for this contract, and team leads of its organisation.
    TheContract,
    /// Finance staff; no record stands in the address.
    Finance,
    /// Finance staff of the organisation whose budget it is.
    TheBudget,
    /// Administrators; no record stands in the address.
    Administrators,
    /// Administrators of the organisation whose account or contract it is.
    TheHouse,
    /// Safeguarding leads; no record stands in the address.
    SafeguardingLeads,
    /// The safeguarding leads of the organisation whose concern it is.
    TheConcern,
    /// Whoever told the safeguarding lead of it, and the safeguarding leads of the organisation.
    TheTelling,
    /// Whoever is out, and whoever leads in the same organisation.
    TheOuting,
    /// Whoever leads in the organisation in which somebody is out.
    TheLookingOut,
    /// Whoever is out, and nobody else.
    TheirOwn,
    /// Whoever works with people in the organisation whose record it is.
    TheWholeTeams,
}
