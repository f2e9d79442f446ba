//! A key and its value, read as a type.

use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::document::{Document, Mistake, Reported, gather};
use super::paths::beside;
use super::section::Section;
use super::suggest::did_you_mean;

/// A value and the key under which it stands; elements of a list keep the list's key.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    pub document: &'a Document<'a>,
    pub key: &'a str,
    key_place: &'a Spanned<DeString<'a>>,
    value: &'a Spanned<DeValue<'a>>,
    is_element: bool,
}

impl<'a> Item<'a> {
    pub(super) fn new(
        document: &'a Document<'a>,
        key: &'a Spanned<DeString<'a>>,
        value: &'a Spanned<DeValue<'a>>,
    ) -> Self {
        Self {
            document,
            key: key.get_ref(),
            key_place: key,
            value,
            is_element: false,
        }
    }

    pub fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// `pipelines/mine/indicators.toml:12`.
    pub fn place_in_words(&self) -> String {
        self.document.place_in_words(self.span().start)
    }

    pub fn key_span(&self) -> Range<usize> {
        self.key_place.span()
    }

    /// Place of a part of a string value; all of it where escapes shift the bytes.
    pub fn span_within(&self, part: Range<usize>) -> Range<usize> {
        let span = self.span();
        let inner = self
            .document
            .text()
            .get(span.start + 1..span.end.saturating_sub(1));
        match (inner, self.value.get_ref().as_str()) {
            (Some(inner), Some(text)) if inner == text => {
                span.start + 1 + part.start..span.start + 1 + part.end
            }
            _ => span,
        }
    }

    /// How messages call the value.
    fn called(&self) -> String {
        if self.is_element {
            format!("an entry of `{}`", self.key)
        } else {
            format!("`{}`", self.key)
        }
    }

    /// A mistake of the value.
    pub fn mistake(&self, title: impl Into<String>) -> Mistake<'a> {
        self.document.mistake(self.span(), title)
    }

    /// A mistake of the key.
    pub fn key_mistake(&self, title: impl Into<String>) -> Mistake<'a> {
        self.document.mistake(self.key_span(), title)
    }

    fn wrong_type(&self, wanted: &str) -> Reported {
        let found = match self.value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.mistake(format!("{} must be {wanted}", self.called()))
            .label(format!("this is {found}"))
            .report()
    }

    pub fn is_text(&self) -> bool {
        self.value.get_ref().as_str().is_some()
    }

    pub fn is_table(&self) -> bool {
        self.value.get_ref().as_table().is_some()
    }

    /// Any string.
    pub fn text(&self) -> Result<&'a str, Reported> {
        let text = self.value.get_ref().as_str();
        text.ok_or_else(|| self.wrong_type("a string"))
    }

    /// A string of more than blanks.
    pub fn filled_text(&self) -> Result<&'a str, Reported> {
        let text = self.text()?;
        if text.trim().is_empty() {
            return Err(self.mistake(format!("{} is empty", self.called())).report());
        }
        Ok(text)
    }

    /// A name that can stand in paths and in messages.
    pub fn name(&self) -> Result<&'a str, Reported> {
        let text = self.filled_text()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if text.chars().all(plain) {
            return Ok(text);
        }
        let title = format!(
            "{} must be of letters a to z, digits, `-` and `_`",
            self.called()
        );
        Err(self.mistake(title).label("another character").report())
    }

    /// A path as seen from the folder of the file in which it stands.
    pub fn path(&self) -> Result<PathBuf, Reported> {
        Ok(beside(&self.document.file, self.filled_text()?))
    }

    pub fn count(&self, range: RangeInclusive<u32>) -> Result<u32, Reported> {
        let DeValue::Integer(integer) = self.value.get_ref() else {
            return Err(self.wrong_type("a whole number"));
        };
        // A number that does not fit is outside every range.
        u32::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .filter(|number| range.contains(number))
            .ok_or_else(|| self.out_of_range(range.start(), range.end()))
    }

    /// A number, whole or not.
    pub fn number(&self) -> Result<f64, Reported> {
        let number: Option<f64> = match self.value.get_ref() {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
                .ok()
                .map(|number| number as f64),
            _ => return Err(self.wrong_type("a number")),
        };
        number.filter(|number| number.is_finite()).ok_or_else(|| {
            let mistake = self.mistake(format!("{} must be a finite number", self.called()));
            mistake.label("not finite, or too large").report()
        })
    }

    pub fn number_in(&self, range: RangeInclusive<f64>) -> Result<f64, Reported> {
        let number = self.number()?;
        if range.contains(&number) {
            return Ok(number);
        }
        Err(self.out_of_range(range.start(), range.end()))
    }

    /// A share, 0 to 1.
    pub fn share(&self) -> Result<f64, Reported> {
        self.number_in(0.0..=1.0)
    }

    fn out_of_range<T: std::fmt::Display>(&self, least: T, most: T) -> Reported {
        self.mistake(format!("{} must be from {least} to {most}", self.called()))
            .label("out of range")
            .report()
    }

    /// Its value where it is true or false.
    pub fn boolean(&self) -> Option<bool> {
        self.value.get_ref().as_bool()
    }

    pub fn flag(&self) -> Result<bool, Reported> {
        self.boolean()
            .ok_or_else(|| self.wrong_type("true or false"))
    }

    /// A day, as a string or as TOML's own date.
    pub fn date(&self) -> Result<Date, Reported> {
        let written = match self.value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => return Err(self.wrong_type("a date")),
        };
        parse_date(&written).ok_or_else(|| {
            self.mistake(format!("{} must be a date", self.called()))
                .label("not a day of the calendar as YYYY-MM-DD")
                .report()
        })
    }

    /// One of several codes.
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T, Reported> {
        let text = self.text()?;
        let chosen = choices.iter().find(|(code, _)| *code == text);
        chosen.map(|(_, value)| *value).ok_or_else(|| {
            let codes: Vec<&str> = choices.iter().map(|(code, _)| *code).collect();
            self.mistake(format!("{} cannot be `{text}`", self.called()))
                .label("unknown code")
                .help(did_you_mean(text, &codes))
                .report()
        })
    }

    /// A list of anything.
    pub fn list(&self) -> Result<Vec<Self>, Reported> {
        let Some(list) = self.value.get_ref().as_array() else {
            return Err(self.wrong_type("a list"));
        };
        let elements = list.iter().map(|value| Self {
            value,
            is_element: true,
            ..*self
        });
        Ok(elements.collect())
    }

    /// A list of at least one element.
    pub fn filled_list(&self) -> Result<Vec<Self>, Reported> {
        let list = self.list()?;
        if list.is_empty() {
            return Err(self.mistake(format!("{} is empty", self.called())).report());
        }
        Ok(list)
    }

    /// A list of strings of more than blanks.
    pub fn texts(&self) -> Result<Vec<(Self, &'a str)>, Reported> {
        let elements = self.list()?.into_iter();
        gather(elements.map(|item| Ok((item, item.filled_text()?))))
    }

    pub fn table<T>(
        &self,
        read: impl FnOnce(&Section<'_>) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        let Some(table) = self.value.get_ref().as_table() else {
            return Err(self.wrong_type("a table"));
        };
        Section::new(self.document, format!("`{}`", self.key), self.span(), table).finish_with(read)
    }
}

/// Only YYYY-MM-DD, of the several forms that jiff reads.
pub fn parse_date(text: &str) -> Option<Date> {
    let date: Option<Date> = text.parse().ok();
    date.filter(|date| date.to_string() == text)
}
