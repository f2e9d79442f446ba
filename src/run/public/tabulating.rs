//! How the counts of a release hang together, as whoever reads them all can see.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::cells::{Level, ReleaseCell};
use super::classes::Classes;
use crate::disclosure::{Cell, CellId, Released, Tabulation};

/// The cells of one indicator, and which of them each class of counts is.
pub struct Tabulated {
    pub tabulation: Tabulation,
    pub ids: BTreeMap<usize, CellId>,
}

/// Where a count stands in its table.
pub type Spot = (Level, Option<Arc<str>>, Arc<str>, Arc<str>);

fn spot(cell: &ReleaseCell) -> Spot {
    let (kind, stratum) = (Arc::clone(&cell.stratum_kind), Arc::clone(&cell.stratum));
    (cell.level, cell.commune.clone(), kind, stratum)
}

/// What a table of counts is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Numerator,
    Denominator,
}

impl Part {
    const BOTH: [Self; 2] = [Self::Numerator, Self::Denominator];

    fn of(self, cell: &ReleaseCell) -> u64 {
        match self {
            Self::Numerator => cell.numerator,
            Self::Denominator => cell.denominator,
        }
    }
}

/// The counts of an indicator's part by the number of their spot.
pub struct PartTable {
    pub indicator: Arc<str>,
    pub part: Part,
    pub counts: BTreeMap<u32, u64>,
}

/// A release as whoever reads it all can take it apart, indicator by indicator.
///
/// Tables of the same people, such as the residents under several indicators, or adults among all, have one class of
/// counts where they agree (see [`Classes`]): what is hidden in one is hidden in all. Within an indicator each count is
/// a sum: over the communes, over age bands, over sexes; a numerator and its shortfall are the denominator; a numerator
/// that only grows holds what it was in the release before, whose sums are known as well. Of a count that is hidden and
/// stands under other indicators too, what these show bounds it: a denominator holds their numerators, a numerator lies
/// within their denominators, and pressure from 140/90 holds that from 160/100. Where nobody, or everybody, is in a
/// numerator, that is told of each of them: such counts are hidden too.
pub struct Whole<'c> {
    cells: &'c [ReleaseCell],
    earlier: &'c [ReleaseCell],
    spots: Spots,
    /// In the order of their codes.
    pub indicators: Vec<IndicatorCells>,
    /// Of each class.
    counts: Vec<u64>,
    may_hide_zero: Vec<bool>,
    must_hide: Vec<bool>,
    /// Classes that are at least, and at most, each class.
    larger: Vec<Vec<usize>>,
    smaller: Vec<Vec<usize>>,
}

/// The rows of an indicator, with the classes of their counts.
pub struct IndicatorCells {
    pub code: Arc<str>,
    /// Positions among the cells, then the classes of numerator and denominator.
    pub rows: Vec<(usize, usize, usize)>,
}

impl<'c> Whole<'c> {
    pub fn new(cells: &'c [ReleaseCell], earlier: &'c [ReleaseCell]) -> Self {
        let (spots, tables) = part_tables(cells);
        let classes = Classes::new(&tables);
        let of = tables.iter().enumerate();
        let of: HashMap<(&str, Part), usize> = of
            .map(|(at, table)| ((&*table.indicator, table.part), at))
            .collect();
        let mut indicators: BTreeMap<&Arc<str>, Vec<(usize, usize, usize)>> = BTreeMap::new();
        let count = classes.count();
        let mut whole = Self {
            cells,
            earlier,
            indicators: Vec::new(),
            counts: vec![0; count],
            may_hide_zero: vec![false; count],
            must_hide: vec![false; count],
            larger: vec![Vec::new(); count],
            smaller: vec![Vec::new(); count],
            spots,
        };
        for (at, cell) in cells.iter().enumerate() {
            let spot = whole.spots.number[&spot(cell)];
            let class = |part| classes.of(of[&(&*cell.indicator, part)], spot);
            let (numerator, denominator) = (class(Part::Numerator), class(Part::Denominator));
            whole.note(cell, numerator, denominator);
            indicators
                .entry(&cell.indicator)
                .or_default()
                .push((at, numerator, denominator));
        }
        for (outer, inner) in nested(&tables, &classes) {
            whole.within(inner, outer);
        }
        for bounds in whole.larger.iter_mut().chain(&mut whole.smaller) {
            bounds.sort_unstable();
            bounds.dedup();
        }
        let indicators = indicators.into_iter();
        whole.indicators = indicators
            .map(|(code, rows)| IndicatorCells {
                code: Arc::clone(code),
                rows,
            })
            .collect();
        whole
    }

