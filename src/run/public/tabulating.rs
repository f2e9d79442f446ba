//! How the counts of a release hang together, as whoever reads them all can see.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::before::Before;
use super::cells::{Level, ReleaseCell, Spot, spot};
use super::classes::Classes;
use crate::disclosure::{Cell, CellId, Released, Tabulation};

/// How much of an indicator becomes public.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    #[default]
    Everything,
    /// Without age and sex.
    Whole,
    Nothing,
}

/// The cells of a release and of those before it, which class of counts each is, and of which indicators.
#[derive(Default)]
pub struct Tabulated {
    pub tabulation: Tabulation,
    pub ids: BTreeMap<usize, CellId>,
    /// Positions of indicators, by cell.
    owners: Vec<Vec<usize>>,
    /// Sums, and parts of wholes, that stand already.
    known: HashSet<(CellId, Vec<CellId>)>,
    /// What is left of a whole when a part, or parts of which this is the first, are taken away.
    left: BTreeMap<(CellId, CellId), CellId>,
    /// The count of before, by that of the release after.
    twins: BTreeMap<CellId, CellId>,
}

impl Tabulated {
    fn add(&mut self, cell: Cell, owner: usize) -> CellId {
        self.owners.push(vec![owner]);
        self.tabulation.add_cell(cell)
    }

    fn share(&mut self, cell: CellId, owner: usize) {
        let owners = &mut self.owners[cell.index()];
        if owners.last() != Some(&owner) {
            owners.push(owner);
        }
    }

    /// The indicators that a cell is of.
    pub fn owners(&self, cell: CellId) -> &[usize] {
        &self.owners[cell.index()]
    }

    /// whole = part + who is left, who stands in no table; once for each pair.
    fn add_left(&mut self, (whole, part): (CellId, CellId), left: Cell, owner: usize) {
        if whole != part && self.known.insert((whole, vec![part])) {
            let left = self.add(left, owner);
            self.left.insert((whole, part), left);
            self.tabulation.add_sum(whole, &[part, left]);
        }
    }

    /// What is left is the same count in two releases where the whole and the part are.
    pub(super) fn add_twins(&mut self) {
        for (now, before) in &self.twins {
            self.tabulation.add_twins(*now, *before);
        }
        for ((whole, part), left) in &self.left {
            let of_before = self.twins.get(whole).zip(self.twins.get(part));
            let before = of_before.and_then(|(whole, part)| self.left.get(&(*whole, *part)));
            if let Some(before) = before {
                self.tabulation.add_twins(*left, *before);
            }
        }
    }

    /// The sums of a table. Parts that do not exhaust their whole leave a remainder that nobody published, and that can
    /// be worked out.
    fn add_sums(&mut self, ids: &BTreeMap<Spot, (u64, CellId)>, owner: usize) {
        for (whole, parts) in sums(ids.keys()) {
            let (whole_count, whole) = ids[whole];
            let parts = parts.iter().map(|part| ids[part]);
            let (counts, mut parts): (Vec<u64>, Vec<CellId>) = parts.unzip();
            let Some(remainder) = whole_count.checked_sub(counts.iter().sum()) else {
                continue;
            };
            if parts.is_empty() || !self.known.insert((whole, parts.clone())) {
                continue;
            }
            if remainder > 0 {
                let left = self.add(Cell::latent(remainder), owner);
                self.left.insert((whole, parts[0]), left);
                parts.push(left);
            }
            self.tabulation.add_sum(whole, &parts);
        }
    }
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

/// A release as whoever reads it all can take it apart.
///
/// Tables of the same people, such as the residents under several indicators, or adults among all, have one class of
/// counts where they agree (see [`Classes`]): what is hidden in one is hidden in all. Each count is a sum: over the
/// communes, over age bands, over sexes; a numerator and its shortfall are the denominator; pressure from 140/90 is that
/// from 160/100 and what lies between. What is left in between is as much a person's matter as what is published.
/// Where nobody, or everybody, is in a numerator, that is told of each of them: such counts are hidden too.
pub struct Whole<'c> {
    cells: &'c [ReleaseCell],
    /// In the order of their codes.
    pub indicators: Vec<IndicatorCells>,
    /// Of each class.
    counts: Vec<u64>,
    /// Whether a reader has to reckon with a zero behind it, as behind any numerator.
    may_hide_zero: Vec<bool>,
    must_hide: Vec<bool>,
    /// Whether no row of it becomes public.
    is_unpublished: Vec<bool>,
    /// Classes of which one lies within the other, (outer, inner).
    nested: Vec<(usize, usize)>,
}

