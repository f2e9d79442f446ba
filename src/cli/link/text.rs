//! What `toandan link` shows a person.

use serde_json::{Value, json};

use crate::cli::table::{Table, grouped};
use crate::cli::waterfall::{self, bits};
use crate::domain::mask::mask;
use crate::link::engine::Explanation;
use crate::run::linking::report::{DriftReport, TableReport, TrainingReport};
use crate::run::linking::{
    Evaluation, FieldFill, LinkingOutcome, LinkingReport, ParametersReport, PlanReport, RuleReport,
    Scores,
};
use crate::validate::Lang;

/// Clusters of more records than this stand in one row.
const SIZES_SHOWN: u32 = 9;

/// What would be compared.
pub fn plan(report: &PlanReport) -> String {
    let compared = match report.compared_pairs {
        Some(pairs) => format!(
            "{} of {} possible pairs would be compared",
            grouped(pairs),
            grouped(report.possible_pairs)
        ),
        None => format!(
            "the rules give {} pairs, more than pairs_max = {}: make the largest narrower, or raise the limit",
            grouped(report.rule_pairs),
            grouped(report.pairs_max)
        ),
    };
    [
        tables(&report.tables),
        fields(&report.fields),
        rules(&report.rules),
        compared,
    ]
    .join("\n\n")
}

/// What a run came to.
pub fn report(report: &LinkingReport) -> String {
    let pairs = &report.pairs;
    let mut parts = vec![
        tables(&report.tables),
        fields(&report.fields),
        rules(&report.rules),
        match &report.parameters {
            ParametersReport::Estimated(training) => estimated(training),
            ParametersReport::Reused(drift) => reused(drift),
        },
        format!(
            "{} of {} possible pairs compared (reduction {:.6}): {} match, {} for review",
            grouped(pairs.compared),
            grouped(pairs.possible),
            pairs.reduction_ratio,
            grouped(pairs.matching),
            grouped(pairs.review)
        ),
        clusters(report),
    ];
    parts.extend(report.evaluation.as_ref().map(evaluation));
    parts.join("\n\n")
}

/// One line that says it all, for cron.
pub fn status_line(outcome: &LinkingOutcome) -> String {
    let report = &outcome.report;
    let records: u64 = report.tables.iter().map(|table| table.records).sum();
    let steps: Vec<String> = outcome
        .timings
        .iter()
        .map(|(step, seconds)| format!("{step} {seconds:.2}"))
        .collect();
    let seconds: f64 = outcome.timings.iter().map(|(_, seconds)| seconds).sum();
    format!(
        "{}: {} records in {} clusters, {} pairs for review, {seconds:.2} s ({}): {}",
        report.model,
        records,
        report.clusters.count,
        report.pairs.review,
        steps.join(", "),
        outcome.path.display()
    )
}

fn tables(tables: &[TableReport]) -> String {
    let mut table = Table::new(1, &["table", "records", "short rows"]);
    for of in tables {
        table.push(vec![
            of.table.clone(),
            grouped(of.records),
            grouped(of.short_rows),
        ]);
    }
    table.render()
}

fn fields(fields: &[FieldFill]) -> String {
    let mut table = Table::new(1, &["field", "filled", "unread"]);
    for field in fields {
        table.push(vec![
            field.field.clone(),
            grouped(field.filled),
            grouped(field.unread),
        ]);
    }
    table.render()
}

fn rules(rules: &[RuleReport]) -> String {
    let header = [
        "blocking rule",
        "pairs",
        "new pairs",
        "largest block",
        "crowds",
        "blocks left out",
        "pairs left out",
    ];
    let mut table = Table::new(1, &header);
    for rule in rules {
        let largest = rule.largest_blocks.first();
        table.push(vec![
            rule.rule.clone(),
            grouped(rule.pairs),
            rule.new_pairs.map_or("–".to_owned(), grouped),
            largest.map_or("–".to_owned(), |block| {
                format!("{} records", grouped(block.records))
            }),
            grouped(rule.crowds),
            grouped(rule.refused_blocks),
            grouped(rule.refused_pairs),
        ]);
    }
    let left_out = rules.iter().filter(|rule| rule.refused_blocks > 0);
    let remarks: Vec<String> = left_out
        .map(|rule| {
            let largest = rule.largest_refused.first();
            let records = largest.map_or(0, |block| block.records);
            format!(
                "warning: blocks of rule {} are larger than block_pairs_max and were left out, the largest of {} records",
                rule.rule,
                grouped(records)
            )
        })
        .collect();
    let mut parts = vec![table.render()];
    parts.extend(remarks);
    parts.join("\n")
}

