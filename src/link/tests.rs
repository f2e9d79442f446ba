//! Linkage of random people against what all pairs say.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::agreement::agree;
use super::engine::{
    BlockingLimits, BlockingRule, ColumnId, LinkType, Model, Threshold, Thresholds, Training,
};
use super::event_reasons::EventReason;
use super::record::{LinkRecord, compact};
use super::*;
use crate::domain::record::IdentityNumber;
use crate::domain::{Cccd, CommuneCode, Kind, PartialDate, Record, Sex, Value};
use crate::schema::records::{ChunkOrigin, RecordChunk};

/// A row of few possible values, so that rows often agree and contradict.
#[derive(Debug, Clone)]
struct Row {
    /// What makes the row the same row on another night.
    key: u64,
    kind: usize,
    name: usize,
    birth: usize,
    cccd: Option<u64>,
    sex: bool,
}

const KINDS: [Kind; 3] = [Kind::Residents, Kind::Insurance, Kind::PlanRoster];
const NAMES: [&str; 4] = ["Nông Thị Ấm", "Nông Thị Ấn", "Lý A Sì", ""];
const BIRTHS: [(u16, u8, u8); 3] = [(1957, 5, 12), (1957, 12, 5), (1990, 1, 2)];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0..KINDS.len(),
        0..NAMES.len(),
        0..=BIRTHS.len(),
        proptest::option::of(0..4_u64),
        any::<bool>(),
    );
    let row = row.prop_map(|(kind, name, birth, cccd, sex)| Row {
        key: 0,
        kind,
        name,
        birth,
        cccd,
        sex,
    });
    let rows = proptest::collection::vec(row, 1..20);
    rows.prop_map(|rows| {
        let keyed = rows.into_iter().zip(1..);
        keyed.map(|(row, key)| Row { key, ..row }).collect()
    })
}

fn record(row: &Row) -> Record<'static> {
    let name = NAMES[row.name];
    let birth = BIRTHS
        .get(row.birth)
        .and_then(|(y, m, d)| PartialDate::from_day(*y, *m, *d));
    let cccd = row
        .cccd
        .and_then(|serial| Cccd::from_number(3_157_000_001 + serial));
    Record {
        full_name: if name.is_empty() {
            Value::default()
        } else {
            Value::as_given(name, Cow::Borrowed(name))
        },
        birth_date: birth.map_or_else(Value::default, |birth| Value::as_given("", birth)),
        identity_number: cccd.map_or_else(Value::default, |cccd| {
            Value::as_given("", IdentityNumber::Cccd(cccd))
        }),
        sex: Value::as_given("", if row.sex { Sex::Female } else { Sex::Male }),
        commune: CommuneCode::parse("01558")
            .map_or_else(Value::default, |code| Value::as_given("", code)),
        ..Record::default()
    }
}

fn table(rows: &[Row]) -> RecordTable {
    let chunks = KINDS.iter().enumerate().map(|(position, kind)| {
        let origin = ChunkOrigin {
            kind: *kind,
            source: Arc::from(kind.code()),
            file: Arc::from("file"),
            sheet: None,
            unit: None,
            snapshot_date: date(2026, 11, 20),
        };
        let mut chunk = RecordChunk::new(origin);
        for (number, row) in rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.kind == position)
        {
            chunk.push(&record(row), number as u32, row.key, 0);
        }
        chunk
    });
    RecordTable::new(chunks, Arc::from([]))
}

fn linked(records: &RecordTable, registry: &IdentityRegistry) -> Linked {
    link(
        records,
        registry,
        &Decisions::default(),
        &LinkOptions::default(),
        None,
    )
    .unwrap()
    .0
}

/// Register persons by brute force: the closure of agreement among register records.
fn register_persons(compact: &[LinkRecord]) -> Vec<usize> {
    let mut person: Vec<usize> = (0..compact.len()).collect();
    let shares_key = |rule, a: &LinkRecord, b: &LinkRecord| match rule {
        DeterministicRule::Cccd => a.cccd != 0 && a.cccd == b.cccd,
        DeterministicRule::NameBirthCommuneSex => a.name_k1 != 0 && a.has_full_birth(),
        _ => false,
    };
    loop {
        let before = person.clone();
        for (a, left) in compact
            .iter()
            .enumerate()
            .filter(|(_, record)| record.is_anchor)
        {
            for (b, right) in compact
                .iter()
                .enumerate()
                .filter(|(_, record)| record.is_anchor)
            {
                let joins = DeterministicRule::ALL
                    .iter()
                    .any(|rule| shares_key(*rule, left, right) && agree(*rule, left, right));
                if a != b && joins {
                    let root = person[a].min(person[b]);
                    (person[a], person[b]) = (root, root);
                }
            }
        }
        if person == before {
            return person;
        }
    }
}

