//! Sex as registers write it.

/// Sex as registers write it; "not determined" is a missing value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    pub const ALL: [Self; 2] = [Self::Male, Self::Female];

    /// The published code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}
