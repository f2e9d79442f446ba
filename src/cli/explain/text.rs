//! An explanation as text. Persons are masked.

use crate::cli::table::Table;
use crate::cli::waterfall;
use crate::domain::mask::mask;
use crate::link::engine::Explanation;
use crate::run::explain::{Explained, ExplainedRecord, Turn};
use crate::validate::Lang;

pub fn text(explained: &Explained, lang: Lang) -> String {
    let mut parts = vec![records(&explained.records, lang)];
    parts.extend(
        explained
            .records
            .iter()
            .filter_map(|record| joined(record, lang)),
    );
    if !explained.doubts.is_empty() {
        let doubts = explained.doubts.iter().map(|doubted| {
            let reason = reason(&doubted.reason, lang);
            format!("  {} – {}: {reason}", doubted.left, doubted.right)
        });
        let heading = match lang {
            Lang::Vi => "Cặp cần người xem xét:",
            Lang::En => "Pairs left to people:",
        };
        parts.push(format!(
            "{heading}\n{}",
            doubts.collect::<Vec<_>>().join("\n")
        ));
    }
    for ((pair, found), turns) in explained.weighed.iter().zip(&explained.turns) {
        let (left, right) = pair;
        let (rules, table) = (
            waterfall::rules(found, lang),
            waterfall::waterfall(found, lang),
        );
        parts.push(format!("{left} – {right}: {rules}\n{table}"));
        parts.push(verdict(found, turns, lang));
    }
    if explained.pairs_left_out > 0 {
        let pairs = explained.pairs_left_out;
        parts.push(match lang {
            Lang::Vi => format!("Còn {pairs} cặp nữa không trình bày ở đây"),
            Lang::En => format!("{pairs} more pairs are not shown"),
        });
    }
    if explained.weighed.is_empty() {
        parts.push(nothing_weighed(lang).to_owned());
    }
    parts.join("\n\n")
}

pub fn nothing_weighed(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => {
            "Không có cặp nào để cân nhắc: đêm đó chỉ ghép theo quy tắc chắc chắn, hoặc bản ghi đứng một mình."
        }
        Lang::En => {
            "No evidence to weigh: that night linked by exact rules alone, or the record stands alone."
        }
    }
}

/// The headings of [`record_cells`].
pub fn record_headings(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Vi => [
            "Bản ghi",
            "Người",
            "Loại nguồn",
            "Nơi ghi",
            "Họ và tên",
            "Năm sinh",
            "Xã",
        ],
        Lang::En => [
            "record", "person", "kind", "where", "name", "born", "commune",
        ],
    }
}

/// A record as it may be shown: its name masked, of its birth the year.
pub fn record_cells(record: &ExplainedRecord) -> [String; 7] {
    [
        record.record.to_string(),
        record.person.clone(),
        record.kind.clone(),
        record.place.clone(),
        mask(&record.full_name),
        record.birth_date.chars().take(4).collect(),
        record.commune.clone(),
    ]
}

fn records(records: &[ExplainedRecord], lang: Lang) -> String {
    let mut table = Table::new(7, &record_headings(lang));
    for record in records {
        table.push(record_cells(record).to_vec());
    }
    table.render()
}

/// By what a record joined.
pub fn joined(record: &ExplainedRecord, lang: Lang) -> Option<String> {
    let of = record.joined.as_ref()?;
    let (number, member, partner, rule) = (record.record, of.member, of.partner, &of.rule);
    Some(match lang {
        Lang::Vi => {
            format!("Bản ghi {number} được ghép vì {member} và {partner} khớp nhau ({rule})")
        }
        Lang::En => format!("Record {number} joined because {member} and {partner} agree ({rule})"),
    })
}

pub fn reason(reason: &str, lang: Lang) -> &str {
    match (reason, lang) {
        ("two_register_persons", Lang::Vi) => {
            "ghép lại thì hai người trong danh sách dân cư thành một"
        }
        ("two_register_persons", Lang::En) => "it would join two persons of the register",
        ("several_candidates", Lang::Vi) => "có nhiều người trong danh sách dân cư khớp",
        ("several_candidates", Lang::En) => "more than one person of the register fits",
        ("not_certain", Lang::Vi) => "chưa đủ chắc chắn",
        ("not_certain", Lang::En) => "the evidence is not enough",
        (other, _) => other,
    }
}

/// What the weights say, and what would have turned it.
pub fn verdict(found: &Explanation, turns: &[Turn], lang: Lang) -> String {
    let threshold = found.threshold;
    let said = waterfall::verdict(found, lang);
    let (weight, probability) = (found.weight, found.probability);
    let (is_match, is_review) = (threshold.match_weight, threshold.review_weight);
    let sum = match lang {
        Lang::Vi => format!(
            "{weight:+.2} bit, xác suất {probability:.6}: {said} (ghép từ {is_match:+.2}, xem xét từ {is_review:+.2})"
        ),
        Lang::En => format!(
            "{weight:+.2} bits, probability {probability:.6}: {said} (match from {is_match:+.2}, review from {is_review:+.2})"
        ),
    };
    let others = turns.iter().map(|turn| {
        let Turn {
            comparison,
            level,
            weight,
        } = turn;
        match lang {
            Lang::Vi => format!("  sẽ khác nếu chỉ riêng {comparison} ở mức “{level}”: {weight:+.2} bit"),
            Lang::En => format!("  it would have turned had {comparison} alone come out as `{level}`: {weight:+.2} bits"),
        }
    });
    let mut lines = vec![sum];
    lines.extend(others);
    if turns.is_empty() {
        lines.push(match lang {
            Lang::Vi => "  không trường nào một mình đổi được kết quả".to_owned(),
            Lang::En => "  no field alone could have turned it".to_owned(),
        });
    }
    lines.join("\n")
}
