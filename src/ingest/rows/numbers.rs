//! Rows that number the columns.

use crate::ingest::block::RawRow;

/// A template with more columns than this numbers them no more.
const COLUMNS_MAX: u32 = 300;

/// `(1) (2) (3)`, `1 2 3`, `A B 1 2 3`, with `5 = 3 + 4` among them: every filled cell the number or letter of its
/// column, each behind the one before.
#[must_use]
pub fn is_column_numbers(row: RawRow<'_>) -> bool {
    let mut last: Option<Number> = None;
    let mut count = 0;
    for cell in row.cells().filter(|cell| !cell.is_empty()) {
        let Some(number) = number(cell) else {
            return false;
        };
        let follows = match (last, number) {
            (None, Number::Digits(first)) => first <= 2,
            (None, Number::Letter(first)) => first == b'A',
            (Some(Number::Digits(last)), Number::Digits(next)) => next > last && next <= last + 5,
            (Some(Number::Letter(last)), Number::Letter(next)) => next == last + 1,
            (Some(Number::Letter(_)), Number::Digits(next)) => next <= 2,
            (Some(Number::Digits(_)), Number::Letter(_)) => false,
        };
        if !follows {
            return false;
        }
        last = Some(number);
        count += 1;
    }
    count >= 3
}

#[derive(Clone, Copy)]
enum Number {
    Digits(u32),
    Letter(u8),
}

/// `3`, `(3)`, `[3]`, `C`, `5=3+4`, `(5) = (3) + (4)`.
fn number(cell: &str) -> Option<Number> {
    let own = match cell.split_once('=') {
        Some((own, sum)) => {
            let is_sum = sum
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b" ()[]+-*/x:.%".contains(&b));
            is_sum.then_some(own)?
        }
        None => cell,
    };
    let own = own.trim_matches(['(', ')', '[', ']', ' ', '.']);
    match own.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => {
            Some(Number::Letter(letter.to_ascii_uppercase()))
        }
        _ => own
            .parse()
            .ok()
            .filter(|number| *number <= COLUMNS_MAX)
            .map(Number::Digits),
    }
}
