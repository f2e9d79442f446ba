//! What is known of each record, field by field, in the form that models weigh.

use std::collections::HashSet;

use rayon::prelude::*;

use super::engine::columns::Values;
use super::engine::columns::text_column::{TextCoder, TextColumn};
use super::engine::{ColumnId, ColumnKind, Columns, EngineError, Model};
use super::options::FIELDS;
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

/// The columns of `records` as [`FIELDS`] has them, their sources numbered by kind; those that `model` does not ask for
/// hold nothing.
///
/// # Errors
/// More records or text than the engine holds.
pub fn columns(
    records: &RecordTable,
    model: &Model,
    shared_identifier_max: usize,
) -> Result<Columns, EngineError> {
    let chunks = records.chunks();
    let kinds = chunks
        .iter()
        .map(|chunk| (chunk.origin.kind as u8, chunk.rows));
    let sources = kinds.flat_map(|(kind, rows)| std::iter::repeat_n(kind, rows));
    let sources: Vec<u8> = sources.collect();
    let texts = |of: fn(&RecordChunk, usize) -> &str| {
        let rows = chunks
            .iter()
            .flat_map(|chunk| (0..chunk.rows).map(move |row| (chunk, row)));
        rows.map(move |(chunk, row)| Some(of(chunk, row)).filter(|text| !text.is_empty()))
    };
    let ids = |digits: u64, of: fn(&RecordChunk, usize) -> u64| {
        let packed = |chunk: &RecordChunk, row| match of(chunk, row) {
            0 => 0,
            number => digits << 56 | number,
        };
        numbers(records, packed)
    };
    let ids_of_one = |digits, of| {
        let mut ids = ids(digits, of);
        blank_fillers(&mut ids, &sources, shared_identifier_max);
        Some(Values::Ids(ids))
    };
    let births = || numbers(records, |chunk, row| chunk.birth_date.get(row));
    let sexes =
        || texts(|chunk, row| ["", "male", "female"][usize::from(chunk.sex.get(row)).min(2)]);
    let communes = || numbers(records, |chunk, row| chunk.commune.get(row));
    let hamlets = || texts(|chunk, row| chunk.hamlet.get(row));
    let makers: [(&str, Maker<'_>); 10] = [
        ("full_name", &|| {
            text(texts(|chunk, row| chunk.full_name.get(row)))
        }),
        ("birth_date", &|| Some(Values::Dates(births()))),
        ("sex", &|| text(sexes())),
        ("cccd", &|| ids_of_one(12, |chunk, row| chunk.cccd.get(row))),
        ("cmnd", &|| ids_of_one(9, |chunk, row| chunk.cmnd.get(row))),
        ("bhxh_number", &|| ids_of_one(10, bhxh_number)),
        // Whole households share a phone; how frequent a number is weighs there.
        ("phone", &|| {
            Some(Values::Ids(ids(10, |chunk, row| chunk.phone.get(row))))
        }),
        ("commune", &|| {
            of_form(communes(), |commune| {
                (*commune != 0).then(|| commune.to_string())
            })
        }),
        ("hamlet", &|| {
            of_form(hamlets(), |hamlet| hamlet.map(bare_hamlet))
        }),
        ("household", &|| {
            text(texts(|chunk, row| chunk.household.get(row)))
        }),
    ];
    let used = model.columns();
    let is_used = |name: &str| {
        let position = FIELDS.iter().position(|(field, _)| *field == name);
        position.is_some_and(|at| used.contains(&ColumnId::from_position(at as u16)))
    };
    let is_name = |name: &str| NAME_FORMS.iter().any(|(form, _)| is_used(form)) && name == NAME;
    let makers = makers.par_iter().with_max_len(1);
    let made: Vec<(&str, Option<Values>)> = makers
        .map(|(name, make)| match is_used(name) || is_name(name) {
            true => (*name, make()),
            false => (*name, Some(Values::Unused(kind(name)))),
        })
        .collect();
    let mut columns = Columns::new(sources.clone())?;
    let words = FIELDS.iter().filter(|(name, _)| is_used(name));
    columns.reserve(words.map(|(_, kind)| Values::words(*kind)).sum());
    for (name, values) in made {
        let too_much = || EngineError::TooMuchText {
            column: name.to_owned(),
        };
        let values = values.ok_or_else(too_much)?;
        match values {
            Values::Text(names, codes) if name == NAME => {
                add_names(&mut columns, (names, codes), is_used)?;
            }
            values => {
                columns.add(name, values)?;
            }
        }
    }
    Ok(columns)
}

fn kind(field: &str) -> ColumnKind {
    let known = FIELDS.iter().find(|(name, _)| *name == field);
    known.map_or(ColumnKind::Text, |(_, kind)| *kind)
}

const NAME: &str = "full_name";

/// Makes a field of a name.
type NameForm = fn(&str) -> String;

/// The fields that are made of a name, in their order, and of what: the name as match keys have it, or that without
/// marks.
const NAME_FORMS: [(&str, NameForm); 4] = [
    ("name", |name| {
        NameKeyMaker::default().texts(name).0.to_owned()
    }),
    ("name_plain", plain),
    ("family", |name| {
        plain(name).split(' ').next().unwrap_or_default().to_owned()
    }),
    ("given", |name| {
        let plain = plain(name);
        plain.rsplit(' ').next().unwrap_or_default().to_owned()
    }),
];

fn plain(name: &str) -> String {
    NameKeyMaker::default().texts(name).1.to_owned()
}

/// Adds names and what is made of them, as far as it is used.
fn add_names(
    columns: &mut Columns,
    (names, codes): (TextColumn, Vec<u32>),
    is_used: impl Fn(&str) -> bool,
) -> Result<(), EngineError> {
    let form = |(name, form): &(&'static str, NameForm)| {
        let unused = Values::Unused(ColumnKind::Text);
        let made = match is_used(name) {
            true => { names.derive(|text| Some(form(text))) }.map(|(column, mapped)| {
                let codes = codes.par_iter().map(|code| mapped[*code as usize]);
                Values::Text(column, codes.collect())
            }),
            false => Some(unused),
        };
        (*name, made)
    };
    let forms: Vec<(&str, Option<Values>)> = NAME_FORMS.iter().map(form).collect();
    let own = match is_used(NAME) {
        true => Values::Text(names, codes),
        false => {
            drop((names, codes));
            Values::Unused(ColumnKind::Text)
        }
    };
    let root = columns.add(NAME, own)?;
    for (name, values) in forms {
        let too_much = || EngineError::TooMuchText {
            column: name.to_owned(),
        };
        columns.add_form(name, root, values.ok_or_else(too_much)?)?;
    }
    Ok(())
}

/// Makes a field's values; `None` where they are more than a column holds.
type Maker<'r> = &'r (dyn Fn() -> Option<Values> + Sync);

fn text<'v>(values: impl IntoIterator<Item = Option<&'v str>>) -> Option<Values> {
    let (column, codes) = TextColumn::from_values(values)?;
    Some(Values::Text(column, codes))
}

/// Texts that are made of each distinct value once.
fn of_form<V: std::hash::Hash + Eq + Copy>(
    values: impl IntoIterator<Item = V>,
    form: impl Fn(&V) -> Option<String>,
) -> Option<Values> {
    let (mut coder, mut known) = (TextCoder::default(), FastMap::default());
    let mut codes = Vec::new();
    for value in values {
        let code = match known.get(&value) {
            Some(code) => *code,
            None => {
                let code = coder.code(&form(&value).unwrap_or_default())?;
                known.insert(value, code);
                code
            }
        };
        codes.push(code);
    }
    Some(Values::Text(coder.column(&codes), codes))
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
