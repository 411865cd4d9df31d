//! How to communicate with somebody, said to them. A hard word is explained by a second sentence.

use domain::person::codes::CommunicationNeed as Need;

use super::Said;
use crate::look::need_icon;

/// Each need, in the order in which they were recorded.
pub fn needs(list: &[Need]) -> Vec<Said> {
    list.iter().map(|need| told(*need)).collect()
}

fn told(need: Need) -> Said {
    let (line, more) = match need {
        Need::EasyRead => ("You like Easy Read.", "Easy Read is short words with pictures."),
        Need::UsesSymbols => ("You use symbols.", "Symbols are pictures that stand for words."),
        Need::UsesPhotographs => ("You like photographs.", ""),
        Need::UsesMakaton => ("You use Makaton.", "Makaton is signs that go with talking."),
        Need::UsesBsl => ("You use British Sign Language.", ""),
        Need::BslInterpreter => {
            ("You need an interpreter.", "An interpreter puts talking into signs for you.")
        }
        Need::LargePrint => ("You need big print.", ""),
        Need::Braille => ("You read Braille.", "Braille is letters you feel with your fingers."),
        Need::Audio => ("You like to listen to information.", ""),
        Need::SpokenInformation => ("You like people to tell you things.", "You do not want it written."),
        Need::QuietPlaces => ("You like quiet places.", ""),
        Need::MoreTime => ("You need more time.", "People must not rush you."),
        Need::WheelchairAccess => ("You need places where a wheelchair can go.", ""),
        Need::SupporterPresent => ("You want your supporter with you.", ""),
        Need::ContactViaCarer => ("We talk to your carer first.", ""),
        Need::ByText => ("You like text messages.", ""),
        Need::ByEmail => ("You like emails.", ""),
        Need::ByLetter => ("You like letters.", ""),
        Need::Reminders => ("You like us to remind you.", ""),
        Need::Advocate => ("You have an advocate.", "An advocate helps you to speak up."),
        Need::CommunicationPassport => {
            ("You have a communication passport.", "It tells people how to talk with you.")
        }
    };
    let said = Said::new(need_icon(need), line);
    if more.is_empty() { said } else { said.and(more) }
}

#[cfg(test)]
mod tests {
    use super::super::proof::is_easy;
    use super::*;

    #[test]
    fn every_need_is_said_in_easy_words() {
        let all = needs(Need::ALL);
        assert_eq!(all.len(), Need::ALL.len());
        is_easy(&all);
    }
}
