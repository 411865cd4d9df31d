//! The rule of an assessment: somebody lacks capacity if, and only if, there is an impairment, they
//! cannot do at least one of the four things, and that is because of it. First contradiction wins, and
//! says which two answers contradict each other.
//!
//! Source: Mental Capacity Act 2005, sections 1 to 3.

use thiserror::Error;

use super::assessment::Assessment;
use super::codes::*;

/// Two answers that do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Contradiction {
    #[error(
        "You answered that there is no impairment of the mind or brain, and also that what they cannot do is \
         because of one. Change one of the two answers"
    )]
    BecauseOfNothing,
    #[error(
        "You answered that they can do all four things, and also that there is something they cannot do. \
         Change one of the two answers"
    )]
    UnableToDoNothing { nexus: Nexus },
    #[error(
        "You answered that they cannot {}. Say whether that is because of the impairment, or for another reason",
        .unable.label()
    )]
    ReasonMissing { unable: Skill },
    #[error(
        "The conclusion is that they cannot decide, but you answered that there is no impairment of the mind \
         or brain. Without one, the law says that they can decide. Change one of the two answers"
    )]
    LacksWithoutImpairment,
    #[error(
        "The conclusion is that they cannot decide, but you answered that they can do all four things. Then \
         the law says that they can decide. Change one of the answers"
    )]
    LacksThoughAble,
    #[error(
        "The conclusion is that they cannot decide, but you answered that what they cannot do is for another \
         reason than the impairment. Then this is not a lack of capacity. Change one of the two answers"
    )]
    LacksForAnotherReason,
    #[error(
        "The conclusion is that they cannot decide, but you answered that not everything reasonable was done \
         to help them. Help them first, or say what was done"
    )]
    LacksWithoutHelp,
    #[error(
        "The conclusion is that they can decide, but you answered that they cannot {}, because of an \
         impairment. Then the law says that they lack capacity for this decision. Change one of the answers",
        .unable.label()
    )]
    HasThoughUnable { unable: Skill },
}

impl Contradiction {
    /// The answer beside which it is said.
    pub fn field(self) -> &'static str {
        match self {
            Self::BecauseOfNothing | Self::UnableToDoNothing { .. } | Self::ReasonMissing { .. } => "nexus",
            Self::LacksWithoutHelp => "helped",
            Self::LacksWithoutImpairment
            | Self::LacksThoughAble
            | Self::LacksForAnotherReason
            | Self::HasThoughUnable { .. } => "conclusion",
        }
    }
}

impl Assessment {
    /// Whether its answers go together.
    pub fn is_consistent(&self) -> Result<(), Contradiction> {
        use Contradiction as No;
        let (impaired, unable) = (self.impairment != Impairment::None, self.first_inability());
        match (self.nexus, unable) {
            (Nexus::Because, _) if !impaired => return Err(No::BecauseOfNothing),
            (nexus @ (Nexus::Because | Nexus::NotBecause), None) => {
                return Err(No::UnableToDoNothing { nexus });
            }
            (Nexus::NotAsked, Some(unable)) if impaired => return Err(No::ReasonMissing { unable }),
            _ => {}
        }
        let because = self.nexus == Nexus::Because;
        match (self.conclusion, unable) {
            (Conclusion::Lacks, _) if !impaired => Err(No::LacksWithoutImpairment),
            (Conclusion::Lacks, None) => Err(No::LacksThoughAble),
            (Conclusion::Lacks, Some(_)) if !because => Err(No::LacksForAnotherReason),
            (Conclusion::Lacks, Some(_)) if !self.helped => Err(No::LacksWithoutHelp),
            (Conclusion::Has, Some(unable)) if impaired && because => Err(No::HasThoughUnable { unable }),
            (Conclusion::Has | Conclusion::Lacks, _) => Ok(()),
        }
    }
}
