//! From counts to the rows of every table, in their order.

use std::sync::Arc;

use jiff::civil::Date;

use super::assessment::{Assessment, Circumstances, Measured};
use super::availability::PlaceSources;
use super::columns::day_number;
use super::compiled::CompiledDefinition;
use super::counts::{Cell, PersonCounts};
use super::error::IndicatorError;
use super::former::FormerPlaces;
use super::input::{ExtractsOf, IndicatorInput};
use super::options::{IndicatorOptions, Level, Population};
use super::pace::{Campaign, Pace, judge};
use super::pace_table::{CampaignHead, PaceRow, PaceTable};
use super::person_bits::PersonBits;
use super::person_pass::count_persons;
use super::places::{Place, Places};
use super::recent::{DaysAhead, RECENT_DAYS};
use super::series::{SeriesPlace, SeriesTable, periods, series_of};
use super::signal_table::SignalTable;
use super::signals::{Days, Observed, SignalRow, signals_of};
use super::standardised::{StandardisedRow, StandardisedTable, compare, standardise};
use super::strata::Stratum;
use super::table::{IndicatorHead, IndicatorRow, IndicatorTable};
use super::tally::Tally;
use super::target::Target;
use crate::domain::Kind;

/// Everything counted, per definition.
pub(super) struct Counted<'a> {
    pub(super) definitions: &'a [CompiledDefinition<'a>],
    pub(super) places: Arc<Places>,
    former_places: Arc<FormerPlaces>,
    pub(super) persons: PersonCounts,
    pub(super) bits: PersonBits,
    tallies: Vec<Tally>,
    /// Of each commune, the day of its roster of examinations.
    reported_until: Vec<Option<Date>>,
    sources: Vec<Arc<PlaceSources>>,
}

