//! Random tables small enough to list every table that a reader has to reckon with.

use proptest::prelude::*;

use super::options;
use crate::disclosure::{Cell, CellId, Released, Tabulation, protect};

/// A two-way table with margins; some inner cells latent; perhaps last week's first row beside it.
#[derive(Debug, Clone)]
pub(super) struct SmallTable {
    counts: Vec<Vec<u64>>,
    latent: Vec<bool>,
    demanded: usize,
    with_margin: bool,
    earlier: Option<Vec<u64>>,
}

pub(super) fn small_table() -> impl Strategy<Value = SmallTable> {
    let count = prop_oneof![3 => 0_u64..8, 2 => 8_u64..16, 1 => 16_u64..40];
    (2_usize..4, 2_usize..3).prop_flat_map(move |(columns, rows)| {
        (
            prop::collection::vec(prop::collection::vec(count.clone(), columns), rows),
            prop::collection::vec(prop::bool::weighted(0.2), rows * columns),
            0..4 * rows * columns,
            any::<bool>(),
            prop::option::weighted(0.3, prop::collection::vec(0_u64..20, columns)),
        )
            .prop_map(
                |(counts, latent, demanded, with_margin, earlier)| SmallTable {
                    counts,
                    latent,
                    demanded,
                    with_margin,
                    earlier,
                },
            )
    })
}

impl SmallTable {
    pub(super) fn tabulation(&self) -> Tabulation {
        let mut tabulation = Tabulation::default();
        let mut at = 0;
        let inner: Vec<Vec<CellId>> = self
            .counts
            .iter()
            .map(|row| {
                row.iter()
                    .map(|&count| {
                        let cell = self.inner_cell(at, count);
                        at += 1;
                        tabulation.add_cell(cell)
                    })
                    .collect()
            })
            .collect();
        let columns = self.counts[0].len();
        let mut row_totals = Vec::new();
        for (row, counts) in inner.iter().zip(&self.counts) {
            let total = tabulation.add_cell(Cell::shown(counts.iter().sum()));
            tabulation.add_sum(total, row);
            row_totals.push(total);
        }
        if self.with_margin {
            for column in 0..columns {
                let count = self.counts.iter().map(|row| row[column]).sum();
                let total = tabulation.add_cell(Cell::shown(count));
                let parts: Vec<CellId> = inner.iter().map(|row| row[column]).collect();
                tabulation.add_sum(total, &parts);
            }
        }
        if let Some(less) = &self.earlier {
            add_earlier(
                &mut tabulation,
                &self.counts[0],
                &inner[0],
                row_totals[0],
                less,
            );
        }
        tabulation
    }

    fn inner_cell(&self, at: usize, count: u64) -> Cell {
        let cell = if self.latent[at] {
            Cell::latent(count)
        } else {
            Cell::shown(count)
        };
        if at == self.demanded {
            cell.must_hide()
        } else {
            cell
        }
    }
}

/// Last week's row, itself protected by itself.
fn add_earlier(
    tabulation: &mut Tabulation,
    counts: &[u64],
    row: &[CellId],
    total: CellId,
    less: &[u64],
) {
    let before: Vec<u64> = counts
        .iter()
        .zip(less)
        .map(|(now, less)| now.saturating_sub(*less))
        .collect();
    let mut alone = Tabulation::default();
    let parts: Vec<CellId> = before
        .iter()
        .map(|&count| alone.add_cell(Cell::shown(count)))
        .collect();
    let sum = alone.add_cell(Cell::shown(before.iter().sum()));
    alone.add_sum(sum, &parts);
    let (published, _) = protect(&alone, options()).expect("a sound row");
    let mut earlier = |count: u64, cell: CellId| {
        let released = published.released(cell).unwrap_or(Released::Suppressed);
        // A zero is suppressed only where the whole row was withheld.
        tabulation.add_cell(Cell::earlier(count, released, options()).may_hide_zero())
    };
    let ids: Vec<CellId> = before
        .iter()
        .zip(&parts)
        .map(|(&count, &cell)| earlier(count, cell))
        .collect();
    let sum = earlier(before.iter().sum(), sum);
    tabulation.add_sum(sum, &ids);
    for (&larger, &smaller) in row.iter().zip(&ids) {
        tabulation.add_order(larger, smaller);
    }
    tabulation.add_order(total, sum);
}

/// A province of two or three districts of two or three communes, each with numerator, shortfall and
/// denominator; 0 % and 100 % of somebody are demanded hidden.
pub(super) fn small_tree() -> impl Strategy<Value = Tabulation> {
    let count = || prop_oneof![2 => 0_u64..8, 2 => 8_u64..30];
    let commune = prop::collection::vec(count(), 2);
    let district = prop::collection::vec(commune, 2..4);
    prop::collection::vec(district, 2..4).prop_map(|districts| {
        let mut tabulation = Tabulation::default();
        let places: Vec<Place> = districts
            .iter()
            .map(|communes| {
                let below: Vec<Place> = communes
                    .iter()
                    .map(|counts| add_place(&mut tabulation, counts[0], counts[1]))
                    .collect();
                add_above(&mut tabulation, &below)
            })
            .collect();
        add_above(&mut tabulation, &places);
        tabulation
    })
}

