//! Rows that may be part of a header, and what their merged cells reach over.

use super::claims::{is_part, says_nothing_new};
use super::options::{Claim, LayoutOptions};
use super::other_person::names_other_person;
use super::place::heads_elsewhere;
use crate::domain::Field;
use crate::domain::header::FoldedHeader;
use crate::ingest::block::RawRow;
use crate::ingest::rows::numbers::is_column_numbers;

/// One cell of a row that may be part of a header.
#[derive(Debug, Clone)]
pub struct HeaderCell<'a> {
    pub text: &'a str,
    pub whole: FoldedHeader,
    pub bare: FoldedHeader,
}

impl<'a> HeaderCell<'a> {
    fn new(text: &'a str) -> Self {
        let whole = FoldedHeader::whole(text);
        let bare = if text.contains(['(', '[']) {
            FoldedHeader::new(text)
        } else {
            whole.clone()
        };
        Self { text, whole, bare }
    }
}

/// A row that may be part of a header.
#[derive(Debug, Clone)]
pub struct HeaderRow<'a> {
    pub number: u32,
    pub cells: Vec<HeaderCell<'a>>,
    /// Fields that its cells name by themselves, parts of fields left out: "Nam" stands in data too.
    pub fields: Vec<Field>,
    /// Whether it says something about the columns below: names a field, a group of them or another person.
    pub is_meaningful: bool,
    /// Whether it can be read as labels: no cell holds a date, an identifier or a measurement.
    pub is_label: bool,
    /// `(1) (2) (3)` between or under labels.
    pub is_numbers: bool,
}

impl<'a> HeaderRow<'a> {
    #[must_use]
    pub fn new(row: RawRow<'a>, options: &LayoutOptions) -> Self {
        let cells: Vec<HeaderCell<'a>> = row.cells().map(HeaderCell::new).collect();
        let mut fields = Vec::new();
        let mut is_meaningful = false;
        for cell in cells.iter().filter(|cell| !cell.text.is_empty()) {
            // "Xã: Hạ Lang" in two cells is a title.
            if cell.text.ends_with(':') {
                continue;
            }
            let claims = options.claims_of(cell);
            // "Người lập: Nông Văn A" is a title too.
            let is_of_another = !cell.text.contains(':') && names_other_person(cell.text);
            is_meaningful |= !claims.is_empty() || is_of_another || heads_elsewhere(cell.text);
            let own = claims.into_iter().find_map(|claim| match claim {
                Claim::Field(field) if !is_part(field) => Some(field),
                _ => None,
            });
            fields.extend(own.filter(|field| !fields.contains(field)));
        }
        let filled = || cells.iter().filter(|cell| !cell.text.is_empty());
        let is_small = |cell: &HeaderCell<'_>| is_number(cell.text) && cell.text.len() <= 3;
        let has_value = filled().any(|cell| is_number(cell.text) && !is_small(cell));
        let has_small = filled().any(is_small);
        Self {
            number: row.number,
            is_label: filled().next().is_some() && !has_value && (!has_small || fields.len() >= 2),
            is_numbers: is_column_numbers(row),
            cells,
            fields,
            is_meaningful,
        }
    }

    /// Whether one cell alone holds text.
    #[must_use]
    pub fn is_lone(&self) -> bool {
        let filled = self.cells.iter().filter(|cell| !cell.text.is_empty());
        filled.count() == 1
    }

    /// Whether it says nothing that `other` does not say of the same column: a header once more.
    #[must_use]
    pub fn repeats(&self, other: &Self) -> bool {
        let cells = self.cells.iter().enumerate();
        cells
            .filter(|(_, cell)| !cell.text.is_empty())
            .all(|(column, cell)| cell.text == other.text(column))
    }

