//! A profile compiled for matching headers.

use std::collections::BTreeSet;

use super::header::{HeaderCell, HeaderRow};
use super::wording;
use crate::domain::fast_map::FastMap;
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
    marked: FastMap<String, Claim>,
    plain: FastMap<String, Vec<Claim>>,
    /// Spellings of sexes and target groups, which stand over rows as headings too.
    groups: Vec<(FoldedHeader, Field)>,
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
            marked: FastMap::default(),
            plain: FastMap::default(),
            groups: groups(profile),
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

    /// Whether the profile has a header that reads so without its marks.
    #[must_use]
    pub fn has_header(&self, plain: &str) -> bool {
        self.plain.contains_key(plain)
    }

    /// What the header in a cell can stand for; of one in two languages the Vietnamese part is asked, and one that no
    /// profile lists is read by its words.
    #[must_use]
    pub fn claims_of(&self, cell: &HeaderCell<'_>) -> Vec<Claim> {
        self.claims_in_words(cell.text, &cell.bare)
    }

    fn claims_in_words(&self, text: &str, bare: &FoldedHeader) -> Vec<Claim> {
        let listed = self.claims(bare);
        // Dates and numbers, of which a table is full, hold no words.
        if !text.contains(char::is_alphabetic) {
            return listed;
        }
        if let [] | [Claim::Dropped] = listed[..] {
            let place = wording::place_in_parentheses(text, self);
            if !place.is_empty() {
                return place;
            }
        }
        let is_some = |claims: &Vec<Claim>| !claims.is_empty();
        let translated = || {
            let parts = vietnamese_parts(text);
            let mut claims = parts.map(|part| self.claims(&FoldedHeader::new(part)));
            claims.find(is_some)
        };
        let found = Some(listed).filter(is_some).or_else(translated);
        found.unwrap_or_else(|| wording::claims(text, self))
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

    /// The field that a header by itself stands for, in whatever words.
    #[must_use]
    pub fn field_in_words(&self, header: &str) -> Option<Field> {
        let claims = self.claims_in_words(header, &FoldedHeader::new(header));
        claims.into_iter().find_map(|claim| match claim {
            Claim::Field(field) => Some(field),
            Claim::Dropped => None,
        })
    }

    /// The field that a heading over rows is a value of, where that is a sex or a target group.
    #[must_use]
    pub fn group_field(&self, heading: &FoldedHeader) -> Option<Field> {
        let mut groups = self.groups.iter();
        groups
            .find(|(spelling, _)| spelling.is_alike(heading))
            .map(|(_, field)| *field)
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

/// The spellings of a profile that are words. "Khác" over rows may be of anything.
fn groups(profile: &Profile) -> Vec<(FoldedHeader, Field)> {
    let of_field = |field| {
        let values = profile.values.get(&field).into_iter().flatten();
        let spellings = values.flat_map(|(_, spellings)| spellings);
        spellings.map(move |spelling| (FoldedHeader::new(spelling), field))
    };
    let all = of_field(Field::Sex).chain(of_field(Field::TargetGroups));
    let is_word = |spelling: &FoldedHeader| {
        let letters = spelling.plain.bytes().filter(u8::is_ascii_alphabetic);
        letters.count() >= 2 && spelling.plain != "khac"
    };
    all.filter(|(spelling, _)| is_word(spelling)).collect()
}

/// `Số CCCD` of `Số CCCD / ID number`: what may stand before a translation, which has no marks; or below one, in a
/// line of its own.
fn vietnamese_parts(header: &str) -> impl Iterator<Item = &str> {
    let below = header
        .split_once('\n')
        .filter(|(above, below)| above.is_ascii() && !below.is_ascii());
    let marks = header.match_indices(['\n', '/', '|', '–', '-']);
    let before = marks.filter_map(|(at, mark)| {
        let translation = &header[at + mark.len()..];
        let letters = translation.bytes().filter(u8::is_ascii_alphabetic).count();
        (letters >= 2 && translation.is_ascii()).then_some(&header[..at])
    });
    before.chain(below.map(|(_, below)| below))
}
