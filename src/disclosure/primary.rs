//! The small-number rule alone, and which cells nobody may come near.

use super::options::DisclosureOptions;
use super::publication::{CellState, Released};
use super::tabulation::{Cell, CellRole};

/// What the small-number rule says of a cell by itself.
///
/// Reference: OpenSAFELY, `docs/outputs/sdc.md`. Example, threshold 7: 0 → zero,
/// 7 → hidden, 8 → rounded.
pub(super) fn primary_state(cell: &Cell, options: DisclosureOptions) -> CellState {
    match cell.role {
        CellRole::Latent => CellState::Latent,
        CellRole::Earlier { .. } => CellState::Earlier,
        CellRole::Shown if cell.must_hide || is_small(cell, options) => CellState::Primary,
        CellRole::Shown if cell.count == 0 => CellState::Zero,
        CellRole::Shown => CellState::Rounded,
    }
}

/// Whether no reader may know the count to within the threshold: hidden now or before, or latent and small.
pub(super) fn is_protected(cell: &Cell, state: CellState, options: DisclosureOptions) -> bool {
    match cell.role {
        CellRole::Shown => state.is_hidden(),
        CellRole::Latent => cell.must_hide || is_small(cell, options),
        CellRole::Earlier { released, .. } => released == Released::Suppressed,
    }
}

fn is_small(cell: &Cell, options: DisclosureOptions) -> bool {
    (1..=u64::from(options.threshold())).contains(&cell.count)
}
