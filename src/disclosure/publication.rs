//! What is published of each cell, and why.

use super::error::DisclosureError;
use super::options::DisclosureOptions;
use super::rounding::round_count;
use super::tabulation::{CellId, CellRole, Tabulation};

/// All that a reader sees of a published cell. One form for whatever is hidden: telling primary from
/// secondary would tell that the count is from 1 to the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Released {
    /// A true zero.
    Zero,
    /// The nearest multiple of the rounding base.
    Rounded(u64),
    /// Hidden.
    Suppressed,
    /// Published to the unit by somebody else, a census for one. Never made here.
    Exact(u64),
}

/// What was decided of a cell, for the internal tier only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// A zero that is shown.
    Zero,
    /// Shown, rounded.
    Rounded,
    /// Hidden for its own sake: small, or demanded.
    Primary,
    /// Hidden to protect another.
    Secondary,
    /// Hidden with its whole component, in which something could not be protected.
    Withheld,
    /// Never published.
    Latent,
    /// Published before.
    Earlier,
}

impl CellState {
    pub(super) fn is_hidden(self) -> bool {
        matches!(self, Self::Primary | Self::Secondary | Self::Withheld)
    }
}

/// A decision for every cell of a tabulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub(super) options: DisclosureOptions,
    pub(super) states: Vec<CellState>,
    released: Vec<Option<Released>>,
}

impl Publication {
    pub(super) fn of(
        tabulation: &Tabulation,
        options: DisclosureOptions,
        states: Vec<CellState>,
    ) -> Self {
        let released = tabulation
            .cells
            .iter()
            .zip(&states)
            .map(|(cell, state)| match (state, cell.role) {
                (CellState::Zero, _) => Some(Released::Zero),
                (CellState::Rounded, _) => {
                    Some(Released::Rounded(round_count(cell.count, options)))
                }
                (CellState::Primary | CellState::Secondary | CellState::Withheld, _) => {
                    Some(Released::Suppressed)
                }
                (_, CellRole::Earlier { released, .. }) => Some(released),
                (CellState::Latent | CellState::Earlier, _) => None,
            })
            .collect();
        Self {
            options,
            states,
            released,
        }
    }

    /// What a reader sees; `None` for latent cells and for cells of another tabulation.
    #[must_use]
    pub fn released(&self, cell: CellId) -> Option<Released> {
        self.released.get(cell.index()).copied().flatten()
    }

    /// What was decided; `None` for cells of another tabulation. Internal tier only.
    #[must_use]
    pub fn state(&self, cell: CellId) -> Option<CellState> {
        self.states.get(cell.index()).copied()
    }

    /// The options it was made under, to be kept beside it for the publications after.
    #[must_use]
    pub fn options(&self) -> DisclosureOptions {
        self.options
    }

    /// A publication as it was published: the form of each shown cell, in the order of the cells.
    ///
    /// # Errors
    /// Other cells than the tabulation has, or a form that is not of its count.
    pub fn as_published(
        tabulation: &Tabulation,
        options: DisclosureOptions,
        forms: &[Option<Released>],
    ) -> Result<Self, DisclosureError> {
        if forms.len() != tabulation.cells.len() {
            return Err(DisclosureError::OtherPublication {
                published: forms.len(),
                cells: tabulation.cells.len(),
            });
        }
        let mut states = Vec::with_capacity(forms.len());
        for (index, (cell, form)) in tabulation.cells.iter().zip(forms).enumerate() {
            let is_large = cell.count > u64::from(options.threshold());
            states.push(match (cell.role, form) {
                (CellRole::Latent, _) => CellState::Latent,
                (CellRole::Earlier { .. }, _) => CellState::Earlier,
                (CellRole::Shown, Some(Released::Suppressed)) => CellState::Secondary,
                (CellRole::Shown, Some(Released::Zero)) if cell.count == 0 => CellState::Zero,
                (CellRole::Shown, Some(Released::Rounded(shown)))
                    if is_large && *shown == round_count(cell.count, options) =>
                {
                    CellState::Rounded
                }
                (CellRole::Shown, _) => {
                    return Err(DisclosureError::FormMismatch { cell: index as u32 });
                }
            });
        }
        Ok(Self::of(tabulation, options, states))
    }

    pub(super) fn check(&self, tabulation: &Tabulation) -> Result<(), DisclosureError> {
        if self.states.len() == tabulation.cells.len() {
            return Ok(());
        }
        Err(DisclosureError::OtherPublication {
            published: self.states.len(),
            cells: tabulation.cells.len(),
        })
    }
}
