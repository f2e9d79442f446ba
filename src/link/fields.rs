//! What is known of each record, field by field, in the form that models weigh.

use std::collections::HashSet;

use rayon::prelude::*;

use super::engine::{Columns, EngineError};
use super::record::bhxh_number;
use crate::domain::fast_map::FastMap;
use crate::domain::name_key::NameKeyMaker;
use crate::reference::fold;
use crate::schema::records::{RecordChunk, RecordTable};

/// Words for kinds of hamlets, folded: some write them, others do not.
const KINDS: [&str; 13] = [
    "to dan pho ",
    "khu dan cu ",
    "cum dan cu ",
    "khu pho ",
    "tdp ",
    "xom ",
    "thon ",
    "ban ",
    "khu ",
    "lang ",
    "cum ",
    "doi ",
    "to ",
];

/// The columns of `records` as [`super::options::FIELDS`] has them, their sources numbered by kind.
///
/// # Errors
/// More records or text than the engine holds.
pub fn columns(
    records: &RecordTable,
    shared_identifier_max: usize,
) -> Result<Columns, EngineError> {
    let chunks = records.chunks();
    let kinds = chunks
        .iter()
        .map(|chunk| (chunk.origin.kind as u8, chunk.rows));
    let sources = kinds.flat_map(|(kind, rows)| std::iter::repeat_n(kind, rows));
    let sources: Vec<u8> = sources.collect();
    let mut columns = Columns::new(sources.clone())?;
    let texts = |of: fn(&RecordChunk, usize) -> &str| {
        let rows = chunks
            .iter()
            .flat_map(|chunk| (0..chunk.rows).map(move |row| (chunk, row)));
        rows.map(move |(chunk, row)| Some(of(chunk, row)).filter(|text| !text.is_empty()))
    };
    let full_name = columns.add_text("full_name", texts(|chunk, row| chunk.full_name.get(row)))?;
    let name = |name: &str| Some(NameKeyMaker::default().texts(name).0.to_owned());
    columns.derive("name", full_name, name)?;
    let plain = |name: &str| Some(NameKeyMaker::default().texts(name).1.to_owned());
    let plain = columns.derive("name_plain", full_name, plain)?;
    columns.derive("family", plain, |name| {
        name.split(' ').next().map(str::to_owned)
    })?;
    columns.derive("given", plain, |name| {
        name.rsplit(' ').next().map(str::to_owned)
    })?;
    columns.add_dates(
        "birth_date",
        &numbers(records, |chunk, row| chunk.birth_date.get(row)),
    )?;
    columns.add_text(
        "sex",
        texts(|chunk, row| ["", "male", "female"][usize::from(chunk.sex.get(row)).min(2)]),
    )?;
    for (name, digits, of) in [
        (
            "cccd",
            12,
            (|chunk, row| chunk.cccd.get(row)) as fn(&RecordChunk, usize) -> u64,
        ),
        ("cmnd", 9, |chunk, row| chunk.cmnd.get(row)),
        ("bhxh_number", 10, bhxh_number),
        ("phone", 10, |chunk, row| chunk.phone.get(row)),
    ] {
        let packed = |chunk: &RecordChunk, row| match of(chunk, row) {
            0 => 0,
            number => digits << 56 | number,
        };
        let mut ids = numbers(records, packed);
        // Whole households share a phone; how frequent a number is weighs there.
        if name != "phone" {
            blank_fillers(&mut ids, &sources, shared_identifier_max);
        }
        columns.add_ids(name, &ids)?;
    }
    let communes = numbers(records, |chunk, row| chunk.commune.get(row));
    let mut codes: FastMap<u32, String> = FastMap::default();
    for commune in communes.iter().filter(|commune| **commune != 0) {
        codes.entry(*commune).or_insert_with(|| commune.to_string());
    }
    columns.add_text(
        "commune",
        communes
            .iter()
            .map(|commune| codes.get(commune).map(String::as_str)),
    )?;
    drop(communes);
    let hamlets = || texts(|chunk, row| chunk.hamlet.get(row));
    let mut bare: FastMap<&str, String> = FastMap::default();
    for hamlet in hamlets().flatten() {
        bare.entry(hamlet).or_insert_with(|| bare_hamlet(hamlet));
    }
    columns.add_text(
        "hamlet",
        hamlets().map(|hamlet| bare.get(hamlet?).map(String::as_str)),
    )?;
    columns.add_text("household", texts(|chunk, row| chunk.household.get(row)))?;
    Ok(columns)
}

fn numbers<N>(records: &RecordTable, of: impl Fn(&RecordChunk, usize) -> N) -> Vec<N> {
    let mut numbers = Vec::with_capacity(records.len());
    for chunk in records.chunks() {
        numbers.extend((0..chunk.rows).map(|row| of(chunk, row)));
    }
    numbers
}

/// `Xóm Nà Pò` and `Nà Pò` are one hamlet, and so are `Xóm Bản Chang` and `Bản Chang`; `Tổ 3` and `Xóm 3` are two.
fn bare_hamlet(hamlet: &str) -> String {
    let folded = fold(hamlet);
    let mut bare = folded.as_str();
    while let Some(rest) = KINDS.iter().find_map(|kind| bare.strip_prefix(kind)) {
        if rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        bare = rest;
    }
    bare.to_owned()
}

/// Blanks identifiers that more than `shared_max` records of one kind of source bear: they are fillers.
fn blank_fillers(ids: &mut [u64], kinds: &[u8], shared_max: usize) {
    let mut borne: Vec<(u64, u8)> = ids.iter().copied().zip(kinds.iter().copied()).collect();
    borne.retain(|(id, _)| *id != 0);
    borne.par_sort_unstable();
    let runs = borne.chunk_by(|a, b| a == b);
    let fillers: HashSet<u64> = runs
        .filter(|run| run.len() > shared_max)
        .map(|run| run[0].0)
        .collect();
    if fillers.is_empty() {
        return;
    }
    for id in ids.iter_mut().filter(|id| fillers.contains(id)) {
        *id = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hamlets_are_compared_without_their_kind() {
        for (hamlet, bare) in [
            ("Xóm Nà Pò", "na po"),
            ("NÀ PÒ", "na po"),
            ("Xóm Bản Chang", "chang"),
            ("Bản Chang", "chang"),
            ("Tổ dân phố 3", "to dan pho 3"),
            ("Tổ 3", "to 3"),
            ("Xóm", "xom"),
        ] {
            assert_eq!(bare_hamlet(hamlet), bare, "{hamlet}");
        }
    }

    #[test]
    fn numbers_on_too_many_records_of_one_kind_say_nothing() {
        let mut ids = [7, 7, 7, 8, 8, 8, 0, 9];
        blank_fillers(&mut ids, &[1, 1, 1, 1, 1, 2, 1, 1], 2);
        assert_eq!(ids, [0, 0, 0, 8, 8, 8, 0, 9]);
    }
}
