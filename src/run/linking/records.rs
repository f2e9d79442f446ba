//! Tables to records in an order of their own, and their fields as the engine's columns.
//!
//! Records stand by table as the model lists them, then by id: the order of rows in a file changes nothing.

use std::collections::HashMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::cells::{self, Cells};
use super::standard::Standardised;
use super::{LinkingError, standard, take};
use crate::config::LinkPlan;
use crate::config::link_plan::{FieldRecipe, LinkField, LinkTable, Standard};
use crate::domain::mask::mask;
use crate::link::engine::columns::{SetColumn, Values};
use crate::link::engine::{ColumnId, ColumnKind, Columns, EngineError};
use crate::reference::embedded;
use crate::schema::text::TextColumn;
use crate::standardise::date::DateOptions;

/// The records of all tables.
pub struct Records<'p> {
    pub tables: Vec<RecordTable<'p>>,
    /// Where each table's records begin.
    starts: Vec<usize>,
    fields: &'p [LinkField],
}

/// The records of one table.
pub struct RecordTable<'p> {
    pub table: &'p LinkTable,
    pub cells: Cells,
    /// Row numbers in the order of the records.
    order: Vec<u32>,
    /// Per field the columns of `cells` that hold it.
    columns: Vec<Vec<usize>>,
    id_column: Option<usize>,
}

/// What a field came to.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FieldFill {
    pub field: String,
    /// Records that have a value.
    pub filled: u64,
    /// Filled cells that could not be read in the field's form.
    pub unread: u64,
}

impl<'p> Records<'p> {
    /// Reads the tables of `plan`.
    ///
    /// # Errors
    /// A table that cannot be read or lacks a column; ids that are blank or stand twice.
    pub fn read(plan: &'p LinkPlan) -> Result<Self, LinkingError> {
        let tables: Vec<RecordTable<'p>> = plan
            .tables
            .iter()
            .enumerate()
            .map(|(number, table)| RecordTable::read(number, table, plan))
            .collect::<Result<_, _>>()?;
        let starts = tables.iter().scan(0, |next, table| {
            let start = *next;
            *next += table.order.len();
            Some(start)
        });
        Ok(Self {
            starts: starts.collect(),
            tables,
            fields: &plan.fields,
        })
    }

    pub fn len(&self) -> usize {
        self.tables.iter().map(|table| table.order.len()).sum()
    }

    /// Gives back all cells but the ids: the engine has its own.
    pub fn keep_ids(&mut self) {
        for table in &mut self.tables {
            for (column, cells) in table.cells.columns.iter_mut().enumerate() {
                if Some(column) != table.id_column {
                    *cells = TextColumn::default();
                }
            }
        }
    }

    /// The table of a record, and its row there.
    fn place(&self, record: u32) -> (&RecordTable<'p>, usize) {
        let number = self
            .starts
            .partition_point(|start| *start <= record as usize)
            - 1;
        let table = &self.tables[number];
        (
            table,
            table.order[record as usize - self.starts[number]] as usize,
        )
    }

    /// The number of a record's table.
    pub fn source(&self, record: u32) -> u8 {
        (self
            .starts
            .partition_point(|start| *start <= record as usize)
            - 1) as u8
    }

    /// The id of a record, in `id`, which is cleared before.
    pub fn id(&self, record: u32, id: &mut String) {
        let (table, row) = self.place(record);
        id.clear();
        match table.id_column {
            Some(column) => id.push_str(table.cells.get(column, row)),
            None => id.push_str(&(row + 1).to_string()),
        }
    }

    /// The record with this id in a table.
    pub fn find(&self, table: usize, id: &str) -> Option<u32> {
        let of_table = &self.tables[table];
        let at = match of_table.id_column {
            Some(column) => of_table
                .order
                .binary_search_by(|row| of_table.cells.get(column, *row as usize).cmp(id))
                .ok()?,
            None => {
                let row: usize = id.parse().ok()?;
                (1..=of_table.order.len()).contains(&row).then(|| row - 1)?
            }
        };
        Some((self.starts[table] + at) as u32)
    }

