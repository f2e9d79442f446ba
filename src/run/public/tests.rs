use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::disclosure::{DisclosureOptions, Released};

#[test]
fn a_release_falls_due_on_its_weekday_or_after_a_missed_one() {
    let friday = date(2026, 11, 20);
    let due = |last, as_of| is_due(Weekday::Friday, last, as_of);
    assert!(due(None, friday));
    assert!(!due(None, date(2026, 11, 21)));
    assert!(due(Some(friday), friday), "the night is run again");
    assert!(!due(Some(friday), date(2026, 11, 26)));
    assert!(due(Some(friday), date(2026, 11, 27)));
    assert!(due(Some(friday), date(2026, 11, 28)));
    assert!(!due(Some(date(2026, 11, 28)), date(2026, 11, 29)));
    assert!(!due(Some(date(2026, 11, 28)), date(2026, 12, 3)));
    assert!(due(Some(date(2026, 11, 28)), date(2026, 12, 4)));
}

fn cell(place: (Level, Option<&str>), stratum: (&str, &str), counts: (u64, u64)) -> ReleaseCell {
    ReleaseCell {
        released_on: date(2026, 11, 20),
        level: place.0,
        commune: place.1.map(Arc::from),
        indicator: Arc::from("A"),
        stratum_kind: Arc::from(stratum.0),
        stratum: Arc::from(stratum.1),
        numerator: counts.0,
        denominator: counts.1,
        is_proportion: true,
        numerator_grows: true,
        denominator_grows: false,
        numerator_form: None,
        denominator_form: None,
        options: DisclosureOptions::default(),
    }
}

use super::cells::Level;

const PROVINCE: (Level, Option<&str>) = (Level::Province, None);
const ALL: (&str, &str) = ("all", "all");

/// Decides the cells, and proves every hidden one again.
fn decide(cells: &mut [ReleaseCell], earlier: &[ReleaseCell]) {
    let decision = super::decide(cells, earlier, &|| Ok(())).unwrap();
    assert_eq!(warnings(&decision), [""; 0]);
    let audit = audit_cells(cells, earlier).unwrap().expect("a release");
    assert_eq!(audit.exposed_cells, 0);
    assert_eq!(audit.proven_cells, audit.protected_cells);
}

fn communes(counts: &[(u64, u64)]) -> Vec<ReleaseCell> {
    let codes = ["00001", "00002", "00003", "00004", "00005"];
    let sum = counts
        .iter()
        .fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
    let of_communes = codes.iter().zip(counts);
    let of_communes =
        of_communes.map(|(code, counts)| cell((Level::Commune, Some(*code)), ALL, *counts));
    std::iter::once(cell(PROVINCE, ALL, sum))
        .chain(of_communes)
        .collect()
}

fn is_hidden(cell: &ReleaseCell) -> bool {
    cell.numerator_form == Some(Released::Suppressed)
}

/// What a form tells a reader who knows the rule, of a count of at most `most`.
fn told(form: Option<Released>, most: u64) -> std::ops::RangeInclusive<u64> {
    match form {
        Some(Released::Zero) => 0..=0,
        Some(Released::Rounded(shown)) => (shown - 2).max(8)..=(shown + 2).min(most),
        _ => 0..=most,
    }
}