proptest! {
    #[test]
    fn a_person_holds_at_most_one_register_person_and_misses_none_of_its_records(rows in rows()) {
        let records = table(&rows);
        let compact = compact(&records).unwrap();
        let linked = linked(&records, &IdentityRegistry::default());
        prop_assert_eq!(linked.person.len(), rows.len());
        let register = register_persons(&compact);
        let mut register_of: BTreeMap<u32, usize> = BTreeMap::new();
        for (record, person) in linked.person.iter().enumerate().filter(|(record, _)| compact[*record].is_anchor) {
            let of_person = *register_of.entry(*person).or_insert(register[record]);
            prop_assert_eq!(of_person, register[record], "two register persons in one");
        }
        for (a, left) in compact.iter().enumerate() {
            for (b, right) in compact.iter().enumerate().skip(a + 1) {
                let same_number = left.cccd != 0 && left.cccd == right.cccd;
                if same_number && agree(DeterministicRule::Cccd, left, right) {
                    let (of_a, of_b) = (linked.person[a], linked.person[b]);
                    let both_registered = register_of.contains_key(&of_a) && register_of.contains_key(&of_b);
                    prop_assert!(of_a == of_b || both_registered, "an agreeing pair was left apart");
                }
            }
        }
    }

    #[test]
    fn every_link_is_backed_by_evidence_in_the_same_person(rows in rows()) {
        let records = table(&rows);
        let compact = compact(&records).unwrap();
        let linked = linked(&records, &IdentityRegistry::default());
        for (record, link) in linked.links.iter().enumerate() {
            let first = linked.person.iter().position(|person| *person == linked.person[record]);
            prop_assert_eq!(link.is_none(), first == Some(record), "only the first record has no link");
            if let Some(link) = link {
                let (a, b) = (link.member as usize, link.partner as usize);
                let Evidence::Rule(rule) = link.evidence else {
                    panic!("nothing was weighed");
                };
                prop_assert!(agree(rule, &compact[a], &compact[b]));
                prop_assert_eq!(linked.person[a], linked.person[record]);
                prop_assert_eq!(linked.person[b], linked.person[record]);
            }
        }
    }

    #[test]
    fn decisions_of_people_stand_above_all_evidence(rows in rows(), pairs in proptest::collection::vec((0_u64..20, 0_u64..20, any::<bool>()), 0..6)) {
        let records = table(&rows);
        let mut decisions = Decisions::default();
        let count = rows.len() as u64;
        for (a, b, is_same) in pairs {
            let (a, b) = (1 + a % count, 1 + b % count);
            if a != b {
                let list = if is_same { &mut decisions.must_link } else { &mut decisions.never_link };
                list.push((a.min(b), a.max(b)));
            }
        }
        let none = IdentityRegistry::default();
        let (linked, report) = link(&records, &none, &decisions, &LinkOptions::default(), None).unwrap();
        let keys = records.keys().unwrap();
        let record = |key: u64| keys.iter().position(|of| *of == key).unwrap();
        let is_one = |(a, b): &(u64, u64)| linked.person[record(*a)] == linked.person[record(*b)];
        prop_assert!(!decisions.never_link.iter().any(is_one), "kept apart");
        let mut must = decisions.must_link.clone();
        must.sort_unstable();
        must.dedup();
        let apart = must.iter().filter(|pair| !is_one(pair)).count();
        prop_assert_eq!(apart, report.decided.contradicted, "joined, or said");
        prop_assert!(apart == 0 || !decisions.never_link.is_empty());
        let is_open = |pair: &ReviewPair| {
            let keys = (keys[pair.left as usize], keys[pair.right as usize]);
            let keys = (keys.0.min(keys.1), keys.0.max(keys.1));
            !decisions.must_link.contains(&keys) && !decisions.never_link.contains(&keys)
        };
        prop_assert!(linked.review.iter().all(is_open), "nobody is asked again");
    }

    #[test]
    fn ids_stay_when_rows_come_and_go(rows in rows(), gone in 0_usize..20) {
        let records = table(&rows);
        let first = linked(&records, &IdentityRegistry::default());
        let registry = IdentityRegistry::default().after(&records.keys().unwrap(), &first, date(2026, 11, 20));
        let again = linked(&records, &registry);
        prop_assert_eq!(&again.persons, &first.persons, "the same night gives the same ids");
        prop_assert!(again.events.is_empty());

        let mut fewer = rows.clone();
        fewer.remove(gone % rows.len());
        let fewer = table(&fewer);
        let second = linked(&fewer, &registry);
        let known: std::collections::BTreeSet<_> = first.persons.iter().collect();
        let is_new = |id: &&crate::domain::PersonId| !known.contains(id);
        let splits = second.events.iter().filter(|event| matches!(event, IdentityEvent::Split { .. })).count();
        // A split may also hand rows to a person that was there before.
        let new = second.persons.iter().filter(is_new).count();
        prop_assert!(new <= splits, "new ids only by a split: {new} of {splits}");
        let distinct: std::collections::BTreeSet<_> = second.persons.iter().collect();
        prop_assert_eq!(distinct.len(), second.persons.len(), "no id twice");
    }
}

