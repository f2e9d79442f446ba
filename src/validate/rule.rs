//! What a rule is.

use crate::domain::{Field, Problem, Repair};

use super::finding::RuleId;
use super::lang::Lang;
use super::options::Severity;
use super::rules::case::Case;
use super::whole_file::FileCase;

/// What a rule does to what it notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The field is blank from here on; its original text stays in the finding.
    Blank,
    /// Nothing changes: the finding is a hint.
    Keep,
    /// The row cannot serve its kind.
    Quarantine,
}

/// What sets a rule off.
#[derive(Debug, Clone, Copy)]
pub enum Trigger {
    /// `standardise` repaired one of these fields in this way.
    Repair(&'static [Field], Repair),
    /// `standardise` left one of these fields blank for this reason.
    Problem(&'static [Field], Problem),
    /// Either of the two: what is blank unless something beside the value tells it.
    RepairOrProblem(&'static [Field], Repair, Problem),
    /// Any repair that no rule names.
    OtherRepair,
    /// Any problem that no rule names.
    OtherProblem,
    /// A check of the row, run only where all of `needs` have a value. The first is what its area (the letters of
    /// its code) is about; a check that needs none runs where another of its area could.
    Check {
        needs: &'static [Field],
        check: fn(&mut Case<'_, '_>),
    },
    /// A check of all accepted rows of a file, once it is read.
    WholeFile(fn(&mut FileCase<'_>)),
    /// None of the fields of a required group has a value.
    Required,
    /// The reader finds that the row does not fit its header, or its file.
    Layout,
    /// The night takes the row's cells from a workbook of corrections.
    Correction,
}

/// A number that a province may set in `rules.toml`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    pub name: &'static str,
    pub default: f64,
    /// Empty for a plain count.
    pub unit: &'static str,
}

impl Threshold {
    #[must_use]
    pub const fn new(name: &'static str, default: f64, unit: &'static str) -> Self {
        Self {
            name,
            default,
            unit,
        }
    }
}

/// One rule, with what it says to the health worker whose row it is.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Two letters for what it looks at, two digits; published, so never given to another rule.
    pub code: &'static str,
    /// The field it looks at; `None` where several fields share the rule (each finding names its own).
    pub field: Option<Field>,
    /// Unless `rules.toml` says otherwise.
    pub severity: Severity,
    pub effect: Effect,
    pub trigger: Trigger,
    pub title_vi: &'static str,
    pub title_en: &'static str,
    /// What the rule noticed, and why it matters.
    pub why_vi: &'static str,
    pub why_en: &'static str,
    /// What to do.
    pub fix_vi: &'static str,
    pub fix_en: &'static str,
    pub thresholds: &'static [Threshold],
}

impl Rule {
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.title_vi, self.title_en)
    }

    #[must_use]
    pub fn why(&self, lang: Lang) -> &'static str {
        lang.pick(self.why_vi, self.why_en)
    }

    #[must_use]
    pub fn fix(&self, lang: Lang) -> &'static str {
        lang.pick(self.fix_vi, self.fix_en)
    }
}

/// A set of rules, as bits by position in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct RuleSet([u128; 2]);

impl RuleSet {
    /// Rules that a set has room for; the registry is checked against it when it is compiled.
    pub const CAPACITY: usize = 256;

    /// The set of one rule.
    #[must_use]
    pub fn of(rule: RuleId) -> Self {
        let mut set = Self::default();
        set.insert(rule);
        set
    }

    pub fn insert(&mut self, rule: RuleId) {
        let at = usize::from(rule.0);
        self.0[at / 128] |= 1 << (at % 128);
    }

    #[must_use]
    pub fn contains(self, rule: RuleId) -> bool {
        let at = usize::from(rule.0);
        at < Self::CAPACITY && self.0[at / 128] >> (at % 128) & 1 == 1
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// In the order of the registry.
    pub fn iter(self) -> impl Iterator<Item = RuleId> {
        (0..Self::CAPACITY as u16)
            .map(RuleId)
            .filter(move |rule| self.contains(*rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_gives_its_rules_back_in_order() {
        let mut set = RuleSet::default();
        assert!(set.is_empty());
        for rule in [255, 127, 0, 128, 5, 5] {
            set.insert(RuleId(rule));
        }
        assert_eq!(
            set.iter().map(|r| r.0).collect::<Vec<_>>(),
            [0, 5, 127, 128, 255]
        );
        assert!(!set.contains(RuleId(129)) && !set.contains(RuleId(256)));
    }
}
