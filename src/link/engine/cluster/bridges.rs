//! Pairs that alone hold a cluster together.

use crate::link::engine::weigh::predict::ScoredPair;

/// Records as nodes, pairs as edges, each node's edges side by side.
pub(super) struct Graph {
    starts: Vec<u32>,
    /// Neighbour and number of the edge.
    edges: Vec<(u32, u32)>,
}

impl Graph {
    pub(super) fn new(records: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; records + 1];
        for (left, right) in pairs.clone() {
            starts[left as usize + 1] += 1;
            starts[right as usize + 1] += 1;
        }
        for at in 0..records {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut edges = vec![(0, 0); starts[records] as usize];
        for (number, (left, right)) in pairs.enumerate() {
            for (node, neighbour) in [(left, right), (right, left)] {
                edges[next[node as usize] as usize] = (neighbour, number as u32);
                next[node as usize] += 1;
            }
        }
        Self { starts, edges }
    }

    fn edges_of(&self, node: u32) -> &[(u32, u32)] {
        &self.edges[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }
}

/// A bridge, and how many records are on the side away from the first record of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bridge {
    pub pair: u32,
    pub beyond: u32,
    /// A record of the component.
    pub start: u32,
}

/// A node on the path of the walk.
struct Step {
    node: u32,
    /// The pair that led here.
    by: u32,
    next_edge: usize,
    /// The records below it so far, itself among them.
    below: u32,
}

/// All bridges, by Tarjan's depth-first walk (Tarjan 1974): a pair is one when no other way leads back above it.
/// And per record that begins a component how many records that has.
pub(super) fn bridges(records: usize, graph: &Graph) -> (Vec<Bridge>, Vec<u32>) {
    let mut entered = vec![u32::MAX; records];
    let mut lowest = vec![u32::MAX; records];
    let mut sizes = vec![0; records];
    let (mut found, mut path, mut clock) = (Vec::new(), Vec::<Step>::new(), 0);
    for start in 0..records as u32 {
        if entered[start as usize] != u32::MAX {
            continue;
        }
        let enter = |node, by| Step {
            node,
            by,
            next_edge: 0,
            below: 1,
        };
        path.push(enter(start, u32::MAX));
        (entered[start as usize], lowest[start as usize]) = (clock, clock);
        clock += 1;
        while let Some(step) = path.last_mut() {
            let node = step.node as usize;
            if let Some((neighbour, pair)) = graph.edges_of(step.node).get(step.next_edge).copied()
            {
                step.next_edge += 1;
                let next = neighbour as usize;
                if entered[next] == u32::MAX {
                    (entered[next], lowest[next]) = (clock, clock);
                    clock += 1;
                    path.push(enter(neighbour, pair));
                } else if pair != step.by {
                    lowest[node] = lowest[node].min(entered[next]);
                }
                continue;
            }
            let (low, by, below) = (lowest[node], step.by, step.below);
            path.pop();
            let Some(above) = path.last_mut() else {
                sizes[start as usize] = below;
                continue;
            };
            above.below += below;
            lowest[above.node as usize] = lowest[above.node as usize].min(low);
            if low > entered[above.node as usize] {
                found.push(Bridge {
                    pair: by,
                    beyond: below,
                    start,
                });
            }
        }
    }
    (found, sizes)
}

/// Per pair whether it is a bridge below `weight_min` between two groups of two and more records.
pub(super) fn weak_bridges(records: usize, pairs: &[ScoredPair], weight_min: f32) -> Vec<bool> {
    let graph = Graph::new(records, pairs.iter().map(|pair| (pair.left, pair.right)));
    let (found, sizes) = bridges(records, &graph);
    let mut is_weak = vec![false; pairs.len()];
    for bridge in found {
        let other_side = sizes[bridge.start as usize] - bridge.beyond;
        let is_between_groups = bridge.beyond >= 2 && other_side >= 2;
        is_weak[bridge.pair as usize] =
            is_between_groups && pairs[bridge.pair as usize].weight < weight_min;
    }
    is_weak
}
