//! Hiding more, so that what is hidden cannot be worked out from what is shown.

use super::component::Component;
use super::derivation::Derivation;
use super::options::DisclosureOptions;
use super::publication::CellState;

/// Hides shown cells until propagation leaves every protected cell wider than the threshold, or nothing
/// that bounds it is left to hide.
///
/// Rounding already protects cells of wide sums, so that fewer are hidden than by "never one alone in a row".
/// Example, threshold 7, base 5: 3 + 40 = 43 shown as hidden + 40 = 45 leaves the 3 in 1..=9, and no more is
/// hidden; 1 + 50 = 51 shown as hidden + 50 = 50 leaves the 1 in 1..=4, and the 50 is hidden as well.
pub(super) fn hide_secondary(
    component: &Component,
    states: &mut [CellState],
    options: DisclosureOptions,
) {
    let mut hiding = Hiding::new(component, options);
    while hiding.pass(states) {}
}

/// Hides more for cells that propagation left wide and the auditor did not prove safe: near each cell first,
/// in the end everything that it is linked to. False when nothing is left to hide for any of them.
pub(super) fn hide_for(
    component: &Component,
    exposed: &[u32],
    states: &mut [CellState],
    options: DisclosureOptions,
) -> bool {
    let bounds = component.bounds(states, options);
    let mut derivation = Derivation::new(component, &bounds);
    let mut hiding = Hiding::new(component, options);
    hiding.relax_all(exposed, states, |hiding, cell, states| {
        hiding.choose_near(cell, &mut derivation, states)
    })
}

/// Where a cell is to be hidden next.
struct Choice {
    relation: u32,
    count: i64,
}

struct Hiding<'c> {
    component: &'c Component<'c>,
    options: DisclosureOptions,
    /// Cells whose bounds nothing that is shown contributes to any more.
    is_stuck: Vec<bool>,
}

impl<'c> Hiding<'c> {
    fn new(component: &'c Component<'c>, options: DisclosureOptions) -> Self {
        Self {
            component,
            options,
            is_stuck: vec![false; component.len()],
        }
    }

    fn pass(&mut self, states: &mut [CellState]) -> bool {
        let bounds = self.component.bounds(states, self.options);
        let exposed: Vec<u32> = (0..self.component.len())
            .filter(|&cell| {
                bounds[cell].width() <= self.options.threshold_count()
                    && !self.is_stuck[cell]
                    && self
                        .component
                        .is_protected(cell, states[cell], self.options)
            })
            .map(|cell| cell as u32)
            .collect();
        let mut derivation = Derivation::new(self.component, &bounds);
        self.relax_all(&exposed, states, |hiding, cell, states| {
            derivation.nearest(cell, |relations| hiding.smallest_of(relations, states))
        })
    }

    /// Relaxes for one exposed cell after another. A relation already relaxed for another waits for the next
    /// pass: what one hidden cell brings is seen before the next is hidden.
    fn relax_all(
        &mut self,
        exposed: &[u32],
        states: &mut [CellState],
        mut choose: impl FnMut(&Self, u32, &[CellState]) -> Option<Choice>,
    ) -> bool {
        let mut was_relaxed = vec![false; self.component.relations.len()];
        let mut any_hidden = false;
        for &cell in exposed {
            match choose(self, cell, states) {
                Some(choice) if was_relaxed[choice.relation as usize] => {}
                Some(choice) => {
                    self.hide(&choice, states, &mut was_relaxed);
                    any_hidden = true;
                }
                None => self.is_stuck[cell as usize] = true,
            }
        }
        any_hidden
    }

    /// The relation of the cell that says most of it and still shows something; else breadth first.
    fn choose_near(
        &self,
        cell: u32,
        derivation: &mut Derivation,
        states: &[CellState],
    ) -> Option<Choice> {
        let of_cell = self.component.incidence.of_cell(cell as usize);
        let mut by_width: Vec<(i64, u32)> = of_cell
            .iter()
            .map(|&relation| (derivation.implied(relation, cell).width(), relation))
            .collect();
        by_width.sort_unstable();
        by_width
            .iter()
            .find_map(|&(_, relation)| self.smallest_of(&[relation], states))
            .or_else(|| self.choose_beyond(cell, states))
    }

