//! `toandan verify`.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, status};
use crate::dataset;
use crate::run::audit_release;
use crate::schema;

#[derive(Args)]
pub struct Arguments {
    /// A version, or the folder that holds `current`.
    version: PathBuf,
}

pub fn verify(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let current = arguments.version.join("current");
    let path = if current.exists() {
        current
    } else {
        arguments.version.clone()
    };
    let report = dataset::verify(&path, &schema::DATASETS)?;
    let is_sound = report.is_sound();
    if is_sound && let Some(audit) = audit_release(&dataset::Version::open(&path)?)? {
        status::show(&format!(
            "public release of {}, with those before: {} protected counts, {} exposed; {} of them proven by two whole \
             releases",
            audit.released_on, audit.protected_cells, audit.exposed_cells, audit.proven_cells
        ))?;
        let unproven = audit.protected_cells - audit.proven_cells - audit.exposed_cells;
        if unproven > 0 {
            status::show(&format!(
                "{unproven} hidden counts were neither proven safe nor worked out"
            ))?;
        }
        if audit.exposed_cells > 0 {
            status::show(
                "fault: who reads the public release can work out counts that it hides; take public/ from where it was \
                 handed out, and publish again with a higher threshold or without these indicators",
            )?;
            return Ok(Outcome::Failed);
        }
    }
    if is_sound {
        status::show(&format!("sound: {}", path.display()))?;
        return Ok(Outcome::Done);
    }
    for fault in &report.faults {
        status::show(&format!("fault: {fault}"))?;
    }
    Ok(Outcome::Failed)
}
