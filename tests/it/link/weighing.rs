//! Evidence weighed over a small province of invented people, and the cases that fool a matcher.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::date;
use toandan::config::{self, KnownRules};
use toandan::domain::record::IdentityNumber;
use toandan::domain::{Cccd, CommuneCode, Kind, PartialDate, Record, Sex, Value};
use toandan::link::engine::weigh::parameters::ComparisonParameters;
use toandan::link::linked::ReviewReason;
use toandan::link::{
    Decisions, EarlierParameters, Evidence, IdentityRegistry, LinkOptions, LinkReport, Linked,
    ReuseParameters, link,
};
use toandan::schema::records::{ChunkOrigin, RecordChunk, RecordTable};
use toandan::validate::known_rules;

use crate::support::project;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Person {
    name: &'static str,
    birth: &'static str,
    cccd: u64,
    sex: Sex,
    commune: &'static str,
    hamlet: &'static str,
}

impl Person {
    fn with_birth(self, birth: &'static str) -> Self {
        Self { birth, ..self }
    }

    fn with_cccd(self, cccd: u64) -> Self {
        Self { cccd, ..self }
    }

    fn called(self, name: &'static str) -> Self {
        Self { name, ..self }
    }
}

const FAMILIES: [&str; 10] = [
    "Nông", "Hoàng", "Lý", "Đàm", "Bế", "Lục", "Triệu", "Vi", "Mã", "Sầm",
];
const MIDDLES: [&str; 6] = ["Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thu"];
const GIVENS: [&str; 20] = [
    "Ấm", "Bình", "Chung", "Dũng", "Giang", "Hà", "Khoa", "Lan", "Mai", "Nga", "Oanh", "Phương",
    "Quý", "Sơn", "Tâm", "Uyên", "Vinh", "Xuân", "Yến", "Đức",
];
const COMMUNES: [&str; 3] = ["01558", "01294", "01273"];
const HAMLETS: [&str; 4] = ["Xóm Nà Pò", "Xóm Lũng Rì", "Xóm Bản Chang", "Tổ 3"];

fn partial(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    match (parts.next(), parts.next()) {
        (Some(month), Some(day)) => {
            PartialDate::from_day(year, month.parse().ok()?, day.parse().ok()?)
        }
        _ => PartialDate::from_year(year),
    }
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// People of whom each differs from all others in birth and number.
fn population(count: u64) -> Vec<Person> {
    let person = |number: u64| {
        let pick = |list: &[&'static str], step: u64| {
            list[(number * step / 7 % list.len() as u64) as usize]
        };
        let (year, month, day) = (
            1940 + number * 13 % 70,
            1 + number * 5 % 12,
            1 + number * 11 % 28,
        );
        Person {
            name: leaked(format!(
                "{} {} {}",
                pick(&FAMILIES, 3),
                pick(&MIDDLES, 5),
                pick(&GIVENS, 11)
            )),
            birth: leaked(format!("{year}-{month:02}-{day:02}")),
            cccd: 3_100_000_000 + number * 977,
            sex: if number.is_multiple_of(2) {
                Sex::Male
            } else {
                Sex::Female
            },
            commune: pick(&COMMUNES, 2),
            hamlet: pick(&HAMLETS, 9),
        }
    };
    (0..count).map(person).collect()
}

fn record(person: &Person) -> Record<'static> {
    let given = |text: &'static str| match text {
        "" => Value::default(),
        text => Value::as_given(text, Cow::Borrowed(text)),
    };
    let cccd = Cccd::from_number(person.cccd);
    Record {
        full_name: given(person.name),
        birth_date: partial(person.birth)
            .map_or_else(Value::default, |birth| Value::as_given("", birth)),
        identity_number: cccd.map_or_else(Value::default, |cccd| {
            Value::as_given("", IdentityNumber::Cccd(cccd))
        }),
        sex: Value::as_given("", person.sex),
        commune: CommuneCode::parse(person.commune)
            .map_or_else(Value::default, |code| Value::as_given("", code)),
        hamlet: given(person.hamlet),
        ..Record::default()
    }
}

fn table(register: &[Person], roster: &[Person]) -> RecordTable {
    let chunk = |kind: Kind, people: &[Person]| {
        let origin = ChunkOrigin {
            kind,
            source: Arc::from(kind.code()),
            file: Arc::from("file"),
            sheet: None,
            unit: None,
            snapshot_date: date(2026, 11, 20),
        };
        let mut chunk = RecordChunk::new(origin);
        for (number, person) in (0_u32..).zip(people) {
            let key = u64::from(number) << 8 | kind as u64;
            chunk.push(&record(person), number, key, 0);
        }
        chunk
    };
    let chunks = vec![
        chunk(Kind::Residents, register),
        chunk(Kind::PlanRoster, roster),
    ];
    RecordTable::new(chunks, Arc::from([]))
}

