//! Invented identity numbers: well formed for every rule, and nobody's.
//!
//! - CCCD: place 003, which no province has; sex, century and year digits are true; six serial digits, unique per cohort.
//! - BHXH: ten digits beginning 03, a pattern kept for invented people; unique. The card ends in it, so the card is
//!   nobody's, although its province digits are the true ones.
//! - CMND: nine digits beginning 00. The first digit is allowed (0-3); as far as is known no office issued a series 00,
//!   but no list of series was seen, so a coincidence cannot be excluded. It identifies nobody alone.
//! - Phone: 0399 and six digits, a valid mobile pattern. A number there may belong to someone: no mobile range is
//!   reserved for invented people, so this one documented range is used and nothing else.

use jiff::civil::Date;

use super::dice::{Dice, Stream};
use super::person::Sex;

const CCCD_PLACE: u64 = 3;
const CCCD_SERIALS: u64 = 1_000_000;
const BHXH_BASE: u64 = 300_000_000;
const BHXH_SERIALS: u64 = 100_000_000;
const CMND_SERIALS: u64 = 10_000_000;
const PHONE_BASE: u64 = 399_000_000;
const PHONE_SERIALS: u64 = 1_000_000;

/// One-to-one shuffles of the serial ranges, so that neighbours in a file have no neighbouring numbers.
#[derive(Debug, Clone)]
pub struct Scramble {
    offset: u64,
}

impl Scramble {
    pub fn new(seed: u64) -> Self {
        Self {
            offset: u64::from(Dice::new(seed, Stream::Scramble, 0, 0).below(u32::MAX)),
        }
    }

    /// A bijection on `0..size`, for sizes that are powers of ten: the factor is prime to 2 and 5.
    fn apply(&self, serial: u64, size: u64) -> u64 {
        const FACTOR: u64 = 61_803_398_877;
        ((serial % size) * (FACTOR % size) + self.offset) % size
    }

    /// The BHXH number of a person number; unique below 10^8 person numbers.
    pub fn bhxh(&self, person: u64) -> u64 {
        BHXH_BASE + self.apply(person, BHXH_SERIALS)
    }

    pub fn cmnd(&self, person: u64) -> u64 {
        self.apply(person, CMND_SERIALS)
    }

    /// Phone `ordinal` (0 or 1) of a household. From half a million households on, strangers share numbers.
    pub fn phone(&self, household: u64, ordinal: u64) -> u64 {
        PHONE_BASE + self.apply(household * 2 + ordinal, PHONE_SERIALS)
    }
}

/// Hands out CCCD serials within one block of households.
///
/// Cohort = (sex, birth year). Block b of B takes the serials b, b + B, b + 2B … of every cohort, so that blocks made
/// at the same time on different threads never collide.
pub struct CccdSerials<'a> {
    scramble: &'a Scramble,
    block: u64,
    blocks: u64,
    used: Vec<u16>,
}

/// Birth years 1900-2099, two sexes.
const COHORTS: usize = 400;
const COHORT_SHIFT: u64 = 414_213_562;

impl<'a> CccdSerials<'a> {
    pub fn new(scramble: &'a Scramble, block: u64, blocks: u64) -> Self {
        Self {
            scramble,
            block,
            blocks,
            used: vec![0; COHORTS],
        }
    }

    /// The next number of the cohort; `None` once its million serials are used up.
    pub fn next(&mut self, sex: Sex, birth: Date) -> Option<u64> {
        let year = u64::try_from(birth.year())
            .ok()
            .filter(|year| (1900..2100).contains(year))?;
        let digit = (year - 1900) / 100 * 2 + u64::from(sex == Sex::Female);
        let cohort = digit * 100 + year % 100;
        let used = &mut self.used[cohort as usize];
        let serial = self.block + u64::from(*used) * self.blocks;
        if serial >= CCCD_SERIALS {
            return None;
        }
        *used += 1;
        let prefix = CCCD_PLACE * 1000 + cohort;
        // Each cohort starts elsewhere, or the first of every cohort would end in the same six digits.
        let shifted =
            (self.scramble.apply(serial, CCCD_SERIALS) + cohort * COHORT_SHIFT) % CCCD_SERIALS;
        Some(prefix * CCCD_SERIALS + shifted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn century_sex_and_year_stand_in_the_number() {
        let scramble = Scramble::new(1);
        let mut serials = CccdSerials::new(&scramble, 0, 10);
        let mut prefix = |sex, year| {
            serials
                .next(sex, date(year, 5, 1))
                .map(|n| format!("{n:012}")[..6].to_owned())
        };
        assert_eq!(prefix(Sex::Male, 1957).as_deref(), Some("003057"));
        assert_eq!(prefix(Sex::Female, 1999).as_deref(), Some("003199"));
        assert_eq!(prefix(Sex::Male, 2000).as_deref(), Some("003200"));
        assert_eq!(prefix(Sex::Female, 2026).as_deref(), Some("003326"));
    }

    #[test]
    fn blocks_never_share_a_number_and_a_full_cohort_says_so() {
        let scramble = Scramble::new(9);
        let mut seen = BTreeSet::new();
        for block in 0..100_000 {
            let mut serials = CccdSerials::new(&scramble, block, 100_000);
            let numbers: Vec<_> = (0..11)
                .map_while(|_| serials.next(Sex::Male, date(1990, 1, 1)))
                .collect();
            assert_eq!(numbers.len(), 10);
            assert!(numbers.into_iter().all(|number| seen.insert(number)));
        }
        assert_eq!(seen.len(), 1_000_000);
    }

    #[test]
    fn bhxh_numbers_begin_03_and_phones_0399() {
        let scramble = Scramble::new(3);
        let numbers: BTreeSet<_> = (0..100_000).map(|person| scramble.bhxh(person)).collect();
        assert_eq!(numbers.len(), 100_000);
        assert!(
            numbers
                .iter()
                .all(|number| format!("{number:010}").starts_with("03"))
        );
        assert!(format!("{:010}", scramble.phone(17, 1)).starts_with("0399"));
        assert!(format!("{:09}", scramble.cmnd(17)).starts_with("00"));
    }
}
