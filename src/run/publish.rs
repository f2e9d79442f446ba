//! The version of a night: every dataset, then the switch.

use super::event::{Event, Stage};
use super::{RunError, RunRequest};
use crate::dataset::Publication;
use crate::schema::Table;

/// Writes all `tables`, telling how many are done; `before` were written already.
///
/// # Errors
/// When the disk refuses; a stop on request.
pub fn write_tables(
    publication: &Publication,
    tables: &[&dyn Table],
    before: usize,
    request: &RunRequest<'_>,
) -> Result<(), RunError> {
    for (done, table) in tables.iter().enumerate() {
        request.check_stop()?;
        publication.write(*table)?;
        (request.events)(Event::Progressed {
            stage: Stage::Publish,
            done: (before + done) as u64 + 1,
        });
    }
    Ok(())
}
