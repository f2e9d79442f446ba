//! What partial dates say for sure. A rule speaks only where no reading of an unknown part clears the row.

use crate::domain::PartialDate;

/// Whether `a` lies after `b` however their unknown parts are filled in.
pub fn is_surely_after(a: PartialDate, b: PartialDate) -> bool {
    a > b && !a.agrees_with(b)
}

/// Completed years at `on`, the unknown parts of the birth date taken as early as can be.
pub fn age_years_max(birth: PartialDate, on: PartialDate) -> i32 {
    birth.age_years(on)
}

/// Completed years at `on`, the unknown parts of the birth date taken as late as can be.
pub fn age_years_min(birth: PartialDate, on: PartialDate) -> i32 {
    let birthday = (birth.month().unwrap_or(12), birth.day().unwrap_or(31));
    let today = (on.month().unwrap_or(1), on.day().unwrap_or(1));
    i32::from(on.year()) - i32::from(birth.year()) - i32::from(today < birthday)
}

/// The date as a number that reads like it, 20260131; unknown parts are taken as late as can be.
pub fn yyyymmdd(date: PartialDate) -> f64 {
    let month = u32::from(date.month().unwrap_or(12));
    let day = u32::from(date.day().unwrap_or(31));
    f64::from(u32::from(date.year()) * 10_000 + month * 100 + day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::date;

    #[test]
    fn an_unknown_part_is_never_held_against_a_date() {
        assert!(is_surely_after(date("2026-03-02"), date("2026-03-01")));
        assert!(is_surely_after(date("2027"), date("2026-03-01")));
        assert!(is_surely_after(date("2026-04"), date("2026-03-31")));
        assert!(!is_surely_after(date("2026-03-02"), date("2026-03")));
        assert!(!is_surely_after(date("2026"), date("2026-03-01")));
        assert!(!is_surely_after(date("2026-03-01"), date("2026")));
        assert!(!is_surely_after(date("2026-03-01"), date("2026-03-01")));
    }

    #[test]
    fn a_year_of_birth_leaves_two_ages() {
        let on = date("2026-10-01");
        assert_eq!(age_years_max(date("1966"), on), 60);
        assert_eq!(age_years_min(date("1966"), on), 59);
        assert_eq!(age_years_min(date("1966-10-01"), on), 60);
        assert_eq!(age_years_max(date("1966-10-02"), on), 59);
    }

    #[test]
    fn a_date_reads_as_a_number() {
        assert_eq!(yyyymmdd(date("2026-01-02")), 20_260_102.0);
        assert_eq!(yyyymmdd(date("2025")), 20_251_231.0);
    }
}
