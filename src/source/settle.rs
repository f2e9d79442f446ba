//! Which of several extracts is tonight's, and the order of those that stay.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::extract::{Discovery, Extract, SetAsideReason};
use super::options::{Delivery, SourceOptions};

/// Puts the files in canonical order, once every extract has its day; of a snapshot source only the newest
/// files stay among the extracts, older ones wait in case these cannot be read.
pub fn settle(discovery: &mut Discovery, sources: &[SourceOptions]) {
    set_withdrawn_aside(discovery, sources);
    part_older(discovery, sources);
    discovery
        .extracts
        .sort_by(|a, b| a.canonical_key().cmp(&b.canonical_key()));
    sort_set_aside(discovery);
}

fn sort_set_aside(discovery: &mut Discovery) {
    discovery
        .set_aside
        .sort_by(|a, b| (a.source, &a.file).cmp(&(b.source, &b.file)));
}

fn set_withdrawn_aside(discovery: &mut Discovery, sources: &[SourceOptions]) {
    let is_withdrawn = |extract: &mut Extract| sources[extract.source].withdraws(&extract.file);
    let withdrawn = discovery.extracts.extract_if(.., is_withdrawn);
    discovery
        .set_aside
        .extend(withdrawn.map(|extract| extract.set_aside(SetAsideReason::Withdrawn)));
}

/// Of the files of a snapshot source for one commune and unit, those of the newest day stay.
fn part_older(discovery: &mut Discovery, sources: &[SourceOptions]) {
    let mut newest: BTreeMap<_, Option<Date>> = BTreeMap::new();
    let key = |extract: &Extract| (extract.source, extract.commune, extract.unit.clone());
    for extract in &discovery.extracts {
        let day = newest.entry(key(extract)).or_default();
        *day = extract.snapshot_date.max(*day);
    }
    let is_older = |extract: &mut Extract| {
        let is_snapshot = sources[extract.source].delivery == Delivery::Snapshot;
        is_snapshot
            && extract.snapshot_date.is_some()
            && newest[&key(extract)] != extract.snapshot_date
    };
    discovery.older = discovery.extracts.extract_if(.., is_older).collect();
}

impl Discovery {
    /// Takes the newest of the older files of every place of which `is_read` says that nothing could be used:
    /// a good list is not hidden by a broken one that came after it.
    pub fn next_older(&mut self, is_read: impl Fn(&Extract) -> bool) -> Vec<Extract> {
        let mut newest: BTreeMap<_, Option<Date>> = BTreeMap::new();
        let key = |extract: &Extract| (extract.source, extract.commune, extract.unit.clone());
        for extract in self.older.iter().filter(|extract| !is_read(extract)) {
            let day = newest.entry(key(extract)).or_default();
            *day = extract.snapshot_date.max(*day);
        }
        let is_next =
            |extract: &mut Extract| newest.get(&key(extract)) == Some(&extract.snapshot_date);
        self.older.extract_if(.., is_next).collect()
    }

    /// Sets the older files aside that nobody needs; `by` tells what is used in the place of each.
    pub fn set_older_aside(&mut self, by: impl Fn(&Extract) -> Option<String>) {
        let older = std::mem::take(&mut self.older);
        self.set_aside.extend(older.into_iter().map(|extract| {
            let by = by(&extract).unwrap_or_default();
            extract.set_aside(SetAsideReason::Superseded { by })
        }));
        sort_set_aside(self);
    }
}