    /// A numerator may be hidden though it is nothing, and must be where somebody is in its denominator; so must one
    /// that is its denominator, for it tells of everybody.
    fn note(&mut self, cell: &ReleaseCell, numerator: usize, denominator: usize) {
        self.counts[numerator] = cell.numerator;
        self.counts[denominator] = cell.denominator;
        self.may_hide_zero[numerator] = true;
        if cell.denominator > 0 {
            self.must_hide[numerator] |= cell.numerator == 0 || numerator == denominator;
        }
        if cell.is_proportion {
            self.within(numerator, denominator);
        }
    }

    fn within(&mut self, inner: usize, outer: usize) {
        if inner != outer {
            self.larger[inner].push(outer);
            self.smaller[outer].push(inner);
        }
    }

    /// Takes the rows of age and sex from an indicator: nothing is published of them.
    pub fn leave_out_strata(&mut self, indicator: usize) {
        let cells = self.cells;
        let rows = &mut self.indicators[indicator].rows;
        rows.retain(|(at, ..)| &*cells[*at].stratum_kind == ALL);
    }

    /// Whether anything of age or sex was published of an indicator.
    pub fn shows_strata(&self, indicator: usize) -> bool {
        let rows = self.indicators[indicator]
            .rows
            .iter()
            .map(|(at, ..)| &self.cells[*at]);
        let mut strata = rows.filter(|cell| &*cell.stratum_kind != ALL);
        let hidden = [Some(Released::Suppressed); 2];
        strata.any(|cell| [cell.numerator_form, cell.denominator_form] != hidden)
    }

    pub fn class_count(&self) -> usize {
        self.counts.len()
    }

    /// Where a cell of an indicator stands, in words: `commune 01273 sex male`; what stands nowhere is what others or
    /// an earlier release say of it, or a remainder.
    pub fn place(
        &self,
        indicator: &IndicatorCells,
        ids: &BTreeMap<usize, CellId>,
        cell: CellId,
    ) -> String {
        let class = ids
            .iter()
            .find(|(_, id)| **id == cell)
            .map(|(class, _)| *class);
        let is_it = |(_, numerator, denominator): &&(usize, usize, usize)| {
            class == Some(*numerator) || class == Some(*denominator)
        };
        let Some((at, numerator, _)) = indicator.rows.iter().find(is_it) else {
            return "a remainder".to_owned();
        };
        let (level, commune, kind, stratum) = spot(&self.cells[*at]);
        let part = if class == Some(*numerator) {
            "numerator"
        } else {
            "denominator"
        };
        format!(
            "{part} of {} {} {kind} {stratum}",
            level.code(),
            commune.as_deref().unwrap_or("")
        )
    }

    /// Everything outside an indicator on which its decision depends: which of its counts are hidden elsewhere, and what
    /// bounds those.
    pub fn circumstances(
        &self,
        indicator: &IndicatorCells,
        hidden: &[bool],
        forms: &[Option<Released>],
    ) -> Vec<(usize, Option<Released>)> {
        let classes = indicator
            .rows
            .iter()
            .flat_map(|(_, numerator, denominator)| [*numerator, *denominator]);
        let of_hidden = classes.filter(|class| hidden[*class]).flat_map(|class| {
            let bounds = self.larger[class].iter().chain(&self.smaller[class]);
            let bounds = bounds.map(|other| (*other, forms[*other]));
            std::iter::once((class, None))
                .chain(bounds)
                .collect::<Vec<_>>()
        });
        of_hidden.collect()
    }

