//! Identity numbers: cccd and the cmnd it replaced, with the defects that spreadsheets give them.

use unicode_normalization::UnicodeNormalization;

use super::codes::fold_value;
use super::noise::{Digits, digits, is_filler, may_be_of_another};
use crate::domain::record::IdentityNumber;
use crate::domain::{Cccd, Cmnd, How, PartialDate, Problem, Repair, Value};

/// Reads an identity number. `birth` decides whether digits that lost leading zeros may be padded: the
/// number's century and year digits must agree with the birth year, or the padding is a guess.
#[must_use]
pub fn standardise_identity<'a>(
    text: &'a str,
    birth: Option<PartialDate>,
) -> Value<'a, IdentityNumber> {
    if text.is_empty() {
        return Value::default();
    }
    if is_date(text) {
        return Value::missing(text, Problem::WrongForm);
    }
    let value = match digits(text) {
        Digits::Clean(digits) => return read(text, digits, birth, false),
        Digits::Noisy(digits) => read(text, &digits, birth, true),
        Digits::Rounded => return Value::missing(text, Problem::RoundedNumber),
        Digits::Other => Value::missing(text, Problem::WrongForm),
    };
    match value.how {
        How::Missing(Problem::WrongForm | Problem::WrongLength) => {
            let found = among_several(text, without_issue(text), birth);
            found.or_else(|| before_issue(text, birth)).unwrap_or(value)
        }
        _ => value,
    }
}

/// The text before the day and the place of issue: `003190012345 cấp 12/05/2021`. The whole text where another number, or
/// words about another person, stand behind that day.
fn without_issue(text: &str) -> &str {
    let is_day = |word: &str| is_date(word.trim_matches(|c: char| !c.is_ascii_digit()));
    let has_number = |rest: &str| {
        let mut runs = rest.split(|c: char| !c.is_ascii_digit());
        runs.any(|run| run.len() >= 8)
    };
    let mut start = 0;
    for word in text.split([' ', '\n', ',', ';', '(']) {
        let (head, rest) = text.split_at(start);
        if is_day(word) && !has_number(rest) && !may_be_of_another(rest) {
            return head.trim_end_matches(|c: char| !c.is_alphanumeric());
        }
        start += word.len() + 1;
    }
    text
}

/// Words that label a number, or the day of its issue, and add nothing to it.
const LABELS: [&str; 13] = [
    "cccd", "cmnd", "cmtnd", "cmt", "so", "cc", "ddcn", "dinhdanh", "cap", "ngay", "ngaycap", "nc",
    "cn",
];

/// A number behind its label, or the one cccd among several numbers: `CMND 081234567, CCCD 003190012345`. `None` where
/// words stand in the cell that may say whose number it is.
fn among_several<'a>(
    text: &'a str,
    numbers_of: &str,
    birth: Option<PartialDate>,
) -> Option<Value<'a, IdentityNumber>> {
    let mut numbers: Vec<&str> = Vec::new();
    for part in numbers_of.split(|c: char| !c.is_alphanumeric()) {
        let is_digits = part.bytes().all(|b| b.is_ascii_digit());
        if is_digits && part.len() >= 8 {
            numbers.push(part);
        } else if !part.is_empty() && !LABELS.contains(&fold_value(part).as_str()) {
            return None;
        }
    }
    numbers.dedup();
    if let [number] = numbers[..] {
        return Some(read_again(text, number, birth, Repair::Noise));
    }
    let is_twelve = |number: &&str| number.len() == Cccd::WIDTH;
    match numbers
        .iter()
        .copied()
        .filter(is_twelve)
        .collect::<Vec<_>>()[..]
    {
        _ if numbers.is_empty() => None,
        [cccd] => Some(read_again(text, cccd, birth, Repair::SeveralNumbers)),
        _ => Some(Value::missing(text, Problem::SeveralNumbers)),
    }
}