/// Those of the sample pipeline.
fn options() -> LinkOptions {
    let known = KnownRules {
        rules: known_rules(),
    };
    let plan = config::load(&project().join("pipelines/cao-bang"), &known);
    plan.expect("a plan").linkage
}

/// Links the population with itself as a roster, and what is given on top.
struct Province {
    linked: Linked,
    register: usize,
    roster: usize,
}

const PEOPLE: u64 = 1200;

/// A person as somebody typed it: every fifth without a number, some with a year alone, with day and month exchanged,
/// or with a letter and its mark mistyped.
fn typed((at, person): (usize, &Person)) -> Person {
    let mut typed = *person;
    if at.is_multiple_of(5) {
        typed.cccd = 0;
    }
    let (year, month, day) = (&person.birth[..4], &person.birth[5..7], &person.birth[8..]);
    if at % 11 == 3 {
        typed.birth = &person.birth[..4];
    } else if at % 13 == 4 && day <= "12" {
        typed.birth = leaked(format!("{year}-{day}-{month}"));
    }
    if at % 17 == 6 {
        typed.name = leaked(person.name.replace(['ấ', 'ũ', 'à', 'ơ', 'ý'], "a"));
    }
    typed
}

fn linked(
    records: &RecordTable,
    options: &LinkOptions,
    earlier: Option<&EarlierParameters>,
) -> (Linked, LinkReport) {
    let (nobody, none) = (IdentityRegistry::default(), Decisions::default());
    link(records, &nobody, &none, options, earlier).unwrap()
}

/// `register` and `roster` beside people who stand in both.
fn province(register: &[Person], roster: &[Person]) -> Province {
    let people = population(PEOPLE);
    let in_roster = people.iter().enumerate().map(typed);
    let in_roster: Vec<Person> = in_roster.chain(roster.iter().copied()).collect();
    let in_register: Vec<Person> = people.iter().chain(register).copied().collect();
    let records = table(&in_register, &in_roster);
    let (linked, report) = linked(&records, &options(), None);
    assert!(report.weighed.unwrap().compared_pairs > 0);
    Province {
        linked,
        register: in_register.len(),
        roster: PEOPLE as usize,
    }
}

impl Province {
    /// Whether the additional row of the roster is the additional person of the register.
    fn are_one(&self, of_register: usize, of_roster: usize) -> bool {
        let register = PEOPLE as usize + of_register;
        let roster = self.register + self.roster + of_roster;
        self.linked.person[register] == self.linked.person[roster]
    }

    /// Why the additional row of the roster was left to people.
    fn reasons(&self, of_roster: usize) -> Vec<ReviewReason> {
        let roster = (self.register + self.roster + of_roster) as u32;
        let pairs = self.linked.review.iter();
        let of_row = pairs.filter(|pair| pair.left == roster || pair.right == roster);
        of_row.map(|pair| pair.reason).collect()
    }

    fn evidence(&self, of_roster: usize) -> Option<Evidence> {
        let roster = self.register + self.roster + of_roster;
        self.linked.links[roster].map(|link| link.evidence)
    }
}

const ANY: Person = Person {
    name: "Thò Mí Sáu",
    birth: "1984-07-19",
    cccd: 3_084_555_001,
    sex: Sex::Male,
    commune: "01558",
    hamlet: "Xóm Lũng Rì",
};

#[test]
fn slips_in_several_fields_do_not_hide_a_person() {
    let roster = [
        // A year alone and a slip in the name.
        ANY.called("Thò Mí Sấu").with_birth("1984").with_cccd(0),
        // A digit of the number and a mark.
        ANY.called("Thò Mi Sáu").with_cccd(3_084_555_007),
        // Day and month exchanged, no number.
        ANY.with_birth("1984-09-07").with_cccd(0),
    ];
    let found = province(&[ANY], &roster);
    // Four hamlets say little: that much is left to people.
    assert!(found.are_one(0, 0) || found.reasons(0).contains(&ReviewReason::NotCertain));
    assert!(found.are_one(0, 1), "{:?}", found.reasons(1));
    assert!(found.are_one(0, 2), "{:?}", found.reasons(2));
    assert!(matches!(found.evidence(2), Some(Evidence::Weight(weight)) if weight > 4.0));
}

