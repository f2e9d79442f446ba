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
    let mut is_sound = report.is_sound();
    if is_sound && let Some(audit) = audit_release(&dataset::Version::open(&path)?)? {
        status::show(&format!(
            "public release of {}: {} of {} protected counts proven",
            audit.released_on,
            audit.protected_cells - audit.exposed_cells,
            audit.protected_cells
        ))?;
        is_sound = audit.exposed_cells == 0;
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
