//! An invented province: communes of 5,000 to 20,000 people, coverage from 60 % to 100 %.

use crate::disclosure::{Cell, CellId, Tabulation};

/// A small generator (SplitMix64, Steele 2014): the same province everywhere.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        if end == 0 { 0 } else { self.next() % end }
    }

    pub(super) fn chance(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A binomial count, by the normal approximation for many.
    pub(super) fn binomial(&mut self, trials: u64, share: f64) -> u64 {
        if trials < 200 {
            return (0..trials).filter(|_| self.chance() < share).count() as u64;
        }
        let spread = (trials as f64 * share * (1.0 - share)).sqrt();
        let normal: f64 = (0..12).map(|_| self.chance()).sum::<f64>() - 6.0;
        ((trials as f64 * share + spread * normal).round().max(0.0) as u64).min(trials)
    }
}

/// Counts of one stratum.
#[derive(Clone, Copy, Default)]
struct Counts {
    numerator: u64,
    shortfall: u64,
}

/// Its cells.
#[derive(Clone, Copy)]
pub(super) struct Triple {
    pub(super) numerator: CellId,
    pub(super) shortfall: CellId,
    pub(super) denominator: CellId,
}

pub(super) const AGE_BANDS: usize = 4;

/// Strata: all, 2 sexes, 4 age bands, `groups` overlapping target groups.
pub(super) struct Shape {
    pub(super) communes: usize,
    pub(super) groups: usize,
    pub(super) indicators: usize,
}

pub(super) fn province(shape: &Shape, seed: u64) -> Tabulation {
    let mut tabulation = Tabulation::default();
    let mut chance = Chance(seed);
    for _ in 0..shape.indicators {
        add_indicator(&mut tabulation, shape, &mut chance);
    }
    tabulation
}

fn add_indicator(tabulation: &mut Tabulation, shape: &Shape, chance: &mut Chance) {
    let communes: Vec<Vec<Counts>> = (0..shape.communes)
        .map(|_| commune_counts(shape, chance))
        .collect();
    let strata = 1 + 2 + AGE_BANDS + shape.groups;
    let totals: Vec<Counts> = (0..strata)
        .map(|stratum| {
            communes
                .iter()
                .fold(Counts::default(), |sum, commune| Counts {
                    numerator: sum.numerator + commune[stratum].numerator,
                    shortfall: sum.shortfall + commune[stratum].shortfall,
                })
        })
        .collect();
    let top = add_place(tabulation, &totals);
    let below: Vec<Vec<Triple>> = communes
        .iter()
        .map(|counts| add_place(tabulation, counts))
        .collect();
    for stratum in 0..strata {
        for part in [
            |triple: &Triple| triple.numerator,
            |triple: &Triple| triple.shortfall,
            |triple: &Triple| triple.denominator,
        ] {
            let parts: Vec<CellId> = below.iter().map(|place| part(&place[stratum])).collect();
            tabulation.add_sum(part(&top[stratum]), &parts);
        }
    }
}

/// By sex and age together, then added up; groups are drawn from all.
fn commune_counts(shape: &Shape, chance: &mut Chance) -> Vec<Counts> {
    let people = 5_000 + chance.below(15_000);
    let coverage = match chance.below(4) {
        0 => 0.6 + 0.3 * chance.chance(),
        1 => 0.9 + 0.09 * chance.chance(),
        2 => 0.99 + 0.0095 * chance.chance(),
        _ => 0.8 + 0.2 * chance.chance(),
    };
    let mut counts = vec![Counts::default(); 1 + 2 + AGE_BANDS];
    for sex in 0..2 {
        for (age, share) in [0.09, 0.2, 0.57, 0.14].into_iter().enumerate() {
            let people = chance.binomial(people, share / 2.0);
            let numerator = chance.binomial(people, coverage);
            for stratum in [0, 1 + sex, 3 + age] {
                counts[stratum].numerator += numerator;
                counts[stratum].shortfall += people - numerator;
            }
        }
    }
    let all = counts[0];
    for group in 0..shape.groups {
        let share = [0.3, 0.1, 0.03, 0.01, 0.003, 0.002, 0.001, 0.0005][group % 8];
        counts.push(Counts {
            numerator: chance.binomial(all.numerator, share),
            shortfall: chance.binomial(all.shortfall, share),
        });
    }
    counts
}

fn add_place(tabulation: &mut Tabulation, counts: &[Counts]) -> Vec<Triple> {
    let place: Vec<Triple> = counts
        .iter()
        .map(|counts| add_triple(tabulation, *counts))
        .collect();
    for part in [
        |triple: &Triple| triple.numerator,
        |triple: &Triple| triple.shortfall,
        |triple: &Triple| triple.denominator,
    ] {
        let ids: Vec<CellId> = place.iter().map(part).collect();
        tabulation.add_sum(ids[0], &ids[1..3]);
        tabulation.add_sum(ids[0], &ids[3..3 + AGE_BANDS]);
        for &group in &ids[3 + AGE_BANDS..] {
            tabulation.add_order(ids[0], group);
        }
    }
    place
}

/// 0 % and 100 % of somebody must not be told.
fn add_triple(tabulation: &mut Tabulation, counts: Counts) -> Triple {
    let denominator = counts.numerator + counts.shortfall;
    let of_kind = |mut cell: Cell| {
        cell = cell.may_hide_zero();
        if denominator > 0 && cell.count == 0 {
            cell.must_hide()
        } else {
            cell
        }
    };
    let triple = Triple {
        numerator: tabulation.add_cell(of_kind(Cell::shown(counts.numerator))),
        shortfall: tabulation.add_cell(of_kind(Cell::latent(counts.shortfall))),
        denominator: tabulation.add_cell(Cell::shown(denominator)),
    };
    tabulation.add_sum(triple.denominator, &[triple.numerator, triple.shortfall]);
    triple
}