/// Every numerator of two communes that the releases of one or two weeks allow, tried one by one: nothing is taken
/// from the code that hides. A numerator lies within its denominator, the province is both, and nobody is unexamined.
fn possible(weeks: &[&[ReleaseCell]]) -> [BTreeSet<u64>; 2] {
    const MOST: u64 = 64;
    let of_week = |cells: &[ReleaseCell]| -> BTreeSet<[u64; 2]> {
        let [province, a, b] = cells else {
            panic!("a province and two communes");
        };
        let fits = |numerators: [u64; 2]| {
            let sum = numerators[0] + numerators[1];
            let counts = [sum, numerators[0], numerators[1]];
            let within = [province, a, b]
                .into_iter()
                .zip(counts)
                .all(|(cell, count)| {
                    let most_of = *told(cell.denominator_form, 3 * MOST).end();
                    told(cell.numerator_form, 2 * MOST).contains(&count) && count <= most_of
                });
            within.then_some(numerators)
        };
        (0..=MOST)
            .flat_map(|a| (0..=MOST).filter_map(move |b| fits([a, b])))
            .collect()
    };
    let mut all: Vec<BTreeSet<[u64; 2]>> = weeks.iter().map(|cells| of_week(cells)).collect();
    let last = all.pop().expect("a week");
    let can_follow = |now: &[u64; 2]| {
        all.iter().all(|then| {
            then.iter()
                .any(|then| then[0] <= now[0] && then[1] <= now[1])
        })
    };
    let now: Vec<[u64; 2]> = last.iter().filter(|now| can_follow(now)).copied().collect();
    [0, 1].map(|at| now.iter().map(|counts| counts[at]).collect())
}

#[track_caller]
fn check_hidden(weeks: &[&[ReleaseCell]]) {
    let last = weeks.last().expect("a week");
    for (possible, cell) in possible(weeks).iter().zip(&last[1..]) {
        assert!(
            possible.contains(&cell.numerator),
            "the truth is among {possible:?}"
        );
        if is_hidden(cell) {
            let (low, high) = (possible.first().unwrap(), possible.last().unwrap());
            assert!(high - low > 7, "{low} to {high}: {cell:?}");
        }
    }
}

/// Commune = province − the other one.
#[test]
fn a_commune_is_not_what_is_left_of_the_province() {
    for (a, b) in [(3, 20), (1, 12), (7, 38), (5, 5), (2, 9), (6, 40)] {
        let mut cells = communes(&[(a, 40), (b, 60)]);
        decide(&mut cells, &[]);
        assert!(is_hidden(&cells[1]), "{a} is small");
        check_hidden(&[&cells]);
    }
}

/// Age × sex margins: of two sexes one is small.
#[test]
fn a_sex_is_not_what_is_left_of_all() {
    let mut cells = vec![
        cell(PROVINCE, ALL, (53, 130)),
        cell(PROVINCE, ("sex", "male"), (3, 40)),
        cell(PROVINCE, ("sex", "female"), (50, 90)),
        cell(PROVINCE, ("age_band", "0-5"), (26, 60)),
        cell(PROVINCE, ("age_band", "60+"), (27, 70)),
    ];
    decide(&mut cells, &[]);
    assert!(is_hidden(&cells[1]));
    assert!(is_hidden(&cells[0]) || is_hidden(&cells[2]));
}

#[test]
fn nobody_and_everybody_are_hidden_and_nobody_there_is_not() {
    let mut cells = communes(&[(0, 60), (60, 60), (0, 0), (40, 90), (70, 120)]);
    decide(&mut cells, &[]);
    assert!(is_hidden(&cells[1]), "0 %");
    let everybody = &cells[2];
    assert!(
        is_hidden(everybody) || everybody.denominator_form == Some(Released::Suppressed),
        "100 %"
    );
    assert_eq!(cells[3].denominator_form, Some(Released::Zero));
}

/// Next week's table and this week's together do not tell what one of them hides.
#[test]
fn two_weeks_do_not_tell_what_one_hides() {
    for (then, now) in [(6, 9), (7, 8), (1, 7), (9, 9), (12, 13), (3, 30)] {
        for (other_then, other_now) in [(20, 21), (38, 38), (5, 6), (9, 12)] {
            let mut before = communes(&[(then, 40), (other_then, 60)]);
            decide(&mut before, &[]);
            check_hidden(&[&before]);
            let mut after = communes(&[(now, 40), (other_now, 60)]);
            decide(&mut after, &before);
            check_hidden(&[&before, &after]);
        }
    }
}

