//! Blocking rules: what two records must share to be compared.

use xxhash_rust::xxh3::xxh3_64;

use super::crowd::Crowd;
use crate::domain::PartialDate;
use crate::link::engine::columns::packed_id::unpack_id;
use crate::link::engine::columns::{Column, ColumnId, ColumnKind, Columns};
use crate::link::engine::compare::level::Predicate;
use crate::link::engine::compare::tokens::tokens;
use crate::link::engine::error::EngineError;

/// Records that share all parts of the key, and meet the condition, are a candidate pair.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockingRule {
    pub name: String,
    /// A record that lacks a part of the key is in no block of the rule.
    pub key: Vec<KeyPart>,
    /// What records must share besides in large blocks.
    pub crowd: Option<Crowd>,
    /// What a pair must meet beyond the key.
    pub condition: Option<Predicate>,
    /// The pairs of sources that the rule is for; all where `None`.
    pub sources: Option<Vec<(u8, u8)>>,
}

/// A part of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
    /// The whole value.
    Value(ColumnId),
    /// The first letters of a text; of shorter ones all.
    First {
        column: ColumnId,
        letters: usize,
    },
    /// The last letters of a text; of shorter ones all.
    Last {
        column: ColumnId,
        letters: usize,
    },
    /// A word of a text: 0 is the first, -1 the last.
    Token {
        column: ColumnId,
        index: isize,
    },
    /// Any word of a text: one in common is enough.
    AnyToken(ColumnId),
    Year(ColumnId),
    /// Years at most so far apart.
    YearWithin {
        column: ColumnId,
        years: u16,
    },
    YearAndMonth(ColumnId),
    /// Day and month of a full date, whatever the year.
    MonthAndDay(ColumnId),
    /// Day and month of a full date in either order, and the year.
    DateUnordered(ColumnId),
    /// Some of an identifier's digits.
    Digits {
        column: ColumnId,
        skip: usize,
        take: usize,
    },
    /// Any item of a set: one in common is enough.
    AnyItem(ColumnId),
}

impl BlockingRule {
    #[must_use]
    pub fn new(name: &str, key: Vec<KeyPart>) -> Self {
        Self {
            name: name.to_owned(),
            key,
            crowd: None,
            condition: None,
            sources: None,
        }
    }

    /// A rule on whole values.
    #[must_use]
    pub fn on(name: &str, columns: &[ColumnId]) -> Self {
        Self::new(name, columns.iter().copied().map(KeyPart::Value).collect())
    }

    /// Whether a record can be in several blocks of the rule.
    #[must_use]
    pub fn is_exploding(&self) -> bool {
        self.key.iter().any(|part| part.is_exploding())
    }

    /// The fields on which its pairs agree by selection, derived columns by their origin.
    #[must_use]
    pub fn fields(&self, columns: &Columns) -> Vec<ColumnId> {
        let condition = self.condition.iter().flat_map(Predicate::columns);
        let of_crowd = self.crowd.iter().flat_map(|crowd| &crowd.key);
        let key = self.key.iter().chain(of_crowd).map(|part| part.column());
        key.chain(condition)
            .map(|column| columns.root(column))
            .collect()
    }

    /// Hands over the hashes of a record's keys, each once; none where a part is missing. `keys` is room to work in.
    pub fn each_key(
        &self,
        columns: &Columns,
        record: u32,
        keys: &mut Vec<u64>,
        mut take: impl FnMut(u64),
    ) {
        match self.is_exploding() {
            false => self.single_key(columns, record).into_iter().for_each(take),
            true => {
                self.several_keys(columns, record, keys);
                keys.iter().for_each(|key| take(*key));
            }
        }
    }

    /// The hash of a record's key, of a rule by which it has one at most.
    #[must_use]
    pub fn single_key(&self, columns: &Columns, record: u32) -> Option<u64> {
        let parts = self.key.iter();
        let mut hashes = parts.map(|part| part.hash(columns, record));
        hashes.try_fold(0, |key, hash| Some(joined(key, hash?)))
    }

    /// Whether two records have the same key, of a rule by which a record has one at most.
    #[must_use]
    pub fn agrees(&self, columns: &Columns, a: u32, b: u32) -> bool {
        self.key.iter().all(|part| part.agrees(columns, a, b))
    }

    fn several_keys(&self, columns: &Columns, record: u32, keys: &mut Vec<u64>) {
        keys.clear();
        keys.push(0);
        let mut hashes = Vec::new();
        for part in &self.key {
            hashes.clear();
            part.hashes(columns, record, &mut hashes);
            // Each key so far with each value of the part, in place from the end on.
            let before = keys.len();
            keys.resize(before * hashes.len(), 0);
            for at in (0..keys.len()).rev() {
                keys[at] = joined(keys[at % before], hashes[at / before]);
            }
        }
        keys.sort_unstable();
        keys.dedup();
    }

