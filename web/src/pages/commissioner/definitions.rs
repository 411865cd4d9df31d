//! What each figure counts, in the words that stand on the page and below the rows of an export. The long
//! version, with the events each is made of, is `docs/domain/figures.md`.

/// What one figure counts.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// What it is called.
    pub term: &'static str,
    /// What it counts.
    pub words: &'static str,
}

impl Definition {
    const fn new(term: &'static str, words: &'static str) -> Self {
        Self { term, words }
    }

    /// In one line, for a sheet.
    pub fn line(self) -> String {
        format!("{}: {}", self.term, self.words)
    }
}

/// People supported, started, ended.
pub const PEOPLE: Definition = Definition::new(
    "People supported",
    "Everybody with an engagement under this contract that was under way on any day of the span; somebody with two \
     counts once. Started and ended count engagements whose first or last day lies in the span.",
);

/// Introductions and the steps from an idea to a friendship.
pub const INTRODUCTIONS: Definition = Definition::new(
    "Introductions",
    "Those proposed in the span. Each step counts how many of them have come so far by now, also after the span: both \
     said yes; the two met; they have three contacts or more; they stand, or once stood, on their own. A contact that \
     was taken back does not count.",
);

/// Relationships that stand on their own, and their share.
pub const STANDING: Definition = Definition::new(
    "Stand on their own",
    "Relationships from introductions proposed in the span that were declared to go on without the connector, also \
     those that have gone quiet since. Eight tests are put to the record on the day of the declaration, and what they \
     found is kept. Where one had not passed, a team lead who did not ask for it must have signed, and it is marked. \
     The share is of those who met.",
);

/// The range beside a share.
pub const RANGE: Definition = Definition::new(
    "The range",
    "Wilson’s 95% interval: what chance alone could have made of the same work. Where nobody can be counted there is \
     no share, and a dash stands for it.",
);

/// Roles among others.
pub const ROLES: Definition = Definition::new(
    "Roles among others",
    "People supported who had a role that others count on (a member, a volunteer, an employee or self-employed, on a \
     committee, teaching or learning something) on a day of the span on which their engagement was under way, and of \
     those the ones who took one up on such a day. A role that was taken back as recorded by mistake does not count. It \
     is not said that the work brought it about.",
);

/// Hours agreed and delivered.
pub const HOURS: Definition = Definition::new(
    "Hours",
    "Agreed: minutes a week × days ÷ 7 over the days of the span that lie in the term, days of rest left out, nothing \
     after the ending, rounded to the minute for each case. Delivered: the minutes of sessions in the span, of the \
     kinds that are charged; planning, writing and travel are recorded and not counted.",
);

/// References instead of names.
pub const REFERENCES: Definition = Definition::new(
    "References",
    "E-… stands for one case, R-… for one relationship. Each is the same on every page and in every file, and only the \
     connecting organisation can tell whose it is.",
);
