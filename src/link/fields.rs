//! What is known of each record, field by field, in the form that models weigh.

use std::collections::HashSet;

use rayon::prelude::*;

use super::LinkError;
use super::engine::columns::Values;
use super::engine::columns::text_column::{TextCoder, TextColumn};
use super::engine::{ColumnId, Columns, EngineError, Model};
use super::options::FIELDS;
use super::record::bhxh_number;
use crate::domain::fast_map::FastMap;
use crate::domain::name_key::NameKeyMaker;
use crate::reference::fold;
use crate::schema::records::{RecordChunk, RecordTable, StoreError};
use crate::schema::text::TextColumn as Texts;

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
/// More records or text than the engine holds; a disk that does not give back what was put there.
pub fn columns(
    records: &RecordTable,
    model: &Model,
    shared_identifier_max: usize,
) -> Result<Columns, LinkError> {
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
    let made: Vec<Values> = made
        .map(|(at, (field, kind))| match form_of_name(field) {
            None if is_used(at) || (*field == NAME && names_used) => fields.values(field),
            // Made of names when these are there.
            _ => Ok(Values::Unused(*kind)),
        })
        .collect::<Result<_, LinkError>>()?;
    let mut columns = Columns::new(fields.sources.clone())?;
    let words = FIELDS.iter().enumerate().filter(|(at, _)| is_used(*at));
    columns.reserve(words.map(|(_, (_, kind))| kind.words()).sum());
    let mut names = None;
    for (at, ((field, kind), values)) in FIELDS.iter().zip(made).enumerate() {
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
                let values = formed(texts, codes, form);
                let values = values.ok_or_else(|| EngineError::too_much_text(field))?;
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

impl Fields<'_> {
    fn values(&self, field: &str) -> Result<Values, LinkError> {
        let records = self.records;
        match field {
            NAME => self.texts(field, |chunk| &chunk.full_name, None),
            "birth_date" => {
                let births = records.each(&[field], |chunk, row| chunk.birth_date.get(row));
                Ok(Values::Dates(births?))
            }
            "sex" => {
                let sexes = records.each(&[field], |chunk, row| chunk.sex.get(row))?;
                let text = |sex: &u8| ["", "male", "female"][usize::from(*sex).min(2)].to_owned();
                of_form(field, &sexes, text)
            }
            "cccd" => self.own_ids(12, &[field], |chunk, row| chunk.cccd.get(row)),
            "cmnd" => self.own_ids(9, &[field], |chunk, row| chunk.cmnd.get(row)),
            "bhxh_number" => self.own_ids(10, &[field, "bhyt_card"], bhxh_number),
            // Whole households share a phone; how frequent a number is weighs there.
            "phone" => {
                let phones = self.ids(10, &[field], |chunk, row| chunk.phone.get(row));
                Ok(Values::Ids(phones?))
            }
            "commune" => {
                let communes = records.each(&["commune_code"], |chunk, row| chunk.commune.get(row));
                of_form(field, &communes?, |commune| match commune {
                    0 => String::new(),
                    code => code.to_string(),
                })
            }
            "hamlet" => self.texts(field, |chunk| &chunk.hamlet, Some(bare_hamlet)),
            "household" => self.texts(field, |chunk| &chunk.household, None),
            other => unreachable!("no record has a field {other} of its own"),
        }
    }

    /// Texts of a column, in a form that is made of each distinct one once.
    fn texts(
        &self,
        column: &str,
        of: fn(&RecordChunk) -> &Texts,
        form: Option<fn(&str) -> String>,
    ) -> Result<Values, LinkError> {
        let mut coder = TextCoder::default();
        let mut codes = Vec::with_capacity(self.records.len());
        for stored in self.records.chunks() {
            let chunk = stored.columns(&[column])?;
            let texts = of(&chunk);
            for row in 0..chunk.rows {
                let code = coder.code(texts.get(row));
                codes.push(code.ok_or_else(|| EngineError::too_much_text(column))?);
            }
        }
        let texts = coder.column(&codes);
        let Some(form) = form else {
            return Ok(Values::Text(texts, codes));
        };
        let formed = formed(&texts, &codes, form);
        Ok(formed.ok_or_else(|| EngineError::too_much_text(column))?)
    }

    /// Numbers of so many digits, packed.
    fn ids(
        &self,
        digits: u64,
        columns: &[&str],
        of: fn(&RecordChunk, usize) -> u64,
    ) -> Result<Vec<u64>, StoreError> {
        self.records
            .each(columns, |chunk, row| match of(chunk, row) {
                0 => 0,
                number => digits << 56 | number,
            })
    }

    /// Those that one person bears, without fillers.
    fn own_ids(
        &self,
        digits: u64,
        columns: &[&str],
        of: fn(&RecordChunk, usize) -> u64,
    ) -> Result<Values, LinkError> {
        let mut ids = self.ids(digits, columns, of)?;
        blank_fillers(&mut ids, &self.sources, self.shared_identifier_max);
        Ok(Values::Ids(ids))
    }
}

/// Texts that are made of each distinct value once.
fn of_form<V: std::hash::Hash + Eq + Copy>(
    field: &str,
    values: &[V],
    form: impl Fn(&V) -> String,
) -> Result<Values, LinkError> {
    let (mut coder, mut known) = (TextCoder::default(), FastMap::default());
    let mut codes = Vec::with_capacity(values.len());
    for value in values {
        let code = match known.get(value) {
            Some(code) => *code,
            None => {
                let code = coder.code(&form(value));
                let code = code.ok_or_else(|| EngineError::too_much_text(field))?;
                known.insert(*value, code);
                code
            }
        };
        codes.push(code);
    }
    Ok(Values::Text(coder.column(&codes), codes))
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
