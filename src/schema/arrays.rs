//! Building Arrow arrays of the dataset's types from compact values.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, DictionaryArray, Float64Builder, Int32Builder,
    Int64Builder, StringArray, StringBuilder, UInt16Builder,
};
use arrow::datatypes::UInt16Type;

use crate::domain::{PartialDate, Phone};

/// Text written into a reused buffer; nothing written is null.
pub fn text(rows: impl ExactSizeIterator<Item = impl AsRef<str>>) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * 12);
    for row in rows {
        builder.append_option(Some(row.as_ref()).filter(|text| !text.is_empty()));
    }
    Arc::new(builder.finish())
}

/// Numbers with their leading zeros; 0 is null.
pub fn digits<const WIDTH: usize>(rows: impl ExactSizeIterator<Item = u64>) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * WIDTH);
    for number in rows {
        if number == 0 {
            builder.append_null();
            continue;
        }
        let mut digits = [b'0'; WIDTH];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            *digit += (rest % 10) as u8;
            rest /= 10;
        }
        builder.append_value(std::str::from_utf8(&digits).unwrap_or_default());
    }
    Arc::new(builder.finish())
}

/// Phone numbers with their leading zero; 0 is null.
pub fn phones(rows: impl ExactSizeIterator<Item = u64>) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * 11);
    for number in rows {
        let digits = Phone::from_number(number).map(Phone::digits);
        builder.append_option(
            digits
                .as_deref()
                .and_then(|digits| std::str::from_utf8(digits).ok()),
        );
    }
    Arc::new(builder.finish())
}

/// ISO text of packed partial dates; 0 is null.
pub fn partial_dates(rows: impl ExactSizeIterator<Item = u32>) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * 10);
    for packed in rows {
        if packed == 0 {
            builder.append_null();
            continue;
        }
        let (year, month, day) = (packed >> 9, packed >> 5 & 15, packed & 31);
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let text = [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ];
        let known = if month == 0 {
            4
        } else if day == 0 {
            7
        } else {
            10
        };
        builder.append_value(std::str::from_utf8(&text[..known]).unwrap_or_default());
    }
    Arc::new(builder.finish())
}

/// Full dates of packed partial dates; 0 and partial ones are null.
pub fn dates(rows: impl ExactSizeIterator<Item = u32>) -> ArrayRef {
    let mut builder = Date32Builder::with_capacity(rows.len());
    for packed in rows {
        builder.append_option(
            PartialDate::from_packed(packed).and_then(PartialDate::days_since_epoch),
        );
    }
    Arc::new(builder.finish())
}

pub fn integers(rows: impl ExactSizeIterator<Item = Option<i32>>) -> ArrayRef {
    let mut builder = Int32Builder::with_capacity(rows.len());
    rows.for_each(|row| builder.append_option(row));
    Arc::new(builder.finish())
}

/// Small codes; 0 is null.
pub fn codes(rows: impl ExactSizeIterator<Item = u8>) -> ArrayRef {
    integers(rows.map(|code| (code > 0).then_some(i32::from(code))))
}

pub fn longs(rows: impl ExactSizeIterator<Item = Option<i64>>) -> ArrayRef {
    let mut builder = Int64Builder::with_capacity(rows.len());
    rows.for_each(|row| builder.append_option(row));
    Arc::new(builder.finish())
}

pub fn reals(rows: impl ExactSizeIterator<Item = Option<f64>>) -> ArrayRef {
    let mut builder = Float64Builder::with_capacity(rows.len());
    rows.for_each(|row| builder.append_option(row));
    Arc::new(builder.finish())
}

pub fn flags(rows: impl ExactSizeIterator<Item = Option<bool>>) -> ArrayRef {
    let mut builder = BooleanBuilder::with_capacity(rows.len());
    rows.for_each(|row| builder.append_option(row));
    Arc::new(builder.finish())
}

/// Positions in a list of labels; `None` is null.
///
/// # Panics
/// On more than 65,536 labels: a category column has few distinct values by definition.
pub fn categories<'l>(
    labels: impl IntoIterator<Item = &'l str>,
    rows: impl ExactSizeIterator<Item = Option<usize>>,
) -> ArrayRef {
    let labels: StringArray = labels.into_iter().map(Some).collect();
    let mut keys = UInt16Builder::with_capacity(rows.len());
    for row in rows {
        let key = row.map(|row| u16::try_from(row).expect("a category has at most 65,536 labels"));
        keys.append_option(key);
    }
    let array = DictionaryArray::<UInt16Type>::try_new(keys.finish(), Arc::new(labels));
    Arc::new(array.expect("keys are positions in the list of labels"))
}

/// Values that are labelled on the spot: each distinct value becomes a category, in order of appearance.
pub fn labelled<T: Copy + Eq + std::hash::Hash>(
    rows: impl ExactSizeIterator<Item = Option<T>>,
    label: impl Fn(T) -> String,
) -> ArrayRef {
    let mut positions = std::collections::HashMap::new();
    let mut labels: Vec<String> = Vec::new();
    let mut last: Option<(T, usize)> = None;
    let keys: Vec<Option<usize>> = rows
        .map(|row| {
            let value = row?;
            if let Some((seen, position)) = last
                && seen == value
            {
                return Some(position);
            }
            let position = *positions.entry(value).or_insert_with(|| {
                labels.push(label(value));
                labels.len() - 1
            });
            last = Some((value, position));
            Some(position)
        })
        .collect();
    categories(labels.iter().map(String::as_str), keys.into_iter())
}
