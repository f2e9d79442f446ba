//! Which list the codes of DOI_TUONG are of.
//!
//! QĐ 1551 has 14 codes and QĐ 2062, of 7 July 2026, 16 (pipelines/reference/doi_tuong.toml). Codes 1 to 13 are the
//! same; 14 was "các đối tượng khác" and became "lao động không chính thức".

/// The day of QĐ 2062/QĐ-BYT.
const DAY_OF_2062: &str = "20260707";

/// What a record itself says of the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'r> {
    /// It has the tag NGUON_KINH_PHI, which QĐ 2062 renamed.
    pub has_old_funding: bool,
    /// It has the tag NGUON_CHI_TRA.
    pub has_current_funding: bool,
    /// Digits of the day of the exam, as written.
    pub exam_date: &'r str,
}

/// The cell with its doubtful code marked: `1;14` of the older list is `1;14 (QĐ 1551)`, and `14 (?)` where nothing
/// tells; `None` where it stays as it is.
pub fn marked(codes: &str, evidence: Evidence<'_>) -> Option<String> {
    let parts = || codes.split([';', ',']).map(str::trim);
    let has = |code: u8| parts().any(|part| part.parse() == Ok(code));
    if !has(14) || has(15) || has(16) {
        return None;
    }
    let mark = match (evidence.has_old_funding, evidence.has_current_funding) {
        (true, false) => "14 (QĐ 1551)",
        (false, true) => return None,
        _ => match day(evidence.exam_date) {
            Some(day) if *day < *DAY_OF_2062 => "14 (QĐ 1551)",
            Some(_) => return None,
            None => "14 (?)",
        },
    };
    let is_14 = |part: &str| part.parse() == Ok(14_u8);
    let marked = parts().map(|part| if is_14(part) { mark } else { part });
    Some(marked.collect::<Vec<_>>().join(";"))
}

/// The first eight digits of `yyyymmdd…` or `yyyy-mm-dd…`.
fn day(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains('|') {
        return None;
    }
    let is_dashed = matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', ..]);
    let letters = text.chars().filter(|c| !(is_dashed && *c == '-'));
    let day: String = letters.take(8).collect();
    (day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) && !day.starts_with("00"))
        .then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(codes: &str, funding: (bool, bool), exam_date: &str, expected: Option<&str>) {
        let evidence = Evidence {
            has_old_funding: funding.0,
            has_current_funding: funding.1,
            exam_date,
        };
        assert_eq!(marked(codes, evidence).as_deref(), expected, "{codes}");
    }

    const OLD: (bool, bool) = (true, false);
    const CURRENT: (bool, bool) = (false, true);
    const NEITHER: (bool, bool) = (false, false);

    #[test]
    fn the_record_itself_tells_the_list() {
        check("14", OLD, "202610010730", Some("14 (QĐ 1551)"));
        check("1;14", CURRENT, "202607010730", None);
        check("1; 14", NEITHER, "202607060730", Some("1;14 (QĐ 1551)"));
        check("14", NEITHER, "2026-07-06", Some("14 (QĐ 1551)"));
        check("14", NEITHER, "20260707", None);
        check("14", (true, true), "20260706", Some("14 (QĐ 1551)"));
    }

    #[test]
    fn only_code_14_is_in_doubt_and_newer_codes_settle_it() {
        check("1;6", OLD, "", None);
        check("14;15", OLD, "20260701", None);
        check("", NEITHER, "", None);
        check("14", NEITHER, "", Some("14 (?)"));
        check("14", NEITHER, "00000000", Some("14 (?)"));
    }
}