/// The number before the day and place of its issue: `003190012345, 12/05/2021, Cục CSQLHC về TTXH`. `None` where
/// anything else stands behind it, or a word says whose it is.
fn before_issue(text: &str, birth: Option<PartialDate>) -> Option<Value<'_, IdentityNumber>> {
    const ISSUES: [&str; 9] = [
        "cấp",
        "ngày cấp",
        "nơi cấp",
        "cục",
        "công an",
        "ca ",
        "bộ công an",
        "bộ ca",
        "bca",
    ];
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at(end);
    let issue = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let issue: String = issue.nfc().flat_map(char::to_lowercase).collect();
    let day = issue.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')'));
    let is_issue = day.take(1).any(is_date) || ISSUES.iter().any(|word| issue.starts_with(word));
    let mut words = issue.split(|c: char| !c.is_alphanumeric());
    let is_number = |word: &str| word.len() >= 8 && word.bytes().all(|b| b.is_ascii_digit());
    let is_of_another = words.any(is_number) || may_be_of_another(&issue);
    let is_whole = matches!(number.len(), 9 | Cccd::WIDTH);
    let is_sure = is_whole && is_issue && !is_of_another;
    is_sure.then(|| read_again(text, number, birth, Repair::Noise))
}

/// What `number`, a part of `text`, is read as.
fn read_again<'a>(
    text: &'a str,
    number: &str,
    birth: Option<PartialDate>,
    repair: Repair,
) -> Value<'a, IdentityNumber> {
    let read = read(text, number, birth, true);
    match (read.standard, read.how) {
        (Some(number), How::Repaired(Repair::Noise)) => Value::repaired(text, number, repair),
        _ => read,
    }
}

fn read<'a>(
    text: &'a str,
    digits: &str,
    birth: Option<PartialDate>,
    was_noisy: bool,
) -> Value<'a, IdentityNumber> {
    // No place has the code 000.
    if is_filler(digits) || digits.len() == Cccd::WIDTH && digits.starts_with("000") {
        return Value::missing(text, Problem::Filler);
    }
    let found = match digits.len() {
        12 => cccd(digits).ok_or(Problem::WrongForm),
        11 | 10 => padded(digits, birth).ok_or(Problem::Ambiguous),
        9 => cmnd(digits).ok_or(Problem::Ambiguous),
        8 if !reads_as_day(digits) => cmnd(&format!("0{digits}")).ok_or(Problem::Ambiguous),
        8 => Err(Problem::Ambiguous),
        _ => Err(Problem::WrongLength),
    };
    let lost_zeros = matches!(digits.len(), 8 | 10 | 11);
    match found {
        Err(problem) => Value::missing(text, problem),
        Ok(_) if lost_zeros && is_filler(&format!("0{digits}")) => {
            Value::missing(text, Problem::Filler)
        }
        Ok(number) if lost_zeros => Value::repaired(text, number, Repair::LostZeros),
        Ok(number) if was_noisy => Value::repaired(text, number, Repair::Noise),
        Ok(number) => Value::as_given(text, number),
    }
}

