//! How the counts of a release hang together, as whoever reads them all can see.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::cells::{Level, ReleaseCell};
use crate::disclosure::{Cell, CellId, Tabulation};

/// The cells of a release, and which of them each row's numerator and denominator are.
pub struct Tabulated {
    pub tabulation: Tabulation,
    pub ids: Vec<(CellId, CellId)>,
}

/// Where a count stands in its table.
type Spot = (Level, Option<Arc<str>>, Arc<str>, Arc<str>);

fn spot(cell: &ReleaseCell) -> Spot {
    let (kind, stratum) = (Arc::clone(&cell.stratum_kind), Arc::clone(&cell.stratum));
    (cell.level, cell.commune.clone(), kind, stratum)
}

/// What a table of counts is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Numerator,
    Denominator,
}

/// The counts of an indicator's part, spot by spot.
type CountTable = BTreeMap<Spot, u64>;

/// Builds the whole that an attacker reads. Tables that are alike count for count, such as the residents under several
/// indicators, are one table: what is hidden in one is hidden in all.
///
/// Each count is a sum: over the communes, over age bands, over sexes; it holds those of each target group; a
/// numerator and its shortfall are the denominator; a numerator that only grows holds what it was in the release
/// before. Where nobody, or everybody, is in a numerator, that is told of each of them: such counts are hidden too.
pub fn tabulate(cells: &[ReleaseCell], earlier: &[ReleaseCell]) -> Tabulated {
    let mut tabulation = Tabulation::default();
    let tables = distinct_tables(cells);
    let mut ids: Vec<BTreeMap<Spot, CellId>> = Vec::new();
    for table in &tables.counts {
        let of_table = table.counts.iter().map(|(spot, count)| {
            let cell = Cell::shown(*count);
            let cell = if table.is_numerator {
                cell.may_hide_zero()
            } else {
                cell
            };
            let must_hide = table.is_numerator && *count == 0 && table.filled.contains(spot);
            (
                spot.clone(),
                tabulation.add_cell(if must_hide { cell.must_hide() } else { cell }),
            )
        });
        let of_table: BTreeMap<Spot, CellId> = of_table.collect();
        add_sums(&mut tabulation, &table.counts, &of_table);
        ids.push(of_table);
    }
    let id = |cell: &ReleaseCell, part| ids[tables.table_of(&cell.indicator, part)][&spot(cell)];
    let pairs: Vec<(CellId, CellId)> = cells
        .iter()
        .map(|cell| (id(cell, Part::Numerator), id(cell, Part::Denominator)))
        .collect();
    add_shortfalls(&mut tabulation, cells, &pairs);
    add_earlier(&mut tabulation, cells, &pairs, earlier);
    Tabulated {
        tabulation,
        ids: pairs,
    }
}

/// A table of counts, and whether it is some indicator's numerator.
struct DistinctTable {
    counts: CountTable,
    is_numerator: bool,
    /// Spots at which somebody is in the denominator of that indicator.
    filled: std::collections::BTreeSet<Spot>,
}

struct DistinctTables {
    counts: Vec<DistinctTable>,
    of: HashMap<(Arc<str>, bool), usize>,
}

impl DistinctTables {
    fn table_of(&self, indicator: &Arc<str>, part: Part) -> usize {
        self.of[&(Arc::clone(indicator), part == Part::Numerator)]
    }
}

fn distinct_tables(cells: &[ReleaseCell]) -> DistinctTables {
    let mut by_indicator: BTreeMap<&Arc<str>, Vec<&ReleaseCell>> = BTreeMap::new();
    for cell in cells {
        by_indicator.entry(&cell.indicator).or_default().push(cell);
    }
    let mut known: HashMap<CountTable, usize> = HashMap::new();
    let mut tables = DistinctTables {
        counts: Vec::new(),
        of: HashMap::new(),
    };
    for (indicator, of_indicator) in by_indicator {
        for part in [Part::Numerator, Part::Denominator] {
            let count = |cell: &ReleaseCell| match part {
                Part::Numerator => cell.numerator,
                Part::Denominator => cell.denominator,
            };
            let counts: CountTable = of_indicator
                .iter()
                .map(|cell| (spot(cell), count(cell)))
                .collect();
            let at = *known.entry(counts).or_insert_with_key(|counts| {
                tables.counts.push(DistinctTable {
                    counts: counts.clone(),
                    is_numerator: false,
                    filled: std::collections::BTreeSet::new(),
                });
                tables.counts.len() - 1
            });
            if part == Part::Numerator {
                let table = &mut tables.counts[at];
                table.is_numerator = true;
                let filled = of_indicator.iter().filter(|cell| cell.denominator > 0);
                table.filled.extend(filled.map(|cell| spot(cell)));
            }
            tables
                .of
                .insert((Arc::clone(indicator), part == Part::Numerator), at);
        }
    }
    tables
}

