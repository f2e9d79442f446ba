//! How records are linked, exactly and by weight: the checked form of `linkage.toml`.

use super::engine::{ColumnKind, Model, Parameters, TrainOptions};

/// The fields by the names that models call them, in the order of the engine's columns.
///
/// `name` ignores case, where a tone mark stands, and y or i; `name_plain` ignores all marks, and so do `family` and
/// `given`, its first and last words. `hamlet` is folded, without the word for its kind. Identifiers are whole ones.
pub const FIELDS: [(&str, ColumnKind); 14] = [
    ("full_name", ColumnKind::Text),
    ("name", ColumnKind::Text),
    ("name_plain", ColumnKind::Text),
    ("family", ColumnKind::Text),
    ("given", ColumnKind::Text),
    ("birth_date", ColumnKind::Date),
    ("sex", ColumnKind::Text),
    ("cccd", ColumnKind::Id),
    ("cmnd", ColumnKind::Id),
    ("bhxh_number", ColumnKind::Id),
    ("phone", ColumnKind::Id),
    ("commune", ColumnKind::Text),
    ("hamlet", ColumnKind::Text),
    ("household", ColumnKind::Text),
];

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
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cccd => "cccd",
            Self::Cmnd => "cmnd",
            Self::BhxhNumber => "bhxh_number",
            Self::NameBirthCommuneSex => "name_birth_commune_sex",
        }
    }
}

/// What an earlier night learnt of a model that compares as tonight's does.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlierParameters {
    pub parameters: Parameters,
    /// Comparisons that nothing had taught then either.
    pub untrained: Vec<String>,
}

/// When a night weighs with the m and u that an earlier night estimated. How many pairs match at all is estimated every
/// night, and so are value frequencies where there are records enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReuseParameters {
    Never,
    /// Where tonight's records teach nothing.
    WhenUntaught,
    /// While there are any: what agreement and disagreement weigh stays the same from night to night.
    Always,
}

impl ReuseParameters {
    /// The words for it in `linkage.toml`.
    pub const CODES: [(&'static str, Self); 3] = [
        ("never", Self::Never),
        ("when_untaught", Self::WhenUntaught),
        ("always", Self::Always),
    ];
}

/// How evidence is weighed beyond the exact rules.
#[derive(Debug, Clone, PartialEq)]
pub struct ProbabilisticOptions {
    /// Over [`FIELDS`], sources numbered by kind.
    pub model: Model,
    pub training: TrainOptions,
    /// When the numbers of an earlier night serve.
    pub reuse: ReuseParameters,
    /// A record whose best and second-best register persons weigh less than this apart is left to people.
    pub margin_bits: f32,
}

/// What the linkage stage is told.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkOptions {
    /// Applied in this order; an earlier rule's links stand before a later one's.
    pub rules: Vec<DeterministicRule>,
    /// An identifier on more records of one kind of source than this is a filler and links nothing.
    pub shared_identifier_max: usize,
    /// `None` where the exact rules alone link.
    pub probabilistic: Option<ProbabilisticOptions>,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self {
            rules: DeterministicRule::ALL.to_vec(),
            shared_identifier_max: 20,
            probabilistic: None,
        }
    }
}
