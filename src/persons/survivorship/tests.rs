use std::sync::LazyLock;

use super::*;
use crate::reference::embedded;

static PREDECESSORS: LazyLock<Predecessors> =
    LazyLock::new(|| Predecessors::new(&embedded::administrative_units()));

/// Records as (kind, commune, former commune), in the order in which they are believed.
#[track_caller]
fn check(home: u32, records: &[(Kind, u32, u32)], expected: u32) {
    let evidence: Vec<Evidence> = records
        .iter()
        .map(|(kind, commune, former)| {
            let mut evidence = Evidence::unread();
            (evidence.kind, evidence.commune) = (*kind, *commune);
            evidence.former_commune = *former;
            evidence
        })
        .collect();
    let found = former_commune(home, &evidence, &PREDECESSORS);
    assert_eq!(found, expected, "{records:?}");
}

/// 1273 Thục Phán was 1267, 1273, 1282, 1696 and 1705.
#[test]
fn the_first_record_of_the_home_that_names_a_former_commune_decides() {
    use Kind::{Insurance, PlanRoster, Residents};
    check(
        1273,
        &[(Residents, 1273, 1267), (PlanRoster, 1273, 1273)],
        1267,
    );
    check(
        1273,
        &[(Residents, 1273, 0), (PlanRoster, 1273, 1273)],
        1273,
    );
    check(1273, &[(Residents, 1273, 0), (PlanRoster, 1273, 0)], 0);
    // Of another commune, even where it names one that went into the home.
    check(1273, &[(Residents, 1273, 0), (Insurance, 1774, 1783)], 0);
    check(1273, &[(Residents, 1273, 0), (Insurance, 0, 1267)], 0);
    // Lists may have changed since the record was read.
    check(
        1273,
        &[(Residents, 1273, 1783), (Insurance, 1273, 1705)],
        1705,
    );
    check(0, &[(Residents, 0, 1267)], 0);
}

/// 18196 Sơn Kim 1 of Hà Tĩnh was and is the same; 00007 Cống Vị went in part to 00008 and 00025.
#[test]
fn a_home_that_was_one_commune_only_was_that_one() {
    check(18_196, &[(Kind::Residents, 18_196, 0)], 18_196);
    check(8, &[(Kind::Residents, 8, 7)], 7);
    check(8, &[(Kind::Residents, 8, 0)], 0);
}

#[test]
fn of_a_divided_commune_no_part_is_all_that_a_commune_was() {
    let units = embedded::administrative_units();
    let communes = units.provinces().iter();
    let communes = communes.flat_map(|province| units.communes_of(&province.code));
    let (mut whole, mut divided) = (0, 0);
    for commune in communes {
        let former: Vec<_> = units.predecessors(&commune.code).collect();
        let [only] = former.as_slice() else { continue };
        let number = CommuneCode::parse(&commune.code).unwrap().number();
        match units.successors(&only.code) {
            [_] => {
                whole += 1;
                let expected = only.code.parse().ok();
                assert_eq!(PREDECESSORS.only(number), expected);
            }
            successors => {
                divided += usize::from(!successors.is_empty());
                assert_eq!(PREDECESSORS.only(number), None, "{}", commune.name);
            }
        }
    }
    assert_eq!((whole, divided), (132, 3));
}
