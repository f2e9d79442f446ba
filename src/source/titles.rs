//! What the title rows of a roster tell: the day of which it is.

use jiff::civil::Date;

/// The last date that the titles name, day before month: "Cập nhật đến ngày 20/11/2026", "ngày 20 tháng 11
/// năm 2026".
#[must_use]
pub fn date_in_titles<'t>(titles: impl IntoIterator<Item = &'t str>) -> Option<Date> {
    titles.into_iter().filter_map(last_date).last()
}

fn last_date(title: &str) -> Option<Date> {
    let numbers: Vec<(i32, bool)> = numbers(title);
    let mut dates = numbers.windows(3).filter_map(|window| {
        let [(day, _), (month, is_joined), (year, is_joined_too)] = *window else {
            return None;
        };
        let is_year = (2000..=2100).contains(&year);
        let is_date = is_year && is_joined && is_joined_too;
        is_date.then(|| day_of(year, month, day)).flatten()
    });
    dates.next_back()
}

fn day_of(year: i32, month: i32, day: i32) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// The numbers of a text, each with whether it is joined to the one before as the parts of a date are.
fn numbers(text: &str) -> Vec<(i32, bool)> {
    let mut numbers = Vec::new();
    let mut between = String::new();
    let mut digits = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if let Ok(number) = digits.parse() {
            let joint = between.trim().to_lowercase();
            let is_joined = matches!(joint.as_str(), "/" | "-" | "." | "tháng" | "năm");
            numbers.push((number, is_joined));
            between.clear();
        }
        digits.clear();
        between.push(c);
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_the_day() {
        let check = |title: &str, expected: &str| {
            let found = date_in_titles([title]).map(|date| date.to_string());
            assert_eq!(found.unwrap_or_default(), expected, "{title}");
        };
        check("(Cập nhật đến ngày 20/11/2026)", "2026-11-20");
        check("Hạ Lang, ngày 20 tháng 11 năm 2026", "2026-11-20");
        check("Từ ngày 01/07/2026 đến ngày 20-11-2026", "2026-11-20");
        check("DANH SÁCH NĂM 2026", "");
        check("Quyết định 1551/QĐ-BYT 31.5.2026", "2026-05-31");
        check("31/02/2026", "");
        check("3 xóm, 20 hộ, 2026", "");
    }
}