    /// Whether it says what stands under headings of `above` that reach over several columns, and nothing else: "Số"
    /// and "Ngày cấp" under "CCCD". Every cell stands under such a heading. One of them is a label that is known, or
    /// they are labels under all that their headings reach over: where "Dự kiến" and "Thực tế" under "Ngày khám" were
    /// taken for a remark, everybody was examined on the day that was planned.
    #[must_use]
    pub fn is_below_groups(&self, above: &Self, options: &LayoutOptions) -> bool {
        let mut filled = (0..self.cells.len()).filter(|column| !self.text(*column).is_empty());
        let is_in_group = |column: usize| {
            let is_over = above.text(column).is_empty() || above.text(column + 1).is_empty();
            let is_headed = (0..=column).any(|left| !above.text(left).is_empty());
            let has_next = |column: usize| !self.text(column).is_empty();
            is_headed && is_over && (above.text(column).is_empty() || has_next(column + 1))
        };
        let is_known = |cell: &HeaderCell<'_>| {
            says_nothing_new(&cell.bare) || !options.claims_of(cell).is_empty()
        };
        let mut cells = self.cells.iter().filter(|cell| !cell.text.is_empty());
        let is_header = cells.any(is_known) || self.fills_groups(above);
        self.is_label && !self.is_lone() && filled.all(is_in_group) && is_header
    }

    /// Whether words stand under every column of the headings of `above` under which anything stands.
    fn fills_groups(&self, above: &Self) -> bool {
        // A tick is a value.
        let is_word = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        let width = above.cells.len().max(self.cells.len());
        let ends_group = |column: usize| column + 1 >= width || !above.text(column + 1).is_empty();
        let (mut start, mut is_filled) = (0, true);
        for end in (0..width).filter(|column| ends_group(*column)) {
            let texts = (start..=end).map(|column| self.text(column));
            let words = texts.clone().filter(|text| is_word(text)).count();
            let is_blank = texts.clone().all(str::is_empty);
            is_filled &= is_blank || words == end + 1 - start;
            start = end + 1;
        }
        is_filled
    }

    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text)
    }
}

/// Digits with what stands between the digits of dates and measurements.
fn is_number(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || b"/-.,: ".contains(&b))
}

/// What stands over one column, outermost heading first.
#[derive(Debug, Clone)]
pub struct Path<'r, 'a> {
    pub cells: Vec<&'r HeaderCell<'a>>,
    /// Whether no other column stands under the innermost heading of this one.
    pub is_sole: bool,
}

/// The path of every column. A merged cell has its text on the left only; it reaches over the columns to its right
/// that have a heading of their own below and none beside it.
#[must_use]
pub fn paths<'r, 'a>(levels: &[&'r HeaderRow<'a>]) -> Vec<Path<'r, 'a>> {
    let width = levels.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut reaching: Vec<Option<usize>> = vec![None; levels.len()];
    let mut columns: Vec<Vec<(usize, usize)>> = Vec::with_capacity(width);
    for column in 0..width {
        let mut spans = Vec::new();
        for level in 0..levels.len() {
            if !levels[level].text(column).is_empty() {
                // What stands below begins anew under a new heading.
                reaching[level..].fill(None);
                reaching[level] = Some(column);
            } else if levels[level + 1..]
                .iter()
                .all(|row| row.text(column).is_empty())
            {
                reaching[level] = None;
            }
            spans.extend(reaching[level].map(|from| (level, from)));
        }
        columns.push(spans);
    }
    let parent = |spans: &[(usize, usize)]| spans.len().checked_sub(2).map(|at| spans[at]);
    columns
        .iter()
        .map(|spans| {
            let heading = parent(spans);
            let others = columns.iter().filter(|other| parent(other) == heading);
            let mut cells: Vec<&HeaderCell<'_>> = Vec::with_capacity(spans.len());
            for (level, from) in spans {
                let cell = &levels[*level].cells[*from];
                if cells.last().is_none_or(|last| last.bare != cell.bare) {
                    cells.push(cell);
                }
            }
            Path {
                cells,
                is_sole: heading.is_some() && others.count() == 1,
            }
        })
        .collect()
}