struct Place {
    counts: [u64; 3],
    cells: [CellId; 3],
}

fn add_place(tabulation: &mut Tabulation, numerator: u64, shortfall: u64) -> Place {
    let counts = [numerator, shortfall, numerator + shortfall];
    let demanded = |cell: Cell, count: u64| {
        if count == 0 && counts[2] > 0 {
            cell.must_hide()
        } else {
            cell
        }
    };
    let cells = [
        tabulation.add_cell(demanded(Cell::shown(numerator).may_hide_zero(), numerator)),
        tabulation.add_cell(demanded(Cell::latent(shortfall), shortfall)),
        tabulation.add_cell(Cell::shown(counts[2])),
    ];
    tabulation.add_sum(cells[2], &cells[..2]);
    Place { counts, cells }
}

fn add_above(tabulation: &mut Tabulation, below: &[Place]) -> Place {
    let sum = |at: usize| below.iter().map(|place| place.counts[at]).sum();
    let above = add_place(tabulation, sum(0), sum(1));
    for at in 0..3 {
        let parts: Vec<CellId> = below.iter().map(|place| place.cells[at]).collect();
        tabulation.add_sum(above.cells[at], &parts);
    }
    above
}

/// Two or three communes by two groups in two weeks, with all margins: tonight's table beside last week's as it was
/// protected then. Who was counted once stays counted.
pub(super) fn two_weeks() -> impl Strategy<Value = Tabulation> {
    let count = prop_oneof![3 => 0_u64..8, 2 => 8_u64..16, 1 => 16_u64..40];
    let came = prop_oneof![3 => 0_u64..3, 1 => 0_u64..20];
    let commune = prop::collection::vec((count, came), 2);
    prop::collection::vec(commune, 2..4).prop_map(|communes| {
        let week = |count: fn(&(u64, u64)) -> u64| -> Vec<Vec<u64>> {
            let of_commune = |groups: &Vec<(u64, u64)>| groups.iter().map(count).collect();
            communes.iter().map(of_commune).collect()
        };
        let then = with_margins(&week(|of| of.0));
        let now = with_margins(&week(|of| of.0 + of.1));
        let columns = 3;
        let mut alone = Tabulation::default();
        let of_then = |count: &u64| alone.add_cell(Cell::shown(*count).may_hide_zero());
        let ids: Vec<CellId> = then.iter().map(of_then).collect();
        add_margins(&mut alone, &ids, columns);
        let (published, _) = protect(&alone, options()).unwrap();
        let mut tabulation = Tabulation::default();
        let of_now = |count: &u64| tabulation.add_cell(Cell::shown(*count).may_hide_zero());
        let tonight: Vec<CellId> = now.iter().map(of_now).collect();
        add_margins(&mut tabulation, &tonight, columns);
        tabulation.begin_release();
        let of_then = ids.iter().zip(&then).map(|(id, count)| {
            let form = published.released(*id).expect("all are published");
            tabulation.add_cell(Cell::earlier(*count, form, options()).may_hide_zero())
        });
        let before: Vec<CellId> = of_then.collect();
        add_margins(&mut tabulation, &before, columns);
        for (now, before) in tonight.iter().zip(&before) {
            tabulation.add_twins(*now, *before);
            tabulation.add_order(*now, *before);
        }
        tabulation
    })
}

/// Row by row, each with its sum behind it; the last row is the sum of the others.
fn with_margins(rows: &[Vec<u64>]) -> Vec<u64> {
    let mut rows = rows.to_vec();
    let columns = 0..rows[0].len();
    let sums = columns.map(|column| rows.iter().map(|row| row[column]).sum());
    let sums = sums.collect();
    rows.push(sums);
    let with_sum = rows.into_iter().flat_map(|mut row| {
        row.push(row.iter().sum());
        row
    });
    with_sum.collect()
}

/// The sums of such a table.
fn add_margins(tabulation: &mut Tabulation, cells: &[CellId], columns: usize) {
    let rows: Vec<&[CellId]> = cells.chunks_exact(columns).collect();
    for row in &rows {
        let (sum, parts) = row.split_last().expect("a row has cells");
        tabulation.add_sum(*sum, parts);
    }
    let (sums, rows) = rows.split_last().expect("a table has rows");
    for (column, sum) in sums.iter().enumerate() {
        let parts: Vec<CellId> = rows.iter().map(|row| row[column]).collect();
        tabulation.add_sum(*sum, &parts);
    }
}
