//! Which row is the header, which column is which field.

use std::collections::{BTreeSet, HashMap};

use super::block::RawRow;
use super::fold::fold_header;
use super::{IngestError, RawBlock};
use crate::domain::{Field, Kind};
use crate::source::Profile;

/// A header stands within this many rows from the top (ministry templates need 8).
pub const HEADER_ROWS_MAX: usize = 25;

/// A profile compiled for matching.
#[derive(Debug, Clone)]
pub struct LayoutOptions {
    pub kind: Kind,
    profile: String,
    headers: HashMap<String, Field>,
    dropped: BTreeSet<String>,
}

impl LayoutOptions {
    #[must_use]
    pub fn new(kind: Kind, profile: &Profile) -> Self {
        let headers = profile.headers.iter().flat_map(|(field, headers)| {
            headers.iter().map(|header| (fold_header(header), *field))
        });
        Self {
            kind,
            profile: profile.name.clone(),
            headers: headers.collect(),
            dropped: profile
                .dropped_headers
                .iter()
                .map(|header| fold_header(header))
                .collect(),
        }
    }

    #[must_use]
    pub fn field(&self, header: &str) -> Option<Field> {
        self.headers.get(&fold_header(header)).copied()
    }

    fn needed(&self) -> usize {
        if self.kind.is_about_persons() { 3 } else { 2 }
    }

    /// The error for a table in which no header was found.
    #[must_use]
    pub fn no_header(&self, start: &RawBlock) -> IngestError {
        let rows = start.rows().min(HEADER_ROWS_MAX);
        let known: BTreeSet<&str> = (0..rows)
            .flat_map(|row| {
                start
                    .row(row)
                    .cells()
                    .filter_map(|cell| self.field(cell))
                    .collect::<Vec<_>>()
            })
            .map(Field::code)
            .collect();
        let found = if known.is_empty() {
            "none".to_owned()
        } else {
            known.into_iter().collect::<Vec<_>>().join(", ")
        };
        IngestError::NoHeader {
            rows,
            needed: self.needed(),
            found,
            profile: self.profile.clone(),
        }
    }
}

/// A column whose header no field claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherColumn {
    /// Position from 0.
    pub column: usize,
    pub header: String,
    /// Dropped by name, as the profile says; otherwise unknown.
    pub is_dropped: bool,
}

/// How the table of one file or sheet lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Per field, its column.
    columns: [Option<u16>; Field::COUNT],
    /// Header text of every column, the parts of merged headers joined by ` / `.
    pub headers: Vec<String>,
    pub others: Vec<OtherColumn>,
    /// First and last row of the header, as a person sees them.
    pub header_rows: (u32, u32),
    /// Title text above the header, row by row.
    pub titles: Vec<String>,
}

impl Layout {
    /// Finds the header among the first rows of a table: the row, or two rows with merged cells, with the
    /// most columns of a known name.
    #[must_use]
    pub fn detect(start: &RawBlock, options: &LayoutOptions) -> Option<Self> {
        let rows = start.rows().min(HEADER_ROWS_MAX);
        let mut best: Option<Self> = None;
        for row in 0..rows {
            let top = start.row(row);
            let one = Self::from_rows(&[top], options);
            let two =
                (row + 1 < rows).then(|| Self::from_rows(&[top, start.row(row + 1)], options));
            let of_this_row = match two {
                Some(two) if two.matched() > one.matched() && one.matched() > 0 => two,
                _ => one,
            };
            if best
                .as_ref()
                .is_none_or(|best| of_this_row.matched() > best.matched())
            {
                best = Some(of_this_row);
            }
        }
        let mut best = best.filter(|best| best.matched() >= options.needed())?;
        best.titles = titles(start, best.header_rows.0);
        best.add_nameless(start);
        Some(best)
    }

    fn from_rows(rows: &[RawRow<'_>], options: &LayoutOptions) -> Self {
        let width = rows.iter().map(RawRow::len).max().unwrap_or(0);
        let mut layout = Self {
            columns: [None; Field::COUNT],
            headers: Vec::with_capacity(width),
            others: Vec::new(),
            header_rows: (rows[0].number, rows[rows.len() - 1].number),
            titles: Vec::new(),
        };
        let mut above = "";
        for column in 0..width {
            let top = rows[0].cell(column);
            let bottom = rows.get(1).map_or("", |row| row.cell(column));
            // A merged cell has its text on the left only; it reaches over the columns that have a
            // heading of their own below.
            above = if top.is_empty() && !bottom.is_empty() {
                above
            } else {
                top
            };
            layout.add(column, above, bottom, options);
        }
        layout
    }

    fn add(&mut self, column: usize, top: &str, bottom: &str, options: &LayoutOptions) {
        let joined = match (top.is_empty(), bottom.is_empty()) {
            (_, true) => top.to_owned(),
            (true, false) => bottom.to_owned(),
            (false, false) => format!("{top} / {bottom}"),
        };
        // What stands under a heading that is dropped is dropped with it: the number under "Người giám hộ" is
        // the guardian's.
        let is_dropped =
            |text: &str| !text.is_empty() && options.dropped.contains(&fold_header(text));
        let is_under_dropped = !bottom.is_empty() && is_dropped(top);
        let candidates = [joined.as_str(), bottom, top];
        let field = candidates
            .into_iter()
            .filter(|text| !text.is_empty() && !is_under_dropped)
            .find_map(|text| options.field(text));
        match field {
            Some(field) if self.columns[field as usize].is_none() => {
                self.columns[field as usize] = u16::try_from(column).ok();
            }
            _ if joined.is_empty() => {}
            _ => self.others.push(OtherColumn {
                column,
                is_dropped: is_under_dropped || is_dropped(&joined),
                header: joined.clone(),
            }),
        }
        self.headers.push(joined);
    }

    /// Columns with values and without a header are unknown columns, not nothing: under a merged "Năm sinh"
    /// they hold the birth years of women.
    fn add_nameless(&mut self, start: &RawBlock) {
        for column in 0..self.width() {
            let rows = (0..start.rows()).map(|row| start.row(row));
            let mut below = rows.filter(|row| row.number > self.header_rows.1);
            if self.headers[column].is_empty() && below.any(|row| !row.cell(column).is_empty()) {
                self.others.push(OtherColumn {
                    column,
                    header: format!("column {} (no header)", column + 1),
                    is_dropped: false,
                });
            }
        }
    }

    /// The column of a field.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize].map(usize::from)
    }

