//! Corrections that are not applied: where they stand, why, and what to do. No message names a person.

use std::collections::BTreeMap;

use super::Correction;

/// Why a correction is not applied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The workbook, or a sheet of it, cannot be read as rejects.
    Unreadable {
        message: String,
    },
    NoKey,
    BrokenKey,
    /// A value stands in a column without a header.
    NoHeader,
    Contradiction,
    /// A later workbook corrects the same row differently.
    Overruled {
        by: String,
    },
    UnknownFile {
        file: String,
    },
    /// The file is there with other bytes: it was sent again.
    OtherBytes {
        file: String,
    },
    /// Another extract has taken the place of the file.
    Superseded {
        file: String,
        by: String,
    },
    /// The file is known and nothing of it is used tonight.
    NotUsed {
        file: String,
    },
    NotRejected {
        file: String,
        row: u32,
    },
    LostColumn {
        header: String,
    },
    StrangeColumn {
        header: String,
    },
    /// The row was read by a program that knew other fields.
    OtherProgram {
        file: String,
    },
    NoPerson,
}

impl Refusal {
    fn message(&self) -> String {
        match self {
            Self::Unreadable { message } => message.clone(),
            Self::NoKey => "the row has no key, so nobody can tell which row it corrects; correct the workbook of rejects itself, do not copy rows by hand".to_owned(),
            Self::BrokenKey => "its key was changed, so nobody can tell which row it corrects; take the workbook of rejects again".to_owned(),
            Self::NoHeader => "a value stands in a column without a header; take the workbook of rejects again".to_owned(),
            Self::Contradiction => "the same row stands there more than once with different cells; leave one of them".to_owned(),
            Self::Overruled { by } => format!("{by} corrects the same row and is the later one; that one counts"),
            Self::UnknownFile { file } => format!("no source of the pipeline has sent {file}"),
            Self::OtherBytes { file } => format!("{file} was sent again since: the newer extract counts, not the correction of the older one; if the row is still rejected, correct the new workbook of rejects"),
            Self::Superseded { file, by } => format!("{file} is out of use: the newer extract {by} counts, not the correction of the older one; if the row is still rejected, correct the new workbook of rejects"),
            Self::NotUsed { file } => format!("nothing of {file} is used tonight"),
            Self::NotRejected { file, row } => format!("row {row} of {file} is not among the rejected ones; only rejected rows can be corrected, everything else in the list itself"),
            Self::LostColumn { header } => format!("the column `{header}` is missing or stands twice; take the workbook of rejects again and leave its columns as they are"),
            Self::StrangeColumn { header } => format!("the column `{header}` is none of the list; take the workbook of rejects again and leave its columns as they are"),
            Self::OtherProgram { file } => format!("{file} was read by another version of this program, whose columns this one cannot tell apart; send the whole list again"),
            Self::NoPerson => "the corrected row is about no person any more; to take a row out, send the whole list again without it".to_owned(),
        }
    }

    /// Whether a newer extract made the correction needless: nobody's mistake, but said.
    fn file_and_newer(&self) -> Option<(&str, &str)> {
        match self {
            Self::OtherBytes { file } => Some((file, file)),
            Self::Superseded { file, by } => Some((file, by)),
            _ => None,
        }
    }
}

/// A workbook, a sheet of it, and what is said about its rows.
type Place = (String, Option<String>, Refusal);

/// Everything that was refused, by place.
#[derive(Debug, Default)]
pub struct Refusals {
    rows: BTreeMap<Place, Vec<u32>>,
}

impl Refusals {
    pub fn refuse_file(&mut self, workbook: &str, refusal: Refusal) {
        self.rows
            .entry((workbook.to_owned(), None, refusal))
            .or_default();
    }

    pub fn refuse(&mut self, workbook: &str, sheet: &str, row: u32, refusal: Refusal) {
        let place = (workbook.to_owned(), Some(sheet.to_owned()), refusal);
        self.rows.entry(place).or_default().push(row);
    }

    pub fn refuse_correction(&mut self, correction: &Correction, refusal: Refusal) {
        let Correction {
            workbook,
            workbook_sheet,
            workbook_row,
            ..
        } = correction;
        self.refuse(workbook, workbook_sheet, *workbook_row, refusal);
    }

    /// How many workbooks and rows were refused.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.rows
            .values()
            .map(|rows| rows.len().max(1) as u64)
            .sum()
    }

    /// One message for all rows of a sheet with the same reason.
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        const ROWS_SHOWN: usize = 10;
        let say = |((workbook, sheet, refusal), rows): (&Place, &Vec<u32>)| {
            let mut rows = rows.clone();
            rows.sort_unstable();
            let shown: Vec<String> = rows.iter().take(ROWS_SHOWN).map(u32::to_string).collect();
            let rest = rows.len() - shown.len();
            let shown = shown.join(", ");
            let rows = match (rows.len(), rest) {
                (1, _) => format!(", row {shown}"),
                (_, 0) => format!(", rows {shown}"),
                (_, rest) => format!(", rows {shown} and {rest} more"),
            };
            let place = sheet
                .as_ref()
                .map(|sheet| format!(", sheet `{sheet}`{rows}"));
            let place = place.unwrap_or_default();
            format!(
                "correction not applied: {workbook}{place}: {}",
                refusal.message()
            )
        };
        self.rows.iter().map(say).collect()
    }

    /// Per newer extract the older files whose corrections it made needless, and how many those are.
    #[must_use]
    pub fn superseded(&self) -> BTreeMap<(String, String), usize> {
        let mut superseded = BTreeMap::new();
        for ((_, _, refusal), rows) in &self.rows {
            if let Some((file, newer)) = refusal.file_and_newer() {
                *superseded
                    .entry((newer.to_owned(), file.to_owned()))
                    .or_default() += rows.len();
            }
        }
        superseded
    }
}
