//! Which cells of a rejected row are at fault, why, and what to do: in the words of the rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Field;
use crate::run::findings_table::BlockFindings;
use crate::run::quarantine_table::{Quarantined, say};
use crate::run::row_layout::RowLayout;
use crate::validate::{Lang, RuleId, Severity, reject_reason};

/// What is wrong with one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    pub reasons: Vec<String>,
    pub fixes: Vec<String>,
    /// Columns of the table to mark.
    pub columns: BTreeSet<usize>,
}

/// What rules noticed about the quarantined rows of a block, by row.
pub struct RowFindings {
    by_row: BTreeMap<u32, Vec<(RuleId, Option<Field>)>>,
}

impl RowFindings {
    /// Findings that are more than a hint.
    pub fn new(quarantined: &Quarantined, block: &BlockFindings<'_>) -> Self {
        let mut by_row: BTreeMap<u32, Vec<(RuleId, Option<Field>)>> = BTreeMap::new();
        let findings = block.findings;
        for at in 0..findings.len() {
            let (row, rule) = (findings.row[at], findings.rule[at]);
            let is_ours = quarantined.row.binary_search(&row).is_ok();
            if is_ours && block.severity(rule) >= Severity::Warning {
                let found = by_row.entry(row).or_default();
                found.push((rule, findings.field[at]));
            }
        }
        Self { by_row }
    }

    /// What is wrong with row `at` of the quarantined ones. `is_blank` tells of a column whether its cell is;
    /// of each group of `required` one field must have a value.
    pub fn faults(
        &self,
        quarantined: &Quarantined,
        at: usize,
        layout: &RowLayout,
        required: &[Vec<Field>],
        is_blank: impl Fn(usize) -> bool,
    ) -> Faults {
        let reasons = quarantined.reasons[at];
        let found = self.by_row.get(&quarantined.row[at]);
        let found = found.map_or(&[][..], Vec::as_slice);
        let (titles, fixes) = say(reasons, Lang::Vi);
        let mut faults = Faults {
            reasons: titles.into_iter().map(str::to_owned).collect(),
            fixes: fixes.into_iter().map(str::to_owned).collect(),
            columns: BTreeSet::new(),
        };
        let names = layout.names();
        for (rule, field) in found {
            let columns = field.map_or_else(Vec::new, |field| layout.columns_of(field));
            faults.columns.extend(&columns);
            if reasons.contains(*rule) {
                continue;
            }
            let said = reject_reason(*rule, Lang::Vi);
            let title = match columns.first() {
                Some(column) => format!("{}: {}", names[*column], said.reason),
                None => said.reason.to_owned(),
            };
            push_new(&mut faults.reasons, title);
            push_new(&mut faults.fixes, said.fix.to_owned());
        }
        let is_found = |field: Field| found.iter().any(|(_, of)| *of == Some(field));
        for group in required {
            let lacks = |field: &Field| {
                is_found(*field) || layout.columns_of(*field).into_iter().all(&is_blank)
            };
            if group.iter().all(lacks) {
                let columns = group.iter().flat_map(|field| layout.columns_of(*field));
                faults.columns.extend(columns);
            }
        }
        faults
    }
}

fn push_new(texts: &mut Vec<String>, text: String) {
    if !texts.contains(&text) {
        texts.push(text);
    }
}
