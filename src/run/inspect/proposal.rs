//! A profile that reads the file as it was read, for a person to correct and save.
//!
//! It is the profile that matched, written anew with the file's own headers, so that nothing a province set is lost;
//! what no field claims stands in it as comments, each to be taken out of its comment where it is right.

use std::collections::BTreeMap;

use super::columns::{InspectedColumn, Meaning, one_line};
use crate::domain::Field;
use crate::domain::header::FoldedHeader;
use crate::ingest::layout::Unclaimed;
use crate::validate::Lang;

/// Lines that the proposal adds to one list of headers.
#[derive(Debug, Clone, Default)]
struct Added {
    /// Headers of the file that were understood by their parts.
    headers: Vec<String>,
    /// Headers that nobody knows, for a person to decide.
    perhaps: Vec<String>,
}

/// What a proposal is made of.
pub struct Proposal<'p> {
    /// Name of the file that was inspected.
    pub file: &'p str,
    /// Name of the profile that matched.
    pub profile: &'p str,
    /// The text of that profile.
    pub base: &'p str,
    pub lang: Lang,
}

impl Proposal<'_> {
    /// The profile with what `columns` tell; `None` where the base is no TOML.
    #[must_use]
    pub fn write<'c>(&self, columns: impl Iterator<Item = &'c InspectedColumn>) -> Option<String> {
        let mut base: toml::Table = self.base.parse().ok()?;
        let headers = base
            .remove("headers")
            .and_then(table_of)
            .unwrap_or_default();
        let dropped = base.remove("dropped_headers");
        let dropped = dropped.map(|list| texts(&list)).unwrap_or_default();
        let known = |header: &str| {
            let mut lists = headers.values().map(texts).chain([dropped.clone()]);
            lists.any(|list| list.iter().any(|known| known == header))
        };
        let (fields, drop) = added(columns, &known);
        let mut text = self.comment();
        for (key, value) in base.iter().filter(|(_, value)| !value.is_table()) {
            text.push_str(&format!("{} = {value}\n", toml_key(key)));
        }
        text.push_str(&list("dropped_headers", &dropped, &drop));
        text.push_str("\n[headers]\n");
        for field in Field::ALL {
            let known = headers.get(field.code()).map(texts).unwrap_or_default();
            let added = fields.get(&field).cloned().unwrap_or_default();
            if !known.is_empty() || !added.headers.is_empty() {
                text.push_str(&list(field.code(), &known, &added));
            }
        }
        base.retain(|_, value| value.is_table());
        if !base.is_empty() {
            text.push('\n');
            text.push_str(&toml::to_string(&base).ok()?);
        }
        Some(text)
    }

    fn comment(&self) -> String {
        let Self { file, profile, .. } = self;
        let (file, profile) = (one_line(file), one_line(profile));
        match self.lang {
            Lang::Vi => format!(
                "# Cấu hình đọc tệp {file}, dựa trên {profile}.\n\
                 # Cột chưa biết nằm sau dấu # trong danh sách mà nó giống nhất: đúng thì bỏ dấu # ở đầu dòng,\n\
                 # sai thì xoá dòng. Lưu vào thư mục profiles/ và ghi tên tệp vào `profile` của nguồn trong pipeline.toml.\n\n"
            ),
            Lang::En => format!(
                "# How to read {file}, based on {profile}.\n\
                 # A column that is not known stands behind a # in the list that it is most like: where that is right,\n\
                 # take the # away, else delete the line. Save it under profiles/ and name it as `profile` of the source\n\
                 # in pipeline.toml.\n\n"
            ),
        }
    }
}

/// What the columns add to the headers of each field, and to the headers that are dropped.
fn added<'c>(
    columns: impl Iterator<Item = &'c InspectedColumn>,
    known: &dyn Fn(&str) -> bool,
) -> (BTreeMap<Field, Added>, Added) {
    let mut fields: BTreeMap<Field, Added> = BTreeMap::new();
    let mut drop = Added::default();
    let can_match = |header: &str| !FoldedHeader::new(header).is_empty() && !known(header);
    for column in columns.filter(|column| can_match(&column.header)) {
        let header = &column.header;
        match &column.meaning {
            Meaning::Field { field, .. } if header.contains(" / ") => {
                add(&mut fields.entry(*field).or_default().headers, header);
            }
            Meaning::Nothing {
                reason: Unclaimed::Unknown,
                suggestion,
            } => match suggestion {
                Some(near) => add(&mut fields.entry(near.field).or_default().perhaps, header),
                None => add(&mut drop.perhaps, header),
            },
            Meaning::Field { .. } | Meaning::Nothing { .. } | Meaning::Blank => {}
        }
    }
    (fields, drop)
}

fn add(list: &mut Vec<String>, header: &str) {
    if !list.iter().any(|known| known == header) {
        list.push(header.to_owned());
    }
}

/// Letters of a line in the profile.
const LINE_LETTERS_MAX: usize = 110;

