//! `[[tables]]`: where records come from, and the names by which the rest of the model calls them.

use std::path::PathBuf;

use crate::config::document::{Mistake, Reported, gather};
use crate::config::item::Item;
use crate::config::link_plan::LinkTable;
use crate::config::section::Section;
use crate::config::suggest::did_you_mean;
use crate::config::unique::Unique;
use crate::link::engine::LinkType;

/// So many tables a cluster's constraints tell apart.
const TABLES_MAX: usize = 64;

/// The tables by number, those with mistakes too.
pub struct Tables {
    tables: Vec<Result<TableOfModel, Reported>>,
    /// The list itself could not be read.
    missing: Option<Reported>,
}

struct TableOfModel {
    table: LinkTable,
    is_without_duplicates: bool,
}

impl Tables {
    pub fn read(root: &Section<'_>) -> Self {
        let items = root.required("tables").and_then(|item| {
            let items = item.filled_list()?;
            if items.len() > TABLES_MAX {
                let mistake = item.key_mistake(format!("more tables than {TABLES_MAX}"));
                return Err(mistake.help("put tables of one kind into one").report());
            }
            Ok(items)
        });
        let mut names = Unique::default();
        match items {
            Ok(items) => Self {
                tables: items
                    .iter()
                    .map(|item| item.table(|section| table(section, &mut names)))
                    .collect(),
                missing: None,
            },
            Err(reported) => Self {
                tables: Vec::new(),
                missing: Some(reported),
            },
        }
    }

    /// Tables that are there without files.
    pub fn named<const N: usize>(names: [&str; N]) -> Self {
        let table = |name: &str| TableOfModel {
            table: LinkTable {
                name: name.to_owned(),
                file: PathBuf::new(),
                id: None,
            },
            is_without_duplicates: false,
        };
        Self {
            tables: names.map(|name| Ok(table(name))).into(),
            missing: None,
        }
    }

    pub fn len(&self) -> usize {
        self.tables.len()
    }

    /// How messages call a table.
    pub fn name(&self, table: usize) -> String {
        match &self.tables[table] {
            Ok(of) => format!("`{}`", of.table.name),
            Err(_) => format!("number {}", table + 1),
        }
    }

    /// Linking needs a second table; nothing can be found twice in tables that hold nothing twice.
    pub fn can_be_linked(&self, item: &Item<'_>, link_type: LinkType) -> Result<(), Reported> {
        let wrong = match link_type {
            LinkType::Link if self.tables.len() == 1 => "`link` pairs records of different tables",
            LinkType::Dedupe if self.all_without_duplicates() => {
                "`dedupe` pairs records within a table, and all are `without_duplicates`"
            }
            _ => return Ok(()),
        };
        let help = match link_type {
            LinkType::Link => "add a table, or use `dedupe`",
            _ => "use `link`, or take `without_duplicates` away",
        };
        Err(item.mistake(wrong).help(help).report())
    }

    fn all_without_duplicates(&self) -> bool {
        let is_without = |table: &Result<TableOfModel, Reported>| {
            table
                .as_ref()
                .is_ok_and(|table| table.is_without_duplicates)
        };
        !self.tables.is_empty() && self.tables.iter().all(is_without)
    }

    pub fn without_duplicates(&self) -> Vec<u8> {
        let tables = (0_u8..).zip(&self.tables);
        tables
            .filter(|(_, table)| {
                table
                    .as_ref()
                    .is_ok_and(|table| table.is_without_duplicates)
            })
            .map(|(number, _)| number)
            .collect()
    }

    /// The number of the table that `item` names.
    pub fn number(&self, item: &Item<'_>) -> Result<u8, Reported> {
        self.number_of(item.filled_text()?, |title| item.mistake(title))
    }

    /// The number of the table that the key of `item` names.
    pub fn number_of_key(&self, item: &Item<'_>) -> Result<u8, Reported> {
        self.number_of(item.key, |title| item.key_mistake(title))
    }

    fn number_of<'m>(
        &self,
        name: &str,
        mistake: impl Fn(String) -> Mistake<'m>,
    ) -> Result<u8, Reported> {
        let is_it = |table: &Result<TableOfModel, Reported>| {
            table.as_ref().is_ok_and(|table| table.table.name == name)
        };
        if let Some(number) = self.tables.iter().position(is_it) {
            return Ok(number as u8);
        }
        // The name may be that of a table with a mistake.
        let broken = self
            .tables
            .iter()
            .find_map(|table| table.as_ref().err().copied());
        if let Some(reported) = broken.or(self.missing) {
            return Err(reported);
        }
        let names: Vec<&str> = self
            .tables
            .iter()
            .flatten()
            .map(|table| table.table.name.as_str())
            .collect();
        Err(mistake(format!("there is no table `{name}`"))
            .label("unknown table")
            .help(did_you_mean(name, &names))
            .report())
    }

    /// The numbers of several tables.
    pub fn numbers(&self, item: &Item<'_>) -> Result<Vec<u8>, Reported> {
        let mut unique = Unique::default();
        gather(item.list()?.iter().map(|element| {
            let name = element.filled_text()?;
            unique.check(element, name, &format!("table `{name}` stands twice"))?;
            self.number(element)
        }))
    }

    pub fn finish(self) -> Result<Vec<LinkTable>, Reported> {
        match self.missing {
            Some(reported) => Err(reported),
            None => gather(
                self.tables
                    .into_iter()
                    .map(|table| table.map(|table| table.table)),
            ),
        }
    }
}

fn table(section: &Section<'_>, names: &mut Unique) -> Result<TableOfModel, Reported> {
    let name = section.required("name").and_then(|item| {
        let name = item.name()?;
        names.check(&item, name, &format!("table `{name}` stands twice"))?;
        Ok(name.to_owned())
    });
    let file = section.required("file").and_then(|item| item.path());
    let id = section.optional("id").map(|item| item.filled_text());
    let without_duplicates = section
        .optional("without_duplicates")
        .map_or(Ok(false), |item| item.flag());
    Ok(TableOfModel {
        table: LinkTable {
            name: name?,
            file: file?,
            id: id.transpose()?.map(str::to_owned),
        },
        is_without_duplicates: without_duplicates?,
    })
}
