//! Limits past which a night publishes nothing.
//!
//! A file that was cut off, an export with half its columns, or a linkage gone wrong shows first in the counts.
//! Pure functions over the figures of the night; stopping it is left to `run`.

use std::collections::BTreeMap;

use crate::domain::Kind;

use super::lang::Lang;
use super::options::Gates;

/// The figures that gates look at. "Before" is the published version that this night builds on; `None` where
/// there is none yet.
#[derive(Debug, Clone, Default)]
pub struct NightFigures {
    /// Person rows of the register: before, now.
    pub register_rows: (Option<u64>, u64),
    /// Person rows of each kind: before, now.
    pub kinds: BTreeMap<Kind, (Option<u64>, u64)>,
    /// Tonight's files: name, person rows, quarantined rows.
    pub files: Vec<(String, u64, u64)>,
    pub persons: PersonsChanged,
}

/// How the identity of persons changed in one night.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PersonsChanged {
    pub before: Option<u64>,
    /// Persons of before that became part of another.
    pub merged: u64,
    /// Persons of before that became several.
    pub split: u64,
}

/// A limit of `[gates]`, and what it was applied to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    RegisterShrinks,
    KindShrinks(Kind),
    FileQuarantined(String),
    PersonsChanged,
}

/// A gate that tonight's figures breach.
#[derive(Debug, Clone, PartialEq)]
pub struct GateBreach {
    pub gate: Gate,
    /// What was lost, quarantined or changed.
    pub affected: u64,
    /// Out of how many.
    pub total: u64,
    /// The largest share that passes, 0 to 1.
    pub limit: f64,
}

/// The gates that the night breaches, in the order of `[gates]`; a share equal to its limit passes. The register
/// has its own, stricter gate and is left out of the one for kinds. The share of a file is looked at from
/// `file_quarantined_rows_min` quarantined rows on.
#[must_use]
pub fn check_gates(gates: &Gates, figures: &NightFigures) -> Vec<GateBreach> {
    let register = shrinkage(
        Gate::RegisterShrinks,
        figures.register_rows,
        gates.register_shrinks_max,
    );
    let kinds = figures
        .kinds
        .iter()
        .filter(|(kind, _)| **kind != Kind::Residents)
        .map(|(kind, rows)| shrinkage(Gate::KindShrinks(*kind), *rows, gates.kind_shrinks_max));
    let rows_min = u64::from(gates.file_quarantined_rows_min);
    let files = figures
        .files
        .iter()
        .filter(|(_, _, quarantined)| *quarantined >= rows_min)
        .map(|(name, rows, quarantined)| GateBreach {
            gate: Gate::FileQuarantined(name.clone()),
            affected: *quarantined,
            total: *rows,
            limit: gates.file_quarantined_max,
        });
    let persons = GateBreach {
        gate: Gate::PersonsChanged,
        affected: figures.persons.merged + figures.persons.split,
        total: figures.persons.before.unwrap_or(0),
        limit: gates.persons_changed_max,
    };
    std::iter::once(register)
        .chain(kinds)
        .chain(files)
        .chain(std::iter::once(persons))
        .filter(GateBreach::is_breached)
        .collect()
}

fn shrinkage(gate: Gate, (before, now): (Option<u64>, u64), limit: f64) -> GateBreach {
    let total = before.unwrap_or(0);
    GateBreach {
        gate,
        affected: total.saturating_sub(now),
        total,
        limit,
    }
}

impl GateBreach {
    /// Share affected, 0 to 1; 0 where there is nothing to compare with.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.total == 0 {
            0.0
        } else {
            self.affected as f64 / self.total as f64
        }
    }

    /// The tolerance keeps a share that equals its limit from failing on the last binary digit.
    fn is_breached(&self) -> bool {
        self.share() > self.limit + 1e-12
    }

    /// Which limit, which figure, what to do.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.message_vi(),
            Lang::En => self.message_en(),
        }
    }

    fn message_vi(&self) -> String {
        let (affected, total) = (grouped(self.affected, '.'), grouped(self.total, '.'));
        let now = grouped(self.total.saturating_sub(self.affected), '.');
        let share = percent(self.share(), ',');
        let limit = percent(self.limit, ',');
        match &self.gate {
            Gate::RegisterShrinks => format!(
                "Dữ liệu dân cư còn {now} dòng, lần trước {total} dòng: giảm {share}, giới hạn {limit}. Kiểm tra tệp \
                 dân cư có bị thiếu không; nếu giảm là đúng thì tăng gates.register_shrinks_max cho lần chạy này."
            ),
            Gate::KindShrinks(kind) => format!(
                "Nguồn {} còn {now} dòng, lần trước {total} dòng: giảm {share}, giới hạn {limit}. Kiểm tra có tệp nào \
                 bị thiếu hoặc bị cắt không; nếu giảm là đúng thì tăng gates.kind_shrinks_max cho lần chạy này.",
                kind.code()
            ),
            Gate::FileQuarantined(name) => format!(
                "Tệp {name}: {affected} trên {total} dòng không được nhận ({share}), giới hạn {limit}. Xem danh sách \
                 trả lại của tệp này, sửa rồi gửi lại; thường là nhầm cột hoặc thiếu cột."
            ),
            Gate::PersonsChanged => format!(
                "{affected} trên {total} người bị gộp hoặc tách trong một đêm ({share}), giới hạn {limit}. Kiểm tra \
                 nguồn mới và linkage.toml; nếu thay đổi là đúng thì tăng gates.persons_changed_max cho lần chạy này."
            ),
        }
    }

    fn message_en(&self) -> String {
        let (affected, total) = (grouped(self.affected, ','), grouped(self.total, ','));
        let now = grouped(self.total.saturating_sub(self.affected), ',');
        let share = percent(self.share(), '.');
        let limit = percent(self.limit, '.');
        match &self.gate {
            Gate::RegisterShrinks => format!(
                "the register has {now} rows, {total} before: {share} fewer, the limit is {limit}. See whether its \
                 file is complete; if the loss is real, raise gates.register_shrinks_max for this run."
            ),
            Gate::KindShrinks(kind) => format!(
                "{} has {now} rows, {total} before: {share} fewer, the limit is {limit}. See whether a file is missing \
                 or cut off; if the loss is real, raise gates.kind_shrinks_max for this run.",
                kind.code()
            ),
            Gate::FileQuarantined(name) => format!(
                "{name}: {affected} of {total} rows quarantined ({share}), the limit is {limit}. See the rejects of \
                 this file, correct it and deliver it again; most often a column is missing or misread."
            ),
            Gate::PersonsChanged => format!(
                "{affected} of {total} persons merged or split in one night ({share}), the limit is {limit}. See what \
                 is new among the sources and in linkage.toml; if the change is real, raise \
                 gates.persons_changed_max for this run."
            ),
        }
    }
}

