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

    /// Puts `later` findings of the same rows among these, behind what was found in each row before. Both are in row
    /// order.
    pub fn merge(&mut self, later: &Self) {
        if later.is_empty() {
            return;
        }
        let earlier = std::mem::take(self);
        let mut next = 0;
        for at in 0..later.len() {
            while next < earlier.len() && earlier.row[next] <= later.row[at] {
                self.push_from(&earlier, next);
                next += 1;
            }
            self.push_from(later, at);
        }
        (next..earlier.len()).for_each(|at| self.push_from(&earlier, at));
    }

    fn push_from(&mut self, other: &Self, at: usize) {
        self.push(
            other.row[at],
            other.rule[at],
            other.field[at],
            other.original.get(at),
            other.proposed.get(at),
        );
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_findings_stand_behind_those_of_their_row() {
        let findings = |rows: &[(u32, u16)]| {
            let mut findings = Findings::default();
            for (row, rule) in rows {
                findings.push(*row, RuleId(*rule), None, "", "");
            }
            findings
        };
        let mut merged = findings(&[(1, 0), (3, 1), (3, 2), (9, 3)]);
        merged.merge(&findings(&[(2, 10), (3, 11), (12, 12)]));
        assert_eq!(merged.row, [1, 2, 3, 3, 3, 9, 12]);
        assert_eq!(
            merged.rule.iter().map(|rule| rule.0).collect::<Vec<_>>(),
            [0, 10, 1, 2, 11, 3, 12]
        );
        merged.merge(&Findings::default());
        assert_eq!(merged.len(), 7);
    }
}
