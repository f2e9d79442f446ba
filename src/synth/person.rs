//! One invented human being, as he or she truly is. What files make of it is decided elsewhere.

use std::ops::Range;

use jiff::civil::Date;

use super::health::{Exam, HealthRecord};
use super::insured::Insured;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    pub fn other(self) -> Self {
        match self {
            Sex::Male => Sex::Female,
            Sex::Female => Sex::Male,
        }
    }

    pub fn vietnamese(self) -> &'static str {
        match self {
            Sex::Male => "Nam",
            Sex::Female => "Nữ",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ethnic {
    Tay,
    Nung,
    Mong,
    Dao,
    Kinh,
    LoLo,
    SanChay,
}

impl Ethnic {
    pub fn vietnamese(self) -> &'static str {
        match self {
            Ethnic::Tay => "Tày",
            Ethnic::Nung => "Nùng",
            Ethnic::Mong => "Mông",
            Ethnic::Dao => "Dao",
            Ethnic::Kinh => "Kinh",
            Ethnic::LoLo => "Lô Lô",
            Ethnic::SanChay => "Sán Chay",
        }
    }
}

/// Family, middle (may be empty) and given part, in that order of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    pub family: &'static str,
    pub middle: &'static str,
    pub given: &'static str,
}

impl Name {
    pub fn push_to(self, text: &mut String) {
        for part in [self.family, self.middle, self.given]
            .into_iter()
            .filter(|part| !part.is_empty())
        {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(part);
        }
    }

    pub fn full(self) -> String {
        let mut text = String::with_capacity(32);
        self.push_to(&mut text);
        text
    }
}

/// Relation to the head of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Head,
    Wife,
    Husband,
    Child,
    Father,
    Mother,
    Other,
}

impl Relation {
    pub fn vietnamese(self) -> &'static str {
        match self {
            Relation::Head => "Chủ hộ",
            Relation::Wife => "Vợ",
            Relation::Husband => "Chồng",
            Relation::Child => "Con",
            Relation::Father => "Bố",
            Relation::Mother => "Mẹ",
            Relation::Other => "Khác",
        }
    }
}

/// Where the person stands towards the register at as_of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Permanent,
    Temporary,
    TemporarilyAway,
    MovedOut(Date),
    Died(Date),
    /// Lives here but is in no register.
    Unregistered,
}

impl Standing {
    /// Lives in the province and is in its register: what an extract's population counts.
    pub fn is_resident(self) -> bool {
        matches!(
            self,
            Standing::Permanent | Standing::Temporary | Standing::TemporarilyAway
        )
    }

    pub fn is_present(self) -> bool {
        self.is_resident() || self == Standing::Unregistered
    }

    pub fn vietnamese(self) -> &'static str {
        match self {
            Standing::Permanent | Standing::Unregistered => "Thường trú",
            Standing::Temporary => "Tạm trú",
            Standing::TemporarilyAway => "Tạm vắng",
            Standing::MovedOut(_) => "Đã chuyển đi",
            Standing::Died(_) => "Đã mất",
        }
    }
}

/// DOI_TUONG codes 1-16 of QĐ 2062 as a set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Groups(u32);

impl Groups {
    pub fn insert(&mut self, code: u8) {
        self.0 |= 1 << code;
    }

    pub fn contains(self, code: u8) -> bool {
        self.0 & (1 << code) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Codes in rising order.
    pub fn codes(self) -> impl Iterator<Item = u8> {
        (1..=16).filter(move |code| self.contains(*code))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Poverty {
    None,
    NearPoor,
    Poor,
}

#[derive(Debug, Clone)]
pub struct Person {
    /// Stable within (seed, options): what the truth table calls the person.
    pub number: u64,
    pub name: Name,
    pub sex: Sex,
    pub birth: Date,
    /// Registers know no more than the year (old people registered late).
    pub is_birth_year_only: bool,
    /// Completed years at as_of.
    pub age_years: i32,
    pub ethnic: Ethnic,
    pub relation: Relation,
    pub standing: Standing,
    /// Number of the household, unique in the province.
    pub household: u64,
    /// Positions of the household's residents in the block's list of persons.
    pub kin: Range<usize>,
    /// Index into the commune's hamlets.
    pub hamlet: usize,
    pub poverty: Poverty,
    pub groups: Groups,
    /// Twelve digits; `None` where the cohort's serial numbers are used up.
    pub cccd: Option<u64>,
    /// Nine digits; only people old enough to have had the paper card.
    pub cmnd: Option<u64>,
    /// Ten digits beginning 03.
    pub bhxh: u64,
    /// Ten digits beginning 0399; shared within the household.
    pub phone: u64,
    pub insured: Option<Insured>,
    pub is_planned: bool,
    pub exam: Option<Exam>,
    pub record: Option<HealthRecord>,
    pub is_pupil_on_roster: bool,
    pub is_worker_on_roster: bool,
}
