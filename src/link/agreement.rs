//! When two records that share an identifier are one person.

use super::options::DeterministicRule;
use super::record::LinkRecord;
use crate::domain::PartialDate;
use crate::domain::name_key::likeness;

/// Registers and rosters are a year or two apart about the same person, not more.
const YEARS_APART_MAX: u16 = 2;

/// Below this share of common letter pairs two names are two people's.
const LIKENESS_MIN: f64 = 0.7;

/// Whether the evidence beyond the block's key agrees.
///
/// An identifier alone never links: a mother's number stands on her child. The names must be equal without
/// marks and the birth years not far apart; or the birth dates must agree, and then the sex must not differ and the names must be alike: the
/// same given name, or one slip of the pen apart. Twins share a birth date, and a number by mistake.
pub fn agree(rule: DeterministicRule, a: &LinkRecord, b: &LinkRecord) -> bool {
    match rule {
        DeterministicRule::Cccd | DeterministicRule::Cmnd | DeterministicRule::BhxhNumber => {
            names_agree(a, b) || births_agree(a, b)
        }
        DeterministicRule::NameBirthCommuneSex => {
            a.name_k1 == b.name_k1
                && a.birth == b.birth
                && a.commune == b.commune
                && a.sex == b.sex
                && !cccds_contradict(a, b)
        }
    }
}

fn names_agree(a: &LinkRecord, b: &LinkRecord) -> bool {
    a.name_k2 != 0 && a.name_k2 == b.name_k2 && !birth_years_contradict(a, b)
}

/// A son may bear his father's name, and stand under his number.
fn birth_years_contradict(a: &LinkRecord, b: &LinkRecord) -> bool {
    let years = PartialDate::from_packed(a.birth).zip(PartialDate::from_packed(b.birth));
    years.is_some_and(|(left, right)| left.year().abs_diff(right.year()) > YEARS_APART_MAX)
}

fn births_agree(a: &LinkRecord, b: &LinkRecord) -> bool {
    let dates = PartialDate::from_packed(a.birth).zip(PartialDate::from_packed(b.birth));
    let Some((left, right)) = dates else {
        return false;
    };
    let same = left.agrees_with(right) || left.with_day_and_month_swapped() == Some(right);
    let names_are_known = a.name_k2 != 0 && b.name_k2 != 0;
    let sexes_differ = a.sex != 0 && b.sex != 0 && a.sex != b.sex;
    let names_are_alike =
        || a.given_k2 == b.given_k2 || likeness(a.name_bigrams, b.name_bigrams) >= LIKENESS_MIN;
    same && !sexes_differ && (!names_are_known || names_are_alike())
}

/// Two register persons of one name and birth date are told apart by their numbers; a typo in a roster's
/// number is no such proof.
fn cccds_contradict(a: &LinkRecord, b: &LinkRecord) -> bool {
    a.is_anchor && b.is_anchor && a.cccd != 0 && b.cccd != 0 && a.cccd != b.cccd
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: u64, given: u32, birth: &[u16], sex: u8) -> LinkRecord {
        let birth = match *birth {
            [year] => PartialDate::from_year(year),
            [year, month, day] => PartialDate::from_day(year, month as u8, day as u8),
            _ => None,
        };
        LinkRecord {
            name_k1: name,
            name_k2: name,
            given_k2: given,
            birth: birth.map_or(0, PartialDate::packed),
            sex,
            ..LinkRecord::default()
        }
    }

    #[test]
    fn an_identifier_needs_a_name_or_a_birth_date_beside_it() {
        let check = |a: LinkRecord, b: LinkRecord, expected| {
            assert_eq!(
                agree(DeterministicRule::Cccd, &a, &b),
                expected,
                "{a:?} {b:?}"
            );
        };
        let mother = record(1, 1, &[1985, 5, 12], 2);
        check(mother, record(1, 1, &[1986, 1, 2], 2), true);
        // Her daughter of the same name.
        check(mother, record(1, 1, &[2005, 1, 2], 2), false);
        check(mother, record(2, 1, &[1985], 2), true);
        check(mother, record(2, 1, &[1985, 12, 5], 2), true);
        check(mother, record(0, 0, &[1985, 5, 12], 2), true);
        // Her child under her number, and her twin.
        check(mother, record(3, 3, &[2015, 3, 1], 1), false);
        check(mother, record(3, 3, &[1985, 5, 12], 2), false);
        check(mother, record(3, 1, &[1985, 5, 12], 1), false);
        check(mother, record(0, 0, &[], 0), false);
    }
}