    /// Checks that the parts fit their columns.
    ///
    /// # Errors
    /// An empty key, more parts than 16, a part or condition of the wrong kind.
    pub fn check(&self, columns: &Columns) -> Result<(), EngineError> {
        if self.key.is_empty() || self.key.len() > 16 {
            return Err(EngineError::OutOfRange {
                setting: format!("the number of key parts of blocking rule {}", self.name),
                found: self.key.len() as f64,
                low: 1.0,
                high: 16.0,
            });
        }
        let of_crowd = self.crowd.iter().flat_map(|crowd| &crowd.key);
        for part in self.key.iter().chain(of_crowd) {
            let needed = match part {
                KeyPart::Value(_) => continue,
                KeyPart::First { .. }
                | KeyPart::Last { .. }
                | KeyPart::Token { .. }
                | KeyPart::AnyToken(_) => ColumnKind::Text,
                KeyPart::Digits { .. } => ColumnKind::Id,
                KeyPart::AnyItem(_) => ColumnKind::Set,
                _ => ColumnKind::Date,
            };
            if columns.kind(part.column()) != needed {
                return Err(columns.wrong_kind(&self.name, part.column(), needed));
            }
        }
        if let Some(crowd) = &self.crowd
            && !crowd.is_sound()
        {
            return Err(EngineError::Crowd {
                rule: self.name.clone(),
            });
        }
        self.condition
            .as_ref()
            .map_or(Ok(()), |condition| condition.check(columns))
    }
}

impl KeyPart {
    /// Whether a record can have several values of the part.
    #[must_use]
    pub fn is_exploding(self) -> bool {
        matches!(
            self,
            Self::AnyToken(_) | Self::YearWithin { .. } | Self::AnyItem(_)
        )
    }

    #[must_use]
    pub fn column(self) -> ColumnId {
        match self {
            Self::Value(column)
            | Self::First { column, .. }
            | Self::Last { column, .. }
            | Self::Token { column, .. }
            | Self::AnyToken(column)
            | Self::Year(column)
            | Self::YearWithin { column, .. }
            | Self::YearAndMonth(column)
            | Self::MonthAndDay(column)
            | Self::DateUnordered(column)
            | Self::Digits { column, .. }
            | Self::AnyItem(column) => column,
        }
    }

    /// Adds all values that the part takes for a record.
    fn hashes(self, columns: &Columns, record: u32, hashes: &mut Vec<u64>) {
        match self {
            Self::AnyToken(column) => {
                let words = tokens(columns.text(column, record));
                hashes.extend(words.map(|token| xxh3_64(token.as_bytes())));
            }
            Self::AnyItem(column) => {
                let items = columns.items(column, record).iter();
                hashes.extend(items.map(|item| u64::from(*item)));
            }
            Self::YearWithin { column, years } => {
                if let Some(date) = PartialDate::from_packed(columns.date(column, record)) {
                    let year = u64::from(date.year());
                    hashes.extend(year..=year + u64::from(years));
                }
            }
            _ => hashes.extend(self.hash(columns, record)),
        }
    }

    /// The one value of a part that does not explode.
    pub(super) fn hash(self, columns: &Columns, record: u32) -> Option<u64> {
        let column = self.column();
        match columns.column(column) {
            Column::Text(_) if self == Self::Value(column) => columns.value_hash(column, record),
            Column::Text(_) => self.text_hash(columns.text(column, record)),
            Column::Date => self.date_hash(columns.date(column, record)),
            Column::Id => self.id_hash(columns.packed_id(column, record)),
            _ => columns.value_hash(column, record),
        }
    }

    /// Whether two records have the same value of a part that gives one value at most.
    pub(super) fn agrees(self, columns: &Columns, a: u32, b: u32) -> bool {
        match self {
            Self::Value(column) => columns.is_equal(column, a, b),
            _ if columns.kind(self.column()) == ColumnKind::Text => {
                let part = |record| self.text_part(columns.text(self.column(), record));
                let of_a = part(a);
                !of_a.is_empty() && of_a == part(b)
            }
            _ => {
                let hash = self.hash(columns, a);
                hash.is_some() && hash == self.hash(columns, b)
            }
        }
    }

    fn text_hash(self, text: &str) -> Option<u64> {
        let part = self.text_part(text);
        (!part.is_empty()).then(|| xxh3_64(part.as_bytes()))
    }