/// Residents under two indicators: a count hidden in one table is hidden in the other.
#[test]
fn tables_that_are_alike_hide_alike() {
    let mut cells = communes(&[(30, 60), (40, 90), (2, 5)]);
    let mut others = communes(&[(20, 60), (50, 90), (4, 5)]);
    for other in &mut others {
        other.indicator = Arc::from("B");
    }
    cells.extend(others);
    decide(&mut cells, &[]);
    for (a, b) in cells[..4].iter().zip(&cells[4..]) {
        assert_eq!(a.denominator_form, b.denominator_form);
    }
    assert_eq!(cells[3].denominator_form, Some(Released::Suppressed));
}

/// Pupils without target groups are the same pupils: what is hidden of them under one indicator is hidden under the other.
#[test]
fn tables_of_other_strata_hide_alike() {
    let mut cells = communes(&[(12, 60), (40, 90), (70, 120)]);
    let mut of_examined = communes(&[(5, 12), (20, 40), (30, 70)]);
    for cell in &mut of_examined {
        cell.indicator = Arc::from("B");
    }
    let sexes = [("male", (2, 30)), ("female", (10, 30))];
    let place = (Level::Commune, Some("00001"));
    cells.extend(sexes.map(|(sex, counts)| cell(place, ("sex", sex), counts)));
    cells.extend(of_examined);
    decide(&mut cells, &[]);
    for (a, b) in [(0, 6), (1, 7), (2, 8), (3, 9)] {
        assert_eq!(cells[a].numerator_form, cells[b].denominator_form, "{a}");
    }
}

/// True of everybody everywhere: it is told of nobody.
#[test]
fn what_is_true_of_everybody_is_not_published() {
    let mut cells = communes(&[(60, 60), (90, 90)]);
    decide(&mut cells, &[]);
    for cell in &cells {
        let shown = [cell.numerator_form, cell.denominator_form];
        assert!(shown.contains(&Some(Released::Suppressed)), "{shown:?}");
    }
}

/// Residents, who has a record, whose record was accepted: of two indicators together a reader must not learn what
/// neither tells. Every triple of both communes that what is released allows is tried, nothing taken from the code.
#[test]
fn two_indicators_together_do_not_tell_what_each_hides() {
    for (a, b) in [([7, 7, 6], [40, 16, 12]), ([12, 9, 3], [50, 30, 21])] {
        let pair = |of: [u64; 3], at: usize| (of[at + 1], of[at]);
        let mut cells = communes(&[pair(a, 0), pair(b, 0)]);
        let mut accepted = communes(&[pair(a, 1), pair(b, 1)]);
        for cell in &mut accepted {
            cell.indicator = Arc::from("B");
            cell.numerator_grows = false;
        }
        cells.extend(accepted);
        decide(&mut cells, &[]);

        let forms = |at: usize| {
            [
                cells[at].denominator_form,
                cells[at].numerator_form,
                cells[at + 3].numerator_form,
            ]
        };
        let fits = |at: usize, counts: [u64; 3]| {
            let mut forms = forms(at).into_iter().zip(counts);
            forms.all(|(form, count)| told(form, 120).contains(&count))
        };
        // What is hidden is tried up to 12 more than it is: far enough to be wide, and quick.
        let triples = |at: usize, counts: [u64; 3]| -> Vec<[u64; 3]> {
            let of = [0, 1, 2].map(|part| told(forms(at)[part], counts[part] + 12));
            let [all, has, accepted] = of;
            let all = all.flat_map(|all| has.clone().map(move |has| (all, has)));
            let all = all.filter(|(all, has)| has <= all);
            let triples = all.flat_map(|(all, has)| accepted.clone().map(move |of| [all, has, of]));
            triples.filter(|[_, has, of]| of <= has).collect()
        };
        let mut seen: Vec<BTreeSet<u64>> = vec![BTreeSet::new(); 10];
        let of_b = triples(2, b);
        for left in triples(1, a) {
            for right in &of_b {
                let sum = [0, 1, 2].map(|at| left[at] + right[at]);
                if fits(0, sum) {
                    for (at, of) in [left, *right].into_iter().enumerate() {
                        let counts = [of[0], of[1], of[2], of[0] - of[1], of[1] - of[2]];
                        for (which, count) in counts.into_iter().enumerate() {
                            seen[at * 5 + which].insert(count);
                        }
                    }
                }
            }
        }
        for (at, of) in [a, b].into_iter().enumerate() {
            let counts = [of[0], of[1], of[2], of[0] - of[1], of[1] - of[2]];
            for (which, count) in counts.into_iter().enumerate() {
                let possible = &seen[at * 5 + which];
                assert!(possible.contains(&count));
                let (low, high) = (possible.first().unwrap(), possible.last().unwrap());
                let is_small = (1..=7).contains(&count);
                assert!(
                    !is_small || high - low > 7,
                    "{count} of {of:?}: {low} to {high}"
                );
            }
        }
    }
}

