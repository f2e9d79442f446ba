//! What an indicator is: the checked form of `indicators.toml` and `[calendar]`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::Kind;
use crate::schema::Tier;

/// What an indicator counts, and what a row of its conditions is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Population {
    /// Persons, in their home commune.
    Persons,
    /// Exams, in the home commune of the person examined.
    Exams,
    /// Communes of the scope: one satisfies a condition when one of its aggregate rows does.
    Communes,
    /// Facilities: one satisfies a condition when one of its rows does.
    Facilities,
    /// The values of aggregate rows, summed.
    Aggregates,
    /// The numerators of two other indicators.
    Indicators,
    /// Something that is done or not, once for the whole province.
    Milestone,
}

impl Population {
    pub const ALL: [Self; 7] = [
        Self::Persons,
        Self::Exams,
        Self::Communes,
        Self::Facilities,
        Self::Aggregates,
        Self::Indicators,
        Self::Milestone,
    ];

    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Exams => "exams",
            Self::Communes => "communes",
            Self::Facilities => "facilities",
            Self::Aggregates => "aggregates",
            Self::Indicators => "indicators",
            Self::Milestone => "milestone",
        }
    }

    /// Whether each of the numerator is one of the denominator, so that the value is a proportion.
    #[must_use]
    pub fn is_of_units(self) -> bool {
        !matches!(self, Self::Aggregates | Self::Indicators)
    }

    /// Whether values are broken down by who the person is.
    #[must_use]
    pub fn has_strata(self) -> bool {
        matches!(self, Self::Persons | Self::Exams | Self::Indicators)
    }
}

/// What a target asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The target itself is enough.
    AtLeast,
    /// The target itself is not enough.
    MoreThan,
    /// The target itself is not too much.
    AtMost,
    /// The target itself is too much.
    LessThan,
    /// The target is where the value is expected to be: neither floor nor ceiling, never judged.
    Trend,
}

impl Direction {
    pub const ALL: [Self; 5] = [
        Self::AtLeast,
        Self::MoreThan,
        Self::AtMost,
        Self::LessThan,
        Self::Trend,
    ];

    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
            Self::AtMost => "at_most",
            Self::LessThan => "less_than",
            Self::Trend => "trend",
        }
    }
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// In the unit of the indicator.
    pub value: f64,
    pub direction: Direction,
}

/// Numerator / denominator times the unit's factor is the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 0 to 1, shown in percent.
    Share,
    /// Per so many of the denominator.
    Per(u32),
    /// A number as it was delivered, or a plain ratio.
    Number,
    /// 1 done, 0 not done.
    YesNo,
}

impl Unit {
    /// Those that can be asked for.
    pub const ALL: [Self; 7] = [
        Self::Share,
        Self::Per(100),
        Self::Per(1000),
        Self::Per(10_000),
        Self::Per(100_000),
        Self::Number,
        Self::YesNo,
    ];
}

/// How the limits of a value are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Of a proportion: Wilson's score interval.
    Wilson,
    /// Of a rate of events: exact Poisson limits below 10 events, Byar's from there.
    Poisson,
    None,
}

impl IntervalMethod {
    pub const ALL: [Self; 3] = [Self::Wilson, Self::Poisson, Self::None];

    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::Poisson => "poisson",
            Self::None => "none",
        }
    }
}

/// What is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    Higher,
    Lower,
    Neutral,
}

impl Polarity {
    pub const ALL: [Self; 3] = [Self::Higher, Self::Lower, Self::Neutral];

    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Neutral => "neutral",
        }
    }
}

/// The smallest place that has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Commune,
    Province,
}

impl Level {
    pub const ALL: [Self; 2] = [Self::Commune, Self::Province];

    /// The code in configuration.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Province => "province",
        }
    }
}

/// By what the value is broken down. `All` is always computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StratumKind {
    All,
    AgeBand,
    Sex,
    TargetGroup,
    /// 0–4 to 80–84, 85 and more.
    FiveYear,
}

impl StratumKind {
    /// Those that can be asked for.
    pub const ASKED: [Self; 4] = [Self::AgeBand, Self::Sex, Self::TargetGroup, Self::FiveYear];

    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::AgeBand => "age_band",
            Self::Sex => "sex",
            Self::TargetGroup => "target_group",
            Self::FiveYear => "five_year",
        }
    }
}

/// A method of early warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignalMethod {
    /// Communes against each other.
    Funnel,
    /// A place against its own weeks.
    PChart,
    /// New cases per day collapse.
    Throughput,
    /// New cases per day rise.
    EarsC2,
}

