//! Decisions of people: pairs that are one, and pairs that are not.

use std::path::Path;

use super::records::Records;
use super::{LinkingError, cells};
use crate::domain::mask::mask;

/// Pairs of records, each list ascending: the order of a file changes nothing.
#[derive(Debug, Default)]
pub struct Decisions {
    pub must_link: Vec<(u32, u32)>,
    pub never_link: Vec<(u32, u32)>,
}

impl Decisions {
    /// Reads a table with the columns `left_id`, `right_id` and `decision` (`match`, `no_match`, blank: none yet), and
    /// `left_table` and `right_table` where ids of several tables are alike: `review_pairs` with a column more.
    ///
    /// # Errors
    /// A file that cannot be read or lacks a column, a decision that is none, a record that is not there.
    pub fn read(path: &Path, records: &Records<'_>) -> Result<Self, LinkingError> {
        let names = [
            "left_id",
            "right_id",
            "decision",
            "left_table",
            "right_table",
        ];
        let (rows, has_tables) = match cells::read(path, &names) {
            Err(LinkingError::NoColumn { column, .. }) if column.ends_with("_table") => {
                (cells::read(path, &names[..3])?, false)
            }
            rows => (rows?, true),
        };
        let mut decisions = Self::default();
        for row in 0..rows.rows {
            let list = match rows.get(2, row) {
                "match" => &mut decisions.must_link,
                "no_match" => &mut decisions.never_link,
                "" => continue,
                _ => {
                    return Err(LinkingError::Decision {
                        path: path.to_path_buf(),
                        row: row as u64 + 2,
                    });
                }
            };
            let record = |id: usize, table: usize| {
                let table = has_tables.then(|| rows.get(table, row));
                let id = rows.get(id, row);
                let found = records.find_one(table, id);
                found.ok_or_else(|| LinkingError::UnknownRecord { id: mask(id) })
            };
            let (left, right) = (record(0, 3)?, record(1, 4)?);
            list.push((left.min(right), left.max(right)));
        }
        for list in [&mut decisions.must_link, &mut decisions.never_link] {
            list.sort_unstable();
            list.dedup();
        }
        Ok(decisions)
    }
}
