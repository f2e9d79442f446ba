//! What the night reports while it works.

/// A stage of the night, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Discover,
    Read,
    Link,
    Persons,
    Indicators,
    Publish,
}

impl Stage {
    pub const ALL: [Self; 6] = [
        Self::Discover,
        Self::Read,
        Self::Link,
        Self::Persons,
        Self::Indicators,
        Self::Publish,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Discover => "discover",
            Self::Read => "read",
            Self::Link => "link",
            Self::Persons => "persons",
            Self::Indicators => "indicators",
            Self::Publish => "publish",
        }
    }
}

/// Something that happened. No event names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A stage begins; `total` in its own unit (bytes to read, datasets to write), 0 where unknown.
    StageStarted {
        stage: Stage,
        total: u64,
    },
    /// So much of the stage is done.
    Progressed {
        stage: Stage,
        done: u64,
    },
    StageFinished {
        stage: Stage,
    },
    /// A file is not used, and why.
    SetAside {
        file: String,
        reason: String,
        is_fault: bool,
    },
    /// Something that a person should look at, though the night goes on.
    Warning {
        message: String,
    },
}
