//! Blocks of so many records that what they share tells nobody apart.
//!
//! Blocks grow with the population, and their pairs with its square. In a crowd a pair needs more in common to be worth a
//! comparison: among fifty namesakes of one year nothing but a further agreement says who is who.

use super::blocking_rule::{KeyPart, joined};
use crate::link::engine::columns::Columns;

/// What the records of a large block must share besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Crowd {
    /// A block of more records is one, whoever of them may be paired.
    pub above: u32,
    /// A record that lacks a part is compared with nobody of the crowd under this rule.
    pub key: Vec<KeyPart>,
}

impl Crowd {
    /// Whether there is something to share, of which a record has one.
    pub(super) fn is_sound(&self) -> bool {
        !self.key.is_empty() && !self.key.iter().any(|part| part.is_exploding())
    }

    /// The hash of a record's key within the block of this hash; `None` where it lacks a part.
    pub(super) fn key_within(&self, block: u64, columns: &Columns, record: u32) -> Option<u64> {
        let mut parts = self.key.iter();
        parts.try_fold(block, |key, part| {
            Some(joined(key, part.hash(columns, record)?))
        })
    }

    pub(super) fn agrees(&self, columns: &Columns, a: u32, b: u32) -> bool {
        self.key.iter().all(|part| part.agrees(columns, a, b))
    }
}
