use std::collections::BTreeMap;

use super::rates::{ErrorKind, ErrorRates};

/// How far the work is; sent after every window of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SynthProgress {
    pub residents_done: u64,
    pub residents_total: u64,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SynthReport {
    /// Everyone invented: residents, departed, dead and unregistered.
    pub persons: u64,
    pub files: u64,
    /// All bytes written, truth included.
    pub bytes: u64,
    /// Rows and bytes per kind of extract.
    pub extracts: BTreeMap<&'static str, ExtractCount>,
    pub planted: Tally,
}

impl SynthReport {
    /// Counts a complete file.
    pub(super) fn note_file(&mut self, kind: &'static str, rows: u64, bytes: u64) {
        let extract = self.extracts.entry(kind).or_default();
        extract.files += 1;
        extract.rows += rows;
        extract.bytes += bytes;
        self.files += 1;
        self.bytes += bytes;
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExtractCount {
    pub files: u64,
    pub rows: u64,
    pub bytes: u64,
}

/// Per kind of error: how many rows or persons could have had it, and how many have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    counts: Vec<(u64, u64)>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            counts: vec![(0, 0); ErrorKind::ALL.len()],
        }
    }
}

impl Tally {
    pub fn note(&mut self, kind: ErrorKind, is_planted: bool) {
        let count = &mut self.counts[kind as usize];
        count.0 += 1;
        count.1 += u64::from(is_planted);
    }

    pub fn add(&mut self, other: &Tally) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }

    pub fn eligible(&self, kind: ErrorKind) -> u64 {
        self.counts[kind as usize].0
    }

    pub fn planted(&self, kind: ErrorKind) -> u64 {
        self.counts[kind as usize].1
    }
}

/// The dice that plant errors, and the count of what they planted.
pub struct Slips<'a> {
    pub rates: &'a ErrorRates,
    pub dice: super::dice::Dice,
    pub tally: Tally,
}

impl Slips<'_> {
    /// Whether this row or person gets the error. Ask only where the error is possible: each question is counted.
    pub fn strikes(&mut self, kind: ErrorKind) -> bool {
        let strikes = self.dice.chance(self.rates.rate(kind));
        self.tally.note(kind, strikes);
        strikes
    }
}
