//! Another table that a reader cannot tell from the true one, found by linear programming and checked in
//! whole numbers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::component::Component;
use super::interval::Interval;
use super::relations::RelationKind;

/// Branch-and-bound nodes after a solution in fractions: a count, as seconds would not repeat.
const NODES_MAX: u64 = 64;

/// How far from a whole number a solver's value may lie and still be read as one. The table read is then
/// checked exactly, so that this decides only whether it is worth checking.
const WHOLE_TOLERANCE: f64 = 1e-4;

/// A move from the true table: cells of `cells` by `steps`, the others stay.
pub(super) struct Move {
    pub(super) cells: Vec<u32>,
    pub(super) steps: Vec<i64>,
}

/// What came of a search.
pub(super) struct Outcome {
    pub(super) found: Option<Move>,
    /// How far, all wishes together, a table in fractions can go, in whole steps; `None` where the solver failed.
    pub(super) limit: Option<i64>,
}

struct Solved {
    wished: f64,
    found: Option<Move>,
}

/// What to look for.
pub(super) struct Search<'c> {
    pub(super) component: &'c Component<'c>,
    /// What a reader knows by propagation.
    pub(super) bounds: &'c [Interval],
    /// Which cells may move.
    pub(super) cells: Vec<u32>,
    /// How gladly each moves up, in the order of `cells`.
    pub(super) wishes: Vec<f64>,
    /// No cell moves further.
    pub(super) step_max: i64,
    /// No cell that is wished to move goes further that way.
    pub(super) wish_max: i64,
    /// Per relation a part that makes up for the others where it is not among `cells`.
    pub(super) absorbers: &'c [Option<u32>],
}

impl Search<'_> {
    /// The best move in whole numbers, or none that could be verified: the solver failed, stopped or left fractions that
    /// branching did not mend.
    pub(super) fn run(&self) -> Outcome {
        let real = self.solve(Numbers::Real);
        let limit = real.as_ref().map(|solution| whole_below(solution.wished));
        let found = match real.and_then(|solution| solution.found) {
            Some(found) => Some(found),
            // Of what cannot go by one there is no move in whole numbers.
            None if limit == Some(0) => None,
            None => self
                .solve(Numbers::Whole)
                .and_then(|solution| solution.found),
        };
        Outcome { found, limit }
    }

    fn solve(&self, numbers: Numbers) -> Option<Solved> {
        let (problem, variables) = self.problem(numbers);
        let mut options = SolveOptions::default();
        options.node_limit = Some(NODES_MAX);
        let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
        let value = |variable: Variable| solution.var_value(variable);
        let steps = variables
            .iter()
            .map(|step| value(step.up) - value(step.down));
        let wished = steps
            .clone()
            .zip(&self.wishes)
            .map(|(step, wish)| step * wish)
            .sum();
        let found = steps.map(whole_number).collect::<Option<Vec<i64>>>();
        let found = found.map(|steps| self.absorbed(steps));
        Some(Solved {
            wished,
            found: found.filter(|found| is_possible(self.component, self.bounds, found)),
        })
    }

    /// Two variables per cell that may move: how far up, and how far down. The true table, where all are zero, is where a
    /// solver begins.
    fn problem(&self, numbers: Numbers) -> (Problem, Vec<Step>) {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let variables: Vec<Step> = self
            .cells
            .iter()
            .zip(&self.wishes)
            .map(|(&cell, &wish)| {
                let (mut down, mut up) = self.room(cell);
                if wish > 0.0 {
                    up = up.min(narrowed(self.wish_max));
                }
                if wish < 0.0 {
                    down = down.max(narrowed(-self.wish_max));
                }
                let mut variable = |wish: f64, most: i32| match numbers {
                    Numbers::Real => problem.add_var(wish, (0.0, f64::from(most))),
                    Numbers::Whole => problem.add_integer_var(wish, (0, most)),
                };
                Step {
                    up: variable(wish, up),
                    down: variable(-wish, -down),
                }
            })
            .collect();
        self.constrain(&mut problem, &variables);
        (problem, variables)
    }

    /// The move of all cells: of those that were asked for, and of the parts that make up for them.
    fn absorbed(&self, steps: Vec<i64>) -> Move {
        let moved: BTreeMap<u32, i64> = self.cells.iter().copied().zip(steps).collect();
        let relations = &self.component.relations;
        let touched = moved
            .keys()
            .flat_map(|cell| self.component.incidence.of_cell(*cell as usize));
        let touched: BTreeSet<u32> = touched.copied().collect();
        let absorbed = touched.iter().filter_map(|relation| {
            let absorber = self.absorber(*relation, |cell| moved.contains_key(&cell))?;
            let step = |cell: u32| moved.get(&cell).copied().unwrap_or(0);
            Some((absorber, relations.slack(*relation as usize, step)))
        });
        let absorbed: Vec<(u32, i64)> = absorbed.collect();
        let (cells, steps) = moved.into_iter().chain(absorbed).unzip();
        Move { cells, steps }
    }

    /// The part of a relation that makes up for those of its terms that move.
    fn absorber(&self, relation: u32, moves: impl Fn(u32) -> bool) -> Option<u32> {
        self.absorbers[relation as usize].filter(|absorber| !moves(*absorber))
    }

    fn room(&self, cell: u32) -> (i32, i32) {
        let count = self.component.true_count(cell as usize);
        let bounds = self.bounds[cell as usize];
        let down = (bounds.low - count).max(-self.step_max);
        let up = bounds.high.saturating_sub(count).min(self.step_max);
        (narrowed(down), narrowed(up))
    }

    /// Every relation of a cell that moves; cells outside stay where they are, or make up for those that move.
    fn constrain(&self, problem: &mut Problem, variables: &[Step]) {
        let component = self.component;
        let members: HashSet<u32> = self.cells.iter().copied().collect();
        let mut terms: Vec<(u32, Variable, f64)> = Vec::new();
        for (&cell, &variable) in self.cells.iter().zip(variables) {
            for &relation in component.incidence.of_cell(cell as usize) {
                let is_whole = component.relations.whole(relation as usize) == cell;
                let sign = if is_whole { 1.0 } else { -1.0 };
                terms.push((relation, variable.up, sign));
                terms.push((relation, variable.down, -sign));
            }
        }
        terms.sort_by_key(|&(relation, variable, _)| (relation, variable.idx()));
        for row in terms.chunk_by(|a, b| a.0 == b.0) {
            self.constrain_row(problem, row, &members);
        }
    }

    fn constrain_row(
        &self,
        problem: &mut Problem,
        terms: &[(u32, Variable, f64)],
        members: &HashSet<u32>,
    ) {
        let Some(&(relation, ..)) = terms.first() else {
            return;
        };
        let relations = &self.component.relations;
        let row: Vec<(Variable, f64)> = terms.iter().map(|&(_, v, sign)| (v, sign)).collect();
        match relations.kind(relation as usize) {
            RelationKind::Sum => match self.absorber(relation, |cell| members.contains(&cell)) {
                None => problem.add_constraint(row, ComparisonOp::Eq, 0.0),
                Some(absorber) => self.constrain_absorbed(problem, &row, absorber),
            },
            RelationKind::Order => {
                let count = |cell: u32| self.component.true_count(cell as usize);
                let slack = relations.slack(relation as usize, count);
                // No steps are long enough to break an order with more slack.
                if slack < self.step_max.saturating_mul(row.len() as i64) {
                    problem.add_constraint(row, ComparisonOp::Ge, -(slack as f64));
                }
            }
        }
    }

    /// whole − parts is how far the absorber goes.
    fn constrain_absorbed(&self, problem: &mut Problem, row: &[(Variable, f64)], absorber: u32) {
        let count = self.component.true_count(absorber as usize);
        let Interval { low, high } = self.bounds[absorber as usize];
        let reach = self.step_max.saturating_mul(row.len() as i64);
        let (down, up) = (count - low, high.saturating_sub(count));
        if down < reach {
            problem.add_constraint(row, ComparisonOp::Ge, -(down as f64));
        }
        if up < reach {
            problem.add_constraint(row, ComparisonOp::Le, up as f64);
        }
    }
}