#[test]
fn a_name_that_two_register_persons_share_is_left_to_people() {
    let row = |kind, cccd| Row {
        key: 0,
        kind,
        name: 0,
        birth: 0,
        cccd,
        sex: true,
    };
    let rows = [row(0, Some(0)), row(0, Some(1)), row(2, None)];
    let records = table(&rows);
    let linked = linked(&records, &IdentityRegistry::default());
    assert_eq!(linked.persons.len(), 3);
    assert_eq!(linked.review.len(), 2);
}

#[test]
fn a_candidate_that_somebody_ruled_out_leaves_the_other() {
    let row = |key, kind, cccd| Row {
        key,
        kind,
        name: 0,
        birth: 0,
        cccd,
        sex: true,
    };
    let rows = [row(1, 0, Some(0)), row(2, 0, Some(1)), row(3, 2, None)];
    let decisions = Decisions {
        must_link: vec![(1, 99)],
        never_link: vec![(1, 3)],
    };
    let none = IdentityRegistry::default();
    let options = LinkOptions::default();
    let (linked, report) = link(&table(&rows), &none, &decisions, &options, None).unwrap();
    assert_eq!(linked.person, [0, 1, 1]);
    assert!(linked.review.is_empty());
    assert_eq!(report.decided.lapsed, 1, "nobody is 99 tonight");

    // The one that is left has two rows.
    let twice = [
        row(1, 0, Some(0)),
        row(2, 0, Some(1)),
        row(4, 1, Some(1)),
        row(3, 2, None),
    ];
    let (linked, _) = link(&table(&twice), &none, &decisions, &options, None).unwrap();
    assert_eq!(linked.person, [0, 1, 1, 1]);
}

#[test]
fn of_rows_that_share_a_key_none_is_joined_by_a_decision() {
    let row = |key, name, birth| Row {
        key,
        kind: 2,
        name,
        birth,
        cccd: None,
        sex: true,
    };
    // Two rows of one key, and one that is called otherwise.
    let records = table(&[
        row(1, 0, BIRTHS.len()),
        row(1, 0, BIRTHS.len()),
        row(2, 2, 2),
    ]);
    let none = IdentityRegistry::default();
    let options = LinkOptions::default();
    let same = Decisions {
        must_link: vec![(1, 2)],
        never_link: Vec::new(),
    };
    let (linked, report) = link(&records, &none, &same, &options, None).unwrap();
    assert_eq!((linked.persons.len(), report.decided.lapsed), (3, 1));
}

