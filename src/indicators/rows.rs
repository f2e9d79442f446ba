//! From counts to the rows of both tables, in their order.

use std::sync::Arc;

use jiff::civil::Date;

use super::assessment::{Assessment, Circumstances};
use super::availability::PlaceSources;
use super::columns::day_number;
use super::communes::{CommuneAnswers, answer_communes};
use super::counts::{Cell, PersonCounts};
use super::definitions::CompiledDefinition;
use super::error::IndicatorError;
use super::input::IndicatorInput;
use super::options::IndicatorOptions;
use super::pace::{Campaign, Pace, judge};
use super::pace_table::{CampaignHead, PaceRow, PaceTable};
use super::person_pass::count_persons;
use super::places::{Place, Places};
use super::recent::{DaysAhead, RECENT_DAYS};
use super::strata::Stratum;
use super::table::{IndicatorHead, IndicatorRow, IndicatorTable};
use super::target::Target;

/// Everything counted, per definition.
pub(super) struct Counted<'a> {
    pub(super) definitions: &'a [CompiledDefinition<'a>],
    pub(super) places: Arc<Places>,
    pub(super) persons: PersonCounts,
    /// Answers of the definitions of communes, `None` for those of persons.
    communes: Vec<Option<CommuneAnswers>>,
    sources: Vec<Arc<PlaceSources>>,
}

impl<'a> Counted<'a> {
    /// Runs every pass over the input.
    pub(super) fn count(
        input: &IndicatorInput<'_>,
        definitions: &'a [CompiledDefinition<'a>],
        as_of: Date,
    ) -> Result<Self, IndicatorError> {
        let places = Arc::new(Places::new(input.communes));
        let communes = |definition: &CompiledDefinition<'_>| {
            let is_of_communes = !definition.counts_persons();
            is_of_communes
                .then(|| answer_communes(definition, input.aggregates, &places))
                .transpose()
        };
        let sources = |definition: &CompiledDefinition<'_>| {
            let definition = definition.definition;
            Arc::new(PlaceSources::new(definition, input, &places))
        };
        Ok(Self {
            persons: count_persons(input, definitions, &places, day_number(as_of))?,
            communes: definitions.iter().map(communes).collect::<Result<_, _>>()?,
            sources: definitions.iter().map(sources).collect(),
            definitions,
            places,
        })
    }

    /// The rows of [`IndicatorTable`]. Persons without a commune get rows where there are any.
    pub(super) fn indicator_table(&self, as_of: Date) -> IndicatorTable {
        let mut rows = Vec::new();
        for place in self.all_places() {
            for (indicator, compiled) in self.definitions.iter().enumerate() {
                if place == Place::Unassigned
                    && self.cell(indicator, place, Stratum::ALL).denominator == 0
                {
                    continue;
                }
                rows.extend(
                    Stratum::of_kinds(&compiled.definition.strata).map(|stratum| {
                        let assessment = self.assess(indicator, place, stratum);
                        IndicatorRow {
                            place,
                            indicator,
                            stratum,
                            assessment,
                        }
                    }),
                );
            }
        }
        let head = |(compiled, sources): (&CompiledDefinition<'_>, &Arc<PlaceSources>)| {
            IndicatorHead::new(compiled.definition, Arc::clone(sources))
        };
        IndicatorTable {
            as_of,
            places: Arc::clone(&self.places),
            indicators: self
                .definitions
                .iter()
                .zip(&self.sources)
                .map(head)
                .collect(),
            rows,
        }
    }

    /// The rows of [`PaceTable`]: one for each row of `indicators` that is of everyone and has a pace.
    pub(super) fn pace_table(
        &self,
        indicators: &IndicatorTable,
        options: &IndicatorOptions,
    ) -> PaceTable {
        let ahead = DaysAhead::new(&options.calendar, options.as_of);
        let mut campaign_of = vec![None; self.definitions.len()];
        let mut campaigns = Vec::new();
        for (index, compiled) in self.definitions.iter().enumerate() {
            if let Some(dates) = compiled.pace {
                campaign_of[index] = Some(campaigns.len());
                campaigns.push(Campaign::new(&options.calendar, options.as_of, dates));
            }
        }
        let heads = self
            .definitions
            .iter()
            .filter(|compiled| compiled.pace.is_some());
        let whole = indicators
            .rows
            .iter()
            .filter(|row| row.stratum == Stratum::ALL);
        let rows = whole.filter_map(|row| {
            let campaign = campaign_of[row.indicator]?;
            let target = self.definitions[row.indicator].target?;
            Some(self.pace_row(row, target, (campaign, &campaigns[campaign]), &ahead))
        });
        PaceTable {
            as_of: options.as_of,
            places: Arc::clone(&self.places),
            campaigns: heads
                .zip(&campaigns)
                .map(|(compiled, campaign)| CampaignHead::new(&compiled.definition.code, campaign))
                .collect(),
            rows: rows.collect(),
        }
    }

    fn pace_row(
        &self,
        row: &IndicatorRow,
        target: Target,
        (index, campaign): (usize, &Campaign),
        ahead: &DaysAhead,
    ) -> PaceRow {
        let daily: Option<[u64; RECENT_DAYS]> =
            self.persons.indicators[row.indicator].recent_days(row.place);
        let (pace, state) = judge(&row.assessment, campaign, |cell| {
            Pace::new(cell, target, campaign, daily.as_ref(), ahead)
        });
        PaceRow {
            place: row.place,
            campaign: index,
            pace,
            state,
        }
    }

    fn all_places(&self) -> impl Iterator<Item = Place> {
        let communes = (0..self.places.commune_count()).map(Place::Commune);
        [Place::Province, Place::Unassigned]
            .into_iter()
            .chain(communes)
    }

    fn assess(&self, indicator: usize, place: Place, stratum: Stratum) -> Assessment {
        let compiled = &self.definitions[indicator];
        let is_yes_or_no = !compiled.counts_persons() && place != Place::Province;
        let circumstances = Circumstances {
            availability: self.sources[indicator].of(place).availability,
            has_plan: !compiled.is_over_plan() || self.has_plan(place),
            is_proportion: !is_yes_or_no,
        };
        Assessment::new(
            self.cell(indicator, place, stratum),
            compiled.target,
            circumstances,
        )
    }

    fn has_plan(&self, place: Place) -> bool {
        match place {
            Place::Province => self.persons.has_plan.contains(&true),
            Place::Unassigned => true,
            Place::Commune(position) => self.persons.has_plan[position],
        }
    }

    fn cell(&self, indicator: usize, place: Place, stratum: Stratum) -> Cell {
        match &self.communes[indicator] {
            Some(answers) => answers.cell(place),
            None => self.persons.indicators[indicator].cell(place, stratum),
        }
    }
}

impl CommuneAnswers {
    fn cell(&self, place: Place) -> Cell {
        let count = |answers: &[bool]| match place {
            Place::Province => answers.iter().filter(|answer| **answer).count() as u64,
            Place::Commune(position) => u64::from(answers[position]),
            Place::Unassigned => 0,
        };
        Cell {
            numerator: count(&self.is_achieved),
            denominator: count(&self.is_counted),
        }
    }
}
