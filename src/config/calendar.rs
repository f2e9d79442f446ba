//! `[calendar]`: how much of a working day each day is.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::indicators::options::Calendar;

use super::document::{Reported, gather};
use super::item::{Item, parse_date};
use super::section::Section;

/// 1 is a full working day; a campaign day may be more, but not so much more.
const WEIGHT_MAX: f64 = 10.0;

pub fn read(section: &Section<'_>) -> Result<Calendar, Reported> {
    let default = Calendar::default();
    let weekdays = section.optional("weekdays").map(|item| weekdays(&item));
    let exceptions = section
        .optional("exceptions")
        .map(|item| item.table(exceptions));
    Ok(Calendar {
        weekdays: weekdays.unwrap_or(Ok(default.weekdays))?,
        exceptions: exceptions.unwrap_or(Ok(default.exceptions))?,
    })
}

fn weekdays(item: &Item<'_>) -> Result<[f64; 7], Reported> {
    let weights = gather(item.list()?.iter().map(weight))?;
    let count = weights.len();
    weights.try_into().map_err(|_| {
        item.mistake("`weekdays` must be seven weights, Monday to Sunday")
            .label(format!("this has {count}"))
            .report()
    })
}

fn exceptions(section: &Section<'_>) -> Result<BTreeMap<Date, f64>, Reported> {
    let days = gather(section.entries().iter().map(|item| {
        let weight = weight(item);
        let day = parse_date(item.key).ok_or_else(|| {
            item.key_mistake(format!("`{}` must be a date", item.key))
                .label("not a day of the calendar as YYYY-MM-DD")
                .report()
        });
        Ok((day?, weight?))
    }))?;
    Ok(days.into_iter().collect())
}

fn weight(item: &Item<'_>) -> Result<f64, Reported> {
    item.number_in(0.0..=WEIGHT_MAX)
}
