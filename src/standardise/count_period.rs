//! The periods of delivered counts, as people write them.

use crate::domain::Period;
use crate::reference::fold;

/// A part of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Year,
    Quarter,
    Month,
    /// With how many digits it is written.
    Number(u32, usize),
    /// Of quarters.
    Roman(u32),
}

/// `2026`, `Năm 2026`, `2026-06`, `6/2026`, `Tháng 6 năm 2026`, `T6/2026`, `Quý II/2026`, `2026-Q2`, `202606`, and days,
/// which are of their month. `None` of anything else, as of `6 tháng đầu năm 2026`: nothing is guessed.
pub fn standardise_period(text: &str) -> Option<Period> {
    use Token::{Month, Number, Quarter, Roman, Year};
    match *tokens(text)?.as_slice() {
        [Number(joined, 6)] => Period::month(joined / 100, joined % 100),
        [Number(year, 4)] | [Year, Number(year, 4)] => Period::year(year),
        [Number(year, 4), Number(month, 1 | 2)]
        | [Number(year, 4), Month, Number(month, 1 | 2)]
        | [Number(month, 1 | 2), Number(year, 4)]
        | [Month, Number(month, 1 | 2), Number(year, 4)]
        | [Month, Number(month, 1 | 2), Year, Number(year, 4)] => Period::month(year, month),
        [Number(year, 4), Number(month, 1 | 2), Number(1..=31, 1 | 2)]
        | [Number(1..=31, 1 | 2), Number(month, 1 | 2), Number(year, 4)] => {
            Period::month(year, month)
        }
        [
            Number(year, 4),
            Quarter,
            Number(quarter, 1) | Roman(quarter),
        ]
        | [
            Quarter,
            Number(quarter, 1) | Roman(quarter),
            Number(year, 4),
        ]
        | [
            Quarter,
            Number(quarter, 1) | Roman(quarter),
            Year,
            Number(year, 4),
        ] => Period::quarter(year, quarter),
        _ => None,
    }
}

/// Words and numbers; `None` where something is neither.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let folded = fold(text);
    let mut tokens = Vec::new();
    let mut rest = folded.trim();
    while let Some(first) = rest.chars().next() {
        if !first.is_ascii_alphanumeric() {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let is_same = |c: char| match first.is_ascii_digit() {
            true => c.is_ascii_digit(),
            false => c.is_ascii_alphabetic(),
        };
        let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        tokens.push(token(part)?);
        rest = after;
    }
    Some(tokens)
}

fn token(part: &str) -> Option<Token> {
    Some(match part {
        "nam" | "n" => Token::Year,
        "quy" | "q" => Token::Quarter,
        "thang" | "t" | "th" => Token::Month,
        "i" => Token::Roman(1),
        "ii" => Token::Roman(2),
        "iii" => Token::Roman(3),
        "iv" => Token::Roman(4),
        digits => Token::Number(digits.parse().ok()?, digits.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::standardise_period;

    #[test]
    fn periods_are_read_as_they_are_written() {
        for (written, period) in [
            ("2026", "2026"),
            ("Năm 2026", "2026"),
            ("2026-06", "2026-06"),
            ("2026-6", "2026-06"),
            ("06/2026", "2026-06"),
            ("6.2026", "2026-06"),
            ("202606", "2026-06"),
            ("Tháng 6/2026", "2026-06"),
            ("tháng 12 năm 2025", "2025-12"),
            ("T6/2026", "2026-06"),
            ("2026-06-30", "2026-06"),
            ("30/06/2026", "2026-06"),
            ("Quý II/2026", "2026-Q2"),
            ("quý 4 năm 2025", "2025-Q4"),
            ("Q1-2026", "2026-Q1"),
            ("2026-Q3", "2026-Q3"),
        ] {
            let read = standardise_period(written).map(|period| period.to_string());
            assert_eq!(read.as_deref(), Some(period), "{written}");
        }
    }

    #[test]
    fn what_is_no_period_is_none() {
        for written in [
            "",
            "6 tháng đầu năm 2026",
            "13/2026",
            "Quý V/2026",
            "quý 5/2026",
            "32/06/2026",
            "26",
            "2025-2026",
            "kỳ I",
            "99999999999",
        ] {
            assert_eq!(standardise_period(written), None, "{written}");
        }
    }
}