/// A denominator that grows, and what it was last week: tonight's table must not tell what last week's hid.
#[test]
fn last_weeks_denominator_tells_nothing_of_this_week() {
    for (then, now) in [
        ([(31, 32), (7, 40)], [(45, 60), (9, 40)]),
        ([(20, 24), (3, 30)], [(26, 40), (9, 41)]),
        ([(12, 20), (6, 20)], [(13, 28), (8, 29)]),
    ] {
        let growing = |counts: &[(u64, u64)]| {
            let mut cells = communes(counts);
            for cell in &mut cells {
                cell.denominator_grows = true;
            }
            cells
        };
        let mut before = growing(&then);
        decide(&mut before, &[]);
        let mut after = growing(&now);
        decide(&mut after, &before);

        // (numerator, denominator) of both communes in each week.
        let of_week = |cells: &[ReleaseCell]| -> Vec<[(u64, u64); 2]> {
            let fits = |cell: &ReleaseCell, (n, d): (u64, u64)| {
                told(cell.numerator_form, 200).contains(&n)
                    && told(cell.denominator_form, 200).contains(&d)
            };
            let pairs = |cell: &ReleaseCell| -> Vec<(u64, u64)> {
                (0..=70)
                    .flat_map(|d| (0..=d).map(move |n| (n, d)))
                    .filter(|pair| fits(cell, *pair))
                    .collect()
            };
            let others = pairs(&cells[2]);
            let both = pairs(&cells[1]).into_iter().flat_map(|a| {
                let others = others.iter();
                others.map(move |b| [a, *b]).collect::<Vec<_>>()
            });
            both.filter(|[a, b]| fits(&cells[0], (a.0 + b.0, a.1 + b.1)))
                .collect()
        };
        let (weeks_then, weeks_now) = (of_week(&before), of_week(&after));
        type Week = [(u64, u64); 2];
        let grows = |then: &Week, now: &Week| {
            let mut both = then.iter().zip(now);
            both.all(|(then, now)| then.0 <= now.0 && then.1 <= now.1)
        };
        // A week can follow when it holds one of the least weeks before it, and be followed when one of the largest
        // after it holds it.
        let ends = |weeks: &[Week], is_beyond: &dyn Fn(&Week, &Week) -> bool| {
            let mut ends: Vec<Week> = Vec::new();
            for week in weeks {
                if !ends.iter().any(|end| is_beyond(end, week)) {
                    ends.retain(|end| !is_beyond(week, end));
                    ends.push(*week);
                }
            }
            ends
        };
        let least = ends(&weeks_then, &grows);
        let largest = ends(&weeks_now, &|a, b| grows(b, a));
        let mut possible_then = weeks_then;
        possible_then.retain(|then| largest.iter().any(|now| grows(then, now)));
        let mut possible_now = weeks_now;
        possible_now.retain(|now| least.iter().any(|then| grows(then, now)));
        let parts = |of: &Week| [of[0].0, of[0].1, of[1].0, of[1].1];
        for (possible, truth) in [(possible_then, then), (possible_now, now)] {
            for (at, count) in parts(&truth).into_iter().enumerate() {
                let values: BTreeSet<u64> = possible.iter().map(|of| parts(of)[at]).collect();
                assert!(values.contains(&count));
                let width = values.last().unwrap() - values.first().unwrap();
                let is_small = (1..=7).contains(&count);
                assert!(!is_small || width > 7, "{count} within {width}");
            }
        }
    }
}

