//! The headings that a row stands under, as they follow each other down a table.

use crate::domain::Field;

/// A heading and the field that its text is a value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading<'a> {
    pub field: Field,
    /// Without numbering, counts and remarks.
    pub text: &'a str,
}

/// The fields that a heading over rows can be a value of.
pub const SECTION_FIELDS: [Field; 6] = [
    Field::Hamlet,
    Field::UnitGroup,
    Field::CommuneName,
    Field::ExamDate,
    Field::Sex,
    Field::TargetGroups,
];

/// The headings that a row stands under, the outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sections<'a> {
    open: [Option<Heading<'a>>; SECTION_FIELDS.len()],
}

impl<'a> Sections<'a> {
    /// What the headings say of `field`; empty where they say nothing.
    #[must_use]
    pub fn text(&self, field: Field) -> &'a str {
        let heading = self.headings().find(|heading| heading.field == field);
        heading.map_or("", |heading| heading.text)
    }

    /// The headings, the outermost first.
    pub fn headings(&self) -> impl Iterator<Item = Heading<'a>> + '_ {
        self.open.iter().map_while(|heading| *heading)
    }

    /// Goes on under `heading`. It ends the last heading of its field and all that stood below that one: the women of
    /// a hamlet end with it, and a hamlet ends with its commune.
    pub fn turn_to(&mut self, heading: Heading<'a>) {
        let is_same = |open: &Heading<'_>| open.field == heading.field;
        let kept = match heading.field {
            Field::CommuneName => 0,
            _ => self.headings().take_while(|open| !is_same(open)).count(),
        };
        self.open[kept..].fill(None);
        if let Some(place) = self.open.get_mut(kept) {
            *place = Some(heading);
        }
    }

    /// Goes on under `heading`, which stands below `outer`: that one holds over the next of its field too.
    pub fn turn_to_below(&mut self, outer: Heading<'a>, heading: Heading<'a>) {
        let is_same = |open: &Heading<'_>| open.field == heading.field;
        let kept = self.headings().take_while(|open| !is_same(open)).count();
        self.open[kept..].fill(None);
        for (place, heading) in self.open[kept..].iter_mut().zip([outer, heading]) {
            *place = Some(heading);
        }
    }

    /// Ends the heading of a field, and no other.
    pub fn forget(&mut self, field: Field) {
        *self = self.headings().filter(|open| open.field != field).collect();
    }

    /// Ends every heading but that of the commune: something stands over the rows that is not understood, and they
    /// must not be left under what stood before.
    pub fn end(&mut self) {
        let commune = self.text(Field::CommuneName);
        *self = Self::default();
        if !commune.is_empty() {
            self.turn_to(Heading {
                field: Field::CommuneName,
                text: commune,
            });
        }
    }
}

/// Headings that hold together, each of another field.
impl<'a> FromIterator<Heading<'a>> for Sections<'a> {
    fn from_iter<I: IntoIterator<Item = Heading<'a>>>(headings: I) -> Self {
        let mut sections = Self::default();
        for (place, heading) in sections.open.iter_mut().zip(headings) {
            *place = Some(heading);
        }
        sections
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under<'a>(headings: &[(Field, &'a str)]) -> Sections<'a> {
        let mut sections = Sections::default();
        for (field, text) in headings {
            sections.turn_to(Heading {
                field: *field,
                text,
            });
        }
        sections
    }

    #[test]
    fn a_heading_ends_what_stood_below_the_last_of_its_field() {
        use Field::{CommuneName, Hamlet, Sex};
        let nested = under(&[(Hamlet, "Nà Pò"), (Sex, "Nữ"), (Hamlet, "Lũng Rì")]);
        assert_eq!((nested.text(Hamlet), nested.text(Sex)), ("Lũng Rì", ""));
        let across = under(&[(Sex, "Nam"), (Hamlet, "Nà Pò"), (Hamlet, "Lũng Rì")]);
        assert_eq!((across.text(Hamlet), across.text(Sex)), ("Lũng Rì", "Nam"));
        let again = under(&[(Sex, "Nam"), (Hamlet, "Nà Pò"), (Sex, "Nữ")]);
        assert_eq!((again.text(Hamlet), again.text(Sex)), ("", "Nữ"));
        let commune = under(&[(Hamlet, "Nà Pò"), (CommuneName, "Xã Lý Bôn")]);
        assert_eq!(commune.headings().count(), 1);
    }

    #[test]
    fn what_is_not_understood_ends_all_but_the_commune() {
        use Field::{CommuneName, Hamlet, UnitGroup};
        let mut sections = under(&[
            (CommuneName, "Xã Lý Bôn"),
            (Hamlet, "Nà Pò"),
            (UnitGroup, "6A"),
        ]);
        sections.end();
        assert_eq!(sections, under(&[(CommuneName, "Xã Lý Bôn")]));
        let mut none = Sections::default();
        none.end();
        assert_eq!(none, Sections::default());
    }
}
