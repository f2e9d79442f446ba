//! Which relations a bound was worked out from: where hiding more would loosen it.

use std::collections::HashSet;

use super::bounds::Implied;
use super::component::Component;
use super::interval::Interval;

/// One side of what is known of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum End {
    Low(u32),
    High(u32),
}

impl End {
    fn cell(self) -> u32 {
        match self {
            Self::Low(cell) | Self::High(cell) => cell,
        }
    }

    fn same_of(self, cell: u32) -> Self {
        match self {
            Self::Low(_) => Self::Low(cell),
            Self::High(_) => Self::High(cell),
        }
    }

    fn opposite_of(self, cell: u32) -> Self {
        match self {
            Self::Low(_) => Self::High(cell),
            Self::High(_) => Self::Low(cell),
        }
    }
}

/// Bounds at a fixpoint of propagation, and what each relation says, worked out when first asked: wide sums
/// are asked for by thousands of cells.
pub(super) struct Derivation<'d> {
    component: &'d Component<'d>,
    bounds: &'d [Interval],
    implied: Vec<Option<Implied>>,
}

impl<'d> Derivation<'d> {
    pub(super) fn new(component: &'d Component<'d>, bounds: &'d [Interval]) -> Self {
        Self {
            component,
            bounds,
            implied: (0..component.relations.len()).map(|_| None).collect(),
        }
    }

    /// What a relation says of one of its cells.
    pub(super) fn implied(&mut self, relation: u32, cell: u32) -> Interval {
        let (relations, bounds) = (&self.component.relations, self.bounds);
        let relation = relation as usize;
        let is_whole = relations.whole(relation) == cell;
        self.implied[relation]
            .get_or_insert_with(|| Implied::by(relations, relation, bounds))
            .of_term(is_whole, bounds[cell as usize])
    }

    /// The nearest relations behind the bounds of `cell`, breadth first, to which `pick` says something.
    pub(super) fn nearest<T>(
        &mut self,
        cell: u32,
        mut pick: impl FnMut(&[u32]) -> Option<T>,
    ) -> Option<T> {
        let mut frontier = vec![End::Low(cell), End::High(cell)];
        let mut seen: HashSet<End> = frontier.iter().copied().collect();
        while !frontier.is_empty() {
            let mut reached = Vec::new();
            for &end in &frontier {
                let attaining = self.attaining(end);
                reached.extend(attaining.into_iter().map(|relation| (relation, end)));
            }
            let relations: Vec<u32> = reached.iter().map(|&(relation, _)| relation).collect();
            let picked = pick(&relations);
            if picked.is_some() {
                return picked;
            }
            frontier.clear();
            for (relation, end) in reached {
                let sources = self.sources(relation, end);
                frontier.extend(sources.filter(|&source| seen.insert(source)));
            }
        }
        None
    }

    /// Relations that alone give the cell this bound.
    fn attaining(&mut self, end: End) -> Vec<u32> {
        let component = self.component;
        let known = self.bounds[end.cell() as usize];
        let of_cell = component.incidence.of_cell(end.cell() as usize);
        of_cell
            .iter()
            .copied()
            .filter(|&relation| {
                let implied = self.implied(relation, end.cell());
                match end {
                    End::Low(_) => implied.low >= known.low && implied.low > 0,
                    End::High(_) => implied.high <= known.high && implied.is_bounded(),
                }
            })
            .collect()
    }

    /// A part is at most the whole's most less the other parts' least, and so on round.
    fn sources(&self, relation: u32, end: End) -> impl Iterator<Item = End> {
        let whole = self.component.relations.whole(relation as usize);
        let terms = self.component.relations.terms(relation as usize).iter();
        terms
            .copied()
            .filter(move |&term| term != end.cell())
            .map(move |term| {
                if end.cell() == whole || term == whole {
                    end.same_of(term)
                } else {
                    end.opposite_of(term)
                }
            })
    }
}