impl SignalMethod {
    pub const ALL: [Self; 4] = [Self::Funnel, Self::PChart, Self::Throughput, Self::EarsC2];

    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Funnel => "funnel",
            Self::PChart => "p_chart",
            Self::Throughput => "throughput",
            Self::EarsC2 => "ears_c2",
        }
    }
}

/// What people read of an indicator. All but the labels may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub label_vi: String,
    pub label_en: String,
    pub description_vi: Option<String>,
    pub description_en: Option<String>,
    /// One word of what was done: it stands in the table that a night ends with.
    pub headline_vi: Option<String>,
    pub headline_en: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The text that sets the target: document and section.
    pub source: Option<String>,
}

/// One indicator of `indicators.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorDefinition {
    pub code: String,
    /// File and line of its code; `None` where it was not read from a file.
    pub written_at: Option<String>,
    pub words: Words,
    pub population: Population,
    /// SQL condition over the rows of the population; empty: all. Of indicators, the code of one.
    pub denominator: String,
    /// SQL condition over exams: who has no exam that satisfies it is not in the denominator.
    pub denominator_exam: Option<String>,
    /// SQL condition over persons, for aggregates that are set against people.
    pub denominator_person: Option<String>,
    /// As `denominator`; `None` when `numerator_exam` is given.
    pub numerator: Option<String>,
    /// SQL condition over exams: a person counts when one of its exams satisfies it.
    pub numerator_exam: Option<String>,
    /// Kinds of source without which the value is missing, or stale when they are.
    pub needs: Vec<Kind>,
    pub unit: Unit,
    pub interval: IntervalMethod,
    pub polarity: Polarity,
    /// Lower bounds of the classes of a map, ascending, in the unit of the indicator.
    pub bands: Vec<f64>,
    /// How far the value may go: to those who steer, or to anyone after disclosure control.
    pub tier: Tier,
    /// `None`: the value is watched, not judged.
    pub target: Option<Goal>,
    pub start: Option<Date>,
    /// Inclusive.
    pub deadline: Option<Date>,
    /// The later day, where the source gives two.
    pub last_deadline: Option<Date>,
    /// Whether the pace until the deadline is computed; needs a target, start and deadline.
    pub pace: bool,
    pub strata: Vec<StratumKind>,
    /// Whether communes have a value of their own.
    pub level: Level,
    /// Whether amounts of which a place delivers no row are nothing there, and not unknown.
    pub absent_is_zero: bool,
    /// Whether what is counted are people or their events, so that small counts are somebody's; not communes, staff or
    /// beds.
    pub counts_people: bool,
    /// The standard population by whose ages the value is made comparable.
    pub standard: Option<String>,
    /// What it weighs in the index of a commune; `None`: it is no part of it.
    pub index_weight: Option<f64>,
    /// How it is watched for what stands out.
    pub signals: Vec<SignalMethod>,
    /// A small worked example: `indicators test` counts it.
    pub example: Option<Example>,
}

/// Invented rows and what the definition makes of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    pub persons: Vec<ExamplePerson>,
    /// Columns of `aggregates` by name.
    pub aggregates: Vec<ExampleRow>,
    pub expected: Expected,
}

/// What comes of an example.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Expected {
    Counts {
        numerator: u64,
        denominator: u64,
    },
    /// Of a value that is delivered as such.
    Value(f64),
}

/// Columns of `persons` by name, and the exams.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExamplePerson {
    pub row: ExampleRow,
    /// Columns of `exams` by name.
    pub exams: Vec<ExampleRow>,
}

/// Values by column; a column that is not named is null, or false.
pub type ExampleRow = BTreeMap<String, ExampleValue>;

/// A value of an example, as TOML gives it; dates are texts.
#[derive(Debug, Clone, PartialEq)]
pub enum ExampleValue {
    Flag(bool),
    Number(f64),
    Text(String),
}

/// Work weights of days: 1 a full working day, 0 none.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Monday to Sunday.
    pub weekdays: [f64; 7],
    /// Holidays and campaign days.
    pub exceptions: BTreeMap<Date, f64>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            weekdays: [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0],
            exceptions: BTreeMap::new(),
        }
    }
}

/// When the numbers are taken and which days are worked. The confidence level is fixed at 95 %
/// ([`crate::statistics::normal::Z_95`]): the dataset's meaning must not hang on a setting.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorOptions {
    pub as_of: Date,
    pub calendar: Calendar,
    /// Standard populations by name: weights of the five-year bands, from the youngest.
    pub standards: BTreeMap<String, Vec<f64>>,
    /// The days of earlier nights that tonight will be compared with.
    pub compared: Vec<Date>,
}
