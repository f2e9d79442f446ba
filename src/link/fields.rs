//! What is known of each record, field by field, in the form that models weigh.

use std::collections::HashSet;

use rayon::prelude::*;

use super::engine::columns::Values;
use super::engine::columns::text_column::{TextCoder, TextColumn};
use super::engine::{ColumnId, Columns, EngineError, Model};
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
    let fields = Fields {
        records,
        sources: sources(records),
        shared_identifier_max,
    };
    let used = model.columns();
    let is_used = |at: usize| used.contains(&ColumnId::from_position(at as u16));
    let names_used =
        (0..FIELDS.len()).any(|at| is_used(at) && form_of_name(FIELDS[at].0).is_some());
    let made = FIELDS.par_iter().enumerate().with_max_len(1);
    let made: Vec<Option<Values>> = made
        .map(|(at, (field, kind))| match form_of_name(field) {
            None if is_used(at) || (*field == NAME && names_used) => fields.values(field),
            // Made of names when these are there.
            _ => Some(Values::Unused(*kind)),
        })
        .collect();
    let mut columns = Columns::new(fields.sources.clone())?;
    let words = FIELDS.iter().enumerate().filter(|(at, _)| is_used(*at));
    columns.reserve(words.map(|(_, (_, kind))| kind.words()).sum());
    let mut names = None;
    for (at, ((field, kind), values)) in FIELDS.iter().zip(made).enumerate() {
        let too_much = || EngineError::too_much_text(field);
        let values = values.ok_or_else(too_much)?;
        let id = match (values, &names, form_of_name(field)) {
            (Values::Text(texts, codes), ..) if *field == NAME => {
                let own = match is_used(at) {
                    true => Values::Text(texts.clone(), codes.clone()),
                    false => Values::Unused(*kind),
                };
                let id = columns.add(field, own)?;
                names = Some((id, texts, codes));
                id
            }
            (_, Some((root, texts, codes)), Some(form)) if is_used(at) => {
                let values = formed(texts, codes, form).ok_or_else(too_much)?;
                columns.add_form(field, *root, values)?
            }
            (values, ..) => columns.add(field, values)?,
        };
        debug_assert_eq!(id, ColumnId::from_position(at as u16));
    }
    Ok(columns)
}

fn sources(records: &RecordTable) -> Vec<u8> {
    let chunks = records.chunks().iter();
    let kinds = chunks.map(|chunk| (chunk.origin.kind as u8, chunk.rows));
    kinds
        .flat_map(|(kind, rows)| std::iter::repeat_n(kind, rows))
        .collect()
}

const NAME: &str = "full_name";

/// Makes a field of a name.
type NameForm = fn(&str) -> String;

/// What a field makes of a name: the name as match keys have it, that without marks, or a word of that. `None` of fields
/// of their own.
fn form_of_name(field: &str) -> Option<NameForm> {
    Some(match field {
        "name" => |name| NameKeyMaker::default().texts(name).0.to_owned(),
        "name_plain" => plain,
        "family" => |name| plain(name).split(' ').next().unwrap_or_default().to_owned(),
        "given" => |name| {
            plain(name)
                .rsplit(' ')
                .next()
                .unwrap_or_default()
                .to_owned()
        },
        _ => return None,
    })
}

fn plain(name: &str) -> String {
    NameKeyMaker::default().texts(name).1.to_owned()
}

fn formed(names: &TextColumn, codes: &[u32], form: NameForm) -> Option<Values> {
    let (column, mapped) = names.derive(|name| Some(form(name)))?;
    let codes = codes.par_iter().map(|code| mapped[*code as usize]);
    Some(Values::Text(column, codes.collect()))
}

/// `text` in the form in which records hold the field.
#[must_use]
pub fn in_form(field: &str, text: &str) -> String {
    match (field, form_of_name(field)) {
        (_, Some(form)) => form(text),
        ("hamlet", _) => bare_hamlet(text),
        _ => text.to_owned(),
    }
}

/// What fields of their own are made of.
struct Fields<'r> {
    records: &'r RecordTable,
    sources: Vec<u8>,
    shared_identifier_max: usize,
}

impl<'r> Fields<'r> {
    /// A field's values; `None` where they are more than a column holds.
    fn values(&self, field: &str) -> Option<Values> {
        match field {
            NAME => text(self.texts(|chunk, row| chunk.full_name.get(row))),
            "birth_date" => {
                let births = numbers(self.records, |chunk, row| chunk.birth_date.get(row));
                Some(Values::Dates(births))
            }
            "sex" => text(self.texts(|chunk, row| {
                ["", "male", "female"][usize::from(chunk.sex.get(row)).min(2)]
            })),
            "cccd" => Some(self.own_ids(12, |chunk, row| chunk.cccd.get(row))),
            "cmnd" => Some(self.own_ids(9, |chunk, row| chunk.cmnd.get(row))),
            "bhxh_number" => Some(self.own_ids(10, bhxh_number)),
            // Whole households share a phone; how frequent a number is weighs there.
            "phone" => Some(Values::Ids(self.ids(10, |chunk, row| chunk.phone.get(row)))),
            "commune" => {
                let communes = numbers(self.records, |chunk, row| chunk.commune.get(row));
                let code = |commune: &u32| (*commune != 0).then(|| commune.to_string());
                of_form(communes, code)
            }
            "hamlet" => {
                let hamlets = self.texts(|chunk, row| chunk.hamlet.get(row));
                of_form(hamlets, |hamlet| hamlet.map(bare_hamlet))
            }
            "household" => text(self.texts(|chunk, row| chunk.household.get(row))),
            other => unreachable!("no record has a field {other} of its own"),
        }
    }

    fn texts(
        &self,
        of: fn(&RecordChunk, usize) -> &str,
    ) -> impl Iterator<Item = Option<&'r str>> + use<'r> {
        let chunks = self.records.chunks().iter();
        let rows = chunks.flat_map(|chunk| (0..chunk.rows).map(move |row| (chunk, row)));
        rows.map(move |(chunk, row)| Some(of(chunk, row)).filter(|text| !text.is_empty()))
    }

    /// Numbers of so many digits, packed.
    fn ids(&self, digits: u64, of: fn(&RecordChunk, usize) -> u64) -> Vec<u64> {
        numbers(self.records, |chunk, row| match of(chunk, row) {
            0 => 0,
            number => digits << 56 | number,
        })
    }

    /// Those that one person bears, without fillers.
    fn own_ids(&self, digits: u64, of: fn(&RecordChunk, usize) -> u64) -> Values {
        let mut ids = self.ids(digits, of);
        blank_fillers(&mut ids, &self.sources, self.shared_identifier_max);
        Values::Ids(ids)
    }
}

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
