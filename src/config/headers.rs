//! `[headers]` and `dropped_headers` of a profile: which column is which field.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::domain::Field;
use crate::domain::header::FoldedHeader;

use super::document::{Reported, gather};
use super::item::Item;
use super::section::Section;
use super::suggest::did_you_mean;

/// Headers by field, in the order of the file within each.
pub type Headers = BTreeMap<Field, Vec<String>>;

/// Headers met so far. A header leads to one field, or is dropped.
#[derive(Default)]
pub struct Claims {
    /// By header without marks; several where their marks tell them apart.
    by_fold: BTreeMap<String, Vec<Claim>>,
}

struct Claim {
    header: String,
    folded: FoldedHeader,
    /// `None`: dropped.
    field: Option<Field>,
    span: Range<usize>,
}

impl Claims {
    pub fn headers(&mut self, section: &Section<'_>) -> Result<Headers, Reported> {
        let fields = gather(section.entries().iter().map(|item| {
            let field = field_of_key(item)?;
            Ok((field, self.list(&item.filled_list()?, Some(field))?))
        }))?;
        Ok(fields.into_iter().collect())
    }

    pub fn dropped(&mut self, item: &Item<'_>) -> Result<Vec<String>, Reported> {
        self.list(&item.list()?, None)
    }

    fn list(&mut self, items: &[Item<'_>], field: Option<Field>) -> Result<Vec<String>, Reported> {
        gather(items.iter().map(|item| self.claim(item, field)))
    }

    fn claim(&mut self, item: &Item<'_>, field: Option<Field>) -> Result<String, Reported> {
        let header = item.filled_text()?;
        let folded = FoldedHeader::new(header);
        if folded.is_empty() {
            let mistake = item.mistake(format!("no column can match the header `{header}`"));
            return Err(mistake.label("only signs and parentheses").report());
        }
        let claims = self.by_fold.entry(folded.plain.clone()).or_default();
        if let Some(claim) = claims.iter().find(|claim| claim.folded.is_alike(&folded)) {
            // Spellings that fold alike under one field are how sources differ; the same twice is a slip.
            let is_slip = claim.header == header;
            return if claim.field == field && !is_slip {
                Ok(header.to_owned())
            } else {
                Err(claimed_twice(item, header, claim))
            };
        }
        let claim = Claim {
            header: header.to_owned(),
            folded,
            field,
            span: item.span(),
        };
        claims.push(claim);
        Ok(header.to_owned())
    }
}

fn claimed_twice(item: &Item<'_>, header: &str, claim: &Claim) -> Reported {
    let owner = claim.field.map_or("dropped_headers", Field::code);
    let title = format!("header `{header}` stands twice");
    let mistake = item
        .mistake(title)
        .label("again here, as columns are matched");
    let mistake = mistake.earlier(claim.span.clone(), format!("first under `{owner}`"));
    mistake
        .help("marks, case, signs and what is in parentheses make no difference")
        .report()
}

/// The field that a key names.
pub fn field_of_key(item: &Item<'_>) -> Result<Field, Reported> {
    Field::from_code(item.key).ok_or_else(|| {
        item.key_mistake(format!("there is no field `{}`", item.key))
            .label("unknown field")
            .help(did_you_mean(item.key, &Field::ALL.map(Field::code)))
            .report()
    })
}