/// Two decimals, cut off rather than rounded up, so that a share just past its limit never looks far past it.
fn percent(share: f64, decimal_mark: char) -> String {
    let hundredths = (share * 10_000.0 + 1e-6).floor() as u64;
    format!(
        "{}{decimal_mark}{:02} %",
        hundredths / 100,
        hundredths % 100
    )
}

/// `1234567` as `1.234.567`.
fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn breaches(figures: &NightFigures) -> Vec<Gate> {
        let breaches = check_gates(&Gates::default(), figures);
        breaches.into_iter().map(|breach| breach.gate).collect()
    }

    #[test]
    fn a_first_night_breaches_nothing() {
        let figures = NightFigures {
            register_rows: (None, 1_000),
            kinds: [(Kind::Insurance, (None, 900))].into(),
            files: vec![
                ("dan_cu.csv".to_owned(), 1_000, 0),
                ("empty.csv".to_owned(), 0, 0),
            ],
            persons: PersonsChanged {
                before: None,
                merged: 10,
                split: 0,
            },
        };
        assert_eq!(breaches(&figures), []);
    }

    #[test]
    fn a_figure_at_its_limit_passes_and_one_past_it_does_not() {
        let at = NightFigures {
            register_rows: (Some(1_000), 950),
            kinds: [
                (Kind::Insurance, (Some(10), 8)),
                (Kind::Residents, (Some(10), 1)),
            ]
            .into(),
            files: vec![("a.csv".to_owned(), 300, 30)],
            persons: PersonsChanged {
                before: Some(700),
                merged: 4,
                split: 3,
            },
        };
        assert_eq!(breaches(&at), []);
        let past = NightFigures {
            register_rows: (Some(1_000), 949),
            kinds: [
                (Kind::Insurance, (Some(10), 7)),
                (Kind::PlanRoster, (Some(10), 11)),
            ]
            .into(),
            files: vec![("a.csv".to_owned(), 300, 31)],
            persons: PersonsChanged {
                before: Some(700),
                merged: 4,
                split: 4,
            },
        };
        let all = [
            Gate::RegisterShrinks,
            Gate::KindShrinks(Kind::Insurance),
            Gate::FileQuarantined("a.csv".to_owned()),
            Gate::PersonsChanged,
        ];
        assert_eq!(breaches(&past), all);
    }

    #[test]
    fn a_few_bad_rows_stop_no_night_however_short_their_file() {
        let is_breached = |rows, quarantined, rows_min| {
            let gates = Gates {
                file_quarantined_rows_min: rows_min,
                ..Gates::default()
            };
            let figures = NightFigures {
                files: vec![("a.csv".to_owned(), rows, quarantined)],
                ..NightFigures::default()
            };
            !check_gates(&gates, &figures).is_empty()
        };
        assert!(!is_breached(3, 1, 10) && !is_breached(9, 9, 10));
        assert!(is_breached(10, 10, 10) && is_breached(99, 10, 10));
        assert!(!is_breached(100, 10, 10) && is_breached(100, 11, 10));
        assert!(is_breached(3, 1, 1));
    }

    #[test]
    fn a_message_says_which_limit_which_figure_and_what_to_do() {
        let figures = NightFigures {
            register_rows: (Some(1_000_000), 935_000),
            ..NightFigures::default()
        };
        let breach = &check_gates(&Gates::default(), &figures)[0];
        let vi = breach.message(Lang::Vi);
        assert!(vi.starts_with("Dữ liệu dân cư còn 935.000 dòng, lần trước 1.000.000 dòng: giảm 6,50 %, giới hạn 5,00 %."));
        let en = breach.message(Lang::En);
        assert!(en.starts_with(
            "the register has 935,000 rows, 1,000,000 before: 6.50 % fewer, the limit is 5.00 %."
        ));
        assert!(
            vi.contains("gates.register_shrinks_max") && en.contains("gates.register_shrinks_max")
        );
    }

    proptest! {
        /// Against whole-number arithmetic: 5 % is one in twenty.
        #[test]
        fn the_register_gate_is_exact(before in 1u64..2_000_000, now in 0u64..2_000_000) {
            let figures = NightFigures { register_rows: (Some(before), now), ..NightFigures::default() };
            let lost = before.saturating_sub(now);
            prop_assert_eq!(!breaches(&figures).is_empty(), 20 * lost > before);
        }
    }
}
