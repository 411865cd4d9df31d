//! How a communication need looks: one drawing for each, the same on every page, always beside its words.

use domain::person::codes::CommunicationNeed;

/// The drawing beside a need.
pub fn need_icon(need: CommunicationNeed) -> &'static str {
    match need {
        CommunicationNeed::EasyRead => "image",
        CommunicationNeed::UsesSymbols => "star",
        CommunicationNeed::UsesPhotographs => "camera",
        CommunicationNeed::UsesMakaton | CommunicationNeed::UsesBsl => "hand",
        CommunicationNeed::BslInterpreter => "languages",
        CommunicationNeed::LargePrint => "eye",
        CommunicationNeed::Braille => "ellipsis",
        CommunicationNeed::Audio => "ear",
        CommunicationNeed::SpokenInformation => "message-circle",
        CommunicationNeed::QuietPlaces => "volume-1",
        CommunicationNeed::MoreTime => "hourglass",
        CommunicationNeed::WheelchairAccess => "accessibility",
        CommunicationNeed::SupporterPresent => "users",
        CommunicationNeed::ContactViaCarer => "user-check",
        CommunicationNeed::ByText => "messages-square",
        CommunicationNeed::ByEmail => "mail",
        CommunicationNeed::ByLetter => "file-text",
        CommunicationNeed::Reminders => "bell",
        CommunicationNeed::Advocate => "scale",
        CommunicationNeed::CommunicationPassport => "id-card",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_has_a_drawing() {
        for need in CommunicationNeed::ALL {
            assert!(crate::look::has_icon(need_icon(*need)), "{need}");
        }
    }
}