#[test]
fn strangers_stay_apart() {
    let roster = [
        // The same given name and year in the same hamlet.
        Person { cccd: 0, ..ANY }
            .called("Hoàng Văn Sáu")
            .with_birth("1984"),
        // The whole name, of another year and place.
        Person {
            commune: "01273",
            hamlet: "Tổ 3",
            cccd: 0,
            ..ANY
        }
        .with_birth("1951-02-03"),
    ];
    let found = province(&[ANY], &roster);
    assert!(!found.are_one(0, 0));
    assert!(!found.are_one(0, 1));
}

#[test]
fn twins_are_told_apart_or_left_to_people() {
    let sister = Person {
        sex: Sex::Female,
        cccd: 3_184_555_002,
        ..ANY
    }
    .called("Thò Thị Say");
    let brother = ANY.called("Thò Mí Sính").with_cccd(3_084_555_003);
    let found = province(
        &[ANY, sister, brother],
        &[
            sister.with_cccd(0),
            brother.with_cccd(0),
            // Only what all three share.
            Person { cccd: 0, ..ANY }.called("Thò Mí"),
        ],
    );
    assert!(found.are_one(1, 0) && found.are_one(2, 1));
    assert!(!found.are_one(0, 0) && !found.are_one(0, 1) && !found.are_one(2, 0));
    assert!(!found.are_one(0, 2) && !found.are_one(2, 2));
}

#[test]
fn a_father_and_a_son_of_one_name_are_two() {
    let son = ANY.with_birth("2008-03-02").with_cccd(3_208_555_004);
    let roster = [
        ANY.with_cccd(0),
        son.with_cccd(0).with_birth("2008"),
        son.with_birth("").with_cccd(0),
    ];
    let found = province(&[ANY, son], &roster);
    assert!(found.are_one(0, 0) && found.are_one(1, 1));
    assert!(!found.are_one(1, 0) && !found.are_one(0, 1));
    // Without a birth nothing tells which of them it is.
    assert!(!found.are_one(0, 2) && !found.are_one(1, 2));
    assert!(
        found.reasons(2).contains(&ReviewReason::SeveralCandidates),
        "{:?}",
        found.reasons(2)
    );
}

#[test]
fn a_child_under_its_mothers_number_is_not_the_mother() {
    let mother = Person {
        sex: Sex::Female,
        ..ANY
    }
    .called("Thò Thị Dợ")
    .with_cccd(3_184_555_005);
    let child = ANY
        .called("Thò Mí Vừ")
        .with_birth("2020-10-01")
        .with_cccd(3_220_555_006);
    // A mark is lost, so that no exact rule knows the child.
    let typed = child.called("Thò Mí Vư").with_cccd(mother.cccd);
    let found = province(&[mother, child], &[typed]);
    assert!(!found.are_one(0, 0));
    assert!(found.are_one(1, 0), "{:?}", found.reasons(0));
    assert!(matches!(found.evidence(0), Some(Evidence::Weight(_))));
}

#[test]
fn people_of_one_household_with_one_birth_date_stay_apart() {
    let first_of_january = ANY.with_birth("1984-01-01");
    let brother = first_of_january
        .called("Thò Mí Chá")
        .with_cccd(3_084_555_008);
    let found = province(
        &[first_of_january, brother],
        &[
            first_of_january.called("Thò Mí Sau").with_cccd(0),
            brother.called("Thò Mí Cha").with_cccd(0),
        ],
    );
    assert!(found.are_one(0, 0) && found.are_one(1, 1));
    let by_weight = |row| matches!(found.evidence(row), Some(Evidence::Weight(_)));
    assert!(by_weight(0) && by_weight(1));
    assert!(!found.are_one(0, 1) && !found.are_one(1, 0));
}

#[test]
fn two_persons_of_the_register_are_never_joined() {
    let namesake = ANY.with_cccd(3_084_555_009);
    let found = province(&[ANY, namesake], &[ANY.with_cccd(0)]);
    let person = |at: usize| found.linked.person[PEOPLE as usize + at];
    assert_ne!(person(0), person(1));
    assert!(!found.are_one(0, 0) && !found.are_one(1, 0));
    assert!(found.reasons(0).contains(&ReviewReason::SeveralCandidates));
}

