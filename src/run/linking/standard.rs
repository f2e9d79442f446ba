//! Cells to the values that the engine compares, by the project's own standardisers.
//!
//! A cell that cannot be read so is missing, and counted.

use rayon::prelude::*;

use super::records::Records;
use crate::config::link_plan::Standard;
use crate::domain::record::IdentityNumber;
use crate::link::engine::columns::packed_id::pack_id;
use crate::link::engine::columns::text_column::{TextCoder, TextColumn};
use crate::reference::{AdministrativeUnits, fold};
use crate::standardise::commune::{CommuneResolver, Written};
use crate::standardise::date::{DateOptions, standardise_birth};
use crate::standardise::identity::standardise_identity;
use crate::standardise::insurance::standardise_bhxh;
use crate::standardise::name::standardise_name;
use crate::standardise::number::standardise_number;
use crate::standardise::phone::standardise_phone;

/// Rows that one task standardises.
const CHUNK_ROWS: usize = 1 << 14;

/// A field's values by record, and how many cells were filled and could not be read.
pub struct Standardised<T> {
    pub values: T,
    pub unread: u64,
}

impl<T> Standardised<T> {
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> Standardised<U> {
        Standardised {
            values: form(self.values),
            unread: self.unread,
        }
    }
}

/// The texts of a field, each distinct cell standardised once: as a column, and each record's code. `None` when they
/// exceed what a column holds. `units` are there for communes.
pub fn texts(
    records: &Records<'_>,
    field: usize,
    standard: &Standard,
    units: Option<&AdministrativeUnits>,
) -> Option<Standardised<(TextColumn, Vec<u32>)>> {
    let mut coder = TextCoder::default();
    let mut codes = Vec::with_capacity(records.len());
    let mut cell = String::new();
    for record in 0..records.len() as u32 {
        codes.push(coder.code(records.cell(field, record, &mut cell))?);
    }
    let written = coder.column(&codes);
    if *standard == Standard::Text {
        let (values, unread) = ((written, codes), 0);
        return Some(Standardised { values, unread });
    }
    let standard = |cell: &str| Some(TextStandard::new(standard, units).read(cell));
    let (column, mapped) = written.derive(standard)?;
    let is_unread = |code: &u32| *code != 0 && mapped[*code as usize] == 0;
    let unread = codes.iter().filter(|code| is_unread(code)).count() as u64;
    codes
        .iter_mut()
        .for_each(|code| *code = mapped[*code as usize]);
    Some(Standardised {
        values: (column, codes),
        unread,
    })
}

/// The text of a cell in a form.
pub fn text(cell: &str, standard: &Standard, units: &AdministrativeUnits) -> String {
    TextStandard::new(standard, Some(units)).read(cell)
}

fn chunks(records: usize) -> impl IndexedParallelIterator<Item = std::ops::Range<u32>> {
    let count = records.div_ceil(CHUNK_ROWS);
    (0..count).into_par_iter().map(move |chunk| {
        let start = chunk * CHUNK_ROWS;
        start as u32..records.min(start + CHUNK_ROWS) as u32
    })
}

struct TextStandard<'u> {
    standard: &'u Standard,
    communes: Option<CommuneResolver<'u>>,
}

impl<'u> TextStandard<'u> {
    fn new(standard: &'u Standard, units: Option<&'u AdministrativeUnits>) -> Self {
        let communes = match (standard, units) {
            (Standard::Commune { province }, Some(units)) => {
                Some(CommuneResolver::new(units, province))
            }
            _ => None,
        };
        Self { standard, communes }
    }

    fn read(&mut self, cell: &str) -> String {
        match self.standard {
            Standard::Folded => fold(cell),
            Standard::PersonName => {
                let name = standardise_name(cell).standard;
                name.map_or_else(String::new, std::borrow::Cow::into_owned)
            }
            Standard::Commune { .. } => {
                let resolver = self.communes.as_mut();
                let written = Written {
                    code: cell,
                    ..Written::default()
                };
                let found = resolver.and_then(|resolver| resolver.resolve(written, None).standard);
                found.map_or_else(String::new, |commune| commune.to_string())
            }
            _ => cell.to_owned(),
        }
    }
}

/// The packed identifiers of a field; 0 where missing.
pub fn ids(records: &Records<'_>, field: usize, standard: &Standard) -> Standardised<Vec<u64>> {
    let read = |cell: &str| id(cell, standard).unwrap_or(0);
    values(records, field, read, |id| *id == 0)
}

fn id(cell: &str, standard: &Standard) -> Option<u64> {
    let packed = |digits: &[u8]| std::str::from_utf8(digits).ok().and_then(pack_id);
    match standard {
        Standard::BhxhNumber => packed(&standardise_bhxh(cell).standard?.digits()),
        Standard::Phone => packed(&standardise_phone(cell).standard?.digits()),
        Standard::Cccd | Standard::IdentityNumber => {
            match standardise_identity(cell, None).standard? {
                IdentityNumber::Cccd(cccd) => packed(&cccd.digits()),
                IdentityNumber::Cmnd(cmnd) if *standard == Standard::IdentityNumber => {
                    packed(&cmnd.digits())
                }
                IdentityNumber::Cmnd(_) => None,
            }
        }
        _ => pack_id(cell),
    }
}

/// The packed dates of a field; 0 where missing.
pub fn dates(records: &Records<'_>, field: usize, options: DateOptions) -> Standardised<Vec<u32>> {
    let read = |cell: &str| {
        let date = standardise_birth(cell, options).standard;
        date.map_or(0, |date| date.packed())
    };
    values(records, field, read, |date| *date == 0)
}

/// The numbers of a field; NaN where missing.
pub fn numbers(records: &Records<'_>, field: usize) -> Standardised<Vec<f64>> {
    let read = |cell: &str| standardise_number(cell).standard.unwrap_or(f64::NAN);
    values(records, field, read, |number| number.is_nan())
}

/// Values of a fixed size, as `read` gives them; filled cells of which `is_missing` holds count as unread.
fn values<T: Send>(
    records: &Records<'_>,
    field: usize,
    read: impl Fn(&str) -> T + Sync,
    is_missing: impl Fn(&T) -> bool + Sync,
) -> Standardised<Vec<T>> {
    let chunks: Vec<(Vec<T>, u64)> = chunks(records.len())
        .map(|rows| {
            let (mut cell, mut unread) = (String::new(), 0);
            let values = rows.map(|record| {
                let cell = records.cell(field, record, &mut cell);
                let value = read(cell);
                unread += u64::from(is_missing(&value) && !cell.is_empty());
                value
            });
            let values = values.collect();
            (values, unread)
        })
        .collect();
    let unread = chunks.iter().map(|(_, unread)| unread).sum();
    let values = chunks.into_iter().flat_map(|(values, _)| values).collect();
    Standardised { values, unread }
}

/// The parts of a set as its cell has them: folded, so that order and case mean nothing.
pub fn items(cell: &str) -> impl Iterator<Item = String> + '_ {
    let parts = cell.split([';', ',', '|']);
    parts.map(fold).filter(|part| !part.is_empty())
}
