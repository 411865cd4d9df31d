//! Answers to "do you agree?", one list for each thing asked. The answer that counts on a day is the
//! last one given up to that day, however late it was written down.
//!
//! Source: Mental Capacity Act 2005; consent to take part is not a data-protection basis.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::document::KeptDocument;
use super::{
    AnswerMethod, AuthorityError, Consent, ConsentScope, LinkedSupporter, Person, PersonError, PersonEvent,
    SupportedOnly,
};
use crate::shared::ids::{BestInterestsId, PersonId, SupporterId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// One answer, as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Yes, perhaps until a day.
    Given { consent: Consent, words: Option<Personal<Words>> },
    /// No.
    Refused { on: NaiveDate, how: AnswerMethod, words: Option<Personal<Words>> },
    /// Yes before, no from this day on.
    Withdrawn { on: NaiveDate, how: AnswerMethod, words: Option<Personal<Words>> },
}

impl Answer {
    /// The day it was given.
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Given { consent, .. } => consent.given_on,
            Self::Refused { on, .. } | Self::Withdrawn { on, .. } => *on,
        }
    }

    /// How it was given.
    pub fn how(&self) -> AnswerMethod {
        match self {
            Self::Given { consent, .. } => consent.how,
            Self::Refused { how, .. } | Self::Withdrawn { how, .. } => *how,
        }
    }

    /// What they said; `None` when nothing was noted or the person has been forgotten.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::Given { words, .. } | Self::Refused { words, .. } | Self::Withdrawn { words, .. } => {
                words.as_ref().and_then(Personal::get)
            }
        }
    }

    pub(super) fn forget(&mut self, subject: PersonId) {
        match self {
            Self::Given { words, .. } | Self::Refused { words, .. } | Self::Withdrawn { words, .. } => {
                if let Some(words) = words {
                    words.forget(subject);
                }
            }
        }
    }
}

impl Person {
    /// The agreement that holds on a day, if one does.
    pub fn consent(&self, scope: ConsentScope, day: NaiveDate) -> Option<&Consent> {
        match self.answer(scope, day)? {
            Answer::Given { consent, .. } if consent.holds_on(day) => Some(consent),
            _ => None,
        }
    }

    /// Whether their last answer was no: refused, or agreed once and withdrawn.
    pub fn refused(&self, scope: ConsentScope) -> bool {
        let last = self.consents.get(&scope).and_then(|answers| answers.last());
        matches!(last, Some(Answer::Refused { .. } | Answer::Withdrawn { .. }))
    }

    /// Whether work with them may go on on a day: not after they said no, until they say yes again. On the
    /// day itself something may have been before.
    pub fn takes_part(&self, day: NaiveDate) -> Result<(), PersonError> {
        match self.answer(ConsentScope::TakePart, day) {
            Some(Answer::Refused { on, .. } | Answer::Withdrawn { on, .. }) if *on < day => {
                Err(PersonError::TakesPartNoLonger { on: day, since: *on })
            }
            _ => Ok(()),
        }
    }

    /// The answer that counts on a day: the last one up to it, whether or not it has run out since.
    pub fn answer(&self, scope: ConsentScope, day: NaiveDate) -> Option<&Answer> {
        self.consents.get(&scope)?.iter().rev().find(|answer| answer.on() <= day)
    }

    pub(super) fn give_consent(
        &self,
        consent: Consent,
        words: &Option<Words>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let Consent { scope, given_on, how, until, decision_id, given_by, evidence } = consent;
        self.can_be_asked(scope, "given_on", given_on, today)?;
        if let Some(until) = until
            && until < given_on
        {
            return Err(PersonError::UntilBeforeGiven { given_on, until });
        }
        let words = self.said(words);
        if self.is_the_answer(scope, &Answer::Given { consent, words: words.clone() }) {
            return Ok(Vec::new());
        }
        if let Some(supporter_id) = given_by {
            self.may_answer_for_them(supporter_id, how, scope, given_on)?;
        }
        self.may_answer_so(how, decision_id, scope, given_on)?;
        if let Some(document_id) = evidence {
            let there = self.documents.get(&document_id).is_some_and(KeptDocument::is_there);
            there.then_some(()).ok_or(PersonError::UnknownDocument { document_id })?;
        }
        Ok(vec![PersonEvent::ConsentGiven {
            scope,
            given_on,
            how,
            until,
            words,
            decision_id,
            given_by,
            evidence,
        }])
    }

    /// Supporters who may answer for them what they cannot answer themselves: attorneys and deputies of whom it is
    /// recorded that they decide about health and welfare. Those too who are there no longer, for a day gone by.
    pub fn answering_for_them(&self) -> Vec<&LinkedSupporter> {
        self.supporters.values().filter(|linked| linked.answers_for_them()).collect()
    }