#[test]
fn strangers_under_one_filler_number_stay_strangers() {
    let number = 3_084_555_011;
    let strangers: Vec<Person> = population(25)
        .into_iter()
        .map(|person| {
            let year = 2000 - person.birth[..4].parse::<u64>().unwrap() % 50;
            let birth = leaked(format!("{year}{}", &person.birth[4..]));
            person
                .called("Thào Mí Chứ")
                .with_birth(birth)
                .with_cccd(number)
        })
        .collect();
    let found = province(&[ANY], &strangers);
    let rows = found.register + found.roster..found.linked.person.len();
    let mut persons: Vec<u32> = rows.map(|row| found.linked.person[row]).collect();
    persons.sort_unstable();
    persons.dedup();
    assert!(persons.len() > 20, "{persons:?}");
}

#[test]
fn a_record_between_two_persons_found_by_weight_is_left_to_people() {
    let brother = ANY.called("Thò Mí Sấu").with_cccd(3_084_555_012);
    // Each register person by a slip of its own, then a row that says what both share.
    let found = province(
        &[ANY, brother],
        &[
            ANY.called("Thò Mí Sáu")
                .with_birth("1984-09-07")
                .with_cccd(0),
            brother.with_birth("1984-09-07").with_cccd(0),
            ANY.called("Tho Mi Sau").with_birth("1984").with_cccd(0),
        ],
    );
    assert!(!found.are_one(0, 2) && !found.are_one(1, 2));
}

/// What a night of the whole province learnt.
fn learnt() -> EarlierParameters {
    let people = population(PEOPLE);
    let typed: Vec<Person> = people.iter().enumerate().map(typed).collect();
    let (_, night) = linked(&table(&people, &typed), &options(), None);
    EarlierParameters {
        parameters: night.estimated.unwrap().parameters,
        untrained: Vec::new(),
    }
}

fn reusing(reuse: ReuseParameters) -> LinkOptions {
    let mut options = options();
    options.probabilistic.as_mut().unwrap().reuse = reuse;
    options
}

fn levels(report: &LinkReport) -> &[ComparisonParameters] {
    &report.estimated.as_ref().unwrap().parameters.comparisons
}

/// Six people of whom the fourth has no number on the roster, and a year for a birth.
fn hamlet() -> RecordTable {
    let people = population(PEOPLE);
    let typed: Vec<Person> = people.iter().enumerate().map(typed).collect();
    table(&people[22..28], &typed[22..28])
}

#[test]
fn records_too_few_to_learn_from_are_weighed_with_the_numbers_of_an_earlier_night() {
    let earlier = learnt();
    let options = reusing(ReuseParameters::WhenUntaught);
    let (found, report) = linked(&hamlet(), &options, Some(&earlier));
    assert_eq!(levels(&report), earlier.parameters.comparisons);
    // One in some ten pairs of a hamlet is one person, not one in thousands.
    assert!(report.weighed.unwrap().is_reused);
    assert!(report.estimated.unwrap().parameters.prior > 10.0 * earlier.parameters.prior);
    assert_eq!(found.person[3], found.person[6 + 3]);
    let by = found.links[6 + 3].unwrap().evidence;
    assert!(matches!(by, Evidence::Weight(_)), "{by:?}");
    // All others are themselves alone.
    assert_eq!(found.persons.len(), 6);
    for (reuse, earlier) in [
        (ReuseParameters::WhenUntaught, None),
        (ReuseParameters::Never, Some(&earlier)),
    ] {
        let (found, report) = linked(&hamlet(), &reusing(reuse), earlier);
        assert!(report.weighed.is_none() && report.not_weighed.is_some());
        assert_ne!(found.person[3], found.person[6 + 3]);
    }
}

#[test]
fn numbers_may_stay_from_night_to_night() {
    let people = population(PEOPLE);
    let typed: Vec<Person> = people.iter().enumerate().map(typed).collect();
    let earlier = learnt();
    let fewer = table(&people[..900], &typed[..900]);
    let when_untaught = reusing(ReuseParameters::WhenUntaught);
    let (_, estimated) = linked(&fewer, &when_untaught, Some(&earlier));
    assert_ne!(levels(&estimated), earlier.parameters.comparisons);
    assert!(!estimated.weighed.unwrap().is_reused);
    let always = reusing(ReuseParameters::Always);
    let (_, reused) = linked(&fewer, &always, Some(&earlier));
    assert_eq!(levels(&reused), earlier.parameters.comparisons);
    assert!(reused.weighed.unwrap().is_reused);
}
