//! The columns of a chunk one after the other, for what is done to each of them alike.

use xxhash_rust::xxh3::xxh3_64;

use super::chunk::RecordChunk;
use crate::schema::lazy::LazyColumn;
use crate::schema::plain::Plain;
use crate::schema::text::TextColumn;

/// A column of a chunk. Those called dense have a value for every row.
pub(super) enum ColumnMut<'c> {
    Text(&'c mut TextColumn),
    Dense32(&'c mut Vec<u32>),
    Dense64(&'c mut Vec<u64>),
    Lazy8(&'c mut LazyColumn<u8>),
    Lazy16(&'c mut LazyColumn<u16>),
    Lazy32(&'c mut LazyColumn<u32>),
    Lazy64(&'c mut LazyColumn<u64>),
    Reals(&'c mut LazyColumn<f64>),
}

/// Does to a column what its kind asks for.
macro_rules! by_kind {
    ($column:expr, $text:ident => $of_text:expr, $dense:ident => $of_dense:expr, $lazy:ident => $of_lazy:expr) => {
        match $column {
            ColumnMut::Text($text) => $of_text,
            ColumnMut::Dense32($dense) => $of_dense,
            ColumnMut::Dense64($dense) => $of_dense,
            ColumnMut::Lazy8($lazy) => $of_lazy,
            ColumnMut::Lazy16($lazy) => $of_lazy,
            ColumnMut::Lazy32($lazy) => $of_lazy,
            ColumnMut::Lazy64($lazy) => $of_lazy,
            ColumnMut::Reals($lazy) => $of_lazy,
        }
    };
}

/// How long a column is on disk: its values, and the bytes of its texts behind them; and the hash of all these bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ColumnExtent {
    pub values: u32,
    pub text_bytes: u32,
    hash: u64,
}

impl ColumnMut<'_> {
    /// Keeps the rows that are marked in `keep`.
    pub fn retain(self, keep: &[bool]) {
        let mut marks = keep.iter();
        by_kind!(self,
            text => text.retain(keep),
            dense => dense.retain(|_| marks.next() == Some(&true)),
            lazy => lazy.retain(keep)
        );
    }

    /// Puts rows of the column into `picked`, an empty one, in the order of `rows`.
    pub fn pick(self, rows: &[u32], picked: ColumnMut<'_>) {
        self.merge_into(None, rows.iter().map(|row| (false, *row as usize)), picked);
    }

    /// Puts values of the column and of `other`, where that is marked, into `merged`, an empty one, in the order of
    /// `places`.
    pub fn merge_into(
        self,
        other: Option<ColumnMut<'_>>,
        places: impl Iterator<Item = (bool, usize)>,
        merged: ColumnMut<'_>,
    ) {
        macro_rules! lazy {
            ($own:ident, $other:pat => $of_other:ident, $into:ident) => {{
                let of_other = match other {
                    Some($other) => Some($of_other),
                    _ => None,
                };
                for (at, (is_other, row)) in places.enumerate() {
                    let from = of_other.as_deref().filter(|_| is_other);
                    $into.set(at, from.unwrap_or($own).get(row));
                }
            }};
        }
        macro_rules! dense {
            ($own:ident, $other:pat => $of_other:ident, $into:ident) => {{
                let of_other = match other {
                    Some($other) => Some($of_other),
                    _ => None,
                };
                for (is_other, row) in places {
                    let from = of_other.as_deref().filter(|_| is_other);
                    $into.push(from.unwrap_or($own)[row]);
                }
            }};
        }
        match (self, merged) {
            (Self::Text(own), ColumnMut::Text(into)) => {
                lazy!(own, ColumnMut::Text(of) => of, into);
            }
            (Self::Dense32(own), ColumnMut::Dense32(into)) => {
                dense!(own, ColumnMut::Dense32(of) => of, into);
            }
            (Self::Dense64(own), ColumnMut::Dense64(into)) => {
                dense!(own, ColumnMut::Dense64(of) => of, into);
            }
            (Self::Lazy8(own), ColumnMut::Lazy8(into)) => {
                lazy!(own, ColumnMut::Lazy8(of) => of, into);
            }
            (Self::Lazy16(own), ColumnMut::Lazy16(into)) => {
                lazy!(own, ColumnMut::Lazy16(of) => of, into);
            }
            (Self::Lazy32(own), ColumnMut::Lazy32(into)) => {
                lazy!(own, ColumnMut::Lazy32(of) => of, into);
            }
            (Self::Lazy64(own), ColumnMut::Lazy64(into)) => {
                lazy!(own, ColumnMut::Lazy64(of) => of, into);
            }
            (Self::Reals(own), ColumnMut::Reals(into)) => {
                lazy!(own, ColumnMut::Reals(of) => of, into);
            }
            _ => unreachable!("columns of one name are of one kind"),
        }
    }

    /// Bytes of the values and texts held.
    pub fn bytes(self) -> usize {
        fn size<T>(values: &[T]) -> usize {
            size_of_val(values)
        }
        by_kind!(self,
            text => text.text_bytes() + size(text.ends()),
            dense => size(dense),
            lazy => size(lazy.values())
        )
    }

    /// Appends the column to `out`.
    pub fn write(self, out: &mut Vec<u8>) -> ColumnExtent {
        fn put<T: Plain>(values: &[T], out: &mut Vec<u8>) -> ColumnExtent {
            T::put(values, out);
            ColumnExtent {
                values: values.len() as u32,
                ..ColumnExtent::default()
            }
        }
        let start = out.len();
        let extent = by_kind!(self,
            text => {
                let extent = put(text.ends(), out);
                out.extend_from_slice(text.bytes().as_bytes());
                ColumnExtent { text_bytes: text.text_bytes() as u32, ..extent }
            },
            dense => put(dense, out),
            lazy => put(lazy.values(), out)
        );
        ColumnExtent {
            hash: xxh3_64(&out[start..]),
            ..extent
        }
    }

    /// Bytes that [`Self::write`] made of a column of this kind.
    pub fn written(&self, extent: ColumnExtent) -> usize {
        fn wide<T: Plain>(_: &T) -> usize {
            T::BYTES
        }
        let width = match self {
            Self::Text(_) | Self::Dense32(_) | Self::Lazy32(_) => wide(&0_u32),
            Self::Dense64(_) | Self::Lazy64(_) | Self::Reals(_) => wide(&0_u64),
            Self::Lazy8(_) => wide(&0_u8),
            Self::Lazy16(_) => wide(&0_u16),
        };
        extent.values as usize * width + extent.text_bytes as usize
    }

    /// Takes back what [`Self::write`] wrote; `None` when it is not that.
    pub fn read(self, bytes: &[u8], extent: ColumnExtent) -> Option<()> {
        fn take<T: Plain>(bytes: &[u8]) -> Vec<T> {
            T::take(bytes)
        }
        if xxh3_64(bytes) != extent.hash {
            return None;
        }
        let values = bytes.len().checked_sub(extent.text_bytes as usize)?;
        let (values, texts) = bytes.split_at(values);
        by_kind!(self,
            text => {
                let texts = simdutf8::basic::from_utf8(texts).ok()?;
                *text = TextColumn::from_parts(texts.to_owned(), take(values))?;
            },
            dense => *dense = take(values),
            lazy => *lazy = LazyColumn::from_values(take(values))
        );
        Some(())
    }
}

impl RecordChunk {
    /// Every column with its name in the dataset, always in the same order.
    pub(super) fn columns_mut(&mut self) -> Vec<(&'static str, ColumnMut<'_>)> {
        use ColumnMut::{Dense32, Dense64, Lazy8, Lazy16, Lazy32, Lazy64, Reals, Text};
        let names = Self::original_names();
        // Taken apart, so that a new column cannot be forgotten here.
        let Self {
            origin: _,
            rows: _,
            row,
            record_key,
            full_name,
            birth_date,
            sex,
            cccd,
            cmnd,
            bhxh_number,
            bhyt_card,
            phone,
            ethnicity,
            commune,
            former_commune,
            hamlet,
            household,
            residence_status,
            death_date,
            departure_date,
            target_groups,
            valid_from,
            valid_to,
            insurance_object,
            facility,
            exam_date,
            exam_place,
            height_cm,
            weight_kg,
            systolic_mmhg,
            diastolic_mmhg,
            pulse_per_min,
            glucose_mmol_l,
            health_class,
            funding,
            unit_group,
            ehr_exists,
            ehr_updated,
            ehr_national_state,
            ehr_vneid_state,
            repaired,
            finding_count,
            originals,
        } = self;
        let mut columns = vec![
            ("row", Dense32(row)),
            ("record_key", Dense64(record_key)),
            ("full_name", Text(full_name)),
            ("birth_date", Lazy32(birth_date)),
            ("sex", Lazy8(sex)),
            ("cccd", Lazy64(cccd)),
            ("cmnd", Lazy64(cmnd)),
            ("bhxh_number", Lazy64(bhxh_number)),
            ("bhyt_card", Text(bhyt_card)),
            ("phone", Lazy64(phone)),
            ("ethnicity", Lazy8(ethnicity)),
            ("commune_code", Lazy32(commune)),
            ("former_commune_code", Lazy32(former_commune)),
            ("hamlet", Text(hamlet)),
            ("household", Text(household)),
            ("residence_status", Lazy8(residence_status)),
            ("death_date", Lazy32(death_date)),
            ("departure_date", Lazy32(departure_date)),
            ("target_groups", Lazy16(target_groups)),
            ("valid_from", Lazy32(valid_from)),
            ("valid_to", Lazy32(valid_to)),
            ("insurance_object", Text(insurance_object)),
            ("facility", Text(facility)),
            ("exam_date", Lazy32(exam_date)),
            ("exam_place", Text(exam_place)),
            ("height_cm", Reals(height_cm)),
            ("weight_kg", Reals(weight_kg)),
            ("systolic_mmhg", Reals(systolic_mmhg)),
            ("diastolic_mmhg", Reals(diastolic_mmhg)),
            ("pulse_per_min", Reals(pulse_per_min)),
            ("glucose_mmol_l", Reals(glucose_mmol_l)),
            ("health_class", Lazy8(health_class)),
            ("funding_code", Lazy8(funding)),
            ("unit_group", Text(unit_group)),
            ("ehr_exists", Lazy8(ehr_exists)),
            ("ehr_updated", Lazy32(ehr_updated)),
            ("ehr_national_state", Lazy8(ehr_national_state)),
            ("ehr_vneid_state", Lazy8(ehr_vneid_state)),
            ("repaired_fields", Lazy64(repaired)),
            ("finding_count", Lazy16(finding_count)),
        ];
        columns.extend(names.zip(originals.iter_mut().map(Text)));
        columns
    }

    /// Keeps the rows that `keep`, one for each row, says. Where a later extract has a row again, the earlier
    /// one goes this way.
    pub fn retain(&mut self, keep: &[bool]) {
        assert_eq!(keep.len(), self.rows, "one mark for each row");
        for (_, column) in self.columns_mut() {
            column.retain(keep);
        }
        self.rows = keep.iter().filter(|kept| **kept).count();
    }

    /// The chunk of some of its rows, in the order of `rows`.
    #[must_use]
    pub fn picked(&mut self, rows: &[u32]) -> Self {
        let mut picked = Self::new(self.origin.clone());
        picked.rows = rows.len();
        let columns = self.columns_mut().into_iter().zip(picked.columns_mut());
        for ((_, own), (_, into)) in columns {
            own.pick(rows, into);
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::Kind;
    use crate::schema::records::{ChunkOrigin, RECORDS};

    #[test]
    fn columns_are_called_as_in_the_dataset() {
        let mut chunk = RecordChunk::new(ChunkOrigin {
            kind: Kind::Residents,
            source: Arc::from("source"),
            file: Arc::from("file"),
            sheet: None,
            unit: None,
            snapshot_date: jiff::civil::date(2026, 11, 20),
        });
        for (name, _) in chunk.columns_mut() {
            assert!(RECORDS.position(name).is_some(), "{name}");
        }
    }
}
