//! Tonight's files compared with each other and with those that the published version was made of.

use jiff::civil::Date;

use super::files::sha256_of;
use super::notice::Notice;
use super::readings::ExtractReading;
use crate::dataset::{InputEntry, InputState, Version};
use crate::domain::CommuneCode;
use crate::source::pattern::match_name;
use crate::source::{Discovery, SetAside, SetAsideReason, SourceOptions};

/// What is odd about the files that came tonight, in their order: columns that changed, old lists under new
/// names, lists of other places, messages that say they have more, headings that nobody understands.
pub fn notices<'r>(
    sources: &[SourceOptions],
    readings: impl Iterator<Item = &'r ExtractReading>,
    discovery: &Discovery,
    base: Option<&Version>,
) -> Vec<Notice> {
    let inputs = base.map_or(&[][..], |version| version.manifest.head.inputs.as_slice());
    let before: Vec<Before<'_>> = inputs
        .iter()
        .filter_map(|entry| Before::new(entry, sources))
        .collect();
    let came: Vec<&ExtractReading> = readings
        .filter(|reading| reading.is_used() && reading.kept_from.is_none())
        .collect();
    let mut notices = Vec::new();
    for (position, reading) in came.iter().enumerate() {
        let same = delivered_before(reading, &before)
            .or_else(|| same_as_superseded(reading, &discovery.set_aside, sources))
            .or_else(|| same_as_other_source(reading, &came[..position]));
        notices.extend(same);
        notices.extend(changed_layout(reading, &before));
        notices.extend(other_record_count(reading));
        notices.extend(unread_headings(reading));
        notices.extend(unread_sheets(reading));
        notices.extend(other_commune(reading));
    }
    notices
}

/// Whose list a file is.
type OwnedPlace = (usize, Option<CommuneCode>, Option<String>);

/// The place that a file's name tells; `None` where its source or pattern is another one now.
fn place_of(source: usize, file: &str, sources: &[SourceOptions]) -> Option<OwnedPlace> {
    let options = &sources[source];
    let name = file.strip_prefix(&options.id)?.strip_prefix('/')?;
    let parts = match_name(&options.file_name, name)?;
    Some((source, parts.commune, parts.unit))
}

fn is_of(place: &OwnedPlace, reading: &ExtractReading) -> bool {
    (place.0, place.1, place.2.as_deref()) == reading.extract.place()
}

/// An input of the version before, with its place.
struct Before<'v> {
    entry: &'v InputEntry,
    place: OwnedPlace,
}

impl<'v> Before<'v> {
    fn new(entry: &'v InputEntry, sources: &[SourceOptions]) -> Option<Self> {
        let source = sources
            .iter()
            .position(|source| source.id == entry.source)?;
        let place = place_of(source, &entry.file, sources)?;
        Some(Self { entry, place })
    }

    fn was_used(&self) -> bool {
        matches!(self.entry.state, InputState::Accepted | InputState::Kept)
    }
}

