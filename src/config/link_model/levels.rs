//! Levels of agreement, and conditions of blocking rules, which are written alike.

use super::known_fields::KnownFields;
use crate::config::document::{Reported, gather};
use crate::config::item::Item;
use crate::config::section::Section;
use crate::link::engine::{ColumnId, ColumnKind, DateForm, Predicate, TextMeasure};

/// What a level's word stands for.
#[derive(Clone, Copy)]
enum Word {
    Exact,
    Missing,
    Swapped,
    AtLeast(TextMeasure),
    AtMost(TextMeasure),
    Date(DateForm),
    WithinDates(fn(u32) -> DateForm),
    NumberWithin,
    NumberRatio,
    OneEdit,
    CommonItems,
    All,
    Any,
    Not,
}

const WORDS: [(&str, Word); 26] = [
    ("exact", Word::Exact),
    ("missing", Word::Missing),
    ("swapped", Word::Swapped),
    ("jaro", Word::AtLeast(TextMeasure::Jaro)),
    ("jaro_winkler", Word::AtLeast(TextMeasure::JaroWinkler)),
    ("tokens", Word::AtLeast(TextMeasure::Tokens)),
    ("token_overlap", Word::AtLeast(TextMeasure::TokenOverlap)),
    ("levenshtein", Word::AtMost(TextMeasure::Levenshtein)),
    (
        "damerau_levenshtein",
        Word::AtMost(TextMeasure::DamerauLevenshtein),
    ),
    (
        "optimal_string_alignment",
        Word::AtMost(TextMeasure::OptimalStringAlignment),
    ),
    ("day_month_swapped", Word::Date(DateForm::DayMonthSwapped)),
    ("compatible", Word::Date(DateForm::Compatible)),
    ("one_digit_off", Word::Date(DateForm::OneDigitOff)),
    ("same_year", Word::Date(DateForm::SameYear)),
    (
        "same_year_and_month",
        Word::Date(DateForm::SameYearAndMonth),
    ),
    ("same_month_and_day", Word::Date(DateForm::SameMonthAndDay)),
    ("within_days", Word::WithinDates(DateForm::WithinDays)),
    ("within_months", Word::WithinDates(DateForm::WithinMonths)),
    ("within_years", Word::WithinDates(DateForm::WithinYears)),
    ("number_within", Word::NumberWithin),
    ("number_ratio", Word::NumberRatio),
    ("one_edit", Word::OneEdit),
    ("common_items", Word::CommonItems),
    ("all", Word::All),
    ("any", Word::Any),
    ("not", Word::Not),
];

/// What the words need.
const ARGUMENTS: [&str; 5] = ["field", "min", "max", "with", "of"];

/// Edits, days and items beyond this are no likeness.
const COUNT_MAX: u32 = 100_000;

/// So many conditions may stand inside each other.
const DEPTH_MAX: usize = 8;

/// A condition and the words that describe it: `jaro_winkler 0.92`.
pub struct Condition {
    pub predicate: Predicate,
    pub label: String,
}

/// Reads conditions of a comparison's field, unless a condition names another.
pub struct Conditions<'k> {
    pub known: &'k KnownFields,
    /// `None` where there is no field that goes without saying.
    pub field: Option<(ColumnId, ColumnKind)>,
}

