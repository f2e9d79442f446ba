//! Rows that say something else than the heading, the title or the sheet that they stand under.

use std::borrow::Cow;

use crate::domain::{Field, Kind, Record, Value};
use crate::ingest::rows::Sections;
use crate::ingest::rows::place::is_same_place;
use crate::ingest::rows::sections::Heading;
use crate::standardise::Standardiser;
use crate::standardise::lists::ProfileLists;

/// What headings are compared by.
pub struct Comparison<'s, 'u> {
    pub kind: Kind,
    pub lists: &'s ProfileLists,
    pub standardiser: &'s Standardiser<'u>,
}

impl Comparison<'_, '_> {
    /// The headings of `sections` that `record` contradicts. What the row says holds: it was typed for one person.
    /// Target groups contradict nothing, for a person may be of several.
    #[must_use]
    pub fn contradicted<'a>(
        &self,
        record: &Record<'_>,
        sections: Sections<'a>,
    ) -> Vec<Heading<'a>> {
        let headings = sections.headings();
        headings
            .filter(|heading| self.is_contradicted(record, *heading))
            .collect()
    }

    fn is_contradicted(&self, record: &Record<'_>, heading: Heading<'_>) -> bool {
        let is_other_place = |own: &Value<'_, Cow<'_, str>>| {
            let own = own.standard.as_deref();
            own.is_some_and(|own| !is_same_place(own, heading.text, self.kind))
        };
        match heading.field {
            Field::Hamlet => is_other_place(&record.hamlet),
            Field::UnitGroup => is_other_place(&record.unit_group),
            Field::Sex => {
                let said = self.lists.sex.get(heading.text);
                differ(record.sex.standard, said)
            }
            Field::ExamDate => {
                let said = self.standardiser.day(heading.text).standard;
                differ(record.exam_date.standard, said)
            }
            _ => false,
        }
    }
}

fn differ<T: PartialEq>(own: Option<T>, said: Option<T>) -> bool {
    own.zip(said).is_some_and(|(own, said)| own != said)
}
