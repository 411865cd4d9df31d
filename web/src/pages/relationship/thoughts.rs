//! What may be worth a thought, in sentences: what was seen, and what to ask. Connectors and team leads read it, on the
//! page of the relationship and nowhere else; whether it is a worry, they decide.

use domain::relationship::Sight;

use super::two::Two;
use crate::format;

/// Something that was seen.
pub struct Worth {
    /// What is on record.
    pub seen: String,
    /// The question to ask.
    pub ask: String,
}

/// All of it.
pub fn of(two: &Two) -> Vec<Worth> {
    let thoughts = two.now().worth_a_thought(two.today);
    thoughts.into_iter().map(|thought| worth(thought.sight, two.person(), two.other())).collect()
}

fn worth(sight: Sight, person: &str, other: &str) -> Worth {
    let (seen, ask) = match sight {
        Sight::GivesGifts { seen_on } => (
            format!(
                "{person} gives {other} gifts or money, and none comes back: so it was written down on {}.",
                format::date(seen_on)
            ),
            format!("Ask {person} alone: whose idea was it, and what if there were none?"),
        ),
        Sight::ReceivesGifts { times, seen_on } => (
            format!(
                "{other} gives {person} gifts or money and gets none: so it was written down {} in half a year, last on {}.",
                format::plural(times, "time", "times"),
                format::date(seen_on)
            ),
            format!("Ask {person} alone: does {other} want anything for it?"),
        ),
        Sight::AloneAndLower { alone, alone_before } => (
            format!(
                "In four weeks they were in touch {} without the connector, and {} in the twelve weeks before. It went less well for {person} than it did then.",
                format::plural(alone, "time", "times"),
                match alone_before {
                    0 => "never".to_owned(),
                    before => format::plural(before, "time", "times"),
                }
            ),
            format!("Ask {person} alone: what is it like when nobody else is there?"),
        ),
        Sight::NobodyKnows { month, checked_on } => (
            format!(
                "When it was looked at again after {}, on {}, nobody could find out how it goes.",
                format::plural(usize::from(month), "month", "months"),
                format::date(checked_on)
            ),
            format!("Who has seen {person} since, and who else could be asked?"),
        ),
    };
    Worth { seen, ask }
}
