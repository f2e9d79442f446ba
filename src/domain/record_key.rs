//! What makes a source row the same row on another night.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::name_key::NameKeyMaker;
use super::record::IdentityNumber;
use super::{Kind, PartialDate, Record};

/// Makes record keys; keeps its buffers from row to row.
pub struct RecordKeyMaker {
    kind: Kind,
    /// Of the source and its kind.
    seed: u64,
    names: NameKeyMaker,
}

impl RecordKeyMaker {
    /// Keys for rows of one source.
    #[must_use]
    pub fn new(kind: Kind, source: &str) -> Self {
        Self {
            kind,
            seed: xxh3_64_with_seed(source.as_bytes(), kind as u64),
            names: NameKeyMaker::default(),
        }
    }

    /// A hash of the source and of the strongest identity that the row has in it: its identity number, else
    /// its insurance number, else name, birth, sex and commune. Outside the register a number comes with the
    /// given name, because people write each other's numbers. A card period, an exam and a visit also have their day.
    /// It does not depend on where in the file the row stands.
    pub fn key(&mut self, record: &Record<'_>) -> u64 {
        let day = match self.kind {
            Kind::Insurance => record.valid_from.standard,
            Kind::ScreeningRoster | Kind::ExamXml | Kind::VisitXml => record.exam_date.standard,
            _ => None,
        };
        let (form, identity, detail) = self.identity(record);
        let words = [
            u64::from(form) << 32 | u64::from(day.map_or(0, PartialDate::packed)),
            identity,
            detail,
        ];
        let mut bytes = [0; 24];
        for (place, word) in bytes.chunks_exact_mut(8).zip(words) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        xxh3_64_with_seed(&bytes, self.seed)
    }

    /// Which form of identity the row has, the identity, and what else it needs to be one.
    fn identity(&mut self, record: &Record<'_>) -> (u8, u64, u64) {
        let bhxh = record.bhxh_number.standard;
        let of_card = record
            .bhyt_card
            .standard
            .and_then(|card| card.bhxh_number());
        let name = record.full_name.standard.as_deref().unwrap_or_default();
        let keys = self.names.keys(name);
        let given = if self.kind == Kind::Residents {
            0
        } else {
            keys.given_k2
        };
        match (record.identity_number.standard, bhxh.or(of_card)) {
            (Some(IdentityNumber::Cccd(cccd)), _) => (1, cccd.number(), given),
            (Some(IdentityNumber::Cmnd(cmnd)), _) => (2, cmnd.number(), given),
            (None, Some(number)) => (3, number.number(), given),
            (None, None) => {
                let birth = record.birth_date.standard.map_or(0, PartialDate::packed);
                let commune = record
                    .commune
                    .standard
                    .map_or(0, |commune| commune.number());
                let sex = record.sex.standard.map_or(0, |sex| 1 + sex as u64);
                let detail = u64::from(birth) << 32 | u64::from(commune) << 2 | sex;
                (4, keys.k1, detail)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::domain::{Cccd, Value};

    fn record(name: &'static str, cccd: Option<&str>) -> Record<'static> {
        Record {
            full_name: Value::as_given(name, Cow::Borrowed(name)),
            identity_number: cccd
                .and_then(Cccd::parse)
                .map_or_else(Value::default, |cccd| {
                    Value::as_given("", IdentityNumber::Cccd(cccd))
                }),
            ..Record::default()
        }
    }

    #[test]
    fn a_row_keeps_its_key_when_its_name_is_corrected() {
        let mut keys = RecordKeyMaker::new(Kind::Residents, "residents");
        let before = keys.key(&record("Nông Thị Âm", Some("003157000001")));
        assert_eq!(
            before,
            keys.key(&record("Nông Thị Ấm", Some("003157000001")))
        );
        assert_ne!(
            before,
            keys.key(&record("Nông Thị Ấm", Some("003157000002")))
        );
        assert_ne!(
            keys.key(&record("Nông Thị Ấm", None)),
            keys.key(&record("Lý A Sì", None))
        );
        let mut others = RecordKeyMaker::new(Kind::EhrStatus, "ehr");
        assert_ne!(
            before,
            others.key(&record("Nông Thị Ấm", Some("003157000001")))
        );
    }
}
