//! A profile compiled for matching headers.

use std::collections::{BTreeSet, HashMap};

use super::header::{HeaderCell, HeaderRow};
use crate::domain::header::FoldedHeader;
use crate::domain::{Field, Kind, Limits};
use crate::ingest::{IngestError, RawBlock};
use crate::source::Profile;

/// What a profile says of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    Field(Field),
    /// Free text that no dataset needs.
    Dropped,
}

/// A profile compiled for matching.
#[derive(Debug, Clone)]
pub struct LayoutOptions {
    pub kind: Kind,
    /// How much of a file is read.
    pub limits: Limits,
    profile: String,
    marked: HashMap<String, Claim>,
    plain: HashMap<String, Vec<Claim>>,
}

impl LayoutOptions {
    #[must_use]
    pub fn new(kind: Kind, profile: &Profile) -> Self {
        let fields = profile.headers.iter().flat_map(|(field, headers)| {
            let claim = Claim::Field(*field);
            headers.iter().map(move |header| (header, claim))
        });
        let dropped = profile.dropped_headers.iter();
        let mut options = Self {
            kind,
            limits: Limits::default(),
            profile: profile.name.clone(),
            marked: HashMap::new(),
            plain: HashMap::new(),
        };
        for (header, claim) in fields.chain(dropped.map(|header| (header, Claim::Dropped))) {
            let folded = FoldedHeader::new(header);
            options.marked.entry(folded.marked).or_insert(claim);
            let alike = options.plain.entry(folded.plain).or_default();
            if !alike.contains(&claim) {
                alike.push(claim);
            }
        }
        options
    }

    /// The same under other limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// What a header can stand for, the likeliest first. One without marks may be several: NAM is a sex or a
    /// year, which its neighbours tell.
    #[must_use]
    pub fn claims(&self, header: &FoldedHeader) -> Vec<Claim> {
        let exact = self.marked.get(&header.marked).copied();
        let alike = || self.plain.get(&header.plain).into_iter().flatten().copied();
        match exact {
            Some(claim) if header.is_short() && header.is_unmarked() => {
                let others = alike().filter(|other| *other != claim);
                std::iter::once(claim).chain(others).collect()
            }
            Some(claim) => vec![claim],
            None if header.is_short() && !header.is_unmarked() => Vec::new(),
            None => alike().collect(),
        }
    }

    /// What the header in a cell can stand for; of one in two languages the Vietnamese part is asked.
    #[must_use]
    pub fn claims_of(&self, cell: &HeaderCell<'_>) -> Vec<Claim> {
        let claims = self.claims(&cell.bare);
        if !claims.is_empty() {
            return claims;
        }
        let parts = vietnamese_parts(cell.text);
        let mut claims = parts.map(|part| self.claims(&FoldedHeader::new(part)));
        claims.find(|claims| !claims.is_empty()).unwrap_or_default()
    }

    /// The field that a header by itself stands for.
    #[must_use]
    pub fn field(&self, header: &str) -> Option<Field> {
        let claims = self.claims(&FoldedHeader::new(header));
        claims.into_iter().find_map(|claim| match claim {
            Claim::Field(field) => Some(field),
            Claim::Dropped => None,
        })
    }

    /// How many columns of a known name make a header.
    #[must_use]
    pub fn needed(&self) -> usize {
        if self.kind.is_about_persons() { 3 } else { 2 }
    }

    /// The error for a table in which no header was found.
    #[must_use]
    pub fn no_header(&self, start: &RawBlock) -> IngestError {
        let rows = start.rows().min(super::HEADER_ROWS_MAX);
        let known: BTreeSet<&str> = (0..rows)
            .flat_map(|row| HeaderRow::new(start.row(row), self).fields)
            .map(Field::code)
            .collect();
        let found = if known.is_empty() {
            "none".to_owned()
        } else {
            known.into_iter().collect::<Vec<_>>().join(", ")
        };
        IngestError::NoHeader {
            rows,
            needed: self.needed(),
            found,
            profile: self.profile.clone(),
        }
    }
}

/// `Số CCCD` of `Số CCCD / ID number`: what may stand before a translation, which has no marks.
fn vietnamese_parts(header: &str) -> impl Iterator<Item = &str> {
    let marks = header.match_indices(['\n', '/', '|', '–', '-']);
    marks.filter_map(|(at, mark)| {
        let translation = &header[at + mark.len()..];
        let letters = translation.bytes().filter(u8::is_ascii_alphabetic).count();
        (letters >= 2 && translation.is_ascii()).then_some(&header[..at])
    })
}
