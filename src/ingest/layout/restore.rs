//! A layout as it was settled when its file was read, put together again without the file.

use super::claims::{Match, Unclaimed};
use super::further::{FurtherColumn, Role};
use super::unit::other_unit;
use super::{Layout, MatchedColumn, OtherColumn};
use crate::domain::{Field, Sex};

/// What is known of a column: its header, the field that claims it, and whether it is dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownColumn {
    pub header: String,
    pub field: Option<Field>,
    /// What it is to its field, where that has another column.
    pub role: Option<Role>,
    pub is_dropped: bool,
}

impl Layout {
    /// What has to be known of the columns to put the layout together again.
    #[must_use]
    pub fn known_columns(&self) -> Vec<KnownColumn> {
        let headers = self.headers.iter();
        let mut columns: Vec<KnownColumn> = headers
            .map(|header| KnownColumn {
                header: header.clone(),
                field: None,
                role: None,
                is_dropped: false,
            })
            .collect();
        for matched in &self.matches {
            columns[matched.column].field = Some(matched.field);
        }
        for further in &self.further {
            let column = &mut columns[further.column];
            (column.field, column.role) = (Some(further.field), Some(further.role));
        }
        for other in &self.others {
            columns[other.column].is_dropped = other.is_dropped;
        }
        columns
    }

    /// The layout of `columns`, in which every field lies where it lay: no header is asked again. Its rows are
    /// no part of any block.
    #[must_use]
    pub fn restored(columns: &[KnownColumn], blank_sex: Option<Sex>) -> Self {
        let mut layout = Self {
            columns: [None; Field::COUNT],
            matches: Vec::new(),
            further: Vec::new(),
            headers: columns.iter().map(|column| column.header.clone()).collect(),
            others: Vec::new(),
            header_rows: (0, 0),
            titles: Vec::new(),
            blank_sex,
            is_1904: false,
            is_continued: false,
            names: Vec::new(),
            evidence: Vec::new(),
        };
        for (at, known) in columns.iter().enumerate() {
            if let (Some(field), Some(role)) = (known.field, known.role) {
                layout.further.push(FurtherColumn {
                    field,
                    column: at,
                    how: Match::Exact,
                    role,
                });
                continue;
            }
            match (known.field, u16::try_from(at)) {
                (Some(field), Ok(place)) => {
                    layout.columns[field as usize] = Some(place);
                    layout.matches.push(MatchedColumn {
                        field,
                        column: at,
                        how: Match::Exact,
                        other_unit: other_unit(field, &[&known.header]),
                    });
                }
                _ => layout.others.push(OtherColumn {
                    column: at,
                    header: known.header.clone(),
                    is_dropped: known.is_dropped,
                    reason: if known.is_dropped {
                        Unclaimed::Dropped
                    } else {
                        Unclaimed::Unknown
                    },
                }),
            }
        }
        layout.settle_places();
        layout
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::csv::parse;
    use crate::ingest::layout::tests::options;

    #[test]
    fn every_field_lies_where_it_lay() {
        let text = "STT,Họ và tên,Ngày sinh,Thể lực,,Ghi chú,Năm sinh,Phân loại sức khoẻ,,\n,,,Chiều cao (cm),Cân nặng (kg),,,I,II,III\n1,A,,160,50,x,1957,,x,\n2,B,1957,160,50,x,,x,,\n";
        let block = parse(text.as_bytes(), b',').unwrap();
        let layout = Layout::detect(&block, &options()).unwrap();
        let restored = Layout::restored(&layout.known_columns(), layout.blank_sex);
        assert!(layout.matched() >= 5);
        assert!(layout.fields().eq(restored.fields()));
        assert!(restored.seconds().eq([(Field::BirthDate, 6)]));
        assert!(restored.classes().eq([(1, 7), (2, 8), (3, 9)]));
        assert_eq!(restored.headers, layout.headers);
        assert_eq!(restored.known_columns(), layout.known_columns());
    }
}