    /// The fields that have a column, in field order.
    pub fn fields(&self) -> impl Iterator<Item = (Field, usize)> + '_ {
        Field::ALL
            .into_iter()
            .filter_map(|field| self.column(field).map(|column| (field, column)))
    }

    /// How many fields have a column.
    #[must_use]
    pub fn matched(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// How many columns the header has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.headers.len()
    }
}

fn titles(start: &RawBlock, header_row: u32) -> Vec<String> {
    (0..start.rows())
        .map(|row| start.row(row))
        .take_while(|row| row.number < header_row)
        .map(|row| {
            row.cells()
                .filter(|cell| !cell.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|title| !title.is_empty())
        .collect()
}

#[cfg(test)]
pub mod tests {
    use std::collections::BTreeMap;

    use super::*;

    pub fn options() -> LayoutOptions {
        let headers = [
            (Field::Sequence, vec!["STT"]),
            (Field::FullName, vec!["Họ và tên"]),
            (Field::BirthDate, vec!["Ngày sinh"]),
            (Field::IdentityNumber, vec!["Số CCCD"]),
            (Field::BhytCard, vec!["Mã thẻ BHYT"]),
            (Field::HeightCm, vec!["Chiều cao (cm)"]),
            (Field::WeightKg, vec!["Cân nặng"]),
        ];
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let profile = Profile {
            name: "roster.toml".into(),
            headers: headers
                .into_iter()
                .map(|(field, texts)| (field, owned(texts)))
                .collect(),
            values: BTreeMap::new(),
            required_fields: Vec::new(),
            first_of_january_is_year: true,
            dropped_headers: vec!["Ghi chú".into()],
        };
        LayoutOptions::new(Kind::PlanRoster, &profile)
    }

    fn detect(text: &str) -> Option<Layout> {
        Layout::detect(
            &crate::ingest::csv::parse(text.as_bytes(), b',').unwrap(),
            &options(),
        )
    }

    #[test]
    fn a_header_below_titles_is_found() {
        let layout = detect(
            "UBND XÃ HẠ LANG,,\n\nDANH SÁCH,,\nSTT,HỌ VÀ TÊN,Ngày sinh,Ghi chú,Khác\n1,A,1957,,\n",
        )
        .unwrap();
        assert_eq!(layout.header_rows, (4, 4));
        assert_eq!(layout.titles, ["UBND XÃ HẠ LANG", "DANH SÁCH"]);
        assert_eq!(layout.column(Field::BirthDate), Some(2));
        let others: Vec<_> = layout
            .others
            .iter()
            .map(|o| (o.header.as_str(), o.is_dropped))
            .collect();
        assert_eq!(others, [("Ghi chú", true), ("Khác", false)]);
    }

    #[test]
    fn merged_headers_over_two_rows_are_joined() {
        let layout = detect(
            "STT,Họ và tên,Ngày sinh,Thể lực,\n,,,Chiều cao (cm),Cân nặng (kg)\n1,A,1957,160,50\n",
        )
        .unwrap();
        assert_eq!(layout.header_rows, (1, 2));
        assert_eq!(layout.column(Field::WeightKg), Some(4));
        assert_eq!(layout.headers[4], "Thể lực / Cân nặng (kg)");
    }

    #[test]
    fn what_stands_under_a_dropped_heading_is_dropped() {
        let layout =
            detect("STT,Họ và tên,Ngày sinh,Ghi chú,\n,,,Số CCCD,Khác\n1,A,1957,1,2\n").unwrap();
        assert_eq!(layout.column(Field::IdentityNumber), None);
    }

    #[test]
    fn values_without_a_header_are_reported() {
        let layout = detect("STT,Họ và tên,Ngày sinh,\n1,A,,1957\n").unwrap();
        assert_eq!(layout.others[0].header, "column 4 (no header)");
    }

    #[test]
    fn a_data_row_is_no_second_header_row() {
        let layout = detect("STT,Họ và tên,Ngày sinh\n1,A,1957\n").unwrap();
        assert_eq!(layout.header_rows, (1, 1));
    }

    #[test]
    fn a_table_of_something_else_has_no_layout() {
        assert_eq!(detect("Tháng,Số ca,Ngày sinh\n1,2,3\n"), None);
    }

    #[test]
    fn the_second_column_of_a_field_is_reported() {
        let layout = detect("STT,Họ và tên,Ngày sinh,Ngày sinh\n").unwrap();
        assert_eq!(layout.others[0].column, 3);
    }
}
