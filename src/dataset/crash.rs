//! The moments between which a run can die.

/// What has just been done, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Locked,
    Swept,
    Named,
    Staged,
    Written,
    Described,
    Synced,
    Renamed,
    Linked,
    Switched,
    Pruning,
    Pruned,
}

/// Outside tests nothing happens here.
#[cfg(not(test))]
pub(super) fn point(_: Step) {}

#[cfg(test)]
pub(super) use tests::point;

#[cfg(test)]
pub(super) mod tests {
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    use super::Step;

    impl Step {
        pub(in crate::dataset) const ALL: [Self; 12] = [
            Self::Locked,
            Self::Swept,
            Self::Named,
            Self::Staged,
            Self::Written,
            Self::Described,
            Self::Synced,
            Self::Renamed,
            Self::Linked,
            Self::Switched,
            Self::Pruning,
            Self::Pruned,
        ];
    }

    thread_local! {
        static DIE_AT: Cell<Option<Step>> = const { Cell::new(None) };
        static DEAD: Cell<bool> = const { Cell::new(false) };
    }

    pub(in crate::dataset) fn point(step: Step) {
        if DIE_AT.get() == Some(step) {
            DEAD.set(true);
            resume_unwind(Box::new(step));
        }
    }

    /// Whether the run is dead: a dead process cleans nothing up.
    pub(in crate::dataset) fn is_dead() -> bool {
        DEAD.get()
    }

    /// Runs `night` as a process that is killed after `step`; true when it got there.
    pub(in crate::dataset) fn killed_after(step: Step, night: impl FnOnce()) -> bool {
        DIE_AT.set(Some(step));
        let outcome = catch_unwind(AssertUnwindSafe(night));
        DIE_AT.set(None);
        DEAD.set(false);
        match outcome {
            Ok(()) => false,
            Err(panic) if panic.is::<Step>() => true,
            Err(panic) => resume_unwind(panic),
        }
    }
}
