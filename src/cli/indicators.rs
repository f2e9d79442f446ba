//! `toandan indicators`: what is defined, and whether its worked examples come out.

use clap::{Args, Subcommand};
use serde_json::json;

use super::run::{Format, Language};
use super::table::Table;
use super::{Outcome, PipelineArgument, load, status, today};
use crate::indicators::options::{Expected, Goal, IndicatorDefinition};
use crate::indicators::{ExampleResult, check_definitions, run_example};
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Every indicator with its unit, target and deadline.
    List(Listing),
    /// One indicator in full: what is counted, over what, by whose word.
    Show {
        #[command(flatten)]
        listing: Listing,
        /// Code of the indicator.
        code: String,
    },
    /// Count the worked example of every definition.
    Test(Listing),
}

#[derive(Args)]
struct Listing {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// How the result is shown on stdout.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Language of labels and advice.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

pub fn indicators(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::List(listing) => list(listing),
        Command::Show { listing, code } => show(listing, code),
        Command::Test(listing) => test(listing),
    }
}

/// The definitions of a pipeline whose conditions hold.
pub fn sound_definitions(
    definitions: Vec<IndicatorDefinition>,
) -> anyhow::Result<Vec<IndicatorDefinition>> {
    let problems = check_definitions(&definitions);
    if problems.is_empty() {
        return Ok(definitions);
    }
    let said: Vec<String> = problems
        .into_iter()
        .map(|problem| {
            let of = problem.indicator();
            let mut definitions = definitions.iter();
            let definition = definitions.find(|definition| of == Some(&definition.code));
            let place = definition.and_then(|definition| definition.written_at.clone());
            let said = status::with_causes(&problem.into());
            match place {
                Some(place) => format!("{place}: {said}"),
                None => said,
            }
        })
        .collect();
    anyhow::bail!(
        "{} mistakes in the definitions of indicators:\n{}",
        said.len(),
        said.join("\n")
    )
}

fn definitions(listing: &Listing) -> anyhow::Result<Vec<IndicatorDefinition>> {
    sound_definitions(load(&listing.pipeline.pipeline)?.indicators)
}

fn list(listing: &Listing) -> anyhow::Result<Outcome> {
    let definitions = definitions(listing)?;
    let lang: Lang = listing.lang.into();
    status::show(&match listing.format {
        Format::Json => {
            let all: Vec<_> = definitions.iter().map(as_json).collect();
            serde_json::Value::from(all).to_string()
        }
        Format::Table => {
            let header = lang.pick(
                "Mã|Chỉ số|Đơn vị|Chỉ tiêu|Hạn",
                "Code|Indicator|Unit|Target|Deadline",
            );
            let header: Vec<&str> = header.split('|').collect();
            let mut table = Table::new(5, &header);
            for definition in &definitions {
                table.push(vec![
                    definition.code.clone(),
                    label(definition, lang).to_owned(),
                    definition.unit.code(),
                    definition.target.map_or_else(|| "–".to_owned(), goal),
                    deadlines(definition).unwrap_or_else(|| "–".to_owned()),
                ]);
            }
            table.render()
        }
    })?;
    Ok(Outcome::Done)
}

fn show(listing: &Listing, code: &str) -> anyhow::Result<Outcome> {
    let definitions = definitions(listing)?;
    let found = definitions
        .iter()
        .find(|definition| definition.code.eq_ignore_ascii_case(code));
    let Some(definition) = found else {
        let codes: Vec<&str> = definitions.iter().map(|d| d.code.as_str()).collect();
        anyhow::bail!(
            "there is no indicator `{code}`; there are {}",
            codes.join(", ")
        );
    };
    status::show(&match listing.format {
        Format::Json => as_json(definition).to_string(),
        Format::Table => describe(definition, listing.lang.into()),
    })?;
    Ok(Outcome::Done)
}

