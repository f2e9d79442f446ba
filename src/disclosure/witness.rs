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
    is_optimal: bool,
    wished: f64,
    found: Option<Move>,
}

/// What may move: each cell by the step of its variable; cells of one variable go alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Movers {
    pub(super) cells: Vec<u32>,
    /// In the order of `cells`, from 0.
    pub(super) variables: Vec<u32>,
}

impl Movers {
    /// Each cell by itself.
    pub(super) fn each(cells: Vec<u32>) -> Self {
        let variables = (0..cells.len() as u32).collect();
        Self { cells, variables }
    }

    pub(super) fn variable_count(&self) -> usize {
        let last = self.variables.iter().max();
        last.map_or(0, |last| *last as usize + 1)
    }

    /// How gladly each variable moves: as the first of its cells that has a wish.
    pub(super) fn wishes(&self, of_cell: impl Fn(u32) -> f64) -> Vec<f64> {
        let mut wishes = vec![0.0; self.variable_count()];
        for (cell, variable) in self.pairs() {
            let wish = &mut wishes[variable];
            if *wish == 0.0 {
                *wish = of_cell(cell);
            }
        }
        wishes
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, usize)> {
        let variables = self.variables.iter().map(|variable| *variable as usize);
        self.cells.iter().copied().zip(variables)
    }
}

/// What to look for.
pub(super) struct Search<'c> {
    pub(super) component: &'c Component<'c>,
    /// What a reader knows by propagation.
    pub(super) bounds: &'c [Interval],
    pub(super) movers: &'c Movers,
    /// How gladly each variable moves up.
    pub(super) wishes: Vec<f64>,
    /// No cell moves further.
    pub(super) step_max: i64,
    /// No cell that is wished to move goes further that way.
    pub(super) wish_max: i64,
    /// Per relation a part that makes up for the others where it is not among those that move.
    pub(super) absorbers: &'c [Option<u32>],
}

impl Search<'_> {
    /// The best move in whole numbers, or none that could be verified: the solver failed, stopped or left fractions that
    /// branching did not mend.
    pub(super) fn run(&self) -> Outcome {
        let system = System::of(self);
        let real = self.solve(&system, Numbers::Real);
        let best = real.as_ref().filter(|solution| solution.is_optimal);
        let limit = best.map(|solution| whole_below(solution.wished));
        let found = match real.and_then(|solution| solution.found) {
            Some(found) => Some(found),
            // Of what cannot go by one there is no move in whole numbers.
            None if limit == Some(0) => None,
            None => self
                .solve(&system, Numbers::Whole)
                .and_then(|solution| solution.found),
        };
        Outcome { found, limit }
    }

    /// Two variables each: how far up, and how far down. The true table, where all are zero, is where a solver begins.
    fn solve(&self, system: &System, numbers: Numbers) -> Option<Solved> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let rooms = system.rooms.iter().zip(&self.wishes);
        let variables: Vec<Option<Step>> = rooms
            .map(|(&(down, up), &wish)| {
                let mut variable = |wish: f64, most: i64| match numbers {
                    Numbers::Real => problem.add_var(wish, (0.0, most as f64)),
                    Numbers::Whole => problem.add_integer_var(wish, (0, narrowed(most))),
                };
                let can_move = (down, up) != (0, 0);
                can_move.then(|| Step {
                    up: variable(wish, up),
                    down: variable(-wish, -down),
                })
            })
            .collect();
        for row in &system.rows {
            let terms = row.terms.iter().filter_map(|&(variable, factor)| {
                let step = variables[variable as usize]?;
                let factor = f64::from(factor);
                Some([(step.up, factor), (step.down, -factor)])
            });
            let terms: Vec<(Variable, f64)> = terms.flatten().collect();
            match (row.low, row.high) {
                (Some(low), Some(high)) if low == high => {
                    problem.add_constraint(terms, ComparisonOp::Eq, low as f64);
                }
                (low, high) => {
                    if let Some(high) = high {
                        problem.add_constraint(terms.clone(), ComparisonOp::Le, high as f64);
                    }
                    if let Some(low) = low {
                        problem.add_constraint(terms, ComparisonOp::Ge, low as f64);
                    }
                }
            }
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(NODES_MAX);
        let outcome = problem.solve_with(options).ok()?;
        let is_optimal = outcome.is_optimal();
        let solution = outcome.into_solution().ok()?;
        let value = |variable: Variable| solution.var_value(variable);
        let steps = variables
            .iter()
            .map(|step| step.map_or(0.0, |step| value(step.up) - value(step.down)));
        let wished = steps
            .clone()
            .zip(&self.wishes)
            .map(|(step, wish)| step * wish)
            .sum();
        let found = steps.map(whole_number).collect::<Option<Vec<i64>>>();
        let found = found.map(|steps| self.absorbed(&steps));
        Some(Solved {
            is_optimal,
            wished,
            found: found.filter(|found| is_possible(self.component, self.bounds, found)),
        })
    }

    /// The move of all cells: of those that were asked for, and of the parts that make up for them.
    fn absorbed(&self, steps: &[i64]) -> Move {
        let moved = self.movers.pairs();
        let moved: BTreeMap<u32, i64> = moved.map(|(cell, at)| (cell, steps[at])).collect();
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
}

