//! The checked plan of a pipeline. Work starts only from this.

use std::path::PathBuf;

use super::public::PublicOptions;
use crate::domain::{CommuneCode, Limits};
use crate::indicators::options::{Calendar, IndicatorDefinition};
use crate::link::options::LinkOptions;
use crate::persons::options::{ScreeningRule, WorklistOptions};
use crate::source::options::SourceOptions;
use crate::validate::options::{Gates, RuleSettings};

/// Everything a night needs to know, each stage's options in that stage's own type.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Name of the pipeline, also of its folder under the output directory.
    pub name: String,
    /// Two-digit province code of the list in force.
    pub province: String,
    /// Communes that take part; empty: all of the province.
    pub communes: Vec<CommuneCode>,
    /// The folder of all pipelines' outputs; this one's is below it, under its name.
    pub output: PathBuf,
    /// How many versions stay.
    pub keep: usize,
    /// The folder of the dated reference lists.
    pub reference: PathBuf,
    /// The folder into which corrected workbooks of rejects are dropped, where there is one.
    pub corrections: Option<PathBuf>,
    /// Where what people decide about pairs of records is kept; the file need not be there yet.
    pub decisions: Option<PathBuf>,
    pub screening: ScreeningRule,
    pub calendar: Calendar,
    pub worklists: WorklistOptions,
    /// When and how numbers go out to anyone; `None`: never.
    pub public: Option<PublicOptions>,
    pub gates: Gates,
    /// How much of a file is read.
    pub limits: Limits,
    pub sources: Vec<SourceOptions>,
    pub rules: RuleSettings,
    pub linkage: LinkOptions,
    pub indicators: Vec<IndicatorDefinition>,
    /// Every file the plan was read from, for the manifest.
    pub files: Vec<PathBuf>,
}
