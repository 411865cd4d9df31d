//! An instrument in one version: its questions, the answers they offer, whose wording it is and how it may be used.
//! A version that was ever used stays here for good, because answers name it.

use super::{Instrument, wording};
use crate::codes;

codes! {
    /// On what terms an instrument is used.
    Licence {
        Free = "Free to use, with its source named",
        Registered = "Used under a licence that the organisation has registered for",
        Commercial = "Sold by its owner; only the score is kept here",
    }
}

/// One version of an instrument.
#[derive(Debug, PartialEq, Eq)]
pub struct Scale {
    /// Which.
    pub instrument: Instrument,
    /// Counted from 1; a change of wording or of the answers is another version.
    pub version: u16,
    /// Said before the questions; empty for nothing.
    pub intro: &'static str,
    /// Its questions, in their order; none where the questions are the person's own goals.
    pub items: &'static [Item],
    /// On what terms it is used.
    pub licence: Licence,
    /// Whose it is, as it is to be named beside it.
    pub credit: &'static str,
    /// Whether somebody else may answer for the person.
    pub takes_proxies: bool,
    /// Whether it is used from the first day on, until somebody switches it off.
    pub on_by_default: bool,
}

/// One question.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// The question as published; where the wording is not free, what it is about.
    pub asks: &'static str,
    /// The same in easy words; empty where there are none. It is not the published wording.
    pub easy: &'static str,
    /// A picture's name for it.
    pub picture: &'static str,
    /// What can be answered.
    pub answers: Answers,
}

/// The answers that a question offers.
#[derive(Debug, PartialEq, Eq)]
pub enum Answers {
    /// One of a few, each with the figure that is kept.
    Words(&'static [(i16, &'static str)]),
    /// A figure between two, with what its ends mean.
    Figure {
        /// The least.
        least: i16,
        /// The most.
        most: i16,
        /// What the least means.
        low: &'static str,
        /// What the most means.
        high: &'static str,
    },
    /// A figure with one decimal, kept in tenths, between two.
    Tenths {
        /// The least.
        least: i16,
        /// The most.
        most: i16,
    },
}

impl Answers {
    /// How far a goal was reached. Source: Kiresuk and Sherman 1968.
    pub const GOAL_LEVELS: Self = Self::Words(&[
        (-2, "Much less than hoped"),
        (-1, "Less than hoped"),
        (0, "As hoped"),
        (1, "More than hoped"),
        (2, "Much more than hoped"),
    ]);

    /// Whether a figure stands for one of the answers.
    pub fn offers(&self, value: i16) -> bool {
        match self {
            Self::Words(offered) => offered.iter().any(|(figure, _)| *figure == value),
            Self::Figure { least, most, .. } | Self::Tenths { least, most } => {
                (*least..=*most).contains(&value)
            }
        }
    }

    /// The words of an answer, where answers are words.
    pub fn said(&self, value: i16) -> Option<&'static str> {
        match self {
            Self::Words(offered) => {
                offered.iter().find(|(figure, _)| *figure == value).map(|(_, words)| *words)
            }
            Self::Figure { .. } | Self::Tenths { .. } => None,
        }
    }
}

impl Scale {
    /// An instrument in a version; `None` when there never was one.
    pub fn of(instrument: Instrument, version: u16) -> Option<&'static Self> {
        wording::SCALES.iter().find(|scale| (scale.instrument, scale.version) == (instrument, version))
    }

    /// The version that is asked now.
    pub fn latest(instrument: Instrument) -> &'static Self {
        let versions = wording::SCALES.iter().filter(|scale| scale.instrument == instrument);
        versions.max_by_key(|scale| scale.version).expect("every instrument has a version")
    }

    /// Whether the questions are the person's own goals.
    pub fn asks_goals(&self) -> bool {
        self.items.is_empty()
    }

    /// A question, counted from 1.
    pub fn item(&self, number: u8) -> Option<&'static Item> {
        self.items.get(usize::from(number).checked_sub(1)?)
    }

    /// Whether it may be used only once a licence is on record.
    pub fn needs_licence(&self) -> bool {
        self.licence != Licence::Free
    }

    /// Whether there are easy words for every question.
    pub fn has_easy_words(&self) -> bool {
        !self.items.is_empty() && self.items.iter().all(|item| !item.easy.is_empty())
    }
}
