//! `[[frequencies]]`: how frequent values are among all people, where a model's own records are too few to tell.
//!
//! A file has a line for each value, written as the field's own cells are, and the share of records that have it: header
//! `value,share`, the share behind the last comma. A value that is not in the file keeps the weight of its level.

use std::collections::HashSet;

use super::known_fields::KnownFields;
use crate::config::document::{Reported, gather};
use crate::config::item::Item;
use crate::config::reading::Reading;
use crate::config::section::Section;
use crate::link::engine::{ColumnId, ColumnKind, Comparison, SuppliedFrequencies};

const HEADER: &str = "value,share";

/// Reads the files that the model names; each field once, and only one that a level of `comparisons` follows.
pub fn read(
    root: &Section<'_>,
    known: &KnownFields,
    comparisons: &Result<Vec<Comparison>, Reported>,
    reading: &Reading,
) -> Result<Vec<SuppliedFrequencies>, Reported> {
    let Some(item) = root.optional("frequencies") else {
        return Ok(Vec::new());
    };
    let items = item.filled_list()?;
    let mut columns: HashSet<ColumnId> = HashSet::new();
    gather(items.iter().map(|item| {
        let supplied = item.table(|section| frequencies(section, known, comparisons, reading))?;
        match columns.insert(supplied.column) {
            true => Ok(supplied),
            false => Err(item
                .mistake("the frequencies of this field stand twice")
                .report()),
        }
    }))
}

fn frequencies(
    section: &Section<'_>,
    known: &KnownFields,
    comparisons: &Result<Vec<Comparison>, Reported>,
    reading: &Reading,
) -> Result<SuppliedFrequencies, Reported> {
    let column = section.required("field").and_then(|item| {
        let column = known.of_kind(&item, &[ColumnKind::Text])?;
        let Ok(comparisons) = comparisons else {
            return Ok(column);
        };
        let levels = comparisons.iter().flat_map(|of| &of.levels);
        let mut followed = levels.filter_map(|level| Some(level.term_frequency?.column));
        if followed.any(|of| of == column) {
            return Ok(column);
        }
        let mistake = item.mistake("no level asks for the frequencies of this field");
        let help =
            "give a level `term_frequency`, with `frequency_of` where it compares another field";
        Err(mistake.help(help).report())
    });
    let values = section.required("file").and_then(|item| {
        let text = reading.text(&item)?;
        values(&text).map_err(|mistake| wrong(&item, mistake))
    });
    Ok(SuppliedFrequencies {
        column: column?,
        values: values?,
    })
}

/// What is wrong with a file of frequencies: the line as an editor shows it, and what must stand there.
type Mistake = (usize, &'static str);

fn wrong(item: &Item<'_>, (line, expected): Mistake) -> Reported {
    let mistake = item.mistake(format!("line {line} of the file: {expected}"));
    mistake.label("a file of frequencies").report()
}

fn values(text: &str) -> Result<Vec<(String, f64)>, Mistake> {
    let mut lines = (1..).zip(text.trim_start_matches('\u{FEFF}').lines());
    if lines
        .next()
        .is_none_or(|(_, header)| header.trim() != HEADER)
    {
        return Err((1, "the header must be `value,share`"));
    }
    let mut seen = HashSet::new();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let (value, share) = line.rsplit_once(',').ok_or((
                number,
                "a value and its share must stand here, with a comma between",
            ))?;
            let [value, share] = [value, share].map(|cell| cell.trim().trim_matches('"'));
            let share = share.parse().ok();
            let share = share.filter(|share| (f64::MIN_POSITIVE..=1.0).contains(share));
            let share = share.ok_or((number, "the share must be above 0 and at most 1"))?;
            match !value.is_empty() && seen.insert(value) {
                true => Ok((value.to_owned(), share)),
                false => Err((number, "the value is blank or stands a second time")),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_shares() {
        let found = values("\u{FEFF}value,share\nnguyen van an,0.001\n\n\"a, b\",1e-5\n").unwrap();
        let expected = [("nguyen van an", 0.001), ("a, b", 1e-5)];
        assert_eq!(
            found,
            expected.map(|(value, share)| (value.to_owned(), share))
        );
    }

    #[test]
    fn mistakes_are_told_by_their_line() {
        let check = |text: &str, line: usize, part: &str| {
            let (found, expected) = values(text).unwrap_err();
            assert!(
                found == line && expected.contains(part),
                "{found} {expected}"
            );
        };
        check("", 1, "header");
        check("name,count\n", 1, "header");
        check("value,share\na\n", 2, "comma");
        check("value,share\na,0.1\nb,2\n", 3, "share");
        check("value,share\na,0\n", 2, "share");
        check("value,share\na,0.1\na,0.2\n", 3, "second time");
        check("value,share\n,0.1\n", 2, "blank");
    }
}
