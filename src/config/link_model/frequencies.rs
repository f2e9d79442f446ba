//! `[[frequencies]]`: how frequent values are among all people, where a model's own records are too few to tell.
//!
//! A file has a line for each value of the field, in the field's own form, and the share of records that have it:
//! header `value,share`, one line each, the share behind the last comma.

use std::collections::HashSet;

use super::known_fields::KnownFields;
use crate::config::document::{Reported, gather};
use crate::config::item::Item;
use crate::config::section::Section;
use crate::link::engine::{ColumnId, ColumnKind, SuppliedFrequencies};

const HEADER: &str = "value,share";

pub fn read(root: &Section<'_>, known: &KnownFields) -> Result<Vec<SuppliedFrequencies>, Reported> {
    let Some(item) = root.optional("frequencies") else {
        return Ok(Vec::new());
    };
    let items = item.filled_list()?;
    let mut columns: HashSet<ColumnId> = HashSet::new();
    gather(items.iter().map(|item| {
        let supplied = item.table(|section| frequencies(section, known))?;
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
) -> Result<SuppliedFrequencies, Reported> {
    let column = section
        .required("field")
        .and_then(|item| known.of_kind(&item, &[ColumnKind::Text]));
    let values = section.required("file").and_then(|item| {
        let path = item.path()?;
        let text = std::fs::read_to_string(&path).map_err(|cause| {
            let title = format!("{} cannot be read", path.display());
            item.mistake(title).label(cause.to_string()).report()
        })?;
        values(&text).map_err(|mistake| wrong(&item, &path.display().to_string(), mistake))
    });
    Ok(SuppliedFrequencies {
        column: column?,
        values: values?,
    })
}

/// What is wrong with a file of frequencies: the line as an editor shows it, and what must stand there.
type Mistake = (usize, &'static str);

fn wrong(item: &Item<'_>, path: &str, (line, expected): Mistake) -> Reported {
    let mistake = item.mistake(format!("{path}:{line}: {expected}"));
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
            let value = value.trim().trim_matches('"');
            let share = share.trim().parse().ok();
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