impl Conditions<'_> {
    /// A condition that is a word alone.
    pub fn word(&self, item: &Item<'_>) -> Result<Condition, Reported> {
        let word = item.choice(&WORDS)?;
        let text = item.text()?;
        let predicate = match word {
            Word::Exact => Predicate::Equal(self.own(item, &[])?),
            Word::Missing => Predicate::Missing(self.own(item, &[])?),
            Word::OneEdit => Predicate::IdOneEdit(self.own(item, &[ColumnKind::Id])?),
            Word::Date(form) => Predicate::Date(self.own(item, &[ColumnKind::Date])?, form),
            _ => {
                let help = format!("write it as a table: {{ level = \"{text}\", … }}");
                let mistake = item.mistake(format!("`{text}` needs more than its name"));
                return Err(mistake.help(help).report());
            }
        };
        Ok(Condition {
            predicate,
            label: text.to_owned(),
        })
    }

    /// A condition that is a table with `level` and what that needs.
    pub fn table(&self, section: &Section<'_>, depth: usize) -> Result<Condition, Reported> {
        let word = section
            .required("level")
            .and_then(|item| Ok((item, item.choice(&WORDS)?)));
        let (item, word) = word.inspect_err(|_| section.know(&ARGUMENTS))?;
        let text = item.text()?;
        let (predicate, detail) = self.predicate(section, &item, word, depth)?;
        let label = match detail.is_empty() {
            true => text.to_owned(),
            false => format!("{text} {detail}"),
        };
        Ok(Condition { predicate, label })
    }

    fn predicate(
        &self,
        section: &Section<'_>,
        item: &Item<'_>,
        word: Word,
        depth: usize,
    ) -> Result<(Predicate, String), Reported> {
        let field = |kinds: &[ColumnKind]| match section.optional("field") {
            Some(named) => self.known.of_kind(&named, kinds),
            None => self.own(item, kinds),
        };
        let text = &[ColumnKind::Text];
        let share = || section.required("min").and_then(|item| item.share());
        let count = |key: &'static str, range| section.required(key)?.count(range);
        Ok(match word {
            Word::Exact => (Predicate::Equal(field(&[])?), String::new()),
            Word::Missing => (Predicate::Missing(field(&[])?), String::new()),
            Word::OneEdit => (
                Predicate::IdOneEdit(field(&[ColumnKind::Id])?),
                String::new(),
            ),
            Word::Swapped => {
                let other = section.required("with");
                let other = other.and_then(|item| self.known.of_kind(&item, text));
                (Predicate::Swapped(field(text)?, other?), String::new())
            }
            Word::AtLeast(measure) => {
                let (column, min) = (field(text), share()?);
                (Predicate::text(column?, measure, min), min.to_string())
            }
            Word::AtMost(measure) => {
                let (column, max) = (field(text), count("max", 1..=COUNT_MAX)?);
                let predicate = Predicate::text(column?, measure, f64::from(max));
                (predicate, max.to_string())
            }
            Word::Date(form) => {
                let column = field(&[ColumnKind::Date])?;
                (Predicate::Date(column, form), String::new())
            }
            Word::WithinDates(form) => {
                let (column, max) = (field(&[ColumnKind::Date]), count("max", 0..=COUNT_MAX)?);
                (Predicate::Date(column?, form(max)), max.to_string())
            }
            Word::NumberWithin => {
                let column = field(&[ColumnKind::Number]);
                let max = section.required("max")?.number_in(0.0..=f64::MAX)?;
                let column = column?;
                (Predicate::NumberWithin { column, max }, max.to_string())
            }
            Word::NumberRatio => {
                let (column, min) = (field(&[ColumnKind::Number]), share()?);
                let column = column?;
                (Predicate::NumberRatio { column, min }, min.to_string())
            }
            Word::CommonItems => {
                let (column, min) = (field(&[ColumnKind::Set]), count("min", 1..=COUNT_MAX)?);
                let (column, at_least) = (column?, min as usize);
                (Predicate::CommonItems { column, at_least }, min.to_string())
            }
            Word::All | Word::Any => {
                let parts = self.parts(&section.required("of")?, depth)?;
                let labels: Vec<&str> = parts.iter().map(|part| part.label.as_str()).collect();
                let label = format!("({})", labels.join(", "));
                let parts = parts.into_iter().map(|part| part.predicate).collect();
                match word {
                    Word::All => (Predicate::All(parts), label),
                    _ => (Predicate::Any(parts), label),
                }
            }
            Word::Not => {
                let part = self.part(&section.required("of")?, depth)?;
                (
                    Predicate::Not(Box::new(part.predicate)),
                    format!("({})", part.label),
                )
            }
        })
    }

    fn parts(&self, item: &Item<'_>, depth: usize) -> Result<Vec<Condition>, Reported> {
        let items = item.filled_list()?;
        gather(items.iter().map(|item| self.part(item, depth)))
    }

    fn part(&self, item: &Item<'_>, depth: usize) -> Result<Condition, Reported> {
        if depth >= DEPTH_MAX {
            let title = format!("more than {DEPTH_MAX} conditions inside each other");
            return Err(item.mistake(title).report());
        }
        self.condition(item, depth + 1)
    }

    /// A condition, a word alone or a table.
    pub fn condition(&self, item: &Item<'_>, depth: usize) -> Result<Condition, Reported> {
        match item.is_text() {
            true => self.word(item),
            false => item.table(|section| self.table(section, depth)),
        }
    }

    /// The field that goes without saying, of one of these kinds; of any where there are none.
    fn own(&self, item: &Item<'_>, kinds: &[ColumnKind]) -> Result<ColumnId, Reported> {
        let Some((field, kind)) = self.field else {
            let mistake = item.mistake("of which field?").label("no field is named");
            return Err(mistake.help("add `field = \"…\"`").report());
        };
        if kinds.is_empty() || kinds.contains(&kind) {
            return Ok(field);
        }
        let text = item.text()?;
        let title = format!("`{text}` does not fit a field that is {}", kind.called());
        let needed: Vec<&str> = kinds.iter().map(|kind| kind.called()).collect();
        let label = format!("needs {}", needed.join(" or "));
        Err(item.mistake(title).label(label).report())
    }
}
