//! `toandan synth`.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::table::{Table, grouped};
use super::{Outcome, status};
use crate::reference::embedded;
use crate::synth::{ErrorKind, ErrorRates, SynthOptions, TableFormat, synthesize};

#[derive(Args)]
pub struct Arguments {
    /// Two-digit code of the province.
    #[arg(long, default_value = "04")]
    province: String,
    /// Persons living in the province.
    #[arg(long)]
    residents: u64,
    /// The same seed gives the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Snapshot date of the extracts.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Date,
    /// Folder to write to; must be empty or absent.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Only these communes, five-digit codes with commas between.
    #[arg(long, value_delimiter = ',')]
    communes: Option<Vec<String>>,
    /// Whether rosters are partly workbooks or all CSV.
    #[arg(long, value_enum, default_value = "mixed")]
    tables: Tables,
    /// TOML file with a rate for each error, instead of the shipped rates.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Tables {
    Mixed,
    Csv,
}

pub fn synth(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let rates = match &arguments.errors {
        None => ErrorRates::shipped(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the error rates {}", path.display()))?;
            ErrorRates::parse(&text).with_context(|| format!("error rates {}", path.display()))?
        }
    };
    let options = SynthOptions {
        province: arguments.province.clone(),
        residents: arguments.residents,
        seed: arguments.seed,
        as_of: arguments.as_of,
        out: arguments.out.clone(),
        communes: arguments.communes.clone(),
        tables: match arguments.tables {
            Tables::Mixed => TableFormat::Mixed,
            Tables::Csv => TableFormat::Csv,
        },
    };
    let report = synthesize(&options, &rates, &embedded::administrative_units(), &|_| {})?;
    let mut extracts = Table::new(1, &["extract", "files", "rows", "bytes"]);
    for (kind, count) in &report.extracts {
        extracts.push(vec![
            (*kind).to_owned(),
            grouped(count.files),
            grouped(count.rows),
            grouped(count.bytes),
        ]);
    }
    let mut planted = Table::new(1, &["error", "planted", "of"]);
    for kind in ErrorKind::ALL {
        planted.push(vec![
            kind.key().to_owned(),
            grouped(report.planted.planted(*kind)),
            grouped(report.planted.eligible(*kind)),
        ]);
    }
    status::show(&format!("{}\n\n{}", extracts.render(), planted.render()))?;
    status::line(&format!(
        "{} invented persons in {} files: {}",
        report.persons,
        report.files,
        arguments.out.display()
    ));
    Ok(Outcome::Done)
}
