//! `[screening]`: when an exam counts.

use jiff::civil::Date;

use crate::persons::options::{MeasuredItem, ScreeningRule};

use super::document::{Reported, gather};
use super::item::Item;
use super::section::Section;
use super::unique::Unique;

pub fn read(section: &Section<'_>) -> Result<ScreeningRule, Reported> {
    let window = section.required("window").and_then(|item| window(&item));
    let measured_items = section
        .required("measured_items")
        .and_then(|item| measured_items(&item));
    let (window_start, window_end) = window?;
    Ok(ScreeningRule {
        window_start,
        window_end,
        measured_items: measured_items?,
    })
}

fn window(item: &Item<'_>) -> Result<(Date, Date), Reported> {
    let days = item.list()?;
    let [first, last] = days.as_slice() else {
        let mistake = item.mistake("`window` must be two dates, the first and the last day");
        let label = format!("this has {}", days.len());
        return Err(mistake.label(label).report());
    };
    let (start, end) = (first.date(), last.date());
    let (start, end) = (start?, end?);
    if start <= end {
        return Ok((start, end));
    }
    let mistake = last
        .mistake("`window` ends before it starts")
        .label("the last day");
    Err(mistake.earlier(first.span(), "the first day").report())
}

fn measured_items(item: &Item<'_>) -> Result<Vec<MeasuredItem>, Reported> {
    let codes = MeasuredItem::ALL.map(|measured| (measured.code(), measured));
    let mut unique = Unique::default();
    gather(item.list()?.iter().map(|element| {
        let measured = element.choice(&codes)?;
        unique.check(
            element,
            measured.code(),
            &format!("`{}` stands twice", measured.code()),
        )?;
        Ok(measured)
    }))
}