fn test(listing: &Listing) -> anyhow::Result<Outcome> {
    let definitions = definitions(listing)?;
    let lang: Lang = listing.lang.into();
    let header = lang.pick("Mã|Ví dụ|Tính ra|Kết quả", "Code|Example|Counted|Result");
    let header: Vec<&str> = header.split('|').collect();
    let mut table = Table::new(4, &header);
    let mut results = Vec::new();
    let (mut tested, mut wrong) = (0, 0);
    for definition in &definitions {
        let result = run_example(definition, &definitions, today())?;
        tested += usize::from(result.is_some());
        wrong += usize::from(result.as_ref().is_some_and(|result| !result.is_right()));
        table.push(tested_row(definition, result.as_ref(), lang));
        results.push(json!({
            "indicator": definition.code,
            "has_example": result.is_some(),
            "is_right": result.as_ref().map(ExampleResult::is_right),
        }));
    }
    status::show(&match listing.format {
        Format::Json => serde_json::Value::from(results).to_string(),
        Format::Table => table.render(),
    })?;
    status::line(&format!(
        "{tested} of {} indicators have an example; {wrong} come out wrong",
        definitions.len()
    ));
    Ok(if wrong == 0 {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

fn tested_row(
    definition: &IndicatorDefinition,
    result: Option<&ExampleResult>,
    lang: Lang,
) -> Vec<String> {
    let said = |expected: Expected| match expected {
        Expected::Counts {
            numerator,
            denominator,
        } => format!("{numerator}/{denominator}"),
        Expected::Value(value) => value.to_string(),
    };
    let Some(result) = result else {
        let none = lang.pick("không có ví dụ", "no example");
        return vec![
            definition.code.clone(),
            "–".to_owned(),
            "–".to_owned(),
            none.to_owned(),
        ];
    };
    let verdict = match result.is_right() {
        true => lang.pick("đúng", "right"),
        false => lang.pick("SAI", "WRONG"),
    };
    vec![
        definition.code.clone(),
        said(result.expected),
        result
            .found
            .map_or_else(|| result.state.code().to_owned(), said),
        verdict.to_owned(),
    ]
}

fn label(definition: &IndicatorDefinition, lang: Lang) -> &str {
    lang.pick(&definition.words.label_vi, &definition.words.label_en)
}

/// `≥ 0.98`, as a table has room for.
fn goal(goal: Goal) -> String {
    use crate::indicators::options::Direction;
    let sign = match goal.direction {
        Direction::AtLeast => "≥",
        Direction::MoreThan => ">",
        Direction::AtMost => "≤",
        Direction::LessThan => "<",
        Direction::Trend => "~",
    };
    format!("{sign} {}", goal.value)
}

fn deadlines(definition: &IndicatorDefinition) -> Option<String> {
    let first = definition.deadline?;
    Some(match definition.last_deadline {
        Some(last) => format!("{first}, {last}"),
        None => first.to_string(),
    })
}

/// Every part that is given, a line each.
pub fn describe(definition: &IndicatorDefinition, lang: Lang) -> String {
    let words = &definition.words;
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let optional = |text: &Option<String>| text.as_deref().and_then(given);
    let description = match lang {
        Lang::Vi => optional(&words.description_vi),
        Lang::En => optional(&words.description_en).or_else(|| optional(&words.description_vi)),
    };
    let kinds: Vec<&str> = definition.needs.iter().map(|kind| kind.code()).collect();
    let strata: Vec<&str> = definition.strata.iter().map(|kind| kind.code()).collect();
    let lines = [
        (lang.pick("giải thích", "explanation"), description),
        (
            lang.pick("đếm", "counts"),
            given(definition.population.code()),
        ),
        (
            lang.pick("mẫu số", "denominator"),
            given(&definition.denominator),
        ),
        (
            lang.pick("mẫu số: có lần khám", "denominator: has an exam"),
            optional(&definition.denominator_exam),
        ),
        (
            lang.pick("mẫu số: người", "denominator: people"),
            optional(&definition.denominator_person),
        ),
        (
            lang.pick("tử số", "numerator"),
            optional(&definition.numerator),
        ),
        (
            lang.pick("tử số: có lần khám", "numerator: has an exam"),
            optional(&definition.numerator_exam),
        ),
        (lang.pick("cần nguồn", "needs"), given(&kinds.join(", "))),
        (lang.pick("đơn vị", "unit"), given(&definition.unit.code())),
        (lang.pick("chỉ tiêu", "target"), definition.target.map(goal)),
        (lang.pick("hạn", "deadline"), deadlines(definition)),
        (lang.pick("phân tổ", "strata"), given(&strata.join(", "))),
        (lang.pick("phụ trách", "owner"), optional(&words.owner)),
        (lang.pick("văn bản", "source"), optional(&words.source)),
    ];
    let width = lines
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    let mut text = format!("{}  {}", definition.code, label(definition, lang));
    for (name, value) in lines {
        let Some(value) = value else { continue };
        let pad = " ".repeat(width - name.chars().count());
        let indent = format!("\n{}", " ".repeat(width + 4));
        text.push_str(&format!(
            "\n  {name}{pad}  {}",
            value.replace('\n', &indent)
        ));
    }
    text
}

fn as_json(definition: &IndicatorDefinition) -> serde_json::Value {
    let words = &definition.words;
    json!({
        "indicator": definition.code,
        "label_vi": words.label_vi,
        "label_en": words.label_en,
        "description_vi": words.description_vi,
        "description_en": words.description_en,
        "owner": words.owner,
        "source": words.source,
        "population": definition.population.code(),
        "denominator": definition.denominator,
        "denominator_exam": definition.denominator_exam,
        "denominator_person": definition.denominator_person,
        "numerator": definition.numerator,
        "numerator_exam": definition.numerator_exam,
        "unit": definition.unit.code(),
        "target": definition.target.map(|goal| goal.value),
        "direction": definition.target.map(|goal| goal.direction.code()),
        "deadline": definition.deadline.map(|day| day.to_string()),
        "last_deadline": definition.last_deadline.map(|day| day.to_string()),
    })
}