    /// What is read of an indicator, where `hidden` classes are hidden whatever this indicator asks for, and `forms`
    /// are those in which classes stand elsewhere.
    pub fn tabulate(
        &self,
        indicator: &IndicatorCells,
        hidden: &[bool],
        forms: &[Option<Released>],
    ) -> Tabulated {
        let mut tabulation = Tabulation::default();
        let mut ids: BTreeMap<usize, CellId> = BTreeMap::new();
        for (_, numerator, denominator) in &indicator.rows {
            for class in [*numerator, *denominator] {
                ids.entry(class).or_insert_with(|| {
                    let cell = Cell::shown(self.counts[class]);
                    let cell = if self.may_hide_zero[class] {
                        cell.may_hide_zero()
                    } else {
                        cell
                    };
                    let must_hide = self.must_hide[class] || hidden[class];
                    tabulation.add_cell(if must_hide { cell.must_hide() } else { cell })
                });
            }
        }
        let mut known = HashSet::new();
        for part in Part::BOTH {
            let of_part = indicator.rows.iter().map(|(at, numerator, denominator)| {
                let cell = &self.cells[*at];
                let class = if part == Part::Numerator {
                    numerator
                } else {
                    denominator
                };
                (spot(cell), (part.of(cell), ids[class]))
            });
            add_sums(&mut tabulation, &of_part.collect(), &mut known);
        }
        self.add_shortfalls(&mut tabulation, indicator, &ids);
        self.add_elsewhere(&mut tabulation, &ids, hidden, forms);
        self.add_earlier(&mut tabulation, indicator, &ids);
        Tabulated { tabulation, ids }
    }

