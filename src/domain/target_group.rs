//! Target groups of the screening campaign.

/// A set of DOI_TUONG codes 1 to 16 (QĐ 2062/QĐ-BYT, 7 July 2026), bit `code - 1` each. They overlap:
/// strata by group do not sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TargetGroups(u16);

impl TargetGroups {
    pub const EMPTY: Self = Self(0);

    /// This set and `code`; a code outside 1 to 16 changes nothing.
    #[must_use]
    pub fn with(self, code: u8) -> Self {
        match code {
            1..=16 => Self(self.0 | 1 << (code - 1)),
            _ => self,
        }
    }

    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn contains(self, code: u8) -> bool {
        (1..=16).contains(&code) && self.0 >> (code - 1) & 1 == 1
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Reads the form that a set is displayed in: `1;6`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let set = text
            .split(';')
            .try_fold(Self::EMPTY, |set, code| Some(set.with(code.parse().ok()?)))?;
        (set.to_string() == text).then_some(set)
    }

    /// The set as bits, for compact columns.
    #[must_use]
    pub fn bits(self) -> u16 {
        self.0
    }

    #[must_use]
    pub fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    pub fn codes(self) -> impl Iterator<Item = u8> {
        (1..=16).filter(move |code| self.contains(*code))
    }
}

/// Codes in ascending order with `;` between, as the ministry writes several: `1;6`.
impl std::fmt::Display for TargetGroups {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, code) in self.codes().enumerate() {
            let separator = if index > 0 { ";" } else { "" };
            write!(out, "{separator}{code}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::TargetGroups;

    #[test]
    fn a_set_prints_as_the_ministry_writes_it() {
        let set = TargetGroups::EMPTY.with(6).with(1).with(0).with(17);
        assert_eq!(set.to_string(), "1;6");
        assert!(set.contains(6) && !set.contains(2) && !set.contains(0));
        assert_eq!(TargetGroups::parse("1;6"), Some(set));
        for wrong in ["", "6;1", "1,6", "17", "1;"] {
            assert_eq!(TargetGroups::parse(wrong), None, "{wrong}");
        }
    }
}
