//! Cells that share a reader's system: whatever is linked by relations, numbered from 0 within.

use std::collections::HashMap;

use super::bounds::{propagate, published_interval};
use super::interval::Interval;
use super::options::DisclosureOptions;
use super::primary::{is_protected, primary_state};
use super::publication::{CellState, Released};
use super::relations::{Incidence, RelationKind, Relations};
use super::tabulation::{Cell, CellId, CellRole, Tabulation};

/// A part of a tabulation that no relation links to the rest.
pub(super) struct Component<'t> {
    tabulation: &'t Tabulation,
    /// In the order of the tabulation, so that ties break alike however relations were added.
    pub(super) cells: Vec<CellId>,
    pub(super) relations: Relations,
    pub(super) incidence: Incidence,
    /// The same count in two releases.
    pub(super) twins: Vec<(u32, u32)>,
}

impl Component<'_> {
    /// The releases of which it has cells.
    pub(super) fn releases(&self) -> Vec<usize> {
        let mut releases: Vec<usize> = (0..self.len() as u32)
            .map(|cell| self.release_of(cell))
            .collect();
        releases.dedup();
        releases
    }

    pub(super) fn release_of(&self, local: u32) -> usize {
        self.tabulation.release_of(self.cells[local as usize])
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn cell(&self, local: usize) -> &Cell {
        self.tabulation.cell(self.cells[local])
    }

    pub(super) fn true_count(&self, local: usize) -> i64 {
        self.cell(local).true_count()
    }

    pub(super) fn primary_states(&self, options: DisclosureOptions) -> Vec<CellState> {
        (0..self.len())
            .map(|local| primary_state(self.cell(local), options))
            .collect()
    }

    pub(super) fn is_protected(
        &self,
        local: usize,
        state: CellState,
        options: DisclosureOptions,
    ) -> bool {
        is_protected(self.cell(local), state, options)
    }

    /// What a reader knows by propagation.
    pub(super) fn bounds(&self, states: &[CellState], options: DisclosureOptions) -> Vec<Interval> {
        let mut intervals: Vec<Interval> = states
            .iter()
            .enumerate()
            .map(|(local, &state)| published_interval(self.cell(local), state, options))
            .collect();
        propagate(&self.relations, &self.incidence, &mut intervals);
        intervals
    }
}

/// Splits a checked tabulation. Cells in no relation belong to no component: nothing is known of them but
/// what is published.
pub(super) fn split_components(
    tabulation: &Tabulation,
    options: DisclosureOptions,
) -> Vec<Component<'_>> {
    let relations = linking_relations(tabulation, options);
    let mut roots = Roots::new(tabulation.cells.len());
    for relation in 0..relations.len() {
        for &part in relations.parts(relation) {
            roots.join(relations.whole(relation), part);
        }
    }
    let mut by_root: Vec<(u32, u32)> = (0..relations.len())
        .map(|relation| (roots.find(relations.whole(relation)), relation as u32))
        .collect();
    by_root.sort_unstable();
    let mut local_of = vec![u32::MAX; tabulation.cells.len()];
    let mut components: Vec<Component<'_>> = by_root
        .chunk_by(|a, b| a.0 == b.0)
        .map(|members| renumber(tabulation, &relations, members, &mut local_of))
        .collect();
    let mut of_root: HashMap<u32, usize> = HashMap::new();
    for (at, component) in components.iter().enumerate() {
        // A component has a relation, and so a cell.
        of_root.insert(roots.find(component.cells[0].0), at);
    }
    for (now, before) in &tabulation.twins {
        let (a, b) = (roots.find(now.0), roots.find(before.0));
        if let Some(&at) = of_root.get(&a).filter(|_| a == b) {
            let twins = (local_of[now.index()], local_of[before.index()]);
            components[at].twins.push(twins);
        }
    }
    components
}

/// The relations less the parts that everybody knows to be zero: they link nothing.
fn linking_relations(tabulation: &Tabulation, options: DisclosureOptions) -> Relations {
    let known_zero: Vec<bool> = tabulation
        .cells
        .iter()
        .map(|cell| is_known_zero(cell, options))
        .collect();
    let mut linking = Relations::default();
    for relation in 0..tabulation.relations.len() {
        let kind = tabulation.relations.kind(relation);
        let parts: Vec<u32> = tabulation
            .relations
            .parts(relation)
            .iter()
            .copied()
            .filter(|&part| !known_zero[part as usize])
            .collect();
        if kind == RelationKind::Sum || !parts.is_empty() {
            linking.push(kind, tabulation.relations.whole(relation), parts);
        }
    }
    linking
}

fn is_known_zero(cell: &Cell, options: DisclosureOptions) -> bool {
    match cell.role {
        CellRole::Earlier { released, .. } => {
            matches!(released, Released::Zero | Released::Exact(0))
        }
        _ => primary_state(cell, options) == CellState::Zero,
    }
}

fn renumber<'t>(
    tabulation: &'t Tabulation,
    relations: &Relations,
    members: &[(u32, u32)],
    local_of: &mut [u32],
) -> Component<'t> {
    let mut cells: Vec<u32> = members
        .iter()
        .flat_map(|&(_, relation)| relations.terms(relation as usize))
        .copied()
        .collect();
    cells.sort_unstable();
    cells.dedup();
    for (local, &cell) in cells.iter().enumerate() {
        local_of[cell as usize] = local as u32;
    }
    let mut local = Relations::default();
    for &(_, relation) in members {
        let relation = relation as usize;
        let parts = relations.parts(relation);
        local.push(
            relations.kind(relation),
            local_of[relations.whole(relation) as usize],
            parts.iter().map(|&part| local_of[part as usize]),
        );
    }
    Component {
        tabulation,
        incidence: Incidence::of(&local, cells.len()),
        relations: local,
        twins: Vec::new(),
        cells: cells.into_iter().map(CellId).collect(),
    }
}

/// Union-find: the smallest cell of a set is its root.
struct Roots(Vec<u32>);

impl Roots {
    fn new(cells: usize) -> Self {
        Self((0..cells as u32).collect())
    }

    fn find(&mut self, cell: u32) -> u32 {
        let mut at = cell;
        while self.0[at as usize] != at {
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}
