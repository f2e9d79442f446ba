//! File names that tell whose extract a file is, and of what day.

use jiff::civil::Date;

use crate::domain::CommuneCode;

/// What a file name told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameParts {
    pub date: Option<Date>,
    pub commune: Option<CommuneCode>,
    pub unit: Option<String>,
}

/// Matches `name` against `pattern`: literal text, `*` (anything), `{date}` (yyyymmdd or yyyy-mm-dd),
/// `{commune}` (five digits), `{unit}` (anything but `_` and `.`). Letter case does not matter.
///
/// `None` when the name does not fit; a date that is not in the calendar does not fit.
#[must_use]
pub fn match_name(pattern: &str, name: &str) -> Option<NameParts> {
    let mut parts = NameParts::default();
    matches(pattern, name, &mut parts).then_some(parts)
}

fn matches(pattern: &str, name: &str, parts: &mut NameParts) -> bool {
    if let Some(rest) = pattern.strip_prefix("{date}") {
        return [8, 10].into_iter().any(|length| {
            let Some((text, tail)) = split(name, length) else {
                return false;
            };
            let Some(date) = date(text) else { return false };
            parts.date = Some(date);
            matches(rest, tail, parts)
        });
    }
    if let Some(rest) = pattern.strip_prefix("{commune}") {
        let Some((text, tail)) = split(name, 5) else {
            return false;
        };
        parts.commune = CommuneCode::parse(text);
        return parts.commune.is_some() && matches(rest, tail, parts);
    }
    if let Some(rest) = pattern.strip_prefix("{unit}") {
        let end = name.find(['_', '.']).unwrap_or(name.len());
        parts.unit = Some(name[..end].to_owned());
        return end > 0 && matches(rest, &name[end..], parts);
    }
    if let Some(rest) = pattern.strip_prefix('*') {
        let ends = name.char_indices().map(|(index, _)| index);
        return ends
            .chain([name.len()])
            .any(|end| matches(rest, &name[end..], parts));
    }
    match (pattern.chars().next(), name.chars().next()) {
        (None, None) => true,
        (Some(p), Some(n)) if p.to_lowercase().eq(n.to_lowercase()) => {
            matches(&pattern[p.len_utf8()..], &name[n.len_utf8()..], parts)
        }
        _ => false,
    }
}

fn split(text: &str, length: usize) -> Option<(&str, &str)> {
    text.is_char_boundary(length)
        .then(|| (text.len() >= length).then(|| text.split_at(length)))
        .flatten()
}

fn date(text: &str) -> Option<Date> {
    let digits: String = match text.len() {
        8 => text.to_owned(),
        _ => {
            let mut pieces = text.split('-');
            let (year, month, day) = (pieces.next()?, pieces.next()?, pieces.next()?);
            (year.len() == 4 && month.len() == 2 && pieces.next().is_none())
                .then(|| [year, month, day].concat())?
        }
    };
    let all_digits = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit());
    let number: i32 = all_digits.then(|| digits.parse().ok()).flatten()?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    Date::new(year as i16, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, name: &str, expected: Option<(&str, &str, &str)>) {
        let found = match_name(pattern, name).map(|parts| {
            let date = parts.date.map(|date| date.to_string()).unwrap_or_default();
            let commune = parts
                .commune
                .map(|code| code.to_string())
                .unwrap_or_default();
            (date, commune, parts.unit.unwrap_or_default())
        });
        let expected = expected.map(|(d, c, u)| (d.to_owned(), c.to_owned(), u.to_owned()));
        assert_eq!(found, expected, "{pattern} on {name}");
    }

    #[test]
    fn names_tell_commune_unit_and_date() {
        let roster = "ke_hoach_{commune}_{date}.*";
        check(
            roster,
            "ke_hoach_01273_20261115.xlsx",
            Some(("2026-11-15", "01273", "")),
        );
        check(
            roster,
            "KE_HOACH_01273_2026-11-15.CSV",
            Some(("2026-11-15", "01273", "")),
        );
        check(roster, "ke_hoach_01273_20261315.xlsx", None);
        check(roster, "ke_hoach_1273_20261115.xlsx", None);
        check(roster, "kham_01273_20261115.xlsx", None);
        check(
            "hoc_sinh_{unit}_{date}.*",
            "hoc_sinh_thcs-a_20260915.csv",
            Some(("2026-09-15", "", "thcs-a")),
        );
        check(
            "*{date}*",
            "Danh sách 20260915 (2).csv",
            Some(("2026-09-15", "", "")),
        );
        check("bhyt.csv", "bhyt.csv", Some(("", "", "")));
        check("{date}", "ạ", None);
    }
}
