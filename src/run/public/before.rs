//! What releases before tonight's made known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cells::ReleaseCell;
use super::tabulating::{KnownThen, Tabulated, Whole};

/// The releases before one, the oldest first.
#[derive(Default)]
pub struct Before<'c> {
    releases: Vec<Whole<'c>>,
    /// Those of tonight in their order, then those that are not any more.
    codes: Vec<Arc<str>>,
    /// The indicators that are looked at, by their code the position of that: those of which anything grows, whether or not
    /// it becomes public tonight.
    owners: BTreeMap<Arc<str>, usize>,
}

impl<'c> Before<'c> {
    pub fn new(generations: &'c [Vec<ReleaseCell>], tonight: &Whole<'_>) -> Self {
        let releases = generations.iter().map(|cells| Whole::new(cells));
        let releases: Vec<Whole<'c>> = releases.collect();
        let tonight = tonight.indicators.iter();
        let mut codes: Vec<Arc<str>> = tonight.map(|of| Arc::clone(&of.code)).collect();
        let mut owners = BTreeMap::new();
        for code in releases.iter().flat_map(Whole::growing) {
            let position = codes.iter().position(|of| of == code);
            let position = position.unwrap_or_else(|| {
                codes.push(Arc::clone(code));
                codes.len() - 1
            });
            owners.insert(Arc::clone(code), position);
        }
        Self {
            releases,
            codes,
            owners,
        }
    }

    /// The codes of the indicators that are looked at.
    pub fn looked_at(&self) -> Vec<Arc<str>> {
        self.owners.keys().cloned().collect()
    }

    /// The code of the indicator that a cell is told to be of.
    pub fn code(&self, owner: usize) -> &Arc<str> {
        &self.codes[owner]
    }

    pub fn leave_out(&mut self, indicators: &BTreeSet<Arc<str>>) {
        self.owners.retain(|code, _| !indicators.contains(code));
    }

    /// Each as a release of its own behind tonight's.
    pub(super) fn add_to(&self, tabulated: &mut Tabulated, known: &mut KnownThen) {
        for earlier in &self.releases {
            tabulated.tabulation.begin_release();
            earlier.add_earlier(tabulated, &self.owners, known);
        }
    }

    /// What they alone tell of the indicators that are looked at, or of `one` of them.
    pub fn tabulate(&self, one: Option<&Arc<str>>) -> Tabulated {
        let mut owners = self.owners.clone();
        owners.retain(|code, _| one.is_none_or(|one| code == one));
        let mut tabulated = Tabulated::default();
        let mut known = KnownThen::new();
        for (at, earlier) in self.releases.iter().enumerate() {
            if at > 0 {
                tabulated.tabulation.begin_release();
            }
            earlier.add_earlier(&mut tabulated, &owners, &mut known);
        }
        tabulated.add_twins();
        tabulated
    }
}