    fn choose_beyond(&self, cell: u32, states: &[CellState]) -> Option<Choice> {
        let mut seen_relations = vec![false; self.component.relations.len()];
        let mut seen_cells = vec![false; self.component.len()];
        seen_cells[cell as usize] = true;
        let mut frontier = vec![cell];
        while !frontier.is_empty() {
            let reached = self.relations_of(&frontier, &mut seen_relations);
            let nearest = self.smallest_of(&reached, states);
            if nearest.is_some() {
                return nearest;
            }
            frontier = self.cells_of(&reached, &mut seen_cells);
        }
        None
    }

    fn relations_of(&self, cells: &[u32], seen: &mut [bool]) -> Vec<u32> {
        let mut reached = Vec::new();
        for &cell in cells {
            for &relation in self.component.incidence.of_cell(cell as usize) {
                if !std::mem::replace(&mut seen[relation as usize], true) {
                    reached.push(relation);
                }
            }
        }
        reached
    }

    fn cells_of(&self, relations: &[u32], seen: &mut [bool]) -> Vec<u32> {
        let mut reached = Vec::new();
        for &relation in relations {
            for &cell in self.component.relations.terms(relation as usize) {
                if !std::mem::replace(&mut seen[cell as usize], true) {
                    reached.push(cell);
                }
            }
        }
        reached
    }

    fn smallest_of(&self, relations: &[u32], states: &[CellState]) -> Option<Choice> {
        relations
            .iter()
            .filter_map(|&relation| Some((self.smallest_shown(relation, states)?, relation)))
            .min_by_key(|&(count, relation)| (count, self.first_shown(relation, count, states)))
            .map(|(count, relation)| Choice { relation, count })
    }

    /// The smallest part that is still shown, else the whole: a whole as small as its part has no others.
    fn smallest_shown(&self, relation: u32, states: &[CellState]) -> Option<i64> {
        let relations = &self.component.relations;
        let shown = |cell: &u32| states[*cell as usize] == CellState::Rounded;
        let count = |cell: u32| self.component.true_count(cell as usize);
        let parts = relations.parts(relation as usize);
        let whole = relations.whole(relation as usize);
        let smallest = parts.iter().copied().filter(shown).map(count).min();
        smallest.or_else(|| Some(whole).filter(shown).map(count))
    }

    /// Ties between relations break by cell, so that the order in which relations were added is nothing.
    fn first_shown(&self, relation: u32, count: i64, states: &[CellState]) -> Option<u32> {
        let terms = self.component.relations.terms(relation as usize).iter();
        terms
            .copied()
            .filter(|&cell| self.is_choice(cell, count, states))
            .min()
    }

    fn is_choice(&self, cell: u32, count: i64, states: &[CellState]) -> bool {
        states[cell as usize] == CellState::Rounded
            && self.component.true_count(cell as usize) == count
    }

    /// Tied parts go together, or which of them is hidden would tell in what order they were looked at.
    fn hide(&self, choice: &Choice, states: &mut [CellState], was_relaxed: &mut [bool]) {
        let relations = &self.component.relations;
        let relation = choice.relation as usize;
        let parts = relations.parts(relation);
        let mut hidden: Vec<u32> = parts
            .iter()
            .copied()
            .filter(|&part| self.is_choice(part, choice.count, states))
            .collect();
        if hidden.is_empty() {
            hidden.push(relations.whole(relation));
        }
        for cell in hidden {
            states[cell as usize] = CellState::Secondary;
            for &touched in self.component.incidence.of_cell(cell as usize) {
                was_relaxed[touched as usize] = true;
            }
        }
    }
}
