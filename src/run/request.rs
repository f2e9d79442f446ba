//! What a night is asked to do, beyond its plan.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use super::RunError;
use super::event::Event;

/// A request for one night.
pub struct RunRequest<'a> {
    /// The day that the numbers are about; `None`: the newest snapshot date among the inputs.
    pub as_of: Option<Date>,
    /// No extract can be of a later day.
    pub today: Date,
    /// Bytes of memory that the night may take; `None`: as many as it needs.
    pub memory_limit: Option<u64>,
    /// Name of the version; names sort in time.
    pub run_id: String,
    /// Raised from outside to end the night cleanly.
    pub stop: &'a AtomicBool,
    /// Told what happens, from any thread.
    pub events: &'a (dyn Fn(Event) + Sync),
}

impl RunRequest<'_> {
    /// # Errors
    /// When the night was asked to stop.
    pub fn check_stop(&self) -> Result<(), RunError> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(RunError::Stopped);
        }
        Ok(())
    }
}
