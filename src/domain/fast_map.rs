//! Maps and sets that every cell of a night is looked up in: hashed fast, with a seed of the process.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A map that is asked once or more per row.
pub type FastMap<K, V> = HashMap<K, V, RandomState>;

/// A set that is asked once or more per row.
pub type FastSet<K> = HashSet<K, RandomState>;
