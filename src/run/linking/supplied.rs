//! Supplied frequencies, brought into the form in which a field's cells are compared.

use std::borrow::Cow;

use super::{standard, take};
use crate::config::LinkPlan;
use crate::config::link_plan::{FieldRecipe, LinkField};
use crate::reference::AdministrativeUnits;
use crate::reference::embedded;

/// `plan` with its frequencies in the forms of their fields.
pub fn in_form(plan: &LinkPlan) -> Cow<'_, LinkPlan> {
    if plan.model.supplied_frequencies.is_empty() {
        return Cow::Borrowed(plan);
    }
    let units = embedded::administrative_units();
    let mut plan = plan.clone();
    for supplied in &mut plan.model.supplied_frequencies {
        let field = supplied.column.position();
        *supplied = supplied.in_form(|value| text(&plan.fields, field, value, &units));
    }
    Cow::Owned(plan)
}

/// What a cell of a field comes to; of a field made of another, a cell of that one.
fn text(fields: &[LinkField], field: usize, cell: &str, units: &AdministrativeUnits) -> String {
    match &fields[field].recipe {
        FieldRecipe::Columns { standard, .. } => standard::text(cell, standard, units),
        FieldRecipe::Derived { of, take } => take::part(&text(fields, *of, cell, units), *take),
    }
}
