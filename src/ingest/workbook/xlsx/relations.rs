//! Which part of a workbook is which.

use std::collections::BTreeMap;

use super::super::sheet::Budget;
use crate::ingest::IngestError;
use crate::ingest::markup::Token;
use crate::ingest::package::{Package, markup_error};

/// The parts that one part refers to.
#[derive(Debug, Default)]
pub struct Relations {
    /// By id: the last word of the type, and the part's name.
    by_id: BTreeMap<String, (String, String)>,
}

impl Relations {
    /// What `part` refers to.
    ///
    /// # Errors
    /// A list that is broken.
    pub fn of(package: &mut Package, part: &str, budget: &Budget) -> Result<Self, IngestError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = format!("{folder}/_rels/{name}.rels");
        let fault = |cause| markup_error(&list, cause, &budget.limits);
        let mut relations = Self::default();
        let Some(mut markup) = package.markup(&list)? else {
            return Ok(relations);
        };
        while let Some(token) = markup.token().map_err(fault)? {
            let Token::Start(tag) = token else { continue };
            if tag.name != b"Relationship" || tag.raw("TargetMode") == Some(b"External") {
                continue;
            }
            let text = |name| tag.text(name).map(Option::unwrap_or_default).map_err(fault);
            let (id, kind, target) = (text("Id")?, text("Type")?, text("Target")?);
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.by_id.insert(id, (kind, beside(folder, &target)));
        }
        Ok(relations)
    }

    /// The last word of its type, and the name of the part that `id` stands for.
    #[must_use]
    pub fn of_id(&self, id: &str) -> Option<(&str, &str)> {
        let (kind, part) = self.by_id.get(id)?;
        Some((kind, part))
    }

    /// The part of a type of which there is one.
    #[must_use]
    pub fn of_type(&self, kind: &str) -> Option<&str> {
        let mut parts = self.by_id.values();
        let found = parts.find(|(found, _)| found == kind);
        found.map(|(_, part)| part.as_str())
    }
}

/// The part that lists the sheets.
///
/// # Errors
/// A list of parts that is broken.
pub fn workbook_part(package: &mut Package, budget: &Budget) -> Result<String, IngestError> {
    let relations = Relations::of(package, "", budget)?;
    let part = relations
        .of_type("officeDocument")
        .unwrap_or("xl/workbook.xml");
    Ok(part.to_owned())
}

/// `target` as seen from `folder`.
fn beside(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn targets_are_relative_or_not() {
        assert_eq!(
            beside("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            beside("xl", "/xl/worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(beside("xl/worksheets", "../styles.xml"), "xl/styles.xml");
        assert_eq!(beside("", "../../x.xml"), "x.xml");
    }
}