/// A list of headers, each that is only proposed on a line of its own.
fn list(key: &str, known: &[String], added: &Added) -> String {
    let all = known.iter().chain(&added.headers);
    let sure: Vec<String> = all.map(|header| quoted(header)).collect();
    let line = format!("{key} = [{}]\n", sure.join(", "));
    if added.perhaps.is_empty() && line.chars().count() <= LINE_LETTERS_MAX {
        return line;
    }
    let mut text = format!("{key} = [\n");
    let mut rest = sure.as_slice();
    while !rest.is_empty() {
        let line = &rest[..line_end(rest)];
        text.push_str(&format!("  {},\n", line.join(", ")));
        rest = &rest[line.len()..];
    }
    for header in &added.perhaps {
        text.push_str(&format!("  # {},\n", quoted(header)));
    }
    text + "]\n"
}

/// How many headers fit on a line, at least one.
fn line_end(headers: &[String]) -> usize {
    let mut letters = 0;
    let fits = headers.iter().take_while(|header| {
        letters += header.chars().count() + ", ".len();
        letters <= LINE_LETTERS_MAX
    });
    fits.count().max(1)
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A key as it stands in a file: codes need no quotes.
fn toml_key(key: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !key.is_empty() && key.chars().all(is_plain) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

fn table_of(value: toml::Value) -> Option<toml::Table> {
    match value {
        toml::Value::Table(table) => Some(table),
        _ => None,
    }
}

fn texts(list: &toml::Value) -> Vec<String> {
    let elements = list.as_array().into_iter().flatten();
    let texts = elements.filter_map(|text| text.as_str());
    texts.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read_profile;
    use crate::ingest::layout::Match;
    use crate::run::inspect::Suggestion;

    const BASE: &str = "\
        # Rosters.\n\
        required_fields = [[\"full_name\"], [\"birth_date\", \"phone\"]]\n\
        first_of_january_is_year = true\n\
        dropped_headers = [\"Ghi chú\"]\n\
        [headers]\n\
        full_name = [\"Họ và tên\"]\n\
        birth_date = [\"Ngày sinh\"]\n\
        phone = [\"Số điện thoại\"]\n\
        sex = [\"Giới tính\"]\n\
        [values.sex]\n\
        male = [\"Nam\"]\n\
        female = [\"Nữ\"]\n";

    fn column(header: &str, meaning: Meaning) -> InspectedColumn {
        InspectedColumn {
            position: 0,
            header: header.to_owned(),
            meaning,
            filled: 0,
            findings: 0,
            samples: Vec::new(),
        }
    }

    fn unknown(header: &str, near: Option<Field>) -> InspectedColumn {
        let suggestion = near.map(|field| Suggestion {
            field,
            like: String::new(),
        });
        let reason = Unclaimed::Unknown;
        column(header, Meaning::Nothing { reason, suggestion })
    }

    fn propose(columns: &[InspectedColumn]) -> String {
        let proposal = Proposal {
            file: "a\nb.csv",
            profile: "roster.toml",
            base: BASE,
            lang: Lang::Vi,
        };
        proposal.write(columns.iter()).expect("a profile")
    }

    #[test]
    fn a_proposal_is_the_profile_with_what_the_file_tells() {
        let field = Meaning::Field {
            field: Field::BirthDate,
            how: Match::Child,
            other_unit: None,
        };
        let text = propose(&[
            column("Người khám / Ngày sinh", field),
            unknown("Số \"ĐT\" \\ nhà", Some(Field::Phone)),
            unknown("Mức sống", None),
            unknown("(1)", None),
        ]);
        let profile = read_profile(&text, "roster.toml").unwrap_or_else(|e| panic!("{e}\n{text}"));
        let base = read_profile(BASE, "roster.toml").expect("a profile");
        assert_eq!(profile.values, base.values);
        assert_eq!(profile.required_fields, base.required_fields);
        assert_eq!(profile.dropped_headers, base.dropped_headers);
        assert_eq!(profile.headers[&Field::Phone], ["Số điện thoại"]);
        let births = &profile.headers[&Field::BirthDate];
        assert_eq!(births, &["Ngày sinh", "Người khám / Ngày sinh"]);
        assert!(
            text.contains("# \"Mức sống\",\n") && !text.contains("(1)"),
            "{text}"
        );

        // Whoever takes the # away has a profile again.
        let all = text.replace("  # ", "  ");
        let profile = read_profile(&all, "roster.toml").unwrap_or_else(|e| panic!("{e}\n{all}"));
        assert_eq!(profile.headers[&Field::Phone][1], "Số \"ĐT\" \\ nhà");
        assert_eq!(profile.dropped_headers, ["Ghi chú", "Mức sống"]);
    }

    #[test]
    fn long_lists_are_broken_into_lines() {
        let headers: Vec<String> = (0..40).map(|n| format!("Tên cột số {n}")).collect();
        let text = list("full_name", &headers, &Added::default());
        assert!(text.lines().count() > 5, "{text}");
        let table: toml::Table = text.parse().expect("TOML");
        assert_eq!(texts(&table["full_name"]), headers);
    }
}