/// 1 and 50 of 51: with the 50 shown the 1 is 1 to 4.
#[test]
fn the_auditor_finds_what_was_shown_too_much() {
    let mut cells = communes(&[(1, 40), (50, 90)]);
    decide(&mut cells, &[]);
    assert!(is_hidden(&cells[2]), "{:?}", cells[2]);
    cells[2].numerator_form = Some(Released::Rounded(50));
    let audit = audit_cells(&cells, &[]).unwrap().expect("a release");
    assert!(audit.exposed_cells > 0, "{audit:?}");
}

/// What becomes public without age and sex is proven without them; what is left out is no part of the proof.
#[test]
fn a_lesser_extent_is_proven_as_it_is() {
    let mut wholes = communes(&[(12, 60), (3, 90), (70, 120)]);
    decide(&mut wholes, &[]);
    let expected = audit_cells(&wholes, &[]).unwrap().expect("a release");

    let mut strata = vec![
        cell(PROVINCE, ("sex", "male"), (2, 130)),
        cell(PROVINCE, ("sex", "female"), (83, 140)),
    ];
    let mut others = communes(&[(1, 2), (2, 3)]);
    for other in &mut others {
        other.indicator = Arc::from("B");
    }
    for hidden in strata.iter_mut().chain(&mut others) {
        hidden.numerator_form = Some(Released::Suppressed);
        hidden.denominator_form = Some(Released::Suppressed);
    }
    let mut all = wholes;
    all.extend(strata);
    all.extend(others);
    let found = audit_cells(&all, &[]).unwrap().expect("a release");
    assert_eq!(found, expected);

    let mut of = Decided {
        extent: Extent::Everything,
        place: None,
    };
    for extent in [Extent::Whole, Extent::Nothing, Extent::Nothing] {
        of.lessen("here".to_owned());
        assert_eq!((of.extent, of.place.as_deref()), (extent, Some("here")));
    }
}

/// What was shown once of a count that grows stays known while it is hidden, and no longer.
#[test]
fn what_was_shown_once_is_not_forgotten() {
    let with = |day, commune, form, grows| {
        let mut cell = cell((Level::Commune, Some(commune)), ALL, (25, 60));
        (cell.released_on, cell.numerator_form) = (day, Some(form));
        cell.denominator_form = Some(Released::Rounded(60));
        cell.numerator_grows = grows;
        cell
    };
    let (first, second) = (date(2026, 11, 13), date(2026, 11, 20));
    let shown = Released::Rounded(25);
    let known = |now, then, grows| {
        let cells = ReleasedCells {
            last: vec![with(second, "00001", now, grows)],
            before: vec![
                with(first, "00001", then, grows),
                with(first, "00002", Released::Suppressed, grows),
            ],
        };
        let known = cells.known();
        let found = known.iter().map(|cell| {
            (
                cell.released_on,
                cell.commune.as_deref().unwrap().to_owned(),
            )
        });
        found.collect::<Vec<_>>()
    };
    let [last, once, gone] = [(second, "00001"), (first, "00001"), (first, "00002")]
        .map(|(day, commune)| (day, commune.to_owned()));
    let hidden = Released::Suppressed;
    let kept = [last.clone(), once, gone.clone()];
    assert_eq!(known(hidden, shown, true), kept);
    for (now, then, grows) in [
        (shown, shown, true),
        (hidden, hidden, true),
        (hidden, shown, false),
    ] {
        assert_eq!(known(now, then, grows), [last.clone(), gone.clone()]);
    }
}