    /// The record with this id in the table of this name; without one in whichever table alone has it.
    pub fn find_one(&self, table: Option<&str>, id: &str) -> Option<u32> {
        let is_named =
            |number: &usize| table.is_none_or(|name| self.tables[*number].table.name == name);
        let tables = (0..self.tables.len()).filter(is_named);
        let mut found = tables.filter_map(|number| self.find(number, id));
        found.next().filter(|_| found.next().is_none())
    }

    /// The cells of a field, those of several columns with a blank between; `cell` is room to put them together.
    pub fn cell<'c>(&'c self, field: usize, record: u32, cell: &'c mut String) -> &'c str {
        let (table, row) = self.place(record);
        if let [column] = table.columns[field].as_slice() {
            return table.cells.get(*column, row);
        }
        cell.clear();
        for column in &table.columns[field] {
            let part = table.cells.get(*column, row);
            if !cell.is_empty() && !part.is_empty() {
                cell.push(' ');
            }
            cell.push_str(part);
        }
        cell
    }

    /// The engine's columns, and how full they are.
    ///
    /// # Errors
    /// More records or text than the engine holds.
    pub fn columns(&self, today: Date) -> Result<(Columns, Vec<FieldFill>), LinkingError> {
        let sources = (0_u8..).zip(&self.tables);
        let sources = sources.flat_map(|(number, table)| vec![number; table.order.len()]);
        let mut columns = Columns::new(sources.collect())?;
        let words = self.fields.iter().map(|field| match &field.recipe {
            FieldRecipe::Columns { standard, .. } => standard.kind().words(),
            FieldRecipe::Derived { .. } => 1,
        });
        columns.reserve(words.sum());
        let values = |(number, field): (usize, &LinkField)| match &field.recipe {
            FieldRecipe::Derived { .. } => Ok(None),
            FieldRecipe::Columns { standard, .. } => self.values(number, standard, today).map(Some),
        };
        let fields = self.fields.par_iter().enumerate().with_max_len(1);
        let values: Vec<Result<Option<Standardised<Values>>, EngineError>> =
            fields.map(values).collect();
        let mut unread = Vec::with_capacity(self.fields.len());
        for (field, found) in self.fields.iter().zip(values) {
            let found = found?;
            unread.push(found.as_ref().map_or(0, |found| found.unread));
            if let Some(found) = found {
                columns.add(&field.name, found.values)?;
            }
            if let FieldRecipe::Derived { of, take } = &field.recipe {
                let of = ColumnId::from_position(*of as u16);
                take::derive(&mut columns, &field.name, of, *take)?;
            }
        }
        let filled = columns.filled();
        let fills = self.fields.iter().zip(filled.iter().zip(unread));
        let fill = |(field, (filled, unread)): (&LinkField, (&u64, u64))| FieldFill {
            field: field.name.clone(),
            filled: *filled,
            unread,
        };
        Ok((columns, fills.map(fill).collect()))
    }

    /// The values of a field of cells.
    fn values(
        &self,
        field: usize,
        standard: &Standard,
        today: Date,
    ) -> Result<Standardised<Values>, EngineError> {
        Ok(match standard.kind() {
            ColumnKind::Text => {
                let is_commune = matches!(standard, Standard::Commune { .. });
                let units = is_commune.then(embedded::administrative_units);
                let texts = standard::texts(self, field, standard, units.as_ref());
                let name = &self.fields[field].name;
                let texts = texts.ok_or_else(|| EngineError::too_much_text(name))?;
                texts.map(|(column, codes)| Values::Text(column, codes))
            }
            ColumnKind::Id => standard::ids(self, field, standard).map(Values::Ids),
            ColumnKind::Date => {
                let first_of_january_is_year = matches!(
                    standard,
                    Standard::PartialDate {
                        first_of_january_is_year: true
                    }
                );
                let options = DateOptions {
                    first_of_january_is_year,
                    latest_year: u16::try_from(today.year()).unwrap_or(u16::MAX),
                    is_1904: false,
                };
                standard::dates(self, field, options).map(Values::Dates)
            }
            ColumnKind::Number => standard::numbers(self, field).map(Values::Numbers),
            ColumnKind::Set => Standardised {
                values: Values::Sets(SetColumn::from_sets(self.sets(field))),
                unread: 0,
            },
        })
    }