impl<'a> Counted<'a> {
    /// Runs every pass over the input.
    pub(super) fn count(
        input: &IndicatorInput<'_>,
        definitions: &'a [CompiledDefinition<'a>],
        options: &IndicatorOptions,
    ) -> Result<Self, IndicatorError> {
        let places = Arc::new(Places::new(input.communes));
        let former_places = Arc::new(FormerPlaces::new(input.former_communes));
        let sources = |definition: &CompiledDefinition<'_>| {
            Arc::new(PlaceSources::new(
                &definition.needs(definitions),
                input,
                &places,
            ))
        };
        let compared = options
            .compared
            .iter()
            .map(|day| day_number(*day))
            .collect();
        let days = (day_number(options.as_of), compared);
        let borders = (&*places, &*former_places);
        let (persons, bits) = count_persons(input, definitions, borders, days)?;
        let rosters = places.communes().map(|commune| {
            let own = ExtractsOf {
                kind: Kind::ScreeningRoster,
                commune: Some(commune),
            };
            let age_days = input.freshness.get(&own)?.age_days;
            Some(
                options
                    .as_of
                    .saturating_sub(jiff::Span::new().days(i64::from(age_days))),
            )
        });
        Ok(Self {
            persons,
            bits,
            reported_until: rosters.collect(),
            tallies: Tally::of_definitions(input, definitions, &places)?,
            sources: definitions.iter().map(sources).collect(),
            definitions,
            places,
            former_places,
        })
    }

    /// The rows of [`IndicatorTable`]. Persons without a commune get rows where there are any.
    pub(super) fn indicator_table(&self, as_of: Date) -> IndicatorTable {
        let mut rows = Vec::new();
        for place in self.all_places() {
            for (indicator, compiled) in self.definitions.iter().enumerate() {
                if !self.has_rows(indicator, place) {
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
        let head = |(index, (compiled, sources)): (usize, (&CompiledDefinition<'_>, _))| {
            let summed = self.tallies[index].pair(&self.persons, index, Place::Province);
            let summed = summed.and_then(|pair| pair.summed_communes);
            IndicatorHead::new(compiled, Arc::clone(sources), summed)
        };
        IndicatorTable {
            as_of,
            places: Arc::clone(&self.places),
            indicators: self
                .definitions
                .iter()
                .zip(&self.sources)
                .enumerate()
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
            let target = self.definitions[row.indicator].rule.target?;
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
        let days = self.persons.indicators[row.indicator].numerator_days(row.place);
        let daily: Option<[u64; RECENT_DAYS]> = days.map(|days| days.recent());
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

    /// The rows of [`SeriesTable`]: of what is known from exams and has a start.
    pub(super) fn series_table(&self, values: &IndicatorTable) -> SeriesTable {
        let mut rows = Vec::new();
        for place in self.all_places() {
            for (indicator, counts) in self.persons.indicators.iter().enumerate() {
                let Some(numerator) = counts.numerator_days(place) else {
                    continue;
                };
                let row = values.row(place, indicator, Stratum::ALL);
                if row.is_none_or(|row| row.assessment.value.is_none()) {
                    continue;
                }
                let deadline = self.definitions[indicator].definition.deadline;
                let cut = periods(numerator.first_day, numerator.days.len(), deadline);
                let denominator = counts.denominator_days(place);
                let fixed = counts.cell(place, Stratum::ALL).denominator;
                let of_place = (denominator.as_ref(), fixed);
                let today = SeriesPlace::Today(place);
                rows.extend(series_of((today, indicator), &cut, &numerator, of_place));
                // With the province: its people are divided among them all.
                if let (Place::Province, Some(former)) = (place, &counts.former) {
                    rows.extend(former.series(&self.former_places, indicator, &cut));
                }
            }
        }
        let mut table = SeriesTable {
            as_of: values.as_of,
            places: Arc::clone(&self.places),
            former_places: Arc::clone(&self.former_places),
            indicators: self.codes(),
            rows,
        };
        table.sort();
        table
    }

    /// The rows of [`SignalTable`]: of the province and of communes, by place, indicator and method.
    pub(super) fn signal_table(
        &self,
        indicators: &IndicatorTable,
        options: &IndicatorOptions,
    ) -> SignalTable {
        let watched = self.definitions.iter().enumerate();
        let watched = watched.filter(|(_, compiled)| !compiled.definition.signals.is_empty());
        let mut rows: Vec<SignalRow> = watched
            .flat_map(|(indicator, compiled)| {
                let observed = self.observed(indicator, indicators);
                let length = observed
                    .iter()
                    .find_map(|of| Some(of.numerator.as_ref()?.days.len()));
                let definition = compiled.definition;
                let cut = definition.start.map(|start| {
                    periods(day_number(start), length.unwrap_or(0), definition.deadline)
                });
                let days = Days {
                    periods: &cut.unwrap_or_default(),
                    calendar: &options.calendar,
                    as_of: options.as_of,
                    start: definition.start,
                };
                let methods = definition.signals.iter();
                methods
                    .flat_map(|method| signals_of((indicator, *method), &observed, &days))
                    .collect::<Vec<SignalRow>>()
            })
            .collect();
        rows.sort_by_key(|row| (row.place, row.indicator, row.method));
        SignalTable {
            as_of: options.as_of,
            places: Arc::clone(&self.places),
            indicators: self.codes(),
            rows,
        }
    }

    /// The rows of [`StandardisedTable`]: of the indicators that name a standard population which is known.
    pub(super) fn standardised_table(
        &self,
        indicators: &IndicatorTable,
        options: &IndicatorOptions,
    ) -> StandardisedTable {
        let mut rows = Vec::new();
        for (indicator, compiled) in self.definitions.iter().enumerate() {
            let name = compiled.definition.standard.as_ref();
            let standards = options.standards.iter().enumerate();
            let mut named = standards.filter(|(_, (known, _))| Some(*known) == name);
            let Some((standard, (_, weights))) = named.next() else {
                continue;
            };
            let bands = |place| {
                let cell = |band| match self.measured(indicator, place, band) {
                    Measured::Counts(cell) => cell,
                    Measured::Given(_) | Measured::Unknown(_) => Cell::default(),
                };
                Stratum::five_year_bands().map(cell).collect::<Vec<Cell>>()
            };
            let whole = bands(Place::Province);
            let factor = f64::from(compiled.rule.unit.factor());
            rows.extend(
                self.wholes(indicator, indicators)
                    .map(|(place, assessment)| {
                        let bands = bands(place);
                        let mut counts = Cell::default();
                        bands.iter().for_each(|band| counts.add(*band));
                        let judgeable = assessment.state.judgeable();
                        StandardisedRow {
                            place,
                            indicator,
                            standard,
                            counts,
                            factor,
                            ratio: judgeable
                                .ok()
                                .and_then(|()| compare(&bands, &whole, factor)),
                            estimate: judgeable
                                .and_then(|()| standardise(&bands, &whole, weights, factor)),
                        }
                    }),
            );
        }
        rows.sort_by_key(|row| (row.place, row.indicator));
        StandardisedTable {
            as_of: options.as_of,
            places: Arc::clone(&self.places),
            indicators: self.codes(),
            standards: options.standards.keys().cloned().collect(),
            rows,
        }
    }

    /// What `table` says of everyone of an indicator, in the province and each commune.
    fn wholes<'t>(
        &self,
        indicator: usize,
        table: &'t IndicatorTable,
    ) -> impl Iterator<Item = (Place, &'t Assessment)> {
        let places = self
            .all_places()
            .filter(|place| *place != Place::Unassigned);
        places.filter_map(move |place| {
            let row = table.row(place, indicator, Stratum::ALL)?;
            Some((place, &row.assessment))
        })
    }

    fn observed<'t>(&self, indicator: usize, table: &'t IndicatorTable) -> Vec<Observed<'t>> {
        let counts = &self.persons.indicators[indicator];
        let wholes = self.wholes(indicator, table);
        wholes
            .map(|(place, assessment)| Observed {
                place,
                assessment,
                numerator: counts.numerator_days(place),
                denominator: counts.denominator_days(place),
                found: counts.found_days(place),
                reported_until: match place {
                    Place::Commune(position) => self.reported_until[position],
                    Place::Province | Place::Unassigned => None,
                },
            })
            .collect()
    }

    fn codes(&self) -> Vec<String> {
        let definitions = self.definitions.iter();
        definitions
            .map(|compiled| compiled.definition.code.clone())
            .collect()
    }

    fn all_places(&self) -> impl Iterator<Item = Place> {
        let communes = (0..self.places.commune_count()).map(Place::Commune);
        [Place::Province, Place::Unassigned]
            .into_iter()
            .chain(communes)
    }

    /// Communes have rows where the indicator is of them, persons without one where there are any.
    fn has_rows(&self, indicator: usize, place: Place) -> bool {
        let definition = self.definitions[indicator].definition;
        let is_of_communes =
            definition.level == Level::Commune && definition.population != Population::Milestone;
        match place {
            Place::Province => true,
            Place::Commune(_) => is_of_communes,
            Place::Unassigned => match self.measured(indicator, place, Stratum::ALL) {
                Measured::Counts(cell) => is_of_communes && cell.denominator > 0,
                Measured::Given(_) | Measured::Unknown(_) => false,
            },
        }
    }

    fn assess(&self, indicator: usize, place: Place, stratum: Stratum) -> Assessment {
        let compiled = &self.definitions[indicator];
        let is_yes_or_no = match compiled.definition.population {
            Population::Communes => place != Place::Province,
            Population::Milestone => true,
            _ => false,
        };
        let circumstances = Circumstances {
            availability: self.sources[indicator].of(place).availability,
            has_plan: !compiled.is_over_plan() || self.has_plan(place),
            is_yes_or_no,
        };
        let measured = self.measured(indicator, place, stratum);
        Assessment::new(measured, &compiled.rule, circumstances)
    }

    fn has_plan(&self, place: Place) -> bool {
        match place {
            Place::Province => self.persons.has_plan.contains(&true),
            Place::Unassigned => true,
            Place::Commune(position) => self.persons.has_plan[position],
        }
    }

    fn measured(&self, indicator: usize, place: Place, stratum: Stratum) -> Measured {
        let counted = (&self.persons, self.tallies.as_slice());
        Tally::measured(counted, indicator, place, stratum)
    }
}
