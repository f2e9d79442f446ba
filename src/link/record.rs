//! What linkage knows of a record, small and contiguous: memory access is what costs.

use crate::domain::name_key::NameKeyMaker;
use crate::domain::{BhytCard, Kind};
use crate::schema::records::{RecordChunk, RecordTable, StoreError};

/// A record as linkage compares it. 0 is missing everywhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct LinkRecord {
    pub cccd: u64,
    pub cmnd: u64,
    pub bhxh_number: u64,
    pub name_k1: u64,
    pub name_k2: u64,
    /// Pairs of neighbouring letters of the name without marks, hashed to 64 bits: names alike share them.
    pub name_bigrams: u64,
    /// Low half of the given name's key.
    pub given_k2: u32,
    /// Packed partial date.
    pub birth: u32,
    pub commune: u32,
    pub sex: u8,
    pub kind: u8,
    /// A record of the register: persons are built around these.
    pub is_anchor: bool,
}

impl LinkRecord {
    pub fn has_full_birth(&self) -> bool {
        self.birth & 31 != 0
    }
}

/// The columns that [`compact`] reads.
const COLUMNS: [&str; 8] = [
    "cccd",
    "cmnd",
    "bhxh_number",
    "bhyt_card",
    "full_name",
    "birth_date",
    "commune_code",
    "sex",
];

/// All records in their order.
///
/// # Errors
/// A disk that does not give back what was put there.
pub fn compact(records: &RecordTable) -> Result<Vec<LinkRecord>, StoreError> {
    records.each_with(&COLUMNS, NameKeyMaker::default, |names, chunk, row| {
        let keys = names.keys(chunk.full_name.get(row));
        LinkRecord {
            cccd: chunk.cccd.get(row),
            cmnd: chunk.cmnd.get(row),
            bhxh_number: bhxh_number(chunk, row),
            name_k1: keys.k1,
            name_k2: keys.k2,
            name_bigrams: keys.bigrams,
            given_k2: keys.given_k2 as u32,
            birth: chunk.birth_date.get(row),
            commune: chunk.commune.get(row),
            sex: chunk.sex.get(row),
            kind: chunk.origin.kind as u8,
            is_anchor: chunk.origin.kind == Kind::Residents,
        }
    })
}

/// The number on the card where there is none beside it; 0 for none.
pub fn bhxh_number(chunk: &RecordChunk, row: usize) -> u64 {
    let of_card = || BhytCard::parse(chunk.bhyt_card.get(row))?.bhxh_number();
    match chunk.bhxh_number.get(row) {
        0 => of_card().map_or(0, |number| number.number()),
        number => number,
    }
}
