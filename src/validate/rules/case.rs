//! A row while rules look at it.

use crate::domain::{Field, PartialDate, Problem, Record};
use crate::validate::fields::{self, FieldSet};
use crate::validate::finding::{Findings, RuleId};

/// One row, the rule that has its turn, and the findings so far.
#[derive(Debug)]
pub struct Case<'c, 'a> {
    pub record: &'c mut Record<'a>,
    /// The last day on which a birth or an exam can have happened.
    pub latest_day: PartialDate,
    row: u32,
    rule: RuleId,
    thresholds: &'c [f64],
    given: FieldSet,
    findings: &'c mut Findings,
    findings_before: usize,
}

impl<'c, 'a> Case<'c, 'a> {
    pub(in crate::validate) fn new(
        record: &'c mut Record<'a>,
        row: u32,
        given: FieldSet,
        latest_day: PartialDate,
        findings: &'c mut Findings,
    ) -> Self {
        Self {
            record,
            latest_day,
            row,
            rule: RuleId(0),
            thresholds: &[],
            given,
            findings_before: findings.len(),
            findings,
        }
    }

    /// Gives the turn to a rule.
    pub(in crate::validate) fn turn_to(&mut self, rule: RuleId, thresholds: &'c [f64]) {
        self.rule = rule;
        self.thresholds = thresholds;
    }

    /// Fields that still have a value.
    pub(in crate::validate) fn given(&self) -> FieldSet {
        self.given
    }

    pub(in crate::validate) fn findings_count(&self) -> u16 {
        u16::try_from(self.findings.len() - self.findings_before).unwrap_or(u16::MAX)
    }

    /// The thresholds of the rule, in the order in which it lists them.
    ///
    /// # Panics
    /// When a rule asks for more than it lists.
    pub(super) fn thresholds<const N: usize>(&self) -> [f64; N] {
        std::array::from_fn(|index| self.thresholds[index])
    }

    /// Notes a finding about a field, with its original text and what the rule would write instead.
    pub(in crate::validate) fn report(&mut self, field: Field, proposed: &str) {
        let original = fields::original(self.record, field);
        self.findings
            .push(self.row, self.rule, Some(field), original, proposed);
    }

    /// Notes a finding about the row, or about a field that has no text.
    pub(in crate::validate) fn report_row(&mut self, field: Option<Field>) {
        self.findings.push(self.row, self.rule, field, "", "");
    }

    /// Notes a finding and takes the field's value away.
    pub(super) fn blank(&mut self, field: Field, problem: Problem, proposed: &str) {
        self.report(field, proposed);
        fields::blank(self.record, field, problem);
        self.given.remove(field);
    }
}
