//! The worked example of an indicator: invented rows, and what is counted of them.

use crate::indicators::options::{Example, ExamplePerson, ExampleRow, ExampleValue, Expected};

use super::document::{Reported, gather};
use super::item::Item;
use super::section::Section;

/// Counts of an example are small: it is to be checked by eye.
const COUNT_MAX: u32 = 1_000_000_000;

pub fn example(item: &Item<'_>) -> Result<Example, Reported> {
    item.table(|section| {
        let persons = section.optional("persons").map(|item| {
            let list = item.list()?;
            gather(list.iter().map(|item| item.table(person)))
        });
        let aggregates = section.optional("aggregates").map(|item| rows(&item));
        let expected = expected(section);
        Ok(Example {
            persons: persons.transpose()?.unwrap_or_default(),
            aggregates: aggregates.transpose()?.unwrap_or_default(),
            expected: expected?,
        })
    })
}

/// A value, or a numerator and a denominator.
fn expected(section: &Section<'_>) -> Result<Expected, Reported> {
    if let Some(value) = section.optional("value") {
        return value.number().map(Expected::Value);
    }
    let count = |key| {
        let item = section.required(key)?;
        item.count(0..=COUNT_MAX).map(u64::from)
    };
    let (numerator, denominator) = (count("numerator"), count("denominator"));
    Ok(Expected::Counts {
        numerator: numerator?,
        denominator: denominator?,
    })
}

/// Columns of a person, and `exams` beside them.
fn person(section: &Section<'_>) -> Result<ExamplePerson, Reported> {
    let (exams, columns): (Vec<Item<'_>>, Vec<Item<'_>>) = section
        .entries()
        .into_iter()
        .partition(|item| item.key == "exams");
    let exams = exams.first().map(rows);
    let row = row_of(&columns);
    Ok(ExamplePerson {
        row: row?,
        exams: exams.transpose()?.unwrap_or_default(),
    })
}

fn rows(item: &Item<'_>) -> Result<Vec<ExampleRow>, Reported> {
    let list = item.list()?;
    gather(
        list.iter()
            .map(|item| item.table(|section| row_of(&section.entries()))),
    )
}

fn row_of(columns: &[Item<'_>]) -> Result<ExampleRow, Reported> {
    let values = gather(columns.iter().map(|item| {
        let value = if item.is_text() {
            ExampleValue::Text(item.text()?.to_owned())
        } else if let Some(flag) = item.boolean() {
            ExampleValue::Flag(flag)
        } else {
            ExampleValue::Number(item.number()?)
        };
        Ok((item.key.to_owned(), value))
    }))?;
    Ok(values.into_iter().collect())
}
