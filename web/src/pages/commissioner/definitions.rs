//! What each figure counts, in the words that stand on the page and below the rows of an export. The long
//! version, with the events each is made of, is `docs/domain/figures.md`.

/// People supported, started, ended.
pub const PEOPLE: &str = "People supported: everybody with an engagement under this contract that was under way on \
    any day of the span. Somebody with two engagements counts once. Started and ended count engagements whose first \
    or last day lies in the span.";

/// Introductions and the steps from an idea to a friendship.
pub const INTRODUCTIONS: &str = "Introductions: those proposed in the span. Each step counts how many of them have \
    come so far by now, also after the span: both said yes; the two met; they met and have three contacts or more; \
    they stand, or once stood, on their own. A contact that was taken back does not count.";

/// Relationships that stand on their own, and their share.
pub const STANDING: &str = "Stand on their own: relationships from introductions proposed in the span that were \
    declared to go on without the connector, also those that have gone quiet since, which is shown beside them. \
    Eight tests are put to the record on the day of the declaration, and what they found is kept. Where a test had \
    not passed, a team lead who did not ask for it must have signed, and it is marked. The share is of those who met.";

/// The range beside a share.
pub const RANGE: &str = "The range beside a share is Wilson’s 95% interval: what chance alone could have made of the \
    same work. Where nobody can be counted there is no share, and a dash stands for it.";

/// Hours agreed and delivered.
pub const HOURS: &str = "Hours agreed: minutes a week × days ÷ 7 over the days of the span that lie in the agreed \
    term, days of rest left out, nothing after the ending, rounded to the minute for each case. Hours delivered: the \
    minutes of sessions that took place in the span, of the kinds that are charged; planning, writing and travel are \
    recorded and not counted.";

/// References instead of names.
pub const REFERENCES: &str = "A reference such as E-4F7K2M9Q stands for one case, R-… for one relationship. It is the \
    same on every page and in every file, and only the connecting organisation can tell whose it is.";
