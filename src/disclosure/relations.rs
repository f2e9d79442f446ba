//! How cells add up, stored flat: a national table has millions of terms.

/// How a whole compares with the sum of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// whole = Σ parts.
    Sum,
    /// whole ≥ Σ parts.
    Order,
}

/// Relations over cells numbered from 0. The first term of each is its whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations {
    kinds: Vec<RelationKind>,
    ends: Vec<usize>,
    terms: Vec<u32>,
}

impl Relations {
    pub(super) fn push(
        &mut self,
        kind: RelationKind,
        whole: u32,
        parts: impl IntoIterator<Item = u32>,
    ) {
        self.kinds.push(kind);
        self.terms.push(whole);
        self.terms.extend(parts);
        self.ends.push(self.terms.len());
    }

    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    pub(super) fn term_count(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn kind(&self, relation: usize) -> RelationKind {
        self.kinds[relation]
    }

    /// Whole first, then the parts.
    pub(super) fn terms(&self, relation: usize) -> &[u32] {
        let start = match relation {
            0 => 0,
            _ => self.ends[relation - 1],
        };
        &self.terms[start..self.ends[relation]]
    }

    pub(super) fn whole(&self, relation: usize) -> u32 {
        self.terms(relation)[0]
    }

    pub(super) fn parts(&self, relation: usize) -> &[u32] {
        &self.terms(relation)[1..]
    }

    /// whole − Σ parts, which is 0 where a sum holds and not negative where an order does.
    pub(super) fn slack(&self, relation: usize, value: impl Fn(u32) -> i64) -> i64 {
        let parts: i64 = self.parts(relation).iter().map(|&part| value(part)).sum();
        value(self.whole(relation)) - parts
    }

    /// Whether values satisfy a relation.
    pub(super) fn holds(&self, relation: usize, value: impl Fn(u32) -> i64) -> bool {
        let slack = self.slack(relation, value);
        match self.kind(relation) {
            RelationKind::Sum => slack == 0,
            RelationKind::Order => slack >= 0,
        }
    }
}

/// In which relations each cell stands.
#[derive(Debug, Clone)]
pub(super) struct Incidence {
    ends: Vec<usize>,
    relations: Vec<u32>,
}

impl Incidence {
    pub(super) fn of(relations: &Relations, cells: usize) -> Self {
        let mut counts = vec![0_usize; cells];
        for &term in &relations.terms {
            counts[term as usize] += 1;
        }
        let mut next = Vec::with_capacity(cells);
        let mut end = 0;
        for count in counts {
            next.push(end);
            end += count;
        }
        let mut of_cells = vec![0_u32; end];
        for relation in 0..relations.len() {
            for &term in relations.terms(relation) {
                let slot = &mut next[term as usize];
                of_cells[*slot] = relation as u32;
                *slot += 1;
            }
        }
        // Every slot has moved to where the next cell's begin.
        Self {
            ends: next,
            relations: of_cells,
        }
    }

    pub(super) fn of_cell(&self, cell: usize) -> &[u32] {
        let start = match cell {
            0 => 0,
            _ => self.ends[cell - 1],
        };
        &self.relations[start..self.ends[cell]]
    }
}
