//! What an exam measures.

use super::record::Value;

/// The measured items of one exam. Units are in the names.
#[derive(Debug, Clone, Default)]
pub struct Measurements<'a> {
    pub height_cm: Value<'a, f64>,
    pub weight_kg: Value<'a, f64>,
    pub systolic_mmhg: Value<'a, f64>,
    pub diastolic_mmhg: Value<'a, f64>,
    pub pulse_per_min: Value<'a, f64>,
    pub glucose_mmol_l: Value<'a, f64>,
}
