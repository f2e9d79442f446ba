//! Hide, audit, hide more: one component until it is proven.

use super::auditor::{Auditor, Finding, Verdict};
use super::component::Component;
use super::options::DisclosureOptions;
use super::publication::CellState;
use super::secondary::{hide_for, hide_secondary};

/// So many rounds are spent on hiding more before it is asked whether that can help.
const ROUNDS_BEFORE_DOUBT: usize = 4;

/// What is not safe after so many rounds is not published: each round takes as long as proving everything.
const ROUNDS_MAX: usize = 64;

/// What became of a component.
pub(super) struct Protected {
    pub(super) states: Vec<CellState>,
    pub(super) findings: Vec<Finding>,
    pub(super) audit_rounds: usize,
    pub(super) programs: usize,
}

impl Protected {
    /// What becomes of a component that nobody looks at.
    pub(super) fn withheld(component: &Component, options: DisclosureOptions) -> Self {
        let mut states = component.primary_states(options);
        withhold(&mut states);
        Self {
            states,
            findings: Vec::new(),
            audit_rounds: 0,
            programs: 0,
        }
    }

    pub(super) fn is_proven(&self) -> bool {
        unproven(&self.findings).next().is_none()
    }
}

/// Ends because every round but the last hides at least one more cell, and there are no more than [`ROUNDS_MAX`].
pub(super) fn protect_component(component: &Component, options: DisclosureOptions) -> Protected {
    let mut states = component.primary_states(options);
    let mut auditor = Auditor::new(component, options);
    let mut audit_rounds = 0;
    loop {
        hide_secondary(component, &mut states, options);
        let findings = auditor.audit(&states);
        audit_rounds += 1;
        let exposed: Vec<u32> = unproven(&findings).collect();
        let is_over = exposed.is_empty();
        let is_hopeless = !is_over
            && audit_rounds >= ROUNDS_BEFORE_DOUBT
            && audit_rounds.is_power_of_two()
            && is_hopeless(component, &exposed, &states, options);
        let is_hopeless = is_hopeless || audit_rounds == ROUNDS_MAX;
        if is_over || is_hopeless || !hide_for(component, &exposed, &mut states, options) {
            if !is_over {
                withhold(&mut states);
            }
            return Protected {
                states,
                findings,
                audit_rounds,
                programs: auditor.programs,
            };
        }
    }
}

/// Hides more until interval arithmetic tells nothing; finds what it tells still.
pub(super) fn hide_by_bounds(component: &Component, options: DisclosureOptions) -> Protected {
    let mut states = component.primary_states(options);
    hide_secondary(component, &mut states, options);
    Protected {
        findings: Auditor::new(component, options).told_by_bounds(&states),
        states,
        audit_rounds: 0,
        programs: 0,
    }
}

/// Whether one of `cells` cannot be proven safe even when nothing is shown but zeros, and what was before.
fn is_hopeless(
    component: &Component,
    cells: &[u32],
    states: &[CellState],
    options: DisclosureOptions,
) -> bool {
    let hidden = |state: &CellState| match state {
        CellState::Rounded => CellState::Secondary,
        other => *other,
    };
    let hidden: Vec<CellState> = states.iter().map(hidden).collect();
    let findings = Auditor::new(component, options).audit_of(cells, &hidden);
    unproven(&findings).next().is_some()
}

fn unproven(findings: &[Finding]) -> impl Iterator<Item = u32> {
    findings
        .iter()
        .filter(|finding| finding.verdict != Verdict::Safe)
        .map(|finding| finding.cell)
}

/// Zeros as well: of a component that cannot be proven nothing is published.
fn withhold(states: &mut [CellState]) {
    for state in states {
        if !matches!(state, CellState::Latent | CellState::Earlier) {
            *state = CellState::Withheld;
        }
    }
}
