//! `toandan completions`.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::{Outcome, status};

#[derive(Args)]
pub struct Arguments {
    shell: Shell,
}

pub fn completions(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "toandan",
        &mut script,
    );
    status::show(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Outcome::Done)
}
