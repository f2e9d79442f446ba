//! The command line: flags in, text out. Nothing else in the program prints.
//!
//! Purpose: turn arguments into one call of one room, and what comes back into text and an exit code.
//! In: arguments. Out: results on stdout, progress and the status line on stderr.
//! Invariants: exit 0 done, with or without warnings; 1 data failed a declared gate; 2 usage, configuration
//! or I/O. Leaves to others: everything that is not about the terminal.

mod check;
mod completions;
mod diff;
mod explain;
mod indicators;
mod inspect;
mod judge;
mod link;
mod progress;
mod review;
mod run;
mod signals;
mod status;
mod synth;
mod table;
mod verify;
mod waterfall;
mod worklists;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{self, KnownRules, Plan};
use crate::validate::known_rules;

/// The whole people: a province's health rosters and extracts into persons, coverage and worklists.
#[derive(Parser)]
#[command(name = "toandan", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the night: read every extract, link, measure, publish.
    Run(run::Arguments),
    /// Check configuration and inputs before the night, without publishing anything.
    Check(check::Arguments),
    /// Show what a reader makes of one file: encoding, header, columns, findings.
    Inspect(inspect::Arguments),
    /// Bring doubtful pairs before people, and take their decisions.
    Review(review::Arguments),
    /// Tell why records are one person, or two, and what stands behind a number.
    Explain(explain::Arguments),
    /// What changed between two published nights.
    Diff(diff::Arguments),
    /// Judge a published night by other targets, without counting again.
    Judge(judge::Arguments),
    /// List the indicators, show one, and count their worked examples.
    Indicators(indicators::Arguments),
    /// Write workbooks of whom to reach, a commune each, with its targets and hamlets.
    Worklists(worklists::Arguments),
    /// Link any tables by a model: duplicates within them, one person across them.
    Link(link::Arguments),
    /// Check a published version: digests, schemas, accounting.
    Verify(verify::Arguments),
    /// Invent a province with known truth.
    Synth(synth::Arguments),
    /// Print a completion script for a shell.
    Completions(completions::Arguments),
}

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// The data failed a declared gate or check.
    Failed,
}

/// Parses the arguments, runs the command, says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Run(arguments) => run::run(arguments),
        Command::Check(arguments) => check::check(arguments),
        Command::Inspect(arguments) => inspect::inspect(arguments),
        Command::Review(arguments) => review::review(arguments),
        Command::Explain(arguments) => explain::explain_command(arguments),
        Command::Diff(arguments) => diff::diff_command(arguments),
        Command::Judge(arguments) => judge::judge_command(arguments),
        Command::Indicators(arguments) => indicators::indicators(arguments),
        Command::Worklists(arguments) => worklists::worklists(arguments),
        Command::Link(arguments) => link::link(arguments),
        Command::Verify(arguments) => verify::verify(arguments),
        Command::Synth(arguments) => synth::synth(arguments),
        Command::Completions(arguments) => completions::completions(arguments),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            status::error(&error);
            ExitCode::from(2)
        }
    }
}

/// Reads the plan of a pipeline folder.
fn load(pipeline: &Path) -> Result<Plan, config::ConfigError> {
    let known = KnownRules {
        rules: known_rules(),
    };
    config::load(pipeline, &known)
}

/// The folder of a pipeline.
#[derive(clap::Args, Clone)]
struct PipelineArgument {
    /// Folder of the pipeline, with its pipeline.toml.
    pipeline: PathBuf,
}

/// Today, by the machine's clock in UTC+7, where the provinces are.
fn today() -> jiff::civil::Date {
    now().date()
}

/// Now in Vietnam, which has had one offset all year since 1975.
fn now() -> jiff::civil::DateTime {
    let offset = jiff::tz::Offset::constant(7);
    offset.to_datetime(jiff::Timestamp::now())
}
