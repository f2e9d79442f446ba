//! What rules noticed.

use crate::domain::Field;
use crate::schema::text::TextColumn;

/// Position of a rule in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// Findings of one block of rows, in row order, column by column.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Row number in the source as a person sees it (relative to the block until the block's place is known).
    pub row: Vec<u32>,
    pub rule: Vec<RuleId>,
    pub field: Vec<Option<Field>>,
    /// The text of the source; empty where the finding is about the whole row.
    pub original: TextColumn,
    /// What the rule would write, where a repair is proposed but not applied.
    pub proposed: TextColumn,
}

impl Findings {
    #[must_use]
    pub fn len(&self) -> usize {
        self.row.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// Keeps the findings that are marked in `keep`.
    pub fn retain(&mut self, keep: &[bool]) {
        let mut marks = keep.iter();
        self.row.retain(|_| marks.next() == Some(&true));
        let mut marks = keep.iter();
        self.rule.retain(|_| marks.next() == Some(&true));
        let mut marks = keep.iter();
        self.field.retain(|_| marks.next() == Some(&true));
        self.original.retain(keep);
        self.proposed.retain(keep);
    }

    pub fn push(
        &mut self,
        row: u32,
        rule: RuleId,
        field: Option<Field>,
        original: &str,
        proposed: &str,
    ) {
        self.row.push(row);
        self.rule.push(rule);
        self.field.push(field);
        self.original.push(original);
        self.proposed.push(proposed);
    }
}