    /// Who is in the denominator and not in the numerator: not published, and as much a person's matter.
    fn add_shortfalls(
        &self,
        tabulation: &mut Tabulation,
        indicator: &IndicatorCells,
        ids: &BTreeMap<usize, CellId>,
    ) {
        for (at, numerator, denominator) in &indicator.rows {
            let cell = &self.cells[*at];
            if !cell.is_proportion || numerator == denominator {
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
            tabulation.add_sum(ids[denominator], &[ids[numerator], shortfall]);
        }
    }

    /// What other indicators show of a count that is hidden here.
    fn add_elsewhere(
        &self,
        tabulation: &mut Tabulation,
        ids: &BTreeMap<usize, CellId>,
        hidden: &[bool],
        forms: &[Option<Released>],
    ) {
        for (class, id) in ids.iter().filter(|(class, _)| hidden[**class]) {
            let mut shown = |other: &usize| {
                let form = forms[*other].filter(|form| matches!(form, Released::Rounded(_)))?;
                if ids.contains_key(other) {
                    return None;
                }
                let cell = Cell::earlier(self.counts[*other], form, self.cells[0].options);
                Some(tabulation.add_cell(cell.may_hide_zero()))
            };
            let larger: Vec<CellId> = self.larger[*class].iter().filter_map(&mut shown).collect();
            let smaller: Vec<CellId> = self.smaller[*class].iter().filter_map(&mut shown).collect();
            for larger in larger {
                tabulation.add_order(larger, *id);
            }
            for smaller in smaller {
                tabulation.add_order(*id, smaller);
            }
        }
    }

    /// What the release before said of a numerator that only grows, and how that added up.
    fn add_earlier(
        &self,
        tabulation: &mut Tabulation,
        indicator: &IndicatorCells,
        ids: &BTreeMap<usize, CellId>,
    ) {
        let now = indicator
            .rows
            .iter()
            .filter(|(at, ..)| self.cells[*at].is_cumulative);
        let now: HashMap<Spot, (u64, CellId)> = now
            .map(|(at, numerator, _)| {
                (
                    spot(&self.cells[*at]),
                    (self.counts[*numerator], ids[numerator]),
                )
            })
            .collect();
        let mut then: BTreeMap<Spot, (u64, CellId)> = BTreeMap::new();
        for before in self
            .earlier
            .iter()
            .filter(|before| before.indicator == indicator.code)
        {
            let (Some(form), Some((count, numerator))) =
                (before.numerator_form, now.get(&spot(before)))
            else {
                continue;
            };
            let cell = Cell::earlier(before.numerator, form, before.options).may_hide_zero();
            let cell = tabulation.add_cell(cell);
            if before.numerator <= *count {
                tabulation.add_order(*numerator, cell);
            }
            then.insert(spot(before), (before.numerator, cell));
        }
        add_sums(tabulation, &then, &mut HashSet::new());
    }
}

/// Spots by their numbers.
struct Spots {
    list: Vec<Spot>,
    number: HashMap<Spot, u32>,
}

fn part_tables(cells: &[ReleaseCell]) -> (Spots, Vec<PartTable>) {
    let mut spots = Spots {
        list: Vec::new(),
        number: HashMap::new(),
    };
    let mut tables: BTreeMap<(Arc<str>, Part), BTreeMap<u32, u64>> = BTreeMap::new();
    for cell in cells {
        let number = *spots.number.entry(spot(cell)).or_insert_with_key(|spot| {
            spots.list.push(spot.clone());
            spots.list.len() as u32 - 1
        });
        for part in Part::BOTH {
            let table = tables
                .entry((Arc::clone(&cell.indicator), part))
                .or_default();
            table.insert(number, part.of(cell));
        }
    }
    let tables = tables
        .into_iter()
        .map(|((indicator, part), counts)| PartTable {
            indicator,
            part,
            counts,
        });
    (spots, tables.collect())
}

/// The stratum of everybody.
const ALL: &str = "all";

/// Strata that add up to all of a place.
const PARTITIONS: [&str; 2] = ["age_band", "sex"];

/// The sums of a table; those that another table brought already are not brought again.
fn add_sums(
    tabulation: &mut Tabulation,
    ids: &BTreeMap<Spot, (u64, CellId)>,
    known: &mut HashSet<(CellId, Vec<CellId>)>,
) {
    let mut by_stratum: BTreeMap<(&str, &str), Vec<&Spot>> = BTreeMap::new();
    let mut by_place: BTreeMap<(Level, Option<&str>), Vec<&Spot>> = BTreeMap::new();
    for spot in ids.keys() {
        by_stratum.entry((&spot.2, &spot.3)).or_default().push(spot);
        by_place
            .entry((spot.0, spot.1.as_deref()))
            .or_default()
            .push(spot);
    }
    let mut add = |whole: &Spot, parts: Vec<&Spot>| {
        add_sum(
            tabulation,
            ids[whole],
            parts.iter().map(|part| ids[part]),
            known,
        );
    };
    for spots in by_stratum.values() {
        let (whole, parts): (Vec<&Spot>, Vec<&Spot>) =
            spots.iter().partition(|spot| spot.0 == Level::Province);
        if let [whole] = whole.as_slice() {
            add(whole, parts);
        }
    }
    for spots in by_place.values() {
        if let Some(whole) = spots.iter().find(|spot| &*spot.2 == ALL) {
            for kind in PARTITIONS {
                add(
                    whole,
                    spots
                        .iter()
                        .filter(|spot| &*spot.2 == kind)
                        .copied()
                        .collect(),
                );
            }
        }
    }
}

/// Parts that do not exhaust their whole leave a remainder that nobody published, and that can be worked out.
fn add_sum(
    tabulation: &mut Tabulation,
    (whole_count, whole): (u64, CellId),
    parts: impl Iterator<Item = (u64, CellId)>,
    known: &mut HashSet<(CellId, Vec<CellId>)>,
) {
    let (counts, mut parts): (Vec<u64>, Vec<CellId>) = parts.unzip();
    let Some(remainder) = whole_count.checked_sub(counts.iter().sum()) else {
        return;
    };
    if parts.is_empty() || !known.insert((whole, parts.clone())) {
        return;
    }
    if remainder > 0 {
        parts.push(tabulation.add_cell(Cell::latent(remainder)));
    }
    tabulation.add_sum(whole, &parts);
}

/// Classes of which one lies within the other at every spot, (outer, inner): numerators of the same people.
fn nested(tables: &[PartTable], classes: &Classes) -> Vec<(usize, usize)> {
    let part = |part| {
        let of_part = tables
            .iter()
            .enumerate()
            .filter(move |(_, table)| table.part == part);
        of_part.map(|(at, table)| (&table.indicator, at))
    };
    let denominators: HashMap<&Arc<str>, usize> = part(Part::Denominator).collect();
    let numerators: Vec<(&Arc<str>, usize)> = part(Part::Numerator).collect();
    let counts = |table: usize| &tables[table].counts;
    let mut nested = Vec::new();
    for (outer_of, outer) in &numerators {
        for (inner_of, inner) in &numerators {
            let (a, b) = (denominators[*outer_of], denominators[*inner_of]);
            let are_same_people = outer != inner && classes.are_alike(tables, a, b);
            let mut counted = counts(*inner).iter();
            let is_within = are_same_people
                && counted
                    .all(|(spot, count)| counts(*outer).get(spot).is_some_and(|of| count <= of));
            if is_within {
                let spots = counts(*inner).keys();
                nested.extend(
                    spots.map(|spot| (classes.of(*outer, *spot), classes.of(*inner, *spot))),
                );
            }
        }
    }
    nested
}
