//! Parsers of values.

use toandan::domain::PartialDate;
use toandan::domain::name_key::NameKeyMaker;
use toandan::ingest::RawBlock;
use toandan::ingest::encoding;
use toandan::standardise::codes::standardise_health_class;
use toandan::standardise::date::{
    DateOptions, standardise_birth, standardise_date, standardise_day,
};
use toandan::standardise::identity::standardise_identity;
use toandan::standardise::insurance::{standardise_bhxh, standardise_card};
use toandan::standardise::label::standardise_label;
use toandan::standardise::name::standardise_name;
use toandan::standardise::number::{
    propose_blood_pressure, standardise_blood_pressure, standardise_number,
};
use toandan::standardise::phone::standardise_phone;

use crate::campaign::attack;
use crate::mutate::text;
use crate::seeds::values;

/// Changes tried by `cargo test`.
const TRIES: u64 = 4_000;

fn attack_parser(name: &str, target: impl Fn(&str)) {
    attack(name, &values(), TRIES, text, |input: &String| target(input));
}

#[test]
fn names() {
    attack_parser("names", |text| {
        if let Some(name) = standardise_name(text).standard {
            let again = standardise_name(&name).standard;
            assert_eq!(again.as_deref(), Some(&*name), "standard names stay");
        }
        if let Some(label) = standardise_label(text).standard {
            let again = standardise_label(&label).standard;
            assert_eq!(again.as_deref(), Some(&*label), "standard labels stay");
        }
        let _ = NameKeyMaker::default().keys(text);
    });
}

#[test]
fn dates() {
    let options = DateOptions {
        first_of_january_is_year: true,
        latest_year: 2026,
        is_1904: false,
    };
    attack_parser("dates", |text| {
        for date in [
            standardise_date(text, options).standard,
            standardise_birth(text, options).standard,
            standardise_day(text, options).standard,
        ]
        .into_iter()
        .flatten()
        {
            assert_eq!(PartialDate::parse(&date.to_string()), Some(date));
        }
    });
}

#[test]
fn identities() {
    attack_parser("identities", |text| {
        let _ = standardise_identity(text, PartialDate::from_year(1957));
        let _ = standardise_identity(text, None);
        let _ = standardise_bhxh(text);
        let _ = standardise_card(text);
        let _ = standardise_phone(text);
    });
}

#[test]
fn measurements() {
    attack_parser("measurements", |text| {
        if let Some(number) = standardise_number(text).standard {
            assert!(number.is_finite(), "{number}");
        }
        let _ = standardise_blood_pressure(text);
        let _ = propose_blood_pressure(text);
        let _ = standardise_health_class(text);
    });
}

#[test]
fn encodings() {
    attack_parser("encodings", |text| {
        let _ = encoding::decide([text].into_iter(), None);
        let mut block = RawBlock::default();
        for row in 1..4 {
            block.push_cell(text);
            block.push_cell("Nông Thị Ấm");
            block.end_row(row);
        }
        let _ = encoding::repair(&mut block, &[]);
        assert_eq!(block.rows(), 3);
    });
}