/// The rows of an indicator, with the classes of their counts.
pub struct IndicatorCells {
    pub code: Arc<str>,
    /// Positions among the cells, then the classes of numerator and denominator.
    pub rows: Vec<(usize, usize, usize)>,
}

impl<'c> Whole<'c> {
    pub fn new(cells: &'c [ReleaseCell]) -> Self {
        let (spots, tables) = part_tables(cells);
        let classes = Classes::new(&tables);
        let of = tables.iter().enumerate();
        let of: HashMap<(&str, Part), usize> = of
            .map(|(at, table)| ((&*table.indicator, table.part), at))
            .collect();
        let count = classes.count();
        let mut whole = Self {
            cells,
            indicators: Vec::new(),
            counts: vec![0; count],
            may_hide_zero: vec![false; count],
            must_hide: vec![false; count],
            is_unpublished: vec![true; count],
            nested: nested(&tables, &classes),
        };
        let mut indicators: BTreeMap<&Arc<str>, Vec<(usize, usize, usize)>> = BTreeMap::new();
        let mut tables_of: Vec<[BTreeSet<usize>; 2]> = vec![Default::default(); count];
        for (at, cell) in cells.iter().enumerate() {
            let spot = spots[&spot(cell)];
            let class = |part| classes.of(of[&(&*cell.indicator, part)], spot);
            let (numerator, denominator) = (class(Part::Numerator), class(Part::Denominator));
            whole.note(cell, numerator, denominator);
            for (part, class) in [
                (Part::Numerator, numerator),
                (Part::Denominator, denominator),
            ] {
                tables_of[class][part as usize].insert(of[&(&*cell.indicator, part)]);
            }
            indicators
                .entry(&cell.indicator)
                .or_default()
                .push((at, numerator, denominator));
        }
        let mut alike: HashMap<(usize, usize), bool> = HashMap::new();
        for (class, [numerators, denominators]) in tables_of.iter().enumerate() {
            // A numerator that agrees with a denominator by chance does not make the reader of that reckon with nobody.
            let mut is_one = |n: &usize| {
                denominators.iter().all(|d| {
                    let known = alike.entry((*n, *d));
                    *known.or_insert_with(|| classes.are_alike(&tables, *n, *d))
                })
            };
            whole.may_hide_zero[class] = numerators.iter().any(&mut is_one);
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

    /// A numerator must be hidden where it is nothing and somebody is in its denominator; so must one that is its
    /// denominator, for it tells of everybody.
    fn note(&mut self, cell: &ReleaseCell, numerator: usize, denominator: usize) {
        self.counts[numerator] = cell.numerator;
        self.counts[denominator] = cell.denominator;
        if !cell.level.is_public() {
            return;
        }
        self.is_unpublished[numerator] = false;
        self.is_unpublished[denominator] = false;
        if cell.denominator > 0 {
            self.must_hide[numerator] |= cell.numerator == 0 || numerator == denominator;
        }
    }

    /// The true count of a class.
    pub fn count(&self, class: usize) -> u64 {
        self.counts[class]
    }

    pub fn is_unpublished(&self, class: usize) -> bool {
        self.is_unpublished[class]
    }

    pub fn class_count(&self) -> usize {
        self.counts.len()
    }

    /// Where a cell of an indicator stands, in words: `numerator of commune 01273 sex male`; what stands nowhere is what
    /// is left of others, or what an earlier release said.
    pub fn place(&self, tabulated: &Tabulated, indicator: usize, cell: CellId) -> String {
        let mut rows = self.indicators[indicator].rows.iter();
        let is_it = |class: &usize| tabulated.ids.get(class) == Some(&cell);
        let Some((at, numerator, _)) =
            rows.find(|(_, numerator, denominator)| is_it(numerator) || is_it(denominator))
        else {
            return "a remainder".to_owned();
        };
        let (level, commune, kind, stratum) = spot(&self.cells[*at]);
        let part = match is_it(numerator) {
            true => "numerator",
            false => "denominator",
        };
        let commune = commune.as_deref().unwrap_or("");
        format!("{part} of {} {commune} {kind} {stratum}", level.code())
    }

    /// The rows of an indicator that its extent leaves.
    pub fn rows(
        &self,
        indicator: usize,
        extent: Extent,
    ) -> impl Iterator<Item = (usize, usize, usize)> {
        let rows = self.indicators[indicator].rows.iter().copied();
        rows.filter(move |(at, ..)| match extent {
            Extent::Everything => true,
            Extent::Whole => &*self.cells[*at].stratum_kind == ALL,
            Extent::Nothing => false,
        })
    }

    /// Extents of which one indicator alone is read.
    pub fn only(&self, indicator: usize, extent: Extent) -> Vec<Extent> {
        let mut extents = vec![Extent::Nothing; self.indicators.len()];
        extents[indicator] = extent;
        extents
    }

    /// How much of an indicator was published.
    pub fn extent_published(&self, indicator: usize) -> Extent {
        let hidden = [Some(Released::Suppressed); 2];
        let is_shown = |at: usize| {
            let cell = &self.cells[at];
            [cell.numerator_form, cell.denominator_form] != hidden
        };
        let mut extent = Extent::Nothing;
        for (at, ..) in &self.indicators[indicator].rows {
            if is_shown(*at) && &*self.cells[*at].stratum_kind != ALL {
                return Extent::Everything;
            }
            if is_shown(*at) {
                extent = Extent::Whole;
            }
        }
        extent
    }

    /// The form of each class as it was published: what any indicator shows of a count is known.
    pub fn forms_published(&self) -> Vec<Option<Released>> {
        let mut forms = vec![None; self.class_count()];
        for (at, numerator, denominator) in self.indicators.iter().flat_map(|of| &of.rows) {
            let cell = &self.cells[*at];
            for (class, form) in [
                (*numerator, cell.numerator_form),
                (*denominator, cell.denominator_form),
            ] {
                if forms[class].is_none() || forms[class] == Some(Released::Suppressed) {
                    forms[class] = form;
                }
            }
        }
        forms
    }

    /// What is read of all indicators together, each as far as its extent goes, by whoever kept the releases `before`.
    /// Classes that are `hidden` stay so.
    pub fn tabulate(&self, extents: &[Extent], hidden: &[bool], before: &Before<'_>) -> Tabulated {
        let mut tabulated = Tabulated::default();
        let of_tonight: Vec<(usize, Extent)> = extents.iter().copied().enumerate().collect();
        tabulated.ids = self.add_cells(&mut tabulated, &of_tonight, |class| {
            if self.is_unpublished[class] {
                return Cell::latent(self.counts[class]);
            }
            let cell = Cell::shown(self.counts[class]);
            if self.must_hide[class] || hidden[class] {
                cell.must_hide()
            } else {
                cell
            }
        });
        let mut known = KnownThen::new();
        before.add_to(&mut tabulated, &mut known);
        self.add_growth(&mut tabulated, &of_tonight, None, &mut known);
        tabulated.add_twins();
        tabulated
    }

    /// The indicators of which something grows.
    pub(super) fn growing(&self) -> impl Iterator<Item = &Arc<str>> {
        let grows = |of: &&IndicatorCells| {
            of.rows.iter().any(|(at, ..)| {
                let cell = &self.cells[*at];
                cell.numerator_grows || cell.denominator_grows
            })
        };
        self.indicators.iter().filter(grows).map(|of| &of.code)
    }

    /// The counts of a release as `cell` makes them of classes, and how they add up. Each indicator comes with whom its
    /// cells are told to be of, and its extent.
    fn add_cells(
        &self,
        tabulated: &mut Tabulated,
        extents: &[(usize, Extent)],
        cell: impl Fn(usize) -> Cell,
    ) -> BTreeMap<usize, CellId> {
        let mut ids = BTreeMap::new();
        for (indicator, (owner, extent)) in extents.iter().enumerate() {
            for (_, numerator, denominator) in self.rows(indicator, *extent) {
                for class in [numerator, denominator] {
                    if let Some(id) = ids.get(&class) {
                        tabulated.share(*id, *owner);
                        continue;
                    }
                    let cell = cell(class);
                    let cell = match self.may_hide_zero[class] {
                        true => cell.may_hide_zero(),
                        false => cell,
                    };
                    ids.insert(class, tabulated.add(cell, *owner));
                }
            }
        }
        for (indicator, (owner, extent)) in extents.iter().enumerate() {
            for part in Part::BOTH {
                let of_part = self.rows(indicator, *extent);
                let of_part = of_part.map(|(at, numerator, denominator)| {
                    let class = match part {
                        Part::Numerator => numerator,
                        Part::Denominator => denominator,
                    };
                    let cell = &self.cells[at];
                    (spot(cell), (part.of(cell), ids[&class]))
                });
                tabulated.add_sums(&of_part.collect(), *owner);
            }
            for (at, numerator, denominator) in self.rows(indicator, *extent) {
                let cell = &self.cells[at];
                if !cell.is_proportion {
                    continue;
                }
                let shortfall = Cell::latent(cell.denominator - cell.numerator);
                let is_certain = cell.numerator == cell.denominator
                    && cell.denominator > 0
                    && cell.level.is_public();
                let shortfall = match is_certain {
                    true => shortfall.must_hide(),
                    false => shortfall,
                };
                tabulated.add_left((ids[&denominator], ids[&numerator]), shortfall, *owner);
            }
        }
        for (outer, inner) in &self.nested {
            if let (Some(whole), Some(part)) = (ids.get(outer), ids.get(inner)) {
                let between = Cell::latent(self.counts[*outer] - self.counts[*inner]);
                let owner = tabulated.owners(*part)[0];
                tabulated.add_left((*whole, *part), between, owner);
            }
        }
        ids
    }

    /// What this release, which is over, said of the indicators that have owners.
    pub(super) fn add_earlier(
        &self,
        tabulated: &mut Tabulated,
        owners: &BTreeMap<Arc<str>, usize>,
        known: &mut KnownThen,
    ) {
        let extents: Vec<(usize, Extent)> = self
            .indicators
            .iter()
            .enumerate()
            .map(|(indicator, of)| match owners.get(&of.code) {
                Some(owner) => (*owner, self.extent_published(indicator)),
                None => (0, Extent::Nothing),
            })
            .collect();
        let forms = self.forms_published();
        let options = self.cells.first().map(|cell| cell.options);
        let ids = self.add_cells(tabulated, &extents, |class| {
            let form = forms[class].unwrap_or(Released::Suppressed);
            if form == Released::Suppressed && self.is_unpublished[class] {
                return Cell::latent(self.counts[class]);
            }
            let cell = Cell::earlier(self.counts[class], form, options.unwrap_or_default());
            match self.counts[class] {
                0 => cell.may_hide_zero(),
                _ => cell,
            }
        });
        self.add_growth(tabulated, &extents, Some(&ids), known);
    }

    /// That each count of this release that grows holds what it was when it was known last; `ids` are those of tonight
    /// where they are not given.
    fn add_growth(
        &self,
        tabulated: &mut Tabulated,
        extents: &[(usize, Extent)],
        ids: Option<&BTreeMap<usize, CellId>>,
        known: &mut KnownThen,
    ) {
        for (indicator, (_, extent)) in extents.iter().enumerate() {
            for (at, numerator, denominator) in self.rows(indicator, *extent) {
                let cell = &self.cells[at];
                for (part, grows, class) in [
                    (Part::Numerator, cell.numerator_grows, numerator),
                    (Part::Denominator, cell.denominator_grows, denominator),
                ] {
                    let id = ids.unwrap_or(&tabulated.ids)[&class];
                    let count = self.counts[class];
                    let key = (Arc::clone(&cell.indicator), part, spot(cell));
                    let Some((then, before)) = known.insert(key, (count, id)) else {
                        continue;
                    };
                    if before == id {
                        continue;
                    }
                    tabulated.twins.insert(id, before);
                    if grows && then <= count {
                        tabulated.tabulation.add_order(id, before);
                    }
                }
            }
        }
    }
}

/// Each count as it was known last.
pub(super) type KnownThen = HashMap<(Arc<str>, Part, Spot), (u64, CellId)>;

/// The number of each spot, and the counts of each part of each indicator.
fn part_tables(cells: &[ReleaseCell]) -> (HashMap<Spot, u32>, Vec<PartTable>) {
    let mut spots: HashMap<Spot, u32> = HashMap::new();
    let mut tables: BTreeMap<(Arc<str>, Part), BTreeMap<u32, u64>> = BTreeMap::new();
    for cell in cells {
        let next = spots.len() as u32;
        let number = *spots.entry(spot(cell)).or_insert(next);
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

/// Which spots of a table add up to which: the places of a stratum to the province, the parts of a partition to a place.
fn sums<'s>(spots: impl Iterator<Item = &'s Spot>) -> Vec<(&'s Spot, Vec<&'s Spot>)> {
    let mut by_stratum: BTreeMap<(&str, &str), Vec<&Spot>> = BTreeMap::new();
    let mut by_place: BTreeMap<(Level, Option<&str>), Vec<&Spot>> = BTreeMap::new();
    for spot in spots {
        by_stratum.entry((&spot.2, &spot.3)).or_default().push(spot);
        by_place
            .entry((spot.0, spot.1.as_deref()))
            .or_default()
            .push(spot);
    }
    let mut sums = Vec::new();
    for spots in by_stratum.into_values() {
        let (whole, parts): (Vec<&Spot>, Vec<&Spot>) = spots
            .into_iter()
            .partition(|spot| spot.0 == Level::Province);
        sums.extend(whole.first().map(|whole| (*whole, parts)));
    }
    for spots in by_place.into_values() {
        let Some(whole) = spots.iter().find(|spot| &*spot.2 == ALL) else {
            continue;
        };
        for kind in PARTITIONS {
            let parts = spots.iter().copied().filter(|spot| &*spot.2 == kind);
            sums.push((*whole, parts.collect()));
        }
    }
    sums
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
