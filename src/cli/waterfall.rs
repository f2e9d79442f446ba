//! How the evidence of a pair adds up, as a table: from the prior down to the match weight.

use super::table::Table;
use crate::link::engine::Explanation;
use crate::validate::Lang;

/// A weight in bits. Minus nothing is nothing.
pub fn bits(weight: f64) -> String {
    format!("{:+.2}", if weight == 0.0 { 0.0 } else { weight })
}

/// A row for the prior and for each comparison: level, m, u, weight, what the frequency adds, the sum so far.
pub fn waterfall(found: &Explanation, lang: Lang) -> String {
    let (header, prior) = match lang {
        Lang::Vi => (
            [
                "trường",
                "mức",
                "m",
                "u",
                "trọng số",
                "tần suất",
                "cộng dồn",
            ],
            "xác suất ban đầu",
        ),
        Lang::En => (
            [
                "comparison",
                "level",
                "m",
                "u",
                "weight",
                "frequency",
                "total",
            ],
            "prior",
        ),
    };
    let mut table = Table::new(2, &header);
    let blank = || "–".to_owned();
    let start = bits(found.prior_weight);
    table.push(vec![
        prior.to_owned(),
        String::new(),
        blank(),
        blank(),
        start.clone(),
        blank(),
        start,
    ]);
    for of in &found.comparisons {
        let (m, u) = match of.m_and_u {
            Some((m, u)) => (format!("{m:.4}"), format!("{u:.2e}")),
            None => (blank(), blank()),
        };
        table.push(vec![
            of.name.clone(),
            of.level.clone(),
            m,
            u,
            bits(of.weight),
            bits(of.term_frequency_weight),
            bits(of.running_weight),
        ]);
    }
    table.render()
}

/// What brought the pair.
pub fn rules(found: &Explanation, lang: Lang) -> String {
    match (found.rules.is_empty(), lang) {
        (true, Lang::Vi) => "không quy tắc nào đưa cặp này ra so sánh".to_owned(),
        (true, Lang::En) => "no blocking rule brings the pair: it is never compared".to_owned(),
        (false, Lang::Vi) => format!("được đưa ra so sánh bởi: {}", found.rules.join("; ")),
        (false, Lang::En) => format!("brought by: {}", found.rules.join("; ")),
    }
}

/// What the weight is by its thresholds.
pub fn verdict(found: &Explanation, lang: Lang) -> &'static str {
    let place = if found.weight >= found.threshold.match_weight {
        0
    } else if found.weight >= found.threshold.review_weight {
        1
    } else {
        2
    };
    match lang {
        Lang::Vi => ["cùng một người", "cần người xem xét", "hai người"][place],
        Lang::En => ["a match", "for review", "no match"][place],
    }
}