    fn text_part(self, text: &str) -> &str {
        let letter_at = |index: usize| text.char_indices().nth(index).map(|(at, _)| at);
        match self {
            Self::First { letters, .. } => letter_at(letters).map_or(text, |end| &text[..end]),
            Self::Last { letters, .. } => {
                let start = text.char_indices().rev().take(letters).last();
                start.map_or("", |(start, _)| &text[start..])
            }
            Self::Token { index, .. } if index < 0 => {
                let words: Vec<&str> = tokens(text).collect();
                words
                    .len()
                    .checked_add_signed(index)
                    .map_or("", |at| words[at])
            }
            Self::Token { index, .. } => tokens(text).nth(index as usize).unwrap_or_default(),
            _ => text,
        }
    }

    fn date_hash(self, packed: u32) -> Option<u64> {
        let date = PartialDate::from_packed(packed)?;
        let year = u64::from(date.year());
        let month_and_day = || date.month().map(u64::from).zip(date.day().map(u64::from));
        Some(match self {
            Self::Year(_) => year,
            Self::YearAndMonth(_) => year << 4 | u64::from(date.month()?),
            Self::MonthAndDay(_) => {
                let (month, day) = month_and_day()?;
                month << 5 | day
            }
            Self::DateUnordered(_) => {
                let (month, day) = month_and_day()?;
                year << 10 | month.min(day) << 5 | month.max(day)
            }
            _ => u64::from(packed),
        })
    }

    fn id_hash(self, id: u64) -> Option<u64> {
        let (digits, len) = unpack_id(id);
        match self {
            Self::Digits { skip, take, .. } => {
                let part = digits[..len].get(skip..skip + take)?;
                Some(xxh3_64(part))
            }
            _ => (id != 0).then_some(id),
        }
    }
}

/// The hash of a key so far with one more part: the halves of a product, folded (as wyhash does), so that every bit of
/// either moves every bit of the result.
pub(super) fn joined(key: u64, hash: u64) -> u64 {
    let mixed = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        product as u64 ^ (product >> 64) as u64
    };
    let one = mixed(hash ^ 0xA076_1D64_78BD_642F, key ^ 0xE703_7ED1_A0B4_28DB);
    mixed(one ^ 0x8EBC_6AF0_9C88_C6E3, 0x5899_65CC_7537_4CC3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::engine::columns::packed_id::pack_id;

    fn columns() -> Columns {
        let mut columns = Columns::new(vec![0; 2]).unwrap();
        columns
            .add_text("name", [Some("trần thị lan"), Some("lan trân")])
            .unwrap();
        let dates =
            ["1957-05-12", "1958-12-05"].map(|date| PartialDate::parse(date).unwrap().packed());
        columns.add_dates("birth", &dates).unwrap();
        let ids = ["001157000001", "99"].map(|id| pack_id(id).unwrap());
        columns.add_ids("id", &ids).unwrap();
        columns
    }

    /// Whether the two records share a key.
    fn check(part: impl Fn(ColumnId) -> KeyPart, column: &str, expected: bool) {
        let columns = columns();
        let rule = BlockingRule::new("rule", vec![part(columns.id(column).unwrap())]);
        rule.check(&columns).unwrap();
        let (mut here, mut there, mut room) = (Vec::new(), Vec::new(), Vec::new());
        rule.each_key(&columns, 0, &mut room, |key| here.push(key));
        rule.each_key(&columns, 1, &mut room, |key| there.push(key));
        if !rule.is_exploding() {
            assert_eq!(rule.agrees(&columns, 0, 1), expected, "{rule:?}");
        }
        let is_shared = here.iter().any(|key| there.contains(key));
        assert_eq!(is_shared, expected, "{rule:?}");
    }

    #[test]
    fn parts_of_keys() {
        check(
            |column| KeyPart::First { column, letters: 2 },
            "name",
            false,
        );
        check(|column| KeyPart::Last { column, letters: 1 }, "name", true);
        check(|column| KeyPart::Token { column, index: -1 }, "name", false);
        check(KeyPart::AnyToken, "name", true);
        check(KeyPart::Year, "birth", false);
        check(
            |column| KeyPart::YearWithin { column, years: 1 },
            "birth",
            true,
        );
        check(KeyPart::MonthAndDay, "birth", false);
        check(KeyPart::DateUnordered, "birth", false);
        check(
            |column| KeyPart::Digits {
                column,
                skip: 0,
                take: 2,
            },
            "id",
            false,
        );
    }

    #[test]
    fn a_missing_part_gives_no_key() {
        let columns = columns();
        let id = columns.id("id").unwrap();
        let rule = BlockingRule::new(
            "digits",
            vec![KeyPart::Digits {
                column: id,
                skip: 4,
                take: 2,
            }],
        );
        assert!(rule.single_key(&columns, 0).is_some());
        assert_eq!(rule.single_key(&columns, 1), None);
    }
}