/// How far a cell goes up, less how far down.
#[derive(Debug, Clone, Copy)]
struct Step {
    up: Variable,
    down: Variable,
}

#[derive(Debug, Clone, Copy)]
enum Numbers {
    Real,
    Whole,
}

/// Whether the moved table is one that the reader cannot exclude: exact, in whole numbers.
fn is_possible(component: &Component, bounds: &[Interval], found: &Move) -> bool {
    let mut moved: Vec<(u32, i64)> = found
        .cells
        .iter()
        .copied()
        .zip(found.steps.iter().copied())
        .filter(|&(_, step)| step != 0)
        .collect();
    moved.sort_unstable();
    let step_of = |cell: u32| match moved.binary_search_by_key(&cell, |&(moved, _)| moved) {
        Ok(at) => moved[at].1,
        Err(_) => 0,
    };
    let value = |cell: u32| component.true_count(cell as usize) + step_of(cell);
    moved.iter().all(|&(cell, _)| {
        bounds[cell as usize].contains(value(cell))
            && component
                .incidence
                .of_cell(cell as usize)
                .iter()
                .all(|&relation| component.relations.holds(relation as usize, value))
    })
}

/// The largest whole number that is not above, as far as a solver can tell.
fn whole_below(value: f64) -> i64 {
    (value + WHOLE_TOLERANCE).floor() as i64
}

fn whole_number(value: f64) -> Option<i64> {
    let nearest = value.round();
    ((value - nearest).abs() < WHOLE_TOLERANCE).then_some(nearest as i64)
}

/// Steps are far inside 32 bits: they end at `step_max`.
fn narrowed(step: i64) -> i32 {
    i32::try_from(step).unwrap_or(if step < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use super::{Move, is_possible};
    use crate::disclosure::component::split_components;
    use crate::disclosure::{Cell, DisclosureOptions, Tabulation};

    /// 3 + 40 = 43, published as hidden + 40 = 45: which moves a reader has to reckon with.
    fn check(steps: [i64; 3], expected: bool) {
        let mut tabulation = Tabulation::default();
        let cells = [3, 40, 43].map(|count| tabulation.add_cell(Cell::shown(count)));
        tabulation.add_sum(cells[2], &cells[..2]);
        let options = DisclosureOptions::default();
        let components = split_components(&tabulation, options);
        let bounds = components[0].bounds(&components[0].primary_states(options), options);
        let found = Move {
            cells: vec![0, 1, 2],
            steps: steps.to_vec(),
        };
        assert_eq!(
            is_possible(&components[0], &bounds, &found),
            expected,
            "{steps:?}"
        );
    }

    #[test]
    fn a_move_is_checked_whatever_the_solver_says() {
        check([0, 0, 0], true);
        check([6, -2, 4], true);
        check([6, -2, 3], false);
        check([7, -3, 4], false);
        check([-3, 0, -3], false);
    }
}
