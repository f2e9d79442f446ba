//! A table of a document: which keys it must have, may have, and should not have.

use std::cell::RefCell;
use std::ops::Range;

use toml::de::DeTable;

use super::document::{Document, Mistake, Reported};
use super::item::Item;
use super::suggest::{closest, did_you_mean};

/// A table being read. The keys asked for are the keys it knows; [`Section::finish_with`] reports the rest.
pub struct Section<'a> {
    pub document: &'a Document<'a>,
    /// How messages call it: `the file`, or its key in backticks.
    name: String,
    /// Where a missing key is reported.
    header: Range<usize>,
    table: &'a DeTable<'a>,
    asked: RefCell<Vec<&'static str>>,
    missing: RefCell<Vec<&'static str>>,
}

impl<'a> Section<'a> {
    pub(super) fn root(document: &'a Document<'a>, table: &'a DeTable<'a>) -> Self {
        Self::new(document, "the file".to_owned(), 0..0, table)
    }

    pub(super) fn new(
        document: &'a Document<'a>,
        name: String,
        header: Range<usize>,
        table: &'a DeTable<'a>,
    ) -> Self {
        Self {
            document,
            name,
            header,
            table,
            asked: RefCell::default(),
            missing: RefCell::default(),
        }
    }

    /// The value of a key, if it is there.
    pub fn optional(&self, key: &'static str) -> Option<Item<'a>> {
        self.asked.borrow_mut().push(key);
        let (key, value) = self.table.get_key_value(key)?;
        Some(Item::new(self.document, key, value))
    }

    /// The value of a key that must be there.
    pub fn required(&self, key: &'static str) -> Result<Item<'a>, Reported> {
        self.optional(key).ok_or_else(|| {
            self.missing.borrow_mut().push(key);
            Reported::when_finished()
        })
    }

    /// Keys that are no mistakes: what they are for depends on a part that is one.
    pub fn know(&self, keys: &[&'static str]) {
        self.asked.borrow_mut().extend(keys);
    }

    /// A table that must be there.
    pub fn table<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Section<'_>) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        self.required(key)?.table(read)
    }

    /// Keys and values of a table whose keys are the writer's, from top to bottom.
    pub fn entries(&self) -> Vec<Item<'a>> {
        let mut entries: Vec<Item<'a>> = self
            .table
            .iter()
            .map(|(key, value)| Item::new(self.document, key, value))
            .collect();
        entries.sort_by_key(|item| item.key_span().start);
        entries
    }

    /// A mistake of the table as a whole.
    pub fn mistake(&self, title: impl Into<String>) -> Mistake<'_> {
        self.document.mistake(self.header.clone(), title)
    }

    /// Reads the table and reports the keys that `read` did not ask for or did not find.
    pub(super) fn finish_with<T>(
        self,
        read: impl FnOnce(&Section<'_>) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        let result = read(&self);
        let misspelt = self.report_unknown();
        self.report_missing(&misspelt);
        result
    }

    /// Returns the keys that were probably meant. A table with free keys asks for none and knows all.
    fn report_unknown(&self) -> Vec<&'static str> {
        let asked = self.asked.borrow();
        if asked.is_empty() {
            return Vec::new();
        }
        let unknown = self.entries().into_iter();
        unknown
            .filter(|item| !asked.contains(&item.key))
            .filter_map(|item| {
                let free = asked.iter().filter(|key| !self.table.contains_key(**key));
                let free: Vec<&'static str> = free.copied().collect();
                let meant = closest(item.key, &free);
                item.key_mistake(format!("{} has no key `{}`", self.name, item.key))
                    .label("unknown key")
                    .help(did_you_mean(
                        item.key,
                        if meant.is_some() { &free } else { &asked },
                    ))
                    .report();
                meant
            })
            .collect()
    }

    fn report_missing(&self, misspelt: &[&str]) {
        for key in self.missing.borrow().iter() {
            if !misspelt.contains(key) {
                self.mistake(format!("{} lacks the key `{key}`", self.name))
                    .label(format!("`{key}` is missing"))
                    .report();
            }
        }
    }
}