fn estimated(training: &TrainingReport) -> String {
    let header = [
        "training session",
        "pairs",
        "matched",
        "iterations",
        "state",
    ];
    let mut table = Table::new(1, &header);
    for session in &training.sessions {
        let state = match (&session.unusable, session.has_converged) {
            (Some(_), _) => "not used",
            (None, true) => "converged",
            (None, false) => "not converged",
        };
        table.push(vec![
            session.rule.clone(),
            grouped(session.pairs),
            format!("{:.1} %", 100.0 * session.matched_share),
            session.iterations.to_string(),
            state.to_owned(),
        ]);
    }
    let mut text = format!(
        "{}\nprior 1 in {}, from {} pairs of the deterministic rules",
        table.render(),
        grouped((1.0 / training.prior).round() as u64),
        grouped(training.deterministic_pairs)
    );
    if !training.untrained.is_empty() {
        text += &format!(
            "\nwarning: no session estimates {}; add one that does not block on it",
            training.untrained.join(", ")
        );
    }
    text
}

fn reused(drift: &DriftReport) -> String {
    let mut table = Table::new(1, &["comparison", "missing before", "missing tonight"]);
    for of in &drift.missing {
        table.push(vec![
            of.comparison.clone(),
            format!("{:.1} %", 100.0 * of.before),
            format!("{:.1} %", 100.0 * of.tonight),
        ]);
    }
    format!(
        "{}\nparameters of an earlier run; the patterns of the pairs moved by {:.4} (0 the same, 1 nothing in common)",
        table.render(),
        drift.pattern_divergence
    )
}

fn clusters(report: &LinkingReport) -> String {
    let clusters = &report.clusters;
    let mut table = Table::new(0, &["records in a cluster", "clusters"]);
    let (shown, larger): (Vec<_>, Vec<_>) = clusters
        .sizes
        .iter()
        .partition(|(size, _)| **size <= SIZES_SHOWN);
    for (size, count) in shown {
        table.push(vec![size.to_string(), grouped(*count)]);
    }
    if let Some((largest, _)) = larger.last() {
        let count = larger.iter().map(|(_, count)| **count).sum();
        table.push(vec![
            format!("{} to {largest}", SIZES_SHOWN + 1),
            grouped(count),
        ]);
    }
    let mut lines = vec![
        table.render(),
        format!(
            "{} clusters, {} held together by one pair; {} records ({:.2} %) hold too little to match anything",
            grouped(clusters.count),
            grouped(clusters.with_bridges),
            grouped(report.unlinkable.records),
            100.0 * report.unlinkable.share
        ),
    ];
    for (reason, count) in &clusters.refused {
        lines.push(format!("{} pairs kept apart: {reason}", grouped(*count)));
    }
    lines.join("\n")
}

fn evaluation(evaluation: &Evaluation) -> String {
    let header = [
        "against the labels",
        "F1",
        "precision",
        "recall",
        "false positives",
        "false negatives",
    ];
    let mut table = Table::new(1, &header);
    let mut push = |name: String, scores: &Scores| {
        table.push(vec![
            name,
            format!("{:.4}", scores.f1),
            format!("{:.4}", scores.precision),
            format!("{:.4}", scores.recall),
            grouped(scores.false_positives),
            grouped(scores.false_negatives),
        ]);
    };
    push("pairs".to_owned(), &evaluation.pairs);
    push("clusters".to_owned(), &evaluation.clusters);
    if evaluation.clusters_by_tables.len() > 1 {
        for of in &evaluation.clusters_by_tables {
            push(format!("  {} – {}", of.left, of.right), &of.scores);
        }
    }
    if let Some(best) = &evaluation.hindsight {
        let name = format!("pairs at weight {:.2} (hindsight)", best.match_weight);
        push(name, &best.scores);
    }
    format!(
        "{}\n{} true pairs of {} labelled records; blocking brings {:.4} of them",
        table.render(),
        grouped(evaluation.true_pairs),
        grouped(evaluation.labelled_records),
        evaluation.pairs_completeness
    )
}

/// The waterfall of a pair, from the prior down to the match weight.
pub fn explanation(explanation: &Explanation, (left, right): (&str, &str)) -> String {
    let threshold = explanation.threshold;
    let rules = waterfall::rules(explanation, Lang::En);
    let verdict = waterfall::verdict(explanation, Lang::En);
    format!(
        "{} and {}\n{rules}\n\n{}\n\nweight {} bits, probability {:.6}: {verdict} (match from {}, review from {})",
        mask(left),
        mask(right),
        waterfall::waterfall(explanation, Lang::En),
        bits(explanation.weight),
        explanation.probability,
        bits(threshold.match_weight),
        bits(threshold.review_weight)
    )
}

/// The same for programs.
pub fn explanation_json(explanation: &Explanation) -> Value {
    let comparisons = explanation.comparisons.iter().map(|of| {
        json!({
            "comparison": of.name, "level": of.level,
            "m": of.m_and_u.map(|(m, _)| m), "u": of.m_and_u.map(|(_, u)| u),
            "weight": of.weight, "term_frequency_weight": of.term_frequency_weight,
            "running_weight": of.running_weight,
        })
    });
    json!({
        "rules": explanation.rules,
        "prior_weight": explanation.prior_weight,
        "comparisons": comparisons.collect::<Vec<_>>(),
        "match_weight": explanation.weight,
        "match_probability": explanation.probability,
        "match_from": explanation.threshold.match_weight,
        "review_from": explanation.threshold.review_weight,
    })
}