/// How far down and up from the true table, not over 0 and not under.
type Room = (i64, i64);

/// What a sum of steps may be; open ends where nothing can reach them.
struct Row {
    /// Variable and factor.
    terms: Vec<(u32, i32)>,
    low: Option<i64>,
    high: Option<i64>,
}

/// The program of a search, with what one variable alone says taken into its room.
struct System {
    rooms: Vec<Room>,
    rows: Vec<Row>,
}

impl System {
    fn of(search: &Search<'_>) -> Self {
        let mut system = Self {
            rooms: rooms(search),
            rows: rows(search),
        };
        while system.tighten() {}
        system
    }

    /// Takes rows of one variable that can move into its room; whether any room became less. Ends because rooms only
    /// become less.
    fn tighten(&mut self) -> bool {
        let mut is_less = false;
        let Self { rooms, rows } = self;
        rows.retain_mut(|row| {
            row.terms
                .retain(|(variable, _)| rooms[*variable as usize] != (0, 0));
            let &[(variable, factor)] = row.terms.as_slice() else {
                return !row.terms.is_empty();
            };
            let room = &mut rooms[variable as usize];
            let before = *room;
            // A factor is a small whole number: what lies within after division lies within before.
            let factor = i64::from(factor);
            let ends = [row.low, row.high].map(|end| end.map(|end| end / factor));
            let [low, high] = if factor > 0 { ends } else { [ends[1], ends[0]] };
            room.0 = room.0.max(low.unwrap_or(room.0)).min(0);
            room.1 = room.1.min(high.unwrap_or(room.1)).max(0);
            is_less |= *room != before;
            false
        });
        is_less
    }
}

/// Of each variable the room that all its cells have.
fn rooms(search: &Search<'_>) -> Vec<Room> {
    let step_max = search.step_max;
    let mut rooms = vec![(-step_max, step_max); search.movers.variable_count()];
    for (cell, variable) in search.movers.pairs() {
        let count = search.component.true_count(cell as usize);
        let Interval { low, high } = search.bounds[cell as usize];
        let room = &mut rooms[variable];
        room.0 = room.0.max(low - count);
        room.1 = room.1.min(high.saturating_sub(count));
    }
    for (room, wish) in rooms.iter_mut().zip(&search.wishes) {
        if *wish > 0.0 {
            room.1 = room.1.min(search.wish_max);
        }
        if *wish < 0.0 {
            room.0 = room.0.max(-search.wish_max);
        }
    }
    rooms
}

/// Every relation of a cell that moves; cells outside stay where they are, or make up for those that move.
fn rows(search: &Search<'_>) -> Vec<Row> {
    let component = search.component;
    let mut terms: Vec<(u32, u32, i32)> = Vec::new();
    for (cell, variable) in search.movers.pairs() {
        for &relation in component.incidence.of_cell(cell as usize) {
            let is_whole = component.relations.whole(relation as usize) == cell;
            terms.push((relation, variable as u32, if is_whole { 1 } else { -1 }));
        }
    }
    terms.sort_unstable();
    let members: HashSet<u32> = search.movers.cells.iter().copied().collect();
    let rows = terms.chunk_by(|a, b| a.0 == b.0).filter_map(|of_relation| {
        let relation = of_relation.first()?.0;
        let of_variable = of_relation.chunk_by(|a, b| a.1 == b.1);
        let summed = of_variable.filter_map(|terms| {
            let factor: i32 = terms.iter().map(|(.., factor)| factor).sum();
            Some((terms.first()?.1, factor)).filter(|_| factor != 0)
        });
        let terms: Vec<(u32, i32)> = summed.collect();
        let (low, high) = ends(search, relation, &members);
        // No steps are long enough to reach further.
        let factors: i64 = terms
            .iter()
            .map(|(_, factor)| i64::from(factor.abs()))
            .sum();
        let reach = search.step_max.saturating_mul(factors);
        let low = low.filter(|low| -low < reach);
        let high = high.filter(|high| *high < reach);
        let is_needed = !terms.is_empty() && (low.is_some() || high.is_some());
        is_needed.then_some(Row { terms, low, high })
    });
    rows.collect()
}

/// What whole − parts may go by.
fn ends(search: &Search<'_>, relation: u32, members: &HashSet<u32>) -> (Option<i64>, Option<i64>) {
    let component = search.component;
    let count = |cell: u32| component.true_count(cell as usize);
    let relations = &component.relations;
    match relations.kind(relation as usize) {
        RelationKind::Order => (Some(-relations.slack(relation as usize, count)), None),
        RelationKind::Sum => match search.absorber(relation, |cell| members.contains(&cell)) {
            None => (Some(0), Some(0)),
            Some(absorber) => {
                let Interval { low, high } = search.bounds[absorber as usize];
                let count = count(absorber);
                (Some(low - count), Some(high.saturating_sub(count)))
            }
        },
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