/// The same bytes came on an earlier night under another name.
fn delivered_before(reading: &ExtractReading, before: &[Before<'_>]) -> Option<Notice> {
    let is_same =
        |before: &&Before<'_>| !reading.sha256.is_empty() && before.entry.sha256 == reading.sha256;
    let same = || before.iter().filter(is_same);
    // Who sends the same file again under its own name has just not sent a new one.
    if same().any(|before| before.entry.file == reading.extract.file) {
        return None;
    }
    let own = same().find(|before| is_of(&before.place, reading));
    let found = own.or_else(|| same().find(|before| before.was_used()))?;
    same_bytes(
        reading,
        &found.entry.file,
        found.entry.snapshot_date,
        true,
        is_of(&found.place, reading),
    )
}

/// An older file of the same place lies beside it with the same bytes.
fn same_as_superseded(
    reading: &ExtractReading,
    set_aside: &[SetAside],
    sources: &[SourceOptions],
) -> Option<Notice> {
    let extract = &reading.extract;
    let is_older = |file: &&SetAside| {
        matches!(file.reason, SetAsideReason::Superseded { .. })
            && file.source == extract.source
            && file.bytes == extract.bytes
            && place_of(file.source, &file.file, sources)
                .is_some_and(|place| is_of(&place, reading))
    };
    let mut older = set_aside.iter().filter(is_older);
    let same =
        older.find(|file| sha256_of(&file.path).is_ok_and(|sha256| sha256 == reading.sha256))?;
    same_bytes(reading, &same.file, same.snapshot_date, false, true)
}

/// A file of another source has the same bytes: both were read, each as what its folder says.
fn same_as_other_source(reading: &ExtractReading, earlier: &[&ExtractReading]) -> Option<Notice> {
    let same = earlier
        .iter()
        .find(|other| !reading.sha256.is_empty() && other.sha256 == reading.sha256)?;
    let extract = &same.extract;
    same_bytes(reading, &extract.file, extract.snapshot_date, false, false)
}

fn same_bytes(
    reading: &ExtractReading,
    other: &str,
    other_date: Option<Date>,
    came_before: bool,
    is_same_place: bool,
) -> Option<Notice> {
    // The same list of the same day under another name says nothing new, and nothing wrong.
    let is_harmless = is_same_place && other_date == reading.extract.snapshot_date;
    (!is_harmless).then(|| Notice::SameBytes {
        file: reading.extract.file.clone(),
        other: other.to_owned(),
        other_date,
        came_before,
        is_same_place,
    })
}

/// What the message declares is neither its records nor, as one vendor counts, their parts.
fn other_record_count(reading: &ExtractReading) -> Option<Notice> {
    let count = reading.record_count;
    let declared = count.declared?;
    let is_right = u64::from(declared) == reading.physical_rows || declared == count.parts;
    (!is_right).then(|| Notice::OtherRecordCount {
        file: reading.extract.file.clone(),
        declared,
        found: reading.physical_rows,
    })
}

/// Something stands over people and is not understood.
fn unread_headings(reading: &ExtractReading) -> Option<Notice> {
    let rows = reading.unread_headings.iter();
    let rows = rows.map(|(sheet, row)| (sheet.as_deref().map(str::to_owned), *row));
    (!reading.unread_headings.is_empty()).then(|| Notice::UnreadHeadings {
        file: reading.extract.file.clone(),
        rows: rows.collect(),
    })
}

/// A title names another commune than the name of the file.
fn other_commune(reading: &ExtractReading) -> Option<Notice> {
    let (named, of_file) = (reading.other_commune.clone()?, reading.extract.commune?);
    Some(Notice::OtherCommune {
        file: reading.extract.file.clone(),
        of_file,
        named,
    })
}

/// People stand in a sheet that was not read.
fn unread_sheets(reading: &ExtractReading) -> impl Iterator<Item = Notice> {
    let sheets = reading.unread_sheets.iter();
    sheets.map(|(sheet, reason)| Notice::UnreadSheet {
        file: reading.extract.file.clone(),
        sheet: sheet.clone(),
        reason,
    })
}

/// The columns are not those of the newest file that was used of the same place.
fn changed_layout(reading: &ExtractReading, before: &[Before<'_>]) -> Option<Notice> {
    let of_place = before.iter().filter(|before| {
        before.was_used() && is_of(&before.place, reading) && !before.entry.columns.is_empty()
    });
    let last = of_place
        .max_by_key(|before| (before.entry.snapshot_date, &before.entry.file))?
        .entry;
    // The same bytes under other columns: the profile changed, not the file.
    if last.sha256 == reading.sha256 {
        return None;
    }
    let without = |columns: &[String], others: &[String]| -> Vec<String> {
        let gone = columns.iter().filter(|column| !others.contains(column));
        gone.cloned().collect()
    };
    let gone = without(&last.columns, &reading.columns);
    let new = without(&reading.columns, &last.columns);
    (!gone.is_empty() || !new.is_empty()).then(|| Notice::ChangedLayout {
        file: reading.extract.file.clone(),
        before: last.file.clone(),
        gone,
        new,
    })
}
