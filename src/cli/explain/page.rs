//! An explanation as a page with a waterfall for each pair: one file, nothing loaded from elsewhere.

use std::fmt::Write;

use super::text;
use crate::cli::waterfall;
use crate::link::engine::Explanation;
use crate::run::explain::Explained;
use crate::validate::Lang;

const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:#1b1b1b}\
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2.2rem}table{border-collapse:collapse;width:100%}\
td,th{border-bottom:1px solid #ddd;padding:.3rem .5rem;text-align:left;vertical-align:top}\
svg{width:100%;height:auto}pre{white-space:pre-wrap;font:inherit;margin:.4rem 0}";

const WIDTH: f64 = 940.0;
const ROW_HEIGHT: f64 = 26.0;
/// Left of the bars stand their names.
const NAMES: f64 = 330.0;
/// Right of them their weights.
const NUMBERS: f64 = 110.0;
const TOP: f64 = 30.0;

pub fn page(explained: &Explained, lang: Lang) -> String {
    let title = match lang {
        Lang::Vi => "Vì sao là một người, vì sao là hai",
        Lang::En => "Why one person, why two",
    };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n",
        match lang {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    );
    page.push_str("<table><tr>");
    for heading in text::record_headings(lang) {
        push(&mut page, format_args!("<th>{}</th>", escaped(heading)));
    }
    page.push_str("</tr>\n");
    for record in &explained.records {
        page.push_str("<tr>");
        for cell in text::record_cells(record) {
            push(&mut page, format_args!("<td>{}</td>", escaped(&cell)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
    for said in explained
        .records
        .iter()
        .filter_map(|record| text::joined(record, lang))
    {
        push(&mut page, format_args!("<p>{}</p>\n", escaped(&said)));
    }
    for doubted in &explained.doubts {
        let reason = text::reason(&doubted.reason, lang);
        push(
            &mut page,
            format_args!(
                "<p>{} – {}: {}</p>\n",
                doubted.left,
                doubted.right,
                escaped(reason)
            ),
        );
    }
    for (((left, right), found), turns) in explained.weighed.iter().zip(&explained.turns) {
        push(
            &mut page,
            format_args!(
                "<h2>{left} – {right}</h2>\n<p>{}</p>\n",
                escaped(&waterfall::rules(found, lang))
            ),
        );
        page.push_str(&figure(found, lang));
        push(
            &mut page,
            format_args!(
                "<pre>{}</pre>\n",
                escaped(&text::verdict(found, turns, lang))
            ),
        );
    }
    if explained.weighed.is_empty() {
        push(
            &mut page,
            format_args!("<p>{}</p>\n", escaped(text::nothing_weighed(lang))),
        );
    }
    page.push_str("</body></html>\n");
    page
}

/// A bar of the waterfall: from where to where the weight goes.
struct Bar {
    name: String,
    from: f64,
    to: f64,
    /// Where the part that the frequency of the value adds begins.
    frequency_from: f64,
}

fn bars(found: &Explanation, lang: Lang) -> Vec<Bar> {
    let (prior, total) = match lang {
        Lang::Vi => ("xác suất ban đầu", "tổng"),
        Lang::En => ("prior", "total"),
    };
    let whole = |name: &str, to: f64| Bar {
        name: name.to_owned(),
        from: 0.0,
        to,
        frequency_from: to,
    };
    let mut bars = vec![whole(prior, found.prior_weight)];
    for of in &found.comparisons {
        let to = of.running_weight;
        let frequency_from = to - of.term_frequency_weight;
        bars.push(Bar {
            name: format!("{}: {}", of.name, of.level),
            from: frequency_from - of.weight,
            to,
            frequency_from,
        });
    }
    bars.push(whole(total, found.weight));
    bars
}

/// The figure: a bar for each step, green for the pair and red against it, below it what the frequency of the
/// value adds; the thresholds as lines.
fn figure(found: &Explanation, lang: Lang) -> String {
    let bars = bars(found, lang);
    let threshold = found.threshold;
    let lines = [threshold.review_weight, threshold.match_weight];
    let points = bars
        .iter()
        .flat_map(|bar| [bar.from, bar.to, bar.frequency_from]);
    let points = points.chain(lines).filter(|point| point.is_finite());
    let (low, high) = points.fold((0.0_f64, 0.0_f64), |(low, high), point| {
        (low.min(point), high.max(point))
    });
    let span = (high - low).max(1.0);
    let x = |bits: f64| NAMES + (bits.clamp(low, high) - low) / span * (WIDTH - NAMES - NUMBERS);
    let height = TOP + ROW_HEIGHT * bars.len() as f64 + 8.0;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" font-size=\"13\" font-family=\"system-ui,sans-serif\">\n"
    );
    let names = match lang {
        Lang::Vi => ["xem xét", "ghép"],
        Lang::En => ["review", "match"],
    };
    for (bits, name) in lines
        .into_iter()
        .zip(names)
        .filter(|(bits, _)| bits.is_finite())
    {
        let at = x(bits);
        push(
            &mut svg,
            format_args!(
                "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{height}\" stroke=\"#777\" stroke-dasharray=\"4 3\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#555\">{name} {bits:+.1}</text>\n",
                if name == names[0] { 12.0 } else { 25.0 }
            ),
        );
    }
    let zero = x(0.0);
    push(
        &mut svg,
        format_args!(
            "<line x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"{TOP}\" y2=\"{height}\" stroke=\"#bbb\"/>\n"
        ),
    );
    for (row, bar) in bars.iter().enumerate() {
        let y = TOP + ROW_HEIGHT * row as f64;
        let text_y = y + 17.0;
        push(
            &mut svg,
            format_args!(
                "<text x=\"{:.1}\" y=\"{text_y:.1}\" text-anchor=\"end\">{}</text>\n",
                NAMES - 10.0,
                escaped(&shortened(&bar.name))
            ),
        );
        let frequency = (bar.frequency_from, bar.to, 15.0, 6.0);
        for (from, to, below, thick) in [(bar.from, bar.frequency_from, 4.0, 10.0), frequency] {
            let (left, right) = (x(from.min(to)), x(from.max(to)));
            if right - left > 0.05 {
                let colour = if to >= from { "#2a7f4f" } else { "#b3372f" };
                push(
                    &mut svg,
                    format_args!(
                        "<rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{thick}\" fill=\"{colour}\"/>\n",
                        y + below,
                        right - left
                    ),
                );
            }
        }
        push(
            &mut svg,
            format_args!(
                "<text x=\"{:.1}\" y=\"{text_y:.1}\" text-anchor=\"end\">{:+.2}</text>\n",
                WIDTH - 6.0,
                bar.to - bar.from
            ),
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Names that are too long for their place.
fn shortened(name: &str) -> String {
    const LETTERS_MAX: usize = 46;
    if name.chars().count() <= LETTERS_MAX {
        return name.to_owned();
    }
    let start: String = name.chars().take(LETTERS_MAX - 1).collect();
    format!("{start}…")
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = out.write_fmt(text);
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
