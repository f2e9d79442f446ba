//! Whatever stands in the files, the answer is a plan or a complaint.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::config::{ConfigError, render};

use super::{INDICATORS, LINKAGE, PIPELINE, PROFILE, Pipeline, RULES};

const FILES: [(&str, &str); 5] = [
    ("pipeline.toml", PIPELINE),
    ("people.toml", PROFILE),
    ("rules.toml", RULES),
    ("linkage.toml", LINKAGE),
    ("indicators.toml", INDICATORS),
];

fn answers(name: &str, bytes: &[u8]) {
    let pipeline = Pipeline::new();
    pipeline.write(name, bytes);
    match pipeline.load() {
        Ok(_) => {}
        Err(ConfigError::Invalid { diagnostics }) => {
            assert!(!diagnostics.is_empty());
            assert!(!render(&diagnostics, true).is_empty());
        }
        Err(error) => panic!("the file can be read: {error}"),
    }
}

proptest! {
    #[test]
    fn any_bytes(file in 0..FILES.len(), bytes in vec(any::<u8>(), 0..200)) {
        answers(FILES[file].0, &bytes);
    }

    #[test]
    fn toml_with_a_piece_replaced(
        file in 0..FILES.len(),
        at in any::<prop::sample::Index>(),
        length in 0..12_usize,
        piece in r#"[\[\]{}="'0-9a-zé.,\n\\|-]{0,6}"#,
    ) {
        let (name, text) = FILES[file];
        let mut characters: Vec<char> = text.chars().collect();
        let from = at.index(characters.len());
        let to = (from + length).min(characters.len());
        characters.splice(from..to, piece.chars());
        let broken: String = characters.into_iter().collect();
        answers(name, broken.as_bytes());
    }
}
