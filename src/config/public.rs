//! `[public]`: when numbers go out to anyone, and how coarse.

use jiff::civil::Weekday;

use crate::disclosure::options::DisclosureOptions;

use super::document::Reported;
use super::section::Section;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// More than that hides whole communes.
const COUNT_MAX: u32 = 1000;

/// A weekly release under disclosure control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicOptions {
    pub weekday: Weekday,
    pub disclosure: DisclosureOptions,
}

pub fn read(section: &Section<'_>) -> Result<PublicOptions, Reported> {
    let weekday = section
        .required("release_weekday")
        .and_then(|item| item.choice(&WEEKDAYS));
    let usual = DisclosureOptions::default();
    let count = |key, usual| {
        let item = section.optional(key);
        item.map_or(Ok(usual), |item| item.count(1..=COUNT_MAX))
    };
    let threshold = count("threshold", usual.threshold());
    let rounding_base = count("rounding_base", usual.rounding_base());
    let disclosure = DisclosureOptions::new(threshold?, rounding_base?).map_err(|error| {
        let mistake = section.mistake(error.to_string());
        let help = "both can only be made stricter than threshold = 7, rounding_base = 5";
        mistake.label("of this release").help(help).report()
    });
    Ok(PublicOptions {
        weekday: weekday?,
        disclosure: disclosure?,
    })
}
