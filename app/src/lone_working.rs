//! How an organisation looks out for those who are out alone: how long nobody is troubled, whom to ring in the
//! end, and everybody's own word of alarm. Kept beside the accounts; none of it is about a person supported.

use async_trait::async_trait;
use domain::outing::{USUAL_GRACE_MINUTES, fitting_grace};
use domain::shared::ids::{AccountId, OrganisationId};
use domain::shared::text::Line;

use crate::App;
use crate::access::Connecting;
use crate::error::{Failure, Refusal};

/// The shortest word of alarm, in characters.
const SHORTEST_WORD: usize = 4;

/// What an organisation has agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoneWorking {
    /// Minutes after the time said in which nobody is troubled: 15 to 30.
    pub grace_minutes: i64,
    /// Whom to ring when neither the colleague nor a lead has made sure: a name and a number.
    pub on_call: Option<Line>,
}

impl Default for LoneWorking {
    fn default() -> Self {
        Self { grace_minutes: USUAL_GRACE_MINUTES, on_call: None }
    }
}

/// Where it is kept. A word of alarm is kept as a password is: nobody can read it, its owner neither.
#[async_trait]
pub trait LoneWorkers: Send + Sync {
    /// What an organisation has agreed; the usual when nothing was.
    async fn agreed(&self, organisation: OrganisationId) -> Result<LoneWorking, Failure>;

    /// Agrees it anew.
    async fn agree(&self, organisation: OrganisationId, agreed: &LoneWorking) -> Result<(), Failure>;

    /// Whether an account has a word of alarm.
    async fn has_word(&self, account: AccountId) -> Result<bool, Failure>;

    /// Sets an account's word of alarm, or takes it away.
    async fn set_word(&self, account: AccountId, word: Option<&str>) -> Result<(), Failure>;

    /// Whether this is the account's word of alarm. Takes as long when there is none.
    async fn is_word(&self, account: AccountId, said: &str) -> Result<bool, Failure>;
}

impl App {
    /// Agrees how the organisation looks out, as somebody who leads.
    pub async fn agree_lone_working(
        &self,
        who: &Connecting<'_>,
        grace_minutes: i64,
        on_call: Option<Line>,
    ) -> Result<(), Refusal> {
        if !who.leads() {
            return Err(Refusal::NotYours);
        }
        if fitting_grace(grace_minutes) != grace_minutes {
            return Err(Refusal::invalid("grace_minutes", "Choose 15 to 30 minutes"));
        }
        Ok(self.lone.agree(who.organisation(), &LoneWorking { grace_minutes, on_call }).await?)
    }

    /// Sets the viewer's own word of alarm; an empty one takes it away.
    pub async fn set_alarm_word(&self, who: &Connecting<'_>, said: &str) -> Result<(), Refusal> {
        let word = plain(said);
        match word.chars().count() {
            0 => Ok(self.lone.set_word(who.account(), None).await?),
            1..SHORTEST_WORD => Err(Refusal::invalid("word", "Choose a word of four letters or more")),
            61.. => Err(Refusal::invalid("word", "Choose a shorter word")),
            _ => Ok(self.lone.set_word(who.account(), Some(&word)).await?),
        }
    }
}

/// A word as it is compared: small letters, single spaces, no full stop at its end.
pub fn plain(said: &str) -> String {
    let small = said.to_lowercase();
    let words: Vec<&str> = small.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', '!']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_however_it_is_typed() {
        assert_eq!(plain("  Blue   Kettle. "), "blue kettle");
        assert_eq!(plain("blue kettle!"), plain("BLUE kettle"));
        assert_eq!(plain(" . "), "");
    }
}
