//! Records that are likely to be compared, brought close to each other.

use super::blocking_rule::BlockingRule;
use crate::link::engine::columns::Columns;

/// Arranges records by the first of `rules` that joins several fields and of which they have the key: most pairs that
/// are compared under any rule agree in it. Which rule that is changes how fast pairs are read, and nothing else.
#[must_use]
pub fn arranged(columns: Columns, rules: &[BlockingRule]) -> Columns {
    let has_one_key = |rule: &&BlockingRule| !rule.is_exploding();
    let (several, alone): (Vec<&BlockingRule>, Vec<&BlockingRule>) = rules
        .iter()
        .filter(has_one_key)
        .partition(|rule| rule.key.len() > 1);
    let order: Vec<&BlockingRule> = several.into_iter().chain(alone).collect();
    columns.arranged(|columns, record| {
        order
            .iter()
            .find_map(|rule| rule.single_key(columns, record))
    })
}
