//! Keys under which names are compared. Derived, never stored as truth.
//!
//! - **K1** ignores case, where the tone mark stands in a syllable (hòa, hoà) and y or i in an open
//!   syllable (Lý, Lí). Equal K1 is strong evidence.
//! - **K2** ignores every mark besides. Equal K2 is weak evidence: Ân, An and Ấn are one.

use xxhash_rust::xxh3::xxh3_64;

use super::letter::{Class, letter, table};

/// The keys of one name, as 64-bit hashes; 0 where the name is blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NameKeys {
    pub k1: u64,
    pub k2: u64,
    /// Of the last syllable, without marks: the given name.
    pub given_k2: u64,
    /// Bit per pair of neighbouring letters without marks, hashed to 64.
    pub bigrams: u64,
}

/// How alike two names are by their pairs of letters: the Dice coefficient, 0 to 1. One typo in a name of
/// three syllables leaves it above 0.7.
#[must_use]
pub fn likeness(a: u64, b: u64) -> f64 {
    let total = a.count_ones() + b.count_ones();
    if total == 0 {
        return 0.0;
    }
    f64::from(2 * (a & b).count_ones()) / f64::from(total)
}

fn bigrams(plain: &str) -> u64 {
    let pairs = plain.as_bytes().windows(2);
    pairs.fold(0, |bits, pair| {
        let number = u64::from(pair[0]) << 8 | u64::from(pair[1]);
        // Fibonacci hashing: the high bits of the product are well mixed.
        bits | 1 << (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58)
    })
}

/// Makes keys; keeps its buffers from name to name.
#[derive(Debug, Default)]
pub struct NameKeyMaker {
    k1: String,
    k2: String,
}

impl NameKeyMaker {
    /// The keys of a name.
    pub fn keys(&mut self, name: &str) -> NameKeys {
        self.write(name);
        if self.k2.is_empty() {
            return NameKeys::default();
        }
        let given = self.k2.rsplit(' ').next().unwrap_or_default();
        NameKeys {
            k1: xxh3_64(self.k1.as_bytes()),
            k2: xxh3_64(self.k2.as_bytes()),
            given_k2: xxh3_64(given.as_bytes()),
            bigrams: bigrams(&self.k2),
        }
    }

    /// What [`NameKeys::k1`] and [`NameKeys::k2`] are hashes of: syllables with their tones, and words without marks.
    pub fn texts(&mut self, name: &str) -> (&str, &str) {
        self.write(name);
        (&self.k1, &self.k2)
    }

    fn write(&mut self, name: &str) {
        self.k1.clear();
        self.k2.clear();
        let mut tone = 0;
        let mut syllable = 0;
        let table = table();
        for c in name.chars() {
            let entry = match table.get(c as usize) {
                Some(entry) => *entry,
                None => letter(c),
            };
            match entry.class {
                Class::Letter => {
                    if self.k1.len() == syllable && syllable > 0 {
                        self.k2.push(' ');
                    }
                    self.k1.push(entry.toneless);
                    self.k2.push(entry.plain);
                    tone = tone.max(entry.tone);
                }
                Class::Space | Class::Joiner => {
                    self.end_syllable(&mut syllable, &mut tone);
                }
                Class::Mark | Class::Hidden | Class::Other => {}
            }
        }
        self.end_syllable(&mut syllable, &mut tone);
    }

    /// Folds y and writes the tone behind the syllable, so that its place inside does not matter.
    fn end_syllable(&mut self, start: &mut usize, tone: &mut u8) {
        if self.k1.len() == *start {
            return;
        }
        let syllable = &self.k1[*start..];
        if syllable.len() > 1 && has_single_final_y(syllable) {
            self.k1.pop();
            self.k1.push('i');
        }
        self.k1.push(char::from(b'0' + *tone));
        *start = self.k1.len();
        *tone = 0;
    }
}

/// A consonant, then y alone: ly, my, ky, quy; not thuy, may.
fn has_single_final_y(syllable: &str) -> bool {
    let Some(onset) = syllable.strip_suffix('y') else {
        return false;
    };
    onset == "qu" || !onset.ends_with(['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> NameKeys {
        NameKeyMaker::default().keys(name)
    }

    #[test]
    fn k1_ignores_tone_placement_case_and_y() {
        for (a, b) in [
            ("Nguyễn Thị Hòa", "NGUYỄN THỊ HOÀ"),
            ("Nông Văn Thủy", "Nông Văn Thuỷ"),
            ("Lý Văn Quý", "Lí Văn Quí"),
            ("Vừ A Dình", "vừ  a dình"),
            ("Y-Lan", "Y Lan"),
        ] {
            assert_eq!(keys(a).k1, keys(b).k1, "{a} {b}");
        }
    }

    #[test]
    fn k1_keeps_what_tells_people_apart() {
        for (a, b) in [
            ("Nông Thị Ấn", "Nông Thị Ân"),
            ("Nông Thị Thúy", "Nông Thị Thúi"),
            ("Má A Mai", "Mã A Mai"),
            ("Lê An Na", "Lê Anna"),
            ("Đàm Mây", "Đàm Mâi"),
        ] {
            assert_ne!(keys(a).k1, keys(b).k1, "{a} {b}");
        }
    }

    #[test]
    fn k2_ignores_marks_and_keeps_syllables_apart() {
        assert_eq!(keys("Đàm Thị Mỷ").k2, keys("dam thi my").k2);
        assert_ne!(keys("Lê An Na").k2, keys("Lê Anna").k2);
        assert_eq!(keys("Đàm Thị Mỷ").given_k2, keys("Mỹ").given_k2);
    }

    #[test]
    fn a_typo_leaves_a_name_alike() {
        let alike = |a, b| likeness(keys(a).bigrams, keys(b).bigrams);
        for (a, b) in [
            ("Hoàng Văn Thuỷ", "Hoàng Văn Thuyr"),
            ("Nông Thị Ấm", "Nông Thi Âmm"),
            ("Triệu Chòi Chản", "Triệu Chòi Chàn"),
        ] {
            assert!(alike(a, b) >= 0.7, "{a} {b} {}", alike(a, b));
        }
        for (a, b) in [
            ("Hoàng Văn Thuỷ", "Nông Thị Ấm"),
            ("Nông Thị Lan", "Nông Văn Cường"),
        ] {
            assert!(alike(a, b) < 0.6, "{a} {b} {}", alike(a, b));
        }
        assert!(likeness(0, 0) < 0.1);
    }

    #[test]
    fn a_blank_name_has_no_key() {
        assert_eq!(keys(" ."), NameKeys::default());
    }
}