#[test]
fn a_change_of_identity_has_its_reason() {
    let row = |key, kind, cccd| Row {
        key,
        kind,
        name: 0,
        birth: BIRTHS.len(),
        cccd,
        sex: true,
    };
    let apart = table(&[row(1, 0, Some(0)), row(2, 1, Some(1))]);
    let together = table(&[row(1, 0, Some(0)), row(2, 1, Some(0))]);
    let night = |records: &RecordTable,
                 before: Option<(&RecordTable, &Linked)>,
                 never: &[(u64, u64)]| {
        let registry = before.map_or_else(IdentityRegistry::default, |(records, linked)| {
            IdentityRegistry::default().after(&records.keys().unwrap(), linked, date(2026, 11, 20))
        });
        let decisions = Decisions {
            must_link: Vec::new(),
            never_link: never.to_vec(),
        };
        link(
            records,
            &registry,
            &decisions,
            &LinkOptions::default(),
            None,
        )
        .unwrap()
        .0
    };
    let codes = |linked: &Linked| -> Vec<(bool, &str)> {
        let reasons = linked.event_reasons.iter();
        let reasons = reasons.map(|reason| EventReason::CODES[reason.position()]);
        let is_split = |event: &IdentityEvent| matches!(event, IdentityEvent::Split { .. });
        linked.events.iter().map(is_split).zip(reasons).collect()
    };
    let first = night(&apart, None, &[]);
    let second = night(&together, Some((&apart, &first)), &[]);
    assert_eq!(codes(&second), [(false, "cccd")]);
    let third = night(&apart, Some((&together, &second)), &[]);
    assert_eq!(codes(&third), [(true, "evidence_gone")]);
    let decided = night(&together, Some((&together, &second)), &[(1, 2)]);
    assert_eq!(codes(&decided), [(true, "decision")]);
}

#[test]
fn people_may_make_one_of_two_register_persons_and_two_of_one() {
    let row = |key, cccd| Row {
        key,
        kind: 0,
        name: 0,
        birth: 0,
        cccd: Some(cccd),
        sex: true,
    };
    let records = table(&[row(1, 0), row(2, 1), row(3, 0)]);
    let decisions = Decisions {
        must_link: vec![(1, 2)],
        never_link: vec![(1, 3)],
    };
    let none = IdentityRegistry::default();
    let options = LinkOptions::default();
    let (linked, _) = link(&records, &none, &decisions, &options, None).unwrap();
    assert_eq!(linked.person, [0, 0, 1]);
    let joined = linked.links[1].map(|link| link.evidence);
    assert_eq!(joined, Some(Evidence::Decision));
}

#[test]
fn a_mothers_number_does_not_make_her_child_her() {
    let mother = Row {
        key: 1,
        kind: 0,
        name: 0,
        birth: 0,
        cccd: Some(0),
        sex: true,
    };
    let child = Row {
        key: 2,
        kind: 0,
        name: 2,
        birth: 2,
        cccd: Some(1),
        sex: false,
    };
    let child_under_her_number = Row {
        key: 3,
        kind: 2,
        cccd: Some(0),
        ..child.clone()
    };
    let records = table(&[mother, child, child_under_her_number]);
    let linked = linked(&records, &IdentityRegistry::default());
    assert_eq!(linked.person, [0, 1, 1]);
}

#[test]
fn a_model_gets_the_fields_that_it_asks_for_under_their_own_numbers() {
    let (kind, name, birth) = (0, 1, 0);
    let records = table(&[Row {
        key: 1,
        kind,
        name,
        birth,
        cccd: Some(3),
        sex: true,
    }]);
    let id = |name: &str| {
        let at = options::FIELDS.iter().position(|(field, _)| *field == name);
        ColumnId::from_position(at.unwrap() as u16)
    };
    let columns_of = |asked: &[&str]| {
        let columns: Vec<ColumnId> = asked.iter().map(|name| id(name)).collect();
        let rule = BlockingRule::on("all", &columns);
        let model = Model {
            link_type: LinkType::Dedupe,
            sources: Kind::ALL.len(),
            without_duplicates: Vec::new(),
            comparisons: Vec::new(),
            blocking_rules: vec![rule],
            limits: BlockingLimits::default(),
            training: Training {
                deterministic_rules: Vec::new(),
                recall: 0.8,
                sessions: Vec::new(),
            },
            supplied_frequencies: Vec::new(),
            term_frequency_min: 0.0,
            thresholds: Thresholds::new(Threshold::of_probabilities(0.95, 0.5)),
        };
        fields::columns(&records, &model, 20).unwrap()
    };
    for asked in [
        &["cccd", "sex"][..],
        &["given", "commune"],
        &["full_name", "name", "name_plain", "family", "birth_date"],
    ] {
        let columns = columns_of(asked);
        for (name, kind) in options::FIELDS {
            assert_eq!(
                (columns.name(id(name)), columns.kind(id(name))),
                (name, kind)
            );
            let is_there = !columns.is_missing(id(name), 0);
            assert_eq!(is_there, asked.contains(&name), "{name} of {asked:?}");
        }
    }
    let columns = columns_of(&["given"]);
    assert_eq!(columns.text(id("given"), 0), "an");
    assert_eq!(columns.root(id("given")), id("full_name"));
}