/// What was published under a lower threshold is out: it ends no night and keeps nothing from being published.
#[test]
fn what_a_higher_threshold_would_have_hidden_is_told() {
    let mut before = communes(&[(40, 45), (60, 90)]);
    decide(&mut before, &[]);
    let mut after = communes(&[(44, 50), (66, 90)]);
    for cell in &mut after {
        cell.released_on = date(2026, 11, 27);
        cell.options = DisclosureOptions::new(12, 5).unwrap();
    }
    let decision = super::decide(&mut after, &before, &|| Ok(())).unwrap();
    let [warning] = &warnings(&decision)[..] else {
        panic!("{:?}", warnings(&decision));
    };
    assert!(
        warning.contains("what earlier releases made public of A"),
        "{warning}"
    );
    assert!(!is_hidden(&after[0]));
    let audit = audit_cells(&after, &before).unwrap().expect("a release");
    assert_eq!(audit.exposed_cells, 0, "{audit:?}");
}

/// Of 12 examined 9 had raised pressure, shown as 10; the 12 was hidden. Whoever kept that must not see the 12 as 10 now, or
/// at most 4 were examined and had none.
#[test]
fn what_an_indicator_told_that_is_no_longer_public_is_known() {
    let of_indicator = |code: &str, numerators: [u64; 2]| {
        let cells = communes(&numerators.map(|numerator| (numerator, 400)));
        let cells = cells.into_iter().map(|cell| ReleaseCell {
            indicator: Arc::from(code),
            ..cell
        });
        cells.collect::<Vec<_>>()
    };
    let rounded = |count| Some(Released::Rounded(count));
    let mut earlier = of_indicator("E", [12, 300]);
    earlier.extend(of_indicator("F", [9, 200]));
    for cell in &mut earlier {
        cell.numerator_form = match cell.numerator {
            12 | 300 => Some(Released::Suppressed),
            count => rounded(round_count(count, cell.options)),
        };
        cell.denominator_form = rounded(cell.denominator);
        cell.released_on = date(2026, 11, 13);
    }
    let mut cells = of_indicator("E", [12, 330]);
    decide(&mut cells, &earlier);
    assert!(is_hidden(&cells[1]));
    decide(&mut cells, &earlier[..3]);
    assert!(!is_hidden(&cells[1]), "without the other nothing is told");
}

/// Friday is released twice, and the next Friday is compared with both.
#[test]
fn a_release_day_may_be_run_again() {
    let fridays = [date(2026, 11, 20), date(2026, 11, 27)];
    let mut history = ReleasedCells::default();
    for (day, counts) in [
        (fridays[0], [(9, 40), (30, 60)]),
        (fridays[0], [(6, 40), (30, 60)]),
        (fridays[0], [(6, 40), (31, 60)]),
        (fridays[1], [(10, 40), (35, 60)]),
        (fridays[1], [(7, 40), (35, 60)]),
        (fridays[1], [(12, 40), (36, 60)]),
    ] {
        let mut last = communes(&counts);
        last.iter_mut().for_each(|cell| cell.released_on = day);
        let before = history.known();
        decide(&mut last, &before);
        history = ReleasedCells { last, before };
    }
}

#[test]
fn a_night_run_again_publishes_what_it_did() {
    let now = communes(&[(9, 40), (30, 60)]);
    let mut last = now.clone();
    decide(&mut last, &[]);
    last.reverse();
    assert!(is_same_release(&now, &last));
    assert!(!is_same_release(&now[1..], &last));
    for change in [
        |cell: &mut ReleaseCell| cell.numerator += 1,
        |cell: &mut ReleaseCell| cell.released_on = date(2026, 11, 27),
        |cell: &mut ReleaseCell| cell.options = DisclosureOptions::new(8, 5).unwrap(),
    ] {
        let mut other = now.clone();
        change(&mut other[1]);
        assert!(!is_same_release(&other, &last));
    }
}
