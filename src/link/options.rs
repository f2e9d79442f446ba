//! Which deterministic rules link records: the checked form of `linkage.toml`.

/// An exact rule. Within a rule's blocks two records link when the rule's evidence agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeterministicRule {
    /// The same cccd, and a name or a birth date that agrees.
    Cccd,
    /// The same cmnd, and a name or a birth date that agrees.
    Cmnd,
    /// The same bhxh number (alone or in a card), and a name or a birth date that agrees.
    BhxhNumber,
    /// The same name with marks, full birth date, commune and sex.
    NameBirthCommuneSex,
}

impl DeterministicRule {
    pub const ALL: [Self; 4] = [
        Self::Cccd,
        Self::Cmnd,
        Self::BhxhNumber,
        Self::NameBirthCommuneSex,
    ];

    /// The code in `linkage.toml` and in the links dataset.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Cccd => "cccd",
            Self::Cmnd => "cmnd",
            Self::BhxhNumber => "bhxh_number",
            Self::NameBirthCommuneSex => "name_birth_commune_sex",
        }
    }
}

/// What the linkage stage is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOptions {
    /// Applied in this order; an earlier rule's links stand before a later one's.
    pub rules: Vec<DeterministicRule>,
    /// An identifier on more records of one kind of source than this is a filler and links nothing.
    pub shared_identifier_max: usize,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self {
            rules: DeterministicRule::ALL.to_vec(),
            shared_identifier_max: 20,
        }
    }
}
