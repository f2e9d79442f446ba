//! Fields made of other fields.

use crate::config::link_plan::Take;
use crate::domain::PartialDate;
use crate::link::engine::compare::tokens::tokens;
use crate::link::engine::{ColumnId, Columns, EngineError};
use crate::reference::fold;

/// Adds what `take` says of column `of`.
///
/// # Errors
/// A name that is taken; too much text.
pub fn derive(
    columns: &mut Columns,
    name: &str,
    of: ColumnId,
    take: Take,
) -> Result<ColumnId, EngineError> {
    let year = |packed| {
        let date = PartialDate::from_packed(packed);
        date.map_or(0, |date| date.to_year().packed())
    };
    match take {
        Take::Year => columns.derive_dates(name, of, year),
        _ => columns.derive(name, of, |text| Some(part(text, take))),
    }
}

/// What `take` says of a text.
pub fn part(text: &str, take: Take) -> String {
    let words = || tokens(text).collect::<Vec<&str>>();
    let letters = text.chars().count();
    match take {
        Take::Prefix(count) => text.chars().take(count).collect(),
        Take::Suffix(count) => text.chars().skip(letters.saturating_sub(count)).collect(),
        Take::Folded => fold(text),
        Take::AllButLast => {
            let words = words();
            words[..words.len().saturating_sub(1)].join(" ")
        }
        Take::Token(index) => {
            let words = words();
            let at = match index {
                0.. => usize::try_from(index).ok(),
                _ => words.len().checked_add_signed(index),
            };
            at.and_then(|at| words.get(at))
                .copied()
                .unwrap_or_default()
                .to_owned()
        }
        // Of dates alone, as the model's check made sure.
        Take::Year => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_name() {
        let check = |take, expected| assert_eq!(part("Nông Thị Ấm", take), expected, "{take:?}");
        check(Take::Token(0), "Nông");
        check(Take::Token(1), "Thị");
        check(Take::Token(-1), "Ấm");
        check(Take::Token(7), "");
        check(Take::Token(-7), "");
        check(Take::AllButLast, "Nông Thị");
        check(Take::Prefix(2), "Nô");
        check(Take::Suffix(2), "Ấm");
        check(Take::Prefix(99), "Nông Thị Ấm");
        check(Take::Folded, "nong thi am");
        assert_eq!(part("Ấm", Take::AllButLast), "");
        assert_eq!(part("", Take::Token(-1)), "");
    }
}
