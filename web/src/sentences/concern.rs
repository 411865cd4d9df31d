//! What happened to a safeguarding concern, for the chronology on the lead's page. No other page says it.

use std::collections::HashMap;

use domain::concern::{ConcernEvent as Fact, ReferredTo};
use domain::shared::ids::AccountId;
use domain::shared::personal::Personal;

use super::Told;
use crate::format;

/// An event in words, as recorded by somebody; `None` for a reading, which has a list of its own.
pub fn tell(event: &Fact, by: AccountId, names: &HashMap<AccountId, String>) -> Option<Told> {
    let name = |account: &AccountId| names.get(account).map_or("somebody", String::as_str);
    let who = format::capital(name(&by));
    let told = match event {
        Fact::ConcernReported { raised_on, .. } => {
            Told::new("message-circle", *raised_on, format!("{who} told the safeguarding lead"))
        }
        Fact::ReportCompleted { completed_on, .. } => {
            Told::new("pencil-line", *completed_on, format!("{who} completed what is known"))
        }
        Fact::ConcernTakenOver { lead, taken_on } => {
            Told::new("user-check", *taken_on, format!("{} took it over", format::capital(name(lead))))
        }
        Fact::ActionAgreed { action, owner, due_on, agreed_on } => {
            let owner = name(owner);
            let does = if owner == "you" { "do" } else { "does" };
            let what = format!("Next, by {}: {owner} {does} it", format::date(*due_on));
            Told::new("flag", *agreed_on, what).saying(Some(action))
        }
        Fact::ActionDone { came_of, done_on } => {
            Told::new("circle-check", *done_on, format!("{who} did it")).saying(came_of.as_ref())
        }
        Fact::ConcernReferred { referral, referred_on } => {
            let referral = referral.get();
            let to = match referral.map(|referral| referral.to) {
                Some(ReferredTo::Council) => "the council",
                Some(ReferredTo::Cqc) => "the Care Quality Commission",
                Some(ReferredTo::Police) => "the police",
                Some(ReferredTo::Somebody) | None => "somebody else",
            };
            let reference = referral.and_then(|referral| referral.reference.as_ref());
            let reference = reference.map(|reference| format!(", reference {reference}")).unwrap_or_default();
            let mut told = Told::new("mail", *referred_on, format!("{who} told {to}{reference}"));
            told.words = referral.and_then(|referral| referral.words.as_ref()).map(ToString::to_string);
            told
        }
        Fact::CouncilDecided { decision, decided_on } => {
            let decision = decision.get();
            let answer = decision.map_or("what it said is gone", |decision| decision.answer.label());
            let reference = decision.and_then(|decision| decision.reference.as_ref());
            let reference =
                reference.map(|reference| format!(" (reference {reference})")).unwrap_or_default();
            let mut told =
                Told::new("landmark", *decided_on, format!("The council decided: {answer}{reference}"));
            told.words = decision.and_then(|decision| decision.words.as_ref()).map(ToString::to_string);
            told
        }
        Fact::RaiserTold { words, told_on } => {
            Told::new("messages-square", *told_on, format!("{who} told whoever raised it"))
                .saying(Some(words))
        }
        Fact::BannerShown { banner, shown_on } => {
            let until = banner.get().map(|banner| format!(", until {}", format::date(banner.until_on)));
            let what = format!(
                "Others are asked to speak to the safeguarding lead first{}",
                until.unwrap_or_default()
            );
            Told::new("hand", *shown_on, what)
        }
        Fact::BannerEnded { ended_on } => {
            Told::new("hand", *ended_on, "Others are not asked any more to speak to the lead first").aside()
        }
        Fact::ConcernSettled { closing, settled_on } => {
            let mut told = Told::new("archive", *settled_on, format!("{who} closed it"));
            told.words = closing.get().map(|closing| closing.words.to_string());
            told
        }
        Fact::ConcernTakenUpAgain { reason, taken_up_on } => {
            Told::new("rotate-ccw", *taken_up_on, format!("{who} took it up again")).saying(Some(reason))
        }
        Fact::ConcernKeptLonger { until, reason, decided_on } => {
            let what = format!("{who} decided that it is kept until {}", format::date(*until));
            Told::new("archive", *decided_on, what).saying(Some(reason))
        }
        Fact::DestructionDecided { ground, decided_on, .. } => {
            let mut told = Told::new("trash-2", *decided_on, format!("{who} decided that it is destroyed"));
            told.words = Some(ground.label().to_owned());
            told
        }
        Fact::ConcernDestroyed { destroyed_on, .. } => {
            Told::new("trash-2", *destroyed_on, "It was destroyed: no word of it can be read any more")
        }
        Fact::PersonReplaced { replaced_on, .. } => Told::new(
            "copy",
            *replaced_on,
            format!(
                "{who} put two records together or took them apart: it is about the one that stands here"
            ),
        )
        .aside(),
        Fact::ConcernRead { .. } => return None,
    };
    Some(told)
}

/// What a value said, unless it is gone.
pub fn words<T: ToString>(value: &Personal<T>) -> String {
    value.get().map_or_else(|| "What it said is gone".to_owned(), ToString::to_string)
}