    /// Per record the numbers of its items, in the order of their first use.
    fn sets(&self, field: usize) -> Vec<Vec<u32>> {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut cell = String::new();
        let sets = (0..self.len() as u32).map(|record| {
            let items = standard::items(self.cell(field, record, &mut cell));
            let number = |item: String| {
                let next = numbers.len() as u32;
                *numbers.entry(item).or_insert(next)
            };
            items.map(number).collect()
        });
        sets.collect()
    }
}

impl<'p> RecordTable<'p> {
    fn read(number: usize, table: &'p LinkTable, plan: &LinkPlan) -> Result<Self, LinkingError> {
        let mut wanted: Vec<String> = Vec::new();
        let mut place_of = |name: &String| {
            let known = wanted.iter().position(|known| known == name);
            known.unwrap_or_else(|| {
                wanted.push(name.clone());
                wanted.len() - 1
            })
        };
        let id_column = table.id.as_ref().map(&mut place_of);
        let columns = plan.fields.iter().map(|field| match &field.recipe {
            FieldRecipe::Columns { of_tables, .. } => {
                of_tables[number].iter().map(&mut place_of).collect()
            }
            FieldRecipe::Derived { .. } => Vec::new(),
        });
        let columns: Vec<Vec<usize>> = columns.collect();
        let names: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let cells = cells::read(&table.file, &names)?;
        if u32::try_from(cells.rows).is_err() {
            return Err(LinkingError::TooManyRows {
                path: table.file.clone(),
                rows: cells.rows,
            });
        }
        let mut read = Self {
            table,
            order: (0..cells.rows as u32).collect(),
            cells,
            columns,
            id_column,
        };
        read.sort_by_id()?;
        Ok(read)
    }

    fn sort_by_id(&mut self) -> Result<(), LinkingError> {
        let Some(column) = self.id_column else {
            return Ok(());
        };
        let cells = &self.cells;
        let id = |row: u32| cells.get(column, row as usize);
        let (table, column) = (
            self.table.name.clone(),
            self.table.id.clone().unwrap_or_default(),
        );
        let blank = self.order.iter().filter(|row| id(**row).is_empty()).count();
        if blank > 0 {
            return Err(LinkingError::BlankId {
                table,
                column,
                blank,
            });
        }
        // Most ids differ in their first letters already, which then lie side by side.
        let first = |row: u32| {
            let mut first = [0; 16];
            let id = id(row).as_bytes();
            let len = id.len().min(first.len());
            first[..len].copy_from_slice(&id[..len]);
            u128::from_be_bytes(first)
        };
        let rows = self.order.par_iter();
        let mut keyed: Vec<(u128, u32)> = rows.map(|row| (first(*row), *row)).collect();
        keyed.par_sort_unstable_by(|a, b| {
            let by_first = a.0.cmp(&b.0);
            by_first.then_with(|| id(a.1).cmp(id(b.1)).then(a.1.cmp(&b.1)))
        });
        self.order = keyed.par_iter().map(|(_, row)| *row).collect();
        let twice: Vec<&str> = self
            .order
            .chunk_by(|a, b| id(*a) == id(*b))
            .filter(|run| run.len() > 1)
            .map(|run| id(run[0]))
            .collect();
        match twice.first() {
            None => Ok(()),
            Some(example) => Err(LinkingError::IdTwice {
                table,
                column,
                twice: twice.len(),
                example: mask(example),
            }),
        }
    }
}
