//! What must not stand twice.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::Reported;
use super::item::Item;

/// Where each value stood first.
#[derive(Default)]
pub struct Unique {
    first: BTreeMap<String, Range<usize>>,
}

impl Unique {
    /// Reports `item` when `value` stood before, under `title`.
    pub fn check(&mut self, item: &Item<'_>, value: &str, title: &str) -> Result<(), Reported> {
        match self.first.get(value) {
            Some(first) => Err(item
                .mistake(title)
                .label("again here")
                .earlier(first.clone(), "first here")
                .report()),
            None => {
                self.first.insert(value.to_owned(), item.span());
                Ok(())
            }
        }
    }
}
