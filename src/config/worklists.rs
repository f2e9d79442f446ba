//! `[worklists]`: whom they put first, and how early they speak of a card that ends.

use crate::domain::TargetGroups;
use crate::persons::options::WorklistOptions;

use super::document::{Reported, gather};
use super::item::Item;
use super::section::Section;
use super::unique::Unique;

/// The last code of QĐ 2062/QĐ-BYT.
const GROUP_MAX: u32 = 16;

/// A card that ends in more than a year is no task.
const DAYS_MAX: u32 = 366;

pub fn read(section: &Section<'_>) -> Result<WorklistOptions, Reported> {
    let usual = WorklistOptions::default();
    let groups = section
        .optional("priority_groups")
        .map(|item| groups(&item));
    let days = section
        .optional("expiring_days")
        .map(|item| item.count(1..=DAYS_MAX));
    Ok(WorklistOptions {
        priority_groups: groups.unwrap_or(Ok(usual.priority_groups))?,
        expiring_days: days.unwrap_or(Ok(usual.expiring_days))?,
    })
}

fn groups(item: &Item<'_>) -> Result<TargetGroups, Reported> {
    let mut unique = Unique::default();
    let codes = gather(item.list()?.iter().map(|element| {
        let code = element.count(1..=GROUP_MAX)?;
        unique.check(
            element,
            &code.to_string(),
            &format!("group {code} stands twice"),
        )?;
        Ok(code as u8)
    }))?;
    Ok(codes
        .into_iter()
        .fold(TargetGroups::EMPTY, TargetGroups::with))
}
