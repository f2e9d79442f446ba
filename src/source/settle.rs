//! Which of several extracts is tonight's, and the order of those that stay.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::extract::{Discovery, Extract, SetAsideReason};
use super::options::{Delivery, SourceOptions};

/// Puts the files in canonical order, once every extract has its day; of a snapshot source only the newest
/// files stay.
pub fn settle(discovery: &mut Discovery, sources: &[SourceOptions]) {
    set_superseded_aside(discovery, sources);
    discovery
        .extracts
        .sort_by(|a, b| a.canonical_key().cmp(&b.canonical_key()));
    discovery
        .set_aside
        .sort_by(|a, b| (a.source, &a.file).cmp(&(b.source, &b.file)));
}

/// Of the dated files of a snapshot source for one commune and unit, only those of the newest day stay.
fn set_superseded_aside(discovery: &mut Discovery, sources: &[SourceOptions]) {
    let mut newest: BTreeMap<_, (Option<Date>, String)> = BTreeMap::new();
    let key = |extract: &Extract| (extract.source, extract.commune, extract.unit.clone());
    for extract in &discovery.extracts {
        let entry = newest.entry(key(extract)).or_default();
        if extract.snapshot_date > entry.0 {
            *entry = (extract.snapshot_date, extract.file.clone());
        }
    }
    let (kept, old): (Vec<Extract>, Vec<Extract>) =
        discovery.extracts.drain(..).partition(|extract| {
            let snapshot = sources[extract.source].delivery == Delivery::Snapshot;
            !snapshot
                || extract.snapshot_date.is_none()
                || newest[&key(extract)].0 == extract.snapshot_date
        });
    discovery.extracts = kept;
    discovery.set_aside.extend(old.into_iter().map(|extract| {
        let by = newest[&key(&extract)].1.clone();
        extract.set_aside(SetAsideReason::Superseded { by })
    }));
}
