//! Which counts of different tables are one and the same.

use super::tabulating::PartTable;

/// Of the spots that two tables share and at which somebody is, so many must agree (one in so many), for the tables to
/// be of the same people: adults are a third of the spots of all.
const AGREE_ONE_IN: usize = 5;

/// Counts that are one variable: those of tables of the same people, at the same spot, where they agree. To take two
/// counts for one that are so by chance only strengthens the attacker who is guarded against.
pub struct Classes {
    /// First number of each table's counts, in the order of its spots.
    starts: Vec<usize>,
    /// The spots of each table.
    spots: Vec<Vec<u32>>,
    class: Vec<usize>,
    count: usize,
}

impl Classes {
    pub fn new(tables: &[PartTable]) -> Self {
        let mut starts = Vec::with_capacity(tables.len());
        let mut total = 0;
        for table in tables {
            starts.push(total);
            total += table.counts.len();
        }
        let spots: Vec<Vec<u32>> = tables
            .iter()
            .map(|table| table.counts.keys().copied().collect())
            .collect();
        let mut parents: Vec<usize> = (0..total).collect();
        for (a, left) in tables.iter().enumerate() {
            for (b, right) in tables.iter().enumerate().skip(a + 1) {
                // A numerator that is its denominator at a spot is everybody there, and no other count.
                if left.indicator == right.indicator {
                    continue;
                }
                let agreeing = agreeing(left, right);
                for (i, j) in agreeing {
                    union(&mut parents, starts[a] + i, starts[b] + j);
                }
            }
        }
        let mut numbers = vec![usize::MAX; total];
        let mut count = 0;
        let class = (0..total).map(|at| {
            let root = find(&mut parents, at);
            if numbers[root] == usize::MAX {
                numbers[root] = count;
                count += 1;
            }
            numbers[root]
        });
        let class: Vec<usize> = class.collect();
        Self {
            starts,
            spots,
            class,
            count,
        }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// The class of a table's count at a spot that it has.
    pub fn of(&self, table: usize, spot: u32) -> usize {
        let at = self.spots[table]
            .binary_search(&spot)
            .expect("a spot of the table");
        self.class[self.starts[table] + at]
    }

    /// Whether two tables are one at every spot that they share.
    pub fn are_alike(&self, tables: &[PartTable], a: usize, b: usize) -> bool {
        let mut shared = tables[a]
            .counts
            .keys()
            .filter(|spot| tables[b].counts.contains_key(spot));
        a == b || shared.all(|spot| self.of(a, *spot) == self.of(b, *spot))
    }
}

/// Positions of the counts that agree, where enough do.
fn agreeing(left: &PartTable, right: &PartTable) -> Vec<(usize, usize)> {
    let (mut agreeing, mut filled, mut filled_agreeing) = (Vec::new(), 0, 0);
    let mut others = right.counts.iter().enumerate().peekable();
    for (i, (spot, count)) in left.counts.iter().enumerate() {
        while others.next_if(|(_, (other, _))| *other < spot).is_some() {}
        let Some((j, (_, other))) = others.next_if(|(_, (other, _))| *other == spot) else {
            continue;
        };
        filled += usize::from(*count > 0 || *other > 0);
        if count == other {
            filled_agreeing += usize::from(*count > 0);
            agreeing.push((i, j));
        }
    }
    if filled_agreeing == 0 || filled_agreeing * AGREE_ONE_IN < filled {
        agreeing.clear();
    }
    agreeing
}

fn find(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

/// The smaller number stands for both, so that the order of unions does not matter.
fn union(parents: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(parents, a), find(parents, b));
    let (low, high) = (a.min(b), a.max(b));
    parents[high] = low;
}
