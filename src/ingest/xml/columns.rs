//! Tags to columns: one column per field, and the names of all tags that no field has.

use super::XmlError;
use crate::domain::fast_map::FastMap;
use crate::domain::{Field, Limits};
use crate::ingest::LayoutOptions;

/// The longest tag of the ministry has 40 letters.
const NAME_BYTES_MAX: usize = 256;

/// Tags that are columns even where every record lacks them: a message is a table whatever its records hold.
const EXPECTED_TAGS: [&str; 3] = ["HO_TEN", "NGAY_SINH", "SO_CCCD"];

/// What a tag is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    Field(Field),
    /// Its text is not kept; it is no column yet.
    Unnoted,
    /// Its text is not kept, its name is.
    Other,
}

/// The columns of one message.
pub struct Columns<'o> {
    options: &'o LayoutOptions,
    tags: FastMap<String, Tag>,
    /// Per field its column.
    places: [Option<u16>; Field::COUNT],
    /// Per column its field and its header: the first tag that held it.
    fields: Vec<(Field, String)>,
    others: Vec<String>,
}

impl<'o> Columns<'o> {
    pub fn new(options: &'o LayoutOptions) -> Self {
        let mut columns = Self {
            options,
            tags: FastMap::default(),
            places: [None; Field::COUNT],
            fields: Vec::new(),
            others: Vec::new(),
        };
        for tag in EXPECTED_TAGS {
            if let Some(field) = options.field(tag) {
                columns.place(field, tag);
            }
        }
        columns
    }

    pub fn tag(&mut self, name: &str) -> Result<Tag, XmlError> {
        if let Some(tag) = self.tags.get(name) {
            return Ok(*tag);
        }
        // The ministry's messages have some 400 tags.
        let limit = self.options.limits.columns;
        if self.tags.len() >= limit as usize || name.len() > NAME_BYTES_MAX {
            return Err(XmlError::OverLimit {
                what: "it has more different tags, or longer ones, than a health message",
                name: "columns",
                limit,
            });
        }
        let tag = self.options.field(name).map_or(Tag::Unnoted, Tag::Field);
        self.tags.insert(name.to_owned(), tag);
        Ok(tag)
    }

    /// Notes that a tag without a field stands with a value of its own, so that it is a column.
    pub fn note(&mut self, name: &str) {
        let before = self.tags.insert(name.to_owned(), Tag::Other);
        if before != Some(Tag::Other) {
            self.others.push(name.to_owned());
        }
    }

    /// The column of a field, whose header is `name` where it is new.
    pub fn place(&mut self, field: Field, name: &str) -> usize {
        let place = &mut self.places[field as usize];
        let place = *place.get_or_insert_with(|| {
            self.fields.push((field, name.to_owned()));
            (self.fields.len() - 1) as u16
        });
        usize::from(place)
    }

    pub fn limits(&self) -> Limits {
        self.options.limits
    }

    /// The field that the profile reads from a tag.
    pub fn field(&self, tag: &str) -> Option<Field> {
        self.options.field(tag)
    }

    /// The column of a field that has one.
    pub fn known_place(&self, field: Field) -> Option<usize> {
        self.places[field as usize].map(usize::from)
    }

    /// Columns with values first, then the tags without.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().map(|(_, header)| header);
        fields.chain(&self.others).map(String::as_str)
    }
}
