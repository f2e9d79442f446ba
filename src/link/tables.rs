//! The tables `links`, `review_pairs`, `identity` and `identity_events`.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::event_reasons::EventReason;
use super::identity::{IdentityEvent, IdentityRegistry};
use super::linked::{Evidence, Linked, RecordLink, ReviewPair, ReviewReason};
use crate::domain::{PartialDate, PersonId};
use crate::schema::arrays::{categories, dates, longs, reals, text};
use crate::schema::links::{IDENTITY, IDENTITY_EVENTS, LINKS, REVIEW_PAIRS};
use crate::schema::{Dataset, Table};

/// Every record's person and why.
pub struct LinkTable<'l>(pub &'l Linked);

/// Pairs left to people.
pub struct ReviewTable<'l>(pub &'l Linked);

/// Merges and splits since the version before.
pub struct EventTable<'l>(pub &'l Linked);

fn ids(ids: impl ExactSizeIterator<Item = PersonId>) -> ArrayRef {
    text(ids.map(PersonId::text))
}

impl LinkTable<'_> {
    fn record_of(&self, rows: Range<usize>, record: impl Fn(&RecordLink) -> u32) -> ArrayRef {
        longs(
            self.0.links[rows]
                .iter()
                .map(|link| link.as_ref().map(|link| i64::from(record(link)))),
        )
    }
}

impl Table for LinkTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &LINKS
    }

    fn rows(&self) -> usize {
        self.0.person.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let linked = self.0;
        match LINKS.columns[column].name {
            "record_id" => longs(rows.map(|record| Some(record as i64))),
            "person_id" => ids(linked.person[rows]
                .iter()
                .map(|person| linked.persons[*person as usize])),
            "rule" => categories(
                Evidence::CODES,
                linked.links[rows]
                    .iter()
                    .map(|link| link.map(|link| link.evidence.position())),
            ),
            "member_record_id" => self.record_of(rows, |link| link.member),
            "partner_record_id" => self.record_of(rows, |link| link.partner),
            "match_weight" => reals(
                linked.links[rows]
                    .iter()
                    .map(|link| link.and_then(|link| link.evidence.weight())),
            ),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

impl ReviewTable<'_> {
    fn persons(&self, rows: Range<usize>, record: impl Fn(&ReviewPair) -> u32) -> ArrayRef {
        let person =
            |pair: &ReviewPair| self.0.persons[self.0.person[record(pair) as usize] as usize];
        ids(self.0.review[rows].iter().map(person))
    }
}

impl Table for ReviewTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &REVIEW_PAIRS
    }

    fn rows(&self) -> usize {
        self.0.review.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let pairs = &self.0.review;
        match REVIEW_PAIRS.columns[column].name {
            "left_record_id" => longs(pairs[rows].iter().map(|pair| Some(i64::from(pair.left)))),
            "right_record_id" => longs(pairs[rows].iter().map(|pair| Some(i64::from(pair.right)))),
            "left_person_id" => self.persons(rows, |pair| pair.left),
            "right_person_id" => self.persons(rows, |pair| pair.right),
            "rule" => categories(
                Evidence::CODES,
                pairs[rows]
                    .iter()
                    .map(|pair| Some(pair.evidence.position())),
            ),
            "match_weight" => reals(pairs[rows].iter().map(|pair| pair.evidence.weight())),
            "reason" => categories(
                ReviewReason::ALL.map(ReviewReason::code),
                pairs[rows].iter().map(|pair| Some(pair.reason as usize)),
            ),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

impl Table for IdentityRegistry {
    fn dataset(&self) -> &'static Dataset {
        &IDENTITY
    }

    fn rows(&self) -> usize {
        self.entries().len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let entries = &self.entries()[rows];
        match IDENTITY.columns[column].name {
            "record_key" => longs(
                entries
                    .iter()
                    .map(|entry| Some(entry.record_key.cast_signed())),
            ),
            "person_id" => ids(entries.iter().map(|entry| entry.person)),
            "last_seen" => dates(
                entries
                    .iter()
                    .map(|entry| PartialDate::from(entry.last_seen).packed()),
            ),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

impl Table for EventTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &IDENTITY_EVENTS
    }

    fn rows(&self) -> usize {
        self.0.events.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let events = &self.0.events[rows.clone()];
        match IDENTITY_EVENTS.columns[column].name {
            "event" => categories(
                ["merged", "split"],
                events
                    .iter()
                    .map(|event| Some(usize::from(matches!(event, IdentityEvent::Split { .. })))),
            ),
            "reason" => categories(
                EventReason::CODES,
                self.0.event_reasons[rows]
                    .iter()
                    .map(|reason| Some(reason.position())),
            ),
            "from_person_id" => ids(events.iter().map(|event| event.parties().0)),
            "into_person_id" => ids(events.iter().map(|event| event.parties().1)),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
