//! The fields of a model by name, for those who refer to them.

use crate::config::document::Reported;
use crate::config::item::Item;
use crate::config::suggest::did_you_mean;
use crate::link::engine::{ColumnId, ColumnKind};

/// The fields read so far, in the order of the engine's columns.
#[derive(Default)]
pub struct KnownFields {
    /// A field with a mistake has no kind.
    fields: Vec<(String, Result<ColumnKind, Reported>)>,
    /// The fields could not be read at all.
    missing: Option<Reported>,
}

impl KnownFields {
    pub fn missing(reported: Reported) -> Self {
        Self {
            fields: Vec::new(),
            missing: Some(reported),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub fn push(&mut self, name: &str, kind: Result<ColumnKind, Reported>) {
        self.fields.push((name.to_owned(), kind));
    }

    /// The field that `item` names, of one of these kinds; of any where there are none.
    pub fn of_kind(&self, item: &Item<'_>, kinds: &[ColumnKind]) -> Result<ColumnId, Reported> {
        self.find(item, item.filled_text()?, kinds)
    }

    /// The field `name` that `item` speaks of, of one of these kinds; of any where there are none.
    pub fn find(
        &self,
        item: &Item<'_>,
        name: &str,
        kinds: &[ColumnKind],
    ) -> Result<ColumnId, Reported> {
        let (number, kind) = self.position(item, name)?;
        if kinds.is_empty() || kinds.contains(&kind) {
            return Ok(ColumnId::from_position(number));
        }
        let needed: Vec<&str> = kinds.iter().map(|kind| kind.called()).collect();
        let title = format!("`{name}` is {}", kind.called());
        let label = format!("{} is needed here", needed.join(" or "));
        Err(item.mistake(title).label(label).report())
    }

    /// The place and the kind of a field.
    pub fn position(&self, item: &Item<'_>, name: &str) -> Result<(u16, ColumnKind), Reported> {
        let found = (0_u16..)
            .zip(&self.fields)
            .find(|(_, field)| field.0 == name);
        match (found, self.missing) {
            (Some((number, (_, kind))), _) => Ok((number, (*kind)?)),
            (None, Some(reported)) => Err(reported),
            (None, None) => {
                let names: Vec<&str> = self.fields.iter().map(|field| field.0.as_str()).collect();
                let mistake = item.mistake(format!("there is no field `{name}`"));
                let mistake = mistake.label("unknown field");
                Err(mistake.help(did_you_mean(name, &names)).report())
            }
        }
    }
}
