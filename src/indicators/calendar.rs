//! How much work a day can do.

use jiff::civil::Date;

use super::options::Calendar;

impl Calendar {
    /// Work weight of `date`: its exception, else its weekday's. 1 is a full working day.
    #[must_use]
    pub fn weight(&self, date: Date) -> f64 {
        let weekday = date.weekday().to_monday_zero_offset().unsigned_abs();
        let usual = self.weekdays[usize::from(weekday)];
        self.exceptions.get(&date).copied().unwrap_or(usual)
    }

    /// Sum of the weights of the days after `after`, up to and including `until_inclusive`; 0 when there are none.
    #[must_use]
    pub fn weight_between(&self, after: Date, until_inclusive: Date) -> f64 {
        after
            .series(jiff::Span::new().days(1))
            .skip(1)
            .take_while(|date| *date <= until_inclusive)
            .map(|date| self.weight(date))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_has_five_and_a_half_days() {
        let calendar = Calendar::default();
        assert_eq!(calendar.weight(date(2026, 11, 20)), 1.0);
        assert_eq!(calendar.weight(date(2026, 11, 21)), 0.5);
        assert_eq!(calendar.weight(date(2026, 11, 22)), 0.0);
        assert_eq!(
            calendar.weight_between(date(2026, 11, 15), date(2026, 11, 22)),
            5.5
        );
    }

    #[test]
    fn the_campaign_counts_as_published() {
        let calendar = Calendar::default();
        let (before, as_of, deadline) = (date(2026, 6, 30), date(2026, 11, 21), date(2026, 11, 30));
        assert_eq!(calendar.weight_between(before, as_of), 113.5);
        assert_eq!(calendar.weight_between(as_of, deadline), 6.5);
        assert_eq!(calendar.weight_between(deadline, as_of), 0.0);
        assert_eq!(calendar.weight_between(as_of, as_of), 0.0);
    }

    #[test]
    fn exceptions_overrule_the_weekday() {
        let mut calendar = Calendar::default();
        calendar.exceptions.insert(date(2026, 9, 2), 0.0);
        calendar.exceptions.insert(date(2026, 9, 6), 2.0);
        assert_eq!(calendar.weight(date(2026, 9, 2)), 0.0);
        assert_eq!(
            calendar.weight_between(date(2026, 8, 31), date(2026, 9, 6)),
            5.5
        );
    }
}
