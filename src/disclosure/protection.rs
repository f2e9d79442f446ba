//! Hide, audit, hide more: one component until it is proven.

use super::auditor::{Auditor, Effort, Finding, Verdict};
use super::component::Component;
use super::options::DisclosureOptions;
use super::publication::CellState;
use super::secondary::{hide_for, hide_secondary};

/// What became of a component.
pub(super) struct Protected {
    pub(super) states: Vec<CellState>,
    pub(super) findings: Vec<Finding>,
    pub(super) audit_rounds: usize,
    pub(super) programs: usize,
}

/// Ends because every round but the last hides at least one more cell. Of a component that is too large for proofs, more is
/// hidden until interval arithmetic tells nothing.
pub(super) fn protect_component(
    component: &Component,
    options: DisclosureOptions,
    effort: Effort,
) -> Protected {
    let effort = effort.of(component);
    let mut states = component.primary_states(options);
    let mut auditor = Auditor::new(component, options, effort);
    let mut audit_rounds = 0;
    loop {
        hide_secondary(component, &mut states, options);
        let findings = auditor.audit(&states);
        audit_rounds += 1;
        let exposed: Vec<u32> = unproven(&findings).collect();
        let is_over = effort != Effort::Thorough || exposed.is_empty();
        if is_over || !hide_for(component, &exposed, &mut states, options) {
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
