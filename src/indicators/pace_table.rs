//! The published table of paces.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jiff::civil::Date;

use super::columns::{categories, dates, integers, longs, reals};
use super::compiled::PaceDates;
use super::pace::{Campaign, Pace, PaceState};
use super::places::{Place, Places};
use crate::schema::pace::PACE;
use crate::schema::{Dataset, Table};

/// One pace: an indicator with a deadline in a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaceRow {
    pub place: Place,
    /// Position among the table's campaigns.
    pub campaign: usize,
    /// `None` where the counts say nothing; the state says why.
    pub pace: Option<Pace>,
    pub state: PaceState,
}

/// What the table says of each indicator on every row.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignHead {
    pub code: String,
    pub start: Date,
    pub deadline: Date,
    /// W_e and W_r of the formulas.
    pub worked_days: f64,
    pub work_days_left: f64,
}

impl CampaignHead {
    pub(super) fn new(code: &str, campaign: &Campaign) -> Self {
        let PaceDates { start, deadline } = campaign.dates;
        Self {
            code: code.to_owned(),
            start,
            deadline,
            worked_days: campaign.worked_days,
            work_days_left: campaign.work_days_left,
        }
    }
}

/// Rows of [`PACE`], by place, then indicator in the order of the definitions.
#[derive(Debug, Clone, PartialEq)]
pub struct PaceTable {
    pub as_of: Date,
    pub places: Arc<Places>,
    pub campaigns: Vec<CampaignHead>,
    pub rows: Vec<PaceRow>,
}

impl PaceTable {
    /// The row of an indicator by code.
    #[must_use]
    pub fn find(&self, place: Place, indicator: &str) -> Option<&PaceRow> {
        let campaign = self
            .campaigns
            .iter()
            .position(|head| head.code == indicator)?;
        let sorted = |row: &PaceRow| (row.place, row.campaign);
        let position = self
            .rows
            .binary_search_by_key(&(place, campaign), sorted)
            .ok()?;
        Some(&self.rows[position])
    }

    fn head(&self, row: &PaceRow) -> &CampaignHead {
        &self.campaigns[row.campaign]
    }
}

impl Table for PaceTable {
    fn dataset(&self) -> &'static Dataset {
        &PACE
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = &self.rows[rows];
        let places = &self.places;
        match PACE.columns[column].name {
            "as_of" => dates(rows, |_| Some(self.as_of)),
            "level" => categories(rows, |row| Some(places.level(row.place))),
            "commune_code" => categories(rows, |row| places.code(row.place)),
            "commune_name" => categories(rows, |row| places.name(row.place)),
            "indicator" => categories(rows, |row| Some(self.head(row).code.as_str())),
            "start" => dates(rows, |row| Some(self.head(row).start)),
            "deadline" => dates(rows, |row| Some(self.head(row).deadline)),
            "done" => longs(rows, |row| Some(row.pace?.done as i64)),
            "target_count" => longs(rows, |row| Some(row.pace?.target_count as i64)),
            "remaining" => longs(rows, |row| Some(row.pace?.remaining)),
            "worked_days" => reals(rows, |row| Some(self.head(row).worked_days)),
            "work_days_left" => reals(rows, |row| Some(self.head(row).work_days_left)),
            "required_per_day" => reals(rows, |row| row.pace?.required_per_day),
            "average_per_day" => reals(rows, |row| row.pace?.average_per_day),
            "pressure" => reals(rows, |row| row.pace?.pressure),
            "progress_index" => reals(rows, |row| row.pace?.progress_index),
            "recent_per_day" => reals(rows, |row| Some(row.pace?.recent?.per_day)),
            "recent_working_days" => {
                integers(rows, |row| Some(row.pace?.recent?.working_days as i32))
            }
            "projected_total" => reals(rows, |row| Some(row.pace?.projection?.total)),
            "projected_low" => reals(rows, |row| Some(row.pace?.projection?.interval().0)),
            "projected_high" => reals(rows, |row| Some(row.pace?.projection?.interval().1)),
            "probability_to_reach" => reals(rows, |row| {
                let pace = row.pace?;
                Some(pace.projection?.probability_to_reach(pace.target_count))
            }),
            "projected_date" => dates(rows, |row| row.pace?.projected_date),
            "state" => categories(rows, |row| Some(row.state.code())),
            other => unreachable!("{other} is a column of pace without values"),
        }
    }
}
