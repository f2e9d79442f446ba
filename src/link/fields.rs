//! What is known of each record, field by field, in the form that models weigh.

use super::engine::{Columns, EngineError};
use crate::domain::BhytCard;
use crate::domain::name_key::NameKeyMaker;
use crate::reference::fold;
use crate::schema::records::{RecordChunk, RecordTable};

/// Words for kinds of hamlets, folded: some write them, others do not.
const KINDS: [&str; 8] = [
    "to dan pho ",
    "khu dan cu ",
    "xom ",
    "thon ",
    "ban ",
    "khu ",
    "lang ",
    "to ",
];

/// The columns of `records` as [`super::options::FIELDS`] has them, their sources numbered by kind.
///
/// # Errors
/// More records or text than the engine holds.
pub fn columns(records: &RecordTable) -> Result<Columns, EngineError> {
    let chunks = records.chunks();
    let kinds = chunks
        .iter()
        .map(|chunk| (chunk.origin.kind as u8, chunk.rows));
    let sources = kinds.flat_map(|(kind, rows)| std::iter::repeat_n(kind, rows));
    let mut columns = Columns::new(sources.collect())?;
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
        columns.add_ids(name, &numbers(records, packed))?;
    }
    let communes: Vec<String> = numbers(records, |chunk, row| chunk.commune.get(row))
        .into_iter()
        .map(|commune| match commune {
            0 => String::new(),
            commune => commune.to_string(),
        })
        .collect();
    columns.add_text(
        "commune",
        communes
            .iter()
            .map(|code| Some(code.as_str()).filter(|code| !code.is_empty())),
    )?;
    drop(communes);
    let hamlets = texts(|chunk, row| chunk.hamlet.get(row));
    let hamlets: Vec<Option<String>> = hamlets.map(|hamlet| hamlet.map(bare_hamlet)).collect();
    columns.add_text("hamlet", hamlets.iter().map(Option::as_deref))?;
    columns.add_text("household", texts(|chunk, row| chunk.household.get(row)))?;
    Ok(columns)
}

/// The number on the card where there is none beside it.
fn bhxh_number(chunk: &RecordChunk, row: usize) -> u64 {
    let of_card = || BhytCard::parse(chunk.bhyt_card.get(row))?.bhxh_number();
    match chunk.bhxh_number.get(row) {
        0 => of_card().map_or(0, |number| number.number()),
        number => number,
    }
}

fn numbers<N>(records: &RecordTable, of: impl Fn(&RecordChunk, usize) -> N) -> Vec<N> {
    let mut numbers = Vec::with_capacity(records.len());
    for chunk in records.chunks() {
        numbers.extend((0..chunk.rows).map(|row| of(chunk, row)));
    }
    numbers
}

/// `Xóm Nà Pò` and `Nà Pò` are one hamlet.
fn bare_hamlet(hamlet: &str) -> String {
    let folded = fold(hamlet);
    let bare = KINDS.iter().find_map(|kind| folded.strip_prefix(kind));
    match bare {
        Some(bare) if !bare.is_empty() => bare.to_owned(),
        _ => folded,
    }
}