/// A date in the wrong column: three numbers with `-` or `.` between, the first or last of four digits.
fn is_date(text: &str) -> bool {
    let parts: Vec<usize> = text.split(['-', '.', '/']).map(str::len).collect();
    matches!(parts[..], [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
}

/// Eight digits that may be a day, as ddmmyyyy or yyyymmdd: no number to put a zero before.
fn reads_as_day(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u16>().unwrap_or(0);
    let is_day = |year, month: u16, day: u16| {
        (1900..=2100).contains(&year)
            && PartialDate::from_day(year, month as u8, day as u8).is_some()
    };
    is_day(number(4..8), number(2..4), number(0..2))
        || is_day(number(0..4), number(4..6), number(6..8))
}

/// A cccd whose digit four a living person can have: 0 to 3, born 1900 to 2099.
fn cccd(digits: &str) -> Option<IdentityNumber> {
    let cccd = Cccd::parse(digits)?;
    (cccd.century_and_sex() <= 3).then_some(IdentityNumber::Cccd(cccd))
}

/// The zeros put back, where the birth year confirms it. Eleven digits begin with 1 to 9; ten, of the
/// provinces 001 to 009, too.
fn padded(digits: &str, birth: Option<PartialDate>) -> Option<IdentityNumber> {
    if digits.starts_with('0') {
        return None;
    }
    let number = cccd(&format!("{digits:0>12}"))?;
    let IdentityNumber::Cccd(found) = number else {
        return None;
    };
    (Some(found.birth_year()) == birth.map(PartialDate::year)).then_some(number)
}

/// Nine digits of a cmnd begin with 0 to 3; others are phones or insurance numbers that lost a zero.
fn cmnd(digits: &str) -> Option<IdentityNumber> {
    let first = digits.as_bytes().first()?;
    matches!(first, b'0'..=b'3')
        .then(|| Cmnd::parse(digits))
        .flatten()
        .map(IdentityNumber::Cmnd)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, birth_year: u16, expected: &str, how: How) {
        let value = standardise_identity(text, PartialDate::from_year(birth_year));
        let found = match value.standard {
            Some(IdentityNumber::Cccd(cccd)) => String::from_utf8(cccd.digits().to_vec()).unwrap(),
            Some(IdentityNumber::Cmnd(cmnd)) => String::from_utf8(cmnd.digits().to_vec()).unwrap(),
            None => String::new(),
        };
        assert_eq!((found.as_str(), value.how), (expected, how), "{text}");
    }

    #[test]
    fn both_kinds_of_number_are_read() {
        check("003190012345", 1990, "003190012345", How::AsGiven);
        check("081234567", 1990, "081234567", How::AsGiven);
        check(
            " 003 190 012 345",
            1990,
            "003190012345",
            How::Repaired(Repair::Noise),
        );
    }

    #[test]
    fn lost_zeros_come_back_only_where_the_birth_year_agrees() {
        let lost = How::Repaired(Repair::LostZeros);
        check("3190012345", 1990, "003190012345", lost);
        check("4190012345", 1990, "004190012345", lost);
        check("20190012345", 1990, "020190012345", lost);
        check("81234567", 1990, "081234567", lost);
        let ambiguous = How::Missing(Problem::Ambiguous);
        check("3190012345", 1991, "", ambiguous);
        check("4290012345", 1990, "", ambiguous);
        check("0312345678", 1990, "", ambiguous);
    }

    #[test]
    fn what_is_no_number_says_why() {
        check("4.09E+09", 1990, "", How::Missing(Problem::RoundedNumber));
        check(
            "0031900123456",
            1990,
            "",
            How::Missing(Problem::WrongLength),
        );
        check("000000000000", 1990, "", How::Missing(Problem::Filler));
        check("003990012345", 1990, "", How::Missing(Problem::WrongForm));
        check("987654320", 1990, "", How::Missing(Problem::Ambiguous));
        check("12-05-1957", 1957, "", How::Missing(Problem::WrongForm));
        check("1957-05-12", 1957, "", How::Missing(Problem::WrongForm));
        check("12051957", 1957, "", How::Missing(Problem::Ambiguous));
        check("chưa có", 1990, "", How::Missing(Problem::WrongForm));
        check("", 1990, "", How::Blank);
    }

    /// Every raw value that the references name, and its kin.
    #[test]
    fn every_defect_of_the_references_is_read_or_named() {
        let (lost, noise) = (Repair::LostZeros, Repair::Noise);
        for (text, expected, repair) in [
            ("'003190012345", "003190012345", noise),
            ("003.190.012.345", "003190012345", noise),
            ("003190012345.0", "003190012345", noise),
            ("\u{200b}003190012345", "003190012345", noise),
            ("003\u{a0}190\u{2007}012\u{202f}345", "003190012345", noise),
            ("O03190012345", "003190012345", noise),
            ("0031900I2345", "003190012345", noise),
            ("0031900l2345", "003190012345", noise),
            ("=\"003190012345\"", "003190012345", noise),
            ("3190012345.0", "003190012345", lost),
            ("3190012345", "003190012345", lost),
            ("3.190012345E+9", "003190012345", lost),
            ("81234567.0", "081234567", lost),
            ("CCCD: 003190012345", "003190012345", noise),
            ("003190012345 cấp 12/05/2021", "003190012345", noise),
            ("003190012345 cấp ngày 12/05/2021", "003190012345", noise),
            ("003190012345 (12/05/2021)", "003190012345", noise),
            (
                "003190012345, 12/05/2021, Cục CSQLHC về TTXH",
                "003190012345",
                noise,
            ),
            (
                "003190012345/081234567",
                "003190012345",
                Repair::SeveralNumbers,
            ),
            (
                "081234567 - 003190012345",
                "003190012345",
                Repair::SeveralNumbers,
            ),
            ("003190012345; 003190012345", "003190012345", noise),
        ] {
            check(text, 1990, expected, How::Repaired(repair));
        }
        for (text, problem) in [
            ("4.09E+09", Problem::RoundedNumber),
            ("4,00E+10", Problem::RoundedNumber),
            ("4.00E+11", Problem::RoundedNumber),
            ("0031900123456", Problem::WrongLength),
            ("8934567890123", Problem::WrongLength),
            ("1290457", Problem::WrongLength),
            ("000000000000", Problem::Filler),
            ("111111111111", Problem::Filler),
            ("123456789012", Problem::Filler),
            ("000000012345", Problem::Filler),
            ("123456789", Problem::Filler),
            ("0909090909", Problem::Filler),
            ("412345678", Problem::Ambiguous),
            ("0399123456", Problem::Ambiguous),
            ("0312345678", Problem::Ambiguous),
            ("912345678", Problem::Ambiguous),
            ("4190012346", Problem::Ambiguous),
            ("003490012345", Problem::WrongForm),
            ("003990012345", Problem::WrongForm),
            ("003190012345 (mẹ)", Problem::WrongForm),
            ("003190012345 (mẹ) cấp 12/05/2021", Problem::WrongForm),
            ("003190012345 cấp 12/05/2021 (mẹ)", Problem::WrongForm),
            (
                "003190012345 cấp 12/05/2021; 003285067890",
                Problem::WrongForm,
            ),
            ("cấp 12/05/2021", Problem::WrongForm),
            ("003190012345, 003285067890", Problem::SeveralNumbers),
            ("081234567/082345678", Problem::SeveralNumbers),
            ("B1234567", Problem::WrongForm),
            ("12/05/1957", Problem::WrongForm),
        ] {
            check(text, 1957, "", How::Missing(problem));
        }
    }

    #[test]
    fn a_number_before_its_issue_is_read_and_nothing_else_behind_it() {
        let noise = How::Repaired(Repair::Noise);
        for text in [
            "003190012345, 12/05/2021, Cục CSQLHC về TTXH",
            "003190012345 - 12/05/2021 - Cục Cảnh sát QLHC",
            "003190012345; cấp ngày 12/05/2021",
            "003190012345\n12-05-2021\nCA tỉnh Cao Bằng",
            "003190012345 (12/05/2021)",
            "003190012345, Công an tỉnh Cao Bằng",
            "003190012345, CỤC CS",
        ] {
            check(text, 1990, "003190012345", noise);
        }
        check(
            "081234567, 12/05/2009, CA Cao Bằng",
            1990,
            "081234567",
            noise,
        );
        for text in [
            "003190012345, 12/05/2021, của mẹ",
            "003190012345, 12/05/2021, 003285067890",
            "003190012345, mất thẻ",
            "00319001234, 12/05/2021",
            "12/05/2021, 003190012345",
            "003190012345, 2021",
            "Cục CSQLHC về TTXH",
        ] {
            let value = standardise_identity(text, PartialDate::from_year(1990));
            assert!(matches!(value.how, How::Missing(_)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,16}|[0-9OIl.,'/ -]{0,24}|(003190012345|cấp|[ ,;(]|12/05/2021){0,5}", year in 1900u16..2030) {
            let birth = PartialDate::from_year(year);
            let digits = match standardise_identity(&text, birth).standard {
                Some(IdentityNumber::Cccd(cccd)) => cccd.digits().to_vec(),
                Some(IdentityNumber::Cmnd(cmnd)) => cmnd.digits().to_vec(),
                None => return Ok(()),
            };
            let again = String::from_utf8(digits).unwrap();
            prop_assert_eq!(standardise_identity(&again, None).how, How::AsGiven);
        }

        #[test]
        fn any_lost_zeros_of_this_province_come_back(sex in 0u64..4, year in 0u64..100, serial in 0u64..1_000_000) {
            let number = 3_000_000_000 + sex * 100_000_000 + year * 1_000_000 + serial;
            let cccd = Cccd::from_number(number).unwrap();
            let text = number.to_string();
            let value = standardise_identity(&text, PartialDate::from_year(cccd.birth_year()));
            if !is_filler(&text) {
                prop_assert_eq!(value.standard, Some(IdentityNumber::Cccd(cccd)));
            }
        }
    }
}