    /// Since when they have been found able to answer what was answered for them; `None` while they have not, and of
    /// an answer of their own.
    pub fn able_to_answer_since(&self, consent: &Consent) -> Option<NaiveDate> {
        let decision = consent.decision_id.and_then(|id| self.best_interests.get(&id));
        let decided = decision.and_then(|decision| self.found_able(decision.assessment_id));
        let answered = consent.given_by.and_then(|_| self.able_about(consent.scope, NaiveDate::MAX));
        decided.or(answered.filter(|since| *since > consent.given_on))
    }

    /// The day of the latest assessment up to a day about what a question covers, when it found that they can decide.
    fn able_about(&self, scope: ConsentScope, until: NaiveDate) -> Option<NaiveDate> {
        let about = self.assessments.values().filter(|kept| kept.decision.covers(scope));
        let known = about.filter(|kept| kept.assessed_on <= until && kept.assessment.get().is_some());
        let last = known.max_by_key(|kept| (kept.assessed_on, kept.assessment_id))?;
        (!last.lacks()).then_some(last.assessed_on)
    }

    /// An attorney or deputy answers within what they may decide, while they are there for the person, and not once it
    /// was found that the person can. Source: Mental Capacity Act 2005, sections 11(7) and 20(1).
    fn may_answer_for_them(
        &self,
        supporter_id: SupporterId,
        how: AnswerMethod,
        scope: ConsentScope,
        on: NaiveDate,
    ) -> Result<(), PersonError> {
        if how == AnswerMethod::BestInterests {
            return Err(AuthorityError::DecidedAndAnswered { supporter_id }.into());
        }
        let linked = self.supporters.get(&supporter_id).filter(|linked| linked.answers_for_them());
        let Some(linked) = linked else {
            return Err(AuthorityError::MayNotAnswerForThem { supporter_id }.into());
        };
        if !linked.helped_on(on) {
            return Err(AuthorityError::NotThereThen { supporter_id, on }.into());
        }
        let able = self.able_about(scope, on);
        able.map_or(Ok(()), |able_since| Err(PersonError::CanDecideNow { able_since }))
    }

    /// A yes that was given for somebody rests on a decision about it, and one of their own on none.
    /// Source: Mental Capacity Act 2005, section 5.
    pub(super) fn may_answer_so(
        &self,
        how: AnswerMethod,
        decision_id: Option<BestInterestsId>,
        scope: ConsentScope,
        on: NaiveDate,
    ) -> Result<(), PersonError> {
        match (how, decision_id) {
            (AnswerMethod::BestInterests, None) => Err(PersonError::BestInterestsUnrecorded { scope }),
            (AnswerMethod::BestInterests, Some(decision_id)) => self.can_rest_on(decision_id, scope, on),
            (_, Some(decision_id)) => Err(PersonError::TheirOwnAnswer { decision_id }),
            (_, None) => Ok(()),
        }
    }

    pub(super) fn refuse_consent(
        &self,
        scope: ConsentScope,
        refused_on: NaiveDate,
        how: AnswerMethod,
        words: &Option<Words>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.can_be_asked(scope, "refused_on", refused_on, today)?;
        let words = self.said(words);
        if self.is_the_answer(scope, &Answer::Refused { on: refused_on, how, words: words.clone() }) {
            return Ok(Vec::new());
        }
        Ok(vec![PersonEvent::ConsentRefused { scope, refused_on, how, words }])
    }

    pub(super) fn withdraw_consent(
        &self,
        scope: ConsentScope,
        withdrawn_on: NaiveDate,
        how: AnswerMethod,
        words: &Option<Words>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.can_be_asked(scope, "withdrawn_on", withdrawn_on, today)?;
        let words = self.said(words);
        if self.is_the_answer(scope, &Answer::Withdrawn { on: withdrawn_on, how, words: words.clone() }) {
            return Ok(Vec::new());
        }
        if self.consent(scope, withdrawn_on).is_none() {
            return Err(PersonError::NothingToWithdraw { scope, on: withdrawn_on });
        }
        Ok(vec![PersonEvent::ConsentWithdrawn { scope, withdrawn_on, how, words }])
    }

    /// Puts an answer in the place of its day; of two on one day, the one recorded later stands later.
    pub(super) fn take_answer(&mut self, scope: ConsentScope, answer: Answer) {
        let answers = self.consents.entry(scope).or_default();
        let place = answers.partition_point(|earlier| earlier.on() <= answer.on());
        answers.insert(place, answer);
    }

    /// They live, the question is one for them, and the day has come.
    fn can_be_asked(
        &self,
        scope: ConsentScope,
        field: &'static str,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), PersonError> {
        self.is_alive()?;
        match scope {
            ConsentScope::BeIntroduced | ConsentScope::Photographs => {}
            ConsentScope::TakePart | ConsentScope::ShareWithFunder | ConsentScope::ShareWithFamily => {
                self.is_one_we_support(SupportedOnly::Answer(scope))?;
            }
        }
        self.in_their_life(field, on, today)
    }

    fn is_the_answer(&self, scope: ConsentScope, answer: &Answer) -> bool {
        self.answer(scope, answer.on()) == Some(answer)
    }
}