/// Strata that add up to all of a place; target groups do not.
const PARTITIONS: [&str; 2] = ["age_band", "sex"];

fn add_sums(tabulation: &mut Tabulation, counts: &CountTable, ids: &BTreeMap<Spot, CellId>) {
    let mut by_stratum: BTreeMap<(&Arc<str>, &Arc<str>), Vec<&Spot>> = BTreeMap::new();
    let mut by_place: BTreeMap<(Level, &Option<Arc<str>>), Vec<&Spot>> = BTreeMap::new();
    for spot in counts.keys() {
        by_stratum.entry((&spot.2, &spot.3)).or_default().push(spot);
        by_place.entry((spot.0, &spot.1)).or_default().push(spot);
    }
    for spots in by_stratum.values() {
        let (whole, parts): (Vec<&Spot>, Vec<&Spot>) =
            spots.iter().partition(|spot| spot.0 == Level::Province);
        if let [whole] = whole.as_slice() {
            add_sum(tabulation, counts, ids, (whole, &parts));
        }
    }
    for spots in by_place.values() {
        let Some(whole) = spots.iter().find(|spot| &*spot.2 == "all") else {
            continue;
        };
        for kind in PARTITIONS {
            let parts: Vec<&Spot> = spots
                .iter()
                .filter(|spot| &*spot.2 == kind)
                .copied()
                .collect();
            add_sum(tabulation, counts, ids, (whole, &parts));
        }
        for part in spots.iter().filter(|spot| &*spot.2 == "target_group") {
            if counts[*part] <= counts[*whole] {
                tabulation.add_order(ids[*whole], ids[*part]);
            }
        }
    }
}

/// Parts that do not exhaust their whole leave a remainder that nobody published, and that can be worked out.
fn add_sum(
    tabulation: &mut Tabulation,
    counts: &CountTable,
    ids: &BTreeMap<Spot, CellId>,
    (whole, parts): (&Spot, &[&Spot]),
) {
    if parts.is_empty() {
        return;
    }
    let sum: u64 = parts.iter().map(|part| counts[*part]).sum();
    let Some(remainder) = counts[whole].checked_sub(sum) else {
        return;
    };
    let mut parts: Vec<CellId> = parts.iter().map(|part| ids[*part]).collect();
    if remainder > 0 {
        parts.push(tabulation.add_cell(Cell::latent(remainder)));
    }
    tabulation.add_sum(ids[whole], &parts);
}

/// Who is in the denominator and not in the numerator: not published, and as much a person's matter.
fn add_shortfalls(tabulation: &mut Tabulation, cells: &[ReleaseCell], pairs: &[(CellId, CellId)]) {
    let proportions = cells
        .iter()
        .zip(pairs)
        .filter(|(cell, _)| cell.is_proportion);
    for (cell, (numerator, denominator)) in proportions {
        if numerator == denominator {
            continue;
        }
        let shortfall = Cell::latent(cell.denominator - cell.numerator);
        let is_certain = cell.numerator == cell.denominator && cell.denominator > 0;
        let shortfall = if is_certain {
            shortfall.must_hide()
        } else {
            shortfall
        };
        let shortfall = tabulation.add_cell(shortfall);
        tabulation.add_sum(*denominator, &[*numerator, shortfall]);
    }
}

/// What the release before said of numerators that only grow.
fn add_earlier(
    tabulation: &mut Tabulation,
    cells: &[ReleaseCell],
    pairs: &[(CellId, CellId)],
    earlier: &[ReleaseCell],
) {
    let key = |cell: &ReleaseCell| (Arc::clone(&cell.indicator), spot(cell));
    let then: HashMap<_, &ReleaseCell> = earlier.iter().map(|cell| (key(cell), cell)).collect();
    for (cell, (numerator, _)) in cells
        .iter()
        .zip(pairs)
        .filter(|(cell, _)| cell.is_cumulative)
    {
        let Some(before) = then.get(&key(cell)) else {
            continue;
        };
        if let Some(form) = before.numerator_form
            && before.numerator <= cell.numerator
        {
            let before = Cell::earlier(before.numerator, form, before.options).may_hide_zero();
            let before = tabulation.add_cell(before);
            tabulation.add_order(*numerator, before);
        }
    }
}
